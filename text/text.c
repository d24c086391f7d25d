#include "text/text.h"
#include "base/hash.h"
#include "text/words.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

/* Opening a breaker or a stemmer costs more than cutting a title, so each thread keeps its own. */
static _Thread_local struct {
	UBreakIterator *breaker[TONGUE_MAX];
	struct sb_stemmer *stemmer[TONGUE_MAX];
} kept;

static const char *const stemmer_name[TONGUE_MAX] = {
	[TONGUE_EN] = "english", [TONGUE_DE] = "german", [TONGUE_FR] = "french", [TONGUE_ES] = "spanish", [TONGUE_IT] = "italian", [TONGUE_PT] = "portuguese",
};

static UBreakIterator *breaker_of(enum tongue t)
{
	UErrorCode e = U_ZERO_ERROR;
	if (!kept.breaker[t])
		kept.breaker[t] = ubrk_open(UBRK_WORD, tongue_code[t], NULL, 0, &e);
	return U_SUCCESS(e) ? kept.breaker[t] : NULL;
}

static struct sb_stemmer *stemmer_of(enum tongue t)
{
	if (!kept.stemmer[t] && stemmer_name[t])
		kept.stemmer[t] = sb_stemmer_new(stemmer_name[t], "UTF_8");
	return kept.stemmer[t];
}

void text_thread_fini(void)
{
	for (int t = 0; t < TONGUE_MAX; t++) {
		if (kept.breaker[t])
			ubrk_close(kept.breaker[t]);
		if (kept.stemmer[t])
			sb_stemmer_delete(kept.stemmer[t]);
		kept.breaker[t] = NULL;
		kept.stemmer[t] = NULL;
	}
}

static UChar *to_utf16(struct str s, struct arena *a, int32_t *ret_n)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t cap = (int32_t)s.n + 1;
	UChar *u = ARENA_ARRAY(a, UChar, cap);
	u_strFromUTF8(u, cap, ret_n, s.p ? s.p : "", (int32_t)s.n, &e);
	if (U_FAILURE(e))
		*ret_n = 0;
	return u;
}

static struct str to_utf8(const UChar *u, int32_t n, struct arena *a)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t cap = n * 3 + 1, got = 0;
	char *p = arena_alloc(a, (size_t)cap, 1);
	u_strToUTF8(p, cap, &got, u, n, &e);
	return U_SUCCESS(e) ? (struct str){ p, (size_t)got } : STR_NONE;
}

static UChar *normalise(const UNormalizer2 *how, const UChar *u, int32_t n, struct arena *a, int32_t *ret_n)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t need = unorm2_normalize(how, u, n, NULL, 0, &e);
	UChar *to = ARENA_ARRAY(a, UChar, need + 1);
	e = U_ZERO_ERROR;
	*ret_n = unorm2_normalize(how, u, n, to, need + 1, &e);
	if (U_FAILURE(e))
		*ret_n = 0;
	return to;
}

static struct str fold(struct str s, struct arena *a)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;
	UChar *u = to_utf16(s, a, &n);
	u = normalise(unorm2_getNFKCCasefoldInstance(&e), u, n, a, &n);
	return to_utf8(u, n, a);
}

static bool drops_accents(enum tongue t)
{
	return t == TONGUE_FR || t == TONGUE_ES || t == TONGUE_IT || t == TONGUE_PT;
}

static struct str without_accents(struct str s, struct arena *a)
{
	bool plain = true;
	for (size_t i = 0; i < s.n; i++)
		plain = plain && !(s.p[i] & 0x80);
	if (plain)
		return s;
	UErrorCode e = U_ZERO_ERROR;
	int32_t n, to = 0;
	UChar *u = to_utf16(s, a, &n);
	u = normalise(unorm2_getNFDInstance(&e), u, n, a, &n);
	for (int32_t i = 0; i < n; i++)
		if (u_charType(u[i]) != U_NON_SPACING_MARK)
			u[to++] = u[i];
	return to_utf8(u, to, a);
}

/* Katakana words are written with and without the long mark at their end; NFKC casefold has already made them full width. */
static struct str without_long_mark(struct str s)
{
	if (s.n > 9 && str_ends(s, STR("\xE3\x83\xBC")))
		s.n -= 3;
	return s;
}

static bool lone_kana(struct str s)
{
	size_t at = 0;
	int32_t c = str_utf8_next(s, &at);
	return at == s.n && c >= 0x3041 && c <= 0x309f;
}

static struct str stem_of(enum tongue t, struct str folded, struct arena *a)
{
	struct sb_stemmer *st = stemmer_of(t);
	if (st) {
		const sb_symbol *p = sb_stemmer_stem(st, (const sb_symbol *)folded.p, (int)folded.n);
		if (p)
			folded = arena_str(a, (struct str){ (const char *)p, (size_t)sb_stemmer_length(st) });
	}
	if (drops_accents(t))
		folded = without_accents(folded, a);
	return t == TONGUE_JA ? without_long_mark(folded) : folded;
}

static uint64_t hash_of(struct str stem)
{
	uint64_t h = hash_str(0x73746d, stem);
	return h + !h;
}

uint64_t text_stem_hash(enum tongue t, struct str folded, struct arena *a)
{
	return hash_of(stem_of(t, folded, a));
}

