/* export_acts.h: what a person did in markets, for the export of what is kept about him. */
#ifndef SERVER_EXPORT_ACTS_H
#define SERVER_EXPORT_ACTS_H
#include "base/arena.h"
#include "base/json.h"
#include "server/pool.h"

enum { EXPORT_ACTS_MAX = 2000 };
/* Members "acts", newest first in each market, at most EXPORT_ACTS_MAX in all, and "acts_left_out": whether there are more. On a reader's thread. */
enum problem_code export_acts(struct worker *w, struct arena *a, uint64_t person, struct jw *j, struct problem *p);
#endif
