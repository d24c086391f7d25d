/* Acts on listings: facts, texts, offers, on and off sale. */
#include "market/listing/listing.h"
#include "base/money.h"
#include "market/account/account.h"
#include "market/ledger/ledger.h"
#include <string.h>

/* Fields by number: bit i of act.given. */
enum { SAVE_LISTING, SAVE_GOOD, SAVE_CATEGORY, SAVE_SKU, SAVE_BRAND, SAVE_ATTRIBUTES, SAVE_PICTURES, SAVE_MAIN_PICTURE, SAVE_HANDLING };
enum { OFFER_LISTING, OFFER_COUNTRY, OFFER_PRICE, OFFER_SHIP, OFFER_CHANNEL, OFFER_PROMISE, OFFER_ON, OFFER_BELOW };
enum { HANDLING_DAYS = 1, MAX_CLAIMS = 64 };

static bool is_given(const struct act *a, int field)
{
	return a->given >> field & 1;
}

static void text_of(struct str s, char *ret, size_t size)
{
	struct str head = s;
	for (size_t n = size - 1; head.n > size - 1; n--)
		head = str_utf8_head(s, n);
	if (head.n)
		memcpy(ret, head.p, head.n);
	ret[head.n] = 0;
}

static enum problem_code unknown(struct problem *p, const char *field, struct str code)
{
	char text[96];
	text_of(code, text, sizeof text);
	return problem_set(p, PROBLEM_UNKNOWN_CODE, field, text, NULL);
}

/* The act's listing, which must be the store's own and not deleted. */
static enum problem_code find_own(
	const struct market *m, const struct act *a, uint64_t id, bool must_be_active, uint32_t *ret_listing, struct problem *p)
{
	uint32_t store = ROW_NONE;
	enum problem_code e = account_store_of(m, a, must_be_active, &store, p);
	if (e)
		return e;
	uint32_t l = state_find(m, T_listing, id);
	if (l == ROW_NONE || m->listing.store[l] != store)
		return problem_set(p, PROBLEM_NO_SUCH_ID, "listing", NULL);
	if (m->listing.state[l] == LISTING_DELETED)
		return problem_set(p, PROBLEM_LISTING_DELETED, "listing", NULL);
	*ret_listing = l;
	return PROBLEM_NONE;
}

static void answer(struct market *m, uint32_t listing, struct act_answer *ret)
{
	m->listing.version[listing]++;
	listing_refresh(m, listing);
	ret->id = m->listing.id[listing];
	ret->findings = m->listing.findings[listing];
}

/* ---- facts ---- */

/* One listing for each good of a store: its identity. After a deletion the next one gets another. */
static enum problem_code new_id(const struct market *m, uint32_t store, uint32_t good, uint64_t *ret, struct problem *p)
{
	for (uint64_t n = 0;; n++) {
		uint64_t id = id_of(T_listing, m->store.id[store], n << 32 | ((uint64_t)good + 1));
		uint32_t l = state_find(m, T_listing, id);
		if (l == ROW_NONE) {
			*ret = id;
			return PROBLEM_NONE;
		}
		if (m->listing.state[l] != LISTING_DELETED) {
			char sku[96];
			text_of(state_str(m, m->listing.sku[l]), sku, sizeof sku);
			return problem_set(p, PROBLEM_LISTING_EXISTS, "good", sku, NULL);
		}
	}
}

static enum problem_code check_sku(const struct market *m, uint32_t store, uint32_t self, struct str sku, struct problem *p)
{
	if (!sku.n)
		return problem_set(p, PROBLEM_MISSING_FIELD, "sku", NULL);
	for (uint32_t l = 0; l < m->listing.t.n; l++)
		if (l != self && m->listing.store[l] == store && m->listing.state[l] != LISTING_DELETED &&
			str_eq_nocase(state_str(m, m->listing.sku[l]), sku)) {
			char text[96];
			text_of(sku, text, sizeof text);
			return problem_set(p, PROBLEM_LISTING_SKU_TAKEN, "sku", text, NULL);
		}
	return PROBLEM_NONE;
}

/* Pairs as "k=v; k=v"; the act's shape has no sign that parts them. */
static struct text_ref keep_pairs(struct market *m, const struct pairs *x)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < x->n; i++) {
		struct str key = str_trim(x->key[i]), value = str_trim(x->value[i]);
		if (!key.n || !value.n)
			continue;
		if (b.n)
			buf_str(&b, STR("; "));
		buf_str(&b, key);
		buf_char(&b, '=');
		buf_str(&b, value);
	}
	struct text_ref r = set_text(&m->set, buf_span(&b));
	buf_fini(&b);
	return r;
}

