/* The thread of a market: jobs, time, and what all may see of it. */
#include "server/hosted.h"
#include "base/calendar.h"
#include "crew/crew.h"
#include "server/backup.h"
#include "server/log.h"
#include "text/text.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { RETRY_US = 1000000, CREW_MAX = 8 };

/* ---- showing ---- */

static void show(struct hosted *h, bool at_once)
{
	int64_t now_us = pace_now_us();
	if (!h->stale)
		return;
	if (!h->m) { /* what was seen stays to be seen */
		pthread_mutex_lock(&h->lock);
		h->state.pace = h->pace;
		h->state.reason = h->reason;
		hosted_day_fill(h, &h->state, 0);
		struct hosted_state stands = h->state;
		pthread_mutex_unlock(&h->lock);
		h->stale = false;
		news_clock(h, &stands);
		return;
	}
	struct hosted_state s = { .now_min = h->head.now_min, .position = h->head.position, .pace = h->pace, .reason = h->reason };
	market_get_totals(h->m, &s.totals);
	bool full = at_once || now_us - h->shown_us >= SHOW_US;
	struct market_view *view = full ? market_publish(h->m) : NULL, *old = NULL;
	pthread_mutex_lock(&h->lock);
	bool moved = s.now_min != h->state.now_min || s.pace.mode != h->state.pace.mode || s.pace.until_min != h->state.pace.until_min ||
		     s.reason != h->state.reason || s.pace.minutes_per_second != h->state.pace.minutes_per_second;
	bool passed = s.now_min != h->state.now_min;
	h->told_passing |= passed;
	hosted_day_fill(h, &s, 0);
	h->state = s;
	if (view) {
		old = h->view;
		h->view = view;
	}
	h->ready = true;
	h->failed = false;
	pthread_cond_broadcast(&h->opened);
	pthread_mutex_unlock(&h->lock);
	market_view_drop(old);
	if (full) {
		news_tell(h);
		if (moved || h->pace.mode != PACE_PAUSED)
			news_clock(h, &s);
		if (h->told_passing)
			news_day(h);
		h->told_passing = false;
		h->shown_us = now_us;
		h->stale = false;
	}
}

/* ---- the thread ---- */

static void try_open(struct hosted *h)
{
	struct problem p;
	int64_t now_us = pace_now_us();
	if (h->m || (h->tried_us && now_us - h->tried_us < RETRY_US))
		return;
	h->tried_us = now_us;
	enum problem_code code = hosted_open(h, &p);
	if (!code) {
		h->stale = true;
		show(h, true);
		return;
	}
	log_note(NOTE_ERROR, "market.open_failed", h->id, "%s %s", problem_name(p.code), p.arg[0]);
	pthread_mutex_lock(&h->lock);
	h->failed = true;
	h->why = p;
	pthread_cond_broadcast(&h->opened);
	pthread_mutex_unlock(&h->lock);
}

static void wait_until(struct hosted *h, int64_t us)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += us / 1000000;
	t.tv_nsec += us % 1000000 * 1000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(&h->wake, &h->lock, &t);
}

/* Sleeps until there is something to do; takes the jobs that have gathered. False: the end. */
static bool next_round(struct hosted *h, struct host_job **ret_jobs)
{
	pthread_mutex_lock(&h->lock);
	for (;;) {
		int64_t now_us = pace_now_us(), wait = h->m ? pace_wait_us(&h->pace, h->head.now_min, now_us) : -1;
		int64_t keep = board_wait_us(h, now_us), feed = feed_wait_us(h->feed, now_us);
		int64_t beat = h->beat_us + HEARTBEAT_US - now_us, showing = h->stale && h->m ? h->shown_us + SHOW_US - now_us : INT64_MAX;
		if (h->first || h->stopping || h->retry || wait == 0 || beat <= 0 || showing <= 0 || keep == 0 || feed == 0)
			break;
		int64_t turn = h->m ? hosted_day_wait_us(h, now_us) : INT64_MAX;
		if (turn <= 0)
			break;
		beat = beat < turn ? beat : turn;
		wait = wait < 0 || wait > beat ? beat : wait;
		wait = keep > 0 && keep < wait ? keep : wait;
		wait = feed > 0 && feed < wait ? feed : wait;
		wait_until(h, wait < showing ? wait : showing);
	}
	h->retry = false;
	*ret_jobs = h->first;
	bool more = h->first || !h->stopping;
	h->first = NULL;
	h->last = &h->first;
	h->n_jobs = 0;
	pthread_mutex_unlock(&h->lock);
	return more;
}

