/* Further lines of a rival's order: other goods of the same store, or of others that sell in the country. Buyers who resell take many lines and many pieces; a
 * shop that is larger takes more of both. Goods differ in how often they go along: an appeal of their own, drawn once. */
#include "base/exact.h"
#include "market/rivals/inside.h"

enum { ORDER_DRAW = 0, FIRST_LINE = 1 };
static const uint16_t pack[] = { 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 36, 48, 60, 72, 96, 120, 144, 200, 240, 288, 360, 432, 576, 720, 1000, 1440, 2000, 2880, 4000 };

static double normal(const struct market *m, uint64_t of, uint64_t item, int what)
{
	return rng_normal(rng_draw(m->key, DRAW_BASKET, of, item, 0).u[what]);
}

static double size_of(const struct market *m, uint64_t buyer)
{
	double sd = m->world->params.basket_size_sd;
	return sd > 0 ? ex_exp(sd * normal(m, buyer, ORDER_DRAW, 0) - sd * sd / 2) : 1;
}

/* Sold by the piece, the half dozen, the dozen, the gross. */
static uint32_t as_packed(double pieces)
{
	size_t n = sizeof pack / sizeof *pack, i = 0;
	while (i + 1 < n && pieces >= ex_sqrt((double)pack[i] * pack[i + 1]))
		i++;
	return pack[i];
}

uint32_t basket_pieces(const struct market *m, uint64_t order, uint32_t nth, uint64_t buyer, uint32_t offer)
{
	const struct world_params *k = &m->world->params;
	double price = (double)(m->offer.price_minor[offer] > 1 ? m->offer.price_minor[offer] : 1);
	double dear = ex_log(price / ex_max(1, k->line_price_minor));
	return as_packed(k->line_units * ex_sqrt(size_of(m, buyer)) * ex_exp(k->line_units_sd * normal(m, order, FIRST_LINE + nth, 0) - k->line_units_price * dear));
}

/* Poisson of a Gamma: geometric for shape 1. */
uint32_t basket_count(const struct market *m, uint64_t order, uint64_t buyer)
{
	const struct world_params *k = &m->world->params;
	if (k->basket_lines <= 0)
		return 0;
	struct draw u = rng_draw(m->key, DRAW_BASKET, order, ORDER_DRAW, 0);
	double shape = ex_clamp(k->basket_shape, 0.05, 100), mean = k->basket_lines * size_of(m, buyer);
	int64_t n = rng_poisson(u.u[1], rng_gamma(u.u[2], shape, mean / shape));
	return n < BASKET_LINES_MAX ? (uint32_t)n : BASKET_LINES_MAX;
}

bool basket_fills_up(const struct market *m, uint64_t order)
{
	const struct world_params *k = &m->world->params;
	return k->basket_least_minor > 0 && rng_uniform(rng_draw(m->key, DRAW_BASKET, order, ORDER_DRAW, 0).u[3]) < k->basket_least_share;
}

struct shelf {
	uint32_t *offer, n;
	double *sum; /* running */
};

static void put(struct shelf *s, uint32_t offer, double weight)
{
	s->offer[s->n] = offer;
	s->sum[s->n] = (s->n ? s->sum[s->n - 1] : 0) + weight;
	s->n++;
}

static uint32_t take(const struct shelf *s, uint32_t u)
{
	double goal = rng_uniform(u) * (s->n ? s->sum[s->n - 1] : 0);
	uint32_t lo = 0, hi = s->n;
	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->sum[mid - 1] <= goal)
			lo = mid;
		else
			hi = mid;
	}
	return s->n ? s->offer[lo] : ROW_NONE;
}

static struct shelf shelf(struct market *m)
{
	return (struct shelf){ ARENA_ARRAY(&m->tick, uint32_t, m->offer.t.n + 1), 0, ARENA_ARRAY(&m->tick, double, m->offer.t.n + 1) };
}

uint32_t basket_fill(struct market *m, uint64_t order, uint32_t n, uint32_t first, uint32_t *ret_offer)
{
	const struct world_params *k = &m->world->params;
	struct shelf own = shelf(m), all = shelf(m);
	uint32_t country = m->offer.country[first], store = m->offer.store[first], got = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		if (m->offer.country[o] != country || m->store.kind[m->offer.store[o]] != 1 || m->offer.state[o] != OFFER_ACTIVE || o == first)
			continue;
		double weight = ex_exp(k->basket_appeal_sd * normal(m, m->listing.id[m->offer.listing[o]], ORDER_DRAW, 3));
		put(&all, o, weight);
		if (m->offer.store[o] == store)
			put(&own, o, weight);
	}
	for (uint32_t i = 0; i < n; i++) {
		struct draw u = rng_draw(m->key, DRAW_BASKET, order, FIRST_LINE + i, 0);
		uint32_t o = take(rng_uniform(u.u[1]) < k->basket_same_store ? &own : &all, u.u[2]);
		bool again = o == ROW_NONE;
		for (uint32_t j = 0; j < got && !again; j++)
			again = ret_offer[j] == o;
		if (!again)
			ret_offer[got++] = o;
	}
	return got;
}
