/* Rivals' advertising: some of their listings stand in automatic campaigns, and bid a part of what a click is worth to them. */
#include "market/ads/ads.h"
#include "market/rivals/inside.h"
#include "base/exact.h"

enum { NUMBER = 1, SEEN = 20 };
#define LOOSE_PART 0.5 /* of the bid, for searches of the category at large */

/* Margin of a piece × orders by click, as seen so far, × how bold its seller is. 0: not worth a click. */
static int64_t bid_minor(const struct market *m, uint32_t ad, struct draw who)
{
	const struct world_params *k = &m->world->params;
	uint32_t o = m->ad.offer[ad];
	int64_t cost = landed_cost_minor(m, m->listing.good[m->ad.listing[ad]], m->offer.country[o], now_min(m)), bulk = ex_round(BULK_COST * (double)m->offer.start_price_minor[o]);
	double margin = (double)(m->offer.price_minor[o] - (cost < bulk ? cost : bulk));
	double conversion = (SEEN * k->rival_ads_conversion + (double)m->ad.orders[ad]) / (SEEN + (double)m->ad.clicks[ad]);
	double part = k->rival_ads_low + (k->rival_ads_high - k->rival_ads_low) * rng_uniform(who.u[1]);
	return ex_round(ex_max(0, part * margin * conversion));
}

static void set_bid(struct market *m, uint32_t ad)
{
	uint32_t g = m->ad.adgroup[ad], c = m->ad.campaign[ad];
	int64_t bid = bid_minor(m, ad, rng_draw(m->key, DRAW_RIVAL_ADS, m->ad.id[ad], 0, 0));
	m->campaign.budget_minor[c] += ex_round(m->world->params.rival_ads_clicks * (double)(bid - m->adgroup.bid_minor[g]));
	m->adgroup.bid_minor[g] = bid;
	m->ad.state[ad] = bid > 0 ? AD_ON : AD_PAUSED;
	for (int kind = TARGET_CLOSE; kind <= TARGET_COMPLEMENTS; kind++) {
		uint32_t t = ads_make_target(m, g, (enum target_kind)kind, 0);
		m->target.state[t] = kind == TARGET_COMPLEMENTS ? AD_PAUSED : AD_ON;
		m->target.bid_minor[t] = kind == TARGET_LOOSE ? ex_round(LOOSE_PART * (double)bid) : 0;
	}
}

void rivals_advertise(struct market *m, uint32_t offer)
{
	uint32_t store = m->offer.store[offer], listing = m->offer.listing[offer];
	struct draw who = rng_draw(m->key, DRAW_RIVAL_ADS, m->listing.id[listing], 0, 0);
	if (rng_uniform(who.u[0]) >= m->world->params.rival_ads_share)
		return;
	uint32_t c = ads_make_campaign(m, store, m->offer.country[offer], ((uint64_t)m->offer.country[offer] + 1) << 8 | NUMBER);
	m->campaign.targeting[c] = AD_AUTO;
	m->campaign.strategy[c] = AD_DOWN;
	uint32_t g = ads_make_group(m, c, m->listing.id[listing]);
	set_bid(m, ads_make_ad(m, g, listing, offer));
}

void rivals_ads_day(struct market *m, int64_t day)
{
	for (uint32_t d = 0; d < m->ad.t.n; d++)
		if (rivals_act_on(m, m->ad.store[d], day))
			set_bid(m, d);
}
