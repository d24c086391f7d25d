/* Marks: the class for its teacher, one mark with its evidence, what the teacher gives and decides, the student's appeal. */
#include "server/lesson_checks.h"
#include "server/routes_marks.h"

#include <string.h>

const struct body_field scheme_body[] = { { "mode", BODY_STR, true, 4, 8 }, { "grades", BODY_BOOL, false, 0, 0 }, { "process", BODY_I64, true, 0, 100 },
	{ "result", BODY_I64, true, 0, 100 }, { "knowledge", BODY_I64, true, 0, 100 }, { "attendance", BODY_I64, true, 0, 100 }, { "classwork", BODY_I64, true, 0, 100 }, { 0 } };
const struct body_field given_body[] = { { "seat", BODY_ID, true, 0, 0 }, { "what", BODY_STR, true, 4, 10 }, { "item", BODY_STR, false, 0, GIVEN_EVENT_MAX },
	{ "value", BODY_I64, false, -1, MARK_FULL }, { "text", BODY_STR, true, 1, GIVEN_TEXT_MAX }, { 0 } };
const struct body_field appeal_body[] = { { "text", BODY_STR, true, 1, GIVEN_TEXT_MAX }, { 0 } };

bool marks_enter(struct http_request *r, struct marks_visit *v)
{
	struct problem p;
	struct hosted_state s;
	struct db *db;
	*v = (struct marks_visit){ 0 };
	if (!market_enter(r, &v->e) || !market_seat(r, &v->e, &v->seat))
		return false;
	enum problem_code code = lessons_of(server_lessons(r->server), r->db, v->e.row.id, &v->l, &p);
	if (!code && v->l && !(code = hosted_look(v->e.hosted, &s, &v->world, NULL, &p)) && !(code = worker_db(r->worker, host_db_name(v->e.row.id, &r->arena), &db, &p))) {
		v->src = (struct marks_source){ r->db, db, &v->e.row, v->l, v->world };
		code = marks_gather(&v->src, &marks_live, &v->book, &p);
	}
	if (code)
		http_problem(r, &p);
	return !code;
}

struct str marks_title(const struct lesson *l, const struct mark_item *it, enum lang lang)
{
	const char *prefix = it->kind == ITEM_STEP ? "step-" : it->kind == ITEM_QUIZ ? "quiz-" : "";
	const struct lesson_section *s = lesson_section(l, lang, prefix, it->id);
	for (int i = 0; i < SKILL_MAX && it->kind == ITEM_SKILL; i++)
		if (str_eq(it->id, str_c(skill_desc[i].name)))
			return str_c(skill_desc[i].text[lang]);
	return s ? s->title : it->id;
}

static void put(struct jw *j, const char *key, int64_t value)
{
	jw_key(j, key);
	if (value == NO_MARK)
		jw_null(j);
	else
		jw_i64(j, value);
}

static void write_total(struct jw *j, const struct marks_seat *s)
{
	put(j, "total", s->mark.total);
	put(j, "computed", s->mark.computed);
	put(j, "override", s->in.override);
	jw_kcstr(j, "grade", mark_grade(s->mark.total));
	jw_ki64(j, "conduct", s->mark.conduct);
	jw_ki64(j, "warnings", s->in.warnings);
	jw_ki64(j, "deductions", s->in.deductions);
	jw_key(j, "parts");
	jw_object(j);
	for (int i = 0; i < PART_MAX; i++)
		put(j, mark_part_name[i], s->mark.part[i]);
	jw_end_object(j);
	jw_key(j, "result");
	if (s->in.has_result) {
		jw_object(j);
		jw_ki64(j, "orders", s->in.orders);
		jw_ki64(j, "units", s->in.units);
		jw_ki64(j, "income_fen", s->in.income_fen);
		jw_ki64(j, "profit_fen", s->in.profit_fen);
		put(j, "expected_milli", s->in.expected_milli);
		jw_end_object(j);
	} else {
		jw_null(j);
	}
	jw_key(j, "clauses");
	jw_object(j);
	for (int i = 0; i < s->mark.n_clauses; i++) {
		const struct mark_clause *c = &s->mark.clause[i];
		jw_key_str(j, c->clause);
		jw_i64(j, (2 * c->got * MARK_FULL + c->owed) / (2 * c->owed));
	}
	jw_end_object(j);
}

