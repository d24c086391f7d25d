/* marks.h: the marks of a lesson, gathered from the market's log, its refusals and rows, the record of steps and answers, and what people said about marks.
 *
 * A cut says how far each of them is read. With the same cut the same marks come out, byte for byte, whatever has happened since: acts count by their place in the
 * log, what the market did by itself by its moment before the cut's. */
#ifndef SERVER_MARKS_H
#define SERVER_MARKS_H
#include "market/market.h"
#include "school/marks_kept.h"
#include "school/school.h"

struct marks_source {
	struct db *school, *db; /* db: the market's */
	const struct market_row *row;
	const struct lesson *lesson;
	const struct world *world;
};
struct marks_cut {
	int64_t position, now_min, refusals, steps, given;
};
extern const struct marks_cut marks_live; /* as far as there is something */

struct marks_seat {
	struct seat_row row;
	uint64_t store; /* 0: none yet */
	struct str store_name;
	char days[64];  /* attendance, see kept_mark */
	struct mark_input in;
	struct mark mark;
};
struct marks_book {
	struct arena arena; /* owns all */
	struct marks_cut cut;
	struct marks_seat *seat; /* by pinyin, without those that only show */
	int n;
	struct step_said *said;
	int n_said;
	struct given_row *given;
	int n_given;
};
/* Gathers and computes. days: of the kept marks that are held against it, or NULL: as attendance stands now. Ends with marks_free() if it was well. */
enum problem_code marks_gather(const struct marks_source *s, const struct marks_cut *cut, struct marks_book *ret, struct problem *p);
void marks_free(struct marks_book *b);
/* Attendance as it was kept; computes again. */
void marks_set_days(struct marks_seat *s, struct arena *a, struct str days);
struct marks_seat *marks_of(struct marks_book *b, uint64_t seat); /* NULL if there is none */
/* The cut that a kept mark's text names; false if it cannot be read. */
bool marks_cut_read(struct str body, struct marks_cut *ret, struct mark_scheme *ret_scheme);

/* Holds the kept marks of a market against what its records give today. */
struct marks_verdict {
	int kept, same, differ, erased; /* erased: the student's personal data were */
	uint64_t first_differs;         /* seat, 0 none */
	int64_t first_n;
};
enum problem_code marks_verify(const struct marks_source *s, struct marks_verdict *ret, struct problem *p);
#endif
