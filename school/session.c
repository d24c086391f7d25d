#include "school/session.h"

#include <sodium.h>
#include <string.h>

void token_hash(struct str token, unsigned char ret[32])
{
	crypto_generichash(ret, 32, (const unsigned char *)token.p, token.n, NULL, 0);
}

static struct str hash_span(const unsigned char hash[32])
{
	return (struct str){ (const char *)hash, 32 };
}

/* Of the classes of the person: the longest, and never if one of them says never. */
#define IDLE_S(person)                                                                                                                                    \
	"(SELECT CASE WHEN COUNT(*) = 0 THEN 1200 WHEN MIN(c.idle_min) = 0 THEN 0 ELSE MAX(c.idle_min) * 60 END\n"                                       \
	" FROM class_member m JOIN class c ON c.id = m.class_id WHERE m.person = " person ")"

static const char CREATE[] = "INSERT INTO session (token_hash, person, csrf, expires_s, seen_s, idle_s, ended) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')";
static const char READ_IDLE[] = "SELECT " IDLE_S("?1");
_Static_assert(IDLE_MIN_DEFAULT * 60 == 1200, "as IDLE_S says");

static enum problem_code read_idle(struct db *db, uint64_t person, int64_t *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, READ_IDLE);
	int64_t idle_s = 0;
	db_bind_u64(q, 1, person);
	while (db_step(q))
		idle_s = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = idle_s;
	return code;
}

