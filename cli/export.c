#include "cli/export.h"
#include "base/calendar.h"
#include "base/money.h"
#include "market/demand/demand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum file { ORDERS, LINES, PARCELS, REVIEWS, PAGES, CLICKS, FILES };
static const struct {
	const char *name, *head;
} file_desc[FILES] = {
	[ORDERS] = { "orders.csv", "order,seller,store,buyer,segment,country,currency,query,placed,lines,units,goods,shipping,promised,shipped,delivered,state" },
	[LINES] = { "lines.csv", "order,line,store,listing,good,category,quantity,unit_price,weight_g" },
	[PARCELS] = { "parcels.csv", "order,country,channel,local,charge_g,freight,shipped,accepted,exported,arrived,cleared,delivered,lost" },
	[REVIEWS] = { "reviews.csv", "order,store,listing,country,stars,written" },
	[PAGES] = { "pages.csv", "day,country,category,query,pages,buying,examined,clicks,product_page_clicks,orders" },
	[CLICKS] = { "clicks.csv", "day,country,query,place,sponsored,store,listing,examined,clicks,orders,units" },
};

/* Result pages are told by the hour and written by the day. */
struct page_day {
	uint32_t country, query;
	uint64_t pages, buying, examined, clicks, strip, orders;
};
struct place_day {
	uint32_t country, query;
	int place;
	bool sponsored;
	uint64_t store, listing, examined, clicks, orders, units;
};
struct export {
	const struct world *w;
	const char *who;
	FILE *f[FILES];
	bool bad;
	struct market_trace trace;
	int64_t day;
	struct map page_at, place_at;
	struct page_day *page;
	struct place_day *place;
	uint32_t n_pages, cap_pages, n_places, cap_places;
};

static struct str code_of(const struct world *w, struct text_ref r)
{
	return world_str(w, r);
}

/* Words of buyers may have commas and quotes. */
static void put_quoted(FILE *f, struct str s)
{
	fputc('"', f);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			fputc('"', f);
		fputc(s.p[i], f);
	}
	fputc('"', f);
}

static void put_time(FILE *f, int64_t t_min)
{
	char text[CAL_TEXT_MAX];
	fputc(',', f);
	if (t_min == TRACE_NEVER)
		return;
	cal_format(t_min, text);
	fputs(text, f);
}

static void put_id(FILE *f, uint64_t id)
{
	fprintf(f, "%016llx", (unsigned long long)id);
}

static const char *currency_of(const struct world *w, uint32_t country, char ret[4])
{
	struct str code = code_of(w, w->currency.code[w->country.currency[country]]);
	snprintf(ret, 4, "%.*s", STR_FMT(code));
	return ret;
}

static void put_money(FILE *f, const struct world *w, uint32_t country, int64_t minor)
{
	char code[4], text[MONEY_TEXT_MAX];
	money_format(minor, currency_of(w, country, code), text);
	fprintf(f, ",%s", text);
}

static void put_lines(struct export *x, const struct trace_order *o)
{
	FILE *f = x->f[LINES];
	for (uint32_t i = 0; i < o->n_lines; i++) {
		const struct trace_line *l = &o->line[i];
		put_id(f, o->id);
		fprintf(f, ",%u,%016llx,%016llx,%.*s,%.*s,%u", i + 1, (unsigned long long)l->store, (unsigned long long)l->listing, STR_FMT(code_of(x->w, x->w->good.code[l->good])),
			STR_FMT(code_of(x->w, x->w->category.code[l->category])), l->quantity);
		put_money(f, x->w, o->country, l->unit_minor);
		fprintf(f, ",%u\n", l->weight_g);
	}
}

static void put_parcel(struct export *x, const struct trace_order *o)
{
	FILE *f = x->f[PARCELS];
	put_id(f, o->id);
	fprintf(f, ",%.*s,", STR_FMT(code_of(x->w, x->w->country.code[o->country])));
	if (o->channel != TRACE_NONE)
		fprintf(f, "%.*s", STR_FMT(code_of(x->w, x->w->channel.code[o->channel])));
	fprintf(f, ",%d,%u", o->local, o->charge_g);
	put_money(f, x->w, o->country, o->freight_minor);
	const int64_t at[] = { o->shipped_min, o->accepted_min, o->exported_min, o->arrived_min, o->cleared_min, o->delivered_min, o->lost_min };
	for (size_t i = 0; i < sizeof at / sizeof *at; i++)
		put_time(f, at[i]);
	fputc('\n', f);
}

