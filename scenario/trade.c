/* Who trades: buyers' queries and phrases, rivals and their listings, carriers. */
#include "base/calendar.h"
#include "scenario/inside.h"
#include "text/text.h"

#include <string.h>

static uint32_t category_named(struct tab *t, int column)
{
	struct str code = t->column[column] >= 0 ? tab_cell(t, column) : STR_NONE;
	if (!code.n)
		code = t->stem;
	uint32_t row = reader_find(t->r, W_category, ROW_NONE, code);
	if (row == ROW_NONE)
		tab_fault(t, column, "there is no category \"%.*s\" in categories.csv (the file is named after it, or a column names it)", STR_FMT(str_utf8_head(code, 40)));
	return row;
}

/* ---- queries */

enum { Q_CATEGORY, Q_LANGUAGE, Q_COUNTRIES, Q_QUERY, Q_GLOSS, Q_VOLUME, Q_KIND, Q_WANTS };

static uint64_t want_of(struct tab *t, uint32_t category, struct str want)
{
	struct reader *r = t->r;
	struct world *w = r->w;
	uint32_t row;
	int64_t number;
	if (want.n && want.p[0] == '+') {
		row = reader_find(r, W_feature, category, str_trim(str_sub(want, 1, want.n)));
		if (row == ROW_NONE)
			tab_fault(t, Q_WANTS, "the category has no feature \"%.*s\"", STR_FMT(str_utf8_head(want, 40)));
		return row == ROW_NONE ? 0 : WANT_FEATURE(row);
	}
	ptrdiff_t equals = str_find(want, STR("="), 0);
	if (equals < 1) {
		tab_fault(t, Q_WANTS, "\"%.*s\" is no wish; write material=bamboo; +juice_groove", STR_FMT(str_utf8_head(want, 40)));
		return 0;
	}
	struct str key = str_trim(str_sub(want, 0, (size_t)equals)), value = str_trim(str_sub(want, (size_t)equals + 1, want.n));
	uint32_t attribute = reader_find(r, W_attribute, category, key);
	if (attribute == ROW_NONE) {
		tab_fault(t, Q_WANTS, "the category has no attribute \"%.*s\"", STR_FMT(str_utf8_head(key, 40)));
		return 0;
	}
	if (w->attribute.type[attribute] == 1 && str_decimal(value, 3, &number) && number >= 0 && number <= UINT32_MAX)
		return WANT_NUMBER(attribute, number);
	row = w->attribute.type[attribute] == 0 ? reader_find(r, W_value, attribute, value) : ROW_NONE;
	if (row != ROW_NONE)
		return WANT_VALUE(row);
	tab_fault(t, Q_WANTS, "%.*s has no value \"%.*s\"%s", STR_FMT(key), STR_FMT(str_utf8_head(value, 40)),
		w->attribute.type[attribute] == 2 ? " (attributes of type text can't be wished for)" : "");
	return 0;
}

static uint32_t countries_of(const struct world *w, int tongue)
{
	uint32_t bits = 0;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->country.tongue[c] == tongue)
			bits |= (uint32_t)1 << c;
	return bits;
}

