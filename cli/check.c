/* cohong check programme FILE: a programme against its national standard, one line of JSON a clause. */
#include "cli/command.h"
#include "base/calendar.h"
#include "base/json.h"
#include "school/standard/standard.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SETS_MAX = 50 };
struct asked {
	const char *file, *standard, *set[SETS_MAX];
	int n_sets, bench_s;
	int64_t as_of;
	enum lang lang;
	bool related, counts, evidence;
};

static void __attribute__((format(printf, 2, 4), format(printf, 3, 4))) told(enum lang lang, const char *en, const char *zh, ...)
{
	va_list args;
	va_start(args, zh);
	fputs(lang == LANG_ZH ? "cohong check：" : "cohong check: ", stderr);
	vfprintf(stderr, lang == LANG_ZH ? zh : en, args);
	fputc('\n', stderr);
	va_end(args);
}

struct telling {
	const char *file;
	enum lang lang;
};

static void fault(void *arg, const char *path, const char *en, const char *zh)
{
	const struct telling *t = arg;
	if (t->lang == LANG_ZH)
		fprintf(stderr, "%s：%s：%s\n", t->file, path, zh);
	else
		fprintf(stderr, "%s: %s: %s\n", t->file, path, en);
}

static int64_t today(void)
{
	struct tm tm;
	time_t now = time(NULL);
	if (!localtime_r(&now, &tm))
		return 0;
	return cal_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static bool value_of(int argc, char **argv, int *i, const char *name, const char **ret)
{
	size_t n = strlen(name);
	if (strncmp(argv[*i], name, n) != 0)
		return false;
	if (argv[*i][n] == '=')
		*ret = argv[*i] + n + 1;
	else if (argv[*i][n] == 0 && *i + 1 < argc)
		*ret = argv[++*i];
	else
		return false;
	return true;
}

static bool read_options(int argc, char **argv, struct asked *a)
{
	const char *v;
	for (int i = 1; i < argc; i++) /* the language first, so that faults speak it */
		if (value_of(argc, argv, &i, "--lang", &v))
			a->lang = strcmp(v, "en") == 0 ? LANG_EN : strcmp(v, "zh") == 0 ? LANG_ZH : a->lang;
	for (int i = 2; i < argc; i++) {
		if (value_of(argc, argv, &i, "--standard", &v)) {
			a->standard = v;
		} else if (value_of(argc, argv, &i, "--lang", &v)) {
			if (strcmp(v, "en") != 0 && strcmp(v, "zh") != 0) {
				told(a->lang, "--lang: '%s' is neither zh nor en", "--lang：“%s”不是 zh 或 en", v);
				return false;
			}
		} else if (value_of(argc, argv, &i, "--date", &v)) {
			if (!cal_parse_date(str_c(v), &a->as_of)) {
				told(a->lang, "--date: '%s' is not a date such as 2026-09-01", "--date：“%s”不是 2026-09-01 这样的日期", v);
				return false;
			}
		} else if (value_of(argc, argv, &i, "--set", &v)) {
			if (a->n_sets == SETS_MAX || !strchr(v, '=')) {
				told(a->lang, "--set: '%s' is not PATH=VALUE (at most 50)", "--set：“%s”不是 路径=值（最多 50 个）", v);
				return false;
			}
			a->set[a->n_sets++] = v;
		} else if (value_of(argc, argv, &i, "--bench", &v)) {
			int64_t n;
			if (!str_i64(str_c(v), &n) || n < 1 || n > 60) {
				told(a->lang, "--bench: '%s' is not a number of seconds from 1 to 60", "--bench：“%s”不是 1–60 的秒数", v);
				return false;
			}
			a->bench_s = (int)n;
		} else if (strcmp(argv[i], "--related") == 0) {
			a->related = true;
		} else if (strcmp(argv[i], "--evidence") == 0) {
			a->evidence = true;
		} else if (strcmp(argv[i], "--counts") == 0) {
			a->counts = true;
		} else if (strncmp(argv[i], "--", 2) == 0) {
			told(a->lang, "there is no option %s, or its value is missing", "没有选项 %s，或缺少其值", argv[i]);
			return false;
		} else if (a->file) {
			told(a->lang, "one file at a time; '%s' is the second", "一次检查一个文件；“%s”是第二个", argv[i]);
			return false;
		} else {
			a->file = argv[i];
		}
	}
	return true;
}

static struct standard *find_standard(const struct asked *a)
{
	char name[300], path[4096];
	struct telling t = { a->standard, a->lang };
	snprintf(name, sizeof name, "standards/%s", a->standard);
	const char *folder = strchr(a->standard, '/') ? a->standard : find_beside(name, path);
	if (!folder || strlen(a->standard) > 200) {
		told(a->lang, "there is no standard '%s'", "没有标准“%s”", a->standard);
		return NULL;
	}
	return standard_read(folder, fault, &t);
}

static bool read_file(const struct asked *a, struct buf *b)
{
	char piece[65536];
	size_t n;
	bool input = strcmp(a->file, "-") == 0;
	FILE *f = input ? stdin : fopen(a->file, "rb");
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_put(b, piece, n);
	bool ok = f && !ferror(f) && !b->full;
	if (!ok)
		fprintf(stderr, a->lang == LANG_ZH ? "%s：无法读取：%s\n" : "%s: it cannot be read: %s\n", a->file,
			b->full ? (a->lang == LANG_ZH ? "文件过大" : "it is too large") : strerror(errno));
	if (f && !input)
		fclose(f);
	return ok;
}

/* The document with what --set says; NULL and a line if one can't be done. */
static json_t *with_sets(const struct asked *a, json_t *document)
{
	json_t *o = json_deep_copy(document);
	for (int i = 0; o && i < a->n_sets; i++) {
		const char *eq = strchr(a->set[i], '=');
		json_t *v = json_loads(eq + 1, JSON_DECODE_ANY, NULL);
		if (!v)
			v = json_string(eq + 1); /* a word needs no quotes */
		if (!programme_set(o, (struct str){ a->set[i], (size_t)(eq - a->set[i]) }, v)) {
			told(a->lang, "--set: %s leads nowhere in the document", "--set：%s 在文档中找不到", a->set[i]);
			json_decref(o);
			o = NULL;
		}
		json_decref(v);
	}
	return o;
}

static int put(struct buf *b, int status)
{
	bool well = !b->full && fwrite(b->p ? b->p : "", 1, b->n, stdout) == b->n && fflush(stdout) == 0;
	buf_fini(b);
	return well ? status : 2;
}

static int print_evidence(const struct standard *s, const struct programme *p, int64_t day, struct arena *arena)
{
	struct evidence_item *items;
	struct buf b;
	struct jw j;
	int n = programme_evidence(s, p, day, arena, &items);
	buf_init(&b, 64 << 20);
	for (int i = 0; i < n; i++) {
		jw_init(&j, &b);
		evidence_item_json(&j, &items[i]);
		buf_char(&b, '\n');
	}
	return put(&b, 0);
}

/* The clauses by themselves, and the interpretations chosen. */
static int print_standard(const struct asked *a, const struct standard *s)
{
	const struct clause *c;
	struct str id, clauses, text;
	struct buf b;
	struct jw j;
	int n = standard_clauses(s, &c);
	buf_init(&b, 64 << 20);
	for (int i = 0; i < n; i++) {
		jw_init(&j, &b);
		clause_json(&j, &c[i], a->lang);
		buf_char(&b, '\n');
	}
	n = standard_related(s, &c);
	for (int i = 0; i < n && a->related; i++) {
		jw_init(&j, &b);
		clause_json(&j, &c[i], a->lang);
		buf_char(&b, '\n');
	}
	for (int i = 0; standard_interpretation(s, i, a->lang, &id, &clauses, &text); i++) {
		jw_init(&j, &b);
		jw_object(&j);
		jw_kstr(&j, "interpretation", id);
		jw_kstr(&j, "text", text);
		jw_kstr(&j, "clauses", clauses);
		jw_end_object(&j);
		buf_char(&b, '\n');
	}
	return put(&b, 0);
}

static int print_format(const struct asked *a, const struct standard *s)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 64 << 20);
	jw_init(&j, &b);
	programme_format_json(&j, s, a->lang);
	buf_char(&b, '\n');
	return put(&b, 0);
}

