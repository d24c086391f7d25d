/* What is traded: attributes, their values, features, goods. */
#include "scenario/inside.h"

#include <stdlib.h>
#include <string.h>

/* The category of a row: its column where there is one and it is given, else the name of the file. */
static uint32_t category_of(struct tab *t, int column)
{
	struct str code = column >= 0 && t->column[column] >= 0 ? tab_cell(t, column) : STR_NONE;
	if (!code.n)
		code = t->stem;
	uint32_t row = reader_find(t->r, W_category, ROW_NONE, code);
	if (row == ROW_NONE)
		tab_fault(t, column, "there is no category \"%.*s\" in categories.csv (the file is named after it, or a column names it)", STR_FMT(str_utf8_head(code, 40)));
	return row;
}

static void attributes(struct reader *r)
{
	enum { CATEGORY, CODE, NAME, TYPE = NAME + TONGUE_MAX, UNIT, REQUIRED, SEARCH };
	static const char *const columns[] = { "category", "attribute", LANG8("name_"), "type", "unit", "required", "search", NULL };
	static const char *const types[] = { "enum", "number", "text", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "attributes", columns, true);
	while (tab_next(&t)) {
		uint32_t category = category_of(&t, CATEGORY);
		struct str code = tab_code(&t, CODE);
		int type = tab_choice(&t, TYPE, types);
		if (category == ROW_NONE || !code.n || type < 0)
			continue;
		if (reader_find(r, W_attribute, category, code) != ROW_NONE) {
			tab_fault(&t, CODE, "the category has %.*s already", STR_FMT(code));
			continue;
		}
		uint32_t row = reader_add(r, W_attribute, &t);
		w->attribute.category[row] = category;
		w->attribute.code[row] = set_text(&w->set, code);
		w->attribute.name[row] = tab_text8(&t, NAME, 1, 60, 30, true);
		w->attribute.type[row] = (uint8_t)type;
		w->attribute.unit[row] = set_text(&w->set, tab_text(&t, UNIT, 0, 20));
		w->attribute.required[row] = tab_flag(&t, REQUIRED);
		w->attribute.search[row] = tab_flag(&t, SEARCH);
		reader_name(r, W_attribute, category, code, row);
	}
}

static void add_value(struct tab *t, uint32_t attribute, struct str code, int name_column)
{
	struct reader *r = t->r;
	struct world *w = r->w;
	uint32_t row = reader_add(r, W_value, t);
	w->value.attribute[row] = attribute;
	w->value.code[row] = set_text(&w->set, code);
	w->value.name[row] = tab_text8(t, name_column, 1, 60, 30, true);
	reader_name(r, W_value, attribute, code, row);
}

/* A category's own value wins over the common one, so the common ones come in a second pass. */
static void values(struct reader *r, bool common)
{
	enum { CATEGORY, ATTRIBUTE, CODE, NAME };
	static const char *const columns[] = { "category", "attribute", "value", LANG8(""), NULL };
	struct tab t;
	struct world *w = r->w;
	struct map seen;
	map_init(&seen);
	tab_open(&t, r, "values", columns, !common);
	while (tab_next(&t)) {
		if (str_eq(tab_cell(&t, CATEGORY), STR("*")) != common)
			continue;
		struct str code = tab_code(&t, CODE), name = tab_cell(&t, ATTRIBUTE);
		if (!code.n)
			continue;
		if (common) {
			uint64_t key = hash_id(1, hash_str(1, name), hash_str(2, code));
			if (map_find(&seen, key) != MAP_NONE)
				tab_fault(&t, CODE, "%.*s stands twice among the common values of %.*s", STR_FMT(code), STR_FMT(name));
			map_put(&seen, key, 1);
			for (uint32_t a = 0; a < w->attribute.t.n && !t.bad; a++)
				if (w->attribute.type[a] == 0 && str_eq(world_str(w, w->attribute.code[a]), name) && reader_find(r, W_value, a, code) == ROW_NONE)
					add_value(&t, a, code, NAME);
			continue;
		}
		uint32_t category = category_of(&t, CATEGORY);
		uint32_t attribute = category == ROW_NONE ? ROW_NONE : tab_row(&t, ATTRIBUTE, W_attribute, category, "attribute of that category");
		if (attribute == ROW_NONE)
			continue;
		if (w->attribute.type[attribute] != 0)
			tab_fault(&t, ATTRIBUTE, "%.*s is not of type enum, so it has no values", STR_FMT(name));
		else if (reader_find(r, W_value, attribute, code) != ROW_NONE)
			tab_fault(&t, CODE, "the attribute has %.*s already", STR_FMT(code));
		else
			add_value(&t, attribute, code, NAME);
	}
	map_fini(&seen);
}

