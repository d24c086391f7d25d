#include "school/plan.h"
#include "school/person.h"
#include "school/standard/standard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const plan_state_names[PLAN_STATE_MAX] = { "draft", "approved", "frozen", "trial" };

/* ---- the document ---- */

static const char *const plan_members[] = { "cohort", "plan", "graduation", "calendar", "terms", "courses", "placements", "national_hours" };

bool plan_member(struct str member)
{
	for (size_t i = 0; i < sizeof plan_members / sizeof *plan_members; i++)
		if (str_eq(member, str_c(plan_members[i])))
			return true;
	return false;
}

static json_t *parse(struct str text)
{
	return json_loadb(text.n ? text.p : "{}", text.n ? text.n : 2, 0, NULL);
}

json_t *plan_document(const struct plan_row *row, const struct plan_version *v)
{
	json_t *plan = parse(v->body), *records = v->state == PLAN_TRIAL ? json_object() : parse(row->records), *o = NULL;
	const char *member;
	int rows;
	if (json_is_object(plan) && json_is_object(records)) {
		o = json_pack("{s:i}", "format", 1);
		for (int i = 0; (member = programme_member(i, &rows)); i++) {
			json_t *value = json_object_get(plan, member);
			value = value ? value : json_object_get(records, member);
			if (value)
				json_object_set(o, member, value);
		}
	}
	json_decref(plan);
	json_decref(records);
	return o;
}

struct str plan_text(const json_t *document, struct arena *a)
{
	char *text = json_dumps(document, JSON_COMPACT | JSON_REAL_PRECISION(10));
	struct str s = arena_str(a, str_c(text));
	free(text);
	return s;
}

void plan_split(const json_t *document, struct arena *a, struct str *ret_plan, struct str *ret_records)
{
	json_t *plan = json_object(), *records = json_object();
	const char *member;
	int rows;
	for (int i = 0; (member = programme_member(i, &rows)); i++) {
		json_t *value = json_object_get(document, member);
		if (value)
			json_object_set(plan_member(str_c(member)) ? plan : records, member, value);
	}
	*ret_plan = plan_text(plan, a);
	*ret_records = plan_text(records, a);
	json_decref(plan);
	json_decref(records);
}

/* ---- programmes ---- */

static const char COUNT[] = "SELECT COUNT(*) FROM programme";
static const char CREATE[] = "INSERT INTO programme (id, name, etag, records, created_s, author) VALUES (?1, ?2, 1, ?3, ?4, ?5)";
static const char LIST[] = "SELECT id, name, etag, created_s FROM programme ORDER BY created_s, id";
static const char FIND[] = "SELECT name, etag, created_s, records FROM programme WHERE id = ?1";
static const char TOUCH[] = "UPDATE programme SET etag = etag + 1 WHERE id = ?1 AND etag = ?2";
static const char RECORDS[] = "UPDATE programme SET records = ?2 WHERE id = ?1";

static int64_t number_of(struct stmt *q, enum problem_code *code, struct problem *p)
{
	int64_t n = 0;
	while (db_step(q))
		n = db_i64(q, 0);
	*code = db_end(q, p);
	return n;
}

static enum problem_code too_many(int max, struct problem *p)
{
	char text[16];
	snprintf(text, sizeof text, "%d", max);
	return problem_set(p, PROBLEM_TOO_MANY, "", text, NULL);
}

static enum problem_code too_large(struct problem *p)
{
	return problem_set(p, PROBLEM_TOO_LARGE, "", "2 MiB", NULL);
}

enum problem_code plan_create(struct db *db, struct str name, const json_t *document, uint64_t author, struct arena *a, uint64_t *ret_id, uint64_t *ret_version, struct problem *p)
{
	enum problem_code code;
	struct str plan, records;
	struct plan_row row = { .id = school_new_id(), .etag = 1 };
	plan_split(document, a, &plan, &records);
	if (plan.n > PLAN_BYTES_MAX || records.n > PLAN_BYTES_MAX)
		return too_large(p);
	int64_t n = number_of(db_stmt(db, COUNT), &code, p);
	if (!code && n >= PLANS_MAX)
		code = too_many(PLANS_MAX, p);
	if (code)
		return code;
	struct stmt *q = db_stmt(db, CREATE);
	db_bind_u64(q, 1, row.id);
	db_bind_str(q, 2, name);
	db_bind_str(q, 3, records);
	db_bind_i64(q, 4, school_now_s());
	db_bind_u64(q, 5, author);
	struct plan_version v = { .programme = row.id, .label = STR(""), .state = PLAN_DRAFT, .body = plan };
	if ((code = db_run(q, p)) || (code = plan_version_add(db, &v, author, p)) ||
		(code = plan_history_add(db, &row, v.id, author, "create", STR("{}"), p)))
		return code;
	*ret_id = row.id;
	*ret_version = v.id;
	return PROBLEM_NONE;
}

