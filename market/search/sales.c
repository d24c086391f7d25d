/* S: orders of an offer, decayed with a half-life; an order under the usual price counts for less. */
#include "market/listing/listing.h"
#include "market/search/search.h"
#include "base/calendar.h"
#include "base/exact.h"

double search_sales(const struct market *m, uint32_t offer, int64_t at_min)
{
	double days = (double)(at_min - m->offer.sales_min[offer]) / MIN_PER_DAY;
	double s = (double)m->offer.sales_micro[offer] / 1e6;
	return days > 0 ? s * ex_exp(-0.693147180559945309 * days / m->world->params.sales_half_days) : s;
}

void search_sales_add(struct market *m, uint32_t offer, int sign, int64_t at_min)
{
	uint32_t good = m->listing.good[m->offer.listing[offer]];
	double landed = (double)listing_landed_minor(m, offer), usual = (double)world_usual_minor(m->world, m->offer.country[offer], good);
	double s = search_sales(m, offer, at_min) + sign * ex_min(1, landed / usual);
	m->offer.sales_micro[offer] = ex_round(1e6 * ex_max(0, s));
	if (at_min > m->offer.sales_min[offer])
		m->offer.sales_min[offer] = at_min;
	state_touch(m, T_offer, offer);
}
