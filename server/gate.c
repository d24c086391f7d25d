#include "server/gate.h"
#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Two-way sets chosen by the hash's first bytes: a full set loses its older entry, which is only read again. */
enum { SETS = 4096, WAYS = 2 };

struct entry {
	struct session session;
	unsigned char hash[32];
	int64_t read_s; /* 0: free */
};

struct gate {
	pthread_mutex_t lock;
	struct entry entries[SETS][WAYS];
};

struct gate *gate_create(void)
{
	struct gate *g = mem_alloc(sizeof *g);
	pthread_mutex_init(&g->lock, NULL);
	return g;
}

void gate_destroy(struct gate *g)
{
	if (!g)
		return;
	pthread_mutex_destroy(&g->lock);
	free(g);
}

static struct entry *set_of(struct gate *g, const unsigned char hash[32])
{
	return g->entries[(hash[0] | hash[1] << 8) % SETS];
}

static struct entry *find(struct gate *g, const unsigned char hash[32])
{
	struct entry *set = set_of(g, hash);
	for (int i = 0; i < WAYS; i++)
		if (set[i].read_s && memcmp(set[i].hash, hash, 32) == 0)
			return &set[i];
	return NULL;
}

bool gate_get(struct gate *g, const unsigned char hash[32], int64_t now_s, struct session *ret)
{
	pthread_mutex_lock(&g->lock);
	struct entry *e = find(g, hash);
	bool fresh = e && now_s - e->read_s < GATE_FRESH_S && (!e->session.person || e->session.expires_s > now_s);
	if (fresh)
		*ret = e->session;
	pthread_mutex_unlock(&g->lock);
	return fresh;
}

void gate_put(struct gate *g, const struct session *s, int64_t now_s)
{
	pthread_mutex_lock(&g->lock);
	struct entry *e = find(g, s->token_hash), *set = set_of(g, s->token_hash);
	if (!e) {
		e = &set[0];
		for (int i = 1; i < WAYS; i++)
			if (set[i].read_s < e->read_s)
				e = &set[i];
	}
	e->session = *s;
	memcpy(e->hash, s->token_hash, 32);
	e->read_s = now_s;
	pthread_mutex_unlock(&g->lock);
}

void gate_forget(struct gate *g, const unsigned char hash[32])
{
	pthread_mutex_lock(&g->lock);
	struct entry *e = find(g, hash);
	if (e)
		*e = (struct entry){ 0 };
	pthread_mutex_unlock(&g->lock);
}

void gate_forget_person(struct gate *g, uint64_t person)
{
	pthread_mutex_lock(&g->lock);
	for (int i = 0; i < SETS; i++)
		for (int k = 0; k < WAYS; k++)
			if (g->entries[i][k].session.person == person)
				g->entries[i][k] = (struct entry){ 0 };
	pthread_mutex_unlock(&g->lock);
}
