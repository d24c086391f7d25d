#include "sheet/inside.h"
#include "base/calendar.h"

#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { PART_MAX = 128 << 20, DEPTH_MAX = 64, CELLS_MAX = 16 << 20 };

struct book {
	struct sheet *s;
	zip_t *zip;
	size_t unpacked; /* all parts so far: a small file may not unpack to a giant */
	const char *why;
	/* shared strings */
	struct str *shared;
	uint32_t n_shared, cap_shared;
	/* styles: is this cell format a date? */
	uint8_t *date_style;
	uint32_t n_styles;
	bool date_1904;
	char target[256]; /* path of the first sheet */
};

/* ---- parts */

static bool read_part(struct book *b, const char *path, struct buf *out)
{
	zip_file_t *f = zip_fopen(b->zip, path, 0);
	if (!f)
		return false;
	char piece[1 << 16];
	zip_int64_t n;
	while ((n = zip_fread(f, piece, sizeof piece)) > 0 && !out->full && b->unpacked <= b->s->max_bytes) {
		buf_put(out, piece, (size_t)n);
		b->unpacked += (size_t)n;
	}
	zip_fclose(f);
	if (n < 0)
		b->why = "a part of it is damaged";
	else if (out->full || b->unpacked > b->s->max_bytes)
		b->why = "it unpacks to more than 256 MiB";
	return !b->why;
}

