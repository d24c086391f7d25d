#include "server/marks.h"
#include "school/attendance.h"
#include "server/actlog.h"
#include "server/marks_inside.h"
#include "server/refusals.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

const struct marks_cut marks_live = { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX };

/* Clauses of checks that name none of their own. */
static const struct {
	const char *check, *clause;
} check_clause[] = {
	{ "store.open", "8.1.2-C4-R3" }, { "order.abnormal", "8.1.2-C6-R9" }, { "order.waiting", "8.1.2-C6-R5" }, { "goods.bought", "8.1.2-C3-R7" },
	{ "listing.written", "8.1.2-C1-R6" }, { "price.above_cost", "8.1.2-C1-R9" }, { "listing.published", "8.1.2-C1-R4" }, { "order.shipped", "8.1.2-C6-R5" },
	{ "order.first", "8.1.2-C1-R4" }, { "funnel.read", "8.1.2-C5-R10" }, { "listing.improved", "8.1.2-C1-R8" }, { "text.given", "8.1.2-C1-R7" },
};

static struct str clause_of(enum lesson_check check)
{
	for (size_t i = 0; i < sizeof check_clause / sizeof *check_clause; i++)
		if (strcmp(check_clause[i].check, check_desc[check].name) == 0)
			return str_c(check_clause[i].clause);
	return STR("");
}

/* ---- steps and questions, by the record ---- */

static struct str answer_of(struct arena *a, struct str evidence, int64_t *ret_at_min)
{
	json_t *o = json_loadb(evidence.p ? evidence.p : "", evidence.n, 0, NULL);
	const json_t *v = json_object_get(o, "answer");
	struct str s = arena_str(a, (struct str){ json_string_value(v), json_string_length(v) });
	*ret_at_min = json_integer_value(json_object_get(o, "at_min"));
	json_decref(o);
	return s.p ? s : STR("");
}

/* The same wrong answer twice is one try. */
static bool said_before(const struct marks_book *b, int upto, uint64_t seat, struct str item, struct str answer, struct arena *a)
{
	int64_t at_min;
	for (int i = 0; i < upto; i++)
		if (b->said[i].seat == seat && b->said[i].what == STEP_SAID_WRONG && str_eq(b->said[i].item, item) && str_eq(answer_of(a, b->said[i].evidence, &at_min), answer))
			return true;
	return false;
}

/* What the record says of a step or question; true if it is excused. */
static bool read_chance(const struct marks_book *b, const struct marks_seat *s, struct arena *a, struct mark_chance *c, struct str id)
{
	bool excused = false;
	int64_t at_min;
	*c = (struct mark_chance){ .kind = STR("answer"), .what = STR("") };
	for (int i = 0; i < b->n_said; i++) {
		const struct step_said *said = &b->said[i];
		if (said->seat != s->row.seat || !str_eq(said->item, id) || c->right)
			continue;
		excused = said->what == STEP_SAID_EXCUSED || (excused && said->what == STEP_SAID_WRONG);
		if (said->what == STEP_SAID_WRONG)
			c->wrong += !said_before(b, i, s->row.seat, id, answer_of(a, said->evidence, &at_min), a);
		if (said->what != STEP_SAID_DONE)
			continue;
		c->right = true;
		c->at_s = said->at_s;
		c->what = answer_of(a, said->evidence, &c->at_min);
	}
	return excused;
}

static struct mark_item *new_item(struct marks_seat *s, enum mark_kind kind, enum mark_part part, struct str id, struct str clause, int64_t weight)
{
	if (s->in.n == MARK_ITEMS_MAX)
		return NULL;
	struct mark_item *it = &s->in.item[s->in.n++];
	*it = (struct mark_item){ .kind = kind, .part = part, .id = id, .clause = clause, .weight = weight, .given = -1 };
	return it;
}

/* What the market did not give was no chance: an order to ship, a buyer for what is on sale. */
static bool was_given(const struct gathered *g, const struct marks_seat *s, enum lesson_check check)
{
	bool on_sale = false, sold = false;
	for (int i = 0; i < g->n_order; i++)
		sold = sold || g->order[i].store == s->store;
	for (int i = 0; i < g->n_own; i++)
		on_sale = on_sale || (g->own[i].seat == s->row.seat && g->own[i].kind == ACT_LISTING_PUBLISH && !g->own[i].blocked);
	if (check == CHECK_ORDER_SHIPPED)
		return sold || !on_sale;
	return check != CHECK_ORDER_FIRST || !on_sale;
}

