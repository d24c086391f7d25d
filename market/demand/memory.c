/* What a buyer remembers: stores that pleased or angered him, categories that he has bought from. */
#include "market/demand/inside.h"
#include "base/calendar.h"
#include "base/exact.h"

#define BRAND_HALF_DAYS 120.0
#define SATED 0.8

static uint64_t store_id(const struct market *m, uint64_t buyer, uint32_t store)
{
	return id_of(T_buyer, buyer, m->store.id[store]);
}

/* Categories are named apart from stores. */
static uint64_t category_id(const struct market *m, uint64_t buyer, uint32_t category)
{
	return id_of(T_buyer, buyer, hash_str(W_category, world_str(m->world, m->world->category.code[category])));
}

void demand_remember(struct market *m, uint64_t buyer, uint32_t store, bool angry, uint32_t category, int64_t at_min)
{
	uint64_t id = store_id(m, buyer, store);
	uint32_t row = state_find(m, T_buyer, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_buyer, id);
		m->buyer.store[row] = store;
	}
	m->buyer.angry[row] = angry;
	m->buyer.category[row] = category;
	m->buyer.last_min[row] = at_min;
}

double memory_of(const struct market *m, uint64_t buyer, uint32_t store, int64_t at_min)
{
	uint32_t row = state_find(m, T_buyer, store_id(m, buyer, store));
	if (row == ROW_NONE)
		return 0;
	double days = (double)(at_min - m->buyer.last_min[row]) / MIN_PER_DAY;
	double felt = m->buyer.angry[row] ? m->world->params.brand_angry : m->world->params.brand_content;
	return felt * ex_exp(-0.693147180559945309 * ex_max(0, days) / BRAND_HALF_DAYS);
}

void memory_sated(struct market *m, uint64_t buyer, uint32_t category, int64_t at_min)
{
	uint64_t id = category_id(m, buyer, category);
	uint32_t row = state_find(m, T_buyer, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_buyer, id);
		m->buyer.category[row] = category;
	}
	m->buyer.sated_min[row] = at_min;
}

void demand_sated(struct market *m, uint64_t buyer, uint32_t category, int64_t at_min)
{
	memory_sated(m, buyer, category, at_min);
}

double appetite_of(const struct market *m, uint64_t buyer, uint32_t category, int64_t at_min)
{
	uint32_t row = state_find(m, T_buyer, category_id(m, buyer, category));
	if (row == ROW_NONE)
		return 1;
	double repeat = m->world->category.repeat_days[category] ? m->world->category.repeat_days[category] : 60;
	return 1 - SATED * ex_exp(-ex_max(0, (double)(at_min - m->buyer.sated_min[row]) / MIN_PER_DAY) / repeat);
}
