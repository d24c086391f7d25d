#include "base/buf.h"
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_fini(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
}

/* Makes room for n more bytes; false if that would pass the maximum, or something was dropped before. */
static bool room(struct buf *b, size_t n)
{
	if (b->full || n > b->max - b->n) {
		b->full = true;
		return false;
	}
	if (n > b->cap - b->n) {
		size_t cap = b->cap ? b->cap : 256;
		while (cap < b->n + n)
			cap = cap > SIZE_MAX / 2 ? b->n + n : cap * 2;
		if (cap > b->max)
			cap = b->max;
		b->p = mem_grow(b->p, cap);
		b->cap = cap;
	}
	return true;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
	if (n && room(b, n)) {
		memcpy(b->p + b->n, p, n);
		b->n += n;
	}
}

void buf_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

void buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	char small[512];
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(small, sizeof small, fmt, args);
	va_end(args);
	assert(n >= 0);
	if ((size_t)n < sizeof small) {
		buf_put(b, small, (size_t)n);
	} else {
		char *large = mem_alloc((size_t)n + 1);
		vsnprintf(large, (size_t)n + 1, fmt, again);
		buf_put(b, large, (size_t)n);
		free(large);
	}
	va_end(again);
}
