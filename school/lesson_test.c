/* Lesson packs: read, and refused with every fault named; steps that stay done. */
#include "school/lesson.h"
#include "school/school.h"
#include "tests/cmocka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char JSON[] = "{\"format\":1,\"slug\":\"try\",\"minutes\":12,\"points\":15,\"clauses\":[\"7-06b\"],\"world\":\"w\",\"settings\":{\"plan_days\":2},"
			   "\"steps\":[{\"id\":\"buy\",\"check\":\"goods.bought\",\"points\":10,\"to\":\"/sourcing\"},{\"id\":\"say\",\"check\":\"text.given\",\"points\":5}],"
			   "\"plan\":[{\"id\":\"a\",\"minutes\":8,\"next_day\":[2,5],\"steps\":[\"buy\"]},{\"id\":\"b\",\"minutes\":4,\"next_day\":[8]}]}";
#define TEXT(name, hint)                                                                                                                                   \
	"# " name "\n\nWhat it is.\n\n<!-- A note. -->\n\n## Part\n\n### Goal {#goal}\n\nSell.\n\n### Before {#prepare}\n- one\n- two\n\n### Buy {#step-buy}\nBuy it.\r\n> " hint "\n>\n> Second.\n\n" \
	"### Say {#step-say}\nSay it.\n\n### First {#plan-a}\nGo.\n> Good morning.\n\n### Last {#plan-b}\nEnd.\n> Thank you.\n"

static char faults[8192];

static void gather(void *arg, const char *file, const char *text)
{
	size_t n = strlen(faults);
	snprintf(faults + n, sizeof faults - n, "%s: %s\n", file, text);
}

static struct lesson *parse(const char *json, const char *zh, const char *en)
{
	faults[0] = 0;
	return lesson_parse(str_c(json), str_c(zh), str_c(en), gather, NULL);
}

static void well(void **state)
{
	struct lesson *l = parse(JSON, TEXT("试课", "看"), TEXT("Try", "Look"));
	assert_string_equal(faults, "");
	assert_non_null(l);
	assert_true(str_eq(l->slug, STR("try")) && l->minutes == 12 && l->points == 15 && l->n_steps == 2 && l->n_stages == 2);
	assert_true(l->stage[1].begin == 8 && l->stage[0].n_days == 2 && l->stage[0].days[1] == 5 && str_eq(l->stage[0].steps[0], STR("buy")));
	assert_true(l->step[0].check == CHECK_GOODS_BOUGHT && str_eq(l->step[0].to, STR("/sourcing")));
	assert_true(str_eq(l->text[LANG_EN].title, STR("Try")) && str_eq(l->text[LANG_EN].summary, STR("What it is.")));
	const struct lesson_section *s = lesson_section(l, LANG_EN, "step-", STR("buy"));
	assert_true(s && str_eq(s->title, STR("Buy")) && str_eq(s->body, STR("Buy it.")) && str_eq(s->aside, STR("Look\n\nSecond.")));
	assert_true(str_eq(lesson_section(l, LANG_ZH, "", STR("prepare"))->body, STR("- one\n- two")));
	assert_null(lesson_section(l, LANG_ZH, "step-", STR("plan-a")));
	assert_true(strstr(l->settings.p, "\"plan_days\":2") != NULL);
	lesson_destroy(l);
}

/* The pack with one text replaced must be refused, for this reason. */
static void bad(const char *from, const char *to, const char *why)
{
	char json[sizeof JSON + 200];
	const char *at = strstr(JSON, from);
	assert_non_null(at);
	snprintf(json, sizeof json, "%.*s%s%s", (int)(at - JSON), JSON, to, at + strlen(from));
	assert_null(parse(json, TEXT("试课", "看"), TEXT("Try", "Look")));
	if (!strstr(faults, why))
		fail_msg("%s -> %s: expected %s, got %s", from, to, why, faults);
}