static void features(struct reader *r)
{
	enum { CATEGORY, CODE, BRIEF, LINE = BRIEF + TONGUE_MAX };
	static const char *const columns[] = { "?category", "feature", LANG8("short_"), LANG8("long_"), NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "features", columns, true);
	while (tab_next(&t)) {
		uint32_t category = category_of(&t, CATEGORY);
		struct str code = tab_code(&t, CODE);
		if (category == ROW_NONE || !code.n)
			continue;
		if (reader_find(r, W_feature, category, code) != ROW_NONE) {
			tab_fault(&t, CODE, "the category has %.*s already", STR_FMT(code));
			continue;
		}
		uint32_t row = reader_add(r, W_feature, &t);
		w->feature.category[row] = category;
		w->feature.code[row] = set_text(&w->set, code);
		w->feature.brief[row] = tab_text8(&t, BRIEF, 1, 40, 40, true);
		w->feature.line[row] = tab_text8(&t, LINE, 30, 180, 90, true);
		for (int i = 0; i < TONGUE_MAX; i++) {
			struct str line = world_str(w, w->feature.line[row].in[i]);
			if (line.n && (str_ends(line, STR(".")) || str_ends(line, STR("。")) || str_ends(line, STR("!"))))
				tab_fault(&t, LINE + i, "a selling point has no closing stop");
		}
		reader_name(r, W_feature, category, code, row);
	}
}

enum { CATEGORY, CODE, KIND, SUPPLIER, NAME, COST = NAME + TONGUE_MAX, MOQ, LEAD, CAPACITY, WEIGHT, LENGTH, WIDTH, HEIGHT, HS, BATTERY, BATTERY_WH, LIQUID, QUALITY,
	P_REF, ATTRIBUTES, FEATURES, DRAWING, COLORS, NOTE };

static uint64_t fact_of(struct tab *t, uint32_t attribute, struct str value)
{
	struct world *w = t->r->w;
	struct str name = world_str(w, w->attribute.code[attribute]);
	int64_t number;
	uint32_t row;
	switch (w->attribute.type[attribute]) {
	case 0:
		row = reader_find(t->r, W_value, attribute, value);
		if (row == ROW_NONE) {
			tab_fault(t, ATTRIBUTES, "%.*s has no value \"%.*s\" (values/%.*s.csv or values/common.csv)", STR_FMT(name), STR_FMT(str_utf8_head(value, 40)),
				STR_FMT(world_str(w, w->category.code[w->attribute.category[attribute]])));
			return 0;
		}
		return WANT_VALUE(row);
	case 1:
		if (!str_decimal(value, 3, &number) || number < 0 || number > UINT32_MAX) {
			tab_fault(t, ATTRIBUTES, "%.*s=%.*s: it must be a number from 0 to 4000000 with up to three decimals", STR_FMT(name), STR_FMT(str_utf8_head(value, 40)));
			return 0;
		}
		return WANT_NUMBER(attribute, number);
	default:
		if (!value.n || str_utf8_count(value) > 80)
			tab_fault(t, ATTRIBUTES, "%.*s: the text must have 1 to 80 characters", STR_FMT(name));
		return 0;
	}
}

