/* Titles of rivals' listings, composed as sellers of each language write them. */
#include "scenario/inside.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

static void join(struct buf *b, struct str separator, struct str s)
{
	if (!s.n)
		return;
	if (b->n)
		buf_str(b, separator);
	buf_str(b, s);
}

/* "with Juice Groove" follows the name without a comma, unless the name has a "with" of its own. */
static bool begins_with_preposition(enum tongue t, struct str s)
{
	static const char *const words[TONGUE_MAX] = {
		[TONGUE_EN] = "with |for |in |without ", [TONGUE_DE] = "mit |für |aus |ohne ", [TONGUE_FR] = "avec |pour |en |à |sans ", [TONGUE_ES] = "con |para |de |sin ",
		[TONGUE_IT] = "con |per |in |senza ", [TONGUE_PT] = "com |para |em |sem ",
	};
	struct str rest = str_c(words[t]), word;
	while (rest.n && str_next(&rest, '|', &word))
		if (word.n && str_starts(s, word))
			return true;
	return false;
}

static bool shares_preposition(struct str name, struct str feature, struct arena *a)
{
	ptrdiff_t space = str_find(feature, STR(" "), 0);
	return space > 0 && str_find(name, arena_printf(a, " %.*s", STR_FMT(str_sub(feature, 0, (size_t)space + 1))), 0) >= 0;
}

static struct str value_in_title(enum tongue t, struct str v, struct arena *a)
{
	switch (t) {
	case TONGUE_EN:
	case TONGUE_PT:
		return text_title_case(t, v, a);
	case TONGUE_FR:
	case TONGUE_ES:
	case TONGUE_IT: {
		/* colours are written small there; words in capitals (PVC, ABS) stay */
		struct buf b;
		buf_init(&b, 4096);
		struct str rest = v, word;
		while (str_next(&rest, ' ', &word)) {
			int capitals = 0;
			for (size_t i = 0; i < word.n; i++)
				capitals += word.p[i] >= 'A' && word.p[i] <= 'Z';
			if (b.n)
				buf_char(&b, ' ');
			buf_str(&b, capitals > 1 ? word : text_lower(t, word, a));
		}
		struct str all = arena_str(a, buf_span(&b));
		buf_fini(&b);
		return all;
	}
	default:
		return v;
	}
}

static struct str feature_in_title(enum tongue t, struct str f, struct arena *a)
{
	return t == TONGUE_EN ? text_title_case(t, f, a) : f;
}

static void put_feature(struct buf *b, const struct title_parts *p, struct str f, bool first, struct arena *a)
{
	bool blank = p->tongue == TONGUE_JA || (first && begins_with_preposition(p->tongue, f) && !shares_preposition(p->name, f, a));
	f = feature_in_title(p->tongue, f, a);
	if (blank && p->tongue == TONGUE_EN) {
		/* the preposition stays small */
		ptrdiff_t space = str_find(f, STR(" "), 0);
		struct str head = text_lower(TONGUE_EN, str_sub(f, 0, (size_t)space), a);
		f = arena_printf(a, "%.*s%.*s", STR_FMT(head), STR_FMT(str_sub(f, (size_t)space, f.n)));
	} else if (p->tongue == TONGUE_EN && begins_with_preposition(TONGUE_EN, text_lower(TONGUE_EN, f, a))) {
		f = text_capital(TONGUE_EN, f, a);
	}
	join(b, blank ? STR(" ") : p->tongue == TONGUE_ZH ? STR("，") : STR(", "), f);
}

