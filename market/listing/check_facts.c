/* Rules on facts: goods, category, brand, attributes against the supplier's sheet, pictures (fact book §1.3, §1.5, §1.8). */
#include "market/listing/inside.h"
#include "base/money.h"
#include <stdio.h>
#include <string.h>

enum { PICTURES_FEW = 3, PICTURES_GOOD = 6, ATTRIBUTES_GOOD_PERCENT = 80 };

/* ---- attributes ---- */

/* Cuts the next "key=value" off "k=v; k=v"; empty pieces are passed over. */
static bool next_pair(struct str *rest, struct str *ret_key, struct str *ret_value)
{
	struct str pair;
	while (rest->n && str_next(rest, ';', &pair)) {
		ptrdiff_t equals = str_find(pair, STR("="), 0);
		if (equals < 0)
			continue;
		struct str key = str_trim(str_sub(pair, 0, (size_t)equals)), value = str_trim(str_sub(pair, (size_t)equals + 1, pair.n));
		if (!key.n || !value.n)
			continue;
		*ret_key = key;
		*ret_value = value;
		return true;
	}
	return false;
}

static uint32_t find_value(const struct world *w, uint32_t attribute, struct str text)
{
	uint32_t row = world_find_in(w, W_value, attribute, text);
	for (uint32_t v = 0; v < w->value.t.n && row == ROW_NONE; v++)
		for (int t = 0; t < TONGUE_MAX && w->value.attribute[v] == attribute; t++)
			if (str_eq_nocase(world_str(w, w->value.name[v].in[t]), text))
				row = v;
	return row;
}

static bool read_number(const struct world *w, uint32_t attribute, struct str text, int64_t *ret)
{
	struct str unit = world_str(w, w->attribute.unit[attribute]);
	if (unit.n && text.n > unit.n && str_eq_nocase(str_sub(text, text.n - unit.n, unit.n), unit))
		text = str_trim(str_sub(text, 0, text.n - unit.n));
	int64_t v;
	if (!str_decimal(text, 3, &v) || v < 0 || v > UINT32_MAX)
		return false;
	*ret = v;
	return true;
}

/* The fact that one value of an attribute states; false: it is not one. Text attributes state none (0). */
static bool fact_of(const struct world *w, uint32_t attribute, struct str value, uint64_t *ret)
{
	int64_t number;
	uint32_t row;
	switch (w->attribute.type[attribute]) {
	case 0:
		row = find_value(w, attribute, value);
		if (row == ROW_NONE)
			return false;
		*ret = WANT_VALUE(row);
		return true;
	case 1:
		if (!read_number(w, attribute, value, &number))
			return false;
		*ret = WANT_NUMBER(attribute, number);
		return true;
	default:
		*ret = 0;
		return true;
	}
}

/* Enumerations may have several values, parted by "|". */
static bool next_value(const struct world *w, uint32_t attribute, struct str *rest, struct str *ret)
{
	if (!rest->n)
		return false;
	if (w->attribute.type[attribute] == 0) {
		struct str piece;
		str_next(rest, '|', &piece);
		*ret = str_trim(piece);
		return true;
	}
	*ret = *rest;
	*rest = STR_NONE;
	return true;
}

int listing_claims(const struct world *w, uint32_t category, struct str attributes, uint64_t *ret, int max)
{
	struct str key, values, value;
	int n = 0;
	while (next_pair(&attributes, &key, &values)) {
		uint32_t a = category == ROW_NONE ? ROW_NONE : world_find_in(w, W_attribute, category, key);
		if (a == ROW_NONE)
			continue;
		while (next_value(w, a, &values, &value)) {
			uint64_t fact = 0;
			if (!fact_of(w, a, value, &fact) || !fact)
				continue;
			bool known = false;
			for (int i = 0; i < n; i++)
				known = known || ret[i] == fact;
			if (!known && n < max)
				ret[n++] = fact;
		}
	}
	return n;
}

/* What the supplier's sheet says of a claim. */
enum sheet { SHEET_SILENT, SHEET_YES, SHEET_NO };
static bool is_about(const struct world *w, uint64_t fact, uint32_t attribute)
{
	uint64_t kind = fact >> 62;
	return (kind == 1 && w->value.attribute[(uint32_t)fact] == attribute) || (kind == 2 && (uint32_t)(fact >> 32 & 0x3fffffff) == attribute);
}

static enum sheet ask_sheet(const struct world *w, uint32_t good, uint32_t attribute, uint64_t claim)
{
	struct list_ref facts = w->good.facts[good];
	const uint64_t *v = set_words(&w->set, facts);
	enum sheet s = SHEET_SILENT;
	for (uint32_t i = 0; i < facts.n; i++) {
		if (v[i] == claim)
			return SHEET_YES;
		if (is_about(w, v[i], attribute))
			s = SHEET_NO;
	}
	return s;
}

static bool knows(const struct world *w, uint32_t good, uint32_t attribute)
{
	return ask_sheet(w, good, attribute, 0) == SHEET_NO;
}

static struct where at_attribute(struct str key, char field[48])
{
	struct where here = WHERE_LISTING;
	snprintf(field, 48, "attributes.%.*s", STR_FMT(str_utf8_head(key, 30)));
	here.field = field;
	return here;
}

