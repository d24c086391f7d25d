/* 10.1.1, 10.1.2 and 10.2: classrooms, the six training rooms, textbooks, library, digital resources. */
#include "school/standard/inside.h"

#include <stdio.h>

enum { RECENT_DAYS = 366, TERM_DAYS = 183 }; /* our readings of "in time" and of how old an inspection may be */

static const struct p_room *room(const struct checking *k, int i)
{
	return &ROWS(k->p, room)[i];
}

static bool rooms_given(struct checking *k, struct clause_result *r)
{
	if (GIVEN(k->p, room))
		return true;
	r_no_data(k, r, T_room, -1, NULL, "教室与实训场所", "the rooms");
	return false;
}

static bool is_classroom(const struct checking *k, int i)
{
	return room(k, i)->kind == ROOM_CLASSROOM;
}

static bool is_training(const struct checking *k, int i)
{
	return room(k, i)->kind == ROOM_TRAINING || room(k, i)->kind == ROOM_COMPREHENSIVE;
}

/* One of the standard's six rooms, or a comprehensive place that stands for it (10.1.2-08). */
static bool stands_for(const struct checking *k, int i, int place)
{
	return room(k, i)->place == place || (room(k, i)->kind == ROOM_COMPREHENSIVE && room(k, i)->replaces.bits & bit(place));
}

static uint64_t equipment_of(const struct checking *k, int i)
{
	uint64_t have = 0;
	for (int e = 0; e < N(k->p, equipment); e++)
		if (ROWS(k->p, equipment)[e].room == i && ROWS(k->p, equipment)[e].quantity > 0)
			have |= bit(ROWS(k->p, equipment)[e].what);
	return have;
}

/* 10.1-01: an organisation with an agreement is a base, too. */
DECIDE(rule_10_1_01)
{
	int n[3] = { 0 };
	if (!rooms_given(k, r))
		return;
	for (int i = 0; i < N(k->p, room); i++) {
		n[0] += is_classroom(k, i);
		n[1] += is_training(k, i);
		n[2] += room(k, i)->kind == ROOM_BASE;
	}
	for (int i = 0; i < N(k->p, organisation); i++)
		n[2] += ROWS(k->p, organisation)[i].agreement_signed_on != NONE && ROWS(k->p, organisation)[i].agreement_signed_on <= k->as_of;
	r_figure(r, "classrooms", n[0]);
	r_figure(r, "training_rooms", n[1]);
	r_figure(r, "bases", n[2]);
	r_point(k, r, T_room, -1, NULL);
	r_state(r, n[0] && n[1] && n[2] ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "专业教室 %d 间、实训室 %d 间、实习实训基地 %d 个", "Classrooms: %d; training rooms: %d; bases: %d", n[0], n[1], n[2]);
}

/* 10.1.1-02: every classroom. */
DECIDE(rule_10_1_1_02)
{
	uint64_t missing = 0;
	int n = 0, without = 0;
	if (!rooms_given(k, r))
		return;
	for (int i = 0; i < N(k->p, room); i++) {
		if (!is_classroom(k, i))
			continue;
		n++;
		uint64_t m = c->need & ~equipment_of(k, i);
		missing |= m;
		if (m)
			without++, r_point(k, r, T_room, i, NULL);
	}
	if (!n || !GIVEN(k->p, equipment)) {
		r->n_pointers = 0;
		r_no_data(k, r, n ? T_equipment : T_room, -1, NULL, "专业教室及其设备", "classrooms and their equipment");
		return;
	}
	if (!without)
		r_point(k, r, T_equipment, -1, NULL);
	r_figure(r, "classrooms", n);
	r_figure(r, "incomplete", without);
	r_state(r, missing ? CLAUSE_FAIL : CLAUSE_PASS);
	if (!missing) {
		r_say(k, r, "%d 间专业教室设备齐全", "Classrooms: %d, all complete", n);
		return;
	}
	r_zh(k, r, "专业教室 %d 间，设备不全 %d 间；缺：%.*s", n, without, STR_FMT(r_names(k, c->list, missing, LANG_ZH)));
	r_en(k, r, "Classrooms: %d; incomplete: %d; missing: %.*s", n, without, STR_FMT(r_names(k, c->list, missing, LANG_EN)));
}

