#include "server/lessons.h"
#include "server/hosted.h"
#include "server/lesson_checks.h"
#include "server/server.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { WATCHED_MAX = 1024, STORES_MAX = 256 };

struct watched {
	uint64_t market;
	bool posted;     /* a look is on its way */
	bool all;        /* more stores changed than fit */
	struct changed store[STORES_MAX];
	int n;
};

struct lessons {
	struct server *server;
	struct arena arena;
	const char *folder;
	pthread_mutex_t lock;
	bool listed;
	struct lesson *pack[LESSONS_MAX];
	int n_packs;
	struct watched *watched[WATCHED_MAX];
	int n_watched;
};

struct lessons *lessons_create(struct server *s, const char *folder, const char *worlds)
{
	struct lessons *ls = mem_alloc(sizeof *ls);
	ls->server = s;
	arena_init(&ls->arena, 0);
	pthread_mutex_init(&ls->lock, NULL);
	if (folder)
		ls->folder = arena_cstr(&ls->arena, str_c(folder));
	else if (worlds)
		ls->folder = arena_printf(&ls->arena, "%s/../courses", worlds).p;
	return ls;
}

void lessons_destroy(struct lessons *ls)
{
	if (!ls)
		return;
	for (int i = 0; i < ls->n_packs; i++)
		lesson_destroy(ls->pack[i]);
	for (int i = 0; i < ls->n_watched; i++)
		free(ls->watched[i]);
	pthread_mutex_destroy(&ls->lock);
	arena_fini(&ls->arena);
	free(ls);
}

/* ---- packs ---- */

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void tell_fault(void *arg, const char *file, const char *text)
{
	fprintf(stderr, "cohong: the lesson %s is left out: %s: %s\n", (const char *)arg, file, text);
}

static void list(struct lessons *ls)
{
	struct dirent **names;
	int n = ls->folder ? scandir(ls->folder, &names, NULL, by_name) : 0;
	for (int i = 0; i < n; i++) {
		char *path = arena_cstr(&ls->arena, arena_printf(&ls->arena, "%s/%s", ls->folder, names[i]->d_name));
		struct stat st;
		if (names[i]->d_name[0] != '.' && ls->n_packs < LESSONS_MAX && stat(arena_printf(&ls->arena, "%s/lesson.json", path).p, &st) == 0) {
			struct lesson *l = lesson_read(path, tell_fault, path);
			if (l)
				ls->pack[ls->n_packs++] = l;
		}
		free(names[i]);
	}
	if (n > 0)
		free(names);
	ls->listed = true;
}

int lessons_list(struct lessons *ls, const struct lesson *ret[LESSONS_MAX])
{
	pthread_mutex_lock(&ls->lock);
	if (!ls->listed)
		list(ls);
	int n = ls->n_packs;
	for (int i = 0; i < n; i++)
		ret[i] = ls->pack[i];
	pthread_mutex_unlock(&ls->lock);
	return n;
}

const struct lesson *lessons_find(struct lessons *ls, struct str slug)
{
	const struct lesson *all[LESSONS_MAX];
	int n = lessons_list(ls, all);
	for (int i = 0; i < n; i++)
		if (str_eq(all[i]->slug, slug))
			return all[i];
	return NULL;
}

enum problem_code lessons_of(struct lessons *ls, struct db *school, uint64_t market, const struct lesson **ret, struct problem *p)
{
	struct arena a;
	struct market_row row;
	struct settings settings;
	arena_init(&a, 0);
	enum problem_code code = registry_find(school, &a, market, &row, p);
	if (!code) {
		settings_read(row.settings, &settings);
		*ret = settings.lesson[0] ? lessons_find(ls, str_c(settings.lesson)) : NULL;
	}
	arena_fini(&a);
	return code;
}

/* ---- looking ---- */

