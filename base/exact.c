/* The exponential and the logarithm follow fdlibm, whose notice is:
 *
 *   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *   Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved. */
#include "base/exact.h"

#include <assert.h>
#include <float.h>
#include <string.h>

static const double ln2_hi = 6.93147180369123816490e-01, ln2_lo = 1.90821492927058770002e-10;
static const double sqrt_2pi = 2.50662827463100050242;

static uint64_t bits_of(double x)
{
	uint64_t b;
	memcpy(&b, &x, sizeof b);
	return b;
}

static double of_bits(uint64_t b)
{
	double x;
	memcpy(&x, &b, sizeof x);
	return x;
}

/* 2^k as a normal double. */
static double power_of_two(int k)
{
	assert(k >= -1022 && k <= 1023);
	return of_bits((uint64_t)(k + 1023) << 52);
}

/* c[0] + c[1] x + ... + c[n-1] x^(n-1) */
static double polynomial(const double *c, int n, double x)
{
	double sum = c[n - 1];
	for (int i = n - 2; i >= 0; i--)
		sum = sum * x + c[i];
	return sum;
}

double ex_exp(double x)
{
	static const double exp_c[] = { 1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
		-1.65339022054652515390e-06, 4.13813679705723846039e-08 };
	if (x > 709.78)
		return DBL_MAX;
	if (x < -745)
		return 0;
	/* x = k ln 2 + r, |r| <= ln 2 / 2, r = hi - lo */
	int k = (int)(x * 1.44269504088896338700 + (x < 0 ? -0.5 : 0.5));
	double hi = x - k * ln2_hi, lo = k * ln2_lo, r = hi - lo;
	double t = r * r;
	double c = r - t * polynomial(exp_c, 5, t);
	double y = 1 - ((lo - (r * c) / (2 - c)) - hi);
	/* In two steps, because the result may be subnormal, or 2^1024 times a number below 1. */
	if (k < -1021)
		return y * power_of_two(k + 200) * power_of_two(-200);
	if (k > 1022)
		return y * 2 * power_of_two(k - 1);
	return y * power_of_two(k);
}

double ex_log(double x)
{
	assert(x > 0);
	int k = 0;
	if (x < DBL_MIN) {
		x *= 0x1p54;
		k = -54;
	}
	/* x = 2^k m with m between sqrt(2)/2 and sqrt(2) */
	uint64_t b = bits_of(x) + ((uint64_t)(0x3ff00000 - 0x3fe6a09e) << 32);
	k += (int)(b >> 52) - 1023;
	double f = of_bits((b & 0x000fffffffffffff) + ((uint64_t)0x3fe6a09e << 32)) - 1;
	double half = 0.5 * f * f, s = f / (2 + f), z = s * s, w = z * z;
	double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
	double odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
	return s * (half + odd + even) + k * ln2_lo - half + f + k * ln2_hi;
}

double ex_log1p(double x)
{
	assert(x > -1);
	/* What 1 + x loses is made good by the factor (Goldberg, "What every computer scientist should know", theorem 4). */
	double u = 1 + x;
	return u == 1 ? x : ex_log(u) * (x / (u - 1));
}

double ex_pow(double x, double y)
{
	return ex_exp(y * ex_log(x));
}

double ex_sqrt(double x)
{
	assert(x >= 0);
	if (x == 0)
		return 0;
	if (x < DBL_MIN)
		return ex_sqrt(x * 0x1p54) * 0x1p-27;
	/* Halving the exponent starts within 4 %; each step squares that. */
	double y = of_bits((bits_of(x) >> 1) + 0x1ff7a7dd00000000);
	for (int i = 0; i < 4; i++)
		y = 0.5 * (y + x / y);
	return y;
}

double ex_logistic(double x)
{
	if (x >= 0)
		return 1 / (1 + ex_exp(-x));
	double e = ex_exp(x);
	return e / (1 + e);
}

