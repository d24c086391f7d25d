#include "base/money.h"
#include "market/world/world.h"

static int64_t scale_of(const struct world *w, uint32_t currency)
{
	char code[4] = { 0 };
	struct str name = world_str(w, w->currency.code[currency]);
	for (size_t i = 0; i < 3 && i < name.n; i++)
		code[i] = name.p[i];
	int64_t scale = 1;
	for (int i = money_decimals(code); i < 2; i++)
		scale *= 10;
	return scale;
}

int64_t world_usual_minor(const struct world *w, uint32_t country, uint32_t good)
{
	size_t at = (size_t)good * w->country.t.n + country;
	if (at < w->usual.t.n && w->usual.good[at] == good && w->usual.country[at] == country)
		return w->usual.minor[at] > 1 ? w->usual.minor[at] : 1;
	/* a world made by hand: the goods' own price */
	uint32_t usd = world_find(w, W_currency, STR("USD")), own = w->country.currency[country];
	int64_t minor = w->good.p_ref_usd[good];
	if (usd != ROW_NONE && usd != own)
		minor = money_mul_div(minor, w->currency.cny_micro[usd], w->currency.cny_micro[own] * scale_of(w, own));
	return minor < 1 ? 1 : minor;
}
