#include "bots/starter.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "bots/sheet.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"

enum { OPEN_DAYS = 14, STOCK_DAYS = 13, HISTORY_DAYS = 10, PIECES = 60, LOT_FEN = 400000, NAMES_TRIED = 500, HEAVIEST_G = 1500, MICRO = 1000000 };

struct work {
	const struct world *w;
	const struct starter_options *o;
	bot_act *act;
	void *arg;
	struct arena *mem;
	struct problem *p;
	struct starter_store s;
};

/* ---- what it sells ---- */

uint32_t starter_channel(const struct world *w, uint32_t country, uint32_t good)
{
	uint32_t best = ROW_NONE, currency = w->country.currency[country];
	int64_t least = INT64_MAX, value = world_usual_minor(w, country, good), day = cal_day_of(w->start_min + w->timezone_min);
	for (uint32_t c = 0; c < w->channel.t.n; c++) {
		struct freight_quote q;
		if (!w->channel.tracked[c])
			continue;
		freight_quote(w, c, country, good, 1, value, day, w->currency.cny_micro[currency], &q);
		if (q.refusal != FREIGHT_OK)
			continue;
		int64_t fen = q.freight_fen + q.duty_fen;
		if (!freight_duties_paid(w, c, country, day))
			fen += ledger_fen_at(w, currency, freight_duty_minor(w, country, good, 1, value, day), w->currency.cny_micro[currency]);
		if (fen < least) {
			least = fen;
			best = c;
		}
	}
	return best;
}

/* Light, without batteries and liquids, and worth sending: a third of the usual price is the goods', at most. */
static bool sellable(const struct world *w, uint32_t good, const uint32_t *country, int n)
{
	if (w->good.battery[good] || w->good.liquid_ml[good] || w->good.weight_g[good] > HEAVIEST_G || w->good.cost_fen[good] * w->good.moq[good] > LOT_FEN)
		return false;
	for (int i = 0; i < n; i++) {
		uint32_t currency = w->country.currency[country[i]];
		int64_t usual = ledger_fen_at(w, currency, world_usual_minor(w, country[i], good), w->currency.cny_micro[currency]);
		if (starter_channel(w, country[i], good) == ROW_NONE || w->good.cost_fen[good] * 3 > usual)
			return false;
	}
	return true;
}

/* The goods of the world in an order of its own, dealt out one by one: store 0 gets the first three that can be sold, store 1 the next. Goods of one kind follow
 * each other as far away as the world allows, since they are dealt kind by kind. */
static uint32_t deal(const struct world *w, struct arena *mem, const uint32_t *country, int n_countries, uint32_t ret[])
{
	uint32_t n = 0, *of_kind = ARENA_ARRAY(mem, uint32_t, w->kind.t.n + 1);
	uint64_t *rank = ARENA_ARRAY(mem, uint64_t, w->good.t.n + 1);
	for (uint32_t k = 0; k < w->kind.t.n; k++)
		of_kind[k] = 0;
	for (uint32_t g = 0; g < w->good.t.n; g++) {
		if (!sellable(w, g, country, n_countries))
			continue;
		uint64_t key = (uint64_t)of_kind[w->good.kind[g]]++ << 40 | (hash_str(11, world_str(w, w->good.code[g])) >> 24);
		uint32_t i = n++;
		for (; i && rank[i - 1] > key; i--) {
			rank[i] = rank[i - 1];
			ret[i] = ret[i - 1];
		}
		rank[i] = key;
		ret[i] = g;
	}
	return n;
}

/* Marketplaces that read English where there are any: one text serves them all. The first is the largest; the others go round. */
static void choose(struct work *k)
{
	const struct world *w = k->w;
	uint32_t n_all = 0, *all = ARENA_ARRAY(k->mem, uint32_t, w->country.t.n + 1), *goods = ARENA_ARRAY(k->mem, uint32_t, w->good.t.n + 1);
	bool english = false;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		english |= w->country.tongue[c] == TONGUE_EN;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (!english || w->country.tongue[c] == TONGUE_EN)
			all[n_all++] = c;
	k->s.n_countries = n_all < STARTER_COUNTRIES ? (int)n_all : STARTER_COUNTRIES;
	for (int i = 0; i < k->s.n_countries; i++)
		k->s.country[i] = all[i ? ((uint32_t)i - 1 + k->o->number) % (n_all - 1) + 1 : 0];
	uint32_t n = deal(w, k->mem, k->s.country, k->s.n_countries, goods);
	for (int i = 0; i < STARTER_GOODS && (uint32_t)i < n; i++)
		k->s.good[k->s.n++] = goods[(k->o->number * STARTER_GOODS + (uint32_t)i) % n];
}

/* ---- acts ---- */

static enum problem_code run(struct work *k, struct act *a, bool by_teacher, struct act_answer *ret)
{
	struct act_answer r = { 0 };
	const struct field_desc *f = act_desc[a->kind].fields;
	a->seat = by_teacher ? 0 : k->o->seat;
	for (int i = 0; f[i].name; i++) {
		const void *v = act_field(a, i);
		bool is = f[i].kind == FIELD_ID ? *(const uint64_t *)v != 0
			: f[i].kind == FIELD_STR || f[i].kind == FIELD_CODE ? ((const struct str *)v)->n > 0
			: f[i].kind == FIELD_I64 || f[i].kind == FIELD_BOOL ? *(const int64_t *)v != 0
									    : ((const struct strs *)v)->n > 0;
		if (is || (f[i].flags & FIELD_REQUIRED))
			a->given |= (uint64_t)1 << i;
	}
	enum problem_code e = k->act(k->arg, a, k->mem, &r, k->p);
	if (!e && ret)
		*ret = r;
	return e;
}

