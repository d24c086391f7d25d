/* Where the market is: world.json, parameters, currencies, countries, taxes, duties, categories. */
#include "base/calendar.h"
#include "base/money.h"
#include "scenario/inside.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char world_json[] = "world.json";

static void json_text(struct reader *r, const json_t *in, const char *key, const char *shown, char *to, size_t size)
{
	const json_t *v = json_object_get(in, key);
	struct str s = json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR_NONE;
	if (!s.n || s.n >= size || str_utf8_count(s) > 40)
		faults_add(r->faults, FAULT_ERROR, world_json, 0, shown, "it must be a text of 1 to 40 characters");
	else
		snprintf(to, size, "%s", s.p);
}

/* A world from a catalogue has its texts in the languages of the catalogue alone. */
static void read_languages(struct reader *r, const json_t *list)
{
	size_t i;
	json_t *one;
	uint32_t bits = 0;
	json_array_foreach(list, i, one)
	{
		int t = json_is_string(one) ? tongue_find(str_c(json_string_value(one))) : -1;
		if (t < 0)
			faults_add(r->faults, FAULT_ERROR, world_json, 0, "languages", "it must be a list of languages of the trade, like [\"en\"]: zh en de fr es it ja pt");
		else
			bits |= (uint32_t)1 << t;
	}
	if (bits)
		r->languages = bits;
	else if (list)
		faults_add(r->faults, FAULT_ERROR, world_json, 0, "languages", "it must be a list of languages of the trade, like [\"en\"]: zh en de fr es it ja pt");
}

static void read_head(struct reader *r)
{
	char path[4096];
	json_error_t e;
	snprintf(path, sizeof path, "%s/%s", r->folder, world_json);
	json_t *o = json_load_file(path, JSON_REJECT_DUPLICATES, &e);
	struct world *w = r->w;
	int64_t day;
	if (!json_is_object(o)) {
		faults_add(r->faults, FAULT_ERROR, world_json, o || e.line < 0 ? 0 : (uint32_t)e.line, "", "it is missing or no JSON object: %s", o ? "" : e.text);
		json_decref(o);
		return;
	}
	static const char *const keys[] = { "slug", "name", "format", "start", "timezone_min", "languages", "notes" };
	const char *key;
	json_t *v;
	json_object_foreach(o, key, v)
	{
		bool known = false;
		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
			known = known || strcmp(key, keys[i]) == 0;
		if (!known)
			faults_add(r->faults, FAULT_ERROR, world_json, 0, key, "there is no such key; the keys are slug, name, format, start, timezone_min, languages, notes");
	}
	json_text(r, o, "slug", "slug", w->slug, sizeof w->slug);
	for (const char *c = w->slug; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-' || *c == '_')) {
			faults_add(r->faults, FAULT_ERROR, world_json, 0, "slug", "it may have the letters a-z 0-9 - _ only");
			break;
		}
	json_text(r, json_object_get(o, "name"), "zh", "name.zh", w->name_zh, sizeof w->name_zh);
	json_text(r, json_object_get(o, "name"), "en", "name.en", w->name_en, sizeof w->name_en);
	if (json_integer_value(json_object_get(o, "format")) != 1)
		faults_add(r->faults, FAULT_ERROR, world_json, 0, "format", "it must be 1");
	const char *start = json_string_value(json_object_get(o, "start"));
	if (start && cal_parse_date(str_c(start), &day) && day > 0 && day < 60000)
		w->start_min = day * MIN_PER_DAY;
	else
		faults_add(r->faults, FAULT_ERROR, world_json, 0, "start", "it must be a date like \"2026-09-01\"");
	json_int_t zone = json_integer_value(json_object_get(o, "timezone_min"));
	if (json_is_integer(json_object_get(o, "timezone_min")) && zone >= -720 && zone <= 840)
		w->timezone_min = (int32_t)zone;
	else
		faults_add(r->faults, FAULT_ERROR, world_json, 0, "timezone_min", "it must be a whole number from -720 to 840 (China: 480)");
	read_languages(r, json_object_get(o, "languages"));
	/* a market begins at midnight of the sellers */
	w->start_min -= w->timezone_min;
	json_decref(o);
}