static void keep_claims(struct market *m, uint32_t l)
{
	uint64_t claims[MAX_CLAIMS];
	int n = listing_claims(m->world, m->listing.category[l], state_str(m, m->listing.attributes[l]), claims, MAX_CLAIMS);
	m->listing.claims[l] = set_list(&m->set, claims, (uint32_t)n);
}

/* Promises that were the channel's usual follow the new handling time; a seller's own stay. */
static void set_handling(struct market *m, uint32_t l, uint8_t days)
{
	uint32_t offer[32];
	int n = 0;
	for (uint32_t c = 0; c < m->world->country.t.n && n < 32; c++) {
		uint32_t o = listing_offer(m, l, c);
		if (o == ROW_NONE)
			continue;
		uint16_t said = m->offer.promise_days[o];
		m->offer.promise_days[o] = 0;
		bool usual = freight_promise_days(m, o) == said;
		m->offer.promise_days[o] = said;
		if (usual)
			offer[n++] = o;
	}
	m->listing.handling_days[l] = days;
	for (int i = 0; i < n; i++) {
		m->offer.promise_days[offer[i]] = 0;
		m->offer.promise_days[offer[i]] = freight_promise_days(m, offer[i]);
		state_touch(m, T_offer, offer[i]);
	}
}

enum problem_code listing_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_listing_save *x = &a->listing_save;
	const struct world *w = m->world;
	uint32_t store = ROW_NONE, l = ROW_NONE, good = world_find(w, W_good, x->good), category = world_find(w, W_category, x->category);
	bool is_new = !is_given(a, SAVE_LISTING) || !x->listing;
	uint64_t id = 0;
	enum problem_code e = account_store_of(m, a, false, &store, p);
	if (!e && !is_new)
		e = find_own(m, a, x->listing, false, &l, p);
	if (e)
		return e;
	if (good == ROW_NONE)
		return unknown(p, "good", x->good);
	if (category == ROW_NONE)
		return unknown(p, "category", x->category);
	if (!is_new && m->listing.good[l] != good)
		return problem_set(p, PROBLEM_LISTING_GOOD, "good", NULL);
	if (is_new)
		e = new_id(m, store, good, &id, p);
	if (!e)
		e = check_sku(m, store, l, str_trim(x->sku), p);
	if (e)
		return e;
	if (is_new) {
		l = state_add(m, T_listing, id);
		m->listing.store[l] = store;
		m->listing.good[l] = good;
		m->listing.created_min[l] = now_min(m);
		m->listing.handling_days[l] = HANDLING_DAYS;
		m->listing.state[l] = LISTING_DRAFT;
	}
	m->listing.category[l] = category;
	m->listing.sku[l] = set_text(&m->set, str_trim(x->sku));
	if (is_given(a, SAVE_BRAND))
		m->listing.brand[l] = set_text(&m->set, str_trim(x->brand));
	if (is_given(a, SAVE_ATTRIBUTES))
		m->listing.attributes[l] = keep_pairs(m, &x->attributes);
	if (is_given(a, SAVE_PICTURES))
		m->listing.pictures[l] = (uint8_t)x->pictures;
	if (is_given(a, SAVE_MAIN_PICTURE))
		m->listing.main_picture[l] = (uint8_t)x->main_picture;
	if (is_given(a, SAVE_HANDLING) && m->listing.handling_days[l] != (uint8_t)x->handling_days)
		set_handling(m, l, (uint8_t)x->handling_days);
	keep_claims(m, l);
	answer(m, l, ret);
	return PROBLEM_NONE;
}

/* ---- texts ---- */

static enum problem_code find_tongue(const struct market *m, struct str code, enum tongue *ret, struct problem *p)
{
	const struct world *w = m->world;
	int t = tongue_find(code);
	bool read[TONGUE_MAX] = { false };
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->country.tongue[c] < TONGUE_MAX)
			read[w->country.tongue[c]] = true;
	if (t >= 0 && read[t]) {
		*ret = (enum tongue)t;
		return PROBLEM_NONE;
	}
	char list[64] = "", text[16];
	for (int i = 0; i < TONGUE_MAX; i++) {
		size_t n = strlen(list);
		if (!read[i])
			continue;
		if (n) {
			memcpy(list + n, ", ", 3);
			n += 2;
		}
		memcpy(list + n, tongue_code[i], 3);
	}
	text_of(code, text, sizeof text);
	return problem_set(p, PROBLEM_LISTING_TONGUE, "language", text, list, NULL);
}

