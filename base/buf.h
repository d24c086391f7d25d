/* buf.h: a growing byte buffer with a hard maximum.
 *
 * What would pass the maximum is dropped and `full` is set, so that a writer checks once, at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/str.h"

struct buf {
	char *p;
	size_t n, cap, max;
	bool full; /* something was dropped */
};

void buf_init(struct buf *b, size_t max); /* max in bytes */
void buf_fini(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_put(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline struct str buf_span(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}
#endif
