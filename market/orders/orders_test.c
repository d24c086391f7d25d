/* Sourcing, orders, returns and rivals in a small market of one country. Its world has no queries, so that only the test sells. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/rivals.h"
#include "tests/cmocka.h"

#include <stdlib.h>

enum { SEAT = 7001, OTHER_SEAT = 7002, CAPITAL_FEN = 50000000, PRICE_MINOR = 2599, SHIP_MINOR = 300 };

struct shop {
	struct world *w;
	struct market *m;
	struct arena mem;
	uint32_t store, other, listing, offer;
	uint64_t sales;
	long events[EVENT_MAX];
	struct market_sink sink;
};

static void count_event(void *arg, const struct event *e)
{
	((struct shop *)arg)->events[e->kind]++;
}

/* ---- the world ---- */

static uint32_t currency(struct world *w, const char *code, int64_t cny_micro)
{
	uint32_t r = set_add(&w->set, W_currency);
	w->currency.code[r] = set_text(&w->set, str_c(code));
	w->currency.cny_micro[r] = cny_micro;
	return r;
}

static void channel(struct world *w, const char *code, uint32_t max_g, int64_t per_kg_fen, int64_t loss_ppm)
{
	uint32_t c = set_add(&w->set, W_channel), r = set_add(&w->set, W_rate);
	w->channel.code[c] = set_text(&w->set, str_c(code));
	w->channel.max_g[c] = max_g;
	w->channel.tracked[c] = 1;
	w->channel.cutoff_hour[c] = 17;
	w->rate.channel[r] = c;
	w->rate.country[r] = 0;
	w->rate.per_kg_fen[r] = per_kg_fen;
	w->rate.per_item_fen[r] = 1000;
	w->rate.days_min[r] = 6;
	w->rate.days_max[r] = 10;
	w->rate.loss_ppm[r] = loss_ppm;
	w->rate.ddp[r] = 1;
}

static void tables(struct world *w)
{
	uint64_t flat[24], weight[12];
	for (int i = 0; i < 24; i++)
		flat[i] = 1000000;
	for (int i = 0; i < 12; i++)
		weight[i] = 1000000;
	currency(w, "CNY", 1000000);
	uint32_t usd = currency(w, "USD", 7000000), c = set_add(&w->set, W_country), t = set_add(&w->set, W_tax), k = set_add(&w->set, W_category);
	w->country.code[c] = set_text(&w->set, STR("US"));
	w->country.currency[c] = usd;
	w->country.tongue[c] = TONGUE_EN;
	w->country.buyers_ppm[c] = 1000000;
	w->country.promise_days[c] = 12;
	w->country.hours[c] = set_list(&w->set, flat, 24);
	w->country.weekdays[c] = set_list(&w->set, flat, 7);
	w->tax.country[t] = c;
	w->tax.kind[t] = TAX_VAT_INSIDE;
	w->tax.rate_ppm[t] = 200000;
	w->tax.currency[t] = usd;
	w->category.code[k] = set_text(&w->set, STR("things"));
	w->category.referral_ppm[k] = 150000;
	w->category.return_ppm[k] = 400000; /* many, to see all decisions */
	w->category.repeat_days[k] = 60;
	w->category.affinity_ppm[k] = 1000000;
	w->category.months_ppm[k] = set_list(&w->set, weight, 12);
	uint32_t kind = set_add(&w->set, W_kind), g = set_add(&w->set, W_good);
	w->kind.category[kind] = k;
	w->kind.code[kind] = set_text(&w->set, STR("thing"));
	w->good.code[g] = set_text(&w->set, STR("thing_1"));
	w->good.kind[g] = kind;
	w->good.category[g] = k;
	w->good.cost_fen[g] = 2000;
	w->good.moq[g] = 50;
	w->good.lead_days[g] = 3;
	w->good.capacity_day[g] = 100;
	w->good.weight_g[g] = 200;
	w->good.length_mm[g] = w->good.width_mm[g] = w->good.height_mm[g] = 50;
	w->good.quality[g] = 50;
	w->good.p_ref_usd[g] = PRICE_MINOR;
}

