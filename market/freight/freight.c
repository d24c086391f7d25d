/* Channels: what they take, what they cost, what customs add. */
#include "market/freight/freight.h"
#include "base/calendar.h"
#include "base/money.h"
#include "market/ledger/ledger.h"
#include <stdio.h>

enum { CHANNEL_POST, CHANNEL_LINE, CHANNEL_EXPRESS, CHANNEL_LOCAL };
enum { BATTERY_LOOSE = 3, BATTERY_MWH_MAX = 100000 }; /* IATA: at most 100 Wh a battery */

/* The row in force, or ROW_NONE. */
static uint32_t rate_of(const struct world *w, uint32_t channel, uint32_t country, int64_t day)
{
	uint32_t best = ROW_NONE;
	for (uint32_t r = 0; r < w->rate.t.n; r++)
		if (w->rate.channel[r] == channel && w->rate.country[r] == country && w->rate.from_day[r] <= day && (best == ROW_NONE || w->rate.from_day[r] >= w->rate.from_day[best]))
			best = r;
	return best;
}

/* Pieces are stacked along their shortest side. */
static void packed_size(const struct world *w, uint32_t good, uint32_t quantity, int64_t *ret_longest, int64_t *ret_sum)
{
	int64_t side[3] = { w->good.length_mm[good], w->good.width_mm[good], w->good.height_mm[good] };
	int least = 0;
	for (int i = 1; i < 3; i++)
		if (side[i] < side[least])
			least = i;
	side[least] *= quantity;
	*ret_longest = side[0] > side[1] ? side[0] : side[1];
	if (side[2] > *ret_longest)
		*ret_longest = side[2];
	*ret_sum = side[0] + side[1] + side[2];
}

static enum freight_refusal refusal(const struct world *w, uint32_t channel, uint32_t good, uint32_t quantity, int64_t weight_g)
{
	int64_t longest, sum;
	uint8_t battery = w->good.battery[good];
	if (battery && (!w->channel.battery[channel] || w->good.battery_mwh[good] > BATTERY_MWH_MAX || (battery == BATTERY_LOOSE && w->channel.kind[channel] == CHANNEL_POST)))
		return FREIGHT_BATTERY;
	if (w->good.liquid_ml[good] && !w->channel.liquid[channel])
		return FREIGHT_LIQUID;
	if (w->channel.max_g[channel] && weight_g > w->channel.max_g[channel])
		return FREIGHT_TOO_HEAVY;
	if (weight_g < w->channel.min_g[channel])
		return FREIGHT_TOO_LIGHT;
	packed_size(w, good, quantity, &longest, &sum);
	if ((w->channel.max_side_mm[channel] && longest > w->channel.max_side_mm[channel]) || (w->channel.max_sum_mm[channel] && sum > w->channel.max_sum_mm[channel]))
		return FREIGHT_TOO_LARGE;
	return FREIGHT_OK;
}

static int64_t up_to_step(int64_t v, int64_t step)
{
	return step > 1 ? (v + step - 1) / step * step : v;
}

void freight_quote(const struct world *w, uint32_t channel, uint32_t country, uint32_t good, uint32_t quantity, int64_t value_minor, int64_t day, int64_t fx_micro, struct freight_quote *ret)
{
	struct freight_quote q = { .rate = rate_of(w, channel, country, day) };
	int64_t weight = (int64_t)w->good.weight_g[good] * quantity, divisor = w->channel.volumetric[channel];
	int64_t mm3 = (int64_t)w->good.length_mm[good] * w->good.width_mm[good] * w->good.height_mm[good] * quantity;
	int64_t volume = divisor ? (mm3 + divisor - 1) / divisor : 0; /* mm3 / 1000 / divisor kg = mm3 / divisor g */
	q.weight_g = (uint32_t)weight;
	q.volume_g = (uint32_t)volume;
	q.refusal = q.rate == ROW_NONE ? FREIGHT_NO_RATE : refusal(w, channel, good, quantity, weight);
	if (q.rate != ROW_NONE) {
		int64_t charge = weight > volume ? weight : volume;
		if (charge < w->rate.min_charge_g[q.rate])
			charge = w->rate.min_charge_g[q.rate];
		charge = up_to_step(charge, w->rate.step_g[q.rate]);
		int64_t per_kg = w->rate.per_kg_fen[q.rate] + (w->good.battery[good] ? w->rate.battery_per_kg_fen[q.rate] : 0);
		q.charge_g = (uint32_t)charge;
		q.freight_fen = money_mul_div(charge, per_kg, 1000) + w->rate.per_item_fen[q.rate];
		q.days_min = w->rate.days_min[q.rate];
		q.days_max = w->rate.days_max[q.rate];
		if (w->rate.ddp[q.rate])
			q.duty_fen = ledger_fen_at(w, w->country.currency[country], freight_duty_minor(w, country, good, quantity, value_minor, day), fx_micro);
	}
	*ret = q;
}

