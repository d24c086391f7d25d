/* The catalogue's file to rows: columns are found by the mapping or by their names, cells are cleaned, what can't be used is told. */
#include "base/money.h"
#include "scenario/import.h"

#include <stdlib.h>
#include <string.h>

enum field {
	F_NAME,
	F_PRICE,
	F_CATEGORY,
	F_KIND,
	F_BRAND,
	F_DESCRIPTION,
	F_ATTRIBUTES,
	F_WEIGHT,
	F_LENGTH,
	F_WIDTH,
	F_HEIGHT,
	F_HS,
	F_REVIEWS,
	F_STARS,
	F_MAX
};

/* The first name is that of the field; columns with one of the others are taken where nothing is mapped, the first that is there. */
static const char *const names[F_MAX] = {
	[F_NAME] = "name|title|product_title|product_name|item_name",
	[F_PRICE] = "price|price_minor|price_cents|unit_price|retail_price|sale_price|current_price",
	[F_CATEGORY] = "category|product_category|category_name|department",
	[F_KIND] = "kind|style|sub_category|subcategory|product_type|product_class",
	[F_BRAND] = "brand|brand_name|manufacturer|vendor",
	[F_DESCRIPTION] = "description|short_description|product_description|body|bullet_points",
	[F_ATTRIBUTES] = "attributes|specs|specifications|product_features",
	[F_WEIGHT] = "weight_g|package_weight_g|weight",
	[F_LENGTH] = "length_mm|package_depth_mm",
	[F_WIDTH] = "width_mm|package_width_mm",
	[F_HEIGHT] = "height_mm|package_height_mm",
	[F_HS] = "hs|hs_code|customs_code",
	[F_REVIEWS] = "reviews|review_count|rating_count",
	[F_STARS] = "stars|rating|average_rating",
};
/* Where no column has it, a pair of the attributes may: grams and millimetres of the packed piece. */
static const char *const pair_names[F_MAX] = {
	[F_WEIGHT] = "package weight|weight",
	[F_LENGTH] = "package depth|package length|depth|length",
	[F_WIDTH] = "package width|width",
	[F_HEIGHT] = "package height|height",
	[F_KIND] = "product type",
};

struct source {
	int column;             /* -1: none */
	struct str value, pair; /* for all rows; key of a pair */
};

struct mapping {
	struct source of[F_MAX];
	struct str extra_name[32]; /* attr.NAME=column */
	int extra_column[32];
	int n_extra;
	bool minor; /* the price is in minor units */
};

static int field_of(struct str name)
{
	if (str_eq_nocase(name, STR("title")))
		return F_NAME;
	for (int f = 0; f < F_MAX; f++) {
		struct str all = str_c(names[f]), first;
		if (str_next(&all, '|', &first) && str_eq_nocase(first, name))
			return f;
	}
	return -1;
}

/* One line of a mapping: field, column (or @KEY of the attributes), value for all. */
static enum problem_code map_one(
	struct import *m, struct sheet *s, struct mapping *map, struct str field, struct str column, struct str value, struct problem *p)
{
	bool extra = str_starts(field, STR("attr."));
	int f = extra ? 0 : field_of(field), at = -1;
	struct str shown = arena_str(&m->keep, str_utf8_head(field, 40));
	if (f < 0)
		return problem_set(p, PROBLEM_BAD_VALUE, "map", arena_printf(&m->keep, "there is no field \"%.*s\"", STR_FMT(shown)).p, NULL);
	if (column.n && column.p[0] != '@') {
		at = sheet_column(s, column);
		if (at < 0)
			return problem_set(p, PROBLEM_BAD_VALUE, "map",
				arena_printf(&m->keep, "the file has no column \"%.*s\"", STR_FMT(str_utf8_head(column, 40))).p, NULL);
	}
	if (extra) {
		if (at >= 0 && map->n_extra < 32) {
			map->extra_name[map->n_extra] = arena_str(&m->keep, str_sub(field, 5, field.n));
			map->extra_column[map->n_extra++] = at;
		}
		return PROBLEM_NONE;
	}
	map->of[f] =
		(struct source){ at, arena_str(&m->keep, value), at < 0 && column.n ? arena_str(&m->keep, str_sub(column, 1, column.n)) : STR_NONE };
	return PROBLEM_NONE;
}

