/* Documents that are read, and those that are refused, with the place and the words. */
#include "school/standard/inside.h"
#include "tests/cmocka.h"

#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct standard *standard;
static char told_en[8192], told_zh[8192];

static void tell_it(void *arg, const char *path, const char *en, const char *zh)
{
	size_t a = strlen(told_en), b = strlen(told_zh);
	snprintf(told_en + a, sizeof told_en - a, "%s: %s\n", path, en);
	snprintf(told_zh + b, sizeof told_zh - b, "%s: %s\n", path, zh);
}

static int set_up(void **state)
{
	standard = standard_read("standards/730702", tell_it, NULL);
	return standard ? 0 : -1;
}

static int clean_up(void **state)
{
	standard_destroy(standard);
	return 0;
}

static struct programme *parse(const char *json)
{
	told_en[0] = told_zh[0] = 0;
	return programme_parse_text(standard, str_c(json), tell_it, NULL);
}

static void reads(void **state)
{
	struct programme *p = parse("{\"format\":1,\"as_of\":\"2026-09-02\",\"note\":\"x\",\"school\":{\"uses_credits\":true},\"courses\":["
				    "{\"id\":\"a\",\"name\":\"甲\",\"category\":\"公共基础课程\",\"kind\":\"general\",\"subject\":\"英语\",\"hours\":"
				    "36,\"credits\":2.25},"
				    "{\"id\":\"b\",\"name\":\"乙\",\"category\":\"professional\",\"kind\":\"core\",\"domains\":[\"跨境电商物流实务\","
				    "\"Store Operation\",\"本校特色\"],\"prerequisites\":[\"a\"],"
				    "\"typical_tasks\":[\"8.1.2-C6-T2\"],\"note\":\"y\"}],\"teachers\":[]}");
	assert_string_equal(told_en, "");
	assert_non_null(p);
	const struct p_course *c = ROWS(p, course);
	assert_int_equal(N(p, course), 2);
	assert_int_equal(c[0].category, CATEGORY_PUBLIC);
	assert_int_equal(c[0].subject, word_find(&standard->list[LIST_SUBJECT], STR("foreign_language")));
	assert_true(c[0].hours == 36 && c[0].credits == 225 && c[0].practice_hours == NONE && c[0].required == WORD_NONE && c[0].school_based == -1 &&
		    !c[0].domains.given);
	uint64_t logistics = bit(word_find(&standard->list[LIST_DOMAIN], STR("logistics"))),
		 store = bit(word_find(&standard->list[LIST_DOMAIN], STR("store")));
	assert_true(c[1].domains.given && c[1].domains.bits == (logistics | store) && c[1].domains.n_other == 1);
	assert_true(c[1].prerequisites.n == 1 && c[1].prerequisites.row[0] == 0 && c[1].typical_tasks.n == 1);
	assert_true(GIVEN(p, teacher) && N(p, teacher) == 0 && !GIVEN(p, student) && ROWS(p, school)->uses_credits == 1);
	assert_true(programme_as_of(p) == 20698 && ROWS(p, cohort)->entry == NONE);
	programme_destroy(p);
}

static void bad(const char *json, const char *path, const char *en, const char *zh)
{
	char wanted[2][400];
	struct programme *p = parse(json);
	snprintf(wanted[0], sizeof wanted[0], "%s: %s", path, en);
	snprintf(wanted[1], sizeof wanted[1], "%s: %s", path, zh);
	if (p || !strstr(told_en, wanted[0]) || !strstr(told_zh, wanted[1]))
		fail_msg("%s gives %s%s", json, told_en, told_zh);
}

