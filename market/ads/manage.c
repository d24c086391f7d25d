/* Acts on campaigns, ad groups and ads. */
#include "market/account/account.h"
#include "market/ads/inside.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "base/exact.h"
#include "base/money.h"

/* Fields by number: bit i of act.given. */
enum { CAMPAIGN_ID, CAMPAIGN_COUNTRY, CAMPAIGN_NAME, CAMPAIGN_TARGETING, CAMPAIGN_STRATEGY, CAMPAIGN_BUDGET, CAMPAIGN_TOP, CAMPAIGN_PRODUCT, CAMPAIGN_PACED, CAMPAIGN_STATE };
enum { GROUP_ID, GROUP_CAMPAIGN, GROUP_NAME, GROUP_BID, GROUP_STATE };
enum { TARGET_ID, TARGET_BID, TARGET_STATE };

static bool is_given(const struct act *a, int field)
{
	return a->given >> field & 1;
}

static enum problem_code word_of(const struct act *a, int field, struct str v, const char *const *words, int n, const char *name, const char *all, uint8_t *ret, struct problem *p)
{
	if (!is_given(a, field))
		return PROBLEM_NONE;
	for (int i = 0; i < n; i++)
		if (str_eq(v, str_c(words[i]))) {
			*ret = (uint8_t)i;
			return PROBLEM_NONE;
		}
	return problem_set(p, PROBLEM_BAD_VALUE, name, all, NULL);
}

static enum problem_code state_of(const struct act *a, int field, struct str v, uint8_t *ret, struct problem *p)
{
	static const char *const states[] = { "on", "paused", "archived" };
	return word_of(a, field, v, states, 3, "state", "on, paused, archived", ret, p);
}

/* ---- limits ---- */

static int64_t minor_of_usd(const struct market *m, uint32_t country, double usd)
{
	int64_t minor = ledger_from_usd(m->world, country, ex_round(usd * 100));
	return minor < 1 ? 1 : minor;
}

static enum problem_code too_low(const struct market *m, uint32_t country, enum problem_code code, const char *field, int64_t least, struct problem *p)
{
	struct str currency = world_str(m->world, m->world->currency.code[m->world->country.currency[country]]);
	char code3[4] = { currency.p[0], currency.p[1], currency.p[2], 0 }, text[MONEY_TEXT_MAX], both[MONEY_TEXT_MAX + 8];
	struct buf b;
	money_format(least, code3, text);
	buf_init(&b, sizeof both);
	buf_printf(&b, "%s %s", code3, text);
	size_t n = b.n < sizeof both - 1 ? b.n : sizeof both - 1;
	for (size_t i = 0; i < n; i++)
		both[i] = b.p[i];
	both[n] = 0;
	buf_fini(&b);
	return problem_set(p, code, field, both, NULL);
}

static enum problem_code check_bid(const struct market *m, uint32_t country, int64_t bid, bool may_be_none, struct problem *p)
{
	int64_t least = minor_of_usd(m, country, m->world->params.ads_bid_min_usd);
	if (bid >= least || (may_be_none && !bid))
		return PROBLEM_NONE;
	return too_low(m, country, PROBLEM_AD_BID_LOW, "bid_minor", least, p);
}

static enum problem_code too_many(struct problem *p, const char *field, int most)
{
	char text[16];
	int n = 0;
	for (int d = 1000000; d; d /= 10)
		if (most >= d)
			text[n++] = (char)('0' + most / d % 10);
	text[n] = 0;
	return problem_set(p, PROBLEM_TOO_MANY, field, text, NULL);
}

/* ---- rows of one's own ---- */

static enum problem_code own_campaign(const struct market *m, const struct act *a, uint64_t id, uint32_t *ret, struct problem *p)
{
	uint32_t store = ROW_NONE;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (e)
		return e;
	uint32_t c = state_find(m, T_campaign, id);
	if (c == ROW_NONE || m->campaign.store[c] != store)
		return problem_set(p, PROBLEM_NO_SUCH_ID, "campaign", NULL);
	if (m->campaign.state[c] == AD_ARCHIVED)
		return problem_set(p, PROBLEM_AD_ARCHIVED, "campaign", NULL);
	*ret = c;
	return PROBLEM_NONE;
}

