#include "base/calendar.h"
#include "tests/cmocka.h"

#include <string.h>
#include <time.h>

static void test_against_gmtime(void **state)
{
	/* Every day of 1900 .. 2200, at a minute that wanders through the day. */
	int64_t first = cal_day(1900, 1, 1), last = cal_day(2201, 1, 1);
	for (int64_t day = first; day < last; day++) {
		int64_t t_min = day * MIN_PER_DAY + (day - first) * 7 % MIN_PER_DAY;
		time_t t = (time_t)(t_min * 60);
		struct tm tm;
		assert_non_null(gmtime_r(&t, &tm));
		struct civil c = cal_civil(t_min);
		assert_int_equal(c.year, tm.tm_year + 1900);
		assert_int_equal(c.month, tm.tm_mon + 1);
		assert_int_equal(c.day, tm.tm_mday);
		assert_int_equal(c.hour, tm.tm_hour);
		assert_int_equal(c.minute, tm.tm_min);
		assert_int_equal(c.weekday, tm.tm_wday ? tm.tm_wday : 7);
		assert_int_equal(c.yearday, tm.tm_yday + 1);
		assert_int_equal(cal_day(c.year, c.month, c.day), day);
		assert_int_equal(cal_day_of(t_min), day);
		char text[CAL_TEXT_MAX], wanted[64];
		int64_t back;
		cal_format(t_min, text);
		strftime(wanted, sizeof wanted, "%Y-%m-%dT%H:%M:00Z", &tm);
		assert_string_equal(text, wanted);
		assert_true(cal_parse_time(str_c(text), &back) && back == t_min);
		cal_format_date(day, text);
		assert_true(cal_parse_date(str_c(text), &back) && back == day);
	}
}

static void test_division(void **state)
{
	assert_int_equal(cal_floor_div(7, 7), 1);
	assert_int_equal(cal_floor_div(-1, 7), -1);
	assert_int_equal(cal_floor_div(-7, 7), -1);
	assert_int_equal(cal_floor_div(-8, 7), -2);
	assert_int_equal(cal_floor_div(6, 7), 0);
}

static void test_dates(void **state)
{
	int64_t day = 7;
	static const char *const bad[] = { "", "2026-11-2", "2026-13-01", "2026-00-01", "2026-11-00", "2026-11-31", "2023-02-29", "1900-02-29",
		"2026/11/24", "2026-1a-01", "0000-01-01", "2026-11-241", "+026-11-24" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(cal_parse_date(str_c(bad[i]), &day));
	assert_int_equal(day, 7);
	assert_true(cal_parse_date(STR("2000-02-29"), &day) && day == cal_day(2000, 2, 29));
	assert_true(cal_parse_date(STR("1970-01-01"), &day) && day == 0);
	assert_true(cal_parse_date(STR("0001-01-01"), &day) && day == -719162);
	assert_true(cal_parse_date(STR("9999-12-31"), &day) && day == 2932896);
}

static void test_times(void **state)
{
	int64_t t = 7, noon = cal_day(2026, 11, 24) * MIN_PER_DAY + 12 * MIN_PER_HOUR;
	static const char *const good[] = { "2026-11-24T12:00Z", "2026-11-24t12:00z", "2026-11-24T12:00:59Z", "2026-11-24T12:00:00.000Z",
		"2026-11-24T20:00+08:00", "2026-11-25T00:30:00+12:30", "2026-11-24T07:00:00.5-05:00" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(cal_parse_time(str_c(good[i]), &t) && t == noon);
	t = 7;
	static const char *const bad[] = { "", "2026-11-24", "2026-11-24T12:00", "2026-11-24T12:00:00", "2026-11-24 12:00Z", "2026-11-24T24:00Z",
		"2026-11-24T12:60Z", "2026-11-24T12:00:60Z", "2026-11-24T12:00+0800", "2026-11-24T12:00+08:0", "2026-11-24T12:00+08:00x",
		"2026-11-24T12:00:00.Z", "2026-11-24T12:00ZZ", "2026-11-31T12:00Z", "2026-11-24T12:00:0Z", "2026-11-24T12:00+24:00" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(cal_parse_time(str_c(bad[i]), &t));
	assert_int_equal(t, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_gmtime),
		cmocka_unit_test(test_division),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_times),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
