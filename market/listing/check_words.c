/* Rules on texts: titles, selling points, description, search terms (fact book §1.1, §1.2). */
#include "market/listing/inside.h"
#include <string.h>

enum {
	TITLE_MAX = 200,
	TITLE_SEEN = 80,
	TITLE_LONG = 150,
	TITLE_LONG_DENSE = 90,
	TITLE_SHORT = 20,
	TITLE_SHORT_DENSE = 8,
	SAME_WORD_MAX = 2,
	BULLET_MAX = 255,
	BULLET_MIN = 10,
	DESCRIPTION_MAX = 2000,
	DESCRIPTION_MIN = 100,
	DESCRIPTION_MIN_DENSE = 50,
	TERMS_BYTES = 249,
	TERMS_BYTES_JA = 500,
	WORDS_MANY = 28,
	WORDS_MANY_DENSE = 20,
	PARTS_MANY = 7,
};

/* One text of a language, in all the forms that rules look at. */
struct part {
	struct check *c;
	enum tongue t;
	const char *field;
	int at;
	enum group group;
	struct str raw;
	struct folded folded;
};

static void open_part(struct part *p, struct check *c, enum tongue t, const char *field, int at, enum group g, struct str raw)
{
	p->c = c;
	p->t = t;
	p->field = field;
	p->at = at;
	p->group = g;
	p->raw = raw;
	tongue_fold(raw, &p->folded);
}

static void tell(const struct part *p, enum finding f, int points, struct str arg0, struct str arg1)
{
	check_tell(p->c, f, p->group, points, (struct where){ (int)p->t, ROW_NONE, p->field, p->at }, arg0, arg1);
}

static void tell_numbers(const struct part *p, enum finding f, int points, int64_t arg0, int64_t arg1)
{
	check_tell_numbers(p->c, f, p->group, points, (struct where){ (int)p->t, ROW_NONE, p->field, p->at }, arg0, arg1);
}

static void tell_count(const struct part *p, enum finding f, int points, struct str word, int n)
{
	char digits[2] = { (char)('0' + (n < 9 ? n : 9)), 0 };
	tell(p, f, points, word, str_c(digits));
}

int listing_terms_bytes_max(enum tongue t)
{
	return t == TONGUE_JA ? TERMS_BYTES_JA : TERMS_BYTES;
}

/* ---- what several texts share ---- */

/* Lists of the text's language, and the English ones, which sellers use everywhere. */
static bool has_listed(const struct part *p, enum list l, struct str *ret)
{
	struct str s = folded_str(&p->folded);
	return tongue_has_phrase(s, tongue_list(p->t, l), ret) ||
	       (p->t != TONGUE_EN && l != LIST_NUMERALS && tongue_has_phrase(s, tongue_list(TONGUE_EN, l), ret));
}

static bool is_digit_at(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* A currency's sign next to a figure, or "50 % off". */
static bool has_price(const struct part *p, struct str *ret)
{
	static const char *const signs[] = { "$", "€", "£", "¥", "￥", "US$", "R$" };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		struct str sign = str_c(signs[i]);
		for (ptrdiff_t at = -1; (at = str_find(p->raw, sign, (size_t)(at + 1))) >= 0;) {
			size_t end = (size_t)at + sign.n;
			bool blank = end < p->raw.n && p->raw.p[end] == ' ';
			if (is_digit_at(p->raw, end + blank) || (at > 0 && is_digit_at(p->raw, (size_t)at - 1)) ||
				(at > 1 && p->raw.p[at - 1] == ' ' && is_digit_at(p->raw, (size_t)at - 2))) {
				*ret = sign;
				return true;
			}
		}
	}
	struct str word, last = STR_NONE;
	int64_t n;
	for (size_t at = 0; tongue_next_word(folded_str(&p->folded), &at, &word); last = word)
		if (str_eq(word, STR("off")) && str_i64(last, &n) && str_find(p->raw, STR("%"), 0) >= 0) {
			*ret = STR("% off");
			return true;
		}
	return false;
}

