/* 8.1.3 and 8.1.4: practice through the programme, training, topics, activities. */
#include "school/standard/inside.h"

static bool courses_given(struct checking *k, struct clause_result *r)
{
	if (N(k->p, course)) {
		r_point(k, r, T_course, -1, NULL);
		return true;
	}
	r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
	return false;
}

/* 8.1.3-01: practice hours in each term, of courses by their terms or of internships. */
DECIDE(rule_8_1_3_01)
{
	int with = 0, first = 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++)
		if (ROWS(k->p, course)[i].first_term == NONE || ROWS(k->p, course)[i].practice_hours == NONE) {
			r->n_pointers = 0;
			r_no_data(k, r, T_course, i, ROWS(k->p, course)[i].first_term == NONE ? "first_term" : "practice_hours",
				"课程的学期和实践学时", "a course's term and practice hours");
			return;
		}
	for (int t = 1; t <= k->f.n_terms; t++) {
		with += (k->f.practice_terms & bit(t)) != 0;
		if (!first && !(k->f.practice_terms & bit(t)))
			first = t;
	}
	r_figure(r, "terms", k->f.n_terms);
	r_figure(r, "terms_with_practice", with);
	r_state(r, first ? CLAUSE_FAIL : CLAUSE_PASS);
	if (first)
		r_say(k, r, "有实践学时的学期 %d 个，共 %d 个；第 %d 学期没有", "Terms with practice hours: %d of %d; none in term %d", with,
			k->f.n_terms, first);
	else
		r_say(k, r, "%d 个学期都有实践学时", "Terms: %d, all with practice hours", k->f.n_terms);
}