static void rival(struct world *w, const char *code, uint8_t policy)
{
	uint32_t r = set_add(&w->set, W_rival), l = set_add(&w->set, W_rlisting);
	w->rival.code[r] = w->rival.name[r] = set_text(&w->set, str_c(code));
	w->rival.policy[r] = policy;
	w->rival.home[r] = set_text(&w->set, STR("CN"));
	w->rival.countries[r] = 1;
	w->rival.quality[r] = 50;
	w->rlisting.rival[l] = r;
	w->rlisting.number[l] = 1;
	w->rlisting.good[l] = 0;
	w->rlisting.price_ppm[l] = 1000000 + 100000 * r;
	w->rlisting.countries[l] = 1;
	w->rlisting.reviews[l] = 100;
	w->rlisting.stars_x100[l] = 440;
	w->rlisting.stock_days[l] = 10;
	w->rlisting.title[l].in[TONGUE_EN] = set_text(&w->set, STR("A Thing"));
}

/* ---- the shop ---- */

static uint32_t open_store(struct shop *s, uint64_t seat_id)
{
	struct market *m = s->m;
	uint32_t seat = state_add(m, T_seat, seat_id), store = state_add(m, T_store, id_of(T_store, seat_id, 1)), cny = ledger_cny(m);
	m->seat.store[seat] = store;
	m->store.seat[store] = seat;
	m->store.state[store] = STORE_ACTIVE;
	m->store.countries[store] = 1;
	m->store.decided_min[store] = now_min(m);
	struct posting v[] = { { ACCOUNT_CASH, cny, CAPITAL_FEN, CAPITAL_FEN }, { ACCOUNT_CAPITAL, cny, -CAPITAL_FEN, -CAPITAL_FEN } };
	ledger_post(m, store, TOPIC_CAPITAL, m->store.id[store], now_min(m), v, 2);
	return store;
}

static int setup(void **state)
{
	struct shop *s = mem_alloc(sizeof *s);
	s->sink = (struct market_sink){ s, count_event };
	s->w = world_create();
	s->w->start_min = cal_day(2026, 9, 1) * MIN_PER_DAY;
	s->w->timezone_min = 480;
	tables(s->w);
	channel(s->w, "good_line", 2000, 6000, 0);
	channel(s->w, "light_line", 300, 5000, 0);
	channel(s->w, "hole", 2000, 100, 1000000);
	rival(s->w, "one", 0);
	rival(s->w, "two", 2);
	world_finish(s->w);
	s->w->params.buyer_cancel = 0;
	struct market_config c = { s->w, { 5, 6 } };
	s->m = market_create(&c);
	s->store = open_store(s, SEAT);
	s->other = open_store(s, OTHER_SEAT);
	struct market *m = s->m;
	s->listing = state_add(m, T_listing, id_of(T_listing, m->store.id[s->store], 1));
	m->listing.store[s->listing] = s->store;
	m->listing.good[s->listing] = 0;
	m->listing.category[s->listing] = 0;
	m->listing.handling_days[s->listing] = 2;
	s->offer = state_add(m, T_offer, id_of(T_offer, m->listing.id[s->listing], 1));
	m->offer.store[s->offer] = s->store;
	m->offer.listing[s->offer] = s->listing;
	m->offer.country[s->offer] = 0;
	m->offer.channel[s->offer] = 0;
	m->offer.price_minor[s->offer] = PRICE_MINOR;
	m->offer.ship_minor[s->offer] = SHIP_MINOR;
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct shop *s = *state;
	market_destroy(s->m);
	world_destroy(s->w);
	arena_fini(&s->mem);
	free(s);
	return 0;
}

