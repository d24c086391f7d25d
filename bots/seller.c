/* The days of a reference seller. */
#include "bots/seller_inside.h"
#include "base/calendar.h"
#include "bots/sheet.h"
#include <stdlib.h>
#include <string.h>

enum { MORNING = 9, PICTURES = 5, PICTURES_CARE = 7, RESERVE_FEN = 200000 };

const char *const seller_grade_name[SELLER_GRADES] = { "idle", "naive", "careful", "skilled", "expert", "reckless" };

enum seller_grade seller_grade_find(struct str name)
{
	int g = 0;
	while (g < SELLER_GRADES && !str_eq(name, str_c(seller_grade_name[g])))
		g++;
	return (enum seller_grade)g;
}

/* Margin 20 % beyond all costs; orders by click 10 % (§4.4); 20 clicks a day for a listing (§4.6: ten to twenty a campaign); z = 1.65; stock for 30 days (cover of 30 to 45). */
struct seller_plan seller_plan_of(enum seller_grade g)
{
	bool careful = g >= SELLER_CAREFUL, skilled = g >= SELLER_SKILLED, expert = g == SELLER_EXPERT;
	return (struct seller_plan){ .opens = g != SELLER_IDLE,
		.landed = careful,
		.keywords = careful,
		.tracked = careful,
		.reorders = careful,
		.countries = skilled,
		.ads = skilled,
		.newsvendor = expert,
		.tests_prices = expert,
		.tests_pictures = expert,
		.calendar = expert,
		.margin = 0.2,
		.bid_share = g == SELLER_RECKLESS ? 3 : 0.5,
		.conversion = 0.1,
		.ad_clicks = 20,
		.safety = 1.65,
		.cover_days = 30,
		.price_step = 0.08 };
}

struct seller *seller_create(const struct world *w, uint64_t seat, uint32_t number, const struct seller_plan *plan)
{
	struct seller *s = mem_alloc(sizeof *s);
	*s = (struct seller){ .w = w, .plan = *plan, .seat = seat, .number = number, .day = INT64_MIN };
	arena_init(&s->mem, 0);
	price_choose_goods(s);
	return s;
}

void seller_destroy(struct seller *s)
{
	if (!s)
		return;
	arena_fini(&s->mem);
	free(s);
}

uint64_t seller_seat(const struct seller *s)
{
	return s->seat;
}

void seller_counts(const struct seller *s, uint32_t *ret_accepted, uint32_t *ret_refused)
{
	*ret_accepted = s->accepted;
	*ret_refused = s->refused;
}

void seller_hear(struct seller *s, const struct event *e)
{
	if (e->seat != s->seat)
		return;
	s->open |= e->kind == EVENT_STORE_APPROVED;
	if (e->kind == EVENT_ORDER_PLACED && s->n_waiting < SELLER_WAITING)
		s->waiting[s->n_waiting++] = e->ref;
	if (e->kind == EVENT_RETURN_OPENED && s->n_returns < SELLER_WAITING)
		s->returns[s->n_returns++] = e->ref;
}

enum problem_code seller_do(struct seller *s, struct act *a, struct act_answer *ret)
{
	const struct field_desc *f = act_desc[a->kind].fields;
	struct problem p = { 0 };
	*ret = (struct act_answer){ 0 };
	a->seat = s->seat;
	for (int i = 0; f[i].name; i++) {
		const void *v = act_field(a, i);
		bool is = f[i].kind == FIELD_ID ? *(const uint64_t *)v != 0 : f[i].kind == FIELD_STR || f[i].kind == FIELD_CODE ? ((const struct str *)v)->n > 0 :
			  f[i].kind == FIELD_I64 || f[i].kind == FIELD_BOOL ? *(const int64_t *)v != 0 : ((const struct strs *)v)->n > 0;
		if (is || (f[i].flags & FIELD_REQUIRED))
			a->given |= (uint64_t)1 << i;
	}
	enum problem_code e = s->act(s->arg, a, &s->mem, ret, &p);
	s->accepted += !e;
	s->refused += e != PROBLEM_NONE;
	return e;
}

static void apply_for_store(struct seller *s)
{
	char licence[19];
	struct act_answer r;
	bot_licence(s->number + 1001, licence);
	struct act a = { .kind = ACT_STORE_REGISTER };
	struct str name = arena_printf(&s->mem, "Reference %u", s->number + 1), legal = arena_printf(&s->mem, "公行参照贸易有限公司%u号", s->number + 1);
	struct strs countries = { ARENA_ARRAY(&s->mem, struct str, SELLER_COUNTRIES), (size_t)s->n_countries };
	for (int i = 0; i < s->n_countries; i++)
		countries.v[i] = SELLER_CODE(s, country, s->country[i]);
	a.store_register = (struct act_store_register){ .name = name, .form = STR("company"), .legal_name = legal, .licence = str_c(licence), .bank_account = STR("6222020200112233445"),
		.bank_holder = legal, .tax_id = str_c(licence), .contact = STR("service@example.com"), .countries = countries };
	s->registered = seller_do(s, &a, &r) == PROBLEM_NONE;
}

static void buy(struct seller *s, struct seller_good *g)
{
	struct act_answer r;
	int64_t n = price_lot(s, g), cost = s->w->good.cost_fen[g->good] ? s->w->good.cost_fen[g->good] : 1, cash = look_cash_fen(s) - (g->bought ? RESERVE_FEN : 0), moq = s->w->good.moq[g->good];
	if (n > cash / cost)
		n = cash / cost;
	if (n <= 0 || n < moq)
		return;
	struct act a = { .kind = ACT_PURCHASE_CREATE };
	a.purchase_create = (struct act_purchase_create){ .good = SELLER_CODE(s, good, g->good), .quantity = n };
	if (seller_do(s, &a, &r))
		return;
	g->bought = true;
	g->ordered_day = look_today(s);
}