static void refused(void **state)
{
	bad("{\"format\"", "{\"colour\":1,\"format\"", "no member \"colour\"");
	bad("\"format\":1", "\"format\":2", "\"format\" must be");
	bad("goods.bought", "goods.stolen", "there is no check \"goods.stolen\"");
	bad("\"points\":15", "\"points\":20", "add up to 15, not to the 20");
	bad("\"minutes\":12", "\"minutes\":20", "add up to 12, not to the 20");
	bad("[2,5]", "[2,4]", "at least 3 minutes");
	bad("[2,5]", "[2,8]", "within its minutes 0 to 7");
	bad("\"next_day\":[8]", "\"next_day\":[7]", "within its minutes 8 to 11");
	bad("[\"buy\"]", "[\"sell\"]", "there is no step \"sell\"");
	bad("\"id\":\"say\"", "\"id\":\"buy\"", "two steps have the id buy");
	bad("\"id\":\"b\"", "\"id\":\"a\"", "two stages have the id a");
	bad("\"/sourcing\"", "\"sourcing\"", "must begin with '/'");
	bad("{\"plan_days\":2}", "[]", "\"settings\" must be an object");
	bad("\"slug\":\"try\"", "\"slug\":7", "\"slug\" must be a text");
	bad("\"points\":10", "\"points\":-1", "\"points\" must be a whole number");
	assert_null(parse("{", TEXT("试课", "看"), TEXT("Try", "Look")));
	assert_non_null(strstr(faults, "no JSON"));
	assert_null(parse("[]", TEXT("试课", "看"), TEXT("Try", "Look")));
}

