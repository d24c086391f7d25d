/* Chapter 7, the core courses' tasks and requirements, 11.2: what students have attained. */
#include "school/standard/inside.h"

#include <stdio.h>

/* 7-06a and others, 8.1.2-C…-R…: by the records of attainment (a passed check, a rubric's row, a market's own log). */
DECIDE(rule_attained)
{
	int clause = (int)(c - k->s->clause);
	r_point(k, r, k->counted[clause] >= 0 ? T_attainment_count : T_attainment, k->counted[clause], NULL);
	if (k->judged[clause] <= 0)
		r->n_pointers = 0;
	r_attained(k, c, r, k->judged[clause], k->met[clause]);
}

/* 8.1.2-C…-T…: a graded task of the typical task. A task planned in a course is told, and is not enough. */
DECIDE(rule_typical_task)
{
	uint64_t state = k->tasks[c - k->s->clause];
	int n = 0;
	if (!N(k->p, course)) {
		r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
		return;
	}
	for (int i = 0; i < N(k->p, task); i++)
		if (ROWS(k->p, task)[i].clause == c - k->s->clause && ROWS(k->p, task)[i].graded_on != NONE &&
			ROWS(k->p, task)[i].graded_on <= k->as_of)
			n++, r_point(k, r, T_task, i, NULL);
	if (!n)
		r_point(k, r, T_task, -1, NULL);
	r_figure(r, "graded_tasks", n);
	r_figure(r, "planned", (state & TASK_PLANNED) != 0);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_SHORT);
	r_zh(k, r, "已考核任务 %d 项，应不少于 1 项；课程中%s", n, state & TASK_PLANNED ? "已列出" : "未列出");
	r_en(k, r, "Graded tasks: %d, at least 1; %s in a course", n, state & TASK_PLANNED ? "planned" : "not planned");
}

/* ---- by grades ---- */
static bool grades_given(struct checking *k, struct clause_result *r)
{
	if (N(k->p, grade) && k->f.n_students)
		return true;
	r_no_data(k, r, T_grade, -1, NULL, "学生的课程成绩", "students' grades");
	return false;
}

/* Students who passed courses of all these subjects; who has a grade in one of them is judged. */
static void by_subjects(struct checking *k, const struct clause *c, struct clause_result *r, uint64_t need)
{
	int judged = 0, met = 0, n = N(k->p, student);
	if (!grades_given(k, r))
		return;
	uint64_t *passed = ARENA_ARRAY(k->a, uint64_t, n + 1), *seen = ARENA_ARRAY(k->a, uint64_t, n + 1);
	for (int i = 0; i < N(k->p, grade); i++) {
		const struct p_grade *g = &ROWS(k->p, grade)[i];
		uint64_t subject = bit(ROWS(k->p, course)[g->course].subject);
		seen[g->student] |= subject;
		if (g->passed == 1)
			passed[g->student] |= subject;
	}
	for (int i = 0; i < n; i++) {
		if (ROWS(k->p, student)[i].status == STATUS_LEFT)
			continue;
		judged += (seen[i] & need) != 0;
		met += !(need & ~passed[i]);
	}
	r_point(k, r, T_grade, -1, NULL);
	if (!judged)
		r->n_pointers = 0;
	r_attained(k, c, r, judged, met);
}

/* 7-03a */
DECIDE(rule_7_03a)
{
	by_subjects(k, c, r, c->need);
}

/* 7-04b */
DECIDE(rule_7_04b)
{
	by_subjects(k, c, r, bit(word_find(&k->s->list[LIST_SUBJECT], STR("foreign_language"))));
}

/* 7-10 */
DECIDE(rule_7_10)
{
	by_subjects(k, c, r, bit(word_find(&k->s->list[LIST_SUBJECT], STR("it"))));
}

/* ---- evidence or records ---- */
/* An item of evidence serves; where records show that too few have attained it, they decide. */
DECIDE(slot_attained)
{
	int clause = (int)(c - k->s->clause);
	if (k->judged[clause] > 0)
		rule_attained(k, c, r);
	else
		slot_file(k, c, r);
}

static void by_skill(struct checking *k, const struct clause *c, struct clause_result *r, bool art)
{
	int judged = 0, met = 0;
	for (int i = 0; i < N(k->p, student); i++) {
		const struct p_student *s = &ROWS(k->p, student)[i];
		int64_t n = art ? s->art_skills : s->sport_skills;
		if (s->status == STATUS_LEFT || n == NONE)
			continue;
		judged++;
		met += n >= c->min;
	}
	if (!judged) {
		slot_attained(k, c, r);
		return;
	}
	r_point(k, r, T_student, -1, NULL);
	r_attained(k, c, r, judged, met);
}

/* 7-12a */
DECIDE(slot_7_12a)
{
	by_skill(k, c, r, false);
}

/* 7-13b */
DECIDE(slot_7_13b)
{
	by_skill(k, c, r, true);
}

/* ---- 11.2 ---- */
static const struct p_graduate *graduate(const struct checking *k, int i)
{
	return &ROWS(k->p, graduate)[i];
}

enum ask { YES, NO, NOT_KNOWN };

