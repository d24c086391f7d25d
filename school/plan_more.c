/* Changes of what is in force, and files of evidence. */
#include "school/plan.h"
#include "school/person.h"

#include <sodium.h>
#include <stdio.h>

const char *const plan_change_names[CHANGE_STATE_MAX] = { "asked", "granted", "refused" };

static const char C_COUNT[] = "SELECT COUNT(*) FROM programme_change WHERE programme = ?1";
static const char C_ADD[] = "INSERT INTO programme_change (id, programme, version, content, reason, state, draft, asked_s, asked_by, decided_s, decided_by, organ, record, on_day)\n"
			    "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7, 0, 0, '', '', '')";
#define CHANGE_COLUMNS                                                                                                                      \
	"SELECT c.id, c.version, c.draft, c.content, c.reason, a.display_name, d.display_name, c.organ, c.record, c.on_day, c.state, c.asked_s, c.decided_s\n" \
	"FROM programme_change c LEFT JOIN person a ON a.id = c.asked_by LEFT JOIN person d ON d.id = c.decided_by WHERE c.programme = ?1"
static const char C_LIST[] = CHANGE_COLUMNS " ORDER BY c.asked_s DESC, c.id";
static const char C_FIND[] = CHANGE_COLUMNS " AND c.id = ?2";
static const char C_DECIDE[] = "UPDATE programme_change SET state = ?2, draft = ?3, decided_s = ?4, decided_by = ?5, organ = ?6, record = ?7, on_day = ?8 WHERE id = ?1";

enum problem_code plan_change_add(struct db *db, struct plan_change *c, uint64_t person, struct problem *p)
{
	int64_t n = 0;
	struct stmt *q = db_stmt(db, C_COUNT);
	db_bind_u64(q, 1, c->programme);
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && n >= PLAN_CHANGES_MAX)
		code = problem_set(p, PROBLEM_TOO_MANY, "", "200", NULL);
	if (code)
		return code;
	c->id = school_new_id();
	q = db_stmt(db, C_ADD);
	db_bind_u64(q, 1, c->id);
	db_bind_u64(q, 2, c->programme);
	db_bind_u64(q, 3, c->version);
	db_bind_str(q, 4, c->content);
	db_bind_str(q, 5, c->reason);
	db_bind_i64(q, 6, school_now_s());
	db_bind_u64(q, 7, person);
	return db_run(q, p);
}

static void read_change(struct stmt *q, struct arena *a, uint64_t programme, struct plan_change *ret)
{
	*ret = (struct plan_change){ .id = db_u64(q, 0), .programme = programme, .version = db_u64(q, 1), .draft = db_u64(q, 2), .content = arena_str(a, db_str(q, 3)),
		.reason = arena_str(a, db_str(q, 4)), .asked_by = arena_str(a, db_str(q, 5)), .decided_by = arena_str(a, db_str(q, 6)), .organ = arena_str(a, db_str(q, 7)),
		.record = arena_str(a, db_str(q, 8)), .on = arena_str(a, db_str(q, 9)), .state = (enum plan_change_state)db_i64(q, 10), .asked_s = db_i64(q, 11),
		.decided_s = db_i64(q, 12) };
}

enum problem_code plan_change_find(struct db *db, struct arena *a, uint64_t programme, uint64_t id, struct plan_change *ret, struct problem *p)
{
	bool found = false;
	struct stmt *q = db_stmt(db, C_FIND);
	db_bind_u64(q, 1, programme);
	db_bind_u64(q, 2, id);
	while (db_step(q)) {
		found = true;
		read_change(q, a, programme, ret);
	}
	enum problem_code code = db_end(q, p);
	return code || found ? code : problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
}

enum problem_code plan_changes(struct db *db, struct arena *a, uint64_t programme, struct plan_change **ret, int *ret_n, struct problem *p)
{
	struct plan_change *rows = ARENA_ARRAY(a, struct plan_change, PLAN_CHANGES_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, C_LIST);
	db_bind_u64(q, 1, programme);
	while (n < PLAN_CHANGES_MAX && db_step(q))
		read_change(q, a, programme, &rows[n++]);
	*ret = rows;
	*ret_n = n;
	return db_end(q, p);
}

enum problem_code plan_change_decide(struct db *db, const struct plan_change *c, uint64_t person, struct problem *p)
{
	struct stmt *q = db_stmt(db, C_DECIDE);
	db_bind_u64(q, 1, c->id);
	db_bind_i64(q, 2, c->state);
	db_bind_u64(q, 3, c->draft);
	db_bind_i64(q, 4, school_now_s());
	db_bind_u64(q, 5, person);
	db_bind_str(q, 6, c->organ);
	db_bind_str(q, 7, c->record);
	db_bind_str(q, 8, c->on);
	return db_run(q, p);
}