static void queries(struct reader *r)
{
	static const char *const columns[] = { "?category", "language", "countries", "query", "gloss_zh", "volume", "kind", "wants", NULL };
	struct tab t;
	struct world *w = r->w;
	struct map seen;
	map_init(&seen);
	tab_open(&t, r, "queries", columns, true);
	while (tab_next(&t)) {
		uint32_t category = category_named(&t, Q_CATEGORY);
		int tongue = tongue_find(tab_cell(&t, Q_LANGUAGE));
		if (tongue < 0)
			tab_fault(&t, Q_LANGUAGE, "\"%.*s\" is no language of the trade: zh en de fr es it ja pt", STR_FMT(str_utf8_head(tab_cell(&t, Q_LANGUAGE), 40)));
		if (tongue < 0 || category == ROW_NONE)
			continue;
		uint32_t speak = countries_of(w, tongue), countries = tab_countries(&t, Q_COUNTRIES);
		if (countries & ~speak)
			tab_fault(&t, Q_COUNTRIES, "not all of these countries search in %s", tongue_code[tongue]);
		struct str words = tab_text(&t, Q_QUERY, 1, 80);
		uint64_t key = hash_id((uint64_t)tongue + 1, category, hash_str(countries, words)), *tokens;
		uint32_t kind = ROW_NONE, n_tokens, n = 0;
		if (map_find(&seen, key) != MAP_NONE)
			tab_fault(&t, Q_QUERY, "\"%.*s\" stands twice for the language and category (row %u)", STR_FMT(words), map_find(&seen, key));
		map_put(&seen, key, t.row.line);
		if (tab_cell(&t, Q_KIND).n) {
			kind = reader_find(r, W_kind, category, tab_cell(&t, Q_KIND));
			if (kind == ROW_NONE)
				tab_fault(&t, Q_KIND, "no good of the category is of kind \"%.*s\"", STR_FMT(str_utf8_head(tab_cell(&t, Q_KIND), 40)));
		}
		uint64_t want[32];
		struct str rest = tab_cell(&t, Q_WANTS), one;
		while (rest.n && str_next(&rest, ';', &one))
			if (str_trim(one).n && n < 32) {
				uint64_t word = want_of(&t, category, str_trim(one));
				if (word)
					want[n++] = word;
			}
		text_tokens((enum tongue)tongue, words, &r->row, &tokens, &n_tokens);
		if (!n_tokens && words.n)
			tab_fault(&t, Q_QUERY, "\"%.*s\" has no word that can be searched for", STR_FMT(words));
		uint32_t row = reader_add(r, W_query, &t);
		w->query.countries[row] = countries ? countries : speak;
		w->query.tongue[row] = (uint8_t)tongue;
		w->query.words[row] = set_text(&w->set, words);
		w->query.gloss_zh[row] = set_text(&w->set, tab_text(&t, Q_GLOSS, r->languages >> TONGUE_ZH & 1, 60));
		w->query.volume[row] = (uint32_t)tab_number(&t, Q_VOLUME, 1, 1000, INT64_MIN);
		w->query.category[row] = category;
		w->query.kind[row] = kind;
		w->query.wants[row] = set_list(&w->set, want, n);
		w->query.tokens[row] = set_list(&w->set, tokens, n_tokens);
	}
	map_fini(&seen);
}

static void phrases(struct reader *r)
{
	enum { TOPIC, WORDS };
	static const char *const columns[] = { "topic", LANG8(""), NULL };
	static const char *const topics[] = { "review.5", "review.4", "review.3", "review.2", "review.1", "review.late", "review.never", "review.quality_low",
		"review.quality_high", "review.price", "return.not_as_described", "return.damaged", "return.late", "return.changed_mind", NULL };
	struct tab t;
	struct world *w = r->w;
	uint32_t count[14] = { 0 };
	tab_open(&t, r, "phrases", columns, true);
	while (tab_next(&t)) {
		int topic = tab_choice(&t, TOPIC, topics);
		if (topic < 0)
			continue;
		uint32_t row = reader_add(r, W_phrase, &t);
		w->phrase.topic[row] = set_text(&w->set, tab_cell(&t, TOPIC));
		w->phrase.words[row] = tab_text8(&t, WORDS, 1, 240, 120, true);
		count[topic]++;
	}
	for (int i = 0; t.n_files && topics[i]; i++)
		if (!count[i])
			faults_add(r->faults, FAULT_ERROR, t.file[0], 0, "topic", "there is no phrase for %s", topics[i]);
}

void read_buyers(struct reader *r)
{
	queries(r);
	phrases(r);
}

/* ---- rivals */