void text_words(enum tongue t, struct str text, struct arena *a, struct text_word **ret, uint32_t *ret_n)
{
	*ret = NULL;
	*ret_n = 0;
	if (text.n > TEXT_MAX_BYTES) {
		text.n = TEXT_MAX_BYTES;
		while (text.n && ((unsigned char)text.p[text.n] & 0xc0) == 0x80)
			text.n--;
	}
	UBreakIterator *b = breaker_of(t);
	if (!b || !text.n)
		return;
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;
	/* words are cut after folding, so that ⅔ or half-width kana cut like their plain forms; the elision of French and Italian (l'eau) separates words */
	struct str folded = fold(text, a);
	UChar *u = to_utf16(folded, a, &n);
	for (int32_t i = 0; i < n; i++)
		if ((t == TONGUE_FR || t == TONGUE_IT) && (u[i] == '\'' || u[i] == 0x2019))
			u[i] = ' ';
		else if (u[i] == 0x2019)
			u[i] = '\'';
	ubrk_setText(b, u, n, &e);
	if (U_FAILURE(e))
		return;
	uint32_t cap = 64, count = 0;
	struct text_word *words = ARENA_ARRAY(a, struct text_word, cap);
	for (int32_t from = ubrk_first(b), to = ubrk_next(b); to != UBRK_DONE && count < TEXT_MAX_TOKENS; from = to, to = ubrk_next(b)) {
		if (ubrk_getRuleStatus(b) == UBRK_WORD_NONE)
			continue;
		struct text_word w = { .word = to_utf8(u + from, to - from, a) };
		w.stem = stem_of(t, w.word, a);
		if (!w.stem.n)
			continue;
		if (!word_is_stop(t, w.word) && !(t == TONGUE_JA && lone_kana(w.word)))
			w.hash = hash_of(w.stem);
		if (count == cap) {
			struct text_word *bigger = ARENA_ARRAY(a, struct text_word, cap * 2);
			memcpy(bigger, words, cap * sizeof *words);
			words = bigger;
			cap *= 2;
		}
		words[count++] = w;
	}
	*ret = words;
	*ret_n = count;
}

void text_tokens(enum tongue t, struct str text, struct arena *a, uint64_t **ret, uint32_t *ret_n)
{
	struct text_word *words;
	uint32_t n, kept_n = 0;
	text_words(t, text, a, &words, &n);
	uint64_t *hashes = n ? ARENA_ARRAY(a, uint64_t, n) : NULL;
	for (uint32_t i = 0; i < n; i++)
		if (words[i].hash)
			hashes[kept_n++] = words[i].hash;
	*ret = kept_n ? hashes : NULL;
	*ret_n = kept_n;
}

void text_scripts(struct str text, uint32_t ret_letters[SCRIPT_MAX])
{
	UErrorCode e = U_ZERO_ERROR;
	size_t at = 0;
	memset(ret_letters, 0, SCRIPT_MAX * sizeof *ret_letters);
	for (int32_t c; (c = str_utf8_next(text, &at)) >= 0;) {
		if (!u_isalpha(c))
			continue;
		switch (uscript_getScript(c, &e)) {
		case USCRIPT_LATIN:
			ret_letters[SCRIPT_LATIN]++;
			break;
		case USCRIPT_HAN:
			ret_letters[SCRIPT_HAN]++;
			break;
		case USCRIPT_HIRAGANA:
		case USCRIPT_KATAKANA:
			ret_letters[SCRIPT_KANA]++;
			break;
		case USCRIPT_COMMON: /* the long mark of kana, units */
			break;
		default:
			ret_letters[SCRIPT_OTHER]++;
		}
	}
}

static UChar *change_case(struct str text, enum tongue t, struct arena *a, bool upper, int32_t *ret_n)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;
	UChar *u = to_utf16(text, a, &n), *to = ARENA_ARRAY(a, UChar, n * 3 + 1);
	*ret_n = upper ? u_strToUpper(to, n * 3 + 1, u, n, tongue_code[t], &e) : u_strToLower(to, n * 3 + 1, u, n, tongue_code[t], &e);
	if (U_FAILURE(e))
		*ret_n = 0;
	return to;
}

struct str text_lower(enum tongue t, struct str text, struct arena *a)
{
	int32_t n;
	UChar *u = change_case(text, t, a, false, &n);
	return to_utf8(u, n, a);
}

struct str text_capital(enum tongue t, struct str text, struct arena *a)
{
	size_t at = 0;
	int32_t n;
	if (str_utf8_next(text, &at) < 0)
		return text;
	UChar *u = change_case(str_sub(text, 0, at), t, a, true, &n);
	struct str first = to_utf8(u, n, a), rest = str_sub(text, at, text.n);
	return arena_printf(a, "%.*s%.*s", STR_FMT(first), STR_FMT(rest));
}

struct str text_title_case(enum tongue t, struct str text, struct arena *a)
{
	struct buf b;
	buf_init(&b, TEXT_MAX_BYTES);
	struct str rest = text, word;
	bool first = true, after_number = false;
	while (str_next(&rest, ' ', &word)) {
		if (!first)
			buf_char(&b, ' ');
		struct str low = text_lower(t, word, a);
		/* "15 ml" keeps its unit as it is written */
		bool unit = after_number && word.n <= 3;
		buf_str(&b, unit ? word : !first && word_is_small(t, low) ? low : text_capital(t, word, a));
		first = false;
		after_number = word.n && word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9';
	}
	struct str all = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return all;
}