double ex_normal_quantile(double p)
{
	/* Wichura (1988), Algorithm AS 241, routine PPND16: a ratio of polynomials in the middle, and two in the tails. */
	static const double ratio[3][2][8] = {
		{ { 3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
			  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727 },
			{ 1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
				28729.085735721942674, 5226.495278852545925 } },
		{ { 1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
			  .24178072517745061177, .0227238449892691845833, 7.7454501427834140764e-4 },
			{ 1, 2.05319162663775882187, 1.6763848301838038494, .68976733498510000455, .14810397642748007459, .0151986665636164571966,
				5.475938084995344946e-4, 1.05075007164441684324e-9 } },
		{ { 6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, .29656057182850489123, .026532189526576123093,
			  .0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7 },
			{ 1, .59983220655588793769, .13692988092273580531, .0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
				1.4215117583164458887e-7, 2.04426310338993978564e-15 } },
	};
	assert(p > 0 && p < 1);
	double q = p - 0.5;
	if (ex_abs(q) <= 0.425) {
		double r = 0.180625 - q * q;
		return q * polynomial(ratio[0][0], 8, r) / polynomial(ratio[0][1], 8, r);
	}
	double r = ex_sqrt(-ex_log(q < 0 ? p : 1 - p));
	int tail = r <= 5 ? 1 : 2;
	r -= tail == 1 ? 1.6 : 5;
	double z = polynomial(ratio[tail][0], 8, r) / polynomial(ratio[tail][1], 8, r);
	return q < 0 ? -z : z;
}

double ex_normal_cdf(double x)
{
	double a = ex_abs(x);
	if (a > 39)
		return x < 0 ? 0 : 1;
	double density = ex_exp(-0.5 * a * a) / sqrt_2pi;
	if (a < 4) {
		/* Phi(a) - 1/2 = density * (a + a^3/3 + a^5/(3 5) + ...); all terms are positive. */
		double term = a, sum = a;
		for (int i = 3; term > sum * 1e-17; i += 2) {
			term = term * a * a / i;
			sum += term;
		}
		return x < 0 ? 0.5 - density * sum : 0.5 + density * sum;
	}
	/* Laplace's continued fraction for the tail, from its far end. */
	double below = a;
	for (int i = 60; i >= 1; i--)
		below = a + i / below;
	double tail = density / below;
	return x < 0 ? tail : 1 - tail;
}

double ex_lgamma(double x)
{
	/* Stirling's series: B_2k / (2k (2k - 1)) */
	static const double stirling[] = { 1. / 12, -1. / 360, 1. / 1260, -1. / 1680, 1. / 1188, -691. / 360360, 1. / 156, -3617. / 122400,
		43867. / 244188 };
	assert(x > 0);
	double product = 1; /* gamma(x + n) = gamma(x) x (x + 1) ... */
	while (x < 7) {
		product *= x;
		x += 1;
	}
	double correction = polynomial(stirling, 9, 1 / (x * x)) / x;
	return (x - 0.5) * ex_log(x) - x + 0.91893853320467274178 + correction - ex_log(product);
}

double ex_gamma_cdf(double shape, double x)
{
	assert(shape > 0);
	if (x <= 0)
		return 0;
	double front = shape * ex_log(x) - x - ex_lgamma(shape);
	if (front < -740 && x > shape)
		return 1;
	front = ex_exp(front);
	if (x < shape + 1) {
		/* The power series; all terms are positive. */
		double term = 1 / shape, sum = term;
		for (int i = 1; i < 2000 && term > sum * 1e-16; i++) {
			term *= x / (shape + i);
			sum += term;
		}
		return ex_min(1, front * sum);
	}
	/* Legendre's continued fraction for the upper part, by Lentz's method. */
	double b = x + 1 - shape, c = 1e300, d = 1 / b, h = d;
	for (int i = 1; i < 2000; i++) {
		double an = -i * (i - shape);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		double step = d * c;
		h *= step;
		if (ex_abs(step - 1) < 1e-15)
			break;
	}
	return ex_clamp(1 - front * h, 0, 1);
}

double ex_floor(double x)
{
	double t = (double)(int64_t)x;
	return t > x ? t - 1 : t;
}

int64_t ex_round(double x)
{
	if (x >= 0x1p63)
		return INT64_MAX;
	if (x <= -0x1p63)
		return INT64_MIN;
	if (x != x)
		return 0;
	int64_t whole = (int64_t)x;
	double part = x - (double)whole;
	return whole + (part >= 0.5) - (part <= -0.5);
}
