/* Larger worlds for measuring: more rivals' listings and buyers, made of what a world has already. */
#include "base/calendar.h"
#include "base/exact.h"
#include "scenario/inside.h"

#include <stdlib.h>
#include <string.h>

enum { LISTINGS_PER_RIVAL = 40, FIRST_NUMBER = 500000, LISTINGS_MAX = 2000000 };

struct grower {
	struct world *w;
	uint32_t n_goods, *good; /* that are sold in the world */
	uint32_t *number;        /* last listing of each rival */
	struct map titles;
};

static uint32_t pick(uint64_t name, uint32_t n)
{
	return (uint32_t)(((unsigned __int128)name * n) >> 64);
}

static double unit(uint64_t name)
{
	return ((double)(name >> 11) + 0.5) * 0x1p-53;
}

/* The head of one brand and the tail of another: "Kel" and "tree". */
static struct text_ref mix_brands(struct world *w, struct str a, struct str b, uint32_t nth)
{
	struct buf out;
	buf_init(&out, 40);
	struct str head = str_utf8_head(a, (str_utf8_count(a) + 1) / 2);
	size_t skip = str_utf8_head(b, str_utf8_count(b) / 2).n;
	buf_str(&out, str_trim(head));
	buf_str(&out, str_utf8_head(str_trim(str_sub(b, skip, b.n)), 20));
	buf_printf(&out, " %u", nth);
	struct text_ref ref = set_text(&w->set, buf_span(&out));
	buf_fini(&out);
	return ref;
}

static void add_rivals(struct grower *g, uint32_t wanted)
{
	struct world *w = g->w;
	uint32_t first = w->rival.t.n;
	for (uint32_t r = first; r < wanted; r++) {
		uint64_t name = hash_id(21, first, r);
		uint32_t a = pick(hash_u64(name, 1), first), b = pick(hash_u64(name, 2), first), row = set_add(&w->set, W_rival);
		struct buf code;
		buf_init(&code, 60);
		buf_printf(&code, "grown_%u", r + 1);
		w->rival.code[row] = set_text(&w->set, buf_span(&code));
		buf_fini(&code);
		w->rival.name[row] = w->rival.brand[row] = mix_brands(w, world_str(w, w->rival.brand[a]), world_str(w, w->rival.brand[b]), r + 1);
		w->rival.policy[row] = w->rival.policy[b];
		w->rival.home[row] = w->rival.home[a];
		w->rival.countries[row] = w->rival.countries[a];
		w->rival.since_day[row] = w->rival.since_day[b];
		w->rival.quality[row] = w->rival.quality[b];
		w->rival.about_zh[row] = w->rival.about_zh[a];
		w->rival.about_en[row] = w->rival.about_en[a];
	}
}

/* Some of the good's features, in their order, at most four. */
static struct list_ref some_features(struct world *w, uint32_t good, uint64_t name)
{
	struct list_ref all = w->good.features[good];
	uint64_t v[4];
	uint32_t n = 0;
	for (uint32_t i = 0; i < all.n && n < 4; i++) {
		uint32_t left = all.n - i;
		bool last_chance = left <= 2 && n + left <= 2;
		if (last_chance || hash_u64(name, 100 + i) >> 63)
			v[n++] = set_words(&w->set, all)[i];
	}
	return set_list(&w->set, v, n);
}

