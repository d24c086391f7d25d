#include "sheet/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum sheet_format form_of(struct str name)
{
	static const struct {
		const char *end;
		enum sheet_format form;
	} forms[] = { { ".csv", SHEET_CSV },   { ".tsv", SHEET_CSV },	  { ".txt", SHEET_CSV },     { ".xlsx", SHEET_XLSX },
		      { ".jsonl", SHEET_JSONL }, { ".ndjson", SHEET_JSONL }, { ".json", SHEET_JSONL } };
	if (name.n > 3 && str_eq_nocase(str_sub(name, name.n - 3, 3), STR(".xz")))
		name.n -= 3;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct str end = str_c(forms[i].end);
		if (name.n > end.n && str_eq_nocase(str_sub(name, name.n - end.n, end.n), end))
			return forms[i].form;
	}
	return SHEET_BY_NAME;
}


int sheet_column(const struct sheet *s, struct str name)
{
	uint64_t key = hash_str(1, name);
	uint32_t at = map_find(&s->by_name, key ? key : 1);
	if (at != MAP_NONE && str_eq(s->column[at], name))
		return (int)at;
	if (s->form == SHEET_JSONL)
		return -1;
	for (uint32_t i = 0; i < s->n_columns; i++)
		if (str_eq_nocase(s->column[i], name))
			return (int)i;
	return -1;
}

uint32_t sheet_columns(const struct sheet *s)
{
	return s->n_columns;
}

struct str sheet_column_name(const struct sheet *s, uint32_t column)
{
	return column < s->n_columns ? s->column[column] : STR_NONE;
}

uint32_t sheet_header_line(const struct sheet *s)
{
	return s->header_line;
}

void sheet_set_comment(struct sheet *s, char c)
{
	s->comment = c;
}

static bool next_grid(struct sheet *s, struct grid_row *ret)
{
	switch (s->form) {
	case SHEET_CSV:
		return csv_next(s, ret);
	case SHEET_JSONL:
		return jsonl_next(s, ret);
	default:
		if (s->at_grid == s->n_grid)
			return false;
		*ret = s->grid[s->at_grid++];
		return true;
	}
}

static bool passed_over(const struct sheet *s, const struct grid_row *r)
{
	if (r->fault)
		return false;
	if (r->n && s->comment && r->cell[0].n && r->cell[0].p[0] == s->comment)
		return true;
	for (uint32_t i = 0; i < r->n; i++)
		if (str_trim(r->cell[i]).n)
			return false;
	return true;
}

/* The first row that is no comment names the columns. */
static bool read_header(struct sheet *s, const char **ret_why)
{
	struct grid_row r;
	do {
		arena_reset(&s->row);
		if (!next_grid(s, &r)) {
			*ret_why = "it has no row that names the columns";
			return false;
		}
	} while (passed_over(s, &r) || (r.n && r.cell[0].n && r.cell[0].p[0] == '#' && !r.fault));
	if (r.fault) {
		*ret_why = r.fault;
		return false;
	}
	s->header_line = r.line;
	s->n_columns = r.n;
	s->column = ARENA_ARRAY(&s->keep, struct str, r.n);
	while (s->n_columns && !str_trim(r.cell[s->n_columns - 1]).n)
		s->n_columns--;
	for (uint32_t i = 0; i < s->n_columns; i++) {
		s->column[i] = arena_str(&s->keep, str_trim(r.cell[i]));
		uint64_t key = hash_str(1, s->column[i]);
		if (map_find(&s->by_name, key ? key : 1) == MAP_NONE)
			map_put(&s->by_name, key ? key : 1, i);
	}
	return true;
}

/* Without names to go by: the one that stands most often in the first lines. */
static char guess_bare(struct str b)
{
	static const char of[] = { ',', '\t', ';' };
	int count[3] = { 0 };
	int lines = 0;
	for (size_t i = 0; i < b.n && lines < 20; i++) {
		lines += b.p[i] == '\n';
		for (int k = 0; k < 3; k++)
			count[k] += b.p[i] == of[k];
	}
	return count[1] > count[0] && count[1] >= count[2] ? '\t' : count[2] > count[0] ? ';' : ',';
}

static char guess_separator(struct str b)
{
	size_t end = 0;
	while (end < b.n && b.p[end] != '\n' && b.p[end] != '\r')
		end++;
	struct str first = { b.p, end };
	if (str_find(first, STR(","), 0) >= 0)
		return ',';
	return str_find(first, STR("\t"), 0) >= 0 ? '\t' : str_find(first, STR(";"), 0) >= 0 ? ';' : ',';
}

