/* 8.1.3 and 10.1.3: internships of students and the organisations; the rules of other documents on them (related.json). */
#include "school/standard/inside.h"

#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct p_internship *intern(const struct checking *k, int i)
{
	return &ROWS(k->p, internship)[i];
}

static const struct p_organisation *org(const struct checking *k, int i)
{
	return &ROWS(k->p, organisation)[i];
}

static bool organisations_given(struct checking *k, struct clause_result *r)
{
	if (N(k->p, organisation))
		return true;
	r_no_data(k, r, T_organisation, -1, NULL, "实习单位", "the internship organisations");
	return false;
}

/* What a rule says of one internship or organisation. */
enum one { WELL, BAD, LATER, UNKNOWN, NOT_MEANT };

/* All rows: one that is bad fails; one that is unknown has no data; LATER is not reached yet. */
static void each(struct checking *k, const struct clause *c, struct clause_result *r, enum table_id t,
	enum one (*ask)(struct checking *k, const struct clause *c, int row), const char *field, const char *zh, const char *en)
{
	int n = 0, bad = 0, later = 0, unknown = 0, first_unknown = -1, rows = k->p->t[t].n;
	for (int i = 0; i < rows; i++) {
		enum one o = ask(k, c, i);
		n += o != NOT_MEANT;
		bad += o == BAD;
		later += o == LATER;
		unknown += o == UNKNOWN;
		if (o == UNKNOWN && first_unknown < 0)
			first_unknown = i;
		if (o == BAD)
			r_point(k, r, t, i, field);
	}
	if (!n) {
		bool internships = t == T_internship;
		r_no_data(k, r, t, -1, NULL, internships ? "岗位实习记录" : "实习单位",
			internships ? "post internships of students" : "internship organisations");
		return;
	}
	r_figure(r, "rows", n);
	r_figure(r, "not_met", bad);
	r_figure(r, "unknown", unknown);
	if (!bad)
		r_point(k, r, t, first_unknown, first_unknown >= 0 ? field : NULL);
	r_state(r, bad ? CLAUSE_FAIL : unknown ? CLAUSE_NO_DATA : later ? CLAUSE_SHORT : CLAUSE_PASS);
	r_zh(k, r, "%s：共 %d 条，不符 %d 条，未填 %d 条，待完成 %d 条", zh, n, bad, unknown, later);
	r_en(k, r, "%s: rows %d; not met %d, not given %d, to come %d", en, n, bad, unknown, later);
}

static enum one three(int flag)
{
	return flag < 0 ? UNKNOWN : flag ? WELL : BAD;
}

/* ---- 8.1.3 ---- */
static enum one ask_sector(struct checking *k, const struct clause *c, int i)
{
	const struct p_organisation *o = org(k, i);
	if (o->sector == WORD_NONE || o->uses_cross_border < 0)
		return UNKNOWN;
	return three((c->need & bit(o->sector)) != 0 && o->uses_cross_border);
}

DECIDE(rule_8_1_3_06)
{
	each(k, c, r, T_organisation, ask_sector, "sector", "实习单位属于所列行业并应用跨境电商",
		"Organisations of the sectors named that use cross-border e-commerce");
}

