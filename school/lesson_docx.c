/* 教案 and 实训任务书 from a pack. */
#include "school/lesson_docx.h"
#include "sheet/docx.h"

#include <string.h>

enum { MINUTES_OF_PERIOD = 45, BLANK_LINES = 8 };

struct writing {
	const struct lesson *l;
	enum lang lang;
	struct docx *d;
	struct arena *a;
	int chapter;
};

static struct str say(const struct writing *w, const char *zh, const char *en)
{
	return str_c(w->lang == LANG_ZH ? zh : en);
}

static const struct lesson_section *section(const struct writing *w, const char *prefix, struct str id)
{
	return lesson_section(w->l, w->lang, prefix, id);
}

static struct str title_of(const struct writing *w, const char *prefix, struct str id)
{
	const struct lesson_section *s = section(w, prefix, id);
	return s ? s->title : id;
}

/* 一、 … 二十、; in English 1., 2. */
static void chapter(struct writing *w, const char *zh, const char *en)
{
	static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
	int n = ++w->chapter;
	struct str text = w->lang == LANG_EN ? arena_printf(w->a, "%d. %s", n, en) : n <= 10 ? arena_printf(w->a, "%s、%s", digits[n], zh) : arena_printf(w->a, "十%s、%s", digits[n - 10], zh);
	docx_heading(w->d, 1, text);
}

/* A chapter of one section, if the pack has it. */
static void section_chapter(struct writing *w, const char *id, const char *zh, const char *en)
{
	const struct lesson_section *s = section(w, "", str_c(id));
	if (!s)
		return;
	chapter(w, zh, en);
	docx_text(w->d, s->body);
	docx_quote(w->d, s->aside);
}

/* All sections that begin with the prefix, below a chapter. */
static void list_chapter(struct writing *w, const char *prefix, const char *zh, const char *en, bool answers)
{
	const struct lesson_text *t = &w->l->text[w->lang];
	bool any = false;
	for (int i = 0; i < t->n; i++) {
		const struct lesson_section *s = &t->section[i];
		if (!str_starts(s->id, str_c(prefix)))
			continue;
		if (!any)
			chapter(w, zh, en);
		any = true;
		docx_heading(w->d, 2, s->title);
		docx_text(w->d, s->body);
		if (answers)
			docx_quote(w->d, s->aside);
	}
}

static struct str course_name(const struct writing *w)
{
	static const char *const names[8][2] = { { "", "" }, { "商品编辑与发布", "Listing editing and publishing" }, { "视觉设计与制作", "Visual design and production" },
		{ "跨境电商运营数据采集", "Operation-data collection" }, { "跨境店铺运维", "Shop operation and maintenance" }, { "跨境商品推广", "Product promotion" },
		{ "跨境物流实务", "Logistics practice" }, { "跨境电商客服实务", "Customer-service practice" } };
	struct str c = w->l->course;
	int n = str_starts(c, STR("8.1.2-C")) && c.n == 8 ? c.p[7] - '0' : 0;
	return n >= 1 && n <= 7 ? say(w, names[n][0], names[n][1]) : say(w, "综合", "Several courses");
}

static struct str kind_name(const struct writing *w)
{
	return w->l->kind == LESSON_PROJECT ? say(w, "综合实训项目", "Project") : w->l->kind == LESSON_CONTEST ? say(w, "竞赛", "Contest") : say(w, "实训课", "Practical lesson");
}

static struct str length_of(const struct writing *w)
{
	long long minutes = (long long)w->l->minutes, periods = (minutes + MINUTES_OF_PERIOD / 2) / MINUTES_OF_PERIOD;
	return w->lang == LANG_ZH ? arena_printf(w->a, "%lld 分钟（%lld 课时，%d 次课）", minutes, periods, w->l->sessions)
				  : arena_printf(w->a, "%lld minutes (%lld periods, %d session%s)", minutes, periods, w->l->sessions, w->l->sessions > 1 ? "s" : "");
}

static const int four[4] = { 1500, 3180, 1500, 3180 };

static void pair(const struct writing *w, const char *zh, const char *en, struct str value)
{
	docx_label(w->d, say(w, zh, en));
	docx_cell(w->d, value);
}

/* ---- the plan ---- */

static struct str joined_clauses(const struct writing *w)
{
	struct str all = STR("");
	for (int i = 0; i < w->l->n_clauses; i++)
		all = arena_printf(w->a, "%.*s%s%.*s", STR_FMT(all), i ? (w->lang == LANG_ZH ? "、" : ", ") : "", STR_FMT(w->l->clause[i]));
	return all;
}

