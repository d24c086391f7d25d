/* Every question, asked of the world that schools play in after some days with bots as sellers. */
#include "base/money.h"
#include "bots/bots.h"
#include "market/account/account.h"
#include "market/ads/ads.h"
#include "market/ask.h"
#include "market/core/view.h"
#include "market/search/search.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include "text/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BOTS = 3, DAYS = 14 };

static struct world *world;
static struct market *market;
static struct market_view *view;
static struct bot *bot[BOTS];
static struct arena mem;

static void hear(void *arg, const struct event *e)
{
	(void)arg;
	for (int i = 0; i < BOTS; i++)
		bot_hear(bot[i], e);
}
static const struct market_sink sink = { NULL, hear };

static enum problem_code act(void *arg, const struct act *a, struct arena *to, struct act_answer *ret, struct problem *p)
{
	(void)arg;
	return market_act(market, a, &sink, to, ret, p);
}

static int setup(void **state)
{
	struct faults f;
	(void)state;
	arena_init(&mem, 0);
	faults_init(&f);
	world = scenario_read("worlds/first-harbour", true, &f);
	faults_fini(&f);
	if (!world)
		return -1;
	world->params.buyers_per_seat /= 8;
	world->params.pages_per_seat_day /= 8;
	market = market_create(&(struct market_config){ world, { 3, 0 } });
	for (int i = 0; i < BOTS; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		struct act_answer r;
		struct problem p;
		a.seat_create = (struct act_seat_create){ .seat = (uint64_t)i + 1, .capital_fen = 5000000 };
		if (act(NULL, &a, &mem, &r, &p))
			return -1;
		bot[i] = bot_create(world, (uint64_t)i + 1, (uint32_t)i, 3);
	}
	for (int h = 0; h < DAYS * 24; h++) {
		for (int i = 0; i < BOTS; i++)
			bot_step(bot[i], market_now_min(market), act, NULL);
		market_advance(market, market_now_min(market) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
	view = market_publish(market);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	market_view_drop(view);
	market_destroy(market);
	for (int i = 0; i < BOTS; i++)
		bot_destroy(bot[i]);
	world_destroy(world);
	arena_fini(&mem);
	text_thread_fini();
	return 0;
}

/* ---- asking ---- */

static struct ask question(const char *name, uint64_t seat)
{
	struct ask a = { .kind = ask_find(str_c(name)), .seat = seat };
	assert_int_not_equal(a.kind, ASK_NONE);
	return a;
}

/* Sets a field by name: text or code, number or id. */
static void *field(struct ask *a, const char *name)
{
	const struct field_desc *f = ask_desc[a->kind].fields;
	int i = 0;
	while (f[i].name && strcmp(f[i].name, name) != 0)
		i++;
	assert_non_null(f[i].name);
	a->given |= (uint64_t)1 << i;
	return ask_field(a, i);
}

static void text(struct ask *a, const char *name, const char *v)
{
	*(struct str *)field(a, name) = str_c(v);
}

static void number(struct ask *a, const char *name, int64_t v)
{
	*(int64_t *)field(a, name) = v;
}

static void id(struct ask *a, const char *name, uint64_t v)
{
	*(uint64_t *)field(a, name) = v;
}

static json_t *answer(const struct ask *a)
{
	struct buf b;
	struct jw j;
	struct problem p;
	json_error_t e;
	buf_init(&b, 64 << 20);
	jw_init(&j, &b);
	enum problem_code code = market_ask(view, a, &mem, &j, &p);
	if (code)
		fprintf(stderr, "%s: %s %s\n", ask_desc[a->kind].name, problem_name(code), p.field);
	assert_int_equal(code, PROBLEM_NONE);
	assert_int_equal(j.depth, 0);
	assert_true(str_utf8_ok(buf_span(&b)));
	if (getenv("COHONG_SHOW_ANSWERS"))
		fprintf(stderr, "%s %.*s\n", ask_desc[a->kind].name, STR_FMT(buf_span(&b)));
	json_t *v = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, &e);
	if (!v)
		fprintf(stderr, "%s: %s\n", ask_desc[a->kind].name, e.text);
	assert_non_null(v);
	buf_fini(&b);
	return v;
}

static void refused(const struct ask *a, enum problem_code wanted, const char *at)
{
	struct buf b;
	struct jw j;
	struct problem p;
	buf_init(&b, 1 << 20);
	jw_init(&j, &b);
	assert_int_equal(market_ask(view, a, &mem, &j, &p), wanted);
	assert_string_equal(p.field, at);
	assert_int_equal(b.n, 0);
	buf_fini(&b);
}

static int64_t amount(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	int64_t minor;
	assert_true(json_is_object(v));
	assert_true(money_parse(str_c(json_string_value(json_object_get(v, "amount"))), json_string_value(json_object_get(v, "currency")), &minor));
	return minor;
}

static const struct market *seen(void)
{
	return view_market(view);
}

static uint32_t offer_of_seat(uint64_t seat)
{
	const struct market *m = seen();
	uint32_t store = state_find(m, T_store, account_store_id(seat));
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (m->offer.store[o] == store)
			return o;
	fail();
	return 0;
}

/* ---- tests ---- */

static void test_describe(void **state)
{
	(void)state;
	struct ask a = question("world.describe", 1);
	json_t *v = answer(&a);
	assert_int_equal(json_array_size(json_object_get(v, "countries")), world->country.t.n);
	assert_int_equal(json_array_size(json_object_get(v, "categories")), world->category.t.n);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(v, "rules"), "by_hand_before_rules")), 5);
	assert_string_equal(json_string_value(json_object_get(json_object_get(v, "rules"), "payment_fee")), "1");
	json_decref(v);
}

