/* Chapter 9: teachers. Only those of this programme are in the document; shares have their own denominators. */
#include "school/standard/inside.h"

#include "base/calendar.h"

#include <stdio.h>

static const struct p_teacher *teacher(const struct checking *k, int i)
{
	return &ROWS(k->p, teacher)[i];
}

static bool teachers_given(struct checking *k, struct clause_result *r)
{
	if (GIVEN(k->p, teacher))
		return true;
	r_no_data(k, r, T_teacher, -1, NULL, "教师名单", "the teachers");
	return false;
}

static int of_kind(const struct checking *k, int kind)
{
	int n = 0;
	for (int i = 0; i < N(k->p, teacher); i++)
		n += teacher(k, i)->kind == kind;
	return n;
}

/* 9.1-03: students of all years, whom the list of one year doesn't have. Without a full-time teacher it fails; nothing is divided. */
DECIDE(rule_9_1_03)
{
	int64_t students = ROWS(k->p, school)->programme_students;
	if (!teachers_given(k, r))
		return;
	if (students == NONE) {
		r_no_data(k, r, T_school, -1, "programme_students", "本专业学生数", "how many students the programme has");
		return;
	}
	int n = of_kind(k, TEACHER_FULL_TIME);
	bool ok = n > 0 && students <= c->max * n;
	r_figure(r, "students", students);
	r_figure(r, "full_time_teachers", n);
	r_figure(r, "most_to_one", c->max);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, ok ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "学生 %lld 人，专任教师 %d 人；按 %lld∶1 最多 %lld 名学生", (long long)students, n, (long long)c->max, (long long)(c->max * n));
	r_en(k, r, "Students: %lld; full-time teachers: %d; at %lld to 1 at most %lld students", (long long)students, n, (long long)c->max,
		(long long)(c->max * n));
}

/* 9.1-04: senior is associate senior (副高) and senior (正高). */
DECIDE(rule_9_1_04)
{
	int n = 0, senior = 0;
	if (!teachers_given(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++) {
		if (teacher(k, i)->kind != TEACHER_FULL_TIME)
			continue;
		if (teacher(k, i)->title == WORD_NONE) {
			r_no_data(k, r, T_teacher, i, "title", "专任教师的职称", "a full-time teacher's title");
			return;
		}
		n++;
		senior += teacher(k, i)->title >= TITLE_ASSOCIATE;
	}
	r_figure(r, "full_time_teachers", n);
	r_figure(r, "senior", senior);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, n && senior * c->share[1] >= n * c->share[0] ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "高级职称 %d 人，专任教师 %d 人；应不低于 %d/%d", "Full-time teachers with senior titles: %d of %d; at least %d/%d", senior, n,
		(int)c->share[0], (int)c->share[1]);
}

/* 9.1-05: full-time teachers of professional courses. */
DECIDE(rule_9_1_05)
{
	int n = 0, dual = 0;
	if (!teachers_given(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++) {
		const struct p_teacher *t = teacher(k, i);
		if (t->kind != TEACHER_FULL_TIME || t->professional == 0)
			continue;
		if (t->professional < 0 || t->dual_qualified < 0) {
			r_no_data(k, r, T_teacher, i, t->professional < 0 ? "professional" : "dual_qualified", "是否任教专业课、是否“双师型”",
				"whether a teacher has professional courses, and is dual-qualified");
			return;
		}
		n++;
		dual += t->dual_qualified;
	}
	r_figure(r, "professional_teachers", n);
	r_figure(r, "dual_qualified", dual);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, n && dual * c->share[1] >= n * c->share[0] ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "“双师型”%d 人，专业课专任教师 %d 人；应不低于 %d/%d",
		"Dual-qualified full-time teachers of professional courses: %d of %d; at least %d/%d", dual, n, (int)c->share[0], (int)c->share[1]);
}

/* 9.1-06: the text has no number; one is our reading. */
DECIDE(rule_9_1_06)
{
	if (!teachers_given(k, r))
		return;
	int n = of_kind(k, TEACHER_MENTOR);
	r_figure(r, "industry_mentors", n);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, n >= c->min ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "行业导师 %d 人，应不少于 %d 人", "Industry mentors: %d, at least %d", n, (int)c->min);
}