/* One item of a step, or of a row of the rubric: its steps are its chances. */
static void add_step(const struct gathered *g, const struct marks_book *b, struct marks_seat *s, struct mark_item *it, const struct lesson_step *step, struct mark_chance *room)
{
	struct mark_chance c;
	if (read_chance(b, s, g->a, &c, step->id))
		it->excused = it->n == 0;
	else if (c.right || was_given(g, s, step->check)) {
		if (it->kind == ITEM_RUBRIC) {
			c.kind = STR("step");
			c.what = step->id;
		}
		room[it->n++] = c;
		it->excused = false;
	}
	it->chance = room;
}

static void add_steps(const struct gathered *g, const struct marks_book *b, struct marks_seat *s)
{
	const struct lesson *l = g->src->lesson;
	for (int i = 0; i < l->n_steps; i++) {
		struct mark_item *it = new_item(s, ITEM_STEP, PART_PROCESS, l->step[i].id, clause_of(l->step[i].check), l->step[i].points);
		if (it)
			add_step(g, b, s, it, &l->step[i], ARENA_NEW(g->a, struct mark_chance));
	}
}

/* A pack's own marking scheme; a row that is the teacher's has a mark when he gives one. */
static void add_rubric(const struct gathered *g, const struct marks_book *b, struct marks_seat *s)
{
	const struct lesson *l = g->src->lesson;
	for (int i = 0; i < l->n_rubric; i++) {
		const struct lesson_rubric *x = &l->rubric[i];
		struct mark_item *it = new_item(s, ITEM_RUBRIC, PART_PROCESS, arena_printf(g->a, "rubric-%.*s", STR_FMT(x->id)), x->clause, x->weight);
		struct mark_chance *room = ARENA_ARRAY(g->a, struct mark_chance, LESSON_STEPS_MAX);
		for (int k = 0; it && x->check && k < l->n_steps; k++)
			if (l->step[k].check == x->check && (!x->step.n || str_eq(l->step[k].id, x->step)))
				add_step(g, b, s, it, &l->step[k], room);
	}
}

static void add_items(const struct gathered *g, const struct marks_book *b, struct marks_seat *s)
{
	const struct lesson *l = g->src->lesson;
	struct mark_item *it;
	if (l->n_rubric)
		add_rubric(g, b, s);
	else
		add_steps(g, b, s);
	for (int k = 0; k < SKILL_MAX; k++) {
		struct mark_chance *c;
		if (!(it = new_item(s, ITEM_SKILL, PART_PROCESS, str_c(skill_desc[k].name), str_c(skill_desc[k].clause), skill_desc[k].weight)))
			return;
		it->n = marks_chances(g, s, (enum mark_skill)k, &c);
		it->chance = c;
	}
	for (int i = 0; i < l->n_quiz; i++) {
		struct mark_chance *c = ARENA_NEW(g->a, struct mark_chance);
		if (!(it = new_item(s, ITEM_QUIZ, PART_KNOWLEDGE, l->quiz[i].id, l->quiz[i].clause, l->quiz[i].points)))
			return;
		read_chance(b, s, g->a, c, arena_printf(g->a, "quiz-%.*s", STR_FMT(l->quiz[i].id)));
		it->chance = c;
		it->n = 1;
	}
}

/* ---- what people said ---- */

static void add_given(const struct marks_book *b, struct marks_seat *s)
{
	for (int i = 0; i < b->n_given; i++) {
		const struct given_row *g = &b->given[i];
		if (g->seat != s->row.seat)
			continue;
		for (int k = 0; k < s->in.n && g->what == GIVEN_ITEM; k++)
			if (str_eq(s->in.item[k].id, g->item))
				s->in.item[k].given = g->value;
		if (g->what == GIVEN_CLASSWORK)
			s->in.classwork = g->value;
		if (g->what == GIVEN_OVERRIDE)
			s->in.override = g->value;
		s->in.warnings += g->what == GIVEN_WARN;
		s->in.deductions += g->what == GIVEN_DEDUCT;
	}
}

/* ---- attendance: the days on which the market's log has something ---- */

static const char DAYS[] = "SELECT MIN(at_real_ms), MAX(at_real_ms) FROM market_log WHERE market_id = ?1 AND person <> 0";

