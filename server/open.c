/* Bringing a market into memory: taking it over, reading snapshot and log, opening the seats that the school lists. */
#include "server/hosted.h"
#include "server/log.h"
#include "server/replay.h"
#include "server/starter.h"
#include "server/upgrade.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the school knows: asked on its writer's thread ---- */

struct school_question {
	uint64_t market;
	bool claim;
	struct arena *arena;
	int64_t epoch;
	struct market_row row;
	struct seat_row *seats;
	int n_seats;
	enum problem_code code;
	struct problem problem;
	pthread_mutex_t lock;
	pthread_cond_t over;
	bool done;
};

static enum problem_code ask_in(struct db *db, struct school_question *s)
{
	enum problem_code code = PROBLEM_NONE;
	if (s->claim)
		code = registry_claim(db, s->market, &s->epoch, &s->problem);
	if (!code)
		code = registry_find(db, s->arena, s->market, &s->row, &s->problem);
	if (!code)
		code = seat_list(db, s->arena, s->market, 0, &s->seats, &s->n_seats, &s->problem);
	return code;
}

static void ask_school(struct worker *w, void *arg)
{
	struct school_question *s = arg;
	struct db *db = worker_school(w);
	s->code = db_begin(db, &s->problem);
	if (!s->code) {
		s->code = ask_in(db, s);
		if (s->code)
			db_rollback(db);
		else
			s->code = db_commit(db, &s->problem);
	}
	pthread_mutex_lock(&s->lock);
	s->done = true;
	pthread_cond_signal(&s->over);
	pthread_mutex_unlock(&s->lock);
}

static enum problem_code school(struct hosted *h, struct school_question *s, bool claim, struct problem *p)
{
	*s = (struct school_question){ .market = h->id, .claim = claim, .arena = &h->arena };
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->over, NULL);
	if (pool_post(h->host->options.school_writer, ask_school, s)) {
		pthread_mutex_lock(&s->lock);
		while (!s->done)
			pthread_cond_wait(&s->over, &s->lock);
		pthread_mutex_unlock(&s->lock);
	} else {
		s->code = problem_set(&s->problem, PROBLEM_BUSY, "", NULL);
	}
	pthread_cond_destroy(&s->over);
	pthread_mutex_destroy(&s->lock);
	if (s->code)
		*p = s->problem;
	return s->code;
}

/* ---- the state ---- */

static void note_store(struct hosted *h, uint64_t seat, uint64_t store)
{
	pthread_mutex_lock(&h->lock);
	int i = 0;
	while (i < h->n_stores && h->stores[i].seat != seat)
		i++;
	if (i == h->n_stores && h->n_stores == h->cap_stores) {
		h->cap_stores = h->cap_stores ? h->cap_stores * 2 : 64;
		h->stores = mem_grow(h->stores, sizeof *h->stores * (size_t)h->cap_stores);
	}
	h->stores[i] = (struct seat_store){ seat, store };
	h->n_stores += i == h->n_stores;
	pthread_mutex_unlock(&h->lock);
}

struct marks {
	struct hosted *h;
	int table, id, seat; /* of m_store */
};

static void see_row(void *arg, int table, uint32_t row)
{
	struct marks *k = arg;
	if (table != k->table)
		return;
	struct cell id = market_cell(k->h->m, table, k->id, row), seat = market_cell(k->h->m, table, k->seat, row);
	if (seat.kind == CELL_ID)
		note_store(k->h, (uint64_t)seat.i, (uint64_t)id.i);
}

/* Forgets the change marks and learns which seat has which store. */
static void see_all_rows(struct hosted *h)
{
	const struct table_desc *d;
	struct marks k = { .h = h, .table = -1 };
	int n = market_tables(&d);
	for (int t = 0; t < n; t++)
		if (strcmp(d[t].name, "store") == 0) {
			k.table = t;
			for (int c = 0; c < d[t].n_columns; c++)
				if (strcmp(d[t].columns[c].name, "seat") == 0)
					k.seat = c;
		}
	market_changed_rows(h->m, true, see_row, &k);
}

