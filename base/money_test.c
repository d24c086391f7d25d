#include "base/money.h"
#include "tests/cmocka.h"

#include <string.h>

static void test_rounding(void **state)
{
	static const struct {
		int64_t a, b, c, wanted;
	} cases[] = {
		{ 1, 1, 2, 1 }, { -1, 1, 2, -1 }, { 1, 1, 3, 0 }, { -1, 1, 3, 0 }, { 2, 1, 3, 1 }, { -2, 1, 3, -1 },
		{ 5, 1, 2, 3 }, { -5, 1, 2, -3 }, { 0, 7, 9, 0 }, { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
		{ INT64_MIN, 1, 1, INT64_MIN }, { INT64_MAX, 1, 2, (int64_t)1 << 62 }, { 3, INT64_MAX, INT64_MAX, 3 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(money_mul_div(cases[i].a, cases[i].b, cases[i].c), cases[i].wanted);
	assert_int_equal(money_ppm(1999, 150000), 300);   /* 299.85 */
	assert_int_equal(money_ppm(10, 50000), 1);        /* 0.5 */
	assert_int_equal(money_ppm(-10, 50000), -1);
	assert_int_equal(money_tax_inside(11900, 190000), 1900);
	assert_int_equal(money_tax_inside(100, 200000), 17); /* 16.67 */
	assert_int_equal(money_tax_inside(-100, 200000), -17);
}

/* Rounding down and up again by hand for all small values. */
static void test_rounding_small(void **state)
{
	for (int64_t a = -60; a <= 60; a++)
		for (int64_t c = 1; c <= 30; c++) {
			int64_t mag = a < 0 ? -a : a, r = (2 * mag + c) / (2 * c);
			assert_int_equal(money_mul_div(a, 1, c), a < 0 ? -r : r);
			assert_int_equal(money_mul_div(1, a, c), a < 0 ? -r : r);
		}
}

static void test_split(void **state)
{
	int64_t parts[4];
	money_split(100, (const int64_t[]){ 1, 1, 1 }, 3, parts);
	assert_true(parts[0] == 34 && parts[1] == 33 && parts[2] == 33);
	money_split(-100, (const int64_t[]){ 1, 1, 1 }, 3, parts);
	assert_true(parts[0] == -34 && parts[1] == -33 && parts[2] == -33);
	money_split(10, (const int64_t[]){ 0, 3, 3, 1 }, 4, parts); /* 0, 4.29, 4.29, 1.43 */
	assert_true(parts[0] == 0 && parts[1] == 4 && parts[2] == 4 && parts[3] == 2);
	money_split(1, (const int64_t[]){ 0, 0, 5, 5 }, 4, parts);
	assert_true(parts[0] == 0 && parts[1] == 0 && parts[2] == 1 && parts[3] == 0);
	money_split(INT64_MIN, (const int64_t[]){ INT64_MAX, INT64_MAX }, 2, parts);
	assert_true(parts[0] == INT64_MIN / 2 && parts[1] == INT64_MIN / 2);
	money_split(INT64_MIN, (const int64_t[]){ 1 }, 1, parts);
	assert_true(parts[0] == INT64_MIN);
}

static void test_split_adds_up(void **state)
{
	uint64_t luck = 1;
	for (int round = 0; round < 20000; round++) {
		int64_t weights[9], parts[9], sum = 0, all = 0;
		int n = 1 + round % 9;
		for (int i = 0; i < n; i++) {
			luck = luck * 6364136223846793005u + 1442695040888963407u;
			weights[i] = (int64_t)(luck >> 40) % (round % 3 ? 5 : 1000000);
			all += weights[i];
		}
		if (!all)
			continue;
		int64_t total = (int64_t)luck >> (round % 50);
		money_split(total, weights, n, parts);
		for (int i = 0; i < n; i++) {
			sum += parts[i];
			__int128 off = (__int128)parts[i] * all - (__int128)total * weights[i];
			assert_true(off < all && -off < all); /* within one unit of the exact part */
			assert_true(weights[i] || !parts[i]);
		}
		assert_int_equal(sum, total);
	}
}

static void test_text(void **state)
{
	static const struct {
		int64_t minor;
		const char *currency, *text;
	} cases[] = {
		{ 1234, "EUR", "12.34" }, { -5, "EUR", "-0.05" }, { 0, "USD", "0.00" }, { 1234, "JPY", "1234" }, { -1234, "KRW", "-1234" },
		{ 1234, "KWD", "1.234" }, { INT64_MIN, "EUR", "-92233720368547758.08" }, { INT64_MAX, "JPY", "9223372036854775807" },
		{ 7, "XXX", "0.07" },
	};
	char text[MONEY_TEXT_MAX];
	int64_t back;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		money_format(cases[i].minor, cases[i].currency, text);
		assert_string_equal(text, cases[i].text);
		assert_true(money_parse(str_c(text), cases[i].currency, &back));
		assert_int_equal(back, cases[i].minor);
	}
	assert_true(money_parse(STR("12.3"), "EUR", &back) && back == 1230);
	back = 7;
	assert_false(money_parse(STR("12.345"), "EUR", &back));
	assert_false(money_parse(STR("12.0"), "JPY", &back));
	assert_false(money_parse(STR(""), "JPY", &back));
	assert_false(money_parse(STR("1,000"), "USD", &back));
	assert_false(money_parse(STR("92233720368547758.08"), "EUR", &back));
	assert_int_equal(back, 7);
	assert_true(money_known("CNY") && !money_known("XXX") && !money_known("eur"));
	assert_int_equal(money_decimals("BHD"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounding),
		cmocka_unit_test(test_rounding_small),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_split_adds_up),
		cmocka_unit_test(test_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
