/* privacy.h: what is kept about a person, who looked at it, and how it goes away. */
#ifndef SCHOOL_PRIVACY_H
#define SCHOOL_PRIVACY_H
#include "base/json.h"
#include "school/school.h"

/* "学生 K7M3", the same for a person always; says nothing about him. */
enum { PSEUDONYM_MAX = 24 };
void pseudonym(uint64_t person, char ret[PSEUDONYM_MAX]);
/* Whether a person was erased. */
bool person_is_erased(const struct person *person);

/* Notes that staff looked at something of a student's: what is one word, "store", "account", "export". Once in ten minutes for the same look. Inside a writer's
 * transaction; market may be 0. */
enum problem_code audit_look(struct db *db, uint64_t actor, uint64_t person, uint64_t market, const char *what, struct problem *p);
struct look {
	int64_t at_s;
	uint64_t market;                    /* 0: none */
	struct str by, what, market_name;   /* by: the name of who looked */
};
/* Who looked at a person's things, newest first. */
enum problem_code look_list(struct db *db, struct arena *a, uint64_t person, int max, struct look *ret, int *ret_n, struct problem *p);

/* Everything that the school's database has about a person, as one JSON object. Others in it are told by their roles only. */
typedef enum problem_code export_more(void *arg, struct jw *j, struct problem *p); /* writes members of what is kept elsewhere */
enum problem_code person_export(struct db *db, struct arena *a, const struct person *person, export_more *more, void *arg, struct jw *j, struct problem *p);
/* Takes the person out of the school: the name becomes the pseudonym, number, PIN, sessions, drafts, attendance and logs go, and so do the rows of rosters and classes.
 * Seats stay, under the pseudonym: a market and its digest do not change. In the caller's transaction. */
enum problem_code person_erase(struct db *db, uint64_t person, uint64_t actor, int64_t now_s, struct problem *p);
/* Forgets what is older than the school keeps. In the caller's transaction. */
enum problem_code school_prune(struct db *db, int64_t now_s, struct problem *p);
#endif
