/* Simulated time against a boot clock that the test moves. */
#include "server/pace.h"
#include "tests/cmocka.h"

enum { S = 1000000, H = 60 };

static void pausing(void **state)
{
	struct pace c;
	pace_pause(&c);
	assert_int_equal(pace_target(&c, 10 * H, 5 * S), 10 * H);
	assert_int_equal(pace_wait_us(&c, 10 * H, 5 * S), -1);
}

static void advancing(void **state)
{
	struct pace c;
	pace_advance(&c, 14 * H);
	assert_int_equal(pace_wait_us(&c, 10 * H, 5 * S), 0);
	assert_int_equal(pace_target(&c, 10 * H, 5 * S), 14 * H);
	pace_went(&c, 13 * H, 6 * S);
	assert_int_equal(c.mode, PACE_ADVANCE);
	pace_went(&c, 14 * H, 6 * S);
	assert_int_equal(c.mode, PACE_PAUSED);
}

static void running(void **state)
{
	struct pace c;
	pace_run(&c, 30, 10 * H, 100 * S); /* an hour in two seconds */
	assert_int_equal(pace_target(&c, 10 * H, 101 * S), 10 * H);
	assert_int_equal(pace_wait_us(&c, 10 * H, 101 * S), S);
	assert_int_equal(pace_wait_us(&c, 10 * H, 102 * S), 0);
	assert_int_equal(pace_target(&c, 10 * H, 102 * S), 11 * H);
	assert_int_equal(pace_target(&c, 10 * H, 105 * S), 12 * H);
	pace_went(&c, 12 * H, 105 * S);
	assert_int_equal(pace_wait_us(&c, 12 * H, 105 * S), S);
	/* a market that is slower than its pace, or a machine that slept, owes nothing afterwards */
	pace_went(&c, 13 * H, 1000 * S);
	assert_int_equal(c.mode, PACE_RUN);
	assert_int_equal(pace_target(&c, 13 * H, 1001 * S), 13 * H);
	assert_int_equal(pace_wait_us(&c, 13 * H, 1001 * S), S);
}

/* However fine the steps of the clock, time gets to the same place. */
static void steps(void **state)
{
	for (int64_t pace = 1; pace <= 1440; pace = pace * 3 + 1) {
		struct pace c;
		int64_t now = 0;
		pace_run(&c, pace, 0, 0);
		for (int64_t us = 0; us <= 600 * (int64_t)S; us += 40001) {
			int64_t target = pace_target(&c, now, us);
			assert_true(target >= now && target % H == 0);
			if (target > now)
				pace_went(&c, target, us);
			now = target;
		}
		assert_in_range(now, 600 * pace - 2 * H - pace, 600 * pace);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(pausing), cmocka_unit_test(advancing), cmocka_unit_test(running), cmocka_unit_test(steps) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
