/* problem.h: what went wrong, told where it was found.
 *
 * A function that can fail returns an enum problem_code (PROBLEM_NONE is 0: well) and fills a struct problem. problems.def is the one table
 * from code to stable name, HTTP status and text in zh and en; {0}..{3} in a text stand for the arguments, {field} for the field. Arguments in words ("an id") are
 * English where they are set; problem_words.def has their Chinese. */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H
#include "base/buf.h"

enum problem_code {
	PROBLEM_NONE = 0,
#define PROBLEM(name, code, status, en, zh) PROBLEM_##name,
#include "base/problems.def"
#undef PROBLEM
	PROBLEM_MAX
};

enum lang { LANG_ZH, LANG_EN };

enum { PROBLEM_NAMES = 0x1f }; /* parts the English name from the Chinese in an argument: "Canada\x1f加拿大" */
struct problem {
	enum problem_code code;
	char field[64];    /* path of the field at fault ("prices.DE"), or "" */
	char arg[4][96];   /* UTF-8, cut at a code point */
};

/* Fills *p (may be NULL) and returns code, so that `return problem_set(...)` reads well. Arguments end with NULL. */
enum problem_code problem_set(struct problem *p, enum problem_code code, const char *field, ...) __attribute__((sentinel));
const char *problem_name(enum problem_code code); /* "listing.title_too_long" */
int problem_status(enum problem_code code);       /* HTTP status */
void problem_text(const struct problem *p, enum lang lang, struct buf *out);
/* Code by its stable name, PROBLEM_NONE if there is none. */
enum problem_code problem_find(struct str name);
#endif
