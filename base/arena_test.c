#include "base/arena.h"
#include "tests/cmocka.h"

#include <stdlib.h>
#include <string.h>

static void test_alignment_and_zero(void **state)
{
	struct arena a;
	arena_init(&a, 1024);
	for (size_t align = 1; align <= 64; align *= 2)
		for (size_t size = 0; size < 300; size += 37) {
			unsigned char *p = arena_alloc(&a, size, align);
			assert_int_equal((uintptr_t)p % align, 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(p[i], 0);
			if (size)
				memset(p, 0xee, size);
		}
	arena_reset(&a);
	assert_int_equal(a.total, 0);
	for (int i = 0; i < 20; i++) {
		unsigned char *p = arena_alloc(&a, 100, 1);
		for (int k = 0; k < 100; k++)
			assert_int_equal(p[k], 0);
		memset(p, 0xee, 100);
	}
	assert_int_equal(a.total, 2000);
	arena_fini(&a);
	assert_null(a.blocks);
}

static void test_large_keeps_current_block(void **state)
{
	struct arena a;
	arena_init(&a, 1024);
	char *first = arena_alloc(&a, 10, 1);
	char *large = arena_alloc(&a, 100000, 1);
	char *second = arena_alloc(&a, 10, 1);
	memset(large, 1, 100000);
	assert_ptr_equal(second, first + 10);
	arena_fini(&a);
	/* and a large one first */
	arena_init(&a, 16);
	memset(arena_alloc(&a, 5000, 64), 1, 5000);
	memset(arena_alloc(&a, 5, 8), 1, 5);
	arena_fini(&a);
}

static void test_text(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str s = arena_str(&a, STR("guild"));
	assert_int_equal(s.n, 5);
	assert_string_equal(s.p, "guild");
	assert_string_equal(arena_cstr(&a, STR_NONE), "");
	s = arena_printf(&a, "%s-%d", "parcel", 7);
	assert_true(str_eq(s, STR("parcel-7")));
	assert_string_equal(s.p, "parcel-7");
	s = arena_printf(&a, "%*d", 100000, 7);
	assert_int_equal(s.n, 100000);
	int *row = ARENA_ARRAY(&a, int, 10);
	assert_int_equal(row[9], 0);
	arena_fini(&a);
}

static void test_mem(void **state)
{
	char *p = mem_copy("abc", 4);
	assert_string_equal(p, "abc");
	p = mem_grow(p, 4096);
	assert_string_equal(p, "abc");
	free(p);
	p = mem_alloc(0);
	assert_non_null(p);
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alignment_and_zero),
		cmocka_unit_test(test_large_keeps_current_block),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_mem),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
