#include "market/listing/listing.h"
#include "market/core/state.h"
#include "tests/cmocka.h"
#include <string.h>

/* Acts on a market of one store that sells in the United States and Germany; a post channel with prepaid duties to the US, an unpaid one to Germany. */
enum { SEAT = 77 };
static struct world *w;
static struct market *m;
static struct arena mem;
static struct problem problem;
static struct act_answer answer;
static struct event events[64];
static int n_events;
static uint32_t us, de, kitchen, board, oil;

static struct text_ref text(const char *s)
{
	return set_text(&w->set, str_c(s));
}

static uint32_t add_currency(const char *code, int64_t cny_micro)
{
	uint32_t c = set_add(&w->set, W_currency);
	w->currency.code[c] = text(code);
	w->currency.cny_micro[c] = cny_micro;
	return c;
}

static uint32_t add_country(const char *code, uint32_t currency, enum tongue t)
{
	uint32_t c = set_add(&w->set, W_country);
	w->country.code[c] = text(code);
	w->country.currency[c] = currency;
	w->country.tongue[c] = (uint8_t)t;
	return c;
}

static void add_tax(uint32_t country, enum tax_kind kind, int64_t rate_ppm, int64_t amount_minor, int64_t limit_minor)
{
	uint32_t t = set_add(&w->set, W_tax);
	w->tax.country[t] = country;
	w->tax.kind[t] = (uint8_t)kind;
	w->tax.rate_ppm[t] = rate_ppm;
	w->tax.amount_minor[t] = amount_minor;
	w->tax.limit_minor[t] = limit_minor;
	w->tax.currency[t] = w->country.currency[country];
}

static uint32_t add_good(const char *code, int64_t cost_fen, uint32_t liquid_ml, const char *en, const char *de_name)
{
	uint32_t g = set_add(&w->set, W_good);
	w->good.code[g] = text(code);
	w->good.category[g] = kitchen;
	w->good.kind[g] = 0;
	w->good.cost_fen[g] = cost_fen;
	w->good.weight_g[g] = 500;
	w->good.length_mm[g] = w->good.width_mm[g] = w->good.height_mm[g] = 100;
	w->good.hs[g] = 441911;
	w->good.liquid_ml[g] = liquid_ml;
	w->good.quality[g] = 50;
	w->good.p_ref_usd[g] = 2990;
	w->good.name[g].in[TONGUE_EN] = text(en);
	w->good.name[g].in[TONGUE_DE] = text(de_name);
	return g;
}

static void add_channel(const char *code, uint32_t country, uint8_t ddp)
{
	uint32_t ch = ROW_NONE;
	for (uint32_t i = 0; i < w->channel.t.n; i++)
		if (str_eq(world_str(w, w->channel.code[i]), str_c(code)))
			ch = i;
	if (ch == ROW_NONE) {
		ch = set_add(&w->set, W_channel);
		w->channel.code[ch] = text(code);
		w->channel.max_g[ch] = 2000;
	}
	uint32_t r = set_add(&w->set, W_rate);
	w->rate.channel[r] = ch;
	w->rate.country[r] = country;
	w->rate.per_kg_fen[r] = 6000;
	w->rate.per_item_fen[r] = 1000;
	w->rate.days_min[r] = 8;
	w->rate.days_max[r] = 18;
	w->rate.ddp[r] = ddp;
}

static void build_world(void)
{
	w = world_create();
	add_currency("CNY", 1000000);
	uint32_t usd = add_currency("USD", 7000000), eur = add_currency("EUR", 8000000);
	us = add_country("US", usd, TONGUE_EN);
	de = add_country("DE", eur, TONGUE_DE);
	add_tax(us, TAX_SALES_ON_TOP, 70000, 0, 0);
	add_tax(us, TAX_DUTY_PERCENT, 100000, 0, 0);
	add_tax(de, TAX_VAT_INSIDE, 190000, 0, 15000);
	add_tax(de, TAX_DUTY_PER_ITEM, 0, 300, 15000);
	kitchen = set_add(&w->set, W_category);
	w->category.code[kitchen] = text("kitchen");
	w->category.floor_usd[kitchen] = 300;
	w->category.referral_ppm[kitchen] = 150000;
	w->category.referral_min_usd[kitchen] = 30;
	uint32_t toys = set_add(&w->set, W_category);
	w->category.code[toys] = text("toys");
	uint32_t a = set_add(&w->set, W_attribute), v = set_add(&w->set, W_value);
	w->attribute.category[a] = kitchen;
	w->attribute.code[a] = text("material");
	w->attribute.required[a] = 1;
	w->value.attribute[v] = a;
	w->value.code[v] = text("bamboo");
	uint32_t kind = set_add(&w->set, W_kind);
	w->kind.code[kind] = text("board");
	board = add_good("board", 3500, 0, "Bamboo Cutting Board", "Schneidebrett aus Bambus");
	oil = add_good("oil", 3500, 100, "Board Oil", "Holzöl");
	uint64_t fact = WANT_VALUE(v);
	w->good.facts[board] = set_list(&w->set, &fact, 1);
	add_channel("packet", us, 1);
	add_channel("packet", de, 0);
	w->start_min = (int64_t)1764547200 / 60 / 60 * 60;
	w->params.seats_min = 0;
	w->params.rival_listings_per_seat = 0;
	world_finish(w);
}

