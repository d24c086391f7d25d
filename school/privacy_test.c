/* What is kept, who looked, and how it goes; on SQLite. The PostgreSQL side runs in tests/suites/46-roster. */
#include "school/attendance.h"
#include "school/privacy.h"
#include "school/session.h"
#include "school/settings.h"
#include "tests/cmocka.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/cohong-privacy.XXXXXX";
static struct arena a;
static struct db *db;
static struct person teacher, student;

static const char COUNT_SIGN_INS[] = "SELECT COUNT(*) FROM sign_in WHERE person = ?1";
static const char COUNT_AUDIT[] = "SELECT COUNT(*) FROM audit WHERE subject = ?1 OR actor = ?1";
static const char COUNT_DRAFTS[] = "SELECT COUNT(*) FROM draft WHERE person = ?1";
static const char COUNT_ATTENDANCE[] = "SELECT COUNT(*) FROM attendance WHERE person = ?1";

static int64_t count(const char *sql)
{
	struct problem p;
	int64_t n = -1;
	struct stmt *q = db_stmt(db, sql);
	db_bind_u64(q, 1, student.id);
	while (db_step(q))
		n = db_i64(q, 0);
	assert_int_equal(db_end(q, &p), PROBLEM_NONE);
	return n;
}

static void names(void **state)
{
	char one[PSEUDONYM_MAX], two[PSEUDONYM_MAX];
	pseudonym(1, one);
	pseudonym(2, two);
	assert_true(strcmp(one, two) != 0 && str_utf8_count(str_c(one)) == 8);
	pseudonym(1, two);
	assert_string_equal(one, two);
}

static const char AGE_LOOKS[] = "UPDATE audit SET at_s = at_s - 601 WHERE what = 'look' AND subject = ?1";

static void looks(void **state)
{
	struct problem p;
	struct look list[8];
	int n;
	struct market_row market = { .name = STR("市场"), .world = STR(""), .state = STR(""), .mode = STR("") };
	struct class_row class = { .name = STR("K"), .teacher = teacher.id };
	assert_int_equal(class_create(db, &class, &p), PROBLEM_NONE);
	market.class_id = class.id;
	assert_int_equal(registry_add(db, &market, &p), PROBLEM_NONE);
	for (int i = 0; i < 3; i++)
		assert_int_equal(audit_look(db, teacher.id, student.id, market.id, "store", &p), PROBLEM_NONE);
	assert_int_equal(audit_look(db, teacher.id, student.id, market.id, "account", &p), PROBLEM_NONE);
	assert_int_equal(look_list(db, &a, student.id, 8, list, &n, &p), PROBLEM_NONE);
	assert_int_equal(n, 2); /* three times the same within ten minutes is one */
	assert_true(list[0].market == market.id && str_eq(list[0].market_name, STR("市场")) && str_eq(list[0].by, STR("教师")));
	struct stmt *q = db_stmt(db, AGE_LOOKS);
	db_bind_u64(q, 1, student.id);
	assert_int_equal(db_run(q, &p), PROBLEM_NONE);
	assert_int_equal(audit_look(db, teacher.id, student.id, market.id, "store", &p), PROBLEM_NONE);
	assert_int_equal(audit_look(db, teacher.id, student.id, 0, "export", &p), PROBLEM_NONE);
	assert_int_equal(look_list(db, &a, student.id, 8, list, &n, &p), PROBLEM_NONE);
	assert_int_equal(n, 4);
	assert_int_equal(look_list(db, &a, teacher.id, 8, list, &n, &p), PROBLEM_NONE);
	assert_int_equal(n, 0);
}

