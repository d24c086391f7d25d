/* What the reference sellers sell, where, at which price, and how much of it they buy. */
#include "bots/seller_inside.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "base/hash.h"
#include "market/freight/freight.h"
#include "market/kernel/stock.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"

enum { HEAVIEST_G = 1500, LOOKED_AT = 8, LOT_FEN = 600000, FIRST_PIECES = 30, TEST_PAGES = 200, TEST_LOOKS = 120, PICTURE_DAYS = 2 };
#define NAIVE_TIMES 2	 /* goods' cost */
#define DEAREST 1.3	 /* of the usual price: beyond it buyers hardly look */
#define STEP_LEAST 0.02
#define ORDER_SPREAD 1.5 /* variance of a day's pieces over their mean: orders of several pieces, good and bad days */

/* ---- goods: of eight that come to mind by number, the one that leaves most; the same for all grades */

static int64_t rough_fen(const struct world *w, uint32_t good)
{
	uint32_t usd = world_find(w, W_currency, STR("USD"));
	int64_t price = usd == ROW_NONE ? w->good.p_ref_usd[good] : w->good.p_ref_usd[good] * w->currency.cny_micro[usd] / 1000000;
	return price * 65 / 100 - w->good.cost_fen[good] - 2500 - (int64_t)w->good.weight_g[good] * 9;
}

void price_choose_goods(struct seller *s)
{
	const struct world *w = s->w;
	for (uint64_t i = 0; i < SELLER_GOODS; i++) {
		uint32_t best = ROW_NONE;
		for (uint64_t k = 0, seen = 0; k < 2000 && seen < LOOKED_AT; k++) {
			uint32_t g = (uint32_t)(hash_id(13, (uint64_t)s->number * SELLER_GOODS + i, k) % w->good.t.n);
			bool mine = false;
			for (int j = 0; j < s->n; j++)
				mine |= s->good[j].good == g;
			if (mine || w->good.battery[g] || w->good.liquid_ml[g] || w->good.weight_g[g] > HEAVIEST_G || rough_fen(w, g) <= 0 ||
				w->good.cost_fen[g] * w->good.moq[g] > LOT_FEN)
				continue;
			seen++;
			if (best == ROW_NONE || rough_fen(w, g) > rough_fen(w, best))
				best = g;
		}
		if (best != ROW_NONE)
			s->good[s->n++].good = best;
	}
}

/* ---- prices: as price.plan and freight.quotes tell */

static struct unit_ask ask_of(const struct seller *s, uint32_t good, uint32_t country, uint32_t channel, int64_t price)
{
	const struct world *w = s->w;
	uint32_t usd = world_find(w, W_currency, STR("USD"));
	return (struct unit_ask){ .good = good,
		.category = w->good.category[good],
		.country = country,
		.channel = channel,
		.price_minor = price,
		.goods_fen = w->good.cost_fen[good],
		.day = look_today(s),
		.fx_micro = ledger_rate_micro(s->m, w->country.currency[country], now_min(s->m)),
		.usd_micro = usd == ROW_NONE ? 0 : ledger_rate_micro(s->m, usd, now_min(s->m)) };
}

int64_t price_leaves(const struct seller *s, uint32_t good, uint32_t country, uint32_t channel, int64_t price)
{
	struct unit_cost c;
	struct unit_ask a = ask_of(s, good, country, channel, price);
	listing_unit_cost(s->w, &a, &c);
	return c.refusal == FREIGHT_OK ? c.profit_minor : INT64_MIN / 2;
}

/* The channel by which the piece costs least, duties included whoever pays them. */
static uint32_t channel_of(const struct seller *s, uint32_t good, uint32_t country)
{
	const struct world *w = s->w;
	uint32_t best = ROW_NONE;
	int64_t least = INT64_MAX;
	for (uint32_t c = 0; c < w->channel.t.n; c++) {
		struct unit_cost u;
		if (s->plan.tracked && !w->channel.tracked[c])
			continue;
		struct unit_ask a = ask_of(s, good, country, c, world_usual_minor(w, country, good));
		listing_unit_cost(w, &a, &u);
		int64_t cost = u.freight_minor + u.duty_minor + u.import_minor;
		if (u.refusal == FREIGHT_OK && cost < least) {
			least = cost;
			best = c;
		}
	}
	return best;
}