static void on_event(void *arg, const struct event *e)
{
	(void)arg;
	if (n_events < 64)
		events[n_events++] = *e;
}

static enum problem_code apply(const struct act *a)
{
	static const struct market_sink sink = { NULL, on_event };
	n_events = 0;
	memset(&answer, 0, sizeof answer);
	memset(&problem, 0, sizeof problem);
	return market_act(m, a, &sink, &mem, &answer, &problem);
}

static int setup(void **state)
{
	arena_init(&mem, 0);
	build_world();
	struct market_config c = { w, { 1, 2 } };
	m = market_create(&c);
	struct act a = { .kind = ACT_SEAT_CREATE, .given = 1 | 4 };
	a.seat_create.seat = SEAT;
	a.seat_create.capital_fen = 5000000;
	assert_int_equal(apply(&a), PROBLEM_NONE);
	/* a store as if approved: the registration has its own tests */
	uint32_t s = state_add(m, T_store, 1234), seat = state_find(m, T_seat, SEAT);
	m->seat.store[seat] = s;
	m->store.seat[s] = seat;
	m->store.state[s] = STORE_ACTIVE;
	m->store.name[s] = set_text(&m->set, STR("Tidebrook Store"));
	m->store.countries[s] = 1u << us | 1u << de;
	return 0;
}

static int teardown(void **state)
{
	market_destroy(m);
	world_destroy(w);
	arena_fini(&mem);
	return 0;
}

/* ---- acts, as a form would send them ---- */

static struct str pair_key[2], pair_value[2];

static struct act save(uint64_t listing, const char *good, const char *sku, const char *material)
{
	struct act a = { .kind = ACT_LISTING_SAVE, .seat = SEAT, .given = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 };
	struct act_listing_save *x = &a.listing_save;
	if (listing)
		a.given |= 1;
	pair_key[0] = STR("material");
	pair_value[0] = str_c(material);
	x->listing = listing;
	x->good = str_c(good);
	x->category = STR("kitchen");
	x->sku = str_c(sku);
	x->brand = STR("Tidebrook");
	x->attributes = (struct pairs){ pair_key, pair_value, 1 };
	x->pictures = 6;
	return a;
}

static struct act words(uint64_t listing, const char *language, const char *title)
{
	static uint64_t tokens[3] = { 11, 12, 13 };
	struct act a = { .kind = ACT_LISTING_WORDS, .seat = SEAT, .given = 0x7 | 1 << 5 | 7 << 6 };
	struct act_listing_words *x = &a.listing_words;
	x->listing = listing;
	x->language = str_c(language);
	x->title = str_c(title);
	x->terms = STR("chopping block");
	x->tokens_title = x->tokens_body = x->tokens_terms = (struct tokens){ tokens, 3 };
	return a;
}

static struct act offer(uint64_t listing, const char *country, int64_t price_minor)
{
	struct act a = { .kind = ACT_OFFER_SET, .seat = SEAT, .given = 0x7 | 1 << 4 };
	struct act_offer_set *x = &a.offer_set;
	x->listing = listing;
	x->country = str_c(country);
	x->price_minor = price_minor;
	x->channel = STR("packet");
	return a;
}

static struct act on_listing(enum act_kind kind, uint64_t listing)
{
	struct act a = { .kind = kind, .seat = SEAT, .given = 1 };
	a.listing_publish.listing = listing;
	return a;
}

