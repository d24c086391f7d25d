/* What would have helped a listing, in closed form (docs/model.md, "What-if"): the figures at which it would have equalled the offer that took most of its sales.
 *
 * Utilities are those of the buyers' choice without what is drawn: promised quality, rating, days and price of an ordinary buyer. A lever moves one figure and
 * leaves all others; no price under the break-even price is proposed. */
#include "market/ask/inside.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"
#include <stdlib.h>

enum { COVER_DAYS = 30, THIN_DAYS = 7, MISSING_SHOWN = 3, PHRASES_RANKED = 3, LOOKED_AT = 9 /* mean depth of reading */ };
#define ANSWERED 0.5 /* of the best possible relevance */
#define FITS 0.5

static void lever(struct asking *q, const char *name, struct str zh, struct str en)
{
	jw_object(q->j);
	jw_kcstr(q->j, "lever", name);
	put_text2(q, "text", zh, en);
}

static void value_none(struct asking *q)
{
	jw_kcstr(q->j, "value", NULL);
	jw_end_object(q->j);
}

static void value_number(struct asking *q, int64_t v)
{
	jw_ki64(q->j, "value", v);
	jw_end_object(q->j);
}

static void value_money(struct asking *q, uint32_t country, int64_t minor)
{
	put_money(q, "value", country, minor);
	jw_end_object(q->j);
}

/* "12.34 EUR" */
static struct str amount(struct asking *q, uint32_t currency, int64_t minor)
{
	char text[MONEY_TEXT_MAX];
	const char *code = arena_cstr(q->mem, world_str(q->w, q->w->currency.code[currency]));
	money_format(minor, code, text);
	return arena_printf(q->mem, "%s %s", text, code);
}

/* ---- on sale at all ---- */

static bool state_lever(struct asking *q, const struct why *y)
{
	const struct market *m = q->m;
	uint32_t l = y->listing, o = y->offer;
	int blocks = 0;
	for (int i = 0; i < y->n_findings; i++)
		blocks += finding_desc[y->findings[i].finding].severity == SEVERITY_BLOCK;
	if (m->store.state[m->listing.store[l]] != STORE_ACTIVE) {
		lever(q, "state", STR("店铺尚未开通或已关闭，商品对买家不可见。"), STR("The store is not open, so buyers see nothing of it."));
	} else if (o == ROW_NONE || m->offer.state[o] == OFFER_OFF) {
		lever(q, "state", STR("该站点没有在售报价：设置售价和物流渠道并启用。"), STR("Nothing is offered in this marketplace: set a price and a channel, and switch it on."));
	} else if (blocks) {
		struct str n = arena_printf(q->mem, "%d", blocks);
		lever(q, "state", ask_fill(q, "平台检查有 {0} 项不合格，买家看不到该商品。按检查结果修改后会自动恢复展示。", &n, 1),
			ask_fill(q, "{0} findings of the platform keep it from buyers. Mend them and it comes back by itself.", &n, 1));
		value_number(q, blocks);
		return true;
	} else if (m->listing.state[l] == LISTING_DRAFT) {
		lever(q, "state", STR("商品还是草稿，请上架。"), STR("The listing is still a draft: publish it."));
	} else if (m->listing.state[l] == LISTING_PAUSED) {
		lever(q, "state", STR("商品已下架，请重新上架。"), STR("The listing is paused: publish it again."));
	} else if (m->listing.state[l] == LISTING_DELETED) {
		lever(q, "state", STR("商品已删除。"), STR("The listing was deleted."));
	} else {
		return false;
	}
	value_none(q);
	return true;
}

/* ---- stock ---- */

static void stock_lever(struct asking *q, const struct why *y)
{
	const struct market *m = q->m;
	uint32_t s = listing_stock(m, y->listing), good = m->listing.good[y->listing];
	int64_t free = s == ROW_NONE ? 0 : m->stock.on_hand[s] - m->stock.reserved[s], inbound = s == ROW_NONE ? 0 : m->stock.inbound[s];
	int64_t wanted = (y->units + y->no_stock) * COVER_DAYS / y->days, least = good == ROW_NONE ? 1 : q->w->good.moq[good];
	int64_t order = wanted - free - inbound > least ? wanted - free - inbound : least;
	struct str arg[4];
	arg[0] = arena_printf(q->mem, "%lld", (long long)inbound);
	arg[1] = arena_printf(q->mem, "%lld", (long long)order);
	arg[2] = arena_printf(q->mem, "%lld", (long long)free);
	arg[3] = arena_printf(q->mem, "%lld", (long long)y->no_stock);
	if (free <= 0)
		lever(q, "stock", ask_fill(q, "没有可售库存（在途 {0} 件）。按近期销量和起订量，建议采购 {1} 件。", arg, 4),
			ask_fill(q, "There is no free stock ({0} pieces are on their way). By the recent pace and the supplier's minimum, order {1}.", arg, 4));
	else if (y->no_stock || (y->units && free * y->days < y->units * THIN_DAYS))
		lever(q, "stock", ask_fill(q, "可售库存只剩 {2} 件（在途 {0} 件），期间有 {3} 位买家因缺货没买成。建议补货 {1} 件。", arg, 4),
			ask_fill(q, "Only {2} pieces are free ({0} on their way); {3} buyers chose it when it was sold out. Order {1} more.", arg, 4));
	else
		return;
	value_number(q, order);
}

