/* pool.h: threads that may wait: SQL readers, the school's one writer, Argon2 (two threads, so that at most two run at a time).
 *
 * Each thread has a struct worker with connections of its own. */
#ifndef SERVER_POOL_H
#define SERVER_POOL_H
#include "store/db.h"

struct pool;
struct worker;

struct pool_options {
	const char *name;     /* of the threads, at most 12 letters */
	int threads;
	int queue_max;        /* posts beyond it are refused */
	enum db_mode mode;    /* of the threads' connections */
	struct str data_dir, database_url; /* as db_place() wants them; copied */
	void (*leave)(void); /* called on each thread before it ends; or NULL */
};

/* Opens "school" for each thread. */
enum problem_code pool_create(const struct pool_options *options, struct pool **ret_pool, struct problem *p);
/* Does what is queued, then ends the threads; later posts are refused. NULL is allowed. */
void pool_end(struct pool *pool);
/* Ends it and frees it, when nobody can post any more. NULL is allowed. */
void pool_destroy(struct pool *pool);
/* False when the queue is full or the pool is ending; then work is not called. */
bool pool_post(struct pool *pool, void (*work)(struct worker *w, void *arg), void *arg);

int pool_waiting(struct pool *pool); /* jobs that nobody has begun */

/* The thread's connection to the school's database. */
struct db *worker_school(struct worker *w);
/* The thread's connection to the database of that name (a market's), opened when first asked for; the least recently used of 16 is closed. */
enum problem_code worker_db(struct worker *w, struct str name, struct db **ret_db, struct problem *p);
#endif
