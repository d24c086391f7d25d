/* arena.h: memory that is given back all at once.
 *
 * One arena for each request and each tick. Blocks are chained; nothing is freed one by one. Allocation never returns NULL: running out of
 * memory ends the program (the one place where base/ may). Memory is zeroed. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/str.h"
#include <stdarg.h>

struct arena_block;
struct arena {
	struct arena_block *blocks;
	size_t block_size; /* bytes of an ordinary block */
	size_t total;      /* bytes handed out since init or reset */
};

void arena_init(struct arena *a, size_t block_size); /* block_size 0: 64 KiB. Allocates nothing yet */
void arena_fini(struct arena *a);
void arena_reset(struct arena *a); /* forgets everything, keeps the first block */
void *arena_alloc(struct arena *a, size_t size, size_t align);
struct str arena_str(struct arena *a, struct str s);       /* copy, with a NUL behind it */
char *arena_cstr(struct arena *a, struct str s);           /* the same as char* */
struct str arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n), _Alignof(T)))

/* malloc and friends that end the program when memory runs out; for long-lived arrays. */
void *mem_alloc(size_t size);           /* zeroed */
void *mem_grow(void *p, size_t size);   /* realloc */
void *mem_copy(const void *p, size_t n);
#endif
