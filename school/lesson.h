/* lesson.h: lesson packs, and what students have done of them.
 *
 * A pack is a folder (docs/lesson-format.md): lesson.json has what the server needs (steps, checks, points, the plan in minutes, the market's settings), zh.md and
 * en.md have what people read. A section of a text is a heading that ends in {#id}, the paragraphs below it, and lines that begin with "> ", which are what is said
 * or shown apart: a step's hint, the words of a teacher, the answer to a question. */
#ifndef SCHOOL_LESSON_H
#define SCHOOL_LESSON_H
#include "base/arena.h"
#include "store/db.h"

enum check_how { CHECK_MARKET, CHECK_NUMBER, CHECK_CHOICE, CHECK_TEXT };
enum lesson_check {
	CHECK_NONE,
#define CHECK(NAME, name, dotted, how, tables, choices, takes, en, zh, evidence_en, evidence_zh) CHECK_##NAME,
#include "school/checks.def"
#undef CHECK
	CHECK_MAX
};
struct check_desc {
	const char *name; /* "listing.published" */
	enum check_how how;
	const char *tables, *choices;      /* separated by ' ' and by '|' */
	const char *with;                  /* what a step may say in "with": "n=3 country percent" */
	const char *text[2], *evidence[2]; /* by enum lang */
};
extern const struct check_desc check_desc[CHECK_MAX];
enum lesson_check check_find(struct str dotted); /* CHECK_NONE if unknown */

enum { LESSON_STEPS_MAX = 40, LESSON_STAGES_MAX = 40, LESSON_DAYS_MAX = 12, LESSON_SECTIONS_MAX = 200, LESSON_CLAUSES_MAX = 40, LESSON_ANSWER_MAX = 500,
	LESSON_RUBRIC_MAX = 20, LESSON_SESSIONS_MAX = 12, LESSON_START_MAX = 60 };
enum { LESSON_GAP_MIN = 3 }; /* real minutes between two business days */

struct lesson_section {
	struct str id, title, body, aside; /* body: Markdown; aside: what stood behind "> " */
};
/* What a step tells its check. A number that the step leaves out is the check's own, a text is empty. */
struct lesson_with {
	int64_t n, percent, days, least;
	struct str country, language, after, word; /* after: id of a step that must have been done before */
};
struct lesson_step {
	struct str id, to; /* to: where the student does it, below his market's pages: "/orders?state=paid" */
	enum lesson_check check;
	struct lesson_with with;
	int64_t points;
};
/* A row of the marking scheme; its text is the section {#rubric-ID}. */
struct lesson_rubric {
	struct str id, clause;
	enum lesson_check check; /* the share of its steps that are done; CHECK_NONE: the teacher's own judgement */
	struct str step;	 /* this step of them alone; "" all steps that have the check */
	int64_t weight;		 /* of 100 */
};
enum lesson_kind { LESSON_SINGLE, LESSON_PROJECT, LESSON_CONTEST };
extern const char *const lesson_kind_name[]; /* "lesson", "project", "contest"; NULL at the end */
/* A question of knowledge. Its section quiz-… has the question, its options as lines "- ", and behind "> " why the answer is right. */
enum quiz_kind { QUIZ_SINGLE, QUIZ_MULTIPLE, QUIZ_NUMBER, QUIZ_KINDS };
extern const char *const quiz_kind_name[]; /* "single", "multiple", "number" */
enum { LESSON_QUIZ_MAX = 20, LESSON_OPTIONS_MAX = 8, QUIZ_DECIMALS = 6 };
struct lesson_quiz {
	struct str id, clause;
	enum quiz_kind kind;
	int64_t points;
	unsigned right;            /* bits of the right options, from 1 << 1 */
	int64_t number, tolerance; /* millionths */
};
struct lesson_stage {
	struct str id;
	int session;		/* from 1 */
	int64_t begin, minutes; /* from the beginning of its session */
	int64_t days[LESSON_DAYS_MAX]; /* minutes at which a business day is played */
	int n_days;
	struct str steps[LESSON_STEPS_MAX];
	int n_steps;
};
struct lesson_text {
	struct str title, summary; /* of the pack's first heading */
	struct lesson_section section[LESSON_SECTIONS_MAX];
	int n;
};
struct lesson {
	struct arena arena; /* owns all */
	struct str slug, world;
	struct str settings; /* of the market, a JSON object */
	struct str start;    /* acts that make each seat's beginning after the prepared store, a JSON list; "" none. server/starter.h */
	struct str course;   /* clause of the core course whose shelf it stands on: "8.1.2-C1"; "" none */
	enum lesson_kind kind;
	int sessions;	    /* in how many meetings of equal length it is taught */
	int64_t minutes, points;
	struct str clause[LESSON_CLAUSES_MAX]; /* of the national standard */
	struct lesson_step step[LESSON_STEPS_MAX];
	struct lesson_stage stage[LESSON_STAGES_MAX];
	struct lesson_rubric rubric[LESSON_RUBRIC_MAX];
	struct lesson_quiz quiz[LESSON_QUIZ_MAX];
	int n_clauses, n_steps, n_stages, n_rubric, n_quiz;
	struct lesson_text text[2]; /* by enum lang */
};
/* Each fault in words (English), with the file it is in. */
typedef void lesson_fault(void *arg, const char *file, const char *text);
/* Reads a folder. NULL if it has faults; all of them are told. */
struct lesson *lesson_read(const char *folder, lesson_fault *fault, void *arg);
/* The same from memory. */
struct lesson *lesson_parse(struct str json, struct str zh, struct str en, lesson_fault *fault, void *arg);
void lesson_destroy(struct lesson *l); /* NULL is allowed */
const struct lesson_section *lesson_section(const struct lesson *l, enum lang lang, const char *prefix, struct str id); /* "step-" and "look"; NULL if there is none */
const struct lesson_step *lesson_step(const struct lesson *l, struct str id);
/* What the step's check wants, with the step's own figures: "3 orders shipped by …". */
struct str lesson_check_text(struct arena *a, const struct lesson_step *s, enum lang lang);
const struct lesson_quiz *lesson_quiz(const struct lesson *l, struct str id);
/* Parts a section's body in the question and its options; how many there are. */
int lesson_quiz_options(struct str body, struct str *ret_question, struct str ret[LESSON_OPTIONS_MAX]);
bool lesson_quiz_right(const struct lesson_quiz *q, struct str answer); /* "2", "1 3", "17.5" */

