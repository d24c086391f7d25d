/* A list of students as schools have it, to rows that can be stored. */
#include "school/roster.h"
#include "sheet/sheet.h"

#include <stdio.h>
#include <string.h>

enum { HEADER_ROWS = 10, WIDTH = 64, UNPACKED_MAX = 32 << 20, LOOKED_AT = ROSTER_FILE_MAX + 400 };

const char *const roster_column_names[ROSTER_COLUMNS + 1] = { "number", "name", "note", "class", "row" };

/* ---- values ---- */

static bool is_blank(int32_t c)
{
	return c <= 0x20 || c == 0x7f || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x2028 || c == 0x2029;
}

static bool is_nothing(int32_t c)
{
	return (c >= 0x200b && c <= 0x200f) || c == 0xfeff || c == 0x2060 || (c >= 0x202a && c <= 0x202e) || (c >= 0x80 && c < 0xa0);
}

static bool is_han(int32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x323af) || c == 0x3007 || (c >= 0xf900 && c <= 0xfaff);
}

static size_t put_utf8(char *to, int32_t c)
{
	if (c < 0x80)
		return *to = (char)c, 1;
	if (c < 0x800)
		return to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 0x3f)), 2;
	if (c < 0x10000)
		return to[0] = (char)(0xe0 | c >> 12), to[1] = (char)(0x80 | (c >> 6 & 0x3f)), to[2] = (char)(0x80 | (c & 0x3f)), 3;
	return to[0] = (char)(0xf0 | c >> 18), to[1] = (char)(0x80 | (c >> 12 & 0x3f)), to[2] = (char)(0x80 | (c >> 6 & 0x3f)),
	       to[3] = (char)(0x80 | (c & 0x3f)), 4;
}

/* Narrow letters, one blank where there were several, none at the ends, nothing invisible. names: no blank beside a Chinese character, one form of the middle dot. */
static struct str even(struct str text, bool names, struct arena *a)
{
	text = str_sub(text, 0, 4096);
	while (!str_utf8_ok(text))
		text.n--;
	char *to = arena_alloc(a, text.n + 4, 1);
	size_t n = 0, at = 0;
	bool blank = false;
	int32_t before = 0;
	for (int32_t c; (c = str_utf8_next(text, &at)) >= 0;) {
		if (is_nothing(c))
			continue;
		if (is_blank(c)) {
			blank = n > 0;
			continue;
		}
		if (c > 0xff00 && c < 0xff5f)
			c -= 0xfee0;
		if (names && (c == 0x2022 || c == 0x30fb || c == 0x2027 || c == 0x2219 || c == 0x22c5))
			c = 0xb7;
		if (blank && !(names && (is_han(before) || is_han(c))))
			to[n++] = ' ';
		blank = false;
		n += put_utf8(to + n, c);
		before = c;
	}
	return (struct str){ to, n };
}

struct str roster_even_name(struct str text, struct arena *a)
{
	return even(text, true, a);
}

