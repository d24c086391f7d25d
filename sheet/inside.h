/* inside.h: what the forms of sheets give to the common reader. Only sheet/ includes this. */
#ifndef SHEET_INSIDE_H
#define SHEET_INSIDE_H
#include "base/hash.h"
#include "sheet/sheet.h"

struct grid_row {
	uint32_t line, n;
	const struct str *cell;
	const char *fault; /* NULL: well */
	uint32_t fault_column;
};

struct sheet {
	char name[256];
	enum sheet_format form;
	char comment;
	bool bare;        /* no row names the columns */
	size_t max_bytes; /* unpacked */
	struct buf owned; /* unpacked or recoded bytes */
	struct str bytes;
	struct arena keep; /* column names; the rows of an .xlsx */
	struct arena row;  /* given back at each step */
	struct str *column;
	uint32_t n_columns, header_line;
	struct map by_name;
	/* csv, jsonl */
	size_t at;
	uint32_t line;
	char separator;
	/* xlsx */
	struct grid_row *grid;
	uint32_t n_grid, at_grid;
};

/* Each reads the next row, into s->row or s->keep; false at the end. */
bool csv_next(struct sheet *s, struct grid_row *ret);
bool jsonl_next(struct sheet *s, struct grid_row *ret);
bool jsonl_names(struct sheet *s, const char **ret_why);
/* Reads the first sheet wholly into s->grid. On failure *ret_why says in a few words why. */
bool xlsx_read(struct sheet *s, const char **ret_why);
/* File to bytes, with .xz unpacked; bytes to UTF-8. */
enum problem_code load_file(const char *path, struct buf *out, struct problem *p);
bool load_unpack(struct str in, struct buf *out, const char **ret_why);
bool load_utf8(struct str in, struct buf *out, const char **ret_why); /* out stays empty where `in` is UTF-8 already */
#endif
