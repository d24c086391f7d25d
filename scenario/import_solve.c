/* Parameters that make a market of other goods as lively as a class world's: a small market is played for some days and turned towards it each evening. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/market.h"
#include "scenario/import.h"

enum { DAYS = 6, SMALLER = 6 };
#define CLICKS_A_PAGE 0.40
#define ORDERS_A_CLICK 0.09

static double logit(double p)
{
	p = ex_clamp(p, 0.0005, 0.9995);
	return ex_log(p / (1 - p));
}

void import_solve(struct world *w)
{
	struct world_params *k = &w->params, kept = *k;
	if (!w->rlisting.t.n)
		return;
	/* fewer buyers on as full a shelf */
	k->pages_per_seat_day = kept.pages_per_seat_day / SMALLER;
	k->buyers_per_seat = kept.buyers_per_seat / SMALLER;
	struct market *m = market_create(&(struct market_config){ w, { 20260901, 7 } });
	struct market_totals before, now;
	market_get_totals(m, &before);
	for (int day = 0; day < DAYS; day++) {
		market_advance(m, market_now_min(m) + MIN_PER_DAY, NULL, NULL, NULL);
		market_get_totals(m, &now);
		double pages = (double)(now.sessions - before.sessions), clicks = (double)(now.clicks - before.clicks),
		       orders = (double)(now.orders - before.orders);
		before = now;
		if (pages < 1)
			break;
		/* a page's clicks come of many places, so they answer to the logarithm */
		double step = ex_log(CLICKS_A_PAGE / ex_max(clicks / pages, 0.002)) * (day < 3 ? 1 : 0.6);
		double shift = ex_clamp(logit(ex_max(orders, 0.5) / ex_max(clicks, 1)) - logit(ORDERS_A_CLICK), -1.5, 1.5) * (day < 3 ? 1 : 0.6);
		step = ex_clamp(step, -2, 2);
		k->click_buy += step;
		k->click_browse += step;
		if (clicks >= 20) {
			k->outside_buy += shift;
			k->outside_browse += shift;
		}
	}
	market_destroy(m);
	k->pages_per_seat_day = kept.pages_per_seat_day;
	k->buyers_per_seat = kept.buyers_per_seat;
}
