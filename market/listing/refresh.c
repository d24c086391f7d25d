/* Runs the rules on a listing as it stands and sets what follows from them; the rows that belong to a listing. */
#include "market/listing/listing.h"
#include "base/exact.h"

enum { OFFERS_MAX = 32, SCORE_USUAL = 80, PROMISE_OF_SCORE_MILLI = 11, PROMISE_OF_CLAIM_MILLI = 120, PROMISE_MAX_MILLI = 1200 };

uint32_t listing_offer(const struct market *m, uint32_t listing, uint32_t country)
{
	return state_find(m, T_offer, listing_offer_id(m->listing.id[listing], country));
}

uint32_t listing_words_in(const struct market *m, uint32_t listing, enum tongue t)
{
	return state_find(m, T_words, listing_words_id(m->listing.id[listing], t));
}

uint32_t listing_stock(const struct market *m, uint32_t listing)
{
	return state_find(m, T_stock, listing_stock_id(m->store.id[m->listing.store[listing]], m->listing.good[listing]));
}

/* ---- a draft of the rows ---- */

struct rows {
	struct draft draft;
	struct draft_words words[TONGUE_MAX];
	uint32_t words_row[TONGUE_MAX];
	struct draft_offer offers[OFFERS_MAX];
	uint32_t offer_row[OFFERS_MAX];
};

static bool read_words(const struct market *m, uint32_t row, struct draft_words *ret)
{
	struct draft_words x = {
		.tongue = (enum tongue)m->words.tongue[row],
		.title = state_str(m, m->words.title[row]),
		.description = state_str(m, m->words.description[row]),
		.terms = state_str(m, m->words.terms[row]),
	};
	struct str rest = state_str(m, m->words.bullets[row]), line;
	while (rest.n && x.n_bullets < DRAFT_BULLETS && str_next(&rest, '\n', &line))
		x.bullets[x.n_bullets++] = line;
	*ret = x;
	/* an emptied language counts as none */
	return x.title.n || x.n_bullets || x.description.n || x.terms.n;
}

static void read_rows(const struct market *m, uint32_t l, struct rows *r)
{
	uint32_t store = m->listing.store[l];
	r->draft = (struct draft){
		.good = m->listing.good[l],
		.category = m->listing.category[l],
		.brand = state_str(m, m->listing.brand[l]),
		.attributes = state_str(m, m->listing.attributes[l]),
		.store_name = state_str(m, m->store.name[store]),
		.pictures = m->listing.pictures[l],
		.words = r->words,
		.offers = r->offers,
	};
	for (int t = 0; t < TONGUE_MAX; t++) {
		uint32_t row = listing_words_in(m, l, (enum tongue)t);
		int n = r->draft.n_words;
		if (row != ROW_NONE && read_words(m, row, &r->words[n])) {
			r->words_row[n] = row;
			r->draft.n_words++;
		}
	}
	for (uint32_t c = 0; c < m->world->country.t.n && r->draft.n_offers < OFFERS_MAX; c++) {
		uint32_t o = listing_offer(m, l, c);
		if (o == ROW_NONE || m->offer.state[o] == OFFER_OFF)
			continue;
		struct unit_ask ask = listing_offer_ask(m, o);
		int n = r->draft.n_offers++;
		r->offer_row[n] = o;
		r->offers[n] = (struct draft_offer){
			.country = c,
			.price_minor = m->offer.price_minor[o],
			.ship_minor = m->offer.ship_minor[o],
			.break_even_minor = listing_break_even_minor(m->world, &ask),
			.market_closed = !(m->store.countries[store] >> c & 1),
		};
	}
}

/* ---- what follows ---- */

struct verdict {
	uint64_t all, listing_blocks, words[TONGUE_MAX], words_blocks[TONGUE_MAX], offers[OFFERS_MAX];
	int false_claims;
};

static void judge(const struct rows *r, const struct found *f, int n, struct verdict *ret)
{
	struct verdict v = { 0 };
	for (int i = 0; i < n; i++) {
		uint64_t bit = finding_bit(f[i].finding);
		bool blocks = finding_desc[f[i].finding].severity == SEVERITY_BLOCK;
		v.all |= bit;
		v.false_claims += f[i].finding == FINDING_ATTRIBUTE_FALSE;
		if (f[i].tongue >= 0) {
			v.words[f[i].tongue] |= bit;
			v.words_blocks[f[i].tongue] |= blocks ? bit : 0;
		} else if (f[i].country != ROW_NONE) {
			for (int k = 0; k < r->draft.n_offers; k++)
				if (r->offers[k].country == f[i].country)
					v.offers[k] |= bit;
		} else if (blocks) {
			v.listing_blocks |= bit;
		}
	}
	*ret = v;
}

