/* The report of a lesson as a workbook: overview, students, acts, mistakes. */
#include "market/listing/check.h"
#include "server/board.h"
#include "server/lessons.h"
#include "school/attendance.h"
#include "school/lesson.h"
#include "school/settings.h"
#include "server/actlog.h"
#include "server/refusals.h"
#include "server/routes_market.h"
#include "sheet/sheet.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ACTS_MAX = 50000, PAGE = 500, MISTAKES_SHOWN = BOARD_MISTAKES_MAX, RULES_OF_STUDENT = 3 };

struct words {
	const char *zh, *en;
};

struct report {
	struct http_request *r;
	struct entered e;
	struct sheet_out *out;
	struct db *db;
	struct seat_row *seats;
	int n_seats;
	struct attendance_row *attended;
	int n_attended;
	int64_t lesson_ms, now_ms, position;
	enum lang lang;
};

static void put(struct report *t, struct words w)
{
	sheet_put_text(t->out, str_c(t->lang == LANG_ZH ? w.zh : w.en));
}

static void head(struct report *t, const struct words *w, int n)
{
	for (int i = 0; i < n; i++)
		put(t, w[i]);
	sheet_end_row(t->out);
}

/* Wall time of the school's computer. */
static void put_real(struct report *t, int64_t ms)
{
	char text[40];
	struct tm tm;
	time_t s = ms / 1000;
	localtime_r(&s, &tm);
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
	sheet_put_text(t->out, str_c(text));
}

static void put_problem(struct report *t, const struct problem *p)
{
	struct buf b;
	buf_init(&b, 4096);
	problem_text(p, t->lang, &b);
	sheet_put_text(t->out, buf_span(&b));
	buf_fini(&b);
}

static void put_mistake(struct report *t, const struct board_mistake *m)
{
	struct buf b;
	buf_init(&b, 4096);
	board_mistake_text(m, t->lang, &b);
	sheet_put_text(t->out, buf_span(&b));
	buf_fini(&b);
}

/* An act's sentence without its full stop. */
static void put_act(struct report *t, enum act_kind act)
{
	struct str s = str_c(t->lang == LANG_ZH ? act_desc[act].zh : act_desc[act].en);
	s = str_ends(s, STR("。")) ? str_sub(s, 0, s.n - 3) : str_ends(s, STR(".")) ? str_sub(s, 0, s.n - 1) : s;
	sheet_put_text(t->out, s);
}

/* What other parts know of a student. */
struct student_extra {
	struct str number;
	struct words attendance; /* NULL: not known */
	int done, total;
	int64_t points;
};

static struct student_extra student_extra(struct report *t, const struct seat_row *row)
{
	static const struct words states[ATTENDANCE_MAX] = { [ATTENDANCE_PRESENT] = { "到课", "present" }, [ATTENDANCE_LATE] = { "迟到", "late" },
		[ATTENDANCE_ABSENT] = { "缺课", "absent" }, [ATTENDANCE_EXCUSED] = { "请假", "excused" } };
	struct student_extra x = { .number = STR("") };
	struct http_request *r = t->r;
	const struct lesson *lesson = NULL;
	struct lesson_progress progress;
	struct problem p;
	for (int i = 0; i < t->n_attended; i++)
		if (t->attended[i].person == row->person) {
			x.number = t->attended[i].number;
			x.attendance = states[t->attended[i].state];
		}
	if (!lessons_of(server_lessons(r->server), r->db, t->e.row.id, &lesson, &p) && lesson &&
		!lesson_progress(r->db, lesson, t->e.row.id, row->seat, &progress, &p)) {
		x.done = progress.done;
		x.total = progress.total;
		x.points = progress.points;
	}
	return x;
}

static const struct seat_row *seat_of(const struct report *t, uint64_t seat)
{
	for (int i = 0; i < t->n_seats; i++)
		if (t->seats[i].seat == seat)
			return &t->seats[i];
	return NULL;
}

/* ---- the sheets ---- */

struct sums {
	int64_t there, accepted, refused, orders, units, income_fen;
};

