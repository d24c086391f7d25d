/* read-sheet FILE: each row of its first sheet as a JSON list of texts, the column names first; for suites. */
#include "base/json.h"
#include "sheet/sheet.h"

#include <stdio.h>

static void print(const struct str *cell, uint32_t n)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 16 << 20);
	jw_init(&j, &b);
	jw_array(&j);
	for (uint32_t i = 0; i < n; i++)
		jw_str(&j, cell[i]);
	jw_end_array(&j);
	printf("%.*s\n", STR_FMT(buf_span(&b)));
	buf_fini(&b);
}

int main(int argc, char **argv)
{
	enum { COLUMNS_MAX = 100 };
	struct sheet *s;
	struct sheet_row r;
	struct problem p;
	struct str names[COLUMNS_MAX];
	enum sheet_step step;
	if (argc != 2 || sheet_open(argv[1], SHEET_XLSX, &s, &p) || sheet_columns(s) > COLUMNS_MAX)
		return 1;
	for (uint32_t c = 0; c < sheet_columns(s); c++)
		names[c] = sheet_column_name(s, c);
	print(names, sheet_columns(s));
	while ((step = sheet_next(s, &r, &p)) == SHEET_ROW)
		print(r.cell, r.n);
	sheet_close(s);
	return step != SHEET_END;
}
