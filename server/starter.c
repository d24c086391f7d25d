/* What a seat begins with: the market's setting `starter`. */
#include "server/starter.h"
#include "bots/starter.h"
#include "server/hosted.h"

#include <stdio.h>
#include <string.h>

static bool wants_store(struct hosted *h, uint64_t seat)
{
	for (int i = 0; i < h->n_stores; i++) /* written by this thread alone */
		if (h->stores[i].seat == seat)
			return false;
	return true;
}

/* One transaction a store: what the acts are is decided here and now, and the log has them. */
static enum problem_code prepare(struct hosted *h, uint64_t seat, struct problem *p)
{
	struct acts_run run;
	struct starter_store store;
	struct problem refused;
	struct starter_options o = { seat, (uint32_t)h->n_stores, STARTER_ORDERS };
	enum problem_code code = acts_begin(h, 0, &run, p);
	if (code)
		return code;
	code = starter_prepare(h->world, &o, acts_run, &run, &h->arena, &store, &refused);
	if (code && !run.failed)
		fprintf(stderr, "cohong: market %llx: a store could not be prepared whole: %s %s %s\n", (unsigned long long)h->id, problem_name(code), refused.field,
			refused.arg[0]);
	return acts_end(&run, p);
}

enum problem_code starter_open(struct hosted *h, const struct seat_row *seats, int n, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	if (strcmp(h->settings.starter, "first-sale") != 0)
		return code;
	for (int i = 0; i < n && !code; i++)
		if (wants_store(h, seats[i].seat))
			code = prepare(h, seats[i].seat, p);
	return code;
}
