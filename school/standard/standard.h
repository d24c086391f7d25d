/* standard.h: a programme (人才培养方案) held against a national teaching standard.
 *
 * A standard is a folder of data (standards/730702, docs/programme-format.md): its clauses in the project's own words, each with its severity and how it is decided; a
 * programme is one JSON document with the plan, teachers, students, rooms, internships and records. standard_check() decides every clause: it is pure (no files, no
 * clock, no floating point), takes less than 5 ms for one programme, and is what both the command line and a compliance board ask. */
#ifndef SCHOOL_STANDARD_H
#define SCHOOL_STANDARD_H
#include "base/arena.h"
#include "base/problem.h"

#include <jansson.h>

enum { STANDARD_NONE_DAY = INT32_MIN }; /* a date that is not there */

enum clause_severity { SEVERITY_ERROR, SEVERITY_WARN, SEVERITY_INFO }; /* by the text's own modal words */
enum clause_by { BY_RULE, BY_EVIDENCE, BY_REVIEW };
enum clause_status {
	CLAUSE_PASS,
	CLAUSE_FAIL,
	CLAUSE_NOT_DUE,          /* with its term and day */
	CLAUSE_NO_DATA,
	CLAUSE_EVIDENCE_MISSING,
	CLAUSE_WAITING_REVIEW,
	CLAUSE_NOT_APPLICABLE,
	CLAUSE_WAIVED,           /* with its reason; only what the text says softly can be */
	CLAUSE_STATUS_MAX
};
extern const char *const clause_status_name[CLAUSE_STATUS_MAX]; /* "not_due" */
extern const char *const clause_status_text[CLAUSE_STATUS_MAX][2]; /* by enum lang */
extern const char *const clause_severity_name[3];
extern const char *const clause_by_name[3];
extern const char *const clause_due_name[9];

struct clause;   /* below */
struct standard; /* inside.h */
struct checking;
struct programme;

/* A fault of a document in words; path: a JSON pointer ("/courses/3/hours"), or a file's name and one. */
typedef void standard_fault(void *arg, const char *path, const char *en, const char *zh);

/* Reads a folder. NULL if it has faults; all of them are told (at most 100). */
struct standard *standard_read(const char *folder, standard_fault *fault, void *arg);
void standard_destroy(struct standard *s); /* NULL is allowed */
int standard_clauses(const struct standard *s, const struct clause **ret); /* in the order of the text; how many */
int standard_related(const struct standard *s, const struct clause **ret); /* rules of other documents that a clause refers to */

struct str standard_code(const struct standard *s);
struct str standard_title(const struct standard *s, enum lang lang);
struct str standard_chapter(const struct standard *s, int chapter, enum lang lang); /* a clause's chapter; "" if there is none */
/* The interpretations chosen, one after the other: false behind the last. Clauses are ids separated by ' ', with '?' and '*' for many. */
bool standard_interpretation(const struct standard *s, int i, enum lang lang, struct str *ret_id, struct str *ret_clauses, struct str *ret_text);

/* Reads a programme. NULL if it has faults. What is left out is not there: no clause passes by it. It owns what it needs of the document. */
struct programme *programme_parse(const struct standard *s, const json_t *document, standard_fault *fault, void *arg);
struct programme *programme_parse_text(const struct standard *s, struct str json, standard_fault *fault, void *arg);
void programme_destroy(struct programme *p); /* NULL is allowed */
int64_t programme_as_of(const struct programme *p); /* the day that the document names, STANDARD_NONE_DAY if it names none */
enum { PROGRAMME_BYTES_MAX = 32 << 20 };

/* The form of a programme for who edits it: {"members":[{"member":"courses","text":…,"fields":[{"name":"hours","text":…,"kind":"number",…}]}],"lists":{…}}. */
struct jw;
void programme_format_json(struct jw *j, const struct standard *s, enum lang lang);

