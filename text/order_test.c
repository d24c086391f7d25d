#include "text/order.h"
#include "tests/cmocka.h"

#include <string.h>

static void check(const char *const *names, int n)
{
	struct arena a;
	arena_init(&a, 0);
	for (int i = 0; i + 1 < n; i++) {
		struct str first = text_order_key(str_c(names[i]), &a), second = text_order_key(str_c(names[i + 1]), &a);
		if (str_cmp(first, second) >= 0)
			fail_msg("%s should stand before %s", names[i], names[i + 1]);
	}
	arena_fini(&a);
}

static void by_pinyin(void **state)
{
	static const char *const names[] = { "艾力", "陈晨", "陈一", "陈怡", "李四", "区小明", "欧阳修", "王二", "王五", "吴丑", "张三", "张四", "赵云" };
	check(names, sizeof names / sizeof *names);
}

/* 曾 is zeng as a surname and ceng as a word; 单 shan and dan; 仇 qiu and chou. */
static void surnames(void **state)
{
	static const char *const names[] = { "陈晨", "仇英", "单小红", "孙权", "谢安", "解缙", "岳飞", "曾国", "张三" };
	check(names, sizeof names / sizeof *names);
}

static void numbers(void **state)
{
	static const char *const names[] = { "学生 1", "学生 2", "学生 9", "学生 10", "学生 11" };
	check(names, sizeof names / sizeof *names);
}

static void odd(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	assert_int_equal(text_order_key(STR_NONE, &a).n, 0);
	char long_name[3000];
	for (int i = 0; i < 1000; i++)
		memcpy(long_name + 3 * i, "\xe5\xbc\xa0", 3);
	assert_true(text_order_key((struct str){ long_name, sizeof long_name }, &a).n > 0);
	assert_true(str_eq(text_order_key(STR("张三"), &a), text_order_key(STR("张三"), &a)));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(by_pinyin), cmocka_unit_test(surnames), cmocka_unit_test(numbers), cmocka_unit_test(odd) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