static void save(struct seller *s, struct seller_good *g)
{
	struct act a = { .kind = ACT_LISTING_SAVE };
	struct act_answer r;
	bool tested = g->picture >= SELLER_PICTURES;
	int picture = s->plan.tests_pictures ? (int)((s->number + (uint32_t)(tested ? g->best_picture : g->picture)) % SELLER_PICTURES) : (int)(s->number % SELLER_PICTURES);
	a.listing_save = (struct act_listing_save){ .listing = g->listing, .good = SELLER_CODE(s, good, g->good), .category = SELLER_CODE(s, category, s->w->good.category[g->good]),
		.sku = SELLER_CODE(s, good, g->good), .attributes = sheet_attributes(s->w, g->good, &s->mem), .pictures = s->plan.keywords ? PICTURES_CARE : PICTURES, .main_picture = picture,
		.handling_days = s->plan.tracked ? 1 : 0 };
	a.given |= (uint64_t)1 << 7; /* main_picture, of which 0 is one */
	if (!seller_do(s, &a, &r))
		g->listing = r.id;
}

static void offer(struct seller *s, struct seller_good *g, int i)
{
	struct seller_offer *o = &g->at[i];
	struct act a = { .kind = ACT_OFFER_SET };
	struct act_answer r;
	a.offer_set = (struct act_offer_set){ .listing = g->listing, .country = SELLER_CODE(s, country, s->country[i]), .price_minor = o->price, .channel = SELLER_CODE(s, channel, o->channel), .on = 1,
		.below_cost = !s->plan.landed };
	if (seller_do(s, &a, &r))
		o->on = o->on && g->live;
	else
		o->on = true;
}

static void list(struct seller *s, struct seller_good *g)
{
	uint32_t written = 0;
	save(s, g);
	if (!g->listing)
		return;
	for (int i = 0; i < s->n_countries; i++) {
		struct act a = { .kind = ACT_LISTING_WORDS };
		struct act_answer r;
		enum tongue t = (enum tongue)s->w->country.tongue[s->country[i]];
		if (!price_offer(s, g->good, s->country[i], &g->at[i])) {
			g->at[i] = (struct seller_offer){ 0 };
			continue;
		}
		g->at[i].since = look_today(s);
		if (!(written >> t & 1)) {
			text_write(s, g, s->country[i], &a.listing_words);
			seller_do(s, &a, &r);
			written |= 1u << t;
		}
		offer(s, g, i);
	}
	struct act a = { .kind = ACT_LISTING_PUBLISH };
	struct act_answer r;
	a.listing_publish.listing = g->listing;
	g->live = !seller_do(s, &a, &r);
	g->picture_since = look_today(s);
}

/* Orders go out each morning by the channel that was promised, else by any that takes them. */
static void ship(struct seller *s)
{
	int left = 0;
	for (int k = 0; k < s->n_waiting; k++) {
		uint32_t o = state_find(s->m, T_order, s->waiting[k]), channel = o == ROW_NONE ? ROW_NONE : s->m->offer.channel[s->m->order.offer[o]];
		bool done = o == ROW_NONE;
		for (uint32_t c = 0; c <= s->w->channel.t.n && !done; c++) {
			struct act a = { .kind = ACT_ORDER_SHIP };
			struct act_answer r;
			uint32_t by = c ? c - 1 : channel;
			if (by == ROW_NONE || (c && s->plan.tracked && !s->w->channel.tracked[by]))
				continue;
			a.order_ship = (struct act_order_ship){ .order = s->waiting[k], .channel = SELLER_CODE(s, channel, by) };
			enum problem_code e = seller_do(s, &a, &r);
			done = !e || e == PROBLEM_ORDER_STATE;
			if (e == PROBLEM_NO_CASH)
				break;
		}
		if (!done)
			s->waiting[left++] = s->waiting[k];
	}
	s->n_waiting = left;
}

static void decide(struct seller *s)
{
	for (int i = 0; i < s->n_returns; i++) {
		struct act a = { .kind = ACT_RETURN_DECIDE };
		struct act_answer r;
		a.return_decide = (struct act_return_decide){ .returns = s->returns[i], .decision = STR("refund_only") };
		seller_do(s, &a, &r);
	}
	s->n_returns = 0;
}

static void tests(struct seller *s, struct seller_good *g)
{
	int picture = g->picture;
	if (s->plan.tests_pictures)
		price_test_picture(s, g);
	if (picture != g->picture)
		save(s, g);
	for (int i = 0; i < s->n_countries && s->plan.tests_prices; i++) {
		int64_t price = g->at[i].price;
		price_test(s, g, i);
		if (g->at[i].price != price)
			offer(s, g, i);
	}
}

void seller_step(struct seller *s, const struct market *m, bot_act *act, void *arg)
{
	s->m = m;
	int64_t day = look_today(s), hour = cal_floor_div(now_min(m) + s->w->timezone_min, MIN_PER_HOUR) - day * 24;
	if (day == s->day || hour < MORNING || !s->plan.opens)
		return;
	s->day = day;
	s->act = act;
	s->arg = arg;
	arena_reset(&s->mem);
	if (!s->registered) {
		price_choose_countries(s);
		apply_for_store(s);
		return;
	}
	if (!s->open)
		return;
	ship(s);
	decide(s);
	for (int i = 0; i < s->n; i++) {
		int64_t inbound;
		buy(s, &s->good[i]);
		if (s->good[i].bought && !s->good[i].live && look_free(s, s->good[i].good, &inbound) > 0)
			list(s, &s->good[i]);
		else if (s->good[i].live)
			tests(s, &s->good[i]);
	}
	if (s->plan.ads)
		ads_morning(s);
}
