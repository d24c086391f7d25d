#include "server/loop.h"
#include "base/arena.h"

#include <event2/event.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct posted {
	void (*work)(void *arg);
	void *arg;
};

struct loop {
	struct event_base *base;
	struct event *wake;
	int fd;
	pthread_t thread;
	bool running, ending;
	pthread_mutex_t lock;
	struct posted *posts;
	size_t n, cap;
};

static void on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	uint64_t count;
	if (read(l->fd, &count, sizeof count) < 0)
		return; /* somebody else's wake-up was enough */
	for (;;) {
		pthread_mutex_lock(&l->lock);
		struct posted *posts = l->posts;
		size_t n = l->n;
		bool ending = l->ending;
		l->posts = NULL;
		l->n = l->cap = 0;
		pthread_mutex_unlock(&l->lock);
		for (size_t i = 0; i < n; i++)
			posts[i].work(posts[i].arg);
		free(posts);
		if (n == 0) {
			if (ending)
				event_base_loopexit(l->base, NULL);
			return;
		}
	}
}

struct loop *loop_create(void)
{
	struct loop *l = mem_alloc(sizeof *l);
	pthread_mutex_init(&l->lock, NULL);
	l->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	struct event_config *config = event_config_new();
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	l->base = l->fd >= 0 ? event_base_new_with_config(config) : NULL;
	event_config_free(config);
	l->wake = l->base ? event_new(l->base, l->fd, EV_READ | EV_PERSIST, on_wake, l) : NULL;
	if (!l->wake || event_add(l->wake, NULL)) {
		loop_destroy(l);
		return NULL;
	}
	return l;
}

static void *run(void *arg)
{
	struct loop *l = arg;
	event_base_loop(l->base, EVLOOP_NO_EXIT_ON_EMPTY);
	return NULL;
}

bool loop_start(struct loop *l)
{
	l->running = pthread_create(&l->thread, NULL, run, l) == 0;
	if (l->running)
		pthread_setname_np(l->thread, "loop");
	return l->running;
}

static void ring(struct loop *l)
{
	uint64_t one = 1;
	if (write(l->fd, &one, sizeof one) < 0)
		return; /* full: it rings already */
}

void loop_post(struct loop *l, void (*work)(void *arg), void *arg)
{
	pthread_mutex_lock(&l->lock);
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 16;
		l->posts = mem_grow(l->posts, l->cap * sizeof *l->posts);
	}
	l->posts[l->n++] = (struct posted){ work, arg };
	pthread_mutex_unlock(&l->lock);
	ring(l);
}

void loop_stop(struct loop *l)
{
	if (!l->running)
		return;
	pthread_mutex_lock(&l->lock);
	l->ending = true;
	pthread_mutex_unlock(&l->lock);
	ring(l);
	pthread_join(l->thread, NULL);
	l->running = false;
}

void loop_destroy(struct loop *l)
{
	if (!l)
		return;
	loop_stop(l);
	if (l->wake)
		event_free(l->wake);
	if (l->base)
		event_base_free(l->base);
	if (l->fd >= 0)
		close(l->fd);
	free(l->posts);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

struct event_base *loop_base(struct loop *l)
{
	return l->base;
}

bool loop_is_mine(const struct loop *l)
{
	return l->running && pthread_equal(pthread_self(), l->thread);
}