static void test_goods(void **state)
{
	(void)state;
	struct ask a = question("sourcing.goods", 1);
	json_t *v = answer(&a);
	assert_int_equal(json_array_size(json_object_get(v, "goods")), world->good.t.n < 500 ? world->good.t.n : 500);
	json_decref(v);
	text(&a, "country", "DE");
	text(&a, "category", "kitchen");
	text(&a, "words", "BOARD");
	v = answer(&a);
	json_t *goods = json_object_get(v, "goods"), *g;
	size_t i;
	assert_true(json_array_size(goods) > 0 && json_array_size(goods) < world->good.t.n);
	json_array_foreach(goods, i, g)
	{
		struct ask one = question("sourcing.good", 1);
		text(&one, "good", json_string_value(json_object_get(g, "code")));
		text(&one, "country", "DE");
		json_t *sheet = answer(&one);
		assert_true(json_array_size(json_object_get(sheet, "features")) > 0);
		assert_true(json_array_size(json_object_get(sheet, "attributes")) > 0);
		assert_int_equal(json_object_size(json_object_get(sheet, "names")), TONGUE_MAX);
		json_decref(sheet);
	}
	json_decref(v);
	text(&a, "category", "nothing");
	refused(&a, PROBLEM_UNKNOWN_CODE, "category");
}

static void test_freight(void **state)
{
	(void)state;
	struct ask a = question("freight.quotes", 1);
	text(&a, "good", "kitchen_bamboo_board_3");
	refused(&a, PROBLEM_MISSING_FIELD, "country");
	text(&a, "country", "DE");
	json_t *v = answer(&a), *c;
	json_t *quotes = json_object_get(v, "quotes");
	size_t i;
	int64_t last = 0;
	bool refusing = false;
	assert_int_equal(json_array_size(quotes), world->channel.t.n);
	json_array_foreach(quotes, i, c)
	{
		bool r = !json_is_null(json_object_get(c, "refusal"));
		assert_true(r || !refusing);
		refusing = r;
		int64_t cost = amount(c, "freight") + amount(c, "duty");
		assert_true(r || cost >= last);
		last = cost;
	}
	json_decref(v);
}

/* The cheapest channel of goods to a country. */
static struct str channel_for(const char *good, const char *country)
{
	struct ask a = question("freight.quotes", 1);
	text(&a, "good", good);
	text(&a, "country", country);
	json_t *v = answer(&a), *first = json_array_get(json_object_get(v, "quotes"), 0);
	assert_true(json_is_null(json_object_get(first, "refusal")));
	struct str s = arena_str(&mem, str_c(json_string_value(json_object_get(first, "channel"))));
	json_decref(v);
	return s;
}

