#include "base/problem.h"
#include "tests/cmocka.h"

#include <string.h>

static void expect_text(const struct problem *p, enum lang lang, const char *wanted)
{
	struct buf b;
	buf_init(&b, 4096);
	problem_text(p, lang, &b);
	assert_true(str_eq(buf_span(&b), str_c(wanted)));
	buf_fini(&b);
}

/* Each code: a name of its own in the usual form, an HTTP status of a fault, a sentence in both languages with the same arguments. */
static void test_table(void **state)
{
	for (int code = 1; code < PROBLEM_MAX; code++) {
		const char *name = problem_name((enum problem_code)code);
		assert_true(problem_find(str_c(name)) == (enum problem_code)code); /* the first with this name */
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_."), strlen(name));
		assert_non_null(strchr(name, '.'));
		assert_in_range(problem_status((enum problem_code)code), 400, 599);
		struct problem p;
		problem_set(&p, (enum problem_code)code, "@f@", "@0@", "@1@", "@2@", "@3@", NULL);
		struct buf text[2];
		static const char *const marks[] = { "@f@", "@0@", "@1@", "@2@", "@3@" };
		for (int lang = 0; lang < 2; lang++) {
			buf_init(&text[lang], 4096);
			problem_text(&p, (enum lang)lang, &text[lang]);
			assert_true(text[lang].n > 3 && str_utf8_ok(buf_span(&text[lang])));
			assert_int_equal(str_find(buf_span(&text[lang]), STR("{"), 0), -1);
		}
		for (size_t i = 0; i < 5; i++)
			assert_int_equal(str_find(buf_span(&text[0]), str_c(marks[i]), 0) >= 0, str_find(buf_span(&text[1]), str_c(marks[i]), 0) >= 0);
		assert_false(str_eq(buf_span(&text[0]), buf_span(&text[1])));
		buf_fini(&text[0]);
		buf_fini(&text[1]);
	}
	assert_int_equal(problem_find(STR("no.such")), PROBLEM_NONE);
	assert_int_equal(problem_find(STR("")), PROBLEM_NONE);
}

static void test_set(void **state)
{
	struct problem p;
	assert_int_equal(problem_set(NULL, PROBLEM_NOT_FOUND, NULL, NULL), PROBLEM_NOT_FOUND);
	assert_int_equal(problem_set(&p, PROBLEM_OUT_OF_RANGE, "price", "1", "99", NULL), PROBLEM_OUT_OF_RANGE);
	assert_string_equal(p.field, "price");
	expect_text(&p, LANG_EN, "price must be between 1 and 99.");
	expect_text(&p, LANG_ZH, "price 应在 1 到 99 之间。");
	/* an argument that comes from the problem itself */
	problem_set(&p, PROBLEM_BAD_VALUE, "x", p.arg[1], NULL);
	expect_text(&p, LANG_EN, "x is not valid: 99.");
	/* an argument that looks like one is left alone */
	problem_set(&p, PROBLEM_BAD_VALUE, "x", "{1}{field}", "no", NULL);
	expect_text(&p, LANG_EN, "x is not valid: {1}{field}.");
	/* the program's own words are in the asker's language, the asker's are his */
	problem_set(&p, PROBLEM_BAD_TYPE, "price", "an integer", NULL);
	expect_text(&p, LANG_EN, "price must be an integer.");
	expect_text(&p, LANG_ZH, "price 应为整数。");
	problem_set(&p, PROBLEM_BAD_VALUE, "x", "an integer", NULL);
	expect_text(&p, LANG_ZH, "x 无效：an integer。");
}

static void test_cut(void **state)
{
	char text[200] = "";
	for (int shift = 0; shift < 3; shift++) {
		memset(text, 'x', (size_t)shift);
		for (int i = 0; i < 50; i++)
			memcpy(text + shift + 3 * i, "公", 3);
		text[shift + 150] = 0;
		struct problem p;
		problem_set(&p, PROBLEM_BAD_VALUE, text, text, NULL);
		assert_true(str_utf8_ok(str_c(p.arg[0])) && str_utf8_ok(str_c(p.field)));
		assert_in_range(strlen(p.arg[0]), 93, 95);
		assert_in_range(strlen(p.field), 61, 63);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
