#include "server/pace.h"
#include "base/calendar.h"
#include "market/market.h"

#include <time.h>

enum { DEBT_US_MAX = 2000000 };

const char *const pace_names[PACE_MODES] = { "paused", "advance", "run", "day" };

int64_t pace_now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void pace_pause(struct pace *c)
{
	*c = (struct pace){ .mode = PACE_PAUSED };
}

void pace_advance(struct pace *c, int64_t until_min)
{
	*c = (struct pace){ .mode = PACE_ADVANCE, .until_min = until_min };
}

void pace_run(struct pace *c, int64_t minutes_per_second, int64_t now_min, int64_t now_us)
{
	*c = (struct pace){ .mode = PACE_RUN, .minutes_per_second = minutes_per_second, .anchor_min = now_min, .anchor_us = now_us };
}

void pace_day(struct pace *c, int64_t day_us, int64_t until_min, int64_t now_min, int64_t now_us)
{
	int64_t tick_us = day_us * MARKET_TICK_MIN / MIN_PER_DAY;
	*c = (struct pace){ .mode = PACE_DAY, .until_min = until_min, .tick_us = tick_us > 0 ? tick_us : 1, .anchor_min = now_min, .anchor_us = now_us };
}

/* When simulated time t_min is due. */
static int64_t due_us(const struct pace *c, int64_t t_min)
{
	if (c->mode == PACE_DAY)
		return c->anchor_us + (t_min - c->anchor_min) / MARKET_TICK_MIN * c->tick_us;
	return c->anchor_us + (t_min - c->anchor_min) * 1000000 / c->minutes_per_second;
}

int64_t pace_target(const struct pace *c, int64_t now_min, int64_t now_us)
{
	if (c->mode == PACE_ADVANCE)
		return c->until_min > now_min ? c->until_min : now_min;
	if (c->mode == PACE_PAUSED || now_us < due_us(c, now_min + MARKET_TICK_MIN))
		return now_min;
	if (c->mode == PACE_DAY) {
		int64_t at = c->anchor_min + (now_us - c->anchor_us) / c->tick_us * MARKET_TICK_MIN;
		return at < c->until_min ? at : c->until_min;
	}
	int64_t went = (now_us - c->anchor_us) / 1000 * c->minutes_per_second / 1000;
	int64_t target = c->anchor_min + went / MARKET_TICK_MIN * MARKET_TICK_MIN;
	return target > now_min ? target : now_min + MARKET_TICK_MIN;
}

int64_t pace_wait_us(const struct pace *c, int64_t now_min, int64_t now_us)
{
	if (c->mode == PACE_PAUSED)
		return -1;
	if (c->mode == PACE_ADVANCE)
		return 0;
	int64_t wait = due_us(c, now_min + MARKET_TICK_MIN) - now_us;
	return wait > 0 ? wait : 0;
}

void pace_went(struct pace *c, int64_t now_min, int64_t now_us)
{
	if ((c->mode == PACE_ADVANCE || c->mode == PACE_DAY) && now_min >= c->until_min) {
		pace_pause(c);
	} else if ((c->mode == PACE_RUN || c->mode == PACE_DAY) && now_us - due_us(c, now_min) > DEBT_US_MAX) {
		c->anchor_min = now_min;
		c->anchor_us = now_us;
	}
}

/* ---- business days ---- */

static int64_t day_of(int64_t t_min, int64_t zone_min)
{
	return cal_day_of(t_min + zone_min - BUSINESS_DAY_MIN);
}

int64_t pace_day_end(int64_t now_min, int64_t zone_min)
{
	return (day_of(now_min, zone_min) + 1) * MIN_PER_DAY + BUSINESS_DAY_MIN - zone_min;
}

bool pace_day_begins(int64_t now_min, int64_t zone_min)
{
	return pace_day_end(now_min, zone_min) == now_min + MIN_PER_DAY;
}

int64_t pace_day_number(int64_t begin_min, int64_t now_min, int64_t zone_min)
{
	int64_t n = day_of(now_min, zone_min) - day_of(begin_min, zone_min) + 1;
	return n > 0 ? n : 1;
}

int pace_seats_needed(int seats, int64_t percent)
{
	int64_t n = (seats * percent + 99) / 100;
	return n > 1 ? (int)n : 1;
}
