#include "market/ask.h"
#include "market/world/world.h"
#include "tests/cmocka.h"

#include <string.h>

static struct world *w;
static struct arena mem;

static struct text_ref text(const char *s)
{
	return set_text(&w->set, str_c(s));
}

static void add_good(const char *code, uint32_t category, const char *drawing, const char *colors)
{
	uint32_t g = set_add(&w->set, W_good);
	w->good.code[g] = text(code);
	w->good.category[g] = category;
	w->good.kind[g] = 0;
	w->good.drawing[g] = text(drawing);
	w->good.colors[g] = text(colors);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&mem, 0);
	w = world_create();
	for (int i = 0; i < 2; i++) {
		uint32_t c = set_add(&w->set, W_category);
		w->category.code[c] = text(i ? "toys" : "kitchen");
	}
	uint32_t k = set_add(&w->set, W_kind), d = set_add(&w->set, W_drawing);
	w->kind.category[k] = 0;
	w->kind.code[k] = text("board");
	w->drawing.code[d] = text("board");
	w->drawing.svg[d] = text("<svg xmlns=\"x\" viewBox=\"0 0 800 800\"><g><path fill=\"{main}\" stroke=\"{accent}\"/><path fill=\"{third}{fourth}{other}\"/></g></svg>\n");
	add_good("board_a", 0, "board", "#102030|#405060|#708090");
	add_good("board_b", 0, "nowhere", "#102030");
	add_good("toy", 1, "", "");
	world_finish(w);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	world_destroy(w);
	arena_fini(&mem);
	return 0;
}

static bool holds(struct str s, const char *part)
{
	return str_find(s, str_c(part), 0) >= 0;
}

static void test_colours(void **state)
{
	(void)state;
	struct str s = market_picture(w, STR("board_a"), 0, &mem);
	assert_true(holds(s, "fill=\"#102030\" stroke=\"#405060\""));
	assert_true(holds(s, "\"#708090#"));
	/* only the four names stand for colours */
	assert_true(holds(s, "{other}"));
	assert_false(holds(s, "{main}") || holds(s, "{accent}") || holds(s, "{third}") || holds(s, "{fourth}"));
	assert_true(holds(s, "<rect width=\"800\" height=\"800\" fill=\"#ffffff\"/>"));
	/* one root */
	assert_true(str_starts(s, STR("<svg ")) && str_ends(s, STR("</svg>\n")));
	assert_int_equal(str_find(s, STR("<svg"), 1), -1);
}

static void test_variants_differ(void **state)
{
	(void)state;
	struct str v[9];
	for (int i = 0; i < 9; i++) {
		v[i] = market_picture(w, STR("board_a"), i, &mem);
		for (int k = 0; k < i; k++)
			assert_false(str_eq(v[i], v[k]));
	}
	assert_true(str_eq(market_picture(w, STR("board_a"), 9, &mem), v[0]));
	assert_true(str_eq(market_picture(w, STR("board_a"), -1, &mem), v[0]));
	assert_true(holds(v[2], "scale(-0.94 0.94)"));
}

static void test_without_drawing(void **state)
{
	(void)state;
	struct str b = market_picture(w, STR("board_b"), 0, &mem), toy = market_picture(w, STR("toy"), 0, &mem);
	assert_true(holds(b, "#102030"));
	assert_false(holds(b, "{") || holds(toy, "{"));
	assert_false(str_eq(b, toy));
	assert_int_equal(market_picture(w, STR("nothing"), 0, &mem).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_colours, setup, teardown),
		cmocka_unit_test_setup_teardown(test_variants_differ, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_drawing, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