static enum problem_code map_from_file(struct import *m, struct sheet *s, struct mapping *map, struct problem *p)
{
	struct sheet *t;
	struct sheet_row r;
	enum problem_code code = sheet_open(m->o->mapping, SHEET_BY_NAME, &t, p);
	if (code)
		return code;
	int field = sheet_column(t, STR("field")), column = sheet_column(t, STR("column")), value = sheet_column(t, STR("value"));
	if (field < 0 || column < 0)
		code = problem_set(p, PROBLEM_FILE_UNREADABLE, "", m->o->mapping, "a mapping has the columns field,column and perhaps value", NULL);
	sheet_set_comment(t, '#');
	for (enum sheet_step step; !code && (step = sheet_next(t, &r, p)) != SHEET_END;)
		code = step == SHEET_FAULT ? p->code
					   : map_one(m, s, map, str_trim(r.cell[field]), str_trim(r.cell[column]),
						     value < 0 ? STR_NONE : str_trim(r.cell[value]), p);
	sheet_close(t);
	return code;
}

static bool has_end(struct str name, struct str end)
{
	return name.n >= end.n && str_eq_nocase(str_sub(name, name.n - end.n, end.n), end);
}

static enum problem_code make_mapping(struct import *m, struct sheet *s, struct mapping *map, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	*map = (struct mapping){ 0 };
	for (int f = 0; f < F_MAX; f++)
		map->of[f].column = -1;
	if (m->o->mapping)
		code = map_from_file(m, s, map, p);
	struct str rest = str_c(m->o->map), one;
	while (!code && rest.n && str_next(&rest, ',', &one)) {
		ptrdiff_t equals = str_find(one, STR("="), 0);
		if (equals < 1)
			code = problem_set(p, PROBLEM_BAD_VALUE, "map", "write field=column,field=column", NULL);
		else
			code = map_one(
				m, s, map, str_trim(str_sub(one, 0, (size_t)equals)), str_trim(str_sub(one, (size_t)equals + 1, one.n)), STR_NONE, p);
	}
	for (int f = 0; !code && f < F_MAX; f++) {
		struct str all = str_c(names[f]), name;
		bool mapped = map->of[f].column >= 0 || map->of[f].value.n || map->of[f].pair.n;
		/* where a file has both, the title says more than the name */
		if (!mapped && f == F_NAME)
			map->of[f].column = sheet_column(s, STR("title"));
		while (!mapped && map->of[f].column < 0 && all.n && str_next(&all, '|', &name))
			map->of[f].column = sheet_column(s, name);
	}
	if (!code && map->of[F_NAME].column < 0)
		code = problem_set(p, PROBLEM_BAD_VALUE, "map", "no column is the name of the goods; say --map name=COLUMN", NULL);
	if (!code && map->of[F_PRICE].column < 0 && !map->of[F_PRICE].value.n)
		code = problem_set(p, PROBLEM_BAD_VALUE, "map", "no column is the price; say --map price=COLUMN", NULL);
	if (!code && map->of[F_PRICE].column >= 0) {
		struct str name = sheet_column_name(s, (uint32_t)map->of[F_PRICE].column);
		map->minor = has_end(name, STR("_minor")) || has_end(name, STR("_cents"));
	}
	return code;
}

/* ---- cells */

/* White space to one blank, no control characters, at most max characters. */
static struct str clean(struct str s, size_t max, struct arena *a)
{
	char *to = arena_alloc(a, s.n + 1, 1);
	size_t n = 0, at = 0, chars = 0;
	for (size_t from = 0; chars < max; from = at) {
		int32_t c = str_utf8_next(s, &at);
		if (c < 0)
			break;
		bool blank = c <= 32 || c == 127 || (c >= 0x80 && c <= 0xa0) || c == 0x3000 || c == 0x2028 || c == 0x2029;
		if (c == 0xfffd || c == 0xfeff || (c >= 0x200b && c <= 0x200f) || (blank && (!n || to[n - 1] == ' ')))
			continue;
		chars++;
		if (blank) {
			to[n++] = ' ';
			continue;
		}
		memcpy(to + n, s.p + from, at - from);
		n += at - from;
	}
	to[n] = 0;
	return str_trim((struct str){ to, n });
}

/* "$1,299.00", "1.299,00 EUR", "12,5": an amount in millionths. The last mark is the decimal one, unless it stands there several times or is a lone comma
 * before three digits. */
