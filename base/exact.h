/* exact.h: elementary functions that give the same bits on every build.
 *
 * Only + - * / and integer operations in a fixed order; compiled with -ffp-contract=off. No libm anywhere in base/ or market/ (a test looks with nm).
 * Stated errors are checked in exact_test.c against the C library. */
#ifndef BASE_EXACT_H
#define BASE_EXACT_H
#include <stdint.h>

double ex_exp(double x);        /* relative error <= 2e-15 for |x| <= 700; 0 below -745, largest finite above 709.78 */
double ex_log(double x);        /* x > 0 (normal); relative error <= 2e-15, also near 1 */
double ex_log1p(double x);      /* x > -1; relative error <= 2e-15, also for tiny x */
double ex_pow(double x, double y); /* exp(y log x), x > 0; relative error <= 1e-13 for |y log x| <= 100 */
double ex_sqrt(double x);       /* x >= 0; Newton steps, relative error <= 3e-16 */
double ex_logistic(double x);   /* 1 / (1 + exp(-x)), without overflow */
double ex_normal_quantile(double p); /* 0 < p < 1 (Wichura's AS 241, PPND16); relative error <= 1e-15 of the published routine */
double ex_normal_cdf(double x); /* absolute error <= 1e-13 */
double ex_lgamma(double x);     /* x > 0; relative error <= 1e-13 away from 1 and 2 */
double ex_gamma_cdf(double shape, double x); /* regularised lower incomplete gamma; absolute error <= 1e-10 */
static inline double ex_abs(double x)
{
	return x < 0 ? -x : x;
}
static inline double ex_min(double a, double b)
{
	return a < b ? a : b;
}
static inline double ex_max(double a, double b)
{
	return a > b ? a : b;
}
static inline double ex_clamp(double x, double lo, double hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}
double ex_floor(double x);          /* |x| < 2^62 */
int64_t ex_round(double x);         /* half away from zero; saturates */
#endif
