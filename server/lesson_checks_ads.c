/* Checks of lessons: the funnel, rivals, advertising. */
#include "market/ledger/ledger.h"
#include "market/world/world.h"
#include "server/lesson_look.h"

#include <string.h>

enum { CLICKS_A_DAY = 10, CAMPAIGNS_MAX = 200 };

/* ---- the funnel, rivals ---- */

bool check_funnel_rate(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t said;
	struct offer_row *o = look_offers(k, &n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n; i++) {
		if ((with->country.n && !str_eq(o[i].country, with->country)) || (with->word.n && !str_eq(o[i].of->sku, with->word)))
			continue;
		json_t *why = look_why(k, o[i].of->id, o[i].country), *funnel = json_object_get(why, "funnel");
		int64_t shown = json_integer_value(json_object_get(funnel, "shown")), clicks = json_integer_value(json_object_get(funnel, "clicks"));
		json_decref(why);
		if (shown <= 0 || clicks <= 0 || !said_near(said, clicks * 100 * MILLION / shown, 0, 60000)) /* one decimal */
			continue;
		*ret = (struct lesson_found){ k->now_min, { o[i].of->sku, arg_count(k, clicks), arg_count(k, shown) } };
		return true;
	}
	return false;
}

bool check_rival_price(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t said;
	bool is = false;
	struct offer_row *o = look_offers(k, &n);
	if (!said_number(answer, &said))
		return false;
	for (int i = 0; i < n && !is; i++) {
		if (with->country.n && !str_eq(o[i].country, with->country))
			continue;
		json_t *why = look_why(k, o[i].of->id, o[i].country), *rivals = json_object_get(why, "rivals"), *first = json_array_get(rivals, 0), *one;
		size_t r;
		json_array_foreach(rivals, r, one)
		{
			bool most = json_integer_value(json_object_get(one, "times")) == json_integer_value(json_object_get(first, "times"));
			if (is || !most || !said_near(said, json_micro(one, "price"), 0, 5000))
				continue;
			is = true;
			*ret = (struct lesson_found){ k->now_min,
				{ o[i].of->sku, arena_str(k->arena, json_text(one, "store_name")), arg_count(k, json_integer_value(json_object_get(one, "times"))), arg_amount(k, one, "price") } };
		}
		json_decref(why);
	}
	return is;
}

/* ---- campaigns that the student made ---- */

static bool made(struct lesson_look *k, enum act_kind kind, uint64_t id)
{
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++)
		if (k->acts[i].act->kind == kind && k->acts[i].made == id)
			return true;
	return false;
}

static const char CAMPAIGNS[] = "SELECT c.\"id\", c.\"name\", c.\"targeting\", c.\"budget_minor\", c.\"country\",\n"
				"  (SELECT COUNT(*) FROM m_target t WHERE t.market_id = ?1 AND t.\"campaign\" = c.\"id\" AND t.\"state\" = 'on' AND t.\"kind\" NOT LIKE 'negative%'),\n"
				"  (SELECT COUNT(*) FROM m_ad a WHERE a.market_id = ?1 AND a.\"campaign\" = c.\"id\" AND a.\"state\" = 'on'),\n"
				"  (SELECT MAX(CASE WHEN t.\"bid_minor\" > 0 THEN t.\"bid_minor\" ELSE g.\"bid_minor\" END) FROM m_target t JOIN m_adgroup g ON g.market_id = ?1 AND g.\"id\" = t.\"adgroup\"\n"
				"   WHERE t.market_id = ?1 AND t.\"campaign\" = c.\"id\" AND t.\"state\" = 'on' AND t.\"kind\" NOT LIKE 'negative%')\n"
				"FROM m_campaign c WHERE c.market_id = ?1 AND c.\"store\" = ?2 AND c.\"state\" = 'on' ORDER BY c.\"id\" LIMIT 200";
struct campaign_row {
	uint64_t id;
	struct str name, targeting, country;
	int64_t budget_minor, targets, ads, bid_minor;
};

