/* What a tick of demand tells to who listens: pages with what was seen on them, sessions. */
#include "market/demand/inside.h"
#include "market/trace.h"

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

static void tell_page(const struct market *m, const struct page *p, int64_t from_min)
{
	struct trace_page t = { from_min, p->country, p->query, p->sessions, p->buying, p->bought, 0, { { 0 } } };
	for (; t.n < p->n && t.n < TRACE_PLACES_MAX; t.n++) {
		uint32_t o = p->place[t.n].offer;
		const struct seen *s = &p->seen[t.n];
		t.place[t.n] = (struct trace_place){ m->store.id[m->offer.store[o]], m->listing.id[m->offer.listing[o]], s->examined, s->clicks, s->orders, s->units };
	}
	m->trace->page(m->trace->arg, &t);
}

void demand_trace(const struct demand *d, const struct market *m, int64_t from_min)
{
	const struct market_trace *trace = m->trace;
	for (uint32_t t = 0; trace->page && t < d->n_touched; t++)
		tell_page(m, &d->page[d->touched[t]], from_min);
	for (uint32_t i = 0; trace->session && i < d->n_sessions; i++) {
		const struct session *s = &d->session[i];
		const struct page *p = &d->page[s->page];
		struct trace_session v = { s->id, s->buyer, s->at_min, p->country, p->query, s->depth < p->n ? s->depth : (uint32_t)p->n, s->buys };
		trace->session(trace->arg, &v);
	}
}