static void test_price(void **state)
{
	(void)state;
	const char *channel = channel_for("kitchen_bamboo_board_3", "DE").p;
	struct ask a = question("price.plan", 1);
	text(&a, "good", "kitchen_bamboo_board_3");
	text(&a, "country", "DE");
	text(&a, "channel", channel);
	json_t *v = answer(&a), *line;
	int64_t even = amount(v, "break_even"), sum = 0;
	size_t i;
	assert_int_equal(amount(v, "price"), even);
	assert_true(amount(v, "profit") >= 0);
	json_array_foreach(json_object_get(v, "lines"), i, line)
		sum += amount(line, "amount");
	assert_int_equal(sum, amount(v, "cost"));
	assert_int_equal(amount(v, "cost") + amount(v, "profit"), even);
	json_decref(v);
	number(&a, "price_minor", even - 1);
	v = answer(&a);
	assert_true(amount(v, "profit") < 0);
	json_decref(v);
	text(&a, "channel", "no_such");
	refused(&a, PROBLEM_UNKNOWN_CODE, "channel");
}

static void test_check(void **state)
{
	(void)state;
	struct ask a = question("listing.check", 1);
	text(&a, "language", "de");
	json_t *v = answer(&a);
	int64_t empty = json_integer_value(json_object_get(v, "score"));
	assert_true(json_array_size(json_object_get(v, "findings")) > 0);
	json_decref(v);
	text(&a, "good", "kitchen_bamboo_board_3");
	text(&a, "title", "Schneidebrett-Set aus Bambus, 3-teilig, mit Saftrille und Griffmulden");
	text(&a, "description", "Drei Bretter aus Bambus in drei Größen. Die Saftrille fängt auf, was beim Schneiden austritt.");
	number(&a, "pictures", 6);
	v = answer(&a);
	assert_true(json_integer_value(json_object_get(v, "score")) > empty);
	json_t *title = json_object_get(json_object_get(v, "counts"), "title");
	assert_true(json_integer_value(json_object_get(title, "characters")) < json_integer_value(json_object_get(title, "max_characters")));
	json_decref(v);
	text(&a, "language", "xx");
	refused(&a, PROBLEM_UNKNOWN_CODE, "language");
}

/* Codes are for machines: findings name the attribute, the marketplace and the language. */
static void test_check_names(void **state)
{
	(void)state;
	struct ask a = question("listing.check", 1);
	text(&a, "language", "de");
	text(&a, "category", "kitchen");
	text(&a, "title", "A board of bamboo with a groove for juice and handles on both sides");
	json_t *v = answer(&a), *f;
	size_t i;
	int required = 0, language = 0;
	json_array_foreach(json_object_get(v, "findings"), i, f)
	{
		const char *code = json_string_value(json_object_get(f, "code")), *field = json_string_value(json_object_get(f, "field"));
		const char *en = json_string_value(json_object_get(json_object_get(f, "text"), "en"));
		if (!strcmp(code, "attribute.required") && !strcmp(field, "attributes.material")) {
			assert_string_equal(en, "The category requires Material.");
			required++;
		}
		if (!strcmp(code, "words.language")) {
			assert_non_null(strstr(en, "German"));
			language++;
		}
	}
	assert_int_equal(required, 1);
	assert_int_equal(language, 1);
	json_decref(v);
}

