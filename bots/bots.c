#include "bots/bots.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "bots/sheet.h"
#include "bots/starter.h"
#include <stdlib.h>
#include <string.h>

enum { COUNTRIES_MAX = 3, ORDERS_MAX = 4096, MORNING = 9 };

struct shelf {
	uint32_t good, channel;
	uint64_t listing;
	uint64_t words; /* bit = tongue: written */
	uint32_t offers; /* bit = country: set */
	bool bought, arrived, live;
	int64_t sold, stock, ordered_min;
};
struct bot {
	const struct world *w;
	uint64_t seat;
	uint32_t number;
	int n;
	struct shelf shelf[BOT_GOODS_MAX];
	uint32_t country[COUNTRIES_MAX];
	bool registered, open, refused;
	uint64_t order[ORDERS_MAX], returns[ORDERS_MAX];
	int n_orders, n_returns;
	int64_t hour;
	uint32_t accepted, rejected;
	/* while stepping */
	bot_act *act;
	void *arg;
	struct arena mem;
};

void bot_licence(uint32_t number, char ret[19])
{
	static const char digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const int weight[17] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
	int sum = 0;
	memcpy(ret, "91440300", 8);
	for (int i = 16; i >= 8; i--) {
		ret[i] = digits[number % 10];
		number /= 10;
	}
	for (int i = 0; i < 17; i++)
		sum += (int)(strchr(digits, ret[i]) - digits) * weight[i];
	ret[17] = digits[(31 - sum % 31) % 31];
	ret[18] = 0;
}

/* What a piece would leave, roughly: the usual price less a seventh for fees, the goods, and the carrier's money; in fen. */
static int64_t margin_fen(const struct world *w, uint32_t good)
{
	uint32_t usd = world_find(w, W_currency, STR("USD"));
	int64_t price = usd == ROW_NONE ? w->good.p_ref_usd[good] : w->good.p_ref_usd[good] * w->currency.cny_micro[usd] / 1000000;
	return price * 65 / 100 - w->good.cost_fen[good] - 2500 - (int64_t)w->good.weight_g[good] * 9;
}

static bool sellable(const struct world *w, uint32_t good)
{
	return !w->good.battery[good] && !w->good.liquid_ml[good] && w->good.weight_g[good] <= 1500 && margin_fen(w, good) > 0;
}

/* Bots look at the goods in an order of their own and take what leaves most among the next few. */
static void choose_goods(struct bot *b)
{
	const struct world *w = b->w;
	for (int i = 0; i < b->n; i++) {
		uint32_t best = ROW_NONE;
		for (int k = 0, seen = 0; k < 2000 && seen < 8; k++) {
			uint32_t g = (uint32_t)(hash_id(7, (uint64_t)b->number * 16 + (uint64_t)i, (uint64_t)k) % w->good.t.n);
			bool mine = false;
			for (int j = 0; j < i; j++)
				mine |= b->shelf[j].good == g;
			if (mine || !sellable(w, g))
				continue;
			seen++;
			if (best == ROW_NONE || margin_fen(w, g) > margin_fen(w, best))
				best = g;
		}
		b->shelf[i].good = best;
		if (best == ROW_NONE)
			b->n = i;
	}
}

struct bot *bot_create(const struct world *w, uint64_t seat, uint32_t number, int goods)
{
	struct bot *b = mem_alloc(sizeof *b);
	b->w = w;
	b->seat = seat;
	b->number = number;
	b->n = goods < BOT_GOODS_MAX ? goods : BOT_GOODS_MAX;
	b->hour = INT64_MIN;
	for (int i = 0; i < COUNTRIES_MAX; i++)
		b->country[i] = (uint32_t)(((uint64_t)number + (uint64_t)i * 2) % w->country.t.n);
	arena_init(&b->mem, 0);
	choose_goods(b);
	return b;
}

void bot_take_over(struct bot *b, const struct starter_store *s)
{
	b->registered = b->open = true;
	b->n = s->n < BOT_GOODS_MAX ? s->n : BOT_GOODS_MAX;
	for (int i = 0; i < b->n; i++)
		b->shelf[i] = (struct shelf){ .good = s->good[i],
			.channel = s->channel[i],
			.listing = s->listing[i],
			.bought = true,
			.arrived = true,
			.live = true,
			.stock = s->stock[i],
			.ordered_min = INT64_MIN / 2 };
}

void bot_destroy(struct bot *b)
{
	if (!b)
		return;
	arena_fini(&b->mem);
	free(b);
}

uint64_t bot_seat(const struct bot *b)
{
	return b->seat;
}