static enum problem_code act(struct shop *s, struct act a, struct act_answer *ret)
{
	*ret = (struct act_answer){ 0 };
	return market_act(s->m, &a, &s->sink, &s->mem, ret, NULL);
}

static enum problem_code buy(struct shop *s, uint64_t seat, int64_t quantity, struct act_answer *ret)
{
	struct act a = { .kind = ACT_PURCHASE_CREATE, .seat = seat, .given = 3 };
	a.purchase_create.good = STR("thing_1");
	a.purchase_create.quantity = quantity;
	return act(s, a, ret);
}

static enum problem_code cancel_purchase(struct shop *s, uint64_t seat, uint64_t id, struct act_answer *ret)
{
	struct act a = { .kind = ACT_PURCHASE_CANCEL, .seat = seat, .given = 1 };
	a.purchase_cancel.purchase = id;
	return act(s, a, ret);
}

static void pass(struct shop *s, int64_t hours)
{
	market_advance(s->m, now_min(s->m) + hours * MIN_PER_HOUR, NULL, NULL, &s->sink);
}

static bool sell(struct shop *s, uint32_t quantity, uint32_t *ret_order)
{
	s->sales++;
	struct sale v = { s->offer, ROW_NONE, hash_id(1, s->sales, 0), hash_id(2, s->sales, 0), now_min(s->m), quantity, 1000 };
	return order_place(s->m, &v, ret_order);
}

static enum problem_code ship(struct shop *s, uint32_t order, const char *code, struct act_answer *ret)
{
	struct act a = { .kind = ACT_ORDER_SHIP, .seat = SEAT, .given = 3 };
	a.order_ship.order = s->m->order.id[order];
	a.order_ship.channel = str_c(code);
	return act(s, a, ret);
}

static uint32_t stock(const struct shop *s)
{
	return state_find(s->m, T_stock, listing_stock_id(s->m->store.id[s->store], 0));
}

/* Buys so many and waits for them. */
static void fill(struct shop *s, int64_t quantity)
{
	struct act_answer r;
	assert_int_equal(buy(s, SEAT, quantity, &r), PROBLEM_NONE);
	pass(s, 24 * 12);
	assert_int_equal(s->m->stock.on_hand[stock(s)], quantity);
}

/* Stock, ledger and orders say the same. */
static void check_books(const struct shop *s)
{
	const struct market *m = s->m;
	int64_t reserved = 0, net = 0, paid = 0, all = 0;
	for (uint32_t o = 0; o < m->order.t.n; o++) {
		reserved += m->order.state[o] == ORDER_PAID ? m->order.quantity[o] : 0;
		net += ledger_order_net(m, o);
		assert_true(m->order.refund_minor[o] <= m->order.item_minor[o] + m->order.ship_minor[o]);
	}
	for (uint32_t i = 0; i < m->settlement.t.n; i++)
		paid += m->settlement.state[i] == SETTLEMENT_PAID ? m->settlement.net_minor[i] : 0;
	for (int a = 0; a < ACCOUNT_MAX; a++)
		all += ledger_base(m, s->store, (enum account)a);
	assert_int_equal(all, 0);
	assert_int_equal(ledger_balance(m, s->store, ACCOUNT_RECEIVABLE, 1), net - paid);
	assert_int_equal(m->stock.reserved[stock(s)], reserved);
	assert_int_equal(m->stock.value_fen[stock(s)], ledger_base(m, s->store, ACCOUNT_INVENTORY));
	assert_true(m->stock.on_hand[stock(s)] >= reserved);
}

/* ---- sourcing ---- */

