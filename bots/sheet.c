#include "bots/sheet.h"
#include "text/text.h"

static struct str part(const struct world *w, const struct text8_ref *t, enum tongue tongue)
{
	return world_str(w, t->in[tongue]);
}

/* Features of a good, strongest first; each word of the list is a row of features. */
static uint32_t feature_of(const struct world *w, uint32_t good, uint32_t i)
{
	return (uint32_t)(set_words(&w->set, w->good.features[good])[i] & UINT32_MAX);
}

static struct str title_of(const struct world *w, uint32_t good, enum tongue t, struct arena *mem)
{
	const char *comma = t == TONGUE_JA || t == TONGUE_ZH ? " " : ", ";
	struct str title = part(w, &w->good.name[good], t);
	for (uint32_t i = 0; i < w->good.features[good].n && i < 3; i++) {
		struct str longer = arena_printf(mem, "%.*s%s%.*s", STR_FMT(title), comma, STR_FMT(part(w, &w->feature.brief[feature_of(w, good, i)], t)));
		if (str_utf8_count(longer) > 120)
			break;
		title = longer;
	}
	return title;
}

static struct tokens tokens_of(enum tongue t, struct str text, struct arena *mem)
{
	struct tokens r = { 0 };
	uint32_t n;
	text_tokens(t, text, mem, &r.v, &n);
	r.n = n;
	return r;
}

void sheet_words(const struct world *w, uint32_t good, enum tongue t, struct arena *mem, struct act_listing_words *ret)
{
	*ret = (struct act_listing_words){ .language = str_c(tongue_code[t]), .title = title_of(w, good, t, mem) };
	uint32_t n = w->good.features[good].n < 5 ? w->good.features[good].n : 5;
	ret->bullets = (struct strs){ ARENA_ARRAY(mem, struct str, n + 1), n };
	struct str text = part(w, &w->good.name[good], t);
	for (uint32_t i = 0; i < n; i++) {
		ret->bullets.v[i] = part(w, &w->feature.line[feature_of(w, good, i)], t);
		text = arena_printf(mem, "%.*s%s%.*s", STR_FMT(text), t == TONGUE_JA || t == TONGUE_ZH ? "。" : ". ", STR_FMT(ret->bullets.v[i]));
	}
	ret->description = text;
	/* what the title does not say: the features it had no room for */
	struct str terms = STR_NONE;
	for (uint32_t i = 3; i < w->good.features[good].n; i++) {
		struct str longer = arena_printf(mem, "%.*s%s%.*s", STR_FMT(terms), terms.n ? " " : "", STR_FMT(part(w, &w->feature.brief[feature_of(w, good, i)], t)));
		if (longer.n > 200)
			break;
		terms = longer;
	}
	ret->terms = terms;
	ret->tokens_title = tokens_of(t, ret->title, mem);
	ret->tokens_body = tokens_of(t, text, mem);
	ret->tokens_terms = tokens_of(t, terms, mem);
}

struct pairs sheet_attributes(const struct world *w, uint32_t good, struct arena *mem)
{
	struct pairs r = { ARENA_ARRAY(mem, struct str, 20), ARENA_ARRAY(mem, struct str, 20), 0 };
	struct str rest = world_str(w, w->good.attributes[good]);
	while (rest.n && r.n < 20) {
		ptrdiff_t end = str_find(rest, STR(";"), 0);
		struct str one = str_trim(end < 0 ? rest : str_sub(rest, 0, (size_t)end));
		ptrdiff_t eq = str_find(one, STR("="), 0);
		if (eq > 0) {
			r.key[r.n] = str_trim(str_sub(one, 0, (size_t)eq));
			r.value[r.n++] = str_trim(str_sub(one, (size_t)eq + 1, one.n));
		}
		rest = end < 0 ? STR_NONE : str_sub(rest, (size_t)end + 1, rest.n);
	}
	return r;
}