/* ---- words ---- */

struct phrase {
	double weight;
	uint32_t query;
};

static int heaviest_first(const void *a, const void *b)
{
	const struct phrase *x = a, *y = b;
	return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) : x->query < y->query ? -1 : x->query > y->query;
}

/* Phrases of the country that the goods answer, each with its volume as weight. */
static struct phrase *phrases_of(struct asking *q, uint32_t country, uint32_t good, uint32_t *ret_n)
{
	const struct world *w = q->w;
	uint32_t from = w->query_of_country_at[country], until = w->query_of_country_at[country + 1], n = 0;
	struct phrase *v = ARENA_ARRAY(q->mem, struct phrase, until - from + 1);
	for (uint32_t i = from; i < until; i++) {
		uint32_t y = w->query_of_country[i];
		if (w->query.category[y] == w->good.category[good] && (w->query.kind[y] == ROW_NONE || w->query.kind[y] == w->good.kind[good]) && world_fit(w, y, good) >= FITS)
			v[n++] = (struct phrase){ w->query.volume[y], y };
	}
	qsort(v, n, sizeof *v, heaviest_first);
	*ret_n = n;
	return v;
}

static double relevance(const struct asking *q, uint32_t offer, uint32_t query)
{
	struct list_ref t = q->w->query.tokens[query];
	return search_relevance(q->m, offer, set_words(&q->w->set, t), t.n);
}

static void words_lever(struct asking *q, const struct why *y)
{
	uint32_t n, n_missing = 0;
	double all = 0, answered = 0;
	struct phrase *v = phrases_of(q, y->country, q->m->listing.good[y->listing], &n);
	struct phrase *missing = ARENA_ARRAY(q->mem, struct phrase, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		double rel = relevance(q, y->offer, v[i].query);
		all += v[i].weight;
		if (rel >= ANSWERED)
			answered += v[i].weight;
		else
			missing[n_missing++] = (struct phrase){ v[i].weight * (1 - rel), v[i].query };
	}
	if (!n_missing)
		return;
	qsort(missing, n_missing, sizeof *missing, heaviest_first);
	struct buf zh, en;
	buf_init(&zh, 2048);
	buf_init(&en, 2048);
	for (uint32_t i = 0; i < n_missing && i < MISSING_SHOWN; i++) {
		struct str words = world_str(q->w, q->w->query.words[missing[i].query]), gloss = world_str(q->w, q->w->query.gloss_zh[missing[i].query]);
		buf_printf(&zh, "%s“%.*s”（%.*s）", i ? "、" : "", STR_FMT(words), STR_FMT(gloss));
		buf_printf(&en, "%s“%.*s”", i ? ", " : "", STR_FMT(words));
	}
	struct str share = arena_printf(q->mem, "%lld", (long long)ex_round(100 * answered / all)), arg_zh[2] = { share, buf_span(&zh) }, arg_en[2] = { share, buf_span(&en) };
	lever(q, "words", ask_fill(q, "文案覆盖了同类货品搜索量的 {0}%。缺得最多的搜索词：{1}。与货品相符的词可写进标题或搜索词。", arg_zh, 2),
		ask_fill(q, "The texts answer {0} % of the searches for such goods. Missing most: {1}. Put those that are true of the goods into the title or the search terms.", arg_en, 2));
	value_number(q, n_missing);
	buf_fini(&zh);
	buf_fini(&en);
}

/* ---- price, days ---- */

static double slope(const struct asking *q, uint32_t listing)
{
	uint32_t c = q->m->listing.category[listing];
	return c != ROW_NONE && q->w->category.commodity[c] ? q->w->params.alpha_commodity : q->w->params.alpha;
}

/* What an ordinary buyer sees in an offer. */
static double worth(const struct asking *q, uint32_t o)
{
	struct front f;
	uint32_t l = q->m->offer.listing[o];
	search_front(q->m, o, q->m->meta.ranked_day[0], &f);
	return (double)q->m->listing.promised_quality_milli[l] / 1000 + f.rho - q->w->params.day_value * f.days - slope(q, l) * f.price_x;
}