/* 10.1.1-03: network in the inventory and protection, or an item of evidence. */
DECIDE(slot_10_1_1_03)
{
	int network = word_find(&k->s->list[LIST_EQUIPMENT], STR("network")), n = 0, without = 0;
	for (int i = 0; i < N(k->p, room); i++)
		if (is_classroom(k, i))
			n++, without += !(equipment_of(k, i) & bit(network)) || room(k, i)->network_security != 1;
	if (!n || without) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "classrooms", n);
	r_point(k, r, T_room, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "%d 间专业教室都有网络和安全防护", "Classrooms: %d, all with network and protection", n);
}

/* 10.1.1-04: each classroom inspected within a term, all four items; or an item of evidence. */
DECIDE(slot_10_1_1_04)
{
	int n = 0, without = 0;
	for (int i = 0; i < N(k->p, room); i++) {
		uint64_t seen = 0;
		for (int q = 0; q < N(k->p, inspection); q++) {
			const struct p_inspection *p = &ROWS(k->p, inspection)[q];
			if (p->room == i && p->on <= k->as_of && p->on >= k->as_of - TERM_DAYS)
				seen |= p->items.bits;
		}
		if (is_classroom(k, i))
			n++, without += (c->need & ~seen) != 0;
	}
	if (!n || without) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "classrooms", n);
	r_figure(r, "within_days", TERM_DAYS);
	r_point(k, r, T_inspection, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "%d 间专业教室在 %d 天内都检查过四项", "Classrooms: %d, all inspected within %d days", n, TERM_DAYS);
}

/* 10.1.2-04: the text has no number; one is our reading. */
DECIDE(rule_10_1_2_04)
{
	int n = 0, without = 0;
	if (!rooms_given(k, r))
		return;
	for (int i = 0; i < N(k->p, room); i++) {
		if (!is_training(k, i))
			continue;
		if (!room(k, i)->instructors.given) {
			r->n_pointers = 0;
			r_no_data(k, r, T_room, i, "instructors", "实训室的指导教师", "the instructors of a training room");
			return;
		}
		n++;
		if (room(k, i)->instructors.n < c->min)
			without++, r_point(k, r, T_room, i, "instructors");
	}
	if (!n) {
		r_no_data(k, r, T_room, -1, NULL, "实训室", "training rooms");
		return;
	}
	if (!without)
		r_point(k, r, T_room, -1, NULL);
	r_figure(r, "training_rooms", n);
	r_figure(r, "without_instructor", without);
	r_state(r, without ? CLAUSE_FAIL : CLAUSE_PASS);
	r_say(k, r, "实训室 %d 间，没有指导教师的 %d 间", "Training rooms: %d; without an instructor: %d", n, without);
}

/* 10.1.2-06 */
DECIDE(rule_10_1_2_06)
{
	uint64_t have = 0;
	bool given = false;
	if (!rooms_given(k, r))
		return;
	for (int i = 0; i < N(k->p, room); i++)
		if (is_training(k, i))
			have |= room(k, i)->activities.bits, given = given || room(k, i)->activities.given;
	if (!given) {
		r_no_data(k, r, T_room, -1, NULL, "实训室能开展的活动（activities）", "what training rooms can host (activities)");
		return;
	}
	r_point(k, r, T_room, -1, NULL);
	r_need(k, c, r, have, CLAUSE_FAIL);
}

/* 10.1.2-08 */
DECIDE(rule_10_1_2_08)
{
	int n = 0;
	if (!rooms_given(k, r))
		return;
	for (int i = 0; i < N(k->p, room); i++)
		n += room(k, i)->kind == ROOM_COMPREHENSIVE;
	r_figure(r, "comprehensive", n);
	r_point(k, r, T_room, -1, NULL);
	r_state(r, n ? CLAUSE_PASS : CLAUSE_NOT_APPLICABLE);
	r_say(k, r, "综合性实训场所 %d 处", "Comprehensive training places: %d", n);
}

/* ---- the six rooms ---- */
static int rooms_of(struct checking *k, const struct clause *c, struct clause_result *r)
{
	int n = 0;
	for (int i = 0; i < N(k->p, room); i++)
		if (stands_for(k, i, c->place))
			n++, r_point(k, r, T_room, i, NULL);
	if (n)
		return n;
	const struct word *w = &k->s->list[LIST_PLACE].word[c->place];
	r_state(r, CLAUSE_FAIL);
	r_point(k, r, T_room, -1, NULL);
	r_figure(r, "rooms", 0);
	r_zh(k, r, "没有登记%.*s，也没有替代它的综合性实训场所", STR_FMT(w->text[LANG_ZH]));
	r_en(k, r, "There is no %.*s, and no comprehensive place that stands for it", STR_FMT(w->text[LANG_EN]));
	return 0;
}