void bot_counts(const struct bot *b, uint32_t *ret_accepted, uint32_t *ret_refused)
{
	*ret_accepted = b->accepted;
	*ret_refused = b->rejected;
}

void bot_hear(struct bot *b, const struct event *e)
{
	if (e->seat != b->seat)
		return;
	if (e->kind == EVENT_STORE_APPROVED)
		b->open = true;
	else if (e->kind == EVENT_PURCHASE_ARRIVED)
		for (int i = 0; i < b->n; i++)
			b->shelf[i].arrived |= b->shelf[i].bought;
	else if (e->kind == EVENT_ORDER_PLACED && b->n_orders < ORDERS_MAX)
		b->order[b->n_orders++] = e->ref;
	else if (e->kind == EVENT_RETURN_OPENED && b->n_returns < ORDERS_MAX)
		b->returns[b->n_returns++] = e->ref;
	else if (e->kind == EVENT_STOCK_OUT)
		for (int i = 0; i < b->n; i++)
			if (b->shelf[i].listing == e->ref)
				b->shelf[i].stock = 0;
}

static enum problem_code act(struct bot *b, struct act *a, struct act_answer *ret)
{
	struct problem p = { 0 };
	*ret = (struct act_answer){ 0 };
	a->seat = b->seat;
	enum problem_code e = b->act(b->arg, a, &b->mem, ret, &p);
	if (e)
		b->rejected++;
	else
		b->accepted++;
	return e;
}

/* Sets bits of `given` for all fields that hold something. */
static void given_all(struct act *a)
{
	const struct field_desc *f = act_desc[a->kind].fields;
	for (int i = 0; f[i].name; i++) {
		const void *v = act_field(a, i);
		bool is = f[i].kind == FIELD_ID ? *(const uint64_t *)v != 0 : f[i].kind == FIELD_STR || f[i].kind == FIELD_CODE ? ((const struct str *)v)->n > 0 :
			  f[i].kind == FIELD_I64 || f[i].kind == FIELD_BOOL ? *(const int64_t *)v != 0 : ((const struct strs *)v)->n > 0;
		if (is || (f[i].flags & FIELD_REQUIRED))
			a->given |= (uint64_t)1 << i;
	}
}

static enum problem_code do_act(struct bot *b, struct act *a, struct act_answer *ret)
{
	given_all(a);
	return act(b, a, ret);
}

static void apply_for_store(struct bot *b)
{
	char licence[19];
	struct act_answer r;
	bot_licence(b->number + 1, licence);
	struct act a = { .kind = ACT_STORE_REGISTER };
	struct str name = arena_printf(&b->mem, "Bot Store %u", b->number + 1), legal = arena_printf(&b->mem, "公行练习贸易有限公司%u号", b->number + 1);
	struct strs countries = { ARENA_ARRAY(&b->mem, struct str, COUNTRIES_MAX), COUNTRIES_MAX };
	for (int i = 0; i < COUNTRIES_MAX; i++)
		countries.v[i] = world_str(b->w, b->w->country.code[b->country[i]]);
	a.store_register = (struct act_store_register){ .name = name, .form = STR("company"), .legal_name = legal, .licence = str_c(licence),
		.bank_account = STR("6222020200112233445"), .bank_holder = legal, .tax_id = str_c(licence), .contact = STR("service@example.com"), .countries = countries };
	b->registered = do_act(b, &a, &r) == PROBLEM_NONE;
}

static int64_t lot(const struct bot *b, uint32_t good)
{
	int64_t moq = b->w->good.moq[good], n = moq > 30 ? moq : 30;
	/* at most an eighth of a starting capital of 50,000 CNY for one kind of goods */
	int64_t affordable = 600000 / (b->w->good.cost_fen[good] ? b->w->good.cost_fen[good] : 1);
	return n > affordable && affordable >= moq ? affordable : n;
}

static void buy(struct bot *b, struct shelf *s, int64_t now)
{
	struct act a = { .kind = ACT_PURCHASE_CREATE };
	struct act_answer r;
	a.purchase_create = (struct act_purchase_create){ .good = world_str(b->w, b->w->good.code[s->good]), .quantity = lot(b, s->good) };
	s->ordered_min = now;
	if (do_act(b, &a, &r))
		return;
	s->bought = true;
	s->stock += a.purchase_create.quantity;
}

