/* What the board says of a class, moment by moment. */
#include "server/board.h"
#include "base/hash.h"
#include "market/listing/check.h"
#include "tests/cmocka.h"

#include <stdio.h>
#include <string.h>

enum { MIN = 60000, ANN = 11, BEN = 22, CEM = 33, L1 = 101 };
#define T0 1700000000000ll
static struct board *b;

static int setup(void **state)
{
	b = board_create();
	return 0;
}

static int teardown(void **state)
{
	board_destroy(b);
	return 0;
}

static enum board_word word(uint64_t seat, int64_t ms)
{
	board_lock(b);
	enum board_word w = board_word(b, board_seat(b, seat), ms);
	board_unlock(b);
	return w;
}

static struct board_act last(uint64_t seat)
{
	board_lock(b);
	const struct board_seat *s = board_seat(b, seat);
	struct board_act act = s->recent[(s->n_recent - 1) % BOARD_RECENT];
	board_unlock(b);
	return act;
}

static void accept(uint64_t seat, const struct act *act, uint64_t id, uint64_t findings, int64_t ms)
{
	struct buf text;
	buf_init(&text, 1 << 20);
	act_encode(act, &text);
	board_note(b, &(struct board_note){ .ms = ms, .seat = seat, .act = act, .hash = hash_bytes(1, text.p, text.n), .id = id, .findings = findings, .position = 7 });
	buf_fini(&text);
}

static void refuse(uint64_t seat, enum problem_code code, const char *field, int64_t ms)
{
	struct problem p;
	problem_set(&p, code, field, "Someone's text", NULL);
	board_note_refusal(b, ms, seat, ACT_OFFER_SET, &p);
}

static struct act price(uint64_t listing, int64_t minor)
{
	struct act a = { .kind = ACT_OFFER_SET, .given = 7 };
	a.offer_set.listing = listing;
	a.offer_set.country = STR("US");
	a.offer_set.price_minor = minor;
	return a;
}

static struct act publish(uint64_t listing)
{
	struct act a = { .kind = ACT_LISTING_PUBLISH, .given = 1 };
	a.listing_publish.listing = listing;
	return a;
}

static void coming_and_going(void **state)
{
	assert_int_equal(word(ANN, T0), BOARD_ABSENT);
	board_presence(b, ANN, 1, T0);
	assert_int_equal(word(ANN, T0 + 1), BOARD_NOT_STARTED);
	struct act a = price(L1, 999);
	accept(ANN, &a, L1, 0, T0 + MIN);
	assert_int_equal(word(ANN, T0 + MIN), BOARD_WORKING);
	board_presence(b, ANN, 1, T0 + MIN); /* a second tab */
	board_presence(b, ANN, -1, T0 + 2 * MIN);
	assert_int_equal(word(ANN, T0 + 3 * MIN), BOARD_WORKING);
	board_presence(b, ANN, -1, T0 + 3 * MIN);
	assert_int_equal(word(ANN, T0 + 3 * MIN + BOARD_GONE_MS - 1), BOARD_WORKING); /* perhaps he loads the page again */
	assert_int_equal(word(ANN, T0 + 3 * MIN + BOARD_GONE_MS), BOARD_AWAY);
	/* after two quiet hours nobody was ever there */
	assert_int_equal(word(ANN, T0 + 3 * MIN + BOARD_LESSON_GAP_MS + 1), BOARD_ABSENT);
}

static void quiet_is_stuck(void **state)
{
	struct act a = price(L1, 999);
	board_presence(b, ANN, 1, T0);
	assert_int_equal(word(ANN, T0 + BOARD_QUIET_MS - 1), BOARD_NOT_STARTED);
	assert_int_equal(word(ANN, T0 + BOARD_QUIET_MS), BOARD_QUIET);
	assert_true(board_stuck(BOARD_QUIET) && board_stuck(BOARD_REFUSED) && !board_stuck(BOARD_WORKING));
	accept(ANN, &a, L1, 0, T0 + 6 * MIN);
	assert_int_equal(word(ANN, T0 + 10 * MIN), BOARD_WORKING);
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 10 * MIN); /* is not an accepted act */
	assert_int_equal(word(ANN, T0 + 11 * MIN), BOARD_QUIET);
	/* time that passes in the market, or under the teacher's word, is not his */
	board_playing(b, true, T0 + 12 * MIN);
	assert_int_equal(word(ANN, T0 + 30 * MIN), BOARD_WORKING);
	board_playing(b, false, T0 + 30 * MIN);
	assert_int_equal(word(ANN, T0 + 34 * MIN), BOARD_WORKING);
	assert_int_equal(word(ANN, T0 + 35 * MIN), BOARD_QUIET);
	board_holding(b, true, T0 + 36 * MIN);
	assert_int_equal(word(ANN, T0 + 50 * MIN), BOARD_WORKING);
	board_holding(b, false, T0 + 50 * MIN);
	assert_int_equal(word(ANN, T0 + 55 * MIN), BOARD_QUIET);
}