/* 8.1.3-02 */
DECIDE(rule_8_1_3_02)
{
	bool project = false, training = N(k->p, placement) > 0, social = (k->f.activity_kinds & bit(ACTIVITY_SOCIAL)) != 0;
	if (!courses_given(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++) {
		project = project || ROWS(k->p, course)[i].kind == COURSE_KIND_PROJECT;
		training = training || ROWS(k->p, course)[i].kind == COURSE_KIND_TRAINING;
	}
	r_point(k, r, T_placement, -1, NULL);
	r_point(k, r, T_activity, -1, NULL);
	r_figure(r, "required", 3);
	r_figure(r, "there", training + project + social);
	r_state(r, training && project && social ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "实习实训：%s；毕业设计：%s；社会实践：%s", training ? "有" : "无", project ? "有" : "无", social ? "有" : "无");
	r_en(k, r, "Internship and training: %s; graduation project: %s; social practice: %s", training ? "yes" : "no", project ? "yes" : "no",
		social ? "yes" : "no");
}

static void training(struct checking *k, const struct clause *c, struct clause_result *r, uint64_t have, const char *field)
{
	if (!courses_given(k, r))
		return;
	if (have) {
		r_need(k, c, r, have, CLAUSE_FAIL);
		return;
	}
	r->n_pointers = 0;
	r_no_data(k, r, T_course, -1, field, "实训课程的内容和类型", "what the training courses are about");
}

/* 8.1.3-04, 8.1.3-05 */
DECIDE(rule_8_1_3_04)
{
	training(k, c, r, k->f.training_topics, "training_topics");
}

DECIDE(rule_8_1_3_05)
{
	training(k, c, r, k->f.training_types, "training_types");
}

/* 8.1.3-13a: the hours that count twice, as the sums of 8.2-11 and 8.2-15 have them. Training that a plan calls public would count once only. */
DECIDE(rule_8_1_3_13a)
{
	int wrong = 0;
	for (int i = 0; i < N(k->p, course); i++)
		if (ROWS(k->p, course)[i].kind == COURSE_KIND_TRAINING && ROWS(k->p, course)[i].category != CATEGORY_PROFESSIONAL)
			wrong++, r_point(k, r, T_course, i, "category");
	if (!k->f.training_hours && !k->f.placed_hours) {
		r_no_data(k, r, T_placement, -1, NULL, "实习和实训学时", "the hours of internship and training");
		return;
	}
	r_figure(r, "training_hours", k->f.training_hours);
	r_figure(r, "internship_hours", k->f.placed_hours);
	r_state(r, wrong ? CLAUSE_FAIL : CLAUSE_PASS);
	if (!wrong)
		r_point(k, r, T_placement, -1, NULL), r_point(k, r, T_course, -1, NULL);
	r_say(k, r, "集中实训 %lld 学时、实习 %lld 学时，同时计入实践学时和专业课学时；列为公共课的实训 %d 门",
		"Hours that count as practice and as professional hours: training %lld, internship %lld; trainings among the public courses: %d",
		(long long)k->f.training_hours, (long long)k->f.placed_hours, wrong);
}

/* 8.1.3-14, 8.1.2-05, 8.1.2-08, 8.2-09: permissions. What is not used is not applicable; what is used is reviewed where the data says so. */
static void permission(struct checking *k, const struct clause *c, struct clause_result *r, int used, const char *field)
{
	if (!GIVEN(k->p, plan)) {
		r_no_data(k, r, T_plan, -1, field, "人才培养方案", "the programme plan");
		return;
	}
	r_point(k, r, T_plan, -1, field);
	r_figure(r, "used", used > 0);
	r_state(r, used > 0 ? (c->by == BY_REVIEW ? CLAUSE_WAITING_REVIEW : CLAUSE_PASS) : CLAUSE_NOT_APPLICABLE);
	if (used > 0 && c->by == BY_REVIEW)
		r_text(r, "学校采用了这一做法，由评审判定", "The school makes use of it; decided by review");
	else if (used > 0)
		r_text(r, "学校采用了这一做法", "The school makes use of it");
	else
		r_text(r, "标准允许，学校没有采用", "The standard allows it, the school makes no use of it");
}

DECIDE(rule_8_1_3_14)
{
	permission(k, c, r, ROWS(k->p, plan)->flexible_terms, "flexible_terms");
}

DECIDE(review_8_1_2_05)
{
	permission(k, c, r, ROWS(k->p, plan)->modular, "modular");
}

DECIDE(review_8_1_2_08)
{
	permission(k, c, r, ROWS(k->p, plan)->innovation.n > 0, "innovation");
}

DECIDE(review_8_2_09)
{
	permission(k, c, r, ROWS(k->p, plan)->share_reason.n > 0, "share_reason");
}

/* 8.1.4-04: courses and lectures together. */
DECIDE(rule_8_1_4_04)
{
	if (!N(k->p, course) && !N(k->p, activity)) {
		r_no_data(k, r, T_activity, -1, NULL, "课程或讲座的专题（topics）", "the topics of courses and lectures");
		return;
	}
	r_point(k, r, T_course, -1, NULL);
	r_point(k, r, T_activity, -1, NULL);
	r_need(k, c, r, k->f.course_topics | k->f.activity_topics, CLAUSE_SHORT);
}

/* 8.1.4-07: a record of each kind, or an item of evidence. */
DECIDE(slot_8_1_4_07)
{
	uint64_t need = bit(ACTIVITY_MORAL) | bit(ACTIVITY_VOLUNTEER) | bit(ACTIVITY_PRACTICE), held = 0;
	for (int i = 0; i < N(k->p, activity); i++)
		if (ROWS(k->p, activity)[i].on != NONE && ROWS(k->p, activity)[i].on <= k->as_of)
			held |= bit(ROWS(k->p, activity)[i].kind);
	if (need & ~held) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "required", 3);
	r_figure(r, "there", 3);
	r_point(k, r, T_activity, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_text(r, "德育、志愿服务和其他实践活动都有记录", "Moral education, volunteer service and other practice are on record");
}

/* 8.1.2-06: graded tasks by project or situation, or an item of evidence. */
DECIDE(slot_8_1_2_06)
{
	int n = 0;
	for (int i = 0; i < N(k->p, task); i++)
		n += (ROWS(k->p, task)[i].method == METHOD_PROJECT || ROWS(k->p, task)[i].method == METHOD_SITUATION) &&
		     ROWS(k->p, task)[i].graded_on != NONE && ROWS(k->p, task)[i].graded_on <= k->as_of;
	if (!n) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "tasks", n);
	r_point(k, r, T_task, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "项目式、情境式任务 %d 项", "Tasks by project or situation: %d", n);
}
