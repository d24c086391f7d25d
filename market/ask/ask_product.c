/* mall.product: the page of one listing in a marketplace. */
#include "market/ads/ads.h"
#include "market/ask/inside.h"
#include "market/demand/demand.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/freight/freight.h"
#include <stdlib.h>

enum { REVIEWS_SHOWN = 30, SIMILAR = 6, FACTS_MAX = 40, FEATURES_MAX = 8, FEW = 10, STARS = 5 };

static void lines(struct asking *q, const char *key, struct str text)
{
	struct str one;
	jw_key(q->j, key);
	jw_array(q->j);
	while (text.n && str_next(&text, '\n', &one))
		if (str_trim(one).n)
			jw_str(q->j, one);
	jw_end_array(q->j);
}

/* Selling points by the features that a listing claims, in a language. */
static void feature_lines(struct asking *q, const char *key, uint32_t l, int tongue)
{
	uint32_t f[FEATURES_MAX];
	int n = listing_features(q->m, l, f, FEATURES_MAX);
	jw_key(q->j, key);
	jw_array(q->j);
	for (int i = 0; i < n; i++)
		jw_str(q->j, ask_in(q->w, q->w->feature.line[f[i]], tongue));
	jw_end_array(q->j);
}

static void texts(struct asking *q, uint32_t l, int tongue)
{
	const struct market *m = q->m;
	uint32_t words = listing_words_in(m, l, (enum tongue)tongue), zh = listing_words_in(m, l, TONGUE_ZH), good = m->listing.good[l];
	struct str bullets = words == ROW_NONE ? STR_NONE : state_str(m, m->words.bullets[words]);
	jw_kstr(q->j, "names_zh", good == ROW_NONE ? STR_NONE : world_str(q->w, q->w->good.name[good].in[TONGUE_ZH]));
	if (bullets.n || m->listing.rlisting[l] == ROW_NONE)
		lines(q, "bullets", bullets);
	else
		feature_lines(q, "bullets", l, tongue);
	if (zh != ROW_NONE && m->words.bullets[zh].n)
		lines(q, "bullets_zh", state_str(m, m->words.bullets[zh]));
	else
		feature_lines(q, "bullets_zh", l, TONGUE_ZH);
	jw_kstr(q->j, "description", words == ROW_NONE ? STR_NONE : state_str(m, m->words.description[words]));
}