static void test_purchase(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act_answer first, r;
	assert_int_equal(buy(s, SEAT, 49, &r), PROBLEM_PURCHASE_MOQ);
	assert_int_equal(buy(s, SEAT, 46 * 100 + 1, &r), PROBLEM_PURCHASE_CAPACITY);
	assert_int_equal(buy(s, SEAT, 250, &first), PROBLEM_NONE);
	/* 250 pieces, 50 kg: 5,000 and 60 yuan */
	assert_int_equal(first.amount_fen, 500000 + 6000);
	assert_int_equal(ledger_cash_fen(m, s->store), CAPITAL_FEN - 506000);
	assert_int_equal(ledger_base(m, s->store, ACCOUNT_INBOUND), 506000);
	/* three days of work after three of lead time: leaves on the sixth day at 17:00, is here two days later */
	int64_t midnight = cal_day_of(now_min(m) + 480) * MIN_PER_DAY - 480;
	assert_int_equal(m->purchase.arrives_min[0], midnight + 7 * MIN_PER_DAY + 17 * 60);
	/* half of the third day is left for somebody else, who would have waited less without */
	assert_int_equal(buy(s, OTHER_SEAT, 60, &r), PROBLEM_NONE);
	assert_int_equal(m->purchase.arrives_min[1], m->purchase.arrives_min[0] + MIN_PER_DAY);
	assert_int_equal(cancel_purchase(s, OTHER_SEAT, first.id, &r), PROBLEM_NO_SUCH_ID);
	pass(s, 24 * 9);
	assert_int_equal(m->stock.on_hand[stock(s)], 250);
	assert_int_equal(m->stock.inbound[stock(s)], 0);
	assert_int_equal(s->events[EVENT_PURCHASE_ARRIVED], 2);
	assert_int_equal(cancel_purchase(s, SEAT, first.id, &r), PROBLEM_PURCHASE_GONE);
	check_books(s);
}

static void test_purchase_cancel(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act_answer first, second, r;
	buy(s, SEAT, 1000, &first);
	assert_int_equal(cancel_purchase(s, SEAT, first.id, &r), PROBLEM_NONE);
	assert_int_equal(ledger_cash_fen(m, s->store), CAPITAL_FEN);
	/* the capacity is free again */
	buy(s, SEAT, 100, &second);
	assert_true(m->purchase.arrives_min[1] < m->purchase.arrives_min[0]);
	pass(s, 25);
	assert_int_equal(cancel_purchase(s, SEAT, second.id, &r), PROBLEM_NONE);
	assert_int_equal(ledger_cash_fen(m, s->store), CAPITAL_FEN - 100000);
	assert_int_equal(ledger_base(m, s->store, ACCOUNT_SUPPLIER_PENALTY), 100000);
	assert_int_equal(m->stock.inbound[stock(s)], 0);
	m->store.credit_line_fen[s->store] = -CAPITAL_FEN;
	assert_int_equal(buy(s, SEAT, 100, &r), PROBLEM_NO_CASH);
}

/* ---- orders ---- */

static void test_order(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act_answer r;
	uint32_t o = 0;
	assert_false(sell(s, 1, &o));
	fill(s, 50);
	assert_true(sell(s, 2, &o));
	assert_false(sell(s, 49, &o));
	assert_int_equal(m->order.number[o], 100001);
	/* 51.98 + 3.00, a sixth of it tax, 15 % and 1 % fees */
	assert_int_equal(m->order.item_minor[o], 5198);
	assert_int_equal(m->order.tax_inside_minor[o], 916);
	assert_int_equal(m->order.referral_minor[o], 825);
	assert_int_equal(m->order.payment_fee_minor[o], 55);
	assert_int_equal(ledger_balance(m, s->store, ACCOUNT_RECEIVABLE, 1), 5498 - 916 - 825 - 55);
	check_books(s);
	assert_int_equal(ship(s, o, "light_line", &r), PROBLEM_CHANNEL_TOO_HEAVY);
	assert_int_equal(ship(s, o, "nothing", &r), PROBLEM_UNKNOWN_CODE);
	int64_t cash = ledger_cash_fen(m, s->store), cost = m->stock.value_fen[stock(s)] * 2 / 50;
	assert_int_equal(ship(s, o, "good_line", &r), PROBLEM_NONE);
	assert_int_equal(r.amount_fen, 2400 + 1000);
	assert_true(r.note.n > 8);
	assert_int_equal(ledger_cash_fen(m, s->store), cash - 3400);
	assert_int_equal(m->order.cost_fen[o], cost);
	assert_int_equal(ship(s, o, "good_line", &r), PROBLEM_ORDER_STATE);
	assert_int_equal(m->stock.on_hand[stock(s)], 48);
	pass(s, 24 * 40);
	assert_true(m->order.delivered_min[o] > m->order.shipped_min[o]);
	assert_int_equal(s->events[EVENT_PARCEL_SCANNED], 5);
	assert_int_equal(s->events[EVENT_ORDER_DELIVERED], 1);
	assert_int_equal(m->parcel.state[m->order.parcel[o]], PARCEL_DELIVERED);
	check_books(s);
}

