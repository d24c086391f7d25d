/* A catalogue becomes a world. The tables are written as anybody would write them by hand, then read and checked like those. */
#include "scenario/import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const tables[] = { "world.json", "parameters.csv", "currencies.csv", "countries.csv", "taxes.csv", "duties.csv", "categories.csv",
	"attributes.csv", "values.csv", "features.csv", "goods.csv", "queries.csv", "rivals.csv", "listings.csv", "channels.csv", "rates.csv",
	"phrases.csv" };

static enum problem_code bad(struct problem *p, const char *field, const char *why)
{
	return problem_set(p, PROBLEM_BAD_VALUE, field, why, NULL);
}

/* ---- options */

/* What the first names speak for. */
static enum tongue guess_tongue(const struct import_options *o)
{
	enum { LOOK = 400 };
	struct sheet *s;
	struct sheet_row r;
	struct problem p;
	uint32_t script[SCRIPT_MAX] = { 0 };
	double speaks[TONGUE_MAX] = { 0 };
	if (sheet_open(o->file, SHEET_BY_NAME, &s, &p))
		return TONGUE_EN; /* the reader will say why */
	for (int i = 0; i < LOOK; i++) {
		enum sheet_step step = sheet_next(s, &r, &p);
		if (step == SHEET_END)
			break;
		for (uint32_t c = 0; step == SHEET_ROW && c < r.n; c++) {
			uint32_t n[SCRIPT_MAX];
			struct str head = str_utf8_head(r.cell[c], 300);
			text_scripts(head, n);
			for (int k = 0; k < SCRIPT_MAX; k++)
				script[k] += n[k];
			for (int t = 0; t < TONGUE_MAX && n[SCRIPT_LATIN] > 8; t++)
				if (t != TONGUE_ZH && t != TONGUE_JA)
					speaks[t] += text_speaks((enum tongue)t, head);
		}
	}
	sheet_close(s);
	if (script[SCRIPT_KANA] * 4 > script[SCRIPT_LATIN])
		return TONGUE_JA;
	if (script[SCRIPT_HAN] * 2 > script[SCRIPT_LATIN])
		return TONGUE_ZH;
	enum tongue best = TONGUE_EN;
	for (int t = 0; t < TONGUE_MAX; t++)
		if (speaks[t] > speaks[best] * (best == TONGUE_EN ? 1.2 : 1))
			best = (enum tongue)t;
	return best;
}

static enum problem_code read_options(struct import *m, struct problem *p)
{
	const struct import_options *o = m->o;
	const struct world *w = m->base;
	int tongue = o->language ? tongue_find(str_c(o->language)) : -1;
	if (o->language && tongue < 0)
		return bad(p, "language", "it is one of zh en de fr es it ja pt");
	m->country = ROW_NONE;
	if (o->country) {
		m->country = world_find(w, W_country, str_c(o->country));
		if (m->country == ROW_NONE)
			return bad(p, "country", "the base world has no such marketplace");
		if (tongue >= 0 && w->country.tongue[m->country] != tongue)
			return bad(p, "country", "that marketplace searches in another language");
	}
	if (o->currency && (strlen(o->currency) != 3 || world_find(w, W_currency, str_c(o->currency)) == ROW_NONE))
		return bad(p, "currency", "the base world has no such currency");
	if (o->cost_ppm < 0 || o->cost_ppm > 950000)
		return bad(p, "cost", "it is a share of the price: 0 to 95 %");
	m->tongue = tongue >= 0 ? (enum tongue)tongue : m->country != ROW_NONE ? (enum tongue)w->country.tongue[m->country] : guess_tongue(o);
	for (uint32_t c = 0; c < w->country.t.n && c < 32; c++)
		if (w->country.tongue[c] == m->tongue) {
			m->countries |= (uint32_t)1 << c;
			m->country = m->country == ROW_NONE ? c : m->country;
		}
	return m->countries ? PROBLEM_NONE : bad(p, "language", "no marketplace of the base world searches in the language of the catalogue");
}

/* ---- the folder that is written */

static enum problem_code make_folder(struct import *m, bool compiled, struct problem *p)
{
	if (strlen(m->o->out) > sizeof m->folder - 40)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", m->o->out, "the name is too long", NULL);
	snprintf(m->folder, sizeof m->folder, compiled ? "%s.XXXXXX" : "%s", m->o->out);
	bool made = compiled ? mkdtemp(m->folder) != NULL : mkdir(m->folder, 0777) == 0;
	if (made)
		return PROBLEM_NONE;
	const char *why = errno == EEXIST ? "it exists already; name a new folder" : strerror(errno);
	m->folder[0] = 0;
	return problem_set(p, PROBLEM_FILE_UNREADABLE, "", m->o->out, why, NULL);
}

static void drop_folder(const struct import *m)
{
	char path[4200];
	for (size_t i = 0; m->folder[0] && i < sizeof tables / sizeof *tables; i++) {
		snprintf(path, sizeof path, "%s/%s", m->folder, tables[i]);
		unlink(path);
	}
	if (m->folder[0])
		rmdir(m->folder);
}

/* Reads what was written. An error there is ours, and is told as such. */
static enum problem_code read_back(const struct import *m, struct world **ret_world, struct problem *p)
{
	return scenario_open(m->folder, ret_world, p);
}

static enum problem_code write_world(struct import *m, bool compiled, struct problem *p)
{
	struct world *w = NULL;
	enum problem_code code = make_folder(m, compiled, p);
	code = code ? code : import_write_base(m, p);
	code = code ? code : import_write_goods(m, p);
	code = code ? code : import_write_queries(m, p);
	code = code ? code : import_write_parameters(m, &m->base->params, p);
	code = code ? code : read_back(m, &w, p);
	if (!code)
		import_solve(w);
	code = code ? code : import_write_parameters(m, &w->params, p);
	world_destroy(w);
	w = NULL;
	code = code ? code : compiled ? read_back(m, &w, p) : PROBLEM_NONE;
	if (!code && compiled)
		code = scenario_write(w, m->o->out, p);
	world_destroy(w);
	if (code || compiled)
		drop_folder(m);
	return code;
}

enum problem_code scenario_import(const struct import_options *o, struct import_report *report, struct problem *p)
{
	struct world *base = NULL;
	*report = (struct import_report){ 0 };
	faults_init(&report->why);
	struct stat st;
	bool compiled = str_ends(str_c(o->out), STR(".world"));
	if (!compiled && stat(o->out, &st) == 0)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", o->out, "it exists already; name a new folder", NULL);
	enum problem_code code = scenario_open(o->base, &base, p);
	if (code)
		return code;
	struct import m = { .o = o, .report = report, .base = base };
	arena_init(&m.keep, 1 << 20);
	arena_init(&m.row, 0);
	map_init(&m.titles);
	code = read_options(&m, p);
	code = code ? code : import_read(&m, p);
	if (!code) {
		import_cut_titles(&m);
		import_sort_out(&m);
		report->taken = m.n;
		report->categories = m.n_categories;
		report->kinds = m.n_kinds;
		code = write_world(&m, compiled, p);
	}
	free(m.v);
	free(m.kind);
	map_fini(&m.titles);
	arena_fini(&m.keep);
	arena_fini(&m.row);
	world_destroy(base);
	return code;
}
