#include "market/listing/check.h"
#include "tests/cmocka.h"
#include <string.h>

/* A small world: two categories, cutting boards, Germany, the United States and Japan. */
static struct world *w;
static uint32_t us, de, jp, kitchen, toys, board, color, material, size;

static struct text_ref text(const char *s)
{
	return set_text(&w->set, str_c(s));
}

static uint32_t add_country(const char *code, uint32_t currency, enum tongue t)
{
	uint32_t c = set_add(&w->set, W_country);
	w->country.code[c] = text(code);
	w->country.currency[c] = currency;
	w->country.tongue[c] = (uint8_t)t;
	return c;
}

static uint32_t add_currency(const char *code, int64_t cny_micro)
{
	uint32_t c = set_add(&w->set, W_currency);
	w->currency.code[c] = text(code);
	w->currency.cny_micro[c] = cny_micro;
	return c;
}

static uint32_t add_attribute(uint32_t category, const char *code, uint8_t type, bool required)
{
	uint32_t a = set_add(&w->set, W_attribute);
	w->attribute.category[a] = category;
	w->attribute.code[a] = text(code);
	w->attribute.type[a] = type;
	w->attribute.required[a] = required;
	return a;
}

static uint32_t add_value(uint32_t attribute, const char *code, const char *de_name)
{
	uint32_t v = set_add(&w->set, W_value);
	w->value.attribute[v] = attribute;
	w->value.code[v] = text(code);
	w->value.name[v].in[TONGUE_DE] = text(de_name);
	return v;
}

static int setup(void **state)
{
	(void)state;
	w = world_create();
	add_currency("CNY", 1000000);
	uint32_t usd = add_currency("USD", 7000000), eur = add_currency("EUR", 8000000), jpy = add_currency("JPY", 50000);
	us = add_country("US", usd, TONGUE_EN);
	de = add_country("DE", eur, TONGUE_DE);
	jp = add_country("JP", jpy, TONGUE_JA);
	kitchen = set_add(&w->set, W_category);
	w->category.code[kitchen] = text("kitchen");
	w->category.floor_usd[kitchen] = 400;
	toys = set_add(&w->set, W_category);
	w->category.code[toys] = text("toys");
	color = add_attribute(kitchen, "color", 0, true);
	material = add_attribute(kitchen, "material", 0, true);
	size = add_attribute(kitchen, "set_size", 1, true);
	w->attribute.unit[size] = text("pcs");
	add_attribute(kitchen, "dimensions", 2, false);
	uint32_t natural = add_value(color, "natural", "Natur"), bamboo = add_value(material, "bamboo", "Bambus");
	add_value(material, "steel", "Edelstahl");
	uint32_t kind = set_add(&w->set, W_kind);
	w->kind.category[kind] = kitchen;
	w->kind.code[kind] = text("cutting_board");
	board = set_add(&w->set, W_good);
	w->good.code[board] = text("board");
	w->good.category[board] = kitchen;
	w->good.kind[board] = kind;
	w->good.p_ref_usd[board] = 2990;
	w->good.name[board].in[TONGUE_EN] = text("Bamboo Cutting Board Set of 3");
	w->good.name[board].in[TONGUE_DE] = text("Schneidebrett-Set aus Bambus, 3-teilig");
	w->good.name[board].in[TONGUE_JA] = text("竹製まな板 3枚セット");
	uint64_t facts[] = { WANT_VALUE(natural), WANT_VALUE(bamboo), WANT_NUMBER(size, 3000) };
	w->good.facts[board] = set_list(&w->set, facts, 3);
	uint32_t rival = set_add(&w->set, W_rival);
	w->rival.code[rival] = text("kelmora");
	w->rival.brand[rival] = text("Kelmora");
	uint32_t query = set_add(&w->set, W_query);
	w->query.tongue[query] = TONGUE_EN;
	w->query.kind[query] = kind;
	w->query.words[query] = text("chopping block wood");
	world_finish(w);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	world_destroy(w);
	return 0;
}