static const char *appeal_of(const struct marks_book *b, uint64_t seat)
{
	const char *state = NULL;
	for (int i = 0; i < b->n_given; i++)
		if (b->given[i].seat == seat && b->given[i].what == GIVEN_APPEAL)
			state = "open";
		else if (b->given[i].seat == seat && state && (b->given[i].what == GIVEN_REPLY || b->given[i].what == GIVEN_OVERRIDE))
			state = "answered";
	return state;
}

static int64_t right_of(const struct mark_item *it)
{
	int64_t n = 0;
	for (int i = 0; i < it->n; i++)
		n += it->chance[i].right;
	return n;
}

static void write_head(struct jw *j, const struct marks_visit *v, enum lang lang)
{
	jw_key(j, "lesson");
	if (!v->l) {
		jw_null(j);
		return;
	}
	jw_object(j);
	jw_kstr(j, "slug", v->l->slug);
	jw_kstr(j, "title", v->l->text[lang].title);
	jw_end_object(j);
	jw_kstr(j, "market_name", v->e.row.name);
	jw_ktime(j, "at", v->book.cut.now_min);
	jw_key(j, "scheme");
	mark_scheme_write(&v->book.seat->in.scheme, j);
}

static const struct kept_mark *kept_of(const struct kept_mark *kept, int n, uint64_t seat)
{
	for (int i = 0; i < n; i++)
		if (kept[i].seat == seat)
			return &kept[i];
	return NULL;
}

static void write_kept(struct jw *j, const struct kept_mark *k)
{
	jw_object(j);
	jw_ki64(j, "n", k->n);
	jw_ktime(j, "at_real", k->at_s / 60);
	put(j, "total", k->total);
	jw_kcstr(j, "grade", mark_grade(k->total));
	jw_kstr(j, "hash", k->hash);
	jw_end_object(j);
}

static void write_students(struct jw *j, const struct marks_book *b, const struct kept_mark *kept, int n_kept)
{
	jw_key(j, "students");
	jw_array(j);
	for (int i = 0; i < b->n; i++) {
		const struct marks_seat *s = &b->seat[i];
		const struct kept_mark *k = kept_of(kept, n_kept, s->row.seat);
		jw_object(j);
		jw_kid(j, "seat", s->row.seat);
		jw_kid(j, "person", s->row.person);
		jw_kstr(j, "person_name", s->row.person_name);
		jw_kstr(j, "store_name", s->store_name);
		write_total(j, s);
		jw_key(j, "items");
		jw_array(j);
		for (int k2 = 0; k2 < s->in.n; k2++) {
			const struct mark_item *it = &s->in.item[k2];
			jw_object(j);
			jw_kstr(j, "id", it->id);
			put(j, "credit", s->mark.credit[k2]);
			jw_ki64(j, "chances", it->n);
			jw_ki64(j, "right", right_of(it));
			jw_kbool(j, "excused", it->excused);
			jw_end_object(j);
		}
		jw_end_array(j);
		jw_kcstr(j, "appeal", appeal_of(b, s->row.seat));
		jw_key(j, "kept");
		if (k)
			write_kept(j, k);
		else
			jw_null(j);
		jw_end_object(j);
	}
	jw_end_array(j);
}

void get_marks(struct http_request *r)
{
	struct problem p;
	struct marks_visit v;
	struct kept_mark *kept = NULL;
	int n = 0;
	if (!marks_enter(r, &v))
		return;
	struct jw *j = http_json(r);
	jw_object(j);
	if (!v.l) {
		write_head(j, &v, r->lang);
		jw_end_object(j);
		http_answer(r, 200);
		return;
	}
	if (kept_list(r->db, &r->arena, v.e.row.id, 0, false, &kept, &n, &p)) {
		marks_free(&v.book);
		http_problem(r, &p);
		return;
	}
	write_head(j, &v, r->lang);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; v.book.n && i < v.book.seat[0].in.n; i++) {
		const struct mark_item *it = &v.book.seat[0].in.item[i];
		if (it->kind == ITEM_DAY)
			continue;
		jw_object(j);
		jw_kstr(j, "id", it->id);
		jw_kcstr(j, "kind", mark_kind_name[it->kind]);
		jw_kcstr(j, "part", mark_part_name[it->part]);
		jw_kstr(j, "title", marks_title(v.l, it, r->lang));
		jw_kstr(j, "clause", it->clause);
		jw_ki64(j, "weight", it->weight);
		jw_end_object(j);
	}
	jw_end_array(j);
	write_students(j, &v.book, kept, n);
	jw_end_object(j);
	marks_free(&v.book);
	http_answer(r, 200);
}

