/* The index of words: impacts, order and scores of a library of random documents. */
#include "base/rng.h"
#include "market/search/bm25.h"
#include "tests/battery/battery.h"

static uint64_t word_of(uint32_t u)
{
	double x = rng_uniform(u);
	return 1 + (uint64_t)(x * x * 700);
}

void battery_market_bm25(struct digest *d)
{
	enum { DOCUMENTS = 2000, LONG = 40, QUERIES = 500, BEST = 20 };
	const uint64_t seed[2] = { 730702, 20 };
	const struct bm25_rule rule = { { 2, 1, 2, 0.5 }, { 0.3, 0.5, 0.3, 0.75 }, 1.2, 2, 0.5 };
	struct rng_key key = rng_key(seed, 4);
	struct bm25 *x = bm25_create();
	for (uint32_t i = 0; i < DOCUMENTS; i++) {
		struct bm25_word v[LONG];
		for (uint32_t k = 0; k < LONG; k++) {
			struct draw u = rng_draw(key, 1, i, k, 0);
			v[k] = (struct bm25_word){ word_of(u.u[0]), (uint8_t)(u.u[1] % BM25_FIELDS), u.u[2] % 5 == 0 };
		}
		bm25_add(x, v, 1 + i % LONG);
	}
	bm25_weigh(x, &rule, NULL);
	struct bm25_reader *r = bm25_reader_create(x);
	for (uint32_t q = 0; q < QUERIES; q++) {
		struct bm25_group g[4];
		struct bm25_hit hit[BEST];
		for (uint32_t i = 0; i < 4; i++) {
			struct draw u = rng_draw(key, 2, q, i, 0);
			g[i] = (struct bm25_group){ .word = { word_of(u.u[0]), word_of(u.u[1]) }, .weight_milli = { 1000, 500 }, .n = (uint8_t)(1 + u.u[2] % 2), .extra = i == 3 };
		}
		int n = bm25_find(r, g, 1 + (int)(q % 4), hit, BEST);
		digest_u64(d, (uint64_t)n);
		for (int i = 0; i < n; i++) {
			digest_u64(d, hit[i].document);
			digest_u64(d, hit[i].score);
		}
	}
	bm25_reader_destroy(r);
	bm25_destroy(x);
}
