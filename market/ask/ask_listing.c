/* listing.check: what the platform would find in a draft. */
#include "market/ask/inside.h"

enum { FOUND_SHOWN = 128, TITLE_MAX = 200, DESCRIPTION_MAX = 2000, TEXT_MAX = 4000 };

/* The name of a code that stands in a finding: a reader knows "Material", not "material". */
static struct str attribute_name(struct asking *q, uint32_t attribute, struct str code, int tongue)
{
	return attribute == ROW_NONE ? code : ask_in(q->w, q->w->attribute.name[attribute], tongue);
}

static struct str value_name(struct asking *q, uint32_t attribute, struct str code, int tongue)
{
	uint32_t v = attribute == ROW_NONE ? ROW_NONE : world_find_in(q->w, W_value, attribute, code);
	return v == ROW_NONE ? code : ask_in(q->w, q->w->value.name[v], tongue);
}

static struct str country_name(struct asking *q, struct str code, bool zh)
{
	uint32_t c = world_find(q->w, W_country, code);
	return c == ROW_NONE ? code : world_str(q->w, zh ? q->w->country.name_zh[c] : q->w->country.name_en[c]);
}

static struct str language_name(struct str code, bool zh)
{
	static const char *const names[][3] = { { "zh", "中文", "Chinese" }, { "en", "英语", "English" }, { "de", "德语", "German" }, { "fr", "法语", "French" },
		{ "es", "西班牙语", "Spanish" }, { "it", "意大利语", "Italian" }, { "ja", "日语", "Japanese" }, { "pt", "葡萄牙语", "Portuguese" } };
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_eq(code, str_c(names[i][0])))
			return str_c(names[i][zh ? 1 : 2]);
	return code;
}

/* The figures and words of a finding as a reader of Chinese or English knows them. */
static void name_args(struct asking *q, uint32_t category, const struct found *f, bool zh, struct str ret[2])
{
	int tongue = zh ? TONGUE_ZH : TONGUE_EN;
	ret[0] = str_c(f->arg[0]);
	ret[1] = str_c(f->arg[1]);
	switch (f->finding) {
	case FINDING_ATTRIBUTE_REQUIRED:
	case FINDING_ATTRIBUTE_VALUE:
	case FINDING_ATTRIBUTE_NUMBER:
	case FINDING_ATTRIBUTE_FALSE:
	case FINDING_ATTRIBUTE_UNPROVEN: {
		uint32_t a = category == ROW_NONE ? ROW_NONE : world_find_in(q->w, W_attribute, category, ret[0]);
		ret[0] = attribute_name(q, a, ret[0], tongue);
		ret[1] = value_name(q, a, ret[1], tongue);
		break;
	}
	case FINDING_WORDS_MISSING:
		ret[0] = country_name(q, ret[0], zh);
		ret[1] = language_name(ret[1], zh);
		break;
	case FINDING_WORDS_LANGUAGE:
		ret[0] = language_name(ret[0], zh);
		break;
	case FINDING_OFFER_CLOSED:
		ret[0] = country_name(q, ret[0], zh);
		break;
	default:
		break;
	}
}