static bool has_contact(const struct part *p, struct str *ret)
{
	static const char words[] = "http|https|www|whatsapp|wechat|telegram|instagram|facebook|微信|加微|扫码";
	static const char *const ends[] = { ".com", ".net", ".cn", ".shop", ".org" };
	if (tongue_has_phrase(folded_str(&p->folded), words, ret))
		return true;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_find(p->raw, str_c(ends[i]), 0) > 0) {
			*ret = str_c(ends[i]);
			return true;
		}
	ptrdiff_t at = str_find(p->raw, STR("@"), 0);
	if (at > 0 && str_find(p->raw, STR("."), (size_t)at) > at) {
		*ret = STR("@");
		return true;
	}
	return false;
}

/* A rival's brand as a whole word; the listing's own brand is judged by its own rule. */
static bool has_foreign_brand(const struct part *p, struct str *ret)
{
	const struct world *w = p->c->w;
	for (uint32_t r = 0; r < w->rival.t.n; r++) {
		struct str brand = world_str(w, w->rival.brand[r]);
		if (!brand.n || str_eq_nocase(str_trim(p->c->d->brand), brand))
			continue;
		struct folded f;
		tongue_fold(brand, &f);
		if (f.n > 2 && str_find(folded_str(&p->folded), folded_str(&f), 0) >= 0) {
			*ret = brand;
			return true;
		}
	}
	return false;
}

/* Rules that no text may break; they cost points of the rules' group. */
static void check_common(const struct part *p)
{
	struct str what;
	struct where here = { (int)p->t, ROW_NONE, p->field, p->at };
	if (has_contact(p, &what))
		check_tell(p->c, FINDING_WORDS_CONTACT, GROUP_RULES, 5, here, what, STR_NONE);
	if (has_foreign_brand(p, &what))
		check_tell(p->c, FINDING_WORDS_BRAND, GROUP_RULES, 5, here, what, STR_NONE);
	if (has_listed(p, LIST_CLAIM, &what))
		check_tell(p->c, FINDING_WORDS_CLAIM, GROUP_RULES, 3, here, what, STR_NONE);
}

/* The first sign of a set that a text has; the set is given as a string of signs. */
static bool has_sign(struct str s, const char *set, struct str *ret)
{
	struct str all = str_c(set);
	for (size_t at = 0, from = 0; str_utf8_next(all, &at) >= 0; from = at) {
		struct str sign = str_sub(all, from, at - from);
		if (str_find(s, sign, 0) >= 0) {
			*ret = sign;
			return true;
		}
	}
	return false;
}

static bool has_symbol(struct str s, struct str *ret)
{
	size_t at = 0, from = 0;
	for (int32_t c; (c = str_utf8_next(s, &at)) >= 0; from = at)
		if (tongue_is_symbol(c)) {
			*ret = str_sub(s, from, at - from);
			return true;
		}
	return false;
}

/* How often a word stands in folded text; in scripts without blanks, also inside others. */
static int count_word(struct str folded, struct str word, bool blanks)
{
	int n = 0;
	for (ptrdiff_t at = -1; (at = str_find(folded, word, (size_t)(at + 1))) >= 0;)
		n += !blanks || (folded.p[at - 1] == ' ' && (size_t)at + word.n < folded.n && folded.p[(size_t)at + word.n] == ' ');
	return n;
}

/* True when a word, a span of the folded text, does not stand before itself. */
static bool is_first(struct str folded, struct str word, bool blanks)
{
	return !count_word(str_sub(folded, 0, (size_t)(word.p - folded.p)), word, blanks);
}

/* ---- titles ---- */