static void save(struct bot *b, struct shelf *s)
{
	struct act a = { .kind = ACT_LISTING_SAVE };
	struct act_answer r;
	a.listing_save = (struct act_listing_save){ .good = world_str(b->w, b->w->good.code[s->good]),
		.category = world_str(b->w, b->w->category.code[b->w->good.category[s->good]]), .sku = arena_printf(&b->mem, "B%u-%u", b->number, s->good),
		.attributes = sheet_attributes(b->w, s->good, &b->mem), .pictures = 6, .main_picture = b->number % 9, .handling_days = 2 };
	if (!do_act(b, &a, &r))
		s->listing = r.id;
}

static void write_words(struct bot *b, struct shelf *s, enum tongue t)
{
	struct act a = { .kind = ACT_LISTING_WORDS };
	struct act_answer r;
	sheet_words(b->w, s->good, t, &b->mem, &a.listing_words);
	a.listing_words.listing = s->listing;
	do_act(b, &a, &r);
	s->words |= (uint64_t)1 << t;
}

/* Bots begin their search for a channel at different rows, so that some sell slow and cheap, some quick. */
static uint32_t channel_at(const struct bot *b, uint32_t i)
{
	return (b->number * 2 + i) % b->w->channel.t.n;
}

static void offer(struct bot *b, struct shelf *s, uint32_t country)
{
	for (uint32_t i = 0; i < b->w->channel.t.n; i++) {
		struct act a = { .kind = ACT_OFFER_SET };
		struct act_answer r;
		uint32_t c = channel_at(b, i);
		if (!b->w->channel.tracked[c])
			continue;
		a.offer_set = (struct act_offer_set){ .listing = s->listing, .country = world_str(b->w, b->w->country.code[country]),
			.price_minor = world_usual_minor(b->w, country, s->good), .channel = world_str(b->w, b->w->channel.code[c]), .on = 1 };
		enum problem_code e = do_act(b, &a, &r);
		if (!e) {
			s->channel = c;
			s->offers |= 1u << country;
		}
		if (!e || e == PROBLEM_OFFER_BELOW_COST)
			break;
	}
}

static void publish(struct bot *b, struct shelf *s)
{
	struct act a = { .kind = ACT_LISTING_PUBLISH };
	struct act_answer r;
	a.listing_publish.listing = s->listing;
	s->live = !do_act(b, &a, &r);
}

static void list(struct bot *b, struct shelf *s)
{
	save(b, s);
	if (!s->listing)
		return;
	for (int i = 0; i < COUNTRIES_MAX; i++) {
		enum tongue t = (enum tongue)b->w->country.tongue[b->country[i]];
		if (!(s->words >> t & 1))
			write_words(b, s, t);
		offer(b, s, b->country[i]);
	}
	publish(b, s);
}

static void ship(struct bot *b)
{
	int left = 0;
	for (int i = 0; i < b->n_orders; i++) {
		bool done = false;
		for (uint32_t k = 0; k < b->w->channel.t.n && !done; k++) {
			struct act a = { .kind = ACT_ORDER_SHIP };
			struct act_answer r;
			uint32_t c = channel_at(b, k);
			if (!b->w->channel.tracked[c])
				continue;
			a.order_ship = (struct act_order_ship){ .order = b->order[i], .channel = world_str(b->w, b->w->channel.code[c]) };
			enum problem_code e = do_act(b, &a, &r);
			done = !e || e == PROBLEM_ORDER_STATE;
		}
		if (!done)
			b->order[left++] = b->order[i];
	}
	b->n_orders = left;
}

static void decide(struct bot *b)
{
	for (int i = 0; i < b->n_returns; i++) {
		struct act a = { .kind = ACT_RETURN_DECIDE };
		struct act_answer r;
		a.return_decide = (struct act_return_decide){ .returns = b->returns[i], .decision = STR("refund_only") };
		do_act(b, &a, &r);
	}
	b->n_returns = 0;
}

void bot_step(struct bot *b, int64_t now_min, bot_act *doer, void *arg)
{
	int64_t hour = cal_floor_div(now_min + b->w->timezone_min, MIN_PER_HOUR);
	if (hour == b->hour)
		return;
	b->hour = hour;
	b->act = doer;
	b->arg = arg;
	arena_reset(&b->mem);
	if (!b->registered)
		apply_for_store(b);
	if (!b->open || (hour % 24 + 24) % 24 != MORNING)
		return;
	for (int i = 0; i < b->n; i++) {
		struct shelf *s = &b->shelf[i];
		if (!s->bought || (s->live && s->stock <= 0 && now_min - s->ordered_min > 3 * MIN_PER_DAY))
			buy(b, s, now_min);
		if (s->arrived && !s->live)
			list(b, s);
	}
	ship(b);
	decide(b);
}
