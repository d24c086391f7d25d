/* listing.why: the funnel of a listing in a marketplace, added up from what was counted while it happened. */
#include "market/ask/inside.h"
#include "market/core/day.h"
#include <stdlib.h>

enum { DAYS = 7, RIVALS = 5, TERMS = 20, FOUND_SHOWN = 64 };

static void add_days(const struct market *m, struct why *y, int64_t from, int64_t until)
{
	const struct t_daily *d = &m->daily;
	for (uint32_t i = 0; i < d->t.n; i++) {
		if (d->offer[i] != y->offer || d->day[i] < from || d->day[i] > until)
			continue;
		y->pages += d->pages[i];
		y->state += d->blocked_state[i];
		y->stock += d->blocked_stock[i];
		y->ship += d->blocked_ship[i];
		y->text += d->blocked_text[i];
		y->ranked_out += d->ranked_out[i];
		y->shown += d->shown[i];
		y->examined += d->examined[i];
		y->clicks += d->clicks[i];
		y->orders += d->orders[i];
		y->units += d->units[i];
		y->no_stock += d->no_stock[i];
		y->lost += d->lost[i];
		y->nobody += d->nobody[i];
		y->place_sum += d->place_sum[i];
		y->expected_micro += d->expected_micro[i];
	}
}

static void funnel(struct asking *q, const struct why *y)
{
	jw_key(q->j, "funnel");
	jw_object(q->j);
	jw_ki64(q->j, "pages", y->pages);
	jw_ki64(q->j, "eligible", y->pages - y->state - y->stock - y->ship - y->text);
	jw_ki64(q->j, "shown", y->shown);
	jw_ki64(q->j, "examined", y->examined);
	jw_ki64(q->j, "clicks", y->clicks);
	jw_ki64(q->j, "orders", y->orders);
	jw_ki64(q->j, "units", y->units);
	jw_end_object(q->j);
}

static void block(struct asking *q, const char *reason, int64_t pages, const char *zh, const char *en)
{
	if (!pages)
		return;
	jw_object(q->j);
	jw_kcstr(q->j, "reason", reason);
	jw_ki64(q->j, "pages", pages);
	put_text2(q, "text", str_c(zh), str_c(en));
	jw_end_object(q->j);
}

static void blocked(struct asking *q, const struct why *y)
{
	jw_key(q->j, "blocked");
	jw_array(q->j);
	block(q, "state", y->state, "当时不在售：商品未上架、已下架、被平台抑制，或店铺未开通", "It was not on sale: not published, paused, suppressed by the platform, or the store was not open");
	block(q, "stock", y->stock, "没有可售库存，买家看不到缺货商品", "There was no free stock; buyers do not see what is sold out");
	block(q, "ship", y->ship, "所选渠道无法把货品送到该站点", "The chosen channel could not carry the goods to this marketplace");
	block(q, "text", y->text, "缺少该站点语言的文案", "There were no texts in the marketplace's language");
	block(q, "ranked_out", y->ranked_out, "在售，但文案与买家的搜索词不够相符，或排名在结果页的 48 个位置之后",
		"It was on sale, but its words did not fit what buyers typed, or it ranked behind the page's 48 places");
	jw_end_array(q->j);
}

/* A mean as text with one decimal, null where there is nothing to average. */
static void mean(struct asking *q, const char *key, int64_t sum, int64_t n)
{
	if (n)
		put_decimal(q, key, (double)sum / (double)n, 1);
	else
		jw_kcstr(q->j, key, NULL);
}

/* ---- rows in an order ---- */

struct ranked {
	int64_t key; /* larger stands first */
	uint32_t row;
};

static int by_key(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key ? -1 : 1) : x->row < y->row ? -1 : x->row > y->row;
}

/* Rivals who got a sale within the days; counted since the start, for that is what is kept. */
static struct ranked *losses(struct asking *q, const struct why *y, int64_t from, uint32_t *ret_n)
{
	const struct t_loss *v = &q->m->loss;
	struct ranked *r = ARENA_ARRAY(q->mem, struct ranked, v->t.n + 1);
	uint32_t n = 0;
	for (uint32_t i = 0; i < v->t.n; i++)
		if (v->offer[i] == y->offer && v->to_offer[i] != ROW_NONE && v->last_day[i] >= from)
			r[n++] = (struct ranked){ v->times[i], i };
	qsort(r, n, sizeof *r, by_key);
	*ret_n = n;
	return r;
}