static void every_graduate(struct checking *k, const struct clause *c, struct clause_result *r,
	enum ask (*ask)(struct checking *k, const struct p_graduate *g), const char *zh, const char *en)
{
	int n = N(k->p, graduate), no = 0, unknown = -1;
	if (!n) {
		r_no_data(k, r, T_graduate, -1, NULL, "毕业审核名单", "who graduates");
		return;
	}
	for (int i = 0; i < n; i++) {
		enum ask a = ask(k, graduate(k, i));
		if (a == NO)
			no++, r_point(k, r, T_graduate, i, NULL);
		if (a == NOT_KNOWN && unknown < 0)
			unknown = i;
	}
	if (!no && unknown >= 0) {
		r_no_data(k, r, T_graduate, unknown, NULL, zh, en);
		return;
	}
	if (!no)
		r_point(k, r, T_graduate, -1, NULL);
	r_figure(r, "graduates", n);
	r_figure(r, "not_met", no);
	r_state(r, no ? CLAUSE_FAIL : CLAUSE_PASS);
	r_zh(k, r, "%s：毕业审核 %d 人，不符 %d 人", zh, n, no);
	r_en(k, r, "%s: graduates %d, not met by %d", en, n, no);
}

static enum ask ask_practice(struct checking *k, const struct p_graduate *g)
{
	if (g->internship_done == 0 || g->training_done == 0)
		return NO;
	return g->internship_done < 0 || g->training_done < 0 ? NOT_KNOWN : YES;
}

/* 11.2-01 */
DECIDE(rule_11_2_01)
{
	every_graduate(k, c, r, ask_practice, "完成规定的实习和实训", "Internship and training done");
}

static enum ask ask_courses(struct checking *k, const struct p_graduate *g)
{
	int64_t need = ROWS(k->p, graduation)->credits;
	if (g->courses_passed == 1 || (need != NONE && g->credits != NONE && g->credits >= need))
		return YES;
	return g->courses_passed < 0 && (need == NONE || g->credits == NONE) ? NOT_KNOWN : NO;
}

/* 11.2-02: all courses passed, or all credits earned. */
DECIDE(rule_11_2_02)
{
	every_graduate(k, c, r, ask_courses, "全部课程合格或修满学分", "All courses passed or all credits earned");
}

static enum ask ask_all(struct checking *k, const struct p_graduate *g)
{
	const struct p_graduation *need = ROWS(k->p, graduation);
	bool credits = ROWS(k->p, school)->uses_credits == 1;
	if ((need->hours != NONE && g->hours != NONE && g->hours < need->hours) ||
		(credits && need->credits != NONE && g->credits != NONE && g->credits < need->credits) || g->links_done == 0)
		return NO;
	return need->hours == NONE || g->hours == NONE || g->links_done < 0 || (credits && (need->credits == NONE || g->credits == NONE)) ? NOT_KNOWN
																	  : YES;
}

/* 11.2-04 */
DECIDE(rule_11_2_04)
{
	every_graduate(k, c, r, ask_all, "完成规定的学时、学分和教学环节", "Prescribed hours, credits and links completed");
}

/* 11.2-03 */
DECIDE(rule_11_2_03)
{
	bool used = ROWS(k->p, graduation)->requirements.n > 0;
	if (!GIVEN(k->p, graduation)) {
		r_no_data(k, r, T_graduation, -1, "requirements", "毕业要求", "what graduation requires");
		return;
	}
	r_point(k, r, T_graduation, -1, "requirements");
	r_figure(r, "used", used);
	r_state(r, used ? CLAUSE_PASS : CLAUSE_NOT_APPLICABLE);
	if (used)
		r_text(r, "学校细化了毕业要求", "The school has detailed its requirements");
	else
		r_text(r, "标准允许，学校没有细化", "The standard allows it, the school makes no use of it");
}

/* 11.2-05: what was turned into credits was recognised by the school. */
DECIDE(rule_11_2_05)
{
	int n = N(k->p, conversion), without = 0;
	if (!GIVEN(k->p, conversion)) {
		r_no_data(k, r, T_conversion, -1, NULL, "证书转换学分记录", "certificates turned into credits");
		return;
	}
	for (int i = 0; i < n; i++)
		if (!ROWS(k->p, conversion)[i].approved_by.n || ROWS(k->p, conversion)[i].approved_on == NONE)
			without++, r_point(k, r, T_conversion, i, "approved_on");
	if (!without)
		r_point(k, r, T_conversion, -1, NULL);
	r_figure(r, "conversions", n);
	r_figure(r, "not_recognised", without);
	r_state(r, !n ? CLAUSE_NOT_APPLICABLE : without ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "证书转换学分 %d 项，未经认定 %d 项", "Certificates turned into credits: %d; not recognised: %d", n, without);
}

/* 11.2-06 */
DECIDE(rule_11_2_06)
{
	int n = 0;
	for (int i = 0; i < N(k->p, graduate); i++)
		n += graduate(k, i)->certificate == 1;
	r_point(k, r, T_graduate, -1, NULL);
	r_figure(r, "certificates", n);
	r_state(r, n ? CLAUSE_PASS : N(k->p, graduate) ? CLAUSE_NOT_APPLICABLE : CLAUSE_NO_DATA);
	r_say(k, r, "取得学业证书 %d 人", "Received the academic certificate: %d", n);
}

/* REG-STATUS-33: conduct, courses or credits, and the internship's appraisal. */
static enum ask ask_status(struct checking *k, const struct p_graduate *g)
{
	enum ask courses = ask_courses(k, g);
	if (g->conduct_passed == 0 || g->internship_done == 0 || courses == NO)
		return NO;
	return g->conduct_passed < 0 || g->internship_done < 0 || courses == NOT_KNOWN ? NOT_KNOWN : YES;
}

DECIDE(rule_status_33)
{
	every_graduate(k, c, r, ask_status, "品行合格、课程或学分合格、实习考核合格", "Conduct, courses or credits, and internship passed");
}
