/* backups.h: a copy of everything each day, made while the server runs, held against itself, and kept for some days.
 *
 * FOLDER/cohong-20261127-0230/ is what `cohong restore` takes. A copy is first written beside it under a name that begins with a dot, every database in it is opened
 * and its integrity checked, and only then it gets its name. Hours are those of the process's time zone. PostgreSQL has pg_dump; nothing is done there. */
#ifndef SERVER_BACKUPS_H
#define SERVER_BACKUPS_H
#include "server/host.h"

struct backup_plan {
	struct str folder; /* made if it is missing */
	int at_min;        /* minute of the day; below 0: never */
	int keep_days;     /* older ones are removed, but for the newest */
	int wait_s;        /* after the start, before one that was missed is made */
};
struct backups;
struct backups *backups_start(struct host *host, const struct backup_plan *plan); /* NULL if there is nothing to do */
void backups_stop(struct backups *b); /* NULL is allowed; waits for a copy that is being made */
/* Makes one at once, checks it, forgets old ones. */
enum problem_code backups_make(struct host *host, struct str folder, int keep_days, struct problem *p);
/* When the newest in a folder was begun, in seconds since 1970; 0 if there is none. ret_name may be NULL. */
int64_t backups_newest(const char *folder, char ret_name[32]);
/* When a backup was last due before now. */
int64_t backups_due(int64_t now_s, int at_min);
/* Opens each database of a copy and checks its integrity. */
enum problem_code backup_verify(struct str folder, struct problem *p);
#endif