/* An amount of a tax row in the country's currency, at the rates with which the world began (limits in law do not follow the day's rate). */
static int64_t in_country(const struct world *w, uint32_t tax, int64_t minor, uint32_t country)
{
	uint32_t from = w->tax.currency[tax], to = w->country.currency[country];
	if (from == ROW_NONE || from == to || !minor)
		return minor;
	return ledger_minor_at(w, to, ledger_fen_at(w, from, minor, w->currency.cny_micro[from]), w->currency.cny_micro[to]);
}

/* One order has one kind of goods, thus one tariff heading: an amount "per item" is taken once, not for each piece (EU rule of 1 July 2026). */
int64_t freight_duty_minor(const struct world *w, uint32_t country, uint32_t good, uint32_t quantity, int64_t value_minor, int64_t day)
{
	int64_t sum = 0;
	(void)quantity;
	uint32_t t = world_tax(w, country, TAX_DUTY_PER_ITEM, day);
	if (t != ROW_NONE && (!w->tax.limit_minor[t] || value_minor <= in_country(w, t, w->tax.limit_minor[t], country)))
		sum += in_country(w, t, w->tax.amount_minor[t], country);
	t = world_tax(w, country, TAX_DUTY_PERCENT, day);
	if (t != ROW_NONE && value_minor > in_country(w, t, w->tax.limit_minor[t], country)) {
		int64_t ppm = world_duty_ppm(w, country, w->good.hs[good], day);
		sum += money_ppm(value_minor, ppm < 0 ? w->tax.rate_ppm[t] : ppm);
	}
	t = world_tax(w, country, TAX_HANDLING_PER_ORDER, day);
	if (t != ROW_NONE)
		sum += in_country(w, t, w->tax.amount_minor[t], country);
	return sum;
}

/* Lane times have their mean in the middle of the range and a third of it as deviation (leg_times). */
uint16_t freight_usual_days(const struct world *w, uint32_t rate)
{
	int range = w->rate.days_max[rate] - w->rate.days_min[rate];
	return (uint16_t)(w->rate.days_min[rate] + (range * 78 + 99) / 100);
}

uint16_t freight_promise_days(const struct market *m, uint32_t offer)
{
	const struct world *w = m->world;
	uint16_t said = m->offer.promise_days[offer];
	if (m->offer.channel[offer] == ROW_NONE)
		return said ? said : w->country.promise_days[m->offer.country[offer]];
	uint32_t rate = rate_of(w, m->offer.channel[offer], m->offer.country[offer], cal_day_of(now_min(m)));
	if (rate == ROW_NONE)
		return said ? said : w->country.promise_days[m->offer.country[offer]];
	uint8_t handling = m->listing.handling_days[m->offer.listing[offer]];
	uint16_t usual = (uint16_t)(freight_usual_days(w, rate) + (handling ? handling : 1));
	return said > usual ? said : usual;
}

bool freight_duties_paid(const struct world *w, uint32_t channel, uint32_t country, int64_t day)
{
	uint32_t rate = channel == ROW_NONE ? ROW_NONE : rate_of(w, channel, country, day);
	return rate == ROW_NONE || w->rate.ddp[rate];
}

enum problem_code freight_problem(const struct world *w, uint32_t channel, uint32_t country, enum freight_refusal r, struct problem *p)
{
	static const enum problem_code code[] = {
		[FREIGHT_NO_RATE] = PROBLEM_CHANNEL_NO_RATE,	 [FREIGHT_TOO_LIGHT] = PROBLEM_CHANNEL_TOO_LIGHT, [FREIGHT_TOO_HEAVY] = PROBLEM_CHANNEL_TOO_HEAVY,
		[FREIGHT_TOO_LARGE] = PROBLEM_CHANNEL_TOO_LARGE, [FREIGHT_BATTERY] = PROBLEM_CHANNEL_BATTERY,	  [FREIGHT_LIQUID] = PROBLEM_CHANNEL_LIQUID,
	};
	if (r == FREIGHT_OK)
		return PROBLEM_NONE;
	char name[96], to[96], limit[24];
	int64_t v = r == FREIGHT_TOO_LIGHT ? w->channel.min_g[channel] : r == FREIGHT_TOO_HEAVY ? w->channel.max_g[channel] : w->channel.max_side_mm[channel];
	struct str en = world_str(w, w->channel.name_en[channel]), zh = world_str(w, w->channel.name_zh[channel]);
	snprintf(name, sizeof name, "%.*s%c%.*s", STR_FMT(en), PROBLEM_NAMES, STR_FMT(zh));
	country_names(w, country, to, sizeof to);
	snprintf(limit, sizeof limit, "%lld", (long long)v);
	return problem_set(p, code[r], "channel", name, to, limit, NULL);
}