static void test_not_shipped(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act a = { .kind = ACT_ORDER_CANCEL, .seat = SEAT, .given = 1 };
	struct act_answer r;
	uint32_t o = 0, p = 0;
	fill(s, 50);
	sell(s, 1, &o);
	sell(s, 1, &p);
	a.order_cancel.order = m->order.id[p];
	assert_int_equal(act(s, a, &r), PROBLEM_NONE);
	assert_int_equal(act(s, a, &r), PROBLEM_ORDER_STATE);
	assert_int_equal(ledger_order_net(m, p), 0);
	pass(s, 24 * 3 + 1);
	assert_int_equal(m->order.late[o], LATE_SHIPPED);
	assert_int_equal(m->store.late[s->store], 1);
	pass(s, 24 * 3);
	assert_int_equal(m->order.state[o], ORDER_CANCELLED);
	assert_int_equal(m->order.cancel_reason[o], CANCEL_NOT_SHIPPED);
	assert_int_equal(ledger_balance(m, s->store, ACCOUNT_RECEIVABLE, 1), 0);
	assert_int_equal(m->stock.reserved[stock(s)], 0);
	assert_int_equal(m->store.cancelled[s->store], 2);
	check_books(s);
}

static void test_buyer_cancels(void **state)
{
	struct shop *s = *state;
	uint32_t o = 0;
	fill(s, 50);
	s->w->params.buyer_cancel = 1;
	sell(s, 1, &o);
	pass(s, 25);
	assert_int_equal(s->m->order.cancel_reason[o], CANCEL_BUYER);
	assert_int_equal(s->m->store.cancelled[s->store], 0);
	check_books(s);
}

static void test_lost(void **state)
{
	struct shop *s = *state;
	struct act_answer r;
	uint32_t o = 0;
	fill(s, 50);
	sell(s, 1, &o);
	assert_int_equal(ship(s, o, "hole", &r), PROBLEM_NONE);
	pass(s, 24 * 60);
	assert_int_equal(s->m->order.state[o], ORDER_LOST);
	assert_int_equal(s->m->order.refund_minor[o], PRICE_MINOR + SHIP_MINOR);
	assert_int_equal(ledger_base(s->m, s->store, ACCOUNT_WRITE_OFF), s->m->order.cost_fen[o]);
	assert_int_equal(s->events[EVENT_PARCEL_LOST], 1);
	check_books(s);
}