static const char *const param_names[] = {
#define PARAM(name, value, unit, note) #name,
#include "market/world/params.def"
#undef PARAM
	NULL,
};

enum { KEY, VALUE };
static const char *const parameter_columns[] = { "key", "value", "?unit", "?note", NULL };

/* One row of a table of parameters; false after a fault. */
static bool read_number(struct tab *t, struct str *ret_key, int64_t *ret_micro)
{
	struct str key = tab_cell(t, KEY);
	bool known = false;
	for (int i = 0; param_names[i]; i++)
		known = known || str_eq(key, str_c(param_names[i]));
	if (!known)
		tab_fault(t, KEY, "the model has no number \"%.*s\"; docs/model.md lists them", STR_FMT(str_utf8_head(key, 40)));
	*ret_key = key;
	*ret_micro = tab_decimal(t, VALUE, 6, -(int64_t)1000000000000, (int64_t)1000000000000000, INT64_MIN);
	return !t->bad;
}

static void read_parameters(struct reader *r)
{
	struct tab t;
	struct str key;
	int64_t micro;
	tab_open(&t, r, "parameters", parameter_columns, false);
	while (tab_next(&t)) {
		if (reader_find(r, W_param, ROW_NONE, tab_cell(&t, KEY)) != ROW_NONE)
			tab_fault(&t, KEY, "%.*s stands twice", STR_FMT(tab_cell(&t, KEY)));
		if (!read_number(&t, &key, &micro))
			continue;
		uint32_t row = reader_add(r, W_param, &t);
		r->w->param.key[row] = set_text(&r->w->set, key);
		r->w->param.micro[row] = micro;
		reader_name(r, W_param, ROW_NONE, key, row);
	}
}

/* ---- profiles: other numbers for the same world */

static bool profile_name(struct tab *t, struct str key, char name[2][32])
{
	int i = str_eq(key, STR("name_zh")) ? 0 : str_eq(key, STR("name_en")) ? 1 : -1;
	if (i < 0)
		return false;
	struct str text = tab_text(t, VALUE, 1, 16);
	if (!t->bad && text.n < 32)
		snprintf(name[i], 32, "%.*s", STR_FMT(text));
	else if (!t->bad)
		tab_fault(t, VALUE, "it is too long");
	return true;
}

static void call_it(struct world *w, const char *profile, char name[2][32])
{
	size_t slug = strlen(w->slug), zh = strlen(w->name_zh), en = strlen(w->name_en);
	snprintf(w->slug + slug, sizeof w->slug - slug, ".%s", profile);
	snprintf(w->name_zh + zh, sizeof w->name_zh - zh, "（%s）", name[0]);
	snprintf(w->name_en + en, sizeof w->name_en - en, " (%s)", name[1]);
}

/* Reads profiles/NAME; its numbers take the place of those that stand, unless it is only to be checked. */
static void read_profile(struct reader *r, const char *profile, bool only_check)
{
	struct tab t;
	struct str key;
	int64_t micro;
	char path[128], name[2][32] = { "", "" };
	struct map seen;
	map_init(&seen);
	snprintf(path, sizeof path, "profiles/%s", profile);
	tab_open(&t, r, path, parameter_columns, true);
	while (tab_next(&t)) {
		key = tab_cell(&t, KEY);
		if (map_find(&seen, hash_str(1, key)) != MAP_NONE)
			tab_fault(&t, KEY, "%.*s stands twice", STR_FMT(key));
		map_put(&seen, hash_str(1, key), 1);
		if (profile_name(&t, key, name) || !read_number(&t, &key, &micro) || only_check)
			continue;
		uint32_t row = reader_find(r, W_param, ROW_NONE, key);
		if (row == ROW_NONE) {
			row = reader_add(r, W_param, &t);
			r->w->param.key[row] = set_text(&r->w->set, key);
			reader_name(r, W_param, ROW_NONE, key, row);
		}
		r->w->param.micro[row] = micro;
	}
	map_fini(&seen);
	if (t.n_files && (!name[0][0] || !name[1][0]))
		faults_add(r->faults, FAULT_ERROR, arena_cstr(&r->keep, arena_printf(&r->keep, "%s.csv", path)), 0, "key", "a profile has rows name_zh and name_en");
	else if (!only_check && strlen(r->w->slug) + strlen(profile) + 2 > sizeof r->w->slug)
		faults_add(r->faults, FAULT_ERROR, arena_cstr(&r->keep, arena_printf(&r->keep, "%s.csv", path)), 0, "", "slug and name of the profile are too long together");
	else if (!only_check)
		call_it(r->w, profile, name);
}

