/* marks_kept.h: what marks are made of and what was decided about them, kept for ever: rows are added, never changed. Numbers count within a market, from 1. */
#ifndef SCHOOL_MARKS_KEPT_H
#define SCHOOL_MARKS_KEPT_H
#include "school/lesson.h"
#include "school/marks.h"

/* ---- the record of steps and answers ---- */
enum step_what { STEP_SAID_DONE, STEP_SAID_EXCUSED, STEP_SAID_OPEN, STEP_SAID_WRONG };
struct step_said {
	int64_t n, at_s, points;
	uint64_t seat;
	struct str item; /* a step's id, or "quiz-…" */
	enum step_what what;
	struct str evidence; /* JSON as of step_row; of a wrong try {"answer":"…"} */
};
enum { STEP_SAID_MAX = 40000, STEP_WRONG_MAX = 20 };
/* In the caller's transaction. */
enum problem_code step_say(struct db *db, uint64_t market, const struct step_said *row, struct problem *p);
/* Of a market up to a number, in order. */
enum problem_code step_said_list(struct db *db, struct arena *a, uint64_t market, int64_t until, struct step_said **ret, int *ret_n, struct problem *p);
/* How many wrong tries of an item are kept; beyond STEP_WRONG_MAX no more are. */
enum problem_code step_wrong_count(struct db *db, uint64_t market, uint64_t seat, struct str item, int64_t *ret, struct problem *p);

/* ---- the scheme; the newest counts ---- */
enum problem_code mark_scheme_get(struct db *db, struct arena *a, uint64_t market, struct mark_scheme *ret, struct problem *p);
enum problem_code mark_scheme_put(struct db *db, uint64_t market, uint64_t person, const struct mark_scheme *s, struct problem *p);

/* ---- what people said about a mark ---- */
enum given_what { GIVEN_ITEM, GIVEN_CLASSWORK, GIVEN_OVERRIDE, GIVEN_WARN, GIVEN_DEDUCT, GIVEN_APPEAL, GIVEN_REPLY, GIVEN_MAX };
extern const char *const given_name[GIVEN_MAX]; /* "item", "classwork", "override", "warn", "deduct", "appeal", "reply" */
enum { GIVEN_TEXT_MAX = 500, GIVEN_ROWS_MAX = 20000, GIVEN_EVENT_MAX = 60 };
struct given_row {
	int64_t n, at_s, value; /* ITEM thousandths; CLASSWORK, OVERRIDE hundredths; -1 takes it back */
	uint64_t seat, person;
	enum given_what what;
	struct str item, text;   /* of ITEM its id; of WARN and DEDUCT the event; text: the reason */
	struct str person_name;
};
/* In the caller's transaction. NO_WARNING: a deduction without a warning before it; DONE_ALREADY: one for the same event. */
enum problem_code given_add(struct db *db, uint64_t market, const struct given_row *row, struct problem *p);
enum problem_code given_list(struct db *db, struct arena *a, uint64_t market, int64_t until, struct given_row **ret, int *ret_n, struct problem *p);

/* ---- marks as they stood ---- */
struct kept_mark {
	int64_t n, at_s, total;
	uint64_t market, seat, person; /* person: who kept it */
	struct str days;  /* attendance as it was then: "P" present, "L" late, "A" absent, "E" excused, a letter a day */
	struct str hash, body;
};
enum { KEPT_ROWS_MAX = 2000 };
/* Adds it unless the newest of the seat has the same hash; *ret_new says which. In the caller's transaction. */
enum problem_code kept_add(struct db *db, const struct kept_mark *k, bool *ret_new, struct problem *p);
/* Of a market (seat 0: of all), newest first, with their bodies if they are wanted. */
enum problem_code kept_list(struct db *db, struct arena *a, uint64_t market, uint64_t seat, bool bodies, struct kept_mark **ret, int *ret_n, struct problem *p);
#endif
