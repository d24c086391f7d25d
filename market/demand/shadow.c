#include "market/demand/shadow.h"
#include "market/demand/inside.h"
#include "market/listing/listing.h"
#include "base/calendar.h"
#include "base/exact.h"
#include <stdlib.h>
#include <string.h>

void shadow_init(struct shadow *s, uint32_t store, void (*swap)(void *arg), void *arg)
{
	*s = (struct shadow){ .store = store, .swap = swap, .arg = arg, .ads = ads_index_create(), .day = INT64_MIN };
	map_init(&s->at);
}

void shadow_fini(struct shadow *s)
{
	ads_index_destroy(s->ads);
	for (uint32_t p = 0; p < s->n_pages; p++)
		ad_list_fini(&s->candidates[p]);
	free(s->candidates);
	free(s->bids_version);
	free(s->front);
	free(s->image);
	free(s->more_micro);
	free(s->v);
	map_fini(&s->at);
}

/* ---- what came of it ---- */

static struct effect *effect_of(struct shadow *s, const struct market *m, uint32_t offer, uint32_t query)
{
	uint64_t key = hash_id(m->offer.id[offer], query, (uint64_t)s->day);
	uint32_t at = map_find(&s->at, key);
	if (at != MAP_NONE)
		return &s->v[at];
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 256;
		s->v = mem_grow(s->v, s->cap * sizeof *s->v);
	}
	map_put(&s->at, key, s->n);
	s->v[s->n] = (struct effect){ .listing = m->listing.id[m->offer.listing[offer]], .country = m->offer.country[offer], .query = query, .day = s->day };
	return &s->v[s->n++];
}

static struct outcome_sum *side_of(struct shadow *s, const struct market *m, uint32_t offer, uint32_t query, bool other)
{
	struct effect *e = effect_of(s, m, offer, query);
	return other ? &e->other : &e->real;
}

static bool own(const struct shadow *s, const struct market *m, uint32_t offer)
{
	return offer != ROW_NONE && m->offer.store[offer] == s->store;
}

/* What one piece earns at its present price, ads apart. */
static int64_t unit_profit(const struct market *m, uint32_t offer)
{
	struct unit_cost cost;
	if (m->offer.channel[offer] == ROW_NONE)
		return 0;
	struct unit_ask ask = listing_offer_ask(m, offer);
	listing_unit_cost(m->world, &ask, &cost);
	return cost.refusal == FREIGHT_OK ? cost.profit_minor : 0;
}

static uint32_t alternative(const struct demand *d, const struct page *p, const struct outcome *o)
{
	const struct ad_place *ad = o->strip[0] ? strip_place(d, p->offer[o->place[0]], o->strip[0] - 1) : NULL;
	return ad ? ad->offer : p->offer[o->place[0]];
}

static void count_clicks(struct shadow *s, const struct demand *d, const struct market *m, const struct page *p, const struct outcomes *out, bool other)
{
	for (int i = 0; i < PAGE_POSITIONS; i++) {
		if (!own(s, m, p->offer[i]) || !p->seen[i].examined)
			continue;
		struct outcome_sum *v = side_of(s, m, p->offer[i], p->query, other);
		v->examined += p->seen[i].examined;
		v->clicks += p->seen[i].clicks;
		v->expected_micro += p->seen[i].expected_micro;
	}
	for (uint32_t i = 0; i < out->n_paid; i++) {
		const struct paid *c = &out->paid[i];
		const struct ad_place *ad = c->strip ? strip_place(d, p->offer[c->place], c->strip - 1) : &p->sponsored[c->place - PAGE_PLACES];
		if (!own(s, m, ad->offer))
			continue;
		struct outcome_sum *v = side_of(s, m, ad->offer, p->query, other);
		v->clicks += c->strip != 0;
		v->expected_micro += c->expected_micro;
		v->ad_clicks++;
		v->spend_micro += ad->price_micro;
		s->more_micro[m->ad.campaign[ad->ad]] += other ? ad->price_micro : -ad->price_micro;
	}
}

