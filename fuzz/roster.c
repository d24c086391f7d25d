/* Lists of students from outside, as a body or in a form: reading ends, a row without a fault can be stored as it is, and reading what it gave gives the same. The first
 * byte says whether it is a form. */
#include "fuzz/fuzz.h"
#include "server/routes_roster.h"

static void holds(const struct roster_line *line, struct arena *a)
{
	HOLDS(str_utf8_ok(line->number) && str_utf8_ok(line->name) && str_utf8_ok(line->note) && str_utf8_ok(line->class_name));
	HOLDS(line->n_faults <= ROSTER_FAULTS_MAX);
	for (int i = 0; i < line->n_faults; i++)
		HOLDS(str_utf8_ok(line->faults[i].fix) && str_utf8_ok(str_c(line->faults[i].problem.arg[0])));
	if (roster_line_bad(line))
		return;
	size_t n = str_utf8_count(line->name);
	HOLDS(line->number.n >= 1 && line->number.n <= ROSTER_NUMBER_MAX && n >= ROSTER_NAME_MIN && n <= ROSTER_NAME_MAX);
	HOLDS(str_eq(roster_even_number(line->number, a), line->number) && str_eq(roster_even_name(line->name, a), line->name));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct roster_file file;
	struct problem problem;
	struct str bytes = { (const char *)p + 1, n - 1 };
	if (!n || n > 1 << 20)
		return 0;
	if (p[0] % 2 && !multipart_file(STR("multipart/form-data; boundary=b"), bytes, &bytes))
		return 0;
	arena_init(&a, 0);
	if (!roster_read(bytes, &a, &file, &problem)) {
		HOLDS(file.n >= 1 && file.n <= ROSTER_FILE_MAX);
		for (int i = 0; i < file.n; i++)
			holds(&file.lines[i], &a);
	}
	arena_fini(&a);
	return 0;
}
