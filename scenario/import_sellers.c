/* Who sells: one seller for each brand, several where a brand has much; goods without a brand go to the sellers of the base. */
#include "base/exact.h"
#include "scenario/import.h"

#include <stdlib.h>
#include <string.h>

enum { LISTINGS_PER_SELLER = 120 };

static void put_countries(const struct import *m, struct buf *b, uint32_t bits)
{
	struct buf all;
	buf_init(&all, 200);
	for (uint32_t c = 0; c < m->base->country.t.n; c++)
		if (bits >> c & 1)
			buf_printf(&all, "%s%.*s", all.n ? "|" : "", STR_FMT(world_str(m->base, m->base->country.code[c])));
	csv_put(b, buf_span(&all));
	buf_fini(&all);
}

struct seller {
	struct str code;
	uint32_t countries, n;
};

static uint32_t own_seller(struct import *m, const struct tally_item *brand, uint32_t nth, struct buf *b, struct seller *ret)
{
	static const char *const policies[] = { "follower", "follower", "follower", "premium", "clearer", "sleeper" };
	uint64_t name = hash_id(8, brand->key, nth + 1);
	struct str shown = str_utf8_head(brand->text, 40);
	uint32_t home = (uint32_t)(hash_u64(name, 2) % 10);
	ret->code = arena_printf(&m->keep, "b%.*s_%u", STR_FMT(str_sub(import_code(brand->text, &m->row), 0, 30)), nth + 1);
	ret->countries = m->countries;
	csv_put(b, ret->code);
	if (nth)
		csv_printf(b, "%.*s Shop %u", STR_FMT(shown), nth + 1);
	else
		csv_printf(b, "%.*s Store", STR_FMT(shown));
	csv_put(b, shown);
	csv_put(b, str_c(policies[hash_u64(name, 1) % 6]));
	csv_put(b, home < 6 ? STR("CN") : world_str(m->base, m->base->country.code[m->country]));
	put_countries(m, b, ret->countries);
	csv_printf(b, "%u-03-01", 2015 + (uint32_t)(hash_u64(name, 3) % 9));
	csv_printf(b, "%u", 40 + (uint32_t)(hash_u64(name, 4) % 45));
	csv_put(b, STR_NONE);
	csv_put(b, STR_NONE);
	csv_end(b);
	return 1;
}