/* ---- one mark ---- */

static const char *next_of(const struct mark_item *it, enum lang lang)
{
	for (int i = 0; i < SKILL_MAX && it->kind == ITEM_SKILL; i++)
		if (str_eq(it->id, str_c(skill_desc[i].name)))
			return skill_desc[i].next[lang];
	return "";
}

/* What shows the step that an item is about; of a row of the rubric, each of its steps in a line. */
static struct str sentence(struct http_request *r, const struct marks_visit *v, const struct mark_item *it)
{
	struct str answer, text = STR("");
	for (int i = 0; i < v->book.n_said; i++) {
		const struct step_said *s = &v->book.said[i];
		const struct lesson_step *step = s->seat == v->seat && s->what == STEP_SAID_DONE ? lesson_step(v->l, s->item) : NULL;
		bool is = step && it->kind == ITEM_STEP && str_eq(step->id, it->id);
		for (int k = 0; step && it->kind == ITEM_RUBRIC && k < it->n; k++)
			is = is || str_eq(it->chance[k].what, step->id);
		if (!is)
			continue;
		struct str one = lesson_sentence(&r->arena, v->world, step->check, s->evidence, r->lang, &answer);
		text = text.n ? arena_printf(&r->arena, "%.*s\n%.*s", STR_FMT(text), STR_FMT(one)) : one;
	}
	return text;
}

static void write_chance(struct jw *j, const struct marks_visit *v, const struct mark_chance *c, int64_t credit, enum lang lang)
{
	const struct lesson_section *step = str_eq(c->kind, STR("step")) ? lesson_section(v->l, lang, "step-", c->what) : NULL;
	jw_object(j);
	jw_kbool(j, "right", c->right);
	jw_ki64(j, "wrong", c->wrong);
	jw_ki64(j, "credit", credit);
	if (c->at_min)
		jw_ktime(j, "at", c->at_min);
	else
		jw_kcstr(j, "at", NULL);
	if (c->at_s)
		jw_ktime(j, "at_real", c->at_s / 60);
	else
		jw_kcstr(j, "at_real", NULL);
	put(j, "position", c->position ? c->position : NO_MARK);
	jw_kid(j, "row", c->row);
	jw_kstr(j, "kind", c->kind);
	jw_kstr(j, "what", step ? step->title : c->what);
	jw_end_object(j);
}

static void write_item(struct http_request *r, struct jw *j, const struct marks_visit *v, const struct marks_seat *s, int i)
{
	const struct mark_item *it = &s->in.item[i];
	jw_object(j);
	jw_kstr(j, "id", it->id);
	jw_kcstr(j, "kind", mark_kind_name[it->kind]);
	jw_kcstr(j, "part", mark_part_name[it->part]);
	jw_kstr(j, "title", it->kind == ITEM_DAY ? STR("") : marks_title(v->l, it, r->lang));
	jw_kstr(j, "clause", it->clause);
	jw_ki64(j, "weight", it->weight);
	put(j, "credit", s->mark.credit[i]);
	put(j, "given", it->given);
	jw_ki64(j, "chances", it->n);
	jw_ki64(j, "right", right_of(it));
	jw_kbool(j, "excused", it->excused);
	jw_kcstr(j, "next", next_of(it, r->lang));
	jw_kstr(j, "evidence_text", sentence(r, v, it));
	jw_key(j, "evidence");
	jw_array(j);
	for (int k = it->n > MARK_EVIDENCE_MAX ? it->n - MARK_EVIDENCE_MAX : 0; k < it->n; k++)
		write_chance(j, v, &it->chance[k], mark_credit(s->in.scheme.mode, &it->chance[k]), r->lang);
	jw_end_array(j);
	jw_end_object(j);
}

