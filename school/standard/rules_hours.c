/* 8.2: hours, credits, shares, lengths. Shares are compared as whole numbers: a/b >= p/q is a·q >= p·b. */
#include "school/standard/inside.h"

#include <stdio.h>

/* 8.2-01, 8.2-02, 8.2-03: each school year of the programme. */
static void year_weeks(struct checking *k, const struct clause *c, struct clause_result *r, int which, const char *field)
{
	int years = k->f.n_terms / 2, there = 0, wrong = 0, sum = 0;
	for (int i = 0; i < N(k->p, calendar); i++) {
		const struct p_calendar *y = &ROWS(k->p, calendar)[i];
		int64_t weeks = which == 0 ? y->weeks : which == 1 ? y->teaching_weeks : y->holiday_weeks;
		if (weeks == NONE)
			continue;
		there++;
		sum += (int)weeks;
		if (weeks != c->is)
			wrong++, r_point(k, r, T_calendar, i, field);
	}
	if (there < years && !wrong) {
		r_no_data(k, r, T_calendar, -1, NULL, "每一学年的校历周数", "the weeks of each school year");
		return;
	}
	if (!wrong)
		r_point(k, r, T_calendar, -1, NULL);
	r_figure(r, "years", there);
	r_figure(r, "weeks_in_all", sum);
	r_figure(r, "weeks_a_year", c->is);
	r_state(r, wrong ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "%d 个学年合计 %d 周，标准为每学年 %d 周；不符 %d 个学年",
		"School years: %d; weeks in all: %d, the standard says %d a year; years that differ: %d", there, sum, (int)c->is, wrong);
}

DECIDE(rule_8_2_01)
{
	year_weeks(k, c, r, 0, "weeks");
}

DECIDE(rule_8_2_02)
{
	year_weeks(k, c, r, 1, "teaching_weeks");
}

DECIDE(rule_8_2_03)
{
	year_weeks(k, c, r, 2, "holiday_weeks");
}

/* 8.2-04 */
DECIDE(rule_8_2_04)
{
	int n = 0, wrong = 0;
	int64_t hours = 0, weeks = 0;
	for (int i = 0; i < N(k->p, placement); i++) {
		const struct p_placement *p = &ROWS(k->p, placement)[i];
		if (p->kind != INTERNSHIP_POST)
			continue;
		if (p->hours == NONE || p->weeks == NONE) {
			r->n_pointers = 0;
			r_no_data(k, r, T_placement, i, p->hours == NONE ? "hours" : "weeks", "岗位实习的周数和学时",
				"the weeks and hours of a post internship");
			return;
		}
		n++;
		hours += p->hours;
		weeks += p->weeks;
		if (p->hours != p->weeks * c->is)
			wrong++, r_point(k, r, T_placement, i, "hours");
	}
	if (!n) {
		r_no_data(k, r, T_placement, -1, NULL, "岗位实习安排", "post internships in the plan");
		return;
	}
	if (!wrong)
		r_point(k, r, T_placement, -1, NULL);
	r_figure(r, "hours", hours);
	r_figure(r, "weeks", weeks);
	r_figure(r, "hours_a_week", c->is);
	r_state(r, wrong ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "岗位实习 %lld 周、%lld 学时；按每周 %d 学时应为 %lld 学时",
		"Post internship: weeks %lld, hours %lld; at %d hours a week it should be %lld", (long long)weeks, (long long)hours, (int)c->is,
		(long long)(weeks * c->is));
}

/* Every course and internship has its hours; otherwise no sum is told. */
static bool hours_known(struct checking *k, struct clause_result *r)
{
	if (!N(k->p, course))
		r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
	else if (k->f.no_hours >= 0)
		r_no_data(k, r, T_course, k->f.no_hours, "hours", "课程学时", "the hours of a course");
	else if (k->f.placement_no_hours >= 0)
		r_no_data(k, r, T_placement, k->f.placement_no_hours, "hours", "实习学时", "the hours of an internship");
	else if (!k->f.hours)
		r_no_data(k, r, T_course, -1, "hours", "课程学时", "the hours of courses");
	else
		return true;
	return false;
}

