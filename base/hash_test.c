#include "base/hash.h"
#include "tests/cmocka.h"

#include <stdlib.h>
#include <string.h>

static void test_hash_known_answers(void **state)
{
	/* XXH64, seed 0 unless said; published with the reference code */
	assert_int_equal(hash_str(0, STR("")), 0xEF46DB3751D8E999);
	assert_int_equal(hash_str(0, STR("a")), 0xD24EC4F1A98C6E5B);
	assert_int_equal(hash_str(0, STR("abc")), 0x44BC2CF5AD770999);
	assert_int_equal(hash_str(0, STR("Nobody inspects the spammish repetition")), 0xFBCEA83C8A378BF1);
	assert_int_equal(hash_bytes(0, NULL, 0), hash_str(0, STR("")));
	assert_int_not_equal(hash_str(1, STR("abc")), hash_str(0, STR("abc")));
}

static void test_hash_u64(void **state)
{
	/* Avalanche: one bit of the value turns about half of the 64. */
	for (int bit = 0; bit < 64; bit++) {
		int turned = 0;
		for (uint64_t i = 0; i < 256; i++)
			turned += __builtin_popcountll(hash_u64(5, i * 77) ^ hash_u64(5, i * 77 ^ (uint64_t)1 << bit));
		assert_in_range(turned, 256 * 29, 256 * 35);
	}
	assert_int_not_equal(hash_u64(1, 0), hash_u64(2, 0));
	assert_int_not_equal(hash_id(1, 2, 3), hash_id(1, 3, 2));
	assert_int_not_equal(hash_id(1, 2, 3), hash_id(2, 1, 3));
	assert_int_not_equal(hash_id(0, 0, 0), 0);
}

static void test_digest(void **state)
{
	/* MurmurHash3 x64-128, seed 0 */
	struct digest d;
	uint64_t sum[2], whole[2];
	char text[DIGEST_TEXT_MAX];
	digest_init(&d, 0);
	digest_add(&d, "The quick brown fox jumps over the lazy dog", 43);
	digest_end(&d, sum);
	digest_format(sum, text);
	assert_string_equal(text, "e34bbc7bbc071b6c7a433ca9c49a9347");
	digest_init(&d, 0);
	digest_end(&d, sum);
	assert_true(sum[0] == 0 && sum[1] == 0);

	/* However the pieces are cut, the digest is the same. */
	unsigned char bytes[200];
	for (int i = 0; i < 200; i++)
		bytes[i] = (unsigned char)(i * 37);
	digest_init(&d, 9);
	digest_add(&d, bytes, 200);
	digest_end(&d, whole);
	for (size_t step = 1; step < 60; step++) {
		digest_init(&d, 9);
		for (size_t at = 0; at < 200; at += step)
			digest_add(&d, bytes + at, at + step <= 200 ? step : 200 - at);
		digest_end(&d, sum);
		assert_memory_equal(sum, whole, sizeof sum);
	}
	digest_init(&d, 10);
	digest_add(&d, bytes, 200);
	digest_end(&d, sum);
	assert_true(memcmp(sum, whole, sizeof sum) != 0);
}

static void test_map(void **state)
{
	enum { N = 4096 };
	struct map m;
	uint32_t *mirror = malloc(N * sizeof *mirror), count = 0, v;
	memset(mirror, 0xff, N * sizeof *mirror); /* MAP_NONE */
	map_init(&m);
	assert_false(map_get(&m, 1, &v));
	assert_false(map_remove(&m, 1));
	uint64_t luck = 1;
	for (uint32_t i = 0; i < 300000; i++) {
		luck = luck * 6364136223846793005u + 1442695040888963407u;
		uint32_t k = (uint32_t)(luck >> 33) % N;
		if (luck >> 63) {
			map_put(&m, k + 1, i);
			count += mirror[k] == MAP_NONE;
			mirror[k] = i;
		} else {
			assert_int_equal(map_remove(&m, k + 1), mirror[k] != MAP_NONE);
			count -= mirror[k] != MAP_NONE;
			mirror[k] = MAP_NONE;
		}
		uint32_t probe = (uint32_t)(luck >> 20) % N;
		assert_int_equal(map_find(&m, probe + 1), mirror[probe]);
		assert_int_equal(m.n, count);
	}
	for (uint32_t k = 0; k < N; k++)
		assert_int_equal(map_find(&m, k + 1), mirror[k]);
	map_clear(&m);
	for (uint32_t k = 0; k < N; k++)
		assert_false(map_get(&m, k + 1, &v));
	map_put(&m, UINT64_MAX, 3);
	assert_int_equal(map_find(&m, UINT64_MAX), 3);
	map_fini(&m);
	free(mirror);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash_known_answers),
		cmocka_unit_test(test_hash_u64),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_map),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
