/* data.h: a data folder, or a database, as commands other than serve open it. */
#ifndef CLI_DATA_H
#define CLI_DATA_H
#include "cli/config.h"
#include "school/school.h"
#include "server/worlds.h"

/* Prints a problem to stderr in the language of LANG and gives 1. */
int data_fail(const char *command, const struct problem *p);
/* Hours and dates of this process are those of the school from now on; before there are threads. */
void use_time_zone(const char *name);
/* Two programs on one folder's SQLite files would both checkpoint. The lock is held until the program ends; false if another has it. */
bool data_lock(const char *folder);

struct data {
	struct config config;
	struct arena arena;
	const char *folder, *database; /* database: PostgreSQL's URL, or "" */
	struct db *school;
	struct worlds *worlds;
	/* of the market that was found */
	struct market_row row;
	struct db *db;
	const struct world *world;
};
/* Reads --data DIR and --database URL, or takes them from the environment or the file of the configuration, and at most `max` plain words; false after having said what is wrong. */
bool data_options(int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, struct data *d, const char **ret_words, int max, int *ret_n);
/* Opens the school; the server must not be running if it has SQLite files. */
enum problem_code data_open(struct data *d, struct problem *p);
/* Finds a market by id, or by name if that is enough to tell it, and opens its database and world. */
enum problem_code data_market(struct data *d, struct str which, struct problem *p);
void data_close(struct data *d);
#endif
