/* Programmes from outside: reading ends, and whatever was read is decided, clause by clause, with a sentence in both languages and a line of JSON. */
#include "fuzz/fuzz.h"
#include "base/json.h"
#include "school/standard/standard.h"

#include <stdlib.h>

static void told(void *arg, const char *path, const char *en, const char *zh)
{
	HOLDS(str_utf8_ok(str_c(path)) && str_utf8_ok(str_c(en)) && str_utf8_ok(str_c(zh)));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct standard *standard;
	struct arena a;
	struct buf b;
	struct jw j;
	int results;
	if (!standard)
		standard = standard_read(getenv("COHONG_STANDARD") ? getenv("COHONG_STANDARD") : "standards/730702", NULL, NULL);
	HOLDS(standard);
	if (n > 1 << 20)
		return 0;
	struct programme *programme = programme_parse_text(standard, (struct str){ (const char *)p, n }, told, NULL);
	if (!programme)
		return 0;
	arena_init(&a, 0);
	buf_init(&b, 1 << 20);
	struct clause_result *r = standard_check(
		standard, programme, programme_as_of(programme) != STANDARD_NONE_DAY ? programme_as_of(programme) : 20000, &a, &results);
	for (int i = 0; i < results; i++) {
		HOLDS(r[i].status < CLAUSE_STATUS_MAX && r[i].formula[0].n && r[i].formula[1].n && str_utf8_ok(r[i].formula[0]) &&
			str_utf8_ok(r[i].formula[1]));
		buf_clear(&b);
		jw_init(&j, &b);
		clause_result_json(&j, &r[i], NULL, LANG_ZH);
		HOLDS(!b.full && str_utf8_ok(buf_span(&b)));
	}
	buf_fini(&b);
	programme_destroy(programme);
	arena_fini(&a);
	return 0;
}