/* 9.1-07: mentors count as part-time. */
DECIDE(rule_9_1_07)
{
	if (!teachers_given(k, r))
		return;
	int full = of_kind(k, TEACHER_FULL_TIME), part = of_kind(k, TEACHER_PART_TIME) + of_kind(k, TEACHER_MENTOR);
	r_figure(r, "full_time", full);
	r_figure(r, "part_time_and_mentors", part);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, full && part ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "专任教师 %d 人，兼职教师和行业导师 %d 人", "Full-time teachers: %d; part-time teachers and mentors: %d", full, part);
}

/* 9.1-08: meetings of teaching research in the newest term that has ended, or an item of evidence. */
DECIDE(slot_9_1_08)
{
	int64_t begin = 0, end = -1;
	int n = 0;
	(void)r_passed_term(k, &begin, &end);
	for (int i = 0; i < N(k->p, meeting); i++)
		n += ROWS(k->p, meeting)[i].kind == MEETING_RESEARCH && ROWS(k->p, meeting)[i].on >= begin && ROWS(k->p, meeting)[i].on <= end;
	if (!n) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "meetings", n);
	r_point(k, r, T_meeting, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "上一学期教研活动 %d 次", "Meetings of teaching research in the last term: %d", n);
}

/* 9.2-01 */
DECIDE(rule_9_2_01)
{
	int lead = -1;
	if (!teachers_given(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++)
		if (teacher(k, i)->lead == 1)
			lead = i;
	if (lead < 0 || teacher(k, lead)->title == WORD_NONE) {
		r_no_data(k, r, T_teacher, lead, lead < 0 ? NULL : "title", "专业带头人及其职称", "who leads the programme, and the title");
		return;
	}
	const struct word *w = &k->s->list[LIST_TITLE].word[teacher(k, lead)->title];
	r_figure(r, "title_level", teacher(k, lead)->title);
	r_figure(r, "title_needed", TITLE_ASSOCIATE);
	r_point(k, r, T_teacher, lead, "title");
	r_state(r, teacher(k, lead)->title >= TITLE_ASSOCIATE ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "专业带头人职称为%.*s，原则上应为副高级及以上", STR_FMT(w->text[LANG_ZH]));
	r_en(k, r, "The lead's title is %.*s; in principle associate senior or above", STR_FMT(w->text[LANG_EN]));
}

/* 9.3-01 */
DECIDE(rule_9_3_01)
{
	int n = 0, without = 0;
	if (!teachers_given(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++) {
		if (teacher(k, i)->kind != TEACHER_FULL_TIME)
			continue;
		if (teacher(k, i)->certificate < 0) {
			r->n_pointers = 0;
			r_no_data(
				k, r, T_teacher, i, "certificate", "专任教师是否具有教师资格证书", "whether a full-time teacher has the certificate");
			return;
		}
		n++;
		if (!teacher(k, i)->certificate)
			without++, r_point(k, r, T_teacher, i, "certificate");
	}
	if (!n) {
		r_no_data(k, r, T_teacher, -1, NULL, "专任教师", "full-time teachers");
		return;
	}
	if (!without)
		r_point(k, r, T_teacher, -1, NULL);
	r_figure(r, "full_time_teachers", n);
	r_figure(r, "without_certificate", without);
	r_state(r, without ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "专任教师 %d 人，没有教师资格证书的 %d 人", "Full-time teachers: %d; without the certificate: %d", n, without);
}

/* 9.3-02 */
DECIDE(rule_9_3_02)
{
	int n = 0, other = 0;
	if (!teachers_given(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++) {
		const struct p_teacher *t = teacher(k, i);
		if (t->kind != TEACHER_FULL_TIME || t->professional == 0)
			continue;
		if (t->professional < 0 || t->degree == WORD_NONE) {
			r->n_pointers = 0;
			r_no_data(k, r, T_teacher, i, t->professional < 0 ? "professional" : "degree", "专业课教师的专业背景",
				"the field of study of a teacher of professional courses");
			return;
		}
		n++;
		if (!(c->need & bit(t->degree)))
			other++, r_point(k, r, T_teacher, i, "degree");
	}
	if (!n) {
		r_no_data(k, r, T_teacher, -1, NULL, "专业课专任教师", "full-time teachers of professional courses");
		return;
	}
	if (!other)
		r_point(k, r, T_teacher, -1, NULL);
	r_figure(r, "professional_teachers", n);
	r_figure(r, "of_other_fields", other);
	r_state(r, other ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "专业课专任教师 %d 人，专业背景不相关的 %d 人", "Full-time teachers of professional courses: %d; from unrelated fields: %d", n,
		other);
}

/* ---- enterprise practice ---- */
enum { SPANS_MAX = 200 };

/* Thirtieths of a month that a teacher spent in enterprises between two days, both included. */
static int64_t practice30(const struct checking *k, int who, int64_t from, int64_t to)
{
	struct span_days s[SPANS_MAX];
	int n = 0;
	to = to < k->as_of ? to : k->as_of; /* what is planned isn't done */
	for (int i = 0; i < N(k->p, teacher_practice) && n < SPANS_MAX; i++) {
		const struct p_teacher_practice *p = &ROWS(k->p, teacher_practice)[i];
		if (p->teacher != who || p->ends < from || p->starts > to)
			continue;
		s[n++] = (struct span_days){ p->starts > from ? p->starts : from, (p->ends < to ? p->ends : to) + 1 };
	}
	return months30_sum(s, n);
}

struct practice {
	int n, short_of, first; /* teachers, of whom fewer; the first of them */
	int64_t least;
};

static struct practice practice_of_all(const struct checking *k, int64_t from, int64_t to, int64_t need30)
{
	struct practice p = { .first = -1 };
	for (int i = 0; i < N(k->p, teacher); i++) {
		const struct p_teacher *t = teacher(k, i);
		if (t->kind != TEACHER_FULL_TIME || t->professional != 1 || (t->joined_on != NONE && t->joined_on > from))
			continue;
		int64_t d = practice30(k, i, from, to);
		p.least = !p.n++ || d < p.least ? d : p.least;
		if (d >= need30)
			continue;
		p.short_of++;
		p.first = p.first < 0 ? i : p.first;
	}
	return p;
}

static bool practice_known(struct checking *k, struct clause_result *r)
{
	if (!teachers_given(k, r))
		return false;
	for (int i = 0; i < N(k->p, teacher); i++)
		if (teacher(k, i)->kind == TEACHER_FULL_TIME && teacher(k, i)->professional < 0) {
			r_no_data(k, r, T_teacher, i, "professional", "是否任教专业课", "whether a teacher has professional courses");
			return false;
		}
	if (GIVEN(k->p, teacher_practice))
		return true;
	r_no_data(k, r, T_teacher_practice, -1, NULL, "教师企业实践记录", "the enterprise practice of teachers");
	return false;
}

static void tell_practice(struct checking *k, struct clause_result *r, const struct practice *p, int64_t from, int64_t to, int64_t months)
{
	char a[CAL_TEXT_MAX], b[CAL_TEXT_MAX];
	cal_format_date(from, a);
	cal_format_date(to, b);
	r_figure(r, "teachers", p->n);
	r_figure(r, "short_of_it", p->short_of);
	r_figure(r, "least_thirtieths_of_a_month", p->least);
	r_point(k, r, T_teacher_practice, -1, NULL);
	if (p->first >= 0)
		r_point(k, r, T_teacher, p->first, NULL);
	r_zh(k, r, "%s 至 %s：专业教师 %d 人，不足 %lld 个月的 %d 人，最少 %lld 个月零 %lld 天", a, b, p->n, (long long)months, p->short_of,
		(long long)(p->least / 30), (long long)(p->least % 30));
	r_en(k, r, "%s to %s: professional teachers %d; short of the months asked for: %d (asked %lld; the least is months %lld, days %lld)", a, b,
		p->n, p->short_of, (long long)months, (long long)(p->least / 30), (long long)(p->least % 30));
}

/* 9.3-08: of the school year that ended last; in the first one of the students it falls due at its end, unless all have done it already. */
DECIDE(rule_9_3_08)
{
	const struct facts *f = &k->f;
	int64_t entry = ROWS(k->p, cohort)->entry, from = f->school_year_begin, to = f->school_year_end;
	if (!practice_known(k, r))
		return;
	struct practice p = practice_of_all(k, from, to, c->min * 30);
	bool running = k->as_of < to;
	if (running && p.short_of && !(entry != NONE && from <= entry)) { /* an earlier year has been judged */
		to = from - 1;
		from = day_add_months(from, -12);
		p = practice_of_all(k, from, to, c->min * 30);
		running = false;
	}
	if (!p.n) {
		r_no_data(k, r, T_teacher, -1, NULL, "在该学年任教满一年的专业课专任教师",
			"full-time teachers of professional courses who were there the whole year");
		return;
	}
	tell_practice(k, r, &p, from, to, c->min);
	r_state(r, p.short_of ? (running ? CLAUSE_SHORT : CLAUSE_FAIL) : CLAUSE_PASS);
	r->due_on = running ? to : NONE;
	r->due_term = running ? 2 : 0;
}

/* 9.3-09: five years that end on the day of the check; who joined within them is not judged. */
DECIDE(rule_9_3_09)
{
	if (!practice_known(k, r))
		return;
	int64_t from = day_add_months(k->as_of, -60) + 1;
	struct practice p = practice_of_all(k, from, k->as_of, c->min * 30);
	if (!p.n) {
		bool any = of_kind(k, TEACHER_FULL_TIME) > 0;
		r_no_data(k, r, T_teacher, -1, NULL, "任教满五年的专业课专任教师",
			"full-time teachers of professional courses who were there five years");
		if (any)
			r_state(r, CLAUSE_NOT_APPLICABLE);
		return;
	}
	tell_practice(k, r, &p, from, k->as_of, c->min);
	r_state(r, p.short_of ? CLAUSE_FAIL : CLAUSE_PASS);
}

/* ---- part-time teachers ---- */
static bool part_time(struct checking *k, struct clause_result *r)
{
	if (!teachers_given(k, r))
		return false;
	if (of_kind(k, TEACHER_PART_TIME))
		return true;
	r_state(r, CLAUSE_NOT_APPLICABLE);
	r_point(k, r, T_teacher, -1, NULL);
	r_text(r, "没有兼职教师", "There are no part-time teachers");
	return false;
}

/* 9.4-01: mainly is more than half. */
DECIDE(rule_9_4_01)
{
	int n = 0, industry = 0;
	if (!part_time(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++) {
		if (teacher(k, i)->kind != TEACHER_PART_TIME)
			continue;
		if (teacher(k, i)->employer == WORD_NONE) {
			r_no_data(k, r, T_teacher, i, "employer", "兼职教师的所在单位", "a part-time teacher's employer");
			return;
		}
		n++;
		industry += teacher(k, i)->employer == EMPLOYER_ENTERPRISE;
	}
	r_figure(r, "part_time_teachers", n);
	r_figure(r, "of_industry", industry);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, industry * c->share[1] > n * c->share[0] ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "来自行业企业 %d 人，兼职教师 %d 人；应超过 %d/%d", "Part-time teachers from the industry: %d of %d; more than %d/%d", industry,
		n, (int)c->share[0], (int)c->share[1]);
}

/* 9.4-03 */
DECIDE(rule_9_4_03)
{
	int n = 0, below = 0;
	if (!part_time(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++) {
		const struct p_teacher *t = teacher(k, i);
		if (t->kind != TEACHER_PART_TIME)
			continue;
		if (t->title == WORD_NONE && t->skill == WORD_NONE) {
			r->n_pointers = 0;
			r_no_data(k, r, T_teacher, i, "title", "兼职教师的职称或职业技能等级", "a part-time teacher's title or level of skill");
			return;
		}
		n++;
		if (t->title < TITLE_INTERMEDIATE && t->skill < SKILL_SENIOR)
			below++, r_point(k, r, T_teacher, i, "title");
	}
	if (!below)
		r_point(k, r, T_teacher, -1, NULL);
	r_figure(r, "part_time_teachers", n);
	r_figure(r, "below", below);
	r_state(r, below ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "兼职教师 %d 人，未达中级职称或高级工的 %d 人", "Part-time teachers: %d; below intermediate title and senior worker: %d", n,
		below);
}

/* 9.4-05 */
DECIDE(rule_9_4_05)
{
	int n = 0;
	if (!teachers_given(k, r))
		return;
	for (int i = 0; i < N(k->p, teacher); i++)
		n += teacher(k, i)->honour >= 0;
	r_figure(r, "teachers", n);
	r_point(k, r, T_teacher, -1, NULL);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_NOT_APPLICABLE);
	r_say(k, r, "聘请技能大师、劳动模范、能工巧匠 %d 人", "Skill masters, model workers and craftspeople hired: %d", n);
}
