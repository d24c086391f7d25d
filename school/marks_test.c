/* Marks: credits by tries, chances that were not given, and what must hold for whatever was recorded. */
#include "school/marks.h"
#include "tests/cmocka.h"

#include <string.h>

enum { MOST = 40 };
static struct mark_chance room[8][MOST];

static struct mark_input begin(enum mark_mode mode)
{
	struct mark_input in = { .market = 1, .seat = 2, .lesson = STR("try"), .scheme = mark_scheme_default, .classwork = -1, .override = -1, .expected_milli = -1 };
	in.scheme.mode = mode;
	return in;
}

static struct mark_item *add(struct mark_input *in, enum mark_kind kind, enum mark_part part, const char *id, int64_t weight, int right, int wrong)
{
	struct mark_chance *c = room[in->n];
	for (int i = 0; i < right + wrong; i++)
		c[i] = (struct mark_chance){ .right = i < right, .kind = STR("order"), .what = STR("1001") };
	in->item[in->n] = (struct mark_item){ kind, part, str_c(id), STR("8.1.2-C1-R4"), weight, c, right + wrong, false, -1 };
	return &in->item[in->n++];
}

static void tries(void **state)
{
	static const int64_t exam[] = { 1000, 700, 500, 500 };
	for (int wrong = 0; wrong < 4; wrong++) {
		assert_int_equal(mark_credit(MARK_EXAM, &(struct mark_chance){ .wrong = wrong, .right = true }), exam[wrong]);
		assert_int_equal(mark_credit(MARK_PRACTICE, &(struct mark_chance){ .wrong = wrong, .right = true }), 1000);
		assert_int_equal(mark_credit(MARK_PRACTICE, &(struct mark_chance){ .wrong = wrong }), 0);
	}
}

static void parts(void **state)
{
	struct mark m;
	struct mark_input in = begin(MARK_PRACTICE);
	mark_compute(&in, &m);
	assert_int_equal(m.total, NO_MARK); /* nothing is known: no mark, and not a full one */
	add(&in, ITEM_STEP, PART_PROCESS, "a", 30, 1, 0);
	add(&in, ITEM_STEP, PART_PROCESS, "b", 10, 0, 1);
	mark_compute(&in, &m);
	assert_int_equal(m.part[PART_PROCESS], 7500);
	assert_int_equal(m.total, 7500); /* parts without a mark take no share */
	add(&in, ITEM_QUIZ, PART_KNOWLEDGE, "q", 1, 0, 1);
	mark_compute(&in, &m);
	assert_int_equal(m.total, 5625); /* 60 × 75 of 80 */
	in.item[1].excused = true;
	mark_compute(&in, &m);
	assert_int_equal(m.part[PART_PROCESS], 10000);
	in.item[1].excused = false;
	in.item[1].given = 500;
	mark_compute(&in, &m);
	assert_int_equal(m.part[PART_PROCESS], 8750);
	in.override = 9100;
	mark_compute(&in, &m);
	assert_true(m.total == 9100 && m.computed == 6563 && strcmp(mark_grade(m.total), "excellent") == 0);
	in.has_result = true;
	in.orders = 1000;
	mark_compute(&in, &m);
	assert_int_equal(m.part[PART_RESULT], NO_MARK);
	assert_int_equal(m.computed, 6563); /* the result is shown, not marked */
}

static void conduct(void **state)
{
	static const int64_t factor[] = { 1000, 950, 900, 850, 800, 800, 800 };
	struct mark m;
	struct mark_input in = begin(MARK_PRACTICE);
	add(&in, ITEM_STEP, PART_PROCESS, "a", 10, 1, 0);
	for (int n = 0; n < 7; n++) {
		in.deductions = n;
		in.warnings = 0;
		mark_compute(&in, &m);
		assert_int_equal(m.total, 10000); /* never without a warning */
		in.warnings = 1;
		mark_compute(&in, &m);
		assert_int_equal(m.conduct, factor[n]);
		assert_int_equal(m.total, factor[n] * 10);
	}
}

static void few(void **state)
{
	struct mark m;
	for (int n = 0; n <= 8; n++) {
		struct mark_input in = begin(MARK_EXAM);
		add(&in, ITEM_SKILL, PART_PROCESS, "s", 10, n, 0);
		mark_compute(&in, &m);
		assert_int_equal(m.credit[0], n < SKILL_CHANCES ? NO_MARK : 1000);
		assert_int_equal(m.owed[0], (n < 5 ? n : 5) * 2000000);
		assert_true(n >= SKILL_CHANCES || m.got[0] < 10 * 1000000);
	}
}

static void days(void **state)
{
	struct mark m;
	struct mark_input in = begin(MARK_PRACTICE);
	in.scheme = (struct mark_scheme){ .weight = { [PART_PROCESS] = 90, [PART_ATTENDANCE] = 10 } };
	add(&in, ITEM_DAY, PART_ATTENDANCE, "attendance", 1, 3, 0);
	room[0][1].wrong = 1;
	room[0][2].wrong = 2;
	mark_compute(&in, &m);
	assert_int_equal(m.part[PART_ATTENDANCE], 5333);
	assert_int_equal(m.total, 5333);
}