static void compose(const struct title_parts *p, char style, uint32_t n_features, uint32_t n_values, struct buf *b, struct arena *a)
{
	enum tongue t = p->tongue;
	bool cjk = t == TONGUE_JA || t == TONGUE_ZH, brand_first = style != 'b' && style != 'e', features_first = style == 'c' && t == TONGUE_JA;
	struct str comma = t == TONGUE_JA ? STR(" ") : t == TONGUE_ZH ? STR("，") : STR(", ");
	uint32_t shown = 0;
	if (brand_first)
		buf_str(b, p->brand);
	if (features_first)
		for (; shown < n_features; shown++)
			put_feature(b, p, p->feature[shown], false, a);
	join(b, STR(" "), p->name);
	bool values_first = style == 'd' || style == 'e' || style == 'c';
	for (uint32_t i = 0; values_first && i < n_values; i++)
		join(b, comma, value_in_title(t, p->value[i], a));
	for (uint32_t i = shown; i < n_features; i++)
		put_feature(b, p, p->feature[i], i == shown && !(values_first && n_values), a);
	for (uint32_t i = 0; !values_first && i < n_values; i++)
		join(b, comma, value_in_title(t, p->value[i], a));
	if (!brand_first)
		join(b, cjk ? STR(" ") : STR(" - "), p->brand);
}

struct str title_compose(const struct title_parts *p, char style, uint32_t extra, struct arena *a)
{
	uint32_t features, values;
	switch (style) {
	case 'd':
		features = 0;
		values = 2;
		break;
	case 'e':
		features = 2;
		values = 2;
		break;
	case 'f':
		features = 1;
		values = 0;
		break;
	case 'c':
		features = 2;
		values = 1;
		break;
	default:
		features = 3;
		values = 0;
	}
	features += extra;
	if (features > p->n_features)
		features = p->n_features;
	if (values > p->n_values)
		values = p->n_values;
	struct buf b;
	struct str title = STR_NONE;
	/* too long: leave out the weakest */
	for (;;) {
		buf_init(&b, 4096);
		compose(p, style, features, values, &b, a);
		title = arena_str(a, buf_span(&b));
		buf_fini(&b);
		if (str_utf8_count(title) <= TITLE_MAX_CHARS || (!features && !values))
			break;
		if (features)
			features--;
		else
			values--;
	}
	title = str_utf8_head(title, TITLE_MAX_CHARS);
	return p->tongue == TONGUE_ZH || p->tongue == TONGUE_JA ? title : text_capital(p->tongue, title, a);
}

static int by_word(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static bool has(const uint64_t *v, uint32_t n, uint64_t word)
{
	for (uint32_t i = 0; i < n; i++)
		if (v[i] == word)
			return true;
	return false;
}

uint64_t tokens_set_hash(const uint64_t *v, uint32_t n, const uint64_t *without, uint32_t n_without)
{
	uint64_t *sorted = mem_alloc((n + 1) * sizeof *sorted), hash = 7;
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++)
		if (!has(without, n_without, v[i]))
			sorted[kept++] = v[i];
	qsort(sorted, kept, sizeof *sorted, by_word);
	for (uint32_t i = 0; i < kept; i++)
		if (!i || sorted[i] != sorted[i - 1])
			hash = hash_u64(hash, sorted[i]);
	free(sorted);
	return hash ? hash : 1;
}

/* Values of enum attributes that buyers ask for and that the name does not say. */
static void pick_values(const struct world *w, uint32_t good, enum tongue t, struct title_parts *p, struct arena *a)
{
	struct list_ref facts = w->good.facts[good];
	const uint64_t *fact = set_words(&w->set, facts);
	uint64_t *name;
	uint32_t n_name;
	text_tokens(t, p->name, a, &name, &n_name);
	for (uint32_t i = 0; i < facts.n && p->n_values < 2; i++) {
		if (fact[i] >> 62 != 1)
			continue;
		uint32_t v = (uint32_t)fact[i];
		if (!w->attribute.search[w->value.attribute[v]])
			continue;
		struct str shown = world_str(w, w->value.name[v].in[t]);
		uint64_t *words;
		uint32_t n;
		bool said = false;
		text_tokens(t, shown, a, &words, &n);
		for (uint32_t k = 0; k < n; k++)
			said = said || has(name, n_name, words[k]);
		/* compounds: "Edelstahl" within "Edelstahlflasche", 竹 within 竹製 */
		said = said || str_find(text_lower(t, p->name, a), text_lower(t, shown, a), 0) >= 0;
		if (n && !said)
			p->value[p->n_values++] = shown;
	}
}