enum problem_code lessons_look_begin(struct lessons *ls, struct worker *w, struct arena *a, uint64_t market, const struct seat_row *seat, const struct lesson *l,
	struct lesson_look *ret, struct problem *p)
{
	struct hosted *h = host_find(server_host(ls->server), market);
	struct hosted_state s;
	struct market_view *view;
	struct lesson_look look = { .arena = a, .market = market, .seat = seat->seat, .person = seat->person, .lesson = l };
	struct step_row *done;
	enum problem_code code = step_list(worker_school(w), a, market, seat->seat, &done, &look.n_done, p);
	if (code || (code = hosted_look(h, &s, &look.world, &view, p)))
		return code;
	if ((code = worker_db(w, host_db_name(market, a), &look.db, p))) {
		market_view_drop(view);
		return code;
	}
	look.done = done;
	look.view = view;
	look.now_min = s.now_min;
	look.store = hosted_store(h, seat->seat);
	*ret = look;
	return PROBLEM_NONE;
}

void lessons_look_end(struct lesson_look *look)
{
	market_view_drop((struct market_view *)look->view);
}

static bool concerns(struct lessons *ls, enum lesson_check check, uint64_t tables)
{
	struct str rest = str_c(check_desc[check].tables), name;
	const struct projection *pr = host_projection(server_host(ls->server));
	while (rest.n && str_next(&rest, ' ', &name)) {
		const struct projected_table *t = projection_find(pr, name);
		if (t && tables >> (t - pr->tables) & 1)
			return true;
	}
	return false;
}

static bool closed(const struct lesson_look *look, struct str step)
{
	for (int i = 0; i < look->n_done; i++)
		if (str_eq(look->done[i].step, step) && look->done[i].state == STEP_DONE)
			return true;
	return false;
}

/* The open steps of one seat that a change of these tables may have closed; adds to rows, which has room for all steps. */
static enum problem_code look_at_seat(struct lessons *ls, struct lesson_look *look, uint64_t tables, struct step_row *rows, int *n, struct problem *p)
{
	for (int i = 0; i < look->lesson->n_steps; i++) {
		const struct lesson_step *s = &look->lesson->step[i];
		struct lesson_found found;
		if (check_desc[s->check].how != CHECK_MARKET || closed(look, s->id) || !concerns(ls, s->check, tables))
			continue;
		if (lesson_look_at(look, s, STR(""), &found))
			rows[(*n)++] = (struct step_row){ look->seat, s->id, STEP_DONE, school_now_s(), s->points, lesson_evidence(look->arena, &found, STR("")) };
		else if (look->problem.code)
			return (*p = look->problem).code;
	}
	return PROBLEM_NONE;
}

static uint64_t tables_of(const struct watched *w, uint64_t store)
{
	for (int i = 0; w && i < w->n; i++)
		if (w->store[i].store == store)
			return w->store[i].tables;
	return !w || w->all ? UINT64_MAX : 0;
}

/* Seats one by one: of one seat, of all, or of those whose stores changed. */
static enum problem_code look_at_market(struct lessons *ls, struct worker *w, struct arena *a, uint64_t market, uint64_t seat, const struct watched *changed,
	const struct lesson *l, struct step_row **ret, int *ret_n, struct problem *p)
{
	struct seat_row *seats;
	int n, found = 0;
	enum problem_code code = seat_list(worker_school(w), a, market, 0, &seats, &n, p);
	struct step_row *rows = code ? NULL : ARENA_ARRAY(a, struct step_row, n * l->n_steps + 1);
	struct hosted *h = host_find(server_host(ls->server), market);
	for (int i = 0; i < n && !code; i++) {
		struct lesson_look look;
		uint64_t tables = tables_of(changed, hosted_store(h, seats[i].seat));
		if ((seat && seats[i].seat != seat) || !tables)
			continue;
		if ((code = lessons_look_begin(ls, w, a, market, &seats[i], l, &look, p)))
			break;
		code = look_at_seat(ls, &look, tables, rows, &found, p);
		lessons_look_end(&look);
	}
	if (!code) {
		*ret = rows;
		*ret_n = found;
	}
	return code;
}

enum problem_code lessons_look(struct lessons *ls, struct worker *w, struct arena *a, uint64_t market, uint64_t seat, const struct lesson *l,
	struct step_row **ret, int *ret_n, struct problem *p)
{
	return look_at_market(ls, w, a, market, seat, NULL, l, ret, ret_n, p);
}

void lessons_tell(struct lessons *ls, uint64_t market, uint64_t seat)
{
	hosted_tell(host_find(server_host(ls->server), market), seat, "lesson");
}