static void rivals(struct asking *q, const struct why *y, const struct ranked *r, uint32_t n)
{
	const struct market *m = q->m;
	jw_key(q->j, "rivals");
	jw_array(q->j);
	for (uint32_t i = 0; i < n && i < RIVALS; i++) {
		uint32_t o = m->loss.to_offer[r[i].row], l = m->offer.listing[o], s = m->offer.store[o], good = m->listing.good[l];
		jw_object(q->j);
		jw_kid(q->j, "listing", m->listing.id[l]);
		jw_kid(q->j, "store", m->store.id[s]);
		jw_kstr(q->j, "store_name", state_str(m, m->store.name[s]));
		jw_kstr(q->j, "title", listing_title(m, l, q->w->country.tongue[y->country]));
		jw_kstr(q->j, "picture", good == ROW_NONE ? STR_NONE : world_str(q->w, q->w->good.code[good]));
		jw_ki64(q->j, "variant", listing_variant(m, l));
		jw_ki64(q->j, "times", m->loss.times[r[i].row]);
		put_money(q, "price", y->country, m->loss.to_price_minor[r[i].row]);
		put_money(q, "own_price", y->country, m->loss.price_minor[r[i].row]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void terms(struct asking *q, const struct why *y)
{
	const struct t_term *t = &q->m->term;
	struct ranked *r = ARENA_ARRAY(q->mem, struct ranked, t->t.n + 1);
	uint32_t n = 0;
	for (uint32_t i = 0; i < t->t.n; i++)
		if (t->offer[i] == y->offer && t->query[i] != ROW_NONE)
			r[n++] = (struct ranked){ t->shown[i], i };
	qsort(r, n, sizeof *r, by_key);
	jw_key(q->j, "terms");
	jw_array(q->j);
	for (uint32_t i = 0; i < n && i < TERMS; i++) {
		uint32_t k = r[i].row;
		jw_object(q->j);
		put_world(q, "words", q->w->query.words[t->query[k]]);
		put_world(q, "gloss_zh", q->w->query.gloss_zh[t->query[k]]);
		jw_ki64(q->j, "shown", t->shown[k]);
		jw_ki64(q->j, "examined", t->examined[k]);
		jw_ki64(q->j, "clicks", t->clicks[k]);
		jw_ki64(q->j, "orders", t->orders[k]);
		mean(q, "average_place", t->place_sum[k], t->shown[k]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void days(struct asking *q, const struct why *y, int64_t from, int64_t until)
{
	const struct t_daily *d = &q->m->daily;
	uint32_t row[90];
	int64_t n = until - from + 1;
	for (int64_t i = 0; i < n; i++)
		row[i] = ROW_NONE;
	for (uint32_t i = 0; i < d->t.n; i++)
		if (d->offer[i] == y->offer && d->day[i] >= from && d->day[i] <= until)
			row[d->day[i] - from] = i;
	jw_key(q->j, "days");
	jw_array(q->j);
	for (int64_t i = 0; i < n; i++) {
		if (row[i] == ROW_NONE)
			continue;
		jw_object(q->j);
		put_day(q, "day", from + i);
		jw_ki64(q->j, "pages", d->pages[row[i]]);
		jw_ki64(q->j, "shown", d->shown[row[i]]);
		jw_ki64(q->j, "examined", d->examined[row[i]]);
		jw_ki64(q->j, "clicks", d->clicks[row[i]]);
		jw_ki64(q->j, "orders", d->orders[row[i]]);
		put_money(q, "price", y->country, d->price_minor[row[i]]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

enum problem_code ask_listing_why(struct asking *q)
{
	const struct ask_listing_why *x = &q->a->listing_why;
	const struct market *m = q->m;
	struct found found[FOUND_SHOWN];
	struct why y = { .days = q->a->given >> 2 & 1 ? x->days : DAYS };
	enum problem_code e = ask_code(q, W_country, x->country, "country", &y.country);
	if (e)
		return e;
	/* the teacher may look at all; a seller is not told whether another has a listing of this number */
	y.listing = state_find(m, T_listing, x->listing);
	if (y.listing == ROW_NONE || (q->a->seat && m->listing.store[y.listing] != q->store))
		return problem_set(q->p, PROBLEM_NO_SUCH_ID, "listing", NULL);
	int64_t until = day_of_sellers(q->w, now_min(m)), from = until - y.days + 1;
	uint32_t n = 0;
	y.offer = listing_offer(m, y.listing, y.country);
	struct ranked *lost = NULL;
	if (y.offer != ROW_NONE) {
		add_days(m, &y, from, until);
		lost = losses(q, &y, from, &n);
	}
	y.rival = n ? m->loss.to_offer[lost[0].row] : ROW_NONE;
	y.findings = found;
	y.n_findings = listing_findings_now(q, y.listing, y.country, found, FOUND_SHOWN);
	jw_object(q->j);
	jw_kid(q->j, "listing", m->listing.id[y.listing]);
	put_world(q, "country", q->w->country.code[y.country]);
	put_day(q, "from", from);
	put_day(q, "until", until);
	funnel(q, &y);
	blocked(q, &y);
	mean(q, "average_place", y.place_sum, y.shown);
	jw_key(q->j, "lost");
	jw_object(q->j);
	jw_ki64(q->j, "to_rivals", y.lost);
	jw_ki64(q->j, "to_nobody", y.nobody);
	jw_ki64(q->j, "no_stock", y.no_stock);
	jw_end_object(q->j);
	rivals(q, &y, lost, n);
	terms(q, &y);
	put_findings(q, "findings", q->m->listing.category[y.listing], found, y.n_findings);
	put_levers(q, &y);
	days(q, &y, from, until);
	put_decimal(q, "expected_orders", (double)y.expected_micro / 1e6, 2);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}