static enum one ask_work(struct checking *k, const struct clause *c, int i)
{
	if (intern(k, i)->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	return !intern(k, i)->work.given ? UNKNOWN : three((intern(k, i)->work.bits & c->need) != 0);
}

DECIDE(rule_8_1_3_07)
{
	each(k, c, r, T_internship, ask_work, "work", "岗位实习内容为跨境电商业务", "Post internships with work of cross-border e-commerce");
}

/* 8.1.3-08: the plan has both kinds; every student has done both. */
DECIDE(rule_8_1_3_08)
{
	int planned[2] = { 0 }, both = 0;
	for (int i = 0; i < N(k->p, placement); i++)
		planned[ROWS(k->p, placement)[i].kind]++;
	if (N(k->p, placement) && (!planned[0] || !planned[1])) {
		r_state(r, CLAUSE_FAIL);
		r_point(k, r, T_placement, -1, NULL);
		r_say(k, r, "方案安排认识实习 %d 次、岗位实习 %d 次，两种都要有",
			"In the plan: orientation internship %d, post internship %d; both are needed", planned[0], planned[1]);
		return;
	}
	if (!N(k->p, internship) || !k->f.n_students) {
		r_no_data(
			k, r, N(k->p, placement) ? T_internship : T_placement, -1, NULL, "实习安排和学生的实习记录", "internships planned and done");
		return;
	}
	unsigned char *done = ARENA_ARRAY(k->a, unsigned char, N(k->p, student) + 1);
	for (int i = 0; i < N(k->p, internship); i++)
		if (intern(k, i)->status == STAGE_DONE)
			done[intern(k, i)->student] |= (unsigned char)(1 << intern(k, i)->kind);
	for (int i = 0; i < N(k->p, student); i++)
		both += ROWS(k->p, student)[i].status != STATUS_LEFT && done[i] == 3;
	r_figure(r, "students", k->f.n_students);
	r_figure(r, "done_both", both);
	r_point(k, r, T_internship, -1, NULL);
	r_state(r, both >= k->f.n_students ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "两种实习都完成的学生 %d 人，共 %d 人", "Students who have done both kinds: %d of %d", both, k->f.n_students);
}

static int64_t capacity(const struct checking *k, int *ret_n, int *ret_unknown)
{
	int64_t sum = 0;
	for (int i = 0; i < N(k->p, organisation); i++) {
		const struct p_organisation *o = org(k, i);
		if (o->agreement_signed_on == NONE || o->agreement_signed_on > k->as_of ||
			(o->agreement_until != NONE && o->agreement_until < k->as_of))
			continue;
		++*ret_n;
		if (o->capacity == NONE)
			*ret_unknown = i;
		else
			sum += o->capacity;
	}
	return sum;
}

static bool enough_places(struct checking *k, struct clause_result *r)
{
	int n = 0, unknown = -1;
	int64_t places = capacity(k, &n, &unknown);
	if (!k->f.n_students || unknown >= 0) {
		r_no_data(k, r, unknown >= 0 ? T_organisation : T_cohort, unknown, unknown >= 0 ? "capacity" : "students",
			"实习单位可接纳人数和学生数", "how many interns organisations take, and how many students there are");
		return false;
	}
	r_figure(r, "bases", n);
	r_figure(r, "places", places);
	r_figure(r, "students", k->f.n_students);
	r_point(k, r, T_organisation, -1, NULL);
	r_state(r, places >= k->f.n_students ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "协议在有效期内的单位 %d 家，可接纳 %lld 人，学生 %d 人",
		"Organisations with an agreement in force: %d; places: %lld; students: %d", n, (long long)places, k->f.n_students);
	return places >= k->f.n_students;
}

/* 8.1.3-09: places and agreements on record; where none are kept, an item of evidence. */
DECIDE(slot_8_1_3_09)
{
	if (N(k->p, organisation))
		(void)enough_places(k, r);
	else
		slot_file(k, c, r);
}

/* 10.1.3-07 */
DECIDE(rule_10_1_3_07)
{
	if (organisations_given(k, r))
		(void)enough_places(k, r);
}

static enum one ask_supervisor(struct checking *k, const struct clause *c, int i)
{
	return intern(k, i)->supervisor >= 0 ? WELL : intern(k, i)->status == STAGE_PLANNED ? LATER : BAD;
}

/* 8.1.3-10 */
DECIDE(rule_8_1_3_10)
{
	each(k, c, r, T_internship, ask_supervisor, "supervisor", "实习有学校指导教师", "Internships with a teacher of the school");
}

/* 10.1.3-09: the text has no ratio; the most interns of one teacher are told. */
DECIDE(rule_10_1_3_09)
{
	int most = 0;
	int *load = ARENA_ARRAY(k->a, int, N(k->p, teacher) + 1);
	each(k, c, r, T_internship, ask_supervisor, "supervisor", "实习有学校指导教师", "Internships with a teacher of the school");
	for (int i = 0; i < N(k->p, internship); i++)
		if (intern(k, i)->supervisor >= 0 && ++load[intern(k, i)->supervisor] > most)
			most = load[intern(k, i)->supervisor];
	r_figure(r, "most_interns_of_one_teacher", most);
}

static enum one ask_post(struct checking *k, const struct clause *c, int i)
{
	const struct words *posts = &ROWS(k->p, plan)->posts;
	if (intern(k, i)->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	if (intern(k, i)->post == WORD_NONE || !posts->given)
		return UNKNOWN;
	return three((posts->bits & bit(intern(k, i)->post)) != 0);
}

/* 8.1.3-11 */
DECIDE(rule_8_1_3_11)
{
	each(k, c, r, T_internship, ask_post, "post", "实习岗位属于方案面向的岗位", "Internships at a post of the plan");
}

/* 8.1.3-15: no related rule fails; beyond that an item of evidence (the checklist) is needed. */
DECIDE(slot_8_1_3_15)
{
	char list[400] = "";
	int n = 0;
	for (int i = k->s->n; i < k->s->n_all; i++)
		if (k->all[i].status == CLAUSE_FAIL && k->s->clause[i].severity == SEVERITY_ERROR) {
			size_t at = strlen(list);
			snprintf(list + at, sizeof list - at, "%s%.*s", n++ ? "、" : "", STR_FMT(k->s->clause[i].id));
		}
	slot_file(k, c, r);
	if (!n)
		return;
	r_figure(r, "related_rules_failed", n);
	for (int i = k->s->n; i < k->s->n_all; i++)
		if (k->all[i].status == CLAUSE_FAIL && k->all[i].n_pointers && r->n_pointers < RESULT_POINTERS_MAX)
			r->pointer[r->n_pointers++] = k->all[i].pointer[0];
	r_state(r, CLAUSE_FAIL);
	r_say(k, r, "不符合实习管理规定 %d 条：%s", "Rules on internships broken: %d (%s)", n, list);
}

/* ---- 10.1.3 ---- */
static enum one ask_inspected(struct checking *k, const struct clause *c, int i)
{
	const struct p_organisation *o = org(k, i);
	if (o->agreement_signed_on == NONE)
		return NOT_MEANT;
	return o->inspected_on == NONE ? UNKNOWN : three(o->inspected_on < o->agreement_signed_on);
}

/* 10.1.3-02 */
DECIDE(rule_10_1_3_02)
{
	each(k, c, r, T_organisation, ask_inspected, "inspected_on", "签订合作协议之前实地考察", "Inspected before the agreement was signed");
}

/* Signed by all three before the first day. Who has not begun may still sign. */
static enum one signed_before(const struct checking *k, int64_t signed_on, int64_t starts)
{
	if (signed_on != NONE && signed_on <= k->as_of)
		return three(signed_on < starts);
	return starts > k->as_of ? LATER : BAD;
}

static enum one worst(enum one a, enum one b)
{
	static const int rank[] = { [WELL] = 0, [NOT_MEANT] = 0, [LATER] = 1, [UNKNOWN] = 2, [BAD] = 3 };
	return rank[a] >= rank[b] ? a : b;
}

static enum one ask_agreement(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	if (p->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	return worst(worst(signed_before(k, p->school_signed_on, p->starts), signed_before(k, p->student_signed_on, p->starts)),
		signed_before(k, p->organisation_signed_on, p->starts));
}

/* 10.1.3-04, REG-INT-AGR */
DECIDE(rule_10_1_3_04)
{
	each(k, c, r, T_internship, ask_agreement, NULL, "三方在实习开始之前签署协议", "Agreements signed by all three before the start");
}

/* 10.1.3-05 */
DECIDE(rule_10_1_3_05)
{
	uint64_t have = 0;
	bool given = false;
	if (!organisations_given(k, r))
		return;
	for (int i = 0; i < N(k->p, organisation); i++)
		have |= org(k, i)->posts.bits, given = given || org(k, i)->posts.given;
	if (!given) {
		r_no_data(k, r, T_organisation, -1, NULL, "实习单位提供的岗位（posts）", "the posts that organisations offer");
		return;
	}
	r_point(k, r, T_organisation, -1, NULL);
	r_need(k, c, r, have, CLAUSE_SHORT);
}

static enum one ask_mentor(struct checking *k, const struct clause *c, int i)
{
	return intern(k, i)->mentor.n ? WELL : intern(k, i)->status == STAGE_PLANNED ? LATER : BAD;
}

/* 10.1.3-10 */
DECIDE(rule_10_1_3_10)
{
	each(k, c, r, T_internship, ask_mentor, "mentor", "实习有企业指导教师", "Internships with a mentor of the organisation");
}

static enum one ask_evaluated(struct checking *k, const struct clause *c, int i)
{
	if (intern(k, i)->status == WORD_NONE)
		return UNKNOWN;
	return intern(k, i)->evaluated_on != NONE ? WELL : intern(k, i)->status == STAGE_DONE ? BAD : LATER;
}

/* 10.1.3-11 */
DECIDE(rule_10_1_3_11)
{
	each(k, c, r, T_internship, ask_evaluated, "evaluated_on", "结束的实习已完成质量评价", "Internships evaluated when they ended");
}

static enum one ask_insured(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	if (p->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	if (p->insured_from == NONE || p->insured_until == NONE)
		return p->starts > k->as_of ? LATER : UNKNOWN;
	return three(p->insured_from <= p->starts && p->insured_until >= p->ends);
}

/* 10.1.3-13 */
DECIDE(rule_10_1_3_13)
{
	each(k, c, r, T_internship, ask_insured, "insured_from", "保险覆盖整个实习期", "Insurance covers the whole internship");
}

/* ---- rules of other documents ---- */
static int age_on(int64_t born, int64_t day)
{
	struct civil b = cal_civil(born * MIN_PER_DAY), d = cal_civil(day * MIN_PER_DAY);
	return d.year - b.year - (d.month < b.month || (d.month == b.month && d.day < b.day));
}

static enum one ask_year(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	int64_t entered = ROWS(k->p, student)[p->student].entered;
	if (p->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	if (entered == NONE)
		entered = ROWS(k->p, cohort)->entry;
	return entered == NONE ? UNKNOWN : three(p->starts >= day_add_months(entered, 12));
}

DECIDE(rule_int_16_1)
{
	each(k, c, r, T_internship, ask_year, "starts", "岗位实习不安排一年级学生", "No first-year student in a post internship");
}

static enum one ask_age(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	int64_t born = ROWS(k->p, student)[p->student].born;
	if (p->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	return born == NONE ? UNKNOWN : three(age_on(born, p->starts) >= 16);
}

DECIDE(rule_int_16_2)
{
	each(k, c, r, T_internship, ask_age, "starts", "岗位实习开始时已满 16 周岁", "At least 16 years old when a post internship starts");
}

static enum one ask_venue(struct checking *k, const struct clause *c, int i)
{
	return org(k, i)->venue == WORD_NONE ? UNKNOWN : three(org(k, i)->venue == VENUE_ORDINARY);
}

DECIDE(rule_int_16_5)
{
	each(k, c, r, T_organisation, ask_venue, "venue", "实习单位不是营业性娱乐场所", "Organisations are no places of entertainment");
}

/* Pay of those who work relatively independently: 80 % of the post's, or its lowest grade. */
static enum one ask_pay(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	if (p->kind != INTERNSHIP_POST || p->independent == 0)
		return NOT_MEANT;
	if (p->independent < 0 || p->pay == NONE || (p->post_pay == NONE && p->lowest_pay == NONE))
		return UNKNOWN;
	return three((p->post_pay != NONE && p->pay * 5 >= p->post_pay * 4) || (p->lowest_pay != NONE && p->pay >= p->lowest_pay));
}

DECIDE(rule_int_18a)
{
	each(k, c, r, T_internship, ask_pay, "pay", "报酬不低于同岗位的 80% 或最低档", "Pay at least 80% of the post's, or its lowest grade");
}

static enum one ask_paid(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	if (p->kind != INTERNSHIP_POST || p->independent == 0)
		return NOT_MEANT;
	if (p->pay_cycle_months == NONE || p->pay_form == WORD_NONE || p->payee == WORD_NONE)
		return UNKNOWN;
	return three(p->pay_cycle_months <= 1 && p->pay_form == PAY_FORM_MONEY && p->payee == PAYEE_STUDENT);
}

DECIDE(rule_int_18b)
{
	each(k, c, r, T_internship, ask_paid, "pay_form", "报酬以货币按月直接支付给学生", "Paid in money, monthly, to the student");
}

static enum one ask_consent(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	if (p->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	return worst(signed_before(k, p->student_consent_on, p->starts), signed_before(k, p->guardian_consent_on, p->starts));
}

DECIDE(rule_int_consent)
{
	each(k, c, r, T_internship, ask_consent, "guardian_consent_on", "学生和监护人在实习前签署知情同意书",
		"Consent of student and guardian before the start");
}

static enum one ask_insurance_paid(struct checking *k, const struct clause *c, int i)
{
	const struct p_internship *p = intern(k, i);
	if (p->kind != INTERNSHIP_POST)
		return NOT_MEANT;
	return p->insurance_paid_by == WORD_NONE ? UNKNOWN : three(p->insurance_paid_by != PAYER_STUDENT);
}

DECIDE(rule_int_insured)
{
	each(k, c, r, T_internship, ask_insurance_paid, "insurance_paid_by", "保险费不由学生承担", "Insurance is not charged to the student");
}

static int by_day(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Interns of an organisation at the same time, at most a tenth of its staff. The most are there on a day when one begins. */
static enum one ask_ratio(struct checking *k, const struct clause *c, int i)
{
	int64_t *begins = k->scratch, *ends = k->scratch + N(k->p, internship) + 1;
	int n = 0, most = 0;
	for (int a = 0; a < N(k->p, internship); a++)
		if (intern(k, a)->organisation == i && intern(k, a)->kind == INTERNSHIP_POST && intern(k, a)->ends >= intern(k, a)->starts) {
			begins[n] = intern(k, a)->starts;
			ends[n++] = intern(k, a)->ends;
		}
	qsort(begins, (size_t)n, sizeof *begins, by_day);
	qsort(ends, (size_t)n, sizeof *ends, by_day);
	for (int begun = 0, ended = 0; begun < n; begun++) {
		while (ends[ended] < begins[begun])
			ended++;
		most = begun + 1 - ended > most ? begun + 1 - ended : most;
	}
	return !n ? NOT_MEANT : org(k, i)->staff == NONE ? UNKNOWN : three(most * c->share[1] <= org(k, i)->staff * c->share[0]);
}

DECIDE(rule_int_ratio)
{
	each(k, c, r, T_organisation, ask_ratio, "staff", "同时在岗实习的学生不超过单位在岗人数的十分之一",
		"Interns at one time at most a tenth of the organisation's staff");
}

static enum one ask_items(struct checking *k, const struct clause *c, int i)
{
	return !org(k, i)->inspected.given ? UNKNOWN : three(!(c->need & ~org(k, i)->inspected.bits));
}

DECIDE(slot_int_07a)
{
	if (N(k->p, organisation))
		each(k, c, r, T_organisation, ask_items, "inspected", "考察报告包含九项内容", "Reports of inspection have nine items");
	if (r->status != CLAUSE_PASS && r->status != CLAUSE_FAIL)
		slot_file(k, c, r);
}

static enum one ask_decided(struct checking *k, const struct clause *c, int i)
{
	return org(k, i)->approved_on == NONE || org(k, i)->published_on == NONE ? UNKNOWN : three(org(k, i)->approved_on <= org(k, i)->published_on);
}

DECIDE(slot_int_07b)
{
	if (N(k->p, organisation))
		each(k, c, r, T_organisation, ask_decided, "approved_on", "实习单位名单经党组织会议研究确定后公开",
			"The list is decided by the Party organisation's meeting, then made public");
	if (r->status != CLAUSE_PASS && r->status != CLAUSE_FAIL)
		slot_file(k, c, r);
}
