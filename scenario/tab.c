#include "base/calendar.h"
#include "scenario/inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void *world_grow(void *p, uint32_t n, uint32_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 64;
	return mem_grow(p, *cap * size);
}

uint32_t reader_add(struct reader *r, enum world_table t, const struct tab *from)
{
	uint32_t row = set_add(&r->w->set, (int)t);
	r->place[t] = world_grow(r->place[t], row, &r->cap_place[t], sizeof **r->place);
	r->place[t][row] = (struct place){ .file = from ? from->file[from->at_file - 1] : "", .line = from ? from->row.line : 0 };
	return row;
}

static uint64_t code_key(enum world_table t, uint32_t parent, struct str code)
{
	uint64_t key = hash_str(((uint64_t)t + 1) << 32 | (uint64_t)(uint32_t)(parent + 1), code);
	return key ? key : 1;
}

void reader_name(struct reader *r, enum world_table t, uint32_t parent, struct str code, uint32_t row)
{
	map_put(&r->codes, code_key(t, parent, code), row);
}

uint32_t reader_find(const struct reader *r, enum world_table t, uint32_t parent, struct str code)
{
	return code.n ? map_find(&r->codes, code_key(t, parent, code)) : ROW_NONE;
}

/* ---- files of a table */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_file(const struct reader *r, const char *name)
{
	char path[4096];
	struct stat st;
	snprintf(path, sizeof path, "%s/%s", r->folder, name);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

void tab_open(struct tab *t, struct reader *r, const char *name, const char *const *columns, bool must_be)
{
	static const char *const ends[] = { ".csv", ".xlsx", ".jsonl", ".csv.xz", ".jsonl.xz" };
	*t = (struct tab){ .r = r, .name = name, .columns = columns };
	char path[4096];
	uint32_t cap = 64;
	t->file = ARENA_ARRAY(&r->keep, char *, cap);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(path, sizeof path, "%s%s", name, ends[i]);
		if (is_file(r, path))
			t->file[t->n_files++] = arena_cstr(&r->keep, str_c(path));
	}
	snprintf(path, sizeof path, "%s/%s", r->folder, name);
	DIR *dir = opendir(path);
	uint32_t first = t->n_files;
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct str file = str_c(e->d_name);
		bool table = false;
		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
			table = table || str_ends(file, str_c(ends[i]));
		if (file.p[0] == '.' || !table)
			continue;
		if (t->n_files == cap) {
			char **bigger = ARENA_ARRAY(&r->keep, char *, cap * 2);
			memcpy(bigger, t->file, cap * sizeof *bigger);
			t->file = bigger;
			cap *= 2;
		}
		t->file[t->n_files++] = arena_cstr(&r->keep, arena_printf(&r->keep, "%s/%s", name, e->d_name));
	}
	if (dir)
		closedir(dir);
	qsort(t->file + first, t->n_files - first, sizeof *t->file, by_name);
	if (!t->n_files && must_be)
		faults_add(r->faults, FAULT_ERROR, arena_cstr(&r->keep, arena_printf(&r->keep, "%s.csv", name)), 0, "",
			"the table is missing: make %s.csv or a folder %s/ with CSV files", name, name);
}

static bool open_file(struct tab *t)
{
	char path[4096];
	struct problem p;
	const char *file = t->file[t->at_file++];
	snprintf(path, sizeof path, "%s/%s", t->r->folder, file);
	if (sheet_open(path, SHEET_BY_NAME, &t->sheet, &p)) {
		faults_add(t->r->faults, FAULT_ERROR, file, 0, "", "it cannot be read: %s", p.code == PROBLEM_TOO_LARGE ? "it is larger than 256 MiB" : p.arg[1]);
		return false;
	}
	sheet_set_comment(t->sheet, '#');
	const char *slash = strrchr(file, '/');
	struct str stem = str_c(slash ? slash + 1 : file);
	ptrdiff_t dot = str_find(stem, STR("."), 0);
	t->stem = dot > 0 ? str_sub(stem, 0, (size_t)dot) : stem;
	bool ok = true;
	for (int i = 0; t->columns[i]; i++) {
		const char *name = t->columns[i];
		bool optional = name[0] == '?';
		t->column[i] = sheet_column(t->sheet, str_c(name + optional));
		if (t->column[i] < 0 && !optional) {
			faults_add(t->r->faults, FAULT_ERROR, file, sheet_header_line(t->sheet), name, "the column is missing from the first row");
			ok = false;
		}
	}
	for (uint32_t c = 0; c < sheet_columns(t->sheet); c++) {
		struct str name = sheet_column_name(t->sheet, c);
		bool known = false;
		for (int i = 0; t->columns[i]; i++)
			known = known || t->column[i] == (int)c;
		if (known)
			continue;
		bool twice = sheet_column(t->sheet, name) != (int)c;
		faults_add(t->r->faults, FAULT_ERROR, file, sheet_header_line(t->sheet), arena_cstr(&t->r->row, name),
			twice ? "the column stands twice in the first row" : "there is no such column in this table; see docs/world-format.md");
	}
	if (!ok) {
		sheet_close(t->sheet);
		t->sheet = NULL;
	}
	return ok;
}

