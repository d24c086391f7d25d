#include "base/calendar.h"
#include "base/json.h"
#include "cli/command.h"
#include "scenario/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MAX = 4 << 20 };

/* "--name value" and plain words; each option once. */
struct options {
	const char *plain[4], *format, *out, *world, *listings, *buyers, *as, *map, *mapping, *country, *language, *currency, *limit, *cost, *profile;
	int n_plain;
};

static const struct {
	const char *name;
	size_t offset;
} known[] = {
	{ "--format", offsetof(struct options, format) },   { "-o", offsetof(struct options, out) },
	{ "--out", offsetof(struct options, out) },	    { "--world", offsetof(struct options, world) },
	{ "--listings", offsetof(struct options, listings) }, { "--buyers", offsetof(struct options, buyers) },
	{ "--as", offsetof(struct options, as) },	    { "--map", offsetof(struct options, map) },
	{ "--mapping", offsetof(struct options, mapping) }, { "--country", offsetof(struct options, country) },
	{ "--language", offsetof(struct options, language) }, { "--currency", offsetof(struct options, currency) },
	{ "--limit", offsetof(struct options, limit) },	    { "--cost", offsetof(struct options, cost) },
	{ "--profile", offsetof(struct options, profile) },
};

static bool parse(struct options *o, int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		size_t k = 0, n = sizeof known / sizeof *known;
		while (k < n && strcmp(argv[i], known[k].name) != 0)
			k++;
		if (k < n && i + 1 < argc) {
			*(const char **)(void *)((char *)o + known[k].offset) = argv[++i];
		} else if (k < n) {
			fprintf(stderr, "cohong world: %s needs a value\n", argv[i]);
			return false;
		} else if (argv[i][0] == '-' && argv[i][1]) {
			fprintf(stderr, "cohong world: there is no option %s\n", argv[i]);
			return false;
		} else if (o->n_plain < 4) {
			o->plain[o->n_plain++] = argv[i];
		}
	}
	if (o->format && strcmp(o->format, "json") != 0 && strcmp(o->format, "text") != 0) {
		fprintf(stderr, "cohong world: --format is json or text\n");
		return false;
	}
	return true;
}

static bool wants_json(const struct options *o)
{
	return o->format && strcmp(o->format, "json") == 0;
}

static int print(struct buf *b)
{
	bool ok = fwrite(b->p, 1, b->n, stdout) == b->n && fflush(stdout) == 0;
	buf_fini(b);
	return ok ? 0 : 1;
}

static int tell(enum problem_code code, const struct problem *p)
{
	struct buf b;
	const char *lang = getenv("LANG");
	if (!code)
		return 0;
	buf_init(&b, TEXT_MAX);
	problem_text(p, lang && strncmp(lang, "zh", 2) == 0 ? LANG_ZH : LANG_EN, &b);
	fprintf(stderr, "cohong world: %.*s\n", STR_FMT(buf_span(&b)));
	buf_fini(&b);
	return 1;
}

static void json_faults(struct jw *j, const struct faults *f)
{
	jw_ki64(j, "errors", f->n_errors);
	jw_ki64(j, "warnings", f->n_warnings);
	jw_key(j, "faults");
	jw_array(j);
	for (uint32_t i = 0; i < f->n; i++) {
		jw_object(j);
		jw_kcstr(j, "grade", f->fault[i].grade == FAULT_ERROR ? "error" : "warning");
		jw_kcstr(j, "file", f->fault[i].file);
		jw_ki64(j, "row", f->fault[i].line);
		jw_kcstr(j, "column", f->fault[i].column);
		jw_kcstr(j, "text", f->fault[i].text);
		jw_end_object(j);
	}
	jw_end_array(j);
}

static void counts_text(const struct world *w, struct buf *b)
{
	struct scenario_count c[SCENARIO_COUNTS];
	scenario_counts(w, c);
	for (int i = 0; i < SCENARIO_COUNTS; i++) {
		buf_printf(b, "  %-12s %7u", c[i].what, c[i].is);
		if (c[i].wanted)
			buf_printf(b, "   %s %u", c[i].is >= c[i].wanted ? "ok, at least" : "FEWER than", c[i].wanted);
		buf_char(b, '\n');
	}
}

static void counts_json(const struct world *w, struct jw *j)
{
	struct scenario_count c[SCENARIO_COUNTS];
	scenario_counts(w, c);
	jw_key(j, "counts");
	jw_object(j);
	for (int i = 0; i < SCENARIO_COUNTS; i++) {
		jw_key(j, c[i].what);
		jw_object(j);
		jw_ki64(j, "is", c[i].is);
		jw_ki64(j, "wanted", c[i].wanted);
		jw_end_object(j);
	}
	jw_end_object(j);
}