/* 8.2-05 */
DECIDE(rule_8_2_05)
{
	if (!hours_known(k, r))
		return;
	r_figure(r, "total_hours", k->f.hours);
	r_figure(r, "required", c->min);
	r_point(k, r, T_course, -1, NULL);
	r_point(k, r, T_placement, -1, NULL);
	bool ok = k->f.hours >= c->min;
	r_state(r, ok ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "课程 %lld + 实习 %lld = %lld 学时，%s %lld", (long long)(k->f.hours - k->f.placed_hours), (long long)k->f.placed_hours,
		(long long)k->f.hours, ok ? "≥" : "＜", (long long)c->min);
	r_en(k, r, "Courses %lld + internship %lld = %lld hours, %s %lld", (long long)(k->f.hours - k->f.placed_hours), (long long)k->f.placed_hours,
		(long long)k->f.hours, ok ? "at least" : "fewer than", (long long)c->min);
}

static bool credits_used(struct checking *k, struct clause_result *r)
{
	int uses = ROWS(k->p, school)->uses_credits;
	if (uses < 0) {
		r_no_data(k, r, T_school, -1, "uses_credits", "学校是否实行学分制", "whether the school uses credits");
	} else if (!uses) {
		r_state(r, CLAUSE_NOT_APPLICABLE);
		r_point(k, r, T_school, -1, "uses_credits");
		r_text(r, "学校未实行学分制", "The school doesn't use credits");
	}
	return uses == 1;
}

/* 8.2-06: course by course, in hundredths of a credit. */
DECIDE(rule_8_2_06)
{
	int wrong = 0, first = -1;
	if (!credits_used(k, r))
		return;
	for (int i = 0; i < N(k->p, course); i++) {
		const struct p_course *p = &ROWS(k->p, course)[i];
		if (p->hours == NONE || p->credits == NONE) {
			r->n_pointers = 0;
			r_no_data(k, r, T_course, i, p->hours == NONE ? "hours" : "credits", "课程的学时和学分", "the hours and credits of a course");
			return;
		}
		if (p->credits * c->min <= p->hours * 100 && p->hours * 100 <= p->credits * c->max)
			continue;
		wrong++;
		first = first < 0 ? i : first;
		r_point(k, r, T_course, i, "credits");
	}
	if (!N(k->p, course)) {
		r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
		return;
	}
	r_figure(r, "courses", N(k->p, course));
	r_figure(r, "outside", wrong);
	r_state(r, wrong ? CLAUSE_FAIL : CLAUSE_PASS);
	if (!wrong) {
		r_point(k, r, T_course, -1, NULL);
		r_say(k, r, "%d 门课程每学分都在 %d–%d 学时", "Courses: %d, all with %d to %d hours a credit", N(k->p, course), (int)c->min,
			(int)c->max);
		return;
	}
	const struct p_course *p = &ROWS(k->p, course)[first];
	r_say(k, r, "%d 门课程不在每学分 %d–%d 学时之内，如《%.*s》%lld 学时 ÷ %lld.%02lld 学分",
		"Courses outside the range: %d; it is %d to %d hours a credit; such as %.*s: hours %lld ÷ credits %lld.%02lld", wrong, (int)c->min,
		(int)c->max, STR_FMT(p->name), (long long)p->hours, (long long)(p->credits / 100), (long long)(p->credits % 100));
}

/* 8.2-07 */
DECIDE(rule_8_2_07)
{
	int n = 0, wrong = 0;
	int64_t weeks = 0, credits = 0;
	if (!credits_used(k, r))
		return;
	for (int i = 0; i < N(k->p, activity); i++) {
		const struct p_activity *p = &ROWS(k->p, activity)[i];
		if (p->kind > ACTIVITY_GRADUATION || (p->weeks == NONE && p->credits == NONE))
			continue;
		if (p->weeks == NONE || p->credits == NONE) {
			r->n_pointers = 0;
			r_no_data(k, r, T_activity, i, p->weeks == NONE ? "weeks" : "credits", "活动的周数和学分",
				"the weeks and credits of an activity");
			return;
		}
		n++;
		weeks += p->weeks;
		credits += p->credits;
		if (p->credits != p->weeks * 100 * c->is)
			wrong++, r_point(k, r, T_activity, i, "credits");
	}
	if (!n) {
		r_no_data(k, r, T_activity, -1, NULL, "军训、社会实践、入学教育、毕业教育",
			"military training, social practice, entry and graduation education");
		return;
	}
	if (!wrong)
		r_point(k, r, T_activity, -1, NULL);
	r_figure(r, "weeks", weeks);
	r_figure(r, "credits_hundredths", credits);
	r_figure(r, "outside", wrong);
	r_state(r, wrong ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "活动 %lld 周，%lld.%02lld 学分；不是 1 周 1 学分的 %d 项",
		"Activities: weeks %lld, credits %lld.%02lld; not one credit a week: %d", (long long)weeks, (long long)(credits / 100),
		(long long)(credits % 100), wrong);
}