enum problem_code plan_list(struct db *db, struct arena *a, struct plan_row **ret, int *ret_n, struct problem *p)
{
	struct plan_row *rows = ARENA_ARRAY(a, struct plan_row, PLANS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	while (n < PLANS_MAX && db_step(q))
		rows[n++] = (struct plan_row){ .id = db_u64(q, 0), .name = arena_str(a, db_str(q, 1)), .etag = db_i64(q, 2), .created_s = db_i64(q, 3) };
	*ret = rows;
	*ret_n = n;
	return db_end(q, p);
}

enum problem_code plan_find(struct db *db, struct arena *a, uint64_t id, struct plan_row *ret, struct problem *p)
{
	bool found = false;
	struct stmt *q = db_stmt(db, FIND);
	db_bind_u64(q, 1, id);
	while (db_step(q)) {
		found = true;
		*ret = (struct plan_row){ id, arena_str(a, db_str(q, 0)), db_i64(q, 1), db_i64(q, 2), arena_str(a, db_str(q, 3)) };
	}
	enum problem_code code = db_end(q, p);
	return code || found ? code : problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
}

enum problem_code plan_touch(struct db *db, struct plan_row *row, int64_t etag, struct problem *p)
{
	char now[24];
	struct stmt *q = db_stmt(db, TOUCH);
	db_bind_u64(q, 1, row->id);
	db_bind_i64(q, 2, etag);
	enum problem_code code = db_run(q, p);
	if (!code && db_changes(db) != 1) {
		snprintf(now, sizeof now, "%lld", (long long)row->etag);
		code = problem_set(p, PROBLEM_CONFLICT, "etag", now, NULL);
	}
	if (!code)
		row->etag = etag + 1;
	return code;
}

static enum problem_code set_text(struct db *db, const char *sql, uint64_t id, struct str text, size_t max, struct problem *p)
{
	if (text.n > max)
		return too_large(p);
	struct stmt *q = db_stmt(db, sql);
	db_bind_u64(q, 1, id);
	db_bind_str(q, 2, text);
	return db_run(q, p);
}

enum problem_code plan_set_records(struct db *db, uint64_t programme, struct str records, struct problem *p)
{
	return set_text(db, RECORDS, programme, records, PLAN_BYTES_MAX, p);
}

/* ---- versions ---- */

static const char V_COUNT[] = "SELECT COUNT(*) FROM programme_version WHERE programme = ?1";
static const char V_NUMBER[] = "SELECT MAX(number) FROM programme_version WHERE programme = ?1";
static const char V_ADD[] = "INSERT INTO programme_version (id, programme, number, label, state, base, body, at_s, author) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char V_LIST[] = "SELECT id, base, number, label, state, at_s, '' FROM programme_version WHERE programme = ?1 ORDER BY number";
static const char V_FIND[] = "SELECT id, base, number, label, state, at_s, body FROM programme_version WHERE programme = ?1 AND id = ?2";
static const char V_STATE[] = "UPDATE programme_version SET state = ?2 WHERE id = ?1";
static const char V_BODY[] = "UPDATE programme_version SET body = ?2 WHERE id = ?1";
static const char V_DELETE[] = "DELETE FROM programme_version WHERE id = ?1";

static void read_version(struct stmt *q, struct arena *a, uint64_t programme, struct plan_version *ret)
{
	*ret = (struct plan_version){ .id = db_u64(q, 0), .programme = programme, .base = db_u64(q, 1), .number = db_i64(q, 2), .label = arena_str(a, db_str(q, 3)),
		.state = (enum plan_state)db_i64(q, 4), .at_s = db_i64(q, 5), .body = arena_str(a, db_str(q, 6)) };
}

enum problem_code plan_versions(struct db *db, struct arena *a, uint64_t programme, struct plan_version **ret, int *ret_n, struct problem *p)
{
	struct plan_version *rows = ARENA_ARRAY(a, struct plan_version, PLAN_VERSIONS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, V_LIST);
	db_bind_u64(q, 1, programme);
	while (n < PLAN_VERSIONS_MAX && db_step(q))
		read_version(q, a, programme, &rows[n++]);
	*ret = rows;
	*ret_n = n;
	return db_end(q, p);
}

enum problem_code plan_version_find(struct db *db, struct arena *a, uint64_t programme, uint64_t id, struct plan_version *ret, struct problem *p)
{
	bool found = false;
	struct stmt *q = db_stmt(db, V_FIND);
	db_bind_u64(q, 1, programme);
	db_bind_u64(q, 2, id);
	while (db_step(q)) {
		found = true;
		read_version(q, a, programme, ret);
	}
	enum problem_code code = db_end(q, p);
	return code || found ? code : problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
}

enum problem_code plan_version_add(struct db *db, struct plan_version *v, uint64_t author, struct problem *p)
{
	enum problem_code code;
	struct stmt *q = db_stmt(db, V_COUNT);
	db_bind_u64(q, 1, v->programme);
	int64_t n = number_of(q, &code, p);
	if (!code && n >= PLAN_VERSIONS_MAX)
		code = too_many(PLAN_VERSIONS_MAX, p);
	if (code)
		return code;
	if (v->body.n > 2 * PLAN_BYTES_MAX)
		return too_large(p);
	q = db_stmt(db, V_NUMBER);
	db_bind_u64(q, 1, v->programme);
	v->number = number_of(q, &code, p) + 1;
	if (code)
		return code;
	v->id = school_new_id();
	v->at_s = school_now_s();
	q = db_stmt(db, V_ADD);
	db_bind_u64(q, 1, v->id);
	db_bind_u64(q, 2, v->programme);
	db_bind_i64(q, 3, v->number);
	db_bind_str(q, 4, v->label);
	db_bind_i64(q, 5, v->state);
	db_bind_u64(q, 6, v->base);
	db_bind_str(q, 7, v->body);
	db_bind_i64(q, 8, v->at_s);
	db_bind_u64(q, 9, author);
	return db_run(q, p);
}

enum problem_code plan_version_set_state(struct db *db, uint64_t id, enum plan_state state, struct problem *p)
{
	struct stmt *q = db_stmt(db, V_STATE);
	db_bind_u64(q, 1, id);
	db_bind_i64(q, 2, state);
	return db_run(q, p);
}

enum problem_code plan_set_body(struct db *db, uint64_t version, struct str body, struct problem *p)
{
	return set_text(db, V_BODY, version, body, 2 * PLAN_BYTES_MAX, p);
}

static enum problem_code run_with(struct db *db, const char *sql, uint64_t id, struct problem *p)
{
	struct stmt *q = db_stmt(db, sql);
	db_bind_u64(q, 1, id);
	return db_run(q, p);
}

enum problem_code plan_version_delete(struct db *db, uint64_t id, struct problem *p)
{
	return run_with(db, V_DELETE, id, p);
}

enum problem_code plan_delete(struct db *db, uint64_t id, struct problem *p)
{
	static const char FILES[] = "DELETE FROM programme_file WHERE programme = ?1";
	static const char CHANGES[] = "DELETE FROM programme_change WHERE programme = ?1";
	static const char HISTORY[] = "DELETE FROM programme_history WHERE programme = ?1";
	static const char VERSIONS[] = "DELETE FROM programme_version WHERE programme = ?1";
	static const char ALL[] = "DELETE FROM programme WHERE id = ?1";
	static const char *const in_order[] = { FILES, CHANGES, HISTORY, VERSIONS, ALL };
	enum problem_code code = PROBLEM_NONE;
	for (size_t i = 0; i < sizeof in_order / sizeof *in_order && !code; i++)
		code = run_with(db, in_order[i], id, p);
	return code;
}

/* ---- the history ---- */

static const char H_ADD[] = "INSERT INTO programme_history (id, programme, version, etag, at_s, person, what, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char H_LIST[] = "SELECT h.at_s, h.etag, h.version, p.display_name, h.what, h.detail FROM programme_history h LEFT JOIN person p ON p.id = h.person\n"
			     "WHERE h.programme = ?1 AND (CAST(?2 AS BIGINT) = 0 OR h.etag < CAST(?2 AS BIGINT)) AND (CAST(?3 AS BIGINT) = 1 OR h.what <> 'edit') ORDER BY h.etag DESC, h.id LIMIT ?4";

enum problem_code plan_history_add(struct db *db, const struct plan_row *row, uint64_t version, uint64_t person, const char *what, struct str detail, struct problem *p)
{
	struct stmt *q = db_stmt(db, H_ADD);
	db_bind_u64(q, 1, school_new_id());
	db_bind_u64(q, 2, row->id);
	db_bind_u64(q, 3, version);
	db_bind_i64(q, 4, row->etag);
	db_bind_i64(q, 5, school_now_s());
	db_bind_u64(q, 6, person);
	db_bind_str(q, 7, str_c(what));
	db_bind_str(q, 8, detail);
	return db_run(q, p);
}

enum problem_code plan_history(struct db *db, struct arena *a, uint64_t programme, int64_t before, bool edits, int max, struct plan_event *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, H_LIST);
	db_bind_u64(q, 1, programme);
	db_bind_i64(q, 2, before);
	db_bind_i64(q, 3, edits);
	db_bind_i64(q, 4, max);
	while (n < max && db_step(q))
		ret[n++] = (struct plan_event){ db_i64(q, 0), db_i64(q, 1), db_u64(q, 2), arena_str(a, db_str(q, 3)), arena_str(a, db_str(q, 4)), arena_str(a, db_str(q, 5)) };
	*ret_n = n;
	return db_end(q, p);
}