static void plan_head(struct writing *w)
{
	docx_table(w->d, four, 4, false);
	pair(w, "课题", "Lesson", w->l->text[w->lang].title);
	pair(w, "课程", "Course", course_name(w));
	pair(w, "课型", "Kind", kind_name(w));
	pair(w, "课时", "Length", length_of(w));
	pair(w, "授课班级", "Class", STR(""));
	pair(w, "授课教师", "Teacher", STR(""));
	pair(w, "授课日期", "Date", STR(""));
	pair(w, "授课地点", "Room", STR(""));
	pair(w, "对应条款", "Clauses", joined_clauses(w));
	pair(w, "内容简介", "In short", w->l->text[w->lang].summary);
	docx_end_table(w->d);
}

static void stage_row(struct writing *w, const struct lesson_stage *s)
{
	const struct lesson_section *text = section(w, "plan-", s->id);
	struct str what = text ? text->body : STR(""), does = STR("");
	if (text && text->aside.n)
		what = arena_printf(w->a, "%.*s\n\n%s%.*s", STR_FMT(what), w->lang == LANG_ZH ? "**可以这样说：**" : "**You can say:** ", STR_FMT(text->aside));
	for (int i = 0; i < s->n_days; i++)
		what = arena_printf(w->a, w->lang == LANG_ZH ? "%.*s\n- 第 %lld 分钟推进一个营业日" : "%.*s\n- minute %lld: next business day", STR_FMT(what), (long long)s->days[i]);
	for (int i = 0; i < s->n_steps; i++)
		does = arena_printf(w->a, "%.*s%s- %.*s", STR_FMT(does), i ? "\n" : "", STR_FMT(title_of(w, "step-", s->steps[i])));
	if (!does.n)
		does = say(w, "听讲、观察、讨论", "Listen, watch, discuss");
	docx_cell(w->d, arena_printf(w->a, "**%.*s**\n\n%lld–%lld %s", STR_FMT(text ? text->title : s->id), (long long)s->begin, (long long)(s->begin + s->minutes), w->lang == LANG_ZH ? "分钟" : "min"));
	docx_cell(w->d, what);
	docx_cell(w->d, does);
}

static void plan_process(struct writing *w)
{
	static const int widths[3] = { 1760, 4900, 2700 };
	int session = 0;
	chapter(w, "教学过程", "How the lesson goes");
	for (int i = 0; i < w->l->n_stages; i++) {
		const struct lesson_stage *s = &w->l->stage[i];
		if (s->session != session) {
			if (session)
				docx_end_table(w->d);
			session = s->session;
			if (w->l->sessions > 1)
				docx_heading(w->d, 2, arena_printf(w->a, w->lang == LANG_ZH ? "第 %d 次课" : "Session %d", session));
			docx_table(w->d, widths, 3, true);
			docx_cell(w->d, say(w, "环节", "Stage"));
			docx_cell(w->d, say(w, "教师活动", "The teacher"));
			docx_cell(w->d, say(w, "学生活动", "The students"));
		}
		stage_row(w, s);
	}
	if (session)
		docx_end_table(w->d);
}

static void plan_steps(struct writing *w)
{
	static const int widths[4] = { 700, 4200, 3560, 900 };
	chapter(w, "任务步骤与完成标准", "Steps, and when they are done");
	docx_table(w->d, widths, 4, true);
	docx_cell(w->d, say(w, "序号", "No."));
	docx_cell(w->d, say(w, "步骤", "Step"));
	docx_cell(w->d, say(w, "完成标准（系统检查）", "Done when (checked by the system)"));
	docx_cell(w->d, say(w, "分值", "Points"));
	for (int i = 0; i < w->l->n_steps; i++) {
		const struct lesson_step *s = &w->l->step[i];
		const struct lesson_section *text = section(w, "step-", s->id);
		docx_cell(w->d, arena_printf(w->a, "%d", i + 1));
		docx_cell(w->d, arena_printf(w->a, "**%.*s**\n\n%.*s", STR_FMT(text ? text->title : s->id), STR_FMT(text ? text->body : STR(""))));
		docx_cell(w->d, lesson_check_text(w->a, s, w->lang));
		docx_cell(w->d, arena_printf(w->a, "%lld", (long long)s->points));
	}
	docx_end_table(w->d);
}

static struct str judge(const struct writing *w, const struct lesson_rubric *x)
{
	return x->check ? say(w, "系统", "System") : say(w, "教师", "Teacher");
}

