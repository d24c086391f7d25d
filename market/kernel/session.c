#include "market/kernel/session_inside.h"
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- pages */

uint32_t session_item(uint64_t listing)
{
	return (uint32_t)(hash_u64(0, listing) >> 32); /* as rng_draw() does */
}

void session_page_make(struct session_page *p, const struct session_place *v, int n)
{
	uint8_t seen[128] = { 0 }; /* by hash: 1 + a place */
	assert(n >= 0 && n <= SESSION_PLACES);
	memset(p, 0, sizeof *p);
	p->n = n;
	for (int i = 0; i < n; i++) {
		p->item[i] = v[i].item;
		uint32_t at = p->item[i] % 128;
		bool empty = !v[i].listing;
		while (seen[at] && v[seen[at] - 1].listing != v[i].listing)
			at = (at + 1) % 128;
		bool repeats = seen[at];
		if (!repeats && !empty)
			seen[at] = (uint8_t)(i + 1);
		for (int k = 0; k < 2; k++)
			p->click[k][i] = repeats || empty ? SESSION_NEVER : v[i].click[k];
		p->click_price[i] = v[i].click_price;
		p->value[i] = v[i].value;
		p->price[i] = v[i].price;
		p->paid |= (uint64_t)v[i].paid << i;
		p->leads |= (uint64_t)v[i].leads << i;
	}
}

/* ---- counts and log */

void session_examined(const struct session_counts *c, uint32_t ret[SESSION_PLACES])
{
	uint32_t sum = 0;
	for (int i = SESSION_PLACES - 1; i >= 0; i--)
		ret[i] = sum += c->looked[i + 1];
}

void session_counts_add(struct session_counts *sum, const struct session_counts *more)
{
	sum->looked[0] += more->looked[0];
	for (int i = 0; i < SESSION_PLACES; i++) {
		sum->expected[i] += more->expected[i];
		sum->clicks[i] += more->clicks[i];
		sum->looked[i + 1] += more->looked[i + 1];
	}
}

void session_log_fini(struct session_log *l)
{
	free(l->click);
	free(l->outcome);
	*l = (struct session_log){ 0 };
}

static void make_room(struct session_log *l, uint32_t clicks)
{
	if (l->cap_clicks - l->n_clicks < clicks) {
		l->cap_clicks = l->cap_clicks * 2 + clicks;
		l->click = mem_grow(l->click, l->cap_clicks * sizeof *l->click);
	}
	if (l->cap_outcomes == l->n_outcomes) {
		l->cap_outcomes = l->cap_outcomes * 2 + 16;
		l->outcome = mem_grow(l->outcome, l->cap_outcomes * sizeof *l->outcome);
	}
}

/* Which of two equal arrivals counts as the sooner. So rare that the draws are made again. */
static bool tie_goes_to(const struct session_call *c, const struct session_visitor *v, int a, int b)
{
	const uint32_t *item = c->page[v->page].item;
	const uint32_t key[2] = { (uint32_t)c->key.k, (uint32_t)(c->key.k >> 32) };
	uint32_t u[2][4];
	if (a >= SESSION_PLACES || b >= SESSION_PLACES)
		return a < b;
	for (int i = 0; i < 2; i++)
		rng_philox((uint32_t[]){ (uint32_t)v->id, (uint32_t)(v->id >> 32), item[i ? b : a], c->click << 16 }, key, u[i]);
	return u[0][2] < u[1][2];
}

static int64_t fixed(float weight)
{
	return (int64_t)(weight * 0x1p32f);
}

/* Races of those who met more alternatives than stand on the page. */
struct longer {
	uint8_t place[SESSION_PLACES + SESSION_MORE];
	float weight[SESSION_PLACES + SESSION_MORE], arrival[SESSION_PLACES + SESSION_MORE];
};

static int lengthen(const struct session_call *c, const struct session_race *r, struct longer *l, uint64_t *paid)
{
	struct session_more more[SESSION_MORE];
	int n = c->more(c->arg, r->visitor, r->place, r->n, more);
	assert(n >= 0 && n <= SESSION_MORE);
	memcpy(l->place, r->place, (size_t)r->n * sizeof *r->place);
	memcpy(l->weight, r->weight, (size_t)r->n * sizeof *r->weight);
	memcpy(l->arrival, r->arrival, (size_t)r->n * sizeof *r->arrival);
	for (int i = 0; i < n; i++) {
		int at = r->n + i;
		assert(more[i].place >= SESSION_PLACES);
		l->place[at] = more[i].place;
		l->weight[at] = session_weight(more[i].utility);
		l->arrival[at] = session_exponential(more[i].luck) / l->weight[at];
		*paid |= (uint64_t)more[i].paid << i;
	}
	return n;
}

