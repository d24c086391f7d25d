/* What came of a what-if: by day, by listing, by what was typed. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/ask.h"
#include "server/whatif_inside.h"

#include <stdlib.h>

enum { LISTINGS_SHOWN = 100, QUERIES_SHOWN = 50, MILLI = 1000 };

void whatif_sums_init(struct whatif_sums *s)
{
	*s = (struct whatif_sums){ 0 };
	map_init(&s->days.at);
	map_init(&s->listings.at);
	map_init(&s->queries.at);
}

void whatif_sums_fini(struct whatif_sums *s)
{
	struct whatif_lines *all[] = { &s->days, &s->listings, &s->queries };
	for (int i = 0; i < 3; i++) {
		map_fini(&all[i]->at);
		free(all[i]->v);
	}
}

static struct whatif_line *line_of(struct whatif_lines *l, uint64_t listing, uint32_t country, uint32_t query, int64_t day)
{
	uint64_t key = hash_id(listing, (uint64_t)country << 32 | query, (uint64_t)day);
	uint32_t at = map_find(&l->at, key);
	if (at != MAP_NONE)
		return &l->v[at];
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->v = mem_grow(l->v, l->cap * sizeof *l->v);
	}
	map_put(&l->at, key, l->n);
	l->v[l->n] = (struct whatif_line){ .listing = listing, .country = country, .query = query, .day = day };
	return &l->v[l->n++];
}

static void put(struct whatif_line *l, const struct course_sum *v, enum whatif_side side, int sign)
{
	if (side & WHATIF_REAL)
		course_add(&l->real, v, sign);
	if (side & WHATIF_OTHER)
		course_add(&l->other, v, sign);
}

void whatif_sums_query(struct whatif_sums *s, const struct course_row *r, enum whatif_side side)
{
	if (r->query != ROW_NONE)
		put(line_of(&s->queries, 0, r->country, r->query, 0), &r->sum, side, 1);
}

void whatif_sums_add(struct whatif_sums *s, const struct course_row *r, enum whatif_side side)
{
	put(line_of(&s->days, 0, 0, 0, r->day), &r->sum, side, 1);
	put(line_of(&s->listings, r->listing, r->country, 0, 0), &r->sum, side, 1);
	if (side & WHATIF_REAL)
		course_add(&s->real, &r->sum, 1);
	if (side & WHATIF_OTHER)
		course_add(&s->other, &r->sum, 1);
}

void whatif_sums_shift(struct whatif_sums *s, const struct course_row *real, const struct course_row *other)
{
	struct whatif_line *l = line_of(&s->days, 0, 0, 0, real->day);
	put(l, &other->sum, WHATIF_OTHER, 1);
	put(l, &real->sum, WHATIF_OTHER, -1);
	l = line_of(&s->listings, real->listing, real->country, 0, 0);
	put(l, &other->sum, WHATIF_OTHER, 1);
	put(l, &real->sum, WHATIF_OTHER, -1);
	course_add(&s->other, &other->sum, 1);
	course_add(&s->other, &real->sum, -1);
	whatif_sums_query(s, real, WHATIF_REAL);
	whatif_sums_query(s, other, WHATIF_OTHER);
}

/* ---- order ---- */

static int64_t ads_fen(const struct course_sum *v)
{
	return ex_round((double)v->ads_milli / MILLI);
}

static int64_t net_fen(const struct course_sum *v)
{
	return v->profit_fen - ads_fen(v);
}

static int by_day(const void *a, const void *b)
{
	const struct whatif_line *x = a, *y = b;
	return x->day < y->day ? -1 : x->day > y->day;
}

static int64_t apart(int64_t a, int64_t b)
{
	return a < b ? b - a : a - b;
}

/* What moved most first: money, then clicks, then looks. */
static int by_change(const void *a, const void *b)
{
	const struct whatif_line *x = a, *y = b;
	int64_t d = apart(net_fen(&y->real), net_fen(&y->other)) - apart(net_fen(&x->real), net_fen(&x->other));
	if (!d)
		d = apart(y->real.clicks, y->other.clicks) - apart(x->real.clicks, x->other.clicks);
	if (!d)
		d = apart(y->real.examined, y->other.examined) - apart(x->real.examined, x->other.examined);
	if (d)
		return d < 0 ? -1 : 1;
	if (x->listing != y->listing)
		return x->listing < y->listing ? -1 : 1;
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	return x->query < y->query ? -1 : x->query > y->query;
}

/* ---- JSON ---- */

static void write_sum(struct jw *j, const char *key, const struct course_sum *v)
{
	jw_key(j, key);
	jw_object(j);
	jw_ki64(j, "examined", v->examined);
	jw_ki64(j, "clicks", v->clicks);
	jw_ki64(j, "ad_clicks", v->ad_clicks);
	jw_ki64(j, "orders", v->orders);
	jw_ki64(j, "units", v->units);
	jw_kmoney(j, "sales", v->sales_fen, "CNY");
	jw_kmoney(j, "ads", ads_fen(v), "CNY");
	jw_kmoney(j, "profit", net_fen(v), "CNY");
	jw_kf64(j, "expected_orders", (double)v->expected_micro / 1e6, 2);
	jw_end_object(j);
}

