/* Rivals' stores and listings come into a market from the world's tables. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/inside.h"
#include <stdlib.h>

enum { RIVAL_STORE = 0, STARS_CENTI = 100 };
#define ORDERS_PER_PAGE 0.03 /* what the world is solved for: docs/model.md, "Choice" */
#define LN_2 0.69314718055994531

double usual_units(const struct world *w, uint32_t r, uint32_t country)
{
	double all = 0, own = (double)w->country.buyers_ppm[country];
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->rlisting.countries[r] >> c & 1)
			all += (double)w->country.buyers_ppm[c];
	return w->params.pages_per_seat_day * ORDERS_PER_PAGE / ex_max(1, w->params.rival_listings_per_seat) * own / ex_max(1, all);
}

/* Old listings with many reviews sell more: 0.3 to 2 times the usual, 1 at about 150 reviews. */
static double following(const struct world *w, uint32_t r)
{
	return ex_clamp(ex_log(1.0 + w->rlisting.reviews[r]) / 5, 0.3, 2);
}

/* ---- which come first ---- */

struct turn {
	uint32_t *order;   /* rlisting rows, in the order of opening */
	uint32_t *served;  /* listings chosen, by category and country */
	uint32_t *sellers; /* listings chosen, by rival */
	uint32_t n;
};

/* How much a listing is wanted: countries with few listings of its category count most, then sellers with few. Whole numbers, so that it is the same everywhere. */
static int64_t wanted(const struct world *w, const struct turn *t, uint32_t r)
{
	int64_t sum = 0;
	uint32_t category = w->good.category[w->rlisting.good[r]], countries = 0;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->rlisting.countries[r] >> c & 1) {
			sum += 1000000 / (1 + t->served[category * w->country.t.n + c]);
			countries++;
		}
	return countries ? sum / countries * 100 - t->sellers[w->rlisting.rival[r]] : 0;
}

static void take(const struct world *w, struct turn *t, uint32_t r)
{
	uint32_t category = w->good.category[w->rlisting.good[r]];
	for (uint32_t c = 0; c < w->country.t.n; c++)
		t->served[category * w->country.t.n + c] += w->rlisting.countries[r] >> c & 1;
	t->sellers[w->rlisting.rival[r]]++;
	t->order[t->n++] = r;
}

/* Listings of one seller, category and set of countries are wanted alike, so the first of them stands for all. */
struct pile {
	uint32_t category, rival, countries, at, end; /* in `row` */
};
struct piles {
	uint32_t *row; /* listings, pile by pile */
	struct pile *v;
	uint32_t n;
};

static int by_pile(const void *a, const void *b, void *world)
{
	const struct world *w = world;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint32_t cx = w->good.category[w->rlisting.good[x]], cy = w->good.category[w->rlisting.good[y]];
	if (cx != cy)
		return cx < cy ? -1 : 1;
	if (w->rlisting.rival[x] != w->rlisting.rival[y])
		return w->rlisting.rival[x] < w->rlisting.rival[y] ? -1 : 1;
	if (w->rlisting.countries[x] != w->rlisting.countries[y])
		return w->rlisting.countries[x] < w->rlisting.countries[y] ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void pile_up(const struct world *w, struct piles *p)
{
	uint32_t n = w->rlisting.t.n;
	p->row = mem_alloc((n + 1) * sizeof *p->row);
	p->v = mem_alloc((n + 1) * sizeof *p->v);
	for (uint32_t i = 0; i < n; i++)
		p->row[i] = i;
	if (n)
		qsort_r(p->row, n, sizeof *p->row, by_pile, (void *)(uintptr_t)w);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t r = p->row[i];
		struct pile own = { w->good.category[w->rlisting.good[r]], w->rlisting.rival[r], w->rlisting.countries[r], i, i + 1 };
		struct pile *last = p->n ? &p->v[p->n - 1] : NULL;
		if (last && last->category == own.category && last->rival == own.rival && last->countries == own.countries)
			last->end = i + 1;
		else
			p->v[p->n++] = own;
	}
}

/* Round after round, each category gives the listing that is wanted most; ties go to the world's order. */
static void choose(const struct world *w, struct turn *t, uint32_t want)
{
	struct piles p = { 0 };
	pile_up(w, &p);
	for (uint32_t before = UINT32_MAX; t->n < want && t->n != before;) {
		before = t->n;
		for (uint32_t i = 0, end; i < p.n && t->n < want; i = end) {
			uint32_t best = ROW_NONE;
			int64_t best_wanted = INT64_MIN;
			for (end = i; end < p.n && p.v[end].category == p.v[i].category; end++) {
				if (p.v[end].at == p.v[end].end)
					continue;
				uint32_t r = p.row[p.v[end].at];
				int64_t v = wanted(w, t, r);
				if (v > best_wanted || (v == best_wanted && r < p.row[p.v[best].at])) {
					best_wanted = v;
					best = end;
				}
			}
			if (best != ROW_NONE)
				take(w, t, p.row[p.v[best].at++]);
		}
	}
	free(p.row);
	free(p.v);
}

