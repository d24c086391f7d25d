/* Tables from outside in each form: what comes out is well-formed UTF-8 within the limits, and reading ends. The first byte chooses the form. */
#include "fuzz/fuzz.h"
#include "sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const names[] = { "t.csv", "t.xlsx", "t.jsonl", "t.csv.xz", "t.jsonl.xz", "t" };
	struct sheet *s;
	struct sheet_row r;
	struct problem problem;
	if (!n || sheet_open_bytes((struct str){ (const char *)p + 1, n - 1 }, names[p[0] % 6], SHEET_BY_NAME, &s, &problem))
		return 0;
	for (uint32_t i = 0; i < sheet_columns(s); i++)
		HOLDS(str_utf8_ok(sheet_column_name(s, i)));
	uint32_t line = 0;
	for (enum sheet_step step; (step = sheet_next(s, &r, &problem)) != SHEET_END;) {
		if (step == SHEET_FAULT)
			continue;
		HOLDS(r.line > line && r.n >= sheet_columns(s));
		line = r.line;
		for (uint32_t i = 0; i < r.n; i++)
			HOLDS(r.cell[i].n <= SHEET_MAX_CELL && str_utf8_ok(r.cell[i]));
	}
	sheet_close(s);
	/* the same without names of columns */
	if (p[0] % 6 != 2 && p[0] % 6 != 4 && !sheet_open_grid((struct str){ (const char *)p + 1, n - 1 }, names[p[0] % 6], 8 << 20, &s, &problem)) {
		HOLDS(sheet_columns(s) == 0);
		for (enum sheet_step step; (step = sheet_next(s, &r, &problem)) != SHEET_END;)
			for (uint32_t i = 0; step == SHEET_ROW && i < r.n; i++)
				HOLDS(str_utf8_ok(r.cell[i]));
		sheet_close(s);
	}
	return 0;
}