static enum problem_code own_group(const struct market *m, const struct act *a, uint64_t id, uint32_t *ret, struct problem *p)
{
	uint32_t store = ROW_NONE;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (e)
		return e;
	uint32_t g = state_find(m, T_adgroup, id);
	if (g == ROW_NONE || m->adgroup.store[g] != store)
		return problem_set(p, PROBLEM_NO_SUCH_ID, "adgroup", NULL);
	if (m->adgroup.state[g] == AD_ARCHIVED || m->campaign.state[m->adgroup.campaign[g]] == AD_ARCHIVED)
		return problem_set(p, PROBLEM_AD_ARCHIVED, "adgroup", NULL);
	*ret = g;
	return PROBLEM_NONE;
}

/* ---- making rows ---- */

uint32_t ads_micro_of_minor(const struct world *w, uint32_t country)
{
	uint32_t micro = 1000000;
	for (int d = ledger_decimals(w, w->country.currency[country]); d > 0; d--)
		micro /= 10;
	return micro;
}

uint32_t ads_make_campaign(struct market *m, uint32_t store, uint32_t country, uint64_t number)
{
	uint64_t id = id_of(T_campaign, m->store.id[store], number);
	uint32_t c = state_find(m, T_campaign, id);
	if (c != ROW_NONE)
		return c;
	c = state_add(m, T_campaign, id);
	m->campaign.store[c] = store;
	m->campaign.country[c] = country;
	m->campaign.created_min[c] = now_min(m);
	return c;
}

uint32_t ads_make_group(struct market *m, uint32_t campaign, uint64_t number)
{
	uint64_t id = id_of(T_adgroup, m->campaign.id[campaign], number);
	uint32_t g = state_find(m, T_adgroup, id);
	if (g != ROW_NONE)
		return g;
	g = state_add(m, T_adgroup, id);
	m->adgroup.store[g] = m->campaign.store[campaign];
	m->adgroup.campaign[g] = campaign;
	m->adgroup.created_min[g] = now_min(m);
	if (m->campaign.targeting[campaign] == AD_AUTO)
		for (int kind = TARGET_CLOSE; kind <= TARGET_COMPLEMENTS; kind++)
			ads_make_target(m, g, (enum target_kind)kind, 0);
	return g;
}

uint32_t ads_make_ad(struct market *m, uint32_t group, uint32_t listing, uint32_t offer)
{
	uint64_t id = id_of(T_ad, m->adgroup.id[group], m->listing.id[listing]);
	uint32_t d = state_find(m, T_ad, id);
	if (d != ROW_NONE)
		return d;
	d = state_add(m, T_ad, id);
	m->ad.store[d] = m->adgroup.store[group];
	m->ad.campaign[d] = m->adgroup.campaign[group];
	m->ad.adgroup[d] = group;
	m->ad.listing[d] = listing;
	m->ad.offer[d] = offer;
	m->ad.quality[d] = ads_click_ppm(m, m->campaign.country[m->ad.campaign[d]], m->world->good.category[m->listing.good[listing]]);
	return d;
}

uint32_t ads_make_target(struct market *m, uint32_t group, enum target_kind kind, uint64_t what)
{
	uint64_t id = id_of(T_target, m->adgroup.id[group], hash_u64((uint64_t)kind + 1, what));
	uint32_t t = state_find(m, T_target, id);
	if (t != ROW_NONE)
		return t;
	t = state_add(m, T_target, id);
	m->target.store[t] = m->adgroup.store[group];
	m->target.campaign[t] = m->adgroup.campaign[group];
	m->target.adgroup[t] = group;
	m->target.kind[t] = (uint8_t)kind;
	m->target.created_min[t] = now_min(m);
	return t;
}

/* ---- campaigns ---- */

