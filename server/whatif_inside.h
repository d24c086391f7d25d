/* whatif_inside.h: what the files of the what-if share. Not for others. */
#ifndef SERVER_WHATIF_INSIDE_H
#define SERVER_WHATIF_INSIDE_H
#include "base/hash.h"
#include "market/whatif.h"
#include "server/whatif.h"

#include <stdatomic.h>

enum whatif_state { WHATIF_WAITING, WHATIF_RUNNING, WHATIF_DONE, WHATIF_FAILED, WHATIF_CANCELLED };

struct whatif_job {
	struct arena mem;
	struct whatif_question q;
	uint64_t id;
	int64_t made_ms, started_us, plain_us, direct_us; /* measured by simulated hour, 0: not */
	atomic_bool stop;
	atomic_int done, all; /* simulated hours */
	enum whatif_state state;
	struct problem problem; /* of WHATIF_FAILED */
	struct buf result;	/* of WHATIF_DONE: members of an object */
	struct whatif_job *next; /* older */
};

/* ---- sums (whatif_sums.c) ---- */

struct whatif_line {
	uint64_t listing;
	uint32_t country, query;
	int64_t day;
	struct course_sum real, other;
};
struct whatif_lines {
	struct whatif_line *v;
	uint32_t n, cap;
	struct map at;
};
struct whatif_sums {
	struct whatif_lines days, listings, queries;
	struct course_sum real, other;
};
enum whatif_side { WHATIF_REAL = 1, WHATIF_OTHER = 2, WHATIF_BOTH = 3 };
void whatif_sums_init(struct whatif_sums *s);
void whatif_sums_fini(struct whatif_sums *s);
/* A row by day, by listing, by query where it has one. */
void whatif_sums_add(struct whatif_sums *s, const struct course_row *r, enum whatif_side side);
/* Only by query, or only by the others: rows of both kinds tell of the same. */
void whatif_sums_query(struct whatif_sums *s, const struct course_row *r, enum whatif_side side);
void whatif_sums_shift(struct whatif_sums *s, const struct course_row *real, const struct course_row *other);
/* Members `total`, and with whole `days`, `listings`, `queries`. m: for names. */
void whatif_sums_write(struct whatif_sums *s, const struct market *m, const struct world *w, bool whole, struct jw *j);
/* The member `pairs`: differences of pairs, their mean and spread. */
void whatif_pairs_write(const struct course_sum *difference, int n, struct jw *j);
void whatif_problem_write(const struct problem *p, struct jw *j);

/* Plays (whatif_run.c); the job's result is written on success. */
enum problem_code whatif_run(struct whatif_job *job, struct str data_dir, struct str database_url, struct problem *p);
#endif
