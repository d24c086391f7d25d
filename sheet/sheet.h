/* sheet.h: tables in files, read row by row and written.
 *
 * One reader for CSV (RFC 4180; UTF-8 with or without byte order mark, UTF-16 with one, else GB18030; comma, or semicolon or tab where the first row has no
 * comma), .xlsx (the first sheet) and JSON Lines (one object a line), each of them also packed as .xz. The first row names the columns; in JSON Lines the names of
 * all objects together, in the order in which they appear.
 *
 * Files are hostile: every size has a limit, and text is well-formed UTF-8 when it comes out of here. */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H
#include "base/arena.h"
#include "base/problem.h"

enum {
	SHEET_MAX_BYTES = 256 << 20, /* of a file, unpacked, and of all parts of an .xlsx together */
	SHEET_MAX_COLUMNS = 16384,
	SHEET_MAX_ROWS = 4 << 20,
	SHEET_MAX_CELL = 1 << 20, /* bytes */
};

enum sheet_format { SHEET_BY_NAME, SHEET_CSV, SHEET_XLSX, SHEET_JSONL };

struct sheet;

struct sheet_row {
	uint32_t line;          /* of the file, as an editor or a spreadsheet counts (a CSV row may span lines: its first) */
	uint32_t n;             /* cells, at least the number of columns: missing ones are empty */
	const struct str *cell; /* valid until the next call */
};

enum sheet_step { SHEET_ROW, SHEET_END, SHEET_FAULT };

/* PROBLEM_FILE_UNREADABLE (no such file, not of that form, damaged) or PROBLEM_TOO_LARGE. On success the sheet belongs to the caller. */
enum problem_code sheet_open(const char *path, enum sheet_format format, struct sheet **ret_sheet, struct problem *p);
/* The same on bytes in memory, which must stay until sheet_close(); name is for messages and, with SHEET_BY_NAME, for the form. */
enum problem_code sheet_open_bytes(struct str bytes, const char *name, enum sheet_format format, struct sheet **ret_sheet, struct problem *p);
/* The same where no row may be trusted to name the columns: sheet_columns() is 0, the first row is a row like others, and each has as many cells as it has. Not for
 * JSON Lines. At most max_bytes unpacked. */
enum problem_code sheet_open_grid(struct str bytes, const char *name, size_t max_bytes, struct sheet **ret_sheet, struct problem *p);
void sheet_close(struct sheet *s); /* NULL is fine */

uint32_t sheet_columns(const struct sheet *s);
struct str sheet_column_name(const struct sheet *s, uint32_t column); /* trimmed; may be empty */
int sheet_column(const struct sheet *s, struct str name);             /* -1 if there is none; ASCII case does not count */
uint32_t sheet_header_line(const struct sheet *s);
/* Rows whose first cell begins with this letter are passed over; 0 (the default): none. */
void sheet_set_comment(struct sheet *s, char c);

/* Empty rows are passed over. After SHEET_FAULT *p holds PROBLEM_FILE_ROW (name, row, column, what is wrong); reading may go on with the next row, apart from
 * faults that leave no next row (an open quote), after which comes SHEET_END. */
enum sheet_step sheet_next(struct sheet *s, struct sheet_row *ret_row, struct problem *p);

/* ---- writing. CSV has a byte order mark and CRLF, so that spreadsheets see UTF-8; text that a spreadsheet would take for a formula gets a ' before it. */
struct sheet_out;
enum problem_code sheet_create(const char *path, enum sheet_format format, struct sheet_out **ret_out, struct problem *p); /* SHEET_CSV or SHEET_XLSX */
/* .xlsx only: begins a sheet of that name, at most 31 characters; what is put without has a sheet of its own. */
void sheet_begin(struct sheet_out *o, const char *name);
void sheet_put_text(struct sheet_out *o, struct str text);
void sheet_put_decimal(struct sheet_out *o, int64_t value, int decimals); /* value / 10^decimals, decimals 0 .. 9 */
void sheet_put_date(struct sheet_out *o, int64_t day);
void sheet_put_empty(struct sheet_out *o);
void sheet_end_row(struct sheet_out *o); /* the first row is set as the header */
/* Closes and frees o; PROBLEM_DISK_FULL or PROBLEM_FILE_UNREADABLE if not everything was written. */
enum problem_code sheet_finish(struct sheet_out *o, struct problem *p);
#endif