static const struct draft_words good_en = {
	.tongue = TONGUE_EN,
	.title = STR("Tidebrook Bamboo Cutting Board Set of 3 with Juice Groove, Side Handles"),
	.bullets = { STR("Deep groove keeps the juice of meat and fruit off the worktop"), STR("Three sizes for bread, vegetables and roasts"),
		STR("Side handles make the large board easy to carry to the table"), STR("Bamboo is kind to knives and wipes clean"),
		STR("A hole in each board lets you hang it up to dry") },
	.n_bullets = 5,
	.description =
		STR("A set of three boards from bamboo for daily cooking. The large board measures 38 x 28 cm and has a groove. Wash by hand and let "
		    "it dry standing. In the box: three boards and a card with hints for care."),
	.terms = STR("chopping block wooden serving tray carving meat"),
};
static const struct draft_words good_de = {
	.tongue = TONGUE_DE,
	.title = STR("Tidebrook Schneidebrett-Set aus Bambus, 3-teilig, mit Saftrille"),
	.bullets = { STR("Tiefe Rille hält den Saft von Fleisch und Obst auf dem Brett"), STR("Drei Größen für Brot, Gemüse und Braten"),
		STR("Griffe an den Seiten machen das große Brett leicht zu tragen"), STR("Bambus schont die Klingen und ist mit einem Tuch sauber"),
		STR("Ein Loch in jedem Brett, damit es zum Trocknen hängen kann") },
	.n_bullets = 5,
	.description = STR(
		"Ein Satz von drei Brettern aus Bambus für die tägliche Küche. Das große Brett misst 38 x 28 cm und hat eine Rille. Bitte von Hand "
		"waschen und stehend trocknen lassen."),
	.terms = STR("küchenbrett holzbrett servierbrett tranchierbrett"),
};
static const struct draft_words good_ja = {
	.tongue = TONGUE_JA,
	.title = STR("Tidebrook 竹製まな板 3枚セット 溝付き 持ち手付き"),
	.bullets = { STR("深い溝が肉や果物の汁をしっかり受け止めます"), STR("パン、野菜、肉に使い分けできる三つのサイズ"),
		STR("側面の持ち手で食卓までそのまま運べます"), STR("竹は刃にやさしく、さっと拭くだけで清潔に保てます"),
		STR("穴付きなので吊るして乾かすことができます") },
	.n_bullets = 5,
	.description = STR("毎日の料理に使える竹製まな板の三枚セットです。大きい板は38×28センチで溝付きです。手洗いのうえ、立てて乾かして"
			   "ください。"),
	.terms = STR("カッティングボード 木製 調理器具"),
};
static const struct draft_offer offer_us = { 0, 2999, 0, 2000, false, false };

static struct draft draft_of(const struct draft_words *x, int n)
{
	return (struct draft){ .good = board,
		.category = kitchen,
		.brand = STR("Tidebrook"),
		.attributes = STR("color=natural; material=bamboo; set_size=3"),
		.store_name = STR("Tidebrook Store"),
		.pictures = 6,
		.words = x,
		.n_words = n,
		.offers = &offer_us,
		.n_offers = 1 };
}

static struct found found[512];
static int check(const struct draft *d, int *ret_score)
{
	int n = listing_check(w, d, found, 512, ret_score);
	for (int i = 1; i < n; i++)
		assert_true(finding_desc[found[i].finding].severity <= finding_desc[found[i - 1].finding].severity);
	return n;
}

static const struct found *find(int n, enum finding f)
{
	for (int i = 0; i < n; i++)
		if (found[i].finding == f)
			return &found[i];
	return NULL;
}

/* The finding stands in a listing whose English texts are x, and nothing blocks that should not. */
static const struct found *in_words(const struct draft_words *x, enum finding f)
{
	struct draft d = draft_of(x, 1);
	return find(check(&d, NULL), f);
}

static const struct found *in_title(const char *title, enum finding f)
{
	struct draft_words x = good_en;
	x.title = str_c(title);
	return in_words(&x, f);
}

static void test_good_listing(void **state)
{
	const struct draft_words words[] = { good_en, good_de, good_ja };
	struct draft_offer offers[] = { { us, 2999, 0, 2000, false, false }, { de, 2799, 0, 2000, false, false },
		{ jp, 4480, 0, 3000, false, false } };
	struct draft d = draft_of(words, 3);
	d.offers = offers;
	d.n_offers = 3;
	int score = 0, n = check(&d, &score);
	assert_int_equal(n, 0);
	assert_int_equal(score, 100);
}