void hosted_learn_stores(struct hosted *h)
{
	const struct table_desc *d;
	int n = market_tables(&d);
	for (int i = 0; i < h->changes.n; i++)
		for (int t = 0; t < n; t++)
			if (h->changes.v[i].tables >> t & 1 && strcmp(d[t].name, "store") == 0) {
				see_all_rows(h);
				return;
			}
}

static void count_event(void *arg, const struct event *e)
{
	++*(int64_t *)arg;
}

enum problem_code hosted_restore(struct hosted *h, struct problem *p)
{
	struct snapshot s = { 0 };
	struct head head;
	int64_t position = 0, events;
	market_destroy(h->m);
	h->m = NULL;
	struct market *m = NULL;
	enum problem_code code = head_read(h->db, &h->arena, h->id, &head, p);
	if (!code && head.epoch != h->head.epoch)
		code = problem_set(p, PROBLEM_CONFLICT, "", "market", NULL);
	if (code || (code = snapshot_load(h->db, h->id, h->world, &m, &s, p)))
		return code;
	if (!m)
		m = market_create(&(struct market_config){ h->world, { h->seed[0], h->seed[1] }, h->begin_min });
	events = s.events;
	struct market_sink sink = { &events, count_event };
	code = replay_log(h->db, h->id, m, s.position, &sink, &position, p);
	if (!code && (position != head.position || events != head.events || market_now_min(m) != head.now_min))
		code = problem_set(p, PROBLEM_CORRUPT, "", "the log does not reach its head", NULL);
	if (code) {
		market_destroy(m);
		return code;
	}
	snprintf(h->world_hash, sizeof h->world_hash, "%.*s", STR_FMT(head.world));
	h->m = m;
	h->head = head;
	h->head.world = str_c(h->world_hash);
	h->head.projection = str_eq(head.projection, str_c(h->host->projection->hash)) ? str_c(h->host->projection->hash) : STR("");
	h->snapshot_position = s.position;
	h->snapshot_min = s.position ? s.now_min : h->begin_min;
	see_all_rows(h);
	return PROBLEM_NONE;
}

/* ---- opening ---- */

static enum problem_code open_db(struct hosted *h, struct problem *p)
{
	if (h->db)
		return PROBLEM_NONE;
	struct buf url;
	struct db *db = NULL;
	buf_init(&url, 4096);
	db_place(h->host->options.data_dir, h->host->options.database_url, host_db_name(h->id, &h->arena), &url);
	enum problem_code code = db_open(buf_span(&url), DB_WRITE, &db, p);
	if (!code && !(code = schema_migrate(db, &market_schema, p)))
		code = projection_make(h->host->projection, db, p);
	buf_fini(&url);
	if (code)
		db_close(db);
	else
		h->db = db;
	return code;
}

static enum problem_code take_over(struct hosted *h, const struct school_question *s, struct problem *p)
{
	struct head old, h2 = { .epoch = s->epoch,
		.now_min = h->begin_min,
		.world = s->row.world,
		.rules = MARKET_RULES_VERSION,
		.projection = str_c(h->host->projection->hash) };
	bool older = false;
	enum problem_code code = head_read(h->db, &h->arena, h->id, &old, p);
	if (code == PROBLEM_NOT_FOUND)
		code = PROBLEM_NONE;
	else if (!code && old.rules > MARKET_RULES_VERSION) {
		char has[24], knows[24];
		snprintf(has, sizeof has, "rules %lld", (long long)old.rules);
		snprintf(knows, sizeof knows, "%d", MARKET_RULES_VERSION);
		code = problem_set(p, PROBLEM_VERSION, "", has, knows, NULL);
	} else if (!code && !str_eq(old.world, s->row.world))
		code = problem_set(p, PROBLEM_CORRUPT, "", "the market's world is another one", NULL);
	else
		older = !code && old.rules < MARKET_RULES_VERSION;
	if (code || (code = db_begin(h->db, p)))
		return code;
	code = head_claim(h->db, h->id, &h2, p);
	old.epoch = s->epoch;
	if (!code && older && old.rules < MARKET_RULES_SINCE)
		code = upgrade_rules(h->db, h->id, h->world, &old, p);
	else if (!code && older)
		code = head_raise(h->db, h->id, MARKET_RULES_VERSION, p);
	if (code) {
		db_rollback(h->db);
		return code;
	}
	h->head.epoch = s->epoch;
	return db_commit(h->db, p);
}

