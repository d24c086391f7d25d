/* Goods, what is said of them, who sells them. */
#include "base/exact.h"
#include "base/money.h"
#include "scenario/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_WEIGHT_G = 400, USUAL_LENGTH_MM = 250, USUAL_WIDTH_MM = 180, USUAL_HEIGHT_MM = 80, USUAL_HS = 392690, VALUES = 40 };

static void head(struct buf *b, const char *before, const char *prefix, const char *after)
{
	buf_clear(b);
	buf_str(b, str_c(before));
	for (int t = 0; t < TONGUE_MAX; t++)
		buf_printf(b, ",%s%s", prefix, tongue_code[t]);
	buf_str(b, str_c(after));
	csv_end(b);
}

/* The text in its language's cell, the others empty. */
static void put8(const struct import *m, struct buf *b, struct str s)
{
	for (int t = 0; t < TONGUE_MAX; t++)
		csv_put(b, t == (int)m->tongue ? s : STR_NONE);
}

void csv_printf(struct buf *b, const char *format, ...)
{
	char text[256];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	csv_put(b, str_c(text));
}

/* A draw of a row, 0 < u < 1. */
double import_luck(const struct import_row *r, uint64_t what)
{
	return ((double)(hash_u64(r->luck, what) >> 11) + 0.5) * 0x1p-53;
}

/* ---- categories */

static enum problem_code write_categories(const struct import *m, struct buf *b, struct problem *p)
{
	const struct world *w = m->base;
	head(b, "category", "name_", ",referral,referral_min_usd,price_floor_usd,return_rate,repeat_days,affinity,months,commodity");
	for (uint32_t i = 0; i < m->n_categories; i++) {
		const struct import_group *c = &m->category[i];
		uint32_t like = world_find(w, W_category, c->code);
		for (uint32_t k = 0; k < w->category.t.n && like == ROW_NONE; k++)
			if (str_eq_nocase(world_str(w, w->category.name[k].in[m->tongue]), c->name))
				like = k;
		bool known = like != ROW_NONE;
		double share = ex_clamp((double)c->n * m->n_categories / m->n, 0.01, 40);
		csv_put(b, c->code);
		put8(m, b, str_utf8_head(c->name, m->tongue == TONGUE_JA || m->tongue == TONGUE_ZH ? 30 : 60));
		csv_printf(b, "%.4f", known ? (double)w->category.referral_ppm[like] / 1e4 : 15.0);
		csv_printf(b, "%.2f", known ? (double)w->category.referral_min_usd[like] / 100 : 0.3);
		csv_put(b, STR("0"));
		csv_printf(b, "%.4f", known ? (double)w->category.return_ppm[like] / 1e4 : 6.0);
		csv_printf(b, "%u", known ? w->category.repeat_days[like] : 60);
		csv_printf(b, "%.6f", share);
		csv_put(b, STR("1|1|1|1|1|1|1|1|1|1|1|1"));
		csv_printf(b, "%u", known ? w->category.commodity[like] : 0);
		csv_end(b);
	}
	return import_save(m, "categories.csv", b, p);
}

/* ---- attributes: of each category those keys that a tenth of its goods have */

struct attribute {
	uint32_t category, n;
	struct str code, name;
	bool number;
};
struct attributes {
	struct attribute *v;
	uint32_t n;
	struct map at;       /* category, key -> attribute */
	struct tally values; /* attribute, value; .a: kept, .b: attribute */
};

static uint64_t key_of(uint32_t category, struct str code)
{
	return hash_id(4, category + 1, hash_str(1, code));
}

static bool is_flag(struct str v)
{
	return str_eq_nocase(v, STR("true")) || str_eq_nocase(v, STR("false")) || str_eq_nocase(v, STR("y")) || str_eq_nocase(v, STR("n")) ||
	       str_eq_nocase(v, STR("yes")) || str_eq_nocase(v, STR("no"));
}

/* Of the parcel, not of the goods; or said by the columns of a good already. */
static bool of_parcel(struct str code)
{
	static const char *const parts[] = { "package", "pallet", "outer", "weight", "width", "height", "depth", "dimensions", "product_type",
		"oem" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_find(code, str_c(parts[i]), 0) >= 0)
			return true;
	return false;
}

