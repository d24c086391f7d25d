#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct arena_block {
	struct arena_block *next; /* the older one */
	size_t cap, used;
	_Alignas(max_align_t) char data[];
};

static _Noreturn void out_of_memory(size_t size)
{
	fprintf(stderr, "cohong: out of memory (%zu bytes wanted)\n", size);
	abort();
}

void *mem_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		out_of_memory(size);
	return p;
}

void *mem_grow(void *p, size_t size)
{
	void *q = realloc(p, size ? size : 1);
	if (!q)
		out_of_memory(size);
	return q;
}

void *mem_copy(const void *p, size_t n)
{
	void *q = mem_alloc(n);
	if (n)
		memcpy(q, p, n);
	return q;
}

void arena_init(struct arena *a, size_t block_size)
{
	*a = (struct arena){ .block_size = block_size ? block_size : BLOCK_SIZE };
}

void arena_fini(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *b = a->blocks;
		a->blocks = b->next;
		free(b);
	}
	a->total = 0;
}

void arena_reset(struct arena *a)
{
	while (a->blocks && a->blocks->next) {
		struct arena_block *b = a->blocks;
		a->blocks = b->next;
		free(b);
	}
	if (a->blocks) {
		memset(a->blocks->data, 0, a->blocks->used);
		a->blocks->used = 0;
	}
	a->total = 0;
}

static struct arena_block *block_create(size_t cap)
{
	if (cap > SIZE_MAX / 2)
		out_of_memory(cap);
	struct arena_block *b = mem_alloc(sizeof *b + cap);
	b->cap = cap;
	return b;
}

/* Where the next object with this alignment starts in b. */
static size_t aligned_at(const struct arena_block *b, size_t align)
{
	uintptr_t p = (uintptr_t)(b->data + b->used);
	return b->used + (size_t)(-p & (align - 1));
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
	assert(align && (align & (align - 1)) == 0);
	struct arena_block *b = a->blocks;
	size_t at = b ? aligned_at(b, align) : 0;
	if (!b || at > b->cap || size > b->cap - at) {
		if (size > SIZE_MAX / 2 - align)
			out_of_memory(size);
		bool large = size + align > a->block_size;
		struct arena_block *fresh = block_create(large ? size + align : a->block_size);
		if (large && b) {
			/* A large object gets a block of its own behind the current one, which keeps its free room. */
			fresh->next = b->next;
			b->next = fresh;
		} else {
			fresh->next = b;
			a->blocks = fresh;
		}
		b = fresh;
		at = aligned_at(b, align);
	}
	b->used = at + size;
	a->total += size;
	return b->data + at;
}

char *arena_cstr(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str arena_str(struct arena *a, struct str s)
{
	return (struct str){ arena_cstr(a, s), s.n };
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	assert(n >= 0);
	char *p = arena_alloc(a, (size_t)n + 1, 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}
