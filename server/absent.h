/* absent.h: what absence means for a lesson: the steps that a student missed are excused.
 *
 * Missed are the steps of the stages that the class has reached, the present one included, of a lesson that had begun by that day. What he has done stays done, and an excused step that he does
 * later counts as done. An excuse says for which day it is, so that the teacher's next word on that day takes it back; a teacher's own excuse of a step is never touched. */
#ifndef SERVER_ABSENT_H
#define SERVER_ABSENT_H
#include "school/attendance.h"
#include "server/server.h"

/* After the teacher's word on a student's day: in every market of the class, absent and excused excuse, anything else takes that back. Tells the screens. In the
 * caller's transaction. */
enum problem_code absent_follow(struct server *s, struct db *db, struct arena *a, uint64_t class_id, uint64_t person, int64_t day, enum attendance state,
	uint64_t actor, struct problem *p);
/* The same for one seat of a market; *ret_n: how many steps changed. */
enum problem_code absent_excuse(struct server *s, struct db *db, struct arena *a, const struct seat_row *seat, int64_t day, bool excused, uint64_t actor,
	int *ret_n, struct problem *p);
/* Steps that are excused for a day, by student, in all markets of the class. */
struct absent_count {
	uint64_t person, market;
	int steps;
};
enum problem_code absent_counts(struct db *db, struct arena *a, uint64_t class_id, int64_t day, struct absent_count **ret, int *ret_n, struct problem *p);
#endif