/* part/total ≈ p/q within a tolerance in thousandths: |part·q − p·total|·1000 <= tolerance·q·total */
static void about(struct checking *k, const struct clause *c, struct clause_result *r, int64_t part, const char *zh, const char *en, const char *name)
{
	int64_t total = k->f.hours, p = c->share[0], q = c->share[1];
	if (!hours_known(k, r))
		return;
	int64_t off = part * q - p * total;
	bool ok = (off < 0 ? -off : off) * 1000 <= k->tolerance * q * total;
	r_figure(r, name, part);
	r_figure(r, "total_hours", total);
	r_figure(r, "share_permille", part * 1000 / total);
	r_figure(r, "tolerance_permille", k->tolerance);
	r_point(k, r, T_course, -1, NULL);
	r_state(r, ok ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "%s %lld ÷ 总学时 %lld = %lld.%lld%%，标准为 %lld/%lld，容差 ±%d.%d 个百分点", zh, (long long)part, (long long)total,
		(long long)(part * 1000 / total / 10), (long long)(part * 1000 / total % 10), (long long)p, (long long)q, k->tolerance / 10,
		k->tolerance % 10);
	r_en(k, r, "%s %lld ÷ all hours %lld = %lld.%lld%%, the standard says %lld/%lld, tolerance ±%d.%d points", en, (long long)part,
		(long long)total, (long long)(part * 1000 / total / 10), (long long)(part * 1000 / total % 10), (long long)p, (long long)q,
		k->tolerance / 10, k->tolerance % 10);
}

/* 8.2-08, 8.2-11 */
DECIDE(rule_8_2_08)
{
	about(k, c, r, k->f.public_hours, "公共基础课程", "Public basic courses", "public_hours");
}

DECIDE(rule_8_2_11)
{
	about(k, c, r, k->f.professional_hours, "专业课程（含实习）", "Professional courses with internship", "professional_hours");
}

/* part/total >= p/q */
static void least(struct checking *k, const struct clause *c, struct clause_result *r, int64_t part, const char *zh, const char *en, const char *name)
{
	int64_t total = k->f.hours, p = c->share[0], q = c->share[1];
	bool ok = part * q >= p * total;
	r_figure(r, name, part);
	r_figure(r, "total_hours", total);
	r_figure(r, "share_permille", part * 1000 / total);
	r_point(k, r, T_course, -1, NULL);
	r_state(r, ok ? CLAUSE_PASS : CLAUSE_FAIL);
	r_zh(k, r, "%s %lld ÷ 总学时 %lld = %lld.%02lld%%，%s %lld/%lld", zh, (long long)part, (long long)total,
		(long long)(part * 10000 / total / 100), (long long)(part * 10000 / total % 100), ok ? "≥" : "＜", (long long)p, (long long)q);
	r_en(k, r, "%s %lld ÷ all hours %lld = %lld.%02lld%%, %s %lld/%lld", en, (long long)part, (long long)total,
		(long long)(part * 10000 / total / 100), (long long)(part * 10000 / total % 100), ok ? "at least" : "less than", (long long)p,
		(long long)q);
}

/* 8.2-15: half itself is enough (「以上」 holds the number). */
DECIDE(rule_8_2_15)
{
	if (!hours_known(k, r))
		return;
	if (k->f.no_practice >= 0)
		r_no_data(k, r, T_course, k->f.no_practice, "practice_hours", "课程的实践学时", "the practice hours of a course");
	else
		least(k, c, r, k->f.practice_hours, "实践学时", "Practice", "practice_hours");
}

/* 8.2-16: restricted and free electives, public and professional. */
DECIDE(rule_8_2_16)
{
	if (!hours_known(k, r))
		return;
	if (k->f.no_required >= 0)
		r_no_data(k, r, T_course, k->f.no_required, "required", "课程是必修还是选修", "whether a course is required or elective");
	else
		least(k, c, r, k->f.elective_hours, "选修学时", "Electives", "elective_hours");
}