static void sellers(struct reader *r)
{
	enum { CODE, NAME, BRAND, POLICY, HOME, COUNTRIES, SINCE, QUALITY, ABOUT_ZH, ABOUT_EN };
	static const char *const columns[] = { "seller", "name", "brand", "policy", "home", "countries", "since", "quality", "about_zh", "about_en", NULL };
	static const char *const policies[] = { "follower", "premium", "clearer", "sleeper", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "rivals", columns, true);
	while (tab_next(&t)) {
		struct str code = tab_code(&t, CODE), home = tab_cell(&t, HOME);
		if (code.n && reader_find(r, W_rival, ROW_NONE, code) != ROW_NONE)
			tab_fault(&t, CODE, "%.*s stands twice", STR_FMT(code));
		if (!code.n)
			continue;
		int policy = tab_choice(&t, POLICY, policies);
		uint32_t countries = tab_countries(&t, COUNTRIES);
		if (!countries)
			tab_fault(&t, COUNTRIES, "a seller needs at least one country");
		if (!str_eq(home, STR("CN")) && reader_find(r, W_country, ROW_NONE, home) == ROW_NONE)
			tab_fault(&t, HOME, "\"%.*s\" must be CN or a country of the world", STR_FMT(str_utf8_head(home, 20)));
		int64_t since = 0;
		struct str year = tab_cell(&t, SINCE);
		if (!(year.n == 4 && str_i64(year, &since) && since > 1990 && since < 2100 && (since = cal_day((int32_t)since, 1, 1), true)))
			since = tab_date(&t, SINCE);
		uint32_t row = reader_add(r, W_rival, &t);
		w->rival.code[row] = set_text(&w->set, code);
		w->rival.name[row] = set_text(&w->set, tab_text(&t, NAME, 1, 60));
		w->rival.brand[row] = set_text(&w->set, tab_text(&t, BRAND, 1, 40));
		w->rival.policy[row] = (uint8_t)(policy < 0 ? 0 : policy);
		w->rival.home[row] = set_text(&w->set, home);
		w->rival.countries[row] = countries;
		w->rival.since_day[row] = since;
		w->rival.quality[row] = (uint8_t)tab_number(&t, QUALITY, 1, 99, INT64_MIN);
		w->rival.about_zh[row] = set_text(&w->set, tab_text(&t, ABOUT_ZH, 0, 400));
		w->rival.about_en[row] = set_text(&w->set, tab_text(&t, ABOUT_EN, 0, 600));
		reader_name(r, W_rival, ROW_NONE, code, row);
	}
}