static const char *const segments[SEGMENTS] = { "balanced", "brand", "low_price", "hesitant" };

static void put_order(void *arg, const struct trace_order *o)
{
	struct export *x = arg;
	FILE *f = x->f[ORDERS];
	char currency[4];
	uint64_t units = 0;
	for (uint32_t i = 0; i < o->n_lines; i++)
		units += o->line[i].quantity;
	put_id(f, o->id);
	fprintf(f, ",%s,%016llx,%016llx,%s,%.*s,%s,", o->rival ? "rival" : "seat", (unsigned long long)o->store, (unsigned long long)o->buyer, segments[demand_segment(x->w, o->buyer)],
		STR_FMT(code_of(x->w, x->w->country.code[o->country])), currency_of(x->w, o->country, currency));
	if (o->query != TRACE_NONE)
		put_quoted(f, code_of(x->w, x->w->query.words[o->query]));
	put_time(f, o->placed_min);
	fprintf(f, ",%u,%llu", o->n_lines, (unsigned long long)units);
	put_money(f, x->w, o->country, o->item_minor);
	put_money(f, x->w, o->country, o->ship_minor);
	put_time(f, o->promised_min);
	put_time(f, o->shipped_min);
	put_time(f, o->delivered_min);
	fprintf(f, ",%.*s\n", STR_FMT(o->state));
	put_lines(x, o);
	if (o->has_parcel)
		put_parcel(x, o);
	if (!o->stars)
		return;
	put_id(x->f[REVIEWS], o->id);
	fprintf(x->f[REVIEWS], ",%016llx,%016llx,%.*s,%d", (unsigned long long)o->line[0].store, (unsigned long long)o->line[0].listing,
		STR_FMT(code_of(x->w, x->w->country.code[o->country])), o->stars);
	put_time(x->f[REVIEWS], o->reviewed_min);
	fputc('\n', x->f[REVIEWS]);
}

/* ---- pages and clicks, by the day */

static int by_page(const void *a, const void *b)
{
	const struct page_day *x = a, *y = b;
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	return x->query < y->query ? -1 : x->query > y->query;
}

static int by_place(const void *a, const void *b)
{
	const struct place_day *x = a, *y = b;
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	if (x->query != y->query)
		return x->query < y->query ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->sponsored != y->sponsored)
		return x->sponsored ? -1 : 1;
	return x->listing < y->listing ? -1 : x->listing > y->listing;
}

static void put_day(FILE *f, const struct world *w, const char *day, uint32_t country)
{
	fprintf(f, "%s,%.*s,", day, STR_FMT(code_of(w, w->country.code[country])));
}

static void flush_day(struct export *x)
{
	const struct world *w = x->w;
	char day[CAL_TEXT_MAX];
	cal_format_date(x->day, day);
	if (x->n_pages)
		qsort(x->page, x->n_pages, sizeof *x->page, by_page);
	if (x->n_places)
		qsort(x->place, x->n_places, sizeof *x->place, by_place);
	for (uint32_t i = 0; i < x->n_pages; i++) {
		const struct page_day *p = &x->page[i];
		put_day(x->f[PAGES], w, day, p->country);
		fprintf(x->f[PAGES], "%.*s,", STR_FMT(code_of(w, w->category.code[w->query.category[p->query]])));
		put_quoted(x->f[PAGES], code_of(w, w->query.words[p->query]));
		fprintf(x->f[PAGES], ",%llu,%llu,%llu,%llu,%llu,%llu\n", (unsigned long long)p->pages, (unsigned long long)p->buying, (unsigned long long)p->examined,
			(unsigned long long)p->clicks, (unsigned long long)p->strip, (unsigned long long)p->orders);
	}
	for (uint32_t i = 0; i < x->n_places; i++) {
		const struct place_day *p = &x->place[i];
		if (!p->clicks)
			continue;
		put_day(x->f[CLICKS], w, day, p->country);
		put_quoted(x->f[CLICKS], code_of(w, w->query.words[p->query]));
		fprintf(x->f[CLICKS], ",%d,%d,%016llx,%016llx,%llu,%llu,%llu,%llu\n", p->place, p->sponsored, (unsigned long long)p->store, (unsigned long long)p->listing,
			(unsigned long long)p->examined, (unsigned long long)p->clicks, (unsigned long long)p->orders, (unsigned long long)p->units);
	}
	x->n_pages = x->n_places = 0;
	map_clear(&x->page_at);
	map_clear(&x->place_at);
}