void put_findings(struct asking *q, const char *key, uint32_t category, const struct found *f, int n)
{
	jw_key(q->j, key);
	jw_array(q->j);
	for (int i = 0; i < n; i++) {
		const struct finding_desc *d = &finding_desc[f[i].finding];
		struct str zh[2], en[2];
		name_args(q, category, &f[i], true, zh);
		name_args(q, category, &f[i], false, en);
		jw_object(q->j);
		jw_kcstr(q->j, "code", d->code);
		put_choice(q, "severity", "tip|warn|block", d->severity);
		jw_kcstr(q->j, "field", f[i].field[0] ? f[i].field : d->field);
		jw_kcstr(q->j, "language", f[i].tongue < 0 ? NULL : tongue_code[f[i].tongue]);
		if (f[i].country == ROW_NONE)
			jw_kcstr(q->j, "country", NULL);
		else
			put_world(q, "country", q->w->country.code[f[i].country]);
		put_text2(q, "text", ask_fill(q, d->zh, zh, 2), ask_fill(q, d->en, en, 2));
		put_text2(q, "fix", ask_fill(q, d->fix_zh, zh, 2), ask_fill(q, d->fix_en, en, 2));
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void count(struct asking *q, const char *key, struct str text, const char *limit, int64_t max)
{
	jw_key(q->j, key);
	jw_object(q->j);
	jw_ki64(q->j, "characters", (int64_t)str_utf8_count(text));
	jw_ki64(q->j, "bytes", (int64_t)text.n);
	jw_ki64(q->j, limit, max);
	jw_end_object(q->j);
}

/* Attributes in the form in which listings keep them. */
static struct str joined(struct asking *q, struct pairs p)
{
	struct buf b;
	buf_init(&b, 16 << 10);
	for (size_t i = 0; i < p.n; i++) {
		if (i)
			buf_str(&b, STR("; "));
		buf_str(&b, p.key[i]);
		buf_char(&b, '=');
		buf_str(&b, p.value[i]);
	}
	struct str s = arena_str(q->mem, buf_span(&b));
	buf_fini(&b);
	return s;
}

static enum problem_code offer_of(struct asking *q, uint32_t good, struct draft_offer *ret)
{
	const struct ask_listing_check *x = &q->a->listing_check;
	uint32_t channel, country;
	enum problem_code e = ask_code(q, W_country, x->country, "country", &country);
	if (!e)
		e = ask_code(q, W_channel, x->channel, "channel", &channel);
	if (e)
		return e;
	struct draft_offer o = { .country = country, .price_minor = x->price_minor };
	if (country != ROW_NONE && channel != ROW_NONE && good != ROW_NONE) {
		struct unit_ask unit = plan_ask(q, good, country, channel, 0, 0);
		o.break_even_minor = listing_break_even_minor(q->w, &unit);
	}
	*ret = o;
	return PROBLEM_NONE;
}

enum problem_code ask_listing_check(struct asking *q)
{
	const struct ask_listing_check *x = &q->a->listing_check;
	struct draft d = { .good = ROW_NONE, .category = ROW_NONE };
	struct draft_offer offer;
	struct found found[FOUND_SHOWN];
	int tongue = tongue_find(x->language), score = 0;
	enum problem_code e = ask_code(q, W_good, x->good, "good", &d.good);
	if (!e)
		e = ask_code(q, W_category, x->category, "category", &d.category);
	if (!e)
		e = offer_of(q, d.good, &offer);
	if (!e && tongue < 0)
		e = problem_set(q->p, PROBLEM_UNKNOWN_CODE, "language", arena_cstr(q->mem, x->language), NULL);
	if (e)
		return e;
	if (d.category == ROW_NONE && d.good != ROW_NONE)
		d.category = q->w->good.category[d.good];
	struct draft_words w = { .tongue = (enum tongue)tongue, .title = x->title, .description = str_utf8_head(x->description, TEXT_MAX), .terms = x->terms };
	for (size_t i = 0; i < x->bullets.n && w.n_bullets < DRAFT_BULLETS; i++)
		w.bullets[w.n_bullets++] = x->bullets.v[i];
	d.brand = x->brand;
	d.attributes = joined(q, x->attributes);
	d.store_name = q->store == ROW_NONE ? STR_NONE : state_str(q->m, q->m->store.name[q->store]);
	d.pictures = (int)x->pictures;
	d.words = &w;
	d.n_words = 1;
	d.offers = &offer;
	d.n_offers = offer.country != ROW_NONE && x->price_minor > 0;
	int n = listing_check(q->w, &d, found, FOUND_SHOWN, &score), kept = 0;
	/* who asks about texts alone has not forgotten the price */
	for (int i = 0; i < n && i < FOUND_SHOWN; i++)
		if (d.n_offers || found[i].finding != FINDING_OFFER_NONE)
			found[kept++] = found[i];
	jw_object(q->j);
	jw_ki64(q->j, "score", score);
	put_findings(q, "findings", d.category, found, kept);
	jw_key(q->j, "counts");
	jw_object(q->j);
	count(q, "title", x->title, "max_characters", TITLE_MAX);
	count(q, "terms", x->terms, "max_bytes", listing_terms_bytes_max((enum tongue)tongue));
	count(q, "description", x->description, "max_characters", DESCRIPTION_MAX);
	jw_end_object(q->j);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}

/* ---- a listing as it stands ---- */

static int words_now(const struct market *m, uint32_t l, struct draft_words *ret)
{
	int n = 0;
	for (int t = 0; t < TONGUE_MAX; t++) {
		uint32_t row = listing_words_in(m, l, (enum tongue)t);
		if (row == ROW_NONE)
			continue;
		struct draft_words w = { .tongue = (enum tongue)t, .title = state_str(m, m->words.title[row]), .terms = state_str(m, m->words.terms[row]) };
		struct str rest = state_str(m, m->words.bullets[row]);
		w.description = state_str(m, m->words.description[row]);
		while (rest.n && w.n_bullets < DRAFT_BULLETS && str_next(&rest, '\n', &w.bullets[w.n_bullets]))
			w.n_bullets++;
		ret[n++] = w;
	}
	return n;
}

static int offers_now(struct asking *q, uint32_t l, struct draft_offer *ret)
{
	const struct market *m = q->m;
	int n = 0;
	for (uint32_t c = 0; c < q->w->country.t.n; c++) {
		uint32_t o = listing_offer(m, l, c);
		if (o == ROW_NONE || m->offer.state[o] == OFFER_OFF)
			continue;
		struct draft_offer d = { .country = c, .price_minor = m->offer.price_minor[o], .ship_minor = m->offer.ship_minor[o] };
		struct unit_ask unit = listing_offer_ask(m, o);
		d.break_even_minor = listing_break_even_minor(q->w, &unit);
		/* who sells below cost has been asked and said yes */
		d.confirmed_below_cost = !(m->offer.findings[o] & finding_bit(FINDING_PRICE_BELOW_COST));
		d.market_closed = !(m->store.countries[m->listing.store[l]] >> c & 1);
		ret[n++] = d;
	}
	return n;
}

int listing_findings_now(struct asking *q, uint32_t l, uint32_t country, struct found *ret, int max)
{
	const struct market *m = q->m;
	struct draft_words words[TONGUE_MAX];
	struct draft_offer offers[32];
	struct draft d = { .good = m->listing.good[l], .category = m->listing.category[l], .words = words, .offers = offers };
	d.brand = state_str(m, m->listing.brand[l]);
	d.attributes = state_str(m, m->listing.attributes[l]);
	d.store_name = state_str(m, m->store.name[m->listing.store[l]]);
	d.pictures = m->listing.pictures[l];
	d.n_words = words_now(m, l, words);
	d.n_offers = offers_now(q, l, offers);
	int n = listing_check(q->w, &d, ret, max, NULL), kept = 0;
	for (int i = 0; i < n && i < max; i++)
		if ((ret[i].country == ROW_NONE || ret[i].country == country) && (ret[i].tongue < 0 || ret[i].tongue == q->w->country.tongue[country]))
			ret[kept++] = ret[i];
	return kept;
}