static void listings(struct reader *r)
{
	enum { SELLER, LISTING, GOOD, STYLE, FEATURES, PRICE, COUNTRIES, REVIEWS, STARS, STOCK, TITLE };
	static const char *const columns[] = { "seller", "listing", "good", "style", "features", "price", "countries", "reviews", "stars", "stock_days", "?title", NULL };
	static const char *const styles[] = { "a", "b", "c", "d", "e", "f", NULL };
	struct tab t;
	struct world *w = r->w;
	struct map numbers, sets;
	map_init(&numbers);
	map_init(&sets);
	tab_open(&t, r, "listings", columns, true);
	while (tab_next(&t)) {
		uint32_t rival = tab_row(&t, SELLER, W_rival, ROW_NONE, "seller of rivals.csv"), good = tab_row(&t, GOOD, W_good, ROW_NONE, "good");
		struct str title = t.column[TITLE] < 0 || !tab_cell(&t, TITLE).n ? STR_NONE : tab_text(&t, TITLE, 1, TITLE_MAX_CHARS);
		int style = title.n && !tab_cell(&t, STYLE).n ? 0 : tab_choice(&t, STYLE, styles);
		if (title.n && (r->languages & (r->languages - 1)))
			tab_fault(&t, TITLE, "only a world with texts in one language has titles of its own (world.json, languages)");
		if (rival == ROW_NONE || good == ROW_NONE || style < 0)
			continue;
		int64_t number = tab_number(&t, LISTING, 1, 1000000, INT64_MIN);
		uint64_t key = hash_id(1, rival, (uint64_t)number), v[8], all = 0;
		if (map_find(&numbers, key) != MAP_NONE)
			tab_fault(&t, LISTING, "the seller has a listing %lld already (row %u of a listings file)", (long long)number, map_find(&numbers, key));
		map_put(&numbers, key, t.row.line);
		struct str rest = tab_cell(&t, FEATURES), code;
		uint32_t n = 0, category = w->good.category[good];
		struct list_ref of_good = w->good.features[good];
		while (rest.n && str_next(&rest, '|', &code)) {
			code = str_trim(code);
			uint32_t f = reader_find(r, W_feature, category, code);
			bool true_of = false;
			for (uint32_t i = 0; i < of_good.n; i++)
				true_of = true_of || set_words(&w->set, of_good)[i] == f;
			if (f == ROW_NONE)
				tab_fault(&t, FEATURES, "the good's category has no feature \"%.*s\"", STR_FMT(str_utf8_head(code, 40)));
			else if (!true_of)
				tab_fault(&t, FEATURES, "%.*s is no feature of the good (its own are in goods)", STR_FMT(code));
			else if (n < 8) {
				v[n++] = f;
				all += hash_u64(3, f);
			}
		}
		if (!t.bad && (n < !title.n || n > 6))
			tab_fault(&t, FEATURES, "there are %u features; there must be 2 to 5", n);
		key = hash_id(2, hash_u64(good, rival), all);
		if (!t.bad && !title.n && map_find(&sets, key) != MAP_NONE)
			tab_fault(&t, FEATURES, "the seller lists this good with the same features in row %u", map_find(&sets, key));
		map_put(&sets, key, t.row.line);
		uint32_t countries = tab_countries(&t, COUNTRIES);
		if (!countries)
			tab_fault(&t, COUNTRIES, "a listing needs at least one country");
		if (countries & ~w->rival.countries[rival])
			tab_fault(&t, COUNTRIES, "the seller does not sell in all of these countries (rivals)");
		int64_t price = tab_decimal(&t, PRICE, 6, 500000, 2000000, INT64_MIN), reviews = tab_number(&t, REVIEWS, 0, 1000000, INT64_MIN);
		int64_t stars = tab_decimal(&t, STARS, 2, reviews ? 100 : 0, 500, reviews ? INT64_MIN : 0), stock = tab_number(&t, STOCK, 1, 1000, INT64_MIN);
		if (t.bad)
			continue;
		uint32_t row = reader_add(r, W_rlisting, &t);
		w->rlisting.rival[row] = rival;
		w->rlisting.number[row] = (uint32_t)number;
		w->rlisting.good[row] = good;
		w->rlisting.features[row] = set_list(&w->set, v, n);
		w->rlisting.price_ppm[row] = price;
		w->rlisting.countries[row] = countries;
		w->rlisting.reviews[row] = (uint32_t)reviews;
		w->rlisting.stars_x100[row] = (uint16_t)stars;
		w->rlisting.stock_days[row] = (uint16_t)stock;
		if (title.n)
			listing_write_given(w, row, reader_tongue(r), title);
		else
			listing_write(w, row, "abcdef"[style], &r->titles);
	}
	map_fini(&numbers);
	map_fini(&sets);
}

void read_rivals(struct reader *r)
{
	sellers(r);
	listings(r);
}

/* ---- carriers */

