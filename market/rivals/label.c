/* Prices as shops write them. */
#include "base/money.h"
#include "market/rivals/inside.h"

/* The multiple of step nearest to an amount, less a little. */
static int64_t near(int64_t minor, int64_t step, int64_t less)
{
	int64_t n = money_mul_div(minor + less, 1, step);
	return (n < 1 ? 1 : n) * step - less;
}

int64_t nice_price(int64_t minor, int decimals, bool fine)
{
	if (decimals == 0)
		return fine ? near(minor, 10, 0) : minor < 10000 ? near(minor, 100, 20) : near(minor, 500, 20);
	if (fine)
		return near(minor, 10, 1);
	return minor < 2000 ? near(minor, 50, 1) : minor < 10000 ? near(minor, 100, 1) : near(minor, 500, 1);
}