static void students(struct report *t, struct sums *sums)
{
	static const struct words columns[] = { { "学号", "Number" }, { "姓名", "Name" }, { "到课", "Attended" }, { "店铺", "Store" }, { "完成步骤", "Steps done" }, { "得分", "Points" },
		{ "操作成功", "Acts accepted" }, { "操作被拒", "Acts refused" }, { "主要被拒原因", "Refused most for" }, { "活跃分钟", "Minutes active" }, { "在售商品", "Listings on sale" },
		{ "订单", "Orders" }, { "销售收入（元）", "Income (CNY)" }, { "利润（元）", "Profit (CNY)" }, { "现金（元）", "Cash (CNY)" } };
	struct board *b = hosted_board(t->e.hosted);
	head(t, columns, (int)(sizeof columns / sizeof *columns));
	for (int i = 0; i < t->n_seats; i++) {
		struct board_mistake rules[RULES_OF_STUDENT];
		struct student_extra x = student_extra(t, &t->seats[i]);
		if (t->seats[i].demo)
			continue;
		board_lock(b);
		const struct board_seat *known = board_seat(b, t->seats[i].seat);
		struct board_seat s = known ? *known : (struct board_seat){ 0 };
		int n = board_mistakes_of(b, t->seats[i].seat, t->now_ms, rules, RULES_OF_STUDENT);
		board_unlock(b);
		bool there = s.streams > 0 || (t->lesson_ms && (s.left_ms >= t->lesson_ms || s.act_ms >= t->lesson_ms));
		sheet_put_text(t->out, x.number);
		sheet_put_text(t->out, t->seats[i].person_name);
		put(t, x.attendance.zh ? x.attendance : there ? (struct words){ "到课", "present" } : (struct words){ "缺课", "absent" });
		sheet_put_text(t->out, str_c(s.figures.name));
		sheet_put_text(t->out, x.total ? arena_printf(&t->r->arena, "%d/%d", x.done, x.total) : STR(""));
		if (x.total)
			sheet_put_decimal(t->out, x.points, 0);
		else
			sheet_put_empty(t->out);
		sheet_put_decimal(t->out, s.accepted, 0);
		sheet_put_decimal(t->out, s.refused, 0);
		struct buf text;
		buf_init(&text, 8192);
		for (int k = 0; k < n; k++) {
			buf_str(&text, k ? STR("\n") : STR(""));
			board_mistake_text(&rules[k], t->lang, &text);
			buf_printf(&text, " × %lld", (long long)rules[k].times_all);
		}
		sheet_put_text(t->out, buf_span(&text));
		buf_fini(&text);
		sheet_put_decimal(t->out, (s.active_ms + 59999) / 60000, 0);
		sheet_put_decimal(t->out, s.figures.listings, 0);
		sheet_put_decimal(t->out, s.figures.orders, 0);
		sheet_put_decimal(t->out, s.figures.income_fen, 2);
		sheet_put_decimal(t->out, s.figures.profit_fen, 2);
		sheet_put_decimal(t->out, s.figures.cash_fen, 2);
		sheet_end_row(t->out);
		*sums = (struct sums){ sums->there + there, sums->accepted + s.accepted, sums->refused + s.refused, sums->orders + s.figures.orders,
			sums->units + s.figures.units, sums->income_fen + s.figures.income_fen };
	}
}

/* What an act came to, as the board counts it. */
static struct words effect_words(enum board_effect e)
{
	static const struct words words[EFFECT_MAX] = { [EFFECT_NONE] = { "没有改动", "nothing changed" },
		[EFFECT_CHANGED] = { "已修改", "changed" },
		[EFFECT_NEW] = { "已提交", "new" },
		[EFFECT_PRICE] = { "已改价", "another price" },
		[EFFECT_ON_SALE] = { "已上架", "on sale" },
		[EFFECT_BLOCKED] = { "未能展示", "kept off sale" },
		[EFFECT_OFF_SALE] = { "已下架", "off sale" } };
	return words[e];
}

static void act_row(struct report *t, int64_t ms, uint64_t seat, enum act_kind act, enum board_effect effect, const struct problem *p)
{
	const struct seat_row *row = seat_of(t, seat);
	if (!row || row->demo)
		return;
	put_real(t, ms);
	sheet_put_text(t->out, row->person_name);
	put_act(t, act);
	put(t, p ? (struct words){ "被拒", "refused" } : (struct words){ "成功", "accepted" });
	if (p)
		sheet_put_empty(t->out);
	else
		put(t, effect_words(effect));
	if (p)
		put_problem(t, p);
	else
		sheet_put_empty(t->out);
	sheet_end_row(t->out);
}