/* ---- rows ---- */

static struct text_ref copy_text(struct market *m, struct text_ref r)
{
	return set_text(&m->set, world_str(m->world, r));
}

static struct list_ref copy_list(struct market *m, struct list_ref r)
{
	return set_list(&m->set, set_words(&m->world->set, r), r.n);
}

static uint32_t open_store(struct market *m, uint32_t rival)
{
	const struct world *w = m->world;
	uint64_t id = id_of(T_store, hash_str(W_rival, world_str(w, w->rival.code[rival])), RIVAL_STORE);
	uint32_t s = state_find(m, T_store, id);
	if (s != ROW_NONE)
		return s;
	s = state_add(m, T_store, id);
	m->store.kind[s] = 1;
	m->store.rival[s] = rival;
	m->store.state[s] = STORE_ACTIVE;
	m->store.name[s] = copy_text(m, w->rival.name[rival]);
	m->store.brand[s] = copy_text(m, w->rival.brand[rival]);
	m->store.about[s] = copy_text(m, w->rival.about_en[rival]);
	m->store.countries[s] = w->rival.countries[rival];
	m->store.applied_min[s] = m->store.decided_min[s] = w->rival.since_day[rival] * MIN_PER_DAY;
	return s;
}

static struct text_ref bullets(struct market *m, uint32_t r, enum tongue t)
{
	const struct world *w = m->world;
	const uint64_t *f = set_words(&w->set, w->rlisting.features[r]);
	struct buf b;
	buf_init(&b, 1 << 14);
	for (uint32_t i = 0; i < w->rlisting.features[r].n && i < 5; i++) {
		if (b.n)
			buf_char(&b, '\n');
		buf_str(&b, world_str(w, w->feature.line[f[i]].in[t]));
	}
	struct text_ref ref = set_text(&m->set, buf_span(&b));
	buf_fini(&b);
	return ref;
}

static void write_words(struct market *m, uint32_t listing, uint32_t r, enum tongue t)
{
	const struct world *w = m->world;
	uint64_t id = id_of(T_words, m->listing.id[listing], (uint64_t)t + 1);
	if (state_find(m, T_words, id) != ROW_NONE)
		return;
	uint32_t row = state_add(m, T_words, id);
	m->words.store[row] = m->listing.store[listing];
	m->words.listing[row] = listing;
	m->words.tongue[row] = (uint8_t)t;
	m->words.title[row] = copy_text(m, w->rlisting.title[r].in[t]);
	m->words.bullets[row] = bullets(m, r, t);
	m->words.tokens_title[row] = copy_list(m, w->rlisting.tokens_title[r].in[t]);
	m->words.tokens_body[row] = copy_list(m, w->rlisting.tokens_body[r].in[t]);
}

bool rival_is_local(const struct world *w, uint32_t rival, uint32_t country)
{
	return str_eq(world_str(w, w->rival.home[rival]), world_str(w, w->country.code[country]));
}

static uint16_t promise(struct market *m, uint32_t o, uint32_t good, bool local)
{
	const struct world *w = m->world;
	uint32_t country = m->offer.country[o];
	struct freight_quote q = { .days_min = RIVAL_LOCAL_DAYS / 2, .days_max = RIVAL_LOCAL_DAYS * 3 / 2 };
	lane_channel(w, good, 1, country, local, m->offer.price_minor[o], day_of_sellers(w, now_min(m)), ledger_rate_micro(m, w->country.currency[country], now_min(m)), &q);
	return rivals_promise_days(m, m->offer.store[o], &q);
}

/* The factor of the world's table is on the landed price; where tax comes on top, the label says less. Old S and ranks stand from the first day. */
static void make_offer(struct market *m, uint32_t listing, uint32_t r, uint32_t country)
{
	const struct world *w = m->world;
	uint32_t good = w->rlisting.good[r], o = state_add(m, T_offer, listing_offer_id(m->listing.id[listing], country));
	double landed = (double)world_usual_minor(w, country, good) * (double)w->rlisting.price_ppm[r] / 1e6;
	int64_t fen = 0, price = nice_price(ex_round(landed / on_top_factor(w, country, day_of_sellers(w, now_min(m)))),
				 ledger_decimals(w, w->country.currency[country]), false);
	bool local = rival_is_local(w, w->rlisting.rival[r], country);
	m->offer.store[o] = m->listing.store[listing];
	m->offer.listing[o] = listing;
	m->offer.country[o] = country;
	m->offer.price_minor[o] = m->offer.start_price_minor[o] = price;
	m->offer.channel[o] = local ? ROW_NONE : cheapest_channel(m, good, country, now_min(m), &fen);
	m->offer.promise_days[o] = local ? RIVAL_LOCAL_DAYS : w->country.promise_days[country];
	if (w->params.rival_ships > 0)
		m->offer.promise_days[o] = promise(m, o, good, local);
	m->offer.state[o] = OFFER_ACTIVE;
	m->offer.listed_min[o] = m->listing.published_min[listing];
	double s = usual_units(w, r, country) * following(w, r) * w->params.sales_half_days / LN_2;
	m->offer.sales_micro[o] = m->offer.day_sales_micro[o] = ex_round(s * 1e6);
	m->offer.sales_min[o] = now_min(m);
	m->offer.day_reviews[o] = m->listing.reviews[listing];
	m->offer.day_rating_micro[o] = (int64_t)((42 + m->listing.stars[listing]) * 1000000 / (10 + m->listing.reviews[listing]));
}