/* The facts of "k=v; k=v|v" and the features; required ones must be there. */
static struct list_ref facts_of(struct tab *t, uint32_t category, struct list_ref features_of)
{
	struct reader *r = t->r;
	struct world *w = r->w;
	struct str rest = tab_cell(t, ATTRIBUTES), pair;
	uint64_t fact[128];
	uint32_t n = 0, given[64], n_given = 0;
	while (rest.n && str_next(&rest, ';', &pair)) {
		pair = str_trim(pair);
		ptrdiff_t equals = str_find(pair, STR("="), 0);
		if (!pair.n)
			continue;
		if (equals < 1) {
			tab_fault(t, ATTRIBUTES, "\"%.*s\" is no pair; write material=bamboo; set_size=3", STR_FMT(str_utf8_head(pair, 40)));
			continue;
		}
		struct str key = str_trim(str_sub(pair, 0, (size_t)equals)), values_of = str_trim(str_sub(pair, (size_t)equals + 1, pair.n)), value;
		uint32_t attribute = reader_find(r, W_attribute, category, key);
		if (attribute == ROW_NONE) {
			tab_fault(t, ATTRIBUTES, "the category has no attribute \"%.*s\"", STR_FMT(str_utf8_head(key, 40)));
			continue;
		}
		if (n_given < 64)
			given[n_given++] = attribute;
		bool list = w->attribute.type[attribute] == 0;
		while (list ? str_next(&values_of, '|', &value) : (value = values_of, values_of.p != NULL)) {
			uint64_t word = fact_of(t, attribute, str_trim(value));
			if (word && n < 120)
				fact[n++] = word;
			if (!list)
				break;
		}
	}
	for (uint32_t a = 0; a < w->attribute.t.n; a++) {
		bool found = w->attribute.category[a] != category || !w->attribute.required[a];
		for (uint32_t i = 0; i < n_given; i++)
			found = found || given[i] == a;
		if (!found)
			tab_fault(t, ATTRIBUTES, "%.*s is missing, which the category requires", STR_FMT(world_str(w, w->attribute.code[a])));
	}
	for (uint32_t i = 0; i < features_of.n && n < 128; i++)
		fact[n++] = WANT_FEATURE(set_words(&w->set, features_of)[i]);
	return set_list(&w->set, fact, n);
}

static struct list_ref features_of_row(struct tab *t, int column, uint32_t category, uint32_t min, uint32_t max)
{
	struct str rest = tab_cell(t, column), code;
	uint64_t v[16];
	uint32_t n = 0, all = 0;
	while (rest.n && str_next(&rest, '|', &code)) {
		code = str_trim(code);
		uint32_t row = reader_find(t->r, W_feature, category, code);
		all++;
		if (row == ROW_NONE)
			tab_fault(t, column, "the category has no feature \"%.*s\"", STR_FMT(str_utf8_head(code, 40)));
		for (uint32_t i = 0; i < n; i++)
			if (v[i] == row)
				tab_fault(t, column, "%.*s stands twice", STR_FMT(code));
		if (row != ROW_NONE && n < 16)
			v[n++] = row;
	}
	if (all < min || all > max)
		tab_fault(t, column, "there are %u features; there must be %u to %u, parted by |", all, min, max);
	return set_list(&t->r->w->set, v, n);
}

static void check_drawing(struct tab *t)
{
	struct str rest = tab_cell(t, COLORS), c;
	int n = 0;
	while (rest.n && str_next(&rest, '|', &c)) {
		n++;
		bool ok = c.n == 7 && c.p[0] == '#';
		for (size_t i = 1; ok && i < 7; i++)
			ok = (c.p[i] >= '0' && c.p[i] <= '9') || (c.p[i] >= 'a' && c.p[i] <= 'f') || (c.p[i] >= 'A' && c.p[i] <= 'F');
		if (!ok)
			tab_fault(t, COLORS, "\"%.*s\" is no colour; write #rrggbb", STR_FMT(str_utf8_head(c, 20)));
	}
	if (n > 4)
		tab_fault(t, COLORS, "there are %d colours; there may be up to four", n);
	struct str d = tab_cell(t, DRAWING);
	for (size_t i = 0; i < d.n; i++)
		if (!((d.p[i] >= 'a' && d.p[i] <= 'z') || (d.p[i] >= '0' && d.p[i] <= '9') || d.p[i] == '_')) {
			tab_fault(t, DRAWING, "\"%.*s\" is no name of a drawing; a name has the letters a-z 0-9 _", STR_FMT(str_utf8_head(d, 40)));
			break;
		}
}

static uint32_t kind_row(struct tab *t, uint32_t category, struct str code)
{
	struct reader *r = t->r;
	uint32_t row = reader_find(r, W_kind, category, code);
	if (row != ROW_NONE)
		return row;
	row = reader_add(r, W_kind, t);
	r->w->kind.category[row] = category;
	r->w->kind.code[row] = set_text(&r->w->set, code);
	reader_name(r, W_kind, category, code, row);
	return row;
}