static bool amount(struct str s, int64_t *ret_micro)
{
	char digits[40], text[48];
	size_t n = 0, mark = 0, k = 0;
	int dots = 0, commas = 0;
	char last = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '-' || n == sizeof digits)
			return false;
		if (c >= '0' && c <= '9') {
			digits[n++] = c;
		} else if ((c == '.' || c == ',') && n) {
			dots += c == '.';
			commas += c == ',';
			last = c;
			mark = n;
		}
	}
	bool decimal = last && mark < n && (last == '.' ? dots : commas) == 1 && !(last == ',' && !dots && n - mark == 3);
	for (size_t i = 0; i < n && !(decimal && i >= mark + 6); i++) {
		if (decimal && i == mark)
			text[k++] = '.';
		text[k++] = digits[i];
	}
	return n && str_decimal((struct str){ text, k }, 6, ret_micro);
}

static struct str cell(const struct mapping *map, const struct sheet_row *r, enum field f)
{
	return map->of[f].column >= 0 ? r->cell[map->of[f].column] : map->of[f].value;
}

/* "key: value; key=value" */
static void read_pairs(struct import *m, const struct mapping *map, const struct sheet_row *r, struct import_row *row)
{
	struct str rest = cell(map, r, F_ATTRIBUTES), one;
	struct import_pair pair[IMPORT_PAIRS];
	uint32_t n = 0;
	for (int i = 0; i < map->n_extra; i++) {
		struct str v = clean(r->cell[map->extra_column[i]], 60, &m->keep);
		if (v.n)
			pair[n++] = (struct import_pair){ map->extra_name[i], v };
	}
	while (rest.n && n < IMPORT_PAIRS && str_next(&rest, ';', &one)) {
		ptrdiff_t colon = str_find(one, STR(":"), 0), equals = str_find(one, STR("="), 0);
		ptrdiff_t at = colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
		if (at < 1)
			continue;
		struct str key = clean(str_sub(one, 0, (size_t)at), 60, &m->keep), value = clean(str_sub(one, (size_t)at + 1, one.n), 61, &m->keep);
		if (key.n && value.n && str_utf8_count(value) <= 60)
			pair[n++] = (struct import_pair){ key, value };
	}
	row->n_pairs = n;
	row->pair = n ? ARENA_ARRAY(&m->keep, struct import_pair, n) : NULL;
	if (n)
		memcpy(row->pair, pair, n * sizeof *pair);
}

static struct str pair_of(const struct import_row *row, const struct mapping *map, enum field f)
{
	struct str keys = map->of[f].pair.n ? map->of[f].pair : str_c(pair_names[f]), key;
	while (keys.n && str_next(&keys, '|', &key))
		for (uint32_t i = 0; i < row->n_pairs; i++)
			if (str_eq_nocase(row->pair[i].key, key))
				return row->pair[i].value;
	return STR_NONE;
}

/* 0 where it is not given or makes no sense. */
static uint32_t measure(const struct import_row *row, const struct mapping *map, const struct sheet_row *r, enum field f, int64_t most)
{
	int64_t micro;
	struct str s = cell(map, r, f);
	if (!s.n)
		s = pair_of(row, map, f);
	if (!s.n || !amount(s, &micro) || micro < 500000 || micro > most * 1000000)
		return 0;
	return (uint32_t)((micro + 500000) / 1000000);
}

/* ---- rows */

static void skip(struct import *m, uint32_t line, const char *column, const char *why, struct str shown)
{
	m->report->skipped++;
	if (shown.n)
		faults_add(
			&m->report->why, FAULT_WARNING, m->o->file, line, column, "skipped: %s (\"%.*s\")", why, STR_FMT(str_utf8_head(shown, 60)));
	else
		faults_add(&m->report->why, FAULT_WARNING, m->o->file, line, column, "skipped: %s", why);
}

static bool in_script(enum tongue t, struct str s)
{
	uint32_t n[SCRIPT_MAX];
	text_scripts(s, n);
	uint32_t latin = n[SCRIPT_LATIN], east = n[SCRIPT_HAN] + n[SCRIPT_KANA], all = latin + east + n[SCRIPT_OTHER];
	return all && (t == TONGUE_JA ? n[SCRIPT_OTHER] * 2 <= all : t == TONGUE_ZH ? n[SCRIPT_HAN] : latin * 2 > all);
}

