/* programmes.h: the national standard that this server has, and a stored programme held against it.
 *
 * The standard is read when first asked for and stays; the check is pure, so readers and the writer ask at the same time. */
#ifndef SERVER_PROGRAMMES_H
#define SERVER_PROGRAMMES_H
#include "school/plan.h"
#include "school/standard/standard.h"
#include "server/http.h"

struct programmes;
/* The folder "standards" beside worlds (which may be NULL). */
struct programmes *programmes_create(const char *worlds);
void programmes_destroy(struct programmes *ps); /* NULL is allowed */
/* NULL if there is none, or it has faults: those are told on stderr. From any thread. */
const struct standard *programmes_standard(struct programmes *ps);
/* The example plan of the standard; a new reference, NULL if it is not there. */
json_t *programmes_example(struct programmes *ps);

/* Lessons that were held here, as the rows `module_lessons` of a document: whoever plays a market works on the operation simulation. */
enum problem_code programmes_lessons(struct db *db, struct arena *a, json_t *document, struct problem *p);

struct programme_fault {
	struct str path, text;
};
enum { PROGRAMME_FAULTS_MAX = 100 };
struct programme_check {
	struct clause_result *result;
	int n, clauses;       /* with and without the related rules */
	int64_t day;
	struct programme *programme; /* programme_check_end() */
	struct programme_fault fault[PROGRAMME_FAULTS_MAX]; /* where it can't be read: result is NULL then */
	int n_faults;
};
/* Reads and decides a document; faults in that language. */
void programme_check(const struct standard *s, const json_t *document, int64_t day, enum lang lang, struct arena *a, struct programme_check *ret);
void programme_check_end(struct programme_check *c);

/* What an edit does. */
enum edit_verdict { EDIT_WELL, EDIT_NOWHERE, EDIT_CLOSED, EDIT_BY_ROUTE };
/* Sets document's path to value. closed: the plan's own members may not be changed. */
enum edit_verdict programme_edit(json_t *document, struct str path, json_t *value, bool closed);

/* {"pass":n,…}, of clauses where chapter or severity fit (-1: any). */
void programme_counts_json(struct jw *j, const struct programme_check *c, int chapter, int severity);
/* The clauses that are decided otherwise: [{…,"was":…}]; those of `from` that stand at its same place. */
void programme_turned_json(struct jw *j, const struct programme_check *was, const struct programme_check *now, enum lang lang);
#endif