/* 10.1.2-M…-E */
DECIDE(rule_room_equipment)
{
	uint64_t have = 0;
	if (!rooms_given(k, r) || !rooms_of(k, c, r))
		return;
	if (!GIVEN(k->p, equipment)) {
		r->n_pointers = 0;
		r_no_data(k, r, T_equipment, -1, NULL, "设备清单", "the inventory of equipment");
		return;
	}
	for (int i = 0; i < N(k->p, room); i++)
		if (stands_for(k, i, c->place))
			have |= equipment_of(k, i);
	r_point(k, r, T_equipment, -1, NULL);
	r_need(k, c, r, have, CLAUSE_FAIL);
}

static bool item_there(const struct checking *k, struct str no)
{
	for (int i = 0; no.n && i < N(k->p, evidence); i++)
		if (str_eq(ROWS(k->p, evidence)[i].no, no))
			return r_item_there(k, i);
	return false;
}

/* Software is there when it is installed; of Cohong when its module is one of those in docs/coverage.md and a lesson ran on it in this school. A platform for real projects
 * needs its record among the evidence. */
enum there { NOT_THERE, UNPROVEN, THERE };
static enum there software_there(const struct checking *k, int row, int what)
{
	const struct p_software *s = &ROWS(k->p, software)[row];
	if (s->provider == PROVIDER_REAL)
		return item_there(k, s->evidence) ? THERE : UNPROVEN;
	if (s->what != what)
		return NOT_THERE;
	if (s->provider != PROVIDER_COHONG)
		return THERE;
	for (int i = 0; i < N(k->p, module_lesson); i++)
		if (ROWS(k->p, module_lesson)[i].software == what && ROWS(k->p, module_lesson)[i].on <= k->as_of && k->s->modules & bit(what))
			return THERE;
	return UNPROVEN;
}

/* 10.1.2-M…-S… */
DECIDE(rule_room_software)
{
	int what = c->need ? __builtin_ctzll(c->need) : -1, seen = -1;
	enum there best = NOT_THERE;
	if (!rooms_given(k, r) || !rooms_of(k, c, r))
		return;
	if (!GIVEN(k->p, software)) {
		r->n_pointers = 0;
		r_no_data(k, r, T_software, -1, NULL, "软件清单", "the inventory of software");
		return;
	}
	for (int i = 0; i < N(k->p, software); i++) {
		const struct p_software *s = &ROWS(k->p, software)[i];
		if (!stands_for(k, s->room, c->place) || (s->provider == PROVIDER_REAL && !c->real))
			continue;
		enum there t = software_there(k, i, what);
		if (t > best)
			best = t, seen = i;
	}
	r_figure(r, "installed", best != NOT_THERE);
	r_figure(r, "proven", best == THERE);
	r_point(k, r, T_software, seen, NULL);
	r_state(r, best == THERE ? CLAUSE_PASS : best == UNPROVEN ? CLAUSE_EVIDENCE_MISSING : CLAUSE_FAIL);
	const struct word *w = &k->s->list[LIST_SOFTWARE].word[what];
	if (best == UNPROVEN && ROWS(k->p, software)[seen].provider == PROVIDER_COHONG && !(k->s->modules & bit(what))) {
		r_zh(k, r, "%.*s：公行尚未提供这一模块（docs/coverage.md）", STR_FMT(w->text[LANG_ZH]));
		r_en(k, r, "%.*s: Cohong doesn't have this module yet (docs/coverage.md)", STR_FMT(w->text[LANG_EN]));
	} else if (best == UNPROVEN && ROWS(k->p, software)[seen].provider == PROVIDER_COHONG) {
		r_zh(k, r, "%.*s：本校还没有在公行的这一模块上开课的记录", STR_FMT(w->text[LANG_ZH]));
		r_en(k, r, "%.*s: no lesson has been held on this module of Cohong in this school", STR_FMT(w->text[LANG_EN]));
	} else if (best == UNPROVEN) {
		r_zh(k, r, "%.*s：以真实项目操作平台替代，需要编号的佐证材料", STR_FMT(w->text[LANG_ZH]));
		r_en(k, r, "%.*s: a platform for real projects stands in; a numbered item of evidence is needed", STR_FMT(w->text[LANG_EN]));
	} else {
		r_zh(k, r, "%.*s：%s", STR_FMT(w->text[LANG_ZH]), best == THERE ? "已配置" : "未配置");
		r_en(k, r, "%.*s: %s", STR_FMT(w->text[LANG_EN]), best == THERE ? "there" : "not there");
	}
}