static bool price_of(struct import *m, const struct mapping *map, struct str s, int64_t *ret_minor)
{
	const struct world *w = m->base;
	char code[4] = "USD";
	int64_t micro, unit = 1000000;
	if (m->o->currency)
		memcpy(code, m->o->currency, 3);
	else
		memcpy(code, world_str(w, w->currency.code[w->country.currency[m->country]]).p, 3);
	if (!amount(s, &micro))
		return false;
	for (int d = map->minor ? 0 : money_decimals(code); d > 0; d--)
		unit /= 10;
	*ret_minor = money_mul_div(micro, 1, unit);
	return *ret_minor > 0;
}

static void take(struct import *m, const struct mapping *map, const struct sheet_row *r)
{
	struct import_row row = { .line = r->line };
	int64_t number;
	row.title = clean(cell(map, r, F_NAME), 199, &m->keep);
	if (!row.title.n) {
		skip(m, r->line, "name", "it has no name", STR_NONE);
		return;
	}
	if (!in_script(m->tongue, row.title)) {
		skip(m, r->line, "name", "the name is not in the language of the import", row.title);
		return;
	}
	if (!price_of(m, map, cell(map, r, F_PRICE), &row.price_minor)) {
		skip(m, r->line, "price", "the price is no amount above 0", clean(cell(map, r, F_PRICE), 60, &m->row));
		return;
	}
	row.brand = clean(cell(map, r, F_BRAND), 40, &m->keep);
	uint64_t key = hash_id(1, hash_str(1, text_lower(m->tongue, row.title, &m->row)), hash_str(2, text_lower(m->tongue, row.brand, &m->row)));
	uint32_t first = map_find(&m->titles, key);
	if (first != MAP_NONE) {
		char why[64];
		struct buf b;
		buf_init(&b, sizeof why - 1);
		buf_printf(&b, "row %u has the same name and brand", first);
		memcpy(why, b.p, b.n);
		why[b.n] = 0;
		buf_fini(&b);
		skip(m, r->line, "name", why, row.title);
		return;
	}
	map_put(&m->titles, key, r->line);
	row.luck = key;
	row.category = clean(cell(map, r, F_CATEGORY), 60, &m->keep);
	row.text = clean(cell(map, r, F_DESCRIPTION), 2000, &m->keep);
	read_pairs(m, map, r, &row);
	row.kind = clean(cell(map, r, F_KIND), 60, &m->keep);
	if (!row.kind.n) {
		struct str pair = pair_of(&row, map, F_KIND);
		/* "1" is no type of product */
		row.kind = pair.n && (unsigned char)pair.p[0] > '9' ? pair : STR_NONE;
	}
	row.weight_g = measure(&row, map, r, F_WEIGHT, 100000);
	for (int i = 0; i < 3; i++)
		row.side_mm[i] = measure(&row, map, r, (enum field)(F_LENGTH + i), 3000);
	struct str hs = str_trim(cell(map, r, F_HS));
	if (hs.n >= 6 && str_i64(str_sub(hs, 0, 6), &number) && number >= 10000)
		row.hs = (uint32_t)number;
	if (amount(cell(map, r, F_REVIEWS), &number)) {
		row.rated = true;
		row.reviews = (uint32_t)(number / 1000000 > 1000000 ? 1000000 : number / 1000000);
		row.stars_x100 = amount(cell(map, r, F_STARS), &number) && number >= 1000000 && number <= 5000000 ? (uint32_t)(number / 10000) : 420;
	}
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 1024;
		m->v = mem_grow(m->v, m->cap * sizeof *m->v);
	}
	m->v[m->n++] = row;
}

enum problem_code import_read(struct import *m, struct problem *p)
{
	struct sheet *s;
	struct mapping map;
	struct sheet_row r;
	struct problem fault;
	enum problem_code code = sheet_open(m->o->file, SHEET_BY_NAME, &s, p);
	if (code)
		return code;
	code = make_mapping(m, s, &map, p);
	for (enum sheet_step step; !code && (step = sheet_next(s, &r, &fault)) != SHEET_END;) {
		m->report->rows++;
		arena_reset(&m->row);
		if (step == SHEET_FAULT)
			skip(m, (uint32_t)strtoul(fault.arg[1], NULL, 10), fault.field, fault.arg[2], STR_NONE);
		else if (m->o->limit && m->n >= m->o->limit)
			skip(m, r.line, "", "the limit is reached", STR_NONE);
		else
			take(m, &map, &r);
	}
	sheet_close(s);
	if (!code && !m->n)
		code = problem_set(p, PROBLEM_FILE_UNREADABLE, "", m->o->file, m->report->rows ? "no row of it can be used" : "it has no rows", NULL);
	return code;
}
