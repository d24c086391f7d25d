/* What a published view keeps of the sponsored places: who stood there when the tick ended. */
#include "market/demand/inside.h"
#include <stdlib.h>

struct sponsored {
	struct map page_of; /* as the demand's */
	uint32_t (*page)[AD_PLACES];
	uint32_t (*strip)[AD_STRIP_PLACES];
	uint32_t n_strips;
};

static uint64_t key_of(uint32_t country, uint32_t query)
{
	return hash_id(1, country, query);
}

struct sponsored *demand_sponsored(const struct market *m)
{
	const struct demand *d = m->demand;
	if (!d)
		return NULL;
	struct sponsored *s = mem_alloc(sizeof *s);
	map_init(&s->page_of);
	s->page = mem_alloc((d->n_pages + 1) * sizeof *s->page);
	s->n_strips = ads_strips(d->ads);
	s->strip = mem_alloc((s->n_strips + 1) * sizeof *s->strip);
	for (uint32_t p = 0; p < d->n_pages; p++) {
		map_put(&s->page_of, key_of(d->page[p].country, d->page[p].query), p);
		for (int i = 0; i < AD_PLACES; i++)
			s->page[p][i] = d->page[p].offer[PAGE_PLACES + i];
	}
	for (uint32_t o = 0; o < s->n_strips; o++)
		for (int i = 0; i < AD_STRIP_PLACES; i++)
			s->strip[o][i] = ads_strip(d->ads, o)[i].offer;
	return s;
}

void sponsored_destroy(struct sponsored *s)
{
	if (!s)
		return;
	map_fini(&s->page_of);
	free(s->page);
	free(s->strip);
	free(s);
}

void sponsored_page(const struct sponsored *s, uint32_t country, uint32_t query, uint32_t ret[AD_PLACES])
{
	uint32_t p = s ? map_find(&s->page_of, key_of(country, query)) : MAP_NONE;
	for (int i = 0; i < AD_PLACES; i++)
		ret[i] = p == MAP_NONE ? ROW_NONE : s->page[p][i];
}

void sponsored_strip(const struct sponsored *s, uint32_t offer, uint32_t ret[AD_STRIP_PLACES])
{
	for (int i = 0; i < AD_STRIP_PLACES; i++)
		ret[i] = s && offer < s->n_strips ? s->strip[offer][i] : ROW_NONE;
}
