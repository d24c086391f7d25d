#include "server/whatif_inside.h"
#include "school/school.h"
#include "server/log.h"
#include "server/pace.h"
#include "server/actlog.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NICE = 10, RESULT_MAX = 2 << 20, SPEEDS = 32 };

struct speed {
	uint64_t market;
	int64_t plain_us, direct_us; /* by simulated hour */
};

struct whatifs {
	struct arena arena;
	struct str data_dir, database_url;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct whatif_job *first; /* newest */
	struct whatif_job *running;
	int64_t ids;
	struct speed speed[SPEEDS];
	int n_speeds;
	bool started, ending;
};

static void job_free(struct whatif_job *job)
{
	buf_fini(&job->result);
	arena_fini(&job->mem);
	free(job);
}

static struct speed *speed_of(struct whatifs *ws, uint64_t market)
{
	for (int i = 0; i < ws->n_speeds && i < SPEEDS; i++)
		if (ws->speed[i].market == market)
			return &ws->speed[i];
	return NULL;
}

static void learn_speed(struct whatifs *ws, const struct whatif_job *job)
{
	struct speed *s = speed_of(ws, job->q.market);
	if (!job->plain_us && !job->direct_us)
		return;
	if (!s) {
		s = &ws->speed[ws->n_speeds++ % SPEEDS];
		*s = (struct speed){ .market = job->q.market };
	}
	s->plain_us = job->plain_us ? job->plain_us : s->plain_us;
	s->direct_us = job->direct_us ? job->direct_us : s->direct_us;
}

/* The oldest that waits. */
static struct whatif_job *next_job(struct whatifs *ws)
{
	struct whatif_job *found = NULL;
	for (struct whatif_job *j = ws->first; j; j = j->next)
		if (j->state == WHATIF_WAITING)
			found = j;
	return found;
}

/* Those that are over and too many; with the lock. */
static void forget_oldest(struct whatifs *ws)
{
	int n = 0;
	for (struct whatif_job **at = &ws->first; *at;) {
		struct whatif_job *j = *at;
		bool over = j->state != WHATIF_WAITING && j->state != WHATIF_RUNNING;
		n += over;
		if (over && n > WHATIF_KEPT) {
			*at = j->next;
			job_free(j);
		} else {
			at = &j->next;
		}
	}
}

static void *run(void *arg)
{
	struct whatifs *ws = arg;
	setpriority(PRIO_PROCESS, (id_t)gettid(), NICE); /* of this thread */
	pthread_mutex_lock(&ws->lock);
	while (!ws->ending) {
		struct whatif_job *job = next_job(ws);
		struct problem p = { 0 };
		if (!job) {
			pthread_cond_wait(&ws->wake, &ws->lock);
			continue;
		}
		job->state = WHATIF_RUNNING;
		ws->running = job;
		job->started_us = pace_now_us();
		pthread_mutex_unlock(&ws->lock);
		enum problem_code code = whatif_run(job, ws->data_dir, ws->database_url, &p);
		if (code == PROBLEM_CORRUPT || code == PROBLEM_INTERNAL)
			log_note(NOTE_ERROR, "whatif.failed", job->q.market, "%s %s", problem_name(code), p.arg[0]);
		pthread_mutex_lock(&ws->lock);
		job->state = !code ? WHATIF_DONE : atomic_load(&job->stop) ? WHATIF_CANCELLED : WHATIF_FAILED;
		job->problem = p;
		learn_speed(ws, job);
		ws->running = NULL;
		forget_oldest(ws);
	}
	pthread_mutex_unlock(&ws->lock);
	return NULL;
}

