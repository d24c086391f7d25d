#include "sheet/inside.h"

#include <string.h>

/* Cells of a row, grown in the row's arena. */
struct cells {
	struct str *v;
	uint32_t n, cap;
};

static bool push(struct sheet *s, struct cells *c, struct str v)
{
	if (c->n == SHEET_MAX_COLUMNS)
		return false;
	if (c->n == c->cap) {
		uint32_t cap = c->cap ? c->cap * 2 : 64;
		struct str *bigger = ARENA_ARRAY(&s->row, struct str, cap);
		if (c->n)
			memcpy(bigger, c->v, c->n * sizeof *bigger);
		c->v = bigger;
		c->cap = cap;
	}
	c->v[c->n++] = v;
	return true;
}

static bool line_end(char c)
{
	return c == '\n' || c == '\r';
}

static void pass_line_end(struct sheet *s)
{
	if (s->at < s->bytes.n && s->bytes.p[s->at] == '\r')
		s->at++;
	if (s->at < s->bytes.n && s->bytes.p[s->at] == '\n')
		s->at++;
	s->line++;
}

/* A quoted cell, from behind its opening quote. NULL: well. */
static const char *quoted(struct sheet *s, struct str *ret)
{
	size_t start = s->at, doubled = 0;
	for (;;) {
		const char *q = s->at < s->bytes.n ? memchr(s->bytes.p + s->at, '"', s->bytes.n - s->at) : NULL;
		size_t stop = q ? (size_t)(q - s->bytes.p) : s->bytes.n;
		for (size_t i = s->at; i < stop; i++)
			s->line += s->bytes.p[i] == '\n' || (s->bytes.p[i] == '\r' && (i + 1 == s->bytes.n || s->bytes.p[i + 1] != '\n'));
		s->at = stop;
		if (!q)
			return "the quote that opens here is never closed";
		if (s->at + 1 < s->bytes.n && s->bytes.p[s->at + 1] == '"') {
			doubled++;
			s->at += 2;
			continue;
		}
		break;
	}
	struct str raw = str_sub(s->bytes, start, s->at - start);
	s->at++;
	if (doubled) {
		char *to = arena_alloc(&s->row, raw.n - doubled + 1, 1);
		size_t n = 0;
		for (size_t i = 0; i < raw.n; i++) {
			to[n++] = raw.p[i];
			i += raw.p[i] == '"';
		}
		raw = (struct str){ to, n };
	}
	*ret = raw;
	if (s->at < s->bytes.n && s->bytes.p[s->at] != s->separator && !line_end(s->bytes.p[s->at]))
		return "text follows the closing quote; a quote inside a quoted cell is written twice";
	return NULL;
}

bool csv_next(struct sheet *s, struct grid_row *ret)
{
	if (s->at >= s->bytes.n)
		return false;
	struct cells cells = { 0 };
	*ret = (struct grid_row){ .line = s->line };
	/* a row of comment ends with its line, whatever quotes it has */
	if (s->comment && s->bytes.p[s->at] == s->comment) {
		while (s->at < s->bytes.n && !line_end(s->bytes.p[s->at]))
			s->at++;
		pass_line_end(s);
		return true;
	}
	for (;;) {
		struct str cell = STR_NONE;
		const char *why = NULL;
		if (s->at < s->bytes.n && s->bytes.p[s->at] == '"') {
			s->at++;
			why = quoted(s, &cell);
		}
		size_t start = s->at;
		while (s->at < s->bytes.n && s->bytes.p[s->at] != s->separator && !line_end(s->bytes.p[s->at]))
			s->at++;
		if (!cell.p && s->at > start)
			cell = str_sub(s->bytes, start, s->at - start);
		if (!why && cell.n > SHEET_MAX_CELL)
			why = "the cell has more than 1 MiB";
		if (why && !ret->fault) {
			ret->fault = why;
			ret->fault_column = cells.n;
		}
		if (!push(s, &cells, cell) && !ret->fault)
			ret->fault = "the row has more than 16,384 cells";
		if (s->at >= s->bytes.n || line_end(s->bytes.p[s->at]))
			break;
		s->at++;
	}
	pass_line_end(s);
	ret->n = cells.n;
	ret->cell = cells.v;
	return true;
}
