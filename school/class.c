#include "school/school.h"
#include "text/order.h"

#include <stdlib.h>

static const char CREATE[] = "INSERT INTO class (id, name, teacher) VALUES (?1, ?2, ?3)";

enum problem_code class_create(struct db *db, struct class_row *row, struct problem *p)
{
	row->id = school_new_id();
	struct stmt *q = db_stmt(db, CREATE);
	db_bind_u64(q, 1, row->id);
	db_bind_str(q, 2, row->name);
	db_bind_u64(q, 3, row->teacher);
	return db_run(q, p);
}

/* Whose a class is: the teacher's, and the lead's and admin's all; a student's are those he is in. */
#define COLUMNS "SELECT c.id, c.teacher, c.name, (SELECT COUNT(*) FROM class_member m WHERE m.class_id = c.id) FROM class c\n"
static const char FIND[] = COLUMNS "WHERE c.id = ?1 AND (CAST(?3 AS BIGINT) = 1 OR c.teacher = ?2)";
static const char LIST[] = COLUMNS "WHERE CAST(?2 AS BIGINT) = 1 OR c.teacher = ?1\n"
				   "  OR EXISTS (SELECT 1 FROM class_member o WHERE o.class_id = c.id AND o.person = ?1)\n"
				   "ORDER BY c.name, c.id LIMIT 500";

static struct class_row read_row(struct stmt *q, struct arena *a)
{
	return (struct class_row){ .id = db_u64(q, 0), .teacher = db_u64(q, 1), .name = arena_str(a, db_str(q, 2)), .members = db_i64(q, 3) };
}

static bool sees_all(enum role role)
{
	return role == ROLE_LEAD || role == ROLE_ADMIN;
}

enum problem_code class_find(struct db *db, struct arena *a, uint64_t id, uint64_t asker, enum role role, struct class_row *ret, struct problem *p)
{
	struct class_row row = { 0 };
	struct stmt *q = db_stmt(db, FIND);
	db_bind_u64(q, 1, id);
	db_bind_u64(q, 2, asker);
	db_bind_bool(q, 3, sees_all(role));
	while (db_step(q))
		row = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (!code && !row.id)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code)
		*ret = row;
	return code;
}

enum problem_code class_list(struct db *db, struct arena *a, uint64_t asker, enum role role, struct class_row **ret, int *ret_n, struct problem *p)
{
	struct class_row *rows = ARENA_ARRAY(a, struct class_row, 500);
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, asker);
	db_bind_bool(q, 2, sees_all(role));
	while (n < 500 && db_step(q))
		rows[n++] = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

static const char COUNT_MEMBERS[] = "SELECT COUNT(*) FROM class_member WHERE class_id = ?1";
static const char ADD_MEMBER[] = "INSERT INTO class_member (class_id, person) VALUES (?1, ?2) ON CONFLICT (class_id, person) DO NOTHING";

enum problem_code class_add_member(struct db *db, uint64_t class_id, uint64_t person, struct problem *p)
{
	int64_t n = 0;
	struct stmt *q = db_stmt(db, COUNT_MEMBERS);
	db_bind_u64(q, 1, class_id);
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && n >= CLASS_MEMBERS_MAX)
		code = problem_set(p, PROBLEM_TOO_MANY, "", "200", NULL);
	if (code)
		return code;
	q = db_stmt(db, ADD_MEMBER);
	db_bind_u64(q, 1, class_id);
	db_bind_u64(q, 2, person);
	return db_run(q, p);
}

struct keyed {
	struct str key;
	struct person row;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : str_cmp(x->row.login, y->row.login);
}

static void sort_people(struct person *rows, int n, struct arena *a)
{
	struct keyed *keys = ARENA_ARRAY(a, struct keyed, n + 1);
	for (int i = 0; i < n; i++)
		keys[i] = (struct keyed){ text_order_key(rows[i].display_name, a), rows[i] };
	qsort(keys, (size_t)n, sizeof *keys, by_key);
	for (int i = 0; i < n; i++)
		rows[i] = keys[i].row;
}

static const char MEMBERS[] = "SELECT p.id, p.login, p.display_name, p.role, p.lang, p.disabled, p.created_s\n"
			      "FROM class_member m JOIN person p ON p.id = m.person WHERE m.class_id = ?1 ORDER BY p.login LIMIT 200";

enum problem_code class_members(struct db *db, struct arena *a, uint64_t class_id, struct person **ret, int *ret_n, struct problem *p)
{
	struct person *rows = ARENA_ARRAY(a, struct person, CLASS_MEMBERS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, MEMBERS);
	db_bind_u64(q, 1, class_id);
	while (n < CLASS_MEMBERS_MAX && db_step(q)) {
		rows[n++] = (struct person){ .id = db_u64(q, 0), .login = arena_str(a, db_str(q, 1)), .display_name = arena_str(a, db_str(q, 2)),
			.role = (enum role)db_i64(q, 3), .lang = (enum lang)db_i64(q, 4), .disabled = db_bool(q, 5), .created_s = db_i64(q, 6) };
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		sort_people(rows, n, a);
		*ret = rows;
		*ret_n = n;
	}
	return code;
}
