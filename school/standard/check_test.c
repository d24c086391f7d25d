/* The standard's data and the registry of answers; the boundary cases of tests/standard/cases.json; nothing that is missing passes. */
#include "school/standard/inside.h"
#include "tests/cmocka.h"

#include "base/calendar.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

static struct standard *standard;

static void told(void *arg, const char *path, const char *en, const char *zh)
{
	printf("# %s: %s / %s\n", path, en, zh);
}

static int set_up(void **state)
{
	standard = standard_read("standards/730702", told, NULL);
	return standard ? 0 : -1;
}

static int clean_up(void **state)
{
	standard_destroy(standard);
	return 0;
}

/* Each clause is answered once, and every answer belongs to a clause. */
static void answered(void **state)
{
	const struct clause *c, *related;
	int n = standard_clauses(standard, &c), m = standard_related(standard, &related), by[3] = { 0 }, severity[3] = { 0 };
	assert_int_equal(n, 325);
	assert_int_equal(n + m, n_standard_answers);
	for (int i = 0; i < n; i++) {
		int answers = 0;
		for (int k = 0; k < n_standard_answers; k++)
			answers += str_eq(c[i].id, str_c(standard_answers[k].clause));
		if (answers != 1)
			fail_msg("%s has %d answers", c[i].id.p, answers);
		assert_non_null(c[i].answer->decide);
		by[c[i].by]++;
		severity[c[i].severity]++;
	}
	for (int k = 0; k < n_standard_answers; k++)
		if (clause_find(standard, str_c(standard_answers[k].clause)) < 0)
			fail_msg("%s is no clause", standard_answers[k].clause);
	assert_int_equal(by[BY_RULE], 240);
	assert_int_equal(by[BY_EVIDENCE], 53);
	assert_int_equal(by[BY_REVIEW], 32);
	assert_int_equal(severity[SEVERITY_ERROR], 232);
	assert_int_equal(severity[SEVERITY_WARN], 74);
	assert_int_equal(severity[SEVERITY_INFO], 19);
}

static bool has_han(struct str s)
{
	size_t at = 0;
	int32_t u;
	while ((u = str_utf8_next(s, &at)) >= 0)
		if (u >= 0x4e00 && u <= 0x9fff)
			return true;
	return false;
}

/* Text, source and severity of each clause: a soft word is never an error, a hard one never mere information. */
static void worded(void **state)
{
	static const char *const soft[] = { "一般", "原则上", "主要", "优先" }, *const hard[] = { "必须", "不少于", "不低于", "不高于", "不超过" };
	const struct clause *c;
	int n = standard_clauses(standard, &c);
	for (int i = 0; i < n; i++) {
		bool is_soft = false, is_hard = false;
		assert_true(has_han(c[i].text[LANG_ZH]) && c[i].text[LANG_EN].n > 10 && has_han(c[i].source));
		if (c[i].source.n > 360 || c[i].text[LANG_ZH].n > 200 || c[i].text[LANG_EN].n > 200)
			fail_msg("%s is long", c[i].id.p);
		for (int k = 0; k < 4; k++)
			is_soft = is_soft || str_find(c[i].word, str_c(soft[k]), 0) >= 0;
		for (int k = 0; k < 5; k++)
			is_hard = is_hard || str_find(c[i].word, str_c(hard[k]), 0) >= 0;
		if ((is_soft && c[i].severity == SEVERITY_ERROR) || (is_hard && !is_soft && c[i].severity != SEVERITY_ERROR) ||
			(c[i].may && c[i].severity != SEVERITY_INFO))
			fail_msg("%s: %s is not %s", c[i].id.p, c[i].word.p, clause_severity_name[c[i].severity]);
	}
	assert_true(standard->n_interpretations >= 11);
	const struct clause *share = &standard->clause[clause_find(standard, STR("8.2-15"))];
	assert_true(str_find(share->reading[LANG_ZH], STR("50% 本身"), 0) >= 0 &&
		    str_find(share->reading[LANG_EN], STR("holds the half itself"), 0) >= 0);
	assert_true(standard->clause[clause_find(standard, STR("8.1.2-C7-R9"))].reading[LANG_EN].n > 0 &&
		    !standard->clause[clause_find(standard, STR("2-01"))].reading[LANG_EN].n);
}