static int print_all(const struct asked *a, const struct clause_result *r, const struct clause_result *was, int n, const struct standard *s)
{
	const struct clause *c;
	struct buf b;
	struct jw j;
	int clauses = standard_clauses(s, &c), counts[CLAUSE_STATUS_MAX] = { 0 };
	buf_init(&b, 64 << 20);
	for (int i = 0; i < n; i++) {
		if (i < clauses)
			counts[r[i].status]++;
		if ((i >= clauses && !a->related) || (was && r[i].status == was[i].status))
			continue;
		jw_init(&j, &b);
		clause_result_json(&j, &r[i], was ? &was[i] : NULL, a->lang);
		buf_char(&b, '\n');
	}
	if (a->counts)
		for (int i = 0; i < CLAUSE_STATUS_MAX; i++)
			fprintf(stderr, "%s %d\n", a->lang == LANG_ZH ? clause_status_text[i][LANG_ZH] : clause_status_name[i], counts[i]);
	return put(&b, standard_fails(r, n) ? 1 : 0);
}

/* Milliseconds of this thread's own time that one call takes. */
static double own_ms(const struct asked *a, const struct standard *s, json_t *document, const struct programme *p, int64_t day)
{
	struct timespec begin, end;
	struct arena arena;
	int n, times = 0;
	double ms;
	arena_init(&arena, 1 << 20);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
	do {
		if (p) {
			arena_reset(&arena);
			(void)standard_check(s, p, day, &arena, &n);
		} else {
			programme_destroy(programme_parse(s, document, NULL, NULL));
		}
		times++;
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
		ms = (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6;
	} while (ms < a->bench_s * 1e3);
	arena_fini(&arena);
	return ms / times;
}

static int check(struct asked *a, const struct standard *s, json_t *document)
{
	struct telling t = { a->file, a->lang };
	struct arena arena;
	int status = 2, n;
	json_t *changed = a->n_sets ? with_sets(a, document) : json_incref(document);
	struct programme *p = changed ? programme_parse(s, changed, fault, &t) : NULL,
			 *before = p && a->n_sets ? programme_parse(s, document, fault, &t) : NULL;
	arena_init(&arena, 0);
	if (p && (before || !a->n_sets)) {
		int64_t day = a->as_of != STANDARD_NONE_DAY ? a->as_of : programme_as_of(p) != STANDARD_NONE_DAY ? programme_as_of(p) : today();
		if (a->bench_s)
			fprintf(stderr, "read %.3f ms\ncheck %.3f ms\n", own_ms(a, s, changed, NULL, day), own_ms(a, s, changed, p, day));
		if (a->evidence) {
			status = print_evidence(s, p, day, &arena);
		} else {
			const struct clause_result *was = before ? standard_check(s, before, day, &arena, &n) : NULL;
			const struct clause_result *now = standard_check(s, p, day, &arena, &n);
			status = print_all(a, now, was, n, s);
		}
	}
	arena_fini(&arena);
	programme_destroy(before);
	programme_destroy(p);
	json_decref(changed);
	return status;
}

static int run_check(int argc, char **argv)
{
	struct asked a = { .standard = "730702", .as_of = STANDARD_NONE_DAY, .lang = speaks_chinese() ? LANG_ZH : LANG_EN };
	struct buf b;
	json_error_t e;
	bool programme = argc > 2 && strcmp(argv[1], "programme") == 0, clauses = argc > 1 && strcmp(argv[1], "standard") == 0;
	bool format = argc > 1 && strcmp(argv[1], "format") == 0;
	if ((!programme && !clauses && !format) || !read_options(argc, argv, &a) || (programme && !a.file)) {
		fprintf(stderr, a.lang == LANG_ZH ? "用法：cohong check %s\n" : "usage: cohong check %s\n", command_check.usage);
		return 2;
	}
	if ((clauses || format) && a.file)
		a.standard = a.file;
	struct standard *s = find_standard(&a);
	int status = 2;
	if (s && (clauses || format)) {
		status = format ? print_format(&a, s) : print_standard(&a, s);
		standard_destroy(s);
		return status;
	}
	buf_init(&b, PROGRAMME_BYTES_MAX + 1);
	if (s && read_file(&a, &b)) {
		json_t *document = json_loadb(b.p ? b.p : "", b.n, JSON_REJECT_DUPLICATES, &e);
		if (document)
			status = check(&a, s, document);
		else
			fprintf(stderr,
				a.lang == LANG_ZH ? "%s：第 %d 行第 %d 列：不是合法的 JSON：%s\n" : "%s: line %d, column %d: this is no JSON: %s\n",
				a.file, e.line, e.column, e.text);
		json_decref(document);
	}
	buf_fini(&b);
	standard_destroy(s);
	return status;
}

const struct command command_check = {
	.name = "check",
	.run = run_check,
	.usage = "programme FILE [--standard 730702] [--lang zh|en] [--date YYYY-MM-DD] [--set PATH=VALUE]... [--related] [--counts] [--evidence]\n"
		 "       cohong check standard [730702] [--lang zh|en] [--related]\n"
		 "       cohong check format [730702] [--lang zh|en]",
	.help_en = "hold a programme against its national standard, clause by clause",
	.help_zh = "对照国家教学标准逐条检查人才培养方案",
};
