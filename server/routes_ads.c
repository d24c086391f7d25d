/* What ads cost and brought: sums of the projected statistics. */
#include "base/calendar.h"
#include "market/ads/ads.h"
#include "server/routes_market.h"

#include <stdlib.h>
#include <string.h>

enum { REPORT_ROWS_MAX = 2000, DAY_MAX = 1000000, DAYS_OF_WEEK = 7 };

enum report_by { BY_CAMPAIGN, BY_ADGROUP, BY_AD, BY_TARGET, BY_PLACEMENT, BY_DAY, BY_TERM, BY_MAX };
static const char *const by_names[BY_MAX] = { "campaign", "adgroup", "ad", "target", "placement", "day", "term" };

/* ---- SQL: keys (NULL where a report has none), then figures ---- */

enum { K_CAMPAIGN, K_ADGROUP, K_AD, K_TARGET, K_LISTING, K_PLACEMENT, K_DAY, K_QUERY, K_COUNTRY, K_MAX };
enum { F_SHOWN, F_EXAMINED, F_CLICKS, F_OVER, F_INVALID, F_SPEND, F_ORDERS, F_UNITS, F_SALES, F_HALO_ORDERS, F_HALO_SALES, F_MAX };

#define NO_ID "CAST(NULL AS BIGINT)"
#define NO_WORD "CAST(NULL AS TEXT)"
#define SUM(column) "CAST(SUM(s.\"" column "\") AS BIGINT)"
#define SUMS(over, invalid) \
	SUM("shown") ", " SUM("examined") ", " SUM("clicks") ", " over ", " invalid ", " SUM("spend_micro") ", " SUM("orders") ", " SUM("units") \
	", " SUM("sales_minor") ", " SUM("halo_orders") ", " SUM("halo_minor")
#define WHERE \
	" WHERE s.market_id = ?1 AND (CAST(?2 AS BIGINT) = 0 OR s.\"store\" = ?2) AND s.\"day\" >= ?3 AND s.\"day\" <= ?4\n" \
	"  AND (CAST(?5 AS BIGINT) = 0 OR s.\"campaign\" = ?5) AND (CAST(?6 AS BIGINT) = 0 OR s.\"adgroup\" = ?6)\n"
#define LIMIT " LIMIT 2001" /* one more than are shown tells that there are more */
#define STATS(keys, group) \
	"SELECT " keys ", s.\"country\", " SUMS(SUM("over"), SUM("invalid")) "\nFROM m_adstat s" WHERE "GROUP BY " group ", s.\"country\"\n" \
	"ORDER BY " SUM("spend_micro") " DESC, " SUM("shown") " DESC, " group LIMIT

static const char *const report_sql[BY_MAX] = {
	[BY_CAMPAIGN] = STATS("s.\"campaign\", " NO_ID ", " NO_ID ", " NO_ID ", " NO_ID ", " NO_WORD ", " NO_ID ", " NO_ID, "s.\"campaign\""),
	[BY_ADGROUP] = STATS("s.\"campaign\", s.\"adgroup\", " NO_ID ", " NO_ID ", " NO_ID ", " NO_WORD ", " NO_ID ", " NO_ID, "s.\"campaign\", s.\"adgroup\""),
	[BY_AD] = STATS("s.\"campaign\", s.\"adgroup\", s.\"ad\", " NO_ID ", (SELECT a.\"listing\" FROM m_ad a WHERE a.market_id = ?1 AND a.\"id\" = s.\"ad\"), " NO_WORD ", " NO_ID ", " NO_ID,
		"s.\"campaign\", s.\"adgroup\", s.\"ad\""),
	[BY_TARGET] = STATS("s.\"campaign\", s.\"adgroup\", " NO_ID ", s.\"target\", " NO_ID ", " NO_WORD ", " NO_ID ", " NO_ID, "s.\"campaign\", s.\"adgroup\", s.\"target\""),
	[BY_PLACEMENT] = STATS(NO_ID ", " NO_ID ", " NO_ID ", " NO_ID ", " NO_ID ", s.\"placement\", " NO_ID ", " NO_ID, "s.\"placement\""),
	[BY_DAY] = "SELECT " NO_ID ", " NO_ID ", " NO_ID ", " NO_ID ", " NO_ID ", " NO_WORD ", s.\"day\", " NO_ID ", s.\"country\", " SUMS(SUM("over"), SUM("invalid")) "\nFROM m_adstat s" WHERE
		   "GROUP BY s.\"day\", s.\"country\"\nORDER BY s.\"day\" DESC, s.\"country\"" LIMIT,
	[BY_TERM] = "SELECT s.\"campaign\", s.\"adgroup\", " NO_ID ", s.\"target\", s.\"listing\", " NO_WORD ", " NO_ID ", s.\"query\", s.\"country\", " SUMS(NO_ID, NO_ID) "\nFROM m_adterm s" WHERE
		    "GROUP BY s.\"campaign\", s.\"adgroup\", s.\"target\", s.\"listing\", s.\"query\", s.\"country\"\n"
		    "ORDER BY " SUM("spend_micro") " DESC, " SUM("shown") " DESC, s.\"target\", s.\"query\", s.\"listing\"" LIMIT,
};

