/* Every rule can pass and can fail: over the boundary cases, the examples, and the record of a whole class with one value after the other changed. And a clause that passes
 * points at what decided it. */
#include "school/standard/inside.h"
#include "tests/cmocka.h"

#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RULES_MAX = 400 };
static struct standard *standard;
static bool reached[RULES_MAX][2]; /* by answer: has passed, has failed */

static int set_up(void **state)
{
	standard = standard_read("standards/730702", NULL, NULL);
	return standard ? 0 : -1;
}

static int clean_up(void **state)
{
	standard_destroy(standard);
	return 0;
}

static json_t *load(const char *path)
{
	json_t *o = json_load_file(path, 0, NULL);
	if (!o)
		fail_msg("%s can't be read", path);
	return o;
}

/* Decides a document, if it is one, and remembers what was reached. */
static struct clause_result *decide(const json_t *document, int64_t day, struct arena *a)
{
	int n;
	struct programme *p = programme_parse(standard, document, NULL, NULL);
	if (!p)
		return NULL;
	struct clause_result *r = standard_check(standard, p, day != NONE ? day : programme_as_of(p), a, &n);
	for (int i = 0; i < n; i++) {
		int at = (int)(r[i].clause->answer - standard_answers);
		reached[at][0] = reached[at][0] || r[i].status == CLAUSE_PASS;
		reached[at][1] = reached[at][1] || r[i].status == CLAUSE_FAIL;
	}
	programme_destroy(p);
	return r;
}

/* The record of the class passes everything that the school can have data of. */
static void graduated(void **state)
{
	json_t *o = load("standards/730702/examples/graduated.json");
	struct arena a;
	arena_init(&a, 0);
	const struct clause_result *r = decide(o, NONE, &a);
	assert_non_null(r);
	for (int i = 0; i < standard->n_all; i++)
		if (r[i].status != CLAUSE_PASS && !str_eq(r[i].clause->id, STR("8.2-10")))
			fail_msg("%s is %s: %s", r[i].clause->id.p, clause_status_name[r[i].status], r[i].formula[LANG_EN].p);
	arena_fini(&a);
	json_decref(o);
}

/* ---- what a clause points at ---- */
static json_t *dropping;
static void drop(void *arg, const char *path, const char *en, const char *zh)
{
	struct str rest = str_sub(str_c(path), 1, strlen(path)), member, row, field;
	int64_t n;
	if (!str_next(&rest, '/', &member))
		return;
	json_t *table = json_object_getn(dropping, member.p, member.n);
	if (str_next(&rest, '/', &row) && str_next(&rest, '/', &field) && str_i64(row, &n) &&
		json_object_getn(json_array_get(table, (size_t)n), field.p, field.n))
		json_object_deln(json_array_get(table, (size_t)n), field.p, field.n); /* it named a row that is gone */
	else
		json_object_deln(dropping, member.p, member.n);
}

static void pointers_decide(void **state)
{
	json_t *o = load("standards/730702/examples/graduated.json");
	struct arena a, b;
	arena_init(&a, 0);
	arena_init(&b, 0);
	const struct clause_result *r = decide(o, NONE, &a);
	for (int i = 0; r && i < standard->n_all; i++) {
		if (r[i].status != CLAUSE_PASS)
			continue;
		json_t *less = json_deep_copy(o);
		for (int k = 0; k < r[i].n_pointers; k++) {
			struct str rest = str_sub(r[i].pointer[k], 1, r[i].pointer[k].n), member;
			assert_true(str_next(&rest, '/', &member));
			json_object_deln(less, member.p, member.n);
		}
		if (r[i].clause->by == BY_EVIDENCE)
			json_object_del(less, "evidence"); /* an item serves where records don't */
		dropping = less;
		const struct clause_result *s = NULL;
		for (int k = 0; k < 50 && !s; k++) {
			programme_destroy(programme_parse(standard, less, drop, NULL)); /* what is told goes, too */
			s = decide(less, cal_day(2029, 7, 10), &b);
		}
		assert_non_null(s);
		if (s[i].status == CLAUSE_PASS)
			fail_msg("%s passes without %s", r[i].clause->id.p, r[i].pointer[0].p);
		json_decref(less);
		arena_reset(&b);
	}
	arena_fini(&a);
	arena_fini(&b);
	json_decref(o);
}

