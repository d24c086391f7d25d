/* Chapters 1 to 6 and 8.1: the plan itself, its courses and its practice. */
#include "school/standard/inside.h"

#include "base/calendar.h"

#include <stdio.h>

/* 1-01: an approved plan exists that names this standard as its base; the document itself is an item of evidence or plan.document. */
DECIDE(slot_1_01)
{
	const struct p_plan *plan = ROWS(k->p, plan);
	r_point(k, r, T_plan, -1, "approved_on");
	if (plan->based_on.n && !str_eq(plan->based_on, k->s->code)) {
		r_state(r, CLAUSE_FAIL);
		r_zh(k, r, "方案所依据的标准为 %.*s，应为 %.*s", STR_FMT(plan->based_on), STR_FMT(k->s->code));
		r_en(k, r, "The plan is based on %.*s, not on %.*s", STR_FMT(plan->based_on), STR_FMT(k->s->code));
	} else if (plan->based_on.n && plan->approved_on != NONE && plan->approved_on <= k->as_of && plan->document.n) {
		char on[CAL_TEXT_MAX];
		cal_format_date(plan->approved_on, on);
		r_state(r, CLAUSE_PASS);
		r_zh(k, r, "方案依据 %.*s 编制，%s 审定：%.*s", STR_FMT(k->s->code), on, STR_FMT(plan->document));
		r_en(k, r, "The plan is based on %.*s and was approved on %s: %.*s", STR_FMT(k->s->code), on, STR_FMT(plan->document));
	} else if (k->first_item[c - k->s->clause] >= 0) {
		slot_file(k, c, r);
	} else {
		r_state(r, CLAUSE_EVIDENCE_MISSING);
		r_text(r, "应有方案文本、所依据的标准和审定日期", "The plan's document, its base and the day of its approval are needed");
	}
}

/* 2-01 */
DECIDE(rule_2_01)
{
	const struct p_plan *plan = ROWS(k->p, plan);
	if (!plan->code.n || !plan->name.n) {
		r_no_data(k, r, T_plan, -1, plan->code.n ? "name" : "code", "专业名称和代码", "the programme's name and code");
		return;
	}
	r_state(r, str_eq(plan->code, c->value) && str_eq(plan->name, k->s->name[LANG_ZH]) ? CLAUSE_PASS : CLAUSE_FAIL);
	r_point(k, r, T_plan, -1, "code");
	r_zh(k, r, "专业为%.*s（%.*s），标准为%.*s（%.*s）", STR_FMT(plan->name), STR_FMT(plan->code), STR_FMT(k->s->name[LANG_ZH]),
		STR_FMT(c->value));
	r_en(k, r, "The programme is %.*s (%.*s), the standard's %.*s (%.*s)", STR_FMT(plan->name), STR_FMT(plan->code), STR_FMT(k->s->name[LANG_ZH]),
		STR_FMT(c->value));
}

/* 3-01: all who entered, not a share of them. */
DECIDE(rule_3_01)
{
	int n = 0, well = 0;
	for (int i = 0; i < N(k->p, student); i++) {
		const struct p_student *s = &ROWS(k->p, student)[i];
		if (s->status == STATUS_LEFT)
			continue;
		if (s->entry == WORD_NONE) {
			r_no_data(k, r, T_student, i, "entry", "学生的入学资格", "a student's entry qualification");
			return;
		}
		n++;
		well += s->entry == ENTRY_JUNIOR || s->entry == ENTRY_EQUIVALENT;
		if (s->entry == ENTRY_OTHER)
			r_point(k, r, T_student, i, "entry");
	}
	if (!n) {
		r_no_data(k, r, T_student, -1, NULL, "学生名单", "the students");
		return;
	}
	if (well == n)
		r_point(k, r, T_student, -1, NULL);
	r_figure(r, "students", n);
	r_figure(r, "qualified", well);
	r_state(r, well == n ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "符合入学要求 %d 人，共 %d 人", "Students qualified to enter: %d of %d", well, n);
}