/* ---- files ---- */

static const char F_SUM[] = "SELECT SUM(bytes) FROM programme_file WHERE programme = ?1";
static const char F_ADD[] = "INSERT INTO programme_file (id, programme, no, turn, name, bytes, sha256, body, at_s, person)\n"
			    "VALUES (?1, ?2, ?3, (SELECT COUNT(*) FROM programme_file WHERE programme = ?2 AND no = ?3), ?4, ?5, ?6, ?7, ?8, ?9)";
static const char F_LIST[] = "SELECT f.id, f.no, f.name, f.sha256, p.display_name, f.bytes, f.at_s FROM programme_file f LEFT JOIN person p ON p.id = f.person\n"
			     "WHERE f.programme = ?1 AND NOT EXISTS (SELECT 1 FROM programme_file g WHERE g.programme = f.programme AND g.no = f.no AND g.turn > f.turn)\n"
			     "ORDER BY f.no LIMIT ?2";
static const char F_FIND[] = "SELECT f.id, f.name, f.sha256, f.bytes, f.at_s, f.body FROM programme_file f WHERE f.programme = ?1 AND f.no = ?2 ORDER BY f.turn DESC LIMIT 1";

enum problem_code plan_file_add(struct db *db, uint64_t programme, struct plan_file *f, uint64_t person, struct problem *p)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof hash + 1];
	int64_t sum = 0;
	struct stmt *q = db_stmt(db, F_SUM);
	db_bind_u64(q, 1, programme);
	while (db_step(q))
		sum = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && f->body.n > PLAN_FILE_BYTES_MAX)
		code = problem_set(p, PROBLEM_TOO_LARGE, "", "2 MiB", NULL);
	if (!code && sum + (int64_t)f->body.n > PLAN_FILES_BYTES_MAX)
		code = problem_set(p, PROBLEM_TOO_LARGE, "", "200 MiB", NULL);
	if (code)
		return code;
	crypto_hash_sha256(hash, (const unsigned char *)f->body.p, f->body.n);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	f->id = school_new_id();
	f->bytes = (int64_t)f->body.n;
	f->at_s = school_now_s();
	q = db_stmt(db, F_ADD);
	db_bind_u64(q, 1, f->id);
	db_bind_u64(q, 2, programme);
	db_bind_str(q, 3, f->no);
	db_bind_str(q, 4, f->name);
	db_bind_i64(q, 5, f->bytes);
	db_bind_str(q, 6, str_c(hex));
	db_bind_blob(q, 7, f->body);
	db_bind_i64(q, 8, f->at_s);
	db_bind_u64(q, 9, person);
	return db_run(q, p);
}

enum problem_code plan_files(struct db *db, struct arena *a, uint64_t programme, struct plan_file **ret, int *ret_n, struct problem *p)
{
	enum { MOST = 2000 }; /* items of evidence */
	struct plan_file *rows = ARENA_ARRAY(a, struct plan_file, MOST);
	int n = 0;
	struct stmt *q = db_stmt(db, F_LIST);
	db_bind_u64(q, 1, programme);
	db_bind_i64(q, 2, MOST);
	while (n < MOST && db_step(q))
		rows[n++] = (struct plan_file){ .id = db_u64(q, 0), .no = arena_str(a, db_str(q, 1)), .name = arena_str(a, db_str(q, 2)), .sha256 = arena_str(a, db_str(q, 3)),
			.who = arena_str(a, db_str(q, 4)), .bytes = db_i64(q, 5), .at_s = db_i64(q, 6) };
	*ret = rows;
	*ret_n = n;
	return db_end(q, p);
}

enum problem_code plan_file_find(struct db *db, struct arena *a, uint64_t programme, struct str no, struct plan_file *ret, struct problem *p)
{
	bool found = false;
	struct stmt *q = db_stmt(db, F_FIND);
	db_bind_u64(q, 1, programme);
	db_bind_str(q, 2, no);
	while (db_step(q)) {
		found = true;
		*ret = (struct plan_file){ .id = db_u64(q, 0), .no = no, .name = arena_str(a, db_str(q, 1)), .sha256 = arena_str(a, db_str(q, 2)), .bytes = db_i64(q, 3),
			.at_s = db_i64(q, 4), .body = arena_str(a, db_blob(q, 5)) };
	}
	enum problem_code code = db_end(q, p);
	return code || found ? code : problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
}
