#include "market/kernel/lift.h"
#include "base/exact.h"
#include "base/rng.h"

#include <stdlib.h>

double lift_click(const struct lift_sale *s)
{
	double u = rng_uniform(s->click_u);
	return ex_log(u / (1 - u)) - s->click_value;
}

double lift_choice(const struct lift_sale *s)
{
	return ex_log(rng_exponential(s->choice_u) / s->others) - s->choice_value;
}

double lift_price(const struct lift_sale *s, double alpha, double click_price)
{
	double click = lift_click(s), choice = lift_choice(s), cut = ex_max(0, choice / alpha);
	if (click > 0)
		cut = click_price > 0 ? ex_max(cut, click / (click_price * alpha)) : LIFT_NEVER;
	return cut;
}

double lift_picture(const struct lift_sale *s)
{
	return lift_choice(s) > 0 ? LIFT_NEVER : ex_max(0, lift_click(s));
}

double lift_days(const struct lift_sale *s, double day_value)
{
	double most = ex_max(lift_click(s), lift_choice(s));
	return most <= 0 ? 0 : day_value > 0 ? most / day_value : LIFT_NEVER;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

double lift_median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, by_size);
	return v[n / 2];
}