static int run_check(const struct options *o)
{
	struct faults f;
	struct buf b;
	if (o->n_plain != 1) {
		fprintf(stderr, "usage: cohong world check FOLDER [--profile NAME] [--format json|text]\n");
		return 2;
	}
	faults_init(&f);
	struct world *w = scenario_read_profile(o->plain[0], o->profile, false, &f);
	buf_init(&b, TEXT_MAX);
	if (wants_json(o)) {
		struct jw j;
		jw_init(&j, &b);
		jw_object(&j);
		json_faults(&j, &f);
		if (w)
			counts_json(w, &j);
		jw_end_object(&j);
		buf_char(&b, '\n');
	} else {
		faults_text(&f, &b);
		if (w)
			counts_text(w, &b);
		buf_printf(&b, "%u errors, %u warnings\n", f.n_errors, f.n_warnings);
	}
	int status = print(&b);
	status = f.n_errors ? 1 : status;
	world_destroy(w);
	faults_fini(&f);
	return status;
}

static int run_build(const struct options *o)
{
	struct faults f;
	struct problem p;
	if (o->n_plain != 1 || !o->out) {
		fprintf(stderr, "usage: cohong world build FOLDER [--profile NAME] -o FILE.world\n");
		return 2;
	}
	faults_init(&f);
	struct world *w = scenario_read_profile(o->plain[0], o->profile, true, &f);
	int status = 1;
	if (f.n_errors) {
		struct buf b;
		buf_init(&b, TEXT_MAX);
		faults_text(&f, &b);
		fprintf(stderr, "%.*s%u errors; nothing was written\n", STR_FMT(buf_span(&b)), f.n_errors);
		buf_fini(&b);
	} else {
		status = tell(scenario_write(w, o->out, &p), &p);
	}
	if (!status) {
		char hash[DIGEST_TEXT_MAX];
		digest_format(w->hash, hash);
		printf("%s %s\n", hash, o->out);
	}
	world_destroy(w);
	faults_fini(&f);
	return status;
}

static int run_show(const struct options *o)
{
	struct world *w;
	struct problem p;
	struct buf b;
	char hash[DIGEST_TEXT_MAX], start[CAL_TEXT_MAX];
	if (o->n_plain != 1) {
		fprintf(stderr, "usage: cohong world show FILE|FOLDER [--profile NAME] [--format json|text]\n");
		return 2;
	}
	struct stat st;
	if (stat(o->plain[0], &st) == 0 && S_ISDIR(st.st_mode)) {
		/* a folder is shown as far as it can be read */
		struct faults f;
		faults_init(&f);
		w = scenario_read_profile(o->plain[0], o->profile, true, &f);
		if (f.n_errors)
			fprintf(stderr, "cohong world: the folder has %u errors; 'cohong world check' lists them\n", f.n_errors);
		faults_fini(&f);
		if (!w)
			return 1;
	} else if (tell(scenario_open(o->plain[0], &w, &p), &p)) {
		return 1;
	}
	buf_init(&b, TEXT_MAX);
	digest_format(w->hash, hash);
	cal_format_date(cal_day_of(w->start_min + w->timezone_min), start);
	if (wants_json(o)) {
		struct jw j;
		jw_init(&j, &b);
		jw_object(&j);
		jw_kcstr(&j, "slug", w->slug);
		jw_kcstr(&j, "name_zh", w->name_zh);
		jw_kcstr(&j, "name_en", w->name_en);
		jw_kcstr(&j, "start", start);
		jw_kcstr(&j, "hash", hash);
		counts_json(w, &j);
		jw_end_object(&j);
		buf_char(&b, '\n');
	} else {
		buf_printf(&b, "%s  %s  %s\nstart %s, hash %s\n", w->slug, w->name_zh, w->name_en, start, hash);
		counts_text(w, &b);
		for (uint32_t i = 0; i < w->rlisting.t.n && i < 400; i += w->rlisting.t.n / 12 + 1)
			for (int t = 1; t < TONGUE_MAX; t++)
				if (w->rlisting.title[i].in[t].n)
					buf_printf(&b, "  %s %.*s\n", tongue_code[t], STR_FMT(world_str(w, w->rlisting.title[i].in[t])));
	}
	world_destroy(w);
	return print(&b);
}

static int run_scale(const struct options *o)
{
	struct world *w, *grown;
	struct problem p;
	int64_t listings = 0, buyers = 0;
	if (o->n_plain != 1 || !o->out || (!o->listings && !o->buyers) || (o->listings && (!str_i64(str_c(o->listings), &listings) || listings < 1 || listings > 2000000)) ||
	    (o->buyers && (!str_i64(str_c(o->buyers), &buyers) || buyers < 1 || buyers > 20000000))) {
		fprintf(stderr, "usage: cohong world scale FILE|FOLDER [--listings N] [--buyers N] -o FILE.world\n       up to 2000000 listings and 20000000 buyers\n");
		return 2;
	}
	if (tell(scenario_open(o->plain[0], &w, &p), &p))
		return 1;
	grown = scenario_scale(w, (uint32_t)listings, (uint32_t)buyers);
	world_destroy(w);
	int status = tell(scenario_write(grown, o->out, &p), &p);
	if (!status) {
		char hash[DIGEST_TEXT_MAX];
		digest_format(grown->hash, hash);
		printf("%s %s, %u listings of %u rivals\n", hash, o->out, grown->rlisting.t.n, grown->rival.t.n);
	}
	world_destroy(grown);
	return status;
}