static void texts(void **state)
{
	static const struct {
		const char *en, *why;
	} cases[] = {
		{ "# Try\n", "there must be a sentence" },
		{ "What it is.\n", "must begin with the lesson's name" },
		{ TEXT("Try", "Look") "### More {#extra}\nx\n", "zh.md: the section {#extra} is missing; en.md has it" },
		{ TEXT("Try", "Look") "### More\nx\n", "needs an id" },
		{ TEXT("Try", "Look") "### More {#Big Id}\nx\n", "needs an id" },
		{ TEXT("Try", "Look") "### More {#goal}\nx\n", "the id goal is used twice" },
		{ TEXT("Try", "Look") "### More {#extra}\n", "the section extra is empty" },
		{ TEXT("Try", "Look") "### More {#step-fly}\nx\n", "belongs to no step" },
		{ "# Try\nIt is.\n### Goal {#goal}\nx\n", "en.md: there is no section {#step-buy}" },
		{ "# Try\nIt is.\n### Goal {#goal}\nx\n> y\n", "in one language only" },
		{ "# \xff\n", "UTF-8" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_null(parse(JSON, TEXT("试课", "看"), cases[i].en));
		if (!strstr(faults, cases[i].why))
			fail_msg("case %zu: expected %s, got %s", i, cases[i].why, faults);
	}
}

#define MORE "\"plan\":["
#define RUBRIC "\"rubric\":[{\"id\":\"r\",\"clause\":\"7-06b\",\"check\":\"goods.bought\",\"weight\":60},{\"id\":\"t\",\"clause\":\"7-06b\",\"check\":\"teacher\",\"weight\":40}],"
#define ROWS "### R {#rubric-r}\nx\n### T {#rubric-t}\nx\n"

/* What packs may have besides: kind, course, sessions, a beginning, a marking scheme, what steps tell their checks. */
static void more(void **state)
{
	char json[sizeof JSON + 1000];
	const char *at = strstr(JSON, MORE);
	snprintf(json, sizeof json, "%.*s\"kind\":\"project\",\"course\":\"8.1.2-C1\",\"start\":[{\"act\":\"rule.set\"}]," RUBRIC "%s", (int)(at - JSON), JSON, at);
	struct lesson *l = parse(json, TEXT("试课", "看") ROWS, TEXT("Try", "Look") ROWS);
	assert_string_equal(faults, "");
	assert_true(l && l->kind == LESSON_PROJECT && str_eq(l->course, STR("8.1.2-C1")) && str_eq(l->start, STR("[{\"act\":\"rule.set\"}]")) && l->sessions == 1);
	assert_true(l->n_rubric == 2 && l->rubric[0].check == CHECK_GOODS_BOUGHT && l->rubric[1].check == CHECK_NONE && l->rubric[1].weight == 40);
	assert_true(l->step[0].with.n == 1);
	lesson_destroy(l);
	assert_null(parse(json, TEXT("试课", "看"), TEXT("Try", "Look")));
	assert_non_null(strstr(faults, "there is no section {#rubric-r}"));
	assert_null(parse(JSON, TEXT("试课", "看") ROWS, TEXT("Try", "Look") ROWS));
	assert_non_null(strstr(faults, "no row of the rubric"));

	static const struct {
		const char *from, *to, *why;
	} cases[] = {
		{ "\"kind\":\"project\"", "\"kind\":\"game\"", "\"kind\" must be" },
		{ "[{\"act\":\"rule.set\"}]", "[{\"do\":1}]", "\"start\" must be" },
		{ "\"weight\":60", "\"weight\":50", "add up to 90, not to 100" },
		{ "\"clause\":\"7-06b\",\"check\":\"teacher\"", "\"clause\":\"7-06c\",\"check\":\"teacher\"", "\"clauses\" has no 7-06c" },
		{ "\"check\":\"goods.bought\",\"weight\"", "\"check\":\"order.first\",\"weight\"", "no step has the check" },
		{ "\"check\":\"goods.bought\",\"weight\"", "\"check\":\"goods.bought\",\"step\":\"say\",\"weight\"", "no step has the check" },
		{ "\"id\":\"t\"", "\"id\":\"r\"", "two rows of the rubric" },
		{ "\"check\":\"goods.bought\",\"points\"", "\"check\":\"goods.bought\",\"with\":{\"percent\":3},\"points\"", "goods.bought takes no \"percent\"" },
		{ "\"check\":\"goods.bought\",\"points\"", "\"check\":\"goods.bought\",\"with\":{\"n\":-1},\"points\"", "\"n\" must be a whole number" },
		{ "\"check\":\"goods.bought\",\"points\"", "\"check\":\"goods.bought\",\"with\":[1],\"points\"", "\"with\" must be an object" },
		{ "\"check\":\"text.given\"", "\"check\":\"listing.changed\",\"with\":{\"after\":\"fly\"}", "must be an earlier step" },
		{ "\"minutes\":12", "\"sessions\":5,\"minutes\":12", "all of the same length" },
		{ "\"minutes\":12", "\"sessions\":2,\"minutes\":12", "beyond the 6 minutes" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char bad_json[sizeof json + 200];
		const char *cut = strstr(json, cases[i].from);
		assert_non_null(cut);
		snprintf(bad_json, sizeof bad_json, "%.*s%s%s", (int)(cut - json), json, cases[i].to, cut + strlen(cases[i].from));
		assert_null(parse(bad_json, TEXT("试课", "看") ROWS, TEXT("Try", "Look") ROWS));
		if (!strstr(faults, cases[i].why))
			fail_msg("case %zu: expected %s, got %s", i, cases[i].why, faults);
	}
	static const char two[] = "{\"format\":1,\"slug\":\"try\",\"minutes\":16,\"sessions\":2,\"points\":15,\"clauses\":[\"7-06b\"],\"world\":\"w\",\"settings\":{\"plan_days\":2},"
				  "\"steps\":[{\"id\":\"buy\",\"check\":\"goods.bought\",\"points\":10},{\"id\":\"say\",\"check\":\"text.given\",\"points\":5}],"
				  "\"plan\":[{\"id\":\"a\",\"minutes\":8,\"next_day\":[7]},{\"id\":\"b\",\"minutes\":8,\"next_day\":[1]}]}";
	l = parse(two, TEXT("试课", "看"), TEXT("Try", "Look"));
	assert_string_equal(faults, "");
	assert_true(l && l->sessions == 2 && l->stage[0].session == 1 && l->stage[1].session == 2 && l->stage[1].begin == 0 && l->stage[1].days[0] == 1);
	lesson_destroy(l);
}

/* What a check wants is said with the step's own figures. */
static void wants(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct lesson_step s = { .check = CHECK_STOCK_REORDERED, .with = { .n = 3, .days = 12 } };
	struct str text = lesson_check_text(&a, &s, LANG_EN);
	assert_true(str_find(text, STR("from 12 to 60 days: 3 kinds"), 0) > 0 && str_find(text, STR("{"), 0) < 0);
	arena_fini(&a);
}

/* Questions of knowledge: what is right in lesson.json, what people read in the texts. */
#define QUIZ_TEXT "### Which {#quiz-a}\nWhich one?\n\n- one\n- two\n- three\n> Two.\n\n### Which ones {#quiz-b}\n- one\n- two\n- three\n> Both.\n\n### How much {#quiz-c}\nHow much?\n> So much.\n"

static struct lesson *with_quiz(const char *quiz, const char *en)
{
	char json[sizeof JSON + 600];
	snprintf(json, sizeof json, "%.*s,\"quiz\":%s}", (int)sizeof JSON - 2, JSON, quiz);
	return parse(json, TEXT("试课", "看") QUIZ_TEXT, en);
}

static void quiz(void **state)
{
	static const char well[] = "[{\"id\":\"a\",\"kind\":\"single\",\"points\":5,\"answer\":[2]},{\"id\":\"b\",\"kind\":\"multiple\",\"points\":5,\"answer\":[1,3],\"clause\":\"8.1.2-C1-R2\"},"
				   "{\"id\":\"c\",\"kind\":\"number\",\"points\":5,\"answer\":17.5,\"tolerance\":0.1}]";
	struct lesson *l = with_quiz(well, TEXT("Try", "Look") QUIZ_TEXT);
	assert_string_equal(faults, "");
	assert_int_equal(l->n_quiz, 3);
	static const struct {
		int quiz;
		const char *answer;
		bool right;
	} said[] = { { 0, "2", true }, { 0, "1", false }, { 0, "2 3", false }, { 0, "", false }, { 0, "x", false }, { 0, "99", false }, { 1, "3 1", true }, { 1, "1", false },
		{ 1, "1 2 3", false }, { 2, "17.5", true }, { 2, " 17.60 ", true }, { 2, "17.61", false }, { 2, "abc", false } };
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		assert_int_equal(lesson_quiz_right(&l->quiz[said[i].quiz], str_c(said[i].answer)), said[i].right);
	struct str question, option[LESSON_OPTIONS_MAX];
	assert_int_equal(lesson_quiz_options(lesson_section(l, LANG_EN, "quiz-", STR("a"))->body, &question, option), 3);
	assert_true(str_eq(question, STR("Which one?")) && str_eq(option[2], STR("three")));
	lesson_destroy(l);
	static const struct {
		const char *quiz, *why;
	} bad_ones[] = {
		{ "{}", "must be a list" },
		{ "[{\"id\":\"a\",\"kind\":\"guess\",\"points\":5,\"answer\":[2]}]", "must be single, multiple or number" },
		{ "[{\"id\":\"a\",\"kind\":\"single\",\"points\":5,\"answer\":[2,3]}]", "must be a list of the right options" },
		{ "[{\"id\":\"a\",\"kind\":\"single\",\"points\":5,\"answer\":[4]}]", "too few for its answer" },
		{ "[{\"id\":\"a\",\"kind\":\"single\",\"points\":0,\"answer\":[2]}]", "from 1 to 100" },
		{ "[{\"id\":\"a\",\"kind\":\"number\",\"points\":5,\"answer\":\"much\"}]", "must be a number" },
		{ "[{\"id\":\"z\",\"kind\":\"number\",\"points\":5,\"answer\":1}]", "there is no section {#quiz-z}" },
		{ "[{\"id\":\"a\",\"kind\":\"number\",\"points\":5,\"answer\":1,\"colour\":1}]", "no member \"colour\"" },
		{ "[]", "belongs to no question" },
	};
	for (size_t i = 0; i < sizeof bad_ones / sizeof *bad_ones; i++) {
		assert_null(with_quiz(bad_ones[i].quiz, TEXT("Try", "Look") QUIZ_TEXT));
		if (!strstr(faults, bad_ones[i].why))
			fail_msg("%s: expected %s, got %s", bad_ones[i].quiz, bad_ones[i].why, faults);
	}
}

static void checks(void **state)
{
	for (int i = 1; i < CHECK_MAX; i++) {
		const struct check_desc *d = &check_desc[i];
		assert_int_equal(check_find(str_c(d->name)), i);
		assert_true(d->text[LANG_ZH][0] && d->text[LANG_EN][0] && d->evidence[LANG_ZH][0] && d->evidence[LANG_EN][0]);
		assert_int_equal(d->how == CHECK_MARKET, d->tables[0] != 0);
		assert_int_equal(d->how == CHECK_CHOICE, d->choices[0] != 0);
	}
	assert_int_equal(check_find(STR("goods")), CHECK_NONE);
	assert_int_equal(check_find(STR("")), CHECK_NONE);
}

static void done(void **state)
{
	char path[] = "/tmp/cohong-lesson.XXXXXX";
	int fd = mkstemp(path);
	struct db *db;
	struct problem p;
	struct arena a;
	struct step_row *rows;
	struct lesson_progress g;
	bool is_new;
	int n;
	close(fd);
	arena_init(&a, 0);
	assert_int_equal(db_open(str_c(path), DB_WRITE, &db, &p), 0);
	assert_int_equal(schema_migrate(db, &school_schema, &p), 0);
	struct person teacher = { .login = STR("t"), .display_name = STR("T"), .role = ROLE_TEACHER };
	assert_int_equal(person_create(db, &teacher, &p), 0);
	struct class_row of = { .name = STR("C"), .teacher = teacher.id };
	assert_int_equal(class_create(db, &of, &p), 0);
	struct market_row market = { .class_id = of.id, .name = STR("M"), .world = STR("w"), .state = STR("open"), .mode = STR("paused") };
	assert_int_equal(registry_add(db, &market, &p), 0);
	struct lesson *l = parse(JSON, TEXT("试课", "看"), TEXT("Try", "Look"));
	struct step_row row = { 7, STR("buy"), STEP_EXCUSED, 100, 0, STR("") };
	assert_int_equal(step_keep(db, market.id, &row, &is_new, &p), 0);
	assert_true(is_new);
	assert_int_equal(lesson_progress(db, l, market.id, 7, &g, &p), 0);
	assert_true(g.excused == 1 && g.done == 0 && g.points == 0 && g.total == 2 && g.points_total == 15);
	/* an excuse may become done */
	row = (struct step_row){ 7, STR("buy"), STEP_DONE, 200, 10, STR("{\"n\":1}") };
	assert_int_equal(step_keep(db, market.id, &row, &is_new, &p), 0);
	assert_true(is_new);
	/* what is done stays as it is */
	row = (struct step_row){ 7, STR("buy"), STEP_DONE, 300, 4, STR("{\"n\":2}") };
	assert_int_equal(step_keep(db, market.id, &row, &is_new, &p), 0);
	assert_false(is_new);
	row.state = STEP_EXCUSED;
	assert_int_equal(step_keep(db, market.id, &row, &is_new, &p), 0);
	assert_false(is_new);
	assert_int_equal(step_unexcuse(db, market.id, 7, STR("buy"), &is_new, &p), 0);
	assert_false(is_new);
	/* steps of another release of the pack don't count, nor do other seats' */
	row = (struct step_row){ 7, STR("old"), STEP_DONE, 300, 40, STR("") };
	assert_int_equal(step_keep(db, market.id, &row, &is_new, &p), 0);
	row = (struct step_row){ 8, STR("say"), STEP_EXCUSED, 300, 0, STR("") };
	assert_int_equal(step_keep(db, market.id, &row, &is_new, &p), 0);
	assert_int_equal(lesson_progress(db, l, market.id, 7, &g, &p), 0);
	assert_true(g.done == 1 && g.excused == 0 && g.points == 10);
	assert_int_equal(step_list(db, &a, market.id, 7, &rows, &n, &p), 0);
	assert_true(n == 2 && rows[0].at_s == 200 && str_eq(rows[0].evidence, STR("{\"n\":1}")));
	assert_int_equal(step_unexcuse(db, market.id, 8, STR("say"), &is_new, &p), 0);
	assert_true(is_new);
	assert_int_equal(step_list(db, &a, market.id, 0, &rows, &n, &p), 0);
	assert_int_equal(n, 2);
	struct lesson_run run;
	assert_int_equal(lesson_run_get(db, &a, market.id, &run, &p), 0);
	assert_true(run.stage.n == 0 && run.started_s == 0);
	assert_int_equal(lesson_run_put(db, market.id, &(struct lesson_run){ STR("a"), 5, 6 }, &p), 0);
	assert_int_equal(lesson_run_put(db, market.id, &(struct lesson_run){ STR("b"), 5, 9 }, &p), 0);
	assert_int_equal(lesson_run_get(db, &a, market.id, &run, &p), 0);
	assert_true(str_eq(run.stage, STR("b")) && run.started_s == 5 && run.stage_s == 9);
	lesson_destroy(l);
	db_close(db);
	arena_fini(&a);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(well), cmocka_unit_test(refused), cmocka_unit_test(texts), cmocka_unit_test(more), cmocka_unit_test(wants), cmocka_unit_test(quiz),
		cmocka_unit_test(checks), cmocka_unit_test(done) };
	return cmocka_run_group_tests_name("school-lesson", tests, NULL, NULL);
}
