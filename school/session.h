/* session.h: who is signed in. A token is known to the browser's cookie only; the database has its hash. */
#ifndef SCHOOL_SESSION_H
#define SCHOOL_SESSION_H
#include "school/person.h"

enum { TOKEN_TEXT = 43, CSRF_TEXT = 32, SESSION_LIFE_S = 12 * 3600, SESSION_TOUCH_S = 300, STUDENT_TOUCH_S = 60, IDLE_MIN_DEFAULT = 20 };

struct session {
	uint64_t person; /* 0: nobody */
	enum role role;
	enum lang lang;
	unsigned char token_hash[32];
	char csrf[CSRF_TEXT + 1];
	int64_t expires_s, seen_s; /* real seconds */
	int64_t idle_s;            /* a student's: it ends when nothing was done for so long; 0: never */
	enum problem_code ended;   /* of nobody's: why the session that was there is over, or NONE */
};

void token_hash(struct str token, unsigned char ret[32]);
/* Makes a session that lives SESSION_LIFE_S after it was last seen. A student has one only: his others end with SESSION_MOVED. */
enum problem_code session_create(struct db *db, const struct person *person, int64_t now_s, char ret_token[TOKEN_TEXT + 1], struct session *ret,
	struct problem *p);
/* SIGN_IN if there is none, it has expired, or the person is disabled; else what session_end() was told. */
enum problem_code session_find(struct db *db, const unsigned char token_hash[32], int64_t now_s, struct session *ret, struct problem *p);
enum problem_code session_touch(struct db *db, const unsigned char token_hash[32], int64_t now_s, struct problem *p);
enum problem_code session_delete(struct db *db, const unsigned char token_hash[32], struct problem *p);
/* True for the codes by which session_find() says that nobody is signed in. */
bool session_is_over(enum problem_code code);
/* Ends a person's sessions; who comes with one of them is told why: SESSION_MOVED, SESSION_IDLE, SESSION_OVER, SESSION_ENDED,
 * SESSION_RESET. ret_n: how many lived; may be NULL. */
enum problem_code session_end(struct db *db, uint64_t person, enum problem_code why, int64_t now_s, int64_t *ret_n, struct problem *p);
enum problem_code session_end_one(struct db *db, const unsigned char token_hash[32], enum problem_code why, struct problem *p);
/* Those that live now take over the idle time of their classes. */
enum problem_code session_set_idle(struct db *db, uint64_t class_id, struct problem *p);
/* All of a person's, apart from one (NULL: none). */
enum problem_code session_delete_all(struct db *db, uint64_t person, const unsigned char *except, struct problem *p);
enum problem_code session_prune(struct db *db, int64_t now_s, struct problem *p);
#endif