/* 4-01 */
DECIDE(rule_4_01)
{
	int64_t years = ROWS(k->p, plan)->duration_years;
	if (years == NONE) {
		r_no_data(k, r, T_plan, -1, "duration_years", "基本修业年限", "the length of study");
		return;
	}
	r_figure(r, "years", years);
	r_point(k, r, T_plan, -1, "duration_years");
	r_state(r, years == c->is ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "修业年限 %d 年，标准为 %d 年", "Length in years: %d, the standard says %d", (int)years, (int)c->is);
}

static void code_is(struct checking *k, const struct clause *c, struct clause_result *r, struct str code, const char *field)
{
	r_point(k, r, T_plan, -1, field);
	if (!code.n) {
		r->n_pointers = 0;
		r_no_data(k, r, T_plan, -1, field, "专业大类和专业类代码", "the codes of category and class");
		return;
	}
	r_state(r, str_eq(code, c->value) ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "代码为 %.*s，标准为 %.*s", "The code is %.*s, the standard's %.*s", STR_FMT(code), STR_FMT(c->value));
}

/* 5-01, 5-02 */
DECIDE(rule_5_01)
{
	code_is(k, c, r, ROWS(k->p, plan)->category_code, "category_code");
}

DECIDE(rule_5_02)
{
	code_is(k, c, r, ROWS(k->p, plan)->class_code, "class_code");
}

static void plan_words(struct checking *k, const struct clause *c, struct clause_result *r, const struct words *w, const char *field)
{
	r_point(k, r, T_plan, -1, field);
	if (!w->given) {
		r->n_pointers = 0;
		r_no_data(k, r, T_plan, -1, field, k->s->list[c->list].text[LANG_ZH].p, k->s->list[c->list].text[LANG_EN].p);
		return;
	}
	r_need(k, c, r, w->bits, CLAUSE_FAIL);
}

/* 5-03, 5-04, 5-05 */
DECIDE(rule_5_03)
{
	plan_words(k, c, r, &ROWS(k->p, plan)->industries, "industries");
}

DECIDE(rule_5_04)
{
	plan_words(k, c, r, &ROWS(k->p, plan)->occupations, "occupations");
}

DECIDE(rule_5_05)
{
	plan_words(k, c, r, &ROWS(k->p, plan)->posts, "posts");
}

/* An open list of suggestions: one of them is enough. */
static void suggested(struct checking *k, const struct clause *c, struct clause_result *r, uint64_t have)
{
	uint64_t taken = have & c->need;
	r_figure(r, "suggested", bits_count(c->need));
	r_figure(r, "taken", bits_count(taken));
	r_state(r, taken ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "建议的 %d 项中采用 %d 项：%.*s", bits_count(c->need), bits_count(taken), STR_FMT(r_names(k, c->list, taken, LANG_ZH)));
	r_en(k, r, "Taken of those suggested: %d of %d (%.*s)", bits_count(taken), bits_count(c->need), STR_FMT(r_names(k, c->list, taken, LANG_EN)));
}

/* 5-06 */
DECIDE(rule_5_06)
{
	const struct words *w = &ROWS(k->p, plan)->certificates;
	if (!w->given)
		r_no_data(k, r, T_plan, -1, "certificates", "职业类证书", "the certificates");
	else
		r_point(k, r, T_plan, -1, "certificates"), suggested(k, c, r, w->bits);
}

static uint64_t need_of(struct checking *k, const char *id)
{
	int i = clause_find(k->s, str_c(id));
	return i < 0 ? 0 : k->s->clause[i].need;
}