/* The price of which `margin` remains. */
static int64_t price_for(const struct seller *s, uint32_t good, uint32_t country, uint32_t channel, double margin, int64_t break_even)
{
	int64_t low = break_even - 1, high = break_even * 4 + 4;
	while (high - low > 1) {
		int64_t p = low + (high - low) / 2;
		if ((double)price_leaves(s, good, country, channel, p) >= margin * (double)p)
			high = p;
		else
			low = p;
	}
	return high;
}

bool price_offer(const struct seller *s, uint32_t good, uint32_t country, struct seller_offer *ret)
{
	const struct world *w = s->w;
	uint32_t c = channel_of(s, good, country);
	if (c == ROW_NONE)
		return false;
	struct unit_ask a = ask_of(s, good, country, c, 0);
	int64_t usual = world_usual_minor(w, country, good), floor = listing_floor_minor(w, w->good.category[good], country);
	*ret = (struct seller_offer){ .on = true, .channel = c, .break_even = listing_break_even_minor(w, &a), .step = s->plan.price_step, .before = -1 };
	if (!s->plan.landed) {
		ret->price = NAIVE_TIMES * ledger_minor_at(w, w->country.currency[country], w->good.cost_fen[good], a.fx_micro);
		ret->price = ret->price > floor ? ret->price : floor;
		return true;
	}
	ret->price = price_for(s, good, country, c, s->plan.margin, ret->break_even);
	ret->price = ret->price > floor ? ret->price : floor;
	return (double)ret->price <= DEAREST * (double)usual;
}

/* How much a marketplace is worth: its part of the buyers, by what the goods leave there and how far their price is from the usual one. */
static double worth(const struct seller *s, uint32_t country)
{
	const struct world *w = s->w;
	double sum = 0;
	for (int i = 0; i < s->n; i++) {
		struct seller_offer o;
		if (!price_offer(s, s->good[i].good, country, &o))
			continue;
		double dear = ex_log((double)o.price / (double)world_usual_minor(w, country, s->good[i].good));
		double fen = (double)ledger_fen_at(w, w->country.currency[country], price_leaves(s, s->good[i].good, country, o.channel, o.price), w->currency.cny_micro[w->country.currency[country]]);
		sum += fen * ex_exp(-3 * dear);
	}
	return sum * (double)w->country.buyers_ppm[country];
}

void price_choose_countries(struct seller *s)
{
	const struct world *w = s->w;
	double best[SELLER_COUNTRIES] = { 0 };
	s->n_countries = w->country.t.n < SELLER_COUNTRIES ? (int)w->country.t.n : SELLER_COUNTRIES;
	for (int i = 0; i < s->n_countries; i++)
		s->country[i] = (s->number + (uint32_t)i * 2) % w->country.t.n;
	if (!s->plan.countries)
		return;
	for (int i = 0; i < s->n_countries; i++)
		best[i] = -1;
	for (uint32_t c = 0; c < w->country.t.n; c++) {
		double v = worth(s, c);
		uint32_t row = c;
		for (int i = 0; i < s->n_countries; i++)
			if (v > best[i]) {
				double was = best[i];
				uint32_t had = s->country[i];
				best[i] = v;
				s->country[i] = row;
				v = was;
				row = had;
			}
	}
}

/* ---- tests */

/* A week at a price, then what a page brought decides about the next: on in the same direction, or back with a smaller step. */
void price_test(struct seller *s, struct seller_good *g, int i)
{
	struct seller_offer *o = &g->at[i];
	int64_t today = look_today(s);
	if (!o->on || today - o->since < WEEK || ex_abs(o->step) < STEP_LEAST)
		return;
	struct seen_sum v = look_offer(s, g, i, o->since + 1, today);
	if (v.pages < TEST_PAGES)
		return;
	double brought = v.expected * (double)price_leaves(s, g->good, s->country[i], o->channel, o->price) / (double)v.pages;
	if (o->before >= 0 && brought < o->before)
		o->step *= -0.5;
	o->before = brought;
	o->since = today;
	int64_t price = ex_round((double)o->price * (1 + o->step)), dearest = ex_round(DEAREST * (double)world_usual_minor(s->w, s->country[i], g->good));
	price = price > dearest ? dearest : price;
	o->price = price_leaves(s, g->good, s->country[i], o->channel, price) > 0 ? price : o->price;
}

