/* A rival's sale. Rivals have no rows of orders and no ledger: what buyers see of them (stock, sales, reviews) changes at once. Where they ship (rival_ships), the review is that of
 * what the parcel will be. Who listens (market/trace.h) is told the whole order. */
#include "base/exact.h"
#include "market/demand/demand.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/inside.h"
#include "market/search/search.h"
#include "market/trace.h"

enum { FIRST_REVIEW = 1, GAP_MAX = 3, REVIEW_AFTER_MIN = 1440, EARLY_DAYS = 7, FILL_UP = 20 };

/* The gap that keeps a listing at the stars with which it began: those carry what its seller's care, parcels and promises did before. */
static double gap_of_stars(const struct world *w, uint32_t rlisting, double usual_late)
{
	double lo = -GAP_MAX, hi = GAP_MAX, stars = (double)w->rlisting.stars_x100[rlisting] / 100;
	if (!w->rlisting.reviews[rlisting])
		return 0;
	for (int step = 0; step < 12; step++) {
		double mid = (lo + hi) / 2;
		if (review_mean_written(w, mid, usual_late) < stars)
			lo = mid;
		else
			hi = mid;
	}
	return (lo + hi) / 2;
}

/* Named as an order would be, by session and listing. Returns the stars, 0: no review. Where rivals ship, a listing's stars are those of parcels that come early, as
 * promises are long, and being late is taken off. */
static int review(struct market *m, uint32_t offer, uint64_t sale, int64_t at_min, double days_late)
{
	const struct world *w = m->world;
	bool ships = w->params.rival_ships > 0;
	uint32_t listing = m->offer.listing[offer], store = m->offer.store[offer];
	uint64_t id = id_of(T_review, sale, FIRST_REVIEW);
	double z, noise = rng_normal(rng_draw(m->key, DRAW_REVIEW, sale, 0, 0).u[0]),
		  writes = rng_uniform(rng_draw(m->key, DRAW_WRITES, sale, 0, 0).u[0]);
	/* most don't write whatever the gap: the search for it is saved */
	if (writes >= review_writes(w, GAP_MAX + (ships ? 3 : 1) + ex_abs(noise)))
		return 0;
	double gap = gap_of_stars(w, m->listing.rlisting[listing], ships ? -EARLY_DAYS : 0);
	int stars = review_stars(gap, days_late, noise, &z);
	if (writes >= review_writes(w, z))
		return 0;
	uint32_t r = state_add(m, T_review, id);
	m->review.store[r] = store;
	m->review.listing[r] = listing;
	m->review.country[r] = m->offer.country[offer];
	m->review.stars[r] = (uint8_t)stars;
	m->review.phrase[r] = review_phrase(m, id, stars, gap, days_late);
	m->review.written_min[r] = at_min;
	m->listing.reviews[listing]++;
	m->listing.stars[listing] += (uint64_t)stars;
	m->store.reviews[store]++;
	m->store.stars[store] += (uint64_t)stars;
	return stars;
}

/* One line: pieces leave the stock, sales are counted. False when there are not so many. */
static bool sell_line(struct market *m, uint32_t offer, uint32_t quantity, int64_t ship_minor, int64_t at_min)
{
	uint32_t listing = m->offer.listing[offer], store = m->offer.store[offer];
	uint32_t stock = state_find(m, T_stock, listing_stock_id(m->store.id[store], m->listing.good[listing]));
	if (stock == ROW_NONE || m->stock.on_hand[stock] < quantity)
		return false;
	m->stock.on_hand[stock] -= quantity;
	m->offer.units[offer] += quantity;
	m->offer.units_today[offer] += quantity;
	m->meta.units[0] += quantity;
	m->meta.gmv_fen[0] +=
		ledger_to_fen(m, m->world->country.currency[m->offer.country[offer]], m->offer.price_minor[offer] * quantity + ship_minor, at_min);
	search_sales_add(m, offer, 1, at_min);
	return true;
}

static struct trace_line line_of(const struct market *m, uint32_t offer, uint32_t quantity)
{
	uint32_t listing = m->offer.listing[offer], good = m->listing.good[listing];
	return (struct trace_line){ m->store.id[m->offer.store[offer]], m->listing.id[listing], good, m->world->good.category[good], quantity,
		m->world->good.weight_g[good] * quantity, m->offer.price_minor[offer] };
}

