/* attendance.h: who came, who signed in with what.
 *
 * Present is who signed in on the day, by the school's clocks; a teacher's word stands above that. */
#ifndef SCHOOL_ATTENDANCE_H
#define SCHOOL_ATTENDANCE_H
#include "school/school.h"

enum attendance { ATTENDANCE_AUTO, ATTENDANCE_PRESENT, ATTENDANCE_LATE, ATTENDANCE_ABSENT, ATTENDANCE_EXCUSED, ATTENDANCE_MAX };
extern const char *const attendance_names[ATTENDANCE_MAX]; /* "auto", "present", "late", "absent", "excused" */
bool attendance_find(struct str name, enum attendance *ret);

struct attendance_row {
	uint64_t person;
	struct str name, number;   /* number: empty for who has an account of his own */
	enum attendance state;     /* never AUTO: ABSENT until the student signs in */
	bool by_teacher;
	int64_t first_s;           /* when he first signed in on that day; 0: not */
};
/* The students of the class, by pinyin, on a day (number of base/calendar.h). */
enum problem_code attendance_list(struct db *db, struct arena *a, uint64_t class_id, int64_t day, struct attendance_row **ret, int *ret_n, struct problem *p);
/* Days on which something is known of the class, newest first; at most max. */
enum problem_code attendance_days(struct db *db, uint64_t class_id, int max, int64_t *ret, int *ret_n, struct problem *p);
/* AUTO takes the teacher's word back. In the caller's transaction. NOT_FOUND: no student of the class. */
enum problem_code attendance_set(struct db *db, uint64_t class_id, uint64_t person, int64_t day, enum attendance state, uint64_t actor, int64_t now_s,
	struct problem *p);
/* Of one student on a day; ABSENT if nothing is known. */
enum problem_code attendance_state(struct db *db, uint64_t class_id, uint64_t person, int64_t day, enum attendance *ret, struct problem *p);

/* ---- signing in ---- */
/* Notes a sign-in or a failed one, what: "claim", "enter", "password"; agent: the browser's User-Agent, of which only the family is kept. One that was well
 * (PROBLEM_NONE) makes a student present in his classes. */
enum problem_code sign_in_note(struct db *db, uint64_t person, const char *what, enum problem_code result, struct str agent, int64_t now_s, struct problem *p);
const char *browser_family(struct str agent); /* "Chrome", "Edge", "360", … "other" */

struct sign_in_row {
	uint64_t id, person;
	int64_t at_s;
	struct str name, what, result, browser; /* result: "ok", or a problem's name */
};
/* Of the students of a class, or of one person (class_id 0), newest first, before (at_s, id); before_s 0: from the newest. */
enum problem_code sign_in_list(struct db *db, struct arena *a, uint64_t class_id, uint64_t person, int64_t before_s, uint64_t before_id, int max,
	struct sign_in_row *ret, int *ret_n, struct problem *p);
#endif
