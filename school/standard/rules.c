/* The registry of answers, from rules.def. */
#include "school/standard/inside.h"

const struct answer standard_answers[] = {
#define RULE(id, fn) { id, BY_RULE, fn },
#define SLOT(id, fn) { id, BY_EVIDENCE, fn },
#define REVIEW(id, fn) { id, BY_REVIEW, fn },
#include "school/standard/rules.def"
};
const int n_standard_answers = sizeof standard_answers / sizeof *standard_answers;