/* ---- one value changed ---- */
static void try_values(json_t *document, json_t *row, const char *key, const json_t *was, int64_t day, struct arena *a)
{
	json_t *now[6];
	int n = 0;
	now[n++] = json_null();
	if (json_is_integer(was)) {
		now[n++] = json_integer(0);
		now[n++] = json_integer(json_integer_value(was) * 2 + 1);
	} else if (json_is_boolean(was)) {
		now[n++] = json_boolean(!json_is_true(was));
	} else if (json_is_array(was)) {
		now[n++] = json_array();
		json_t *first = json_array();
		json_array_append(first, json_array_get(was, 0));
		now[n++] = first;
	} else if (json_is_string(was) && strcmp(key, "id") != 0 && !strpbrk(json_string_value(was), "\xe4\xe5\xe6\xe7\xe8\xe9")) {
		now[n++] = json_string("2035-06-30");
		now[n++] = json_string("2001-06-30");
		static const char *const words[] = { "other", "none", "extension", "general", "planned", "student", "entertainment", "print",
			"lecture", "left", "orientation", "part_time", "classroom", "politics", "fail", "value_added" };
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			json_object_set_new(row, key, json_string(words[i]));
			decide(document, day, a);
			arena_reset(a);
		}
	}
	for (int i = 0; i < n; i++) {
		if (json_is_null(now[i]))
			json_object_del(row, key);
		else
			json_object_set(row, key, now[i]);
		decide(document, day, a);
		arena_reset(a);
		json_decref(now[i]);
	}
}

static void changed(json_t *o, int64_t day)
{
	struct arena a;
	json_t *copy = json_deep_copy(o), *member, *v;
	const char *name, *key;
	void *next;
	arena_init(&a, 0);
	json_object_foreach_safe(copy, next, name, member)
	{
		size_t rows = json_is_array(member) ? json_array_size(member) : 1, stride = rows > 2 ? rows : 1;
		for (size_t i = 0; i < rows; i += stride) {
			json_t *row = json_is_array(member) ? json_array_get(member, i) : member, *whole = json_deep_copy(row);
			json_object_foreach(whole, key, v)
			{
				try_values(copy, row, key, v, day, &a);
				json_object_set(row, key, v);
			}
			json_decref(whole);
		}
		if (!json_is_array(member))
			continue;
		json_t *kept = json_copy(member);
		json_array_clear(member); /* none at all */
		decide(copy, day, &a);
		arena_reset(&a);
		json_array_append(member, json_array_get(kept, 0)); /* one */
		decide(copy, day, &a);
		arena_reset(&a);
		json_array_clear(member);
		json_array_extend(member, kept);
		json_decref(kept);
	}
	json_decref(copy);
	arena_fini(&a);
}

static void every_rule(void **state)
{
	json_t *all = load("tests/standard/cases.json"), *o = load("standards/730702/examples/graduated.json"), *c, *v;
	struct arena a;
	size_t i;
	const char *key;
	arena_init(&a, 0);
	json_array_foreach(json_object_get(all, "cases"), i, c)
	{
		json_t *document = json_deep_copy(json_object_get(all, "base"));
		int64_t day = NONE;
		json_object_foreach(json_object_get(c, "set"), key, v)
		{
			programme_set(document, str_c(key), v);
		}
		if (json_object_get(c, "date"))
			assert_true(cal_parse_date(str_c(json_string_value(json_object_get(c, "date"))), &day));
		decide(document, day, &a);
		arena_reset(&a);
		json_decref(document);
	}
	changed(o, cal_day(2029, 9, 10));
	char never[4000] = "";
	for (int k = 0; k < n_standard_answers; k++) {
		const struct answer *answer = &standard_answers[k];
		bool passes = false, fails = false;
		for (int q = 0; q < n_standard_answers; q++) { /* clauses that share a function reach for each other */
			passes = passes || (standard_answers[q].decide == answer->decide && reached[q][0]);
			fails = fails || (standard_answers[q].decide == answer->decide && reached[q][1]);
		}
		bool may = standard->clause[clause_find(standard, str_c(answer->clause))].may;
		if ((!passes || (!fails && answer->by == BY_RULE && !may)) && strlen(never) + 60 < sizeof never)
			snprintf(never + strlen(never), sizeof never - strlen(never), " %s%s", answer->clause, passes ? " (fail)" : " (pass)");
	}
	json_decref(all);
	json_decref(o);
	arena_fini(&a);
	assert_string_equal(never, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(graduated),
		cmocka_unit_test(pointers_decide),
		cmocka_unit_test(every_rule),
	};
	return cmocka_run_group_tests(tests, set_up, clean_up);
}
