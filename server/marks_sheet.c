/* The marks of a lesson as a workbook: students by parts, by steps and skills, by clauses of the standard; what was given; how it comes about. */
#include "school/roster.h"
#include "server/routes_marks.h"
#include "sheet/sheet.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct words {
	const char *zh, *en;
};
struct writing {
	struct http_request *r;
	struct marks_visit *v;
	struct sheet_out *out;
	bool zh;
};

static void put(struct writing *w, const char *zh, const char *en)
{
	sheet_put_text(w->out, str_c(w->zh ? zh : en));
}

static void put_mark(struct writing *w, int64_t value, int decimals)
{
	if (value == NO_MARK)
		put(w, "证据不足", "not enough evidence");
	else
		sheet_put_decimal(w->out, value, decimals);
}

static void put_person(struct writing *w, const struct marks_seat *s)
{
	struct problem p;
	struct str number = STR("");
	if (roster_number_of(w->r->db, &w->r->arena, s->row.person, &number, &p))
		number = STR("");
	sheet_put_text(w->out, number);
	sheet_put_text(w->out, s->row.person_name);
}

static void put_grade(struct writing *w, int64_t total)
{
	static const struct words words[] = { { "优", "excellent" }, { "良", "good" }, { "中", "fair" }, { "及格", "pass" }, { "不及格", "fail" } };
	int i = total >= 9000 ? 0 : total >= 8000 ? 1 : total >= 7000 ? 2 : total >= 6000 ? 3 : 4;
	if (total == NO_MARK)
		sheet_put_empty(w->out);
	else
		put(w, words[i].zh, words[i].en);
}

static void put_reason(struct writing *w, uint64_t seat)
{
	struct str text = STR("");
	for (int i = 0; i < w->v->book.n_given; i++)
		if (w->v->book.given[i].seat == seat && w->v->book.given[i].what == GIVEN_OVERRIDE)
			text = w->v->book.given[i].text;
	sheet_put_text(w->out, text);
}

static void students(struct writing *w)
{
	static const struct words head[] = { { "学号", "Number" }, { "姓名", "Name" }, { "店铺", "Store" }, { "总评", "Total" }, { "等级", "Grade" }, { "过程", "Process" }, { "结果", "Result" },
		{ "知识", "Knowledge" }, { "考勤", "Attendance" }, { "课堂表现", "Classwork" }, { "行为系数", "Conduct factor" }, { "计算值", "Computed" }, { "改分", "Override" },
		{ "改分理由", "Reason" }, { "订单", "Orders" }, { "利润（元）", "Profit (CNY)" } };
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		put(w, head[i].zh, head[i].en);
	sheet_end_row(w->out);
	for (int i = 0; i < w->v->book.n; i++) {
		const struct marks_seat *s = &w->v->book.seat[i];
		put_person(w, s);
		sheet_put_text(w->out, s->store_name);
		put_mark(w, s->mark.total, 2);
		put_grade(w, s->mark.total);
		for (int k = 0; k < PART_MAX; k++)
			if (k == PART_RESULT)
				put(w, "只显示", "shown only");
			else
				put_mark(w, s->mark.part[k], 2);
		sheet_put_decimal(w->out, s->mark.conduct, 3);
		put_mark(w, s->mark.computed, 2);
		if (s->in.override < 0)
			sheet_put_empty(w->out);
		else
			sheet_put_decimal(w->out, s->in.override, 2);
		put_reason(w, s->row.seat);
		sheet_put_decimal(w->out, s->in.orders, 0);
		sheet_put_decimal(w->out, s->in.profit_fen, 2);
		sheet_end_row(w->out);
	}
}

static void items(struct writing *w)
{
	put(w, "学号", "Number");
	put(w, "姓名", "Name");
	const struct marks_book *b = &w->v->book;
	int n = b->n ? b->seat[0].in.n : 0;
	while (n && b->seat[0].in.item[n - 1].kind == ITEM_DAY)
		n--;
	for (int k = 0; k < n; k++)
		sheet_put_text(w->out, marks_title(w->v->l, &b->seat[0].in.item[k], w->r->lang));
	sheet_end_row(w->out);
	for (int i = 0; i < b->n; i++) {
		put_person(w, &b->seat[i]);
		for (int k = 0; k < n; k++) {
			const struct mark_item *it = &b->seat[i].in.item[k];
			if (it->excused)
				put(w, "免做", "excused");
			else if (!it->n && it->given < 0)
				put(w, "无机会", "no chance");
			else
				put_mark(w, b->seat[i].mark.credit[k], 1);
		}
		sheet_end_row(w->out);
	}
}