static void price_lever(struct asking *q, const struct why *y)
{
	const struct market *m = q->m;
	uint32_t o = y->offer, currency = q->w->country.currency[y->country];
	double lift = worth(q, y->rival) - worth(q, o);
	if (lift <= 0)
		return;
	int64_t price = m->offer.price_minor[o], landed = listing_landed_minor(m, o), equal = ex_round((double)landed * ex_exp(-lift / slope(q, y->listing)));
	double per_unit = 1 + (double)ask_tax_ppm(q, y->country, TAX_SALES_ON_TOP) / 1e6;
	int64_t wanted = price - ex_round((double)(landed - equal) / per_unit);
	struct unit_ask unit = listing_offer_ask(m, o);
	int64_t even = listing_break_even_minor(q->w, &unit);
	struct str arg[4] = { amount(q, currency, wanted > 0 ? wanted : 0), state_str(m, m->store.name[m->offer.store[y->rival]]), amount(q, currency, m->offer.price_minor[y->rival]),
		amount(q, currency, even) };
	if (wanted < even) {
		lever(q, "price", ask_fill(q, "{1}（售价 {2}）抢走的订单最多。只靠降价追平需要降到 {0}，低于保本价 {3}：光降价行不通，要靠文案、评价和时效。", arg, 4),
			ask_fill(q, "{1} (at {2}) took most of the sales. To equal it by price alone you would have to go to {0}, "
				    "under your break-even price {3}: price alone cannot do it; look at texts, reviews and delivery.", arg, 4));
		if (even < price)
			value_money(q, y->country, even);
		else
			value_none(q);
		return;
	}
	lever(q, "price", ask_fill(q, "{1}（售价 {2}）抢走的订单最多。售价降到 {0}，普通买家会觉得两家一样划算（保本价 {3}）。", arg, 4),
		ask_fill(q, "{1} (at {2}) took most of the sales. At {0} an ordinary buyer would think both equally good (you break even at {3}).", arg, 4));
	value_money(q, y->country, wanted);
}

/* What a piece costs seller and buyer on its way, in minor units of the country: freight and import charges, whoever pays them. */
static int64_t way_cost(struct asking *q, uint32_t country, uint32_t good, int64_t value, const struct freight_quote *f)
{
	int64_t minor = ledger_minor_at(q->w, q->w->country.currency[country], f->freight_fen + f->duty_fen, ask_fx(q, country));
	return minor + (q->w->rate.ddp[f->rate] ? 0 : freight_duty_minor(q->w, country, good, 1, value, q->day));
}

/* The channel whose days are worth most to buyers beyond what it costs more than the present one; ROW_NONE if none is worth it. */
static uint32_t best_way(struct asking *q, const struct why *y, int64_t said, int64_t *ret_days, int64_t *ret_more_fen)
{
	const struct market *m = q->m;
	uint32_t o = y->offer, good = m->listing.good[y->listing], handling = m->listing.handling_days[y->listing], best = ROW_NONE;
	int64_t price = m->offer.price_minor[o], value = price - money_tax_inside(price, ask_tax_ppm(q, y->country, TAX_VAT_INSIDE));
	struct freight_quote now, f;
	double most = 0;
	if (m->offer.channel[o] == ROW_NONE)
		return ROW_NONE;
	freight_quote(q->w, m->offer.channel[o], y->country, good, 1, value, q->day, ask_fx(q, y->country), &now);
	if (now.refusal)
		return ROW_NONE;
	for (uint32_t c = 0; c < q->w->channel.t.n; c++) {
		freight_quote(q->w, c, y->country, good, 1, value, q->day, ask_fx(q, y->country), &f);
		if (f.refusal)
			continue;
		int64_t days = freight_usual_days(q->w, f.rate) + (handling ? handling : 1);
		int64_t more = way_cost(q, y->country, good, value, &f) - way_cost(q, y->country, good, value, &now);
		double gain = (double)price * (1 - ex_exp(-q->w->params.day_value * (double)(said - days) / slope(q, y->listing))) - (double)more;
		if (days >= said || gain <= most)
			continue;
		most = gain;
		best = c;
		*ret_days = days;
		*ret_more_fen = f.freight_fen + f.duty_fen - now.freight_fen - now.duty_fen;
	}
	return best;
}