/* The members of the document in their order, NULL behind the last. ret_rows: at most so many rows, 0: one object. */
const char *programme_member(int i, int *ret_rows);

/* What if: sets a value of a document before it is parsed. path: a JSON pointer whose rows may be named by id ("/courses/K1/hours"); "-" appends a row; null takes away.
 * False if the path leads nowhere. */
bool programme_set(json_t *document, struct str path, json_t *value);
json_t *programme_at(json_t *document, struct str path); /* what stands there, or NULL; the document keeps it */

enum { RESULT_FIGURES_MAX = 8, RESULT_POINTERS_MAX = 8, RESULT_EVIDENCE_MAX = 8 };
struct clause_result {
	const struct clause *clause;
	enum clause_status status;
	int due_term;   /* 0: none */
	int64_t due_on; /* day number or STANDARD_NONE_DAY */
	struct {
		const char *name; /* "total_hours" */
		int64_t value;
	} figure[RESULT_FIGURES_MAX];
	int n_figures;
	struct str formula[2]; /* by enum lang: what was compared, with its numbers */
	struct str pointer[RESULT_POINTERS_MAX]; /* into the document: what decided it */
	int n_pointers;
	struct str evidence[RESULT_EVIDENCE_MAX]; /* numbers of the items that serve it */
	int n_evidence;
	struct str reason; /* of a waiver or a reviewer */
	bool waiver_refused; /* there is one, yet the text is not soft */
};
/* Decides every clause on that day. The results stand in the arena, first those of standard_clauses(), then those of standard_related(); *ret_n is how many in all. */
struct clause_result *standard_check(const struct standard *s, const struct programme *p, int64_t as_of_day, struct arena *a, int *ret_n);
/* Is there an error-level clause that fails? */
bool standard_fails(const struct clause_result *r, int n);

/* {"clause":"8.2-05","status":"fail","severity":"error",…}; was (or NULL) gives "was":"pass" behind them. */
void clause_result_json(struct jw *j, const struct clause_result *r, const struct clause_result *was, enum lang lang);

struct clause {
	struct str id, text[2]; /* by enum lang, in the project's own words */
	struct str source;      /* the sentence of the standard */
	struct str word;        /* the modal word that gave the severity; "" if there is none */
	struct str reading[2];  /* how its open words were read, by enum lang; "" if nothing was open */
	struct str of;          /* programme, student, teacher, room, internship, course, resource */
	enum clause_severity severity;
	enum clause_by by;
	int chapter;
	bool may;     /* a permission: not using it is no fault */
	bool related; /* of another document */
	struct str confidence; /* of a related rule: A its text was read, B reported by others, C an earlier edition or a doubtful page */
	/* what its rule compares with, from the data */
	int due, list, domain, place;
	uint64_t need; /* words of the list */
	bool real;     /* a platform for real projects may stand in */
	int64_t min, max, is, share[2];
	struct str value;
	const struct answer *answer;
};
/* {"clause":"8.2-05","severity":"error","by":"rule",…}: a clause by itself */
void clause_json(struct jw *j, const struct clause *c, enum lang lang);

/* The catalogue of evidence: numbered items, one of which may serve many clauses. */
struct evidence_item {
	struct str no, title, owner, file; /* file: or what is on record instead */
	int64_t due_on;                    /* or STANDARD_NONE_DAY */
	bool there, overdue;
	const struct clause **clause;
	int n_clauses;
};
int programme_evidence(const struct standard *s, const struct programme *p, int64_t as_of_day, struct arena *a, struct evidence_item **ret); /* how many */
void evidence_item_json(struct jw *j, const struct evidence_item *e); /* {"no":"3-02","title":…,"state":"there"|"wanted"|"overdue",…} */

/* The registry of answers (rules.def): one for each clause. */
struct answer {
	const char *clause;
	enum clause_by by;
	void (*decide)(struct checking *k, const struct clause *c, struct clause_result *r);
};
extern const struct answer standard_answers[];
extern const int n_standard_answers;
#endif
