/* One market played again as it was, with the rows of one store in two versions: as they really were, and as they might have been. */
#include "market/ads/ads.h"
#include "market/core/state.h"
#include "market/demand/shadow.h"
#include "base/hash.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Columns that the market writes while time passes: they have one version. */
static const char *const course[] = { "offer.sales_micro", "offer.sales_min", "offer.units", "offer.day_sales_micro", "offer.day_rating_micro", "offer.day_reviews",
	"offer.units_today", "offer.units_yesterday", "offer.listed_min", "listing.reviews", "listing.stars", "campaign.today_micro", "campaign.spent_micro",
	"campaign.unbilled_micro", "campaign.capped_min", "ad.looked_milli", "ad.clicks", "ad.orders", "ad.quality", NULL };
static const enum state_table tables[] = { T_listing, T_words, T_offer, T_campaign, T_adgroup, T_ad, T_target };
enum { TABLES = sizeof tables / sizeof tables[0], CELLS_MAX = 512 };

/* A row's other version: its cells one after the other. */
struct version {
	uint8_t table; /* index into tables */
	uint32_t row;
	unsigned char cells[CELLS_MAX];
};
struct whatif {
	struct market *m;
	uint64_t seat;
	uint32_t store;
	bool other; /* which version is in place */
	struct version *v;
	uint32_t n, cap;
	uint32_t campaigns[2];	/* of the store's counter, in each version */
	uint32_t seen[TABLES];	/* rows that were looked at for new ones */
	bool moves[TABLES][64]; /* columns that have two versions */
	struct shadow shadow;
};

static const struct table_desc *desc_of(int t)
{
	const struct table_desc *d;
	market_tables(&d);
	return &d[tables[t]];
}

static void find_columns(struct whatif *w)
{
	for (int t = 0; t < TABLES; t++) {
		const struct table_desc *d = desc_of(t);
		size_t bytes = 0, name = strlen(d->name);
		assert(d->n_columns <= 64);
		for (int c = 0; c < d->n_columns; c++) {
			bool one = c == 0 || strcmp(d->columns[c].name, "store") == 0;
			for (int i = 0; course[i] && !one; i++)
				one = strncmp(course[i], d->name, name) == 0 && course[i][name] == '.' && strcmp(course[i] + name + 1, d->columns[c].name) == 0;
			w->moves[t][c] = !one;
			bytes += one ? 0 : column_size(d->columns[c].kind);
		}
		assert(bytes <= CELLS_MAX);
	}
}

static void exchange(struct whatif *w, struct version *v)
{
	const struct table_desc *d = desc_of(v->table);
	size_t at = 0;
	for (int c = 0; c < d->n_columns; c++) {
		if (!w->moves[v->table][c])
			continue;
		size_t n = column_size(d->columns[c].kind);
		unsigned char here[32], *cell = set_cell(&w->m->set, tables[v->table], c, v->row);
		for (size_t i = 0; i < n; i += sizeof here) {
			size_t part = n - i < sizeof here ? n - i : sizeof here;
			memcpy(here, cell + i, part);
			memcpy(cell + i, v->cells + at + i, part);
			memcpy(v->cells + at + i, here, part);
		}
		at += n;
	}
}

static void swap(void *arg)
{
	struct whatif *w = arg;
	for (uint32_t i = 0; i < w->n; i++)
		exchange(w, &w->v[i]);
	w->campaigns[w->other] = w->m->store.campaigns[w->store];
	w->other = !w->other;
	w->m->store.campaigns[w->store] = w->campaigns[w->other];
}

static uint32_t store_of_row(const struct market *m, int t, uint32_t row)
{
	switch (tables[t]) {
	case T_listing:
		return m->listing.store[row];
	case T_words:
		return m->words.store[row];
	case T_offer:
		return m->offer.store[row];
	case T_campaign:
		return m->campaign.store[row];
	case T_adgroup:
		return m->adgroup.store[row];
	case T_ad:
		return m->ad.store[row];
	default:
		return m->target.store[row];
	}
}

/* A row that is in one version only does nothing in the other. */
static void switch_off(struct market *m, int t, uint32_t row)
{
	switch (tables[t]) {
	case T_listing:
		m->listing.state[row] = LISTING_DELETED;
		break;
	case T_offer:
		m->offer.state[row] = OFFER_OFF;
		break;
	case T_campaign:
		m->campaign.state[row] = AD_ARCHIVED;
		break;
	case T_adgroup:
		m->adgroup.state[row] = AD_ARCHIVED;
		break;
	case T_ad:
		m->ad.state[row] = AD_ARCHIVED;
		break;
	case T_target:
		m->target.state[row] = AD_ARCHIVED;
		break;
	default:
		break;
	}
}

