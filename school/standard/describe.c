/* The description of a programme's tables, made from programme.def. */
#include "school/standard/inside.h"

#include <stddef.h>

/* the fields of each table */
#define OBJECT(name, zh, en) static const struct field fields_##name[] = {
#define TABLE(name, member, max, zh, en) static const struct field fields_##name[] = {
#define TEXT(t, f, must, max) { #f, F_TEXT, offsetof(struct p_##t, f), must, 0, max, 0, 0 },
#define NUM(t, f, must, min, max) { #f, F_NUM, offsetof(struct p_##t, f), must, min, max, 0, 0 },
#define CENTI(t, f, must, min, max) { #f, F_CENTI, offsetof(struct p_##t, f), must, min, max, 0, 0 },
#define DATE(t, f, must) { #f, F_DATE, offsetof(struct p_##t, f), must, 0, 0, 0, 0 },
#define FLAG(t, f, must) { #f, F_FLAG, offsetof(struct p_##t, f), must, 0, 0, 0, 0 },
#define WORD(t, f, must, LIST) { #f, F_WORD, offsetof(struct p_##t, f), must, 0, 0, LIST_##LIST, 0 },
#define OPEN(t, f, must, LIST) { #f, F_OPEN, offsetof(struct p_##t, f), must, 0, 0, LIST_##LIST, 0 },
#define WORDS(t, f, must, LIST) { #f, F_WORDS, offsetof(struct p_##t, f), must, 0, 0, LIST_##LIST, 0 },
#define OPENS(t, f, must, LIST) { #f, F_OPENS, offsetof(struct p_##t, f), must, 0, 0, LIST_##LIST, 0 },
#define REF(t, f, must, table) { #f, F_REF, offsetof(struct p_##t, f), must, 0, 0, 0, T_##table },
#define REFS(t, f, must, table) { #f, F_REFS, offsetof(struct p_##t, f), must, 0, 0, 0, T_##table },
#define CLAUSE(t, f, must) { #f, F_CLAUSE, offsetof(struct p_##t, f), must, 0, 0, 0, 0 },
#define CLAUSES(t, f, must) { #f, F_CLAUSES, offsetof(struct p_##t, f), must, 0, 0, 0, 0 },
#define END(t) };
#include "school/standard/programme.def"
#include "school/standard/undef.h"

#define ROW(name, member, max, zh, en)                                                                                             \
	[T_##name] = { member, { [LANG_ZH] = zh, [LANG_EN] = en }, sizeof(struct p_##name), max, fields_##name,                    \
		sizeof fields_##name / sizeof *fields_##name },
const struct table_desc table_desc[T_MAX] = {
#define OBJECT(name, zh, en) ROW(name, #name, 0, zh, en)
#define TABLE(name, member, max, zh, en) ROW(name, member, max, zh, en)
#include "school/standard/fields_none.h"
#include "school/standard/programme.def"
#include "school/standard/undef.h"
};
