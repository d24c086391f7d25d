/* whatif.h: what a store would have got if it had done something else at a past hour, played again beside the running markets.
 *
 * One thread plays one question at a time, at a lower priority than all others: it reads the market's kept states and its log with a connection that cannot write, and
 * nothing of what it makes is stored. Questions wait in a queue of WHATIF_QUEUE_MAX; answers are kept in memory, the last WHATIF_KEPT of the server. From any thread. */
#ifndef SERVER_WHATIF_H
#define SERVER_WHATIF_H
#include "base/json.h"
#include "market/market.h"
#include "market/world/world.h"

enum {
	WHATIF_DAYS_MAX = 28,	 /* how far back */
	WHATIF_QUEUE_MAX = 8,	 /* waiting, of all markets */
	WHATIF_KEPT = 60,
	WHATIF_CHANGES_MAX = 40, /* of one way */
	WHATIF_WAYS_MAX = 8,
	WHATIF_PAIRS = 8,	 /* of forks with other luck, for the total effect */
	WHATIF_DEADLINE_S = 900,
	WHATIF_ASKED_MAX = 64 << 10, /* bytes of a question */
};

/* What might have been done: acts as act_encode() writes them. */
struct whatif_way {
	struct str *act;
	int n;
};
struct whatif_question {
	uint64_t market, seat, person; /* whose store; who asks */
	bool total;		       /* with everybody's feedback; else the direct effect */
	int64_t at_min;
	int64_t now_min;	       /* of the market when it was asked */
	const struct whatif_way *ways; /* several are held against each other, direct only */
	int n_ways;
	struct str asked; /* the ways as they were asked, JSON */
	/* of the market */
	const struct world *world;
	uint64_t seed[2];
	int64_t begin_min;
	struct str db_name;
};

struct whatifs;
struct whatifs *whatifs_start(struct str data_dir, struct str database_url);
void whatifs_stop(struct whatifs *ws); /* NULL is fine */
/* Copies the question. WHATIF_FULL; WHATIF_RUNNING: this seat's last question is not answered yet. */
enum problem_code whatifs_add(struct whatifs *ws, const struct whatif_question *q, uint64_t *ret_id, struct problem *p);
/* Writes the object `what-if` of docs/api.md. False if the market has no such question, or it is another seat's (seat 0: any). */
bool whatifs_write(struct whatifs *ws, uint64_t market, uint64_t seat, uint64_t id, struct jw *j);
/* The array of them, newest first, without what came out. */
void whatifs_list(struct whatifs *ws, uint64_t market, uint64_t seat, struct jw *j);
/* Ends or forgets it; false as above. */
bool whatifs_cancel(struct whatifs *ws, uint64_t market, uint64_t seat, uint64_t id);
/* How long a question of so many hours takes by what was measured on this market, in ms; -1: nothing was measured yet. */
int64_t whatifs_estimate_ms(struct whatifs *ws, uint64_t market, bool total, int64_t hours, int n_ways);
#endif
