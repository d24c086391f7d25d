#include "server/parse.h"

#include <string.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool parse_percent(struct arena *a, struct str s, bool plus, struct str *ret)
{
	char *out = ARENA_ARRAY(a, char, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '%') {
			if (s.n - i < 3)
				return false;
			int high = hex_digit(s.p[i + 1]), low = hex_digit(s.p[i + 2]);
			if (high < 0 || low < 0)
				return false;
			c = (unsigned char)(high << 4 | low);
			i += 2;
		} else if (plus && c == '+') {
			c = ' ';
		}
		if (c < 0x20 || c == 0x7f)
			return false;
		out[n++] = (char)c;
	}
	struct str text = { out, n };
	if (!str_utf8_ok(text))
		return false;
	*ret = text;
	return true;
}

bool parse_path(struct arena *a, struct str s, struct str *ret)
{
	struct str path, rest, segment;
	if (!parse_percent(a, s, false, &path) || path.n == 0 || path.p[0] != '/' || memchr(path.p, '\\', path.n))
		return false;
	rest = str_sub(path, 1, path.n);
	while (str_next(&rest, '/', &segment)) {
		if (str_eq(segment, STR(".")) || str_eq(segment, STR("..")))
			return false;
		if (segment.n == 0 && rest.p)
			return false;
	}
	*ret = path;
	return true;
}

bool parse_query(struct arena *a, struct str s, struct query *ret)
{
	struct query q = { 0 };
	struct str rest = s, piece;
	while (s.n && str_next(&rest, '&', &piece)) {
		if (piece.n == 0)
			continue;
		if (q.n == QUERY_MAX)
			return false;
		ptrdiff_t eq = str_find(piece, STR("="), 0);
		struct str name = eq < 0 ? piece : str_sub(piece, 0, (size_t)eq);
		struct str value = eq < 0 ? STR("") : str_sub(piece, (size_t)eq + 1, piece.n);
		if (!parse_percent(a, name, true, &q.name[q.n]) || !parse_percent(a, value, true, &q.value[q.n]))
			return false;
		for (int i = 0; i < q.n; i++)
			if (str_eq(q.name[i], q.name[q.n]))
				return false;
		q.n++;
	}
	*ret = q;
	return true;
}

struct str parse_cookie(struct str header, struct str name)
{
	struct str piece;
	while (header.p && str_next(&header, ';', &piece)) {
		piece = str_trim(piece);
		if (piece.n > name.n && piece.p[name.n] == '=' && str_starts(piece, name))
			return str_sub(piece, name.n + 1, piece.n);
	}
	return STR("");
}

/* Digits only; str_i64 would take a sign. */
static bool digits(struct str s, int64_t *ret)
{
	return s.n && s.p[0] != '-' && s.p[0] != '+' && str_i64(s, ret);
}

enum range_kind parse_range(struct str header, int64_t size, int64_t *ret_from, int64_t *ret_n)
{
	header = str_trim(header);
	if (!str_starts(header, STR("bytes=")) || str_find(header, STR(","), 0) >= 0)
		return RANGE_NONE;
	struct str spec = str_sub(header, 6, header.n);
	ptrdiff_t dash = str_find(spec, STR("-"), 0);
	if (dash < 0)
		return RANGE_NONE;
	struct str from_text = str_sub(spec, 0, (size_t)dash), to_text = str_sub(spec, (size_t)dash + 1, spec.n);
	int64_t from, to;
	if (from_text.n == 0) { /* the last bytes */
		if (!digits(to_text, &to))
			return RANGE_NONE;
		if (to == 0 || size == 0)
			return RANGE_BAD;
		from = to < size ? size - to : 0;
		to = size - 1;
	} else {
		if (!digits(from_text, &from))
			return RANGE_NONE;
		if (to_text.n == 0)
			to = size - 1;
		else if (!digits(to_text, &to) || to < from)
			return RANGE_NONE;
		if (from >= size)
			return RANGE_BAD;
		to = to < size ? to : size - 1;
	}
	*ret_from = from;
	*ret_n = to - from + 1;
	return RANGE_ONE;
}

/* Quality of one element of a list in thousandths: "en;q=0.8" gives 800 and cuts the element to "en". */
static int64_t quality(struct str *element)
{
	int64_t q = 1000;
	ptrdiff_t semi = str_find(*element, STR(";"), 0);
	if (semi >= 0) {
		struct str rest = str_trim(str_sub(*element, (size_t)semi + 1, element->n));
		if (str_starts(rest, STR("q=")) && !str_decimal(str_sub(rest, 2, rest.n), 3, &q))
			q = 0;
		*element = str_sub(*element, 0, (size_t)semi);
	}
	*element = str_trim(*element);
	return q;
}

enum lang parse_language(struct str header)
{
	int64_t best[2] = { 0, 0 };
	struct str piece;
	while (header.p && str_next(&header, ',', &piece)) {
		int64_t q = quality(&piece);
		struct str tag = str_sub(piece, 0, 2);
		bool whole = piece.n == 2 || (piece.n > 2 && piece.p[2] == '-');
		int lang = whole && str_eq_nocase(tag, STR("en")) ? LANG_EN : whole && str_eq_nocase(tag, STR("zh")) ? LANG_ZH : -1;
		if (lang >= 0 && q > best[lang])
			best[lang] = q;
	}
	return best[LANG_EN] > best[LANG_ZH] ? LANG_EN : LANG_ZH;
}

bool parse_accepts(struct str header, struct str coding)
{
	struct str piece;
	while (header.p && str_next(&header, ',', &piece)) {
		int64_t q = quality(&piece);
		if (str_eq_nocase(piece, coding))
			return q > 0;
	}
	return false;
}