static void three_by_one_rule(void **state)
{
	struct act a = price(L1, 999);
	board_presence(b, ANN, 1, T0);
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 1);
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 2);
	assert_int_equal(word(ANN, T0 + 3), BOARD_NOT_STARTED);
	refuse(ANN, PROBLEM_OFFER_BELOW_COST, "", T0 + 3); /* another rule: from one again */
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 4);
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 5);
	assert_int_equal(word(ANN, T0 + 6), BOARD_NOT_STARTED);
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 6);
	assert_int_equal(word(ANN, T0 + 7), BOARD_REFUSED);
	accept(ANN, &a, L1, 0, T0 + 8);
	assert_int_equal(word(ANN, T0 + 9), BOARD_WORKING);
	/* rules of form are as many as there are fields */
	refuse(ANN, PROBLEM_MISSING_FIELD, "title", T0 + 10);
	refuse(ANN, PROBLEM_MISSING_FIELD, "price", T0 + 11);
	refuse(ANN, PROBLEM_MISSING_FIELD, "sku", T0 + 12);
	assert_int_equal(word(ANN, T0 + 13), BOARD_WORKING);
	refuse(ANN, PROBLEM_MISSING_FIELD, "sku", T0 + 13);
	refuse(ANN, PROBLEM_MISSING_FIELD, "sku", T0 + 14);
	assert_int_equal(word(ANN, T0 + 15), BOARD_REFUSED);
}

static void effects(void **state)
{
	struct act a = price(L1, 999), go = publish(L1), off = { .kind = ACT_LISTING_PAUSE, .given = 1 };
	off.listing_pause.listing = L1;
	accept(ANN, &a, L1, 0, T0);
	assert_int_equal(last(ANN).effect, EFFECT_NEW);
	assert_int_equal(last(ANN).ref, L1);
	accept(ANN, &a, L1, 0, T0 + 1);
	assert_int_equal(last(ANN).effect, EFFECT_NONE);
	a.offer_set.price_minor = 899;
	accept(ANN, &a, L1, 0, T0 + 2);
	assert_int_equal(last(ANN).effect, EFFECT_PRICE);
	a.offer_set.promise_days = 9;
	a.given |= 1 << 5;
	accept(ANN, &a, L1, 0, T0 + 3);
	assert_int_equal(last(ANN).effect, EFFECT_CHANGED);
	accept(ANN, &go, L1, 0, T0 + 4);
	assert_int_equal(last(ANN).effect, EFFECT_ON_SALE);
	accept(ANN, &go, L1, 0, T0 + 5);
	assert_int_equal(last(ANN).effect, EFFECT_NONE);
	accept(ANN, &off, L1, 0, T0 + 6);
	assert_int_equal(last(ANN).effect, EFFECT_OFF_SALE);
	accept(ANN, &go, L1, finding_bit(FINDING_TITLE_TOO_LONG), T0 + 7);
	assert_int_equal(last(ANN).effect, EFFECT_BLOCKED);
	/* a listing that is saved again as it was made */
	struct act save = { .kind = ACT_LISTING_SAVE, .given = 1 << 1 | 1 << 2 };
	save.listing_save.good = STR("tote");
	save.listing_save.category = STR("bags");
	accept(BEN, &save, 202, 0, T0);
	assert_int_equal(last(BEN).effect, EFFECT_NEW);
	save.listing_save.listing = 202;
	save.given |= 1;
	accept(BEN, &save, 202, 0, T0 + 1);
	assert_int_equal(last(BEN).effect, EFFECT_NONE);
	save.listing_save.good = STR("belt");
	accept(BEN, &save, 202, 0, T0 + 2);
	assert_int_equal(last(BEN).effect, EFFECT_CHANGED);
}

