/* inside.h: what the files of this folder share: word lists, a standard and a programme in memory, and what a rule sees. */
#ifndef SCHOOL_STANDARD_INSIDE_H
#define SCHOOL_STANDARD_INSIDE_H
#include "school/standard/standard.h"

/* ---- words ---- */
enum list_id {
#define DATA(LIST, name) LIST_##LIST,
#define LIST(LIST, name, zh, en) LIST_##LIST,
#define WORD(LIST, WORD, id, zh, en)
#define END(LIST)
#include "school/standard/words.def"
	LIST_MAX
};
#undef DATA
#undef LIST
#undef WORD
#undef END
#define DATA(LIST, name)
#define LIST(LIST, name, zh, en) enum word_##LIST {
#define WORD(LIST, WORD, id, zh, en) LIST##_##WORD,
#define END(LIST) };
#include "school/standard/words.def"
#undef DATA
#undef LIST
#undef WORD
#undef END

enum { WORDS_MAX = 64, WORD_ALSO_MAX = 4 };
enum { WORD_NONE = -1, WORD_OTHER = -2 }; /* not given; a word of the school's own */
struct word {
	struct str id, text[2], also[WORD_ALSO_MAX];
	int n_also;
};
struct word_list {
	const char *name;
	struct str text[2];
	struct word word[WORDS_MAX];
	int n;
};
int word_find(const struct word_list *l, struct str s); /* by id, Chinese or English name or another name; WORD_OTHER if there is none */
static inline uint64_t bit(int word)
{
	return word < 0 ? 0 : 1ull << word;
}

static inline int bits_count(uint64_t bits)
{
	return __builtin_popcountll(bits);
}

/* ---- the standard ---- */
enum due { DUE_NOW, DUE_ENTRY, DUE_TERM, DUE_YEAR, DUE_COURSE, DUE_COURSES, DUE_PLACING, DUE_INTERNSHIP, DUE_GRADUATION };
enum { CLAUSES_MAX = 600, CHAPTERS_MAX = 20, INTERPRETATIONS_MAX = 40 };
enum { NONE = INT32_MIN }; /* a number or a date that is not there */
struct standard {
	struct arena arena; /* owns all */
	struct str code, name[2], title[2];
	struct word_list list[LIST_MAX];
	struct clause clause[CLAUSES_MAX];
	int by_id[CLAUSES_MAX]; /* sorted by id */
	int n, n_all; /* without and with the related rules */
	int64_t attainment_percent, share_tolerance_permille;
	uint64_t modules; /* of LIST_SOFTWARE: what Cohong has (docs/coverage.md) */
	struct {
		struct str title[2];
	} chapter[CHAPTERS_MAX];
	int n_chapters;
	struct {
		struct str id, text[2];
		struct str clauses; /* ids, separated by ' ' */
	} interpretation[INTERPRETATIONS_MAX];
	int n_interpretations;
};
int clause_find(const struct standard *s, struct str id); /* index, or -1 */
void lists_static(struct standard *s);                    /* fills the lists that words.def has itself */

struct telling {
	standard_fault *fault;
	void *arg;
	int n;
};
void standard_tell(struct telling *t, const char *path, const char *en, const char *zh, ...) __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
void standard_tell_v(struct telling *t, const char *path, const char *en, const char *zh, va_list args);

/* ---- the programme ---- */
struct words {
	uint64_t bits;
	int n_other; /* of the school's own */
	bool given;
};
struct refs {
	int *row;
	int n;
	bool given;
};
#define OBJECT(name, zh, en) struct p_##name {
#define TABLE(name, member, max, zh, en) struct p_##name {
#define TEXT(t, f, must, max) struct str f;
#define NUM(t, f, must, min, max) int64_t f;
#define CENTI(t, f, must, min, max) int64_t f;
#define DATE(t, f, must) int64_t f;
#define FLAG(t, f, must) int f; /* -1 not given, 0, 1 */
#define WORD(t, f, must, LIST) int f;
#define OPEN(t, f, must, LIST) int f;
#define WORDS(t, f, must, LIST) struct words f;
#define OPENS(t, f, must, LIST) struct words f;
#define REF(t, f, must, table) int f; /* row or -1 */
#define REFS(t, f, must, table) struct refs f;
#define CLAUSE(t, f, must) int f; /* index or -1 */
#define CLAUSES(t, f, must) struct refs f;
#define END(t) };
#include "school/standard/programme.def"
#include "school/standard/undef.h"
enum table_id {
#define OBJECT(name, zh, en) T_##name,
#define TABLE(name, member, max, zh, en) T_##name,
#include "school/standard/fields_none.h"
#include "school/standard/programme.def"
#include "school/standard/undef.h"
	T_MAX
};
struct table {
	void *rows;
	int n;
	bool given;
};
struct programme {
	struct arena arena;
	int64_t as_of;
	struct table t[T_MAX];
};
/* ROWS(p, course)[i], N(p, course): an object has one row, empty if it was not given. */
#define ROWS(p, name) ((const struct p_##name *)(p)->t[T_##name].rows)
#define N(p, name) ((p)->t[T_##name].n)
#define GIVEN(p, name) ((p)->t[T_##name].given)

