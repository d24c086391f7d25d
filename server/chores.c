#include "server/chores.h"
#include "base/arena.h"
#include "school/privacy.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { EVERY_S = 24 * 3600 };

struct chores {
	struct pool *writer;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t change;
	bool ending;
};

static void prune(struct worker *w, void *arg)
{
	struct db *db = worker_school(w);
	struct problem p;
	enum problem_code code = db_begin(db, &p);
	if (!code && (code = school_prune(db, school_now_s(), &p)))
		db_rollback(db);
	else if (!code)
		code = db_commit(db, &p);
	if (code)
		fprintf(stderr, "cohong: old records were not deleted: %s\n", problem_name(code));
}

static void *run(void *arg)
{
	struct chores *c = arg;
	struct timespec next;
	pthread_mutex_lock(&c->lock);
	while (!c->ending) {
		pool_post(c->writer, prune, NULL);
		clock_gettime(CLOCK_MONOTONIC, &next);
		next.tv_sec += EVERY_S;
		while (!c->ending && !pthread_cond_timedwait(&c->change, &c->lock, &next))
			;
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

struct chores *chores_start(struct pool *writer)
{
	struct chores *c = mem_alloc(sizeof *c);
	pthread_condattr_t attributes;
	c->writer = writer;
	pthread_mutex_init(&c->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&c->change, &attributes);
	pthread_condattr_destroy(&attributes);
	if (!pthread_create(&c->thread, NULL, run, c)) {
		pthread_setname_np(c->thread, "chores");
		return c;
	}
	pthread_cond_destroy(&c->change);
	pthread_mutex_destroy(&c->lock);
	free(c);
	return NULL;
}

void chores_stop(struct chores *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->ending = true;
	pthread_cond_signal(&c->change);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	pthread_cond_destroy(&c->change);
	pthread_mutex_destroy(&c->lock);
	free(c);
}