static void mistakes(void **state)
{
	struct board_mistake m[10];
	struct act go = publish(L1), a = price(L1, 999), other = publish(202), third = publish(203);
	uint64_t caps = finding_bit(FINDING_TITLE_CAPS), tip = finding_bit(FINDING_TITLE_LONG);
	for (int i = 0; i < 5; i++)
		refuse(ANN, PROBLEM_NO_CASH, "", T0 + i); /* five times one student */
	refuse(ANN, PROBLEM_OFFER_BELOW_COST, "", T0 + 9);
	refuse(BEN, PROBLEM_OFFER_BELOW_COST, "", T0 + 9); /* two students */
	accept(CEM, &a, L1, caps, T0 + 10);                 /* not published yet: unfinished */
	accept(CEM, &go, L1, caps | tip, T0 + 11);
	accept(CEM, &a, L1, caps | tip, T0 + 12); /* stands still: does not count again */
	accept(ANN, &other, 202, caps, T0 + 13);
	accept(BEN, &third, 203, caps, T0 + 14);
	board_lock(b);
	int n = board_mistakes(b, T0 + 20, m, 10);
	board_unlock(b);
	assert_int_equal(n, 3);
	assert_string_equal(board_mistake_code(&m[0]), "title.capitals");
	assert_int_equal(m[0].seats, 3);
	assert_int_equal(m[0].times, 3);
	assert_string_equal(board_mistake_code(&m[1]), "offer.below_cost");
	assert_int_equal(m[1].seats, 2);
	assert_string_equal(board_mistake_code(&m[2]), "ledger.no_cash");
	assert_int_equal(m[2].times, 5);
	assert_int_equal(m[2].seats, 1);
	/* a quarter of an hour later they are of the lesson, not of now */
	refuse(CEM, PROBLEM_PURCHASE_MOQ, "", T0 + BOARD_RECENT_MS + MIN);
	board_lock(b);
	n = board_mistakes(b, T0 + BOARD_RECENT_MS + MIN, m, 10);
	assert_int_equal(n, 4);
	assert_string_equal(board_mistake_code(&m[0]), "purchase.moq");
	assert_int_equal(m[1].seats, 0);
	assert_int_equal(m[1].seats_all, 3);
	n = board_mistakes_of(b, ANN, T0 + 20, m, 10);
	board_unlock(b);
	assert_int_equal(n, 3);
	assert_int_equal(m[0].seats, 1);
}

static void words_without_a_person(void **state)
{
	struct board_mistake m[2];
	struct buf text;
	refuse(ANN, PROBLEM_STORE_BANK_HOLDER, "bank_holder", T0);
	board_lock(b);
	assert_int_equal(board_mistakes(b, T0, m, 2), 1);
	board_unlock(b);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		buf_init(&text, 4096);
		board_mistake_text(&m[0], (enum lang)lang, &text);
		buf_char(&text, 0);
		assert_null(strstr(text.p, "Someone"));
		assert_null(strchr(text.p, '{'));
		assert_non_null(strstr(text.p, "…"));
		buf_fini(&text);
	}
}

static void a_new_lesson(void **state)
{
	struct board_mistake m[2];
	struct act a = price(L1, 999);
	board_presence(b, ANN, 1, T0);
	accept(ANN, &a, L1, 0, T0);
	refuse(ANN, PROBLEM_NO_CASH, "", T0 + 3 * MIN);
	board_lock(b);
	struct board_seat *s = board_seat(b, ANN);
	assert_int_equal(s->accepted, 1);
	assert_int_equal(s->refused, 1);
	assert_int_equal(s->active_ms, 3 * MIN);
	assert_int_equal(board_lesson_ms(b), T0);
	board_unlock(b);
	board_presence(b, ANN, -1, T0 + 4 * MIN);
	int64_t next = T0 + 4 * MIN + BOARD_LESSON_GAP_MS + 1;
	board_presence(b, BEN, 1, next);
	board_lock(b);
	s = board_seat(b, ANN);
	assert_int_equal(s->accepted, 0);
	assert_int_equal(s->refused, 0);
	assert_int_equal(s->active_ms, 0);
	assert_int_equal(board_lesson_ms(b), next);
	assert_int_equal(board_mistakes(b, next, m, 2), 0);
	board_unlock(b);
	assert_int_equal(word(ANN, next), BOARD_ABSENT);
	accept(ANN, &a, L1, 0, next + 1); /* what stands from last week is known */
	assert_int_equal(last(ANN).effect, EFFECT_NONE);
}

static void many_of_all(void **state)
{
	struct board_mistake m[3];
	board_lock(b);
	for (uint64_t i = 1; i <= BOARD_SEATS_MAX; i++)
		assert_non_null(board_seat(b, i));
	assert_null(board_seat(b, BOARD_SEATS_MAX + 1));
	assert_null(board_seat(b, 0));
	board_unlock(b);
	char field[20];
	for (int i = 0; i < 3 * BOARD_NOTES_MAX; i++) { /* more different ones, and more at all, than are kept */
		snprintf(field, sizeof field, "f%d", i % 600);
		refuse((uint64_t)(i % BOARD_SEATS_MAX) + 1, PROBLEM_MISSING_FIELD, field, T0 + i);
	}
	board_lock(b);
	assert_int_equal(board_mistakes(b, T0 + 3 * BOARD_NOTES_MAX, m, 3), 3);
	board_unlock(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(coming_and_going, setup, teardown),
		cmocka_unit_test_setup_teardown(quiet_is_stuck, setup, teardown),
		cmocka_unit_test_setup_teardown(three_by_one_rule, setup, teardown),
		cmocka_unit_test_setup_teardown(effects, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes, setup, teardown),
		cmocka_unit_test_setup_teardown(words_without_a_person, setup, teardown),
		cmocka_unit_test_setup_teardown(a_new_lesson, setup, teardown),
		cmocka_unit_test_setup_teardown(many_of_all, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
