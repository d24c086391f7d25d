/* Worlds that are described by their product lines: `lines.csv` says what a kind of goods costs and weighs and how widely that differs, `makers.csv` how many sellers there
 * are and how their sizes differ; goods, sellers and listings are made of them when the world is compiled. The same bytes each time: all is drawn by names. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/rng.h"
#include "scenario/inside.h"

#include <stdlib.h>
#include <string.h>

enum { LISTING_TRIES = 12, SELLERS_ALL = 20000, LISTINGS_ALL = 200000, GOODS_ALL = 60000, FIRST_NUMBER = 1000 };

struct maker {
	uint32_t rival, listings;
};
struct makers {
	struct maker *v;
	double *sum; /* running weights */
	uint32_t n, cap;
	int64_t stars_x100, stars_sd_x100;
};

static uint32_t part(uint64_t name)
{
	return (uint32_t)(name >> 32);
}

static double normal(uint64_t name)
{
	return rng_normal(part(hash_u64(name, 77)));
}

/* The i-th of a row of numbers that fill 0 .. 1 evenly, however many are taken. */
static double even(uint32_t i, double step, double from)
{
	double x = from + (i + 0.5) * step;
	return x - ex_floor(x);
}

static double even_normal(uint32_t i, double step, double from)
{
	return ex_normal_quantile(ex_clamp(even(i, step, from), 1e-6, 1 - 1e-6));
}

/* Brands that nobody has: two or three syllables. */
static struct str brand_of(struct reader *r, uint64_t name)
{
	static const char *const head[] = { "Al", "Bru", "Cal", "Del", "Far", "Gal", "Ira", "Jan", "Lu", "Mar", "Nor", "Or", "Pal", "Ra", "Sol", "Tam", "Val", "Zel", "Cor", "Fin" };
	static const char *const middle[] = { "ba", "ce", "di", "fo", "ga", "le", "mi", "no", "ra", "ri", "so", "ta", "ve", "vo", "ze", "lu" };
	static const char *const tail[] = { "na", "ta", "ro", "lar", "mar", "nia", "dor", "lis", "ven", "tex", "ma", "res", "len", "zim", "bel", "que" };
	bool three = hash_u64(name, 4) >> 62;
	return arena_printf(&r->keep, "%s%s%s", head[hash_u64(name, 1) % 20], three ? middle[hash_u64(name, 2) % 16] : "", tail[hash_u64(name, 3) % 16]);
}

static void add_maker(struct reader *r, struct makers *m, const struct tab *t, struct str group, uint32_t nth, double size_sd)
{
	struct world *w = r->w;
	uint64_t name = hash_id(41, hash_str(1, group), nth);
	struct str code = arena_printf(&r->keep, "%.*s_%u", STR_FMT(group), nth + 1), brand = brand_of(r, name);
	uint32_t row = reader_add(r, W_rival, t);
	w->rival.code[row] = set_text(&w->set, code);
	w->rival.name[row] = set_text(&w->set, arena_printf(&r->keep, "%.*s %u", STR_FMT(brand), nth + 1));
	w->rival.brand[row] = set_text(&w->set, brand);
	reader_name(r, W_rival, ROW_NONE, code, row);
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 256;
		m->v = mem_grow(m->v, m->cap * sizeof *m->v);
		m->sum = mem_grow(m->sum, m->cap * sizeof *m->sum);
	}
	m->v[m->n] = (struct maker){ row, 0 };
	m->sum[m->n] = (m->n ? m->sum[m->n - 1] : 0) + ex_exp(size_sd * normal(name));
	m->n++;
}

static void read_makers(struct reader *r, struct makers *m)
{
	enum { GROUP, SELLERS, SIZE_SD, HOME, COUNTRIES, POLICY, QUALITY, SINCE, STARS, STARS_SD };
	static const char *const columns[] = { "group", "sellers", "size_sd", "home", "countries", "policy", "quality", "since", "stars", "stars_sd", "?note", NULL };
	static const char *const policies[] = { "follower", "premium", "clearer", "sleeper", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "makers", columns, true);
	while (tab_next(&t)) {
		struct str group = tab_code(&t, GROUP), home = tab_cell(&t, HOME);
		int64_t sellers = tab_number(&t, SELLERS, 1, SELLERS_ALL, INT64_MIN), sd = tab_decimal(&t, SIZE_SD, 3, 0, 4000, INT64_MIN),
			quality = tab_number(&t, QUALITY, 1, 99, INT64_MIN), since = tab_date(&t, SINCE);
		uint32_t countries = tab_countries(&t, COUNTRIES);
		int policy = tab_choice(&t, POLICY, policies);
		m->stars_x100 = tab_decimal(&t, STARS, 2, 100, 500, INT64_MIN);
		m->stars_sd_x100 = tab_decimal(&t, STARS_SD, 2, 0, 200, INT64_MIN);
		if (!countries)
			tab_fault(&t, COUNTRIES, "a seller needs at least one country");
		if (!str_eq(home, STR("CN")) && reader_find(r, W_country, ROW_NONE, home) == ROW_NONE)
			tab_fault(&t, HOME, "\"%.*s\" must be CN or a country of the world", STR_FMT(str_utf8_head(home, 20)));
		if (m->n + sellers > SELLERS_ALL)
			tab_fault(&t, SELLERS, "there are more than %d sellers in all", SELLERS_ALL);
		for (int64_t i = 0; i < sellers && !t.bad; i++) {
			add_maker(r, m, &t, group, (uint32_t)i, (double)sd / 1000);
			uint32_t row = m->v[m->n - 1].rival;
			w->rival.policy[row] = (uint8_t)policy;
			w->rival.home[row] = set_text(&w->set, home);
			w->rival.countries[row] = countries;
			w->rival.since_day[row] = since;
			w->rival.quality[row] = (uint8_t)quality;
		}
	}
}

