/* Checks of lessons: stock, orders, parcels, reviews, money, results. */
#include "base/calendar.h"
#include "market/ledger/ledger.h"
#include "market/world/world.h"
#include "server/lesson_look.h"

#include <string.h>

enum { PACE_DAYS = 14, STOCK_DAYS_MAX = 60, TEXT_LEAST = 20, REPLY_LEAST = 20, CENTS = 10000 };

/* ---- stock. The pace is that of the stock page: sold a day over the last fourteen days, or since the first sale if that is shorter. ---- */

static const char STOCK[] = "SELECT s.\"good\", s.\"on_hand\" - s.\"reserved\", s.\"inbound\",\n"
			    "  (SELECT CAST(SUM(o.\"quantity\") AS BIGINT) FROM m_order o WHERE o.market_id = ?1 AND o.\"store\" = ?2\n"
			    "   AND o.\"good\" = s.\"good\" AND o.\"state\" <> 'cancelled' AND o.\"placed_min\" >= ?3),\n"
			    "  (SELECT MIN(o.\"placed_min\") FROM m_order o WHERE o.market_id = ?1 AND o.\"store\" = ?2\n"
			    "   AND o.\"good\" = s.\"good\" AND o.\"state\" <> 'cancelled' AND o.\"placed_min\" >= ?3)\n"
			    "FROM m_stock s WHERE s.market_id = ?1 AND s.\"store\" = ?2 ORDER BY s.\"id\" LIMIT 1000";

struct stock_row {
	struct str good;
	int64_t free, inbound, sold, since_min;
};

static struct stock_row *stock_rows(struct lesson_look *k, int *ret_n)
{
	enum { MOST = 1000 };
	struct stock_row *rows = ARENA_ARRAY(k->arena, struct stock_row, MOST);
	int n = 0;
	struct stmt *q = look_rows(k, STOCK);
	db_bind_i64(q, 3, k->now_min - PACE_DAYS * MIN_PER_DAY);
	while (n < MOST && db_step(q))
		rows[n++] = (struct stock_row){ arena_str(k->arena, db_str(q, 0)), db_i64(q, 1), db_i64(q, 2), db_is_null(q, 3) ? 0 : db_i64(q, 3), db_is_null(q, 4) ? k->now_min : db_i64(q, 4) };
	*ret_n = look_failed(k, db_end(q, &k->problem)) ? 0 : n;
	return rows;
}

/* Sold a day, in millionths; 0: nothing sells. */
static int64_t pace_micro(const struct lesson_look *k, const struct stock_row *s)
{
	int64_t since = k->now_min - s->since_min;
	return s->sold * MILLION * MIN_PER_DAY / (since < MIN_PER_DAY ? MIN_PER_DAY : since);
}

bool check_stock_days(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n, n_listings;
	int64_t said;
	struct listing_row *l = look_listings(k, &n_listings);
	struct stock_row *s = stock_rows(k, &n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n; i++) {
		int64_t pace = pace_micro(k, &s[i]);
		bool named = !with->word.n;
		for (int j = 0; j < n_listings; j++)
			named = named || (str_eq(l[j].sku, with->word) && str_eq(l[j].good, s[i].good));
		if (!named || !pace || !said_near(said, s[i].free * MILLION / pace * MILLION + s[i].free * MILLION % pace * MILLION / pace, 0, MILLION))
			continue;
		*ret = (struct lesson_found){ k->now_min, { arg_code(k, "good", s[i].good), arg_count(k, s[i].free), arg_micro(k, pace) } };
		return true;
	}
	return false;
}

bool check_stock_reordered(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t left = with->n;
	struct stock_row *s = stock_rows(k, &n);
	look_acts(k);
	for (int i = 0; i < n; i++) {
		int64_t pace = pace_micro(k, &s[i]), pieces = s[i].free + s[i].inbound, days = pace ? pieces * MILLION / pace : 0;
		bool bought = false;
		for (int j = 0; j < k->n_acts; j++)
			bought = bought || (k->acts[j].act->kind == ACT_PURCHASE_CREATE && str_eq(k->acts[j].act->purchase_create.good, s[i].good));
		if (!bought || days < with->days || days > STOCK_DAYS_MAX || --left > 0)
			continue;
		*ret = (struct lesson_found){ k->now_min, { arg_code(k, "good", s[i].good), arg_count(k, pieces), arg_count(k, days) } };
		return true;
	}
	return false;
}

/* ---- orders ---- */

