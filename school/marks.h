/* marks.h: the mark of a seat for a lesson, as a pure function of what was recorded.
 *
 * Chances are what the lesson and the market really gave: a step that could be done, an order that was to be shipped, a question. A chance that was not given is owed
 * by nobody. Everything is whole numbers; the mark is written as one canonical JSON text, and the same records give the same bytes on every machine.
 *
 * Part marks and totals are hundredths of a point, 0 to 10000; credits are thousandths. NO_MARK: not enough evidence, which never reads as full. */
#ifndef SCHOOL_MARKS_H
#define SCHOOL_MARKS_H
#include "base/arena.h"
#include "base/json.h"
#include "base/problem.h"

enum { NO_MARK = -1, MARK_FULL = 10000, CREDIT_FULL = 1000, SKILL_CHANCES = 5, CONDUCT_STEP = 50, CONDUCT_FLOOR = 800 };
enum { MARK_ITEMS_MAX = 160, MARK_EVIDENCE_MAX = 200, MARK_CLAUSES_MAX = 80 };

enum mark_skill {
#define SKILL(NAME, name, dotted, weight, clause, en, zh, try_en, try_zh) SKILL_##NAME,
#include "school/marks.def"
#undef SKILL
	SKILL_MAX
};
struct skill_desc {
	const char *name;
	int64_t weight;
	const char *clause, *text[2], *next[2]; /* by enum lang */
};
extern const struct skill_desc skill_desc[SKILL_MAX];

enum mark_part { PART_PROCESS, PART_RESULT, PART_KNOWLEDGE, PART_ATTENDANCE, PART_CLASSWORK, PART_MAX };
extern const char *const mark_part_name[PART_MAX]; /* "process", "result", "knowledge", "attendance", "classwork" */

/* How a lesson is marked; the teacher's choice. */
enum mark_mode { MARK_PRACTICE, MARK_EXAM };
struct mark_scheme {
	int64_t weight[PART_MAX]; /* percent, together 100 */
	enum mark_mode mode;      /* practice keeps the best try; an exam gives 1, 0.7 and 0.5 for the first, second and later tries */
	bool grades;              /* shown as 优 良 中 及格 不及格 */
};
extern const struct mark_scheme mark_scheme_default;
void mark_scheme_write(const struct mark_scheme *s, struct jw *j); /* one object */
bool mark_scheme_read(struct str json, struct mark_scheme *ret);   /* false: unreadable */

struct mark_chance {
	int64_t at_min, at_s;  /* simulated, or 0; real, or 0 */
	int64_t position;      /* of the act in the log; 0 none */
	uint64_t row;          /* of the market, 0 none */
	struct str kind;       /* of the row: "order", "listing"; or what was answered: "answer" */
	struct str what;       /* a number, a code or an answer, as a person knows it */
	int64_t wrong;         /* tries before it was right, or all if it never was */
	bool right;
};
enum mark_kind { ITEM_STEP, ITEM_SKILL, ITEM_QUIZ, ITEM_RUBRIC, ITEM_DAY };
extern const char *const mark_kind_name[]; /* "step", "skill", "quiz", "rubric", "day" */
struct mark_item {
	enum mark_kind kind;
	enum mark_part part;
	struct str id, clause; /* clauses of the standard, separated by ' ' */
	int64_t weight;
	const struct mark_chance *chance; /* of a day: wrong is 0 present, 1 late, 2 absent */
	int n;
	bool excused;
	int64_t given; /* credit by the teacher, which stands above the machine's; -1 none */
};
struct mark_input {
	uint64_t market, seat;
	struct str lesson;
	struct mark_scheme scheme;
	struct mark_item item[MARK_ITEMS_MAX];
	int n;
	int64_t orders, units, income_fen, profit_fen, expected_milli; /* of the store; expected_milli -1: not known */
	bool has_result;
	int64_t warnings, deductions; /* of conduct; without a warning nothing is deducted */
	int64_t classwork;            /* by the teacher, hundredths; -1 none */
	int64_t override;             /* of the total; -1 none */
	int64_t position, refusals, steps, given; /* how far each record was read */
	int64_t now_min;
};

struct mark_clause {
	struct str clause;
	int64_t got, owed; /* millionths of a weight */
};
struct mark {
	int64_t credit[MARK_ITEMS_MAX]; /* per item in thousandths; NO_MARK: no chance, or too few */
	int64_t got[MARK_ITEMS_MAX], owed[MARK_ITEMS_MAX];
	int64_t part[PART_MAX]; /* hundredths or NO_MARK */
	bool counts[PART_MAX];  /* has a mark and a weight */
	int64_t conduct;        /* thousandths */
	int64_t computed, total; /* total: with the override */
	struct mark_clause clause[MARK_CLAUSES_MAX];
	int n_clauses;
};
int64_t mark_credit(enum mark_mode mode, const struct mark_chance *c); /* thousandths */
void mark_compute(const struct mark_input *in, struct mark *ret);
/* "excellent", "good", "fair", "pass", "fail"; "none" without a mark. */
const char *mark_grade(int64_t total);

/* The canonical text of a mark with its evidence, and its SHA-256 as 64 hex letters. */
enum { MARK_HASH_MAX = 65 };
void mark_write(const struct mark_input *in, const struct mark *m, struct buf *out);
void mark_hash(struct str text, char ret[MARK_HASH_MAX]);
#endif