static void check_title_signs(const struct part *p)
{
	static const char ornament[] = "~#<>*";
	struct str never = STR("!$?_{}^¬¦"), sign;
	for (size_t at = 0, from = 0; str_utf8_next(never, &at) >= 0; from = at) {
		sign = str_sub(never, from, at - from);
		if (str_find(p->raw, sign, 0) >= 0 && str_find(p->c->d->brand, sign, 0) < 0) {
			tell(p, FINDING_TITLE_CHARS, 6, sign, STR_NONE);
			break;
		}
	}
	for (size_t i = 0; i < p->raw.n; i++) {
		if (!memchr(ornament, p->raw.p[i], sizeof ornament - 1))
			continue;
		size_t next = i + 1 + (i + 1 < p->raw.n && p->raw.p[i + 1] == ' ');
		if (!is_digit_at(p->raw, next)) {
			tell(p, FINDING_TITLE_ORNAMENT, 3, str_sub(p->raw, i, 1), STR_NONE);
			break;
		}
	}
	if (has_symbol(p->raw, &sign))
		tell(p, FINDING_TITLE_SYMBOLS, 2, sign, STR_NONE);
}

/* Capitals and Title Case, on words as written; the brand may be as it likes. Abbreviations have at most three letters. */
static void check_title_case(const struct part *p)
{
	struct str rest = p->raw, word;
	int long_words = 0, capitals = 0, small = 0;
	while (rest.n && str_next(&rest, ' ', &word)) {
		int letters = 0, big = 0;
		bool plain = true, first_big = false;
		int32_t c;
		for (size_t at = 0, i = 0; (c = str_utf8_next(word, &at)) >= 0; i++) {
			plain = plain && !(c >= '0' && c <= '9');
			if (!tongue_is_letter(c))
				continue;
			first_big = letters ? first_big : tongue_is_capital(c);
			letters++;
			big += tongue_is_capital(c);
		}
		if (letters < 4 || !plain || str_find(p->c->d->brand, word, 0) >= 0)
			continue;
		long_words++;
		capitals += big == letters;
		small += !first_big;
	}
	if (capitals >= 2 && capitals * 3 >= long_words)
		tell(p, FINDING_TITLE_CAPS, 5, STR_NONE, STR_NONE);
	if (p->t == TONGUE_EN && small >= 2 && small * 2 > long_words)
		tell(p, FINDING_TITLE_CASE, 2, STR_NONE, STR_NONE);
}

static void check_title_words(const struct part *p)
{
	struct str all = folded_str(&p->folded), word;
	bool blanks = tongue_has_blanks(p->t);
	int words = 0, often = 0, most = 0, parts = 0;
	for (size_t at = 0; tongue_next_word(all, &at, &word); words++) {
		if (word.n < 2 || tongue_is_stop_word(p->t, word) || is_digit_at(word, 0) || !is_first(all, word, blanks))
			continue;
		int n = count_word(all, word, blanks);
		if (n <= SAME_WORD_MAX)
			continue;
		tell_count(p, FINDING_TITLE_REPEATS, 4, word, n);
		often++;
		most = n > most ? n : most;
	}
	size_t at = 0;
	for (int32_t c; (c = str_utf8_next(p->raw, &at)) >= 0;)
		parts += c == ',' || c == ';' || c == '|' || c == '/' || c == 0xff0c || c == 0x3001;
	if (most > 3 || often > 1 || parts >= PARTS_MANY || words > (blanks ? WORDS_MANY : WORDS_MANY_DENSE))
		tell(p, FINDING_TITLE_STUFFED, 8, STR_NONE, STR_NONE);
}

/* One word of the trade in the title is enough: whole beginnings for languages with endings, two signs in a row for those without blanks. */
static bool names_thing(struct str title, struct str phrase, enum tongue t)
{
	struct folded f;
	struct str word;
	tongue_fold(phrase, &f);
	for (size_t at = 0; tongue_next_word(folded_str(&f), &at, &word);) {
		if (tongue_has_blanks(t)) {
			if (word.n < 3 || is_digit_at(word, 0) || tongue_is_stop_word(t, word))
				continue;
			if (str_find(title, str_sub(word, 0, word.n >= 7 ? word.n - 2 : word.n >= 4 ? word.n - 1 : word.n), 0) >= 0)
				return true;
			continue;
		}
		size_t one = 0, two = 0, three = 0;
		str_utf8_next(word, &two);
		for (three = two; str_utf8_next(word, &three) >= 0; one = two, two = three) {
			struct str pair = str_sub(word, one, three - one);
			/* two hiragana (e3 81, e3 82 80..9f) are grammar, not a name */
			bool grammar = pair.n == 6 && (unsigned char)pair.p[1] == 0x81 && (unsigned char)pair.p[4] == 0x81;
			if (!grammar && str_find(title, pair, 0) >= 0)
				return true;
		}
	}
	return false;
}