struct whatifs *whatifs_start(struct str data_dir, struct str database_url)
{
	struct whatifs *ws = mem_alloc(sizeof *ws);
	arena_init(&ws->arena, 0);
	ws->data_dir = arena_str(&ws->arena, data_dir);
	ws->database_url = arena_str(&ws->arena, database_url);
	pthread_mutex_init(&ws->lock, NULL);
	pthread_cond_init(&ws->wake, NULL);
	ws->started = pthread_create(&ws->thread, NULL, run, ws) == 0;
	if (ws->started)
		pthread_setname_np(ws->thread, "whatif");
	return ws;
}

void whatifs_stop(struct whatifs *ws)
{
	if (!ws)
		return;
	pthread_mutex_lock(&ws->lock);
	ws->ending = true;
	if (ws->running)
		atomic_store(&ws->running->stop, true);
	pthread_cond_signal(&ws->wake);
	pthread_mutex_unlock(&ws->lock);
	if (ws->started)
		pthread_join(ws->thread, NULL);
	while (ws->first) {
		struct whatif_job *j = ws->first;
		ws->first = j->next;
		job_free(j);
	}
	pthread_cond_destroy(&ws->wake);
	pthread_mutex_destroy(&ws->lock);
	arena_fini(&ws->arena);
	free(ws);
}

static struct whatif_job *job_create(const struct whatif_question *q)
{
	struct whatif_job *job = mem_alloc(sizeof *job);
	arena_init(&job->mem, 0);
	buf_init(&job->result, RESULT_MAX);
	job->q = *q;
	job->id = school_new_id();
	job->made_ms = (int64_t)school_now_s() * 1000;
	job->q.asked = arena_str(&job->mem, q->asked);
	job->q.db_name = arena_str(&job->mem, q->db_name);
	struct whatif_way *ways = ARENA_ARRAY(&job->mem, struct whatif_way, q->n_ways);
	for (int i = 0; i < q->n_ways; i++) {
		ways[i] = (struct whatif_way){ ARENA_ARRAY(&job->mem, struct str, q->ways[i].n + 1), q->ways[i].n };
		for (int k = 0; k < q->ways[i].n; k++)
			ways[i].act[k] = arena_str(&job->mem, q->ways[i].act[k]);
	}
	job->q.ways = ways;
	return job;
}

enum problem_code whatifs_add(struct whatifs *ws, const struct whatif_question *q, uint64_t *ret_id, struct problem *p)
{
	int waiting = 0;
	bool mine = false;
	char most[16];
	snprintf(most, sizeof most, "%d", WHATIF_QUEUE_MAX);
	pthread_mutex_lock(&ws->lock);
	for (struct whatif_job *j = ws->first; j; j = j->next) {
		bool open = j->state == WHATIF_WAITING || (j->state == WHATIF_RUNNING && !atomic_load(&j->stop));
		waiting += j->state == WHATIF_WAITING;
		mine = mine || (open && j->q.market == q->market && j->q.person == q->person);
	}
	enum problem_code code = PROBLEM_NONE;
	if (!ws->started || ws->ending)
		code = problem_set(p, PROBLEM_BUSY, "", NULL);
	else if (mine)
		code = problem_set(p, PROBLEM_WHATIF_RUNNING, "", NULL);
	else if (waiting >= WHATIF_QUEUE_MAX)
		code = problem_set(p, PROBLEM_WHATIF_FULL, "", most, NULL);
	if (!code) {
		struct whatif_job *job = job_create(q);
		job->next = ws->first;
		ws->first = job;
		*ret_id = job->id;
		pthread_cond_signal(&ws->wake);
	}
	pthread_mutex_unlock(&ws->lock);
	return code;
}

/* ---- looking ---- */

static int64_t estimate_ms(struct whatifs *ws, uint64_t market, bool total, int64_t hours, int n_ways)
{
	const struct speed *s = speed_of(ws, market);
	int64_t us = !s ? 0 : total ? (s->plain_us ? s->plain_us : s->direct_us) * (2 + 2 * WHATIF_PAIRS) : (s->direct_us ? s->direct_us : s->plain_us) * n_ways;
	return us ? us * hours / 1000 : -1;
}

