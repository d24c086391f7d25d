/* Attributes of goods and listings, put into words. */
#include "market/ask/inside.h"

/* Measures are written alike everywhere; counts are words of a language. */
static const char *const unit_names[][1 + TONGUE_MAX] = {
	{ "pcs", "件", "pcs", "Stück", "pièces", "piezas", "pezzi", "点", "peças" },
	{ "yr", "岁", "years", "Jahre", "ans", "años", "anni", "歳", "anos" },
	{ "x", "倍", "x", "x", "x", "x", "x", "倍", "x" },
};

static struct str with_unit(struct asking *q, uint32_t attribute, struct str value, int tongue)
{
	struct str unit = world_str(q->w, q->w->attribute.unit[attribute]);
	bool close = tongue == TONGUE_ZH || tongue == TONGUE_JA;
	if (q->w->attribute.type[attribute] != 1 || !unit.n)
		return value;
	for (size_t i = 0; i < sizeof unit_names / sizeof unit_names[0]; i++)
		if (str_eq(unit, str_c(unit_names[i][0])))
			return arena_printf(q->mem, close ? "%.*s%s" : "%.*s %s", STR_FMT(value), unit_names[i][1 + tongue]);
	return arena_printf(q->mem, "%.*s %.*s", STR_FMT(value), STR_FMT(unit));
}

/* Names of the values "a|b" of an enum attribute; what is no value stands for itself. */
static struct str value_names(struct asking *q, uint32_t attribute, struct str values, int tongue)
{
	struct buf b;
	struct str one;
	buf_init(&b, 2048);
	while (str_next(&values, '|', &one)) {
		one = str_trim(one);
		uint32_t v = world_find_in(q->w, W_value, attribute, one);
		if (b.n)
			buf_str(&b, tongue == TONGUE_ZH || tongue == TONGUE_JA ? STR("、") : STR(", "));
		buf_str(&b, v == ROW_NONE ? one : ask_in(q->w, q->w->value.name[v], tongue));
	}
	struct str names = arena_str(q->mem, buf_span(&b));
	buf_fini(&b);
	return names;
}

int attributes_read(struct asking *q, uint32_t category, struct str text, int tongue, struct fact *ret, int max)
{
	struct str pair;
	int n = 0;
	while (n < max && text.n && str_next(&text, ';', &pair)) {
		ptrdiff_t equals = str_find(pair, STR("="), 0);
		if (equals < 1)
			continue;
		struct fact f = { .key = str_trim(str_sub(pair, 0, (size_t)equals)), .value = str_trim(str_sub(pair, (size_t)equals + 1, pair.n)) };
		f.attribute = category == ROW_NONE ? ROW_NONE : world_find_in(q->w, W_attribute, category, f.key);
		f.value_zh = f.value_in = f.value;
		if (f.attribute != ROW_NONE && q->w->attribute.type[f.attribute] == 0) {
			f.value_zh = value_names(q, f.attribute, f.value, TONGUE_ZH);
			f.value_in = value_names(q, f.attribute, f.value, tongue);
		} else if (f.attribute != ROW_NONE) {
			f.value_zh = with_unit(q, f.attribute, f.value, TONGUE_ZH);
			f.value_in = with_unit(q, f.attribute, f.value, tongue);
		}
		ret[n++] = f;
	}
	return n;
}
