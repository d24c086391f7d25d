/* A rival's sale. Rivals have no parcels and no ledger: what buyers see of them (stock, sales, reviews) changes at once. */
#include "base/exact.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/inside.h"
#include "market/search/search.h"

enum { FIRST_REVIEW = 1, GAP_MAX = 3 };

/* The gap that keeps a listing at the stars with which it began: those carry what its seller's care, parcels and promises did before. */
static double gap_of_stars(const struct world *w, uint32_t rlisting)
{
	double lo = -GAP_MAX, hi = GAP_MAX, stars = (double)w->rlisting.stars_x100[rlisting] / 100;
	if (!w->rlisting.reviews[rlisting])
		return 0;
	for (int step = 0; step < 12; step++) {
		double mid = (lo + hi) / 2;
		if (review_mean_written(w, mid, 0) < stars)
			lo = mid;
		else
			hi = mid;
	}
	return (lo + hi) / 2;
}

/* Named as an order would be, by session and listing. */
static void review(struct market *m, uint32_t offer, uint64_t sale, int64_t at_min)
{
	const struct world *w = m->world;
	uint32_t listing = m->offer.listing[offer], store = m->offer.store[offer];
	uint64_t id = id_of(T_review, sale, FIRST_REVIEW);
	double z, noise = rng_normal(rng_draw(m->key, DRAW_REVIEW, sale, 0, 0).u[0]),
		  writes = rng_uniform(rng_draw(m->key, DRAW_WRITES, sale, 0, 0).u[0]);
	/* most don't write whatever the gap: the search for it is saved */
	if (writes >= review_writes(w, GAP_MAX + 1 + ex_abs(noise)))
		return;
	double gap = gap_of_stars(w, m->listing.rlisting[listing]);
	int stars = review_stars(gap, 0, noise, &z);
	if (writes >= review_writes(w, z))
		return;
	uint32_t r = state_add(m, T_review, id);
	m->review.store[r] = store;
	m->review.listing[r] = listing;
	m->review.country[r] = m->offer.country[offer];
	m->review.stars[r] = (uint8_t)stars;
	m->review.phrase[r] = review_phrase(m, id, stars, gap, 0);
	m->review.written_min[r] = at_min;
	m->listing.reviews[listing]++;
	m->listing.stars[listing] += (uint64_t)stars;
	m->store.reviews[store]++;
	m->store.stars[store] += (uint64_t)stars;
}

bool rivals_sell(struct market *m, uint32_t offer, uint64_t session, uint32_t quantity, int64_t at_min)
{
	uint32_t listing = m->offer.listing[offer], store = m->offer.store[offer];
	uint32_t stock = state_find(m, T_stock, listing_stock_id(m->store.id[store], m->listing.good[listing]));
	if (stock == ROW_NONE || m->stock.on_hand[stock] < quantity)
		return false;
	m->stock.on_hand[stock] -= quantity;
	m->store.orders[store]++;
	m->offer.units[offer] += quantity;
	m->offer.units_today[offer] += quantity;
	m->meta.orders[0]++;
	m->meta.units[0] += quantity;
	m->meta.gmv_fen[0] += ledger_to_fen(
		m, m->world->country.currency[m->offer.country[offer]], m->offer.price_minor[offer] * quantity + m->offer.ship_minor[offer], at_min);
	search_sales_add(m, offer, 1, at_min);
	review(m, offer, id_of(T_order, session, m->listing.id[listing]), at_min);
	return true;
}
