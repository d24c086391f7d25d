/* What a market promises, on the world that schools play in, with bots as sellers: one result whatever the way, nothing lost, nobody's luck disturbed.
 * A twentieth of the usual demand keeps it short. */
#include "base/calendar.h"
#include "crew/crew.h"
#include "bots/starter.h"
#include "market/account/account.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "market/orders/orders.h"
#include "market/search/search.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Four bots begin with nothing; a fifth goes on in a store that was given, and a sixth store is kept by the keeper alone. */
enum { BOTS = 5, FRESH = 4, KEPT = 6, DAYS = 24 };

static struct world *world;

/* One act of a log: when, what. */
struct logged {
	int64_t at_min;
	struct str act;
};
struct play {
	struct market *m;
	struct bot *bot[BOTS];
	struct logged *log;
	int n_log, cap_log;
	struct arena keep;
	uint64_t placed, delivered, reviews;
};

static void hear(void *arg, const struct event *e)
{
	struct play *p = arg;
	p->placed += e->kind == EVENT_ORDER_PLACED;
	p->delivered += e->kind == EVENT_ORDER_DELIVERED;
	p->reviews += e->kind == EVENT_REVIEW_POSTED;
	for (int i = 0; i < BOTS; i++)
		if (p->bot[i])
			bot_hear(p->bot[i], e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct play *play = arg;
	struct market_sink sink = { play, hear };
	struct buf b;
	enum problem_code e = market_act(play->m, a, &sink, mem, ret, p);
	if (e)
		return e;
	buf_init(&b, 1 << 20);
	act_encode(a, &b);
	if (play->n_log == play->cap_log) {
		play->cap_log = play->cap_log ? play->cap_log * 2 : 256;
		play->log = mem_grow(play->log, (size_t)play->cap_log * sizeof *play->log);
	}
	play->log[play->n_log++] = (struct logged){ market_now_min(play->m), arena_str(&play->keep, buf_span(&b)) };
	buf_fini(&b);
	return e;
}

static void open_seat(struct play *p, uint64_t seat)
{
	struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
	struct act_answer r;
	struct problem why;
	a.seat_create = (struct act_seat_create){ .seat = seat, .capital_fen = 5000000 };
	assert_int_equal(act(p, &a, &p->keep, &r, &why), PROBLEM_NONE);
}

static void give_store(struct play *p, uint64_t seat, struct starter_store *ret)
{
	struct problem why;
	struct starter_options o = { seat, (uint32_t)seat - 1, 10 };
	if (starter_prepare(world, &o, act, p, &p->keep, ret, &why))
		fail_msg("%s %s", problem_name(why.code), why.field);
}

static void keep(struct play *p, uint64_t seat, bool on)
{
	struct act a = { .kind = ACT_SEAT_KEEPER, .given = 3 };
	struct act_answer r;
	struct problem why;
	a.seat_keeper = (struct act_seat_keeper){ seat, on };
	assert_int_equal(act(p, &a, &p->keep, &r, &why), PROBLEM_NONE);
}

static void begin(struct play *p, uint64_t seed)
{
	struct starter_store s;
	*p = (struct play){ 0 };
	arena_init(&p->keep, 0);
	p->m = market_create(&(struct market_config){ world, { seed, 0 } });
	for (int i = 0; i < BOTS; i++) {
		open_seat(p, (uint64_t)i + 1);
		p->bot[i] = bot_create(world, (uint64_t)i + 1, (uint32_t)i, 3);
	}
	give_store(p, BOTS, &s);
	bot_take_over(p->bot[BOTS - 1], &s);
	open_seat(p, KEPT);
	give_store(p, KEPT, &s);
	keep(p, KEPT, true);
}

static void go(struct play *p, int64_t hours)
{
	struct market_sink sink = { p, hear };
	for (int64_t h = 0; h < hours; h++) {
		for (int i = 0; i < BOTS; i++)
			if (p->bot[i])
				bot_step(p->bot[i], market_now_min(p->m), act, p);
		market_advance(p->m, market_now_min(p->m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
}

static void end(struct play *p)
{
	market_destroy(p->m);
	for (int i = 0; i < BOTS; i++)
		bot_destroy(p->bot[i]);
	arena_fini(&p->keep);
	free(p->log);
}

static void same(const struct market *a, const struct market *b)
{
	uint64_t x[2], y[2];
	char s[DIGEST_TEXT_MAX], t[DIGEST_TEXT_MAX];
	market_digest(a, x);
	market_digest(b, y);
	digest_format(x, s);
	digest_format(y, t);
	assert_string_equal(s, t);
}

/* The recorded play that the tests start from. */
static struct play played;

static int setup(void **state)
{
	struct problem p;
	if (scenario_open(getenv("COHONG_WORLD") ? getenv("COHONG_WORLD") : "worlds/first-harbour", &world, &p)) {
		struct buf b;
		buf_init(&b, 4096);
		problem_text(&p, LANG_EN, &b);
		fprintf(stderr, "%.*s\n", STR_FMT(buf_span(&b)));
		buf_fini(&b);
		return -1;
	}
	world->params.buyers_per_seat /= 20;
	world->params.pages_per_seat_day /= 20;
	begin(&played, 7);
	go(&played, DAYS * 24);
	return 0;
}

static int teardown(void **state)
{
	end(&played);
	world_destroy(world);
	return 0;
}

/* Applies the log to a fresh market, in advances of `step` hours where no act comes between. */
static struct market *replay(int64_t step, struct crew *crew, bool reload)
{
	struct market *m = market_create(&(struct market_config){ world, { 7, 0 } });
	struct arena mem;
	struct problem p;
	int i = 0;
	arena_init(&mem, 0);
	int64_t until = market_now_min(played.m);
	while (market_now_min(m) < until || i < played.n_log) {
		for (; i < played.n_log && played.log[i].at_min == market_now_min(m); i++) {
			struct act a;
			struct act_answer r;
			assert_int_equal(act_decode(played.log[i].act, &mem, &a, &p), PROBLEM_NONE);
			assert_int_equal(market_act(m, &a, NULL, &mem, &r, &p), PROBLEM_NONE);
		}
		int64_t next = i < played.n_log ? played.log[i].at_min : until, goal = market_now_min(m) + step * 60;
		market_advance(m, goal < next ? goal : next, crew ? crew_run : NULL, crew, NULL);
		if (reload) {
			struct buf b;
			struct market *again;
			buf_init(&b, (size_t)1 << 30);
			market_save(m, &b);
			assert_int_equal(market_load(buf_span(&b), world, &again, &p), PROBLEM_NONE);
			same(m, again);
			market_destroy(m);
			m = again;
			buf_fini(&b);
		}
	}
	arena_fini(&mem);
	return m;
}

static void trade_happens(void **state)
{
	struct market_totals t;
	market_get_totals(played.m, &t);
	assert_true(t.sessions > 1000 && t.orders > 100 && t.clicks > t.orders);
	assert_true(played.placed > 0);
	assert_true(played.delivered > 0);
	/* of the orders of the days before, those that wait are told */
	assert_int_equal(t.seat_orders, played.placed + 2 * (10 - 5));
	for (uint32_t c = 0; c < world->country.t.n; c++)
		assert_true(t.country_units[c] > 0);
}

static void log_gives_the_digest(void **state)
{
	struct market *m = replay(1, NULL, false);
	same(m, played.m);
	market_destroy(m);
}

static void chunks_do_not_matter(void **state)
{
	struct market *m = replay(1000000, NULL, false);
	same(m, played.m);
	market_destroy(m);
}

static void threads_do_not_matter(void **state)
{
	struct crew *crew = crew_create(3);
	struct market *m = replay(6, crew, false);
	crew_destroy(crew);
	same(m, played.m);
	market_destroy(m);
}

static void saving_does_not_matter(void **state)
{
	struct market *m = replay(31, NULL, true);
	same(m, played.m);
	market_destroy(m);
}

static void fork_stays_identical(void **state)
{
	struct market *a = market_fork(played.m), *b = market_fork(played.m);
	same(a, played.m);
	market_advance(a, market_now_min(a) + 26 * 60, NULL, NULL, NULL);
	market_advance(b, market_now_min(b) + 26 * 60, NULL, NULL, NULL);
	same(a, b);
	market_destroy(a);
	market_destroy(b);
}

static void seeds_differ(void **state)
{
	struct market *a = market_create(&(struct market_config){ world, { 1, 0 } }), *b = market_create(&(struct market_config){ world, { 1, 1 } });
	uint64_t x[2], y[2];
	market_advance(a, market_now_min(a) + 120, NULL, NULL, NULL);
	market_advance(b, market_now_min(b) + 120, NULL, NULL, NULL);
	market_digest(a, x);
	market_digest(b, y);
	assert_true(x[0] != y[0] && a->meta.sessions[0] != b->meta.sessions[0]);
	market_destroy(a);
	market_destroy(b);
}

static void money_is_conserved(void **state)
{
	const struct market *m = played.m;
	assert_true(m->entry.t.n > 100);
	struct map sum;
	map_init(&sum);
	int64_t *of = mem_alloc(m->entry.t.n * sizeof *of);
	uint32_t n = 0;
	for (uint32_t e = 0; e < m->entry.t.n; e++) {
		uint64_t key = hash_id(1, m->store.id[m->entry.store[e]], m->entry.transaction[e]);
		uint32_t at = map_find(&sum, key);
		if (at == MAP_NONE)
			map_put(&sum, key, at = n++);
		of[at] += m->entry.base_fen[e];
	}
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(of[i], 0);
	free(of);
	map_fini(&sum);
	for (uint32_t b = 0; b < m->balance.t.n; b++) {
		int64_t minor = 0, base = 0;
		for (uint32_t e = 0; e < m->entry.t.n; e++)
			if (m->entry.store[e] == m->balance.store[b] && m->entry.account[e] == m->balance.account[b] && m->entry.currency[e] == m->balance.currency[b]) {
				minor += m->entry.minor[e];
				base += m->entry.base_fen[e];
			}
		assert_int_equal(minor, m->balance.minor[b]);
		assert_int_equal(base, m->balance.base_fen[b]);
	}
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (m->store.kind[s] == 0)
			assert_true(ledger_cash_fen(m, s) >= -m->store.credit_line_fen[s]);
}

static void stock_is_conserved(void **state)
{
	const struct market *m = played.m;
	for (uint32_t s = 0; s < m->stock.t.n; s++) {
		uint32_t store = m->stock.store[s], good = m->stock.good[s];
		assert_true(m->stock.reserved[s] >= 0 && m->stock.on_hand[s] >= m->stock.reserved[s] && m->stock.inbound[s] >= 0);
		if (m->store.kind[store] != 0)
			continue;
		int64_t came = 0, coming = 0, gone = 0, reserved = 0;
		for (uint32_t p = 0; p < m->purchase.t.n; p++)
			if (m->purchase.store[p] == store && m->purchase.good[p] == good) {
				came += m->purchase.state[p] == PURCHASE_ARRIVED ? m->purchase.quantity[p] : 0;
				coming += m->purchase.state[p] == PURCHASE_ORDERED ? m->purchase.quantity[p] : 0;
			}
		for (uint32_t o = 0; o < m->order.t.n; o++)
			if (m->order.store[o] == store && m->order.good[o] == good) {
				gone += m->order.parcel[o] != ROW_NONE ? m->order.quantity[o] : 0;
				reserved += m->order.state[o] == ORDER_PAID ? m->order.quantity[o] : 0;
			}
		/* the bots let buyers keep what they complain about, so nothing comes back */
		assert_int_equal(m->stock.on_hand[s], came - gone);
		assert_int_equal(m->stock.inbound[s], coming);
		assert_int_equal(m->stock.reserved[s], reserved);
	}
}

/* A seller gives up on one of two equal markets: in countries where he sells nothing, all goes on as it was, offer by offer. */
static void others_keep_their_luck(void **state)
{
	struct market *a = market_fork(played.m), *b = market_fork(played.m);
	uint32_t countries = 0;
	int changed = 0;
	for (uint32_t o = 0; o < b->offer.t.n; o++) {
		uint32_t store = b->offer.store[o];
		if (b->store.kind[store] != 0 || b->seat.id[b->store.seat[store]] != 1)
			continue;
		struct act x = { .kind = ACT_LISTING_PAUSE, .seat = 1, .given = 1 };
		struct act_answer r;
		struct problem p;
		x.listing_pause.listing = b->listing.id[b->offer.listing[o]];
		changed += market_act(b, &x, NULL, &b->tick, &r, &p) == PROBLEM_NONE;
		countries |= 1u << b->offer.country[o];
	}
	assert_true(changed > 0 && countries != 0);
	market_advance(a, market_now_min(a) + 3 * MIN_PER_DAY, NULL, NULL, NULL);
	market_advance(b, market_now_min(b) + 3 * MIN_PER_DAY, NULL, NULL, NULL);
	assert_int_equal(a->offer.t.n, b->offer.t.n);
	int untouched = 0, differ = 0;
	for (uint32_t o = 0; o < a->offer.t.n; o++) {
		bool same_units = a->offer.units[o] == b->offer.units[o] && a->offer.sales_micro[o] == b->offer.sales_micro[o];
		if (countries >> a->offer.country[o] & 1) {
			differ += !same_units;
			continue;
		}
		/* a rival's stock and price are one for all its countries, so the sale that it wins elsewhere may move it: only what was never sold in the
		 * touched countries must stand still */
		if (a->store.kind[a->offer.store[o]] == 1)
			for (uint32_t k = 0; k < a->offer.t.n; k++)
				if (a->offer.listing[k] == a->offer.listing[o] && (countries >> a->offer.country[k] & 1))
					goto next;
		assert_true(same_units);
		untouched++;
	next:;
	}
	assert_true(untouched > 50);
	assert_int_equal(a->meta.sessions[0], b->meta.sessions[0]);
	market_destroy(a);
	market_destroy(b);
}

static void index_finds_what_reading_finds(void **state)
{
	const struct market *m = played.m;
	struct search_index *x = search_index_create(m);
	for (uint32_t c = 0; c < world->country.t.n; c++) {
		assert_true(search_index_update(x, m, c));
		assert_false(search_index_update(x, m, c));
		uint32_t from = world->query_of_country_at[c], until = world->query_of_country_at[c + 1];
		for (uint32_t i = from; i < until; i += 23) {
			struct list_ref tokens = world->query.tokens[world->query_of_country[i]];
			const uint64_t *v = set_words(&world->set, tokens);
			struct terms q;
			struct place *found;
			search_terms(world, (enum tongue)world->country.tongue[c], v, tokens.n, &q);
			uint32_t n = search_index_find(x, c, &q, &found), k = 0;
			for (uint32_t o = 0; o < m->offer.t.n; o++) {
				if (m->offer.country[o] != c)
					continue;
				double rel = search_relevance(m, o, v, tokens.n);
				if (rel < SEARCH_RELEVANCE_MIN)
					continue;
				assert_true(k < n && found[k].offer == o && found[k].rel == (float)rel);
				k++;
			}
			assert_int_equal(k, n);
			free(found);
		}
	}
	search_index_destroy(x);
}

static void pages_keep_their_rules(void **state)
{
	const struct market *m = played.m;
	struct place *v = mem_alloc((m->offer.t.n + 1) * sizeof *v);
	int full = 0;
	for (uint32_t i = 0; i < world->query_of_country_at[1]; i += 11) {
		int n = search_page(m, 0, world->query_of_country[i], m->meta.ranked_day[0], v, (int)m->offer.t.n);
		full += n > 0;
		for (int a = 0; a < n; a++) {
			int of_store = 0, on_page = 0;
			assert_int_equal(search_blocked(m, v[a].offer), BLOCKED_NOT);
			for (int b = 0; b < n; b++) {
				on_page += v[b].page == v[a].page;
				of_store += v[b].page == v[a].page && m->offer.store[v[b].offer] == m->offer.store[v[a].offer];
			}
			assert_true(of_store <= PAGE_PER_STORE && on_page <= PAGE_PLACES);
		}
	}
	assert_true(full > 10);
	free(v);
}

/* ---- stores that were given ---- */

static uint32_t store_of(const struct market *m, uint64_t seat)
{
	return m->seat.store[state_find(m, T_seat, seat)];
}

static int by_entry_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : x[1] < y[1] ? -1 : x[1] > y[1];
}

/* A store as it stands right after it was given. */
static void history_is_whole(void **state)
{
	struct play p;
	begin(&p, 11);
	struct market *m = p.m;
	uint32_t s = store_of(m, KEPT);
	int n[ORDER_REFUNDED + 1] = { 0 }, held = 0, numbers = 0, listings = 0;
	int64_t now = market_now_min(m), last = 0;
	assert_int_equal(m->store.state[s], STORE_ACTIVE);
	assert_int_equal(m->store.granted[s] + 2 * m->store.keeper[s], 3);
	assert_true(m->store.decided_min[s] == now - 14 * MIN_PER_DAY);
	for (uint32_t o = 0; o < m->order.t.n; o++) {
		if (m->order.store[o] != s)
			continue;
		n[m->order.state[o]]++;
		assert_true(m->order.placed_min[o] > last && m->order.placed_min[o] < now);
		assert_int_equal(m->order.number[o], 100001 + numbers++);
		assert_int_equal(m->order.late[o], 0);
		last = m->order.placed_min[o];
		uint32_t parcel = m->order.parcel[o];
		held += parcel != ROW_NONE && m->parcel.held[parcel] && m->parcel.state[parcel] == PARCEL_ARRIVED && m->parcel.cleared_min[parcel] > now;
		if (m->order.state[o] == ORDER_PAID)
			assert_true(m->order.ship_by_min[o] > now + MIN_PER_DAY);
		assert_true(m->order.query[o] != ROW_NONE && m->order.fit_milli[o] > 500);
	}
	assert_int_equal(n[ORDER_DELIVERED], 1);
	assert_int_equal(n[ORDER_SHIPPED], 4);
	assert_int_equal(held, 1);
	assert_int_equal(n[ORDER_PAID], 5);
	for (uint32_t l = 0; l < m->listing.t.n; l++) {
		listings += m->listing.store[l] == s && m->listing.state[l] == LISTING_ACTIVE;
		if (m->listing.store[l] == s)
			assert_true(m->listing.published_min[l] < now - 8 * MIN_PER_DAY && m->listing.published_min[l] >= m->store.decided_min[s]);
	}
	assert_int_equal(listings, 3);
	/* the books, read in the order of time, never sell what was not there nor spend what was not had */
	int64_t(*e)[4] = mem_alloc((m->entry.t.n + 1) * sizeof *e), cash = 0, goods = 0, days = 0;
	int k = 0;
	for (uint32_t i = 0; i < m->entry.t.n; i++)
		if (m->entry.store[i] == s)
			memcpy(e[k++], ((int64_t[4]){ m->entry.at_min[i], (int64_t)m->entry.transaction[i], m->entry.account[i], m->entry.base_fen[i] }), sizeof *e);
	qsort(e, (size_t)k, sizeof *e, by_entry_time);
	for (int i = 0; i < k; i++) {
		cash += e[i][2] == ACCOUNT_CASH ? e[i][3] : 0;
		goods += e[i][2] == ACCOUNT_INVENTORY ? e[i][3] : 0;
		assert_true(cash >= 0 && goods >= 0 && e[i][0] <= now && e[i][0] >= m->store.decided_min[s]);
	}
	free(e);
	assert_int_equal(cash, ledger_cash_fen(m, s));
	int64_t profit = 0, orders = 0;
	for (uint32_t d = 0; d < m->day.t.n; d++)
		if (m->day.store[d] == s) {
			days++;
			orders += m->day.orders[d];
			profit += m->day.profit_fen[d];
			cash = m->day.cash_fen[d];
		}
	assert_int_equal(days, 14);
	/* none of it is counted on the present business day */
	for (uint32_t b = 0; b < m->business.t.n; b++)
		assert_true(m->business.store[b] != s || m->business.shipped[b] + m->business.delivered[b] == 0);
	assert_true(orders >= 5 && orders <= 10 && profit > 0 && cash > 0);
	end(&p);
}

static void given_stores_go_on(void **state)
{
	const struct market *m = played.m;
	int reviewed = 0, delivered = 0, stores = 0;
	for (uint32_t s = 0; s < m->store.t.n; s++) {
		if (m->store.kind[s] != 0 || !m->store.granted[s])
			continue;
		stores++;
		uint32_t first = ROW_NONE;
		for (uint32_t o = 0; o < m->order.t.n && first == ROW_NONE; o++)
			if (m->order.store[o] == s)
				first = o;
		for (uint32_t r = 0; r < m->review.t.n; r++)
			reviewed += m->review.order[r] == first && m->review.stars[r] >= 4 && m->review.written_min[r] < world->start_min + 3 * MIN_PER_DAY;
		delivered += m->store.delivered[s] >= 8;
		assert_true(account_licence_ok(state_str(m, m->store.licence[s])) && account_tax_ok(state_str(m, m->store.tax_id[s]), state_str(m, m->store.licence[s])));
		assert_true(account_bank_ok(state_str(m, m->store.bank_account[s])) && account_mail_ok(state_str(m, m->store.contact[s])));
	}
	assert_int_equal(stores, 2);
	assert_int_equal(reviewed, 2);
	assert_int_equal(delivered, 2);
}

static void the_keeper_only_ships(void **state)
{
	const struct market *m = played.m;
	uint32_t s = store_of(m, KEPT);
	int shipped = 0, late = 0;
	for (uint32_t o = 0; o < m->order.t.n; o++) {
		if (m->order.store[o] != s || m->order.placed_min[o] < world->start_min)
			continue;
		shipped += m->order.parcel[o] != ROW_NONE;
		late += m->order.late[o] & LATE_SHIPPED;
		if (m->order.parcel[o] == ROW_NONE)
			continue;
		int64_t local = (m->order.shipped_min[o] + world->timezone_min) % MIN_PER_DAY;
		assert_int_equal(local, 9 * 60);
		assert_true(m->order.shipped_min[o] - m->order.placed_min[o] <= MIN_PER_DAY);
		assert_true(world->channel.tracked[m->parcel.channel[m->order.parcel[o]]]);
	}
	assert_true(shipped > 0);
	assert_int_equal(late, 0);
	for (uint32_t r = 0; r < m->review.t.n; r++)
		assert_true(m->review.store[r] != s || !m->review.reply[r].n);
	int purchases = 0;
	for (uint32_t b = 0; b < m->purchase.t.n; b++)
		purchases += m->purchase.store[b] == s;
	assert_int_equal(purchases, 3);
}

static enum problem_code ask_relief(struct play *p, uint64_t seat, struct act_answer *ret)
{
	struct act a = { .kind = ACT_STORE_RELIEF, .seat = seat };
	struct problem why;
	return act(p, &a, &p->keep, ret, &why);
}

static void relief_is_recorded(void **state)
{
	struct play p;
	struct act_answer r;
	struct problem why;
	begin(&p, 12);
	struct market *m = p.m;
	uint32_t s = store_of(m, KEPT);
	int64_t capital = -ledger_base(m, s, ACCOUNT_CAPITAL);
	assert_true(capital > 5000000); /* with the goods that were given */
	assert_int_equal(ask_relief(&p, KEPT, &r), PROBLEM_RELIEF_WEALTH);
	assert_int_equal(ask_relief(&p, 1, &r), PROBLEM_NO_STORE);
	/* all is lost: the goods rot, the cash is gone, the buyers want their money back */
	uint32_t cny = ledger_cny(m);
	for (uint32_t c = 0; c < world->currency.t.n; c++) {
		int64_t minor = ledger_balance(m, s, ACCOUNT_RECEIVABLE, c), fen = ledger_balance_base(m, s, ACCOUNT_RECEIVABLE, c);
		struct posting v[] = { { ACCOUNT_RECEIVABLE, c, -minor, -fen }, { ACCOUNT_REFUNDS, c, minor, fen } };
		ledger_post(m, s, TOPIC_REFUND, 0, market_now_min(m), v, 2);
	}
	int64_t goods = ledger_base(m, s, ACCOUNT_INVENTORY), cash = ledger_cash_fen(m, s) - 1000000;
	struct posting lost[] = { { ACCOUNT_INVENTORY, cny, -goods, -goods }, { ACCOUNT_CASH, cny, -cash, -cash }, { ACCOUNT_WRITE_OFF, cny, goods + cash, goods + cash } };
	ledger_post(m, s, TOPIC_STOCK, 0, market_now_min(m), lost, 3);
	assert_int_equal(ask_relief(&p, KEPT, &r), PROBLEM_RELIEF_WEALTH); /* 10,000 CNY are more than 15 % */
	struct posting more[] = { { ACCOUNT_CASH, cny, -500000, -500000 }, { ACCOUNT_WRITE_OFF, cny, 500000, 500000 } };
	ledger_post(m, s, TOPIC_STOCK, 0, market_now_min(m), more, 2);
	assert_int_equal(ask_relief(&p, KEPT, &r), PROBLEM_RELIEF_CAN_BUY);
	struct posting last[] = { { ACCOUNT_CASH, cny, -499000, -499000 }, { ACCOUNT_WRITE_OFF, cny, 499000, 499000 } };
	ledger_post(m, s, TOPIC_STOCK, 0, market_now_min(m), last, 2);
	assert_int_equal(ask_relief(&p, KEPT, &r), PROBLEM_NONE);
	assert_int_equal(ledger_cash_fen(m, s), capital / 2);
	assert_int_equal(r.amount_fen, capital / 2 - 1000);
	assert_int_equal(-ledger_base(m, s, ACCOUNT_RELIEF), r.amount_fen);
	assert_int_equal(m->store.reliefs[s], 1);
	assert_int_equal(m->store.relief_fen[s], r.amount_fen);
	assert_int_equal(ask_relief(&p, KEPT, &r), PROBLEM_RELIEF_WEALTH);
	struct act give = { .kind = ACT_RELIEF_GIVE, .given = 3 };
	give.relief_give = (struct act_relief_give){ KEPT, 777 };
	assert_int_equal(act(&p, &give, &p.keep, &r, &why), PROBLEM_NONE);
	assert_int_equal(ledger_cash_fen(m, s), capital / 2 + 777);
	assert_int_equal(m->store.reliefs[s], 2);
	end(&p);
}

/* What a teacher may not do, and that it leaves no trace. */
static void gifts_are_refused_whole(void **state)
{
	struct play p;
	struct act_answer r;
	struct problem why;
	uint64_t before[2], after[2];
	begin(&p, 13);
	struct str us[] = { STR("US") }, nowhere[] = { STR("US"), STR("XX") };
	market_digest(p.m, before);
	struct act grant = { .kind = ACT_STORE_GRANT, .given = 7 }, history = { .kind = ACT_ORDER_HISTORY, .given = 1 }, stock = { .kind = ACT_STOCK_GRANT, .given = 7 };
	grant.store_grant = (struct act_store_grant){ .seat = KEPT, .name = STR("Again"), .countries = { us, 1 } };
	assert_int_equal(act(&p, &grant, &p.keep, &r, &why), PROBLEM_STORE_EXISTS);
	grant.store_grant.seat = 1;
	grant.store_grant.name = state_str(p.m, p.m->store.name[store_of(p.m, KEPT)]);
	assert_int_equal(act(&p, &grant, &p.keep, &r, &why), PROBLEM_STORE_NAME_TAKEN);
	grant.store_grant.name = STR("New one");
	grant.store_grant.countries = (struct strs){ nowhere, 2 };
	assert_int_equal(act(&p, &grant, &p.keep, &r, &why), PROBLEM_UNKNOWN_CODE);
	grant.seat = 1;
	assert_int_equal(act(&p, &grant, &p.keep, &r, &why), PROBLEM_FORBIDDEN);
	history.order_history.seat = KEPT;
	assert_int_equal(act(&p, &history, &p.keep, &r, &why), PROBLEM_HISTORY_EXISTS);
	history.order_history.seat = 1;
	assert_int_equal(act(&p, &history, &p.keep, &r, &why), PROBLEM_NO_STORE);
	stock.stock_grant = (struct act_stock_grant){ .seat = KEPT, .good = STR("nothing"), .quantity = 1 };
	assert_int_equal(act(&p, &stock, &p.keep, &r, &why), PROBLEM_UNKNOWN_CODE);
	market_digest(p.m, after);
	assert_true(before[0] == after[0] && before[1] == after[1]);
	/* a store that opened today has no past; one with goods but nothing on sale neither */
	grant.seat = 0;
	grant.store_grant.countries = (struct strs){ us, 1 };
	assert_int_equal(act(&p, &grant, &p.keep, &r, &why), PROBLEM_NONE);
	assert_int_equal(act(&p, &history, &p.keep, &r, &why), PROBLEM_HISTORY_YOUNG);
	grant.store_grant.seat = 2;
	grant.store_grant.name = STR("Older one");
	grant.store_grant.days_ago = 20;
	grant.given = 1 | 2 | 4 | 16;
	assert_int_equal(act(&p, &grant, &p.keep, &r, &why), PROBLEM_NONE);
	history.order_history.seat = 2;
	assert_int_equal(act(&p, &history, &p.keep, &r, &why), PROBLEM_HISTORY_NO_LISTING);
	end(&p);
}

static void damage_is_found(void **state)
{
	struct buf b;
	struct problem p;
	struct market *m;
	buf_init(&b, (size_t)1 << 30);
	market_save(played.m, &b);
	for (size_t cut = 0; cut < b.n; cut += b.n / 37 + 1)
		assert_int_not_equal(market_load((struct str){ b.p, cut }, world, &m, &p), PROBLEM_NONE);
	world->hash[0] ^= 1;
	assert_int_equal(market_load(buf_span(&b), world, &m, &p), PROBLEM_CORRUPT);
	world->hash[0] ^= 1;
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trade_happens),
		cmocka_unit_test(log_gives_the_digest),
		cmocka_unit_test(chunks_do_not_matter),
		cmocka_unit_test(threads_do_not_matter),
		cmocka_unit_test(saving_does_not_matter),
		cmocka_unit_test(fork_stays_identical),
		cmocka_unit_test(seeds_differ),
		cmocka_unit_test(money_is_conserved),
		cmocka_unit_test(stock_is_conserved),
		cmocka_unit_test(others_keep_their_luck),
		cmocka_unit_test(index_finds_what_reading_finds),
		cmocka_unit_test(pages_keep_their_rules),
		cmocka_unit_test(history_is_whole),
		cmocka_unit_test(given_stores_go_on),
		cmocka_unit_test(the_keeper_only_ships),
		cmocka_unit_test(relief_is_recorded),
		cmocka_unit_test(gifts_are_refused_whole),
		cmocka_unit_test(damage_is_found),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