static struct campaign_row *campaigns(struct lesson_look *k, int *ret_n)
{
	struct campaign_row *rows = ARENA_ARRAY(k->arena, struct campaign_row, CAMPAIGNS_MAX);
	int n = 0;
	struct stmt *q = look_rows(k, CAMPAIGNS);
	while (n < CAMPAIGNS_MAX && db_step(q))
		if (made(k, ACT_CAMPAIGN_SAVE, db_u64(q, 0)))
			rows[n++] = (struct campaign_row){ db_u64(q, 0), arena_str(k->arena, db_str(q, 1)), arena_str(k->arena, db_str(q, 2)), arena_str(k->arena, db_str(q, 4)), db_i64(q, 3), db_i64(q, 5),
				db_i64(q, 6), db_is_null(q, 7) ? 0 : db_i64(q, 7) };
	*ret_n = look_failed(k, db_end(q, &k->problem)) ? 0 : n;
	return rows;
}

bool check_ads_running(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	struct campaign_row *c = campaigns(k, &n);
	for (int i = 0; i < n; i++) {
		if ((with->word.n && !str_eq(c[i].targeting, with->word)) || c[i].targets < with->n || c[i].ads < 1)
			continue;
		*ret = (struct lesson_found){ k->now_min, { c[i].name, arg_count(k, c[i].targets), arg_count(k, c[i].ads) } };
		return true;
	}
	return false;
}

static const char ADVERTISED[] = "SELECT a.\"campaign\", a.\"listing\" FROM m_ad a WHERE a.market_id = ?1 AND a.\"store\" = ?2 AND a.\"state\" = 'on' ORDER BY a.\"id\" LIMIT 1000";

/* What the piece that earns the least of a campaign's ads leaves; false if it has none. */
static bool least_profit(struct lesson_look *k, const struct campaign_row *c, const struct offer_row *o, int n, int64_t *ret_micro)
{
	int64_t least = INT64_MAX;
	struct stmt *q = look_rows(k, ADVERTISED);
	while (db_step(q))
		for (int i = 0; i < n; i++) {
			if (db_u64(q, 0) != c->id || db_u64(q, 1) != o[i].of->id || !str_eq(o[i].country, c->country))
				continue;
			json_t *plan = look_price(k, o[i].of->good, o[i].country, o[i].channel, o[i].price_minor, o[i].ship_minor);
			int64_t profit = json_micro(plan, "profit");
			least = plan && profit < least ? profit : least;
			json_decref(plan);
		}
	*ret_micro = least;
	return !look_failed(k, db_end(q, &k->problem)) && least < INT64_MAX;
}

bool check_ads_bid_safe(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n, n_offers, safe = 0;
	struct campaign_row *c = campaigns(k, &n);
	struct offer_row *o = look_offers(k, &n_offers);
	for (int i = 0; i < n; i++) {
		uint32_t country = world_find(k->world, W_country, c[i].country);
		int64_t profit, bid = c[i].bid_minor * MILLION;
		if (country == ROW_NONE || !c[i].ads || !c[i].targets)
			continue;
		for (int d = ledger_decimals(k->world, k->world->country.currency[country]); d > 0; d--)
			bid /= 10;
		if (!least_profit(k, &c[i], o, n_offers, &profit) || bid > profit / 100 * with->percent || c[i].budget_minor < c[i].bid_minor * CLICKS_A_DAY)
			return false;
		safe++;
		*ret = (struct lesson_found){ k->now_min, { c[i].name, arg_micro(k, bid), arg_micro(k, profit) } };
	}
	return safe > 0;
}

/* ---- what the report of search terms teaches ---- */

static const char TERMS[] = "SELECT \"query\", CAST(SUM(\"clicks\") AS BIGINT), CAST(SUM(\"orders\") AS BIGINT) FROM m_adterm WHERE market_id = ?1 AND \"store\" = ?2 AND \"query\" IS NOT NULL\n"
			    "GROUP BY \"query\" ORDER BY \"query\" LIMIT 5000",
		  TARGETS[] = "SELECT \"kind\", \"words\", \"adgroup\" FROM m_target WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" = 'on' ORDER BY \"id\" LIMIT 2000";

struct target_row {
	struct str kind, words;
};

/* Keywords that the student's hand added. */
static struct target_row *targets(struct lesson_look *k, int *ret_n)
{
	enum { MOST = 2000 };
	struct target_row *rows = ARENA_ARRAY(k->arena, struct target_row, MOST);
	int n = 0;
	look_acts(k);
	struct stmt *q = look_rows(k, TARGETS);
	while (n < MOST && db_step(q)) {
		bool by_hand = false;
		for (int i = 0; i < k->n_acts && !by_hand; i++)
			for (size_t w = 0; k->acts[i].act->kind == ACT_KEYWORD_ADD && w < k->acts[i].act->keyword_add.keywords.n; w++)
				by_hand = by_hand || (str_eq(k->acts[i].act->keyword_add.match, db_str(q, 0)) && str_eq_nocase(str_trim(k->acts[i].act->keyword_add.keywords.v[w]), db_str(q, 1)));
		if (by_hand)
			rows[n++] = (struct target_row){ arena_str(k->arena, db_str(q, 0)), arena_str(k->arena, db_str(q, 1)) };
	}
	*ret_n = look_failed(k, db_end(q, &k->problem)) ? 0 : n;
	return rows;
}