static void test_bulk_then_rules(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act rule = { .kind = ACT_RULE_SET, .seat = SEAT, .given = 4 }, bulk = { .kind = ACT_ORDER_SHIP_BULK, .seat = SEAT, .given = 3 };
	struct act_answer r;
	struct str ids[7];
	char text[6][ID_TEXT_MAX];
	uint32_t o = 0;
	rule.rule_set.channel = STR("light_line");
	fill(s, 50);
	assert_int_equal(act(s, rule, &r), PROBLEM_RULE_LOCKED);
	for (int i = 0; i < 6; i++) {
		sell(s, i == 5 ? 2 : 1, &o); /* the last is too heavy */
		id_format(m->order.id[o], text[i]);
		ids[i] = str_c(text[i]);
	}
	ids[6] = STR("no such");
	bulk.order_ship_bulk.orders = (struct strs){ ids, 7 };
	bulk.order_ship_bulk.channel = STR("light_line");
	assert_int_equal(act(s, bulk, &r), PROBLEM_NONE);
	assert_true(str_eq(r.note, STR("100006 channel.too_heavy\nno such thing.not_found")));
	assert_int_equal(m->store.shipped_by_hand[s->store], 5);
	assert_int_equal(r.amount_fen, 5 * 2000);
	assert_int_equal(act(s, rule, &r), PROBLEM_NONE);
	/* collected at 17:00: ships at 16:00 of the sellers' day; the heavy one waits for a rule that takes it */
	sell(s, 1, &o);
	pass(s, 24);
	assert_int_equal(m->order.state[o], ORDER_SHIPPED);
	assert_int_equal((m->order.shipped_min[o] + 480) % MIN_PER_DAY, 16 * 60);
	assert_int_equal(m->order.state[o - 1], ORDER_PAID);
	rule.rule_set.channel = STR("good_line");
	assert_int_equal(act(s, rule, &r), PROBLEM_NONE);
	pass(s, 24);
	assert_int_equal(m->order.state[o - 1], ORDER_SHIPPED);
	check_books(s);
}

/* ---- after the sale ---- */

static void decide_all(struct shop *s)
{
	static const char *const decision[] = { "refund", "refund_only", "partial", "refuse", NULL };
	struct market *m = s->m;
	for (uint32_t i = 0; i < m->returns.t.n; i++) {
		struct act a = { .kind = ACT_RETURN_DECIDE, .seat = SEAT, .given = 7 };
		struct act_answer r;
		const char *what = decision[i % 5];
		if (m->returns.state[i] != RETURN_OPEN || !what)
			continue;
		a.return_decide.returns = m->returns.id[i];
		a.return_decide.refund_minor = i % 5 == 2 ? PRICE_MINOR : 500;
		a.return_decide.decision = STR("perhaps");
		assert_int_equal(act(s, a, &r), PROBLEM_RETURN_DECISION);
		a.return_decide.decision = str_c(what);
		if (i % 5 == 2) {
			assert_int_equal(act(s, a, &r), PROBLEM_RETURN_AMOUNT);
			a.return_decide.refund_minor = 500;
		}
		assert_int_equal(act(s, a, &r), PROBLEM_NONE);
		assert_int_equal(act(s, a, &r), PROBLEM_RETURN_CLOSED);
	}
}

static void test_returns(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act_answer r;
	int64_t taken = 0, back = 0;
	fill(s, 200);
	for (uint32_t i = 0, o = 0; i < 100; i++) {
		sell(s, 1, &o);
		assert_int_equal(ship(s, o, "good_line", &r), PROBLEM_NONE);
	}
	struct buf b;
	buf_init(&b, 1 << 28);
	market_save(m, &b);
	for (int day = 0; day < 90; day++) {
		pass(s, 24);
		decide_all(s);
	}
	check_books(s);
	int states[4] = { 0 };
	for (uint32_t i = 0; i < m->returns.t.n; i++) {
		uint32_t o = m->returns.order[i];
		states[m->returns.state[i]]++;
		back += m->returns.state[i] == RETURN_REFUNDED && i % 5 != 1 && i % 5 != 2 && m->returns.reason[i] != REASON_DAMAGED;
		if (m->returns.state[i] == RETURN_REFUSED)
			assert_int_equal(m->order.refund_minor[o], 0);
		if (m->returns.state[i] == RETURN_REFUNDED && i % 5 == 2)
			assert_int_equal(m->order.state[o], ORDER_DELIVERED);
	}
	taken = 100;
	assert_true(m->returns.t.n > 25 && m->returns.t.n < 60);
	assert_true(states[RETURN_OPEN] == 0 && states[RETURN_ACCEPTED] == 0 && states[RETURN_REFUSED] > 0);
	assert_int_equal(m->stock.on_hand[stock(s)], 200 - taken + back);
	assert_int_equal(s->events[EVENT_RETURN_OPENED], m->returns.t.n);
	assert_int_equal(s->events[EVENT_RETURN_CLOSED], m->returns.t.n);
	/* a loaded market goes the same way */
	struct market *loaded = NULL;
	struct shop twin = *s;
	assert_int_equal(market_load(buf_span(&b), s->w, &loaded, NULL), PROBLEM_NONE);
	twin.m = loaded;
	for (int day = 0; day < 90; day++) {
		market_advance(loaded, now_min(loaded) + MIN_PER_DAY, NULL, NULL, NULL);
		decide_all(&twin);
	}
	uint64_t one[2], two[2];
	market_digest(m, one);
	market_digest(loaded, two);
	assert_memory_equal(one, two, sizeof one);
	market_destroy(loaded);
	buf_fini(&b);
}