static void test_empty_draft(void **state)
{
	struct draft d = { .good = ROW_NONE, .category = ROW_NONE };
	int score = -1, n = check(&d, &score);
	assert_non_null(find(n, FINDING_WORDS_NONE));
	assert_non_null(find(n, FINDING_GOOD_NONE));
	assert_non_null(find(n, FINDING_CATEGORY_NONE));
	assert_non_null(find(n, FINDING_PICTURES_NONE));
	assert_non_null(find(n, FINDING_OFFER_NONE));
	assert_true(score >= 0 && score < 10);
	assert_int_equal(listing_check(w, &d, NULL, 0, NULL), n);
	/* a short answer has the worst */
	struct found one;
	listing_check(w, &d, &one, 1, NULL);
	assert_int_equal(finding_desc[one.finding].severity, SEVERITY_BLOCK);
}

static void test_title(void **state)
{
	char longer[210];
	memset(longer, 'x', sizeof longer - 1);
	longer[209] = 0;
	assert_non_null(in_title("", FINDING_TITLE_MISSING));
	assert_string_equal(in_title(longer, FINDING_TITLE_TOO_LONG)->arg[0], "209");
	longer[200] = 0;
	assert_null(in_title(longer, FINDING_TITLE_TOO_LONG));
	assert_non_null(in_title(longer, FINDING_TITLE_LONG));
	assert_non_null(in_title("Board", FINDING_TITLE_SHORT));
	assert_non_null(in_title("TIDEBROOK BAMBOO CUTTING BOARD SET", FINDING_TITLE_CAPS));
	assert_null(in_title("Tidebrook Bamboo Cutting Board with LED and USB", FINDING_TITLE_CAPS));
	assert_non_null(in_title("tidebrook bamboo cutting board large", FINDING_TITLE_CASE));
	assert_string_equal(in_title("Bamboo Cutting Board Set! Large", FINDING_TITLE_CHARS)->arg[0], "!");
	assert_string_equal(in_title("Bamboo Cutting Board ¬ Large", FINDING_TITLE_CHARS)->arg[0], "¬");
	assert_non_null(in_title("Bamboo Cutting Board *** Large", FINDING_TITLE_ORNAMENT));
	assert_null(in_title("Bamboo Cutting Board 20*30 cm Style #430", FINDING_TITLE_ORNAMENT));
	assert_non_null(in_title("Tidebrook® Bamboo Cutting Board", FINDING_TITLE_SYMBOLS));
	const struct found *f = in_title("Board for Bread, Board for Meat, Cutting Board Bamboo", FINDING_TITLE_REPEATS);
	assert_string_equal(f->arg[0], "board");
	assert_string_equal(f->arg[1], "3");
	assert_null(in_title("Board for Bread and Meat, for Fish, for Fruit", FINDING_TITLE_REPEATS));
	assert_non_null(in_title("Board Board Board Board Bamboo", FINDING_TITLE_STUFFED));
	assert_non_null(in_title("Board, Kitchen, Wood, Chef, Cook, Cut, Chop, Slice", FINDING_TITLE_STUFFED));
	assert_string_equal(in_title("Bamboo Cutting Board Free Shipping", FINDING_TITLE_PROMOTION)->arg[0], "free shipping");
	assert_non_null(in_title("Bamboo Cutting Board 50% OFF", FINDING_TITLE_PROMOTION));
	assert_non_null(in_title("Bamboo Cutting Board only €9", FINDING_TITLE_PROMOTION));
	assert_null(in_title("Bamboo Cutting Board with On Off Mark 100% Bamboo", FINDING_TITLE_PROMOTION));
	assert_non_null(in_title("#1 Bamboo Cutting Board for Kitchen", FINDING_TITLE_PRAISE));
	assert_non_null(in_title("Best Seller Bamboo Cutting Board", FINDING_TITLE_PRAISE));
	assert_non_null(in_title("Bamboo Cutting Board Set of Three", FINDING_TITLE_NUMERALS));
	assert_non_null(in_title("Tidebrook Large Kitchen Helper", FINDING_TITLE_IDENTITY));
	assert_null(in_title("Tidebrook Chopping Blocks for the Kitchen", FINDING_TITLE_IDENTITY)); /* by a query of the kind */
	assert_non_null(in_title("Tidebrook Store Bamboo Cutting Board", FINDING_TITLE_STORE));
	assert_non_null(in_title("Bamboo Cutting Board Set of 3", FINDING_TITLE_NO_BRAND));
	assert_non_null(in_title("Kelmora Bamboo Cutting Board Set", FINDING_WORDS_BRAND));
	assert_null(in_title("Kelmorabamboo Cutting Board Set", FINDING_WORDS_BRAND));
}

