/* The index against a reading of all documents, and against figures computed by hand. */
#include "market/search/bm25.h"
#include "tests/theory.h"

#include <stdlib.h>
#include <string.h>

static const struct bm25_rule plain = { { 2, 1, 1, 1 }, { 0.75, 0.75, 0.75, 0.75 }, 1.2, 255, 0 };

/* Three documents in one field: "a b", "a a c d", "b". */
static void by_hand(void **state)
{
	static const struct bm25_word one[2] = { { 1, 1 }, { 2, 1 } }, two[4] = { { 1, 1 }, { 1, 1 }, { 3, 1 }, { 4, 1 } }, three[1] = { { 2, 1 } };
	struct bm25 *x = bm25_create();
	assert_int_equal(bm25_add(x, one, 2), 0);
	assert_int_equal(bm25_add(x, two, 4), 1);
	assert_int_equal(bm25_add(x, three, 1), 2);
	bm25_weigh(x, &plain, NULL);
	assert_int_equal(bm25_documents(x), 3);
	assert_int_equal(bm25_frequency(x, 1), 2);
	assert_int_equal(bm25_frequency(x, 9), 0);
	struct bm25_reader *r = bm25_reader_create(x);
	struct bm25_group g[2] = { { .word = { 1 }, .weight_milli = { 1000 }, .n = 1 }, { .word = { 9 }, .weight_milli = { 1000 }, .n = 1 } };
	struct bm25_hit hit[5];
	/* ln(1 + 1.5 / 2.5) = .4700; lengths 2 and 4 of a mean 7/3 */
	double first = .470003629 * 2.2 / (1 + 1.2 * (.25 + .75 * 2 / (7 / 3.0))), second = .470003629 * 2.2 * 2 / (2 + 1.2 * (.25 + .75 * 4 / (7 / 3.0)));
	assert_int_equal(bm25_find(r, g, 2, hit, 5), 2);
	assert_int_equal(hit[0].document, second > first ? 1 : 0);
	NEAR(hit[0].score / 1024000.0, second > first ? second : first, 1e-3);
	NEAR(hit[1].score / 1024000.0, second > first ? first : second, 1e-3);
	assert_int_equal(bm25_find(r, g + 1, 1, hit, 5), 0);
	assert_int_equal(bm25_find(r, g, 0, hit, 5), 0);
	/* coordination: half of the words are missing, so a quarter of the score goes */
	uint32_t before = hit[0].score;
	struct bm25_rule rule = plain;
	rule.coordination = 0.5;
	bm25_weigh(x, &rule, NULL);
	assert_int_equal(bm25_find(r, g, 2, hit, 5), 2);
	assert_int_equal(hit[0].score, before * 3 / 4);
	bm25_reader_destroy(r);
	bm25_destroy(x);
}

enum { DOCUMENTS = 990, VOCABULARY = 400, LONG = 60 };

static uint64_t word_of(uint32_t u)
{
	/* about like Zipf: the square of a uniform draw */
	double x = rng_uniform(u);
	return 1 + (uint64_t)(x * x * VOCABULARY);
}

static struct bm25 *library(struct bm25_word (*doc)[LONG], uint32_t *n)
{
	struct bm25 *x = bm25_create();
	for (uint32_t d = 0; d < DOCUMENTS; d++) {
		n[d] = 1 + (uint32_t)rng_below(rng_draw(theory_key(50), 1, d, 0, 0).u[0], LONG);
		for (uint32_t i = 0; i < n[d]; i++) {
			struct draw u = rng_draw(theory_key(50), 2, d, i, 0);
			doc[d][i] = (struct bm25_word){ word_of(u.u[0]), (uint8_t)(u.u[1] % BM25_FIELDS), u.u[2] % 9 == 0 };
		}
		bm25_add(x, doc[d], n[d]);
	}
	return x;
}

static double idf_of(const struct bm25 *x, uint64_t word)
{
	double n = bm25_frequency(x, word);
	return ex_log(1 + (bm25_documents(x) - n + 0.5) / (n + 0.5));
}

/* Score of one document, from documents alone: each group by a query of its own words. */
static uint32_t score_of(const struct bm25 *x, struct bm25_reader *r, const struct bm25_group *g, int n, uint32_t d, double keep)
{
	static struct bm25_hit all[BM25_BEST_MAX];
	uint64_t sum = 0;
	int found = 0, wishes = 0;
	for (int i = 0; i < n; i++) {
		uint32_t best = 0;
		double rarity = 1e9;
		for (int k = 0; k < g[i].n; k++)
			if (bm25_frequency(x, g[i].word[k]))
				rarity = ex_min(rarity, idf_of(x, g[i].word[k]));
		for (int k = 0; k < g[i].n; k++) {
			double weight = g[i].weight_milli[k] * rarity / idf_of(x, g[i].word[k]);
			struct bm25_group one = { .word = { g[i].word[k] }, .weight_milli = { (uint16_t)ex_round(weight) }, .n = 1, .extra = true };
			int m = bm25_find(r, &one, 1, all, BM25_BEST_MAX);
			for (int h = 0; h < m; h++)
				if (all[h].document == d && all[h].score > best)
					best = all[h].score;
		}
		sum += best;
		wishes += !g[i].extra;
		found += best && !g[i].extra;
	}
	return (uint32_t)(wishes ? (double)sum * (keep + (1 - keep) * found / wishes) : (double)sum);
}