static void check_title_identity(const struct part *p)
{
	const struct world *w = p->c->w;
	uint32_t good = p->c->d->good;
	if (good == ROW_NONE)
		return;
	struct str name = world_str(w, w->good.name[good].in[p->t]), title = folded_str(&p->folded);
	if (!name.n || names_thing(title, name, p->t))
		return;
	for (uint32_t q = 0; q < w->query.t.n; q++)
		if (w->query.kind[q] == w->good.kind[good] && w->query.tongue[q] == (uint8_t)p->t &&
			names_thing(title, world_str(w, w->query.words[q]), p->t))
			return;
	tell(p, FINDING_TITLE_IDENTITY, 10, name, STR_NONE);
}

static bool stands_in(const struct part *p, struct str name)
{
	struct folded f;
	tongue_fold(name, &f);
	struct str words = folded_str(&f);
	if (!tongue_has_blanks(p->t))
		words = str_trim(words);
	return words.n > 2 && str_find(folded_str(&p->folded), words, 0) >= 0;
}

static void check_title(struct part *p)
{
	const struct draft *d = p->c->d;
	bool dense = !tongue_has_blanks(p->t);
	int64_t n = (int64_t)str_utf8_count(p->raw);
	struct str what;
	if (n > TITLE_MAX)
		tell_numbers(p, FINDING_TITLE_TOO_LONG, 10, n, TITLE_MAX);
	else if (n > (dense ? TITLE_LONG_DENSE : TITLE_LONG))
		tell_numbers(p, FINDING_TITLE_LONG, 2, n, dense ? TITLE_SEEN / 2 : TITLE_SEEN);
	else if (n < (dense ? TITLE_SHORT_DENSE : TITLE_SHORT))
		tell_numbers(p, FINDING_TITLE_SHORT, 5, n, dense ? TITLE_SHORT_DENSE : TITLE_SHORT);
	check_title_signs(p);
	if (!dense)
		check_title_case(p);
	check_title_words(p);
	if (has_listed(p, LIST_PROMOTION, &what) || has_price(p, &what))
		tell(p, FINDING_TITLE_PROMOTION, 10, what, STR_NONE);
	bool number_one = str_find(p->raw, STR("#1"), 0) >= 0;
	if (number_one || has_listed(p, LIST_PRAISE, &what))
		tell(p, FINDING_TITLE_PRAISE, 4, number_one ? STR("#1") : what, STR_NONE);
	if (has_listed(p, LIST_NUMERALS, &what))
		tell(p, FINDING_TITLE_NUMERALS, 1, what, STR_NONE);
	check_title_identity(p);
	struct str brand = str_trim(d->brand);
	if (d->store_name.n && !str_eq_nocase(str_trim(d->store_name), brand) && stands_in(p, d->store_name))
		tell(p, FINDING_TITLE_STORE, 2, STR_NONE, STR_NONE);
	if (brand.n && !stands_in(p, brand))
		tell(p, FINDING_TITLE_NO_BRAND, 2, brand, STR_NONE);
	check_common(p);
}

/* ---- selling points ---- */

static bool is_placeholder(const struct part *p)
{
	static const char *const words[] = { " n a ", " na ", " tbd ", " todo ", " not applicable ", " copy pending ", " none ", " test ", " 待补充 ",
		" 无 ", " 暂无 " };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(folded_str(&p->folded), str_c(words[i])))
			return true;
	return false;
}

static bool is_ill_formed(const struct part *p)
{
	size_t at = 0;
	int32_t c = str_utf8_next(p->raw, &at);
	bool small = tongue_has_blanks(p->t) && tongue_is_letter(c) && !tongue_is_capital(c);
	return small || str_ends(p->raw, STR(".")) || str_ends(p->raw, STR("。")) || str_ends(p->raw, STR("!")) || str_ends(p->raw, STR("！"));
}

