/* calendar.h: civil dates of the simulated world.
 *
 * Simulated time is int64 minutes since 1970-01-01 00:00 UTC (`_min`); a day number is whole days since then. Proleptic Gregorian calendar. Offsets of
 * time zones come from the world's tables, in minutes; nothing here asks the operating system. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H
#include "base/str.h"

enum { MIN_PER_HOUR = 60, MIN_PER_DAY = 1440 };

struct civil {
	int32_t year;
	int8_t month, day;     /* 1 .. 12, 1 .. 31 */
	int8_t hour, minute;   /* 0 .. 23, 0 .. 59 */
	int8_t weekday;        /* 1 Monday .. 7 Sunday */
	int16_t yearday;       /* 1 .. 366 */
};

int64_t cal_day(int32_t year, int month, int day);       /* day number */
struct civil cal_civil(int64_t t_min);
int64_t cal_floor_div(int64_t a, int64_t b);             /* towards minus infinity; b > 0 */
static inline int64_t cal_day_of(int64_t t_min)
{
	return cal_floor_div(t_min, MIN_PER_DAY);
}
bool cal_parse_date(struct str s, int64_t *ret_day);     /* "2026-11-24" */
bool cal_parse_time(struct str s, int64_t *ret_t_min);   /* RFC 3339, seconds may be left out and are dropped: "2026-11-24T09:00Z", "2026-11-24T17:00:00+08:00" */
#define CAL_TEXT_MAX 32
void cal_format(int64_t t_min, char ret[CAL_TEXT_MAX]);      /* "2026-11-24T09:00:00Z" */
void cal_format_date(int64_t day, char ret[CAL_TEXT_MAX]);   /* "2026-11-24" */
#endif
