/* str.h: spans of bytes, and UTF-8.
 *
 * A span does not own what it points to and need not end in a NUL. Text that came from outside is checked with str_utf8_ok() at the edge;
 * everything inside may rely on it. An empty span may have p == NULL. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* for printf("%.*s", STR_FMT(s)) */
#define STR_FMT(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_c(const char *c); /* span of a C string; NULL gives the empty span */
bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
int str_cmp(struct str a, struct str b);        /* by bytes, shorter first: <0, 0, >0 */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Offset of the first needle at or after from, or -1. An empty needle is found at from. */
ptrdiff_t str_find(struct str s, struct str needle, size_t from);
struct str str_sub(struct str s, size_t from, size_t n); /* clipped to s */
struct str str_trim(struct str s);                       /* without ASCII white space at both ends */
/* Cuts the next piece before sep off *rest. False when *rest was already used up (p == NULL); "a,,b" gives three pieces, "" gives one. */
bool str_next(struct str *rest, char sep, struct str *ret_piece);

/* Whole span as a number; false on anything else, also on overflow, sign only, blanks. */
bool str_i64(struct str s, int64_t *ret);
bool str_u64_hex(struct str s, uint64_t *ret);
/* Decimal like "12", "-0.5", "12.340" as an integer scaled by 10^decimals (0..9); false if it has more decimals than that, or overflows. */
bool str_decimal(struct str s, int decimals, int64_t *ret);

bool str_utf8_ok(struct str s);       /* well-formed UTF-8: no surrogates, no overlong forms */
size_t str_utf8_count(struct str s);  /* code points; s must be well formed */
/* Next code point of well-formed text; advances *at. Returns -1 at the end. */
int32_t str_utf8_next(struct str s, size_t *at);
/* Longest prefix of at most n code points. */
struct str str_utf8_head(struct str s, size_t n);

/* 64-bit ids are written as 13 letters of Crockford's base 32, lower case ("0" to "f" first bit group is 4 bits wide): never a JSON number. */
#define ID_TEXT_MAX 14
void id_format(uint64_t id, char ret[ID_TEXT_MAX]); /* NUL-terminated */
bool id_parse(struct str s, uint64_t *ret);         /* accepts upper case; exactly 13 letters */
#endif
