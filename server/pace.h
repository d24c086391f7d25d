/* pace.h: how simulated time follows real time. Pure: the caller says what the boot clock shows. */
#ifndef SERVER_PACE_H
#define SERVER_PACE_H
#include <stdbool.h>
#include <stdint.h>

/* A business day begins at nine in the morning of the sellers: so many minutes after their midnight. */
enum { BUSINESS_DAY_MIN = 9 * 60 };

enum pace_mode { PACE_PAUSED, PACE_ADVANCE, PACE_RUN, PACE_DAY, PACE_MODES };
extern const char *const pace_names[PACE_MODES]; /* "paused", "advance", "run", "day" */

struct pace {
	enum pace_mode mode;
	int64_t until_min;             /* advance, day: stop there */
	int64_t minutes_per_second;    /* run */
	int64_t tick_us;               /* day: what an hour takes */
	int64_t anchor_min, anchor_us; /* run, day: simulated and boot time that belong together */
};
/* Microseconds of CLOCK_BOOTTIME: goes on while the machine sleeps. */
int64_t pace_now_us(void);
/* now_min and until are multiples of the tick. */
void pace_pause(struct pace *c);
void pace_advance(struct pace *c, int64_t until_min);
void pace_run(struct pace *c, int64_t minutes_per_second, int64_t now_min, int64_t now_us);
/* Plays until until_min, each hour in the same time: a whole day in day_us. */
void pace_day(struct pace *c, int64_t day_us, int64_t until_min, int64_t now_min, int64_t now_us);
/* To where time may go now, a multiple of the tick, at least now_min. */
int64_t pace_target(const struct pace *c, int64_t now_min, int64_t now_us);
/* Microseconds until the next tick is due; 0 if one is, -1 if none ever will be. */
int64_t pace_wait_us(const struct pace *c, int64_t now_min, int64_t now_us);
/* After time went to now_min: an advance or a day that has arrived pauses; a run or day that cannot keep up does not gather debts, nor does one after the machine slept. */
void pace_went(struct pace *c, int64_t now_min, int64_t now_us);

/* ---- business days, in the sellers' time zone (minutes from UTC) ---- */
/* The next nine o'clock after now. */
int64_t pace_day_end(int64_t now_min, int64_t zone_min);
bool pace_day_begins(int64_t now_min, int64_t zone_min); /* it is nine o'clock */
/* 1 for the business day in which a market began; never less. */
int64_t pace_day_number(int64_t begin_min, int64_t now_min, int64_t zone_min);
/* How many of so many seats must be ready: percent of them, rounded up, at least one. */
int pace_seats_needed(int seats, int64_t percent);
#endif
