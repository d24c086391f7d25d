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
		while (seen[at] && v[seen[at] - 1].listing != v[i].listing)
			at = (at + 1) % 128;
		bool repeats = seen[at];
		if (!repeats)
			seen[at] = (uint8_t)(i + 1);
		for (int k = 0; k < 2; k++)
			p->click[k][i] = repeats ? SESSION_NEVER : v[i].click[k];
		p->click_price[i] = v[i].click_price;
		p->value[i] = v[i].value;
		p->price[i] = v[i].price;
		p->paid |= (uint64_t)v[i].paid << i;
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

void session_log_room(struct session_log *l, uint32_t clicks, uint32_t outcomes)
{
	if (l->cap_clicks - l->n_clicks < clicks) {
		l->cap_clicks = l->cap_clicks * 2 + clicks;
		l->click = mem_grow(l->click, l->cap_clicks * sizeof *l->click);
	}
	if (l->cap_outcomes - l->n_outcomes < outcomes) {
		l->cap_outcomes = l->cap_outcomes * 2 + outcomes;
		l->outcome = mem_grow(l->outcome, l->cap_outcomes * sizeof *l->outcome);
	}
}

/* Which of two equal arrivals counts as the sooner. So rare that the draws are made again. */
static bool tie_goes_to(const struct session_call *c, const struct session_visitor *v, int a, int b)
{
	const uint32_t *item = c->page[v->page].item;
	const uint32_t key[2] = { (uint32_t)c->key.k, (uint32_t)(c->key.k >> 32) };
	uint32_t u[2][4];
	for (int i = 0; i < 2; i++)
		rng_philox((uint32_t[]){ (uint32_t)v->id, (uint32_t)(v->id >> 32), item[i ? b : a], c->click << 16 }, key, u[i]);
	return u[0][2] < u[1][2];
}

void session_close(const struct session_call *c, const struct session_race *r, struct session_counts *counts, struct session_log *log)
{
	const struct session_visitor *v = &c->visitor[r->visitor];
	struct session_counts *k = &counts[v->page];
	uint64_t paid = c->page[v->page].paid;
	/* the bound on utilities keeps the sum below 2^62 */
	int64_t all = (int64_t)(r->outside_weight * 0x1p32f);
	int best[SESSION_ALTERNATIVES], n = 0;
	for (int i = 0; i < r->n; i++)
		all += (int64_t)(r->weight[i] * 0x1p32f);
	double each = 0x1p20 / (double)all;
	for (int i = 0; i < r->n; i++) {
		int place = r->place[i];
		k->clicks[place]++;
		k->expected[place] += (uint64_t)((double)(int64_t)(r->weight[i] * 0x1p32f) * each + 0.5);
		log->click[log->n_clicks++] = (struct session_click){ r->visitor, (uint8_t)place, paid >> place & 1 };
		float t = r->arrival[i];
		if (!(t < r->outside_arrival))
			continue;
		int at = n;
		while (at > 0 && (t < r->arrival[best[at - 1]] || (t == r->arrival[best[at - 1]] && tie_goes_to(c, v, place, r->place[best[at - 1]]))))
			at--;
		if (at == SESSION_ALTERNATIVES)
			continue;
		n = n < SESSION_ALTERNATIVES ? n + 1 : n;
		for (int m = n - 1; m > at; m--)
			best[m] = best[m - 1];
		best[at] = i;
	}
	if (!n)
		return;
	struct session_outcome *o = &log->outcome[log->n_outcomes++];
	*o = (struct session_outcome){ .visitor = r->visitor, .n = (uint8_t)n };
	for (int i = 0; i < n; i++)
		o->place[i] = r->place[best[i]];
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
		digest_u64(d, (uint64_t)log->click[i].place << 1 | log->click[i].paid);
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