static void write_given(struct jw *j, const struct marks_book *b, uint64_t seat)
{
	jw_key(j, "given");
	jw_array(j);
	for (int i = 0; i < b->n_given; i++) {
		const struct given_row *g = &b->given[i];
		if (g->seat != seat)
			continue;
		jw_object(j);
		jw_ki64(j, "n", g->n);
		jw_ktime(j, "at_real", g->at_s / 60);
		jw_kcstr(j, "what", given_name[g->what]);
		jw_kstr(j, "item", g->item);
		put(j, "value", g->value);
		jw_kstr(j, "text", g->text);
		jw_kstr(j, "by", g->person_name);
		jw_end_object(j);
	}
	jw_end_array(j);
}

void get_mark(struct http_request *r)
{
	struct problem p;
	struct marks_visit v;
	struct kept_mark *kept;
	int n;
	if (!marks_enter(r, &v))
		return;
	struct marks_seat *s = v.l ? marks_of(&v.book, v.seat) : NULL;
	struct jw *j = http_json(r);
	if (!s) {
		if (v.l)
			marks_free(&v.book);
		jw_object(j);
		jw_kcstr(j, "lesson", NULL);
		jw_end_object(j);
		http_answer(r, 200);
		return;
	}
	if (kept_list(r->db, &r->arena, v.e.row.id, v.seat, false, &kept, &n, &p)) {
		marks_free(&v.book);
		http_problem(r, &p);
		return;
	}
	jw_object(j);
	write_head(j, &v, r->lang);
	jw_kid(j, "seat", v.seat);
	jw_kid(j, "person", s->row.person);
	jw_kstr(j, "person_name", s->row.person_name);
	jw_kstr(j, "store_name", s->store_name);
	write_total(j, s);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < s->in.n; i++)
		write_item(r, j, &v, s, i);
	jw_end_array(j);
	write_given(j, &v.book, v.seat);
	jw_kcstr(j, "appeal", appeal_of(&v.book, v.seat));
	jw_key(j, "kept");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_kept(j, &kept[i]);
	jw_end_array(j);
	jw_end_object(j);
	marks_free(&v.book);
	http_answer(r, 200);
}

/* ---- what the teacher decides ---- */

void put_mark_scheme(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct mark_scheme s = { .grades = http_bool(r, "grades"), .mode = str_eq(http_str(r, "mode"), STR("exam")) ? MARK_EXAM : MARK_PRACTICE };
	int64_t sum = 0;
	if (!market_enter(r, &e))
		return;
	for (int i = 0; i < PART_MAX; i++)
		sum += s.weight[i] = http_i64(r, mark_part_name[i]);
	if (!str_eq(http_str(r, "mode"), STR("exam")) && !str_eq(http_str(r, "mode"), STR("practice")))
		problem_set(&p, PROBLEM_UNKNOWN_CODE, "mode", arena_cstr(&r->arena, http_str(r, "mode")), NULL);
	else if (sum != 100)
		problem_set(&p, PROBLEM_MARK_WEIGHTS, "process", NULL);
	else if (!mark_scheme_put(r->db, e.row.id, r->session.person, &s, &p) && !audit_add(r->db, r->session.person, "marks.scheme", e.row.id, STR(""), &p)) {
		http_answer(r, 204);
		return;
	}
	http_problem(r, &p);
}

static bool value_fits(const struct given_row *g)
{
	if (g->what == GIVEN_ITEM)
		return g->value >= -1 && g->value <= CREDIT_FULL && g->item.n;
	return g->what != GIVEN_DEDUCT || g->item.n;
}

