#include "base/hash.h"
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static uint64_t rotl(uint64_t v, int n)
{
	return v << n | v >> (64 - n);
}

static uint64_t read64(const unsigned char *p)
{
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static uint64_t read32(const unsigned char *p)
{
	return p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

/* hash_bytes is XXH64 (Collet; the format is frozen and has published test vectors). */
#define XXH_1 0x9E3779B185EBCA87u
#define XXH_2 0xC2B2AE3D27D4EB4Fu
#define XXH_3 0x165667B19E3779F9u
#define XXH_4 0x85EBCA77C2B2AE63u
#define XXH_5 0x27D4EB2F165667C5u

static uint64_t xxh_round(uint64_t acc, uint64_t v)
{
	return rotl(acc + v * XXH_2, 31) * XXH_1;
}

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t left = n;
	uint64_t h;
	if (left >= 32) {
		uint64_t v[4] = { seed + XXH_1 + XXH_2, seed + XXH_2, seed, seed - XXH_1 };
		for (; left >= 32; p += 32, left -= 32)
			for (int i = 0; i < 4; i++)
				v[i] = xxh_round(v[i], read64(p + 8 * i));
		h = rotl(v[0], 1) + rotl(v[1], 7) + rotl(v[2], 12) + rotl(v[3], 18);
		for (int i = 0; i < 4; i++)
			h = (h ^ xxh_round(0, v[i])) * XXH_1 + XXH_4;
	} else {
		h = seed + XXH_5;
	}
	h += n;
	for (; left >= 8; p += 8, left -= 8)
		h = rotl(h ^ xxh_round(0, read64(p)), 27) * XXH_1 + XXH_4;
	if (left >= 4) {
		h = rotl(h ^ read32(p) * XXH_1, 23) * XXH_2 + XXH_3;
		p += 4;
		left -= 4;
	}
	for (; left; p++, left--)
		h = rotl(h ^ *p * XXH_5, 11) * XXH_1;
	h = (h ^ h >> 33) * XXH_2;
	h = (h ^ h >> 29) * XXH_3;
	return h ^ h >> 32;
}

/* The finishing mix of SplitMix64 (Stafford's mix 13). */
static uint64_t mix(uint64_t v)
{
	v = (v ^ v >> 30) * 0xBF58476D1CE4E5B9u;
	v = (v ^ v >> 27) * 0x94D049BB133111EBu;
	return v ^ v >> 31;
}

uint64_t hash_u64(uint64_t seed, uint64_t v)
{
	return mix(v ^ mix(seed + 0x9E3779B97F4A7C15u));
}

uint64_t hash_id(uint64_t kind, uint64_t a, uint64_t b)
{
	uint64_t h = hash_u64(hash_u64(hash_u64(0, kind), a), b);
	return h ? h : 1;
}

/* The digest is MurmurHash3 x64-128 (Appleby), fed piece by piece. */
#define MUR_1 0x87C37B91114253D5u
#define MUR_2 0x4CF5AD432745937Fu

void digest_init(struct digest *d, uint64_t seed)
{
	*d = (struct digest){ .a = seed, .b = seed };
}

static void digest_block(struct digest *d, const unsigned char *p)
{
	d->a ^= rotl(read64(p) * MUR_1, 31) * MUR_2;
	d->a = (rotl(d->a, 27) + d->b) * 5 + 0x52DCE729;
	d->b ^= rotl(read64(p + 8) * MUR_2, 33) * MUR_1;
	d->b = (rotl(d->b, 31) + d->a) * 5 + 0x38495AB5;
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t have = d->n & 15;
	if (!n) /* an empty span may have no address */
		return;
	d->n += n;
	if (have) {
		size_t take = n < 16 - have ? n : 16 - have;
		memcpy(d->tail + have, p, take);
		if (have + take < 16)
			return;
		digest_block(d, d->tail);
		p += take;
		n -= take;
	}
	for (; n >= 16; p += 16, n -= 16)
		digest_block(d, p);
	if (n)
		memcpy(d->tail, p, n);
}

void digest_u64(struct digest *d, uint64_t v)
{
	unsigned char out[8];
	for (int i = 0; i < 8; i++)
		out[i] = (unsigned char)(v >> (8 * i));
	digest_add(d, out, sizeof out);
}

static uint64_t murmur_mix(uint64_t v)
{
	v = (v ^ v >> 33) * 0xFF51AFD7ED558CCDu;
	v = (v ^ v >> 33) * 0xC4CEB9FE1A85EC53u;
	return v ^ v >> 33;
}

void digest_end(struct digest *d, uint64_t ret[2])
{
	size_t have = d->n & 15;
	memset(d->tail + have, 0, 16 - have);
	uint64_t a = d->a, b = d->b;
	b ^= rotl(read64(d->tail + 8) * MUR_2, 33) * MUR_1;
	a ^= rotl(read64(d->tail) * MUR_1, 31) * MUR_2;
	a ^= d->n;
	b ^= d->n;
	a += b;
	b += a;
	a = murmur_mix(a);
	b = murmur_mix(b);
	a += b;
	b += a;
	ret[0] = a;
	ret[1] = b;
}

void digest_format(const uint64_t d[2], char ret[DIGEST_TEXT_MAX])
{
	for (int i = 0; i < 32; i++)
		ret[i] = "0123456789abcdef"[d[i / 16] >> (60 - 4 * (i % 16)) & 15];
	ret[32] = 0;
}

void map_init(struct map *m)
{
	*m = (struct map){ 0 };
}

void map_fini(struct map *m)
{
	free(m->keys);
	free(m->values);
	map_init(m);
}

void map_clear(struct map *m)
{
	if (m->cap)
		memset(m->keys, 0, m->cap * sizeof *m->keys);
	m->n = 0;
}

/* The slot that holds key, or the free one where it would go. cap is a power of two and never full. */
static uint32_t slot(const struct map *m, uint64_t key)
{
	uint32_t i = (uint32_t)mix(key) & (m->cap - 1);
	while (m->keys[i] && m->keys[i] != key)
		i = (i + 1) & (m->cap - 1);
	return i;
}

static void resize(struct map *m)
{
	struct map old = *m;
	m->cap = old.cap ? old.cap * 2 : 16;
	assert(m->cap > old.cap);
	m->keys = mem_alloc(m->cap * sizeof *m->keys);
	m->values = mem_alloc(m->cap * sizeof *m->values);
	for (uint32_t i = 0; i < old.cap; i++) {
		if (old.keys[i]) {
			uint32_t at = slot(m, old.keys[i]);
			m->keys[at] = old.keys[i];
			m->values[at] = old.values[i];
		}
	}
	free(old.keys);
	free(old.values);
}

void map_put(struct map *m, uint64_t key, uint32_t value)
{
	assert(key);
	if (m->n >= m->cap / 4 * 3)
		resize(m);
	uint32_t at = slot(m, key);
	if (!m->keys[at]) {
		m->keys[at] = key;
		m->n++;
	}
	m->values[at] = value;
}

bool map_get(const struct map *m, uint64_t key, uint32_t *ret)
{
	if (!m->n || !key)
		return false;
	uint32_t at = slot(m, key);
	if (!m->keys[at])
		return false;
	*ret = m->values[at];
	return true;
}

uint32_t map_find(const struct map *m, uint64_t key)
{
	uint32_t v;
	return map_get(m, key, &v) ? v : MAP_NONE;
}

bool map_remove(struct map *m, uint64_t key)
{
	if (!m->n || !key)
		return false;
	uint32_t hole = slot(m, key), mask = m->cap - 1;
	if (!m->keys[hole])
		return false;
	/* Close the gap: what was pushed past the hole by a collision moves back into it. */
	for (uint32_t i = (hole + 1) & mask; m->keys[i]; i = (i + 1) & mask) {
		uint32_t home = (uint32_t)mix(m->keys[i]) & mask;
		if (((i - home) & mask) >= ((i - hole) & mask)) {
			m->keys[hole] = m->keys[i];
			m->values[hole] = m->values[i];
			hole = i;
		}
	}
	m->keys[hole] = 0;
	m->n--;
	return true;
}
