#include "base/money.h"

#include <assert.h>
#include <stdio.h>

/* ISO 4217, with the decimals it gives. Currencies of countries that the worlds may hold. */
static const struct {
	char code[4];
	int8_t decimals;
} currencies[] = {
	{ "AED", 2 }, { "ARS", 2 }, { "AUD", 2 }, { "BDT", 2 }, { "BHD", 3 }, { "BRL", 2 }, { "CAD", 2 }, { "CHF", 2 },
	{ "CLP", 0 }, { "CNH", 2 }, { "CNY", 2 }, { "COP", 2 }, { "CZK", 2 }, { "DKK", 2 }, { "EGP", 2 }, { "EUR", 2 },
	{ "GBP", 2 }, { "HKD", 2 }, { "HUF", 2 }, { "IDR", 2 }, { "ILS", 2 }, { "INR", 2 }, { "ISK", 0 }, { "JOD", 3 },
	{ "JPY", 0 }, { "KES", 2 }, { "KRW", 0 }, { "KWD", 3 }, { "KZT", 2 }, { "MAD", 2 }, { "MOP", 2 }, { "MXN", 2 },
	{ "MYR", 2 }, { "NGN", 2 }, { "NOK", 2 }, { "NZD", 2 }, { "OMR", 3 }, { "PEN", 2 }, { "PHP", 2 }, { "PKR", 2 },
	{ "PLN", 2 }, { "QAR", 2 }, { "RON", 2 }, { "RUB", 2 }, { "SAR", 2 }, { "SEK", 2 }, { "SGD", 2 }, { "THB", 2 },
	{ "TND", 3 }, { "TRY", 2 }, { "TWD", 2 }, { "UAH", 2 }, { "USD", 2 }, { "VND", 0 }, { "ZAR", 2 },
};

static int currency_find(const char currency[4])
{
	for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
		const char *code = currencies[i].code; /* with its NUL */
		if (code[0] == currency[0] && code[1] == currency[1] && code[2] == currency[2] && code[3] == currency[3])
			return (int)i;
	}
	return -1;
}

int money_decimals(const char currency[4])
{
	int i = currency_find(currency);
	return i < 0 ? 2 : currencies[i].decimals;
}

bool money_known(const char currency[4])
{
	return currency_find(currency) >= 0;
}

int64_t money_mul_div(int64_t a, int64_t b, int64_t c)
{
	assert(c > 0);
	__int128 product = (__int128)a * b;
	__int128 quotient = product / c, rest = product % c;
	if (rest < 0 ? -rest * 2 >= c : rest * 2 >= c)
		quotient += product < 0 ? -1 : 1;
	assert(quotient >= INT64_MIN && quotient <= INT64_MAX);
	return (int64_t)quotient;
}

int64_t money_tax_inside(int64_t gross_minor, int64_t ppm)
{
	return money_mul_div(gross_minor, ppm, 1000000 + ppm);
}

void money_split(int64_t total, const int64_t *weights, int n, int64_t *ret_parts)
{
	unsigned __int128 sum = 0;
	for (int i = 0; i < n; i++) {
		assert(weights[i] >= 0);
		sum += (uint64_t)weights[i];
	}
	assert(n > 0 && sum > 0);
	uint64_t whole = total < 0 ? 0 - (uint64_t)total : (uint64_t)total, left = whole;
	for (int i = 0; i < n; i++) {
		uint64_t part = (uint64_t)((unsigned __int128)whole * (uint64_t)weights[i] / sum);
		left -= part;
		ret_parts[i] = (int64_t)part;
	}
	/* Fewer than n units are left. Hand them out in order of (remainder falling, index rising). */
	unsigned __int128 last = sum;
	int last_i = -1;
	for (; left; left--) {
		unsigned __int128 best = 0;
		int best_i = -1;
		for (int i = 0; i < n; i++) {
			unsigned __int128 rest = (unsigned __int128)whole * (uint64_t)weights[i] % sum;
			bool given = rest > last || (rest == last && i <= last_i);
			if (!given && (best_i < 0 || rest > best)) {
				best = rest;
				best_i = i;
			}
		}
		assert(best_i >= 0);
		ret_parts[best_i]++;
		last = best;
		last_i = best_i;
	}
	if (total < 0)
		for (int i = 0; i < n; i++)
			ret_parts[i] = (int64_t)(0 - (uint64_t)ret_parts[i]);
}

void money_format(int64_t minor, const char currency[4], char ret[MONEY_TEXT_MAX])
{
	uint64_t mag = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor, scale = 1;
	int decimals = money_decimals(currency);
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	const char *sign = minor < 0 ? "-" : "";
	if (decimals == 0)
		snprintf(ret, MONEY_TEXT_MAX, "%s%llu", sign, (unsigned long long)mag);
	else
		snprintf(ret, MONEY_TEXT_MAX, "%s%llu.%0*llu", sign, (unsigned long long)(mag / scale), decimals,
			(unsigned long long)(mag % scale));
}

bool money_parse(struct str s, const char currency[4], int64_t *ret_minor)
{
	return str_decimal(s, money_decimals(currency), ret_minor);
}