static int below(uint64_t *s, int n)
{
	*s = *s * 6364136223846793005u + 1442695040888963407u;
	return (int)((*s >> 33) % (uint64_t)n);
}

static struct mark_input any(uint64_t *s)
{
	struct mark_input in = begin((enum mark_mode)below(s, 2));
	int n = 1 + below(s, 7);
	for (int i = 0; i < n; i++) {
		enum mark_kind kind = (enum mark_kind)below(s, 3);
		struct mark_item *it = add(&in, kind, kind == ITEM_QUIZ ? PART_KNOWLEDGE : PART_PROCESS, "x", 1 + below(s, 20), below(s, kind == ITEM_SKILL ? 12 : 2), 0);
		it->excused = below(s, 9) == 0;
		for (int k = 0; k < it->n; k++) {
			room[i][k].right = below(s, 3) > 0;
			room[i][k].wrong = below(s, 4);
		}
	}
	in.warnings = below(s, 2);
	in.deductions = below(s, 7);
	return in;
}

/* Whatever was recorded: a chance used never lowers a mark, a chance missed never raises it, and no skill is full without evidence. */
static void never_lower(void **state)
{
	uint64_t s = 20260;
	int raised = 0;
	for (int round = 0; round < 20000; round++) {
		struct mark a, b;
		struct mark_input in = any(&s);
		int i = below(&s, in.n);
		mark_compute(&in, &a);
		assert_in_range(a.total + 1, 0, MARK_FULL + 1);
		for (int k = 0; k < in.n; k++)
			if (in.item[k].kind == ITEM_SKILL && in.item[k].n < SKILL_CHANCES)
				assert_true(a.credit[k] == NO_MARK && a.got[k] < in.item[k].weight * 1000000);
		struct mark_item *it = &in.item[i];
		int at = it->n ? below(&s, it->n) : 0;
		if (it->n && !room[i][at].right) { /* done after all */
			room[i][at].right = true;
			mark_compute(&in, &b);
			assert_true(b.total >= a.total);
			room[i][at].right = false;
		}
		if (it->kind == ITEM_SKILL) {
			room[i][it->n] = (struct mark_chance){ .right = true };
			it->n++;
			mark_compute(&in, &b);
			assert_true(b.part[PART_PROCESS] >= a.part[PART_PROCESS]);
			raised += b.part[PART_PROCESS] > a.part[PART_PROCESS];
			room[i][it->n - 1].right = false;
			mark_compute(&in, &b);
			assert_true(a.part[PART_PROCESS] == NO_MARK || b.part[PART_PROCESS] <= a.part[PART_PROCESS]);
		}
	}
	assert_true(raised > 100);
}

static void same_bytes(void **state)
{
	uint64_t s = 7;
	struct buf x, y;
	char one[MARK_HASH_MAX], other[MARK_HASH_MAX];
	buf_init(&x, 1 << 20);
	buf_init(&y, 1 << 20);
	for (int round = 0; round < 200; round++) {
		struct mark a, b;
		struct mark_input in = any(&s);
		buf_clear(&x);
		buf_clear(&y);
		mark_compute(&in, &a);
		mark_write(&in, &a, &x);
		mark_compute(&in, &b);
		mark_write(&in, &b, &y);
		assert_true(!x.full && str_eq(buf_span(&x), buf_span(&y)));
		mark_hash(buf_span(&x), one);
		in.position++;
		buf_clear(&y);
		mark_write(&in, &b, &y);
		mark_hash(buf_span(&y), other);
		assert_string_not_equal(one, other);
	}
	mark_hash(STR("abc"), one);
	assert_string_equal(one, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	buf_fini(&x);
	buf_fini(&y);
}

static void schemes(void **state)
{
	struct buf b;
	struct jw j;
	struct mark_scheme s, t = { .weight = { 50, 10, 20, 10, 10 }, .mode = MARK_EXAM, .grades = true };
	buf_init(&b, 4096);
	jw_init(&j, &b);
	mark_scheme_write(&t, &j);
	assert_true(mark_scheme_read(buf_span(&b), &s));
	assert_memory_equal(s.weight, t.weight, sizeof s.weight);
	assert_true(s.mode == MARK_EXAM && s.grades);
	assert_false(mark_scheme_read(STR("{\"mode\":\"exam\",\"process\":90}"), &s));
	assert_false(mark_scheme_read(STR("{\"mode\":\"exam\",\"process\":110,\"result\":-10}"), &s));
	assert_false(mark_scheme_read(STR("no"), &s));
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tries),
		cmocka_unit_test(parts),
		cmocka_unit_test(conduct),
		cmocka_unit_test(few),
		cmocka_unit_test(days),
		cmocka_unit_test(never_lower),
		cmocka_unit_test(same_bytes),
		cmocka_unit_test(schemes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