/* 6-02: every industry of 5-03 and post of 5-05 is in the objective. */
DECIDE(rule_6_02)
{
	const struct p_plan *plan = ROWS(k->p, plan);
	if (!plan->objective_industries.given || !plan->objective_posts.given) {
		r_no_data(k, r, T_plan, -1, plan->objective_posts.given ? "objective_industries" : "objective_posts", "培养目标面向的行业和岗位",
			"the industries and posts of the objective");
		return;
	}
	uint64_t industries = need_of(k, "5-03") & ~plan->objective_industries.bits, posts = need_of(k, "5-05") & ~plan->objective_posts.bits;
	r_figure(r, "industries_missing", bits_count(industries));
	r_figure(r, "posts_missing", bits_count(posts));
	r_point(k, r, T_plan, -1, "objective_posts");
	r_state(r, industries | posts ? CLAUSE_FAIL : CLAUSE_PASS);
	if (!(industries | posts)) {
		r_text(r, "培养目标写明了标准所列的行业和岗位", "The objective names the industries and posts of the standard");
		return;
	}
	r_zh(k, r, "培养目标缺行业：%.*s；缺岗位：%.*s", STR_FMT(r_names(k, LIST_INDUSTRY, industries, LANG_ZH)),
		STR_FMT(r_names(k, LIST_POST, posts, LANG_ZH)));
	r_en(k, r, "The objective lacks industries: %.*s; posts: %.*s", STR_FMT(r_names(k, LIST_INDUSTRY, industries, LANG_EN)),
		STR_FMT(r_names(k, LIST_POST, posts, LANG_EN)));
}

/* 6-03: a kind of work has the id of its domain. Each is reached by a course now, and by a graded task once the core courses are over. */
DECIDE(rule_6_03)
{
	if (!N(k->p, course)) {
		r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
		return;
	}
	uint64_t by_course = 0, by_task = 0;
	for (int w = 0; w < k->s->list[LIST_WORK_AREA].n; w++) {
		int domain = word_find(&k->s->list[LIST_DOMAIN], k->s->list[LIST_WORK_AREA].word[w].id);
		if (k->f.all_domains & bit(domain))
			by_course |= bit(w);
		for (int i = 0; i < k->s->n; i++)
			if (domain >= 0 && k->s->clause[i].domain == domain && k->tasks[i] & TASK_GRADED)
				by_task |= bit(w);
	}
	uint64_t no_course = c->need & ~by_course, no_task = c->need & ~by_task;
	r_figure(r, "required", bits_count(c->need));
	r_figure(r, "by_courses", bits_count(c->need & by_course));
	r_figure(r, "by_tasks", bits_count(c->need & by_task));
	r_point(k, r, T_course, -1, NULL);
	r_point(k, r, T_task, -1, NULL);
	r_state(r, no_course ? CLAUSE_FAIL : no_task ? CLAUSE_SHORT : CLAUSE_PASS);
	r_zh(k, r, "七类工作中课程覆盖 %d 类，考核任务覆盖 %d 类；缺课程：%.*s；缺任务：%.*s", bits_count(c->need & by_course),
		bits_count(c->need & by_task), STR_FMT(r_names(k, c->list, no_course, LANG_ZH)), STR_FMT(r_names(k, c->list, no_task, LANG_ZH)));
	r_en(k, r, "Courses reach %d of the seven kinds of work, graded tasks %d; without a course: %.*s; without a task: %.*s",
		bits_count(c->need & by_course), bits_count(c->need & by_task), STR_FMT(r_names(k, c->list, no_course, LANG_EN)),
		STR_FMT(r_names(k, c->list, no_task, LANG_EN)));
}

static bool courses_given(struct checking *k, struct clause_result *r)
{
	if (N(k->p, course)) {
		r_point(k, r, T_course, -1, NULL);
		return true;
	}
	r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
	return false;
}

/* 8.1-01 */
DECIDE(rule_8_1_01)
{
	int n[2] = { 0 };
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++)
		n[ROWS(k->p, course)[i].category == CATEGORY_PROFESSIONAL]++;
	r_figure(r, "public_courses", n[0]);
	r_figure(r, "professional_courses", n[1]);
	r_state(r, n[0] && n[1] ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "公共基础课程 %d 门，专业课程 %d 门", "Public basic courses: %d; professional courses: %d", n[0], n[1]);
}

