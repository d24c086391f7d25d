/* Compounds and synonyms. */
#include "text/expand.h"
#include "tests/cmocka.h"

static bool finds(struct text_compounds *c, enum tongue t, const char *text, const char *word)
{
	struct arena a;
	struct text_word *v, *w;
	uint32_t n, m;
	bool found = false;
	arena_init(&a, 0);
	text_words(t, str_c(text), &a, &v, &n);
	text_words(t, str_c(word), &a, &w, &m);
	assert_int_equal(m, 1);
	for (uint32_t i = 0; i < n; i++) {
		uint64_t other[TEXT_PARTS_MAX];
		for (int k = text_compounds_find(c, v, n, i, other); k-- > 0;)
			found |= other[k] == w->hash;
	}
	arena_fini(&a);
	return found;
}

static void compounds(void **state)
{
	static const char *const texts[] = { "Smart watch with strap", "black smart watches", "Fitness smartwatch", "round smartwatches", "TN 2110 toner", "toner TN 2110",
		"TN2110 black", "toner TN2110", "card board once" };
	struct text_compounds *c = text_compounds_create(TONGUE_EN);
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct text_word *v;
		uint32_t n;
		text_words(TONGUE_EN, str_c(texts[i]), &a, &v, &n);
		text_compounds_learn(c, v, n);
	}
	assert_true(finds(c, TONGUE_EN, "a smartwatch", "smart"));
	assert_true(finds(c, TONGUE_EN, "a smartwatch", "watch"));
	assert_true(finds(c, TONGUE_EN, "smart watches for all", "smartwatch"));
	assert_true(finds(c, TONGUE_EN, "toner for TN-2110", "TN2110"));
	assert_true(finds(c, TONGUE_EN, "TN2110", "2110"));
	/* what was seen once, or is not there in both forms, is no compound */
	assert_false(finds(c, TONGUE_EN, "cardboard", "card"));
	assert_false(finds(c, TONGUE_EN, "black smart thing", "smartwatch"));
	assert_false(finds(c, TONGUE_EN, "watch smart", "smartwatch"));
	arena_fini(&a);
	text_compounds_destroy(c);
}

static uint64_t hash_of(const char *word)
{
	struct arena a;
	uint64_t *v, h;
	uint32_t n;
	arena_init(&a, 0);
	text_tokens(TONGUE_EN, str_c(word), &a, &v, &n);
	h = n ? v[0] : 0;
	arena_fini(&a);
	return h;
}

static void synonyms(void **state)
{
	struct text_synonyms *s = text_synonyms_create(TONGUE_EN), *none = text_synonyms_create(TONGUE_JA);
	uint64_t v[8];
	assert_int_equal(text_synonyms_find(s, hash_of("couches"), v, 8), 2);
	assert_true(v[0] == hash_of("sofas") || v[1] == hash_of("sofas"));
	assert_int_equal(text_synonyms_find(s, hash_of("couches"), v, 1), 1);
	assert_int_equal(text_synonyms_find(s, hash_of("teapot"), v, 8), 0);
	assert_int_equal(text_synonyms_find(none, hash_of("sofa"), v, 8), 0);
	text_synonyms_destroy(s);
	text_synonyms_destroy(none);
	text_thread_fini();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compounds),
		cmocka_unit_test(synonyms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