/* The hours of a subject in the plan, against what the State requires. The table is not in the standard: without one, with its source, nothing is known. */
static int short_of_state(struct checking *k, struct clause_result *r, int *ret_first)
{
	int wrong = 0;
	for (int i = 0; i < N(k->p, national_hours); i++) {
		int64_t have = 0;
		for (int q = 0; q < N(k->p, course); q++)
			if (ROWS(k->p, course)[q].subject == ROWS(k->p, national_hours)[i].subject && ROWS(k->p, course)[q].hours != NONE)
				have += ROWS(k->p, course)[q].hours;
		if (have >= ROWS(k->p, national_hours)[i].hours)
			continue;
		if (!wrong++)
			*ret_first = i;
		r_point(k, r, T_national_hours, i, NULL);
	}
	r_figure(r, "subjects", N(k->p, national_hours));
	r_figure(r, "short", wrong);
	return wrong;
}

static void against_state(struct checking *k, struct clause_result *r)
{
	int first = 0, wrong = short_of_state(k, r, &first);
	const struct p_national_hours *row = &ROWS(k->p, national_hours)[first];
	const struct word *w = &k->s->list[LIST_SUBJECT].word[row->subject];
	r_state(r, wrong ? CLAUSE_FAIL : CLAUSE_PASS);
	if (wrong) {
		r_zh(k, r, "%d 门课程中 %d 门学时不足，如%.*s应不少于 %lld 学时（依据：%.*s）", N(k->p, national_hours), wrong,
			STR_FMT(w->text[LANG_ZH]), (long long)row->hours, STR_FMT(row->source));
		r_en(k, r, "Subjects with too few hours: %d of %d, such as %.*s, at least %lld (source: %.*s)", wrong, N(k->p, national_hours),
			STR_FMT(w->text[LANG_EN]), (long long)row->hours, STR_FMT(row->source));
	} else {
		r_point(k, r, T_national_hours, -1, NULL);
		r_say(k, r, "%d 门课程学时都不少于规定（依据：%.*s）", "Subjects: %d, all with the hours required (source: %.*s)",
			N(k->p, national_hours), STR_FMT(row->source));
	}
}

/* 8.2-10: the table has each of the compulsory public courses. */
DECIDE(rule_8_2_10)
{
	int compulsory = clause_find(k->s, STR("8.1.1-02"));
	uint64_t missing = compulsory >= 0 ? k->s->clause[compulsory].need : 0;
	for (int i = 0; i < N(k->p, national_hours); i++)
		missing &= ~bit(ROWS(k->p, national_hours)[i].subject);
	if (!N(k->p, national_hours))
		r_no_data(k, r, T_national_hours, -1, NULL, "国家规定的公共基础课学时表（须注明出处）",
			"the table of hours that the State requires, with its source");
	else if (missing)
		r_no_data(
			k, r, T_national_hours, -1, NULL, r_names(k, LIST_SUBJECT, missing, LANG_ZH).p, r_names(k, LIST_SUBJECT, missing, LANG_EN).p);
	else if (!N(k->p, course))
		r_no_data(k, r, T_course, -1, NULL, "课程", "the courses");
	else
		against_state(k, r);
}

/* 8.1.1-01: the same table, or an item of evidence. */
DECIDE(slot_8_1_1_01)
{
	if (N(k->p, national_hours) && N(k->p, course))
		against_state(k, r);
	else
		slot_file(k, c, r);
}

/* ---- lengths of internships ---- */
enum { DAYS_OF_13_WEEKS = 91, STUDENT_SPANS_MAX = 40 };

/* Planned: by dates where there are any, else in weeks; a quarter of a year has 13. Tells thirtieths of a month. */
static int64_t planned30(struct checking *k, struct clause_result *r, bool external_only, int *ret_n, int *ret_unknown)
{
	struct span_days spans[40];
	int n = 0;
	int64_t days = 0; /* where only weeks are known; rounded up once: 13 weeks are 90 thirtieths, 26 are 180 */
	for (int i = 0; i < N(k->p, placement); i++) {
		const struct p_placement *p = &ROWS(k->p, placement)[i];
		if (external_only && (p->kind != INTERNSHIP_POST || p->external == 0))
			continue;
		if ((external_only && p->external < 0) || ((p->starts == NONE || p->ends == NONE) && p->weeks == NONE)) {
			*ret_unknown = i;
			continue;
		}
		++*ret_n;
		r_point(k, r, T_placement, i, p->weeks != NONE ? "weeks" : "ends");
		if (p->starts != NONE && p->ends != NONE)
			spans[n++] = (struct span_days){ p->starts, p->ends };
		else
			days += p->weeks * 7;
	}
	return (days * 90 + DAYS_OF_13_WEEKS - 1) / DAYS_OF_13_WEEKS + months30_sum(spans, n);
}

