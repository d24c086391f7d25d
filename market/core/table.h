/* table.h: columns, declared once.
 *
 * World and state are sets of tables: struct-of-arrays whose columns are named in world.def and state.def. From that one description come the C arrays,
 * growth, saving and loading (fields by name and version, never raw structs), the digest, the clone behind a fork, and the SQL schema of the projections.
 *
 * A set owns one append-only heap of bytes (text) and one of 64-bit words (lists); text and lists in columns are references into them, so that a table is plain memory. */
#ifndef MARKET_CORE_TABLE_H
#define MARKET_CORE_TABLE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/problem.h"

/* Languages of the trade. */
enum tongue { TONGUE_ZH, TONGUE_EN, TONGUE_DE, TONGUE_FR, TONGUE_ES, TONGUE_IT, TONGUE_JA, TONGUE_PT, TONGUE_MAX };
extern const char *const tongue_code[TONGUE_MAX]; /* "zh", "en", … */
int tongue_find(struct str code);                 /* -1 if unknown */

struct text_ref {
	uint32_t at, n; /* bytes in the set's heap */
};
struct list_ref {
	uint32_t at, n; /* words in the set's list heap */
};
struct text8_ref {
	struct text_ref in[TONGUE_MAX];
};
struct list8_ref {
	struct list_ref in[TONGUE_MAX];
};

/* Column kinds: X(kind, C type). u8 … u64, i32, i64 are numbers; id is a u64 identity; row is a u32 row of another table (ROW_NONE: none);
 * min is simulated minutes; text, list and their eightfold forms are references. */
#define COLUMN_KINDS(X)                                                                                                                              \
	X(u8, uint8_t) X(u16, uint16_t) X(u32, uint32_t) X(i32, int32_t) X(i64, int64_t) X(u64, uint64_t) X(id, uint64_t) X(row, uint32_t)             \
	X(min, int64_t) X(text, struct text_ref) X(list, struct list_ref) X(text8, struct text8_ref) X(list8, struct list8_ref)
#define ROW_NONE UINT32_MAX

enum column_kind {
#define X(kind, type) COLUMN_##kind,
	COLUMN_KINDS(X)
#undef X
	COLUMN_KIND_MAX
};
size_t column_size(enum column_kind kind);

struct column {
	const char *name;
	enum column_kind kind;
	const char *of; /* kind row or id: the table meant; kind u8: the names of its values (enums.def); else "" */
};

enum {
	TABLE_PROJECT = 1, /* rows of students' stores go to SQL; has a column `store` (row), or is `store` itself */
	TABLE_VIEW = 2,    /* part of the published view */
	TABLE_SCRATCH = 4, /* derived within a tick: neither saved nor digested */
};

/* Every table begins so; its columns follow as pointers, in order. */
struct table {
	uint32_t n, cap;
	uint8_t *dirty; /* one byte a row when the set tracks changes, else NULL */
};

struct table_desc {
	const char *name;
	int flags;
	const struct column *columns; /* ends with name NULL */
	int n_columns;
	size_t offset; /* of its struct table in the struct that holds the set */
};

struct heap {
	struct buf bytes;
	uint64_t *words;
	uint32_t n_words, cap_words;
};

struct table_set {
	const struct table_desc *desc;
	int n;
	bool track; /* keep dirty marks */
	struct heap heap;
	void *base; /* the struct with the tables */
};

void set_init(struct table_set *s, const struct table_desc *desc, int n, void *base);
void set_fini(struct table_set *s);
void set_clone(struct table_set *to, const struct table_set *from, int with_flags); /* with_flags 0: all but scratch; TABLE_VIEW: only those */
struct table *set_table(const struct table_set *s, int t);
/* Appends a zeroed row (row columns hold ROW_NONE) and returns its number; at most 16 M rows a table. Marks it dirty. */
uint32_t set_add(struct table_set *s, int t);
void set_touch(struct table_set *s, int t, uint32_t row);
struct text_ref set_text(struct table_set *s, struct str v);
struct str set_str(const struct table_set *s, struct text_ref r);
struct list_ref set_list(struct table_set *s, const uint64_t *v, uint32_t n);
const uint64_t *set_words(const struct table_set *s, struct list_ref r);
void set_save(const struct table_set *s, struct buf *out);
/* Unknown columns and tables of the file are skipped, missing ones stay zero; PROBLEM_CORRUPT if it can't be read. s must be freshly initialised. */
enum problem_code set_load(struct table_set *s, struct str in, struct problem *p);
void set_digest(const struct table_set *s, struct digest *d); /* by content: heap positions don't matter */
/* A value of a column as the row's cell; for generic code (projection, CSV). */
void *set_cell(const struct table_set *s, int t, int column, uint32_t row);

/* Declares struct t_NAME and the rest from a .def file that lists TABLE(name, flags, columns) with C(kind, name, of). See world.h. */
#endif