void read_profiles(struct reader *r, const char *profile, bool check_all)
{
	char names[PROFILES_MAX][PROFILE_NAME_MAX];
	int n = scenario_profiles(r->folder, names);
	for (int i = 0; check_all && i < n; i++)
		if (!profile || strcmp(profile, names[i]) != 0)
			read_profile(r, names[i], true);
	if (profile)
		read_profile(r, profile, false);
}

static void read_currencies(struct reader *r)
{
	enum { CODE, CNY, SD };
	static const char *const columns[] = { "currency", "cny", "sd_day", "?note", NULL };
	struct tab t;
	tab_open(&t, r, "currencies", columns, true);
	while (tab_next(&t)) {
		struct str code = tab_cell(&t, CODE);
		char c[4] = "";
		if (code.n == 3)
			memcpy(c, code.p, 3);
		if (!money_known(c))
			tab_fault(&t, CODE, "\"%.*s\" is no currency code that is known here (ISO 4217, like EUR)", STR_FMT(str_utf8_head(code, 40)));
		if (reader_find(r, W_currency, ROW_NONE, code) != ROW_NONE)
			tab_fault(&t, CODE, "%.*s stands twice", STR_FMT(code));
		int64_t cny = tab_decimal(&t, CNY, 6, 1, (int64_t)100000 * 1000000, INT64_MIN), sd = tab_decimal(&t, SD, 4, 0, 50000, 0);
		if (t.bad)
			continue;
		uint32_t row = reader_add(r, W_currency, &t);
		r->w->currency.code[row] = set_text(&r->w->set, code);
		r->w->currency.cny_micro[row] = cny;
		r->w->currency.sd_day_ppm[row] = sd;
		reader_name(r, W_currency, ROW_NONE, code, row);
	}
	static const char *const always[] = { "CNY", "USD" };
	for (int i = 0; t.n_files && i < 2; i++)
		if (reader_find(r, W_currency, ROW_NONE, str_c(always[i])) == ROW_NONE)
			faults_add(r->faults, FAULT_ERROR, t.file[0], 0, "currency", "%s is missing; costs are in CNY and reference prices in USD", always[i]);
}

/* Hong Kong, Macao and Taiwan are named as regions of China. */
static void check_region(struct tab *t, int zh_column, int en_column, struct str code, struct str zh, struct str en)
{
	static const struct {
		const char *code, *zh, *en;
	} regions[] = { { "HK", "中国香港", "Hong Kong, China" }, { "MO", "中国澳门", "Macao, China" }, { "TW", "中国台湾", "Taiwan, China" } };
	for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
		if (!str_eq(code, str_c(regions[i].code)))
			continue;
		if (!str_eq(zh, str_c(regions[i].zh)))
			tab_fault(t, zh_column, "the region is written \"%s\"", regions[i].zh);
		if (!str_eq(en, str_c(regions[i].en)))
			tab_fault(t, en_column, "the region is written \"%s\"", regions[i].en);
	}
}