static uint64_t make_draft(void)
{
	struct act a = save(0, "board", "TB-1", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	return answer.id;
}

static uint64_t make_published(void)
{
	uint64_t l = make_draft();
	struct act a = words(l, "en", "Tidebrook Bamboo Cutting Board for the Kitchen");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	a = offer(l, "US", 2999);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	a = on_listing(ACT_LISTING_PUBLISH, l);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	return l;
}

static bool has(uint64_t bits, enum finding f)
{
	return bits & finding_bit(f);
}

/* ---- tests ---- */

static void test_save(void **state)
{
	uint64_t l = make_draft();
	uint32_t row = state_find(m, T_listing, l);
	assert_int_equal(m->listing.state[row], LISTING_DRAFT);
	assert_int_equal(m->listing.handling_days[row], 1);
	assert_int_equal(m->listing.claims[row].n, 1);
	assert_true(str_eq(state_str(m, m->listing.attributes[row]), STR("material=bamboo")));
	assert_true(has(answer.findings, FINDING_WORDS_NONE) && has(answer.findings, FINDING_OFFER_NONE));
	/* one listing for each good, one SKU for each listing */
	struct act a = save(0, "board", "TB-2", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_LISTING_EXISTS);
	a = save(0, "oil", "tb-1", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_LISTING_SKU_TAKEN);
	assert_string_equal(problem.arg[0], "tb-1");
	a = save(l, "oil", "TB-1", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_LISTING_GOOD);
	a = save(0, "nothing", "TB-3", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_UNKNOWN_CODE);
	a = save(99, "board", "TB-1", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_NO_SUCH_ID);
	assert_int_equal(m->listing.t.n, 1);
	/* what is not given stays; the category may change */
	a = save(l, "board", "TB-9", "bamboo");
	a.given &= ~(uint64_t)(1 << 4 | 1 << 5 | 1 << 6);
	a.listing_save.category = STR("toys");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_true(str_eq(state_str(m, m->listing.brand[row]), STR("Tidebrook")));
	assert_int_equal(m->listing.pictures[row], 6);
	assert_true(has(answer.findings, FINDING_CATEGORY_WRONG));
	assert_int_equal(m->listing.claims[row].n, 0);
}

static void test_words(void **state)
{
	uint64_t l = make_draft();
	struct act a = words(l, "fr", "Planche");
	assert_int_equal(apply(&a), PROBLEM_LISTING_TONGUE);
	assert_string_equal(problem.arg[1], "en, de");
	a = words(l, "en", "  Tidebrook Bamboo Cutting Board  ");
	struct str lines[] = { STR("One line\nof two"), STR("Another") };
	a.given |= 1 << 3;
	a.listing_words.bullets = (struct strs){ lines, 2 };
	assert_int_equal(apply(&a), PROBLEM_NONE);
	uint32_t row = listing_words_in(m, state_find(m, T_listing, l), TONGUE_EN);
	assert_true(str_eq(state_str(m, m->words.title[row]), STR("Tidebrook Bamboo Cutting Board")));
	assert_true(str_eq(state_str(m, m->words.bullets[row]), STR("One line of two\nAnother")));
	assert_int_equal(m->words.tokens_terms[row].n, 3);
	assert_true(has(m->words.findings[row], FINDING_BULLETS_FEW));
	/* terms over the limit are not indexed */
	static char terms[251];
	memset(terms, 'a', 250);
	a.listing_words.terms = str_c(terms);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_true(has(answer.findings, FINDING_TERMS_BYTES));
	assert_int_equal(m->words.tokens_terms[row].n, 0);
	assert_int_equal(m->words.t.n, 1);
}

static void test_unit_cost(void **state)
{
	/* 35 CNY of goods = 5.00 USD; 0.5 kg at 60 a kilo and 10 an item = 40 CNY = 5.71 USD; duty of 10 % on 29.99 = 3.00 paid by the seller */
	struct unit_ask ask = { board, kitchen, us, 0, 2999, 0, 3500, 20423, 7000000, 7000000 };
	struct unit_cost c;
	listing_unit_cost(w, &ask, &c);
	assert_int_equal(c.refusal, FREIGHT_OK);
	assert_int_equal(c.goods_minor, 500);
	assert_int_equal(c.freight_minor, 571);
	assert_int_equal(c.duty_minor, 300);
	assert_int_equal(c.landed_cost_minor, 1371);
	assert_int_equal(c.tax_on_top_minor, 210);
	assert_int_equal(c.referral_minor, 450);
	assert_int_equal(c.payment_minor, 32);
	assert_int_equal(c.fx_minor, 13);
	assert_int_equal(c.import_minor, 0);
	assert_int_equal(c.buyer_minor, 3209);
	assert_int_equal(c.profit_minor, 2999 - 450 - 32 - 13 - 1371);
	/* in Germany tax is inside, three euros are due at the door */
	ask.country = de;
	ask.fx_micro = 8000000;
	listing_unit_cost(w, &ask, &c);
	assert_int_equal(c.tax_inside_minor, 479);
	assert_int_equal(c.referral_minor, 450);
	assert_int_equal(c.duty_minor, 0);
	assert_int_equal(c.import_minor, 300);
	assert_int_equal(c.buyer_minor, 3299);
	/* the least price that loses nothing, to the cent */
	for (ask.country = us; ask.country <= de; ask.country++)
		for (ask.ship_minor = 0; ask.ship_minor <= 900; ask.ship_minor += 300) {
			ask.price_minor = listing_break_even_minor(w, &ask);
			listing_unit_cost(w, &ask, &c);
			assert_true(c.profit_minor >= 0);
			ask.price_minor--;
			listing_unit_cost(w, &ask, &c);
			assert_true(c.profit_minor < 0);
		}
	/* the minimum fee; stock in the country */
	ask = (struct unit_ask){ board, kitchen, us, ROW_NONE, 100, 0, 3500, 20423, 7000000, 7000000 };
	listing_unit_cost(w, &ask, &c);
	assert_int_equal(c.referral_minor, 30);
	assert_int_equal(c.freight_minor + c.duty_minor + c.import_minor, 0);
	w->category.referral_ppm[kitchen] = 1000000;
	assert_int_equal(listing_break_even_minor(w, &ask), UNIT_PRICE_MAX);
}

static void test_offer(void **state)
{
	uint64_t l = make_draft();
	struct act a = offer(l, "US", 999);
	assert_int_equal(apply(&a), PROBLEM_OFFER_BELOW_COST);
	assert_string_equal(problem.arg[0], "9.99");
	assert_string_equal(problem.arg[2], "USD");
	assert_int_equal(m->offer.t.n, 0);
	a.given |= 1 << 7;
	a.offer_set.below_cost = 1;
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_true(has(answer.findings, FINDING_PRICE_BELOW_COST));
	uint32_t o = listing_offer(m, state_find(m, T_listing, l), us);
	assert_int_equal(m->offer.promise_days[o], 8 + 8 + 1); /* the day by which most have arrived, a day of handling */
	/* the handling time moves the usual promise, not the seller's own */
	struct act s = save(l, "board", "TB-1", "bamboo");
	s.given |= 1 << 8;
	s.listing_save.handling_days = 3;
	assert_int_equal(apply(&s), PROBLEM_NONE);
	assert_int_equal(m->offer.promise_days[o], 8 + 8 + 3);
	/* below the floor it is confirmed and yet suppressed */
	a.offer_set.price_minor = 299;
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_true(has(m->offer.findings[o], FINDING_PRICE_FLOOR));
	assert_int_equal(m->offer.state[o], OFFER_SUPPRESSED);
	/* off needs no price that makes sense, and stays off until it is put on */
	a = offer(l, "US", 100);
	a.given |= 1 << 6;
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->offer.state[o], OFFER_OFF);
	a = offer(l, "US", 2999);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->offer.state[o], OFFER_OFF);
	m->store.countries[0] = 1u << us;
	a = offer(l, "DE", 2999);
	assert_int_equal(apply(&a), PROBLEM_STORE_MARKET_CLOSED);
	a = offer(l, "XX", 2999);
	assert_int_equal(apply(&a), PROBLEM_UNKNOWN_CODE);
	a = save(0, "oil", "TB-2", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	a = offer(answer.id, "US", 2999);
	assert_int_equal(apply(&a), PROBLEM_CHANNEL_LIQUID);
}