static void *run(void *arg)
{
	struct hosted *h = arg;
	struct host_job *jobs;
	struct problem p;
	try_open(h);
	while (next_round(h, &jobs)) {
		arena_reset(&h->arena);
		if (!h->m)
			try_open(h);
		if (jobs) {
			hosted_run_jobs(h, jobs);
			/* What was answered is seen by whoever reads next. */
			show(h, true);
		}
		for (struct host_job *next; jobs; jobs = next) {
			next = jobs->next;
			jobs->done(jobs);
		}
		if (h->m)
			hosted_run_time(h);
		hosted_day_turn(h);
		show(h, h->pace.mode == PACE_PAUSED);
		board_playing(h->board, h->pace.mode != PACE_PAUSED, real_now_ms());
		board_holding(h->board, h->settings.attention || h->settings.seats_frozen, real_now_ms());
		board_keep(h, false);
		feed_round(h->feed, pace_now_us(), pace_now_us() - h->beat_us >= HEARTBEAT_US);
		if (pace_now_us() - h->beat_us >= HEARTBEAT_US) {
			h->beat_us = pace_now_us();
			news_heartbeat(h);
		}
	}
	arena_reset(&h->arena);
	board_keep(h, true);
	if (h->m && hosted_keep_snapshot(h, &p))
		log_note(NOTE_ERROR, "market.no_snapshot", h->id, "%s %s", problem_name(p.code), p.arg[0]);
	market_destroy(h->m);
	h->m = NULL;
	db_close(h->db);
	h->db = NULL;
	text_thread_fini(); /* prepared stores have words */
	return NULL;
}

/* ---- from other threads ---- */

bool hosted_post(struct hosted *h, struct host_job *job)
{
	pthread_mutex_lock(&h->lock);
	bool fits = !h->stopping && h->started && h->n_jobs < JOBS_MAX;
	if (fits) {
		job->next = NULL;
		job->code = PROBLEM_NONE;
		*h->last = job;
		h->last = &job->next;
		h->n_jobs++;
		pthread_cond_signal(&h->wake);
	}
	pthread_mutex_unlock(&h->lock);
	return fits;
}

struct waiting {
	pthread_mutex_t lock;
	pthread_cond_t over;
	bool done;
};

static void wake(struct host_job *job)
{
	struct waiting *w = job->arg;
	pthread_mutex_lock(&w->lock);
	w->done = true;
	pthread_cond_signal(&w->over);
	pthread_mutex_unlock(&w->lock);
}