/* Two days for each picture; the one that is clicked most stays. */
void price_test_picture(struct seller *s, struct seller_good *g)
{
	int64_t today = look_today(s);
	if (g->picture >= SELLER_PICTURES || today - g->picture_since < PICTURE_DAYS)
		return;
	struct seen_sum all = { 0 };
	for (int i = 0; i < s->n_countries; i++) {
		struct seen_sum v = look_offer(s, g, i, g->picture_since, today);
		all.examined += v.examined;
		all.clicks += v.clicks;
	}
	if (all.examined < TEST_LOOKS)
		return;
	double clicks = (double)all.clicks / (double)all.examined;
	if (clicks > g->best_clicks) {
		g->best_clicks = clicks;
		g->best_picture = g->picture;
	}
	g->picture++;
	g->picture_since = today;
}

/* ---- stock */

/* The season to come over that of now, by the calendar's months of the category. */
static double season(const struct seller *s, uint32_t good, int64_t days)
{
	const struct world *w = s->w;
	struct list_ref r = w->category.months_ppm[w->good.category[good]];
	if (!s->plan.calendar || r.n != 12)
		return 1;
	const uint64_t *v = set_words(&w->set, r);
	int now = cal_civil(look_today(s) * MIN_PER_DAY).month - 1, then = cal_civil((look_today(s) + days) * MIN_PER_DAY).month - 1;
	return v[now] ? ex_clamp((double)v[then] / (double)v[now], 0.5, 2) : 1;
}

static int64_t usual_lot(const struct seller *s, uint32_t good)
{
	int64_t moq = s->w->good.moq[good], cost = s->w->good.cost_fen[good] ? s->w->good.cost_fen[good] : 1, n = moq > FIRST_PIECES ? moq : FIRST_PIECES;
	return n > LOT_FEN / cost && LOT_FEN / cost >= moq ? LOT_FEN / cost : n;
}

int64_t price_lot(const struct seller *s, const struct seller_good *g)
{
	int64_t inbound, today = look_today(s), free = look_free(s, g->good, &inbound), lot = usual_lot(s, g->good);
	if (!g->bought)
		return lot;
	if (!s->plan.reorders)
		return g->live && free <= 0 && !inbound ? lot : 0;
	uint64_t units = 0;
	double leaves_fen = 0;
	for (int i = 0; i < s->n_countries; i++) {
		if (!g->at[i].on)
			continue;
		units += look_offer(s, g, i, today - 2 * WEEK, today).units;
		int64_t fen = ledger_to_fen(s->m, s->w->country.currency[s->country[i]], price_leaves(s, g->good, s->country[i], g->at[i].channel, g->at[i].price), now_min(s->m));
		leaves_fen = leaves_fen > (double)fen ? leaves_fen : (double)fen;
	}
	double lead = s->w->good.lead_days[g->good] + s->w->params.domestic_days + 1;
	double daily = (double)units / (2 * WEEK) * season(s, g->good, ex_round(lead + s->plan.cover_days / 2)), safety = s->plan.safety * ex_sqrt(ORDER_SPREAD * daily * lead);
	if ((double)(free + inbound) > daily * lead + safety || daily <= 0)
		return 0;
	double mean = daily * (lead + s->plan.cover_days), until = mean + safety;
	if (s->plan.newsvendor) /* a piece too many is given back at half cost */
		until = stock_newsvendor_normal(ex_max(1, leaves_fen), ex_max(1, (double)s->w->good.cost_fen[g->good] / 2), mean, ex_sqrt(ORDER_SPREAD * mean) + 0.2 * mean);
	int64_t n = ex_round(until) - free - inbound, moq = s->w->good.moq[g->good];
	return n < moq ? moq : n;
}