/* The order's lines after the first, which stands before ret. */
static uint32_t sell_basket(struct market *m, uint64_t order, uint32_t first, uint64_t buyer, int64_t at_min, struct trace_line *ret)
{
	uint32_t offer[BASKET_LINES_MAX + 1], n = basket_count(m, order, buyer), sold = 0;
	bool fills_up = basket_fills_up(m, order);
	uint32_t most = fills_up && n + FILL_UP < BASKET_LINES_MAX ? n + FILL_UP : n, got = most ? basket_fill(m, order, most, first, offer) : 0;
	double worth = (double)ret[-1].unit_minor * ret[-1].quantity;
	for (uint32_t i = 0; i < got && (i < n || worth < m->world->params.basket_least_minor); i++) {
		uint32_t quantity = m->world->params.line_units > 0 ? basket_pieces(m, order, i + 1, buyer, offer[i]) : 1;
		if (!sell_line(m, offer[i], quantity, 0, at_min))
			continue;
		ret[sold] = line_of(m, offer[i], quantity);
		worth += (double)ret[sold].unit_minor * quantity;
		sold++;
	}
	return sold;
}

static void tell(const struct market *m, uint32_t offer, uint64_t order, uint64_t session, uint64_t buyer, uint32_t query, int64_t at_min, const struct fulfilment *f,
	const struct trace_line *line, uint32_t n_lines, int stars)
{
	bool ships = m->world->params.rival_ships > 0, unfilled = ships && f->shipped_min == TIME_NEVER;
	struct trace_order o = {
		.id = order,
		.buyer = buyer,
		.store = m->store.id[m->offer.store[offer]],
		.session = session,
		.rival = true,
		.country = m->offer.country[offer],
		.query = query == ROW_NONE ? TRACE_NONE : (int64_t)query,
		.placed_min = at_min,
		.ship_minor = m->offer.ship_minor[offer],
		.state = !ships ? STR("paid") : unfilled ? STR("cancelled") : f->delivered_min == TIME_NEVER ? STR("lost") : STR("delivered"),
		.line = line,
		.n_lines = n_lines,
		.has_parcel = ships && !unfilled,
		.local = f->local,
		.channel = f->channel == ROW_NONE ? TRACE_NONE : (int64_t)f->channel,
		.promised_min = f->promised_min,
		.shipped_min = f->shipped_min,
		.accepted_min = f->accepted_min,
		.exported_min = f->exported_min,
		.arrived_min = f->arrived_min,
		.cleared_min = f->cleared_min,
		.delivered_min = f->delivered_min,
		.lost_min = f->lost_min,
		.freight_minor = f->freight_minor,
		.charge_g = f->charge_g,
		.stars = stars,
		.reviewed_min = !stars ? TRACE_NEVER : !ships ? at_min : (f->delivered_min == TIME_NEVER ? f->lost_min : f->delivered_min) + REVIEW_AFTER_MIN,
	};
	for (uint32_t i = 0; i < n_lines; i++)
		o.item_minor += line[i].unit_minor * line[i].quantity;
	m->trace->order(m->trace->arg, &o);
}

bool rivals_sell(struct market *m, uint32_t offer, uint64_t session, uint32_t quantity, int64_t at_min)
{
	const struct world_params *k = &m->world->params;
	uint32_t listing = m->offer.listing[offer], query = ROW_NONE, n = 1;
	uint64_t order = id_of(T_order, session, m->listing.id[listing]), buyer = 0;
	bool tells = m->trace && m->trace->order;
	struct trace_line line[BASKET_LINES_MAX + 1];
	struct fulfilment f = { .channel = ROW_NONE, .promised_min = TIME_NEVER, .shipped_min = TIME_NEVER, .accepted_min = TIME_NEVER, .exported_min = TIME_NEVER,
		.arrived_min = TIME_NEVER, .cleared_min = TIME_NEVER, .delivered_min = TIME_NEVER, .lost_min = TIME_NEVER };
	if (tells || k->basket_lines > 0 || k->line_units > 0)
		demand_outcome(m, session, &buyer, &query);
	if (k->line_units > 0)
		quantity = basket_pieces(m, order, 0, buyer, offer);
	if (!sell_line(m, offer, quantity, m->offer.ship_minor[offer], at_min))
		return false;
	m->store.orders[m->offer.store[offer]]++;
	m->meta.orders[0]++;
	line[0] = line_of(m, offer, quantity);
	if (k->basket_lines > 0)
		n += sell_basket(m, order, offer, buyer, at_min, line + 1);
	if (k->rival_ships > 0)
		rivals_fulfil(m, offer, order, quantity, at_min, &f);
	int stars = review(m, offer, order, at_min, f.days_late);
	if (tells)
		tell(m, offer, order, session, buyer, query, at_min, &f, line, n, stars);
	return true;
}
