/* What a tick of demand tells to who listens: pages with what was seen on them, sessions. */
#include "market/demand/inside.h"
#include "market/trace.h"
#include <stdlib.h>

bool demand_outcome(const struct market *m, uint64_t session, uint64_t *ret_buyer, uint32_t *ret_query)
{
	const struct demand *d = m->demand;
	for (int i = 0; d && i < PARTS; i++)
		for (uint32_t k = 0; k < d->part[i].n; k++)
			if (d->part[i].v[k].session == session) {
				*ret_buyer = d->part[i].v[k].buyer;
				*ret_query = d->page[d->part[i].v[k].page].query;
				return true;
			}
	return false;
}

static void tell_page(const struct market *m, const struct page *p, uint32_t strip_clicks, int64_t from_min)
{
	struct trace_page t = { .from_min = from_min, .country = p->country, .query = p->query, .sessions = p->sessions, .buying = p->buying, .orders = p->bought,
		.strip_clicks = strip_clicks };
	for (int i = 0; i < PAGE_POSITIONS && t.n < TRACE_PLACES_MAX; i++) {
		uint32_t o = p->offer[i];
		const struct seen *s = &p->seen[i];
		if (o == ROW_NONE)
			continue;
		t.place[t.n++] = (struct trace_place){ m->store.id[m->offer.store[o]], m->listing.id[m->offer.listing[o]], i < PAGE_PLACES ? i + 1 : ad_position[i - PAGE_PLACES] + 1,
			i >= PAGE_PLACES, s->examined, s->clicks, s->orders, s->units };
	}
	m->trace->page(m->trace->arg, &t);
}

static uint32_t *strip_clicks(const struct demand *d)
{
	uint32_t *n = mem_alloc((d->n_pages + 1) * sizeof *n);
	for (int i = 0; i < PARTS; i++)
		for (uint32_t k = 0; k < d->part[i].n_paid; k++)
			n[d->part[i].paid[k].page] += d->part[i].paid[k].strip > 0;
	return n;
}

void demand_trace(const struct demand *d, const struct market *m, int64_t from_min)
{
	const struct market_trace *trace = m->trace;
	uint32_t *strip = strip_clicks(d);
	for (uint32_t t = 0; trace->page && t < d->n_touched; t++)
		tell_page(m, &d->page[d->touched[t]], strip[d->touched[t]], from_min);
	free(strip);
	for (uint32_t i = 0; trace->session && i < d->n_sessions; i++) {
		const struct session *s = &d->session[i];
		const struct page *p = &d->page[s->page];
		struct trace_session v = { s->id, s->buyer, s->at_min, p->country, p->query, s->depth < p->n ? s->depth : (uint32_t)p->n, s->buys };
		trace->session(trace->arg, &v);
	}
}