enum problem_code session_create(struct db *db, const struct person *person, int64_t now_s, char ret_token[TOKEN_TEXT + 1], struct session *ret,
	struct problem *p)
{
	unsigned char random[32];
	struct session s = { .person = person->id, .role = person->role, .lang = person->lang, .expires_s = now_s + SESSION_LIFE_S, .seen_s = now_s };
	enum problem_code code = PROBLEM_NONE;
	if (person->role == ROLE_STUDENT &&
		((code = session_end(db, person->id, PROBLEM_SESSION_MOVED, now_s, NULL, p)) || (code = read_idle(db, person->id, &s.idle_s, p))))
		return code;
	randombytes_buf(random, 32);
	sodium_bin2base64(ret_token, TOKEN_TEXT + 1, random, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	token_hash(str_c(ret_token), s.token_hash);
	randombytes_buf(random, 24);
	sodium_bin2base64(s.csrf, CSRF_TEXT + 1, random, 24, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	struct stmt *q = db_stmt(db, CREATE);
	db_bind_blob(q, 1, hash_span(s.token_hash));
	db_bind_u64(q, 2, s.person);
	db_bind_str(q, 3, str_c(s.csrf));
	db_bind_i64(q, 4, s.expires_s);
	db_bind_i64(q, 5, now_s);
	db_bind_i64(q, 6, s.idle_s);
	if (!(code = db_run(q, p)))
		*ret = s;
	return code;
}

static const char FIND[] = "SELECT s.person, p.role, p.lang, s.csrf, s.expires_s, s.seen_s, s.idle_s, s.ended\n"
			   "FROM session s JOIN person p ON p.id = s.person\n"
			   "WHERE s.token_hash = ?1 AND s.expires_s > ?2 AND (p.disabled = 0 OR s.ended <> '')";

enum problem_code session_find(struct db *db, const unsigned char hash[32], int64_t now_s, struct session *ret, struct problem *p)
{
	struct session s = { 0 };
	struct stmt *q = db_stmt(db, FIND);
	db_bind_blob(q, 1, hash_span(hash));
	db_bind_i64(q, 2, now_s);
	while (db_step(q)) {
		s.person = db_u64(q, 0);
		s.role = (enum role)db_i64(q, 1);
		s.lang = db_i64(q, 2) == LANG_EN ? LANG_EN : LANG_ZH;
		struct str csrf = str_sub(db_str(q, 3), 0, CSRF_TEXT);
		memcpy(s.csrf, csrf.p, csrf.n);
		s.expires_s = db_i64(q, 4);
		s.seen_s = db_i64(q, 5);
		s.idle_s = db_i64(q, 6);
		s.ended = problem_find(db_str(q, 7));
	}
	enum problem_code code = db_end(q, p);
	if (!code && (!s.person || s.ended))
		code = problem_set(p, s.ended ? s.ended : PROBLEM_SIGN_IN, "", NULL);
	memcpy(s.token_hash, hash, 32);
	if (!code)
		*ret = s;
	return code;
}

bool session_is_over(enum problem_code code)
{
	return code == PROBLEM_SIGN_IN || code == PROBLEM_SESSION_MOVED || code == PROBLEM_SESSION_IDLE || code == PROBLEM_SESSION_OVER ||
	       code == PROBLEM_SESSION_ENDED || code == PROBLEM_SESSION_RESET;
}

static const char END[] = "UPDATE session SET ended = ?2 WHERE person = ?1 AND ended = '' AND expires_s > ?3";

enum problem_code session_end(struct db *db, uint64_t person, enum problem_code why, int64_t now_s, int64_t *ret_n, struct problem *p)
{
	struct stmt *q = db_stmt(db, END);
	db_bind_u64(q, 1, person);
	db_bind_str(q, 2, str_c(problem_name(why)));
	db_bind_i64(q, 3, now_s);
	enum problem_code code = db_run(q, p);
	if (!code && ret_n)
		*ret_n = db_changes(db);
	return code;
}

static const char END_ONE[] = "UPDATE session SET ended = ?2 WHERE token_hash = ?1 AND ended = ''";

enum problem_code session_end_one(struct db *db, const unsigned char hash[32], enum problem_code why, struct problem *p)
{
	struct stmt *q = db_stmt(db, END_ONE);
	db_bind_blob(q, 1, hash_span(hash));
	db_bind_str(q, 2, str_c(problem_name(why)));
	return db_run(q, p);
}

static const char SET_IDLE[] = "UPDATE session SET idle_s = " IDLE_S("session.person") "\n"
			       "WHERE person IN (SELECT o.person FROM class_member o JOIN person p ON p.id = o.person WHERE o.class_id = ?1 AND p.role = 0)";

enum problem_code session_set_idle(struct db *db, uint64_t class_id, struct problem *p)
{
	struct stmt *q = db_stmt(db, SET_IDLE);
	db_bind_u64(q, 1, class_id);
	return db_run(q, p);
}

static const char TOUCH[] = "UPDATE session SET seen_s = ?2, expires_s = ?3 WHERE token_hash = ?1 AND ended = ''";

enum problem_code session_touch(struct db *db, const unsigned char hash[32], int64_t now_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, TOUCH);
	db_bind_blob(q, 1, hash_span(hash));
	db_bind_i64(q, 2, now_s);
	db_bind_i64(q, 3, now_s + SESSION_LIFE_S);
	return db_run(q, p);
}

static const char DELETE_ONE[] = "DELETE FROM session WHERE token_hash = ?1";

enum problem_code session_delete(struct db *db, const unsigned char hash[32], struct problem *p)
{
	struct stmt *q = db_stmt(db, DELETE_ONE);
	db_bind_blob(q, 1, hash_span(hash));
	return db_run(q, p);
}

static const char DELETE_ALL[] = "DELETE FROM session WHERE person = ?1 AND token_hash <> ?2";

enum problem_code session_delete_all(struct db *db, uint64_t person, const unsigned char *except, struct problem *p)
{
	struct stmt *q = db_stmt(db, DELETE_ALL);
	db_bind_u64(q, 1, person);
	db_bind_blob(q, 2, except ? hash_span(except) : STR(""));
	return db_run(q, p);
}

static const char PRUNE[] = "DELETE FROM session WHERE expires_s <= ?1";

enum problem_code session_prune(struct db *db, int64_t now_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, PRUNE);
	db_bind_i64(q, 1, now_s);
	return db_run(q, p);
}
