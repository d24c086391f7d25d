/* Lessons: the packs for teachers; of a market the steps with what was done, the student's answers, excuses, and the stage that the teacher is at. */
#include "school/lesson_docx.h"
#include "server/lesson_checks.h"
#include "server/lessons.h"
#include "server/routes_marks.h"

#include <string.h>

enum { SEATS_MAX = 1000 };

const struct body_field step_body[] = { { "answer", BODY_STR, false, 0, LESSON_ANSWER_MAX }, { 0 } };
const struct body_field excuse_body[] = { { "seat", BODY_ID, true, 0, 0 }, { "excused", BODY_BOOL, true, 0, 0 }, { 0 } };
const struct body_field stage_body[] = { { "stage", BODY_STR, true, 0, 40 }, { "restart", BODY_BOOL, false, 0, 0 }, { 0 } };

/* ---- packs ---- */

static void write_both(struct jw *j, const char *key, struct str zh, struct str en)
{
	jw_key(j, key);
	jw_object(j);
	jw_kstr(j, "zh", zh);
	jw_kstr(j, "en", en);
	jw_end_object(j);
}

static void write_head(struct jw *j, const struct lesson *l)
{
	const struct lesson_text *zh = &l->text[LANG_ZH], *en = &l->text[LANG_EN];
	jw_kstr(j, "slug", l->slug);
	write_both(j, "title", zh->title, en->title);
	write_both(j, "summary", zh->summary, en->summary);
	jw_ki64(j, "minutes", l->minutes);
	jw_ki64(j, "points", l->points);
	jw_kstr(j, "world", l->world);
	jw_kcstr(j, "kind", lesson_kind_name[l->kind]);
	jw_kstr(j, "course", l->course);
	jw_ki64(j, "sessions", l->sessions);
}

static void write_clauses(struct jw *j, const struct lesson *l)
{
	jw_key(j, "clauses");
	jw_array(j);
	for (int i = 0; i < l->n_clauses; i++)
		jw_str(j, l->clause[i]);
	jw_end_array(j);
}

static int64_t days_of(const struct lesson *l)
{
	int64_t n = 0;
	for (int i = 0; i < l->n_stages; i++)
		n += l->stage[i].n_days;
	return n;
}