int64_t whatifs_estimate_ms(struct whatifs *ws, uint64_t market, bool total, int64_t hours, int n_ways)
{
	pthread_mutex_lock(&ws->lock);
	int64_t ms = estimate_ms(ws, market, total, hours, n_ways);
	pthread_mutex_unlock(&ws->lock);
	return ms;
}

static void write_job(struct whatifs *ws, struct whatif_job *job, bool whole, struct jw *j)
{
	static const char *const states[] = { "waiting", "running", "done", "failed", "cancelled" };
	int ahead = 0, all = atomic_load(&job->all), done = atomic_load(&job->done);
	bool seen = false;
	for (struct whatif_job *k = ws->first; k; k = k->next) {
		ahead += seen && (k->state == WHATIF_WAITING || k->state == WHATIF_RUNNING);
		seen = seen || k == job;
	}
	int64_t ms = estimate_ms(ws, job->q.market, job->q.total, (job->q.now_min - job->q.at_min) / MARKET_TICK_MIN, job->q.n_ways);
	jw_object(j);
	jw_kid(j, "id", job->id);
	jw_kcstr(j, "state", states[job->state]);
	jw_ki64(j, "ahead", job->state == WHATIF_WAITING ? ahead : 0);
	jw_kf64(j, "progress", job->state == WHATIF_DONE ? 1 : all ? (double)done / all : 0, 3);
	if (ms < 0)
		jw_kcstr(j, "estimate_ms", NULL);
	else
		jw_ki64(j, "estimate_ms", ms);
	jw_kbool(j, "total", job->q.total);
	jw_ktime(j, "at", job->q.at_min);
	jw_ktime(j, "until", job->q.now_min);
	jw_kid(j, "seat", job->q.seat);
	jw_ki64(j, "asked_real_ms", job->made_ms);
	jw_key(j, "ways");
	jw_raw(j, job->q.asked);
	if (job->state == WHATIF_FAILED)
		whatif_problem_write(&job->problem, j);
	if (whole && job->state == WHATIF_DONE) {
		jw_key(j, "result");
		jw_raw(j, buf_span(&job->result));
	}
	jw_end_object(j);
}

static bool is(const struct whatif_job *j, uint64_t market, uint64_t seat)
{
	return j->q.market == market && (!seat || j->q.seat == seat);
}

static struct whatif_job *find(struct whatifs *ws, uint64_t market, uint64_t seat, uint64_t id)
{
	for (struct whatif_job *j = ws->first; j; j = j->next)
		if (j->id == id && is(j, market, seat))
			return j;
	return NULL;
}

bool whatifs_write(struct whatifs *ws, uint64_t market, uint64_t seat, uint64_t id, struct jw *j)
{
	pthread_mutex_lock(&ws->lock);
	struct whatif_job *job = find(ws, market, seat, id);
	if (job)
		write_job(ws, job, true, j);
	pthread_mutex_unlock(&ws->lock);
	return job;
}

void whatifs_list(struct whatifs *ws, uint64_t market, uint64_t seat, struct jw *j)
{
	jw_array(j);
	pthread_mutex_lock(&ws->lock);
	for (struct whatif_job *job = ws->first; job; job = job->next)
		if (is(job, market, seat))
			write_job(ws, job, false, j);
	pthread_mutex_unlock(&ws->lock);
	jw_end_array(j);
}

bool whatifs_cancel(struct whatifs *ws, uint64_t market, uint64_t seat, uint64_t id)
{
	pthread_mutex_lock(&ws->lock);
	struct whatif_job *job = find(ws, market, seat, id);
	if (job && job->state == WHATIF_RUNNING) {
		atomic_store(&job->stop, true);
	} else if (job) {
		struct whatif_job **at = &ws->first;
		while (*at != job)
			at = &(*at)->next;
		*at = job->next;
		job_free(job);
	}
	pthread_mutex_unlock(&ws->lock);
	return job;
}
