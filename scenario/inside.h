/* inside.h: what the readers of a world's tables share. Only scenario/ includes this. */
#ifndef SCENARIO_INSIDE_H
#define SCENARIO_INSIDE_H
#include "scenario/scenario.h"
#include "sheet/sheet.h"

/* Where a row of a world's table came from. */
struct place {
	const char *file;
	uint32_t line;
};

struct reader {
	const char *folder;
	struct faults *faults;
	struct world *w;
	uint32_t languages; /* bits of enum tongue: those in which the files must have every text */
	struct arena keep; /* file names, titles that are taken */
	struct arena row;
	struct map codes; /* table, parent, code -> row */
	struct place *place[W_MAX];
	uint32_t cap_place[W_MAX];
	struct map titles;
};

/* Adds a row, remembering its place. */
struct tab;
uint32_t reader_add(struct reader *r, enum world_table t, const struct tab *from);
void reader_name(struct reader *r, enum world_table t, uint32_t parent, struct str code, uint32_t row);
uint32_t reader_find(const struct reader *r, enum world_table t, uint32_t parent, struct str code); /* ROW_NONE */

/* ---- one table, which is a file NAME.csv or the files of the folder NAME/. */
enum { TAB_COLUMNS = 64 };

struct tab {
	struct reader *r;
	const char *name;
	char **file; /* relative to the world's folder */
	uint32_t n_files, at_file;
	struct sheet *sheet;
	const char *const *columns; /* ends with NULL; "?x" may be missing */
	int column[TAB_COLUMNS];    /* -1: not there */
	struct sheet_row row;
	struct str stem; /* name of the file without folder and .csv */
	bool bad;        /* the row has an error already */
};
/* A table that must_be there and is not is an error. */
void tab_open(struct tab *t, struct reader *r, const char *name, const char *const *columns, bool must_be);
bool tab_next(struct tab *t); /* next row of any file; closes at the end */

void tab_fault(struct tab *t, int column, const char *format, ...) __attribute__((format(printf, 3, 4)));
struct str tab_cell(const struct tab *t, int column); /* trimmed; empty if not given */
/* Text of at most max characters, checked for control characters. */
struct str tab_text(struct tab *t, int column, size_t min, size_t max);
struct str tab_code(struct tab *t, int column);
int64_t tab_number(struct tab *t, int column, int64_t lo, int64_t hi, int64_t otherwise); /* otherwise: value of an empty cell; INT64_MIN: it must be given */
int64_t tab_decimal(struct tab *t, int column, int decimals, int64_t lo, int64_t hi, int64_t otherwise);
int64_t tab_date(struct tab *t, int column); /* day */
bool tab_flag(struct tab *t, int column);
int tab_choice(struct tab *t, int column, const char *const *choices); /* ends with NULL; -1 after a fault */
uint32_t tab_row(struct tab *t, int column, enum world_table of, uint32_t parent, const char *what); /* ROW_NONE after a fault */
uint32_t tab_countries(struct tab *t, int column); /* bits; 0 if empty or after a fault */
struct list_ref tab_weights(struct tab *t, int column, uint32_t n); /* n numbers parted by |, as given in millionths */
/* Eight texts beginning at a column, in the order of enum tongue; the world's languages must be there. */
struct text8_ref tab_text8(struct tab *t, int column, size_t min, size_t max, size_t max_cjk, bool all);

#define LANG8(prefix) prefix "zh", prefix "en", prefix "de", prefix "fr", prefix "es", prefix "it", prefix "ja", prefix "pt"

void read_places(struct reader *r);     /* world.json, parameters, currencies, countries, taxes, duties, categories */
/* The numbers of a profile (NULL: none); check_all: the others are checked too. After read_places(). */
void read_profiles(struct reader *r, const char *profile, bool check_all);
/* profile.c: lead times, capacity and carriers' days as the parameters say; those parameters are then spent. world_finish() is due again. */
void apply_supply(struct world *w);
void read_attributes(struct reader *r); /* attributes, values, features */
void read_goods(struct reader *r);
void read_drawings(struct reader *r);   /* pictures of the goods read */
/* What is wrong with a drawing: scripts, text, outside references, faulty XML, size; NULL if nothing is. */
const char *drawing_fault(struct str svg, struct arena *a);
void read_buyers(struct reader *r);     /* queries, phrases */
void read_rivals(struct reader *r);     /* rivals, listings */
void read_lines(struct reader *r);      /* lines, makers: goods, sellers and listings that are made when the world is compiled */
void read_carriers(struct reader *r);   /* channels, rates */
void check_content(struct reader *r);
/* Fills the table `usual` of a world that is finished otherwise; world_finish() is due again. Its goods must not be asked for before. */
void usual_prices(struct world *w);
enum { LANGUAGES_ALL = (1 << TONGUE_MAX) - 1 };
/* The language of a world that has texts in some only: the first of them. */
static inline enum tongue reader_tongue(const struct reader *r)
{
	return (enum tongue)(r->languages ? __builtin_ctz(r->languages) : TONGUE_EN);
}

/* ---- titles */
enum { TITLE_MAX_CHARS = 199 };
struct title_parts {
	enum tongue tongue;
	struct str brand, name;
	struct str feature[8]; /* short forms, strongest first */
	uint32_t n_features;
	struct str value[2]; /* values of attributes that the name does not say already */
	uint32_t n_values;
};
/* style 'a' .. 'f'; extra adds so many features to what the style shows. */
struct str title_compose(const struct title_parts *p, char style, uint32_t extra, struct arena *a);
/* The same with a title that is given, in the one language in which the world has texts. */
void listing_write_given(struct world *w, uint32_t row, enum tongue t, struct str title);
/* Fills the titles and tokens of a rival's listing whose other columns are set. Titles of one good differ from each other by more than the brand, as far
 * as its features allow. */
void listing_write(struct world *w, uint32_t row, char style, struct map *taken);
/* Order-free hash of a set of tokens, those of `without` left out. */
uint64_t tokens_set_hash(const uint64_t *v, uint32_t n, const uint64_t *without, uint32_t n_without);
void *world_grow(void *p, uint32_t n, uint32_t *cap, size_t size);
#endif
