/* world.h: the compiled scenario that a market plays in: read-only, kept with the market by its hash.
 *
 * scenario/ compiles it from the files of docs/world-format.md; market/ only reads it. */
#ifndef MARKET_WORLD_WORLD_H
#define MARKET_WORLD_WORLD_H
#include "market/core/table.h"

#define C(kind, name, of) COLUMN_TYPE_##kind *name;
#define COLUMN_TYPE_u8 uint8_t
#define COLUMN_TYPE_u16 uint16_t
#define COLUMN_TYPE_u32 uint32_t
#define COLUMN_TYPE_i32 int32_t
#define COLUMN_TYPE_i64 int64_t
#define COLUMN_TYPE_u64 uint64_t
#define COLUMN_TYPE_id uint64_t
#define COLUMN_TYPE_row uint32_t
#define COLUMN_TYPE_min int64_t
#define COLUMN_TYPE_text struct text_ref
#define COLUMN_TYPE_list struct list_ref
#define COLUMN_TYPE_text8 struct text8_ref
#define COLUMN_TYPE_list8 struct list8_ref
#define TABLE(name, flags, columns)                                                                                                                  \
	struct w_##name {                                                                                                                              \
		struct table t;                                                                                                                        \
		columns                                                                                                                                \
	};
#include "market/world/world.def"
#undef TABLE
#undef C

enum world_table {
#define TABLE(name, flags, columns) W_##name,
#include "market/world/world.def"
#undef TABLE
	W_MAX
};

/* Numbers of the model: docs/model.md. PARAM(name, default, unit, note). A world stores them in millionths. */
struct world_params {
#define PARAM(name, value, unit, note) double name;
#include "market/world/params.def"
#undef PARAM
};

/* A fact of goods or a wish of a query, in one word: an attribute's value, an attribute's number, or a feature. */
#define WANT_VALUE(value_row) ((uint64_t)1 << 62 | (value_row))
#define WANT_NUMBER(attribute_row, number) ((uint64_t)2 << 62 | (uint64_t)(attribute_row) << 32 | (uint32_t)(number)) /* number in thousandths, < 2^32 */
#define WANT_FEATURE(feature_row) ((uint64_t)3 << 62 | (feature_row))

enum tax_kind { TAX_VAT_INSIDE, TAX_SALES_ON_TOP, TAX_DUTY_PERCENT, TAX_DUTY_PER_ITEM, TAX_HANDLING_PER_ORDER };

struct world {
	struct table_set set;
#define TABLE(name, flags, columns) struct w_##name name;
#include "market/world/world.def"
#undef TABLE
	char slug[41], name_zh[81], name_en[81];
	int64_t start_min;     /* simulated time at which a market begins */
	int32_t timezone_min;  /* of the sellers */
	uint64_t hash[2];      /* of the saved form */
	struct world_params params;
	/* derived by world_finish(): first and past-last row per group, maps by code */
	uint32_t *good_of_category_at, *good_of_category; /* n_category + 1 offsets, rows */
	uint32_t *query_of_country_at, *query_of_country; /* n_country + 1 offsets, rows */
	struct map by_code;                               /* hash_str(table, code) -> row */
	struct map token_df[TONGUE_MAX];                  /* token -> listings of the world whose words have it */
	uint32_t token_docs[TONGUE_MAX];                  /* listings of the world in a language */
};

struct world *world_create(void);      /* empty, with default parameters; to be filled through set_add() and then finished */
void world_destroy(struct world *w);   /* NULL is fine */
void world_finish(struct world *w);    /* parameters from the table, indexes, hash */
void world_save(const struct world *w, struct buf *out);
/* PROBLEM_CORRUPT, PROBLEM_VERSION; on success *ret_world belongs to the caller. */
enum problem_code world_load(struct str in, struct world **ret_world, struct problem *p);

uint32_t world_find(const struct world *w, enum world_table t, struct str code); /* row by code (param: key, country, currency …), or ROW_NONE */
uint32_t world_find_in(const struct world *w, enum world_table t, uint32_t parent, struct str code); /* attribute of a category, value of an attribute … */
static inline struct str world_str(const struct world *w, struct text_ref r)
{
	return set_str(&w->set, r);
}
/* Both names of a country, as an argument of a problem (PROBLEM_NAMES). */
void country_names(const struct world *w, uint32_t country, char *ret, size_t size);
/* Offset of local time in a country at a moment of UTC, daylight saving included. */
int32_t world_utc_offset_min(const struct world *w, uint32_t country, int64_t t_min);
/* Share of a query's wishes that goods fulfil, the kind counted in: 0 .. 1. */
double world_fit(const struct world *w, uint32_t query, uint32_t good);
/* True fit tau of docs/model.md: 0.5 [same category] + 0.5 share. */
double world_true_fit(const struct world *w, uint32_t query, uint32_t good);
/* Usual landed price of goods in a country, in its minor units, never moved by play: p_ref of docs/model.md. At least 1. */
int64_t world_usual_minor(const struct world *w, uint32_t country, uint32_t good);
/* ln(1 + (N - n + 0.5) / (n + 0.5)): N listings of the world in the language, n of them with the token. */
double world_token_idf(const struct world *w, enum tongue t, uint64_t token);
/* Tax and duty rows in force on a day; NULL-like ROW_NONE if there is none. */
uint32_t world_tax(const struct world *w, uint32_t country, enum tax_kind kind, int64_t day);
int64_t world_duty_ppm(const struct world *w, uint32_t country, uint32_t hs, int64_t day);
/* CNY for one unit of the currency on a day, in millionths; a keyed finite sum, so any day is random access. */
int64_t world_fx_micro(const struct world *w, const uint64_t seed[2], uint32_t currency, int64_t day);
#endif
