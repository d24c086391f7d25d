/* money.h: exact amounts.
 *
 * An amount is int64 minor units of a currency (JPY has no decimals, EUR two). One rounding: half away from zero. Rates are integers in parts per
 * million (percentages: 15 % = 150,000 ppm) or, for exchange, micro-units of quote minor per base minor. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H
#include "base/str.h"



int money_decimals(const char currency[4]);  /* 0, 2 or 3 by ISO 4217; 2 if unknown */
bool money_known(const char currency[4]);    /* one of the currencies in the table in money.c */
/* a * b / c with a 128-bit middle, rounded half away from zero; c > 0; the result must fit (asserted). */
int64_t money_mul_div(int64_t a, int64_t b, int64_t c);
static inline int64_t money_ppm(int64_t minor, int64_t ppm)
{
	return money_mul_div(minor, ppm, 1000000);
}
/* Part of gross that is tax when the price includes it: gross * ppm / (1e6 + ppm). */
int64_t money_tax_inside(int64_t gross_minor, int64_t ppm);
/* Splits total by weights (>= 0, sum > 0) so that the parts add up exactly: largest remainder, ties to the lower index. */
void money_split(int64_t total, const int64_t *weights, int n, int64_t *ret_parts);
#define MONEY_TEXT_MAX 32
void money_format(int64_t minor, const char currency[4], char ret[MONEY_TEXT_MAX]); /* "-12.34", no symbol */
bool money_parse(struct str s, const char currency[4], int64_t *ret_minor);         /* "12.3" in EUR is 1230; too many decimals: false */
#endif