static void read_countries(struct reader *r)
{
	enum { CODE, NAME_ZH, NAME_EN, CURRENCY, LANGUAGE, UTC, DST, BUYERS, PROMISE, HOURS, WEEKDAYS, IMPERIAL };
	static const char *const columns[] = { "country", "name_zh", "name_en", "currency", "language", "utc_min", "dst", "buyers", "promise_days", "hours", "weekdays",
		"imperial", NULL };
	static const char *const dst[] = { "none", "eu", "us", "au", NULL };
	struct tab t;
	struct world *w = r->w;
	int64_t total = 0;
	tab_open(&t, r, "countries", columns, true);
	while (tab_next(&t)) {
		struct str code = tab_cell(&t, CODE);
		if (code.n != 2 || code.p[0] < 'A' || code.p[0] > 'Z' || code.p[1] < 'A' || code.p[1] > 'Z')
			tab_fault(&t, CODE, "\"%.*s\" is no country; write two capital letters (ISO 3166-1)", STR_FMT(str_utf8_head(code, 40)));
		if (reader_find(r, W_country, ROW_NONE, code) != ROW_NONE)
			tab_fault(&t, CODE, "%.*s stands twice", STR_FMT(code));
		int tongue = tongue_find(tab_cell(&t, LANGUAGE));
		if (tongue < 0)
			tab_fault(&t, LANGUAGE, "\"%.*s\" is no language of the trade: zh en de fr es it ja pt", STR_FMT(str_utf8_head(tab_cell(&t, LANGUAGE), 40)));
		if (tongue >= 0 && !(r->languages >> tongue & 1))
			tab_fault(&t, LANGUAGE, "world.json says that the world has no texts in this language");
		struct str zh = tab_text(&t, NAME_ZH, 1, 40), en = tab_text(&t, NAME_EN, 1, 40);
		check_region(&t, NAME_ZH, NAME_EN, code, zh, en);
		uint32_t currency = tab_row(&t, CURRENCY, W_currency, ROW_NONE, "currency");
		int64_t utc = tab_number(&t, UTC, -720, 840, INT64_MIN), buyers = tab_decimal(&t, BUYERS, 6, 1, 1000000, INT64_MIN);
		int64_t promise = tab_number(&t, PROMISE, 1, 90, INT64_MIN);
		int d = tab_choice(&t, DST, dst);
		struct list_ref hours = tab_weights(&t, HOURS, 24), weekdays = tab_weights(&t, WEEKDAYS, 7);
		bool imperial = tab_flag(&t, IMPERIAL);
		if (w->country.t.n == 32)
			tab_fault(&t, CODE, "a world has at most 32 countries");
		if (t.bad)
			continue;
		uint32_t row = reader_add(r, W_country, &t);
		w->country.code[row] = set_text(&w->set, code);
		w->country.name_zh[row] = set_text(&w->set, zh);
		w->country.name_en[row] = set_text(&w->set, en);
		w->country.currency[row] = currency;
		w->country.tongue[row] = (uint8_t)tongue;
		w->country.utc_min[row] = (int32_t)utc;
		w->country.dst[row] = (uint8_t)d;
		w->country.buyers_ppm[row] = buyers;
		w->country.promise_days[row] = (uint16_t)promise;
		w->country.hours[row] = hours;
		w->country.weekdays[row] = weekdays;
		w->country.imperial[row] = imperial;
		reader_name(r, W_country, ROW_NONE, code, row);
		total += buyers;
	}
	if (w->country.t.n && (total < 999000 || total > 1001000))
		faults_add(r->faults, FAULT_ERROR, t.file[0], 0, "buyers", "the shares of all countries make %.6g together; they must make 1", (double)total / 1e6);
}

static void read_taxes(struct reader *r)
{
	enum { COUNTRY, FROM, KIND, RATE, LIMIT, CURRENCY, NOTE };
	static const char *const columns[] = { "country", "from", "kind", "rate", "limit", "currency", "?note", NULL };
	static const char *const kinds[] = { "vat_inside", "sales_tax_on_top", "duty_percent", "duty_per_item", "handling_per_order", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "taxes", columns, true);
	while (tab_next(&t)) {
		uint32_t country = tab_row(&t, COUNTRY, W_country, ROW_NONE, "country"), currency = tab_row(&t, CURRENCY, W_currency, ROW_NONE, "currency");
		int64_t from = tab_date(&t, FROM);
		int kind = tab_choice(&t, KIND, kinds);
		bool amount = kind == TAX_DUTY_PER_ITEM || kind == TAX_HANDLING_PER_ORDER;
		char code[4] = "USD";
		if (currency != ROW_NONE)
			memcpy(code, world_str(w, w->currency.code[currency]).p, 3);
		int decimals = money_decimals(code);
		int64_t rate = tab_decimal(&t, RATE, amount ? decimals : 4, 0, 10000000, INT64_MIN);
		int64_t limit = tab_decimal(&t, LIMIT, decimals, 0, (int64_t)1000000000000, 0);
		struct str note = tab_text(&t, NOTE, 0, 400);
		if (t.bad)
			continue;
		uint32_t row = reader_add(r, W_tax, &t);
		w->tax.country[row] = country;
		w->tax.from_day[row] = from;
		w->tax.kind[row] = (uint8_t)kind;
		w->tax.rate_ppm[row] = amount ? 0 : rate;
		w->tax.amount_minor[row] = amount ? rate : 0;
		w->tax.limit_minor[row] = limit;
		w->tax.currency[row] = currency;
		w->tax.note[row] = set_text(&w->set, note);
	}
}

