/* scenario.h: worlds from files.
 *
 * A world is written as a folder of tables (docs/world-format.md). Here it is read, checked and compiled to the struct world that a market plays in; larger worlds
 * are grown from it, and catalogues of real firms are turned into folders of that form. */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H
#include "market/world/world.h"

/* ---- what is wrong with the files */
enum fault_grade { FAULT_ERROR, FAULT_WARNING };

struct fault {
	enum fault_grade grade;
	const char *file;   /* within the folder */
	uint32_t line;      /* 0: the file as a whole */
	const char *column; /* "" */
	const char *text;   /* what is wrong and what would be right */
};

enum { FAULTS_MAX = 200 };

struct faults {
	struct arena texts;
	struct fault *fault; /* in the order in which they were found, at most FAULTS_MAX of each grade */
	uint32_t n, n_errors, n_warnings; /* the counts go on beyond what is kept */
};
void faults_init(struct faults *f);
void faults_fini(struct faults *f);
void faults_add(struct faults *f, enum fault_grade grade, const char *file, uint32_t line, const char *column, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
/* "file:row: column: text", one a line. */
void faults_text(const struct faults *f, struct buf *out);

/* ---- reading and compiling */

/* Reads a folder. The world is made as far as the files allow, even with faults, so that a part can be checked alone; it may go to a market only where
 * f->n_errors is 0. NULL if the folder can't be opened. It belongs to the caller, finished. The content is checked too (near-duplicates, languages, kinds that
 * nobody asks for), unless quick. */
struct world *scenario_read(const char *folder, bool quick, struct faults *f);

/* The same with the numbers of profiles/NAME.csv in place of its own; NULL: none. */
struct world *scenario_read_profile(const char *folder, const char *profile, bool quick, struct faults *f);
/* Names of a folder's profiles, in order; returns how many. */
enum { PROFILES_MAX = 8, PROFILE_NAME_MAX = 24 };
int scenario_profiles(const char *folder, char ret[PROFILES_MAX][PROFILE_NAME_MAX]);

/* What a world offers, and what the class world is meant to offer. */
struct scenario_count {
	const char *what;
	uint32_t is, wanted;
};
enum { SCENARIO_COUNTS = 13 };
void scenario_counts(const struct world *w, struct scenario_count ret[SCENARIO_COUNTS]);

/* A compiled world from a .world file, a folder, or a folder and a profile of it, as in "worlds/first-harbour.classroom" (a folder must be without errors: *p tells the first). */
enum problem_code scenario_open(const char *path, struct world **ret_world, struct problem *p);
/* Writes a compiled world, to a temporary name first. */
enum problem_code scenario_write(const struct world *w, const char *path, struct problem *p);

/* Grows a world to so many rivals' listings and buyers, by recombining what it has; the result depends on the arguments alone. Returns a new world. */
struct world *scenario_scale(const struct world *w, uint32_t listings, uint32_t buyers);

/* ---- import of a catalogue */
struct import_options {
	const char *file;      /* CSV, .xlsx, JSON Lines, also .xz */
	const char *base;      /* folder of the world whose other tables are taken */
	const char *out;       /* new folder, or FILE.world */
	const char *map;       /* "name=title,price=price_minor", or NULL */
	const char *mapping;   /* CSV field,column[,value]; or NULL */
	const char *country, *language, *currency;
	bool listings;         /* as rivals' listings (the goods are made from them too) or as sourcing goods alone */
	uint32_t limit;        /* rows taken at most; 0: all that fit */
	int64_t cost_ppm;      /* cost as a share of the price without tax; 0: 280,000 */
};
struct import_report {
	uint32_t rows, taken, skipped, categories, kinds, brands, queries, values_cut;
	struct faults why; /* a warning for each row that was skipped, with the reason */
};
/* Writes a complete world; report is to be given back with faults_fini(&report->why), also after a problem. */
enum problem_code scenario_import(const struct import_options *o, struct import_report *report, struct problem *p);

#endif