/* ---- what is asked ---- */

struct report_ask {
	enum report_by by;
	int64_t from, until;
	uint64_t campaign, adgroup; /* 0: all */
};

static enum problem_code read_day(struct str text, const char *field, int64_t *ret, struct problem *p)
{
	return cal_parse_date(text, ret) ? PROBLEM_NONE : problem_set(p, PROBLEM_BAD_VALUE, field, "2026-11-27", NULL);
}

static enum problem_code read_by(struct str text, enum report_by *ret, struct problem *p)
{
	for (int i = 0; i < BY_MAX; i++)
		if (str_eq(text, str_c(by_names[i]))) {
			*ret = (enum report_by)i;
			return PROBLEM_NONE;
		}
	return problem_set(p, PROBLEM_BAD_VALUE, "by", "campaign, adgroup, ad, target, placement, day, term", NULL);
}

static enum problem_code read_ask(struct http_request *r, struct report_ask *ret, struct problem *p)
{
	struct report_ask a = { .by = BY_MAX, .from = -DAY_MAX, .until = DAY_MAX };
	enum problem_code code = PROBLEM_NONE;
	for (int i = 0; i < r->query.n && !code; i++) {
		struct str name = r->query.name[i], v = r->query.value[i];
		if (str_eq(name, STR("by")))
			code = read_by(v, &a.by, p);
		else if (str_eq(name, STR("from")))
			code = read_day(v, "from", &a.from, p);
		else if (str_eq(name, STR("until")))
			code = read_day(v, "until", &a.until, p);
		else if (str_eq(name, STR("campaign")))
			code = id_parse(v, &a.campaign) ? PROBLEM_NONE : problem_set(p, PROBLEM_BAD_TYPE, "campaign", "an id", NULL);
		else if (str_eq(name, STR("adgroup")))
			code = id_parse(v, &a.adgroup) ? PROBLEM_NONE : problem_set(p, PROBLEM_BAD_TYPE, "adgroup", "an id", NULL);
		else if (!str_eq(name, STR("seat")) && !str_eq(name, STR("store")))
			code = problem_set(p, PROBLEM_UNKNOWN_FIELD, arena_cstr(&r->arena, name), NULL);
	}
	if (!code && a.by == BY_MAX)
		code = problem_set(p, PROBLEM_MISSING_FIELD, "by", NULL);
	if (!code)
		*ret = a;
	return code;
}

static const char OWN_CAMPAIGN[] = "SELECT 1 FROM m_campaign WHERE market_id = ?1 AND id = ?2 AND (CAST(?3 AS BIGINT) = 0 OR store = ?3)",
		  OWN_ADGROUP[] = "SELECT 1 FROM m_adgroup WHERE market_id = ?1 AND id = ?2 AND (CAST(?3 AS BIGINT) = 0 OR store = ?3)";

static enum problem_code own(const struct reading *v, const char *sql, uint64_t id, const char *field, struct problem *p)
{
	bool found = false;
	if (!id)
		return PROBLEM_NONE;
	struct stmt *q = db_stmt(v->db, sql);
	db_bind_u64(q, 1, v->e.row.id);
	db_bind_u64(q, 2, id);
	db_bind_u64(q, 3, v->store);
	while (db_step(q))
		found = true;
	enum problem_code code = db_end(q, p);
	return code || (found && !v->none) ? code : problem_set(p, PROBLEM_NO_SUCH_ID, field, NULL);
}

/* ---- the answer ---- */

struct report {
	const struct world *w;
	struct market_view *view;
	struct arena *mem;
	struct jw *j;
};

static void write_page(const struct report *x, struct stmt *q, struct str country)
{
	const struct world *w = x->w;
	if (!db_is_null(q, K_QUERY)) {
		uint64_t query = db_u64(q, K_QUERY);
		if (query < w->query.t.n) {
			jw_kstr(x->j, "words", world_str(w, w->query.words[query]));
			jw_kstr(x->j, "gloss_zh", world_str(w, w->query.gloss_zh[query]));
		}
	} else if (!db_is_null(q, K_LISTING)) {
		jw_kid(x->j, "listing", db_u64(q, K_LISTING));
		jw_kstr(x->j, "title", market_listing_title(x->view, db_u64(q, K_LISTING), country, x->mem));
	}
}

