/* Reading rosters, and keeping them: on SQLite and on a PostgreSQL that the suite starts. */
#include "school/attendance.h"
#include "school/roster.h"
#include "school/session.h"
#include "school/settings.h"
#include "base/calendar.h"
#include "sheet/sheet.h"
#include "tests/cmocka.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/cohong-roster.XXXXXX", pg_url[256], sqlite_url[64];
static struct arena a;

static struct roster_file read_text(const char *text)
{
	struct problem p = { 0 };
	struct roster_file file = { 0 };
	enum problem_code code = roster_read(str_c(text), &a, &file, &p);
	if (code)
		fail_msg("%s: %s", text, problem_name(code));
	return file;
}

static enum problem_code refused(struct str bytes)
{
	struct problem p = { 0 };
	struct roster_file file = { 0 };
	enum problem_code code = roster_read(bytes, &a, &file, &p);
	assert_int_equal(code, p.code);
	return code;
}

static bool has(const struct roster_line *line, enum problem_code code)
{
	for (int i = 0; i < line->n_faults; i++)
		if (line->faults[i].problem.code == code)
			return true;
	return false;
}

static void is(const struct roster_line *line, const char *number, const char *name)
{
	if (!str_eq(line->number, str_c(number)) || !str_eq(line->name, str_c(name)))
		fail_msg("%.*s %.*s is not %s %s", STR_FMT(line->number), STR_FMT(line->name), number, name);
}

static void headers(void **state)
{
	struct roster_file f = read_text("姓名,备注,学号\n张三,走读,20260101\n李四,,20260102\n");
	assert_true(f.header && f.n == 2 && f.column[ROSTER_NUMBER] == 2 && f.column[ROSTER_NAME] == 0 && f.column[ROSTER_NOTE] == 1);
	is(&f.lines[0], "20260101", "张三");
	assert_true(str_eq(f.lines[0].note, STR("走读")));
	assert_int_equal(f.lines[0].line, 2);
	/* a title above, numbers of its own beside, a line of totals below */
	f = read_text("阳光职业学校 2026 级电商 1 班花名册,,,\n序号,学籍号,学号（必填）,* 姓名\n1,G32010220090101123X,20260101,张三\n2,,20260102,李四\n合计,2 人,,\n");
	assert_true(f.header && f.n == 2);
	is(&f.lines[1], "20260102", "李四");
	f = read_text("Student Number\tName\tClass\n20260101\tLi Lei\tA\n20260102\tHan Meimei\tB\n");
	assert_true(f.header && f.n == 2 && f.column[ROSTER_CLASS] == 2);
	is(&f.lines[1], "20260102", "Han Meimei");
	assert_true(str_eq(f.lines[1].class_name, STR("B")));
	f = read_text("学籍号,姓名\n2026001,张三\n");
	is(&f.lines[0], "2026001", "张三");
}