static int64_t student30(struct checking *k, int student, bool external_only, int *ret_unknown)
{
	struct span_days spans[STUDENT_SPANS_MAX];
	int n = 0;
	for (int i = k->first_internship[student]; i >= 0; i = k->next_internship[i]) {
		const struct p_internship *p = &ROWS(k->p, internship)[i];
		if (external_only && (p->kind != INTERNSHIP_POST || p->external == 0))
			continue;
		if (external_only && p->external < 0)
			*ret_unknown = i;
		else if (n < STUDENT_SPANS_MAX)
			spans[n++] = (struct span_days){ p->starts, p->ends };
	}
	return months30_sum(spans, n);
}

static void at_most(struct checking *k, const struct clause *c, struct clause_result *r, bool external_only)
{
	int n = 0, unknown = -1, unknown_real = -1, over = 0, with = 0;
	int64_t planned = planned30(k, r, external_only, &n, &unknown), longest = 0;
	bool plan_over = planned > c->max * 30;
	if (!plan_over)
		r->n_pointers = 0;
	for (int student = 0; student < N(k->p, student); student++) {
		if (k->first_internship[student] < 0)
			continue;
		int64_t d = student30(k, student, external_only, &unknown_real);
		with++;
		longest = d > longest ? d : longest;
		if (d > c->max * 30)
			over++, r_point(k, r, T_internship, k->first_internship[student], NULL);
	}
	r_figure(r, "planned_thirtieths_of_a_month", planned);
	r_figure(r, "longest_thirtieths_of_a_month", longest);
	r_figure(r, "students_over", over);
	r_figure(r, "months_allowed", c->max);
	if (!plan_over && !over && (unknown >= 0 || unknown_real >= 0)) {
		enum table_id t = unknown >= 0 ? T_placement : T_internship;
		r_no_data(k, r, t, unknown >= 0 ? unknown : unknown_real, external_only ? "external" : "weeks", "实习的周数或起止日期、是否校外企业",
			"the weeks or dates of an internship, and whether it is at an outside firm");
		return;
	}
	if (!n && !with && !N(k->p, placement)) {
		r_no_data(k, r, T_placement, -1, NULL, "实习安排", "the internships planned");
		return;
	}
	if (!r->n_pointers && N(k->p, placement))
		r_point(k, r, T_placement, -1, NULL);
	if (with && !over)
		r_point(k, r, T_internship, -1, NULL);
	r_state(r, plan_over || over ? CLAUSE_FAIL : CLAUSE_PASS);
	if (!with) {
		r_say(k, r, "方案安排 %lld 个月零 %lld 天，不超过 %lld 个月", "The plan: months %lld, days %lld; at most %lld months",
			(long long)(planned / 30), (long long)(planned % 30), (long long)c->max);
		return;
	}
	r_say(k, r, "方案安排 %lld 个月零 %lld 天，学生最长 %lld 个月零 %lld 天，不超过 %lld 个月；超出的学生 %d 人",
		"The plan: months %lld, days %lld; the longest of a student: months %lld, days %lld; at most %lld months; students over it: %d",
		(long long)(planned / 30), (long long)(planned % 30), (long long)(longest / 30), (long long)(longest % 30), (long long)c->max, over);
}

/* 8.2-12: all internships of a student; what overlaps counts once, six months end on the same day of the sixth month. */
DECIDE(rule_8_2_12)
{
	at_most(k, c, r, false);
}

/* 8.2-14: post internship at firms outside the school. */
DECIDE(rule_8_2_14)
{
	at_most(k, c, r, true);
}

/* 8.2-13 */
DECIDE(rule_8_2_13)
{
	int n = 0;
	for (int i = 0; i < N(k->p, placement); i++)
		n += ROWS(k->p, placement)[i].kind == INTERNSHIP_POST;
	if (!n) {
		r_no_data(k, r, T_placement, -1, NULL, "岗位实习安排", "post internships in the plan");
		return;
	}
	r_figure(r, "stages", n);
	r_point(k, r, T_placement, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "岗位实习分 %d 段安排", "Stages of post internship: %d", n);
}