static void keeping(void **state)
{
	enum { MONTH_S = 2629746 };
	struct problem p;
	struct school_settings s;
	int64_t now_s = school_now_s();
	assert_int_equal(school_settings(db, &a, &s, &p), PROBLEM_NONE);
	assert_true(str_eq(s.time_zone, STR("Asia/Shanghai")) && s.keep_sign_ins_months == 6 && s.keep_audit_months == 24 && s.keep_drafts_months == 12);
	for (int i = 0; i < 4; i++) {
		char key[16];
		snprintf(key, sizeof key, "k%d", i);
		assert_int_equal(sign_in_note(db, student.id, "password", PROBLEM_BAD_PASSWORD, STR(""), now_s - i * 3 * MONTH_S + 60, &p), PROBLEM_NONE);
		assert_int_equal(draft_put(db, student.id, str_c(key), STR("1"), now_s - i * 5 * MONTH_S + 60, &p), PROBLEM_NONE);
	}
	assert_true(count(COUNT_SIGN_INS) == 4 && count(COUNT_DRAFTS) == 4);
	assert_int_equal(school_prune(db, now_s, &p), PROBLEM_NONE);
	assert_true(count(COUNT_SIGN_INS) == 3 && count(COUNT_DRAFTS) == 3); /* older than 6 and 12 months go */
	s.keep_sign_ins_months = 1;
	assert_int_equal(school_set_settings(db, &s, &p), PROBLEM_NONE);
	assert_int_equal(school_prune(db, now_s, &p), PROBLEM_NONE);
	assert_int_equal(count(COUNT_SIGN_INS), 1);
}

static void erasing(void **state)
{
	struct problem p;
	struct person left;
	struct session s, found;
	struct buf out;
	struct jw j;
	char token[TOKEN_TEXT + 1];
	int64_t now_s = school_now_s();
	buf_init(&out, 1 << 20);
	jw_init(&j, &out);
	assert_int_equal(session_create(db, &student, now_s, token, &s, &p), PROBLEM_NONE);
	assert_int_equal(attempts_failed(db, student.login, now_s, &p), PROBLEM_NONE);
	assert_int_equal(person_export(db, &a, &student, NULL, NULL, &j, &p), PROBLEM_NONE);
	assert_true(str_find(buf_span(&out), STR("张三"), 0) > 0);
	assert_int_equal(person_erase(db, student.id, teacher.id, now_s, &p), PROBLEM_NONE);
	assert_int_equal(person_by_id(db, &a, student.id, &left, &p), PROBLEM_NONE);
	char name[PSEUDONYM_MAX];
	pseudonym(student.id, name);
	assert_true(person_is_erased(&left) && left.disabled && !*left.hash && str_eq(left.display_name, str_c(name)));
	assert_int_equal(count(COUNT_SIGN_INS) + count(COUNT_DRAFTS) + count(COUNT_ATTENDANCE), 0);
	assert_int_equal(count(COUNT_AUDIT), 1); /* that he was erased */
	assert_int_equal(session_find(db, s.token_hash, now_s, &found, &p), PROBLEM_SIGN_IN);
	assert_int_equal(person_by_login(db, &a, student.login, &left, &p), PROBLEM_NOT_FOUND);
	assert_int_equal(attempts_check(db, student.login, now_s, &p), PROBLEM_NONE);
	buf_clear(&out);
	jw_init(&j, &out);
	assert_int_equal(person_by_id(db, &a, student.id, &left, &p), PROBLEM_NONE);
	assert_int_equal(person_export(db, &a, &left, NULL, NULL, &j, &p), PROBLEM_NONE);
	assert_int_equal(str_find(buf_span(&out), STR("张三"), 0), -1);
	assert_int_equal(str_find(buf_span(&out), student.login, 0), -1);
	buf_fini(&out);
}

static int open_school(void **state)
{
	char path[64];
	struct problem p = { 0 };
	arena_init(&a, 0);
	snprintf(path, sizeof path, "%s/school.db", dir);
	teacher = (struct person){ .login = STR("t1"), .display_name = STR("教师"), .role = ROLE_TEACHER };
	student = (struct person){ .login = STR("zhang.san.2026"), .display_name = STR("张三"), .role = ROLE_STUDENT };
	return db_open(str_c(path), DB_WRITE, &db, &p) || schema_migrate(db, &school_schema, &p) || person_create(db, &teacher, &p) || person_create(db, &student, &p);
}

static int close_school(void **state)
{
	db_close(db);
	arena_fini(&a);
	return 0;
}

int main(void)
{
	char command[100];
	if (!mkdtemp(dir) || sodium_init() < 0)
		return 1;
	const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(looks), cmocka_unit_test(keeping), cmocka_unit_test(erasing) };
	int failed = cmocka_run_group_tests(tests, open_school, close_school);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command) || failed;
}