enum problem_code lessons_keep(struct lessons *ls, struct db *school, uint64_t market, const struct step_row *rows, int n, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	uint64_t told = 0;
	for (int i = 0; i < n && !code; i++) {
		bool is_new = false;
		code = step_keep(school, market, &rows[i], &is_new, p);
		if (!code && is_new && rows[i].seat != told)
			lessons_tell(ls, market, told = rows[i].seat);
	}
	return code;
}

/* ---- the watch ---- */

struct keeping {
	struct lessons *ls;
	struct arena arena;
	uint64_t market;
	struct step_row *rows;
	int n;
};

static void end_keeping(struct keeping *k)
{
	arena_fini(&k->arena);
	free(k);
}

static void keep(struct worker *w, void *arg)
{
	struct keeping *k = arg;
	struct problem p = { 0 };
	struct db *school = worker_school(w);
	bool is_new;
	enum problem_code code = db_begin(school, &p);
	for (int i = 0; i < k->n && !code; i++)
		code = step_keep(school, k->market, &k->rows[i], &is_new, &p);
	if (!code)
		code = db_commit(school, &p);
	else
		db_rollback(school);
	if (code)
		fprintf(stderr, "cohong: steps of a lesson could not be kept: %s %s\n", problem_name(code), p.arg[0]);
	for (int i = 0; i < k->n && !code; i++)
		if (!i || k->rows[i].seat != k->rows[i - 1].seat)
			lessons_tell(k->ls, k->market, k->rows[i].seat);
	end_keeping(k);
}

static void look(struct worker *worker, void *arg)
{
	struct keeping *k = arg;
	struct lessons *ls = k->ls;
	const struct lesson *l = NULL;
	struct problem p = { 0 };
	struct watched *w = NULL, *changed = ARENA_NEW(&k->arena, struct watched);
	pthread_mutex_lock(&ls->lock);
	for (int i = 0; i < ls->n_watched && !w; i++)
		if (ls->watched[i]->market == k->market)
			w = ls->watched[i];
	*changed = *w;
	w->posted = w->all = false;
	w->n = 0;
	pthread_mutex_unlock(&ls->lock);
	enum problem_code code = lessons_of(ls, worker_school(worker), k->market, &l, &p);
	if (!code && l)
		code = look_at_market(ls, worker, &k->arena, k->market, 0, changed, l, &k->rows, &k->n, &p);
	if (code)
		fprintf(stderr, "cohong: a lesson's steps could not be looked at: %s %s\n", problem_name(code), p.arg[0]);
	if (!k->n || !pool_post(server_writer(ls->server), keep, k))
		end_keeping(k);
}

static struct watched *watch(struct lessons *ls, uint64_t market)
{
	for (int i = 0; i < ls->n_watched; i++)
		if (ls->watched[i]->market == market)
			return ls->watched[i];
	if (ls->n_watched == WATCHED_MAX)
		return NULL; /* found when somebody reads the lesson */
	struct watched *w = mem_alloc(sizeof *w);
	w->market = market;
	ls->watched[ls->n_watched++] = w;
	return w;
}

void lessons_changed(struct lessons *ls, uint64_t market, const struct changed *v, int n)
{
	bool post = false;
	pthread_mutex_lock(&ls->lock);
	struct watched *w = n ? watch(ls, market) : NULL;
	if (w) {
		for (int i = 0; i < n; i++) {
			int at = 0;
			while (at < w->n && w->store[at].store != v[i].store)
				at++;
			if (at < w->n)
				w->store[at].tables |= v[i].tables;
			else if (at < STORES_MAX)
				w->store[w->n++] = v[i];
			else
				w->all = true;
		}
		post = !w->posted;
		w->posted = true;
	}
	pthread_mutex_unlock(&ls->lock);
	if (!post)
		return;
	struct keeping *k = mem_alloc(sizeof *k);
	*k = (struct keeping){ .ls = ls, .market = market };
	arena_init(&k->arena, 0);
	if (pool_post(server_readers(ls->server), look, k))
		return;
	end_keeping(k);
	pthread_mutex_lock(&ls->lock);
	w->posted = false;
	pthread_mutex_unlock(&ls->lock);
}
