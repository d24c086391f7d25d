#include "sheet/sheet.h"
#include "base/calendar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

struct sheet_out {
	enum sheet_format form;
	char path[4096];
	FILE *file;
	bool bad;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *date;
	uint32_t row, column;
	struct arena texts;
};

enum problem_code sheet_create(const char *path, enum sheet_format format, struct sheet_out **ret_out, struct problem *p)
{
	struct sheet_out *o = mem_alloc(sizeof *o);
	o->form = format;
	arena_init(&o->texts, 0);
	if (strlen(path) >= sizeof o->path) {
		free(o);
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, "the name is too long", NULL);
	}
	strncpy(o->path, path, sizeof o->path - 1);
	if (format == SHEET_XLSX) {
		lxw_workbook_options options = { .constant_memory = LXW_TRUE };
		o->book = workbook_new_opt(path, &options);
		if (o->book) {
			o->head = workbook_add_format(o->book);
			format_set_bold(o->head);
			o->date = workbook_add_format(o->book);
			format_set_num_format(o->date, "yyyy-mm-dd");
		}
	} else {
		o->file = fopen(path, "wb");
		if (o->file)
			fputs("\xEF\xBB\xBF", o->file);
	}
	if (!o->file && !o->book) {
		const char *why = strerror(errno);
		arena_fini(&o->texts);
		free(o);
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, why, NULL);
	}
	*ret_out = o;
	return PROBLEM_NONE;
}

static void add_sheet(struct sheet_out *o, const char *name)
{
	o->sheet = workbook_add_worksheet(o->book, name);
	worksheet_freeze_panes(o->sheet, 1, 0);
}

void sheet_begin(struct sheet_out *o, const char *name)
{
	if (o->form != SHEET_XLSX)
		return;
	add_sheet(o, name);
	o->row = o->column = 0;
}

/* Who names no sheet has one with a name of the library's. */
static lxw_worksheet *sheet_of(struct sheet_out *o)
{
	if (!o->sheet)
		add_sheet(o, NULL);
	return o->sheet;
}

static void csv_cell(struct sheet_out *o, struct str s)
{
	bool quote = false;
	if (o->column++)
		putc(',', o->file);
	for (size_t i = 0; i < s.n; i++)
		quote = quote || s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == ';' || s.p[i] == '\t';
	quote = quote || (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '));
	if (quote)
		putc('"', o->file);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			putc('"', o->file);
		putc(s.p[i], o->file);
	}
	if (quote)
		putc('"', o->file);
}

void sheet_put_text(struct sheet_out *o, struct str text)
{
	if (o->form == SHEET_XLSX) {
		/* a text cell is never a formula there; Excel takes 32,767 UTF-16 units */
		struct str s = str_utf8_head(text, 16000);
		worksheet_write_string(sheet_of(o), o->row, (lxw_col_t)o->column++, arena_cstr(&o->texts, s), o->row ? NULL : o->head);
		return;
	}
	if (text.n && strchr("=+-@\t\r", text.p[0])) {
		csv_cell(o, arena_printf(&o->texts, "'%.*s", STR_FMT(text)));
		return;
	}
	csv_cell(o, text);
}

void sheet_put_decimal(struct sheet_out *o, int64_t value, int decimals)
{
	uint64_t scale = 1, v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	if (o->form == SHEET_XLSX) {
		worksheet_write_number(sheet_of(o), o->row, (lxw_col_t)o->column++, (double)value / (double)scale, NULL);
		return;
	}
	char text[48];
	int n = snprintf(text, sizeof text, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(v / scale));
	if (decimals)
		snprintf(text + n, sizeof text - (size_t)n, ".%0*llu", decimals, (unsigned long long)(v % scale));
	csv_cell(o, str_c(text));
}

void sheet_put_date(struct sheet_out *o, int64_t day)
{
	char text[CAL_TEXT_MAX];
	if (o->form == SHEET_XLSX) {
		struct civil c = cal_civil(day * MIN_PER_DAY);
		lxw_datetime d = { .year = c.year, .month = c.month, .day = c.day };
		worksheet_write_datetime(sheet_of(o), o->row, (lxw_col_t)o->column++, &d, o->date);
		return;
	}
	cal_format_date(day, text);
	csv_cell(o, str_c(text));
}

void sheet_put_empty(struct sheet_out *o)
{
	if (o->form == SHEET_XLSX)
		o->column++;
	else
		csv_cell(o, STR_NONE);
}

void sheet_end_row(struct sheet_out *o)
{
	if (o->file)
		fputs("\r\n", o->file);
	arena_reset(&o->texts);
	o->row++;
	o->column = 0;
}

enum problem_code sheet_finish(struct sheet_out *o, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	bool bad = false;
	if (o->book) {
		sheet_of(o);
		bad = workbook_close(o->book) != LXW_NO_ERROR;
	} else {
		bad = ferror(o->file) != 0;
		bad = fclose(o->file) != 0 || bad;
	}
	if (bad)
		code = errno == ENOSPC ? problem_set(p, PROBLEM_DISK_FULL, "", NULL) : problem_set(p, PROBLEM_FILE_UNREADABLE, "", o->path, "it could not be written", NULL);
	arena_fini(&o->texts);
	free(o);
	return code;
}
