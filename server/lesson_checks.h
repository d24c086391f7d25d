/* lesson_checks.h: whether a student has done a step of a lesson, by the market's own records: its log of acts, its rows, and answers to questions. */
#ifndef SERVER_LESSON_CHECKS_H
#define SERVER_LESSON_CHECKS_H
#include "market/ask.h"
#include "school/lesson.h"

struct own_act {
	const struct act *act;
	uint64_t made; /* what the act's answer names */
	int64_t at_min, at_real_ms;
};
/* Whose steps are looked at, and where. The caller fills the first block; the rest is read when it is first needed. */
struct lesson_look {
	struct arena *arena;
	struct db *db; /* the market's */
	const struct world *world;
	const struct market_view *view;
	uint64_t market, seat, person, store; /* store: 0 if there is none yet */
	int64_t now_min;
	const struct lesson *lesson;
	const struct step_row *done;
	int n_done;

	bool have_acts;
	struct own_act *acts; /* by the student's own hand */
	int n_acts;
	struct problem problem; /* of the storage, if any */
};
struct lesson_found {
	int64_t at_min;
	struct str arg[4];
};
/* True if the step is done, with what shows it. answer: of NUMBER and CHOICE. False also when the storage failed: look->problem.code. */
bool lesson_look_at(struct lesson_look *look, const struct lesson_step *step, struct str answer, struct lesson_found *ret);
/* The listing that the student made last and the goods bought last that the store did not come with; 0 and "" if there is none. */
void lesson_own(struct lesson_look *look, uint64_t *ret_listing, struct str *ret_good);
/* {"at_min":…,"args":["…"],"answer":"…"} */
struct str lesson_evidence(struct arena *a, const struct lesson_found *f, struct str answer);
/* The evidence as a sentence in a language, and the student's own answer ("" if none); "" if it cannot be read. An argument "@good:CODE", "@channel:CODE", "@country:CODE",
 * "@step:WORD" or "@act:NAME" is shown by its name, "@min:N" as a moment in the sellers' time. */
struct str lesson_sentence(struct arena *a, const struct world *w, enum lesson_check check, struct str evidence, enum lang lang, struct str *ret_answer);
#endif