static void test_language(void **state)
{
	struct draft_words x = good_en;
	assert_null(in_words(&x, FINDING_WORDS_LANGUAGE));
	x.title = STR("Tidebrook Bamboo Cutting Board 竹制砧板");
	assert_string_equal(in_words(&x, FINDING_WORDS_LANGUAGE)->arg[1], "竹制砧板");
	x = good_en;
	x.title = good_de.title;
	assert_non_null(in_words(&x, FINDING_WORDS_LANGUAGE));
	x = good_en;
	x.bullets[2] = good_de.bullets[2];
	assert_string_equal(in_words(&x, FINDING_WORDS_LANGUAGE)->field, "bullets[2]");
	x = good_de;
	assert_null(in_words(&x, FINDING_WORDS_LANGUAGE));
	x.title = good_en.title;
	x.description = good_en.description;
	assert_non_null(in_words(&x, FINDING_WORDS_LANGUAGE));
	x = good_ja;
	assert_null(in_words(&x, FINDING_WORDS_LANGUAGE));
	x.description = STR("这是一套三件竹制砧板，适合日常烹饪使用，大号砧板带有汁槽，清洗方便。");
	assert_string_equal(in_words(&x, FINDING_WORDS_LANGUAGE)->field, "description");
	x = good_ja;
	x.title = good_en.title;
	assert_non_null(in_words(&x, FINDING_WORDS_LANGUAGE));
}

static void test_bullets(void **state)
{
	struct draft_words x = good_en;
	x.n_bullets = 0;
	assert_non_null(in_words(&x, FINDING_BULLETS_MISSING));
	x.n_bullets = 3;
	assert_string_equal(in_words(&x, FINDING_BULLETS_FEW)->arg[0], "3");
	x = good_en;
	x.bullets[1] = STR("Short");
	assert_string_equal(in_words(&x, FINDING_BULLET_SHORT)->field, "bullets[1]");
	char longer[257];
	memset(longer, 'y', sizeof longer - 1);
	longer[256] = 0;
	x.bullets[1] = str_c(longer);
	assert_non_null(in_words(&x, FINDING_BULLET_LONG));
	x.bullets[1] = STR("Strong board for the kitchen ™");
	assert_string_equal(in_words(&x, FINDING_BULLET_CHARS)->arg[0], "™");
	x.bullets[1] = STR("Strong board for the kitchen 🔥");
	assert_non_null(in_words(&x, FINDING_BULLET_CHARS));
	x.bullets[1] = STR("Money back guarantee for a year");
	assert_non_null(in_words(&x, FINDING_BULLET_PROMOTION));
	x.bullets[1] = STR("N/A");
	assert_non_null(in_words(&x, FINDING_BULLET_PLACEHOLDER));
	x.bullets[1] = STR("Wipes clean in a moment.");
	assert_non_null(in_words(&x, FINDING_BULLET_FORMAT));
	x.bullets[1] = x.bullets[0];
	assert_non_null(in_words(&x, FINDING_BULLET_REPEATS));
	x.bullets[1] = STR("Eco-friendly board for the kitchen");
	assert_string_equal(in_words(&x, FINDING_WORDS_CLAIM)->arg[0], "eco friendly");
	x.bullets[1] = STR("Write to sales@tidebrook.com for help");
	assert_non_null(in_words(&x, FINDING_WORDS_CONTACT));
}