static void report_text(const struct import_report *r, struct buf *b)
{
	faults_text(&r->why, b);
	buf_printf(b, "%u rows read, %u taken, %u skipped\n%u categories, %u kinds, %u brands, %u queries", r->rows, r->taken, r->skipped, r->categories, r->kinds, r->brands, r->queries);
	if (r->values_cut)
		buf_printf(b, "; %u values of attributes left out, which few goods have", r->values_cut);
	buf_char(b, '\n');
}

static void report_json(const struct import_report *r, struct buf *b)
{
	struct jw j;
	jw_init(&j, b);
	jw_object(&j);
	jw_ki64(&j, "rows", r->rows);
	jw_ki64(&j, "taken", r->taken);
	jw_ki64(&j, "skipped", r->skipped);
	jw_ki64(&j, "categories", r->categories);
	jw_ki64(&j, "kinds", r->kinds);
	jw_ki64(&j, "brands", r->brands);
	jw_ki64(&j, "queries", r->queries);
	jw_ki64(&j, "values_cut", r->values_cut);
	json_faults(&j, &r->why);
	jw_end_object(&j);
	buf_char(b, '\n');
}

static int run_import(const struct options *o)
{
	struct import_options i = { .base = o->world, .out = o->out, .map = o->map, .mapping = o->mapping, .country = o->country, .language = o->language, .currency = o->currency };
	struct import_report report;
	struct problem p;
	struct buf b;
	int64_t limit = 0, cost = 0;
	bool as = !o->as || strcmp(o->as, "listings") == 0 || strcmp(o->as, "goods") == 0;
	if (o->n_plain != 1 || !o->world || !o->out || !as || (o->limit && (!str_i64(str_c(o->limit), &limit) || limit < 1 || limit > 4000000)) ||
	    (o->cost && (!str_decimal(str_c(o->cost), 4, &cost) || cost < 1 || cost > 950000))) {
		fprintf(stderr,
			"usage: cohong world import FILE --world FOLDER|FILE -o FOLDER|FILE.world\n"
			"  FILE                   a catalogue: CSV, .xlsx or JSON Lines, also packed as .xz\n"
			"  --world                whose places, taxes, carriers and phrases are taken\n"
			"  --map name=title,...   which column is which field; --mapping FILE: the same as CSV field,column,value\n"
			"  --as listings|goods    rivals' listings and the goods (usual), or goods alone\n"
			"  --language CODE  --country CODE  --currency CODE    of the texts and the prices\n"
			"  --cost PERCENT         what goods cost, of the price without tax (28)\n"
			"  --limit N              take at most so many rows\n"
			"  --format text|json\n");
		return 2;
	}
	i.file = o->plain[0];
	i.listings = !o->as || strcmp(o->as, "listings") == 0;
	i.limit = (uint32_t)limit;
	i.cost_ppm = cost;
	int status = tell(scenario_import(&i, &report, &p), &p);
	buf_init(&b, TEXT_MAX);
	if (wants_json(o))
		report_json(&report, &b);
	else if (!status || report.rows)
		report_text(&report, &b);
	int printed = print(&b);
	faults_fini(&report.why);
	return status ? status : printed;
}

static int run_world(int argc, char **argv)
{
	struct options o = { 0 };
	if (argc >= 2 && parse(&o, argc, argv)) {
		if (strcmp(argv[1], "check") == 0)
			return run_check(&o);
		if (strcmp(argv[1], "build") == 0)
			return run_build(&o);
		if (strcmp(argv[1], "show") == 0)
			return run_show(&o);
		if (strcmp(argv[1], "scale") == 0)
			return run_scale(&o);
		if (strcmp(argv[1], "import") == 0)
			return run_import(&o);
	}
	fprintf(stderr, "usage: cohong world %s\n", command_world.usage);
	return 2;
}

const struct command command_world = {
	.name = "world",
	.run = run_world,
	.usage = "check FOLDER | build FOLDER -o FILE.world | show FILE|FOLDER [each --profile NAME] | scale FILE|FOLDER --listings N --buyers N -o FILE.world\n"
		 "             | import CATALOGUE --world FOLDER -o FOLDER|FILE.world [--map FIELD=COLUMN,...]  [--format json|text]",
	.help_en = "check, compile, show and enlarge the worlds that markets play in, and make one from a catalogue",
	.help_zh = "检查、编译、查看和放大市场所用的世界，也可由商品目录生成",
};
