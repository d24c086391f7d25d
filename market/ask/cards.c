/* Offers as buyers see them: titles, what they mean in Chinese, cards. */
#include "market/ask/inside.h"
#include "base/hash.h"

enum { GLOSS_FEATURES = 3 };

bool offer_is_seen(const struct market *m, uint32_t offer)
{
	return search_blocked(m, offer) == BLOCKED_NOT;
}

struct str listing_title(const struct market *m, uint32_t listing, int tongue)
{
	uint32_t words = listing_words_in(m, listing, (enum tongue)tongue), r = m->listing.rlisting[listing];
	if (words != ROW_NONE)
		return state_str(m, m->words.title[words]);
	return r == ROW_NONE ? STR_NONE : world_str(m->world, m->world->rlisting.title[r].in[tongue]);
}

struct str market_listing_title(const struct market_view *v, uint64_t listing, struct str country, struct arena *mem)
{
	const struct market *m = view_market(v);
	uint32_t l = state_find(m, T_listing, listing), c = world_find(m->world, W_country, country);
	return l == ROW_NONE || c == ROW_NONE ? STR("") : arena_str(mem, listing_title(m, l, m->world->country.tongue[c]));
}

int listing_features(const struct market *m, uint32_t listing, uint32_t *ret, int max)
{
	uint32_t r = m->listing.rlisting[listing];
	const struct world *w = m->world;
	struct list_ref list = r == ROW_NONE ? m->listing.claims[listing] : w->rlisting.features[r];
	const uint64_t *v = r == ROW_NONE ? set_words(&m->set, list) : set_words(&w->set, list);
	int n = 0;
	for (uint32_t i = 0; i < list.n && n < max; i++)
		if (r != ROW_NONE || v[i] >> 62 == 3)
			ret[n++] = (uint32_t)v[i];
	return n;
}

struct str listing_gloss(struct asking *q, uint32_t listing)
{
	const struct market *m = q->m;
	uint32_t r = m->listing.rlisting[listing], good = m->listing.good[listing], feature[GLOSS_FEATURES];
	if (r != ROW_NONE)
		return world_str(q->w, q->w->rlisting.title[r].in[TONGUE_ZH]);
	struct str said = listing_title(m, listing, TONGUE_ZH);
	if (said.n || good == ROW_NONE)
		return said;
	struct buf b;
	buf_init(&b, 2048);
	struct str brand = state_str(m, m->listing.brand[listing]);
	if (brand.n) {
		buf_str(&b, brand);
		buf_char(&b, ' ');
	}
	buf_str(&b, world_str(q->w, q->w->good.name[good].in[TONGUE_ZH]));
	int n = listing_features(m, listing, feature, GLOSS_FEATURES);
	for (int i = 0; i < n; i++) {
		buf_str(&b, STR("，"));
		buf_str(&b, world_str(q->w, q->w->feature.brief[feature[i]].in[TONGUE_ZH]));
	}
	struct str gloss = arena_str(q->mem, buf_span(&b));
	buf_fini(&b);
	return gloss;
}

int listing_variant(const struct market *m, uint32_t listing)
{
	/* rivals' pictures differ by a draw of their own */
	if (m->listing.rlisting[listing] != ROW_NONE && !m->listing.main_picture[listing])
		return (int)(hash_u64(DRAW_IMAGE, m->listing.id[listing]) % 9);
	return m->listing.main_picture[listing] % 9;
}

void put_card_members(struct asking *q, uint32_t o)
{
	const struct market *m = q->m;
	uint32_t l = m->offer.listing[o], s = m->offer.store[o], country = m->offer.country[o], good = m->listing.good[l], category = m->listing.category[l];
	jw_kid(q->j, "listing", m->listing.id[l]);
	jw_kstr(q->j, "title", listing_title(m, l, q->w->country.tongue[country]));
	jw_kstr(q->j, "gloss_zh", listing_gloss(q, l));
	put_money(q, "price", country, m->offer.price_minor[o]);
	put_money(q, "ship", country, m->offer.ship_minor[o]);
	put_money(q, "total", country, listing_landed_minor(m, o));
	jw_kid(q->j, "store", m->store.id[s]);
	jw_kstr(q->j, "store_name", state_str(m, m->store.name[s]));
	jw_kbool(q->j, "mine", s == q->store);
	put_stars(q, m->listing.stars[l], m->listing.reviews[l]);
	jw_ki64(q->j, "promise_days", freight_promise_days(m, o));
	jw_ki64(q->j, "sold", m->offer.units[o]);
	jw_kstr(q->j, "picture", good == ROW_NONE ? STR_NONE : world_str(q->w, q->w->good.code[good]));
	jw_ki64(q->j, "variant", listing_variant(m, l));
	jw_kstr(q->j, "category", category == ROW_NONE ? STR_NONE : world_str(q->w, q->w->category.code[category]));
}

void put_cards(struct asking *q, const char *key, const uint32_t *offer, int n)
{
	jw_key(q->j, key);
	jw_array(q->j);
	for (int i = 0; i < n; i++) {
		jw_object(q->j);
		put_card_members(q, offer[i]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}