static void add_listing(struct grower *g, uint64_t name)
{
	struct world *w = g->w;
	uint32_t like = pick(hash_u64(name, 1), w->rlisting.t.n), good = g->good[pick(hash_u64(name, 2), g->n_goods)],
		 rival = pick(hash_u64(name, 3), w->rival.t.n);
	uint32_t row = set_add(&w->set, W_rlisting);
	w->rlisting.rival[row] = rival;
	w->rlisting.number[row] = FIRST_NUMBER + ++g->number[rival];
	w->rlisting.good[row] = good;
	w->rlisting.features[row] = some_features(w, good, name);
	w->rlisting.price_ppm[row] = ex_round(ex_clamp((double)w->rlisting.price_ppm[like] * (0.9 + 0.2 * unit(hash_u64(name, 4))), 500000, 2000000));
	w->rlisting.countries[row] = w->rival.countries[rival];
	w->rlisting.reviews[row] = (uint32_t)((double)w->rlisting.reviews[like] * (0.5 + unit(hash_u64(name, 5))));
	w->rlisting.stars_x100[row] = w->rlisting.stars_x100[like];
	w->rlisting.stock_days[row] = w->rlisting.stock_days[like];
	/* goods with a title of their own have no parts to make another of */
	if (w->good.features[good].n) {
		listing_write(w, row, "abcdef"[pick(hash_u64(name, 6), 6)], &g -> titles);
		return;
	}
	for (int t = 0; t < TONGUE_MAX; t++) {
		w->rlisting.title[row].in[t] = w->rlisting.title[like].in[t];
		w->rlisting.tokens_title[row].in[t] = w->rlisting.tokens_title[like].in[t];
		w->rlisting.tokens_body[row].in[t] = w->rlisting.tokens_body[like].in[t];
	}
	w->rlisting.good[row] = w->rlisting.good[like];
}

static void set_param(struct world *w, const char *key, double value)
{
	uint32_t row = world_find(w, W_param, str_c(key));
	if (row == ROW_NONE) {
		row = set_add(&w->set, W_param);
		w->param.key[row] = set_text(&w->set, str_c(key));
	}
	w->param.micro[row] = ex_round(value * 1e6);
}

static void add_listings(struct world *w, uint32_t listings)
{
	struct grower g = { .w = w };
	uint32_t first = w->rlisting.t.n;
	map_init(&g.titles);
	uint8_t *sold = mem_alloc(w->good.t.n + 1);
	g.good = mem_alloc((w->good.t.n + 1) * sizeof *g.good);
	for (uint32_t i = 0; i < first; i++)
		sold[w->rlisting.good[i]] = 1;
	for (uint32_t i = 0; i < w->good.t.n; i++)
		if (sold[i])
			g.good[g.n_goods++] = i;
	uint32_t rivals = listings / LISTINGS_PER_RIVAL;
	add_rivals(&g, rivals > w->rival.t.n ? rivals : w->rival.t.n);
	g.number = mem_alloc((w->rival.t.n + 1) * sizeof *g.number);
	for (uint32_t i = first; i < listings; i++)
		add_listing(&g, hash_id(22, first, i));
	free(sold);
	free(g.good);
	free(g.number);
	map_fini(&g.titles);
}

struct world *scenario_scale(const struct world *from, uint32_t listings, uint32_t buyers)
{
	struct world *w = world_create();
	set_clone(&w->set, &from->set, 0);
	memcpy(w->slug, from->slug, sizeof w->slug);
	memcpy(w->name_zh, from->name_zh, sizeof w->name_zh);
	memcpy(w->name_en, from->name_en, sizeof w->name_en);
	w->start_min = from->start_min;
	w->timezone_min = from->timezone_min;
	world_finish(w);
	double seats = ex_max(1, from->params.seats_min);
	listings = listings > LISTINGS_MAX ? LISTINGS_MAX : listings;
	if (listings > w->rlisting.t.n && w->rlisting.t.n)
		add_listings(w, listings);
	if (listings)
		set_param(w, "rival_listings_per_seat", ex_floor((listings + seats - 1) / seats));
	if (buyers) {
		/* each buyer looks at as many pages as before */
		double factor = buyers / seats / ex_max(1, from->params.buyers_per_seat);
		set_param(w, "buyers_per_seat", buyers / seats);
		set_param(w, "pages_per_seat_day", from->params.pages_per_seat_day * factor);
	}
	world_finish(w);
	return w;
}