enum field_kind { F_TEXT, F_NUM, F_CENTI, F_DATE, F_FLAG, F_WORD, F_OPEN, F_WORDS, F_OPENS, F_REF, F_REFS, F_CLAUSE, F_CLAUSES };
struct field {
	const char *name;
	enum field_kind kind;
	size_t at; /* in the row */
	bool must;
	int64_t min, max;
	int list, table;
};
struct table_desc {
	const char *member; /* of the document */
	const char *text[2];
	size_t row_size;
	int max; /* 0: an object */
	const struct field *field;
	int n_fields;
};
extern const struct table_desc table_desc[T_MAX];
const char *field_text(int table, const struct field *f, enum lang lang); /* what people call it; NULL if fields.def lacks it */

/* ---- what a rule sees ---- */
enum { CLAUSE_SHORT = CLAUSE_STATUS_MAX }; /* not reached yet: fails once it is due, is not due before */
struct facts {
	int64_t hours, public_hours, professional_hours, practice_hours, elective_hours, training_hours, placed_hours;
	int no_hours, no_practice, no_required; /* a course that lacks the figure, or -1 */
	int placement_no_hours;                 /* the same of placements */
	uint64_t subjects_required, subjects_restricted; /* the second holds the first */
	uint64_t core_domains, foundation_domains, extension_domains, all_domains;
	int n_core, n_foundation, n_extension;
	uint64_t practice_terms, course_topics, activity_topics, activity_kinds, training_topics, training_types;
	int domain_last_term[WORDS_MAX], last_term, n_terms; /* 0: unknown */
	int first_post_term, last_placement_term;
	int64_t school_year_begin, school_year_end; /* the one that as_of is in */
	int n_students;                             /* of this year, without those who left; from the list, or from cohort.students */
	bool students_listed;
};
struct items { /* evidence of a clause: a chain through next */
	int item, next;
};
struct checking {
	const struct standard *s;
	const struct programme *p;
	struct arena *a;
	int64_t as_of;
	struct facts f;
	int *first_item, n_items, *review, *waiver; /* by clause */
	struct items *items;
	int *judged, *met; /* students by clause; -1 no record */
	int *first_internship, *next_internship; /* of a student; the next of the same, or -1 */
	int64_t *scratch;  /* room for two days of each internship */
	int *counted;      /* the row of attainment_counts that says so, or -1 */
	uint64_t *tasks;   /* by clause, a bit: graded task, planned in a course */
	struct clause_result *all; /* the related rules are decided first */
	int attainment_percent, tolerance;
};
enum { TASK_GRADED = 1, TASK_PLANNED = 2 };
void facts_gather(struct checking *k);

/* What a rule says: the sentence in both languages from the same arguments, or each by itself. */
void r_say(struct checking *k, struct clause_result *r, const char *zh, const char *en, ...) __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
void r_zh(struct checking *k, struct clause_result *r, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void r_en(struct checking *k, struct clause_result *r, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void r_text(struct clause_result *r, const char *zh, const char *en);
void r_figure(struct clause_result *r, const char *name, int64_t value);
/* Points into the document: a table, a row (-1: none), a field (NULL: none). */
void r_point(struct checking *k, struct clause_result *r, enum table_id t, int row, const char *field);
void r_state(struct clause_result *r, int status); /* enum clause_status or CLAUSE_SHORT */
/* It is not known: what is missing, and where it would stand. */
void r_no_data(struct checking *k, struct clause_result *r, enum table_id t, int row, const char *field, const char *zh, const char *en);
/* Names of words, "a、b" or "a, b"; "—" if there are none. */
struct str r_names(struct checking *k, int list, uint64_t bits, enum lang lang);
/* All of c->need are there: passes; else CLAUSE_SHORT or CLAUSE_FAIL as said. */
void r_need(struct checking *k, const struct clause *c, struct clause_result *r, uint64_t have, int else_status);
/* The share of students of whom a record says so, against the school's threshold; for clauses of students. */
void r_attained(struct checking *k, const struct clause *c, struct clause_result *r, int judged, int met);
bool r_item_there(const struct checking *k, int item); /* it has a file or a record, and its day has come */
void slot_file(struct checking *k, const struct clause *c, struct clause_result *r); /* a numbered item with a file or record */
void review_only(struct checking *k, const struct clause *c, struct clause_result *r);
int64_t r_term_end(const struct checking *k, int term); /* day or NONE */
bool r_passed_term(const struct checking *k, int64_t *ret_begin, int64_t *ret_end); /* the newest term that has ended */

/* Durations in thirtieths of a month: whole calendar months count 30, days left over 1 each. begin and end are days, the same day of a later month is whole months. */
struct span_days {
	int64_t begin, end;
};
int64_t months30(int64_t begin, int64_t end);
int64_t months30_sum(struct span_days *s, int n); /* sorts s; what overlaps counts once */
int64_t day_add_months(int64_t day, int months);

#define DECIDE(name) void name(struct checking *k, const struct clause *c, struct clause_result *r)
/* every answer by its clause */
#define RULE(id, fn) DECIDE(fn);
#define SLOT(id, fn) RULE(id, fn)
#define REVIEW(id, fn) RULE(id, fn)
#include "school/standard/rules.def"
#undef RULE
#undef SLOT
#undef REVIEW
#endif
