/* Texts and queries meet in an index. */
#include "text/retrieve.h"
#include "tests/cmocka.h"

#include <stdlib.h>

static struct bm25 *index_of(enum tongue t, const char *const *titles, int n, bool pairs)
{
	static const struct bm25_rule rule = { { 1, 1, 1, 1 }, { 0.5, 0.5, 0.5, 0.5 }, 1.2, 2, 0.5 };
	struct bm25 *x = bm25_create();
	struct retrieve_words w = { 0 };
	struct arena a;
	arena_init(&a, 0);
	for (int i = 0; i < n; i++) {
		w.n = 0;
		retrieve_text(t, NULL, pairs, 0, str_c(titles[i]), &a, &w);
		bm25_add(x, w.v, w.n);
	}
	bm25_weigh(x, &rule, NULL);
	arena_fini(&a);
	free(w.v);
	return x;
}

/* The best document for a query; -1: none. */
static int best_of(const struct bm25 *x, enum tongue t, struct retrieve_rule rule, const char *query, struct bm25_hit hit[2], int *ret_n)
{
	struct bm25_reader *r = bm25_reader_create(x);
	struct text_synonyms *s = text_synonyms_create(t);
	struct bm25_group g[BM25_GROUPS_MAX];
	struct arena a;
	arena_init(&a, 0);
	*ret_n = bm25_find(r, g, retrieve_query(t, s, rule, str_c(query), &a, g), hit, 2);
	arena_fini(&a);
	text_synonyms_destroy(s);
	bm25_reader_destroy(r);
	return *ret_n ? (int)hit[0].document : -1;
}

/* Who has the words side by side comes before who has them apart. */
static void pairs_are_a_bonus(void **state)
{
	static const char *const titles[] = { "steel knife for the kitchen board", "kitchen knife of steel board" };
	struct bm25 *x = index_of(TONGUE_EN, titles, 2, true);
	struct bm25_hit hit[2];
	int n;
	assert_int_equal(best_of(x, TONGUE_EN, (struct retrieve_rule){ 0, 0 }, "kitchen knife", hit, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(hit[0].score, hit[1].score);
	assert_int_equal(best_of(x, TONGUE_EN, (struct retrieve_rule){ 300, 0 }, "kitchen knife", hit, &n), 1);
	assert_true(hit[0].score > hit[1].score);
	bm25_destroy(x);
}

static void synonyms_come_second(void **state)
{
	static const char *const titles[] = { "grey couch", "grey sofa", "grey lamp", "red lamp" };
	struct bm25 *x = index_of(TONGUE_EN, titles, 4, false);
	struct bm25_hit hit[2];
	int n;
	assert_int_equal(best_of(x, TONGUE_EN, (struct retrieve_rule){ 0, 500 }, "sofas", hit, &n), 1);
	assert_int_equal(n, 2);
	assert_int_equal(hit[1].document, 0);
	assert_int_equal(best_of(x, TONGUE_EN, (struct retrieve_rule){ 0, 0 }, "sofas", hit, &n), 1);
	assert_int_equal(n, 1);
	assert_int_equal(best_of(x, TONGUE_EN, (struct retrieve_rule){ 0, 500 }, "the of", hit, &n), -1);
	bm25_destroy(x);
}

/* Words are cut by dictionary where there are no blanks. */
static void without_blanks(void **state)
{
	static const char *const zh[] = { "不锈钢厨房刀具", "竹制砧板" }, *const ja[] = { "ステンレス包丁", "竹製まな板" };
	struct bm25_hit hit[2];
	int n;
	struct bm25 *x = index_of(TONGUE_ZH, zh, 2, true), *y = index_of(TONGUE_JA, ja, 2, true);
	assert_int_equal(best_of(x, TONGUE_ZH, (struct retrieve_rule){ 300, 500 }, "砧板", hit, &n), 1);
	assert_int_equal(best_of(x, TONGUE_ZH, (struct retrieve_rule){ 300, 500 }, "厨房", hit, &n), 0);
	assert_int_equal(best_of(y, TONGUE_JA, (struct retrieve_rule){ 300, 500 }, "包丁", hit, &n), 0);
	bm25_destroy(x);
	bm25_destroy(y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_a_bonus),
		cmocka_unit_test(synonyms_come_second),
		cmocka_unit_test(without_blanks),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	text_thread_fini();
	return failed;
}