bool tab_next(struct tab *t)
{
	struct problem p;
	for (;;) {
		if (!t->sheet) {
			if (t->at_file == t->n_files)
				return false;
			if (!open_file(t))
				continue;
		}
		arena_reset(&t->r->row);
		t->bad = false;
		switch (sheet_next(t->sheet, &t->row, &p)) {
		case SHEET_ROW:
			return true;
		case SHEET_FAULT:
			faults_add(t->r->faults, FAULT_ERROR, t->file[t->at_file - 1], (uint32_t)strtoul(p.arg[1], NULL, 10), p.field, "%s", p.arg[2]);
			break;
		case SHEET_END:
			sheet_close(t->sheet);
			t->sheet = NULL;
			break;
		}
	}
}

/* ---- cells */

static const char *column_name(const struct tab *t, int column)
{
	return column < 0 ? "" : t->columns[column] + (t->columns[column][0] == '?');
}

void tab_fault(struct tab *t, int column, const char *format, ...)
{
	char text[900];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	t->bad = true;
	faults_add(t->r->faults, FAULT_ERROR, t->file[t->at_file - 1], t->row.line, column_name(t, column), "%s", text);
}

struct str tab_cell(const struct tab *t, int column)
{
	return t->column[column] < 0 ? STR_NONE : str_trim(t->row.cell[t->column[column]]);
}

struct str tab_text(struct tab *t, int column, size_t min, size_t max)
{
	struct str s = tab_cell(t, column);
	size_t n = str_utf8_count(s), at = 0;
	if (n < min || n > max) {
		if (!n)
			tab_fault(t, column, "it is empty; it must have %zu to %zu characters", min, max);
		else
			tab_fault(t, column, "\"%.*s\" has %zu characters; it must have %zu to %zu", STR_FMT(str_utf8_head(s, 60)), n, min, max);
		return str_utf8_head(s, max);
	}
	for (int32_t c; (c = str_utf8_next(s, &at)) >= 0;)
		if (c < 32 || c == 127 || (c >= 0x80 && c < 0xa0) || c == 0xfffd || c == 0xfeff) {
			tab_fault(t, column, "it has a control character (U+%04X); take it out", (unsigned)c);
			break;
		}
	return s;
}

struct str tab_code(struct tab *t, int column)
{
	struct str s = tab_cell(t, column);
	bool ok = s.n >= 1 && s.n <= 40;
	for (size_t i = 0; i < s.n; i++)
		ok = ok && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_');
	if (!ok)
		tab_fault(t, column, "\"%.*s\" is no code; a code has 1 to 40 of the letters a-z 0-9 _", STR_FMT(str_utf8_head(s, 60)));
	return ok ? s : STR_NONE;
}

int64_t tab_number(struct tab *t, int column, int64_t lo, int64_t hi, int64_t otherwise)
{
	return tab_decimal(t, column, 0, lo, hi, otherwise);
}

static double shown(int64_t v, int decimals)
{
	double d = (double)v;
	while (decimals--)
		d /= 10;
	return d;
}