#define ROW(fields) "{\"format\":1,\"courses\":[{\"id\":\"a\",\"name\":\"甲\",\"category\":\"public\",\"kind\":\"core\"," fields "}]}"
static void refused(void **state)
{
	bad("[1]", "", "the document must be an object", "文档必须是对象");
	bad("{\"format\":1,", "", "line 1", "第 1 行");
	bad("{}", "/format", "must be 1", "必须为 1");
	bad("{\"format\":1,\"standard\":\"730701\"}", "/standard", "must be \"730702\"", "必须为所依据标准的代码“730702”");
	bad("{\"format\":1,\"as_of\":\"2026-13-01\"}", "/as_of", "must be a date", "必须是日期");
	bad("{\"format\":1,\"course\":[]}", "/course", "there is no such member", "没有这个成员");
	bad("{\"format\":1,\"courses\":{}}", "/courses", "must be a list of at most 300 rows", "必须是最多 300 行的列表");
	bad("{\"format\":1,\"plan\":[]}", "/plan", "must be an object", "必须是对象");
	bad("{\"format\":1,\"courses\":[7]}", "/courses/0", "must be an object", "必须是对象");
	bad("{\"format\":1,\"courses\":[{\"id\":\"a\"}]}", "/courses/0/category", "is missing", "缺少此字段");
	bad(ROW("\"hours\":36.5"), "/courses/0/hours", "must be a whole number from 0 to 3000", "必须是 0–3000 之间的整数");
	bad(ROW("\"hours\":-1"), "/courses/0/hours", "must be a whole number", "必须是");
	bad(ROW("\"hours\":\"36\""), "/courses/0/hours", "must be a whole number", "必须是");
	bad(ROW("\"credits\":2.345"), "/courses/0/credits", "must be a number from 0 to 200 with at most two decimals",
		"必须是 0–200 之间的数，最多两位小数");
	bad(ROW("\"credits\":1e300"), "/courses/0/credits", "must be a number", "必须是");
	bad(ROW("\"required\":\"sometimes\""), "/courses/0/required", "\"sometimes\" is not one of: required, restricted, free",
		"“sometimes”不在可选值中：required, restricted, free");
	bad(ROW("\"domains\":\"listing\""), "/courses/0/domains", "must be a list", "必须是");
	bad(ROW("\"domains\":[\"\"]"), "/courses/0/domains", "must be a word, such as basics", "必须是一个词，如 basics");
	bad(ROW("\"school_based\":1"), "/courses/0/school_based", "must be true or false", "必须是 true 或 false");
	bad(ROW("\"prerequisites\":[\"z\"]"), "/courses/0/prerequisites", "\"z\" is the id of no row in /courses", "编号“z”不在 /courses 中");
	bad(ROW("\"typical_tasks\":[\"8.9\"]"), "/courses/0/typical_tasks", "there is no clause \"8.9\"", "没有条款“8.9”");
	bad(ROW("\"colour\":\"red\""), "/courses/0/colour", "there is no such field in /courses", "/courses 没有这个字段");
	bad("{\"format\":1,\"students\":[{\"id\":\"s\"},{\"id\":\"t\"},{\"id\":\"s\"}]}", "/students/2/id", "the id \"s\" stands in row 0, too",
		"编号“s”与第 0 行重复");
	bad("{\"format\":1,\"terms\":[{\"term\":1,\"starts\":\"2027-01-22\",\"ends\":\"2027-01-21\"}]}", "/terms/0/ends", "lies before \"starts\"", "早于 starts");
	bad("{\"format\":1,\"evidence\":[{\"no\":\"1\",\"title\":\"t\",\"clauses\":\"9-01\"}]}", "/evidence/0/clauses", "must be a list", "必须是");
	bad("{\"format\":1,\"waivers\":[{\"clause\":\"8.2-15\",\"by\":\"x\",\"on\":\"2026-01-01\"}]}", "/waivers/0/reason", "is missing",
		"缺少此字段");
	bad("{\"format\":1,\"teachers\":[{\"id\":\"t\",\"kind\":\"full_time\",\"joined_on\":\"2026-02-30\"}]}", "/teachers/0/joined_on",
		"must be a date", "必须是日期");
}

/* All faults of a document are told at once, up to a hundred. */
static void many(void **state)
{
	char json[20000] = "{\"format\":1,\"students\":[";
	for (int i = 0; i < 150; i++)
		strncpy(json + strlen(json), i ? ",{}" : "{}", 4);
	strncpy(json + strlen(json), "]}", 3);
	assert_null(parse(json));
	int lines = 0;
	for (const char *s = told_en; (s = strchr(s, '\n')); s++)
		lines++;
	assert_int_equal(lines, 100);
	assert_non_null(strstr(told_en, "/students/99/id: is missing"));
}

static void what_if(void **state)
{
	json_t *o = json_loads("{\"courses\":[{\"id\":\"a\",\"hours\":1},{\"id\":\"b\",\"hours\":2}],\"plan\":{}}", 0, NULL), *v = json_integer(7),
	       *row = json_object();
	assert_true(programme_set(o, STR("/courses/b/hours"), v));
	assert_true(programme_set(o, STR("courses/0/hours"), v));
	assert_true(programme_set(o, STR("/plan/code"), v));
	assert_true(programme_set(o, STR("/rooms"), row));
	assert_true(programme_set(o, STR("/courses/-"), row));
	assert_true(programme_set(o, STR("/courses/a"), json_null()));
	char *text = json_dumps(o, JSON_COMPACT);
	assert_string_equal(text, "{\"courses\":[{\"id\":\"b\",\"hours\":7},{}],\"plan\":{\"code\":7},\"rooms\":{}}");
	free(text);
	static const char *const nowhere[] = { "", "/", "/courses/z/hours", "/courses/9", "/plan/code/x", "/x/y/z", "/courses/b/hours/-" };
	for (int i = 0; i < 7; i++)
		assert_false(programme_set(o, str_c(nowhere[i]), v));
	json_decref(o);
	json_decref(v);
	json_decref(row);
}

