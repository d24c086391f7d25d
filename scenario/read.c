#include "scenario/inside.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMPILED_MAX = 1 << 30 };

static void feature_tokens(struct world *w)
{
	struct arena a;
	arena_init(&a, 0);
	for (uint32_t f = 0; f < w->feature.t.n; f++)
		for (int t = 0; t < TONGUE_MAX; t++) {
			uint64_t *v;
			uint32_t n;
			arena_reset(&a);
			text_tokens((enum tongue)t, world_str(w, w->feature.brief[f].in[t]), &a, &v, &n);
			w->feature.tokens[f].in[t] = set_list(&w->set, v, n);
		}
	arena_fini(&a);
}

/* Texts in languages that the world has not are those of its own language, so that no page stays empty. */
static void fill_languages(struct reader *r)
{
	struct world *w = r->w;
	enum tongue own = reader_tongue(r);
	const struct {
		struct text8_ref *v;
		uint32_t n;
	} all[] = { { w->category.name, w->category.t.n }, { w->attribute.name, w->attribute.t.n }, { w->value.name, w->value.t.n }, { w->feature.brief, w->feature.t.n },
		{ w->feature.line, w->feature.t.n }, { w->good.name, w->good.t.n } };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		for (uint32_t row = 0; row < all[i].n; row++)
			for (int t = 0; t < TONGUE_MAX; t++)
				if (!all[i].v[row].in[t].n)
					all[i].v[row].in[t] = all[i].v[row].in[own];
	for (uint32_t q = 0; q < w->query.t.n; q++)
		if (!w->query.gloss_zh[q].n)
			w->query.gloss_zh[q] = w->query.words[q];
}

struct world *scenario_read(const char *folder, bool quick, struct faults *f)
{
	return scenario_read_profile(folder, NULL, quick, f);
}

struct world *scenario_read_profile(const char *folder, const char *profile, bool quick, struct faults *f)
{
	struct stat st;
	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
		faults_add(f, FAULT_ERROR, folder, 0, "", "the folder cannot be opened: %s", errno ? strerror(errno) : "it is no folder");
		return NULL;
	}
	struct reader r = { .folder = folder, .faults = f, .w = world_create(), .languages = LANGUAGES_ALL };
	arena_init(&r.keep, 0);
	arena_init(&r.row, 0);
	map_init(&r.codes);
	map_init(&r.titles);
	read_places(&r);
	read_profiles(&r, profile, !quick);
	read_attributes(&r);
	feature_tokens(r.w);
	read_goods(&r);
	read_drawings(&r);
	read_lines(&r);
	read_buyers(&r);
	read_rivals(&r);
	read_carriers(&r);
	if (!quick)
		check_content(&r);
	if (r.languages != LANGUAGES_ALL)
		fill_languages(&r);
	for (int t = 0; t < W_MAX; t++)
		free(r.place[t]);
	map_fini(&r.codes);
	map_fini(&r.titles);
	arena_fini(&r.keep);
	arena_fini(&r.row);
	world_finish(r.w);
	apply_supply(r.w);
	world_finish(r.w);
	if (!f->n_errors) {
		usual_prices(r.w);
		world_finish(r.w);
	}
	return r.w;
}

void scenario_counts(const struct world *w, struct scenario_count ret[SCENARIO_COUNTS])
{
	const struct scenario_count all[SCENARIO_COUNTS] = {
		{ "countries", w->country.t.n, 8 },   { "categories", w->category.t.n, 12 },	 { "kinds", w->kind.t.n, 0 },	 { "attributes", w->attribute.t.n, 0 },
		{ "features", w->feature.t.n, 0 },    { "goods", w->good.t.n, 240 },		 { "rivals", w->rival.t.n, 60 }, { "listings", w->rlisting.t.n, 1500 },
		{ "queries", w->query.t.n, 3000 },    { "channels", w->channel.t.n, 6 },	 { "rates", w->rate.t.n, 40 },	 { "tax rows", w->tax.t.n, 0 },
		{ "phrases", w->phrase.t.n, 0 },
	};
	memcpy(ret, all, sizeof all);
}

static enum problem_code read_compiled(const char *path, struct world **ret_world, struct problem *p)
{
	struct buf b;
	FILE *f = fopen(path, "rb");
	if (!f)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, strerror(errno), NULL);
	buf_init(&b, COMPILED_MAX);
	char piece[1 << 16];
	size_t n;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_put(&b, piece, n);
	fclose(f);
	enum problem_code code = b.full ? problem_set(p, PROBLEM_TOO_LARGE, "", "1 GiB", NULL) : world_load(buf_span(&b), ret_world, p);
	buf_fini(&b);
	return code;
}

/* "worlds/first-harbour.classroom": the folder and its profile. */
static bool split_profile(const char *path, char folder[4096], const char **ret_profile)
{
	struct stat st;
	const char *dot = strrchr(path, '.');
	if (!dot || strchr(dot, '/') || dot == path || dot - path >= 4000)
		return false;
	snprintf(folder, 4096, "%.*s/profiles/%s.csv", (int)(dot - path), path, dot + 1);
	bool there = stat(folder, &st) == 0;
	folder[dot - path] = 0;
	*ret_profile = dot + 1;
	return there;
}

enum problem_code scenario_open(const char *path, struct world **ret_world, struct problem *p)
{
	struct stat st;
	char folder[4096];
	const char *profile = NULL;
	if (stat(path, &st) != 0) {
		int why = errno;
		if (!split_profile(path, folder, &profile))
			return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, strerror(why), NULL);
		path = folder;
	} else if (!S_ISDIR(st.st_mode)) {
		return read_compiled(path, ret_world, p);
	}
	struct faults f;
	faults_init(&f);
	struct world *w = scenario_read_profile(path, profile, true, &f);
	enum problem_code code = PROBLEM_NONE;
	if (f.n_errors) {
		char line[16];
		const struct fault *first = &f.fault[0];
		snprintf(line, sizeof line, "%u", first->line);
		code = problem_set(p, PROBLEM_FILE_ROW, first->column, first->file, line, first->text, NULL);
		world_destroy(w);
	} else {
		*ret_world = w;
	}
	faults_fini(&f);
	return code;
}

enum problem_code scenario_write(const struct world *w, const char *path, struct problem *p)
{
	char temporary[4096];
	struct buf b;
	snprintf(temporary, sizeof temporary, "%s.new", path);
	FILE *f = fopen(temporary, "wb");
	if (!f)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, strerror(errno), NULL);
	buf_init(&b, COMPILED_MAX);
	world_save(w, &b);
	bool ok = !b.full && fwrite(b.p, 1, b.n, f) == b.n && fflush(f) == 0 && fsync(fileno(f)) == 0;
	int why = errno;
	ok = fclose(f) == 0 && ok && rename(temporary, path) == 0;
	buf_fini(&b);
	if (ok)
		return PROBLEM_NONE;
	unlink(temporary);
	return why == ENOSPC ? problem_set(p, PROBLEM_DISK_FULL, "", NULL) : problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, "it could not be written", NULL);
}