/* The effect follows from all that the seat did before, also before this lesson: a board of its own is fed with it. */
static enum board_effect feed(struct board *b, const struct log_entry *e, struct arena *a)
{
	board_feed_entry(b, e, a);
	board_lock(b);
	const struct board_seat *s = board_seat(b, e->seat);
	enum board_effect effect = s && s->n_recent ? s->recent[(s->n_recent - 1) % BOARD_RECENT].effect : EFFECT_CHANGED;
	board_unlock(b);
	return effect;
}

static enum problem_code acts(struct report *t, struct problem *p)
{
	static const struct words columns[] = { { "时间", "Time" }, { "姓名", "Name" }, { "操作", "Act" }, { "结果", "Result" }, { "效果", "Effect" }, { "原因", "Reason" } };
	struct arena a;
	struct board *again = board_create();
	struct log_entry *entries = mem_alloc(sizeof *entries * PAGE);
	struct refusal *refusals = mem_alloc(sizeof *refusals * PAGE);
	int n = PAGE, n_refused = 0, at = 0, left = ACTS_MAX;
	bool more = true;
	int64_t after = t->position > BOARD_ENTRIES_MAX ? t->position - BOARD_ENTRIES_MAX : 0, last = 0;
	enum problem_code code = PROBLEM_NONE;
	head(t, columns, (int)(sizeof columns / sizeof *columns));
	arena_init(&a, 1 << 20);
	while (n == PAGE && left > 0 && !code && t->lesson_ms) {
		arena_reset(&a);
		code = actlog_read_since(t->db, &a, t->e.row.id, 0, after, PAGE, entries, &n, p);
		for (int i = 0; i <= n && !code; i++) {
			int64_t until = i < n ? entries[i].at_real_ms : n < PAGE ? INT64_MAX : 0;
			for (; !code; at++) { /* those that were refused before it */
				if (at == n_refused && more) {
					code = refusals_read(t->db, t->e.row.id, last, t->lesson_ms, PAGE, refusals, &n_refused, p);
					at = 0;
					more = n_refused == PAGE;
				}
				if (code || at >= n_refused || refusals[at].at_real_ms > until)
					break;
				last = refusals[at].n;
				if (left-- > 0)
					act_row(t, refusals[at].at_real_ms, refusals[at].seat, refusals[at].act, EFFECT_NONE, &refusals[at].problem);
			}
			struct act act;
			const struct seat_row *row = i < n ? seat_of(t, entries[i].seat) : NULL;
			if (i == n || code)
				break;
			after = entries[i].position;
			if (!row || row->person != entries[i].person || act_decode(entries[i].act, &a, &act, p))
				continue;
			enum board_effect effect = feed(again, &entries[i], &a);
			if (entries[i].at_real_ms >= t->lesson_ms && left-- > 0)
				act_row(t, entries[i].at_real_ms, entries[i].seat, act.kind, effect, NULL);
		}
	}
	board_destroy(again);
	arena_fini(&a);
	free(entries);
	free(refusals);
	return code;
}

static void mistakes(struct report *t)
{
	static const struct words columns[] = { { "错误", "Mistake" }, { "次数", "Times" }, { "涉及学生", "Students" }, { "代码", "Code" } };
	struct board_mistake *list = ARENA_ARRAY(&t->r->arena, struct board_mistake, MISTAKES_SHOWN);
	struct board *b = hosted_board(t->e.hosted);
	board_lock(b);
	int n = board_mistakes_all(b, t->now_ms, list, MISTAKES_SHOWN);
	board_unlock(b);
	head(t, columns, (int)(sizeof columns / sizeof *columns));
	for (int i = 0; i < n; i++) {
		put_mistake(t, &list[i]);
		sheet_put_decimal(t->out, list[i].times_all, 0);
		sheet_put_decimal(t->out, list[i].seats_all, 0);
		sheet_put_text(t->out, str_c(board_mistake_code(&list[i])));
		sheet_end_row(t->out);
	}
}

static void line(struct report *t, struct words name, int64_t value, int decimals)
{
	put(t, name);
	sheet_put_decimal(t->out, value, decimals);
	sheet_end_row(t->out);
}