/* Visits a page with everybody who came in the tick; winners[i]: what session i bought, ROW_NONE if nothing. */
static void visit(struct shadow *s, const struct demand *d, const struct market *m, struct page *p, bool other, uint32_t *winners)
{
	struct outcomes out = { 0 };
	memset(p->seen, 0, sizeof p->seen);
	for (uint32_t i = 0; i < p->sessions; i++) {
		uint32_t before = out.n;
		page_visit(d, p, &d->session[d->order[p->first + i]], &out);
		winners[i] = out.n > before ? alternative(d, p, &out.v[before]) : ROW_NONE;
		if (own(s, m, winners[i])) {
			struct outcome_sum *v = side_of(s, m, winners[i], p->query, other);
			uint32_t units = sale_units(m, d->session[d->order[p->first + i]].id);
			v->orders++;
			v->units += units;
			v->sales_minor += m->offer.price_minor[winners[i]] * units;
			v->profit_minor += unit_profit(m, winners[i]) * units;
		}
	}
	count_clicks(s, d, m, p, &out, other);
	free(out.v);
	free(out.paid);
	free(out.look);
}

/* ---- the other pages ---- */

static void grow(struct shadow *s, const struct demand *d, const struct market *m)
{
	if (d->n_pages > s->n_pages) {
		s->candidates = mem_grow(s->candidates, d->n_pages * sizeof *s->candidates);
		s->bids_version = mem_grow(s->bids_version, d->n_pages * sizeof *s->bids_version);
		for (uint32_t p = s->n_pages; p < d->n_pages; p++) {
			s->candidates[p] = (struct ad_list){ 0 };
			s->bids_version[p] = 0;
		}
		s->n_pages = d->n_pages;
	}
	s->front = mem_grow(s->front, (m->offer.t.n + 1) * sizeof *s->front);
	s->image = mem_grow(s->image, (m->offer.t.n + 1) * sizeof *s->image);
	memcpy(s->front, d->front, m->offer.t.n * sizeof *s->front);
	memcpy(s->image, d->image, m->offer.t.n * sizeof *s->image);
	if (m->campaign.t.n > s->n_campaigns) {
		s->more_micro = mem_grow(s->more_micro, m->campaign.t.n * sizeof *s->more_micro);
		memset(s->more_micro + s->n_campaigns, 0, (m->campaign.t.n - s->n_campaigns) * sizeof *s->more_micro);
		s->n_campaigns = m->campaign.t.n;
	}
}

/* The store's offers of a country that stand in the way of nobody but by rank, with how they meet the query. */
static int own_candidates(const struct shadow *s, const struct market *m, const struct page *p, const uint32_t *offers, uint32_t n, struct place *ret)
{
	struct list_ref words = m->world->query.tokens[p->query];
	int found = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (m->offer.country[offers[i]] != p->country || s->front[offers[i]].blocked != BLOCKED_NOT)
			continue;
		double rel = search_relevance(m, offers[i], set_words(&m->world->set, words), words.n);
		if (search_retrieves(m, p->query, offers[i], rel))
			ret[found++] = (struct place){ .offer = offers[i], .rel = (float)rel };
	}
	return found;
}

static void lay_out(const struct shadow *s, const struct demand *d, const struct market *m, struct page *q, const uint32_t *offers, uint32_t n)
{
	struct place *v = mem_alloc((q->n_candidates + n + 1) * sizeof *v);
	int k = own_candidates(s, m, q, offers, n, v);
	bool stood = false;
	for (int i = 0; i < q->n; i++)
		stood |= own(s, m, q->offer[i]);
	if (k || stood) {
		for (uint32_t i = 0; i < q->n_candidates; i++)
			if (!own(s, m, q->candidate[i].offer) && s->front[q->candidate[i].offer].blocked == BLOCKED_NOT)
				v[k++] = q->candidate[i];
		page_fill(m, q, v, search_rank_first(m, s->front, q->query_id, d->day, v, k));
	}
	free(v);
}

static bool same_ads(const struct ad_place *a, const struct ad_place *b, int n)
{
	for (int i = 0; i < n; i++)
		if (a[i].offer != b[i].offer || (a[i].offer != ROW_NONE && (a[i].ad != b[i].ad || a[i].target != b[i].target || a[i].price_micro != b[i].price_micro)))
			return false;
	return true;
}

static bool differs(const struct shadow *s, const struct demand *d, const struct market *m, const struct page *p, const struct page *q, const bool *changed)
{
	if (!same_ads(p->sponsored, q->sponsored, AD_PLACES))
		return true;
	for (int i = 0; i < PAGE_POSITIONS; i++) {
		uint32_t o = q->offer[i];
		if (o != p->offer[i] || (own(s, m, o) && changed[o]))
			return true;
		if (o != ROW_NONE && !same_ads(ads_strip(d->ads, o), ads_strip(s->ads, o), AD_STRIP_PLACES))
			return true;
	}
	return false;
}