static enum problem_code read_days(const struct marks_source *src, struct marks_book *b, struct problem *p)
{
	enum { DAYS_MAX = 60, DAY_MS = 86400000 };
	int64_t days[DAYS_MAX], from = 0, to = -1;
	int n = 0;
	struct stmt *q = db_stmt(src->db, DAYS);
	db_bind_u64(q, 1, src->row->id);
	while (db_step(q))
		if (!db_is_null(q, 0)) {
			from = db_i64(q, 0) / DAY_MS - 1;
			to = db_i64(q, 1) / DAY_MS + 1;
		}
	enum problem_code code = db_end(q, p);
	if (!code)
		code = attendance_days(src->school, src->row->class_id, DAYS_MAX, days, &n, p);
	for (int d = n - 1; d >= 0 && !code; d--) {
		static const char letters[ATTENDANCE_MAX] = { [ATTENDANCE_PRESENT] = 'P', [ATTENDANCE_LATE] = 'L', [ATTENDANCE_ABSENT] = 'A', [ATTENDANCE_EXCUSED] = 'E' };
		struct attendance_row *rows;
		int n_rows;
		if (days[d] < from || days[d] > to)
			continue;
		code = attendance_list(src->school, &b->arena, src->row->class_id, days[d], &rows, &n_rows, p);
		for (int i = 0; i < n_rows && !code; i++)
			for (int k = 0; k < b->n; k++)
				if (b->seat[k].row.person == rows[i].person && strlen(b->seat[k].days) < sizeof b->seat[k].days - 1)
					b->seat[k].days[strlen(b->seat[k].days)] = letters[rows[i].state];
	}
	return code;
}

static void add_days(struct marks_seat *s, struct arena *a)
{
	size_t n = strlen(s->days);
	struct mark_item *it = n ? new_item(s, ITEM_DAY, PART_ATTENDANCE, STR("attendance"), STR(""), 1) : NULL;
	if (!it)
		return;
	struct mark_chance *c = ARENA_ARRAY(a, struct mark_chance, n);
	for (size_t i = 0; i < n; i++)
		if (s->days[i] != 'E')
			c[it->n++] = (struct mark_chance){ .kind = STR("day"), .what = STR(""), .right = s->days[i] != 'A', .wrong = s->days[i] == 'P' ? 0 : s->days[i] == 'L' ? 1 : 2 };
	it->chance = c;
}

void marks_set_days(struct marks_seat *s, struct arena *a, struct str days)
{
	int n = 0;
	while (n < s->in.n && s->in.item[n].kind != ITEM_DAY)
		n++;
	s->in.n = n; /* it is the last */
	memset(s->days, 0, sizeof s->days);
	memcpy(s->days, days.p ? days.p : "", days.n < sizeof s->days ? days.n : sizeof s->days - 1);
	add_days(s, a);
	mark_compute(&s->in, &s->mark);
}

/* ---- all of it ---- */

static void lower(int64_t *cut, int64_t is)
{
	if (*cut > is)
		*cut = is;
}

static enum problem_code read_cut(const struct marks_source *src, struct marks_book *b, struct problem *p)
{
	struct head head;
	int64_t refusals;
	enum problem_code code = head_read(src->db, &b->arena, src->row->id, &head, p);
	if (code || (code = refusals_count(src->db, src->row->id, &refusals, p)) ||
		(code = step_said_list(src->school, &b->arena, src->row->id, b->cut.steps, &b->said, &b->n_said, p)) ||
		(code = given_list(src->school, &b->arena, src->row->id, b->cut.given, &b->given, &b->n_given, p)))
		return code;
	lower(&b->cut.position, head.position);
	lower(&b->cut.now_min, head.now_min);
	lower(&b->cut.refusals, refusals);
	lower(&b->cut.steps, b->n_said ? b->said[b->n_said - 1].n : 0);
	lower(&b->cut.given, b->n_given ? b->given[b->n_given - 1].n : 0);
	return code;
}

static enum problem_code read_seats(const struct marks_source *src, struct marks_book *b, struct problem *p)
{
	struct seat_row *rows;
	struct mark_scheme scheme;
	int n;
	enum problem_code code = seat_list(src->school, &b->arena, src->row->id, 0, &rows, &n, p);
	if (code || (code = mark_scheme_get(src->school, &b->arena, src->row->id, &scheme, p)))
		return code;
	b->seat = ARENA_ARRAY(&b->arena, struct marks_seat, n + 1);
	for (int i = 0; i < n; i++)
		if (!rows[i].demo) {
			struct marks_seat *s = &b->seat[b->n++];
			*s = (struct marks_seat){ .row = rows[i], .store_name = STR("") };
			s->in = (struct mark_input){ .market = src->row->id, .seat = rows[i].seat, .lesson = src->lesson->slug, .scheme = scheme, .expected_milli = -1, .classwork = -1, .override = -1 };
		}
	return code;
}

