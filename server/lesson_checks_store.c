/* Checks of lessons: the store, sourcing, listings, words, prices. */
#include "market/ledger/ledger.h"
#include "market/listing/check.h"
#include "market/world/world.h"
#include "server/lesson_look.h"

#include <string.h>

/* ---- the store ---- */

static const char ABOUT[] = "SELECT \"name\", \"about\" FROM m_store WHERE market_id = ?1 AND \"id\" = ?2";

bool check_store_about(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool by_hand = false, is = false;
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++)
		by_hand = by_hand || (k->acts[i].act->kind == ACT_STORE_PROFILE && k->acts[i].act->store_profile.about.n);
	struct stmt *q = look_rows(k, ABOUT);
	while (db_step(q)) {
		int64_t n = (int64_t)str_utf8_count(str_trim(db_str(q, 1)));
		is = by_hand && n >= with->n;
		*ret = (struct lesson_found){ k->now_min, { arena_str(k->arena, db_str(q, 0)), arg_count(k, n) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

static const char OPENED[] = "SELECT \"name\", \"state\", \"countries\", \"granted\" FROM m_store WHERE market_id = ?1 AND \"id\" = ?2";

bool check_store_markets(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool is = false;
	struct stmt *q = look_rows(k, OPENED);
	while (db_step(q)) {
		int n = __builtin_popcountll((unsigned long long)db_i64(q, 2));
		is = str_eq(db_str(q, 1), STR("active")) && !db_i64(q, 3) && n >= with->n;
		*ret = (struct lesson_found){ k->now_min, { arena_str(k->arena, db_str(q, 0)), arg_count(k, n) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

bool check_store_entered(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *a = k->acts[i].act;
		if (a->kind != ACT_STORE_OPEN_MARKET || (with->country.n && !str_eq(a->store_open_market.country, with->country)))
			continue;
		*ret = (struct lesson_found){ k->acts[i].at_min, { arg_code(k, "country", a->store_open_market.country) } };
		return true;
	}
	return false;
}

static const char COUNTED[] = "SELECT \"orders\", \"delivered\", \"late\", \"cancelled\", \"reviews\", \"shipped_by_hand\" FROM m_store WHERE market_id = ?1 AND \"id\" = ?2";

bool check_store_counted(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	static const char *const words[] = { "orders", "delivered", "late", "cancelled", "reviews", "shipped" };
	int64_t said, is = -1;
	if (!said_number(answer, &said))
		return false;
	struct stmt *q = look_rows(k, COUNTED);
	while (db_step(q))
		for (int i = 0; i < 6; i++)
			if (str_eq(with->word, str_c(words[i])))
				is = db_i64(q, i);
	*ret = (struct lesson_found){ k->now_min, { arg_count(k, is) } };
	return !look_failed(k, db_end(q, &k->problem)) && is >= 0 && said == is * MILLION;
}

/* ---- sourcing ---- */

/* What is left of the usual price by the cheapest channel, in tenths of a percent; -1 if nothing takes it. */
static int64_t usual_margin(struct lesson_look *k, struct str good, struct str country, struct str *ret_price)
{
	int64_t best = -1;
	json_t *sheet = look_sheet(k, good, country), *quotes = look_quotes(k, good, country, 1), *one;
	uint32_t c = world_find(k->world, W_country, country);
	int64_t usual = json_micro(sheet, "usual_price");
	size_t i;
	json_array_foreach(json_object_get(quotes, "quotes"), i, one)
	{
		if (c == ROW_NONE || !usual || !json_is_null(json_object_get(one, "refusal")))
			continue;
		int64_t minor = usual;
		for (int d = ledger_decimals(k->world, k->world->country.currency[c]); d < 6; d++)
			minor /= 10;
		json_t *plan = look_price(k, good, country, json_text(one, "channel"), minor, 0);
		int64_t rate = 0;
		if (plan && str_decimal(json_text(plan, "margin_rate"), 1, &rate) && rate > best) {
			best = rate;
			*ret_price = arg_amount(k, plan, "price");
		}
		json_decref(plan);
	}
	json_decref(sheet);
	json_decref(quotes);
	return best;
}

bool check_goods_chosen(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t left = with->n;
	struct str country = with->country.n ? with->country : STR("US"), price = STR_NONE;
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *a = k->acts[i].act;
		bool again = a->kind != ACT_PURCHASE_CREATE;
		for (int j = 0; j < i && !again; j++)
			again = k->acts[j].act->kind == ACT_PURCHASE_CREATE && str_eq(k->acts[j].act->purchase_create.good, a->purchase_create.good);
		int64_t rate = again ? -1 : usual_margin(k, a->purchase_create.good, country, &price);
		if (rate < with->percent * 10 || rate < 0 || --left > 0)
			continue;
		*ret = (struct lesson_found){ k->acts[i].at_min,
			{ arg_code(k, "good", a->purchase_create.good), arena_printf(k->arena, "%lld.%lld", (long long)(rate / 10), (long long)(rate % 10)), price, arg_code(k, "country", country) } };
		return true;
	}
	return false;
}

/* ---- listings ---- */

static bool only_tips(uint64_t findings)
{
	for (int i = 0; findings; i++, findings >>= 1)
		if ((findings & 1) && (i >= FINDING_MAX || finding_desc[i].severity != SEVERITY_TIP))
			return false;
	return true;
}

static const char FINDINGS[] = "SELECT l.\"id\", l.\"sku\", l.\"findings\", w.\"findings\", o.\"findings\" FROM m_listing l\n"
			       "LEFT JOIN m_words w ON w.market_id = l.market_id AND w.\"listing\" = l.\"id\"\n"
			       "LEFT JOIN m_offer o ON o.market_id = l.market_id AND o.\"listing\" = l.\"id\"\n"
			       "WHERE l.market_id = ?1 AND l.\"store\" = ?2 AND l.\"state\" = 'active' ORDER BY l.\"id\" LIMIT 4000";

bool check_listing_clean(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	uint64_t id = 0;
	bool well = false;
	int64_t n = 0;
	struct str sku = STR_NONE;
	struct stmt *q = look_rows(k, FINDINGS);
	while (db_step(q)) {
		if (db_u64(q, 0) != id) {
			n += well;
			id = db_u64(q, 0);
			well = look_wrote(k, id, STR("")) || look_priced(k, id, STR(""));
			for (int i = 0; i < k->n_acts; i++)
				well = well || (k->acts[i].act->kind == ACT_LISTING_SAVE && (k->acts[i].made == id || k->acts[i].act->listing_save.listing == id));
			sku = arena_str(k->arena, db_str(q, 1));
			well = well && (!with->word.n || str_eq(sku, with->word));
		}
		for (int c = 2; c < 5; c++)
			well = well && only_tips(db_is_null(q, c) ? 0 : db_u64(q, c));
		if (well && n + 1 >= with->n)
			*ret = (struct lesson_found){ k->now_min, { sku } };
	}
	n += well;
	return !look_failed(k, db_end(q, &k->problem)) && n >= with->n;
}

static const char TITLES[] = "SELECT \"listing\", \"tongue\", \"title\", \"terms\" FROM m_words WHERE market_id = ?1 AND \"store\" = ?2 ORDER BY \"id\" LIMIT 2000";

bool check_listing_abroad(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	enum { TITLE_SHOWN = 60 };
	int n;
	bool is = false;
	struct offer_row *offers = look_offers(k, &n);
	struct stmt *q = look_rows(k, TITLES);
	while (!is && db_step(q))
		for (int i = 0; i < n && !is; i++) {
			const struct offer_row *o = &offers[i];
			uint32_t c = world_find(k->world, W_country, o->country);
			if (o->of->id != db_u64(q, 0) || !str_eq(o->state, STR("active")) || !str_eq(o->of->state, STR("active")) || c == ROW_NONE)
				continue;
			struct str tongue = str_c(tongue_code[k->world->country.tongue[c]]);
			if ((with->country.n && !str_eq(o->country, with->country)) || (with->language.n && !str_eq(tongue, with->language)) || !str_eq(tongue, db_str(q, 1)) || !look_wrote(k, o->of->id, tongue))
				continue;
			is = true;
			*ret = (struct lesson_found){ k->now_min, { o->of->sku, arg_code(k, "country", o->country), arena_str(k->arena, str_utf8_head(db_str(q, 2), TITLE_SHOWN)) } };
		}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

static const char PICTURES[] = "SELECT \"id\", \"sku\", \"pictures\", \"main_picture\" FROM m_listing WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" <> 'deleted' ORDER BY \"id\" LIMIT 200";

/* The picture was another one before: that of the act that made the listing, or of the prepared store, which is its number modulo nine. */
bool check_listing_pictures(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool is = false;
	look_acts(k);
	struct stmt *q = look_rows(k, PICTURES);
	while (!is && db_step(q)) {
		int64_t first = -1;
		bool changed = false;
		for (int i = 0; i < k->n_acts; i++) {
			const struct act *a = k->acts[i].act;
			if (a->kind != ACT_LISTING_SAVE || (a->listing_save.listing != db_u64(q, 0) && k->acts[i].made != db_u64(q, 0)))
				continue;
			changed = changed || (a->listing_save.listing && a->listing_save.main_picture != first);
			first = a->listing_save.main_picture;
		}
		is = changed && db_i64(q, 2) >= with->n;
		if (is)
			*ret = (struct lesson_found){ k->now_min, { arena_str(k->arena, db_str(q, 1)), arg_count(k, db_i64(q, 2)), arg_count(k, db_i64(q, 3) + 1) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

bool check_listing_changed(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	static const struct {
		const char *word;
		enum act_kind kind;
	} words[] = { { "words", ACT_LISTING_WORDS }, { "facts", ACT_LISTING_SAVE }, { "price", ACT_OFFER_SET } };
	int64_t since_s = -1;
	int n;
	for (int i = 0; i < k->n_done; i++)
		if (k->done[i].seat == k->seat && k->done[i].state == STEP_DONE && str_eq(k->done[i].step, with->after))
			since_s = k->done[i].at_s;
	if (since_s < 0)
		return false;
	struct listing_row *l = look_listings(k, &n);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *a = k->acts[i].act;
		uint64_t of = a->kind == ACT_LISTING_SAVE ? a->listing_save.listing : a->kind == ACT_LISTING_WORDS ? a->listing_words.listing : a->kind == ACT_OFFER_SET ? a->offer_set.listing : 0;
		bool fits = !with->word.n;
		for (int w = 0; w < 3; w++)
			fits = fits || (words[w].kind == a->kind && str_eq(with->word, str_c(words[w].word)));
		for (int j = 0; j < n && fits && of && k->acts[i].at_real_ms / 1000 >= since_s; j++) {
			if (l[j].id != of)
				continue;
			*ret = (struct lesson_found){ k->acts[i].at_min, { l[j].sku, arg_code(k, "act", str_c(act_desc[a->kind].name)) } };
			return true;
		}
	}
	return false;
}

/* ---- words ---- */

/* Whether all words of a phrase stand in the text, ASCII capitals or not. */
static bool has_words(struct str text, struct str phrase)
{
	struct str one;
	while (phrase.n && str_next(&phrase, ' ', &one)) {
		bool is = !one.n;
		for (size_t at = 0; at + one.n <= text.n && !is; at++)
			is = str_eq_nocase(str_sub(text, at, one.n), one);
		if (!is)
			return false;
	}
	return true;
}

static struct str country_of(const struct world *w, struct str language)
{
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (str_eq(str_c(tongue_code[w->country.tongue[c]]), language))
			return world_str(w, w->country.code[c]);
	return STR_NONE;
}

bool check_words_keywords(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	enum { SEARCHES = 8 };
	int n;
	bool is = false;
	struct listing_row *l = look_listings(k, &n);
	struct stmt *q = look_rows(k, TITLES);
	while (!is && db_step(q)) {
		struct str language = arena_str(k->arena, db_str(q, 1)), country = country_of(k->world, language);
		struct str text = arena_printf(k->arena, "%.*s %.*s", STR_FMT(db_str(q, 2)), STR_FMT(db_str(q, 3)));
		const struct listing_row *of = NULL;
		for (int i = 0; i < n; i++)
			of = l[i].id == db_u64(q, 0) ? &l[i] : of;
		if (!of || !country.n || (with->word.n && !str_eq(of->sku, with->word)) || (with->language.n && !str_eq(language, with->language)) || !look_wrote(k, of->id, language))
			continue;
		json_t *sheet = look_sheet(k, of->good, country), *searches = json_object_get(sheet, "searches");
		int64_t has = 0;
		struct str last = STR_NONE;
		for (size_t i = 0; i < SEARCHES && i < json_array_size(searches); i++) {
			struct str words = json_text(json_array_get(searches, i), "words");
			if (words.n && has_words(text, words)) {
				has++;
				last = arena_str(k->arena, words);
			}
		}
		json_decref(sheet);
		is = has >= with->n;
		if (is)
			*ret = (struct lesson_found){ k->now_min, { of->sku, arg_count(k, has), last } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

bool check_words_volume(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t said;
	bool is = false;
	struct listing_row *l = look_listings(k, &n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n && !is; i++) {
		if (with->word.n && !str_eq(l[i].sku, with->word))
			continue;
		json_t *sheet = look_sheet(k, l[i].good, with->country.n ? with->country : STR("US")), *top = NULL, *one;
		size_t s;
		json_array_foreach(json_object_get(sheet, "searches"), s, one)
		{
			if (!top || json_integer_value(json_object_get(one, "volume")) > json_integer_value(json_object_get(top, "volume")))
				top = one;
		}
		int64_t volume = json_integer_value(json_object_get(top, "volume"));
		is = volume > 0 && said == volume * MILLION;
		if (is)
			*ret = (struct lesson_found){ k->now_min, { arena_str(k->arena, json_text(top, "words")), arg_count(k, volume) } };
		json_decref(sheet);
	}
	return is;
}

/* ---- prices ---- */

bool check_price_margin(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t left = with->n, rate;
	struct offer_row *o = look_offers(k, &n);
	for (int i = 0; i < n; i++) {
		if ((with->country.n && !str_eq(o[i].country, with->country)) || !str_eq(o[i].state, STR("active")) || !look_priced(k, o[i].of->id, o[i].country))
			continue;
		json_t *plan = look_price(k, o[i].of->good, o[i].country, o[i].channel, o[i].price_minor, o[i].ship_minor);
		bool is = plan && str_decimal(json_text(plan, "margin_rate"), 1, &rate) && rate >= with->percent * 10 && !(o[i].findings >> FINDING_PRICE_HIGH & 1) && --left <= 0;
		if (is)
			*ret = (struct lesson_found){ k->now_min,
				{ o[i].of->sku, arg_code(k, "country", o[i].country), arg_amount(k, plan, "price"), arena_str(k->arena, json_text(plan, "margin_rate")) } };
		json_decref(plan);
		if (is)
			return true;
	}
	return false;
}

/* A figure of price.plan for one of the store's offers: break_even in the marketplace's currency, or the sum of cost lines in CNY. */
static bool plan_said(struct lesson_look *k, const struct lesson_with *with, struct str answer, const char *lines, struct lesson_found *ret)
{
	int n;
	int64_t said;
	bool is = false;
	struct offer_row *o = look_offers(k, &n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n && !is; i++) {
		if ((with->country.n && !str_eq(o[i].country, with->country)) || (with->word.n && !str_eq(o[i].of->sku, with->word)))
			continue;
		json_t *plan = look_price(k, o[i].of->good, o[i].country, o[i].channel, o[i].price_minor, o[i].ship_minor), *one;
		int64_t figure = lines ? 0 : json_micro(plan, "break_even");
		size_t l;
		json_array_foreach(json_object_get(plan, "lines"), l, one)
		{
			if (lines && has_words(str_c(lines), json_text(one, "code")))
				figure += json_micro(one, "cny");
		}
		is = figure > 0 && said_near(said, figure, 5000, 50000); /* half a percent, or five hundredths */
		if (is)
			*ret = (struct lesson_found){ k->now_min, { o[i].of->sku, arg_code(k, "country", o[i].country), lines ? arg_micro(k, figure) : arg_amount(k, plan, "break_even") } };
		json_decref(plan);
	}
	return is;
}

bool check_price_break_even(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return plan_said(k, with, answer, NULL, ret);
}

bool check_price_landed(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return plan_said(k, with, answer, "goods freight duty", ret);
}

bool check_price_duty(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return plan_said(k, with, answer, "duty", ret);
}

bool check_rate_converted(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t said, rate = 0;
	struct offer_row *o = look_offers(k, &n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n; i++) {
		if (with->country.n && !str_eq(o[i].country, with->country))
			continue;
		json_t *plan = look_price(k, o[i].of->good, o[i].country, o[i].channel, o[i].price_minor, o[i].ship_minor);
		bool is = plan && str_decimal(json_text(plan, "rate"), 6, &rate) && said_near(said, rate * with->n, 1000, 5000);
		if (is)
			*ret = (struct lesson_found){ k->now_min, { arena_printf(k->arena, "%.*s %lld", STR_FMT(json_text(plan, "currency")), (long long)with->n), arg_micro(k, rate * with->n) } };
		json_decref(plan);
		if (is)
			return true;
	}
	return false;
}