enum problem_code import_write_sellers(struct import *m, struct buf *b, struct problem *p)
{
	static const char *const policies[] = { "follower", "premium", "clearer", "sleeper" };
	const struct world *w = m->base;
	struct tally brands;
	struct buf lists;
	tally_init(&brands);
	buf_init(&lists, 256 << 20);
	struct str nobody = STR("Catalogue");
	for (uint32_t i = 0; i < m->n; i++) {
		struct import_row *r = &m->v[i];
		arena_reset(&m->row);
		r->seller = r->brand.n ? tally_add(&brands, hash_str(3, import_code(r->brand, &m->row)), r->brand) : UINT32_MAX;
	}
	m->report->brands = brands.n;
	uint32_t n = 0, cap = m->n / LISTINGS_PER_SELLER + brands.n + w->rival.t.n + 4, borrowed = 0,
		 *first = mem_alloc((brands.n + 1) * sizeof *first);
	struct seller *seller = mem_alloc(cap * sizeof *seller);
	buf_clear(b);
	buf_str(b, STR("seller,name,brand,policy,home,countries,since,quality,about_zh,about_en\n"));
	for (uint32_t k = 0; k < brands.n && m->o->listings; k++) {
		arena_reset(&m->row);
		first[k] = n;
		for (uint32_t nth = 0; nth * LISTINGS_PER_SELLER < brands.v[k].n; nth++)
			n += own_seller(m, &brands.v[k], nth, b, &seller[n]);
	}
	uint32_t first_borrowed = n;
	bool unbranded = false;
	for (uint32_t i = 0; i < m->n; i++)
		unbranded = unbranded || m->v[i].seller == UINT32_MAX;
	for (uint32_t k = 0; k < w->rival.t.n && unbranded && m->o->listings; k++) {
		uint32_t countries = w->rival.countries[k] & m->countries;
		struct str home = world_str(w, w->rival.home[k]);
		uint32_t at_home = world_find(w, W_country, home);
		if (!countries)
			continue;
		seller[n] = (struct seller){ arena_str(&m->keep, world_str(w, w->rival.code[k])), countries, 0 };
		csv_put(b, seller[n].code);
		csv_put(b, world_str(w, w->rival.name[k]));
		csv_put(b, world_str(w, w->rival.brand[k]));
		csv_put(b, str_c(policies[w->rival.policy[k] & 3]));
		csv_put(b, at_home != ROW_NONE && m->countries >> at_home & 1 ? home : STR("CN"));
		put_countries(m, b, countries);
		csv_printf(b, "%u-03-01", 2016 + k % 8);
		csv_printf(b, "%u", w->rival.quality[k]);
		csv_put(b, STR_NONE);
		csv_put(b, STR_NONE);
		csv_end(b);
		n++;
	}
	borrowed = n - first_borrowed;
	if (unbranded && !borrowed && m->o->listings) {
		struct tally_item one = { .key = 1, .text = nobody };
		for (uint32_t nth = 0; nth * LISTINGS_PER_SELLER <= m->n && n < cap; nth++)
			n += own_seller(m, &one, nth, b, &seller[n]);
		borrowed = n - first_borrowed;
	}
	enum problem_code code = import_save(m, "rivals.csv", b, p);
	buf_str(&lists, STR("seller,listing,good,style,features,price,countries,reviews,stars,stock_days,title\n"));
	for (uint32_t i = 0; i < m->n && m->o->listings; i++) {
		struct import_row *r = &m->v[i];
		arena_reset(&m->row);
		uint32_t s = r->seller == UINT32_MAX
				     ? first_borrowed + (uint32_t)(hash_u64(r->luck, 9) % borrowed)
				     : first[r->seller] + (uint32_t)(hash_u64(r->luck, 9) %
								     ((brands.v[r->seller].n + LISTINGS_PER_SELLER - 1) / LISTINGS_PER_SELLER));
		double z = ex_normal_quantile(import_luck(r, 2));
		uint32_t reviews = r->rated ? r->reviews : (uint32_t)ex_clamp(ex_exp(3.2 + 1.4 * ex_normal_quantile(import_luck(r, 3))) - 3, 0, 5000);
		double stars = r->rated && r->stars_x100 ? (double)r->stars_x100 / 100 : ex_clamp(4.25 + 0.28 * z, 3.2, 4.9);
		csv_put(&lists, seller[s].code);
		csv_printf(&lists, "%u", ++seller[s].n);
		csv_put(&lists, import_good_code(m, r));
		csv_put(&lists, STR_NONE);
		import_put_features(&lists, r);
		csv_printf(&lists, "%.6f", (double)r->price_ppm / 1e6);
		put_countries(m, &lists, seller[s].countries);
		csv_printf(&lists, "%u", reviews);
		csv_printf(&lists, "%.2f", stars);
		csv_printf(&lists, "%u", 30 + (uint32_t)(hash_u64(r->luck, 4) % 60));
		struct str title = r->title;
		if (r->brand.n && str_find(text_lower(m->tongue, title, &m->row), text_lower(m->tongue, r->brand, &m->row), 0) < 0)
			title = arena_printf(&m->row, "%.*s %.*s", STR_FMT(r->brand), STR_FMT(r->title));
		csv_put(&lists, import_cut(title, 199));
		csv_end(&lists);
	}
	code = code ? code : import_save(m, "listings.csv", &lists, p);
	free(first);
	free(seller);
	buf_fini(&lists);
	tally_fini(&brands);
	return code;
}
