#include "base/wire.h"
#include "tests/cmocka.h"

#include <string.h>

static const uint64_t values[] = { 0, 1, 127, 128, 16383, 16384, 0xffffffff, (uint64_t)1 << 63, UINT64_MAX - 1, UINT64_MAX };
enum { N = sizeof values / sizeof *values };

static void write_all(struct buf *b)
{
	for (int i = 0; i < N; i++) {
		wire_u64(b, values[i]);
		wire_i64(b, (int64_t)values[i]);
		wire_fixed64(b, values[i]);
		wire_span(b, str_sub(STR("0123456789"), 0, (size_t)i));
	}
}

/* Reads what write_all wrote; true if all of it was there. */
static bool read_all(struct str in)
{
	struct wire w = wire_open(in);
	for (int i = 0; i < N; i++) {
		uint64_t u = wire_get_u64(&w);
		int64_t s = wire_get_i64(&w);
		uint64_t f = wire_get_fixed64(&w);
		struct str text = wire_get_span(&w);
		if (w.bad) {
			assert_true(text.n == 0 && wire_get_u64(&w) == 0 && wire_get_i64(&w) == 0 && wire_get_fixed64(&w) == 0);
			assert_false(wire_more(&w));
			return false;
		}
		assert_true(u == values[i] && s == (int64_t)values[i] && f == values[i]);
		assert_true(str_eq(text, str_sub(STR("0123456789"), 0, (size_t)i)));
	}
	assert_false(wire_more(&w));
	return true;
}

static void test_round_trip(void **state)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	write_all(&b);
	assert_true(read_all(buf_span(&b)));
	buf_fini(&b);
}

static void test_truncation(void **state)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	write_all(&b);
	for (size_t n = 0; n < b.n; n++) {
		struct buf part; /* in memory of its own size, so that the sanitizer sees a step too far */
		buf_init(&part, n);
		buf_put(&part, b.p, n);
		assert_false(read_all(buf_span(&part)));
		buf_fini(&part);
	}
	buf_fini(&b);
}

static void test_small_is_small(void **state)
{
	struct buf b;
	buf_init(&b, 100);
	wire_i64(&b, -64);
	wire_u64(&b, 127);
	assert_int_equal(b.n, 2);
	buf_fini(&b);
}

static void test_malformed(void **state)
{
	static const struct str bad[] = {
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10 }, /* more than 64 bits */
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11 },
		{ "\x80\x00", 2 }, /* zero, longer than need be */
		{ "\x80", 1 },
		{ "", 0 },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct wire w = wire_open(bad[i]);
		assert_true(wire_get_u64(&w) == 0 && w.bad);
	}
	struct wire w = wire_open(STR("\x05" "abc"));
	assert_true(wire_get_span(&w).n == 0 && w.bad);
	/* a length that would wrap around */
	w = wire_open(STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01" "abc"));
	assert_true(wire_get_span(&w).n == 0 && w.bad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_truncation),
		cmocka_unit_test(test_small_is_small),
		cmocka_unit_test(test_malformed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