/* A line each; breaks inside a selling point become blanks. */
static struct text_ref keep_lines(struct market *m, const struct strs *x)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < x->n; i++) {
		struct str line = str_trim(x->v[i]);
		if (i)
			buf_char(&b, '\n');
		for (size_t k = 0; k < line.n; k++)
			buf_char(&b, line.p[k] == '\n' || line.p[k] == '\r' ? ' ' : line.p[k]);
	}
	struct text_ref r = set_text(&m->set, buf_span(&b));
	buf_fini(&b);
	return r;
}

enum problem_code listing_words(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_listing_words *x = &a->listing_words;
	uint32_t l = ROW_NONE;
	enum tongue t = TONGUE_EN;
	enum problem_code e = find_own(m, a, x->listing, false, &l, p);
	if (!e)
		e = find_tongue(m, x->language, &t, p);
	if (e)
		return e;
	uint32_t row = listing_words_in(m, l, t);
	if (row == ROW_NONE) {
		row = state_add(m, T_words, listing_words_id(m->listing.id[l], t));
		m->words.store[row] = m->listing.store[l];
		m->words.listing[row] = l;
		m->words.tongue[row] = (uint8_t)t;
	}
	struct str terms = str_trim(x->terms);
	m->words.title[row] = set_text(&m->set, str_trim(x->title));
	m->words.bullets[row] = keep_lines(m, &x->bullets);
	m->words.description[row] = set_text(&m->set, str_trim(x->description));
	m->words.terms[row] = set_text(&m->set, terms);
	m->words.tokens_title[row] = set_list(&m->set, x->tokens_title.v, (uint32_t)x->tokens_title.n);
	m->words.tokens_body[row] = set_list(&m->set, x->tokens_body.v, (uint32_t)x->tokens_body.n);
	/* terms over the limit are not indexed at all (fact book §1.2) */
	bool counted = terms.n <= (size_t)listing_terms_bytes_max(t);
	m->words.tokens_terms[row] = set_list(&m->set, x->tokens_terms.v, counted ? (uint32_t)x->tokens_terms.n : 0);
	state_touch(m, T_words, row);
	answer(m, l, ret);
	return PROBLEM_NONE;
}

/* ---- offers ---- */

static void currency_of(const struct world *w, uint32_t country, char ret[4])
{
	text_of(world_str(w, w->currency.code[w->country.currency[country]]), ret, 4);
}

/* Can the channel carry the goods there, and does the price earn anything? */
static enum problem_code check_offer(const struct market *m, const struct unit_ask *ask, bool below_cost, struct problem *p)
{
	struct unit_cost cost;
	listing_unit_cost(m->world, ask, &cost);
	if (cost.refusal != FREIGHT_OK)
		return freight_problem(m->world, ask->channel, ask->country, cost.refusal, p);
	if (cost.profit_minor >= 0 || below_cost)
		return PROBLEM_NONE;
	char currency[4], price[MONEY_TEXT_MAX], even[MONEY_TEXT_MAX];
	currency_of(m->world, ask->country, currency);
	money_format(ask->price_minor, currency, price);
	money_format(listing_break_even_minor(m->world, ask), currency, even);
	return problem_set(p, PROBLEM_OFFER_BELOW_COST, "price_minor", price, even, currency, NULL);
}