/* ---- documents ---- */
static const struct clause_result *check_on(const json_t *document, int64_t day, struct arena *a, int *ret_n)
{
	struct programme *p = programme_parse(standard, document, told, NULL);
	assert_non_null(p);
	struct clause_result *r = standard_check(standard, p, day != NONE ? day : programme_as_of(p), a, ret_n);
	for (int i = 0; i < *ret_n; i++) {
		assert_true(r[i].status < CLAUSE_STATUS_MAX && r[i].n_pointers > 0);
		if (!has_han(r[i].formula[LANG_ZH]) || r[i].formula[LANG_EN].n < 8)
			fail_msg("%s has no sentence", r[i].clause->id.p);
	}
	programme_destroy(p); /* what is told of it stands in the arena */
	return r;
}

static enum clause_status status_of(const struct clause_result *r, const char *id)
{
	int i = clause_find(standard, str_c(id));
	if (i < 0)
		fail_msg("%s is no clause", id);
	return r[i].status;
}

static void one_case(const json_t *base, const json_t *c, const struct clause_result *before, int n)
{
	const char *name = json_string_value(json_object_get(c, "name")), *key, *figure;
	json_t *v, *f, *document = json_deep_copy(base);
	struct arena a;
	int64_t day = NONE;
	int m;
	arena_init(&a, 0);
	json_object_foreach(json_object_get(c, "set"), key, v)
	{
		if (!programme_set(document, str_c(key), v))
			fail_msg("%s: no %s", name, key);
	}
	if (json_object_get(c, "date"))
		assert_true(cal_parse_date(str_c(json_string_value(json_object_get(c, "date"))), &day));
	const struct clause_result *r = check_on(document, day, &a, &m);
	json_object_foreach(json_object_get(c, "expect"), key, v)
	{
		if (strcmp(clause_status_name[status_of(r, key)], json_string_value(v)) != 0)
			fail_msg("%s: %s is %s, not %s: %s", name, key, clause_status_name[status_of(r, key)], json_string_value(v),
				r[clause_find(standard, str_c(key))].formula[LANG_EN].p);
	}
	json_object_foreach(json_object_get(c, "severity"), key, v)
	{
		assert_string_equal(clause_severity_name[r[clause_find(standard, str_c(key))].clause->severity], json_string_value(v));
	}
	json_object_foreach(json_object_get(c, "figures"), key, v)
	{
		const struct clause_result *one = &r[clause_find(standard, str_c(key))];
		json_object_foreach(v, figure, f)
		{
			int64_t found = -1;
			for (int i = 0; i < one->n_figures; i++)
				if (strcmp(one->figure[i].name, figure) == 0)
					found = one->figure[i].value;
			if (found != json_integer_value(f))
				fail_msg("%s: %s of %s is %lld", name, figure, key, (long long)found);
		}
	}
	/* nothing else of 8.2 changes */
	for (int i = 0; i < n && !json_is_false(json_object_get(c, "others")); i++)
		if (str_starts(r[i].clause->id, STR("8.2-")) && !json_object_get(json_object_get(c, "expect"), r[i].clause->id.p) &&
			r[i].status != before[i].status)
			fail_msg("%s: %s is %s, too", name, r[i].clause->id.p, clause_status_name[r[i].status]);
	json_decref(document);
	arena_fini(&a);
}

static void boundary(void **state)
{
	json_error_t e;
	json_t *all = json_load_file("tests/standard/cases.json", 0, &e), *c;
	struct arena a;
	size_t i;
	int n;
	if (!all)
		fail_msg("line %d: %s", e.line, e.text);
	arena_init(&a, 0);
	const struct clause_result *before = check_on(json_object_get(all, "base"), NONE, &a, &n);
	assert_true(json_array_size(json_object_get(all, "cases")) >= 75);
	json_array_foreach(json_object_get(all, "cases"), i, c)
	{
		one_case(json_object_get(all, "base"), c, before, n);
	}
	arena_fini(&a);
	json_decref(all);
}

