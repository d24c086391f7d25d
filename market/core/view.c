/* The published view: a copy of what buyers see, taken between ticks, shared by reference. */
#include "market/core/view.h"
#include "market/demand/demand.h"
#include <stdatomic.h>
#include <stdlib.h>

struct market_view {
	atomic_int users;
	struct market *m;
};

struct market_view *market_publish(const struct market *m)
{
	struct market_view *v = mem_alloc(sizeof *v);
	atomic_init(&v->users, 1);
	v->m = market_copy(m, TABLE_VIEW);
	v->m->sponsored = demand_sponsored(m);
	return v;
}

void market_view_keep(struct market_view *v)
{
	atomic_fetch_add_explicit(&v->users, 1, memory_order_relaxed);
}

void market_view_drop(struct market_view *v)
{
	if (!v || atomic_fetch_sub_explicit(&v->users, 1, memory_order_acq_rel) != 1)
		return;
	market_destroy(v->m);
	free(v);
}

int64_t market_view_now_min(const struct market_view *v)
{
	return now_min(v->m);
}

const struct market *view_market(const struct market_view *v)
{
	return v->m;
}
