/* What buyers think of what they got: docs/model.md, "Review". Pure functions of figures; review.c and returns.c say whose. */
#include "base/exact.h"
#include "market/orders/inside.h"

/* Of the model: how much lateness hurts, from which day, how softly; how little being early pleases; where stars are cut. */
#define LATE_WEIGHT 1.93
#define LATE_MIDDLE 2.9
#define LATE_WIDTH 1.69
#define EARLY_WEIGHT 0.13
#define ONE_OVER_SQRT_2PI 0.39894228040143268
static const double cut[4] = { -1.41, -1.23, -0.83, -0.20 };

double opinion_lateness(double days_late)
{
	return ex_logistic((days_late - LATE_MIDDLE) / LATE_WIDTH);
}

/* Satisfaction but for the noise. */
static double mean_z(double quality_gap, double days_late)
{
	return quality_gap - LATE_WEIGHT * opinion_lateness(days_late) + EARLY_WEIGHT * ex_clamp(-days_late, 0, 7) / 7;
}

double review_mean_stars(double quality_gap, double days_late)
{
	double mean = 1, z = mean_z(quality_gap, days_late);
	for (int i = 0; i < 4; i++)
		mean += ex_normal_cdf(z - cut[i]);
	return mean;
}

int review_stars(double quality_gap, double days_late, double noise, double *ret_z)
{
	double z = mean_z(quality_gap, days_late) + noise;
	int stars = 1;
	while (stars < 5 && z > cut[stars - 1])
		stars++;
	*ret_z = z;
	return stars;
}

double review_writes(const struct world *w, double z)
{
	return ex_min(1, w->params.review_base * (1 + w->params.review_curve * z * z));
}

/* With x standard normal and z = mean + x, the weight of z > a is E[1 + c z^2; x > b], b = a - mean: (1 + c (mean^2 + 1)) Phi(-b) + c (mean + a) phi(b). */
double review_mean_written(const struct world *w, double quality_gap, double days_late)
{
	double c = w->params.review_curve, z = mean_z(quality_gap, days_late), all = 1 + c * (z * z + 1), sum = all;
	for (int i = 0; i < 4; i++) {
		double b = cut[i] - z;
		sum += all * ex_normal_cdf(-b) + c * (z + cut[i]) * ex_exp(-b * b / 2) * ONE_OVER_SQRT_2PI;
	}
	return sum / all;
}

double return_level(double rate)
{
	enum { POINTS = 256, STEPS = 40 };
	double lo = -20, hi = 20;
	for (int step = 0; step < STEPS; step++) {
		double r = (lo + hi) / 2, sum = 0;
		for (int i = 0; i < POINTS; i++)
			sum += ex_logistic(r - ex_normal_quantile((i + 0.5) / POINTS));
		if (sum / POINTS < rate)
			lo = r;
		else
			hi = r;
	}
	return (lo + hi) / 2;
}
