/* cohong marks MARKET: the marks of a lesson; with --verify the kept ones are computed again from the records and compared byte for byte. */
#include "cli/command.h"
#include "cli/data.h"
#include "server/marks.h"
#include "server/settings.h"

#include <stdio.h>

static void tell(void *arg, const char *file, const char *text)
{
	fprintf(stderr, "cohong marks: %s/%s: %s\n", (const char *)arg, file, text);
}

/* The pack stands beside the worlds. */
static struct lesson *pack(struct data *d, char folder[8192])
{
	struct settings s;
	const char *worlds = d->config.value[OPTION_worlds];
	char place[4096];
	settings_read(d->row.settings, &s);
	if (!s.lesson[0])
		return NULL;
	if (!*worlds)
		worlds = find_beside("worlds", place) ? place : "worlds";
	snprintf(folder, 8192, "%s/../courses/%s", worlds, s.lesson);
	return lesson_read(folder, tell, folder);
}

static int verify(const struct marks_source *src)
{
	struct problem p;
	struct marks_verdict v;
	if (marks_verify(src, &v, &p))
		return data_fail("marks", &p);
	printf("%d kept marks: %d computed again to the same bytes, %d differ, %d erased\n", v.kept, v.same, v.differ, v.erased);
	if (v.first_differs) {
		char id[ID_TEXT_MAX];
		id_format(v.first_differs, id);
		printf("the first that differs: number %lld, seat %s\n", (long long)v.first_n, id);
	}
	return v.differ ? 1 : 0;
}

static int list(const struct marks_source *src)
{
	struct problem p;
	struct marks_book b;
	if (marks_gather(src, &marks_live, &b, &p))
		return data_fail("marks", &p);
	for (int i = 0; i < b.n; i++) {
		struct buf text;
		char id[ID_TEXT_MAX], hash[MARK_HASH_MAX];
		const struct mark *m = &b.seat[i].mark;
		buf_init(&text, 16 << 20);
		mark_write(&b.seat[i].in, m, &text);
		mark_hash(buf_span(&text), hash);
		id_format(b.seat[i].row.seat, id);
		if (m->total == NO_MARK)
			printf("%s       - %s %.*s\n", id, hash, STR_FMT(b.seat[i].row.person_name));
		else
			printf("%s  %3lld.%02lld %s %.*s\n", id, (long long)(m->total / 100), (long long)(m->total % 100), hash, STR_FMT(b.seat[i].row.person_name));
		buf_fini(&text);
	}
	marks_free(&b);
	return 0;
}

static int run_marks(int argc, char **argv)
{
	struct data d;
	struct problem p;
	const char *which;
	char folder[8192] = "";
	int n, status;
	bool check = false;
	if (!data_options(argc, argv, command_marks.usage, "--verify", &check, &d, &which, 1, &n) || n != 1)
		return n == 1 ? 2 : (fprintf(stderr, "cohong marks: which market?\n"), 2);
	enum problem_code code = data_open(&d, &p);
	if (!code)
		code = data_market(&d, str_c(which), &p);
	struct lesson *l = code ? NULL : pack(&d, folder);
	if (code) {
		status = data_fail("marks", &p);
	} else if (!l) {
		fprintf(stderr, "cohong marks: this market has no lesson, or its pack %s cannot be read\n", folder);
		status = 1;
	} else {
		struct marks_source src = { d.school, d.db, &d.row, l, d.world };
		status = check ? verify(&src) : list(&src);
	}
	lesson_destroy(l);
	data_close(&d);
	return status;
}

const struct command command_marks = {
	.name = "marks",
	.run = run_marks,
	.usage = "MARKET [--verify] --data DIR [--database URL]",
	.help_en = "the marks of a lesson; --verify computes the kept ones again and compares the bytes",
	.help_zh = "课程成绩；--verify 按记录重算已保存的成绩，并逐字节核对",
};