/* ---- what is missing ---- */
static void nothing(void **state)
{
	json_t *empty = json_pack("{s:i}", "format", 1);
	struct arena a;
	int n;
	arena_init(&a, 0);
	const struct clause_result *r = check_on(empty, cal_day(2030, 1, 1), &a, &n);
	for (int i = 0; i < n; i++)
		if (r[i].status != CLAUSE_NO_DATA && r[i].status != CLAUSE_EVIDENCE_MISSING && r[i].status != CLAUSE_WAITING_REVIEW)
			fail_msg("%s reads %s of an empty document", r[i].clause->id.p, clause_status_name[r[i].status]);
	arena_fini(&a);
	json_decref(empty);
}

static json_t *example(void)
{
	json_t *o = json_load_file("standards/730702/examples/plan.json", 0, NULL);
	assert_non_null(o);
	return o;
}

/* The example passes all that can be decided before students come, and nothing fails. */
static void example_passes(void **state)
{
	json_t *o = example();
	struct arena a;
	int n, counts[CLAUSE_STATUS_MAX] = { 0 };
	arena_init(&a, 0);
	const struct clause_result *r = check_on(o, NONE, &a, &n);
	for (int i = 0; i < standard->n; i++)
		counts[r[i].status]++;
	assert_false(standard_fails(r, n));
	assert_int_equal(counts[CLAUSE_FAIL], 0);
	assert_int_equal(counts[CLAUSE_NO_DATA], 1);
	assert_int_equal(status_of(r, "8.2-10"), CLAUSE_NO_DATA);
	assert_true(counts[CLAUSE_PASS] >= 125 && counts[CLAUSE_NOT_DUE] >= 180);
	for (int i = 0; i < n; i++)
		if (r[i].status == CLAUSE_NOT_DUE)
			assert_true(r[i].due_on > cal_day(2026, 8, 20));
	arena_fini(&a);
	json_decref(o);
}

/* A clause that passes points at what decided it: without those members of the document it doesn't pass. */
static void pointers_decide(void **state)
{
	json_t *o = example();
	struct arena a, b;
	int n, m, passed = 0;
	arena_init(&a, 0);
	arena_init(&b, 0);
	const struct clause_result *r = check_on(o, NONE, &a, &n);
	for (int i = 0; i < n; i++) {
		if (r[i].status != CLAUSE_PASS)
			continue;
		json_t *less = json_copy(o);
		for (int k = 0; k < r[i].n_pointers; k++) {
			struct str rest = str_sub(r[i].pointer[k], 1, r[i].pointer[k].n), member;
			assert_true(str_next(&rest, '/', &member));
			json_object_deln(less, member.p, member.n);
		}
		if (r[i].clause->by == BY_EVIDENCE)
			json_object_del(less, "evidence"); /* an item serves where records don't */
		/* rows that name rows of a member that is gone would be faults; they go, too */
		static const char *const followers[][2] = { { "teachers", "teacher_practice" }, { "rooms", "equipment" }, { "rooms", "software" },
			{ "rooms", "inspections" }, { "courses", "textbooks" } };
		for (int k = 0; k < 5; k++)
			if (!json_object_get(less, followers[k][0]))
				json_object_del(less, followers[k][1]);
		json_t *rooms = json_object_get(less, "rooms"), *room;
		size_t q;
		if (!json_object_get(less, "teachers")) {
			json_object_set_new(less, "rooms", rooms = json_deep_copy(rooms));
			json_array_foreach(rooms, q, room)
			{
				json_object_del(room, "instructors");
			}
		}
		const struct clause_result *s = check_on(less, cal_day(2026, 8, 20), &b, &m);
		if (s[i].status == CLAUSE_PASS)
			fail_msg("%s passes without %s", r[i].clause->id.p, r[i].pointer[0].p);
		passed++;
		json_decref(less);
		arena_reset(&b);
	}
	assert_true(passed > 120);
	arena_fini(&a);
	arena_fini(&b);
	json_decref(o);
}

