#include "school/school.h"

#include <stdio.h>
#include <string.h>

static const char AUDIT[] = "INSERT INTO audit (id, at_s, actor, what, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

enum problem_code audit_add(struct db *db, uint64_t actor, const char *what, uint64_t subject, struct str detail, struct problem *p)
{
	struct stmt *q = db_stmt(db, AUDIT);
	db_bind_u64(q, 1, school_new_id());
	db_bind_i64(q, 2, school_now_s());
	db_bind_u64(q, 3, actor);
	db_bind_str(q, 4, str_c(what));
	db_bind_u64(q, 5, subject);
	db_bind_str(q, 6, detail);
	return db_run(q, p);
}

static const struct {
	const char *login, *name;
	enum role role;
} people[] = {
	{ "admin", "系统管理员", ROLE_ADMIN },	  { "lead", "专业带头人", ROLE_LEAD },	    { "teacher", "示例教师", ROLE_TEACHER },
	{ "student1", "学生 1", ROLE_STUDENT },	  { "student2", "学生 2", ROLE_STUDENT },   { "student3", "学生 3", ROLE_STUDENT },
	{ "student4", "学生 4", ROLE_STUDENT },	  { "student5", "学生 5", ROLE_STUDENT },
};
enum { PEOPLE = sizeof people / sizeof *people };

static const char MARK[] = "UPDATE person SET demo = 1 WHERE id = ?1";
static const char LEFT[] = "SELECT login FROM person WHERE demo = 1 AND disabled = 0 ORDER BY role DESC, login LIMIT 20";
static const char CLOSE[] = "UPDATE person SET disabled = 1 WHERE demo = 1 AND disabled = 0";
static const char SIGN_OUT[] = "DELETE FROM session WHERE person IN (SELECT id FROM person WHERE demo = 1)";

enum problem_code demo_left(struct db *db, struct arena *a, struct str ret[DEMO_LEFT_MAX], int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, LEFT);
	while (n < DEMO_LEFT_MAX && db_step(q))
		ret[n++] = arena_str(a, db_str(q, 0));
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

enum problem_code demo_close(struct db *db, struct problem *p)
{
	enum problem_code code = db_run(db_stmt(db, SIGN_OUT), p);
	return code ? code : db_run(db_stmt(db, CLOSE), p);
}

static enum problem_code fill(struct db *db, char (*hash)[PASSWORD_HASH_MAX], struct demo *demo, struct problem *p)
{
	uint64_t id[PEOPLE];
	enum problem_code code;
	for (int i = 0; i < PEOPLE; i++) {
		struct person row = { .login = str_c(people[i].login), .display_name = str_c(people[i].name), .role = people[i].role, .lang = LANG_ZH };
		memcpy(row.hash, hash[i], PASSWORD_HASH_MAX);
		if ((code = person_create(db, &row, p)))
			return code;
		id[i] = row.id;
		struct stmt *q = db_stmt(db, MARK);
		db_bind_u64(q, 1, row.id);
		if ((code = db_run(q, p)))
			return code;
	}
	struct class_row row = { .name = STR(DEMO_CLASS), .teacher = id[2] };
	if ((code = class_create(db, &row, p)))
		return code;
	for (int i = 3; i < PEOPLE; i++) {
		demo->student[i - 3] = id[i];
		if ((code = class_add_member(db, row.id, id[i], p)))
			return code;
	}
	demo->admin = id[0];
	demo->lead = id[1];
	demo->teacher = id[2];
	demo->class_id = row.id;
	return audit_add(db, 0, "school.demo", row.id, STR(""), p);
}

enum problem_code demo_create(struct db *db, bool *ret_made, struct demo *ret, struct problem *p)
{
	int64_t n;
	struct demo demo = { 0 };
	char hash[PEOPLE][PASSWORD_HASH_MAX];
	enum problem_code code = person_count(db, &n, p);
	if (code)
		return code;
	if (n) {
		*ret_made = false;
		return PROBLEM_NONE;
	}
	for (int i = 0; i < PEOPLE; i++) {
		password_invent(demo.password[i]);
		if (!password_hash(str_c(demo.password[i]), hash[i]))
			return problem_set(p, PROBLEM_BUSY, "", NULL);
	}
	if ((code = db_begin(db, p)))
		return code;
	if ((code = fill(db, hash, &demo, p))) {
		db_rollback(db);
		return code;
	}
	if ((code = db_commit(db, p)))
		return code;
	*ret = demo;
	*ret_made = true;
	return PROBLEM_NONE;
}
