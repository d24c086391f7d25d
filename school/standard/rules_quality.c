/* 11.1: quality assurance, by its records. "Regularly" is read as: in the newest term, or the newest school year, that has ended. */
#include "school/standard/inside.h"

#include "base/calendar.h"

#include <stdio.h>

/* 11.1-03: value added is to be explored, so that its absence is told and fails nothing. */
DECIDE(rule_11_1_03)
{
	uint64_t have = 0;
	int added = word_find(&k->s->list[LIST_ASSESSMENT], STR("value_added"));
	if (!N(k->p, assessment)) {
		r_no_data(k, r, T_assessment, -1, NULL, "评价方式", "the ways of assessment");
		return;
	}
	for (int i = 0; i < N(k->p, assessment); i++)
		have |= bit(ROWS(k->p, assessment)[i].kind);
	r_point(k, r, T_assessment, -1, NULL);
	r_need(k, c, r, have, CLAUSE_FAIL);
	if (!(c->need & ~have & ~bit(added)))
		r_state(r, CLAUSE_PASS);
}

/* 11.1-07 */
DECIDE(rule_11_1_07)
{
	uint64_t have = 0;
	if (!N(k->p, quality)) {
		r_no_data(k, r, T_quality, -1, NULL, "质量保障文件", "documents of quality assurance");
		return;
	}
	for (int i = 0; i < N(k->p, quality); i++)
		have |= bit(ROWS(k->p, quality)[i].area);
	r_point(k, r, T_quality, -1, NULL);
	r_need(k, c, r, have, CLAUSE_FAIL);
}

/* 11.1-04 */
DECIDE(rule_11_1_04)
{
	int n[2] = { 0 };
	if (!N(k->p, survey)) {
		r_no_data(k, r, T_survey, -1, NULL, "评价与调查", "surveys");
		return;
	}
	for (int i = 0; i < N(k->p, survey); i++) {
		if (ROWS(k->p, survey)[i].on > k->as_of)
			continue;
		n[0] += ROWS(k->p, survey)[i].respondent == RESPONDENT_INDUSTRY;
		n[1] += ROWS(k->p, survey)[i].respondent == RESPONDENT_ENTERPRISE;
	}
	r_figure(r, "by_industry", n[0]);
	r_figure(r, "by_enterprises", n[1]);
	r_point(k, r, T_survey, -1, NULL);
	r_state(r, n[0] && n[1] ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "行业组织评价 %d 次，企业评价 %d 次", "Evaluations by industry bodies: %d; by enterprises: %d", n[0], n[1]);
}

/* The span that a "regular" record must stand in; false with no data if no term has ended. */
static bool last_term(struct checking *k, struct clause_result *r, enum table_id t, int64_t *ret_begin, int64_t *ret_end, char ret[2][CAL_TEXT_MAX])
{
	*ret_begin = *ret_end = 0;
	if (k->p->t[t].given && r_passed_term(k, ret_begin, ret_end)) {
		cal_format_date(*ret_begin, ret[0]);
		cal_format_date(*ret_end, ret[1]);
		return true;
	}
	r_no_data(k, r, t, -1, NULL, k->p->t[t].given ? "已结束的学期" : table_desc[t].text[LANG_ZH],
		k->p->t[t].given ? "a term that has ended" : table_desc[t].text[LANG_EN]);
	return false;
}

static int observed(const struct checking *k, int kind, int64_t begin, int64_t end)
{
	int n = 0;
	for (int i = 0; i < N(k->p, observation); i++) {
		const struct p_observation *o = &ROWS(k->p, observation)[i];
		n += o->kind == kind && o->on >= begin && o->on <= end;
	}
	return n;
}

static int surveyed(const struct checking *k, int kind, int64_t begin, int64_t end)
{
	int n = 0;
	for (int i = 0; i < N(k->p, survey); i++)
		n += ROWS(k->p, survey)[i].kind == kind && ROWS(k->p, survey)[i].on >= begin && ROWS(k->p, survey)[i].on <= end;
	return n;
}

