#include "base/buf.h"
#include "tests/cmocka.h"

static void test_growth(void **state)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 100000; i++)
		buf_char(&b, (char)('a' + i % 26));
	assert_int_equal(b.n, 100000);
	assert_false(b.full);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(b.p[i], 'a' + i % 26);
	buf_clear(&b);
	assert_int_equal(buf_span(&b).n, 0);
	buf_fini(&b);
}

static void test_maximum(void **state)
{
	struct buf b;
	buf_init(&b, 10);
	buf_str(&b, STR("12345678"));
	assert_false(b.full);
	buf_str(&b, STR("9ab"));
	assert_true(b.full);
	/* What comes after the fault would leave a gap: it is dropped as well. */
	buf_str(&b, STR("x"));
	assert_true(str_eq(buf_span(&b), STR("12345678")));
	assert_true(b.cap <= 10);
	buf_clear(&b);
	assert_false(b.full);
	buf_str(&b, STR("1234567890"));
	assert_false(b.full);
	buf_put(&b, NULL, 0);
	assert_false(b.full);
	buf_fini(&b);
}

static void test_printf(void **state)
{
	struct buf b;
	buf_init(&b, 5000);
	buf_printf(&b, "%d %s", 7, "x");
	assert_true(str_eq(buf_span(&b), STR("7 x")));
	buf_clear(&b);
	/* around the size that is tried on the stack */
	for (int width = 510; width <= 514; width++) {
		buf_clear(&b);
		buf_printf(&b, "%*d", width, 1);
		assert_int_equal(b.n, width);
		assert_int_equal(b.p[width - 1], '1');
	}
	buf_printf(&b, "%*d", 4600, 1);
	assert_true(b.full && b.n == 514);
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_maximum),
		cmocka_unit_test(test_printf),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
