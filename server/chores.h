/* chores.h: what a server does by itself, day by day: it forgets what is older than the school keeps. */
#ifndef SERVER_CHORES_H
#define SERVER_CHORES_H
#include "server/pool.h"

struct chores;
/* Once at the start and once a day; on the school's writer. NULL if no thread can be had. */
struct chores *chores_start(struct pool *school_writer);
void chores_stop(struct chores *c); /* before the writer ends; NULL is allowed */
#endif