/* Courses by subject; where one is missing and a course doesn't say how it is taken, nothing is known. */
static void subjects(struct checking *k, const struct clause *c, struct clause_result *r, uint64_t have)
{
	if (!courses_given(k, r))
		return;
	for (int i = 0; c->need & ~have && i < N(k->p, course); i++) {
		const struct p_course *p = &ROWS(k->p, course)[i];
		if (p->required == WORD_NONE && c->need & ~have & bit(p->subject)) {
			r->n_pointers = 0;
			r_no_data(k, r, T_course, i, "required", "课程是必修还是选修", "whether a course is required or elective");
			return;
		}
	}
	r_need(k, c, r, have, CLAUSE_FAIL);
}

/* 8.1.1-02, 8.1.1-03 */
DECIDE(rule_8_1_1_02)
{
	subjects(k, c, r, k->f.subjects_required);
}

DECIDE(rule_8_1_1_03)
{
	subjects(k, c, r, k->f.subjects_restricted);
}

/* Courses that carry a mark of one's own choice: used or not, never a fault. */
static void chosen(struct checking *k, struct clause_result *r, int n, const char *field)
{
	r_figure(r, "courses", n);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_NOT_APPLICABLE);
	r_say(k, r, "采用 %d 门（课程的 %s）", "Courses that make use of it: %d (%s of a course)", n, field);
}

/* 8.1.1-04 */
DECIDE(rule_8_1_1_04)
{
	int n = 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++)
		n += ROWS(k->p, course)[i].school_based == 1;
	chosen(k, r, n, "school_based");
}

/* 8.1.4-06 */
DECIDE(rule_8_1_4_06)
{
	int n = 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++)
		n += ROWS(k->p, course)[i].special == 1;
	chosen(k, r, n, "special");
}

/* 8.1.2-01 */
DECIDE(rule_8_1_2_01)
{
	const struct facts *f = &k->f;
	if (!courses_given(k, r))
		return;
	r_figure(r, "foundation", f->n_foundation);
	r_figure(r, "core", f->n_core);
	r_figure(r, "extension", f->n_extension);
	r_state(r, f->n_foundation && f->n_core && f->n_extension ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "专业基础 %d 门、核心 %d 门、拓展 %d 门", "Courses: foundation %d, core %d, extension %d", f->n_foundation, f->n_core,
		f->n_extension);
}

/* 8.1.2-02: a foundation course ends in a term before the core course that names it as prerequisite begins. */
DECIDE(rule_8_1_2_02)
{
	int pairs = 0, late = 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++) {
		const struct p_course *core = &ROWS(k->p, course)[i];
		for (int q = 0; core->kind == COURSE_KIND_CORE && q < core->prerequisites.n; q++) {
			const struct p_course *base = &ROWS(k->p, course)[core->prerequisites.row[q]];
			if (base->kind != COURSE_KIND_FOUNDATION)
				continue;
			if (core->first_term == NONE || base->first_term == NONE) {
				r->n_pointers = 0;
				r_no_data(k, r, T_course, core->first_term == NONE ? i : core->prerequisites.row[q], "first_term", "课程的开课学期",
					"the term of a course");
				return;
			}
			pairs++;
			if ((base->last_term != NONE ? base->last_term : base->first_term) >= core->first_term)
				late++, r_point(k, r, T_course, i, "first_term");
		}
	}
	r_figure(r, "pairs", pairs);
	r_figure(r, "late", late);
	if (!pairs) {
		r->n_pointers = 0;
		r_no_data(k, r, T_course, -1, NULL, "核心课程的先修专业基础课程（prerequisites）",
			"which foundation courses the core courses build on (prerequisites)");
		return;
	}
	r_state(r, late ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "先修关系 %d 对，基础课未在核心课开课前结束的 %d 对",
		"Foundation courses that core courses build on: %d; not over before the core course begins: %d", pairs, late);
}