static void test_why(void **state)
{
	(void)state;
	const struct market *m = seen();
	uint32_t o = offer_of_seat(1), l = m->offer.listing[o];
	const char *country = arena_cstr(&mem, world_str(world, world->country.code[m->offer.country[o]]));
	struct ask a = question("listing.why", 1);
	id(&a, "listing", m->listing.id[l]);
	text(&a, "country", country);
	number(&a, "days", 90);
	json_t *v = answer(&a), *funnel = json_object_get(v, "funnel");
	int64_t pages = 0, clicks = 0, shown = 0;
	for (uint32_t d = 0; d < m->daily.t.n; d++)
		if (m->daily.offer[d] == o) {
			pages += m->daily.pages[d];
			clicks += m->daily.clicks[d];
			shown += m->daily.shown[d];
		}
	assert_int_equal(json_integer_value(json_object_get(funnel, "pages")), pages);
	assert_int_equal(json_integer_value(json_object_get(funnel, "clicks")), clicks);
	assert_int_equal(json_integer_value(json_object_get(funnel, "shown")), shown);
	assert_true(pages > 0);
	json_decref(v);
	/* nobody else's, but the teacher's */
	a.seat = 2;
	refused(&a, PROBLEM_NO_SUCH_ID, "listing");
	a.seat = 0;
	json_decref(answer(&a));
	/* all offers answer, also in countries where there is none */
	for (uint64_t seat = 1; seat <= BOTS; seat++)
		for (uint32_t k = 0; k < m->listing.t.n; k++) {
			if (m->listing.store[k] != state_find(m, T_store, account_store_id(seat)))
				continue;
			for (uint32_t c = 0; c < world->country.t.n; c++) {
				struct ask b = question("listing.why", seat);
				id(&b, "listing", m->listing.id[k]);
				text(&b, "country", arena_cstr(&mem, world_str(world, world->country.code[c])));
				json_decref(answer(&b));
			}
		}
}

static void test_home(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < world->country.t.n; c++) {
		struct ask a = question("mall.home", 0);
		text(&a, "country", arena_cstr(&mem, world_str(world, world->country.code[c])));
		json_t *v = answer(&a);
		assert_true(json_array_size(json_object_get(v, "best")) > 0);
		json_decref(v);
	}
}

/* The page of a phrase is the one that buyers see. */
/* Listings that are advertised in the country, each at a place of its own; how many. */
static int are_ads_of(const struct market *m, uint32_t country, const json_t *cards)
{
	int64_t before = -1;
	size_t at;
	json_t *card;
	json_array_foreach(cards, at, card)
	{
		int64_t position = json_integer_value(json_object_get(card, "position"));
		uint64_t listing = 0;
		bool advertised = false;
		assert_true(position > before && ad_place_at((int)position) >= 0);
		assert_true(id_parse(str_c(json_string_value(json_object_get(card, "listing"))), &listing));
		for (uint32_t d = 0; d < m->ad.t.n; d++)
			advertised |= m->listing.id[m->ad.listing[d]] == listing && m->campaign.country[m->ad.campaign[d]] == country && m->ad.state[d] == AD_ON;
		assert_true(advertised);
		before = position;
	}
	return (int)json_array_size(cards);
}

static void test_search_as_buyers(void **state)
{
	(void)state;
	int sponsored = 0;
	const struct market *m = seen();
	uint32_t de = world_find(world, W_country, STR("DE")), n = 0;
	struct place place[PAGE_PLACES];
	for (uint32_t i = world->query_of_country_at[de]; i < world->query_of_country_at[de + 1] && n < 20; i += 17, n++) {
		uint32_t y = world->query_of_country[i];
		uint64_t *t;
		uint32_t nt;
		struct ask a = question("mall.search", 2);
		text(&a, "country", "DE");
		text(&a, "words", arena_cstr(&mem, world_str(world, world->query.words[y])));
		text_tokens(TONGUE_DE, world_str(world, world->query.words[y]), &mem, &t, &nt);
		*(struct tokens *)field(&a, "tokens") = (struct tokens){ t, nt };
		json_t *v = answer(&a), *cards = json_object_get(v, "cards"), *card;
		assert_true(json_is_object(json_object_get(v, "query")));
		/* another phrase may have the same words; then its page is as right */
		uint32_t shown = ROW_NONE;
		for (uint32_t k = world->query_of_country_at[de]; k < world->query_of_country_at[de + 1]; k++)
			if (str_eq(world_str(world, world->query.words[world->query_of_country[k]]), str_c(json_string_value(json_object_get(json_object_get(v, "query"), "words")))))
				shown = world->query_of_country[k];
		assert_int_not_equal(shown, ROW_NONE);
		int found = search_page(m, de, shown, m->meta.ranked_day[0], place, PAGE_PLACES);
		assert_int_equal(json_integer_value(json_object_get(v, "n")), found);
		size_t at;
		json_array_foreach(cards, at, card)
		{
			char wanted[ID_TEXT_MAX];
			id_format(m->listing.id[m->offer.listing[place[at].offer]], wanted);
			assert_string_equal(json_string_value(json_object_get(card, "listing")), wanted);
		}
		sponsored += are_ads_of(m, de, json_object_get(v, "sponsored"));
		json_decref(v);
	}
	assert_true(sponsored > 5);
}