/* A rival's attributes are those of the goods. */
static void attributes(struct asking *q, uint32_t l, int tongue)
{
	struct fact f[FACTS_MAX];
	uint32_t good = q->m->listing.good[l];
	struct str text = state_str(q->m, q->m->listing.attributes[l]);
	if (!text.n && q->m->listing.rlisting[l] != ROW_NONE && good != ROW_NONE)
		text = world_str(q->w, q->w->good.attributes[good]);
	int n = attributes_read(q, q->m->listing.category[l], text, tongue, f, FACTS_MAX);
	jw_key(q->j, "attributes");
	jw_array(q->j);
	for (int i = 0; i < n; i++) {
		uint32_t a = f[i].attribute;
		jw_object(q->j);
		jw_kstr(q->j, "name", a == ROW_NONE ? f[i].key : ask_in(q->w, q->w->attribute.name[a], tongue));
		jw_kstr(q->j, "name_zh", a == ROW_NONE ? f[i].key : world_str(q->w, q->w->attribute.name[a].in[TONGUE_ZH]));
		jw_kstr(q->j, "value", f[i].value_in);
		jw_kstr(q->j, "value_zh", f[i].value_zh);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void charges(struct asking *q, uint32_t o)
{
	const struct market *m = q->m;
	uint32_t country = m->offer.country[o], good = m->listing.good[m->offer.listing[o]];
	int64_t inside = ask_tax_ppm(q, country, TAX_VAT_INSIDE), on_top = ask_tax_ppm(q, country, TAX_SALES_ON_TOP), price = m->offer.price_minor[o];
	bool paid = freight_duties_paid(q->w, m->offer.channel[o], country, q->day);
	jw_key(q->j, "tax");
	jw_object(q->j);
	if (inside)
		put_rate(q, "inside", inside);
	else
		jw_kcstr(q->j, "inside", NULL);
	if (on_top)
		put_money(q, "on_top", country, money_ppm(price + m->offer.ship_minor[o], on_top));
	else
		jw_kcstr(q->j, "on_top", NULL);
	jw_end_object(q->j);
	jw_kbool(q->j, "duties_paid", paid);
	put_money(q, "import_charges", country, paid || good == ROW_NONE ? 0 : freight_duty_minor(q->w, country, good, 1, price - money_tax_inside(price, inside), q->day));
}

static const char *stock_of(const struct market *m, uint32_t l)
{
	uint32_t s = listing_stock(m, l);
	if (s == ROW_NONE)
		return m->listing.rlisting[l] == ROW_NONE ? "out" : "in";
	int64_t free = m->stock.on_hand[s] - m->stock.reserved[s];
	return free <= 0 ? "out" : free < FEW ? "few" : "in";
}

/* ---- reviews ---- */

struct dated {
	int64_t at_min;
	uint32_t row;
};

static int newest_first(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;
	return x->at_min != y->at_min ? (x->at_min > y->at_min ? -1 : 1) : x->row < y->row ? -1 : x->row > y->row;
}

/* Of reviews that came with the world only the number and the sum of stars are known: the spread is the usual one of shops (most buyers are content), tilted
 * until it has that mean. */
static void spread_stars(int64_t n, int64_t sum, int64_t *io)
{
	static const double usual[STARS] = { .07, .04, .07, .18, .64 };
	double lo = -6, hi = 6, mean = (double)sum / (double)n, weight[STARS], total = 0;
	for (int step = 0; step < 60; step++) {
		double tilt = (lo + hi) / 2, at = 0;
		total = 0;
		for (int s = 0; s < STARS; s++) {
			weight[s] = usual[s] * ex_exp(tilt * s);
			total += weight[s];
			at += weight[s] * (s + 1);
		}
		if (at / total < mean)
			lo = tilt;
		else
			hi = tilt;
	}
	int64_t share[STARS], part[STARS];
	for (int s = 0; s < STARS; s++)
		share[s] = ex_round(weight[s] / total * 1e9);
	money_split(n, share, STARS, part);
	for (int s = 0; s < STARS; s++)
		io[s] += part[s];
}

static void reviews(struct asking *q, uint32_t l)
{
	const struct market *m = q->m;
	struct dated *d = ARENA_ARRAY(q->mem, struct dated, m->review.t.n + 1);
	int64_t count[STARS] = { 0 }, sum = 0;
	uint32_t n = 0;
	for (uint32_t r = 0; r < m->review.t.n; r++) {
		if (m->review.listing[r] != l)
			continue;
		d[n++] = (struct dated){ m->review.written_min[r], r };
		sum += m->review.stars[r];
		if (m->review.stars[r] >= 1 && m->review.stars[r] <= STARS)
			count[m->review.stars[r] - 1]++;
	}
	qsort(d, n, sizeof *d, newest_first);
	jw_key(q->j, "review_list");
	jw_array(q->j);
	for (uint32_t i = 0; i < n && i < REVIEWS_SHOWN; i++) {
		uint32_t r = d[i].row, phrase = m->review.phrase[r];
		jw_object(q->j);
		jw_ki64(q->j, "stars", m->review.stars[r]);
		jw_kstr(q->j, "words", phrase == ROW_NONE ? STR_NONE : ask_in(q->w, q->w->phrase.words[phrase], q->w->country.tongue[m->review.country[r]]));
		jw_kstr(q->j, "words_zh", phrase == ROW_NONE ? STR_NONE : world_str(q->w, q->w->phrase.words[phrase].in[TONGUE_ZH]));
		jw_ktime(q->j, "written_at", m->review.written_min[r]);
		jw_kstr(q->j, "reply", state_str(m, m->review.reply[r]));
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
	int64_t earlier = (int64_t)m->listing.reviews[l] - n, their_stars = (int64_t)m->listing.stars[l] - sum;
	if (earlier > 0)
		spread_stars(earlier, their_stars, count);
	jw_key(q->j, "stars_count");
	jw_array(q->j);
	for (int s = 0; s < STARS; s++)
		jw_i64(q->j, count[s]);
	jw_end_array(q->j);
}

/* ---- what else there is ---- */

struct liked {
	int64_t sales;
	uint32_t offer;
};

static int best_first(const void *a, const void *b)
{
	const struct liked *x = a, *y = b;
	return x->sales != y->sales ? (x->sales > y->sales ? -1 : 1) : x->offer < y->offer ? -1 : x->offer > y->offer;
}

static void similar(struct asking *q, uint32_t o)
{
	const struct market *m = q->m;
	struct liked *v = ARENA_ARRAY(q->mem, struct liked, m->offer.t.n + 1);
	uint32_t n = 0, good = m->listing.good[m->offer.listing[o]], offer[SIMILAR];
	for (uint32_t i = 0; good != ROW_NONE && i < m->offer.t.n; i++) {
		uint32_t other = m->listing.good[m->offer.listing[i]];
		if (i != o && m->offer.country[i] == m->offer.country[o] && other != ROW_NONE && q->w->good.kind[other] == q->w->good.kind[good] && offer_is_seen(m, i))
			v[n++] = (struct liked){ m->offer.day_sales_micro[i], i };
	}
	qsort(v, n, sizeof *v, best_first);
	n = n < SIMILAR ? n : SIMILAR;
	for (uint32_t i = 0; i < n; i++)
		offer[i] = v[i].offer;
	put_cards(q, "similar", offer, (int)n);
}

/* The ads on its page as they stood in the last tick. */
static void sponsored(struct asking *q, uint32_t o)
{
	uint32_t at[AD_STRIP_PLACES], offer[AD_STRIP_PLACES];
	int n = 0;
	sponsored_strip(q->m->sponsored, o, at);
	for (int i = 0; i < AD_STRIP_PLACES; i++)
		if (at[i] != ROW_NONE && offer_is_seen(q->m, at[i]))
			offer[n++] = at[i];
	put_cards(q, "sponsored", offer, n);
}

struct str store_about(const struct market *m, uint32_t s)
{
	struct str about = state_str(m, m->store.about[s]);
	uint32_t r = m->store.rival[s];
	return about.n || r == ROW_NONE ? about : world_str(m->world, m->world->rival.about_en[r]);
}

struct str store_about_zh(const struct market *m, uint32_t s)
{
	uint32_t r = m->store.rival[s];
	return r == ROW_NONE ? STR("") : world_str(m->world, m->world->rival.about_zh[r]);
}

enum problem_code ask_mall_product(struct asking *q)
{
	const struct ask_mall_product *x = &q->a->mall_product;
	uint32_t country, l;
	char shown[ID_TEXT_MAX];
	enum problem_code e = ask_code(q, W_country, x->country, "country", &country);
	if (!e)
		e = ask_id(q, T_listing, x->listing, "listing", &l);
	if (e)
		return e;
	uint32_t o = listing_offer(q->m, l, country);
	/* its seller and the teacher see it also while buyers don't */
	if (o == ROW_NONE || (q->a->seat && q->m->listing.store[l] != q->store && !offer_is_seen(q->m, o))) {
		id_format(x->listing, shown);
		return problem_set(q->p, PROBLEM_UNKNOWN_CODE, "listing", shown, NULL);
	}
	int tongue = q->w->country.tongue[country];
	jw_object(q->j);
	put_card_members(q, o);
	texts(q, l, tongue);
	attributes(q, l, tongue);
	jw_ki64(q->j, "pictures", q->m->listing.pictures[l]);
	charges(q, o);
	jw_kcstr(q->j, "stock", stock_of(q->m, l));
	reviews(q, l);
	jw_kstr(q->j, "store_about", store_about(q->m, q->m->listing.store[l]));
	jw_kstr(q->j, "store_about_zh", store_about_zh(q->m, q->m->listing.store[l]));
	sponsored(q, o);
	similar(q, o);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}
