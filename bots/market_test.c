/* What a market promises, on the world that schools play in, with bots as sellers: one result whatever the way, nothing lost, nobody's luck disturbed.
 * A twentieth of the usual demand keeps it short. */
#include "base/calendar.h"
#include "crew/crew.h"
#include "bots/bots.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "market/search/search.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BOTS = 4, DAYS = 24 };

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

static void begin(struct play *p, uint64_t seed)
{
	*p = (struct play){ 0 };
	arena_init(&p->keep, 0);
	p->m = market_create(&(struct market_config){ world, { seed, 0 } });
	for (int i = 0; i < BOTS; i++) {
		open_seat(p, (uint64_t)i + 1);
		p->bot[i] = bot_create(world, (uint64_t)i + 1, (uint32_t)i, 3);
	}
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
	assert_int_equal(t.seat_orders, played.placed);
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
		cmocka_unit_test(damage_is_found),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