static int more_rows_first(const void *a, const void *b)
{
	const struct tally_item *x = *(const struct tally_item *const *)a, *y = *(const struct tally_item *const *)b;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void choose_keys(struct import *m, struct attributes *all)
{
	struct tally keys;
	struct map category_of;
	tally_init(&keys);
	map_init(&category_of);
	for (uint32_t i = 0; i < m->n; i++) {
		const struct import_row *r = &m->v[i];
		arena_reset(&m->row);
		for (uint32_t k = 0; k < r->n_pairs; k++) {
			struct str code = import_code(r->pair[k].key, &m->row);
			int64_t number;
			if (of_parcel(code))
				continue;
			uint64_t key = key_of(r->in_category, code);
			struct tally_item *item = tally_count(&keys, key, r->pair[k].key);
			item->a += str_decimal(r->pair[k].value, 3, &number) && number >= 0 && number <= UINT32_MAX;
			item->b += is_flag(r->pair[k].value);
			map_put(&category_of, key, r->in_category);
		}
	}
	const struct tally_item **sorted = mem_alloc((keys.n + 1) * sizeof *sorted);
	for (uint32_t i = 0; i < keys.n; i++)
		sorted[i] = &keys.v[i];
	qsort(sorted, keys.n, sizeof *sorted, more_rows_first);
	uint32_t *taken = mem_alloc((m->n_categories + 1) * sizeof *taken);
	all->v = mem_alloc((size_t)(m->n_categories * IMPORT_ATTRIBUTES + 1) * sizeof *all->v);
	for (uint32_t i = 0; i < keys.n; i++) {
		const struct tally_item *k = sorted[i];
		uint32_t c = map_find(&category_of, k->key);
		if (k->n < 3 || k->n * 10 < m->category[c].n || k->b * 2 > k->n || taken[c] == IMPORT_ATTRIBUTES)
			continue;
		taken[c]++;
		map_put(&all->at, k->key, all->n);
		all->v[all->n++] =
			(struct attribute){ c, k->n, import_code(k->text, &m->keep), text_capital(m->tongue, k->text, &m->keep), k->a == k->n };
	}
	free(taken);
	free(sorted);
	tally_fini(&keys);
	map_fini(&category_of);
}

static uint64_t value_key(uint32_t attribute, struct str code)
{
	return hash_id(5, attribute + 1, hash_str(1, code));
}

static void choose_values(struct import *m, struct attributes *all)
{
	for (uint32_t i = 0; i < m->n; i++) {
		const struct import_row *r = &m->v[i];
		arena_reset(&m->row);
		for (uint32_t k = 0; k < r->n_pairs; k++) {
			uint32_t a = map_find(&all->at, key_of(r->in_category, import_code(r->pair[k].key, &m->row)));
			if (a != MAP_NONE && !all->v[a].number)
				tally_count(&all->values, value_key(a, import_code(r->pair[k].value, &m->row)), r->pair[k].value)->b = a;
		}
	}
	struct tally_item **sorted = mem_alloc((all->values.n + 1) * sizeof *sorted);
	uint32_t *taken = mem_alloc((all->n + 1) * sizeof *taken);
	for (uint32_t i = 0; i < all->values.n; i++)
		sorted[i] = &all->values.v[i];
	qsort(sorted, all->values.n, sizeof *sorted, more_rows_first);
	for (uint32_t i = 0; i < all->values.n; i++)
		if (sorted[i]->n >= 2 && taken[sorted[i]->b] < VALUES) {
			taken[sorted[i]->b]++;
			sorted[i]->a = 1;
		}
	/* a list of values without a value would be an error of the world */
	for (uint32_t i = 0; i < all->values.n; i++)
		if (!taken[sorted[i]->b]) {
			taken[sorted[i]->b] = 1;
			sorted[i]->a = 1;
		}
	free(taken);
	free(sorted);
}

static enum problem_code write_attributes(struct import *m, const struct attributes *all, struct buf *b, struct problem *p)
{
	size_t most = m->tongue == TONGUE_JA || m->tongue == TONGUE_ZH ? 30 : 60;
	head(b, "category,attribute", "name_", ",type,unit,required,search");
	for (uint32_t i = 0; i < all->n; i++) {
		const struct attribute *a = &all->v[i];
		csv_put(b, m->category[a->category].code);
		csv_put(b, a->code);
		put8(m, b, str_utf8_head(a->name, most));
		csv_put(b, a->number ? STR("number") : STR("enum"));
		csv_put(b, STR_NONE);
		csv_put(b, STR("0"));
		csv_put(b, STR("1"));
		csv_end(b);
	}
	enum problem_code code = import_save(m, "attributes.csv", b, p);
	head(b, "category,attribute,value", "", "");
	for (uint32_t i = 0; i < all->values.n; i++) {
		const struct tally_item *v = &all->values.v[i];
		if (!v->a)
			continue;
		csv_put(b, m->category[all->v[v->b].category].code);
		csv_put(b, all->v[v->b].code);
		csv_put(b, import_code(v->text, &m->row));
		put8(m, b, str_utf8_head(v->text, most));
		csv_end(b);
	}
	return code ? code : import_save(m, "values.csv", b, p);
}

/* "color=black; gender=f" */
static struct str attributes_of(struct import *m, const struct attributes *all, const struct import_row *r)
{
	struct buf b;
	uint32_t said[IMPORT_ATTRIBUTES], n = 0;
	buf_init(&b, 560);
	for (uint32_t k = 0; k < r->n_pairs; k++) {
		uint32_t a = map_find(&all->at, key_of(r->in_category, import_code(r->pair[k].key, &m->row)));
		bool again = a == MAP_NONE;
		for (uint32_t i = 0; i < n; i++)
			again = again || said[i] == a;
		if (again || n == IMPORT_ATTRIBUTES)
			continue;
		struct str value = all->v[a].number ? r->pair[k].value : import_code(r->pair[k].value, &m->row);
		const struct tally_item *item = all->v[a].number ? NULL : tally_find(&all->values, value_key(a, value));
		if (item && !item->a) {
			m->report->values_cut++;
			continue;
		}
		if (b.n + all->v[a].code.n + value.n + 4 > 560)
			break;
		said[n++] = a;
		buf_printf(&b, "%s%.*s=%.*s", b.n ? "; " : "", STR_FMT(all->v[a].code), STR_FMT(value));
	}
	struct str s = arena_str(&m->row, buf_span(&b));
	buf_fini(&b);
	return s;
}

/* ---- features: the sentences of a description */

struct str import_cut(struct str s, size_t max)
{
	struct str h = str_utf8_head(s, max);
	if (h.n < s.n)
		for (size_t i = h.n; i > h.n / 2; i--)
			if (s.p[i] == ' ') {
				h.n = i;
				break;
			}
	while (h.n && strchr(" ,;:-.!?(/&", h.p[h.n - 1]))
		h.n--;
	while (str_ends(h, STR("。")))
		h.n -= 3;
	return h;
}

static struct str next_sentence(struct str *rest)
{
	struct str s = str_trim(*rest);
	for (size_t i = 0; i < s.n; i++) {
		bool stop = (s.p[i] == '.' || s.p[i] == '!' || s.p[i] == '?') && i + 1 < s.n && s.p[i + 1] == ' ';
		bool wide = i + 3 <= s.n && memcmp(s.p + i, "。", 3) == 0;
		if (!stop && !wide)
			continue;
		*rest = str_sub(s, i + (wide ? 3 : 1), s.n);
		return str_sub(s, 0, i);
	}
	*rest = STR_NONE;
	return s;
}

static enum problem_code write_features(struct import *m, struct buf *b, struct problem *p)
{
	bool cjk = m->tongue == TONGUE_JA || m->tongue == TONGUE_ZH;
	struct tally lines;
	tally_init(&lines);
	buf_clear(b);
	buf_str(b, STR("category,feature"));
	for (int t = 0; t < TONGUE_MAX; t++)
		buf_printf(b, ",short_%s", tongue_code[t]);
	for (int t = 0; t < TONGUE_MAX; t++)
		buf_printf(b, ",long_%s", tongue_code[t]);
	csv_end(b);
	for (uint32_t i = 0; i < m->n; i++) {
		struct import_row *r = &m->v[i];
		struct str rest = r->text;
		while (rest.n && r->n_features < IMPORT_FEATURES) {
			struct str line = import_cut(next_sentence(&rest), cjk ? 90 : 180);
			if (str_utf8_count(line) < (cjk ? 12 : 30))
				continue;
			uint32_t known = lines.n, f = tally_add(&lines, hash_id(6, r->in_category + 1, hash_str(1, line)), line);
			struct str code = arena_printf(&m->keep, "s%u", f + 1);
			bool twice = false;
			for (uint32_t k = 0; k < r->n_features; k++)
				twice = twice || str_eq(r->feature[k], code);
			if (twice)
				continue;
			r->feature[r->n_features++] = code;
			if (f < known)
				continue;
			csv_put(b, m->category[r->in_category].code);
			csv_put(b, code);
			put8(m, b, import_cut(line, 40));
			put8(m, b, line);
			csv_end(b);
		}
	}
	tally_fini(&lines);
	return import_save(m, "features.csv", b, p);
}

/* ---- goods */

struct parcel {
	uint32_t weight_g, side_mm[3];
};

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static uint32_t median_of(const struct import *m, uint32_t category, int what, uint32_t usual, uint32_t *room)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < m->n; i++) {
		uint32_t v = what < 0 ? m->v[i].weight_g : m->v[i].side_mm[what];
		if (m->v[i].in_category == category && v)
			room[n++] = v;
	}
	if (n < 3)
		return usual;
	qsort(room, n, sizeof *room, by_size);
	return room[n / 2];
}

