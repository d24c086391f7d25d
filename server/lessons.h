/* lessons.h: the lessons that this server has, which market plays which, and the watch that keeps what students have done.
 *
 * After a market's commit its thread says which stores changed (lessons_changed). A reader then looks at the steps that are still open for those seats, the school's
 * writer keeps what is done, and the screens are told: `changed` with the table "lesson". What is missed in a crash is found when somebody reads the lesson. */
#ifndef SERVER_LESSONS_H
#define SERVER_LESSONS_H
#include "school/lesson.h"
#include "server/host.h"

struct lessons;
struct server;
enum { LESSONS_MAX = 64 };
/* folder: of packs, or NULL: the folder "courses" beside worlds (which may be NULL). */
struct lessons *lessons_create(struct server *s, const char *folder, const char *worlds);
void lessons_destroy(struct lessons *ls); /* after the pools have ended; NULL is allowed */
/* Packs by slug, read when first asked for; those with faults are left out and named on stderr. From any thread. */
int lessons_list(struct lessons *ls, const struct lesson *ret[LESSONS_MAX]);
const struct lesson *lessons_find(struct lessons *ls, struct str slug); /* NULL if there is none */
/* The lesson of a market by its setting `lesson`; NULL if it has none. */
enum problem_code lessons_of(struct lessons *ls, struct db *school, uint64_t market, const struct lesson **ret, struct problem *p);

/* Stores of a market that has a lesson changed. From the market's thread. */
void lessons_changed(struct lessons *ls, uint64_t market, const struct changed *v, int n);

/* Looks at the open steps of a seat (0: of all) whose checks need nobody's answer, by everything that the market knows; new ones in the arena, not yet kept. */
enum problem_code lessons_look(struct lessons *ls, struct worker *w, struct arena *a, uint64_t market, uint64_t seat, const struct lesson *l,
	struct step_row **ret, int *ret_n, struct problem *p);
/* Keeps them in the caller's transaction, and tells the screens of those for whom something changed. */
enum problem_code lessons_keep(struct lessons *ls, struct db *school, uint64_t market, const struct step_row *rows, int n, struct problem *p);
/* Tells a seat's screens, and the staff's, that the lesson changed; seat 0: everybody's. */
void lessons_tell(struct lessons *ls, uint64_t market, uint64_t seat);

/* What lesson_look_at() needs for a seat; ends with lessons_look_end(). */
struct lesson_look;
enum problem_code lessons_look_begin(struct lessons *ls, struct worker *w, struct arena *a, uint64_t market, const struct seat_row *seat, const struct lesson *l,
	struct lesson_look *ret, struct problem *p);
void lessons_look_end(struct lesson_look *look);
#endif