static void channels(struct reader *r)
{
	enum { CODE, NAME_ZH, NAME_EN, CARRIER, KIND, MIN_G, MAX_G, MAX_SIDE, MAX_SUM, VOLUMETRIC, BATTERY, LIQUID, TRACKED, S10, CUTOFF };
	static const char *const columns[] = { "channel", "name_zh", "name_en", "carrier", "kind", "min_g", "max_g", "max_side_mm", "max_sum_mm", "volumetric", "battery",
		"liquid", "tracked", "s10", "cutoff_hour", "?note", NULL };
	static const char *const kinds[] = { "post", "line", "express", "local", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "channels", columns, true);
	while (tab_next(&t)) {
		struct str code = tab_code(&t, CODE), s10 = tab_cell(&t, S10);
		if (code.n && reader_find(r, W_channel, ROW_NONE, code) != ROW_NONE)
			tab_fault(&t, CODE, "%.*s stands twice", STR_FMT(code));
		int kind = tab_choice(&t, KIND, kinds);
		if (s10.n && (s10.n != 2 || s10.p[0] < 'A' || s10.p[0] > 'Z' || s10.p[1] < 'A' || s10.p[1] > 'Z'))
			tab_fault(&t, S10, "\"%.*s\" are no service letters of UPU S10; write two capital letters (RB) or leave it empty", STR_FMT(str_utf8_head(s10, 20)));
		if (!code.n || kind < 0)
			continue;
		uint32_t row = reader_add(r, W_channel, &t);
		w->channel.code[row] = set_text(&w->set, code);
		w->channel.name_zh[row] = set_text(&w->set, tab_text(&t, NAME_ZH, 1, 40));
		w->channel.name_en[row] = set_text(&w->set, tab_text(&t, NAME_EN, 1, 60));
		w->channel.carrier[row] = set_text(&w->set, tab_text(&t, CARRIER, 1, 60));
		w->channel.kind[row] = (uint8_t)kind;
		w->channel.min_g[row] = (uint32_t)tab_number(&t, MIN_G, 0, 100000, 0);
		w->channel.max_g[row] = (uint32_t)tab_number(&t, MAX_G, 1, 100000, INT64_MIN);
		w->channel.max_side_mm[row] = (uint32_t)tab_number(&t, MAX_SIDE, 1, 10000, INT64_MIN);
		w->channel.max_sum_mm[row] = (uint32_t)tab_number(&t, MAX_SUM, 1, 30000, INT64_MIN);
		w->channel.volumetric[row] = (uint32_t)tab_number(&t, VOLUMETRIC, 0, 20000, 0);
		w->channel.battery[row] = tab_flag(&t, BATTERY);
		w->channel.liquid[row] = tab_flag(&t, LIQUID);
		w->channel.tracked[row] = tab_flag(&t, TRACKED);
		w->channel.s10[row] = set_text(&w->set, s10);
		w->channel.cutoff_hour[row] = (uint8_t)tab_number(&t, CUTOFF, 0, 23, INT64_MIN);
		reader_name(r, W_channel, ROW_NONE, code, row);
	}
}

static void rates(struct reader *r)
{
	enum { CHANNEL, COUNTRY, FROM, PER_KG, PER_ITEM, STEP, MIN_CHARGE, BATTERY_KG, DAYS_MIN, DAYS_MAX, LOSS, DDP };
	static const char *const columns[] = { "channel", "country", "from", "per_kg_cny", "per_item_cny", "step_g", "min_charge_g", "battery_per_kg_cny", "days_min", "days_max",
		"loss", "ddp", "?note", NULL };
	struct tab t;
	struct world *w = r->w;
	tab_open(&t, r, "rates", columns, true);
	while (tab_next(&t)) {
		uint32_t channel = tab_row(&t, CHANNEL, W_channel, ROW_NONE, "channel"), country = tab_row(&t, COUNTRY, W_country, ROW_NONE, "country");
		int64_t from = tab_date(&t, FROM), kg = tab_decimal(&t, PER_KG, 2, 0, 10000000, INT64_MIN), item = tab_decimal(&t, PER_ITEM, 2, 0, 10000000, INT64_MIN);
		int64_t step = tab_number(&t, STEP, 1, 10000, INT64_MIN), least = tab_number(&t, MIN_CHARGE, 0, 100000, 0), battery = tab_decimal(&t, BATTERY_KG, 2, 0, 1000000, 0);
		int64_t days_min = tab_number(&t, DAYS_MIN, 1, 200, INT64_MIN), days_max = tab_number(&t, DAYS_MAX, 1, 200, INT64_MIN);
		int64_t loss = tab_decimal(&t, LOSS, 4, 0, 200000, INT64_MIN);
		bool ddp = tab_flag(&t, DDP);
		if (days_max < days_min)
			tab_fault(&t, DAYS_MAX, "it is less than days_min");
		if (t.bad)
			continue;
		uint32_t row = reader_add(r, W_rate, &t);
		w->rate.channel[row] = channel;
		w->rate.country[row] = country;
		w->rate.from_day[row] = from;
		w->rate.per_kg_fen[row] = kg;
		w->rate.per_item_fen[row] = item;
		w->rate.step_g[row] = (uint32_t)step;
		w->rate.min_charge_g[row] = (uint32_t)least;
		w->rate.battery_per_kg_fen[row] = battery;
		w->rate.days_min[row] = (uint16_t)days_min;
		w->rate.days_max[row] = (uint16_t)days_max;
		w->rate.loss_ppm[row] = loss;
		w->rate.ddp[row] = ddp;
	}
}

void read_carriers(struct reader *r)
{
	channels(r);
	rates(r);
}
