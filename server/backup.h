/* backup.h: copies of an SQLite data folder. PostgreSQL has pg_dump. */
#ifndef SERVER_BACKUP_H
#define SERVER_BACKUP_H
#include "store/db.h"

/* Makes FOLDER, which must not be there yet. */
enum problem_code backup_begin(struct str folder, struct problem *p);
/* FOLDER/NAME.db as a consistent copy of an open database, synced to the disk. */
enum problem_code backup_db(struct db *db, struct str folder, struct str name, struct problem *p);
/* The compiled worlds of data_dir. */
enum problem_code backup_worlds(struct str data_dir, struct str folder, struct problem *p);
/* Copies a backup to a new or empty data folder. What root copies to a folder that is somebody else's belongs to that somebody. */
enum problem_code backup_restore(struct str folder, struct str data_dir, struct problem *p);
#endif