/* Budgets of the other course: what was really spent and what it spends beyond; it ends its day where the real one ended, with the same rest. */
static void set_budgets(struct shadow *s, struct market *m, const int64_t *rest)
{
	for (uint32_t c = 0; c < m->campaign.t.n; c++) {
		if (m->campaign.store[c] != s->store)
			continue;
		int64_t left = m->campaign.budget_minor[c] * ads_micro_of_minor(m->world, m->campaign.country[c]) - m->campaign.today_micro[c] - s->more_micro[c];
		m->campaign.capped_min[c] = left <= rest[c] ? now_min(m) : 0;
	}
}

void shadow_tick(struct shadow *s, struct demand *d, struct market *m)
{
	uint32_t n = 0, n_pages = 0, *offers = ARENA_ARRAY(&m->tick, uint32_t, m->offer.t.n + 1);
	bool *changed = ARENA_ARRAY(&m->tick, bool, m->offer.t.n + 1);
	int64_t *rest = ARENA_ARRAY(&m->tick, int64_t, m->campaign.t.n + 1), *quality = ARENA_ARRAY(&m->tick, int64_t, m->listing.t.n + 1);
	int64_t *capped = ARENA_ARRAY(&m->tick, int64_t, m->campaign.t.n + 1);
	uint64_t countries = 0;
	grow(s, d, m);
	if (d->day != s->day) {
		memset(s->more_micro, 0, s->n_campaigns * sizeof *s->more_micro);
		s->day = d->day;
	}
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (own(s, m, o)) {
			offers[n++] = o;
			countries |= (uint64_t)1 << m->offer.country[o];
		}
	for (uint32_t c = 0; c < m->campaign.t.n; c++) {
		capped[c] = m->campaign.capped_min[c];
		rest[c] = capped[c] ? m->campaign.budget_minor[c] * ads_micro_of_minor(m->world, m->campaign.country[c]) - m->campaign.today_micro[c] : 0;
	}
	memcpy(quality, m->listing.promised_quality_milli, m->listing.t.n * sizeof *quality);

	s->swap(s->arg);
	set_budgets(s, m, rest);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t o = offers[i];
		search_front(m, o, d->day, &s->front[o]);
		s->image[o] = page_image(m, o);
		changed[o] = memcmp(&s->front[o], &d->front[o], sizeof s->front[o]) != 0 || s->image[o] != d->image[o] ||
			     m->listing.promised_quality_milli[m->offer.listing[o]] != quality[m->offer.listing[o]];
	}
	ads_index_update(s->ads, m, s->front, NULL, NULL);
	struct demand other = *d;
	other.front = s->front;
	other.image = s->image;
	other.ads = s->ads;
	struct page *q = mem_alloc((d->n_touched + 1) * sizeof *q);
	uint32_t **winners = ARENA_ARRAY(&m->tick, uint32_t *, d->n_touched + 1), *of = ARENA_ARRAY(&m->tick, uint32_t, d->n_touched + 1);
	for (uint32_t t = 0; t < d->n_touched; t++) {
		uint32_t at = d->touched[t];
		struct page *p = &d->page[at];
		if (!(countries >> p->country & 1))
			continue;
		q[n_pages] = *p;
		if (s->bids_version[at] != ads_bids_version(s->ads, p->country)) {
			ads_find(s->ads, m, p->country, p->query, &s->candidates[at]);
			s->bids_version[at] = ads_bids_version(s->ads, p->country);
		}
		q[n_pages].ads = s->candidates[at];
		lay_out(s, d, m, &q[n_pages], offers, n);
		page_sell(s->ads, m, &q[n_pages]);
		if (!differs(s, d, m, p, &q[n_pages], changed))
			continue;
		winners[n_pages] = ARENA_ARRAY(&m->tick, uint32_t, p->sessions + 1);
		of[n_pages] = at;
		visit(s, &other, m, &q[n_pages], true, winners[n_pages]);
		n_pages++;
	}
	s->swap(s->arg);
	for (uint32_t c = 0; c < m->campaign.t.n; c++)
		m->campaign.capped_min[c] = capped[c];

	for (uint32_t i = 0; i < n_pages; i++) {
		struct page *p = &q[i];
		*p = d->page[of[i]];
		uint32_t *real = ARENA_ARRAY(&m->tick, uint32_t, p->sessions + 1);
		visit(s, d, m, p, false, real);
		s->pages++;
		s->sessions += p->sessions;
		for (uint32_t k = 0; k < p->sessions; k++)
			s->strangers += real[k] != winners[i][k] && !own(s, m, real[k]) && !own(s, m, winners[i][k]);
	}
	free(q);
}
