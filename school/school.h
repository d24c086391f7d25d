/* school.h: the school's database, its classes, drafts, audit log and the register of markets. */
#ifndef SCHOOL_SCHOOL_H
#define SCHOOL_SCHOOL_H
#include "school/person.h"
#include "store/migrate.h"

extern const struct schema school_schema;

/* ---- classes ---- */
struct class_row {
	uint64_t id, teacher;
	struct str name;
	int64_t members;
};
enum problem_code class_create(struct db *db, struct class_row *row, struct problem *p); /* fills row->id */
/* NOT_FOUND unless it is the asker's: a teacher's own, any for lead and admin. */
enum problem_code class_find(struct db *db, struct arena *a, uint64_t id, uint64_t asker, enum role role, struct class_row *ret, struct problem *p);
/* A student's are those he is in. */
enum problem_code class_list(struct db *db, struct arena *a, uint64_t asker, enum role role, struct class_row **ret, int *ret_n, struct problem *p);
enum problem_code class_add_member(struct db *db, uint64_t class_id, uint64_t person, struct problem *p);
/* By pinyin. */
enum problem_code class_members(struct db *db, struct arena *a, uint64_t class_id, struct person **ret, int *ret_n, struct problem *p);
enum { CLASS_MEMBERS_MAX = 200 };

/* ---- markets and seats ---- */
struct market_row {
	uint64_t id, class_id;
	struct str name, world; /* world: the hash of the compiled world, 32 hex letters */
	uint64_t seed[2];
	int64_t epoch;          /* of the owner */
	struct str state, mode; /* the host's own words */
	int64_t capital_fen;    /* what each new seat begins with */
	int64_t begin_min;      /* simulated time of its beginning; 0: its world's start */
	struct str settings;    /* a JSON object, see server/settings.h */
};
enum problem_code registry_add(struct db *db, struct market_row *row, struct problem *p); /* fills row->id if 0 */
enum problem_code registry_find(struct db *db, struct arena *a, uint64_t id, struct market_row *ret, struct problem *p);
enum problem_code registry_list(struct db *db, struct arena *a, struct market_row **ret, int *ret_n, struct problem *p);
enum problem_code registry_set(struct db *db, uint64_t id, struct str state, struct str mode, struct problem *p);
enum problem_code registry_settings(struct db *db, uint64_t id, struct str settings, struct problem *p);
/* Takes the market over: the epoch grows by one, and who holds an older one may commit no more. */
enum problem_code registry_claim(struct db *db, uint64_t id, int64_t *ret_epoch, struct problem *p);

struct seat_row {
	uint64_t market, person, seat, class_id;
	struct str market_name, person_name, state;
	bool demo; /* the teacher's own, to show things in: counts nowhere */
};
enum problem_code seat_add(struct db *db, uint64_t market, uint64_t person, uint64_t seat, struct problem *p);
enum problem_code seat_set_demo(struct db *db, uint64_t market, uint64_t seat, struct problem *p);
/* The seats of a person (market 0: in every market), or of a market (person 0: everybody's), by pinyin. */
enum problem_code seat_list(struct db *db, struct arena *a, uint64_t market, uint64_t person, struct seat_row **ret, int *ret_n, struct problem *p);

/* ---- drafts: what somebody was typing ---- */
enum { DRAFT_KEY_MAX = 100, DRAFT_BODY_MAX = 64 << 10, DRAFTS_MAX = 200 };
enum problem_code draft_put(struct db *db, uint64_t person, struct str key, struct str body, int64_t now_s, struct problem *p); /* TOO_MANY */
enum problem_code draft_get(struct db *db, struct arena *a, uint64_t person, struct str key, struct str *ret_body, int64_t *ret_updated_s, struct problem *p);
enum problem_code draft_delete(struct db *db, uint64_t person, struct str key, struct problem *p);

/* Who did what to whom; inside the caller's transaction. actor 0: the command line. */
enum problem_code audit_add(struct db *db, uint64_t actor, const char *what, uint64_t subject, struct str detail, struct problem *p);

/* ---- the demonstration school ---- */
struct demo {
	uint64_t admin, lead, teacher, class_id, student[5];
	char password[8][13]; /* admin, lead, teacher, student1 … student5 */
};
#define DEMO_CLASS "跨境电商 1 班"
enum { DEMO_LEFT_MAX = 20 };
/* Logins that can be used and still have the password that was invented for the demonstration; a new password takes the mark away. */
enum problem_code demo_left(struct db *db, struct arena *a, struct str ret[DEMO_LEFT_MAX], int *ret_n, struct problem *p);
/* Closes them: disabled, signed out. In the caller's transaction. */
enum problem_code demo_close(struct db *db, struct problem *p);
/* One class with a teacher and five students, in an empty school only; *ret_made says whether it was. Takes some 200 ms for the passwords. */
enum problem_code demo_create(struct db *db, bool *ret_made, struct demo *ret, struct problem *p);
#endif
