/* What a market tells, kept as numbers for the gates. */
#include "base/calendar.h"
#include "cli/calibrate.h"

#include <stdlib.h>
#include <string.h>

static void keep_order(void *arg, const struct trace_order *o)
{
	struct gathered *g = arg;
	if (g->n_bought == g->cap_bought) {
		g->cap_bought = g->cap_bought ? g->cap_bought * 2 : 64;
		g->bought = mem_grow(g->bought, g->cap_bought * sizeof *g->bought);
	}
	g->bought[g->n_bought++] = o->session;
	if (o->placed_min < g->from_min || o->placed_min >= g->until_min)
		return;
	if (g->n_orders == g->cap_orders) {
		g->cap_orders = g->cap_orders ? g->cap_orders * 2 : 4096;
		g->order = mem_grow(g->order, g->cap_orders * sizeof *g->order);
	}
	struct got_order *v = &g->order[g->n_orders++];
	*v = (struct got_order){ .key = hash_u64(11, o->id), .buyer = o->buyer, .store = o->store, .placed_min = o->placed_min, .promised_min = o->promised_min,
		.delivered_min = o->delivered_min, .lost_min = o->lost_min, .value = (double)o->item_minor / 100, .freight = (double)o->freight_minor / 100, .country = o->country,
		.first_item = g->n_items, .n_items = o->n_lines, .stars = (uint8_t)o->stars, .local = o->local, .undelivered = o->delivered_min == TRACE_NEVER };
	for (uint32_t i = 0; i < o->n_lines; i++) {
		const struct trace_line *l = &o->line[i];
		if (g->n_items == g->cap_items) {
			g->cap_items = g->cap_items ? g->cap_items * 2 : 4096;
			g->item = mem_grow(g->item, g->cap_items * sizeof *g->item);
		}
		g->item[g->n_items++] = (struct got_item){ v->key, l->listing, l->category, l->quantity, (double)l->unit_minor / 100 };
		v->units += l->quantity;
		v->weight_g += l->weight_g;
	}
}

static void keep_page(void *arg, const struct trace_page *p)
{
	struct gathered *g = arg;
	g->pages += p->sessions;
	for (int i = 0; i < p->n; i++) {
		if (p->place[i].sponsored || p->place[i].place > GOT_PLACES)
			continue;
		g->clicks[p->place[i].place - 1] += p->place[i].clicks;
		g->examined[p->place[i].place - 1] += p->place[i].examined;
	}
}

/* Sessions come after the tick's orders. A search is a session here: most visits have one. */
static void keep_session(void *arg, const struct trace_session *s)
{
	struct gathered *g = arg;
	uint32_t depth = s->depth < GOT_DEPTHS ? s->depth : GOT_DEPTHS - 1;
	bool bought = false;
	for (uint32_t i = 0; i < g->n_bought && !bought; i++)
		bought = g->bought[i] == s->id;
	g->visits[depth]++;
	g->visits_bought[depth] += bought;
}

void gathered_init(struct gathered *g, const struct world *w)
{
	*g = (struct gathered){ .w = w, .trace = { g, keep_order, keep_page, keep_session }, .from_min = INT64_MIN, .until_min = INT64_MAX };
}

void gathered_fini(struct gathered *g)
{
	free(g->order);
	free(g->item);
	free(g->bought);
}