static struct str body_of(const struct world *w, uint32_t row, enum tongue t, struct arena *a)
{
	struct buf b;
	buf_init(&b, 32 << 10);
	struct list_ref features = w->rlisting.features[row], facts = w->good.facts[w->rlisting.good[row]];
	for (uint32_t i = 0; i < features.n; i++)
		join(&b, STR(" \n"), world_str(w, w->feature.line[(uint32_t)set_words(&w->set, features)[i]].in[t]));
	for (uint32_t i = 0; i < facts.n; i++) {
		uint64_t fact = set_words(&w->set, facts)[i];
		if (fact >> 62 == 1)
			join(&b, STR(" \n"), world_str(w, w->value.name[(uint32_t)fact].in[t]));
	}
	struct str s = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return s;
}

void listing_write(struct world *w, uint32_t row, char style, struct map *taken)
{
	struct arena a;
	arena_init(&a, 0);
	uint32_t rival = w->rlisting.rival[row], good = w->rlisting.good[row];
	bool wanted[TONGUE_MAX] = { [TONGUE_ZH] = true };
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->rlisting.countries[row] >> c & 1)
			wanted[w->country.tongue[c]] = true;
	for (int t = 0; t < TONGUE_MAX; t++) {
		if (!wanted[t])
			continue;
		arena_reset(&a);
		struct title_parts p = { .tongue = (enum tongue)t };
		p.brand = arena_str(&a, world_str(w, w->rival.brand[rival]));
		p.name = arena_str(&a, world_str(w, w->good.name[good].in[t]));
		struct list_ref f = w->rlisting.features[row];
		for (uint32_t i = 0; i < f.n && i < 8; i++)
			p.feature[p.n_features++] = arena_str(&a, world_str(w, w->feature.brief[(uint32_t)set_words(&w->set, f)[i]].in[t]));
		pick_values(w, good, (enum tongue)t, &p, &a);
		uint64_t *brand, *title_words, *body_words;
		uint32_t n_brand, n_title, n_body;
		text_tokens((enum tongue)t, p.brand, &a, &brand, &n_brand);
		struct str title = STR_NONE;
		for (uint32_t extra = 0; extra <= p.n_features; extra++) {
			title = title_compose(&p, style, extra, &a);
			text_tokens((enum tongue)t, title, &a, &title_words, &n_title);
			uint64_t key = hash_id((uint64_t)t + 1, good, tokens_set_hash(title_words, n_title, brand, n_brand));
			if (map_find(taken, key) == MAP_NONE) {
				map_put(taken, key, row);
				break;
			}
		}
		struct str body = body_of(w, row, (enum tongue)t, &a);
		text_tokens((enum tongue)t, body, &a, &body_words, &n_body);
		w->rlisting.title[row].in[t] = set_text(&w->set, title);
		w->rlisting.tokens_title[row].in[t] = set_list(&w->set, title_words, n_title);
		w->rlisting.tokens_body[row].in[t] = set_list(&w->set, body_words, n_body);
	}
	arena_fini(&a);
}

void listing_write_given(struct world *w, uint32_t row, enum tongue t, struct str title)
{
	struct arena a;
	uint64_t *words;
	uint32_t n;
	arena_init(&a, 0);
	struct text_ref ref = set_text(&w->set, title);
	/* every page shows it, whatever its language; it is found in its own alone */
	w->rlisting.title[row].in[TONGUE_ZH] = w->rlisting.title[row].in[t] = ref;
	text_tokens(t, title, &a, &words, &n);
	w->rlisting.tokens_title[row].in[t] = set_list(&w->set, words, n);
	struct str body = body_of(w, row, t, &a);
	text_tokens(t, body, &a, &words, &n);
	w->rlisting.tokens_body[row].in[t] = set_list(&w->set, words, n);
	arena_fini(&a);
}