static void read_duties(struct reader *r)
{
	enum { COUNTRY, HS, FROM, RATE };
	static const char *const columns[] = { "country", "hs", "from", "rate", "?note", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "duties", columns, true);
	while (tab_next(&t)) {
		uint32_t country = tab_row(&t, COUNTRY, W_country, ROW_NONE, "country");
		struct str hs = tab_cell(&t, HS);
		int64_t number = 0, from = tab_date(&t, FROM), rate = tab_decimal(&t, RATE, 4, 0, 10000000, INT64_MIN);
		if (hs.n < 2 || hs.n > 6 || !str_i64(hs, &number) || number < 1)
			tab_fault(&t, HS, "\"%.*s\" is no beginning of an HS code; write its 2 to 6 first digits", STR_FMT(str_utf8_head(hs, 40)));
		if (t.bad)
			continue;
		uint32_t row = reader_add(r, W_duty, &t);
		w->duty.country[row] = country;
		w->duty.hs[row] = (uint32_t)number;
		w->duty.digits[row] = (uint8_t)hs.n;
		w->duty.from_day[row] = from;
		w->duty.rate_ppm[row] = rate;
	}
}

static void read_categories(struct reader *r)
{
	enum { CODE, NAME, REFERRAL = NAME + TONGUE_MAX, REFERRAL_MIN, FLOOR, RETURNS, REPEAT, AFFINITY, MONTHS, COMMODITY };
	static const char *const columns[] = { "category", LANG8("name_"), "referral", "referral_min_usd", "price_floor_usd", "return_rate", "repeat_days", "affinity",
		"months", "commodity", "?note", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "categories", columns, true);
	while (tab_next(&t)) {
		struct str code = tab_code(&t, CODE);
		if (code.n && reader_find(r, W_category, ROW_NONE, code) != ROW_NONE)
			tab_fault(&t, CODE, "%.*s stands twice", STR_FMT(code));
		uint32_t row = reader_add(r, W_category, &t);
		w->category.code[row] = set_text(&w->set, code);
		w->category.name[row] = tab_text8(&t, NAME, 1, 60, 30, true);
		w->category.referral_ppm[row] = tab_decimal(&t, REFERRAL, 4, 0, 500000, INT64_MIN);
		w->category.referral_min_usd[row] = tab_decimal(&t, REFERRAL_MIN, 2, 0, 10000, 0);
		w->category.floor_usd[row] = tab_decimal(&t, FLOOR, 2, 0, 100000, 0);
		w->category.return_ppm[row] = tab_decimal(&t, RETURNS, 4, 0, 500000, INT64_MIN);
		w->category.repeat_days[row] = (uint16_t)tab_number(&t, REPEAT, 1, 3650, INT64_MIN);
		w->category.affinity_ppm[row] = tab_decimal(&t, AFFINITY, 6, 0, 100000000, INT64_MIN);
		w->category.months_ppm[row] = tab_weights(&t, MONTHS, 12);
		w->category.commodity[row] = tab_flag(&t, COMMODITY);
		if (code.n)
			reader_name(r, W_category, ROW_NONE, code, row);
	}
}

void read_places(struct reader *r)
{
	read_head(r);
	read_parameters(r);
	read_currencies(r);
	read_countries(r);
	read_taxes(r);
	read_duties(r);
	read_categories(r);
}