static enum problem_code find_campaign(struct market *m, const struct act *a, uint32_t *ret_campaign, uint32_t *ret_store, uint32_t *ret_country, struct problem *p)
{
	const struct act_campaign_save *x = &a->campaign_save;
	enum problem_code e;
	if (is_given(a, CAMPAIGN_ID)) {
		e = own_campaign(m, a, x->campaign, ret_campaign, p);
		if (e)
			return e;
		*ret_store = m->campaign.store[*ret_campaign];
		*ret_country = m->campaign.country[*ret_campaign];
		if (is_given(a, CAMPAIGN_COUNTRY) && world_find(m->world, W_country, x->country) != *ret_country)
			return problem_set(p, PROBLEM_AD_FIXED, "country", NULL);
		return PROBLEM_NONE;
	}
	e = account_store_of(m, a, true, ret_store, p);
	if (e)
		return e;
	static const char *const required[] = { [CAMPAIGN_COUNTRY] = "country", [CAMPAIGN_NAME] = "name", [CAMPAIGN_BUDGET] = "budget_minor" };
	for (int i = CAMPAIGN_COUNTRY; i <= CAMPAIGN_BUDGET; i++)
		if (required[i] && !is_given(a, i))
			return problem_set(p, PROBLEM_MISSING_FIELD, required[i], NULL);
	e = account_find_country(m, x->country, "country", ret_country, p);
	if (e)
		return e;
	if (!(m->store.countries[*ret_store] >> *ret_country & 1)) {
		char name[96];
		country_names(m->world, *ret_country, name, sizeof name);
		return problem_set(p, PROBLEM_STORE_MARKET_CLOSED, "country", name, NULL);
	}
	return m->store.campaigns[*ret_store] % ADS_NUMBER_OTHER < CAMPAIGNS_MAX ? PROBLEM_NONE : too_many(p, "campaign", CAMPAIGNS_MAX);
}

enum problem_code ads_campaign_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	static const char *const targetings[] = { "manual", "auto" }, *const strategies[] = { "down", "up_down", "fixed" };
	const struct act_campaign_save *x = &a->campaign_save;
	uint32_t c = ROW_NONE, store = 0, country = 0;
	enum problem_code e = find_campaign(m, a, &c, &store, &country, p);
	if (e)
		return e;
	uint8_t targeting = c == ROW_NONE ? AD_MANUAL : m->campaign.targeting[c], strategy = c == ROW_NONE ? AD_DOWN : m->campaign.strategy[c],
		state = c == ROW_NONE ? AD_ON : m->campaign.state[c];
	if ((e = word_of(a, CAMPAIGN_TARGETING, x->targeting, targetings, 2, "targeting", "manual, auto", &targeting, p)) ||
		(e = word_of(a, CAMPAIGN_STRATEGY, x->strategy, strategies, 3, "strategy", "down, up_down, fixed", &strategy, p)) ||
		(e = state_of(a, CAMPAIGN_STATE, x->state, &state, p)))
		return e;
	if (c != ROW_NONE && targeting != m->campaign.targeting[c])
		return problem_set(p, PROBLEM_AD_FIXED, "targeting", NULL);
	int64_t least = minor_of_usd(m, country, m->world->params.ads_budget_min_usd);
	if (is_given(a, CAMPAIGN_BUDGET) && x->budget_minor < least)
		return too_low(m, country, PROBLEM_AD_BUDGET_LOW, "budget_minor", least, p);
	if (c == ROW_NONE)
		c = ads_make_campaign(m, store, country, m->store.campaigns[store]++);
	m->campaign.targeting[c] = targeting;
	m->campaign.strategy[c] = strategy;
	m->campaign.state[c] = state;
	if (is_given(a, CAMPAIGN_NAME))
		m->campaign.name[c] = set_text(&m->set, str_trim(x->name));
	if (is_given(a, CAMPAIGN_BUDGET)) {
		/* what is beyond a budget is free until the tick's end, so a day opens again for money only */
		m->campaign.budget_minor[c] = x->budget_minor;
		if (ads_left_micro(m, c) >= least * ads_micro_of_minor(m->world, country))
			m->campaign.capped_min[c] = 0;
	}
	if (is_given(a, CAMPAIGN_TOP))
		m->campaign.top_percent[c] = (uint16_t)x->top_percent;
	if (is_given(a, CAMPAIGN_PRODUCT))
		m->campaign.product_percent[c] = (uint16_t)x->product_percent;
	if (is_given(a, CAMPAIGN_PACED))
		m->campaign.paced[c] = x->paced != 0;
	state_touch(m, T_campaign, c);
	ret->id = m->campaign.id[c];
	return PROBLEM_NONE;
}