static enum problem_code gather(const struct marks_source *src, struct marks_book *b, struct problem *p)
{
	struct gathered g = { .src = src, .a = &b->arena };
	enum problem_code code = read_cut(src, b, p);
	g.cut = b->cut;
	if (!code && !(code = read_seats(src, b, p)))
		code = marks_read_market(&g, b, p);
	if (!code)
		code = read_days(src, b, p);
	for (int i = 0; i < b->n && !code; i++) {
		struct marks_seat *s = &b->seat[i];
		s->in.has_result = s->store != 0;
		s->in.position = b->cut.position;
		s->in.now_min = b->cut.now_min;
		s->in.refusals = b->cut.refusals;
		s->in.steps = b->cut.steps;
		s->in.given = b->cut.given;
		struct gathered mine = marks_own(&g, s);
		add_items(&mine, b, s);
		marks_own_end(&mine);
		add_given(b, s);
		add_days(s, &b->arena);
		mark_compute(&s->in, &s->mark);
	}
	marks_read_end(&g);
	return code;
}

enum problem_code marks_gather(const struct marks_source *src, const struct marks_cut *cut, struct marks_book *ret, struct problem *p)
{
	*ret = (struct marks_book){ .cut = *cut };
	arena_init(&ret->arena, 0);
	bool own = !db_in_transaction(src->db); /* one state of the market, whatever is committed meanwhile */
	enum problem_code code = own ? db_begin(src->db, p) : PROBLEM_NONE;
	if (!code)
		code = gather(src, ret, p);
	if (own)
		db_rollback(src->db);
	if (code)
		marks_free(ret);
	return code;
}

void marks_free(struct marks_book *b)
{
	arena_fini(&b->arena);
}

struct marks_seat *marks_of(struct marks_book *b, uint64_t seat)
{
	for (int i = 0; i < b->n; i++)
		if (b->seat[i].row.seat == seat)
			return &b->seat[i];
	return NULL;
}

/* ---- kept marks ---- */

bool marks_cut_read(struct str body, struct marks_cut *ret, struct mark_scheme *ret_scheme)
{
	json_t *o = json_loadb(body.p ? body.p : "", body.n, 0, NULL);
	const json_t *u = json_object_get(o, "until");
	char *scheme = json_dumps(json_object_get(o, "scheme"), JSON_COMPACT);
	bool well = u && scheme && mark_scheme_read(str_c(scheme), ret_scheme);
	if (well)
		*ret = (struct marks_cut){ json_integer_value(json_object_get(u, "position")), json_integer_value(json_object_get(u, "now_min")),
			json_integer_value(json_object_get(u, "refusals")), json_integer_value(json_object_get(u, "steps")), json_integer_value(json_object_get(u, "given")) };
	free(scheme);
	json_decref(o);
	return well;
}

static void hold(const struct kept_mark *k, struct marks_book *b, const struct mark_scheme *scheme, struct marks_verdict *v)
{
	struct buf text;
	char hash[MARK_HASH_MAX] = "";
	struct marks_seat *s = marks_of(b, k->seat);
	buf_init(&text, 16 << 20);
	if (s) {
		s->in.scheme = *scheme;
		marks_set_days(s, &b->arena, k->days);
		mark_write(&s->in, &s->mark, &text);
		mark_hash(buf_span(&text), hash);
	}
	bool same = s && str_eq(buf_span(&text), k->body) && str_eq(str_c(hash), k->hash);
	v->same += same;
	v->differ += !same;
	if (!same && !v->first_differs) {
		v->first_differs = k->seat;
		v->first_n = k->n;
	}
	buf_fini(&text);
}

enum problem_code marks_verify(const struct marks_source *src, struct marks_verdict *ret, struct problem *p)
{
	struct arena a;
	struct marks_book book;
	struct kept_mark *kept;
	struct marks_cut of = { -1, -1, -1, -1, -1 };
	bool open = false;
	int n = 0;
	arena_init(&a, 0);
	*ret = (struct marks_verdict){ 0 };
	enum problem_code code = kept_list(src->school, &a, src->row->id, 0, true, &kept, &n, p);
	for (int i = n - 1; i >= 0 && !code; i--) {
		struct marks_cut cut;
		struct mark_scheme scheme;
		ret->kept++;
		if (!kept[i].body.n) {
			ret->erased++;
			continue;
		}
		if (!marks_cut_read(kept[i].body, &cut, &scheme)) {
			ret->differ++;
			continue;
		}
		if (memcmp(&cut, &of, sizeof cut) != 0) { /* those that were kept together share a cut */
			if (open)
				marks_free(&book);
			open = !(code = marks_gather(src, &cut, &book, p));
			of = cut;
		}
		if (!code)
			hold(&kept[i], &book, &scheme, ret);
	}
	if (open)
		marks_free(&book);
	arena_fini(&a);
	return code;
}