static void without_header(void **state)
{
	struct roster_file f = read_text("1,张三,20260101\n2,李四,20260102\n3,王五,20260103\n");
	assert_true(!f.header && f.n == 3);
	is(&f.lines[0], "20260101", "张三"); /* not the running number */
	f = read_text("20260101 张三\n20260102 李四\n\n20260103　王五\n"); /* pasted, with blanks of both widths */
	assert_int_equal(f.n, 3);
	is(&f.lines[2], "20260103", "王五");
	f = read_text("张三;A01\n李四;A02\n");
	is(&f.lines[1], "A02", "李四");
	assert_int_equal(refused(STR("张三\n李四\n")), PROBLEM_ROSTER_EMPTY); /* no numbers */
	assert_int_equal(refused(STR("")), PROBLEM_ROSTER_EMPTY);
	assert_int_equal(refused(STR("学号,姓名\n")), PROBLEM_ROSTER_EMPTY);
	assert_int_equal(refused(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")), PROBLEM_ROSTER_OLD_XLS);
	assert_int_equal(refused(STR("PK\3\4 no workbook")), PROBLEM_ROSTER_UNREADABLE);
	assert_int_equal(refused(STR("\x89PNG\r\n\x1a\n\0\0\xff")), PROBLEM_ROSTER_UNREADABLE);
}

static void values(void **state)
{
	struct roster_file f = read_text("学号,姓名\n２０２６０１０１,张　三\n'20260102,\" 李 四 \"\n20260103.0,买买提•吐尔逊\n2.0260104E+7,Ｌｉ  Lei\n 2026 0105 ,\xe2\x80\x8b王五\xef\xbb\xbf\n"
				    "a01-b_c,欧阳修\n");
	static const char *const want[][2] = { { "20260101", "张三" }, { "20260102", "李四" }, { "20260103", "买买提·吐尔逊" }, { "20260104", "Li Lei" },
		{ "20260105", "王五" }, { "A01-B_C", "欧阳修" } };
	assert_int_equal(f.n, 6);
	for (int i = 0; i < 6; i++) {
		is(&f.lines[i], want[i][0], want[i][1]);
		assert_int_equal(f.lines[i].n_faults, 0);
	}
}

static void encodings(void **state)
{
	static const char gb[] = "\xd1\xa7\xba\xc5,\xd0\xd5\xc3\xfb\r\n20260101,\xd5\xc5\xc8\xfd\r\n"; /* GB18030 */
	struct roster_file f = read_text(gb);
	is(&f.lines[0], "20260101", "张三");
	f = read_text("\xef\xbb\xbf学号,姓名\r\n20260101,张三\r\n");
	is(&f.lines[0], "20260101", "张三");
	static const char wide[] = "\xff\xfe\x66\x5b\xf7\x53\x09\x00\xd3\x59\x0d\x54\x0a\x00" "A\0" "1\0" "\x09\0" "\x20\x5f\x09\x4e"; /* UTF-16, with tabs, as Excel's "Unicode text" */
	struct problem p;
	assert_int_equal(roster_read((struct str){ wide, sizeof wide - 1 }, &a, &f, &p), PROBLEM_NONE);
	is(&f.lines[0], "A1", "张三");
}

static void bad_numbers(void **state)
{
	static const struct {
		const char *number;
		enum problem_code code;
	} cases[] = { { "2.02601E+07", PROBLEM_ROSTER_NUMBER_SCI }, { "3.20102E+17", PROBLEM_ROSTER_NUMBER_SCI }, { "2026-01-01", PROBLEM_ROSTER_NUMBER_DATE },
		{ "2026/1/1", PROBLEM_ROSTER_NUMBER_DATE }, { "2026年1月1日", PROBLEM_ROSTER_NUMBER_DATE }, { "1月5日", PROBLEM_ROSTER_NUMBER_DATE },
		{ "5-Jan", PROBLEM_ROSTER_NUMBER_DATE }, { "Jan-26", PROBLEM_ROSTER_NUMBER_DATE }, { "1/2/2026", PROBLEM_ROSTER_NUMBER_DATE },
		{ "2026-01-01T08:00:00Z", PROBLEM_ROSTER_NUMBER_DATE }, { "", PROBLEM_ROSTER_NUMBER_MISSING }, { "########", PROBLEM_ROSTER_NUMBER_FORM },
		{ "20260101.5", PROBLEM_ROSTER_NUMBER_FORM }, { "=A1", PROBLEM_ROSTER_NUMBER_FORM }, { "学号一", PROBLEM_ROSTER_NUMBER_FORM },
		{ "123456789012345678901234567890123", PROBLEM_ROSTER_NUMBER_FORM } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[200];
		snprintf(text, sizeof text, "学号,姓名\n20260101,张三\n\"%s\",李四\n", cases[i].number);
		struct roster_file f = read_text(text);
		if (f.n != 2 || !has(&f.lines[1], cases[i].code) || !roster_line_bad(&f.lines[1]))
			fail_msg("%s should be %s", cases[i].number, problem_name(cases[i].code));
		assert_false(roster_line_bad(&f.lines[0]));
	}
}

/* Numbers that a spreadsheet took for dates, and those that it kept as numbers. */
static void workbooks(void **state)
{
	char path[100];
	struct problem p;
	struct roster_file f;
	struct sheet_out *o;
	struct buf bytes;
	snprintf(path, sizeof path, "%s/a.xlsx", dir);
	assert_int_equal(sheet_create(path, SHEET_XLSX, &o, &p), PROBLEM_NONE);
	sheet_put_text(o, STR("姓名"));
	sheet_put_text(o, STR("学号"));
	sheet_end_row(o);
	sheet_put_text(o, STR("张三"));
	sheet_put_decimal(o, 20260101, 0);
	sheet_end_row(o);
	sheet_put_text(o, STR("李四"));
	sheet_put_date(o, cal_day(2026, 1, 2));
	sheet_end_row(o);
	sheet_put_text(o, STR("王五"));
	sheet_put_decimal(o, 320102200901011234, 0);
	sheet_end_row(o);
	sheet_put_text(o, STR("赵六"));
	sheet_put_text(o, STR("00260104"));
	sheet_end_row(o);
	assert_int_equal(sheet_finish(o, &p), PROBLEM_NONE);
	buf_init(&bytes, 1 << 20);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char piece[4096];
	for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
		buf_put(&bytes, piece, n);
	fclose(file);
	assert_int_equal(roster_read(buf_span(&bytes), &a, &f, &p), PROBLEM_NONE);
	assert_int_equal(f.n, 4);
	is(&f.lines[0], "20260101", "张三");
	assert_true(has(&f.lines[1], PROBLEM_ROSTER_NUMBER_DATE));
	assert_true(has(&f.lines[2], PROBLEM_ROSTER_NUMBER_SCI) || has(&f.lines[2], PROBLEM_ROSTER_NUMBER_ID_CARD));
	is(&f.lines[3], "00260104", "赵六");
	buf_fini(&bytes);
}

static void warnings(void **state)
{
	struct roster_file f = read_text("学号,姓名\n00120101,张三\n00120102,张三\n120103,李四\n00120104,王五\n00120105,赵六\n");
	assert_true(has(&f.lines[2], PROBLEM_ROSTER_NUMBER_SHORT) && !roster_line_bad(&f.lines[2]));
	assert_true(str_eq(f.lines[2].faults[0].fix, STR("00120103")));
	assert_true(has(&f.lines[1], PROBLEM_ROSTER_NAME_SAME) && !roster_line_bad(&f.lines[1]) && !f.lines[0].n_faults);
	f = read_text("学号,姓名\n1,张三\n22,李四\n");
	assert_false(has(&f.lines[0], PROBLEM_ROSTER_NUMBER_SHORT)); /* two rows have no usual length */
	f = read_text("学号,姓名\n32010220090101123X,张三\nG320102200901011231,李四\n320102200901011000,王五\n1234567890123000,赵六\n");
	assert_true(has(&f.lines[0], PROBLEM_ROSTER_NUMBER_ID_CARD) && has(&f.lines[1], PROBLEM_ROSTER_NUMBER_ID_CARD));
	assert_true(has(&f.lines[3], PROBLEM_ROSTER_NUMBER_ROUNDED) && !roster_line_bad(&f.lines[3]));
	f = read_text("学号,姓名\n20260101,张三\n20260101,李四\n20260102,\n20260103,20260103\n20260104,张\n");
	assert_true(has(&f.lines[1], PROBLEM_ROSTER_NUMBER_TWICE) && strcmp(f.lines[1].faults[0].problem.arg[0], "2") == 0);
	assert_true(has(&f.lines[2], PROBLEM_ROSTER_NAME_MISSING) && has(&f.lines[3], PROBLEM_ROSTER_NAME_FORM) && has(&f.lines[4], PROBLEM_ROSTER_NAME_LENGTH));
}

static void too_many(void **state)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_printf(&b, "学号,姓名\n");
	for (int i = 0; i < ROSTER_FILE_MAX; i++)
		buf_printf(&b, "%08d,学生\n", i);
	struct problem p;
	struct roster_file f;
	assert_int_equal(roster_read(buf_span(&b), &a, &f, &p), PROBLEM_NONE);
	assert_int_equal(f.n, ROSTER_FILE_MAX);
	buf_printf(&b, "%08d,学生\n", ROSTER_FILE_MAX);
	assert_int_equal(refused(buf_span(&b)), PROBLEM_ROSTER_FILE_TOO_MANY);
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%08d,学生\n", ROSTER_FILE_MAX + i);
	assert_int_equal(refused(buf_span(&b)), PROBLEM_ROSTER_FILE_TOO_MANY);
	buf_fini(&b);
}

static void pins(void **state)
{
	static const char *const easy[] = { "123456", "654321", "890123", "111111", "121212", "123123", "112233", "111222", "123321", "147258", "000000", "520520" };
	static const char *const form[] = { "", "12345", "1234567", "12345a", "１２３４５６", "-12345" };
	static const char *const good[] = { "702813", "918273", "100472", "290417" };
	struct problem p;
	for (size_t i = 0; i < sizeof easy / sizeof *easy; i++)
		if (pin_check(str_c(easy[i]), STR("20261599"), &p) != PROBLEM_PIN_EASY)
			fail_msg("%s is easy", easy[i]);
	for (size_t i = 0; i < sizeof form / sizeof *form; i++)
		assert_int_equal(pin_check(str_c(form[i]), STR("20261599"), &p), PROBLEM_PIN_FORM);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(pin_check(str_c(good[i]), STR("20261599"), &p), PROBLEM_NONE);
	assert_int_equal(pin_check(STR("261599"), STR("20261599"), &p), PROBLEM_PIN_NUMBER);
	assert_int_equal(pin_check(STR("202615"), STR("20261599"), &p), PROBLEM_PIN_NUMBER);
	assert_int_equal(pin_check(STR("261599"), STR("2026-15-99"), &p), PROBLEM_PIN_NUMBER);
	assert_int_equal(pin_check(STR("000734"), STR("A734"), &p), PROBLEM_PIN_NUMBER);
}

static void zones(void **state)
{
	assert_true(zone_known(STR("Asia/Shanghai")) && zone_known(STR("Europe/Berlin")) && zone_known(STR("UTC")));
	assert_false(zone_known(STR("Asia/Nowhere")) || zone_known(STR("")) || zone_known(STR("'; DROP TABLE school; --")));
	int64_t day = cal_day(2026, 11, 27);
	assert_int_equal(zone_day(STR("Asia/Shanghai"), day * 86400 + 15 * 3600 + 3599), day);
	assert_int_equal(zone_day(STR("Asia/Shanghai"), day * 86400 + 16 * 3600), day + 1); /* midnight there */
	assert_int_equal(zone_day(STR("America/New_York"), day * 86400 + 4 * 3600), day - 1);
}

static void browsers(void **state)
{
	static const char *const agents[][2] = {
		{ "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36", "Chrome" },
		{ "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge" },
		{ "Mozilla/5.0 (Windows NT 10.0; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox" },
		{ "Mozilla/5.0 AppleWebKit/537.36 Chrome/94.0 Safari/537.36 QQBrowser/11.5", "QQ" }, { "curl/7.88", "other" }, { "", "other" } };
	for (size_t i = 0; i < sizeof agents / sizeof *agents; i++)
		assert_string_equal(browser_family(str_c(agents[i][0])), agents[i][1]);
}

/* ---- in the database ---- */

static struct db *db;
static uint64_t teacher, other_teacher;

static struct class_row new_class(const char *name, uint64_t of)
{
	struct problem p;
	struct class_row row = { .name = str_c(name), .teacher = of };
	assert_int_equal(class_create(db, &row, &p), PROBLEM_NONE);
	return row;
}

static struct roster_change import_text(const struct class_row *class, const char *text, bool remove)
{
	struct problem p = { 0 };
	struct roster_change change;
	struct roster_file f = read_text(text);
	assert_int_equal(db_begin(db, &p), PROBLEM_NONE);
	enum problem_code code = roster_import(db, &a, class, f.lines, f.n, remove, teacher, &change, &p);
	if (code)
		fail_msg("%s %s", problem_name(code), p.arg[0]);
	assert_int_equal(db_commit(db, &p), PROBLEM_NONE);
	return change;
}

static struct roster_row row_of(uint64_t class_id, const char *number)
{
	struct problem p;
	struct roster_row *rows, none = { 0 };
	int n;
	assert_int_equal(roster_list(db, &a, class_id, true, &rows, &n, &p), PROBLEM_NONE);
	for (int i = 0; i < n; i++)
		if (str_eq(rows[i].number, str_c(number)))
			return rows[i];
	return none;
}

static int members(uint64_t class_id)
{
	struct problem p;
	struct person *rows;
	int n;
	assert_int_equal(class_members(db, &a, class_id, &rows, &n, &p), PROBLEM_NONE);
	return n;
}

static void importing(void **state)
{
	struct problem p;
	char hash[PASSWORD_HASH_MAX];
	struct class_row class = new_class("A", teacher);
	struct roster_change c = import_text(&class, "学号,姓名\n01,张三\n02,李四\n03,王五\n", false);
	assert_true(c.added == 3 && !c.changed && !c.n_missing && members(class.id) == 3);
	struct roster_row first = row_of(class.id, "01");
	assert_true(password_hash(STR("702813"), hash));
	assert_int_equal(roster_claim(db, &first, hash, 1000, &p), PROBLEM_NONE);
	assert_int_equal(roster_claim(db, &first, hash, 1000, &p), PROBLEM_ROSTER_CLAIMED);
	c = import_text(&class, "学号,姓名,备注\n01,张三丰,改名\n02,李四,\n04,赵六,\n", false);
	assert_true(c.added == 1 && c.changed == 1 && c.same == 1 && c.removed == 0 && c.n_missing == 1 && members(class.id) == 4);
	struct roster_row again = row_of(class.id, "01");
	assert_true(again.person == first.person && again.claimed_s == 1000 && str_eq(again.name, STR("张三丰"))); /* what was claimed stays */
	uint64_t third = row_of(class.id, "03").person;
	c = import_text(&class, "学号,姓名\n01,张三丰\n02,李四\n04,赵六\n", true);
	assert_true(c.removed == 1 && members(class.id) == 3 && row_of(class.id, "03").left);
	assert_int_equal(roster_find(db, &a, class.id, row_of(class.id, "03").id, &again, &p), PROBLEM_NOT_FOUND);
	c = import_text(&class, "学号,姓名\n03,王五\n", false);
	assert_true(c.added == 1 && members(class.id) == 4 && row_of(class.id, "03").person == third); /* he is the same */
	again = row_of(class.id, "02");
	again.number = STR("01");
	assert_int_equal(roster_change(db, &again, &p), PROBLEM_DUPLICATE);
}

static void one_student_two_classes(void **state)
{
	struct problem p;
	char hash[PASSWORD_HASH_MAX] = "x";
	struct class_row first = new_class("B1", teacher), second = new_class("B2", teacher), strange = new_class("B3", other_teacher);
	import_text(&first, "学号,姓名\n77,张三\n", false);
	struct roster_row row = row_of(first.id, "77");
	assert_int_equal(roster_claim(db, &row, hash, 500, &p), PROBLEM_NONE);
	import_text(&second, "学号,姓名\n77,张三\n", false);
	assert_true(row_of(second.id, "77").person == row.person && row_of(second.id, "77").claimed_s == 500);
	import_text(&strange, "学号,姓名\n77,张三\n", false); /* another teacher gets no hold of him */
	assert_true(row_of(strange.id, "77").person != row.person && !row_of(strange.id, "77").claimed_s);
}

static void resetting(void **state)
{
	struct problem p;
	struct person person;
	struct session s;
	char token[TOKEN_TEXT + 1], hash[PASSWORD_HASH_MAX];
	struct class_row class = new_class("C", teacher);
	import_text(&class, "学号,姓名\n01,张三\n02,李四\n", false);
	struct roster_row row = row_of(class.id, "01");
	assert_true(password_hash(STR("702813"), hash));
	assert_int_equal(roster_claim(db, &row, hash, 1000, &p), PROBLEM_NONE);
	assert_int_equal(person_by_id(db, &a, row.person, &person, &p), PROBLEM_NONE);
	assert_true(person_has_pin_login(&person) && password_verify(person.hash, STR("702813")));
	int64_t now_s = school_now_s();
	assert_int_equal(session_create(db, &person, now_s, token, &s, &p), PROBLEM_NONE);
	assert_int_equal(s.idle_s, 1200);
	assert_true(row_of(class.id, "01").signed_in && !row_of(class.id, "02").signed_in);
	for (int i = 0; i < ATTEMPTS_FREE; i++)
		assert_int_equal(roster_number_failed(db, row.id, now_s, &p), PROBLEM_NONE);
	assert_int_equal(roster_number_check(db, row.id, now_s, &p), PROBLEM_ROSTER_WAIT);
	assert_int_equal(roster_number_check(db, row_of(class.id, "02").id, now_s, &p), PROBLEM_NONE); /* by row */
	assert_int_equal(roster_reset(db, &row, now_s, &p), PROBLEM_NONE);
	assert_int_equal(roster_number_check(db, row.id, now_s, &p), PROBLEM_NONE);
	assert_int_equal(session_find(db, s.token_hash, now_s, &s, &p), PROBLEM_SESSION_RESET);
	assert_int_equal(person_by_id(db, &a, row.person, &person, &p), PROBLEM_NONE);
	assert_false(password_verify(person.hash, STR("702813")));
	assert_int_equal(row_of(class.id, "01").claimed_s, 0);
	assert_int_equal(roster_claim(db, &row, hash, 2000, &p), PROBLEM_NONE); /* claimed anew */
}

static void one_session(void **state)
{
	struct problem p;
	struct person person;
	struct session s[3];
	char token[TOKEN_TEXT + 1];
	struct class_row class = new_class("D", teacher), slow = new_class("D2", teacher);
	import_text(&class, "学号,姓名\n01,张三\n", false);
	int64_t now_s = school_now_s(), n;
	assert_int_equal(person_by_id(db, &a, row_of(class.id, "01").person, &person, &p), PROBLEM_NONE);
	for (int i = 0; i < 3; i++)
		assert_int_equal(session_create(db, &person, now_s, token, &s[i], &p), PROBLEM_NONE);
	struct session found;
	assert_int_equal(session_find(db, s[0].token_hash, now_s, &found, &p), PROBLEM_SESSION_MOVED);
	assert_int_equal(session_find(db, s[2].token_hash, now_s, &found, &p), PROBLEM_NONE);
	struct door door;
	assert_int_equal(door_of_class(db, &a, class.id, &door, &p), PROBLEM_NONE);
	door.idle_min = 45;
	assert_int_equal(door_set(db, &a, &door, false, &p), PROBLEM_NONE);
	assert_int_equal(session_find(db, s[2].token_hash, now_s, &found, &p), PROBLEM_NONE);
	assert_int_equal(found.idle_s, 2700);
	assert_int_equal(class_add_member(db, slow.id, person.id, &p), PROBLEM_NONE);
	assert_int_equal(door_of_class(db, &a, slow.id, &door, &p), PROBLEM_NONE);
	door.idle_min = 0;
	assert_int_equal(door_set(db, &a, &door, false, &p), PROBLEM_NONE);
	assert_int_equal(session_find(db, s[2].token_hash, now_s, &found, &p), PROBLEM_NONE);
	assert_int_equal(found.idle_s, 0);
	assert_int_equal(session_end(db, person.id, PROBLEM_SESSION_OVER, now_s, &n, &p), PROBLEM_NONE);
	assert_int_equal(n, 1);
	assert_int_equal(session_touch(db, s[2].token_hash, now_s, &p), PROBLEM_NONE); /* revives nothing */
	assert_int_equal(session_find(db, s[2].token_hash, now_s, &found, &p), PROBLEM_SESSION_OVER);
	assert_int_equal(session_find(db, s[0].token_hash, now_s, &found, &p), PROBLEM_SESSION_MOVED);
	assert_int_equal(session_find(db, s[0].token_hash, now_s + SESSION_LIFE_S, &found, &p), PROBLEM_SIGN_IN);
	/* staff may sit at two desks */
	struct person staff;
	assert_int_equal(person_by_id(db, &a, teacher, &staff, &p), PROBLEM_NONE);
	for (int i = 0; i < 2; i++)
		assert_int_equal(session_create(db, &staff, now_s, token, &s[i], &p), PROBLEM_NONE);
	assert_int_equal(session_find(db, s[0].token_hash, now_s, &found, &p), PROBLEM_NONE);
	assert_int_equal(found.idle_s, 0);
}

static void codes(void **state)
{
	struct problem p;
	struct door door, found;
	struct class_row class = new_class("E", teacher);
	assert_int_equal(door_of_class(db, &a, class.id, &door, &p), PROBLEM_NONE);
	assert_true(!door.code.n && door.enter_always && door.idle_min == 20);
	assert_int_equal(door_set(db, &a, &door, false, &p), PROBLEM_NONE);
	assert_int_equal(door.code.n, CLASS_CODE);
	for (size_t i = 0; i < door.code.n; i++)
		assert_null(memchr("0O1IBDEGNPSUVJQZ", door.code.p[i], 16));
	struct str first = door.code;
	assert_int_equal(door_set(db, &a, &door, false, &p), PROBLEM_NONE);
	assert_true(str_eq(door.code, first)); /* it stays until it is renewed */
	struct str typed = arena_printf(&a, " %c%c%c-%c%c%c ", first.p[0] | (first.p[0] >= 'A' ? 0x20 : 0), first.p[1], first.p[2], first.p[3], first.p[4], first.p[5]);
	assert_int_equal(door_by_code(db, &a, typed, &found, &p), PROBLEM_NONE);
	assert_true(found.class_id == class.id);
	assert_int_equal(door_set(db, &a, &door, true, &p), PROBLEM_NONE);
	assert_false(str_eq(door.code, first));
	assert_int_equal(door_by_code(db, &a, first, &found, &p), PROBLEM_DOOR_UNKNOWN);
	assert_int_equal(door_by_code(db, &a, STR(""), &found, &p), PROBLEM_DOOR_UNKNOWN);
	assert_int_equal(door_by_code(db, &a, STR("' OR 1=1 --"), &found, &p), PROBLEM_DOOR_UNKNOWN);
}

static void attending(void **state)
{
	struct problem p;
	struct attendance_row *rows;
	enum attendance state_now;
	int n;
	int64_t days[8], day, now_s = school_now_s();
	struct class_row class = new_class("F", teacher);
	import_text(&class, "学号,姓名\n01,张三\n02,李四\n", false);
	uint64_t zhang = row_of(class.id, "01").person, li = row_of(class.id, "02").person;
	assert_int_equal(school_today(db, &day, &p), PROBLEM_NONE);
	assert_int_equal(attendance_state(db, class.id, zhang, day, &state_now, &p), PROBLEM_NONE);
	assert_int_equal(state_now, ATTENDANCE_ABSENT);
	assert_int_equal(sign_in_note(db, zhang, "enter", PROBLEM_BAD_PIN, STR("Firefox/1"), now_s, &p), PROBLEM_NONE);
	assert_int_equal(attendance_state(db, class.id, zhang, day, &state_now, &p), PROBLEM_NONE);
	assert_int_equal(state_now, ATTENDANCE_ABSENT); /* who failed to sign in isn't there */
	assert_int_equal(sign_in_note(db, zhang, "enter", PROBLEM_NONE, STR("Firefox/1"), now_s, &p), PROBLEM_NONE);
	assert_int_equal(sign_in_note(db, zhang, "enter", PROBLEM_NONE, STR("Firefox/1"), now_s + 7, &p), PROBLEM_NONE);
	assert_int_equal(attendance_state(db, class.id, zhang, day, &state_now, &p), PROBLEM_NONE);
	assert_int_equal(state_now, ATTENDANCE_PRESENT);
	assert_int_equal(attendance_set(db, class.id, zhang, day, ATTENDANCE_LATE, teacher, now_s, &p), PROBLEM_NONE);
	assert_int_equal(attendance_set(db, class.id, li, day, ATTENDANCE_EXCUSED, teacher, now_s, &p), PROBLEM_NONE);
	assert_int_equal(attendance_set(db, class.id, teacher, day, ATTENDANCE_LATE, teacher, now_s, &p), PROBLEM_NOT_FOUND);
	assert_int_equal(sign_in_note(db, li, "enter", PROBLEM_NONE, STR(""), now_s, &p), PROBLEM_NONE);
	assert_int_equal(attendance_list(db, &a, class.id, day, &rows, &n, &p), PROBLEM_NONE);
	assert_true(n == 2 && rows[0].person == li && rows[0].state == ATTENDANCE_EXCUSED && rows[0].by_teacher && rows[0].first_s == now_s);
	assert_true(rows[1].state == ATTENDANCE_LATE && rows[1].first_s == now_s && str_eq(rows[1].number, STR("01")));
	assert_int_equal(attendance_set(db, class.id, zhang, day, ATTENDANCE_AUTO, teacher, now_s, &p), PROBLEM_NONE);
	assert_int_equal(attendance_state(db, class.id, zhang, day, &state_now, &p), PROBLEM_NONE);
	assert_int_equal(state_now, ATTENDANCE_PRESENT);
	assert_int_equal(attendance_list(db, &a, class.id, day - 1, &rows, &n, &p), PROBLEM_NONE);
	assert_true(n == 2 && rows[0].state == ATTENDANCE_ABSENT && !rows[0].by_teacher);
	assert_int_equal(attendance_days(db, class.id, 8, days, &n, &p), PROBLEM_NONE);
	assert_true(n == 1 && days[0] == day);
	struct sign_in_row log[8];
	assert_int_equal(sign_in_list(db, &a, class.id, 0, 0, 0, 8, log, &n, &p), PROBLEM_NONE);
	assert_true(n == 4 && log[0].at_s == now_s + 7 && str_eq(log[0].result, STR("ok")) && str_eq(log[0].browser, STR("Firefox")));
	int total = 0;
	int64_t at_s = 0;
	uint64_t id = 0;
	while (!sign_in_list(db, &a, class.id, 0, at_s, id, 1, log, &n, &p) && n) { /* page by page, none twice */
		at_s = log[0].at_s;
		id = log[0].id;
		total++;
	}
	assert_int_equal(total, 4);
}

static int open_school(void **state, const char *url)
{
	struct problem p = { 0 };
	struct person one = { .login = STR("t1"), .display_name = STR("T"), .role = ROLE_TEACHER }, two = { .login = STR("t2"), .display_name = STR("T"), .role = ROLE_TEACHER };
	arena_init(&a, 0);
	if (db_open(str_c(url), DB_WRITE, &db, &p) || schema_migrate(db, &school_schema, &p) || person_create(db, &one, &p) || person_create(db, &two, &p)) {
		fprintf(stderr, "# %s %s\n", problem_name(p.code), p.arg[0]);
		return 1;
	}
	teacher = one.id;
	other_teacher = two.id;
	return 0;
}

static int on_sqlite(void **state)
{
	return open_school(state, sqlite_url);
}

static int on_postgres(void **state)
{
	return open_school(state, pg_url);
}

static int close_school(void **state)
{
	db_close(db);
	arena_fini(&a);
	return 0;
}

static int begin(void **state)
{
	arena_init(&a, 0);
	return 0;
}

static int end(void **state)
{
	arena_fini(&a);
	return 0;
}

int main(void)
{
	char command[200];
	if (!mkdtemp(dir) || sodium_init() < 0)
		return 1;
	snprintf(sqlite_url, sizeof sqlite_url, "%s/school.db", dir);
	snprintf(command, sizeof command, "tests/pg.sh start %s >%s/url", dir, dir);
	if (system(command))
		return 1;
	snprintf(command, sizeof command, "%s/url", dir);
	FILE *f = fopen(command, "r");
	if (!f || !fgets(pg_url, sizeof pg_url, f))
		return 1;
	fclose(f);
	pg_url[strcspn(pg_url, "\n")] = 0;
	const struct CMUnitTest reading[] = { cmocka_unit_test(headers), cmocka_unit_test(without_header), cmocka_unit_test(values), cmocka_unit_test(encodings),
		cmocka_unit_test(bad_numbers), cmocka_unit_test(workbooks), cmocka_unit_test(warnings), cmocka_unit_test(too_many), cmocka_unit_test(pins), cmocka_unit_test(zones),
		cmocka_unit_test(browsers) };
#define ALL                                                                                                                                                  \
	cmocka_unit_test(importing), cmocka_unit_test(one_student_two_classes), cmocka_unit_test(resetting), cmocka_unit_test(one_session),              \
		cmocka_unit_test(codes), cmocka_unit_test(attending)
	const struct CMUnitTest sqlite[] = { ALL }, postgresql[] = { ALL };
	int failed = cmocka_run_group_tests(reading, begin, end);
	failed += cmocka_run_group_tests(sqlite, on_sqlite, close_school);
	failed += cmocka_run_group_tests(postgresql, on_postgres, close_school);
	snprintf(command, sizeof command, "tests/pg.sh stop %s; rm -rf %s", dir, dir);
	return system(command) || failed;
}