static void rubric(struct writing *w, bool task)
{
	static const int plan[4] = { 5000, 2160, 1200, 1000 }, sheet[5] = { 4360, 1000, 1300, 1300, 1400 };
	if (!w->l->n_rubric)
		return;
	chapter(w, "评分标准", "Marking scheme");
	docx_table(w->d, task ? sheet : plan, task ? 5 : 4, true);
	docx_cell(w->d, say(w, "评分项", "Criterion"));
	if (!task) {
		docx_cell(w->d, say(w, "对应条款", "Clause"));
		docx_cell(w->d, say(w, "评定", "Judged by"));
	}
	docx_cell(w->d, say(w, "权重", "Weight"));
	if (task) {
		docx_cell(w->d, say(w, "自评", "Myself"));
		docx_cell(w->d, say(w, "互评", "Neighbour"));
		docx_cell(w->d, say(w, "师评", "Teacher"));
	}
	for (int i = 0; i < w->l->n_rubric; i++) {
		const struct lesson_rubric *x = &w->l->rubric[i];
		const struct lesson_section *text = section(w, "rubric-", x->id);
		docx_cell(w->d, arena_printf(w->a, "**%.*s**\n\n%.*s", STR_FMT(text ? text->title : x->id), STR_FMT(text ? text->body : STR(""))));
		if (!task) {
			docx_cell(w->d, x->clause);
			docx_cell(w->d, judge(w, x));
		}
		docx_cell(w->d, arena_printf(w->a, "%lld", (long long)x->weight));
		for (int k = 0; task && k < 3; k++)
			docx_cell(w->d, STR(""));
	}
	docx_end_table(w->d);
}

static void write_plan(struct writing *w)
{
	docx_title(w->d, arena_printf(w->a, w->lang == LANG_ZH ? "《%.*s》教案" : "%.*s: lesson plan", STR_FMT(w->l->text[w->lang].title)));
	plan_head(w);
	section_chapter(w, "goal", "教学目标", "What students learn");
	section_chapter(w, "learners", "学情分析", "Who the students are");
	section_chapter(w, "key", "教学重点与难点", "Main and hard points");
	section_chapter(w, "values", "思政要点", "Values");
	section_chapter(w, "prepare", "教学准备", "Preparation");
	section_chapter(w, "brief", "任务情境", "The task");
	plan_process(w);
	plan_steps(w);
	rubric(w, false);
	list_chapter(w, "mistake-", "常见错误与应对", "Common mistakes, and what to say", true);
	list_chapter(w, "question-", "收束问题与参考答案", "Closing questions with answers", true);
	list_chapter(w, "extension-", "拓展任务", "For the quick", true);
	chapter(w, "教学反思", "Looking back");
	const struct lesson_section *reflection = section(w, "", STR("reflection"));
	if (reflection)
		docx_text(w->d, reflection->body);
	docx_lines(w->d, BLANK_LINES);
}

/* ---- the task sheet ---- */

static void task_steps(struct writing *w)
{
	static const int widths[4] = { 700, 5060, 800, 2800 };
	chapter(w, "实训步骤与记录", "Steps and notes");
	docx_table(w->d, widths, 4, true);
	docx_cell(w->d, say(w, "序号", "No."));
	docx_cell(w->d, say(w, "步骤与要求", "What to do"));
	docx_cell(w->d, say(w, "分值", "Points"));
	docx_cell(w->d, say(w, "过程记录（数据、截图编号）", "Notes (figures, screenshots)"));
	for (int i = 0; i < w->l->n_steps; i++) {
		const struct lesson_step *s = &w->l->step[i];
		const struct lesson_section *text = section(w, "step-", s->id);
		docx_cell(w->d, arena_printf(w->a, "%d", i + 1));
		docx_cell(w->d, arena_printf(w->a, "**%.*s**\n\n%.*s", STR_FMT(text ? text->title : s->id), STR_FMT(text ? text->body : STR(""))));
		docx_cell(w->d, arena_printf(w->a, "%lld", (long long)s->points));
		docx_cell(w->d, STR(""));
	}
	docx_end_table(w->d);
}

static void write_task(struct writing *w)
{
	docx_title(w->d, arena_printf(w->a, w->lang == LANG_ZH ? "《%.*s》实训任务书" : "%.*s: task sheet", STR_FMT(w->l->text[w->lang].title)));
	docx_table(w->d, four, 4, false);
	pair(w, "姓名", "Name", STR(""));
	pair(w, "学号", "Number", STR(""));
	pair(w, "班级", "Class", STR(""));
	pair(w, "日期", "Date", STR(""));
	pair(w, "课程", "Course", course_name(w));
	pair(w, "时间", "Length", length_of(w));
	docx_end_table(w->d);
	section_chapter(w, "brief", "任务情境", "The task");
	section_chapter(w, "goal", "实训目标", "What you learn");
	list_chapter(w, "reading-", "学习资料", "Reading", true);
	task_steps(w);
	rubric(w, true);
	list_chapter(w, "extension-", "拓展任务", "If you are quick", true);
	list_chapter(w, "question-", "思考题", "Questions", false);
	chapter(w, "实训小结", "What I found");
	docx_lines(w->d, BLANK_LINES);
}

enum problem_code lesson_docx(const struct lesson *l, enum lesson_docx_kind kind, enum lang lang, struct buf *out, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	struct writing w = { .l = l, .lang = lang, .a = &a, .d = docx_create(l->text[lang].title) };
	if (kind == LESSON_DOCX_PLAN)
		write_plan(&w);
	else
		write_task(&w);
	enum problem_code code = docx_finish(w.d, out, p);
	arena_fini(&a);
	return code;
}