/* 10.1.2-M…-U: by the timetable of the rooms. */
DECIDE(rule_room_uses)
{
	uint64_t have = 0;
	if (!rooms_given(k, r) || !rooms_of(k, c, r))
		return;
	if (!GIVEN(k->p, timetable)) {
		r->n_pointers = 0;
		r_no_data(k, r, T_timetable, -1, NULL, "实训室的课表", "the timetable of training rooms");
		return;
	}
	for (int i = 0; i < N(k->p, timetable); i++)
		if (stands_for(k, ROWS(k->p, timetable)[i].room, c->place))
			have |= bit(ROWS(k->p, timetable)[i].domain);
	r_point(k, r, T_timetable, -1, NULL);
	r_need(k, c, r, have, CLAUSE_SHORT);
}

/* 8.1.2-C…-TOOLS: in a training room or a module of Cohong on which a lesson ran; otherwise an item of evidence. */
DECIDE(slot_core_tools)
{
	uint64_t have = 0;
	int computer = word_find(&k->s->list[LIST_SOFTWARE], STR("computer")), hardware = word_find(&k->s->list[LIST_EQUIPMENT], STR("computer"));
	for (int i = 0; i < N(k->p, software); i++)
		if (ROWS(k->p, software)[i].what >= 0 && ROWS(k->p, software)[i].provider != PROVIDER_REAL &&
			software_there(k, i, ROWS(k->p, software)[i].what) == THERE)
			have |= bit(ROWS(k->p, software)[i].what);
	for (int i = 0; i < N(k->p, equipment); i++)
		if (ROWS(k->p, equipment)[i].what == hardware && ROWS(k->p, equipment)[i].quantity > 0)
			have |= bit(computer);
	if (c->need & ~have)
		slot_file(k, c, r);
	if (r->status == CLAUSE_PASS)
		return;
	r->n_pointers = r->n_figures = 0;
	r_point(k, r, T_software, -1, NULL);
	r_point(k, r, T_equipment, -1, NULL);
	r_need(k, c, r, have, CLAUSE_EVIDENCE_MISSING);
}

/* ---- resources ---- */
/* 10.2-01 */
DECIDE(rule_10_2_01)
{
	int textbooks = N(k->p, textbook), library = N(k->p, library), digital = N(k->p, resource);
	if (!GIVEN(k->p, textbook) && !GIVEN(k->p, library) && !GIVEN(k->p, resource)) {
		r_no_data(k, r, T_textbook, -1, NULL, "教材、图书和数字资源", "textbooks, library and digital resources");
		return;
	}
	r_figure(r, "textbooks", textbooks);
	r_figure(r, "library", library);
	r_figure(r, "digital", digital);
	r_point(k, r, T_textbook, -1, NULL);
	r_point(k, r, T_library, -1, NULL);
	r_point(k, r, T_resource, -1, NULL);
	r_state(r, textbooks && library && digital ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "教材 %d 种、图书 %d 类、数字资源 %d 项", "Textbooks: %d; kinds of books: %d; digital resources: %d", textbooks, library,
		digital);
}

/* 10.2.1-01: every textbook with the day of its approval, or an item of evidence. */
DECIDE(slot_10_2_1_01)
{
	int without = 0;
	for (int i = 0; i < N(k->p, textbook); i++)
		without += ROWS(k->p, textbook)[i].approved_on == NONE || ROWS(k->p, textbook)[i].approved_on > k->as_of;
	if (!N(k->p, textbook) || without) {
		slot_file(k, c, r);
		return;
	}
	r_figure(r, "textbooks", N(k->p, textbook));
	r_point(k, r, T_textbook, -1, NULL);
	r_state(r, CLAUSE_PASS);
	r_say(k, r, "%d 种教材都有审定日期", "Textbooks: %d, all with the day of their approval", N(k->p, textbook));
}

static bool professional_books(struct checking *k, struct clause_result *r, int *ret_n)
{
	*ret_n = 0;
	for (int i = 0; i < N(k->p, textbook); i++)
		*ret_n += ROWS(k->p, textbook)[i].professional == 1;
	if (*ret_n)
		return true;
	r_no_data(k, r, T_textbook, -1, NULL, "专业课程教材", "textbooks of professional courses");
	return false;
}