/* 11.1-11 */
DECIDE(rule_11_1_11)
{
	int64_t begin, end;
	char day[2][CAL_TEXT_MAX];
	if (!last_term(k, r, T_observation, &begin, &end, day))
		return;
	int patrol = observed(k, OBSERVATION_PATROL, begin, end), visit = observed(k, OBSERVATION_VISIT, begin, end);
	int teaching = surveyed(k, SURVEY_TEACHING, begin, end), learning = surveyed(k, SURVEY_LEARNING, begin, end);
	r_figure(r, "patrols", patrol);
	r_figure(r, "visits", visit);
	r_figure(r, "teaching_surveys", teaching);
	r_figure(r, "learning_surveys", learning);
	r_point(k, r, T_observation, -1, NULL);
	r_point(k, r, T_survey, -1, NULL);
	r_state(r, patrol && visit && teaching && learning ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "%s 至 %s：巡课 %d 次、听课 %d 次、评教 %d 次、评学 %d 次，每项至少一次",
		"%s to %s: class patrols %d, class visits %d, evaluations of teaching %d, of learning %d; at least one of each", day[0], day[1],
		patrol, visit, teaching, learning);
}

/* 11.1-14: the text has no number; one a term is our reading. */
DECIDE(rule_11_1_14)
{
	int64_t begin, end;
	char day[2][CAL_TEXT_MAX];
	if (!last_term(k, r, T_observation, &begin, &end, day))
		return;
	int n = observed(k, OBSERVATION_OPEN, begin, end);
	r_figure(r, "open_classes", n);
	r_figure(r, "required", c->min);
	r_point(k, r, T_observation, -1, NULL);
	r_state(r, n >= c->min ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "%s 至 %s：公开课、示范课 %d 次，应不少于 %d 次", "%s to %s: open and demonstration classes %d, at least %d", day[0], day[1], n,
		(int)c->min);
}

/* 11.1-12: supervision with an enterprise on record, or an item of evidence. */
DECIDE(slot_11_1_12)
{
	int n = 0;
	for (int i = 0; i < N(k->p, observation); i++)
		n += ROWS(k->p, observation)[i].kind == OBSERVATION_PRACTICE && ROWS(k->p, observation)[i].enterprise == 1 &&
		     ROWS(k->p, observation)[i].on <= k->as_of;
	if (!n) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "supervisions", n);
	r_point(k, r, T_observation, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "企业参与的实践督导 %d 次", "Supervisions of practice with enterprises: %d", n);
}

/* 11.1-15 */
DECIDE(rule_11_1_15)
{
	int64_t begin, end;
	char day[2][CAL_TEXT_MAX];
	int n[2] = { 0 };
	if (!last_term(k, r, T_meeting, &begin, &end, day))
		return;
	for (int i = 0; i < N(k->p, meeting); i++) {
		const struct p_meeting *m = &ROWS(k->p, meeting)[i];
		if (m->kind == MEETING_PREPARATION && m->mode >= 0 && m->on >= begin && m->on <= end)
			n[m->mode]++;
	}
	r_figure(r, "online", n[MODE_ONLINE]);
	r_figure(r, "in_person", n[MODE_OFFLINE]);
	r_point(k, r, T_meeting, -1, NULL);
	r_state(r, n[0] && n[1] ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "%s 至 %s：集中备课线上 %d 次、线下 %d 次", "%s to %s: lessons prepared together online %d, in person %d", day[0], day[1],
		n[MODE_ONLINE], n[MODE_OFFLINE]);
}

/* 11.1-16 */
DECIDE(rule_11_1_16)
{
	int64_t begin, end;
	char day[2][CAL_TEXT_MAX];
	int n = 0;
	if (!last_term(k, r, T_meeting, &begin, &end, day))
		return;
	for (int i = 0; i < N(k->p, meeting); i++)
		n += ROWS(k->p, meeting)[i].kind == MEETING_SEMINAR && ROWS(k->p, meeting)[i].on >= begin && ROWS(k->p, meeting)[i].on <= end;
	r_figure(r, "seminars", n);
	r_point(k, r, T_meeting, -1, NULL);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "%s 至 %s：教学研讨 %d 次，应不少于 1 次", "%s to %s: teaching seminars %d, at least 1", day[0], day[1], n);
}