void read_goods(struct reader *r)
{
	static const char *const columns[] = { "?category", "good", "kind", "supplier", LANG8("name_"), "cost_cny", "moq", "lead_days", "capacity_day", "weight_g", "length_mm",
		"width_mm", "height_mm", "hs", "battery", "battery_wh", "liquid_ml", "quality", "p_ref_usd", "attributes", "features", "drawing", "colors", "note_zh", NULL };
	static const char *const batteries[] = { "", "contained", "packed", "loose", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "goods", columns, true);
	while (tab_next(&t)) {
		uint32_t category = category_of(&t, CATEGORY);
		struct str code = tab_code(&t, CODE), kind = tab_code(&t, KIND);
		if (category == ROW_NONE || !code.n || !kind.n)
			continue;
		if (reader_find(r, W_good, ROW_NONE, code) != ROW_NONE) {
			tab_fault(&t, CODE, "%.*s stands twice", STR_FMT(code));
			continue;
		}
		uint32_t k = kind_row(&t, category, kind), row = reader_add(r, W_good, &t);
		int64_t hs = 0;
		w->good.code[row] = set_text(&w->set, code);
		w->good.kind[row] = k;
		w->good.category[row] = category;
		w->good.supplier[row] = set_text(&w->set, tab_text(&t, SUPPLIER, 1, 60));
		w->good.name[row] = tab_text8(&t, NAME, 1, 160, 80, true);
		w->good.cost_fen[row] = tab_decimal(&t, COST, 2, 1, 100000000, INT64_MIN);
		w->good.moq[row] = (uint32_t)tab_number(&t, MOQ, 1, 100000, INT64_MIN);
		w->good.lead_days[row] = (uint16_t)tab_number(&t, LEAD, 0, 365, INT64_MIN);
		w->good.capacity_day[row] = (uint32_t)tab_number(&t, CAPACITY, 1, 1000000, INT64_MIN);
		w->good.weight_g[row] = (uint32_t)tab_number(&t, WEIGHT, 1, 100000, INT64_MIN);
		w->good.length_mm[row] = (uint16_t)tab_number(&t, LENGTH, 1, 3000, INT64_MIN);
		w->good.width_mm[row] = (uint16_t)tab_number(&t, WIDTH, 1, 3000, INT64_MIN);
		w->good.height_mm[row] = (uint16_t)tab_number(&t, HEIGHT, 1, 3000, INT64_MIN);
		if (tab_cell(&t, HS).n != 6 || !str_i64(tab_cell(&t, HS), &hs) || hs < 10000 || hs > 999999)
			tab_fault(&t, HS, "\"%.*s\" is no HS code of 6 digits", STR_FMT(str_utf8_head(tab_cell(&t, HS), 20)));
		w->good.hs[row] = (uint32_t)hs;
		int battery = tab_choice(&t, BATTERY, batteries);
		w->good.battery[row] = (uint8_t)(battery < 0 ? 0 : battery);
		w->good.battery_mwh[row] = (uint32_t)tab_decimal(&t, BATTERY_WH, 3, 0, 1000000, 0);
		if (battery >= 0 && (battery > 0) != (w->good.battery_mwh[row] > 0))
			tab_fault(&t, BATTERY_WH, battery ? "goods with a battery need its watt-hours" : "watt-hours are given, but battery is empty");
		w->good.liquid_ml[row] = (uint32_t)tab_number(&t, LIQUID, 0, 100000, 0);
		w->good.quality[row] = (uint8_t)tab_number(&t, QUALITY, 1, 99, INT64_MIN);
		w->good.p_ref_usd[row] = tab_decimal(&t, P_REF, 2, 50, 10000000, INT64_MIN);
		w->good.features[row] = features_of_row(&t, FEATURES, category, r->languages == LANGUAGES_ALL, 12);
		w->good.facts[row] = facts_of(&t, category, w->good.features[row]);
		w->good.attributes[row] = set_text(&w->set, tab_text(&t, ATTRIBUTES, 0, 600));
		w->good.drawing[row] = set_text(&w->set, tab_text(&t, DRAWING, 0, 60));
		w->good.colors[row] = set_text(&w->set, tab_text(&t, COLORS, 0, 40));
		w->good.note_zh[row] = set_text(&w->set, tab_text(&t, NOTE, 0, 400));
		check_drawing(&t);
		if (w->good.cost_fen[row] > w->good.p_ref_usd[row] * 7)
			tab_fault(&t, P_REF, "the reference price is below the supplier's cost");
		reader_name(r, W_good, ROW_NONE, code, row);
	}
}

void read_attributes(struct reader *r)
{
	attributes(r);
	values(r, false);
	values(r, true);
	features(r);
}