/* Whose arrivals come before the outside alternative's, the soonest first; how many, at most SESSION_ALTERNATIVES. */
static int decide(const struct session_call *c, const struct session_race *r, int *best)
{
	const struct session_visitor *v = &c->visitor[r->visitor];
	int n = 0;
	for (int i = 0; i < r->n; i++) {
		float t = r->arrival[i];
		if (!(t < r->outside_arrival))
			continue;
		int at = n;
		while (at > 0 && (t < r->arrival[best[at - 1]] || (t == r->arrival[best[at - 1]] && tie_goes_to(c, v, r->place[i], r->place[best[at - 1]]))))
			at--;
		if (at == SESSION_ALTERNATIVES)
			continue;
		n = n < SESSION_ALTERNATIVES ? n + 1 : n;
		for (int m = n - 1; m > at; m--)
			best[m] = best[m - 1];
		best[at] = i;
	}
	return n;
}

void session_close(const struct session_call *c, const struct session_race *race, struct session_counts *counts, struct session_log *log)
{
	const struct session_page *p = &c->page[c->visitor[race->visitor].page];
	struct session_counts *k = &counts[c->visitor[race->visitor].page];
	struct session_race r = *race;
	struct longer l;
	uint64_t paid_more = 0;
	int best[SESSION_ALTERNATIVES], clicked = r.n;
	bool leads = false;
	for (int i = 0; i < r.n; i++)
		leads = leads || (p->leads >> r.place[i] & 1);
	if (leads && c->more) {
		r.n += lengthen(c, race, &l, &paid_more);
		r.place = l.place;
		r.weight = l.weight;
		r.arrival = l.arrival;
	}
	make_room(log, (uint32_t)r.n);
	/* the bound on utilities keeps the sum below 2^63 */
	int64_t all = fixed(r.outside_weight);
	for (int i = 0; i < r.n; i++)
		all += fixed(r.weight[i]);
	double each = 0x1p20 / (double)all;
	for (int i = 0; i < r.n; i++) {
		uint32_t expected = (uint32_t)((double)fixed(r.weight[i]) * each + 0.5);
		bool paid = i < clicked ? p->paid >> r.place[i] & 1 : paid_more >> (i - clicked) & 1;
		if (i < clicked) {
			k->clicks[r.place[i]]++;
			k->expected[r.place[i]] += expected;
		}
		log->click[log->n_clicks++] = (struct session_click){ r.visitor, expected, r.place[i], paid };
	}
	int n = decide(c, &r, best);
	if (!n)
		return;
	struct session_outcome *o = &log->outcome[log->n_outcomes++];
	*o = (struct session_outcome){ .visitor = r.visitor, .n = (uint8_t)n };
	for (int i = 0; i < n; i++)
		o->place[i] = r.place[best[i]];
}

void session_counts_digest(struct digest *d, const struct session_counts *counts, uint32_t n_pages)
{
	for (uint32_t p = 0; p < n_pages; p++) {
		digest_u64(d, counts[p].looked[0]);
		for (int i = 0; i < SESSION_PLACES; i++) {
			digest_u64(d, counts[p].expected[i]);
			digest_u64(d, (uint64_t)counts[p].clicks[i] << 32 | counts[p].looked[i + 1]);
		}
	}
}

void session_log_digest(struct digest *d, const struct session_visitor *v, const struct session_log *log)
{
	for (uint32_t i = 0; i < log->n_clicks; i++) {
		digest_u64(d, v[log->click[i].visitor].id);
		digest_u64(d, (uint64_t)log->click[i].expected << 9 | (uint64_t)log->click[i].place << 1 | log->click[i].paid);
	}
	for (uint32_t i = 0; i < log->n_outcomes; i++) {
		const struct session_outcome *o = &log->outcome[i];
		uint64_t places = o->n;
		for (int k = 0; k < o->n; k++)
			places = places << 8 | o->place[k];
		digest_u64(d, v[o->visitor].id);
		digest_u64(d, places);
	}
}

/* ---- paths */

static enum session_path chosen = SESSION_BEST;

const char *session_path_name(enum session_path p)
{
	static const char *const name[] = { "scalar", "avx2", "avx512", "best" };
	return name[p];
}

static bool processor_has(enum session_path p)
{
#if defined __x86_64__
	__builtin_cpu_init();
	if (p == SESSION_AVX2)
		return __builtin_cpu_supports("avx2");
	if (p == SESSION_AVX512)
		return __builtin_cpu_supports("avx512f");
#endif
	return p == SESSION_SCALAR;
}

const struct session_engine *session_engine(enum session_path p)
{
	static const struct session_engine *const built[] = { &session_scalar, &session_avx2, &session_avx512 };
	return p < SESSION_PATHS && built[p]->run && processor_has(p) ? built[p] : NULL;
}

bool session_path_usable(enum session_path p)
{
	return p == SESSION_BEST || session_engine(p);
}

bool session_path_force(enum session_path p)
{
	if (!session_path_usable(p))
		return false;
	chosen = p;
	return true;
}

enum session_path session_path(void)
{
	enum session_path p = chosen;
	if (p == SESSION_BEST)
		for (p = SESSION_AVX512; !session_path_usable(p);)
			p--;
	return p;
}

void session_run(const struct session_call *c, struct session_counts *counts, struct session_log *log)
{
	session_engine(session_path())->run(c, counts, log);
}