/* 10.2.1-02: the text prefers and has no number; the share is told, none at all fails. */
DECIDE(rule_10_2_1_02)
{
	int n, national = 0;
	if (!professional_books(k, r, &n))
		return;
	for (int i = 0; i < N(k->p, textbook); i++) {
		const struct p_textbook *t = &ROWS(k->p, textbook)[i];
		if (t->professional == 1 && t->level == WORD_NONE) {
			r_no_data(k, r, T_textbook, i, "level", "教材级别", "a textbook's level");
			return;
		}
		national += t->professional == 1 && (t->level == LEVEL_NATIONAL_PLANNED || t->level == LEVEL_NATIONAL_EXCELLENT);
	}
	r_figure(r, "professional_textbooks", n);
	r_figure(r, "national", national);
	r_point(k, r, T_textbook, -1, NULL);
	r_state(r, national ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "专业教材 %d 种，其中国家规划和国家优秀教材 %d 种", "Professional textbooks: %d; national planned or excellent: %d", n, national);
}

/* 10.2.1-04 */
DECIDE(rule_10_2_1_04)
{
	int n, dynamic = 0;
	if (!professional_books(k, r, &n))
		return;
	for (int i = 0; i < N(k->p, textbook); i++) {
		const struct p_textbook *t = &ROWS(k->p, textbook)[i];
		if (t->professional == 1 && (t->form == WORD_NONE || t->edition_on == NONE)) {
			r_no_data(k, r, T_textbook, i, t->form == WORD_NONE ? "form" : "edition_on", "教材形态和出版日期",
				"a textbook's form and day of edition");
			return;
		}
		dynamic += t->professional == 1 && (t->form == FORM_DIGITAL || t->form == FORM_LOOSE_LEAF || t->form == FORM_HANDBOOK);
	}
	r_figure(r, "professional_textbooks", n);
	r_figure(r, "digital_or_loose_leaf", dynamic);
	r_point(k, r, T_textbook, -1, NULL);
	r_state(r, dynamic ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "专业教材 %d 种，其中数字、活页、手册式 %d 种", "Professional textbooks: %d; digital, loose-leaf or workbooks: %d", n, dynamic);
}

/* 10.2.2-02 */
DECIDE(rule_10_2_2_02)
{
	uint64_t have = 0;
	if (!N(k->p, library)) {
		r_no_data(k, r, T_library, -1, NULL, "图书文献", "the library");
		return;
	}
	for (int i = 0; i < N(k->p, library); i++)
		if (ROWS(k->p, library)[i].count > 0)
			have |= bit(ROWS(k->p, library)[i].subject);
	r_point(k, r, T_library, -1, NULL);
	r_need(k, c, r, have, CLAUSE_FAIL);
}

/* 10.2.2-03: within a year is our reading. */
DECIDE(rule_10_2_2_03)
{
	int64_t newest = NONE;
	int at = -1;
	for (int i = 0; i < N(k->p, library); i++)
		if (ROWS(k->p, library)[i].acquired_on > newest && ROWS(k->p, library)[i].acquired_on <= k->as_of)
			newest = ROWS(k->p, library)[i].acquired_on, at = i;
	if (at < 0) {
		r_no_data(k, r, T_library, -1, NULL, "图书文献的购置日期", "when books were acquired");
		return;
	}
	r_figure(r, "days_since", k->as_of - newest);
	r_figure(r, "days_allowed", RECENT_DAYS);
	r_point(k, r, T_library, at, "acquired_on");
	r_state(r, k->as_of - newest <= RECENT_DAYS ? CLAUSE_PASS : CLAUSE_FAIL);
	r_say(k, r, "最近一次购置在 %lld 天前，以一年之内为及时", "Days since the newest books came: %lld; within a year is in time",
		(long long)(k->as_of - newest));
}

/* 10.2.3-01 */
DECIDE(rule_10_2_3_01)
{
	uint64_t have = 0;
	if (!N(k->p, resource)) {
		r_no_data(k, r, T_resource, -1, NULL, "数字资源", "the digital resources");
		return;
	}
	for (int i = 0; i < N(k->p, resource); i++)
		have |= bit(ROWS(k->p, resource)[i].type);
	r_point(k, r, T_resource, -1, NULL);
	r_need(k, c, r, have, CLAUSE_FAIL);
}