/* ---- what was done: the school's table step_done. A step that is done stays done. ---- */
enum step_state { STEP_OPEN, STEP_DONE, STEP_EXCUSED };
extern const char *const step_state_name[];
struct step_row {
	uint64_t seat;
	struct str step;
	enum step_state state;
	int64_t at_s; /* real */
	int64_t points;
	struct str evidence; /* JSON: {"at_min":…,"args":["…"],"answer":"…"} */
};
/* Of a market, or of one of its seats (0: all), in the arena. */
enum problem_code step_list(struct db *db, struct arena *a, uint64_t market, uint64_t seat, struct step_row **ret, int *ret_n, struct problem *p);
/* Keeps that a step is done or excused; what is done already stays as it is. *ret_new says whether something changed. In the caller's transaction. */
enum problem_code step_keep(struct db *db, uint64_t market, const struct step_row *row, bool *ret_new, struct problem *p);
/* Takes an excuse back. */
enum problem_code step_unexcuse(struct db *db, uint64_t market, uint64_t seat, struct str step, bool *ret_new, struct problem *p);
/* Excuses that were given for a reason, which stands as their evidence: takes a seat's back, and counts them. */
enum problem_code step_unexcuse_for(struct db *db, uint64_t market, uint64_t seat, struct str evidence, int *ret_n, struct problem *p);
enum problem_code step_excused_for(struct db *db, uint64_t market, uint64_t seat, struct str evidence, int *ret_n, struct problem *p);

struct lesson_run {
	struct str stage; /* "" before the beginning */
	int64_t started_s, stage_s; /* real */
};
enum problem_code lesson_run_get(struct db *db, struct arena *a, uint64_t market, struct lesson_run *ret, struct problem *p);
enum problem_code lesson_run_put(struct db *db, uint64_t market, const struct lesson_run *run, struct problem *p);

/* How far a seat is. Steps that the pack no longer has don't count. */
struct lesson_progress {
	int done, excused, total;
	int64_t points, points_total;
};
enum problem_code lesson_progress(struct db *db, const struct lesson *l, uint64_t market, uint64_t seat, struct lesson_progress *ret, struct problem *p);
#endif