void post_mark_given(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct seat_row seat;
	struct given_row g = { .at_s = school_now_s(), .seat = http_id(r, "seat"), .person = r->session.person, .item = str_trim(http_str(r, "item")), .what = GIVEN_MAX };
	g.text = str_trim(http_str(r, "text"));
	if (!market_enter(r, &e) || !market_seat_row(r, &e, g.seat, &seat))
		return;
	for (int i = 0; i < GIVEN_MAX; i++)
		if (i != GIVEN_APPEAL && str_eq(http_str(r, "what"), str_c(given_name[i])))
			g.what = (enum given_what)i;
	bool valued = g.what == GIVEN_ITEM || g.what == GIVEN_CLASSWORK || g.what == GIVEN_OVERRIDE;
	g.value = valued && http_has(r, "value") ? http_i64(r, "value") : -1;
	if (g.what == GIVEN_MAX)
		problem_set(&p, PROBLEM_UNKNOWN_CODE, "what", arena_cstr(&r->arena, http_str(r, "what")), NULL);
	else if (!g.text.n)
		problem_set(&p, PROBLEM_MISSING_FIELD, "text", NULL);
	else if (!value_fits(&g))
		problem_set(&p, g.item.n ? PROBLEM_OUT_OF_RANGE : PROBLEM_MISSING_FIELD, g.item.n ? "value" : "item", "-1", "1000", NULL);
	else if (!given_add(r->db, e.row.id, &g, &p) &&
		!audit_add(r->db, r->session.person, "marks.given", seat.person, arena_printf(&r->arena, "%s %.*s %lld", given_name[g.what], STR_FMT(g.item), (long long)g.value), &p)) {
		lessons_tell(server_lessons(r->server), e.row.id, g.seat);
		http_answer(r, 204);
		return;
	}
	http_problem(r, &p);
}

void post_mark_appeal(struct http_request *r)
{
	struct problem p;
	struct entered e;
	uint64_t seat;
	struct str text = str_trim(http_str(r, "text"));
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (e.staff || !seat) {
		http_fail(r, e.staff ? PROBLEM_FORBIDDEN : PROBLEM_NO_SEAT);
		return;
	}
	struct given_row g = { .at_s = school_now_s(), .seat = seat, .person = r->session.person, .what = GIVEN_APPEAL, .item = STR(""), .value = -1, .text = text };
	if (!text.n)
		problem_set(&p, PROBLEM_MISSING_FIELD, "text", NULL);
	else if (!given_add(r->db, e.row.id, &g, &p)) {
		http_answer(r, 204);
		return;
	}
	http_problem(r, &p);
}

/* ---- keeping ---- */

struct keeping {
	struct kept_mark *rows;
	int n;
	uint64_t market;
};

static void keep(struct http_request *r)
{
	struct problem p;
	const struct keeping *k = r->mine;
	int n_new = 0;
	enum problem_code code = PROBLEM_NONE;
	for (int i = 0; i < k->n && !code; i++) {
		bool is_new = false;
		code = kept_add(r->db, &k->rows[i], &is_new, &p);
		n_new += is_new;
	}
	if (!code)
		code = audit_add(r->db, r->session.person, "marks.keep", k->market, arena_printf(&r->arena, "%d", n_new), &p);
	if (code) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "kept", n_new);
	jw_ki64(j, "students", k->n);
	jw_end_object(j);
	http_answer(r, 200);
}

void post_marks_keep(struct http_request *r)
{
	struct marks_visit v;
	if (!marks_enter(r, &v))
		return;
	if (!v.l) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	struct keeping *k = ARENA_NEW(&r->arena, struct keeping);
	*k = (struct keeping){ .rows = ARENA_ARRAY(&r->arena, struct kept_mark, v.book.n + 1), .n = v.book.n, .market = v.e.row.id };
	for (int i = 0; i < v.book.n; i++) {
		const struct marks_seat *s = &v.book.seat[i];
		struct buf b;
		char hash[MARK_HASH_MAX];
		buf_init(&b, 16 << 20);
		mark_write(&s->in, &s->mark, &b);
		mark_hash(buf_span(&b), hash);
		k->rows[i] = (struct kept_mark){ .at_s = school_now_s(), .total = s->mark.total, .market = v.e.row.id, .seat = s->row.seat, .person = r->session.person,
			.days = arena_str(&r->arena, str_c(s->days)), .hash = arena_str(&r->arena, str_c(hash)), .body = arena_str(&r->arena, buf_span(&b)) };
		buf_fini(&b);
	}
	marks_free(&v.book);
	r->mine = k;
	http_continue(r, ON_WRITER, keep);
}

void get_marks_book(struct http_request *r)
{
	struct marks_visit v;
	if (!marks_enter(r, &v))
		return;
	if (!v.l) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	marks_book_answer(r, &v);
	marks_free(&v.book);
}