static void write_both(struct jw *j, const struct whatif_line *l)
{
	write_sum(j, "real", &l->real);
	write_sum(j, "other", &l->other);
	jw_end_object(j);
}

static void write_days(struct whatif_lines *l, struct jw *j)
{
	jw_key(j, "days");
	jw_array(j);
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_day);
	for (uint32_t i = 0; i < l->n; i++) {
		char day[CAL_TEXT_MAX];
		cal_format_date(l->v[i].day, day);
		jw_object(j);
		jw_kcstr(j, "day", day);
		write_both(j, &l->v[i]);
	}
	jw_end_array(j);
}

static void write_listings(struct whatif_lines *l, const struct market *m, const struct world *w, struct jw *j)
{
	struct arena mem;
	struct market_view *view = market_publish(m);
	arena_init(&mem, 0);
	jw_key(j, "listings");
	jw_array(j);
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_change);
	for (uint32_t i = 0; i < l->n && i < LISTINGS_SHOWN; i++) {
		struct str country = world_str(w, w->country.code[l->v[i].country]);
		jw_object(j);
		jw_kid(j, "listing", l->v[i].listing);
		jw_kstr(j, "country", country);
		jw_kstr(j, "title", market_listing_title(view, l->v[i].listing, country, &mem));
		write_both(j, &l->v[i]);
	}
	jw_end_array(j);
	market_view_drop(view);
	arena_fini(&mem);
}

static void write_queries(struct whatif_lines *l, const struct world *w, struct jw *j)
{
	jw_key(j, "queries");
	jw_array(j);
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_change);
	for (uint32_t i = 0; i < l->n && i < QUERIES_SHOWN; i++) {
		jw_object(j);
		jw_kstr(j, "country", world_str(w, w->country.code[l->v[i].country]));
		jw_kstr(j, "words", world_str(w, w->query.words[l->v[i].query]));
		jw_kstr(j, "gloss_zh", world_str(w, w->query.gloss_zh[l->v[i].query]));
		write_both(j, &l->v[i]);
	}
	jw_end_array(j);
}

void whatif_sums_write(struct whatif_sums *s, const struct market *m, const struct world *w, bool whole, struct jw *j)
{
	jw_key(j, "total");
	jw_object(j);
	write_sum(j, "real", &s->real);
	write_sum(j, "other", &s->other);
	jw_end_object(j);
	if (!whole)
		return;
	write_days(&s->days, j);
	write_listings(&s->listings, m, w, j);
	write_queries(&s->queries, w, j);
}

/* ---- pairs ---- */

static double orders_of(const struct course_sum *v)
{
	return (double)v->orders;
}

static double units_of(const struct course_sum *v)
{
	return (double)v->units;
}

static double sales_of(const struct course_sum *v)
{
	return (double)v->sales_fen / 100;
}

static double ads_of(const struct course_sum *v)
{
	return (double)ads_fen(v) / 100;
}

static double profit_of(const struct course_sum *v)
{
	return (double)net_fen(v) / 100;
}

void whatif_pairs_write(const struct course_sum *difference, int n, struct jw *j)
{
	static const struct {
		const char *name;
		double (*of)(const struct course_sum *v);
	} figures[] = { { "orders", orders_of }, { "units", units_of }, { "sales", sales_of }, { "ads", ads_of }, { "profit", profit_of } };
	jw_key(j, "pairs");
	jw_object(j);
	jw_ki64(j, "n", n);
	for (size_t f = 0; f < sizeof figures / sizeof *figures; f++) {
		double mean = 0, square = 0;
		for (int i = 0; i < n; i++)
			mean += figures[f].of(&difference[i]) / n;
		for (int i = 0; i < n; i++)
			square += (figures[f].of(&difference[i]) - mean) * (figures[f].of(&difference[i]) - mean);
		double sd = ex_sqrt(square / (n - 1)), error = sd / ex_sqrt(n);
		jw_key(j, figures[f].name);
		jw_object(j);
		jw_kf64(j, "mean", mean, 2);
		jw_kf64(j, "sd", sd, 2);
		jw_ki64(j, "sign", mean > 2 * error ? 1 : mean < -2 * error ? -1 : 0);
		jw_key(j, "each");
		jw_array(j);
		for (int i = 0; i < n; i++)
			jw_f64(j, figures[f].of(&difference[i]), 2);
		jw_end_array(j);
		jw_end_object(j);
	}
	jw_end_object(j);
}

void whatif_problem_write(const struct problem *p, struct jw *j)
{
	struct buf zh, en;
	buf_init(&zh, 4096);
	buf_init(&en, 4096);
	problem_text(p, LANG_ZH, &zh);
	problem_text(p, LANG_EN, &en);
	jw_key(j, "problem");
	jw_object(j);
	jw_kcstr(j, "code", problem_name(p->code));
	jw_kcstr(j, "field", p->field);
	jw_key(j, "text");
	jw_object(j);
	jw_kstr(j, "zh", buf_span(&zh));
	jw_kstr(j, "en", buf_span(&en));
	jw_end_object(j);
	jw_end_object(j);
	buf_fini(&zh);
	buf_fini(&en);
}