static void test_description_and_terms(void **state)
{
	struct draft_words x = good_en;
	x.description = STR_NONE;
	assert_non_null(in_words(&x, FINDING_DESCRIPTION_MISSING));
	x.description = STR("A board for the kitchen.");
	assert_non_null(in_words(&x, FINDING_DESCRIPTION_SHORT));
	x.description = STR("A board <b>for</b> the kitchen.");
	assert_string_equal(in_words(&x, FINDING_DESCRIPTION_MARKUP)->arg[0], "<b>");
	x = good_en;
	x.terms = STR_NONE;
	assert_non_null(in_words(&x, FINDING_TERMS_MISSING));
	x.terms = STR("bamboo block");
	assert_string_equal(in_words(&x, FINDING_TERMS_TITLE)->arg[0], "bamboo");
	x.terms = STR("chopping block chopping tray");
	assert_string_equal(in_words(&x, FINDING_TERMS_REPEATS)->arg[0], "chopping");
	x.terms = STR("chopping, block");
	assert_non_null(in_words(&x, FINDING_TERMS_STOPS));
	x.terms = STR("chopping block new");
	assert_non_null(in_words(&x, FINDING_TERMS_TEMPORARY));
	/* fact book §1.2: 249 characters with twelve umlauts are 261 bytes */
	char umlauts[262];
	for (int i = 0; i < 12; i++)
		memcpy(umlauts + 2 * i, "ä", 2);
	memset(umlauts + 24, 'b', 237);
	umlauts[261] = 0;
	x = good_de;
	x.terms = str_c(umlauts);
	assert_string_equal(in_words(&x, FINDING_TERMS_BYTES)->arg[0], "261");
	x.terms = str_sub(x.terms, 0, 249);
	assert_null(in_words(&x, FINDING_TERMS_BYTES));
}

static const struct found *with_attributes(const char *attributes, enum finding f)
{
	struct draft d = draft_of(&good_en, 1);
	d.attributes = str_c(attributes);
	return find(check(&d, NULL), f);
}

static void test_attributes(void **state)
{
	uint64_t claims[8];
	assert_int_equal(listing_claims(w, kitchen,
				 STR("color=natural; material=bamboo|steel ; set_size=3; dimensions=30 cm; nothing=1; material=gold"), claims, 8),
		4);
	assert_int_equal(claims[3], WANT_NUMBER(size, 3000));
	assert_int_equal(listing_claims(w, kitchen, STR("material=bambus; set_size=3 pcs"), claims, 8), 2); /* names and units will do */
	assert_int_equal(listing_claims(w, kitchen, STR("color=natural; material=bamboo"), claims, 1), 1);
	assert_int_equal(listing_claims(w, ROW_NONE, STR("color=natural"), claims, 8), 0);
	assert_string_equal(with_attributes("color=natural; set_size=3", FINDING_ATTRIBUTE_REQUIRED)->field, "attributes.material");
	assert_non_null(with_attributes("color=natural; set_size=3; material=gold", FINDING_ATTRIBUTE_REQUIRED));
	assert_string_equal(with_attributes("color=natural; set_size=3; material=gold", FINDING_ATTRIBUTE_VALUE)->arg[1], "gold");
	assert_non_null(with_attributes("color=natural; set_size=many; material=bamboo", FINDING_ATTRIBUTE_NUMBER));
	assert_string_equal(with_attributes("color=natural; set_size=5; material=bamboo", FINDING_ATTRIBUTE_FALSE)->field, "attributes.set_size");
	assert_non_null(with_attributes("color=natural; set_size=3; material=steel", FINDING_ATTRIBUTE_FALSE));
	assert_non_null(with_attributes("weight=1", FINDING_ATTRIBUTE_UNKNOWN));
	assert_string_equal(with_attributes("color=natural", FINDING_ATTRIBUTES_FEW)->arg[1], "3");
}

static void test_facts(void **state)
{
	struct draft d = draft_of(&good_en, 1);
	d.category = toys;
	assert_string_equal(find(check(&d, NULL), FINDING_CATEGORY_WRONG)->arg[1], "kitchen");
	d = draft_of(&good_en, 1);
	d.brand = STR("KELMORA");
	assert_non_null(find(check(&d, NULL), FINDING_BRAND_OTHERS));
	d.brand = STR_NONE;
	assert_non_null(find(check(&d, NULL), FINDING_BRAND_MISSING));
	int before = 0, after = 0;
	d = draft_of(&good_en, 1);
	d.pictures = 2;
	assert_non_null(find(check(&d, &before), FINDING_PICTURES_FEW));
	d.pictures = 4;
	assert_non_null(find(check(&d, &after), FINDING_PICTURES_MORE));
	assert_true(after > before && after < 100);
}

