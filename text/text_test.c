#include "text/text.h"
#include "tests/cmocka.h"

#include <string.h>

static uint32_t hashes(enum tongue t, const char *text, uint64_t *to)
{
	struct arena a;
	uint64_t *v;
	uint32_t n;
	arena_init(&a, 0);
	text_tokens(t, str_c(text), &a, &v, &n);
	assert_true(n < 32);
	if (n)
		memcpy(to, v, n * sizeof *to);
	arena_fini(&a);
	return n;
}

static void same(enum tongue t, const char *a, const char *b)
{
	uint64_t x[32], y[32];
	uint32_t n = hashes(t, a, x);
	assert_true(n > 0);
	assert_int_equal(n, hashes(t, b, y));
	assert_memory_equal(x, y, n * sizeof *x);
}

/* Singular and plural, case, accents that buyers leave out, small words: a query meets the title. */
static void forms_meet(void **state)
{
	same(TONGUE_EN, "Cutting Boards", "cutting board");
	same(TONGUE_EN, "the mug with a lid", "mug lid");
	same(TONGUE_DE, "Schneidebretter aus Bambus", "schneidebrett bambus");
	same(TONGUE_FR, "Planches à découper", "planche decouper");
	same(TONGUE_FR, "l'eau", "eau");
	same(TONGUE_ES, "Lámparas de mesa", "lampara mesa");
	same(TONGUE_IT, "Tazze da caffè", "tazza caffe");
	same(TONGUE_PT, "Canecas de cerâmica", "caneca ceramica");
	same(TONGUE_JA, "ｶﾞﾗｽ コップ", "ガラス コップ");
	same(TONGUE_JA, "まな板の収納", "まな板 収納");
	same(TONGUE_ZH, "陶瓷杯子", "陶瓷 杯子");
}

static void words_differ(void **state)
{
	uint64_t x[32], y[32];
	assert_int_equal(hashes(TONGUE_EN, "mug", x), 1);
	assert_int_equal(hashes(TONGUE_EN, "jug", y), 1);
	assert_true(x[0] != y[0] && x[0]);
	assert_int_equal(hashes(TONGUE_EN, "", x), 0);
	assert_int_equal(hashes(TONGUE_EN, "the of and", x), 0);
	assert_int_equal(hashes(TONGUE_JA, "竹製まな板", x) >= 2, 1);
	assert_int_equal(hashes(TONGUE_EN, "5 5 5", x), 3);
}

static void scripts(void **state)
{
	uint32_t n[SCRIPT_MAX];
	text_scripts(STR("Tasse 杯 カップ чашка 12"), n);
	assert_int_equal(n[SCRIPT_LATIN], 5);
	assert_int_equal(n[SCRIPT_HAN], 1);
	assert_int_equal(n[SCRIPT_KANA], 3);
	assert_int_equal(n[SCRIPT_OTHER], 5);
}

static void languages(void **state)
{
	static const char *const line[TONGUE_MAX] = {
		[TONGUE_EN] = "Made for the kitchen and easy to clean with a damp cloth",
		[TONGUE_DE] = "Für die Küche gemacht und mit einem feuchten Tuch leicht zu reinigen",
		[TONGUE_FR] = "Conçu pour la cuisine et facile à nettoyer avec un chiffon humide",
		[TONGUE_ES] = "Hecho para la cocina y fácil de limpiar con un paño húmedo",
		[TONGUE_IT] = "Fatto per la cucina e facile da pulire con un panno umido",
		[TONGUE_PT] = "Feito para a cozinha e fácil de limpar com um pano úmido",
	};
	for (int t = 0; t < TONGUE_MAX; t++)
		for (int other = 0; line[t] && other < TONGUE_MAX; other++)
			if (line[other] && other != t)
				assert_true(text_speaks((enum tongue)t, str_c(line[t])) > text_speaks((enum tongue)other, str_c(line[t])));
}

static void titles(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	assert_true(str_eq(text_title_case(TONGUE_EN, STR("mug with lid"), &a), STR("Mug with Lid")));
	assert_true(str_eq(text_title_case(TONGUE_EN, STR("bottle 15 ml with lid"), &a), STR("Bottle 15 ml with Lid")));
	assert_true(str_eq(text_capital(TONGUE_FR, STR("écran"), &a), STR("Écran")));
	assert_true(str_eq(text_lower(TONGUE_DE, STR("GROẞE ÄPFEL"), &a), STR("große äpfel")));
	arena_fini(&a);
}

static int end_thread(void **state)
{
	text_thread_fini();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(forms_meet), cmocka_unit_test(words_differ), cmocka_unit_test(scripts),
		cmocka_unit_test(languages), cmocka_unit_test(titles) };
	return cmocka_run_group_tests_name("text", tests, NULL, end_thread);
}
