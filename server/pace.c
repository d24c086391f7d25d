#include "server/pace.h"
#include "market/market.h"

#include <time.h>

enum { DEBT_US_MAX = 2000000 };

const char *const pace_names[PACE_MODES] = { "paused", "advance", "run" };

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

/* When simulated time t_min is due. */
static int64_t due_us(const struct pace *c, int64_t t_min)
{
	return c->anchor_us + (t_min - c->anchor_min) * 1000000 / c->minutes_per_second;
}

int64_t pace_target(const struct pace *c, int64_t now_min, int64_t now_us)
{
	if (c->mode == PACE_ADVANCE)
		return c->until_min > now_min ? c->until_min : now_min;
	if (c->mode != PACE_RUN || now_us < due_us(c, now_min + MARKET_TICK_MIN))
		return now_min;
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
	if (c->mode == PACE_ADVANCE && now_min >= c->until_min)
		pace_pause(c);
	else if (c->mode == PACE_RUN && now_us - due_us(c, now_min) > DEBT_US_MAX)
		pace_run(c, c->minutes_per_second, now_min, now_us);
}
