#include "text/pinyin.h"
#include "tests/cmocka.h"

static void read_as(const char *name, const char *want)
{
	struct arena a;
	arena_init(&a, 0);
	struct str got = text_pinyin(str_c(name), &a);
	if (!str_eq(got, str_c(want)))
		fail_msg("%s is read as “%.*s”, not “%s”", name, STR_FMT(got), want);
	arena_fini(&a);
}

static void names(void **state)
{
	read_as("张甲", "zhang jia");
	read_as("吕步", "lu bu");
	read_as("学生 12", "xue sheng 12");
	read_as("Anna", "anna");
	read_as("", "");
}

static void surnames(void **state)
{
	read_as("曾丁", "zeng ding");
	read_as("单小戊", "shan xiao wu");
	read_as("仇英", "qiu ying");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(surnames) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