/* Every member, field and list is in the documentation. */
static void documented(void **state)
{
	static char doc[200000];
	FILE *f = fopen("docs/programme-format.md", "rb");
	assert_non_null(f);
	size_t n = fread(doc, 1, sizeof doc - 1, f);
	fclose(f);
	doc[n] = 0;
	for (int t = 0; t < T_MAX; t++) {
		char heading[200], field[200];
		snprintf(
			heading, sizeof heading, "\n### %s: %s (%s)", table_desc[t].member, table_desc[t].text[LANG_EN], table_desc[t].text[LANG_ZH]);
		const char *at = strstr(doc, heading), *end = at ? strstr(at + 5, "\n##") : NULL;
		if (!at || !end)
			fail_msg("%s is not there", heading);
		for (int i = 0; i < table_desc[t].n_fields; i++) {
			snprintf(field, sizeof field, "\n| `%s` |", table_desc[t].field[i].name);
			const char *found = strstr(at, field);
			if (!found || found > end)
				fail_msg("%s/%s is not there", table_desc[t].member, table_desc[t].field[i].name);
		}
	}
	for (int i = 0; i < LIST_MAX; i++) {
		char name[100];
		snprintf(name, sizeof name, "`%s`", standard->list[i].name);
		if (!strstr(doc, name))
			fail_msg("the list %s is not there", name);
	}
}

/* Every field has a name in both languages, every line of fields.def a field; the form as JSON has them all. */
static void named(void **state)
{
	static const char *const lines[] = {
#define FIELD(name, zh, en) name,
#include "school/standard/fields.def"
#undef FIELD
	};
	int fields = 0, n_lines = sizeof lines / sizeof *lines;
	bool used[400] = { false };
	for (int t = 0; t < T_MAX; t++)
		for (int i = 0; i < table_desc[t].n_fields; i++, fields++)
			for (int lang = 0; lang < 2; lang++) {
				const char *text = field_text(t, &table_desc[t].field[i], (enum lang)lang);
				if (!text || !*text)
					fail_msg("%s/%s has no name", table_desc[t].member, table_desc[t].field[i].name);
			}
	for (int k = 0; k < n_lines; k++) {
		const char *dot = strchr(lines[k], '.');
		for (int t = 0; t < T_MAX; t++)
			for (int i = 0; i < table_desc[t].n_fields; i++)
				used[k] = used[k] || strcmp(table_desc[t].field[i].name, dot ? dot + 1 : lines[k]) == 0;
		for (int q = 0; q < k; q++)
			if (!strcmp(lines[q], lines[k]))
				fail_msg("%s stands there twice", lines[k]);
		if (!used[k])
			fail_msg("%s is no field", lines[k]);
	}
	struct buf b;
	struct jw j;
	buf_init(&b, 1 << 20);
	jw_init(&j, &b);
	programme_format_json(&j, standard, LANG_ZH);
	json_t *o = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL), *m;
	size_t i;
	json_array_foreach(json_object_get(o, "members"), i, m)
	{
		fields -= (int)json_array_size(json_object_get(m, "fields"));
	}
	assert_int_equal(fields, 0);
	assert_int_equal(json_object_size(json_object_get(o, "lists")), LIST_MAX);
	json_decref(o);
	buf_fini(&b);
}

/* A folder that is wrong is refused with the file and the place. */
static void folder(void **state)
{
	told_en[0] = told_zh[0] = 0;
	assert_null(standard_read("standards/none", tell_it, NULL));
	assert_non_null(strstr(told_en, "words.json: it cannot be read"));
	assert_non_null(strstr(told_zh, "words.json: 无法读取"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(refused),
		cmocka_unit_test(many),
		cmocka_unit_test(what_if),
		cmocka_unit_test(documented),
		cmocka_unit_test(named),
		cmocka_unit_test(folder),
	};
	return cmocka_run_group_tests(tests, set_up, clean_up);
}