/* The tables have other columns than when this market was last written. */
static enum problem_code project_again(struct hosted *h, struct problem *p)
{
	if (h->head.projection.n)
		return PROBLEM_NONE;
	enum problem_code code = db_begin(h->db, p);
	if (code)
		return code;
	h->head.projection = str_c(h->host->projection->hash);
	if ((code = projection_forget(h->host->projection, h->db, h->id, p)) ||
		(code = projection_write(h->host->projection, h->db, h->id, h->m, true, NULL, p)) || (code = head_move(h->db, h->id, &h->head, p))) {
		db_rollback(h->db);
		return code;
	}
	return db_commit(h->db, p);
}

static enum problem_code open_missing(struct hosted *h, const struct seat_row *seats, int n, struct problem *p)
{
	struct host_job *jobs = NULL;
	for (int i = n - 1; i >= 0; i--) {
		struct act *act = ARENA_NEW(&h->arena, struct act);
		struct host_job *job = ARENA_NEW(&h->arena, struct host_job);
		act->kind = ACT_SEAT_CREATE;
		act->seat_create.seat = seats[i].seat;
		act->seat_create.label = STR("");
		act->seat_create.capital_fen = h->capital_fen;
		act->given = 1 << 0 | 1 << 1 | 1 << 2;
		*job = (struct host_job){ .kind = JOB_ACT, .arena = &h->arena, .act = act, .next = jobs };
		jobs = job;
	}
	if (jobs)
		hosted_run_jobs(h, jobs);
	for (; jobs; jobs = jobs->next)
		if (jobs->code && jobs->code != PROBLEM_SEAT_EXISTS) {
			*p = jobs->problem;
			return jobs->code;
		}
	return starter_open(h, seats, n, p);
}

enum problem_code hosted_open_seats(struct hosted *h, struct problem *p)
{
	struct school_question s;
	enum problem_code code = school(h, &s, false, p);
	return code ? code : open_missing(h, s.seats, s.n_seats, p);
}

enum problem_code hosted_read_settings(struct hosted *h, struct problem *p)
{
	struct school_question s;
	enum problem_code code = school(h, &s, false, p);
	if (code)
		return code;
	pthread_mutex_lock(&h->lock);
	settings_read(s.row.settings, &h->settings);
	pthread_mutex_unlock(&h->lock);
	return PROBLEM_NONE;
}

enum problem_code hosted_open(struct hosted *h, struct problem *p)
{
	struct school_question s;
	enum problem_code code = school(h, &s, true, p);
	if (code || (code = open_db(h, p)))
		return code;
	if (!h->world && (code = worlds_load(h->host->worlds, s.row.world, h->db, &h->world, p)))
		return code;
	h->seed[0] = s.row.seed[0];
	h->seed[1] = s.row.seed[1];
	h->capital_fen = s.row.capital_fen;
	h->begin_min = s.row.begin_min ? s.row.begin_min : h->world->start_min;
	settings_read(s.row.settings, &h->settings);
	if ((code = take_over(h, &s, p)) || (code = hosted_restore(h, p)) || (code = project_again(h, p)))
		goto out;
	if (!(code = board_open(h, s.seats, s.n_seats, p)) && !(code = open_missing(h, s.seats, s.n_seats, p)))
		hosted_day_opened(h);
out:
	if (code) {
		market_destroy(h->m);
		h->m = NULL;
	}
	return code;
}
