/* starter.h: a store that is ready to be worked in: opened, with three goods in stock and on sale, and orders of the days before.
 *
 * Everything is done by acts (store.grant, stock.grant, listing.*, offer.set, order.history), so that a replay or a copy of the market has it too. The goods
 * follow from the world and the number alone: stores with different numbers share goods only when the world has none left. */
#ifndef BOTS_STARTER_H
#define BOTS_STARTER_H
#include "bots/bots.h"

enum { STARTER_GOODS = 3, STARTER_COUNTRIES = 2, STARTER_ORDERS = 10 };
struct starter_store {
	int n, n_countries;
	uint32_t good[STARTER_GOODS], country[STARTER_COUNTRIES], channel[STARTER_GOODS];
	uint64_t listing[STARTER_GOODS];
	int64_t stock[STARTER_GOODS]; /* free pieces when the history was written */
};
struct starter_options {
	uint64_t seat;
	uint32_t number; /* from 0: chooses goods, name, second marketplace */
	int orders;	 /* of the days before; 0: none */
};
/* `act` applies one act; a teacher's act has no seat. The first refusal ends it: the store then stays as it is, and *p says why. */
enum problem_code starter_prepare(
	const struct world *w, const struct starter_options *o, bot_act *act, void *arg, struct arena *mem, struct starter_store *ret, struct problem *p);
/* The cheapest tracked channel for one piece at the usual price, import charges included whoever pays them; ROW_NONE if none takes it. */
uint32_t starter_channel(const struct world *w, uint32_t country, uint32_t good);
#endif