void get_lessons(struct http_request *r)
{
	const struct lesson *all[LESSONS_MAX];
	int n = lessons_list(server_lessons(r->server), all);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		write_head(j, all[i]);
		jw_ki64(j, "steps", all[i]->n_steps);
		jw_ki64(j, "days", days_of(all[i]));
		write_clauses(j, all[i]);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

static void write_text(struct jw *j, const struct lesson_section *s)
{
	jw_kstr(j, "title", s ? s->title : STR(""));
	jw_kstr(j, "body", s ? s->body : STR(""));
	jw_kstr(j, "aside", s ? s->aside : STR(""));
}

static void write_stages(struct jw *j, const struct lesson *l, enum lang lang, bool whole)
{
	jw_key(j, "stages");
	jw_array(j);
	for (int i = 0; i < l->n_stages; i++) {
		const struct lesson_stage *s = &l->stage[i];
		const struct lesson_section *text = lesson_section(l, lang, "plan-", s->id);
		jw_object(j);
		jw_kstr(j, "id", s->id);
		jw_ki64(j, "session", s->session);
		jw_ki64(j, "begin", s->begin);
		jw_ki64(j, "minutes", s->minutes);
		jw_key(j, "next_day");
		jw_array(j);
		for (int d = 0; d < s->n_days; d++)
			jw_i64(j, s->days[d]);
		jw_end_array(j);
		jw_key(j, "steps");
		jw_array(j);
		for (int k = 0; k < s->n_steps; k++)
			jw_str(j, s->steps[k]);
		jw_end_array(j);
		if (whole)
			write_text(j, text);
		else
			jw_kstr(j, "title", text ? text->title : STR(""));
		jw_end_object(j);
	}
	jw_end_array(j);
}

static void write_step(struct arena *a, struct jw *j, const struct lesson *l, const struct lesson_step *s, enum lang lang)
{
	static const char *const hows[] = { "market", "number", "choice", "text" };
	const struct check_desc *d = &check_desc[s->check];
	struct str choices = str_c(d->choices), one;
	jw_kstr(j, "id", s->id);
	jw_kcstr(j, "check", d->name);
	jw_kstr(j, "check_text", lesson_check_text(a, s, lang));
	jw_kcstr(j, "how", hows[d->how]);
	jw_key(j, "choices");
	jw_array(j);
	while (choices.n && str_next(&choices, '|', &one))
		jw_str(j, one);
	jw_end_array(j);
	jw_ki64(j, "points", s->points);
	jw_kstr(j, "to", s->to);
	write_text(j, lesson_section(l, lang, "step-", s->id));
}

/* Sections that begin with a prefix, in the text's order, without those of steps and stages if the prefix is NULL. */
static void write_sections(struct jw *j, const char *key, const struct lesson *l, enum lang lang, const char *prefix)
{
	const struct lesson_text *t = &l->text[lang];
	jw_key(j, key);
	jw_array(j);
	for (int i = 0; i < t->n; i++) {
		const struct lesson_section *s = &t->section[i];
		if (prefix ? !str_starts(s->id, str_c(prefix)) : str_starts(s->id, STR("step-")) || str_starts(s->id, STR("plan-")) || str_starts(s->id, STR("rubric-")))
			continue;
		jw_object(j);
		jw_kstr(j, "id", s->id);
		write_text(j, s);
		jw_end_object(j);
	}
	jw_end_array(j);
}

static void write_rubric(struct jw *j, const struct lesson *l, enum lang lang)
{
	jw_key(j, "rubric");
	jw_array(j);
	for (int i = 0; i < l->n_rubric; i++) {
		const struct lesson_rubric *x = &l->rubric[i];
		jw_object(j);
		jw_kstr(j, "id", x->id);
		jw_kstr(j, "clause", x->clause);
		jw_kcstr(j, "check", x->check ? check_desc[x->check].name : "teacher");
		jw_kstr(j, "step", x->step);
		jw_ki64(j, "weight", x->weight);
		write_text(j, lesson_section(l, lang, "rubric-", x->id));
		jw_end_object(j);
	}
	jw_end_array(j);
}

void get_lesson(struct http_request *r)
{
	const struct lesson *l = lessons_find(server_lessons(r->server), http_param(r, "slug"));
	if (!l) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	write_head(j, l);
	write_clauses(j, l);
	jw_key(j, "settings");
	jw_raw(j, l->settings);
	jw_ki64(j, "days", days_of(l));
	write_stages(j, l, r->lang, true);
	jw_key(j, "steps");
	jw_array(j);
	for (int i = 0; i < l->n_steps; i++) {
		jw_object(j);
		write_step(&r->arena, j, l, &l->step[i], r->lang);
		jw_end_object(j);
	}
	jw_end_array(j);
	write_rubric(j, l, r->lang);
	write_sections(j, "sections", l, r->lang, NULL);
	jw_end_object(j);
	http_answer(r, 200);
}

static void answer_docx(struct http_request *r, enum lesson_docx_kind kind)
{
	struct problem p;
	struct buf out;
	const struct lesson *l = lessons_find(server_lessons(r->server), http_param(r, "slug"));
	if (!l) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	buf_init(&out, 16 << 20);
	if (lesson_docx(l, kind, r->lang, &out, &p)) {
		http_problem(r, &p);
	} else {
		http_json(r);
		buf_put(&r->out, out.p, out.n);
		struct str name = arena_printf(&r->arena, "attachment; filename=\"%.*s-%s.docx\"", STR_FMT(l->slug), kind == LESSON_DOCX_PLAN ? "plan" : "task");
		http_header_add(r, "Content-Disposition", name);
		http_answer_as(r, 200, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
	}
	buf_fini(&out);
}

void get_lesson_plan(struct http_request *r)
{
	answer_docx(r, LESSON_DOCX_PLAN);
}

void get_lesson_task(struct http_request *r)
{
	answer_docx(r, LESSON_DOCX_TASK);
}

/* ---- the lesson of a market ---- */

struct lesson_visit {
	struct entered e;
	uint64_t seat;
	const struct lesson *l;
	const struct world *world;
	struct step_row *found; /* to be kept */
	int n_found;
	const struct lesson_step *step; /* of the path */
	uint64_t listing;               /* of the student's own making */
	struct str good;
	struct str wrong; /* evidence of a wrong answer */
};

static bool visit(struct http_request *r, struct lesson_visit *v)
{
	struct problem p;
	struct hosted_state s;
	if (!market_enter(r, &v->e) || !market_seat(r, &v->e, &v->seat))
		return false;
	if (lessons_of(server_lessons(r->server), r->db, v->e.row.id, &v->l, &p) || hosted_look(v->e.hosted, &s, &v->world, NULL, &p)) {
		http_problem(r, &p);
		return false;
	}
	return true;
}

static const struct step_row *row_of(const struct step_row *rows, int n, uint64_t seat, struct str step)
{
	for (int i = 0; i < n; i++)
		if (rows[i].seat == seat && str_eq(rows[i].step, step))
			return &rows[i];
	return NULL;
}

static void write_state(struct http_request *r, struct jw *j, const struct lesson_visit *v, const struct lesson_step *s, const struct step_row *row)
{
	struct str answer = STR("");
	jw_kcstr(j, "state", step_state_name[row ? row->state : STEP_OPEN]);
	if (row)
		jw_ktime(j, "at_real", row->at_s / 60);
	else
		jw_kcstr(j, "at_real", NULL);
	jw_ki64(j, "earned", row ? row->points : 0);
	struct str evidence = row && row->state == STEP_DONE ? lesson_sentence(&r->arena, v->world, s->check, row->evidence, r->lang, &answer) : STR("");
	jw_kstr(j, "evidence", evidence);
	jw_kstr(j, "answer", answer);
}

static struct lesson_progress count(const struct lesson *l, const struct step_row *rows, int n, uint64_t seat)
{
	struct lesson_progress g = { .total = l->n_steps, .points_total = l->points };
	for (int i = 0; i < l->n_steps; i++) {
		const struct step_row *row = row_of(rows, n, seat, l->step[i].id);
		g.done += row && row->state == STEP_DONE;
		g.excused += row && row->state == STEP_EXCUSED;
		g.points += row ? row->points : 0;
	}
	return g;
}

static void write_progress(struct jw *j, const struct lesson_progress *g)
{
	jw_ki64(j, "done", g->done);
	jw_ki64(j, "excused", g->excused);
	jw_ki64(j, "total", g->total);
	jw_ki64(j, "points", g->points);
	jw_ki64(j, "points_total", g->points_total);
}

static bool write_run(struct http_request *r, struct jw *j, uint64_t market)
{
	struct problem p;
	struct lesson_run run;
	int64_t now_s = school_now_s();
	if (lesson_run_get(r->db, &r->arena, market, &run, &p)) {
		http_problem(r, &p);
		return false;
	}
	jw_key(j, "stage");
	if (run.stage.n)
		jw_str(j, run.stage);
	else
		jw_null(j);
	jw_ki64(j, "elapsed_s", run.started_s ? now_s - run.started_s : 0);
	jw_ki64(j, "stage_elapsed_s", run.stage_s ? now_s - run.stage_s : 0);
	return true;
}

static void answer_lesson(struct http_request *r)
{
	struct problem p;
	struct step_row *rows = NULL;
	int n = 0;
	struct lesson_visit *v = r->mine;
	const struct lesson *l = v->l;
	if (v->seat && step_list(r->db, &r->arena, v->e.row.id, v->seat, &rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "lesson");
	if (!l) {
		jw_null(j);
		jw_end_object(j);
		http_answer(r, 200);
		return;
	}
	const struct lesson_text *t = &l->text[r->lang];
	struct lesson_progress g = count(l, rows, n, v->seat);
	jw_object(j);
	jw_kstr(j, "slug", l->slug);
	jw_kstr(j, "title", t->title);
	jw_kstr(j, "summary", t->summary);
	jw_ki64(j, "minutes", l->minutes);
	jw_kid(j, "seat", v->seat);
	jw_kid(j, "listing", v->listing);
	if (v->good.n)
		jw_kstr(j, "good", v->good);
	else
		jw_kcstr(j, "good", NULL);
	if (!write_run(r, j, v->e.row.id))
		return;
	write_progress(j, &g);
	write_stages(j, l, r->lang, false);
	jw_key(j, "steps");
	jw_array(j);
	for (int i = 0; i < l->n_steps; i++) {
		jw_object(j);
		write_step(&r->arena, j, l, &l->step[i], r->lang);
		write_state(r, j, v, &l->step[i], row_of(rows, n, v->seat, l->step[i].id));
		jw_end_object(j);
	}
	jw_end_array(j);
	write_sections(j, "extensions", l, r->lang, "extension-");
	write_sections(j, "brief", l, r->lang, "brief");
	write_sections(j, "reading", l, r->lang, "reading");
	if (!quiz_write(r, j, v->e.row.id, v->seat, l))
		return;
	jw_end_object(j);
	jw_end_object(j);
	http_answer(r, 200);
}

static void keep_and_answer(struct http_request *r)
{
	struct problem p;
	struct lesson_visit *v = r->mine;
	if (lessons_keep(server_lessons(r->server), r->db, v->e.row.id, v->found, v->n_found, &p))
		http_problem(r, &p);
	else
		answer_lesson(r);
}

/* The listing and the goods that steps lead to. */
static bool find_own(struct http_request *r, struct lesson_visit *v)
{
	struct problem p;
	struct seat_row seat;
	struct lesson_look look;
	if (!v->l || !v->seat)
		return true;
	if (!market_seat_row(r, &v->e, v->seat, &seat))
		return false;
	if (lessons_look_begin(server_lessons(r->server), r->worker, &r->arena, v->e.row.id, &seat, v->l, &look, &p)) {
		http_problem(r, &p);
		return false;
	}
	lesson_own(&look, &v->listing, &v->good);
	lessons_look_end(&look);
	return true;
}

void get_market_lesson(struct http_request *r)
{
	struct problem p;
	struct lesson_visit *v = ARENA_NEW(&r->arena, struct lesson_visit);
	r->mine = v;
	if (!visit(r, v) || !find_own(r, v))
		return;
	if (v->l && v->seat &&
		lessons_look(server_lessons(r->server), r->worker, &r->arena, v->e.row.id, v->seat, v->l, &v->found, &v->n_found, &p))
		http_problem(r, &p);
	else if (v->n_found)
		http_continue(r, ON_WRITER, keep_and_answer);
	else
		answer_lesson(r);
}

/* ---- a student's answer ---- */

/* The market's lesson and the step of the path; false after having answered. */
static bool visit_step(struct http_request *r, struct lesson_visit *v)
{
	if (!visit(r, v))
		return false;
	v->step = v->l ? lesson_step(v->l, http_param(r, "step")) : NULL;
	if (v->step)
		return true;
	http_fail(r, PROBLEM_NOT_FOUND);
	return false;
}

/* A wrong answer is kept: an exam weighs tries. */
static void keep_wrong(struct http_request *r)
{
	struct problem p;
	struct lesson_visit *v = r->mine;
	int64_t n;
	const struct step_said said = { .at_s = school_now_s(), .seat = v->seat, .item = v->step->id, .what = STEP_SAID_WRONG, .evidence = v->wrong };
	if (step_wrong_count(r->db, v->e.row.id, v->seat, v->step->id, &n, &p) || (n < STEP_WRONG_MAX && step_say(r->db, v->e.row.id, &said, &p))) {
		http_problem(r, &p);
		return;
	}
	r->keep = true;
	problem_set(&p, PROBLEM_STEP_WRONG, "answer", NULL);
	http_problem(r, &p);
}

void put_lesson_step(struct http_request *r)
{
	struct problem p;
	struct lesson_visit *v = ARENA_NEW(&r->arena, struct lesson_visit);
	struct lesson_found found;
	struct lesson_look look;
	struct seat_row seat;
	struct lessons *ls = server_lessons(r->server);
	struct str answer = str_trim(http_str(r, "answer"));
	r->mine = v;
	if (!visit_step(r, v))
		return;
	if (v->e.staff) { /* nobody does a student's steps for him */
		http_fail(r, PROBLEM_FORBIDDEN);
		return;
	}
	enum check_how how = check_desc[v->step->check].how;
	if (how != CHECK_MARKET && !answer.n) {
		problem_set(&p, PROBLEM_MISSING_FIELD, "answer", NULL);
		http_problem(r, &p);
		return;
	}
	if (!market_seat_row(r, &v->e, v->seat, &seat))
		return;
	if (lessons_look_begin(ls, r->worker, &r->arena, v->e.row.id, &seat, v->l, &look, &p)) {
		http_problem(r, &p);
		return;
	}
	lesson_own(&look, &v->listing, &v->good);
	const struct step_row *before = row_of(look.done, look.n_done, v->seat, v->step->id);
	bool done = before && before->state == STEP_DONE, is = done || lesson_look_at(&look, v->step, answer, &found);
	lessons_look_end(&look);
	if (!is) {
		enum problem_code why = how == CHECK_MARKET ? PROBLEM_STEP_NOT_YET : PROBLEM_STEP_WRONG;
		if (look.problem.code) {
			http_problem(r, &look.problem);
			return;
		}
		problem_set(&p, why, how == CHECK_MARKET ? "" : "answer", NULL);
		if (how != CHECK_MARKET) {
			found = (struct lesson_found){ .at_min = look.now_min };
			v->wrong = lesson_evidence(&r->arena, &found, answer);
			http_continue(r, ON_WRITER, keep_wrong);
		} else {
			http_problem(r, &p);
		}
		return;
	}
	v->found = ARENA_NEW(&r->arena, struct step_row);
	v->n_found = done ? 0 : 1;
	if (!done)
		*v->found = (struct step_row){ v->seat, v->step->id, STEP_DONE, school_now_s(), v->step->points, lesson_evidence(&r->arena, &found, answer) };
	http_continue(r, ON_WRITER, keep_and_answer);
}

/* ---- the teacher ---- */

void put_lesson_excuse(struct http_request *r)
{
	struct problem p;
	struct lesson_visit v = { 0 };
	struct seat_row seat;
	bool is_new = false, excused = http_bool(r, "excused");
	if (!visit_step(r, &v) || !market_seat_row(r, &v.e, http_id(r, "seat"), &seat))
		return;
	struct step_row row = { seat.seat, v.step->id, STEP_EXCUSED, school_now_s(), 0, STR("") };
	enum problem_code code = excused ? step_keep(r->db, v.e.row.id, &row, &is_new, &p) : step_unexcuse(r->db, v.e.row.id, seat.seat, v.step->id, &is_new, &p);
	if (!code && is_new)
		code = audit_add(r->db, r->session.person, excused ? "lesson.excuse" : "lesson.unexcuse", seat.person, v.step->id, &p);
	if (code) {
		http_problem(r, &p);
		return;
	}
	if (is_new)
		lessons_tell(server_lessons(r->server), v.e.row.id, seat.seat);
	http_answer(r, 204);
}

static void answer_progress(struct http_request *r)
{
	struct problem p;
	struct lesson_visit *v = r->mine;
	struct seat_row *seats;
	struct step_row *rows;
	int n, n_rows;
	if ((v->n_found && lessons_keep(server_lessons(r->server), r->db, v->e.row.id, v->found, v->n_found, &p)) ||
		seat_list(r->db, &r->arena, v->e.row.id, 0, &seats, &n, &p) || step_list(r->db, &r->arena, v->e.row.id, 0, &rows, &n_rows, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		struct lesson_progress g = count(v->l, rows, n_rows, seats[i].seat);
		jw_object(j);
		jw_kid(j, "seat", seats[i].seat);
		jw_kid(j, "person", seats[i].person);
		jw_kstr(j, "person_name", seats[i].person_name);
		jw_kid(j, "store", hosted_store(v->e.hosted, seats[i].seat));
		write_progress(j, &g);
		jw_key(j, "steps");
		jw_array(j);
		for (int k = 0; k < v->l->n_steps; k++) {
			const struct lesson_step *s = &v->l->step[k];
			jw_object(j);
			jw_kstr(j, "id", s->id);
			write_state(r, j, v, s, row_of(rows, n_rows, seats[i].seat, s->id));
			jw_end_object(j);
		}
		jw_end_array(j);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_lesson_progress(struct http_request *r)
{
	struct problem p;
	struct lesson_visit *v = ARENA_NEW(&r->arena, struct lesson_visit);
	r->mine = v;
	if (!visit(r, v))
		return;
	if (!v->l)
		http_fail(r, PROBLEM_NOT_FOUND);
	else if (lessons_look(server_lessons(r->server), r->worker, &r->arena, v->e.row.id, 0, v->l, &v->found, &v->n_found, &p))
		http_problem(r, &p);
	else if (v->n_found)
		http_continue(r, ON_WRITER, answer_progress);
	else
		answer_progress(r);
}

static const struct lesson_stage *stage_of(const struct lesson *l, struct str id)
{
	for (int i = 0; i < l->n_stages; i++)
		if (str_eq(l->stage[i].id, id))
			return &l->stage[i];
	return NULL;
}

void put_lesson_stage(struct http_request *r)
{
	struct problem p;
	struct lesson_visit v = { 0 };
	struct lesson_run run;
	struct str stage = http_str(r, "stage");
	int64_t now_s = school_now_s();
	if (!visit(r, &v))
		return;
	if (!v.l) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	const struct lesson_stage *to = stage_of(v.l, stage), *from;
	if (stage.n && !to) {
		problem_set(&p, PROBLEM_UNKNOWN_CODE, "stage", arena_cstr(&r->arena, stage), NULL);
		http_problem(r, &p);
		return;
	}
	enum problem_code code = lesson_run_get(r->db, &r->arena, v.e.row.id, &run, &p);
	if (!code) {
		if (!stage.n)
			run = (struct lesson_run){ .stage = stage };
		else if (!run.started_s || http_bool(r, "restart") || ((from = stage_of(v.l, run.stage)) && from->session != to->session)) /* each meeting has its own minutes */
			run = (struct lesson_run){ .started_s = now_s };
		if (stage.n && !str_eq(run.stage, stage))
			run.stage_s = now_s;
		run.stage = stage;
		code = lesson_run_put(r->db, v.e.row.id, &run, &p);
	}
	if (code) {
		http_problem(r, &p);
		return;
	}
	lessons_tell(server_lessons(r->server), v.e.row.id, 0);
	struct jw *j = http_json(r);
	jw_object(j);
	if (!write_run(r, j, v.e.row.id))
		return;
	jw_end_object(j);
	http_answer(r, 200);
}
