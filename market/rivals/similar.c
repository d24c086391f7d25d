/* What similar goods cost elsewhere: offers in the order of their prices, by country and kind, and by country and category. */
#include "market/rivals/inside.h"
#include <stdlib.h>

enum { SIMILAR_FEW = 3 };

static uint64_t group_of(const struct market *m, uint32_t o, bool wide)
{
	uint32_t good = m->listing.good[m->offer.listing[o]];
	return (uint64_t)m->offer.country[o] << 32 | (wide ? m->world->good.category[good] : m->world->good.kind[good]);
}

static int by_price(const void *a, const void *b)
{
	const struct peer *x = a, *y = b;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->price < y->price ? -1 : x->price > y->price;
}

struct peers peers_find(struct market *m, const double *seen, bool wide)
{
	struct peers p = { .v = ARENA_ARRAY(&m->tick, struct peer, m->offer.t.n + 1) };
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (seen[o] > 0)
			p.v[p.n++] = (struct peer){ group_of(m, o, wide), seen[o], m->offer.store[o] };
	if (p.n)
		qsort(p.v, p.n, sizeof *p.v, by_price);
	return p;
}

/* The k-th price of a group among other stores', or how many there are. */
static double kth_of_others(const struct peers *p, uint32_t first, uint32_t store, uint32_t k, uint32_t *ret_n)
{
	uint32_t n = 0;
	for (uint32_t i = first; i < p->n && p->v[i].group == p->v[first].group; i++)
		if (p->v[i].store != store && n++ == k)
			return p->v[i].price;
	*ret_n = n;
	return 0;
}

static uint32_t first_peer(const struct peers *p, uint64_t group)
{
	uint32_t lo = 0, hi = p->n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (p->v[mid].group < group)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Median of the others' prices over their references: of the same kind of goods, or of the category where few sell that. */
double peers_similar(const struct market *m, uint32_t o, const double *seen, const struct peers peers[2])
{
	for (int wide = 0; wide < 2; wide++) {
		const struct peers *p = &peers[wide];
		uint32_t first = first_peer(p, group_of(m, o, wide)), n = 0, store = m->offer.store[o];
		kth_of_others(p, first, store, UINT32_MAX, &n);
		if (n < SIMILAR_FEW)
			continue;
		double upper = kth_of_others(p, first, store, n / 2, &n);
		return n % 2 ? upper : (kth_of_others(p, first, store, n / 2 - 1, &n) + upper) / 2;
	}
	return seen[o];
}
