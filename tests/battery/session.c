/* The session kernel: pages, visitors and memories of every kind, on every path that this machine has, with one to three threads. */
#include "market/kernel/session_inside.h"
#include "base/exact.h"
#include "tests/battery/battery.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES = 120, VISITORS = 24000, PARTS = 16, THREADS_MAX = 3 };

struct scene {
	struct session_page page[PAGES];
	struct session_visitor visitor[VISITORS]; /* by page */
	struct session_adjust adjust[VISITORS];
	uint32_t first[PAGES + 1];
	/* of a run */
	const struct session_engine *path;
	struct session_counts counts[PAGES];
	struct session_log log[PARTS];
	int threads;
};

static struct rng_key key(uint64_t stream)
{
	const uint64_t seed[2] = { 730702, 20 };
	return rng_key(seed, stream);
}

static void make(struct scene *s)
{
	for (uint64_t p = 0; p < PAGES; p++) {
		struct session_place v[SESSION_PLACES];
		int n = p % 5 ? 40 + (int)p % 13 : (int)p / 3;
		for (int i = 0; i < n; i++) {
			struct draw d = rng_draw(key(1), 1, p, (uint64_t)i, 0), e = rng_draw(key(1), 2, p, (uint64_t)i, 0);
			double price = 1.8 * rng_uniform(d.u[0]) - .9, appeal = .6 * rng_normal(e.u[0]);
			/* small enough that listings come twice on a page */
			v[i] = (struct session_place){ 1 + d.u[1] % 700, session_item(1 + d.u[1] % 700), { (float)(-3.4 + appeal), (float)(-.6 + appeal) }, (float)(.4 * price),
				(float)(.5 * rng_normal(d.u[2]) + (p % 11 ? 0 : 3)), (float)price, i < 2 || i == 16 || i == 33, p % 7 == 3 && i % 3 == 0 };
			if (p % 13 == 1 && i % 16 == 1) /* nobody bought the place */
				v[i].listing = 0;
		}
		session_page_make(&s->page[p], v, n);
	}
	for (uint32_t i = 0; i < VISITORS; i++) {
		struct draw d = rng_draw(key(1), 3, i, 0, 0);
		bool buys = d.u[0] % 10 == 0;
		uint32_t page = (uint32_t)((uint64_t)i * i * PAGES / ((uint64_t)VISITORS * VISITORS)), depth = (uint32_t)(1 + 14 * rng_exponential(d.u[2]));
		s->visitor[i] = (struct session_visitor){ .id = hash_id(20, i, 3), .page = page, .alpha = (float)(3 * ex_exp(.4 * rng_normal(d.u[1]) - .08)),
			.outside = buys ? 1.3f : 6, .adjust = i, .n_adjust = i % 17 == 0, .depth = (uint8_t)(depth < 255 ? depth : 255), .buys = buys };
		s->adjust[i] = (struct session_adjust){ (float)(2 * rng_normal(d.u[3])), (uint8_t)(i % 9) };
		s->first[page + 1] = i + 1;
	}
	for (int p = 0; p < PAGES; p++)
		if (s->first[p + 1] < s->first[p])
			s->first[p + 1] = s->first[p];
}

/* Behind a click some meet two more offers. */
static int more(void *arg, uint32_t visitor, const uint8_t *places, int n, struct session_more *ret)
{
	const struct scene *s = arg;
	struct draw d = rng_draw(key(4), 1, s->visitor[visitor].id, places[0], 0);
	int found = d.u[0] % 3 == 0 ? 0 : 1 + n % 2;
	for (int i = 0; i < found; i++)
		ret[i] = (struct session_more){ (float)(rng_normal(d.u[1 + i]) + 2), d.u[3 - i], (uint8_t)(SESSION_PLACES + i), i };
	return found;
}

struct thread {
	struct scene *s;
	int number;
	pthread_t id;
};

/* A thread's parts; a part's pages. */
static void *work(void *arg)
{
	struct thread *t = arg;
	struct scene *s = t->s;
	for (int part = t->number; part < PARTS; part += s->threads)
		for (int p = part; p < PAGES; p += PARTS) {
			const struct session_call c = { .key = key(2), .click = 6, .outside = 7, .page = s->page, .visitor = s->visitor, .first = s->first[p],
				.n = s->first[p + 1] - s->first[p], .adjust = s->adjust, .more = more, .arg = s };
			s->path->run(&c, s->counts, &s->log[part]);
		}
	return NULL;
}

/* The elementary functions bit by bit: what sessions do shows the last place too seldom. */
static void numbers(struct digest *d, const struct session_engine *path)
{
	enum { N = 4096 };
	static float x[N], w[N], e[N];
	static uint32_t u[N];
	static int32_t chance[N];
	for (uint32_t round = 0; round < 8; round++) {
		for (uint32_t i = 0; i < N; i++) {
			struct draw n = rng_draw(key(3), 1, round, i, 0);
			x[i] = (float)((round & 1 ? 25 : 3) * (rng_uniform(n.u[0]) - .5));
			u[i] = round & 2 ? n.u[1] >> i % 32 : ~(n.u[1] >> i % 32);
		}
		path->numbers(x, u, N, w, e, chance);
		for (int i = 0; i < N; i++) {
			battery_f64(d, (double)w[i]);
			battery_f64(d, (double)e[i]);
			digest_u64(d, (uint64_t)chance[i]);
		}
	}
}

static void run(struct scene *s, const struct session_engine *path, int threads, uint64_t ret[2])
{
	struct thread t[THREADS_MAX];
	struct digest d;
	s->path = path;
	s->threads = threads;
	memset(s->counts, 0, sizeof s->counts);
	for (int i = 0; i < threads; i++) {
		t[i] = (struct thread){ s, i, 0 };
		if (pthread_create(&t[i].id, NULL, work, &t[i]))
			fprintf(stderr, "no thread\n");
	}
	for (int i = 0; i < threads; i++)
		pthread_join(t[i].id, NULL);
	digest_init(&d, 20);
	numbers(&d, path);
	session_counts_digest(&d, s->counts, PAGES);
	for (int i = 0; i < PARTS; i++) {
		session_log_digest(&d, s->visitor, &s->log[i]);
		session_log_fini(&s->log[i]);
	}
	digest_end(&d, ret);
}

void battery_market_session(struct digest *d)
{
	struct scene *s = calloc(1, sizeof *s);
	const struct session_engine *path[SESSION_PATHS];
	for (int p = 0; p < SESSION_PATHS; p++)
		path[p] = session_engine((enum session_path)p);
	uint64_t should[2], is[2];
#ifdef SESSION_EMULATED /* its instructions are functions */
	path[SESSION_AVX512] = &session_avx512;
#endif
	make(s);
	run(s, &session_scalar, 1, should);
	digest_u64(d, should[0]);
	digest_u64(d, should[1]);
	for (int p = 0; p < SESSION_PATHS; p++)
		for (int threads = 1; path[p] && threads <= THREADS_MAX; threads++) {
			run(s, path[p], threads, is);
			if (memcmp(is, should, sizeof is) == 0)
				continue;
			/* which spoils the digest, too */
			printf("the session kernel's path %s with %d threads gives other bits\n", session_path_name((enum session_path)p), threads);
			digest_u64(d, (uint64_t)p);
		}
	free(s);
}