static const char SHIPMENT[] = "SELECT o.\"number\", o.\"good\", o.\"country\", o.\"quantity\", o.\"shipped_min\", o.\"ship_by_min\", o.\"promised_min\",\n"
			       "  p.\"channel\", p.\"cost_fen\" + p.\"duty_fen\"\n"
			       "FROM m_order o JOIN m_parcel p ON p.market_id = o.market_id AND p.\"id\" = o.\"parcel\"\n"
			       "WHERE o.market_id = ?1 AND o.\"store\" = ?2 AND o.\"id\" = ?3";
struct shipment {
	int64_t number, quantity, shipped_min, ship_by_min, promised_min, cost_fen;
	struct str good, country, channel;
};

static bool read_shipment(struct lesson_look *k, uint64_t order, struct shipment *ret)
{
	bool is = false;
	struct stmt *q = look_rows(k, SHIPMENT);
	db_bind_u64(q, 3, order);
	while (db_step(q)) {
		is = true;
		*ret = (struct shipment){ db_i64(q, 0), db_i64(q, 3), db_i64(q, 4), db_i64(q, 5), db_i64(q, 6), db_i64(q, 8), arena_str(k->arena, db_str(q, 1)), arena_str(k->arena, db_str(q, 2)),
			arena_str(k->arena, db_str(q, 7)) };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

/* Among tracked channels: of those whose usual days keep the promise the cheapest, duties counted in; where none does, the fastest. */
static bool well_chosen(struct lesson_look *k, const struct shipment *s)
{
	json_t *quotes = look_quotes(k, s->good, s->country, s->quantity), *one;
	int64_t best_cost = INT64_MAX, best_days = INT64_MAX, fastest = INT64_MAX, cost = -1, days = 0, may = (s->promised_min - s->shipped_min) / MIN_PER_DAY;
	size_t i;
	json_array_foreach(json_object_get(quotes, "quotes"), i, one)
	{
		int64_t c = json_micro(one, "freight") + json_micro(one, "duty"), d = json_integer_value(json_object_get(one, "days_max"));
		if (!json_is_null(json_object_get(one, "refusal")) || !json_is_true(json_object_get(one, "tracked")))
			continue;
		if (str_eq(json_text(one, "channel"), s->channel)) {
			cost = c;
			days = d;
		}
		fastest = d < fastest ? d : fastest;
		if (d <= may && c < best_cost) {
			best_cost = c;
			best_days = d;
		}
	}
	json_decref(quotes);
	if (cost < 0)
		return false;
	return best_days == INT64_MAX ? days == fastest : days <= may && cost <= best_cost;
}

static int64_t ids_of(const struct act *a, int64_t i, uint64_t *ret)
{
	if (a->kind == ACT_ORDER_SHIP && !i) {
		*ret = a->order_ship.order;
		return 1;
	}
	if (a->kind == ACT_ORDER_SHIP_BULK && i < (int64_t)a->order_ship_bulk.orders.n)
		return id_parse(a->order_ship_bulk.orders.v[i], ret) ? 1 : -1;
	return 0;
}

bool check_order_cheapest(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t left = with->n;
	uint64_t id = 0;
	look_acts(k);
	for (int i = 0; i < k->n_acts && !k->problem.code; i++)
		for (int64_t o = 0, is; (is = ids_of(k->acts[i].act, o, &id)); o++) {
			struct shipment s;
			if (is < 0 || !read_shipment(k, id, &s) || s.shipped_min > s.ship_by_min || !well_chosen(k, &s) || --left > 0)
				continue;
			*ret = (struct lesson_found){ s.shipped_min, { arg_count(k, s.number), arg_code(k, "channel", s.channel), arg_micro(k, s.cost_fen * CENTS) } };
			return true;
		}
	return false;
}

static const char WAITS_LONG[] = "SELECT COUNT(*) FROM m_order WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" = 'paid' AND \"placed_min\" < ?3";

bool check_order_clear(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t shipped = 0, late = 0, waits = 0;
	uint64_t id = 0;
	look_acts(k);
	for (int i = 0; i < k->n_acts && !k->problem.code; i++)
		for (int64_t o = 0, is; (is = ids_of(k->acts[i].act, o, &id)); o++) {
			struct shipment s;
			if (is < 0 || !read_shipment(k, id, &s))
				continue;
			shipped++;
			late += s.shipped_min > s.ship_by_min;
		}
	struct stmt *q = look_rows(k, WAITS_LONG);
	db_bind_i64(q, 3, k->now_min - MIN_PER_DAY);
	while (db_step(q))
		waits = db_i64(q, 0);
	*ret = (struct lesson_found){ k->now_min, { arg_count(k, shipped) } };
	return !look_failed(k, db_end(q, &k->problem)) && !waits && !late && shipped >= with->n;
}

static const char RULES[] = "SELECT \"channel\" FROM m_rule WHERE market_id = ?1 AND \"store\" = ?2 AND \"on\" <> 0 ORDER BY \"id\" LIMIT 100";

bool check_rule_set(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool by_hand = false, is = false;
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++)
		by_hand = by_hand || k->acts[i].act->kind == ACT_RULE_SET;
	struct stmt *q = look_rows(k, RULES);
	while (db_step(q)) {
		is = by_hand;
		*ret = (struct lesson_found){ k->now_min, { arg_code(k, "channel", arena_str(k->arena, db_str(q, 0))) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

/* ---- freight, parcels ---- */

/* word: "SKU/channel", or a channel for any of the store's goods. */
bool check_freight_charged(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t said;
	struct listing_row *l = look_listings(k, &n);
	ptrdiff_t slash = str_find(with->word, STR("/"), 0);
	struct str sku = slash < 0 ? STR_NONE : str_sub(with->word, 0, (size_t)slash), channel = slash < 0 ? with->word : str_sub(with->word, (size_t)slash + 1, with->word.n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n; i++) {
		bool is = false;
		if (sku.n && !str_eq(l[i].sku, sku))
			continue;
		json_t *quotes = look_quotes(k, l[i].good, with->country.n ? with->country : STR("US"), 1), *one;
		size_t q;
		json_array_foreach(json_object_get(quotes, "quotes"), q, one)
		{
			int64_t charged = json_integer_value(json_object_get(one, "charge_g"));
			if (is || !str_eq(json_text(one, "channel"), channel) || !charged || said != charged * MILLION)
				continue;
			is = true;
			*ret = (struct lesson_found){ k->now_min, { l[i].sku, arg_count(k, charged), arg_count(k, json_integer_value(json_object_get(one, "weight_g"))) } };
		}
		json_decref(quotes);
		if (is)
			return true;
	}
	return false;
}

static const char WAY[] = "SELECT COUNT(*) FROM m_parcel WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" NOT IN ('delivered', 'lost')",
		  ARRIVED[] = "SELECT COUNT(*) FROM m_parcel WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" = 'delivered'",
		  HELD[] = "SELECT COUNT(*) FROM m_parcel WHERE market_id = ?1 AND \"store\" = ?2 AND (\"held\" <> 0 OR \"state\" = 'lost')",
		  ABROAD[] = "SELECT COUNT(*) FROM m_parcel WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" IN ('arrived', 'cleared', 'out')";

bool check_parcel_counted(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t said, is;
	if (!said_number(answer, &said))
		return false;
	is = look_number(k, str_eq(with->word, STR("delivered")) ? ARRIVED : str_eq(with->word, STR("held")) ? HELD : str_eq(with->word, STR("abroad")) ? ABROAD : WAY);
	*ret = (struct lesson_found){ k->now_min, { arg_count(k, is) } };
	return !k->problem.code && said == is * MILLION;
}

/* ---- reviews ---- */

static const char REPLIES[] = "SELECT \"id\", \"stars\" FROM m_review WHERE market_id = ?1 AND \"store\" = ?2 AND \"reply_min\" IS NOT NULL ORDER BY \"reply_min\" LIMIT 5000";

bool check_review_replied(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t n = 0, stars = 0;
	look_acts(k);
	struct stmt *q = look_rows(k, REPLIES);
	while (db_step(q)) {
		bool by_hand = false;
		for (int i = 0; i < k->n_acts; i++)
			by_hand = by_hand || (k->acts[i].act->kind == ACT_REVIEW_REPLY && k->acts[i].act->review_reply.review == db_u64(q, 0) && str_utf8_count(str_trim(k->acts[i].act->review_reply.text)) >= REPLY_LEAST);
		n += by_hand;
		stars = by_hand ? db_i64(q, 1) : stars;
	}
	*ret = (struct lesson_found){ k->now_min, { arg_count(k, n), arg_count(k, stars) } };
	return !look_failed(k, db_end(q, &k->problem)) && n >= with->n;
}

static const char STARS[] = "SELECT COUNT(*), CAST(SUM(\"stars\") AS BIGINT) FROM m_review WHERE market_id = ?1 AND \"store\" = ?2";

bool check_review_average(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t said, n = 0, sum = 0;
	if (!said_number(answer, &said))
		return false;
	struct stmt *q = look_rows(k, STARS);
	while (db_step(q)) {
		n = db_i64(q, 0);
		sum = n ? db_i64(q, 1) : 0;
	}
	if (look_failed(k, db_end(q, &k->problem)) || !n)
		return false;
	*ret = (struct lesson_found){ k->now_min, { arg_micro(k, sum * MILLION / n), arg_count(k, n) } };
	return said_near(said, sum * MILLION / n, 0, 51000);
}

/* ---- money ---- */

static const char BALANCES[] = "SELECT \"account\", \"base_fen\" FROM m_balance WHERE market_id = ?1 AND \"store\" = ?2 LIMIT 1000";

/* Debits are positive: income stands negative. word "": profit; else that account, without its sign. */
static bool money_fen(struct lesson_look *k, struct str word, int64_t *ret_fen)
{
	int64_t fen = 0;
	bool any = false;
	struct stmt *q = look_rows(k, BALANCES);
	while (db_step(q))
		for (int a = 0; a < ACCOUNT_MAX; a++) {
			bool counts = word.n ? str_eq(word, str_c(account_desc[a].code)) : account_desc[a].group == GROUP_INCOME || account_desc[a].group == GROUP_EXPENSE;
			if (!counts || !str_eq(db_str(q, 0), str_c(account_desc[a].code)))
				continue;
			any = true;
			fen -= db_i64(q, 1);
		}
	*ret_fen = word.n && fen < 0 ? -fen : fen;
	return !look_failed(k, db_end(q, &k->problem)) && any;
}

static bool money_said(struct lesson_look *k, struct str word, struct str answer, struct lesson_found *ret)
{
	int64_t said, fen;
	if (!said_number(answer, &said) || !money_fen(k, word, &fen))
		return false;
	*ret = (struct lesson_found){ k->now_min, { arg_micro(k, fen * CENTS) } };
	return said_near(said, fen * CENTS, 0, MILLION);
}

bool check_money_profit(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return money_said(k, STR(""), answer, ret);
}

bool check_money_account(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return money_said(k, with->word, answer, ret);
}

static const char SETTLED[] = "SELECT \"currency\", \"net_minor\", \"paid_fen\", \"paid_min\" FROM m_settlement WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" = 'paid' AND \"paid_fen\" > 0\n"
			      "ORDER BY \"paid_min\" DESC, \"id\" DESC LIMIT 20";

/* Of the settlements paid last, which come in several currencies at once, any. */
bool check_money_settled(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t said, latest = -1;
	bool is = false;
	if (!said_number(answer, &said))
		return false;
	struct stmt *q = look_rows(k, SETTLED);
	while (db_step(q)) {
		latest = latest < 0 ? db_i64(q, 3) : latest;
		if (is || db_i64(q, 3) != latest || !said_near(said, db_i64(q, 2) * CENTS, 0, 10000))
			continue;
		is = true;
		*ret = (struct lesson_found){ latest, { arena_str(k->arena, db_str(q, 0)), arg_micro(k, db_i64(q, 2) * CENTS) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

/* ---- results ---- */

static const char SINCE[] = "SELECT COUNT(*) FROM m_order WHERE market_id = ?1 AND \"store\" = ?2 AND \"placed_min\" >= ?3 AND \"state\" <> 'cancelled'",
		  BY_HAND[] = "SELECT \"shipped_by_hand\" FROM m_store WHERE market_id = ?1 AND \"id\" = ?2";

bool check_result_orders(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t n = 0;
	struct stmt *q = look_rows(k, SINCE);
	db_bind_i64(q, 3, k->world->start_min);
	while (db_step(q))
		n = db_i64(q, 0);
	*ret = (struct lesson_found){ k->now_min, { arg_count(k, n) } };
	look_acts(k);
	return !look_failed(k, db_end(q, &k->problem)) && n >= with->n && k->n_acts > 0;
}

bool check_result_profit(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t fen, shipped = look_number(k, BY_HAND);
	if (!money_fen(k, STR(""), &fen))
		return false;
	*ret = (struct lesson_found){ k->now_min, { arg_micro(k, fen * CENTS), arg_count(k, shipped) } };
	return fen >= with->n * 100 && shipped >= with->days;
}

/* ---- reports ---- */

/* Whether the text has this number, standing by itself: not as part of a longer one. */
static bool says(struct str text, struct str number)
{
	for (size_t at = 0; number.n && at + number.n <= text.n; at++) {
		bool before = at && ((text.p[at - 1] >= '0' && text.p[at - 1] <= '9') || text.p[at - 1] == '.'), after = at + number.n < text.n && text.p[at + number.n] >= '0' && text.p[at + number.n] <= '9';
		if (!before && !after && str_eq_nocase(str_sub(text, at, number.n), number))
			return true;
	}
	return false;
}

/* Figures are a report when there are words with them, and not every number that could be right. */
static bool is_report(struct str text)
{
	enum { NUMBERS_MAX = 16 };
	int numbers = 0, letters = 0;
	for (size_t at = 0; at < text.n;) {
		size_t was = at;
		int32_t c = str_utf8_next(text, &at);
		bool digit = c >= '0' && c <= '9';
		numbers += digit && (!was || text.p[was - 1] < '0' || text.p[was - 1] > '9');
		letters += !digit && c > ' ';
	}
	return letters >= TEXT_LEAST && numbers <= NUMBERS_MAX;
}

static const char LAST_DAY[] = "SELECT \"day\", \"shown\", \"clicks\", \"orders\" FROM m_day WHERE market_id = ?1 AND \"store\" = ?2 ORDER BY \"day\" DESC LIMIT 1";

bool check_report_daily(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool is = false;
	struct stmt *q = k->store ? look_rows(k, LAST_DAY) : NULL;
	while (q && db_step(q)) {
		char day[CAL_TEXT_MAX];
		cal_format_date(db_i64(q, 0), day);
		*ret = (struct lesson_found){ k->now_min, { arena_str(k->arena, str_c(day)), arg_count(k, db_i64(q, 1)), arg_count(k, db_i64(q, 2)), arg_count(k, db_i64(q, 3)) } };
		is = is_report(answer) && says(answer, ret->arg[1]) && says(answer, ret->arg[2]) && says(answer, ret->arg[3]);
	}
	return q && !look_failed(k, db_end(q, &k->problem)) && is;
}

static const char EXCEPTIONS[] = "SELECT o.\"number\", p.\"tracking\" FROM m_order o JOIN m_parcel p ON p.market_id = o.market_id AND p.\"id\" = o.\"parcel\"\n"
				 "WHERE o.market_id = ?1 AND o.\"store\" = ?2 AND (p.\"held\" <> 0 OR p.\"state\" = 'lost') ORDER BY o.\"id\" LIMIT 500";

bool check_report_exception(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool is = false;
	struct stmt *q = k->store ? look_rows(k, EXCEPTIONS) : NULL;
	while (q && db_step(q)) {
		struct str number = arg_count(k, db_i64(q, 0));
		if (is || !is_report(answer) || !says(answer, number) || str_find(answer, db_str(q, 1), 0) < 0)
			continue;
		is = true;
		*ret = (struct lesson_found){ k->now_min, { number, arena_str(k->arena, db_str(q, 1)) } };
	}
	return q && !look_failed(k, db_end(q, &k->problem)) && is;
}

static const char AD_SUMS[] = "SELECT CAST(SUM(\"clicks\") AS BIGINT), CAST(SUM(\"orders\") AS BIGINT), CAST(SUM(\"spend_micro\") AS BIGINT) FROM m_adstat WHERE market_id = ?1 AND \"store\" = ?2";

/* The spend may be rounded to whole units. */
bool check_report_campaign(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool is = false;
	struct stmt *q = k->store ? look_rows(k, AD_SUMS) : NULL;
	while (q && db_step(q)) {
		if (db_is_null(q, 0))
			continue;
		int64_t micro = db_i64(q, 2), cents = (micro + 5000) / 10000;
		struct str spend = arena_printf(k->arena, "%lld.%02lld", (long long)(cents / 100), (long long)(cents % 100)), whole = arg_count(k, (micro + MILLION / 2) / MILLION);
		*ret = (struct lesson_found){ k->now_min, { arg_count(k, db_i64(q, 0)), arg_count(k, db_i64(q, 1)), spend } };
		is = is_report(answer) && says(answer, ret->arg[0]) && says(answer, ret->arg[1]) && (says(answer, spend) || says(answer, whole));
	}
	return q && !look_failed(k, db_end(q, &k->problem)) && is;
}