static struct page_day *page_of(struct export *x, uint32_t country, uint32_t query)
{
	uint64_t key = hash_id(1, country, query);
	uint32_t at = map_find(&x->page_at, key);
	if (at != MAP_NONE)
		return &x->page[at];
	if (x->n_pages == x->cap_pages) {
		x->cap_pages = x->cap_pages ? x->cap_pages * 2 : 1024;
		x->page = mem_grow(x->page, x->cap_pages * sizeof *x->page);
	}
	map_put(&x->page_at, key, x->n_pages);
	x->page[x->n_pages] = (struct page_day){ .country = country, .query = query };
	return &x->page[x->n_pages++];
}

static struct place_day *place_of(struct export *x, uint32_t country, uint32_t query, const struct trace_place *v)
{
	uint64_t key = hash_id(hash_id(2, country, query), (uint64_t)v->place * 2 + v->sponsored, v->listing);
	uint32_t at = map_find(&x->place_at, key);
	if (at != MAP_NONE)
		return &x->place[at];
	if (x->n_places == x->cap_places) {
		x->cap_places = x->cap_places ? x->cap_places * 2 : 4096;
		x->place = mem_grow(x->place, x->cap_places * sizeof *x->place);
	}
	map_put(&x->place_at, key, x->n_places);
	x->place[x->n_places] = (struct place_day){ .country = country, .query = query, .place = v->place, .sponsored = v->sponsored, .store = v->store, .listing = v->listing };
	return &x->place[x->n_places++];
}

static void put_page(void *arg, const struct trace_page *t)
{
	struct export *x = arg;
	int64_t day = cal_day_of(t->from_min);
	if (day != x->day && x->n_pages)
		flush_day(x);
	x->day = day;
	struct page_day *p = page_of(x, t->country, t->query);
	p->pages += t->sessions;
	p->buying += t->buying;
	p->orders += t->orders;
	p->strip += t->strip_clicks;
	for (int i = 0; i < t->n; i++) {
		const struct trace_place *v = &t->place[i];
		p->examined += v->examined;
		p->clicks += v->clicks;
		if (!v->examined)
			continue;
		struct place_day *d = place_of(x, t->country, t->query, v);
		d->examined += v->examined;
		d->clicks += v->clicks;
		d->orders += v->orders;
		d->units += v->units;
	}
}

/* ---- */

struct export *export_begin(const char *folder, const struct world *w, const char *who)
{
	struct export *x = mem_alloc(sizeof *x);
	x->w = w;
	x->who = who;
	x->trace = (struct market_trace){ x, put_order, put_page, NULL };
	map_init(&x->page_at);
	map_init(&x->place_at);
	if (mkdir(folder, 0777) && errno != EEXIST) {
		fprintf(stderr, "%s: %s cannot be made: %s\n", who, folder, strerror(errno));
		x->bad = true;
	}
	for (int i = 0; i < FILES && !x->bad; i++) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", folder, file_desc[i].name);
		x->f[i] = fopen(path, "w");
		if (!x->f[i]) {
			fprintf(stderr, "%s: %s cannot be written: %s\n", who, path, strerror(errno));
			x->bad = true;
		} else {
			fprintf(x->f[i], "%s\n", file_desc[i].head);
		}
	}
	if (!x->bad)
		return x;
	export_end(x, NULL);
	return NULL;
}

const struct market_trace *export_trace(struct export *x)
{
	return &x->trace;
}

bool export_end(struct export *x, const struct market *m)
{
	bool bad = x->bad;
	if (m && !bad) {
		market_trace_seats(m, &x->trace);
		flush_day(x);
	}
	for (int i = 0; i < FILES; i++) {
		if (!x->f[i])
			continue;
		int wrong = ferror(x->f[i]);
		wrong |= fclose(x->f[i]);
		if (wrong && !bad) {
			fprintf(stderr, "%s: %s was not written whole\n", x->who, file_desc[i].name);
			bad = true;
		}
	}
	map_fini(&x->page_at);
	map_fini(&x->place_at);
	free(x->page);
	free(x->place);
	free(x);
	return !bad;
}