int64_t tab_decimal(struct tab *t, int column, int decimals, int64_t lo, int64_t hi, int64_t otherwise)
{
	struct str s = tab_cell(t, column);
	int64_t v;
	if (!s.n && otherwise != INT64_MIN)
		return otherwise;
	if (!s.n) {
		tab_fault(t, column, "it is empty; a number from %.10g to %.10g must be given", shown(lo, decimals), shown(hi, decimals));
		return lo;
	}
	if (!str_decimal(s, decimals, &v)) {
		if (decimals)
			tab_fault(t, column, "\"%.*s\" is no number with up to %d decimals (write 12.5, without blanks or commas)", STR_FMT(str_utf8_head(s, 40)), decimals);
		else
			tab_fault(t, column, "\"%.*s\" is no whole number", STR_FMT(str_utf8_head(s, 40)));
		return lo;
	}
	if (v < lo || v > hi) {
		tab_fault(t, column, "%.*s is out of range; it must be %.10g to %.10g", STR_FMT(s), shown(lo, decimals), shown(hi, decimals));
		return lo;
	}
	return v;
}

int64_t tab_date(struct tab *t, int column)
{
	struct str s = tab_cell(t, column);
	int64_t day;
	if (cal_parse_date(s, &day))
		return day;
	tab_fault(t, column, "\"%.*s\" is no date; write 2026-07-01", STR_FMT(str_utf8_head(s, 40)));
	return 0;
}

bool tab_flag(struct tab *t, int column)
{
	return tab_number(t, column, 0, 1, 0) == 1;
}

int tab_choice(struct tab *t, int column, const char *const *choices)
{
	struct str s = tab_cell(t, column);
	struct buf b;
	for (int i = 0; choices[i]; i++)
		if (str_eq(s, str_c(choices[i])))
			return i;
	buf_init(&b, 400);
	for (int i = 0; choices[i]; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", choices[i]);
	tab_fault(t, column, "\"%.*s\" is not known; it must be one of: %.*s", STR_FMT(str_utf8_head(s, 40)), STR_FMT(buf_span(&b)));
	buf_fini(&b);
	return -1;
}

uint32_t tab_row(struct tab *t, int column, enum world_table of, uint32_t parent, const char *what)
{
	struct str s = tab_cell(t, column);
	uint32_t row = reader_find(t->r, of, parent, s);
	if (row != ROW_NONE)
		return row;
	if (!s.n)
		tab_fault(t, column, "it is empty; %s must be given", what);
	else
		tab_fault(t, column, "there is no %s \"%.*s\"", what, STR_FMT(str_utf8_head(s, 60)));
	return ROW_NONE;
}

uint32_t tab_countries(struct tab *t, int column)
{
	struct str rest = tab_cell(t, column), code;
	uint32_t bits = 0;
	if (!rest.n)
		return 0;
	while (str_next(&rest, '|', &code)) {
		uint32_t row = reader_find(t->r, W_country, ROW_NONE, str_trim(code));
		if (row == ROW_NONE)
			tab_fault(t, column, "there is no country \"%.*s\" in countries.csv; part countries by |", STR_FMT(str_utf8_head(code, 40)));
		else if (bits >> row & 1)
			tab_fault(t, column, "country %.*s stands twice", STR_FMT(code));
		else
			bits |= (uint32_t)1 << row;
	}
	return bits;
}

struct list_ref tab_weights(struct tab *t, int column, uint32_t n)
{
	struct str rest = tab_cell(t, column), piece;
	uint64_t v[64] = { 0 };
	uint32_t got = 0;
	int64_t x;
	while (str_next(&rest, '|', &piece)) {
		if (got < n && got < 64 && str_decimal(str_trim(piece), 6, &x) && x >= 0 && x <= (int64_t)1000000000000)
			v[got] = (uint64_t)x;
		else if (got < n)
			tab_fault(t, column, "\"%.*s\" is no weight; weights are numbers from 0, parted by |", STR_FMT(str_utf8_head(piece, 40)));
		got++;
	}
	if (got != n)
		tab_fault(t, column, "there are %u weights; there must be %u, parted by |", got, n);
	return set_list(&t->r->w->set, v, n);
}

struct text8_ref tab_text8(struct tab *t, int column, size_t min, size_t max, size_t max_cjk, bool all)
{
	struct text8_ref ref = { 0 };
	for (int i = 0; i < TONGUE_MAX; i++) {
		bool cjk = i == TONGUE_ZH || i == TONGUE_JA;
		if ((!all || !(t->r->languages >> i & 1)) && !tab_cell(t, column + i).n)
			continue;
		ref.in[i] = set_text(&t->r->w->set, tab_text(t, column + i, cjk && min > 12 ? 12 : min, cjk ? max_cjk : max));
	}
	return ref;
}
