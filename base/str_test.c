#include "base/str.h"
#include "tests/cmocka.h"

static void test_pieces(void **state)
{
	struct str rest = STR("a,,b"), piece;
	assert_true(str_next(&rest, ',', &piece) && str_eq(piece, STR("a")));
	assert_true(str_next(&rest, ',', &piece) && piece.n == 0);
	assert_true(str_next(&rest, ',', &piece) && str_eq(piece, STR("b")));
	assert_false(str_next(&rest, ',', &piece));
	rest = STR("");
	assert_true(str_next(&rest, ',', &piece) && piece.n == 0);
	assert_false(str_next(&rest, ',', &piece));
	rest = STR("a,");
	assert_true(str_next(&rest, ',', &piece));
	assert_true(str_next(&rest, ',', &piece) && piece.n == 0);
	assert_false(str_next(&rest, ',', &piece));
}

static void test_compare(void **state)
{
	assert_true(str_eq(STR_NONE, STR("")));
	assert_false(str_eq(STR("ab"), STR("aB")));
	assert_true(str_eq_nocase(STR("ab"), STR("aB")));
	assert_false(str_eq_nocase(STR("@"), STR("`")));
	assert_int_equal(str_cmp(STR("a"), STR("ab")), -1);
	assert_int_equal(str_cmp(STR("b"), STR("ab")), 1);
	assert_int_equal(str_cmp(STR("\xff"), STR("a")), 1);
	assert_int_equal(str_cmp(STR("x"), STR("x")), 0);
	assert_true(str_starts(STR("market"), STR("mar")) && !str_starts(STR("ma"), STR("mar")));
	assert_true(str_ends(STR("a.csv"), STR(".csv")) && !str_ends(STR("csv"), STR(".csv")));
}

static void test_find(void **state)
{
	assert_int_equal(str_find(STR("abcabc"), STR("bc"), 2), 4);
	assert_int_equal(str_find(STR("abcabc"), STR("bd"), 0), -1);
	assert_int_equal(str_find(STR("abc"), STR(""), 3), 3);
	assert_int_equal(str_find(STR("abc"), STR(""), 4), -1);
	assert_int_equal(str_find(STR_NONE, STR("a"), 0), -1);
	assert_true(str_eq(str_sub(STR("abc"), 1, 99), STR("bc")));
	assert_true(str_eq(str_sub(STR("abc"), 9, 1), STR("")));
	assert_true(str_eq(str_trim(STR(" \t a b\r\n")), STR("a b")));
	assert_true(str_eq(str_trim(STR("  ")), STR("")));
}

static void test_numbers(void **state)
{
	int64_t v = 7;
	uint64_t u = 7;
	assert_true(str_i64(STR("-9223372036854775808"), &v) && v == INT64_MIN);
	assert_true(str_i64(STR("9223372036854775807"), &v) && v == INT64_MAX);
	v = 7;
	static const char *const bad[] = { "", "-", "+1", " 1", "1 ", "9223372036854775808", "-9223372036854775809", "1.", "1.0", "0x1", "--1",
		"99999999999999999999", "1e3", ".5" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(str_i64(str_c(bad[i]), &v));
	assert_int_equal(v, 7);
	assert_true(str_decimal(STR("12"), 2, &v) && v == 1200);
	assert_true(str_decimal(STR("-0.5"), 2, &v) && v == -50);
	assert_true(str_decimal(STR("12.340"), 3, &v) && v == 12340);
	v = 7;
	assert_false(str_decimal(STR("12.340"), 2, &v));
	assert_false(str_decimal(STR("1."), 2, &v));
	assert_false(str_decimal(STR(".1"), 2, &v));
	assert_false(str_decimal(STR("1.-1"), 2, &v));
	assert_false(str_decimal(STR("-.1"), 2, &v));
	assert_false(str_decimal(STR("92233720368547758.08"), 2, &v));
	assert_true(str_decimal(STR("-92233720368547758.08"), 2, &v) && v == INT64_MIN);
	v = 7;
	assert_false(str_decimal(STR("10000000000"), 9, &v));
	assert_int_equal(v, 7);
	assert_true(str_u64_hex(STR("DeadBeef"), &u) && u == 0xdeadbeef);
	assert_true(str_u64_hex(STR("ffffffffffffffff"), &u) && u == UINT64_MAX);
	assert_false(str_u64_hex(STR("10000000000000000"), &u));
	assert_false(str_u64_hex(STR(""), &u));
	assert_false(str_u64_hex(STR("g"), &u));
}

static void test_utf8(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} cases[] = {
		{ "", true }, { "plain", true }, { "公行", true }, { "\xf0\x9f\x9b\x92", true },
		{ "\xf4\x8f\xbf\xbf", true }, { "\xf4\x90\x80\x80", false }, { "\xed\x9f\xbf", true },
		{ "\xed\xa0\x80", false }, { "\xc0\x80", false }, { "\xc1\xbf", false }, { "\xe0\x9f\xbf", false },
		{ "\xf0\x8f\xbf\xbf", false }, { "\x80", false }, { "\xe5\x85", false }, { "\xe5\x85x", false },
		{ "\xff", false }, { "\xf5\x80\x80\x80", false }, { "\xe5", false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(str_utf8_ok(str_c(cases[i].text)), cases[i].ok);

	/* Each code point by hand: exactly the scalar values are well formed. */
	for (uint32_t c = 0x800; c < 0x10000; c++) {
		char p[3] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63)) };
		struct str s = { p, 3 };
		bool surrogate = c >= 0xd800 && c <= 0xdfff;
		size_t at = 0;
		assert_int_equal(str_utf8_ok(s), !surrogate);
		if (!surrogate)
			assert_int_equal(str_utf8_next(s, &at), c);
	}
	struct str s = STR("a公\xf0\x9f\x9b\x92");
	size_t at = 0;
	assert_int_equal(str_utf8_count(s), 3);
	assert_int_equal(str_utf8_next(s, &at), 'a');
	assert_int_equal(str_utf8_next(s, &at), 0x516c);
	assert_int_equal(str_utf8_next(s, &at), 0x1f6d2);
	assert_int_equal(str_utf8_next(s, &at), -1);
	assert_true(str_eq(str_utf8_head(s, 2), STR("a公")));
	assert_int_equal(str_utf8_head(s, 0).n, 0);
	assert_int_equal(str_utf8_head(s, 9).n, s.n);
}

static void test_id(void **state)
{
	static const uint64_t ids[] = { 0, 1, 31, 32, UINT64_MAX, 0x0123456789abcdef, (uint64_t)1 << 63 };
	char text[ID_TEXT_MAX];
	uint64_t back;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		id_format(ids[i], text);
		assert_int_equal(str_c(text).n, 13);
		assert_true(id_parse(str_c(text), &back) && back == ids[i]);
	}
	id_format(UINT64_MAX, text);
	assert_string_equal(text, "fzzzzzzzzzzzz");
	assert_true(id_parse(STR("FZZZZZZZZZZZZ"), &back) && back == UINT64_MAX);
	assert_false(id_parse(STR("gzzzzzzzzzzzz"), &back));
	assert_false(id_parse(STR("0zzzzzzzzzzz"), &back));
	assert_false(id_parse(STR("0zzzzzzzzzzzzz"), &back));
	assert_false(id_parse(STR("0zzzzzzizzzzz"), &back));
	assert_false(id_parse((struct str){ "0zzzzzz\0zzzzz", 13 }, &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
