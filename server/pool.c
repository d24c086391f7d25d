#include "server/pool.h"
#include "base/arena.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAMED_MAX = 16 };

struct worker {
	struct pool *pool;
	pthread_t thread;
	struct db *school;
	struct {
		struct str name;
		struct db *db;
		uint64_t used;
	} named[NAMED_MAX];
	uint64_t clock;
};

struct job {
	void (*work)(struct worker *w, void *arg);
	void *arg;
};

struct pool {
	struct arena arena;
	struct pool_options options;
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct job *queue; /* a ring */
	int first, n;
	bool ending;
	struct worker *workers;
	int started;
};

static void *run(void *arg)
{
	struct worker *w = arg;
	struct pool *pool = w->pool;
	for (;;) {
		pthread_mutex_lock(&pool->lock);
		while (!pool->n && !pool->ending)
			pthread_cond_wait(&pool->some, &pool->lock);
		if (!pool->n) {
			pthread_mutex_unlock(&pool->lock);
			if (pool->options.leave)
				pool->options.leave();
			return NULL;
		}
		struct job job = pool->queue[pool->first];
		pool->first = (pool->first + 1) % pool->options.queue_max;
		pool->n--;
		pthread_mutex_unlock(&pool->lock);
		job.work(w, job.arg);
	}
}

static enum problem_code open_named(struct pool *pool, struct str name, struct db **ret_db, struct problem *p)
{
	struct buf url;
	buf_init(&url, 4096);
	db_place(pool->options.data_dir, pool->options.database_url, name, &url);
	enum problem_code code = db_open(buf_span(&url), pool->options.mode, ret_db, p);
	buf_fini(&url);
	return code;
}

enum problem_code pool_create(const struct pool_options *options, struct pool **ret_pool, struct problem *p)
{
	struct pool *pool = mem_alloc(sizeof *pool);
	arena_init(&pool->arena, 0);
	pool->options = *options;
	pool->options.data_dir = arena_str(&pool->arena, options->data_dir);
	pool->options.database_url = arena_str(&pool->arena, options->database_url);
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->some, NULL);
	pool->queue = mem_alloc(sizeof *pool->queue * (size_t)options->queue_max);
	pool->workers = mem_alloc(sizeof *pool->workers * (size_t)options->threads);
	enum problem_code code = PROBLEM_NONE;
	for (; !code && pool->started < options->threads; pool->started++) {
		struct worker *w = &pool->workers[pool->started];
		w->pool = pool;
		if ((code = open_named(pool, STR("school"), &w->school, p)))
			break;
		if (pthread_create(&w->thread, NULL, run, w)) {
			db_close(w->school);
			code = problem_set(p, PROBLEM_BUSY, "", NULL);
			break;
		}
		char name[16];
		snprintf(name, sizeof name, "%s-%d", options->name, pool->started);
		pthread_setname_np(w->thread, name);
	}
	if (code)
		pool_destroy(pool);
	else
		*ret_pool = pool;
	return code;
}

void pool_end(struct pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->ending = true;
	pthread_cond_broadcast(&pool->some);
	pthread_mutex_unlock(&pool->lock);
	for (int i = 0; i < pool->started; i++) {
		struct worker *w = &pool->workers[i];
		pthread_join(w->thread, NULL);
		db_close(w->school);
		for (int k = 0; k < NAMED_MAX; k++) {
			db_close(w->named[k].db);
			free((char *)w->named[k].name.p);
		}
	}
	pool->started = 0;
}

void pool_destroy(struct pool *pool)
{
	if (!pool)
		return;
	pool_end(pool);
	pthread_mutex_destroy(&pool->lock);
	pthread_cond_destroy(&pool->some);
	free(pool->queue);
	free(pool->workers);
	arena_fini(&pool->arena);
	free(pool);
}

bool pool_post(struct pool *pool, void (*work)(struct worker *w, void *arg), void *arg)
{
	pthread_mutex_lock(&pool->lock);
	bool fits = !pool->ending && pool->n < pool->options.queue_max;
	if (fits) {
		pool->queue[(pool->first + pool->n++) % pool->options.queue_max] = (struct job){ work, arg };
		pthread_cond_signal(&pool->some);
	}
	pthread_mutex_unlock(&pool->lock);
	return fits;
}

int pool_waiting(struct pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	int n = pool->n;
	pthread_mutex_unlock(&pool->lock);
	return n;
}

struct db *worker_school(struct worker *w)
{
	return w->school;
}

enum problem_code worker_db(struct worker *w, struct str name, struct db **ret_db, struct problem *p)
{
	int oldest = 0;
	if (db_url_is_postgres(w->pool->options.database_url)) { /* all of them are one database */
		*ret_db = w->school;
		return PROBLEM_NONE;
	}
	for (int i = 0; i < NAMED_MAX; i++) {
		if (w->named[i].db && str_eq(w->named[i].name, name)) {
			w->named[i].used = ++w->clock;
			*ret_db = w->named[i].db;
			return PROBLEM_NONE;
		}
		if (w->named[i].used < w->named[oldest].used)
			oldest = i;
	}
	struct db *db;
	enum problem_code code = open_named(w->pool, name, &db, p);
	if (code)
		return code;
	db_close(w->named[oldest].db);
	free((char *)w->named[oldest].name.p);
	w->named[oldest].db = db;
	w->named[oldest].name = (struct str){ mem_copy(name.p, name.n), name.n };
	w->named[oldest].used = ++w->clock;
	*ret_db = db;
	return PROBLEM_NONE;
}