static enum problem_code open_store(struct work *k)
{
	enum problem_code e = PROBLEM_STORE_NAME_TAKEN;
	struct strs countries = { ARENA_ARRAY(k->mem, struct str, STARTER_COUNTRIES), (size_t)k->s.n_countries };
	for (int i = 0; i < k->s.n_countries; i++)
		countries.v[i] = world_str(k->w, k->w->country.code[k->s.country[i]]);
	for (uint32_t i = 0; i < NAMES_TRIED && e == PROBLEM_STORE_NAME_TAKEN; i++) {
		struct act a = { .kind = ACT_STORE_GRANT };
		a.store_grant = (struct act_store_grant){
			.seat = k->o->seat, .name = arena_printf(k->mem, "试航 %u 号", k->o->number + 1 + i), .countries = countries, .days_ago = OPEN_DAYS
		};
		e = run(k, &a, true, NULL);
	}
	return e;
}

static enum problem_code give_stock(struct work *k, int i)
{
	const struct world *w = k->w;
	uint32_t g = k->s.good[i];
	int64_t cost = w->good.cost_fen[g] ? w->good.cost_fen[g] : 1, pieces = PIECES < LOT_FEN / cost ? PIECES : LOT_FEN / cost;
	struct act a = { .kind = ACT_STOCK_GRANT };
	k->s.stock[i] = pieces > w->good.moq[g] ? pieces : w->good.moq[g];
	a.stock_grant = (struct act_stock_grant){
		.seat = k->o->seat, .good = world_str(w, w->good.code[g]), .quantity = k->s.stock[i], .days_ago = STOCK_DAYS
	};
	return run(k, &a, true, NULL);
}

static enum problem_code write_words(struct work *k, int i)
{
	uint32_t written = 0;
	enum problem_code e = PROBLEM_NONE;
	for (int c = 0; c < k->s.n_countries && !e; c++) {
		enum tongue t = (enum tongue)k->w->country.tongue[k->s.country[c]];
		struct act a = { .kind = ACT_LISTING_WORDS };
		if (written >> t & 1)
			continue;
		written |= 1u << t;
		sheet_words(k->w, k->s.good[i], t, k->mem, &a.listing_words);
		a.listing_words.listing = k->s.listing[i];
		e = run(k, &a, false, NULL);
	}
	return e;
}

static enum problem_code put_on_sale(struct work *k, int i)
{
	const struct world *w = k->w;
	uint32_t g = k->s.good[i];
	struct act save = { .kind = ACT_LISTING_SAVE }, publish = { .kind = ACT_LISTING_PUBLISH };
	struct act_answer r = { 0 };
	save.listing_save = (struct act_listing_save){ .good = world_str(w, w->good.code[g]),
		.category = world_str(w, w->category.code[w->good.category[g]]),
		.sku = arena_printf(k->mem, "A%d", i + 1),
		.attributes = sheet_attributes(w, g, k->mem),
		.pictures = 6,
		.main_picture = k->o->number % 9,
		.handling_days = 1 };
	enum problem_code e = run(k, &save, false, &r);
	k->s.listing[i] = r.id;
	if (!e)
		e = write_words(k, i);
	for (int c = 0; c < k->s.n_countries && !e; c++) {
		uint32_t country = k->s.country[c], channel = starter_channel(w, country, g);
		struct act a = { .kind = ACT_OFFER_SET };
		k->s.channel[i] = c ? k->s.channel[i] : channel;
		a.offer_set = (struct act_offer_set){ .listing = r.id,
			.country = world_str(w, w->country.code[country]),
			.price_minor = world_usual_minor(w, country, g),
			.channel = world_str(w, w->channel.code[channel]),
			.on = 1 };
		e = run(k, &a, false, NULL);
		/* where the rates of today leave nothing, the goods are not offered */
		e = e == PROBLEM_OFFER_BELOW_COST && c ? PROBLEM_NONE : e;
	}
	publish.listing_publish.listing = r.id;
	return e ? e : run(k, &publish, false, NULL);
}

enum problem_code starter_prepare(
	const struct world *w, const struct starter_options *o, bot_act *act, void *arg, struct arena *mem, struct starter_store *ret, struct problem *p)
{
	struct work k = { w, o, act, arg, mem, p, { 0 } };
	choose(&k);
	enum problem_code e = open_store(&k);
	for (int i = 0; i < k.s.n && !e; i++)
		e = give_stock(&k, i);
	for (int i = 0; i < k.s.n && !e; i++)
		e = put_on_sale(&k, i);
	if (!e && o->orders) {
		struct act a = { .kind = ACT_ORDER_HISTORY };
		a.order_history = (struct act_order_history){ .seat = o->seat, .orders = o->orders, .days = HISTORY_DAYS };
		e = run(&k, &a, true, NULL);
		for (int i = 0; i < k.s.n; i++)
			k.s.stock[i] -= (o->orders + k.s.n - 1 - i) / k.s.n;
	}
	*ret = k.s;
	return e;
}