static void usual_parcels(const struct import *m, struct parcel *v)
{
	uint32_t *room = mem_alloc((m->n + 1) * sizeof *room);
	for (uint32_t c = 0; c < m->n_categories; c++) {
		v[c].weight_g = median_of(m, c, -1, USUAL_WEIGHT_G, room);
		v[c].side_mm[0] = median_of(m, c, 0, USUAL_LENGTH_MM, room);
		v[c].side_mm[1] = median_of(m, c, 1, USUAL_WIDTH_MM, room);
		v[c].side_mm[2] = median_of(m, c, 2, USUAL_HEIGHT_MM, room);
	}
	free(room);
}

static double tax_rate(const struct world *w, uint32_t country, enum tax_kind kind)
{
	uint32_t t = world_tax(w, country, kind, w->start_min / 1440);
	return t == ROW_NONE ? 0 : (double)w->tax.rate_ppm[t] / 1e6;
}

/* Half of what parts a price from the middle of its kind is taken for worth, half for dearness: p_ref is moved by the first, the factor of the listing by the second. */
static void find_prices(struct import *m, struct import_row *r, int64_t *ret_cost_fen)
{
	const struct world *w = m->base;
	uint32_t usd = world_find(w, W_currency, STR("USD")),
		 own = m->o->currency ? world_find(w, W_currency, str_c(m->o->currency)) : w->country.currency[m->country];
	char code[4] = "";
	memcpy(code, world_str(w, w->currency.code[own]).p, 3);
	double unit = money_decimals(code) == 0 ? 1 : money_decimals(code) == 3 ? 1000 : 100;
	double cny = (double)r->price_minor / unit * (double)w->currency.cny_micro[own] / 1e6,
	       dear = ex_log((double)r->price_minor) - m->kind[r->in_kind].median;
	double on_top = tax_rate(w, m->country, TAX_SALES_ON_TOP), inside = tax_rate(w, m->country, TAX_VAT_INSIDE);
	double factor = ex_clamp(ex_exp(dear / 2), 0.7, 1.6);
	r->price_ppm = ex_round(factor * 1e6);
	r->p_ref_usd = ex_round(ex_clamp(100 * cny * (1 + on_top) / ((double)w->currency.cny_micro[usd] / 1e6) / factor, 50, 10000000));
	int64_t share = m->o->cost_ppm ? m->o->cost_ppm : 280000;
	double fen = 100 * cny / (1 + inside) * (double)share / 1e6;
	*ret_cost_fen = ex_round(ex_clamp(fen, 1, (double)r->p_ref_usd * 6.9));
}