static void overview(struct report *t, struct str class_name, const struct sums *s)
{
	static const struct words columns[] = { { "项目", "Item" }, { "内容", "Value" } };
	head(t, columns, 2);
	put(t, (struct words){ "班级", "Class" });
	sheet_put_text(t->out, class_name);
	sheet_end_row(t->out);
	put(t, (struct words){ "市场", "Market" });
	sheet_put_text(t->out, t->e.row.name);
	sheet_end_row(t->out);
	put(t, (struct words){ "开始", "From" });
	if (t->lesson_ms)
		put_real(t, t->lesson_ms);
	else
		sheet_put_empty(t->out);
	sheet_end_row(t->out);
	put(t, (struct words){ "导出", "Saved" });
	put_real(t, t->now_ms);
	sheet_end_row(t->out);
	line(t, (struct words){ "席位", "Seats" }, t->n_seats, 0);
	line(t, (struct words){ "到课", "Attended" }, s->there, 0);
	line(t, (struct words){ "操作成功", "Acts accepted" }, s->accepted, 0);
	line(t, (struct words){ "操作被拒", "Acts refused" }, s->refused, 0);
	line(t, (struct words){ "订单", "Orders" }, s->orders, 0);
	line(t, (struct words){ "售出件数", "Pieces sold" }, s->units, 0);
	line(t, (struct words){ "销售收入（元）", "Income (CNY)" }, s->income_fen, 2);
}

/* ---- the file ---- */

static bool read_all(const char *path, struct buf *out)
{
	char piece[64 << 10];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	while ((n = read(fd, piece, sizeof piece)) > 0)
		buf_put(out, piece, (size_t)n);
	close(fd);
	return n == 0;
}

static enum problem_code write_book(struct report *t, const char *path, struct str class_name, struct problem *p)
{
	struct sums sums = { 0 };
	enum problem_code code = sheet_create(path, SHEET_XLSX, &t->out, p);
	if (code)
		return code;
	bool zh = t->lang == LANG_ZH;
	sheet_begin(t->out, zh ? "学生" : "Students");
	students(t, &sums);
	sheet_begin(t->out, zh ? "概况" : "Overview");
	overview(t, class_name, &sums);
	sheet_begin(t->out, zh ? "操作" : "Acts");
	code = acts(t, p);
	sheet_begin(t->out, zh ? "错误" : "Mistakes");
	mistakes(t);
	struct problem ignored;
	enum problem_code end = sheet_finish(t->out, code ? &ignored : p);
	return code ? code : end;
}

void get_report(struct http_request *r)
{
	struct problem p;
	struct report t = { .r = r, .lang = r->lang };
	struct class_row class_row;
	struct str data = server_data_dir(r->server);
	if (!market_enter(r, &t.e))
		return;
	enum problem_code code = hosted_board_refresh(t.e.hosted, r->worker, &p);
	if (!code)
		code = class_find(r->db, &r->arena, t.e.row.class_id, r->session.person, r->session.role, &class_row, &p);
	if (!code)
		code = seat_list(r->db, &r->arena, t.e.row.id, 0, &t.seats, &t.n_seats, &p);
	int64_t day;
	struct hosted_state state;
	if (!code && !(code = hosted_look(t.e.hosted, &state, NULL, NULL, &p)))
		t.position = state.position;
	if (!code)
		code = school_today(r->db, &day, &p);
	if (!code)
		code = attendance_list(r->db, &r->arena, t.e.row.class_id, day, &t.attended, &t.n_attended, &p);
	if (!code)
		code = worker_db(r->worker, host_db_name(t.e.row.id, &r->arena), &t.db, &p);
	char *path = arena_cstr(&r->arena, arena_printf(&r->arena, "%.*s/report-XXXXXX", STR_FMT(data)));
	int fd = code ? -1 : mkstemp(path);
	if (!code && fd < 0)
		code = problem_set(&p, PROBLEM_DISK_FULL, "", NULL);
	if (code) {
		http_problem(r, &p);
		return;
	}
	close(fd);
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	t.now_ms = (int64_t)now.tv_sec * 1000;
	t.lesson_ms = board_lesson_ms(hosted_board(t.e.hosted));
	code = write_book(&t, path, class_row.name, &p);
	http_json(r);
	bool well = !code && read_all(path, &r->out);
	unlink(path);
	if (code) {
		http_problem(r, &p);
	} else if (!well) {
		http_fail(r, PROBLEM_INTERNAL);
	} else {
		http_header_add(r, "Content-Disposition", STR("attachment; filename=\"lesson.xlsx\""));
		http_answer_as(r, 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	}
}
