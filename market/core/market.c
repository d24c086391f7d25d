/* A market's life: made, acted upon, advanced, copied, saved. What the parts do is in their folders; here is the order in which they do it. */
#include "market/core/state.h"
#include "base/calendar.h"
#include "base/wire.h"
#include "market/account/account.h"
#include "market/ads/ads.h"
#include "base/exact.h"
#include "market/core/business.h"
#include "market/core/day.h"
#include "market/core/view.h"
#include "market/demand/demand.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/rivals.h"
#include <assert.h>
#include <stdlib.h>

/* The draws of before are those of rules 1: purposes are added, none is numbered anew. */
enum { SNAPSHOT_FORMAT = 1, NAME_SEEDS = 0x5eed, DRAWS_VERSION = 1 };

/* ---- life ---- */

static struct market *blank(const struct world *w)
{
	struct market *m = mem_alloc(sizeof *m);
	const struct table_desc *tables;
	int n = market_tables(&tables);
	set_init(&m->set, tables, n, m);
	for (int t = 0; t < T_MAX; t++)
		map_init(&m->index[t]);
	arena_init(&m->tick, 1 << 20);
	m->world = w;
	return m;
}

/* What is derived from the rows: identity index, the key of all draws. */
static void index_rows(struct market *m)
{
	state_index(m);
	m->seed[0] = m->meta.seed_a[0];
	m->seed[1] = m->meta.seed_b[0];
	m->key = m->luck = rng_key(m->seed, DRAWS_VERSION);
}

struct market *market_create(const struct market_config *c)
{
	const struct world *w = c->world;
	struct market *m = blank(w);
	int64_t begin_min = c->begin_min ? c->begin_min : w->start_min;
	assert(begin_min % MARKET_TICK_MIN == 0 && begin_min >= w->start_min && begin_min <= w->start_min + MARKET_BEGIN_DAYS_MAX * MIN_PER_DAY);
	uint32_t row = set_add(&m->set, T_meta);
	m->meta.now_min[row] = begin_min;
	m->meta.seed_a[row] = c->seed[0];
	m->meta.seed_b[row] = c->seed[1];
	m->meta.demand_seats[row] = (uint32_t)ex_max(1, w->params.seats_min);
	m->meta.next_order_number[row] = 100001;
	m->meta.ranked_day[row] = day_of_sellers(w, begin_min);
	index_rows(m);
	ledger_know_rates(m, begin_min);
	rivals_open(m, (uint32_t)(w->params.rival_listings_per_seat * m->meta.demand_seats[row]));
	day_rank(m, m->meta.ranked_day[row]);
	m->set.track = true;
	return m;
}

void market_destroy(struct market *m)
{
	if (!m)
		return;
	demand_destroy(m->demand);
	sponsored_destroy(m->sponsored);
	orders_cache_destroy(m->orders);
	free(m->rates);
	free(m->lanes);
	for (int t = 0; t < T_MAX; t++)
		map_fini(&m->index[t]);
	arena_fini(&m->tick);
	set_fini(&m->set);
	free(m);
}

struct market *market_copy(const struct market *m, int with_flags)
{
	struct market *copy = blank(m->world);
	set_clone(&copy->set, &m->set, with_flags);
	index_rows(copy);
	return copy;
}

struct market *market_fork(const struct market *m)
{
	struct market *copy = market_copy(m, 0);
	copy->set.track = true;
	return copy;
}

int64_t market_now_min(const struct market *m)
{
	return now_min(m);
}

/* ---- acts ---- */

static enum problem_code apply(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	switch (a->kind) {
	case ACT_SEAT_CREATE:
		return account_seat_create(m, a, ret, p);
	case ACT_STORE_REGISTER:
		return account_register(m, a, ret, p);
	case ACT_STORE_PROFILE:
		return account_profile(m, a, ret, p);
	case ACT_STORE_OPEN_MARKET:
		return account_open_market(m, a, ret, p);
	case ACT_PURCHASE_CREATE:
		return purchase_create(m, a, ret, p);
	case ACT_PURCHASE_CANCEL:
		return purchase_cancel(m, a, ret, p);
	case ACT_LISTING_SAVE:
		return listing_save(m, a, ret, p);
	case ACT_LISTING_WORDS:
		return listing_words(m, a, ret, p);
	case ACT_OFFER_SET:
		return listing_offer_set(m, a, ret, p);
	case ACT_LISTING_PUBLISH:
		return listing_publish(m, a, ret, p);
	case ACT_LISTING_PAUSE:
		return listing_pause(m, a, ret, p);
	case ACT_LISTING_DELETE:
		return listing_delete(m, a, ret, p);
	case ACT_ORDER_SHIP:
		return order_ship(m, a, mem, ret, p);
	case ACT_ORDER_SHIP_BULK:
		return order_ship_bulk(m, a, mem, ret, p);
	case ACT_ORDER_CANCEL:
		return order_cancel(m, a, ret, p);
	case ACT_RULE_SET:
		return rule_set(m, a, ret, p);
	case ACT_RETURN_DECIDE:
		return return_decide(m, a, ret, p);
	case ACT_REVIEW_REPLY:
		return review_reply(m, a, ret, p);
	case ACT_STORE_RELIEF:
		return account_relief(m, a, ret, p);
	case ACT_RELIEF_GIVE:
		return account_give_relief(m, a, ret, p);
	case ACT_STORE_GRANT:
		return account_grant(m, a, ret, p);
	case ACT_STOCK_GRANT:
		return stock_grant(m, a, ret, p);
	case ACT_ORDER_HISTORY:
		return order_history(m, a, ret, p);
	case ACT_SEAT_KEEPER:
		return account_keeper(m, a, ret, p);
	case ACT_CAMPAIGN_SAVE:
		return ads_campaign_save(m, a, ret, p);
	case ACT_ADGROUP_SAVE:
		return ads_group_save(m, a, ret, p);
	case ACT_AD_SAVE:
		return ads_ad_save(m, a, ret, p);
	case ACT_KEYWORD_ADD:
		return ads_keyword_add(m, a, ret, p);
	case ACT_TARGET_ADD:
		return ads_target_add(m, a, ret, p);
	case ACT_TARGET_SET:
		return ads_target_set(m, a, ret, p);
	case ACT_NONE:
	case ACT_MAX:
		break;
	}
	return problem_set(p, PROBLEM_INTERNAL, "", "act", NULL);
}