static bool phrase_in(struct str text, struct str phrase)
{
	for (size_t at = 0; phrase.n && at + phrase.n <= text.n; at++)
		if ((!at || text.p[at - 1] == ' ') && (at + phrase.n == text.n || text.p[at + phrase.n] == ' ') && str_eq_nocase(str_sub(text, at, phrase.n), phrase))
			return true;
	return false;
}

static bool terms_handled(struct lesson_look *k, const struct lesson_with *with, bool excluded, struct lesson_found *ret)
{
	int n;
	int64_t found = 0;
	struct target_row *t = targets(k, &n);
	struct stmt *q = look_rows(k, TERMS);
	while (db_step(q)) {
		uint64_t query = db_u64(q, 0);
		int64_t clicks = db_i64(q, 1), orders = db_i64(q, 2);
		bool is = false;
		if (query >= k->world->query.t.n || (excluded ? orders > 0 || clicks < with->least : orders < with->least))
			continue;
		struct str words = world_str(k->world, k->world->query.words[query]);
		for (int i = 0; i < n && !is; i++)
			is = excluded ? (str_eq(t[i].kind, STR("negative_exact")) && str_eq_nocase(t[i].words, words)) || (str_eq(t[i].kind, STR("negative_phrase")) && phrase_in(words, t[i].words))
				      : str_eq(t[i].kind, STR("exact")) && str_eq_nocase(t[i].words, words);
		found += is;
		if (is)
			*ret = (struct lesson_found){ k->now_min, { words, arg_count(k, excluded ? clicks : orders) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && found >= with->n;
}

bool check_ads_negative(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return terms_handled(k, with, true, ret);
}

bool check_ads_promoted(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	return terms_handled(k, with, false, ret);
}

/* ---- what they cost ---- */

static const char COST[] = "SELECT CAST(SUM(\"spend_micro\") AS BIGINT), CAST(SUM(\"sales_minor\") AS BIGINT) FROM m_adstat WHERE market_id = ?1 AND \"store\" = ?2 AND \"country\" = ?3";

static bool ads_cost(struct lesson_look *k, struct str country, int64_t *ret_spend_micro, int64_t *ret_sales_micro, struct str *ret_currency)
{
	bool any = false;
	uint32_t c = world_find(k->world, W_country, country);
	if (c == ROW_NONE)
		return false;
	uint32_t currency = k->world->country.currency[c];
	struct stmt *q = look_rows(k, COST);
	db_bind_str(q, 3, country);
	while (db_step(q)) {
		any = !db_is_null(q, 0) && db_i64(q, 0) > 0;
		*ret_spend_micro = any ? db_i64(q, 0) : 0;
		*ret_sales_micro = any ? db_i64(q, 1) * MILLION : 0;
	}
	for (int d = ledger_decimals(k->world, currency); d > 0; d--)
		*ret_sales_micro /= 10;
	*ret_currency = world_str(k->world, k->world->currency.code[currency]);
	return !look_failed(k, db_end(q, &k->problem)) && any;
}

bool check_ads_spend(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t said, spend = 0, sales = 0;
	struct str currency;
	if (!said_number(answer, &said) || !ads_cost(k, with->country.n ? with->country : STR("US"), &spend, &sales, &currency))
		return false;
	*ret = (struct lesson_found){ k->now_min, { arg_micro(k, spend), currency } };
	return said_near(said, spend, 5000, 10000);
}

bool check_ads_acos(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t said, spend = 0, sales = 0;
	struct str currency;
	if (!said_number(answer, &said) || !ads_cost(k, with->country.n ? with->country : STR("US"), &spend, &sales, &currency) || !sales)
		return false;
	int64_t acos = spend * 100 / (sales / 10000) * 100;
	*ret = (struct lesson_found){ k->now_min, { arg_micro(k, acos) } };
	return said_near(said, acos, 0, 510000); /* whole percent will do */
}