struct str import_good_code(struct import *m, const struct import_row *r)
{
	return arena_printf(&m->row, "%.*s_%u", STR_FMT(str_sub(m->category[r->in_category].code, 0, 28)), r->line);
}

static struct str name_without_brand(const struct import *m, const struct import_row *r)
{
	struct str s = r->title;
	if (r->brand.n && s.n > r->brand.n + 1 && str_eq_nocase(str_sub(s, 0, r->brand.n), r->brand) && s.p[r->brand.n] == ' ')
		s = str_trim(str_sub(s, r->brand.n, s.n));
	return import_cut(s, m->tongue == TONGUE_JA || m->tongue == TONGUE_ZH ? 80 : 160);
}

void import_put_features(struct buf *b, const struct import_row *r)
{
	struct buf all;
	buf_init(&all, 200);
	for (uint32_t i = 0; i < r->n_features; i++)
		buf_printf(&all, "%s%.*s", i ? "|" : "", STR_FMT(r->feature[i]));
	csv_put(b, buf_span(&all));
	buf_fini(&all);
}

static enum problem_code write_goods(struct import *m, const struct attributes *all, struct buf *b, struct problem *p)
{
	struct parcel *usual = mem_alloc((m->n_categories + 1) * sizeof *usual);
	uint32_t guessed = 0;
	usual_parcels(m, usual);
	head(b, "category,good,kind,supplier", "name_",
		",cost_cny,moq,lead_days,capacity_day,weight_g,length_mm,width_mm,height_mm,hs,battery,battery_wh,liquid_ml,quality,p_ref_usd,"
		"attributes,features,drawing,colors,note_zh");
	for (uint32_t i = 0; i < m->n; i++) {
		struct import_row *r = &m->v[i];
		const struct parcel *u = &usual[r->in_category];
		int64_t cost_fen;
		arena_reset(&m->row);
		find_prices(m, r, &cost_fen);
		bool measured = r->weight_g && r->side_mm[0] && r->side_mm[1] && r->side_mm[2];
		guessed += !measured;
		double dear = ex_log((double)r->price_minor) - m->kind[r->in_kind].median;
		csv_put(b, m->category[r->in_category].code);
		csv_put(b, import_good_code(m, r));
		csv_put(b, m->kind[r->in_kind].code);
		csv_put(b, r->brand.n ? r->brand : STR("catalogue"));
		struct str name = name_without_brand(m, r);
		put8(m, b, name.n ? name : r->title);
		csv_printf(b, "%lld.%02lld", (long long)(cost_fen / 100), (long long)(cost_fen % 100));
		csv_put(b, STR("10"));
		csv_put(b, STR("4"));
		csv_put(b, STR("300"));
		csv_printf(b, "%u", r->weight_g ? r->weight_g : u->weight_g);
		for (int k = 0; k < 3; k++)
			csv_printf(b, "%u", r->side_mm[k] ? r->side_mm[k] : u->side_mm[k]);
		csv_printf(b, "%06u", r->hs ? r->hs : USUAL_HS);
		csv_put(b, STR_NONE);
		csv_put(b, STR_NONE);
		csv_put(b, STR("0"));
		csv_printf(b, "%d", (int)ex_round(ex_clamp(50 + 12 * ex_normal_quantile(import_luck(r, 1)) + 8 * ex_clamp(dear, -2, 2), 20, 85)));
		csv_printf(b, "%lld.%02lld", (long long)(r->p_ref_usd / 100), (long long)(r->p_ref_usd % 100));
		csv_put(b, attributes_of(m, all, r));
		import_put_features(b, r);
		csv_put(b, STR_NONE);
		csv_put(b, STR_NONE);
		csv_printf(b, "目录第 %u 行%s%s", r->line, measured ? "" : "；重量或尺寸按类目估计", r->hs ? "" : "；HS 编码待核");
		csv_end(b);
	}
	free(usual);
	if (guessed)
		faults_add(&m->report->why, FAULT_WARNING, m->o->file, 0, "weight_g",
			"%u goods have no full weight and size: the middle of their category is taken, or %d g", guessed, USUAL_WEIGHT_G);
	return import_save(m, "goods.csv", b, p);
}

enum problem_code import_write_goods(struct import *m, struct problem *p)
{
	struct attributes all = { 0 };
	struct buf b;
	buf_init(&b, 256 << 20);
	map_init(&all.at);
	tally_init(&all.values);
	choose_keys(m, &all);
	choose_values(m, &all);
	enum problem_code code = write_categories(m, &b, p);
	code = code ? code : write_attributes(m, &all, &b, p);
	code = code ? code : write_features(m, &b, p);
	code = code ? code : write_goods(m, &all, &b, p);
	code = code ? code : import_write_sellers(m, &b, p);
	free(all.v);
	map_fini(&all.at);
	tally_fini(&all.values);
	buf_fini(&b);
	return code;
}