/* True when the attribute has a value that can be used. */
static bool check_attribute(struct check *c, uint32_t a, struct str key, struct str values)
{
	const struct world *w = c->w;
	char field[48];
	struct where here = at_attribute(key, field);
	struct str value;
	bool filled = false;
	while (next_value(w, a, &values, &value)) {
		uint64_t claim = 0;
		if (!fact_of(w, a, value, &claim)) {
			check_tell(c, w->attribute.type[a] == 1 ? FINDING_ATTRIBUTE_NUMBER : FINDING_ATTRIBUTE_VALUE, GROUP_ATTRIBUTES, 2, here, key,
				value);
			continue;
		}
		filled = true;
		if (!claim || c->d->good == ROW_NONE)
			continue;
		enum sheet s = ask_sheet(w, c->d->good, a, claim);
		if (s == SHEET_NO)
			check_tell(c, FINDING_ATTRIBUTE_FALSE, GROUP_ATTRIBUTES, 4, here, key, value);
		else if (s == SHEET_SILENT)
			check_tell(c, FINDING_ATTRIBUTE_UNPROVEN, GROUP_ATTRIBUTES, 0, here, key, STR_NONE);
	}
	return filled;
}

static bool has_attribute(uint32_t attribute, const uint32_t *filled, int n)
{
	for (int i = 0; i < n; i++)
		if (filled[i] == attribute)
			return true;
	return false;
}

static void check_attributes(struct check *c)
{
	const struct world *w = c->w;
	const struct draft *d = c->d;
	struct str rest = d->attributes, key, values;
	uint32_t filled[DRAFT_FACTS];
	int n = 0, wanted = 0, have = 0;
	while (next_pair(&rest, &key, &values)) {
		uint32_t a = world_find_in(w, W_attribute, d->category, key);
		if (a == ROW_NONE) {
			char field[48];
			check_tell(c, FINDING_ATTRIBUTE_UNKNOWN, GROUP_ATTRIBUTES, 1, at_attribute(key, field), key, STR_NONE);
		} else if (check_attribute(c, a, key, values) && n < DRAFT_FACTS) {
			filled[n++] = a;
		}
	}
	for (uint32_t a = 0; a < w->attribute.t.n; a++) {
		if (w->attribute.category[a] != d->category)
			continue;
		struct str code = world_str(w, w->attribute.code[a]);
		bool there = has_attribute(a, filled, n);
		/* what matters: what the category requires, and what the supplier's sheet can answer */
		if (!w->attribute.required[a] && (d->good == ROW_NONE || !knows(w, d->good, a)))
			continue;
		wanted++;
		have += there;
		if (!there && w->attribute.required[a]) {
			char field[48];
			check_tell(c, FINDING_ATTRIBUTE_REQUIRED, GROUP_ATTRIBUTES, 0, at_attribute(code, field), code, STR_NONE);
		}
	}
	if (!wanted)
		return;
	int lost = (int)money_mul_div(20, wanted - have, wanted);
	if (have * 100 < wanted * ATTRIBUTES_GOOD_PERCENT)
		check_tell_numbers(c, FINDING_ATTRIBUTES_FEW, GROUP_ATTRIBUTES, lost, WHERE_LISTING, have, wanted);
	else
		c->lost[GROUP_ATTRIBUTES] += lost;
}

/* ---- the rest ---- */

static void check_brand(struct check *c)
{
	const struct world *w = c->w;
	struct str brand = str_trim(c->d->brand);
	if (!brand.n) {
		check_tell(c, FINDING_BRAND_MISSING, GROUP_RULES, 1, WHERE_LISTING, STR_NONE, STR_NONE);
		return;
	}
	for (uint32_t r = 0; r < w->rival.t.n; r++)
		if (str_eq_nocase(world_str(w, w->rival.brand[r]), brand)) {
			check_tell(c, FINDING_BRAND_OTHERS, GROUP_RULES, 5, WHERE_LISTING, brand, STR_NONE);
			return;
		}
}

static void check_pictures(struct check *c)
{
	int n = c->d->pictures;
	if (n <= 0)
		check_tell(c, FINDING_PICTURES_NONE, GROUP_PICTURES, 20, WHERE_LISTING, STR_NONE, STR_NONE);
	else if (n < PICTURES_FEW)
		check_tell_numbers(c, FINDING_PICTURES_FEW, GROUP_PICTURES, 4 + 3 * (PICTURES_FEW - n), WHERE_LISTING, n, PICTURES_FEW);
	else if (n < PICTURES_GOOD)
		check_tell_numbers(c, FINDING_PICTURES_MORE, GROUP_PICTURES, 2 * (PICTURES_GOOD - n), WHERE_LISTING, n, PICTURES_GOOD);
}

void check_facts(struct check *c)
{
	const struct world *w = c->w;
	const struct draft *d = c->d;
	if (d->good == ROW_NONE)
		check_tell(c, FINDING_GOOD_NONE, GROUP_ATTRIBUTES, 20, WHERE_LISTING, STR_NONE, STR_NONE);
	if (d->category == ROW_NONE) {
		check_tell(c, FINDING_CATEGORY_NONE, GROUP_ATTRIBUTES, 20, WHERE_LISTING, STR_NONE, STR_NONE);
	} else {
		if (d->good != ROW_NONE && w->good.category[d->good] != d->category)
			check_tell(c, FINDING_CATEGORY_WRONG, GROUP_ATTRIBUTES, 10, WHERE_LISTING, world_str(w, w->category.code[d->category]),
				world_str(w, w->category.code[w->good.category[d->good]]));
		check_attributes(c);
	}
	check_brand(c);
	check_pictures(c);
}