static void test_publish(void **state)
{
	uint64_t l = make_draft();
	uint32_t row = state_find(m, T_listing, l);
	struct act publish = on_listing(ACT_LISTING_PUBLISH, l), pause = on_listing(ACT_LISTING_PAUSE, l);
	assert_int_equal(apply(&publish), PROBLEM_LISTING_NO_WORDS);
	assert_int_equal(apply(&pause), PROBLEM_LISTING_SENT_BACK);
	struct act a = words(l, "en", "Tidebrook Bamboo Cutting Board for the Kitchen");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(apply(&publish), PROBLEM_LISTING_NO_OFFER);
	a = offer(l, "US", 2999);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	m->store.state[0] = STORE_APPLIED;
	assert_int_equal(apply(&publish), PROBLEM_STORE_NOT_ACTIVE);
	m->store.state[0] = STORE_ACTIVE;
	assert_int_equal(apply(&publish), PROBLEM_NONE);
	assert_int_equal(m->listing.state[row], LISTING_ACTIVE);
	assert_int_equal(n_events, 1);
	assert_int_equal(events[0].kind, EVENT_LISTING_ACTIVE);
	assert_int_equal(m->listing.published_min[row], now_min(m));
	uint32_t o = listing_offer(m, row, us);
	assert_int_equal(m->offer.state[o], OFFER_ACTIVE);
	assert_int_equal(m->offer.start_price_minor[o], 2999);
	assert_int_equal(listing_landed_minor(m, o), 3209);
	/* an offer whose buyers read another language is suppressed alone */
	a = offer(l, "DE", 2999);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->listing.state[row], LISTING_ACTIVE);
	uint32_t german = listing_offer(m, row, de);
	assert_int_equal(m->offer.state[german], OFFER_SUPPRESSED);
	assert_true(has(m->offer.findings[german], FINDING_WORDS_MISSING));
	a = words(l, "de", "Tidebrook Schneidebrett aus Bambus, mit Griff");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->offer.state[german], OFFER_ACTIVE);
	assert_int_equal(listing_landed_minor(m, german), 3299);
	/* a forbidden title takes the English offer away, a false category everything */
	a = words(l, "en", "Tidebrook Bamboo Cutting Board Free Shipping!");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->offer.state[o], OFFER_SUPPRESSED);
	assert_int_equal(m->listing.state[row], LISTING_ACTIVE);
	assert_int_equal(n_events, 0);
	a = save(l, "board", "TB-1", "gold");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->listing.state[row], LISTING_SUPPRESSED);
	assert_int_equal(events[0].kind, EVENT_LISTING_SUPPRESSED);
	assert_true(has((uint64_t)events[0].a, FINDING_ATTRIBUTE_REQUIRED));
	a = save(l, "board", "TB-1", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(events[0].kind, EVENT_LISTING_ACTIVE);
	assert_int_equal(apply(&pause), PROBLEM_NONE);
	assert_int_equal(m->listing.state[row], LISTING_PAUSED);
}