/* 11.1-10: within a year before the check. */
DECIDE(rule_11_1_10)
{
	uint64_t have = 0;
	if (!GIVEN(k->p, diagnosis)) {
		r_no_data(k, r, T_diagnosis, -1, NULL, "诊断与改进记录", "records of diagnosis");
		return;
	}
	for (int i = 0; i < N(k->p, diagnosis); i++) {
		const struct p_diagnosis *d = &ROWS(k->p, diagnosis)[i];
		if (d->on <= k->as_of && d->on > day_add_months(k->as_of, -12))
			have |= bit(d->object);
	}
	r_point(k, r, T_diagnosis, -1, NULL);
	r_need(k, c, r, have, CLAUSE_SHORT);
}

/* 11.1-17: an action with its effect on record, or an item of evidence. */
DECIDE(slot_11_1_17)
{
	int n = 0;
	for (int i = 0; i < N(k->p, diagnosis); i++)
		n += ROWS(k->p, diagnosis)[i].action.n && ROWS(k->p, diagnosis)[i].effect.n && ROWS(k->p, diagnosis)[i].on <= k->as_of;
	if (!n) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "actions_with_effect", n);
	r_point(k, r, T_diagnosis, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "有改进措施和成效的记录 %d 条", "Records with an action and its effect: %d", n);
}

/* 11.1-18 */
DECIDE(rule_11_1_18)
{
	int graduates = 0, employers = 0;
	if (!N(k->p, survey)) {
		r_no_data(k, r, T_survey, -1, NULL, "毕业生和用人单位调查", "surveys of graduates and employers");
		return;
	}
	for (int i = 0; i < N(k->p, survey); i++) {
		if (ROWS(k->p, survey)[i].on > k->as_of)
			continue;
		graduates += ROWS(k->p, survey)[i].kind == SURVEY_GRADUATES;
		employers += ROWS(k->p, survey)[i].kind == SURVEY_EMPLOYERS;
	}
	r_figure(r, "of_graduates", graduates);
	r_figure(r, "of_employers", employers);
	r_point(k, r, T_survey, -1, NULL);
	r_state(r, graduates && employers ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "毕业生跟踪 %d 次，用人单位调查 %d 次", "Surveys of graduates: %d; of employers: %d", graduates, employers);
}

/* 11.1-19: the newest report. */
DECIDE(rule_11_1_19)
{
	int newest = -1;
	for (int i = 0; i < N(k->p, report); i++)
		if (ROWS(k->p, report)[i].year <= cal_civil(k->as_of * MIN_PER_DAY).year &&
			(newest < 0 || ROWS(k->p, report)[i].year > ROWS(k->p, report)[newest].year))
			newest = i;
	if (newest < 0) {
		r_no_data(k, r, T_report, -1, NULL, "年度人才培养质量分析报告", "the yearly quality report");
		return;
	}
	r_point(k, r, T_report, newest, "sections");
	r_need(k, c, r, ROWS(k->p, report)[newest].sections.bits, CLAUSE_SHORT);
}

/* 11.1-20 */
DECIDE(rule_11_1_20)
{
	int n = 0;
	if (!GIVEN(k->p, diagnosis)) {
		r_no_data(k, r, T_diagnosis, -1, NULL, "目标达成评价记录", "evaluations of attainment");
		return;
	}
	for (int i = 0; i < N(k->p, diagnosis); i++) {
		const struct p_diagnosis *d = &ROWS(k->p, diagnosis)[i];
		n += d->kind == DIAGNOSIS_ATTAINMENT && d->on <= k->as_of && d->on > day_add_months(k->as_of, -12);
	}
	r_figure(r, "evaluations", n);
	r_point(k, r, T_diagnosis, -1, NULL);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_SHORT);
	r_say(k, r, "近一年目标达成评价 %d 次，应不少于 1 次", "Evaluations of attainment within a year: %d, at least 1", n);
}