static void check_bullet(struct part *p, const struct draft_words *x, int i, bool *ill_formed)
{
	int64_t n = (int64_t)str_utf8_count(p->raw);
	struct str what;
	if (is_placeholder(p)) {
		tell(p, FINDING_BULLET_PLACEHOLDER, 3, p->raw, STR_NONE);
		return;
	}
	if (n > BULLET_MAX)
		tell_numbers(p, FINDING_BULLET_LONG, 3, n, BULLET_MAX);
	if (n < BULLET_MIN)
		tell_numbers(p, FINDING_BULLET_SHORT, 2, n, BULLET_MIN);
	if (has_sign(p->raw, "™®€…†‡¢£¥©±~", &what) || has_symbol(p->raw, &what))
		tell(p, FINDING_BULLET_CHARS, 2, what, STR_NONE);
	if (has_listed(p, LIST_PROMOTION, &what) || has_price(p, &what))
		tell(p, FINDING_BULLET_PROMOTION, 4, what, STR_NONE);
	for (int k = 0; k < i; k++)
		if (str_eq_nocase(str_trim(x->bullets[k]), p->raw)) {
			tell(p, FINDING_BULLET_REPEATS, 3, STR_NONE, STR_NONE);
			break;
		}
	*ill_formed = *ill_formed || is_ill_formed(p);
	check_common(p);
}

static void check_bullets(struct check *c, const struct draft_words *x)
{
	struct where here = { (int)x->tongue, ROW_NONE, NULL, -1 };
	int filled = 0;
	bool ill_formed = false;
	for (int i = 0; i < x->n_bullets && i < DRAFT_BULLETS; i++) {
		struct part p;
		struct str raw = str_trim(x->bullets[i]);
		if (!raw.n)
			continue;
		filled++;
		open_part(&p, c, x->tongue, "bullets", i, GROUP_BULLETS, raw);
		check_bullet(&p, x, i, &ill_formed);
	}
	if (!filled)
		check_tell(c, FINDING_BULLETS_MISSING, GROUP_BULLETS, 15, here, STR_NONE, STR_NONE);
	else if (filled < DRAFT_BULLETS)
		check_tell_numbers(c, FINDING_BULLETS_FEW, GROUP_BULLETS, 3 * (DRAFT_BULLETS - filled), here, filled, DRAFT_BULLETS);
	if (ill_formed)
		check_tell(c, FINDING_BULLET_FORMAT, GROUP_BULLETS, 1, here, STR_NONE, STR_NONE);
}

/* ---- description ---- */

static bool has_markup(struct str s, struct str *ret)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		bool tag =
			s.p[i] == '<' && (s.p[i + 1] == '/' || (s.p[i + 1] >= 'a' && s.p[i + 1] <= 'z') || (s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z'));
		ptrdiff_t end = tag ? str_find(s, STR(">"), i) : -1;
		if (end >= 0) {
			*ret = str_utf8_head(str_sub(s, i, (size_t)end - i + 1), 20);
			return true;
		}
	}
	return false;
}

static void check_description(struct check *c, const struct draft_words *x)
{
	struct part p;
	struct str raw = str_trim(x->description), what;
	int64_t n = (int64_t)str_utf8_count(raw), min = tongue_has_blanks(x->tongue) ? DESCRIPTION_MIN : DESCRIPTION_MIN_DENSE;
	open_part(&p, c, x->tongue, "description", -1, GROUP_DESCRIPTION, raw);
	if (!n) {
		tell(&p, FINDING_DESCRIPTION_MISSING, 10, STR_NONE, STR_NONE);
		return;
	}
	if (n > DESCRIPTION_MAX)
		tell_numbers(&p, FINDING_DESCRIPTION_LONG, 4, n, DESCRIPTION_MAX);
	else if (n < min)
		tell_numbers(&p, FINDING_DESCRIPTION_SHORT, 4, n, min);
	if (has_markup(raw, &what))
		tell(&p, FINDING_DESCRIPTION_MARKUP, 3, what, STR_NONE);
	check_common(&p);
}

/* ---- search terms ---- */