/* The store's rows that came since the last call get a second version: the same as the first (both: the store had them before), or switched off. */
static void find_rows(struct whatif *w, bool both)
{
	for (int t = 0; t < TABLES; t++) {
		const struct table_desc *d = desc_of(t);
		uint32_t n = set_table(&w->m->set, tables[t])->n;
		for (uint32_t row = w->seen[t]; row < n; row++) {
			if (store_of_row(w->m, t, row) != w->store)
				continue;
			if (w->n == w->cap) {
				w->cap = w->cap ? w->cap * 2 : 64;
				w->v = mem_grow(w->v, w->cap * sizeof *w->v);
			}
			struct version *v = &w->v[w->n++];
			*v = (struct version){ .table = (uint8_t)t, .row = row };
			size_t at = 0;
			for (int c = 0; c < d->n_columns; c++)
				if (w->moves[t][c]) {
					memcpy(v->cells + at, set_cell(&w->m->set, tables[t], c, row), column_size(d->columns[c].kind));
					at += column_size(d->columns[c].kind);
				}
			exchange(w, v); /* the same cells: now the second version is in place */
			if (!both)
				switch_off(w->m, t, row);
			if (tables[t] == T_campaign)
				w->m->campaign.groups[row] += both ? ADS_NUMBER_OTHER : 0;
			exchange(w, v);
		}
		w->seen[t] = n;
	}
}

enum problem_code whatif_create(struct market *m, uint64_t seat, struct whatif **ret, struct problem *p)
{
	uint32_t s = state_find(m, T_seat, seat);
	if (s == ROW_NONE || m->seat.store[s] == ROW_NONE) {
		market_destroy(m);
		return problem_set(p, s == ROW_NONE ? PROBLEM_NO_SEAT : PROBLEM_NO_STORE, "", NULL);
	}
	struct whatif *w = mem_alloc(sizeof *w);
	w->m = m;
	w->seat = seat;
	w->store = m->seat.store[s];
	w->campaigns[0] = m->store.campaigns[w->store];
	w->campaigns[1] = w->campaigns[0] + ADS_NUMBER_OTHER;
	find_columns(w);
	find_rows(w, true);
	shadow_init(&w->shadow, w->store, swap, w);
	m->shadow = &w->shadow;
	*ret = w;
	return PROBLEM_NONE;
}

void whatif_destroy(struct whatif *w)
{
	if (!w)
		return;
	shadow_fini(&w->shadow);
	market_destroy(w->m);
	free(w->v);
	free(w);
}

/* Acts on what has two versions. */
static bool is_choice(enum act_kind kind)
{
	switch (kind) {
	case ACT_LISTING_SAVE:
	case ACT_LISTING_WORDS:
	case ACT_LISTING_PUBLISH:
	case ACT_LISTING_PAUSE:
	case ACT_LISTING_DELETE:
	case ACT_OFFER_SET:
	case ACT_CAMPAIGN_SAVE:
	case ACT_ADGROUP_SAVE:
	case ACT_AD_SAVE:
	case ACT_KEYWORD_ADD:
	case ACT_TARGET_ADD:
	case ACT_TARGET_SET:
		return true;
	default:
		return false;
	}
}

/* Acts that make something whose name comes from a number: what they make is there in both versions, and they are not done twice. */
static bool makes(const struct act *a)
{
	return !(a->given & 1) && (a->kind == ACT_LISTING_SAVE || a->kind == ACT_CAMPAIGN_SAVE || a->kind == ACT_ADGROUP_SAVE);
}

static enum problem_code in_other(struct whatif *w, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	swap(w);
	enum problem_code e = market_act(w->m, a, NULL, mem, ret, p);
	find_rows(w, false);
	swap(w);
	return e;
}

bool whatif_may(const struct act *a)
{
	return is_choice(a->kind) && (a->kind != ACT_LISTING_SAVE || a->given & 1);
}

enum problem_code whatif_change(struct whatif *w, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	if (a->seat != w->seat || !whatif_may(a))
		return problem_set(p, PROBLEM_FORBIDDEN, "", NULL);
	return in_other(w, a, mem, ret, p);
}

enum problem_code whatif_act(struct whatif *w, const struct act *a, struct arena *mem, struct problem *p)
{
	struct act_answer answer;
	struct problem refused;
	enum problem_code e = market_act(w->m, a, NULL, mem, &answer, p);
	if (e || a->seat != w->seat || !is_choice(a->kind))
		return e;
	find_rows(w, true);
	if (!makes(a))
		in_other(w, a, mem, &answer, &refused); /* what the other course made impossible is left out there */
	return PROBLEM_NONE;
}

void whatif_advance(struct whatif *w, int64_t until_min, market_parallel_for *parallel, void *pool)
{
	market_advance(w->m, until_min, parallel, pool, NULL);
}

int64_t whatif_now_min(const struct whatif *w)
{
	return market_now_min(w->m);
}

const struct market *whatif_market(const struct whatif *w)
{
	return w->m;
}

uint32_t whatif_effects(const struct whatif *w, const struct effect **ret, uint64_t *ret_sessions, uint64_t *ret_strangers)
{
	*ret = w->shadow.v;
	*ret_sessions = w->shadow.sessions;
	*ret_strangers = w->shadow.strangers;
	return w->shadow.n;
}