/* ---- ad groups ---- */

enum problem_code ads_group_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_adgroup_save *x = &a->adgroup_save;
	uint32_t g = ROW_NONE, c = ROW_NONE;
	enum problem_code e;
	if (is_given(a, GROUP_ID)) {
		e = own_group(m, a, x->adgroup, &g, p);
		if (!e)
			c = m->adgroup.campaign[g];
		if (!e && is_given(a, GROUP_CAMPAIGN) && x->campaign != m->campaign.id[c])
			e = problem_set(p, PROBLEM_AD_FIXED, "campaign", NULL);
	} else {
		static const char *const required[] = { [GROUP_CAMPAIGN] = "campaign", [GROUP_NAME] = "name", [GROUP_BID] = "bid_minor" };
		for (int i = GROUP_CAMPAIGN; i <= GROUP_BID; i++)
			if (!is_given(a, i))
				return problem_set(p, PROBLEM_MISSING_FIELD, required[i], NULL);
		e = own_campaign(m, a, x->campaign, &c, p);
		if (!e && m->campaign.groups[c] % ADS_NUMBER_OTHER >= ADGROUPS_MAX)
			e = too_many(p, "adgroup", ADGROUPS_MAX);
	}
	uint8_t state = g == ROW_NONE ? AD_ON : m->adgroup.state[g];
	if (e || (e = state_of(a, GROUP_STATE, x->state, &state, p)) ||
		(is_given(a, GROUP_BID) && (e = check_bid(m, m->campaign.country[c], x->bid_minor, false, p))))
		return e;
	if (g == ROW_NONE)
		g = ads_make_group(m, c, m->campaign.groups[c]++);
	m->adgroup.state[g] = state;
	if (is_given(a, GROUP_NAME))
		m->adgroup.name[g] = set_text(&m->set, str_trim(x->name));
	if (is_given(a, GROUP_BID))
		m->adgroup.bid_minor[g] = x->bid_minor;
	state_touch(m, T_adgroup, g);
	ret->id = m->adgroup.id[g];
	return PROBLEM_NONE;
}

/* ---- ads ---- */

enum problem_code ads_ad_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_ad_save *x = &a->ad_save;
	uint32_t g = ROW_NONE, n = 0;
	uint8_t state = AD_ON;
	enum problem_code e = own_group(m, a, x->adgroup, &g, p);
	if (!e)
		e = state_of(a, 2, x->state, &state, p);
	if (e)
		return e;
	uint32_t l = state_find(m, T_listing, x->listing), country = m->campaign.country[m->adgroup.campaign[g]];
	if (l == ROW_NONE || m->listing.store[l] != m->adgroup.store[g])
		return problem_set(p, PROBLEM_NO_SUCH_ID, "listing", NULL);
	if (m->listing.state[l] == LISTING_DELETED)
		return problem_set(p, PROBLEM_LISTING_DELETED, "listing", NULL);
	uint32_t o = listing_offer(m, l, country);
	if (o == ROW_NONE) {
		char name[96];
		country_names(m->world, country, name, sizeof name);
		return problem_set(p, PROBLEM_AD_COUNTRY, "listing", name, NULL);
	}
	for (uint32_t i = 0; i < m->ad.t.n; i++)
		n += m->ad.adgroup[i] == g;
	if (n >= ADS_MAX && state_find(m, T_ad, id_of(T_ad, m->adgroup.id[g], m->listing.id[l])) == ROW_NONE)
		return too_many(p, "listing", ADS_MAX);
	uint32_t d = ads_make_ad(m, g, l, o);
	m->ad.state[d] = state;
	state_touch(m, T_ad, d);
	ret->id = m->ad.id[d];
	return PROBLEM_NONE;
}

