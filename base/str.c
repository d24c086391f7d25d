#include "base/str.h"

#include <string.h>

struct str str_c(const char *c)
{
	return c ? (struct str){ c, strlen(c) } : STR_NONE;
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c)
		return c < 0 ? -1 : 1;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

ptrdiff_t str_find(struct str s, struct str needle, size_t from)
{
	if (from > s.n)
		return -1;
	if (needle.n == 0)
		return (ptrdiff_t)from;
	if (s.n == from)
		return -1;
	const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit ? hit - s.p : -1;
}

struct str str_sub(struct str s, size_t from, size_t n)
{
	if (from >= s.n)
		return (struct str){ s.p ? s.p + s.n : NULL, 0 };
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){ s.p + from, n };
}

static bool ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && ascii_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && ascii_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_next(struct str *rest, char sep, struct str *ret_piece)
{
	if (!rest->p)
		return false;
	const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (hit) {
		size_t n = (size_t)(hit - rest->p);
		*ret_piece = (struct str){ rest->p, n };
		*rest = (struct str){ hit + 1, rest->n - n - 1 };
	} else {
		*ret_piece = *rest;
		*rest = STR_NONE;
	}
	return true;
}

/* The digits of s into *mag, which must stay within limit. */
static bool digits(struct str s, uint64_t limit, uint64_t *mag)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		unsigned d = (unsigned)(s.p[i] - '0');
		if (*mag > (limit - d) / 10)
			return false;
		*mag = *mag * 10 + d;
	}
	return true;
}

bool str_decimal(struct str s, int decimals, int64_t *ret)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	if (minus)
		s = str_sub(s, 1, s.n);
	ptrdiff_t dot = str_find(s, STR("."), 0);
	struct str whole = dot < 0 ? s : str_sub(s, 0, (size_t)dot);
	struct str part = dot < 0 ? STR_NONE : str_sub(s, (size_t)dot + 1, s.n);
	if (whole.n == 0 || (dot >= 0 && part.n == 0) || part.n > (size_t)decimals)
		return false;
	uint64_t limit = (uint64_t)INT64_MAX + minus, mag = 0;
	if (!digits(whole, limit, &mag) || !digits(part, limit, &mag))
		return false;
	for (size_t i = part.n; i < (size_t)decimals; i++) {
		if (mag > limit / 10)
			return false;
		mag *= 10;
	}
	*ret = minus ? (int64_t)(0 - mag) : (int64_t)mag;
	return true;
}

bool str_i64(struct str s, int64_t *ret)
{
	return str_decimal(s, 0, ret);
}

bool str_u64_hex(struct str s, uint64_t *ret)
{
	uint64_t v = 0;
	if (s.n == 0 || s.n > 16)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = ascii_lower(s.p[i]);
		if (c >= '0' && c <= '9')
			v = v << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint64_t)(c - 'a' + 10);
		else
			return false;
	}
	*ret = v;
	return true;
}

/* The code point at *at, or -1 where the bytes are not well formed (Unicode 15, table 3-7). *at is advanced only past a good one. */
static int32_t decode(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t left = s.n - *at, n;
	int32_t c = p[0];
	if (c < 0x80) {
		(*at)++;
		return c;
	}
	unsigned char lo = 0x80, hi = 0xbf; /* limits of the second byte */
	if (c >= 0xc2 && c <= 0xdf) {
		n = 2;
		c &= 0x1f;
	} else if (c >= 0xe0 && c <= 0xef) {
		n = 3;
		lo = c == 0xe0 ? 0xa0 : 0x80;
		hi = c == 0xed ? 0x9f : 0xbf;
		c &= 0x0f;
	} else if (c >= 0xf0 && c <= 0xf4) {
		n = 4;
		lo = c == 0xf0 ? 0x90 : 0x80;
		hi = c == 0xf4 ? 0x8f : 0xbf;
		c &= 0x07;
	} else {
		return -1;
	}
	if (left < n || p[1] < lo || p[1] > hi)
		return -1;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3f);
	}
	*at += n;
	return c;
}

bool str_utf8_ok(struct str s)
{
	for (size_t at = 0; at < s.n;)
		if (decode(s, &at) < 0)
			return false;
	return true;
}

size_t str_utf8_count(struct str s)
{
	size_t count = 0;
	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return count;
}

int32_t str_utf8_next(struct str s, size_t *at)
{
	return *at < s.n ? decode(s, at) : -1;
}

struct str str_utf8_head(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80 && n-- == 0)
			return (struct str){ s.p, i };
	return s;
}

static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";

void id_format(uint64_t id, char ret[ID_TEXT_MAX])
{
	for (int i = ID_TEXT_MAX - 2; i >= 0; i--) {
		ret[i] = base32[id & 31];
		id >>= 5;
	}
	ret[ID_TEXT_MAX - 1] = 0;
}

bool id_parse(struct str s, uint64_t *ret)
{
	if (s.n != ID_TEXT_MAX - 1)
		return false;
	uint64_t id = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = ascii_lower(s.p[i]);
		const char *hit = c ? strchr(base32, c) : NULL;
		if (!hit || (i == 0 && hit - base32 > 15))
			return false;
		id = id << 5 | (uint64_t)(hit - base32);
	}
	*ret = id;
	return true;
}