/* Takes over *owned, which backs bytes or is empty. */
static enum problem_code open_owned(struct buf owned, struct str bytes, const char *name, enum sheet_format form, bool bare, size_t max_bytes,
	struct sheet **ret_sheet, struct problem *p)
{
	struct sheet *s = mem_alloc(sizeof *s);
	const char *why = NULL;
	bool ok = true;
	s->owned = owned;
	s->bytes = bytes;
	s->bare = bare;
	s->max_bytes = max_bytes;
	s->line = 1;
	snprintf(s->name, sizeof s->name, "%s", name);
	arena_init(&s->keep, 0);
	arena_init(&s->row, 0);
	map_init(&s->by_name);
	s->form = form == SHEET_BY_NAME ? form_of(str_c(name)) : form;
	if (s->form == SHEET_BY_NAME && bytes.n > 4 && memcmp(bytes.p, "PK\3\4", 4) == 0)
		s->form = SHEET_XLSX;
	if (s->form == SHEET_BY_NAME)
		s->form = SHEET_CSV;
	struct str file = str_c(name);
	if (file.n > 3 && str_eq_nocase(str_sub(file, file.n - 3, 3), STR(".xz"))) {
		struct buf plain;
		buf_init(&plain, max_bytes);
		ok = load_unpack(s->bytes, &plain, &why);
		buf_fini(&s->owned);
		s->owned = plain;
		s->bytes = buf_span(&s->owned);
	}
	if (ok && s->form != SHEET_XLSX) {
		struct buf text;
		buf_init(&text, max_bytes);
		ok = load_utf8(s->bytes, &text, &why);
		if (ok && text.n) {
			buf_fini(&s->owned);
			s->owned = text;
			s->bytes = buf_span(&s->owned);
		} else {
			/* nothing but a mark of UTF-16 is recoded to nothing */
			if (ok && !str_utf8_ok(s->bytes))
				s->bytes = STR_NONE;
			buf_fini(&text);
		}
		if (str_starts(s->bytes, STR("\xEF\xBB\xBF")))
			s->bytes = str_sub(s->bytes, 3, s->bytes.n);
		s->separator = bare ? guess_bare(s->bytes) : guess_separator(s->bytes);
	}
	if (ok && s->form == SHEET_XLSX)
		ok = xlsx_read(s, &why);
	if (ok && bare && s->form == SHEET_JSONL) {
		why = "it is not a table";
		ok = false;
	}
	if (ok && !bare)
		ok = s->form == SHEET_JSONL ? jsonl_names(s, &why) : read_header(s, &why);
	if (!ok) {
		sheet_close(s);
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", name, why, NULL);
	}
	*ret_sheet = s;
	return PROBLEM_NONE;
}

enum problem_code sheet_open_bytes(struct str bytes, const char *name, enum sheet_format form, struct sheet **ret_sheet, struct problem *p)
{
	struct buf none;
	buf_init(&none, SHEET_MAX_BYTES);
	if (bytes.n > SHEET_MAX_BYTES)
		return problem_set(p, PROBLEM_TOO_LARGE, "", "256 MiB", NULL);
	return open_owned(none, bytes, name, form, false, SHEET_MAX_BYTES, ret_sheet, p);
}

enum problem_code sheet_open_grid(struct str bytes, const char *name, size_t max_bytes, struct sheet **ret_sheet, struct problem *p)
{
	struct buf none;
	buf_init(&none, SHEET_MAX_BYTES);
	if (bytes.n > max_bytes)
		return problem_set(p, PROBLEM_TOO_LARGE, "", "2 MiB", NULL);
	return open_owned(none, bytes, name, SHEET_BY_NAME, true, max_bytes, ret_sheet, p);
}

enum problem_code sheet_open(const char *path, enum sheet_format form, struct sheet **ret_sheet, struct problem *p)
{
	struct buf b;
	buf_init(&b, SHEET_MAX_BYTES);
	enum problem_code code = load_file(path, &b, p);
	if (code) {
		buf_fini(&b);
		return code;
	}
	return open_owned(b, buf_span(&b), path, form, false, SHEET_MAX_BYTES, ret_sheet, p);
}

void sheet_close(struct sheet *s)
{
	if (!s)
		return;
	map_fini(&s->by_name);
	arena_fini(&s->keep);
	arena_fini(&s->row);
	buf_fini(&s->owned);
	free(s);
}

static enum sheet_step fault(const struct sheet *s, const struct grid_row *r, const char *why, uint32_t column, struct problem *p)
{
	char field[64], line[16];
	struct str name = sheet_column_name(s, column);
	if (name.n)
		snprintf(field, sizeof field, "%.*s", (int)str_utf8_head(name, 20).n, name.p);
	else
		snprintf(field, sizeof field, "%u", column + 1);
	snprintf(line, sizeof line, "%u", r->line);
	problem_set(p, PROBLEM_FILE_ROW, field, s->name, line, why, NULL);
	return SHEET_FAULT;
}

enum sheet_step sheet_next(struct sheet *s, struct sheet_row *ret_row, struct problem *p)
{
	struct grid_row r;
	do {
		arena_reset(&s->row);
		if (!next_grid(s, &r))
			return SHEET_END;
	} while (passed_over(s, &r));
	if (r.fault)
		return fault(s, &r, r.fault, r.fault_column, p);
	for (uint32_t i = s->n_columns; !s->bare && i < r.n; i++)
		if (str_trim(r.cell[i]).n)
			return fault(s, &r, "the row has more cells than the first row has names", i, p);
	if (r.n < s->n_columns) {
		struct str *all = ARENA_ARRAY(&s->row, struct str, s->n_columns);
		if (r.n)
			memcpy(all, r.cell, r.n * sizeof *all);
		r.cell = all;
	}
	*ret_row = (struct sheet_row){ .line = r.line, .n = s->bare ? r.n : s->n_columns, .cell = r.cell };
	return SHEET_ROW;
}