static void stock_up(struct market *m, uint32_t store, uint32_t r)
{
	const struct world *w = m->world;
	double units = 0;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->rlisting.countries[r] >> c & 1)
			units += usual_units(w, r, c) * following(w, r);
	uint64_t id = listing_stock_id(m->store.id[store], w->rlisting.good[r]);
	uint32_t s = state_find(m, T_stock, id);
	if (s == ROW_NONE) {
		s = state_add(m, T_stock, id);
		m->stock.store[s] = store;
		m->stock.good[s] = w->rlisting.good[r];
	}
	/* who sells to resellers has what they take at once */
	double days = w->params.line_units > 0 ? ex_max(w->rlisting.stock_days[r], w->params.rival_stock_days) : w->rlisting.stock_days[r];
	m->stock.on_hand[s] += ex_round(ex_max(1, units * days));
}

static void open_listing(struct market *m, uint32_t r)
{
	const struct world *w = m->world;
	uint32_t rival = w->rlisting.rival[r], good = w->rlisting.good[r], store = open_store(m, rival);
	uint64_t id = id_of(T_listing, m->store.id[store], w->rlisting.number[r]);
	if (state_find(m, T_listing, id) != ROW_NONE)
		return;
	uint32_t l = state_add(m, T_listing, id);
	char sku[24];
	struct buf b;
	buf_init(&b, sizeof sku);
	buf_printf(&b, "%u", w->rlisting.number[r]);
	m->listing.sku[l] = set_text(&m->set, buf_span(&b));
	buf_fini(&b);
	m->listing.store[l] = store;
	m->listing.good[l] = good;
	m->listing.category[l] = w->good.category[good];
	m->listing.brand[l] = copy_text(m, w->rival.brand[rival]);
	m->listing.claims[l] = copy_list(m, w->good.facts[good]);
	m->listing.attributes[l] = copy_text(m, w->good.attributes[good]);
	m->listing.pictures[l] = (uint8_t)(3 + w->rival.quality[rival] / 17);
	m->listing.main_picture[l] = (uint8_t)rng_below(rng_draw(m->key, DRAW_RIVAL, id, 0, 0).u[0], 4);
	m->listing.handling_days[l] = 1;
	m->listing.state[l] = LISTING_ACTIVE;
	m->listing.created_min[l] = m->listing.published_min[l] = w->rival.since_day[rival] * MIN_PER_DAY;
	m->listing.reviews[l] = w->rlisting.reviews[r];
	m->listing.stars[l] = ((uint64_t)w->rlisting.reviews[r] * w->rlisting.stars_x100[r] + STARS_CENTI / 2) / STARS_CENTI;
	m->listing.promised_quality_milli[l] = ex_round(listing_quality(w, good) * 1000);
	m->listing.rlisting[l] = r;
	m->store.reviews[store] += m->listing.reviews[l];
	m->store.stars[store] += m->listing.stars[l];
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->rlisting.countries[r] >> c & 1) {
			write_words(m, l, r, (enum tongue)w->country.tongue[c]);
			make_offer(m, l, r, c);
			rivals_advertise(m, listing_offer(m, l, c));
		}
	stock_up(m, store, r);
}

void rivals_open(struct market *m, uint32_t listings)
{
	const struct world *w = m->world;
	uint32_t want = listings < w->rlisting.t.n ? listings : w->rlisting.t.n;
	struct turn t = {
		.order = mem_alloc((w->rlisting.t.n + 1) * sizeof *t.order),
		.served = mem_alloc(((size_t)w->category.t.n * w->country.t.n + 1) * sizeof *t.served),
		.sellers = mem_alloc((w->rival.t.n + 1) * sizeof *t.sellers),
	};
	choose(w, &t, want);
	for (uint32_t i = 0; i < t.n; i++)
		open_listing(m, t.order[i]);
	free(t.order);
	free(t.served);
	free(t.sellers);
}