static const char *local_name(const char *name)
{
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

static const char *attribute(const char **atts, const char *name)
{
	for (; *atts; atts += 2)
		if (strcmp(atts[0], name) == 0)
			return atts[1];
	return NULL;
}

struct parse {
	struct book *b;
	XML_Parser x;
	int depth;
	/* text that is being gathered */
	struct buf text;
	bool gather;
	/* workbook */
	char sheet_id[64];
	/* styles */
	bool in_cell_formats;
	uint32_t date_format[256], n_date_formats;
	/* sheet */
	struct str *cell;
	uint32_t n_cells, cap_cells, n_all, line, last_line, column;
	char type; /* of the open cell: n, s, t (inline), b, e */
	bool date, has_row;
	uint32_t cap_grid;
	bool phonetic;
};

static void stop(struct parse *p, const char *why)
{
	if (!p->b->why)
		p->b->why = why;
	XML_StopParser(p->x, XML_FALSE);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	stop(data, "its XML declares a document type, which no spreadsheet writes");
}

static void on_text(void *data, const XML_Char *text, int n)
{
	struct parse *p = data;
	if (p->gather && !p->phonetic)
		buf_put(&p->text, text, (size_t)n);
}

static bool parse_part(struct book *b, const char *path, struct parse *p, XML_StartElementHandler start, XML_EndElementHandler end)
{
	struct buf part;
	buf_init(&part, PART_MAX);
	bool ok = read_part(b, path, &part);
	if (ok) {
		p->b = b;
		p->x = XML_ParserCreate(NULL);
		buf_init(&p->text, SHEET_MAX_CELL + 1);
		XML_SetUserData(p->x, p);
		XML_SetElementHandler(p->x, start, end);
		XML_SetCharacterDataHandler(p->x, on_text);
		XML_SetStartDoctypeDeclHandler(p->x, on_doctype);
		if (XML_Parse(p->x, part.p ? part.p : "", (int)part.n, 1) != XML_STATUS_OK && !b->why)
			b->why = "its XML is damaged";
		XML_ParserFree(p->x);
		buf_fini(&p->text);
		ok = !b->why;
	}
	buf_fini(&part);
	return ok;
}

static void deeper(struct parse *p)
{
	if (++p->depth > DEPTH_MAX)
		stop(p, "its XML is nested too deeply");
}

/* ---- workbook and relations: where is the first sheet? */

static void book_start(void *data, const char *name, const char **atts)
{
	struct parse *p = data;
	deeper(p);
	name = local_name(name);
	if (strcmp(name, "sheet") == 0 && !p->sheet_id[0]) {
		const char *id = attribute(atts, "r:id");
		for (int i = 0; !id && atts[i]; i += 2)
			if (strcmp(local_name(atts[i]), "id") == 0 && strchr(atts[i], ':'))
				id = atts[i + 1];
		snprintf(p->sheet_id, sizeof p->sheet_id, "%s", id ? id : "");
	}
	if (strcmp(name, "workbookPr") == 0) {
		const char *v = attribute(atts, "date1904");
		p->b->date_1904 = v && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
	}
}

static void any_end(void *data, const char *name)
{
	((struct parse *)data)->depth--;
}

static void relation_start(void *data, const char *name, const char **atts)
{
	struct parse *p = data;
	deeper(p);
	const char *id = attribute(atts, "Id"), *target = attribute(atts, "Target");
	if (strcmp(local_name(name), "Relationship") != 0 || !id || !target || strcmp(id, p->sheet_id) != 0)
		return;
	if (target[0] == '/')
		snprintf(p->b->target, sizeof p->b->target, "%s", target + 1);
	else
		snprintf(p->b->target, sizeof p->b->target, "xl/%s", target);
}

/* ---- shared strings */

static void string_start(void *data, const char *name, const char **atts)
{
	struct parse *p = data;
	deeper(p);
	name = local_name(name);
	if (strcmp(name, "si") == 0)
		buf_clear(&p->text);
	else if (strcmp(name, "t") == 0)
		p->gather = true;
	else if (strcmp(name, "rPh") == 0)
		p->phonetic = true;
}

static void string_end(void *data, const char *name)
{
	struct parse *p = data;
	struct book *b = p->b;
	p->depth--;
	name = local_name(name);
	if (strcmp(name, "t") == 0)
		p->gather = false;
	else if (strcmp(name, "rPh") == 0)
		p->phonetic = false;
	else if (strcmp(name, "si") == 0) {
		if (p->text.full || b->n_shared == CELLS_MAX) {
			stop(p, p->text.full ? "a cell has more than 1 MiB" : "it has too many strings");
			return;
		}
		if (b->n_shared == b->cap_shared) {
			b->cap_shared = b->cap_shared ? b->cap_shared * 2 : 256;
			b->shared = mem_grow(b->shared, b->cap_shared * sizeof *b->shared);
		}
		b->shared[b->n_shared++] = arena_str(&b->s->keep, buf_span(&p->text));
	}
}

/* ---- styles: which cell formats show dates */

static bool date_code(const char *code)
{
	bool quoted = false;
	for (; *code; code++) {
		if (*code == '"')
			quoted = !quoted;
		else if (*code == '\\' && code[1])
			code++;
		else if (*code == '[') {
			while (*code && *code != ']')
				code++;
			if (!*code)
				return false;
		} else if (!quoted && strchr("ymdhYMDH", *code))
			return true;
	}
	return false;
}

static void style_start(void *data, const char *name, const char **atts)
{
	struct parse *p = data;
	struct book *b = p->b;
	deeper(p);
	name = local_name(name);
	const char *id = attribute(atts, "numFmtId"), *code = attribute(atts, "formatCode");
	uint32_t format = id ? (uint32_t)strtoul(id, NULL, 10) : 0;
	if (strcmp(name, "numFmt") == 0 && code && date_code(code) && p->n_date_formats < 256)
		p->date_format[p->n_date_formats++] = format;
	else if (strcmp(name, "cellXfs") == 0)
		p->in_cell_formats = true;
	else if (strcmp(name, "xf") == 0 && p->in_cell_formats && b->n_styles < 65536) {
		bool date = (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
		for (uint32_t i = 0; i < p->n_date_formats; i++)
			date = date || p->date_format[i] == format;
		b->date_style = mem_grow(b->date_style, b->n_styles + 1);
		b->date_style[b->n_styles++] = date;
	}
}

static void style_end(void *data, const char *name)
{
	struct parse *p = data;
	p->depth--;
	if (strcmp(local_name(name), "cellXfs") == 0)
		p->in_cell_formats = false;
}

/* ---- the sheet */

/* "BC12" -> column 54 (from 0); UINT32_MAX if it is no address. */
static uint32_t column_of(const char *ref)
{
	uint32_t c = 0;
	int letters = 0;
	for (; *ref >= 'A' && *ref <= 'Z' && letters < 4; ref++, letters++)
		c = c * 26 + (uint32_t)(*ref - 'A' + 1);
	return letters && letters < 4 && c <= SHEET_MAX_COLUMNS ? c - 1 : UINT32_MAX;
}

static void sheet_start(void *data, const char *name, const char **atts)
{
	struct parse *p = data;
	deeper(p);
	name = local_name(name);
	if (strcmp(name, "row") == 0) {
		const char *r = attribute(atts, "r");
		p->line = r ? (uint32_t)strtoul(r, NULL, 10) : p->last_line + 1;
		if (p->line <= p->last_line || p->line > SHEET_MAX_ROWS)
			stop(p, "its rows are not in order");
		p->last_line = p->line;
		p->n_cells = 0;
		p->column = UINT32_MAX;
		p->has_row = true;
	} else if (strcmp(name, "c") == 0 && p->has_row) {
		const char *r = attribute(atts, "r"), *t = attribute(atts, "t"), *s = attribute(atts, "s");
		uint32_t column = r ? column_of(r) : p->column + 1, style = s ? (uint32_t)strtoul(s, NULL, 10) : 0;
		if (column >= SHEET_MAX_COLUMNS || (p->column != UINT32_MAX && column <= p->column)) {
			stop(p, "its cells are not in order");
			return;
		}
		p->column = column;
		p->type = !t || strcmp(t, "n") == 0 ? 'n' : strcmp(t, "s") == 0 ? 's' : strcmp(t, "b") == 0 ? 'b' : strcmp(t, "e") == 0 ? 'e' : 't';
		p->date = style < p->b->n_styles && p->b->date_style[style];
		buf_clear(&p->text);
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		p->gather = true;
	} else if (strcmp(name, "rPh") == 0) {
		p->phonetic = true;
	}
}

/* Numbers as people write them: what Excel shows in a cell wide enough, at most 15 digits. */
static struct str number_text(struct parse *p, struct str raw)
{
	char text[64];
	struct arena *keep = &p->b->s->keep;
	struct str plain = str_trim(raw);
	int64_t whole;
	if (str_i64(plain, &whole) && !p->date)
		return arena_str(keep, plain);
	snprintf(text, sizeof text, "%.*s", (int)(plain.n < 60 ? plain.n : 60), plain.p ? plain.p : "");
	char *end;
	double v = strtod(text, &end);
	if (end == text || *end || !isfinite(v))
		return arena_str(keep, plain);
	if (p->date && v >= 0 && v < 2958466) {
		/* Excel's 1900 was a leap year; its day 60 never was */
		double day = floor(v);
		int64_t minute = (int64_t)llround((v - day) * 1440);
		int64_t number = (int64_t)day + (p->b->date_1904 ? cal_day(1904, 1, 1) : day < 60 ? cal_day(1899, 12, 31) : cal_day(1899, 12, 30));
		char date[CAL_TEXT_MAX];
		cal_format_date(number, date);
		if (!minute)
			return arena_str(keep, str_c(date));
		cal_format(number * MIN_PER_DAY + minute, date);
		return arena_str(keep, str_c(date));
	}
	snprintf(text, sizeof text, "%.15g", v);
	if (strchr(text, 'e') && fabs(v) < 1e18)
		snprintf(text, sizeof text, fabs(v) >= 1 ? "%.0f" : "%.15f", v);
	return arena_str(keep, str_c(text));
}

static void end_cell(struct parse *p)
{
	struct book *b = p->b;
	struct str raw = buf_span(&p->text), v = STR_NONE;
	int64_t i;
	if (p->text.full || ++p->n_all > CELLS_MAX) {
		stop(p, p->text.full ? "a cell has more than 1 MiB" : "it has more than 16 million cells");
		return;
	}
	switch (p->type) {
	case 's':
		if (raw.n && (!str_i64(str_trim(raw), &i) || i < 0 || i >= b->n_shared)) {
			stop(p, "a cell names a string that is not there");
			return;
		}
		v = raw.n ? b->shared[i] : STR_NONE;
		break;
	case 'n':
		v = raw.n ? number_text(p, raw) : STR_NONE;
		break;
	default:
		v = arena_str(&b->s->keep, raw);
	}
	while (p->n_cells <= p->column) {
		if (p->n_cells == p->cap_cells) {
			p->cap_cells = p->cap_cells ? p->cap_cells * 2 : 64;
			p->cell = mem_grow(p->cell, p->cap_cells * sizeof *p->cell);
		}
		p->cell[p->n_cells++] = STR_NONE;
	}
	p->cell[p->column] = v;
}

static void end_row(struct parse *p)
{
	struct sheet *s = p->b->s;
	if (s->n_grid == p->cap_grid) {
		p->cap_grid = p->cap_grid ? p->cap_grid * 2 : 256;
		s->grid = mem_grow(s->grid, p->cap_grid * sizeof *s->grid);
	}
	struct str *cell = ARENA_ARRAY(&s->keep, struct str, p->n_cells + 1);
	if (p->n_cells)
		memcpy(cell, p->cell, p->n_cells * sizeof *cell);
	s->grid[s->n_grid++] = (struct grid_row){ .line = p->line, .n = p->n_cells, .cell = cell };
	p->has_row = false;
}

static void sheet_end(void *data, const char *name)
{
	struct parse *p = data;
	p->depth--;
	name = local_name(name);
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		p->gather = false;
	else if (strcmp(name, "rPh") == 0)
		p->phonetic = false;
	else if (strcmp(name, "c") == 0 && p->has_row && p->column != UINT32_MAX)
		end_cell(p);
	else if (strcmp(name, "row") == 0 && p->has_row)
		end_row(p);
}

static bool read_book(struct book *b)
{
	struct parse book = { 0 }, strings = { 0 }, styles = { 0 }, rows = { 0 };
	if (!parse_part(b, "xl/workbook.xml", &book, book_start, any_end)) {
		if (!b->why)
			b->why = "it has no workbook inside";
		return false;
	}
	snprintf(b->target, sizeof b->target, "xl/worksheets/sheet1.xml");
	if (!parse_part(b, "xl/_rels/workbook.xml.rels", &book, relation_start, any_end) && b->why)
		return false;
	/* both parts are optional */
	if (!parse_part(b, "xl/sharedStrings.xml", &strings, string_start, string_end) && b->why)
		return false;
	if (!parse_part(b, "xl/styles.xml", &styles, style_start, style_end) && b->why)
		return false;
	bool ok = parse_part(b, b->target, &rows, sheet_start, sheet_end);
	free(rows.cell);
	if (!ok && !b->why)
		b->why = "its first sheet is missing";
	return ok;
}

bool xlsx_read(struct sheet *s, const char **ret_why)
{
	struct book b = { .s = s };
	zip_error_t e;
	zip_error_init(&e);
	zip_source_t *source = zip_source_buffer_create(s->bytes.p, s->bytes.n, 0, &e);
	b.zip = source ? zip_open_from_source(source, ZIP_RDONLY, &e) : NULL;
	if (!b.zip) {
		if (source)
			zip_source_free(source);
		b.why = "it is not an .xlsx file";
	} else {
		read_book(&b);
		zip_discard(b.zip);
	}
	zip_error_fini(&e);
	free(b.shared);
	free(b.date_style);
	/* the rows move to the sheet's own memory, so that closing stays one step */
	struct grid_row *grid = ARENA_ARRAY(&s->keep, struct grid_row, s->n_grid + 1);
	if (s->n_grid)
		memcpy(grid, s->grid, s->n_grid * sizeof *grid);
	free(s->grid);
	s->grid = grid;
	*ret_why = b.why;
	return !b.why;
}
