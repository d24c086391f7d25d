/* Rules on prices and marketplaces. */
#include "market/listing/inside.h"
#include "base/money.h"
#include "market/ledger/ledger.h"
#include <string.h>

enum { PRICE_HIGH_TIMES = 3 };

/* Cents of a US dollar in a country's currency, at the rates with which the world began: limits do not follow the day's rate. 0 where there is no dollar. */
static int64_t usd_in(const struct world *w, int64_t usd_cents, uint32_t country)
{
	uint32_t usd = world_find(w, W_currency, STR("USD")), own = w->country.currency[country];
	if (usd == ROW_NONE || own == ROW_NONE || !w->currency.cny_micro[own])
		return 0;
	return ledger_minor_at(w, own, ledger_fen_at(w, usd, usd_cents, w->currency.cny_micro[usd]), w->currency.cny_micro[own]);
}

int64_t listing_floor_minor(const struct world *w, uint32_t category, uint32_t country)
{
	return category == ROW_NONE ? 0 : usd_in(w, w->category.floor_usd[category], country);
}

struct amount {
	char text[MONEY_TEXT_MAX + 8];
};

static struct amount amount(const struct world *w, uint32_t country, int64_t minor)
{
	struct amount a = { "" };
	struct str code = world_str(w, w->currency.code[w->country.currency[country]]);
	char name[4] = { 0 };
	memcpy(name, code.p, code.n < 3 ? code.n : 3);
	money_format(minor, name, a.text);
	size_t n = strlen(a.text);
	a.text[n] = ' ';
	memcpy(a.text + n + 1, name, sizeof name);
	return a;
}

static bool has_tongue(const struct draft *d, enum tongue t)
{
	for (int i = 0; i < d->n_words; i++)
		if (d->words[i].tongue == t)
			return true;
	return false;
}

static void check_offer(struct check *c, const struct draft_offer *o)
{
	const struct world *w = c->w;
	struct where here = { -1, o->country, NULL, -1 };
	struct amount price = amount(w, o->country, o->price_minor);
	struct str code = world_str(w, w->country.code[o->country]);
	enum tongue t = (enum tongue)w->country.tongue[o->country];
	int64_t floor = listing_floor_minor(w, c->d->category, o->country);
	if (o->market_closed)
		check_tell(c, FINDING_OFFER_CLOSED, GROUP_OFFERS, 3, here, code, STR_NONE);
	if (c->d->n_words && !has_tongue(c->d, t))
		check_tell(c, FINDING_WORDS_MISSING, GROUP_OFFERS, 2, here, code, str_c(tongue_code[t]));
	if (o->price_minor < floor)
		check_tell(c, FINDING_PRICE_FLOOR, GROUP_OFFERS, 3, here, str_c(price.text), str_c(amount(w, o->country, floor).text));
	if (o->break_even_minor > o->price_minor && !o->confirmed_below_cost)
		check_tell(c, FINDING_PRICE_BELOW_COST, GROUP_OFFERS, 2, here, str_c(price.text),
			str_c(amount(w, o->country, o->break_even_minor).text));
	int64_t usual = c->d->good == ROW_NONE ? 0 : world_usual_minor(w, o->country, c->d->good);
	if (usual && o->price_minor > PRICE_HIGH_TIMES * usual)
		check_tell(c, FINDING_PRICE_HIGH, GROUP_OFFERS, 1, here, str_c(price.text), str_c(amount(w, o->country, usual).text));
	if (o->ship_minor > o->price_minor)
		check_tell(c, FINDING_SHIP_HIGH, GROUP_OFFERS, 2, here, str_c(amount(w, o->country, o->ship_minor).text), str_c(price.text));
}

void check_offers(struct check *c)
{
	if (!c->d->n_offers)
		check_tell(c, FINDING_OFFER_NONE, GROUP_OFFERS, 5, WHERE_LISTING, STR_NONE, STR_NONE);
	for (int i = 0; i < c->d->n_offers; i++)
		check_offer(c, &c->d->offers[i]);
}
