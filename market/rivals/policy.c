/* What a rival wants of its price: one short function for each policy. docs/model.md, "Rivals". */
#include "base/exact.h"
#include "market/rivals/inside.h"

enum { CLEARER_COVER_DAYS = 90 };

static double follow(const struct world_params *k, const struct outlook *v)
{
	return k->rival_similar * v->similar + k->rival_target * v->sales;
}

/* Keeps its distance: follows, but never below the reference price. */
static double stay_above(const struct world_params *k, const struct outlook *v)
{
	double step = follow(k, v);
	return ex_max(step, ex_min(0, 1 / v->over_ref - 1));
}

/* Sells off what would lie for too long, and else leaves the price alone. */
static double clear_stock(const struct world_params *k, const struct outlook *v)
{
	return v->cover_days > CLEARER_COVER_DAYS ? -k->rival_step_max : 0;
}

double policy_step(const struct world_params *k, enum policy policy, const struct outlook *v)
{
	double step = 0;
	switch (policy) {
	case POLICY_FOLLOWER:
		step = follow(k, v);
		break;
	case POLICY_PREMIUM:
		step = stay_above(k, v);
		break;
	case POLICY_CLEARER:
		step = clear_stock(k, v);
		break;
	case POLICY_SLEEPER:
		break;
	}
	return ex_clamp(step, -k->rival_step_max, k->rival_step_max);
}