static uint64_t blocking_bits(void)
{
	uint64_t bits = 0;
	for (int i = 0; i < FINDING_MAX; i++)
		if (finding_desc[i].severity == SEVERITY_BLOCK)
			bits |= finding_bit((enum finding)i);
	return bits;
}

/* An offer's findings are its own and whatever else keeps it from buyers. Returns whether any offer stands. */
static bool set_offers(struct market *m, const struct rows *r, const struct verdict *v)
{
	uint64_t blocking = blocking_bits();
	bool stands = false;
	for (int i = 0; i < r->draft.n_offers; i++) {
		uint32_t o = r->offer_row[i];
		uint64_t bits = v->offers[i] | v->listing_blocks | v->words_blocks[m->world->country.tongue[r->offers[i].country]];
		bool active = !(bits & blocking);
		m->offer.findings[o] = bits;
		m->offer.state[o] = active ? OFFER_ACTIVE : OFFER_SUPPRESSED;
		state_touch(m, T_offer, o);
		stands = stands || active;
	}
	return stands;
}

static void set_state(struct market *m, uint32_t l, bool stands)
{
	uint8_t old = m->listing.state[l], now = stands ? LISTING_ACTIVE : LISTING_SUPPRESSED;
	if ((old != LISTING_ACTIVE && old != LISTING_SUPPRESSED) || old == now)
		return;
	m->listing.state[l] = now;
	state_event(m, stands ? EVENT_LISTING_ACTIVE : EVENT_LISTING_SUPPRESSED, m->listing.store[l], m->listing.id[l],
		stands ? 0 : (int64_t)m->listing.findings[l], 0);
}

/* The day from which an offer counts as new, and the price it began with. */
static void set_dates(struct market *m, uint32_t l, const struct rows *r)
{
	if (m->listing.state[l] != LISTING_ACTIVE)
		return;
	if (!m->listing.published_min[l])
		m->listing.published_min[l] = now_min(m);
	for (int i = 0; i < r->draft.n_offers; i++) {
		uint32_t o = r->offer_row[i];
		if (m->offer.state[o] != OFFER_ACTIVE || m->offer.listed_min[o])
			continue;
		m->offer.listed_min[o] = now_min(m);
		m->offer.start_price_minor[o] = m->offer.price_minor[o];
	}
}

double listing_quality(const struct world *w, uint32_t good)
{
	return w->params.quality_sd * ex_normal_quantile(ex_clamp(w->good.quality[good], 1, 99) / 100.0);
}

/* What buyers expect: half of what the goods are shows in honest facts and pictures; care adds, and so does saying what is not true (docs/model.md, e). */
static int64_t promised_milli(const struct market *m, uint32_t l, int score, int false_claims)
{
	int64_t v = ex_round(1000 * listing_quality(m->world, m->listing.good[l])) / 2 + (int64_t)(score - SCORE_USUAL) * PROMISE_OF_SCORE_MILLI +
		    (int64_t)false_claims * PROMISE_OF_CLAIM_MILLI;
	return v > PROMISE_MAX_MILLI ? PROMISE_MAX_MILLI : v < -PROMISE_MAX_MILLI ? -PROMISE_MAX_MILLI : v;
}

void listing_refresh(struct market *m, uint32_t l)
{
	if (m->listing.state[l] == LISTING_DELETED)
		return;
	struct rows r = { 0 };
	struct verdict v;
	int score = 0, max = 512;
	struct found *f = arena_alloc(&m->tick, sizeof *f * (size_t)max, _Alignof(struct found));
	read_rows(m, l, &r);
	int n = listing_check(m->world, &r.draft, f, max, &score);
	judge(&r, f, n, &v);
	m->listing.findings[l] = v.all;
	m->listing.promised_quality_milli[l] = promised_milli(m, l, score, v.false_claims);
	for (int i = 0; i < r.draft.n_words; i++) {
		m->words.findings[r.words_row[i]] = v.words[r.words[i].tongue];
		state_touch(m, T_words, r.words_row[i]);
	}
	set_state(m, l, set_offers(m, &r, &v) && !v.listing_blocks);
	set_dates(m, l, &r);
	state_touch(m, T_listing, l);
}