struct line {
	uint32_t category, kind, goods, listings, hs;
	double price, price_sd, weight, weight_sd;
	struct text8_ref name;
	struct str code;
};

/* A parcel of so many grams at a quarter of water's density, sides as 5 : 4 : 3. */
static uint16_t side_mm(double weight_g, double share)
{
	double lo = 1, hi = 3000, volume = weight_g * 4000 / 60;
	for (int step = 0; step < 40; step++) {
		double mid = (lo + hi) / 2;
		if (mid * mid * mid < volume)
			lo = mid;
		else
			hi = mid;
	}
	return (uint16_t)ex_clamp(ex_floor(lo * share + 1), 10, 1400);
}

static void add_good(struct reader *r, const struct tab *t, const struct line *l, uint32_t nth)
{
	struct world *w = r->w;
	uint64_t name = hash_id(42, hash_str(1, l->code), nth);
	double from = (double)part(hash_str(5, l->code)) * 0x1p-32, price_z = even_normal(nth, 0.6180339887498949, from), weight_z = even_normal(nth, 0.4142135623730950, from);
	double price = ex_clamp(l->price * ex_exp(l->price_sd * price_z), 0.6, 90000);
	double weight = ex_clamp(l->weight * ex_exp(l->weight_sd * (0.5 * price_z + 0.866 * weight_z)), 20, 29000);
	struct str code = arena_printf(&r->keep, "%.*s_%u", STR_FMT(l->code), nth + 1), mark = arena_printf(&r->keep, " %c%u", (char)('A' + hash_u64(name, 1) % 26), 10 + nth);
	uint32_t row = reader_add(r, W_good, t);
	w->good.code[row] = set_text(&w->set, code);
	w->good.kind[row] = l->kind;
	w->good.category[row] = l->category;
	w->good.supplier[row] = set_text(&w->set, arena_printf(&r->keep, "%.*s", STR_FMT(brand_of(r, hash_u64(name, 9)))));
	for (int i = 0; i < TONGUE_MAX; i++)
		if (l->name.in[i].n)
			w->good.name[row].in[i] = set_text(&w->set, arena_printf(&r->keep, "%.*s%.*s", STR_FMT(world_str(w, l->name.in[i])), STR_FMT(mark)));
	w->good.cost_fen[row] = ex_round(price * 100 * 6.6 * 0.3);
	w->good.moq[row] = 10;
	w->good.lead_days[row] = 5;
	w->good.capacity_day[row] = 500;
	w->good.weight_g[row] = (uint32_t)weight;
	w->good.length_mm[row] = side_mm(weight, 5);
	w->good.width_mm[row] = side_mm(weight, 4);
	w->good.height_mm[row] = side_mm(weight, 3);
	w->good.hs[row] = l->hs;
	w->good.quality[row] = (uint8_t)ex_clamp(50 + 28 * normal(hash_u64(name, 6)), 1, 99);
	w->good.p_ref_usd[row] = ex_round(price * 100);
	reader_name(r, W_good, ROW_NONE, code, row);
}