static void wait_for(struct waiting *w)
{
	pthread_mutex_lock(&w->lock);
	while (!w->done)
		pthread_cond_wait(&w->over, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

enum problem_code hosted_do(struct hosted *h, struct host_job *job, struct problem *p)
{
	struct waiting w = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false };
	job->done = wake;
	job->arg = &w;
	if (!hosted_post(h, job))
		return problem_set(p, PROBLEM_BUSY, "", NULL);
	wait_for(&w);
	if (job->code)
		*p = job->problem;
	return job->code;
}

enum problem_code hosted_look(
	struct hosted *h, struct hosted_state *ret, const struct world **ret_world, struct market_view **ret_view, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	pthread_mutex_lock(&h->lock);
	if (h->failed && !h->ready && h->started) { /* who asks next makes it try again */
		h->retry = true;
		pthread_cond_signal(&h->wake);
	}
	while (!h->ready && !h->failed && !h->stopping)
		pthread_cond_wait(&h->opened, &h->lock);
	if (!h->ready && h->failed)
		code = (*p = h->why).code;
	else if (!h->ready)
		code = problem_set(p, PROBLEM_BUSY, "", NULL);
	if (!code) {
		*ret = h->state;
		hosted_day_fill(h, ret, 0);
		if (ret_world)
			*ret_world = h->world;
		if (ret_view) {
			market_view_keep(h->view);
			*ret_view = h->view;
		}
	}
	pthread_mutex_unlock(&h->lock);
	return code;
}

uint64_t hosted_store(struct hosted *h, uint64_t seat)
{
	uint64_t store = 0;
	pthread_mutex_lock(&h->lock);
	for (int i = 0; i < h->n_stores && !store; i++)
		if (h->stores[i].seat == seat)
			store = h->stores[i].store;
	pthread_mutex_unlock(&h->lock);
	return store;
}

uint64_t hosted_seat_of(struct hosted *h, uint64_t store)
{
	uint64_t seat = 0;
	pthread_mutex_lock(&h->lock);
	for (int i = 0; i < h->n_stores && !seat; i++)
		if (h->stores[i].store == store)
			seat = h->stores[i].seat;
	pthread_mutex_unlock(&h->lock);
	return seat;
}

void hosted_write_clock(const struct hosted_state *s, struct jw *j)
{
	jw_object(j);
	jw_ktime(j, "now", s->now_min);
	jw_kcstr(j, "mode", pace_names[s->pace.mode]);
	if (s->pace.mode == PACE_ADVANCE || s->pace.mode == PACE_DAY)
		jw_ktime(j, "until", s->pace.until_min);
	else
		jw_kcstr(j, "until", NULL);
	jw_ki64(j, "minutes_per_second", s->pace.minutes_per_second);
	jw_kcstr(j, "reason", s->reason);
	jw_ki64(j, "hour_ms", s->pace.mode == PACE_DAY ? s->pace.tick_us / 1000 : 0);
	day_write(&s->day, j);
	jw_end_object(j);
}

/* ---- the register ---- */

/* Those that this process may run on; no more than a tick has work for. */
static int cores_free(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
	return n < CREW_MAX ? n : CREW_MAX;
}

struct host *host_create(const struct host_options *o)
{
	struct host *host = mem_alloc(sizeof *host);
	arena_init(&host->arena, 0);
	host->options = *o;
	host->options.data_dir = arena_str(&host->arena, o->data_dir);
	host->options.database_url = arena_str(&host->arena, o->database_url);
	host->projection = projection_create();
	host->worlds = worlds_create(o->data_dir, o->catalogue);
	pthread_mutex_init(&host->lock, NULL);
	pthread_mutex_init(&host->crew_lock, NULL);
	int cores = cores_free();
	host->crew = cores > 1 ? crew_create(cores) : NULL;
	return host;
}

struct worlds *host_worlds(struct host *host)
{
	return host->worlds;
}

const struct projection *host_projection(const struct host *host)
{
	return host->projection;
}

struct str host_db_name(uint64_t market, struct arena *a)
{
	char id[ID_TEXT_MAX];
	id_format(market, id);
	return arena_printf(a, "market-%s", id);
}

static struct hosted *hosted_create(struct host *host, uint64_t market)
{
	struct hosted *h = mem_alloc(sizeof *h);
	h->host = host;
	h->id = market;
	arena_init(&h->arena, 0);
	h->last = &h->first;
	h->beat_us = h->nobody_us = pace_now_us();
	h->board = board_create();
	h->feed = feed_create(h);
	h->pending = mem_alloc(sizeof *h->pending * PENDING_MAX);
	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&h->wake, &monotonic);
	pthread_cond_init(&h->opened, NULL);
	pthread_condattr_destroy(&monotonic);
	problem_set(&h->why, PROBLEM_BUSY, "", NULL);
	h->started = !host->ending && pthread_create(&h->thread, NULL, run, h) == 0;
	h->failed = !h->started;
	if (h->started)
		pthread_setname_np(h->thread, "market");
	return h;
}

struct hosted *host_find(struct host *host, uint64_t market)
{
	struct hosted *h = NULL;
	pthread_mutex_lock(&host->lock);
	for (int i = 0; i < host->n && !h; i++)
		if (host->markets[i]->id == market)
			h = host->markets[i];
	if (!h) {
		if (host->n == host->cap) {
			host->cap = host->cap ? host->cap * 2 : 16;
			host->markets = mem_grow(host->markets, sizeof *host->markets * (size_t)host->cap);
		}
		host->markets[host->n++] = h = hosted_create(host, market);
	}
	pthread_mutex_unlock(&host->lock);
	return h;
}

/* The market if it was asked for already. */
static struct hosted *known(struct host *host, uint64_t market)
{
	struct hosted *h = NULL;
	pthread_mutex_lock(&host->lock);
	for (int i = 0; i < host->n && !h; i++)
		if (host->markets[i]->id == market)
			h = host->markets[i];
	pthread_mutex_unlock(&host->lock);
	return h;
}

void host_load(struct host *host, int *ret_open, int64_t *ret_jobs)
{
	int open = 0;
	int64_t jobs = 0;
	pthread_mutex_lock(&host->lock);
	for (int i = 0; i < host->n; i++) {
		struct hosted *h = host->markets[i];
		pthread_mutex_lock(&h->lock);
		open += h->ready;
		jobs += h->n_jobs;
		pthread_mutex_unlock(&h->lock);
	}
	pthread_mutex_unlock(&host->lock);
	*ret_open = open;
	*ret_jobs = jobs;
}

bool host_peek(struct host *host, uint64_t market, struct hosted_state *ret)
{
	struct hosted *h = known(host, market);
	if (!h)
		return false;
	pthread_mutex_lock(&h->lock);
	bool ready = h->ready;
	*ret = h->state;
	if (ready)
		hosted_day_fill(h, ret, 0);
	pthread_mutex_unlock(&h->lock);
	return ready;
}

