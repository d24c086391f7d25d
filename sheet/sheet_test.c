#include "sheet/sheet.h"
#include "tests/cmocka.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* All rows as "a|b;c|d;", faults as "!column: why;". */
static void read_all(struct sheet *s, char *to, size_t size)
{
	struct sheet_row r;
	struct problem p;
	struct buf b;
	buf_init(&b, size - 1);
	for (enum sheet_step step; (step = sheet_next(s, &r, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT)
			buf_printf(&b, "!%s", p.arg[1]);
		for (uint32_t i = 0; step == SHEET_ROW && i < r.n; i++)
			buf_printf(&b, "%s%.*s", i ? "|" : "", STR_FMT(r.cell[i]));
		buf_char(&b, ';');
	}
	if (b.n)
		memcpy(to, b.p, b.n);
	to[b.n] = 0;
	buf_fini(&b);
}

static void reads(struct str bytes, enum sheet_format form, const char *columns, const char *rows)
{
	struct sheet *s;
	struct problem p;
	char got[4096] = "";
	assert_int_equal(sheet_open_bytes(bytes, "t", form, &s, &p), PROBLEM_NONE);
	struct buf b;
	buf_init(&b, 1000);
	for (uint32_t i = 0; i < sheet_columns(s); i++)
		buf_printf(&b, "%s%.*s", i ? "|" : "", STR_FMT(sheet_column_name(s, i)));
	buf_char(&b, 0);
	assert_string_equal(b.p, columns);
	buf_fini(&b);
	read_all(s, got, sizeof got);
	assert_string_equal(got, rows);
	sheet_close(s);
}

static void csv_quotes(void **state)
{
	reads(STR("a,b\n1,2\n"), SHEET_CSV, "a|b", "1|2;");
	reads(STR("a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n"), SHEET_CSV, "a|b", "x, \"y\"|two\nlines;");
	reads(STR("a,b\n1\n\n,\n3,4"), SHEET_CSV, "a|b", "1|;3|4;");
	reads(STR("a;b\n1,5;2\n"), SHEET_CSV, "a|b", "1,5|2;");
	reads(STR("a\tb\n1\t2\n"), SHEET_CSV, "a|b", "1|2;");
}

static void csv_lines(void **state)
{
	struct sheet *s;
	struct sheet_row r;
	struct problem p;
	assert_int_equal(sheet_open_bytes(STR("a,b\n\"x\ny\",1\n2,3\n4,5,6\n"), "t", SHEET_CSV, &s, &p), PROBLEM_NONE);
	assert_int_equal(sheet_next(s, &r, &p), SHEET_ROW);
	assert_int_equal(r.line, 2);
	assert_int_equal(sheet_next(s, &r, &p), SHEET_ROW);
	assert_int_equal(r.line, 4);
	assert_int_equal(sheet_next(s, &r, &p), SHEET_FAULT);
	assert_int_equal(p.code, PROBLEM_FILE_ROW);
	assert_string_equal(p.arg[1], "5");
	assert_int_equal(sheet_next(s, &r, &p), SHEET_END);
	assert_int_equal(sheet_column(s, STR("B")), 1);
	assert_int_equal(sheet_column(s, STR("c")), -1);
	sheet_close(s);
}

static void open_quote(void **state)
{
	reads(STR("a,b\n1,\"2\n3,4\n"), SHEET_CSV, "a|b", "!2;");
}

static void encodings(void **state)
{
	reads(STR("\xEF\xBB\xBF"
		  "a,b\n杯,1\n"),
		SHEET_CSV, "a|b", "杯|1;");
	reads(STR("\xC3\xFB,b\n\xB1\xAD\xD7\xD3,1\n"), SHEET_CSV, "名|b", "杯子|1;"); /* GB18030 */
	reads((struct str){ "\xFF\xFE"
			    "a\0,\0b\0\n\0\x6F\x67,\0"
			    "1\0\n\0",
		      18 },
		SHEET_CSV, "a|b", "杯|1;");
}

static void json_lines(void **state)
{
	reads(STR("{\"a\":\"x\",\"b\":2}\n{\"c\":1.5,\"a\":null}\n"), SHEET_JSONL, "a|b|c", "x|2|;||1.5;");
	reads(STR("{\"a\":1}\nnonsense\n{\"a\":2}\n"), SHEET_JSONL, "a", "1;!2;2;");
}

static void not_tables(void **state)
{
	static const struct {
		struct str bytes;
		enum sheet_format form;
	} bad[] = { { STR(""), SHEET_CSV }, { STR("\n\n"), SHEET_CSV }, { STR("PK\3\4nothing"), SHEET_XLSX }, { STR("no workbook"), SHEET_XLSX },
		{ STR(""), SHEET_JSONL } };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct sheet *s;
		struct problem p;
		assert_int_not_equal(sheet_open_bytes(bad[i].bytes, "t", bad[i].form, &s, &p), PROBLEM_NONE);
	}
}

/* What is written is read back, in both forms. */
static void round_trip(void **state)
{
	char path[2][64] = { "/tmp/cohong-sheet-XXXXXX.csv", "/tmp/cohong-sheet-XXXXXX.xlsx" };
	for (int i = 0; i < 2; i++) {
		struct sheet_out *o;
		struct sheet *s;
		struct problem p;
		char got[400];
		int fd = mkstemps(path[i], i ? 5 : 4);
		assert_true(fd >= 0);
		close(fd);
		assert_int_equal(sheet_create(path[i], i ? SHEET_XLSX : SHEET_CSV, &o, &p), PROBLEM_NONE);
		sheet_put_text(o, STR("名称"));
		sheet_put_text(o, STR("price"));
		sheet_end_row(o);
		sheet_put_text(o, STR("a \"b\", c"));
		sheet_put_decimal(o, 1250, 2);
		sheet_end_row(o);
		sheet_put_text(o, STR("x"));
		sheet_put_empty(o);
		sheet_end_row(o);
		assert_int_equal(sheet_finish(o, &p), PROBLEM_NONE);
		assert_int_equal(sheet_open(path[i], SHEET_BY_NAME, &s, &p), PROBLEM_NONE);
		assert_int_equal(sheet_column(s, STR("名称")), 0);
		read_all(s, got, sizeof got);
		assert_string_equal(got, i ? "a \"b\", c|12.5;x|;" : "a \"b\", c|12.50;x|;");
		sheet_close(s);
		unlink(path[i]);
	}
}

static void formulas_are_text(void **state)
{
	char path[] = "/tmp/cohong-sheet-XXXXXX.csv", got[200];
	struct sheet_out *o;
	struct sheet *s;
	struct problem p;
	int fd = mkstemps(path, 4);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(sheet_create(path, SHEET_CSV, &o, &p), PROBLEM_NONE);
	sheet_put_text(o, STR("a"));
	sheet_end_row(o);
	sheet_put_text(o, STR("=1+1"));
	sheet_end_row(o);
	assert_int_equal(sheet_finish(o, &p), PROBLEM_NONE);
	assert_int_equal(sheet_open(path, SHEET_CSV, &s, &p), PROBLEM_NONE);
	read_all(s, got, sizeof got);
	assert_string_equal(got, "'=1+1;");
	sheet_close(s);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(csv_quotes), cmocka_unit_test(csv_lines), cmocka_unit_test(open_quote),
		cmocka_unit_test(encodings), cmocka_unit_test(json_lines), cmocka_unit_test(not_tables), cmocka_unit_test(round_trip),
		cmocka_unit_test(formulas_are_text) };
	return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