static void test_publish_bad(void **state)
{
	uint64_t l = make_draft();
	struct act a = words(l, "en", "Tidebrook Bamboo Cutting Board Free Shipping");
	assert_int_equal(apply(&a), PROBLEM_NONE);
	a = offer(l, "US", 2999);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	a = on_listing(ACT_LISTING_PUBLISH, l);
	assert_int_equal(apply(&a), PROBLEM_NONE);
	assert_int_equal(m->listing.state[0], LISTING_SUPPRESSED);
	assert_int_equal(n_events, 1);
	assert_int_equal(events[0].kind, EVENT_LISTING_SUPPRESSED);
	assert_true(has(answer.findings, FINDING_TITLE_PROMOTION));
	assert_int_equal(m->listing.published_min[0], 0);
}

static void test_delete(void **state)
{
	uint64_t l = make_published();
	struct act gone = on_listing(ACT_LISTING_DELETE, l), a = save(l, "board", "TB-1", "bamboo");
	assert_int_equal(apply(&gone), PROBLEM_NONE);
	assert_int_equal(m->listing.state[0], LISTING_DELETED);
	assert_int_equal(m->offer.state[0], OFFER_OFF);
	assert_int_equal(apply(&gone), PROBLEM_LISTING_DELETED);
	assert_int_equal(apply(&a), PROBLEM_LISTING_DELETED);
	/* the goods and the SKU are free again */
	assert_int_not_equal(make_published(), l);
	assert_int_equal(m->listing.state[1], LISTING_ACTIVE);
}

static void test_same_digest(void **state)
{
	uint64_t l = make_published(), before[2], after[2];
	market_digest(m, before);
	struct act a = offer(l, "US", 100);
	assert_int_equal(apply(&a), PROBLEM_OFFER_BELOW_COST);
	a = save(l, "oil", "TB-1", "bamboo");
	assert_int_equal(apply(&a), PROBLEM_LISTING_GOOD);
	market_digest(m, after);
	assert_memory_equal(before, after, sizeof before); /* refused whole */
	struct buf b;
	struct market *copy = NULL;
	buf_init(&b, 1 << 24);
	market_save(m, &b);
	assert_int_equal(market_load(buf_span(&b), w, &copy, &problem), PROBLEM_NONE);
	listing_refresh(copy, 0); /* finds what it found before */
	market_digest(copy, after);
	assert_memory_equal(before, after, sizeof before);
	market_destroy(copy);
	buf_fini(&b);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_save),
		TEST(test_words),
		TEST(test_unit_cost),
		TEST(test_offer),
		TEST(test_publish),
		TEST(test_publish_bad),
		TEST(test_delete),
		TEST(test_same_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