static void days_lever(struct asking *q, const struct why *y)
{
	const struct market *m = q->m;
	int64_t said = freight_promise_days(m, y->offer), days = 0, more = 0;
	int64_t theirs = y->rival == ROW_NONE ? q->w->country.promise_days[y->country] : freight_promise_days(m, y->rival);
	uint32_t c = best_way(q, y, said, &days, &more);
	if (c == ROW_NONE && said <= theirs)
		return;
	double as_price = 1 - ex_exp(-q->w->params.day_value * (double)(c == ROW_NONE ? said - theirs : said - days) / slope(q, y->listing));
	struct str arg[6] = { arena_printf(q->mem, "%lld", (long long)said), arena_printf(q->mem, "%lld", (long long)theirs), arena_printf(q->mem, "%lld", (long long)days),
		amount(q, ledger_cny(m), more), arena_printf(q->mem, "%lld", (long long)ex_round(as_price * 100)), STR_NONE };
	if (c == ROW_NONE) {
		lever(q, "days", ask_fill(q, "承诺 {0} 天送达，对手 {1} 天；对买家来说相当于贵了约 {4}%。更快的渠道多花的运费超过买家愿意为时效付的钱，不建议更换。", arg, 6),
			ask_fill(q, "You promise {0} days, the others {1}; to buyers that is like a price about {4} % higher. Faster channels cost more than the time is worth to buyers: keep this one.", arg, 6));
		value_none(q);
		return;
	}
	arg[5] = world_str(q->w, q->w->channel.name_zh[c]);
	struct str zh = ask_fill(q, "承诺 {0} 天送达，对手 {1} 天。用“{5}”可承诺 {2} 天，每件运费和关税变化 {3}；对买家来说相当于便宜约 {4}%。", arg, 6);
	arg[5] = world_str(q->w, q->w->channel.name_en[c]);
	lever(q, "days", zh,
		ask_fill(q, "You promise {0} days, the others {1}. With {5} you could promise {2}, "
			    "freight and duty changing by {3} a piece; to buyers that is worth a price about {4} % lower.", arg, 6));
	value_number(q, days);
}

/* ---- rank ---- */

static void rank_lever(struct asking *q, const struct why *y)
{
	uint32_t n;
	int max = (int)q->m->offer.t.n;
	int64_t day = q->m->meta.ranked_day[0];
	struct phrase *v = phrases_of(q, y->country, q->m->listing.good[y->listing], &n);
	struct place *p = ARENA_ARRAY(q->mem, struct place, max + 1);
	for (uint32_t i = 0; i < n && i < PHRASES_RANKED; i++) {
		int count = search_page(q->m, y->country, v[i].query, day, p, max), at = 0;
		while (at < count && p[at].offer != y->offer)
			at++;
		if (at == count || at < LOOKED_AT)
			continue;
		double lift = (double)p[LOOKED_AT - 1].score - (double)p[at].score, cut = 1 - ex_exp(-lift / q->w->params.rank_price), text = lift / q->w->params.rank_text;
		struct str arg[4] = { world_str(q->w, q->w->query.words[v[i].query]), arena_printf(q->mem, "%d", at + 1), arena_printf(q->mem, "%lld", (long long)ex_round(cut * 100)),
			arena_printf(q->mem, "%lld", (long long)ex_round(text * 100)) };
		/* relevance ends at 1 */
		if ((double)p[at].rel + text <= 1)
			lever(q, "rank",
				ask_fill(q, "搜索“{0}”时排在第 {1} 位，多数买家只看前 9 位。要进前 9，文案相关度需提高 {3} 个百分点，"
					    "或到手价降低约 {2}%；销量和好评也会慢慢提升排名。", arg, 4),
				ask_fill(q, "For “{0}” you stand in place {1}; most buyers look at the first 9. To get there the texts would have to fit {3} points "
					    "better, or the price paid be about {2} % lower; sales and good reviews lift it in time.", arg, 4));
		else
			lever(q, "rank",
				ask_fill(q, "搜索“{0}”时排在第 {1} 位，多数买家只看前 9 位。光靠文案进不了前 9；到手价需降低约 {2}%，或先积累销量和好评。", arg, 4),
				ask_fill(q, "For “{0}” you stand in place {1}; most buyers look at the first 9. Texts alone will not get you there; the price paid "
					    "would have to be about {2} % lower, or sales and reviews have to grow first.", arg, 4));
		value_number(q, at + 1);
		return;
	}
}

void put_levers(struct asking *q, const struct why *y)
{
	jw_key(q->j, "levers");
	jw_array(q->j);
	bool off = state_lever(q, y), known = y->offer != ROW_NONE && q->m->listing.good[y->listing] != ROW_NONE;
	stock_lever(q, y);
	if (known)
		words_lever(q, y);
	if (known && !off) {
		if (y->rival != ROW_NONE)
			price_lever(q, y);
		days_lever(q, y);
		rank_lever(q, y);
	}
	jw_end_array(q->j);
}