static void test_search_filters(void **state)
{
	(void)state;
	struct ask a = question("mall.search", 1);
	text(&a, "country", "US");
	json_t *v = answer(&a);
	int64_t all = json_integer_value(json_object_get(v, "n"));
	assert_int_equal(json_array_size(json_object_get(v, "cards")), all < 48 ? all : 48);
	json_decref(v);
	static const char *const sorts[] = { "price", "price_desc", "rating", "sales", "new", "relevance" };
	for (int i = 0; i < 6; i++) {
		text(&a, "sort", sorts[i]);
		v = answer(&a);
		json_t *cards = json_object_get(v, "cards");
		assert_int_equal(json_integer_value(json_object_get(v, "n")), all);
		for (size_t k = 1; i < 2 && k < json_array_size(cards); k++) {
			int64_t x = amount(json_array_get(cards, k - 1), "price"), y = amount(json_array_get(cards, k), "price");
			assert_true(i ? x >= y : x <= y);
		}
		json_decref(v);
	}
	text(&a, "category", "kitchen");
	number(&a, "price_from_minor", 1000);
	number(&a, "price_to_minor", 3000);
	number(&a, "stars_from", 4);
	number(&a, "page", 2);
	v = answer(&a);
	assert_true(json_integer_value(json_object_get(v, "n")) < all);
	assert_int_equal(json_integer_value(json_object_get(v, "page")), 2);
	json_decref(v);
	text(&a, "sort", "magic");
	refused(&a, PROBLEM_BAD_VALUE, "sort");
}

static void test_product(void **state)
{
	(void)state;
	const struct market *m = seen();
	uint32_t shown = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o += 7) {
		if (search_blocked(m, o))
			continue;
		struct ask a = question("mall.product", 1);
		text(&a, "country", arena_cstr(&mem, world_str(world, world->country.code[m->offer.country[o]])));
		id(&a, "listing", m->listing.id[m->offer.listing[o]]);
		json_t *v = answer(&a), *count = json_object_get(v, "stars_count"), *one;
		int64_t n = 0;
		size_t i;
		json_array_foreach(count, i, one)
		{
			assert_true(json_integer_value(one) >= 0);
			n += json_integer_value(one);
		}
		assert_int_equal(n, json_integer_value(json_object_get(v, "reviews")));
		assert_true(json_string_length(json_object_get(v, "title")) > 0);
		assert_true(json_string_length(json_object_get(v, "gloss_zh")) > 0);
		json_decref(v);
		struct ask s = question("mall.store", 1);
		text(&s, "country", arena_cstr(&mem, world_str(world, world->country.code[m->offer.country[o]])));
		id(&s, "store", m->store.id[m->offer.store[o]]);
		v = answer(&s);
		assert_true(json_integer_value(json_object_get(v, "n")) > 0);
		json_decref(v);
		shown++;
	}
	assert_true(shown > 10);
	struct ask a = question("mall.product", 1);
	text(&a, "country", "DE");
	id(&a, "listing", 12345);
	refused(&a, PROBLEM_UNKNOWN_CODE, "listing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_describe),
		cmocka_unit_test(test_goods),
		cmocka_unit_test(test_freight),
		cmocka_unit_test(test_price),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_check_names),
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_home),
		cmocka_unit_test(test_search_as_buyers),
		cmocka_unit_test(test_search_filters),
		cmocka_unit_test(test_product),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