static void test_offers(void **state)
{
	struct draft d = draft_of(&good_en, 1);
	struct draft_offer o = { us, 399, 0, 0, false, false };
	d.offers = &o;
	/* four dollars: 3.50 EUR, 560 JPY */
	assert_int_equal(listing_floor_minor(w, kitchen, us), 400);
	assert_int_equal(listing_floor_minor(w, kitchen, de), 350);
	assert_int_equal(listing_floor_minor(w, kitchen, jp), 560);
	assert_int_equal(listing_floor_minor(w, toys, jp), 0);
	const struct found *f = find(check(&d, NULL), FINDING_PRICE_FLOOR);
	assert_string_equal(f->arg[0], "3.99 USD");
	assert_string_equal(f->arg[1], "4.00 USD");
	assert_int_equal(f->country, us);
	assert_int_equal(f->tongue, -1);
	o.price_minor = 400;
	o.break_even_minor = 401;
	assert_null(find(check(&d, NULL), FINDING_PRICE_FLOOR));
	assert_string_equal(find(check(&d, NULL), FINDING_PRICE_BELOW_COST)->arg[1], "4.01 USD");
	o.confirmed_below_cost = true;
	assert_null(find(check(&d, NULL), FINDING_PRICE_BELOW_COST));
	o = (struct draft_offer){ us, 9999, 10000, 0, false, true };
	int n = check(&d, NULL);
	assert_non_null(find(n, FINDING_PRICE_HIGH));
	assert_non_null(find(n, FINDING_SHIP_HIGH));
	assert_non_null(find(n, FINDING_OFFER_CLOSED));
	o = (struct draft_offer){ jp, 4000, 0, 0, false, false };
	f = find(check(&d, NULL), FINDING_WORDS_MISSING);
	assert_string_equal(f->arg[0], "JP");
	assert_string_equal(f->arg[1], "ja");
}

/* Whatever comes in, the check ends and keeps to its bounds. */
static void test_odd_texts(void **state)
{
	static const char *const odd[] = { "", " ", "\xf0\x9f\x98\x80", "=", ";;;", "a", "漢", "ー", "- - -", "|", "k=", "=v", "k=v;", "%", "$", "9$",
		"@.", "<", "<b", "ǅ", "﹏" };
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		for (int t = 0; t < TONGUE_MAX; t++) {
			struct str s = str_c(odd[i]);
			struct draft_words x = {
				.tongue = (enum tongue)t, .title = s, .bullets = { s, s, s, s, s }, .n_bullets = 5, .description = s, .terms = s
			};
			struct draft d = draft_of(&x, 1);
			d.brand = d.attributes = d.store_name = s;
			int score = -1;
			assert_true(check(&d, &score) <= 512);
			assert_in_range(score, 0, 100);
		}
	static char big[16001];
	for (int i = 0; i < 16000; i += 4)
		memcpy(big + i, "😀", 4);
	struct str s = { big, 16000 };
	struct draft_words x = { .tongue = TONGUE_EN, .title = s, .bullets = { s }, .n_bullets = 1, .description = s, .terms = s };
	struct draft d = draft_of(&x, 1);
	check(&d, NULL);
	memset(big, 'a', 16000);
	check(&d, NULL);
	for (int i = 1; i < 16000; i += 2)
		big[i] = ' ';
	check(&d, NULL);
}

static void test_texts(void **state)
{
	for (int i = 0; i < FINDING_MAX; i++) {
		const struct finding_desc *f = &finding_desc[i];
		assert_true(f->code && *f->code && *f->field && *f->en && *f->zh && *f->fix_en && *f->fix_zh);
		/* both languages take the same arguments */
		for (int k = 0; k < 2; k++) {
			const char mark[] = { '{', (char)('0' + k), '}', 0 };
			bool en = strstr(f->en, mark) || strstr(f->fix_en, mark), zh = strstr(f->zh, mark) || strstr(f->fix_zh, mark);
			assert_int_equal(en, zh);
		}
		for (int k = 0; k < i; k++)
			assert_string_not_equal(f->code, finding_desc[k].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_listing),
		cmocka_unit_test(test_empty_draft),
		cmocka_unit_test(test_title),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_bullets),
		cmocka_unit_test(test_description_and_terms),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_odd_texts),
		cmocka_unit_test(test_texts),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