static void write_figures(const struct report *x, struct stmt *q, bool term, struct str country)
{
	static const struct {
		const char *name;
		int at;
	} counts[] = { { "shown", F_SHOWN }, { "examined", F_EXAMINED }, { "clicks", F_CLICKS }, { "over", F_OVER }, { "invalid", F_INVALID }, { "orders", F_ORDERS },
		{ "units", F_UNITS }, { "halo_orders", F_HALO_ORDERS } };
	uint32_t c = world_find(x->w, W_country, country);
	char currency[4] = "CNY";
	int64_t micro = db_i64(q, K_MAX + F_SPEND), of_minor = 1;
	if (c != ROW_NONE) {
		struct str code = world_str(x->w, x->w->currency.code[x->w->country.currency[c]]);
		memcpy(currency, code.p, code.n < 3 ? code.n : 3);
		of_minor = ads_micro_of_minor(x->w, c);
	}
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (!term || (counts[i].at != F_OVER && counts[i].at != F_INVALID))
			jw_ki64(x->j, counts[i].name, db_i64(q, K_MAX + counts[i].at));
	jw_kmoney(x->j, "spend", (micro + of_minor / 2) / of_minor, currency);
	jw_ki64(x->j, "spend_micro", micro);
	jw_kmoney(x->j, "sales", db_i64(q, K_MAX + F_SALES), currency);
	jw_kmoney(x->j, "halo_sales", db_i64(q, K_MAX + F_HALO_SALES), currency);
}

static void write_report_row(const struct report *x, struct stmt *q, bool term)
{
	static const char *const ids[] = { [K_CAMPAIGN] = "campaign", [K_ADGROUP] = "adgroup", [K_AD] = "ad", [K_TARGET] = "target" };
	struct str country = arena_str(x->mem, db_str(q, K_COUNTRY));
	jw_object(x->j);
	for (int k = K_CAMPAIGN; k <= K_TARGET; k++)
		if (!db_is_null(q, k))
			jw_kid(x->j, ids[k], db_u64(q, k));
	if (!db_is_null(q, K_PLACEMENT))
		jw_kstr(x->j, "placement", db_str(q, K_PLACEMENT));
	if (!db_is_null(q, K_DAY)) {
		char day[CAL_TEXT_MAX];
		cal_format_date(db_i64(q, K_DAY), day);
		jw_kcstr(x->j, "day", day);
	}
	if (term)
		write_page(x, q, country);
	else if (!db_is_null(q, K_LISTING))
		jw_kid(x->j, "listing", db_u64(q, K_LISTING));
	jw_kstr(x->j, "country", country);
	write_figures(x, q, term, country);
	jw_end_object(x->j);
}

static enum problem_code write_report(const struct reading *v, const struct report_ask *a, const struct report *x, struct problem *p)
{
	bool term = a->by == BY_TERM;
	int n = 0;
	jw_object(x->j);
	jw_kcstr(x->j, "by", by_names[a->by]);
	jw_key(x->j, "rows");
	jw_array(x->j);
	struct stmt *q = db_stmt(v->db, report_sql[a->by]);
	db_bind_u64(q, 1, v->e.row.id);
	db_bind_u64(q, 2, v->store);
	db_bind_i64(q, 3, term ? a->from - (DAYS_OF_WEEK - 1) : a->from); /* a week counts when one of its days does */
	db_bind_i64(q, 4, a->until);
	db_bind_u64(q, 5, a->campaign);
	db_bind_u64(q, 6, a->adgroup);
	while (!v->none && n <= REPORT_ROWS_MAX && db_step(q))
		if (n++ < REPORT_ROWS_MAX)
			write_report_row(x, q, term);
	enum problem_code code = db_end(q, p);
	jw_end_array(x->j);
	jw_kbool(x->j, "more", n > REPORT_ROWS_MAX);
	jw_end_object(x->j);
	return code;
}

void get_ads_report(struct http_request *r)
{
	struct problem p;
	struct reading v;
	struct report_ask a;
	struct hosted_state s;
	struct report x = { .mem = &r->arena };
	if (!market_read(r, &v))
		return;
	if (read_ask(r, &a, &p) || own(&v, OWN_CAMPAIGN, a.campaign, "campaign", &p) || own(&v, OWN_ADGROUP, a.adgroup, "adgroup", &p) || hosted_look(v.e.hosted, &s, NULL, &x.view, &p)) {
		http_problem(r, &p);
		return;
	}
	x.w = v.world;
	x.j = http_json(r);
	if (write_report(&v, &a, &x, &p))
		http_problem(r, &p);
	else
		http_answer(r, 200);
	market_view_drop(x.view);
}