static void clauses(struct writing *w)
{
	struct str all[MARK_CLAUSES_MAX];
	int n = 0;
	const struct marks_book *b = &w->v->book;
	for (int i = 0; i < b->n; i++)
		for (int k = 0; k < b->seat[i].mark.n_clauses; k++) {
			int at = 0;
			while (at < n && !str_eq(all[at], b->seat[i].mark.clause[k].clause))
				at++;
			if (at == n && n < MARK_CLAUSES_MAX)
				all[n++] = b->seat[i].mark.clause[k].clause;
		}
	put(w, "学号", "Number");
	put(w, "姓名", "Name");
	for (int c = 0; c < n; c++)
		sheet_put_text(w->out, all[c]);
	sheet_end_row(w->out);
	for (int i = 0; i < b->n; i++) {
		put_person(w, &b->seat[i]);
		for (int c = 0; c < n; c++) {
			const struct mark *m = &b->seat[i].mark;
			int at = 0;
			while (at < m->n_clauses && !str_eq(all[c], m->clause[at].clause))
				at++;
			if (at == m->n_clauses)
				sheet_put_empty(w->out);
			else
				sheet_put_decimal(w->out, (2 * m->clause[at].got * MARK_FULL + m->clause[at].owed) / (2 * m->clause[at].owed), 2);
		}
		sheet_end_row(w->out);
	}
}

static void given(struct writing *w)
{
	static const struct words head[] = { { "时间", "Time" }, { "姓名", "Name" }, { "内容", "What" }, { "项目", "Item" }, { "数值", "Value" }, { "说明", "Reason" }, { "记录人", "By" } };
	static const struct words what[GIVEN_MAX] = { { "评分", "item" }, { "课堂表现", "classwork" }, { "改分", "override" }, { "提醒", "warning" }, { "扣分", "deduction" }, { "申诉", "appeal" }, { "答复", "reply" } };
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		put(w, head[i].zh, head[i].en);
	sheet_end_row(w->out);
	for (int i = 0; i < w->v->book.n_given; i++) {
		const struct given_row *g = &w->v->book.given[i];
		const struct marks_seat *s = marks_of(&w->v->book, g->seat);
		char text[40];
		struct tm tm;
		time_t at = g->at_s;
		localtime_r(&at, &tm);
		strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm);
		sheet_put_text(w->out, str_c(text));
		sheet_put_text(w->out, s ? s->row.person_name : STR(""));
		put(w, what[g->what].zh, what[g->what].en);
		sheet_put_text(w->out, g->item);
		if (g->value < 0)
			sheet_put_empty(w->out);
		else
			sheet_put_decimal(w->out, g->value, g->what == GIVEN_ITEM ? 1 : 2);
		sheet_put_text(w->out, g->text);
		sheet_put_text(w->out, g->person_name);
		sheet_end_row(w->out);
	}
}

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

void marks_book_answer(struct http_request *r, struct marks_visit *v)
{
	struct problem p;
	struct writing w = { .r = r, .v = v, .zh = r->lang == LANG_ZH };
	struct str data = server_data_dir(r->server);
	char *path = arena_cstr(&r->arena, arena_printf(&r->arena, "%.*s/marks-XXXXXX", STR_FMT(data)));
	int fd = mkstemp(path);
	if (fd < 0) {
		http_fail(r, PROBLEM_DISK_FULL);
		return;
	}
	close(fd);
	enum problem_code code = sheet_create(path, SHEET_XLSX, &w.out, &p);
	if (!code) {
		sheet_begin(w.out, w.zh ? "成绩" : "Marks");
		students(&w);
		sheet_begin(w.out, w.zh ? "步骤与技能" : "Steps and skills");
		items(&w);
		sheet_begin(w.out, w.zh ? "按标准条款" : "By clause");
		clauses(&w);
		sheet_begin(w.out, w.zh ? "评分记录" : "Given");
		given(&w);
		code = sheet_finish(w.out, &p);
	}
	http_json(r);
	bool well = !code && read_all(path, &r->out);
	unlink(path);
	if (code) {
		http_problem(r, &p);
	} else if (!well) {
		http_fail(r, PROBLEM_INTERNAL);
	} else {
		http_header_add(r, "Content-Disposition", STR("attachment; filename=\"marks.xlsx\""));
		http_answer_as(r, 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	}
}
