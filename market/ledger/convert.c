/* Amounts from one currency into another at a given rate: pure in the world. */
#include "market/ledger/ledger.h"
#include "base/money.h"

int64_t ledger_fen_at(const struct world *w, uint32_t currency, int64_t minor, int64_t fx_micro)
{
	int64_t one = 10000; /* 1e6 of the rate, less 100 fen to the yuan */
	for (int i = ledger_decimals(w, currency); i > 0; i--)
		one *= 10;
	return money_mul_div(minor, fx_micro, one);
}

int64_t ledger_minor_at(const struct world *w, uint32_t currency, int64_t fen, int64_t fx_micro)
{
	int64_t one = 10000;
	for (int i = ledger_decimals(w, currency); i > 0; i--)
		one *= 10;
	return money_mul_div(fen, one, fx_micro);
}

int64_t ledger_from_usd(const struct world *w, uint32_t country, int64_t usd_minor)
{
	uint32_t usd = world_find(w, W_currency, STR("USD")), to = w->country.currency[country];
	if (usd == ROW_NONE || usd == to)
		return usd_minor;
	return ledger_minor_at(w, to, ledger_fen_at(w, usd, usd_minor, w->currency.cny_micro[usd]), w->currency.cny_micro[to]);
}

int ledger_decimals(const struct world *w, uint32_t currency)
{
	struct str code = world_str(w, w->currency.code[currency]);
	char text[4] = { 0 };
	for (size_t i = 0; i < code.n && i < 3; i++)
		text[i] = code.p[i];
	return money_decimals(text);
}