static void test_reviews(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	struct act a = { .kind = ACT_REVIEW_REPLY, .seat = SEAT, .given = 3 };
	struct act_answer r;
	fill(s, 200);
	s->w->params.review_base = 1;
	for (uint32_t i = 0, o = 0; i < 50; i++) {
		sell(s, 1, &o);
		ship(s, o, "good_line", &r);
	}
	pass(s, 24 * 70);
	assert_int_equal(m->listing.reviews[s->listing], 50);
	assert_int_equal(m->store.stars[s->store], m->listing.stars[s->listing]);
	double mean = (double)m->listing.stars[s->listing] / 50;
	assert_true(mean > 3.2 && mean < 4.7);
	for (uint32_t v = 0; v < m->review.t.n; v++)
		if (m->review.store[v] == s->store)
			a.review_reply.review = m->review.id[v];
	a.review_reply.text = STR("Thank you.");
	assert_int_equal(act(s, a, &r), PROBLEM_NONE);
	assert_int_equal(act(s, a, &r), PROBLEM_REVIEW_REPLIED);
}

/* ---- rivals ---- */

static void test_rivals(void **state)
{
	struct shop *s = *state;
	struct market *m = s->m;
	uint32_t offer = ROW_NONE, n = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (m->store.kind[m->offer.store[o]] == 1) {
			n++;
			offer = offer == ROW_NONE ? o : offer;
		}
	assert_int_equal(n, 2);
	rivals_open(m, 100); /* opens nothing twice */
	assert_int_equal(m->store.t.n, 4);
	assert_int_equal(m->offer.price_minor[offer], PRICE_MINOR);
	uint32_t stock_row = state_find(m, T_stock, listing_stock_id(m->store.id[m->offer.store[offer]], 0)), listing = m->offer.listing[offer];
	int64_t had = m->stock.on_hand[stock_row], reviews = m->listing.reviews[listing], sold = 0;
	assert_true(had > 0);
	while (rivals_sell(m, offer, hash_id(9, (uint64_t)sold, 0), 1, now_min(m)))
		sold++;
	assert_int_equal(sold, had);
	assert_true(m->listing.reviews[listing] > reviews || had < 50);
	pass(s, 24 * 8);
	assert_true(m->stock.on_hand[stock_row] > 0);
	for (int day = 0; day < 100; day++)
		pass(s, 24);
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (m->store.kind[m->offer.store[o]] == 1)
			assert_true(m->offer.price_minor[o] <= m->offer.start_price_minor[o] * 1.3 + 10);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_purchase),
		TEST(test_purchase_cancel),
		TEST(test_order),
		TEST(test_not_shipped),
		TEST(test_buyer_cancels),
		TEST(test_lost),
		TEST(test_bulk_then_rules),
		TEST(test_returns),
		TEST(test_reviews),
		TEST(test_rivals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