/* 8.1.2-03 */
DECIDE(rule_8_1_2_03)
{
	int without = 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++)
		if (ROWS(k->p, course)[i].kind == COURSE_KIND_CORE && !ROWS(k->p, course)[i].typical_tasks.n)
			without++, r_point(k, r, T_course, i, "typical_tasks");
	r_figure(r, "core", k->f.n_core);
	r_figure(r, "without_tasks", without);
	if (!k->f.n_core) {
		r_no_data(k, r, T_course, -1, NULL, "专业核心课程", "core courses");
		return;
	}
	r_state(r, without ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "核心课程 %d 门，其中 %d 门没有列出典型工作任务", "Core courses: %d; without a typical task: %d", k->f.n_core, without);
}

/* 8.1.2-F0, 8.1.2-C0: as many as the standard says; more are well where all domains are covered (eight core courses in seven domains). */
static void number_of_courses(struct checking *k, const struct clause *c, struct clause_result *r, int n, uint64_t domains,
	void (*rule)(struct checking *k, const struct clause *c, struct clause_result *r))
{
	uint64_t all = 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < k->s->n; i++)
		if (k->s->clause[i].answer->decide == rule)
			all |= bit(k->s->clause[i].domain);
	int covered = bits_count(all & domains), of = bits_count(all);
	r_figure(r, "courses", n);
	r_figure(r, "standard", c->min);
	r_figure(r, "domains_covered", covered);
	r_figure(r, "domains", of);
	r_state(r, n >= c->min && (n == c->min || covered == of) ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "%d 门，标准为 %d 门；覆盖领域 %d / %d", "Courses: %d, the standard says %d; domains covered: %d of %d", n, (int)c->min, covered,
		of);
}

DECIDE(rule_8_1_2_F0)
{
	number_of_courses(k, c, r, k->f.n_foundation, k->f.foundation_domains, rule_foundation_domain);
}

DECIDE(rule_8_1_2_C0)
{
	number_of_courses(k, c, r, k->f.n_core, k->f.core_domains, rule_core_domain);
}

static void domain_covered(struct checking *k, const struct clause *c, struct clause_result *r, int kind)
{
	int n = 0;
	if (!N(k->p, course)) {
		courses_given(k, r);
		return;
	}
	int blank = -1;
	for (int i = 0; i < N(k->p, course); i++) {
		const struct p_course *p = &ROWS(k->p, course)[i];
		if (p->kind == kind && p->domains.bits & bit(c->domain))
			n++, r_point(k, r, T_course, i, "domains");
		if (p->kind == kind && !p->domains.given)
			blank = i;
	}
	if (!n && blank >= 0) {
		r_no_data(k, r, T_course, blank, "domains", "课程领域", "the domains of a course");
		return;
	}
	if (!n)
		r_point(k, r, T_course, -1, NULL);
	r_figure(r, "courses", n);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_FAIL);
	const struct word *w = &k->s->list[LIST_DOMAIN].word[c->domain];
	r_zh(k, r, "覆盖“%.*s”领域的课程 %d 门", STR_FMT(w->text[LANG_ZH]), n);
	r_en(k, r, "Courses in the domain: %d (%.*s)", n, STR_FMT(w->text[LANG_EN]));
}

/* 8.1.2-F1 … F4, C1 … C7 */
DECIDE(rule_foundation_domain)
{
	domain_covered(k, c, r, COURSE_KIND_FOUNDATION);
}

DECIDE(rule_core_domain)
{
	domain_covered(k, c, r, COURSE_KIND_CORE);
}

/* 8.1.2-X1 */
DECIDE(rule_8_1_2_X1)
{
	if (courses_given(k, r))
		suggested(k, c, r, k->f.extension_domains);
}
