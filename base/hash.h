/* hash.h: identity hashes, the state digest, and a map from id to row.
 *
 * Identities are 64-bit hashes of what a thing is, never running numbers. All functions give the same result on every machine. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"

uint64_t hash_bytes(uint64_t seed, const void *p, size_t n); /* little-endian reads, any alignment */
uint64_t hash_u64(uint64_t seed, uint64_t v);                /* a bijection of v for each seed; good avalanche */
static inline uint64_t hash_str(uint64_t seed, struct str s)
{
	return hash_bytes(seed, s.p, s.n);
}
/* The identity of a thing of a kind within two others; never 0. */
uint64_t hash_id(uint64_t kind, uint64_t a, uint64_t b);

/* A streaming 128-bit digest (two independent 64-bit lanes); order matters. */
struct digest {
	uint64_t a, b, n;
	unsigned char tail[16];
};
void digest_init(struct digest *d, uint64_t seed);
void digest_add(struct digest *d, const void *p, size_t n);
void digest_u64(struct digest *d, uint64_t v);
void digest_end(struct digest *d, uint64_t ret[2]);
#define DIGEST_TEXT_MAX 33
void digest_format(const uint64_t d[2], char ret[DIGEST_TEXT_MAX]); /* 32 hex letters and NUL */

/* Open-addressed map from a non-zero 64-bit key to a 32-bit value. Derived data: never saved, never in a digest, never iterated. */
struct map {
	uint64_t *keys;
	uint32_t *values;
	uint32_t n, cap;
};
void map_init(struct map *m);
void map_fini(struct map *m);
void map_clear(struct map *m);
void map_put(struct map *m, uint64_t key, uint32_t value); /* overwrites */
bool map_get(const struct map *m, uint64_t key, uint32_t *ret);
bool map_remove(struct map *m, uint64_t key);
#define MAP_NONE UINT32_MAX
uint32_t map_find(const struct map *m, uint64_t key); /* MAP_NONE if absent */
#endif
