/* Ads of the reference sellers: an automatic campaign in each marketplace, with a group for each listing so that each has its own bid; once a week search terms become keywords
 * of a manual campaign, or are excluded (fact book §4.6). */
#include "bots/seller_inside.h"
#include "base/exact.h"
#include "market/ads/ads.h"
#include "market/ledger/ledger.h"
#include "text/text.h"

enum { PRIOR = 20, ORDERS_LEAST = 2, CLICKS_WITHOUT = 15, TERMS = 200 };

static int64_t least_bid(const struct seller *s, int i)
{
	return ledger_from_usd(s->w, s->country[i], ex_round(s->w->params.ads_bid_min_usd * 100));
}

static int64_t bid_of(const struct seller *s, const struct seller_good *g, int i)
{
	const struct seller_offer *o = &g->at[i];
	struct seen_sum v = look_offer(s, g, i, look_today(s) - 4 * WEEK, look_today(s));
	double conversion = (PRIOR * s->plan.conversion + (double)v.orders) / (PRIOR + (double)v.clicks);
	int64_t bid = ex_round(s->plan.bid_share * conversion * (double)price_leaves(s, g->good, s->country[i], o->channel, o->price));
	return bid > least_bid(s, i) ? bid : 0;
}

static uint64_t campaign(struct seller *s, int i, bool automatic, int64_t budget, uint64_t id)
{
	struct act a = { .kind = ACT_CAMPAIGN_SAVE };
	struct act_answer r;
	int64_t least = ledger_from_usd(s->w, s->country[i], ex_round(s->w->params.ads_budget_min_usd * 100));
	budget = budget > least ? budget : least;
	if (id)
		a.campaign_save = (struct act_campaign_save){ .campaign = id, .budget_minor = budget };
	else
		a.campaign_save = (struct act_campaign_save){ .country = SELLER_CODE(s, country, s->country[i]), .name = automatic ? STR("auto") : STR("exact"),
			.targeting = automatic ? STR("auto") : STR("manual"), .strategy = STR("down"), .budget_minor = budget };
	return seller_do(s, &a, &r) ? id : r.id;
}

static uint64_t group(struct seller *s, uint64_t of, const struct seller_good *g, int64_t bid, uint64_t id)
{
	struct act a = { .kind = ACT_ADGROUP_SAVE }, ad = { .kind = ACT_AD_SAVE };
	struct act_answer r;
	if (id)
		a.adgroup_save = (struct act_adgroup_save){ .adgroup = id, .bid_minor = bid };
	else
		a.adgroup_save = (struct act_adgroup_save){ .campaign = of, .name = SELLER_CODE(s, good, g->good), .bid_minor = bid };
	if (seller_do(s, &a, &r))
		return id;
	if (id)
		return id;
	uint64_t made = r.id;
	ad.ad_save = (struct act_ad_save){ .adgroup = made, .listing = g->listing };
	seller_do(s, &ad, &r);
	return made;
}

static void keyword(struct seller *s, uint64_t of, int i, const char *match, uint32_t query)
{
	struct act a = { .kind = ACT_KEYWORD_ADD };
	struct act_answer r;
	struct str words = world_str(s->w, s->w->query.words[query]);
	struct tokens t = { 0 };
	uint32_t n = 0;
	text_tokens((enum tongue)s->w->country.tongue[s->country[i]], words, &s->mem, &t.v, &n);
	t.n = n;
	a.keyword_add = (struct act_keyword_add){ .adgroup = of, .country = SELLER_CODE(s, country, s->country[i]), .match = str_c(match), .keywords = { &words, 1 }, .tokens = t };
	seller_do(s, &a, &r);
}

static void harvest(struct seller *s, struct seller_good *g, int i)
{
	struct seller_offer *o = &g->at[i];
	struct seen_term t[TERMS];
	int n = look_terms(s, o->group, t, TERMS);
	double margin = (double)price_leaves(s, g->good, s->country[i], o->channel, o->price) / (double)o->price;
	for (int k = 0; k < n; k++) {
		double spend = (double)t[k].spend_micro / ads_micro_of_minor(s->w, s->country[i]);
		if (t[k].orders >= ORDERS_LEAST && spend <= margin * (double)t[k].sales_minor) {
			if (!s->manual[i])
				s->manual[i] = campaign(s, i, false, 0, 0);
			if (s->manual[i] && !o->keywords)
				o->keywords = group(s, s->manual[i], g, bid_of(s, g, i), 0);
			if (o->keywords) {
				keyword(s, o->keywords, i, "exact", t[k].query);
				keyword(s, o->group, i, "negative_exact", t[k].query);
			}
		} else if (!t[k].orders && t[k].clicks >= CLICKS_WITHOUT) {
			keyword(s, o->group, i, "negative_exact", t[k].query);
		}
	}
}

void ads_morning(struct seller *s)
{
	bool weekly = look_today(s) % WEEK == (int64_t)(s->number % WEEK);
	for (int i = 0; i < s->n_countries; i++) {
		int64_t budget = 0;
		bool missing = false;
		for (int k = 0; k < s->n; k++) {
			struct seller_good *g = &s->good[k];
			if (!g->live || !g->at[i].on)
				continue;
			int64_t bid = bid_of(s, g, i);
			missing |= bid && !g->at[i].group;
			budget += ex_round(s->plan.ad_clicks * (double)bid);
		}
		if (!missing && !weekly)
			continue;
		if (budget)
			s->automatic[i] = campaign(s, i, true, budget, s->automatic[i]);
		if (s->manual[i])
			campaign(s, i, false, budget, s->manual[i]);
		for (int k = 0; k < s->n && s->automatic[i]; k++) {
			struct seller_good *g = &s->good[k];
			if (!g->live || !g->at[i].on)
				continue;
			int64_t bid = bid_of(s, g, i);
			bid = bid ? bid : least_bid(s, i);
			g->at[i].group = group(s, s->automatic[i], g, bid, g->at[i].group);
			if (g->at[i].keywords)
				group(s, s->manual[i], g, bid, g->at[i].keywords);
			if (weekly && g->at[i].group)
				harvest(s, g, i);
		}
	}
}