/* The ten best of many random queries, with synonyms, bonuses and coordination, are those of a list of all; stopping early never shows. */
static void early_end_is_exact(void **state)
{
	static struct bm25_word doc[DOCUMENTS][LONG];
	static uint32_t n[DOCUMENTS];
	static struct bm25_hit ten[10], all[BM25_BEST_MAX];
	struct bm25 *x = library(doc, n);
	for (int way = 0; way < 2; way++) {
		struct bm25_rule rule = { { 3, 1, 2, 0.5 }, { 0.3, 0.5, 0.3, 0.75 }, 1.2, 2, way ? 0.5 : 0 };
		bm25_weigh(x, &rule, NULL);
		struct bm25_reader *r = bm25_reader_create(x);
		for (uint32_t q = 0; q < 400; q++) {
			struct bm25_group g[4];
			int groups = 1 + (int)(q % 4);
			for (int i = 0; i < groups; i++) {
				struct draw u = rng_draw(theory_key(51), 1, q, (uint64_t)i, 0);
				g[i] = (struct bm25_group){ .word = { word_of(u.u[0]), word_of(u.u[1]) }, .weight_milli = { 1000, 700 }, .n = (uint8_t)(1 + u.u[2] % 2), .extra = i && u.u[3] % 4 == 0 };
			}
			int few = bm25_find(r, g, groups, ten, 10), many = bm25_find(r, g, groups, all, BM25_BEST_MAX);
			assert_int_equal(few, many < 10 ? many : 10);
			assert_memory_equal(ten, all, (size_t)few * sizeof *ten);
			for (int k = 1; k < many; k++)
				assert_true(all[k - 1].score > all[k].score || (all[k - 1].score == all[k].score && all[k - 1].document < all[k].document));
			if (q % 20 == 0 && few) {
				uint32_t should = score_of(x, r, g, groups, ten[0].document, way ? 0.5 : 1);
				assert_true(ten[0].score + 2 >= should && ten[0].score <= should + 2);
			}
		}
		bm25_reader_destroy(r);
	}
	bm25_destroy(x);
}

/* Repeating a word beyond the cap is worth nothing; pairs are found without making a text longer. */
static void cap_and_silence(void **state)
{
	struct bm25_word many[6], few[6];
	for (uint32_t i = 0; i < 6; i++) {
		many[i] = (struct bm25_word){ 1, 0 };
		few[i] = (struct bm25_word){ i < 2 ? 1 : 10 + i, 0 };
	}
	const struct bm25_word silent[3] = { { 20, 0 }, { 21, 0 }, { 22, 0, true } }, loud[2] = { { 20, 0 }, { 21, 0 } };
	struct bm25 *x = bm25_create();
	bm25_add(x, many, 6);
	bm25_add(x, few, 6);
	bm25_add(x, silent, 3);
	bm25_add(x, loud, 2);
	bm25_add(x, NULL, 0);
	struct bm25_rule rule = plain;
	rule.cap = 2;
	bm25_weigh(x, &rule, NULL);
	struct bm25_reader *r = bm25_reader_create(x);
	struct bm25_hit hit[4];
	struct bm25_group g = { .word = { 1 }, .weight_milli = { 1000 }, .n = 1 };
	assert_int_equal(bm25_find(r, &g, 1, hit, 4), 2);
	assert_int_equal(hit[0].score, hit[1].score);
	g.word[0] = 20;
	assert_int_equal(bm25_find(r, &g, 1, hit, 4), 2);
	assert_int_equal(hit[0].score, hit[1].score);
	g.word[0] = 22;
	assert_int_equal(bm25_find(r, &g, 1, hit, 4), 1);
	assert_int_equal(hit[0].document, 2);
	bm25_reader_destroy(r);
	bm25_destroy(x);
}

/* With another library's rarities, a flood of new documents leaves the scores of the old ones as they were. */
static void nobody_moves_another(void **state)
{
	static struct bm25_word doc[DOCUMENTS][LONG];
	static uint32_t n[DOCUMENTS];
	static struct bm25_hit before[BM25_BEST_MAX], after[BM25_BEST_MAX];
	struct bm25 *world = library(doc, n), *small = bm25_create(), *flooded = bm25_create();
	bm25_weigh(world, &plain, NULL);
	for (uint32_t d = 0; d < 100; d++) {
		bm25_add(small, doc[d], n[d]);
		bm25_add(flooded, doc[d], n[d]);
	}
	for (uint32_t d = 0; d < 500; d++)
		bm25_add(flooded, (struct bm25_word[]){ { 1 + d % 20, 0 }, { 1 + d % 20, 1 }, { 999, 2 } }, 3);
	bm25_weigh(small, &plain, world);
	bm25_weigh(flooded, &plain, world);
	struct bm25_reader *r = bm25_reader_create(small), *s = bm25_reader_create(flooded);
	for (uint64_t w = 1; w < VOCABULARY; w += 7) {
		struct bm25_group g = { .word = { w, w + 3 }, .weight_milli = { 1000, 500 }, .n = 2 };
		int few = bm25_find(r, &g, 1, before, BM25_BEST_MAX), many = bm25_find(s, &g, 1, after, BM25_BEST_MAX), kept = 0;
		for (int i = 0; i < many; i++)
			if (after[i].document < 100)
				after[kept++] = after[i];
		assert_int_equal(kept, few);
		assert_memory_equal(after, before, (size_t)few * sizeof *before);
	}
	bm25_reader_destroy(r);
	bm25_reader_destroy(s);
	bm25_destroy(world);
	bm25_destroy(small);
	bm25_destroy(flooded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(early_end_is_exact),
		cmocka_unit_test(cap_and_silence),
		cmocka_unit_test(nobody_moves_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