enum problem_code host_register(struct host *host, struct db *school, const struct world *w, struct market_row *row, const struct person *members,
	int n_members, struct problem *p)
{
	enum problem_code code = worlds_keep(host->worlds, w, school, p);
	if (!code)
		code = registry_add(school, row, p);
	for (int i = 0; i < n_members && !code; i++)
		code = seat_add(school, row->id, members[i].id, school_new_id(), p);
	return code;
}

/* ---- copies: the school by its writer, each market by its own thread ---- */

struct school_copy {
	struct host *host;
	struct arena *arena;
	struct str folder;
	struct market_row *rows;
	int n;
	enum problem_code code;
	struct problem problem;
	struct waiting waiting;
};

static void copy_school(struct worker *w, void *arg)
{
	struct school_copy *c = arg;
	c->code = backup_db(worker_school(w), c->folder, STR("school"), &c->problem);
	if (!c->code)
		c->code = registry_list(worker_school(w), c->arena, &c->rows, &c->n, &c->problem);
	pthread_mutex_lock(&c->waiting.lock);
	c->waiting.done = true;
	pthread_cond_signal(&c->waiting.over);
	pthread_mutex_unlock(&c->waiting.lock);
}

static enum problem_code copy_closed(struct host *host, struct arena *a, uint64_t market, struct str folder, struct problem *p)
{
	struct str name = host_db_name(market, a), path = arena_printf(a, "%.*s/%.*s.db", STR_FMT(host->options.data_dir), STR_FMT(name));
	struct stat st;
	struct db *db = NULL;
	if (stat(path.p, &st))
		return PROBLEM_NONE; /* it has never been opened */
	enum problem_code code = db_open(path, DB_WRITE, &db, p);
	if (!code)
		code = backup_db(db, folder, name, p);
	db_close(db);
	return code;
}

enum problem_code host_backup(struct host *host, struct str folder, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	struct school_copy c = {
		.host = host, .arena = &a, .folder = folder, .waiting = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false }
	};
	enum problem_code code;
	if (db_url_is_postgres(host->options.database_url))
		code = problem_set(p, PROBLEM_BAD_REQUEST, "", "pg_dump", NULL);
	else
		code = backup_begin(folder, p);
	if (code)
		goto out;
	if (!pool_post(host->options.school_writer, copy_school, &c)) {
		code = problem_set(p, PROBLEM_BUSY, "", NULL);
		goto out;
	}
	wait_for(&c.waiting);
	if (c.code) {
		*p = c.problem;
		code = c.code;
	}
	for (int i = 0; i < c.n && !code; i++) {
		struct host_job job = { .kind = JOB_COPY, .path = folder };
		struct hosted *h = known(host, c.rows[i].id);
		if (!h || hosted_do(h, &job, p)) /* not open, or it could not be: as it lies there */
			code = copy_closed(host, &a, c.rows[i].id, folder, p);
	}
	if (!code)
		code = backup_worlds(host->options.data_dir, folder, p);
out:
	arena_fini(&a);
	return code;
}

void host_end(struct host *host)
{
	pthread_mutex_lock(&host->lock);
	host->ending = true;
	int n = host->n;
	pthread_mutex_unlock(&host->lock);
	for (int i = 0; i < n; i++) {
		struct hosted *h = host->markets[i];
		pthread_mutex_lock(&h->lock);
		h->stopping = true;
		pthread_cond_broadcast(&h->wake);
		pthread_cond_broadcast(&h->opened);
		pthread_mutex_unlock(&h->lock);
	}
	for (int i = 0; i < n; i++)
		if (host->markets[i]->started)
			pthread_join(host->markets[i]->thread, NULL);
}

void host_destroy(struct host *host)
{
	if (!host)
		return;
	for (int i = 0; i < host->n; i++) {
		struct hosted *h = host->markets[i];
		market_view_drop(h->view);
		pthread_cond_destroy(&h->wake);
		pthread_cond_destroy(&h->opened);
		pthread_mutex_destroy(&h->lock);
		free(h->events);
		free(h->news);
		free(h->changes.v);
		free(h->stores);
		free(h->sitting);
		free(h->pending);
		feed_destroy(h->feed);
		board_destroy(h->board);
		arena_fini(&h->arena);
		free(h);
	}
	free(host->markets);
	projection_destroy(host->projection);
	worlds_destroy(host->worlds);
	crew_destroy(host->crew);
	pthread_mutex_destroy(&host->crew_lock);
	pthread_mutex_destroy(&host->lock);
	arena_fini(&host->arena);
	free(host);
}
