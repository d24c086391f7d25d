#include "base/json.h"
#include "tests/cmocka.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static struct buf out;

static void begin(struct jw *j)
{
	buf_init(&out, 1 << 20);
	jw_init(j, &out);
}

static void expect(const char *wanted)
{
	buf_char(&out, 0);
	assert_string_equal(out.p, wanted);
	buf_fini(&out);
}

static void test_nesting(void **state)
{
	struct jw j;
	begin(&j);
	jw_object(&j);
	jw_ki64(&j, "a", INT64_MIN);
	jw_key(&j, "list");
	jw_array(&j);
	jw_array(&j);
	jw_end_array(&j);
	jw_i64(&j, 1);
	jw_object(&j);
	jw_kbool(&j, "yes", true);
	jw_kbool(&j, "no", false);
	jw_end_object(&j);
	jw_null(&j);
	jw_raw(&j, STR("[2,3]"));
	jw_end_array(&j);
	jw_kcstr(&j, "none", NULL);
	jw_kstr(&j, "text", STR("x"));
	jw_end_object(&j);
	expect("{\"a\":-9223372036854775808,\"list\":[[],1,{\"yes\":true,\"no\":false},null,[2,3]],\"none\":null,\"text\":\"x\"}");
}

static void test_depth(void **state)
{
	struct jw j;
	begin(&j);
	for (int i = 0; i < 64; i++) {
		jw_array(&j);
		if (i % 3 == 0)
			jw_i64(&j, i);
	}
	for (int i = 0; i < 64; i++)
		jw_end_array(&j);
	assert_int_equal(j.depth, 0);
	json_t *back = json_loadb(out.p, out.n, 0, NULL);
	assert_non_null(back);
	json_decref(back);
	buf_fini(&out);
}

static void test_escapes(void **state)
{
	struct jw j;
	begin(&j);
	jw_array(&j);
	jw_str(&j, STR("\"\\/\b\n\r\t\x1f\x7f"));
	jw_str(&j, STR("</script> < / <"));
	jw_str(&j, STR("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa公行"));
	jw_str(&j, (struct str){ "a\0b", 3 });
	jw_str(&j, STR_NONE);
	jw_end_array(&j);
	expect("[\"\\\"\\\\/\\u0008\\n\\r\\t\\u001f\\u007f\",\"<\\/script> < / <\",\"\\u2028\\u2029\xe2\x80\xaa公行\",\"a\\u0000b\",\"\"]");
}

static void test_every_byte_comes_back(void **state)
{
	struct jw j;
	char text[3];
	for (int a = 0; a < 128; a++)
		for (int b = 0; b < 128; b++) {
			text[0] = (char)a;
			text[1] = (char)b;
			begin(&j);
			jw_str(&j, (struct str){ text, 2 });
			json_t *back = json_loadb(out.p, out.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
			assert_non_null(back);
			assert_int_equal(json_string_length(back), 2);
			assert_memory_equal(json_string_value(back), text, 2);
			json_decref(back);
			buf_fini(&out);
		}
}

static void test_numbers(void **state)
{
	struct jw j;
	begin(&j);
	jw_array(&j);
	jw_f64(&j, 1.005, 1);
	jw_f64(&j, -0.001, 2);
	jw_f64(&j, -0.01, 2);
	jw_f64(&j, NAN, 2);
	jw_f64(&j, -INFINITY, 2);
	jw_f64(&j, 2.5, 0);
	jw_f64(&j, -1e-300, 0);
	jw_end_array(&j);
	expect("[1.0,0.00,-0.01,null,null,2,0]");
	begin(&j);
	jw_f64(&j, -1.7976931348623157e308, 99);
	assert_int_equal(out.n, 1 + 309 + 1 + 60);
	buf_fini(&out);
}

static void test_domain_values(void **state)
{
	struct jw j;
	begin(&j);
	jw_object(&j);
	jw_kid(&j, "id", 31);
	jw_kid(&j, "none", 0);
	jw_kmoney(&j, "price", -1234, "EUR");
	jw_kmoney(&j, "yen", 1234, "JPY");
	jw_ktime(&j, "at", 0);
	jw_kf64(&j, "rate", 0.5, 3);
	jw_end_object(&j);
	expect("{\"id\":\"000000000000z\",\"none\":null,\"price\":{\"amount\":\"-12.34\",\"currency\":\"EUR\"},"
	       "\"yen\":{\"amount\":\"1234\",\"currency\":\"JPY\"},\"at\":\"1970-01-01T00:00:00Z\",\"rate\":0.500}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_every_byte_comes_back),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_domain_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
