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

/* Twenty-four hours in twenty seconds, evenly, and there it stands. */
static void days(void **state)
{
	enum { ZONE = 480 };
	int64_t nine = 20000 * 24 * H + 9 * H - ZONE, noon = nine + 3 * H, now = nine;
	assert_true(pace_day_begins(nine, ZONE) && !pace_day_begins(noon, ZONE) && !pace_day_begins(nine, 0));
	assert_int_equal(pace_day_end(nine, ZONE), nine + 24 * H);
	assert_int_equal(pace_day_end(noon, ZONE), nine + 24 * H);
	assert_int_equal(pace_day_end(nine - H, ZONE), nine);
	assert_int_equal(pace_day_number(nine, nine, ZONE), 1);
	assert_int_equal(pace_day_number(nine, nine + 24 * H - 1, ZONE), 1);
	assert_int_equal(pace_day_number(nine, nine + 24 * H, ZONE), 2);
	assert_int_equal(pace_day_number(nine - 9 * H, nine, ZONE), 2); /* begun at midnight: that night was the first day's */
	assert_int_equal(pace_day_number(nine, nine - 30 * H, ZONE), 1);
	struct pace c;
	pace_day(&c, 24 * S, nine + 24 * H, nine, 100 * S);
	assert_int_equal(pace_target(&c, nine, 100 * S + 999999), nine);
	assert_int_equal(pace_wait_us(&c, nine, 100 * S), S);
	for (int hour = 1; hour <= 24; hour++) {
		assert_int_equal(pace_wait_us(&c, now, 100 * S + hour * S), 0);
		assert_int_equal(pace_target(&c, now, 100 * S + hour * S), now + H);
		now += H;
		pace_went(&c, now, 100 * S + hour * S);
		assert_int_equal(c.mode, hour < 24 ? PACE_DAY : PACE_PAUSED);
	}
	/* never beyond its end, however late it is; and a machine that slept plays on where it was */
	pace_day(&c, 24 * S, noon + 21 * H, noon, 0);
	assert_int_equal(pace_target(&c, noon, 1000 * S), noon + 21 * H);
	pace_went(&c, noon + H, 1000 * S);
	assert_int_equal(c.mode, PACE_DAY);
	assert_int_equal(pace_target(&c, noon + H, 1000 * S), noon + H);
	assert_int_equal(pace_wait_us(&c, noon + H, 1000 * S), S);
	pace_day(&c, 0, nine + 24 * H, nine, 0); /* as fast as it can */
	assert_int_equal(pace_target(&c, nine, S), nine + 24 * H);
}

static void shares(void **state)
{
	assert_int_equal(pace_seats_needed(50, 90), 45);
	assert_int_equal(pace_seats_needed(49, 90), 45);
	assert_int_equal(pace_seats_needed(2, 90), 2);
	assert_int_equal(pace_seats_needed(3, 50), 2);
	assert_int_equal(pace_seats_needed(0, 90), 1);
	assert_int_equal(pace_seats_needed(7, 100), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(pausing), cmocka_unit_test(advancing), cmocka_unit_test(running), cmocka_unit_test(steps),
		cmocka_unit_test(days), cmocka_unit_test(shares) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