enum problem_code market_act(struct market *m, const struct act *a, const struct market_sink *sink, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct act_answer answer = { 0 };
	enum problem_code e = act_check(a, p);
	if (e)
		return e;
	if (act_desc[a->kind].who == WHO_TEACHER && a->seat)
		return problem_set(p, PROBLEM_FORBIDDEN, "", NULL);
	m->sink = sink;
	ledger_know_rates(m, now_min(m));
	e = apply(m, a, mem, &answer, p);
	m->sink = NULL;
	arena_reset(&m->tick);
	if (e)
		return e;
	m->meta.acts[0]++;
	*ret = answer;
	return PROBLEM_NONE;
}

/* ---- time ---- */

static void tick(struct market *m, market_parallel_for *parallel, void *pool)
{
	int64_t from = now_min(m), until = from + MARKET_TICK_MIN;
	ledger_know_rates(m, from);
	account_tick(m, until);
	purchase_tick(m, until);
	demand_tick(m, from, parallel, pool);
	order_tick(m, until);
	ledger_tick(m, until);
	int64_t day = day_of_sellers(m->world, from);
	if (day_of_sellers(m->world, until) != day) {
		ads_bill(m);
		day_close(m, day);
		ads_day(m);
		rivals_day(m, day);
		day_rank(m, day + 1);
	}
	m->meta.now_min[0] = until;
	arena_reset(&m->tick);
}

void market_advance(struct market *m, int64_t until_min, market_parallel_for *parallel, void *pool, const struct market_sink *sink)
{
	assert(until_min >= now_min(m) && until_min % MARKET_TICK_MIN == 0);
	m->sink = sink;
	while (now_min(m) < until_min)
		tick(m, parallel, pool);
	m->sink = NULL;
}

/* ---- identity and keeping ---- */

void market_digest(const struct market *m, uint64_t ret[2])
{
	struct digest d;
	digest_init(&d, MARKET_RULES_VERSION);
	digest_u64(&d, m->world->hash[0]);
	digest_u64(&d, m->world->hash[1]);
	set_digest(&m->set, &d);
	digest_end(&d, ret);
}

void market_save(const struct market *m, struct buf *out)
{
	wire_u64(out, SNAPSHOT_FORMAT);
	wire_u64(out, MARKET_RULES_VERSION);
	wire_fixed64(out, m->world->hash[0]);
	wire_fixed64(out, m->world->hash[1]);
	struct buf rows;
	buf_init(&rows, (size_t)1 << 31);
	set_save(&m->set, &rows);
	wire_span(out, buf_span(&rows));
	if (rows.full)
		out->full = true;
	buf_fini(&rows);
}

enum problem_code market_load(struct str in, const struct world *world, struct market **ret, struct problem *p)
{
	struct wire w = wire_open(in);
	uint64_t format = wire_get_u64(&w), rules = wire_get_u64(&w);
	if (!w.bad && (format > SNAPSHOT_FORMAT || rules > MARKET_RULES_VERSION))
		return problem_set(p, PROBLEM_VERSION, "", "snapshot", "1", NULL);
	uint64_t hash[2] = { wire_get_fixed64(&w), wire_get_fixed64(&w) };
	struct str rows = wire_get_span(&w);
	if (w.bad || wire_more(&w))
		return problem_set(p, PROBLEM_CORRUPT, "", "snapshot", NULL);
	if (hash[0] != world->hash[0] || hash[1] != world->hash[1])
		return problem_set(p, PROBLEM_CORRUPT, "", "world hash", NULL);
	struct market *m = blank(world);
	enum problem_code e = set_load(&m->set, rows, p);
	if (!e && m->meta.t.n != 1)
		e = problem_set(p, PROBLEM_CORRUPT, "", "snapshot", NULL);
	if (e) {
		market_destroy(m);
		return e;
	}
	index_rows(m);
	m->set.track = true;
	*ret = m;
	return PROBLEM_NONE;
}

void market_get_totals(const struct market *m, struct market_totals *ret)
{
	*ret = (struct market_totals){
		.now_min = now_min(m),
		.sessions = m->meta.sessions[0],
		.clicks = m->meta.clicks[0],
		.seat_orders = m->order.t.n,
		.orders = m->meta.orders[0],
		.units = m->meta.units[0],
		.events = m->meta.events[0],
		.gmv_fen = m->meta.gmv_fen[0],
		.seats = m->meta.seats[0],
	};
	for (uint32_t s = 0; s < m->store.t.n; s++)
		ret->stores += m->store.state[s] == STORE_ACTIVE;
	for (uint32_t l = 0; l < m->listing.t.n; l++)
		ret->listings_active += m->listing.state[l] == LISTING_ACTIVE;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		uint32_t category = m->world->good.category[m->listing.good[m->offer.listing[o]]];
		ret->country_units[m->offer.country[o]] += m->offer.units[o];
		if (category < MARKET_CATEGORIES_MAX)
			ret->category_units[category] += m->offer.units[o];
	}
}