/* Whatever value is taken away: nothing passes by its absence. */
static void absence(void **state)
{
	json_t *o = example(), *copy, *member, *row, *v;
	const char *name, *key;
	struct arena a, b;
	int n, m, tried = 0;
	size_t i;
	void *next;
	arena_init(&a, 0);
	arena_init(&b, 0);
	const struct clause_result *r = check_on(o, NONE, &a, &n);
	copy = json_deep_copy(o);
	json_object_foreach_safe(copy, next, name, member)
	{
		size_t rows = json_is_array(member) ? json_array_size(member) : 1;
		for (i = 0; i<rows; i += rows> 6 ? rows / 3 : 1) {
			row = json_is_array(member) ? json_array_get(member, i) : member;
			json_t *whole = json_deep_copy(row);
			if (!json_is_object(row)) {
				json_decref(whole);
				continue;
			}
			json_object_foreach(whole, key, v)
			{
				json_object_del(row, key);
				struct programme *p = programme_parse(standard, copy, NULL, NULL);
				if (p) {
					const struct clause_result *s = standard_check(standard, p, cal_day(2026, 8, 20), &b, &m);
					for (int k = 0; k < n; k++)
						if (s[k].status == CLAUSE_PASS && r[k].status != CLAUSE_PASS)
							fail_msg("%s passes without /%s/%zu/%s", s[k].clause->id.p, name, i, key);
					programme_destroy(p);
					tried++;
				}
				arena_reset(&b);
				json_object_set(row, key, v);
			}
			json_decref(whole);
		}
	}
	assert_true(tried > 150);
	json_decref(copy);
	json_decref(o);
	arena_fini(&a);
	arena_fini(&b);
}

static void months(void **state)
{
	assert_int_equal(months30(cal_day(2027, 1, 10), cal_day(2027, 7, 10)), 180);
	assert_int_equal(months30(cal_day(2027, 1, 10), cal_day(2027, 7, 11)), 181);
	assert_int_equal(months30(cal_day(2027, 1, 31), cal_day(2027, 2, 28)), 30);
	assert_int_equal(months30(cal_day(2027, 7, 1), cal_day(2027, 8, 1)), 30);
	assert_int_equal(months30(cal_day(2028, 2, 28), cal_day(2028, 2, 29)), 1);
	assert_int_equal(months30(5, 5), 0);
	assert_int_equal(months30(6, 5), 0);
	assert_int_equal(day_add_months(cal_day(2027, 12, 31), 2), cal_day(2028, 2, 29));
	assert_int_equal(day_add_months(cal_day(2027, 1, 15), -13), cal_day(2025, 12, 15));
	struct span_days s[3] = { { cal_day(2027, 4, 1), cal_day(2027, 6, 1) }, { cal_day(2027, 1, 1), cal_day(2027, 5, 1) },
		{ cal_day(2028, 1, 1), cal_day(2028, 1, 11) } };
	assert_int_equal(months30_sum(s, 3), 160);
}

/* The same document gives the same lines, and a line begins as it is documented. */
static void lines(void **state)
{
	json_t *o = example();
	struct arena a;
	struct buf b[2];
	struct jw j;
	int n;
	arena_init(&a, 0);
	const struct clause_result *r = check_on(o, NONE, &a, &n);
	for (int i = 0; i < n; i++) {
		char begin[200];
		for (int k = 0; k < 2; k++) {
			buf_init(&b[k], 1 << 16);
			jw_init(&j, &b[k]);
			clause_result_json(&j, &r[i], NULL, (enum lang)k);
			json_t *line = json_loadb(b[k].p, b[k].n, JSON_REJECT_DUPLICATES, NULL);
			assert_non_null(line);
			json_decref(line);
		}
		snprintf(begin, sizeof begin, "{\"clause\":\"%s\",\"status\":\"%s\",\"severity\":\"%s\",", r[i].clause->id.p,
			clause_status_name[r[i].status], clause_severity_name[r[i].clause->severity]);
		assert_true(str_starts(buf_span(&b[0]), str_c(begin)) && str_starts(buf_span(&b[1]), str_c(begin)));
		buf_fini(&b[0]);
		buf_fini(&b[1]);
	}
	arena_fini(&a);
	json_decref(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answered),
		cmocka_unit_test(worded),
		cmocka_unit_test(months),
		cmocka_unit_test(boundary),
		cmocka_unit_test(nothing),
		cmocka_unit_test(example_passes),
		cmocka_unit_test(pointers_decide),
		cmocka_unit_test(absence),
		cmocka_unit_test(lines),
	};
	return cmocka_run_group_tests(tests, set_up, clean_up);
}