static uint32_t some_maker(const struct makers *m, uint64_t name)
{
	double goal = rng_uniform(part(name)) * m->sum[m->n - 1];
	uint32_t lo = 0, hi = m->n;
	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (m->sum[mid - 1] <= goal)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static void add_listing(struct reader *r, const struct tab *t, struct makers *m, const struct line *l, uint32_t first_good, uint32_t nth, struct map *taken)
{
	struct world *w = r->w;
	uint64_t name = hash_id(43, hash_str(1, l->code), nth);
	uint32_t good = first_good + nth % l->goods, maker = 0;
	bool again = true;
	for (uint64_t i = 0; i < LISTING_TRIES && again; i++) {
		maker = some_maker(m, hash_u64(name, 20 + i));
		again = map_find(taken, hash_id(44, maker + 1, good)) != MAP_NONE;
	}
	if (again)
		return;
	map_put(taken, hash_id(44, maker + 1, good), 1);
	uint32_t row = reader_add(r, W_rlisting, t), rival = m->v[maker].rival;
	w->rlisting.rival[row] = rival;
	w->rlisting.number[row] = FIRST_NUMBER + m->v[maker].listings++;
	w->rlisting.good[row] = good;
	w->rlisting.price_ppm[row] = ex_round(1e6 * ex_clamp(ex_exp(0.12 * normal(hash_u64(name, 2))), 0.7, 1.6));
	w->rlisting.countries[row] = w->rival.countries[rival];
	w->rlisting.reviews[row] = (uint32_t)ex_clamp(ex_exp(3.2 + 1.2 * normal(hash_u64(name, 3))), 1, 20000);
	w->rlisting.stars_x100[row] = (uint16_t)ex_clamp((double)m->stars_x100 + (double)m->stars_sd_x100 * normal(hash_u64(name, 5)), 200, 495);
	w->rlisting.stock_days[row] = 1000;
	listing_write_given(w, row, reader_tongue(r), arena_printf(&r->row, "%.*s %.*s", STR_FMT(world_str(w, w->good.name[good].in[reader_tongue(r)])),
		STR_FMT(world_str(w, w->rival.brand[rival]))));
}

void read_lines(struct reader *r)
{
	enum { CATEGORY, KIND, NAME, GOODS = NAME + TONGUE_MAX, LISTINGS, PRICE, PRICE_SD, WEIGHT, WEIGHT_SD, HS };
	static const char *const columns[] = { "category", "kind", LANG8("name_"), "goods", "listings", "price_usd", "price_sd", "weight_g", "weight_sd", "hs", "?note", NULL };
	struct tab t;
	struct world *w = r->w;
	struct makers m = { 0 };
	struct map taken;
	uint32_t goods = 0, listings = 0;
	tab_open(&t, r, "lines", columns, false);
	if (!t.n_files)
		return;
	map_init(&taken);
	read_makers(r, &m);
	if (!m.n)
		faults_add(r->faults, FAULT_ERROR, "makers.csv", 0, "", "lines.csv needs sellers");
	while (tab_next(&t)) {
		struct line l = { .category = tab_row(&t, CATEGORY, W_category, ROW_NONE, "category"), .code = arena_str(&r->keep, tab_code(&t, KIND)) };
		int64_t hs = 0;
		l.name = tab_text8(&t, NAME, 1, 60, 30, true);
		l.goods = (uint32_t)tab_number(&t, GOODS, 1, 5000, INT64_MIN);
		l.listings = (uint32_t)tab_number(&t, LISTINGS, 1, 50000, INT64_MIN);
		l.price = (double)tab_decimal(&t, PRICE, 2, 60, 10000000, INT64_MIN) / 100;
		l.price_sd = (double)tab_decimal(&t, PRICE_SD, 3, 0, 3000, INT64_MIN) / 1000;
		l.weight = (double)tab_number(&t, WEIGHT, 10, 30000, INT64_MIN);
		l.weight_sd = (double)tab_decimal(&t, WEIGHT_SD, 3, 0, 2000, INT64_MIN) / 1000;
		if (tab_cell(&t, HS).n != 6 || !str_i64(tab_cell(&t, HS), &hs) || hs < 10000 || hs > 999999)
			tab_fault(&t, HS, "\"%.*s\" is no HS code of 6 digits", STR_FMT(str_utf8_head(tab_cell(&t, HS), 20)));
		l.hs = (uint32_t)hs;
		goods += l.goods;
		listings += l.listings;
		if (goods > GOODS_ALL || listings > LISTINGS_ALL)
			tab_fault(&t, GOODS, "there are more than %d goods or %d listings in all", GOODS_ALL, LISTINGS_ALL);
		if (l.category != ROW_NONE && l.code.n && reader_find(r, W_kind, l.category, l.code) != ROW_NONE)
			tab_fault(&t, KIND, "the category has this kind already");
		if (t.bad || !m.n)
			continue;
		l.kind = reader_add(r, W_kind, &t);
		w->kind.category[l.kind] = l.category;
		w->kind.code[l.kind] = set_text(&w->set, l.code);
		reader_name(r, W_kind, l.category, l.code, l.kind);
		uint32_t first = w->good.t.n;
		for (uint32_t i = 0; i < l.goods; i++)
			add_good(r, &t, &l, i);
		for (uint32_t i = 0; i < l.listings; i++)
			add_listing(r, &t, &m, &l, first, i, &taken);
	}
	map_fini(&taken);
	free(m.v);
	free(m.sum);
}
