#include "base/calendar.h"

#include <stdio.h>

int64_t cal_floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Both ways go by eras of 400 years that start on 1 March (Hinnant, "chrono-compatible low-level date algorithms"). */
enum { DAYS_PER_ERA = 146097, DAY_OF_EPOCH = 719468 };

int64_t cal_day(int32_t year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = cal_floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_PER_ERA + day_of_era - DAY_OF_EPOCH;
}

struct civil cal_civil(int64_t t_min)
{
	int64_t day = cal_day_of(t_min), minute = t_min - day * MIN_PER_DAY;
	int64_t z = day + DAY_OF_EPOCH;
	int64_t era = cal_floor_div(z, DAYS_PER_ERA);
	int64_t doe = z - era * DAYS_PER_ERA;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;
	int32_t year = (int32_t)(yoe + era * 400 + (month <= 2));
	return (struct civil){
		.year = year,
		.month = (int8_t)month,
		.day = (int8_t)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (int8_t)(minute / MIN_PER_HOUR),
		.minute = (int8_t)(minute % MIN_PER_HOUR),
		.weekday = (int8_t)(day + 3 - cal_floor_div(day + 3, 7) * 7 + 1),
		.yearday = (int16_t)(day - cal_day(year, 1, 1) + 1),
	};
}

static int days_in_month(int year, int month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

/* n digits at s[at] as a number within lo .. hi, or -1. */
static int number(struct str s, size_t at, size_t n, int lo, int hi)
{
	if (at + n > s.n)
		return -1;
	int v = 0;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v >= lo && v <= hi ? v : -1;
}

bool cal_parse_date(struct str s, int64_t *ret_day)
{
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	int year = number(s, 0, 4, 1, 9999), month = number(s, 5, 2, 1, 12);
	if (year < 0 || month < 0)
		return false;
	int day = number(s, 8, 2, 1, days_in_month(year, month));
	if (day < 0)
		return false;
	*ret_day = cal_day(year, month, day);
	return true;
}

bool cal_parse_time(struct str s, int64_t *ret_t_min)
{
	int64_t day, offset_min = 0;
	if (s.n < 17 || (s.p[10] != 'T' && s.p[10] != 't') || s.p[13] != ':' || !cal_parse_date(str_sub(s, 0, 10), &day))
		return false;
	int hour = number(s, 11, 2, 0, 23), minute = number(s, 14, 2, 0, 59);
	if (hour < 0 || minute < 0)
		return false;
	size_t at = 16;
	if (s.p[at] == ':') {
		if (number(s, at + 1, 2, 0, 59) < 0)
			return false;
		at += 3;
		if (at < s.n && s.p[at] == '.') {
			size_t first = ++at;
			while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
				at++;
			if (at == first)
				return false;
		}
	}
	if (at >= s.n)
		return false;
	if (s.p[at] == 'Z' || s.p[at] == 'z') {
		at++;
	} else if ((s.p[at] == '+' || s.p[at] == '-') && at + 6 <= s.n && s.p[at + 3] == ':') {
		int oh = number(s, at + 1, 2, 0, 23), om = number(s, at + 4, 2, 0, 59);
		if (oh < 0 || om < 0)
			return false;
		offset_min = oh * MIN_PER_HOUR + om;
		if (s.p[at] == '-')
			offset_min = -offset_min;
		at += 6;
	} else {
		return false;
	}
	if (at != s.n)
		return false;
	*ret_t_min = day * MIN_PER_DAY + hour * MIN_PER_HOUR + minute - offset_min;
	return true;
}

void cal_format(int64_t t_min, char ret[CAL_TEXT_MAX])
{
	struct civil c = cal_civil(t_min);
	snprintf(ret, CAL_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:00Z", c.year, c.month, c.day, c.hour, c.minute);
}

void cal_format_date(int64_t day, char ret[CAL_TEXT_MAX])
{
	struct civil c = cal_civil(day * MIN_PER_DAY);
	snprintf(ret, CAL_TEXT_MAX, "%04d-%02d-%02d", c.year, c.month, c.day);
}