struct str roster_even_number(struct str text, struct arena *a)
{
	struct str narrow = even(text, false, a);
	char *to = arena_alloc(a, narrow.n + 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < narrow.n; i++) {
		char c = narrow.p[i];
		if (c == ' ' || (c == '\'' && n == 0))
			continue;
		to[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	struct str s = { to, n };
	ptrdiff_t dot = str_find(s, STR("."), 0);
	if (dot > 0) { /* 20260101.0 */
		size_t zeros = (size_t)dot + 1, digits = 0;
		while (digits < (size_t)dot && s.p[digits] >= '0' && s.p[digits] <= '9')
			digits++;
		while (zeros < s.n && s.p[zeros] == '0')
			zeros++;
		if (digits == (size_t)dot && zeros == s.n)
			s.n = (size_t)dot;
	}
	return s;
}

static size_t digits_at(struct str s, size_t at)
{
	size_t n = 0;
	while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
		n++;
	return n;
}

static bool all_digits(struct str s)
{
	return s.n && digits_at(s, 0) == s.n;
}

/* 2.0260101E+7 with all its digits is written out; false where digits are lost. */
static bool write_out(struct str *s, struct arena *a)
{
	size_t whole = digits_at(*s, 0), after = 0, at = whole;
	int64_t power;
	if (whole != 1)
		return true;
	if (at < s->n && s->p[at] == '.')
		after = digits_at(*s, ++at);
	at += after;
	if (at >= s->n || s->p[at] != 'E')
		return true;
	at++;
	if (at < s->n && s->p[at] == '+')
		at++;
	struct str rest = str_sub(*s, at, s->n);
	if (!all_digits(rest) || !str_i64(rest, &power))
		return true;
	if (power > 40 || after < (size_t)power)
		return false;
	struct str plain = arena_printf(a, "%c%.*s", s->p[0], (int)power, s->p + 2);
	for (size_t i = 2 + (size_t)power; i < 2 + after; i++)
		if (s->p[i] != '0')
			return false;
	*s = plain;
	return true;
}

static bool is_month(struct str s)
{
	ptrdiff_t at = s.n == 3 ? str_find(STR("JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"), s, 0) : -1;
	return at >= 0 && at % 3 == 0;
}

/* 2026-01-01, 2026/1/1, 1/2/2026, 2026年1月1日, 1月1日, 1-JAN-26, JAN-26. */
static bool is_date(struct str s)
{
	static const struct str marks[] = { { "-", 1 }, { "/", 1 }, { ".", 1 }, { "年", 3 }, { "月", 3 }, { "日", 3 } };
	struct str piece[4];
	int n = 0, chinese = 0, slashes = 0;
	ptrdiff_t clock = str_find(s, STR("T"), 0);
	if (clock > 0 && digits_at(s, (size_t)clock + 1) == 2)
		s.n = (size_t)clock;
	for (size_t at = 0, from = 0; at <= s.n; at++) {
		size_t mark = 0;
		for (size_t i = 0; i < sizeof marks / sizeof *marks && at < s.n; i++)
			if (str_starts(str_sub(s, at, s.n), marks[i])) {
				mark = marks[i].n;
				chinese += i >= 3;
				slashes += i == 1;
			}
		if (!mark && at < s.n)
			continue;
		if (n == 4)
			return false;
		if (at > from)
			piece[n++] = str_sub(s, from, at - from);
		from = at + mark;
		at = mark ? from - 1 : at;
	}
	bool month = false;
	for (int i = 0; i < n; i++) {
		month = month || is_month(piece[i]);
		if (!is_month(piece[i]) && (!all_digits(piece[i]) || piece[i].n > 4))
			return false;
	}
	if (month)
		return n == 2 || n == 3;
	if (chinese)
		return n == 2 || n == 3;
	if (n == 3)
		return piece[0].n == 4 ? piece[1].n <= 2 && piece[2].n <= 2 : slashes == 2 && piece[0].n <= 2 && piece[1].n <= 2;
	return false;
}

static bool is_id_card(struct str s)
{
	int64_t year, month, day;
	if (s.n == 19 && (s.p[0] == 'G' || s.p[0] == 'L'))
		s = str_sub(s, 1, 18);
	if (s.n != 18 || digits_at(s, 0) < 17 || (s.p[17] != 'X' && digits_at(s, 0) != 18))
		return false;
	str_i64(str_sub(s, 6, 4), &year);
	str_i64(str_sub(s, 10, 2), &month);
	str_i64(str_sub(s, 12, 2), &day);
	return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* ---- faults ---- */

static void add_fault(struct roster_line *line, enum roster_column column, bool warning, enum problem_code code, const char *arg, struct str fix)
{
	if (line->n_faults == ROSTER_FAULTS_MAX)
		return;
	struct roster_fault *f = &line->faults[line->n_faults++];
	*f = (struct roster_fault){ .column = column, .warning = warning, .fix = fix };
	problem_set(&f->problem, code, roster_column_names[column], arg, NULL);
}

static void wrong(struct roster_line *line, enum roster_column column, enum problem_code code, struct str arg, struct arena *a)
{
	add_fault(line, column, false, code, arena_cstr(a, str_utf8_head(arg, 24)), STR_NONE);
}

bool roster_line_bad(const struct roster_line *line)
{
	for (int i = 0; i < line->n_faults; i++)
		if (!line->faults[i].warning)
			return true;
	return false;
}

static void check_number(struct roster_line *line, struct arena *a)
{
	struct str raw = line->number = roster_even_number(line->number, a);
	if (!raw.n) {
		wrong(line, ROSTER_NUMBER, PROBLEM_ROSTER_NUMBER_MISSING, STR(""), a);
		return;
	}
	if (!write_out(&line->number, a)) {
		wrong(line, ROSTER_NUMBER, PROBLEM_ROSTER_NUMBER_SCI, raw, a);
		return;
	}
	struct str s = line->number;
	if (is_date(s)) {
		wrong(line, ROSTER_NUMBER, PROBLEM_ROSTER_NUMBER_DATE, s, a);
		return;
	}
	bool well = s.n <= ROSTER_NUMBER_MAX;
	for (size_t i = 0; i < s.n; i++)
		well = well && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (i && (s.p[i] == '-' || s.p[i] == '_')));
	if (!well)
		wrong(line, ROSTER_NUMBER, PROBLEM_ROSTER_NUMBER_FORM, s, a);
	else if (is_id_card(s))
		add_fault(line, ROSTER_NUMBER, true, PROBLEM_ROSTER_NUMBER_ID_CARD, NULL, STR_NONE);
	else if (all_digits(s) && s.n > 15 && str_ends(s, STR("000")))
		add_fault(line, ROSTER_NUMBER, true, PROBLEM_ROSTER_NUMBER_ROUNDED, NULL, STR_NONE);
}

static void check_name(struct roster_line *line, struct arena *a)
{
	line->name = roster_even_name(line->name, a);
	size_t n = str_utf8_count(line->name), at = 0;
	bool letter = false;
	for (int32_t c; (c = str_utf8_next(line->name, &at)) >= 0;)
		letter = letter || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xc0;
	if (!n)
		wrong(line, ROSTER_NAME, PROBLEM_ROSTER_NAME_MISSING, STR(""), a);
	else if (!letter)
		wrong(line, ROSTER_NAME, PROBLEM_ROSTER_NAME_FORM, STR(""), a);
	else if (n < ROSTER_NAME_MIN || n > ROSTER_NAME_MAX)
		wrong(line, ROSTER_NAME, PROBLEM_ROSTER_NAME_LENGTH, STR(""), a);
	line->note = even(line->note, false, a);
	if (str_utf8_count(line->note) > ROSTER_NOTE_MAX)
		wrong(line, ROSTER_NOTE, PROBLEM_ROSTER_NOTE_LENGTH, STR(""), a);
}

/* The length that more than half of the all-digit numbers have, or 0. */
static size_t usual_length(const struct roster_line *lines, int n)
{
	int count[ROSTER_NUMBER_MAX + 1] = { 0 }, all = 0;
	for (int i = 0; i < n; i++)
		if (lines[i].number.n <= ROSTER_NUMBER_MAX && all_digits(lines[i].number)) {
			count[lines[i].number.n]++;
			all++;
		}
	for (size_t k = 1; k <= ROSTER_NUMBER_MAX; k++)
		if (all > 2 && count[k] * 2 > all)
			return k;
	return 0;
}

void roster_check(struct roster_line *lines, int n, struct arena *a)
{
	for (int i = 0; i < n; i++) {
		if (lines[i].n_faults) /* it could not even be read */
			continue;
		check_number(&lines[i], a);
		check_name(&lines[i], a);
	}
	size_t usual = usual_length(lines, n);
	char line[16];
	for (int i = 0; i < n; i++) {
		struct str s = lines[i].number;
		if (usual && s.n < usual && all_digits(s) && !roster_line_bad(&lines[i])) {
			struct str padded = arena_printf(a, "%.*s%.*s", (int)(usual - s.n), "00000000000000000000000000000000", STR_FMT(s));
			add_fault(&lines[i], ROSTER_NUMBER, true, PROBLEM_ROSTER_NUMBER_SHORT, padded.p, padded);
		}
		bool number = false, name = false;
		for (int k = 0; k < i; k++) {
			snprintf(line, sizeof line, "%u", lines[k].line);
			if (!number && s.n && str_eq(s, lines[k].number)) {
				number = true;
				add_fault(&lines[i], ROSTER_NUMBER, false, PROBLEM_ROSTER_NUMBER_TWICE, line, STR_NONE);
			} else if (!name && lines[i].name.n && str_eq(lines[i].name, lines[k].name)) {
				name = true;
				add_fault(&lines[i], ROSTER_NAME, true, PROBLEM_ROSTER_NAME_SAME, line, STR_NONE);
			}
		}
	}
}

/* ---- which column is which ---- */

struct table {
	struct {
		uint32_t line, n;
		struct str *cell;
		bool fault;
	} rows[LOOKED_AT];
	int n;
	uint32_t width;
};

/* How well a name names the column: 0 not at all, else the better the smaller. */
static int fits(enum roster_column column, struct str name, struct arena *a)
{
	static const char *const known[ROSTER_COLUMNS][10] = {
		{ "学号", "学生学号", "学生编号", "student number", "student no", "student id", "number", "学籍号", "编号", "id" },
		{ "姓名", "学生姓名", "名字", "name", "student name", "full name", "学生", "student" },
		{ "备注", "说明", "note", "notes", "remark", "remarks", "comment" },
		{ "班级", "班级名称", "所在班级", "行政班", "class", "class name", "班别" },
	};
	struct str plain = even(name, true, a);
	while (plain.n && (plain.p[0] == '*' || plain.p[0] == '#'))
		plain = str_sub(plain, 1, plain.n);
	for (size_t i = 0; i < plain.n; i++) /* 学号（必填） */
		if (plain.p[i] == '(' || plain.p[i] == '[' || plain.p[i] == ':' || plain.p[i] == '*' || (plain.p[i] == '.' && i + 1 == plain.n))
			plain.n = i;
	plain = str_trim(plain);
	for (int i = 0; i < 10 && known[column][i]; i++)
		if (str_eq_nocase(plain, str_c(known[column][i])))
			return i + 1;
	return 0;
}

static bool find_header(struct table *t, struct roster_file *file, int *ret_first, struct arena *a)
{
	for (int i = 0; i < t->n && i < HEADER_ROWS; i++) {
		int best[ROSTER_COLUMNS] = { 0 }, at[ROSTER_COLUMNS] = { -1, -1, -1, -1 };
		for (uint32_t k = 0; k < t->rows[i].n; k++)
			for (int c = 0; c < ROSTER_COLUMNS; c++) {
				int rank = fits((enum roster_column)c, t->rows[i].cell[k], a);
				if (rank && (!best[c] || rank < best[c])) {
					best[c] = rank;
					at[c] = (int)k;
				}
			}
		if (at[ROSTER_NUMBER] >= 0 && at[ROSTER_NAME] >= 0) {
			memcpy(file->column, at, sizeof at);
			*ret_first = i + 1;
			return true;
		}
	}
	return false;
}

/* Without a header: the numbers are where most cells are digits and differ, and are no running numbers if another column will do; the names where most are words. */
static void guess_columns(const struct table *t, struct roster_file *file, struct arena *a)
{
	int best_number = 0, best_name = 0;
	for (uint32_t k = 0; k < t->width && k < WIDTH; k++) {
		int numbers = 0, names = 0, running = 0;
		for (int i = 0; i < t->n; i++) {
			if (k >= t->rows[i].n)
				continue;
			struct str number = roster_even_number(t->rows[i].cell[k], a), name = even(t->rows[i].cell[k], true, a);
			int64_t v;
			size_t at = 0;
			bool letters = name.n > 0;
			for (int32_t c; (c = str_utf8_next(name, &at)) >= 0;)
				letters = letters && (c > 0x7f || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == ' ' || c == '.' || c == '-' || c == '\'');
			size_t length = str_utf8_count(name);
			numbers += digits_at(number, 0) > 0 || (number.n > 1 && digits_at(number, 1) > 1);
			names += letters && length >= 2 && length <= 20;
			running += str_i64(number, &v) && v >= i - HEADER_ROWS && v <= i + 1;
		}
		int score = numbers * 2 - (running * 2 > numbers ? numbers : 0);
		if (numbers * 2 > t->n && score > best_number) {
			best_number = score;
			file->column[ROSTER_NUMBER] = (int)k;
		}
		if (names * 2 > t->n && names > best_name) {
			best_name = names;
			file->column[ROSTER_NAME] = (int)k;
		}
	}
}

/* Text that was pasted from a message has blanks for columns. */
static void split_blanks(struct table *t, struct arena *a)
{
	for (int i = 0; i < t->n; i++) {
		if (!t->rows[i].n)
			continue;
		struct str rest = even(t->rows[i].cell[0], false, a), piece, *cells = ARENA_ARRAY(a, struct str, 4);
		uint32_t n = 0;
		while (n < 4 && str_next(&rest, ' ', &piece))
			cells[n++] = piece;
		t->rows[i].cell = cells;
		t->rows[i].n = n;
		t->width = n > t->width ? n : t->width;
	}
}

static enum problem_code read_table(struct str bytes, struct table *t, struct arena *a, struct problem *p)
{
	struct sheet *s;
	struct sheet_row row;
	enum sheet_step step;
	if (str_starts(bytes, STR("\xD0\xCF\x11\xE0")))
		return problem_set(p, PROBLEM_ROSTER_OLD_XLS, "", NULL);
	enum problem_code code = sheet_open_grid(bytes, "", UNPACKED_MAX, &s, p);
	if (code == PROBLEM_FILE_UNREADABLE)
		return problem_set(p, PROBLEM_ROSTER_UNREADABLE, "", NULL);
	if (code)
		return code;
	while (!code && (step = sheet_next(s, &row, p)) != SHEET_END) {
		if (t->n == LOOKED_AT) {
			code = problem_set(p, PROBLEM_ROSTER_FILE_TOO_MANY, "", "1000", NULL);
			break;
		}
		int64_t line = row.line;
		bool fault = step == SHEET_FAULT;
		if (fault)
			str_i64(str_c(p->arg[1]), &line);
		t->rows[t->n].line = (uint32_t)line;
		t->rows[t->n].fault = fault;
		t->rows[t->n].n = fault ? 0 : row.n < WIDTH ? row.n : WIDTH;
		t->rows[t->n].cell = ARENA_ARRAY(a, struct str, t->rows[t->n].n + 1);
		for (uint32_t k = 0; k < t->rows[t->n].n; k++)
			t->rows[t->n].cell[k] = arena_str(a, str_sub(row.cell[k], 0, 4096));
		t->width = t->rows[t->n].n > t->width ? t->rows[t->n].n : t->width;
		t->n++;
	}
	sheet_close(s);
	return code;
}

static struct str cell_of(const struct table *t, int row, int column)
{
	return column >= 0 && (uint32_t)column < t->rows[row].n ? t->rows[row].cell[column] : STR("");
}

enum problem_code roster_read(struct str bytes, struct arena *a, struct roster_file *ret, struct problem *p)
{
	struct roster_file file = { .column = { -1, -1, -1, -1 } };
	struct table *t = ARENA_NEW(a, struct table);
	int first = 0;
	enum problem_code code = read_table(bytes, t, a, p);
	if (code)
		return code;
	if (t->width == 1)
		split_blanks(t, a);
	if (find_header(t, &file, &first, a))
		file.header = true;
	else
		guess_columns(t, &file, a);
	file.lines = ARENA_ARRAY(a, struct roster_line, ROSTER_FILE_MAX);
	for (int i = first; i < t->n; i++) {
		struct roster_line line = { .line = t->rows[i].line, .number = cell_of(t, i, file.column[ROSTER_NUMBER]), .name = cell_of(t, i, file.column[ROSTER_NAME]),
			.note = cell_of(t, i, file.column[ROSTER_NOTE]), .class_name = even(cell_of(t, i, file.column[ROSTER_CLASS]), true, a) };
		if (t->rows[i].fault)
			add_fault(&line, ROSTER_ROW, false, PROBLEM_ROSTER_ROW, NULL, STR_NONE);
		else if (!even(line.number, false, a).n && !even(line.name, false, a).n)
			continue;
		if (file.n == ROSTER_FILE_MAX)
			return problem_set(p, PROBLEM_ROSTER_FILE_TOO_MANY, "", "1000", NULL);
		file.lines[file.n++] = line;
	}
	if (!file.n || file.column[ROSTER_NUMBER] < 0 || file.column[ROSTER_NAME] < 0)
		return problem_set(p, PROBLEM_ROSTER_EMPTY, "", NULL);
	roster_check(file.lines, file.n, a);
	*ret = file;
	return PROBLEM_NONE;
}
