/* sourcing.*: what suppliers offer, and what is known about its market. */
#include "market/ask/inside.h"
#include "base/exact.h"
#include "market/core/day.h"
#include <stdlib.h>

enum { GOODS_MAX = 500, RIVAL_OFFERS = 20, SEARCHES = 20, FACTS_MAX = 40 };

/* Counts over all rows, made once for an answer. */
struct counts {
	uint32_t *rivals; /* by kind: offers of others in the country, or their listings anywhere */
	int64_t *taken;	  /* by good: pieces that suppliers have promised from today on */
	bool *mine;	  /* by good: the asker has a listing of it */
};

static struct counts count(struct asking *q, uint32_t country)
{
	const struct market *m = q->m;
	struct counts c;
	c.rivals = ARENA_ARRAY(q->mem, uint32_t, q->w->kind.t.n + 1);
	c.taken = ARENA_ARRAY(q->mem, int64_t, q->w->good.t.n + 1);
	c.mine = ARENA_ARRAY(q->mem, bool, q->w->good.t.n + 1);
	for (uint32_t o = 0; country != ROW_NONE && o < m->offer.t.n; o++) {
		uint32_t good = m->listing.good[m->offer.listing[o]];
		if (m->offer.country[o] == country && m->offer.store[o] != q->store && good != ROW_NONE && offer_is_seen(m, o))
			c.rivals[q->w->good.kind[good]]++;
	}
	for (uint32_t l = 0; l < m->listing.t.n; l++) {
		uint32_t good = m->listing.good[l];
		if (good == ROW_NONE)
			continue;
		if (m->listing.store[l] == q->store && m->listing.state[l] != LISTING_DELETED)
			c.mine[good] = true;
		else if (country == ROW_NONE && m->listing.state[l] == LISTING_ACTIVE)
			c.rivals[q->w->good.kind[good]]++;
	}
	int64_t today = day_of_sellers(q->w, now_min(m));
	for (uint32_t s = 0; s < m->supply.t.n; s++)
		if (m->supply.day[s] >= today)
			c.taken[m->supply.good[s]] += m->supply.taken[s];
	return c;
}

/* Battery of goods: "" or how it is packed. */
static void put_dangers(struct asking *q, uint32_t g)
{
	put_choice(q, "battery", "|contained|packed|loose", q->w->good.battery[g]);
	jw_kbool(q->j, "liquid", q->w->good.liquid_ml[g] > 0);
}