enum problem_code listing_offer_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_offer_set *x = &a->offer_set;
	const struct world *w = m->world;
	uint32_t l = ROW_NONE, country = world_find(w, W_country, x->country), channel = world_find(w, W_channel, x->channel);
	enum problem_code e = find_own(m, a, x->listing, false, &l, p);
	if (e)
		return e;
	if (country == ROW_NONE)
		return unknown(p, "country", x->country);
	if (channel == ROW_NONE)
		return unknown(p, "channel", x->channel);
	uint32_t store = m->listing.store[l], o = listing_offer(m, l, country);
	if (!(m->store.countries[store] >> country & 1)) {
		char name[96];
		country_names(m->world, country, name, sizeof name);
		return problem_set(p, PROBLEM_STORE_MARKET_CLOSED, "country", name, NULL);
	}
	bool on = is_given(a, OFFER_ON) ? x->on != 0 : o == ROW_NONE || m->offer.state[o] != OFFER_OFF;
	int64_t ship = is_given(a, OFFER_SHIP) ? x->ship_minor : o == ROW_NONE ? 0 : m->offer.ship_minor[o];
	if (on) {
		struct unit_ask ask = listing_unit_ask(m, store, m->listing.good[l], m->listing.category[l], country, channel, x->price_minor, ship);
		e = check_offer(m, &ask, is_given(a, OFFER_BELOW) && x->below_cost, p);
		if (e)
			return e;
	}
	if (o == ROW_NONE) {
		o = state_add(m, T_offer, listing_offer_id(m->listing.id[l], country));
		m->offer.store[o] = store;
		m->offer.listing[o] = l;
		m->offer.country[o] = country;
	}
	m->offer.price_minor[o] = x->price_minor;
	m->offer.ship_minor[o] = ship;
	m->offer.channel[o] = channel;
	m->offer.promise_days[o] = is_given(a, OFFER_PROMISE) ? (uint16_t)x->promise_days : 0;
	if (!m->offer.promise_days[o])
		m->offer.promise_days[o] = freight_promise_days(m, o);
	m->offer.state[o] = on ? OFFER_SUPPRESSED : OFFER_OFF; /* the rules decide */
	state_touch(m, T_offer, o);
	answer(m, l, ret);
	return PROBLEM_NONE;
}

/* ---- on and off sale ---- */

static bool has_title(const struct market *m, uint32_t l)
{
	for (int t = 0; t < TONGUE_MAX; t++) {
		uint32_t row = listing_words_in(m, l, (enum tongue)t);
		if (row != ROW_NONE && m->words.title[row].n)
			return true;
	}
	return false;
}

static bool has_offer(const struct market *m, uint32_t l)
{
	for (uint32_t c = 0; c < m->world->country.t.n; c++) {
		uint32_t o = listing_offer(m, l, c);
		if (o != ROW_NONE && m->offer.state[o] != OFFER_OFF)
			return true;
	}
	return false;
}

enum problem_code listing_publish(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t l = ROW_NONE;
	enum problem_code e = find_own(m, a, a->listing_publish.listing, true, &l, p);
	if (e)
		return e;
	if (!has_title(m, l))
		return problem_set(p, PROBLEM_LISTING_NO_WORDS, "", NULL);
	if (!has_offer(m, l))
		return problem_set(p, PROBLEM_LISTING_NO_OFFER, "", NULL);
	/* as if it had just been lost or won: the rules find the state and tell it */
	if (m->listing.state[l] == LISTING_DRAFT || m->listing.state[l] == LISTING_PAUSED) {
		m->listing.state[l] = LISTING_SUPPRESSED;
		listing_refresh(m, l);
		if (m->listing.state[l] == LISTING_SUPPRESSED)
			state_event(m, EVENT_LISTING_SUPPRESSED, m->listing.store[l], m->listing.id[l], (int64_t)m->listing.findings[l], 0);
	}
	answer(m, l, ret);
	return PROBLEM_NONE;
}

enum problem_code listing_pause(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t l = ROW_NONE;
	enum problem_code e = find_own(m, a, a->listing_pause.listing, false, &l, p);
	if (e)
		return e;
	if (m->listing.state[l] != LISTING_ACTIVE && m->listing.state[l] != LISTING_SUPPRESSED)
		return problem_set(p, PROBLEM_LISTING_SENT_BACK, "", NULL);
	m->listing.state[l] = LISTING_PAUSED;
	answer(m, l, ret);
	return PROBLEM_NONE;
}

enum problem_code listing_delete(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t l = ROW_NONE;
	enum problem_code e = find_own(m, a, a->listing_delete.listing, false, &l, p);
	if (e)
		return e;
	m->listing.state[l] = LISTING_DELETED;
	for (uint32_t c = 0; c < m->world->country.t.n; c++) {
		uint32_t o = listing_offer(m, l, c);
		if (o == ROW_NONE)
			continue;
		m->offer.state[o] = OFFER_OFF;
		state_touch(m, T_offer, o);
	}
	m->listing.version[l]++;
	state_touch(m, T_listing, l);
	ret->id = m->listing.id[l];
	return PROBLEM_NONE;
}
