/* What buyers type: a country's phrases by category, picked by volume. */
#include "market/demand/inside.h"
#include <stdlib.h>

void phrasebook_make(const struct world *w, uint32_t country, struct phrasebook *b)
{
	uint32_t from = w->query_of_country_at[country], until = w->query_of_country_at[country + 1], n = 0;
	uint64_t sum = 0;
	b->query = mem_alloc((until - from + 1) * sizeof *b->query);
	b->sum = mem_alloc((until - from + 1) * sizeof *b->sum);
	for (uint32_t g = 0; g < CATEGORIES_MAX; g++) {
		b->at[g] = n;
		for (uint32_t i = from; i < until; i++) {
			uint32_t q = w->query_of_country[i];
			if (w->query.category[q] != g)
				continue;
			sum += w->query.volume[q];
			b->query[n] = q;
			b->sum[n++] = sum;
		}
	}
	b->at[CATEGORIES_MAX] = n;
}

void phrasebook_fini(struct phrasebook *b)
{
	free(b->query);
	free(b->sum);
}

uint32_t phrasebook_pick(const struct phrasebook *b, uint32_t category, uint32_t u)
{
	uint32_t lo = b->at[category], hi = b->at[category + 1];
	if (lo == hi)
		return ROW_NONE;
	uint64_t before = lo ? b->sum[lo - 1] : 0, all = b->sum[hi - 1] - before;
	if (!all)
		return b->query[lo];
	uint64_t goal = before + (uint64_t)(((unsigned __int128)u * all) >> 32);
	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (b->sum[mid - 1] <= goal)
			lo = mid;
		else
			hi = mid;
	}
	return b->query[lo];
}