static void check_terms(struct check *c, const struct draft_words *x, const struct part *title)
{
	struct part p;
	struct str raw = str_trim(x->terms), what, word;
	bool blanks = tongue_has_blanks(x->tongue), repeats = false, in_title = false;
	open_part(&p, c, x->tongue, "terms", -1, GROUP_TERMS, raw);
	if (!raw.n) {
		tell(&p, FINDING_TERMS_MISSING, 5, STR_NONE, STR_NONE);
		return;
	}
	if (raw.n > (size_t)listing_terms_bytes_max(x->tongue))
		tell_numbers(&p, FINDING_TERMS_BYTES, 5, (int64_t)raw.n, listing_terms_bytes_max(x->tongue));
	struct str all = folded_str(&p.folded);
	for (size_t at = 0; tongue_next_word(all, &at, &word);) {
		if (word.n < 2 || tongue_is_stop_word(x->tongue, word))
			continue;
		int n = count_word(all, word, true);
		if (n > 1 && !repeats) {
			repeats = true;
			tell_count(&p, FINDING_TERMS_REPEATS, 1, word, n);
		}
		if (!in_title && count_word(folded_str(&title->folded), word, blanks)) {
			in_title = true;
			tell(&p, FINDING_TERMS_TITLE, 1, word, STR_NONE);
		}
	}
	if (has_sign(raw, ",;，、；", &what))
		tell(&p, FINDING_TERMS_STOPS, 1, STR_NONE, STR_NONE);
	if (has_listed(&p, LIST_TEMPORARY, &what) || has_listed(&p, LIST_PRAISE, &what) || has_listed(&p, LIST_PROMOTION, &what))
		tell(&p, FINDING_TERMS_TEMPORARY, 2, what, STR_NONE);
	check_common(&p);
}

/* ---- language ---- */

/* The title without the brand, which may be in any script. */
struct bare {
	size_t n;
	char p[1300];
};

static struct str without_brand(struct str title, struct str brand, struct bare *b)
{
	title = str_utf8_head(title, 300);
	ptrdiff_t at = brand.n ? str_find(title, brand, 0) : -1;
	if (at < 0)
		return title;
	b->n = title.n - brand.n;
	memcpy(b->p, title.p, (size_t)at);
	memcpy(b->p + at, title.p + at + brand.n, b->n - (size_t)at);
	return (struct str){ b->p, b->n };
}

/* The first text that is in another language; one is enough. */
static void check_language(struct check *c, const struct draft_words *x)
{
	const char *field = NULL;
	int at = -1;
	struct bare bare;
	struct str title = without_brand(x->title, str_trim(c->d->brand), &bare);
	bool chinese = x->tongue == TONGUE_JA && tongue_is_chinese(title) && (!x->description.n || tongue_is_chinese(x->description));
	struct str what = str_utf8_head(title, 12);
	if (chinese || tongue_is_wrong(x->tongue, title, &what)) {
		field = "title";
	} else if (x->tongue == TONGUE_JA && tongue_is_chinese(x->description)) {
		field = "description";
		what = str_utf8_head(x->description, 12);
	} else if (tongue_is_wrong(x->tongue, x->description, &what)) {
		field = "description";
	}
	for (int i = 0; i < x->n_bullets && i < DRAFT_BULLETS && !field; i++)
		if (tongue_is_wrong(x->tongue, x->bullets[i], &what)) {
			field = "bullets";
			at = i;
		}
	if (field)
		check_tell(c, FINDING_WORDS_LANGUAGE, GROUP_TITLE, 20, (struct where){ (int)x->tongue, ROW_NONE, field, at },
			str_c(tongue_code[x->tongue]), what);
}

void check_words(struct check *c, const struct draft_words *x)
{
	struct part title;
	open_part(&title, c, x->tongue, "title", -1, GROUP_TITLE, str_trim(x->title));
	if (title.folded.n <= 1)
		tell(&title, FINDING_TITLE_MISSING, 20, STR_NONE, STR_NONE);
	else
		check_title(&title);
	check_bullets(c, x);
	check_description(c, x);
	check_terms(c, x, &title);
	check_language(c, x);
}
