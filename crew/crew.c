#include "crew/crew.h"
#include "base/arena.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct crew {
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	pthread_t *thread;
	int n_threads;
	void (*body)(void *arg, int part);
	void *arg;
	int parts, next, left; /* parts not begun from `next` on; not finished */
	bool ending;
};

/* Takes parts until there are none; called and returns with the lock held. */
static void take_parts(struct crew *c)
{
	while (c->next < c->parts) {
		int part = c->next++;
		pthread_mutex_unlock(&c->lock);
		c->body(c->arg, part);
		pthread_mutex_lock(&c->lock);
		if (--c->left == 0)
			pthread_cond_broadcast(&c->done);
	}
}

static void *live(void *arg)
{
	struct crew *c = arg;
	pthread_mutex_lock(&c->lock);
	while (!c->ending) {
		take_parts(c);
		if (!c->ending)
			pthread_cond_wait(&c->work, &c->lock);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

struct crew *crew_create(int threads)
{
	struct crew *c = mem_alloc(sizeof *c);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->work, NULL);
	pthread_cond_init(&c->done, NULL);
	c->thread = mem_alloc((size_t)(threads > 1 ? threads : 1) * sizeof *c->thread);
	/* a thread that the system refuses is done without: the caller works through what is left */
	for (int i = 1; i < threads && !pthread_create(&c->thread[c->n_threads], NULL, live, c); i++)
		c->n_threads++;
	return c;
}

void crew_destroy(struct crew *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->ending = true;
	pthread_cond_broadcast(&c->work);
	pthread_mutex_unlock(&c->lock);
	for (int i = 0; i < c->n_threads; i++)
		pthread_join(c->thread[i], NULL);
	pthread_cond_destroy(&c->done);
	pthread_cond_destroy(&c->work);
	pthread_mutex_destroy(&c->lock);
	free(c->thread);
	free(c);
}

void crew_run(void *crew, int parts, void (*body)(void *arg, int part), void *arg)
{
	struct crew *c = crew;
	pthread_mutex_lock(&c->lock);
	c->body = body;
	c->arg = arg;
	c->next = 0;
	c->parts = c->left = parts;
	pthread_cond_broadcast(&c->work);
	take_parts(c);
	while (c->left)
		pthread_cond_wait(&c->done, &c->lock);
	pthread_mutex_unlock(&c->lock);
}