static void put_good(struct asking *q, uint32_t g, uint32_t country, const struct counts *c)
{
	const struct w_good *w = &q->w->good;
	int64_t capacity = w->capacity_day[g] ? w->capacity_day[g] : 1, left = ex_round(q->w->params.purchase_days) - c->taken[g] / capacity;
	put_world(q, "code", w->code[g]);
	put_world(q, "category", q->w->category.code[w->category[g]]);
	put_world(q, "kind", q->w->kind.code[w->kind[g]]);
	put_world(q, "name_zh", w->name[g].in[TONGUE_ZH]);
	jw_kstr(q->j, "name", ask_in(q->w, w->name[g], ask_tongue(q->w, country)));
	put_world(q, "supplier", w->supplier[g]);
	put_fen(q, "cost", w->cost_fen[g]);
	jw_ki64(q->j, "moq", w->moq[g]);
	jw_ki64(q->j, "lead_days", w->lead_days[g]);
	jw_ki64(q->j, "capacity_day", w->capacity_day[g]);
	jw_ki64(q->j, "capacity_left_days", left < 0 ? 0 : left);
	jw_ki64(q->j, "weight_g", w->weight_g[g]);
	jw_kstr(q->j, "hs", arena_printf(q->mem, "%06u", w->hs[g]));
	put_dangers(q, g);
	jw_ki64(q->j, "quality_hint", 1 + w->quality[g] / 20);
	if (country == ROW_NONE)
		jw_kcstr(q->j, "usual_price", NULL);
	else
		put_money(q, "usual_price", country, world_usual_minor(q->w, country, g));
	jw_ki64(q->j, "rivals", c->rivals[w->kind[g]]);
	put_world(q, "picture", w->code[g]);
	jw_kbool(q->j, "claimed_by_me", c->mine[g]);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool contains(struct str s, struct str part)
{
	for (size_t i = 0; i + part.n <= s.n; i++) {
		size_t k = 0;
		while (k < part.n && lower(s.p[i + k]) == lower(part.p[k]))
			k++;
		if (k == part.n)
			return true;
	}
	return false;
}

static bool good_fits(struct asking *q, uint32_t g, uint32_t category, struct str words, int tongue)
{
	const struct w_good *w = &q->w->good;
	if (category != ROW_NONE && w->category[g] != category)
		return false;
	return !words.n || contains(world_str(q->w, w->code[g]), words) || contains(world_str(q->w, w->name[g].in[TONGUE_ZH]), words) ||
	       contains(world_str(q->w, w->name[g].in[TONGUE_EN]), words) || contains(world_str(q->w, w->name[g].in[tongue]), words);
}

enum problem_code ask_sourcing_goods(struct asking *q)
{
	const struct ask_sourcing_goods *x = &q->a->sourcing_goods;
	uint32_t category, country, n = 0;
	enum problem_code e = ask_code(q, W_category, x->category, "category", &category);
	if (!e)
		e = ask_code(q, W_country, x->country, "country", &country);
	if (e)
		return e;
	struct counts c = count(q, country);
	struct str words = str_trim(x->words);
	jw_object(q->j);
	jw_key(q->j, "goods");
	jw_array(q->j);
	for (uint32_t g = 0; g < q->w->good.t.n && n < GOODS_MAX; g++) {
		if (!good_fits(q, g, category, words, ask_tongue(q->w, country)))
			continue;
		n++;
		jw_object(q->j);
		put_good(q, g, country, &c);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}

static void attributes(struct asking *q, uint32_t g, int tongue)
{
	struct fact f[FACTS_MAX];
	int n = attributes_read(q, q->w->good.category[g], world_str(q->w, q->w->good.attributes[g]), tongue, f, FACTS_MAX);
	jw_key(q->j, "attributes");
	jw_array(q->j);
	for (int i = 0; i < n; i++) {
		if (f[i].attribute == ROW_NONE)
			continue;
		jw_object(q->j);
		jw_kstr(q->j, "code", f[i].key);
		put_world(q, "name_zh", q->w->attribute.name[f[i].attribute].in[TONGUE_ZH]);
		jw_kstr(q->j, "name", ask_in(q->w, q->w->attribute.name[f[i].attribute], tongue));
		jw_kstr(q->j, "value", f[i].value);
		jw_kstr(q->j, "value_zh", f[i].value_zh);
		jw_kstr(q->j, "value_name", f[i].value_in);
		jw_kbool(q->j, "required", q->w->attribute.required[f[i].attribute]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void features(struct asking *q, uint32_t g, int tongue)
{
	struct list_ref list = q->w->good.features[g];
	jw_key(q->j, "features");
	jw_array(q->j);
	for (uint32_t i = 0; i < list.n; i++) {
		uint32_t f = (uint32_t)set_words(&q->w->set, list)[i];
		jw_object(q->j);
		put_world(q, "code", q->w->feature.code[f]);
		put_world(q, "brief_zh", q->w->feature.brief[f].in[TONGUE_ZH]);
		jw_kstr(q->j, "brief", ask_in(q->w, q->w->feature.brief[f], tongue));
		put_world(q, "line_zh", q->w->feature.line[f].in[TONGUE_ZH]);
		jw_kstr(q->j, "line", ask_in(q->w, q->w->feature.line[f], tongue));
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void usual_prices(struct asking *q, uint32_t g)
{
	jw_key(q->j, "usual_prices");
	jw_object(q->j);
	for (uint32_t c = 0; c < q->w->country.t.n; c++)
		put_money(q, arena_cstr(q->mem, world_str(q->w, q->w->country.code[c])), c, world_usual_minor(q->w, c, g));
	jw_end_object(q->j);
}

struct ranked {
	int64_t key;
	uint32_t row;
};

static int by_key(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->row < y->row ? -1 : x->row > y->row;
}

static void rival_offers(struct asking *q, uint32_t g, uint32_t country)
{
	const struct market *m = q->m;
	struct ranked *r = ARENA_ARRAY(q->mem, struct ranked, m->offer.t.n + 1);
	uint32_t n = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		uint32_t good = m->listing.good[m->offer.listing[o]];
		if (m->offer.country[o] == country && m->offer.store[o] != q->store && good != ROW_NONE && q->w->good.kind[good] == q->w->good.kind[g] &&
		    offer_is_seen(m, o))
			r[n++] = (struct ranked){ m->offer.price_minor[o], o };
	}
	qsort(r, n, sizeof *r, by_key);
	jw_key(q->j, "rival_offers");
	jw_array(q->j);
	for (uint32_t i = 0; i < n && i < RIVAL_OFFERS; i++) {
		uint32_t o = r[i].row, l = m->offer.listing[o], s = m->offer.store[o];
		jw_object(q->j);
		jw_kid(q->j, "listing", m->listing.id[l]);
		jw_kid(q->j, "store", m->store.id[s]);
		jw_kstr(q->j, "store_name", state_str(m, m->store.name[s]));
		jw_kstr(q->j, "title", listing_title(m, l, ask_tongue(q->w, country)));
		put_money(q, "price", country, m->offer.price_minor[o]);
		put_stars(q, m->listing.stars[l], m->listing.reviews[l]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void searches(struct asking *q, uint32_t g, uint32_t country)
{
	const struct world *w = q->w;
	uint32_t from = w->query_of_country_at[country], n = w->query_of_country_at[country + 1] - from, kept = 0;
	struct ranked *r = ARENA_ARRAY(q->mem, struct ranked, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t y = w->query_of_country[from + i];
		if (w->query.kind[y] == w->good.kind[g])
			r[kept++] = (struct ranked){ -(int64_t)w->query.volume[y], y };
	}
	qsort(r, kept, sizeof *r, by_key);
	jw_key(q->j, "searches");
	jw_array(q->j);
	for (uint32_t i = 0; i < kept && i < SEARCHES; i++) {
		jw_object(q->j);
		put_world(q, "words", w->query.words[r[i].row]);
		put_world(q, "gloss_zh", w->query.gloss_zh[r[i].row]);
		jw_ki64(q->j, "volume", w->query.volume[r[i].row]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

enum problem_code ask_sourcing_good(struct asking *q)
{
	const struct ask_sourcing_good *x = &q->a->sourcing_good;
	uint32_t g, country;
	enum problem_code e = ask_code(q, W_good, x->good, "good", &g);
	if (!e)
		e = ask_code(q, W_country, x->country, "country", &country);
	if (e)
		return e;
	struct counts c = count(q, country);
	const struct w_good *w = &q->w->good;
	int tongue = ask_tongue(q->w, country);
	jw_object(q->j);
	put_good(q, g, country, &c);
	put_names(q, "names", w->name[g]);
	jw_ki64(q->j, "length_mm", w->length_mm[g]);
	jw_ki64(q->j, "width_mm", w->width_mm[g]);
	jw_ki64(q->j, "height_mm", w->height_mm[g]);
	jw_kf64(q->j, "battery_wh", w->battery_mwh[g] / 1000.0, 2);
	jw_ki64(q->j, "liquid_ml", w->liquid_ml[g]);
	attributes(q, g, tongue);
	features(q, g, tongue);
	put_world(q, "note_zh", w->note_zh[g]);
	usual_prices(q, g);
	if (country == ROW_NONE) {
		jw_key(q->j, "rival_offers");
		jw_array(q->j);
		jw_end_array(q->j);
		jw_key(q->j, "searches");
		jw_array(q->j);
		jw_end_array(q->j);
	} else {
		rival_offers(q, g, country);
		searches(q, g, country);
	}
	jw_end_object(q->j);
	return PROBLEM_NONE;
}
