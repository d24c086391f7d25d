/* What a buyer remembers: stores that pleased or angered him, categories that he has bought from. */
#include "market/demand/inside.h"
#include "base/calendar.h"
#include "base/exact.h"
#include <stdlib.h>

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

static uint64_t *bit_of(const struct known *k, uint64_t id)
{
	return &k->bit[id >> (64 - k->log2) >> 6];
}

static bool may_know(const struct known *k, uint64_t id)
{
	return *bit_of(k, id) >> (id >> (64 - k->log2) & 63) & 1;
}

void known_update(struct known *k, const struct market *m)
{
	enum { BITS_PER_ROW = 16, LOG2_MIN = 16 };
	uint32_t n = m->buyer.t.n;
	if (!k->bit || (uint64_t)n * BITS_PER_ROW > (uint64_t)1 << k->log2) {
		for (k->log2 = LOG2_MIN; (uint64_t)n * BITS_PER_ROW * 2 > (uint64_t)1 << k->log2; k->log2++)
			;
		free(k->bit);
		k->bit = mem_alloc(sizeof *k->bit << (k->log2 - 6));
		k->n_rows = 0;
	}
	for (; k->n_rows < n; k->n_rows++) {
		uint64_t id = m->buyer.id[k->n_rows];
		*bit_of(k, id) |= (uint64_t)1 << (id >> (64 - k->log2) & 63);
	}
}

/* Row of a name in the tick; the rows of the tick itself come after it. */
static uint32_t known_row(const struct demand *d, const struct market *m, uint64_t id)
{
	return may_know(&d->known, id) ? state_find(m, T_buyer, id) : ROW_NONE;
}

double memory_of(const struct demand *d, const struct market *m, uint64_t buyer, uint32_t store, int64_t at_min)
{
	uint32_t row = known_row(d, m, store_id(m, buyer, store));
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

double appetite_of(const struct demand *d, const struct market *m, uint64_t buyer, uint32_t category, int64_t at_min)
{
	uint32_t row = known_row(d, m, id_of(T_buyer, buyer, d->category_name[category]));
	if (row == ROW_NONE)
		return 1;
	double repeat = m->world->category.repeat_days[category] ? m->world->category.repeat_days[category] : 60;
	return 1 - SATED * ex_exp(-ex_max(0, (double)(at_min - m->buyer.sated_min[row]) / MIN_PER_DAY) / repeat);
}
