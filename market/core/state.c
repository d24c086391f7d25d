/* The rows of a market: what tables there are, who is who, what is told of them. */
#include "market/core/state.h"
#include "market/core/business.h"
#include <assert.h>

#define C(kind, name, of) { #name, COLUMN_##kind, of },
#define TABLE(name, flags, columns) static const struct column columns_##name[] = { columns{ NULL, COLUMN_u8, "" } };
#include "market/core/state.def"
#undef TABLE
#undef C

static const struct table_desc tables[T_MAX] = {
#define TABLE(name, flags, columns)                                                                                                                  \
	[T_##name] = { #name, flags, columns_##name, (int)(sizeof columns_##name / sizeof columns_##name[0]) - 1, offsetof(struct market, name) },
#include "market/core/state.def"
#undef TABLE
};

int market_tables(const struct table_desc **ret)
{
	*ret = tables;
	return T_MAX;
}

static bool has_id(int t)
{
	return tables[t].columns[0].kind == COLUMN_id;
}

uint32_t state_add(struct market *m, enum state_table t, uint64_t id)
{
	assert(id && has_id(t) && map_find(&m->index[t], id) == MAP_NONE);
	uint32_t row = set_add(&m->set, (int)t);
	*(uint64_t *)set_cell(&m->set, (int)t, 0, row) = id;
	map_put(&m->index[t], id, row);
	return row;
}

uint32_t state_find(const struct market *m, enum state_table t, uint64_t id)
{
	return map_find(&m->index[t], id);
}

void state_index(struct market *m)
{
	for (int t = 0; t < T_MAX; t++) {
		if (!has_id(t))
			continue;
		uint32_t n = set_table(&m->set, t)->n;
		for (uint32_t row = 0; row < n; row++)
			map_put(&m->index[t], *(uint64_t *)set_cell(&m->set, t, 0, row), row);
	}
}

void state_event(struct market *m, enum event_kind kind, uint32_t store, uint64_t ref, int64_t a, int64_t b)
{
	if (m->quiet)
		return;
	uint64_t seat = 0, store_id = 0;
	if (store != ROW_NONE) {
		if (m->store.kind[store] == 1)
			return;
		store_id = m->store.id[store];
		if (m->store.seat[store] != ROW_NONE)
			seat = m->seat.id[m->store.seat[store]];
	}
	if (store != ROW_NONE)
		business_event(m, kind, store, ref, a);
	m->meta.events[0]++;
	if (!m->sink || !m->sink->event)
		return;
	struct event e = { kind, now_min(m), seat, store_id, ref, a, b };
	m->sink->event(m->sink->arg, &e);
}
