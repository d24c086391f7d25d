/* worlds.h: the worlds that markets can be made of, and those that markets play in.
 *
 * A catalogue folder has a world in each subfolder (docs/world-format.md) or FILE.world. What a market plays in is kept with its data by hash, compiled: as
 * worlds/HASH.world in the data folder, or in the table world of PostgreSQL. Editing a catalogue never touches a running market. A world once loaded stays in memory. */
#ifndef SERVER_WORLDS_H
#define SERVER_WORLDS_H
#include "market/world/world.h"
#include "store/db.h"

struct worlds;
/* catalogue: a folder, or NULL. data_dir and catalogue are copied. */
struct worlds *worlds_create(struct str data_dir, const char *catalogue);
void worlds_destroy(struct worlds *ws);
/* Compiles the catalogue on a thread of its own, a few seconds later, so that nobody has to wait for it later; what is asked for meanwhile waits. */
void worlds_begin(struct worlds *ws);
enum { WORLDS_MAX = 64 };
/* The catalogue's worlds, compiled when first asked for; those with faults are left out and named on stderr. From any thread. */
int worlds_list(struct worlds *ws, const struct world *ret[WORLDS_MAX]);
/* One of them by slug; NULL if there is none. An empty slug: the first. */
const struct world *worlds_find(struct worlds *ws, struct str slug);
/* Keeps a world for markets to come back to. db: the school's, used on PostgreSQL only, in the caller's transaction. */
enum problem_code worlds_keep(struct worlds *ws, const struct world *w, struct db *db, struct problem *p);
/* A kept world; db as above, a reader's will do. CORRUPT if it is missing or not what its name says. */
enum problem_code worlds_load(struct worlds *ws, struct str hash, struct db *db, const struct world **ret, struct problem *p);
#endif
