/* make-xlsx IN OUT.xlsx: a table as a workbook, for suites. Numbers become numbers. */
#include "sheet/sheet.h"

#include <stdio.h>

static void put(struct sheet_out *o, struct str s)
{
	int64_t v;
	int decimals = 0;
	while (decimals < 4 && !str_decimal(s, decimals, &v))
		decimals++;
	if (!s.n)
		sheet_put_empty(o);
	else if (decimals < 4)
		sheet_put_decimal(o, v, decimals);
	else
		sheet_put_text(o, s);
}

int main(int argc, char **argv)
{
	struct sheet *s;
	struct sheet_out *o;
	struct sheet_row r;
	struct problem p;
	if (argc != 3 || sheet_open(argv[1], SHEET_BY_NAME, &s, &p) || sheet_create(argv[2], SHEET_XLSX, &o, &p))
		return 1;
	for (uint32_t c = 0; c < sheet_columns(s); c++)
		sheet_put_text(o, sheet_column_name(s, c));
	sheet_end_row(o);
	while (sheet_next(s, &r, &p) == SHEET_ROW) {
		for (uint32_t c = 0; c < r.n; c++)
			put(o, r.cell[c]);
		sheet_end_row(o);
	}
	sheet_close(s);
	return sheet_finish(o, &p) ? 1 : 0;
}