/* ---- targets ---- */

static uint32_t targets_of(const struct market *m, uint32_t group)
{
	uint32_t n = 0;
	for (uint32_t t = 0; t < m->target.t.n; t++)
		n += m->target.adgroup[t] == group && m->target.state[t] != AD_ARCHIVED;
	return n;
}

/* Lower case of A to Z and single blanks, so that a keyword that was typed twice is one. */
static struct str tidy(struct market *m, struct str s)
{
	struct buf b;
	buf_init(&b, 4096);
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool blank = c == ' ' || c == '\t';
		if (!blank || (b.n && b.p[b.n - 1] != ' '))
			buf_char(&b, blank ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
	struct str copy = arena_str(&m->tick, buf_span(&b));
	buf_fini(&b);
	return copy;
}

/* The words of keyword i: tokens are parted by 0. */
static struct tokens words_of(struct tokens all, size_t i)
{
	size_t at = 0;
	for (; i && at < all.n; at++)
		i -= all.v[at] == 0;
	size_t end = at;
	while (end < all.n && all.v[end])
		end++;
	return (struct tokens){ all.v + at, end - at };
}

static enum problem_code check_keyword(enum target_kind kind, struct str words, struct tokens t, struct problem *p)
{
	enum { CHARS_MAX = 80, WORDS_MAX = 10, NEGATIVE_PHRASE_WORDS = 4, BYTES = 80 * 4 + 1 };
	char text[BYTES];
	struct str head = str_utf8_head(words, CHARS_MAX);
	for (size_t i = 0; i < head.n && i < BYTES - 1; i++)
		text[i] = head.p[i];
	text[head.n < BYTES - 1 ? head.n : BYTES - 1] = 0;
	if (!t.n || t.n > WORDS_MAX || str_utf8_count(words) > CHARS_MAX)
		return problem_set(p, PROBLEM_AD_KEYWORD, "keywords", text, NULL);
	if (kind == TARGET_NEGATIVE_PHRASE && t.n > NEGATIVE_PHRASE_WORDS)
		return problem_set(p, PROBLEM_AD_NEGATIVE_LONG, "keywords", text, NULL);
	return PROBLEM_NONE;
}

enum problem_code ads_keyword_add(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	static const char *const kinds[] = { "broad", "phrase", "exact", "negative_phrase", "negative_exact" };
	const struct act_keyword_add *x = &a->keyword_add;
	uint32_t g = ROW_NONE;
	uint8_t kind = 0;
	enum problem_code e = own_group(m, a, x->adgroup, &g, p);
	if (!e)
		e = word_of(a, 2, x->match, kinds, 5, "match", "broad, phrase, exact, negative_phrase, negative_exact", &kind, p);
	if (e)
		return e;
	uint32_t c = m->adgroup.campaign[g], country = m->campaign.country[c];
	if (world_find(m->world, W_country, x->country) != country) {
		char name[96];
		country_names(m->world, country, name, sizeof name);
		return problem_set(p, PROBLEM_AD_MARKETPLACE, "country", name, NULL);
	}
	if (m->campaign.targeting[c] == AD_AUTO && !ads_excludes(kind))
		return problem_set(p, PROBLEM_AD_TARGETING, "match", NULL);
	if ((e = check_bid(m, country, x->bid_minor, true, p)))
		return e;
	if (targets_of(m, g) + x->keywords.n > TARGETS_MAX)
		return too_many(p, "keywords", TARGETS_MAX);
	for (size_t i = 0; i < x->keywords.n; i++)
		if ((e = check_keyword(kind, str_trim(x->keywords.v[i]), words_of(x->tokens, i), p)))
			return e;
	for (size_t i = 0; i < x->keywords.n; i++) {
		struct str words = tidy(m, x->keywords.v[i]);
		struct tokens stems = words_of(x->tokens, i);
		uint32_t t = ads_make_target(m, g, kind, hash_str(kind, words));
		m->target.words[t] = set_text(&m->set, words);
		m->target.tokens[t] = set_list(&m->set, stems.v, (uint32_t)stems.n);
		m->target.bid_minor[t] = ads_excludes(kind) ? 0 : x->bid_minor;
		m->target.state[t] = AD_ON;
		state_touch(m, T_target, t);
		ret->id = m->target.id[t];
	}
	return PROBLEM_NONE;
}

enum problem_code ads_target_add(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	static const char *const kinds[] = { "product", "category", "negative_product" };
	const struct act_target_add *x = &a->target_add;
	uint32_t g = ROW_NONE, l = ROW_NONE, category = ROW_NONE;
	uint8_t which = 0;
	enum problem_code e = own_group(m, a, x->adgroup, &g, p);
	if (!e)
		e = word_of(a, 1, x->kind, kinds, 3, "kind", "product, category, negative_product", &which, p);
	if (e)
		return e;
	enum target_kind kind = (enum target_kind)(TARGET_PRODUCT + which);
	uint32_t c = m->adgroup.campaign[g];
	if (m->campaign.targeting[c] == AD_AUTO && !ads_excludes(kind))
		return problem_set(p, PROBLEM_AD_TARGETING, "kind", NULL);
	if (kind == TARGET_CATEGORY) {
		category = world_find(m->world, W_category, x->category);
		if (category == ROW_NONE)
			return problem_set(p, is_given(a, 3) ? PROBLEM_UNKNOWN_CODE : PROBLEM_MISSING_FIELD, "category", "", NULL);
	} else {
		l = state_find(m, T_listing, x->listing);
		if (!is_given(a, 2))
			return problem_set(p, PROBLEM_MISSING_FIELD, "listing", NULL);
		if (l == ROW_NONE || m->listing.state[l] == LISTING_DELETED || listing_offer(m, l, m->campaign.country[c]) == ROW_NONE)
			return problem_set(p, PROBLEM_NO_SUCH_ID, "listing", NULL);
	}
	if ((e = check_bid(m, m->campaign.country[c], x->bid_minor, true, p)))
		return e;
	if (targets_of(m, g) >= TARGETS_MAX)
		return too_many(p, "listing", TARGETS_MAX);
	uint32_t t = ads_make_target(m, g, kind, kind == TARGET_CATEGORY ? category + 1 : m->listing.id[l]);
	m->target.listing[t] = l;
	m->target.category[t] = category;
	m->target.bid_minor[t] = ads_excludes(kind) ? 0 : x->bid_minor;
	m->target.state[t] = AD_ON;
	state_touch(m, T_target, t);
	ret->id = m->target.id[t];
	return PROBLEM_NONE;
}

enum problem_code ads_target_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_target_set *x = &a->target_set;
	uint32_t store = ROW_NONE, t = state_find(m, T_target, x->target);
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (e)
		return e;
	if (t == ROW_NONE || m->target.store[t] != store)
		return problem_set(p, PROBLEM_NO_SUCH_ID, "target", NULL);
	uint8_t state = m->target.state[t];
	if (state == AD_ARCHIVED || m->campaign.state[m->target.campaign[t]] == AD_ARCHIVED)
		return problem_set(p, PROBLEM_AD_ARCHIVED, "target", NULL);
	if ((e = state_of(a, TARGET_STATE, x->state, &state, p)) ||
		(is_given(a, TARGET_BID) && (e = check_bid(m, m->campaign.country[m->target.campaign[t]], x->bid_minor, true, p))))
		return e;
	m->target.state[t] = state;
	if (is_given(a, TARGET_BID) && !ads_excludes(m->target.kind[t]))
		m->target.bid_minor[t] = x->bid_minor;
	state_touch(m, T_target, t);
	ret->id = m->target.id[t];
	return PROBLEM_NONE;
}
