/* Questions of knowledge: read with the lesson, answered one by one. Every try is kept. */
#include "server/routes_marks.h"

#include <string.h>

const struct body_field quiz_body[] = { { "answer", BODY_STR, true, 1, 100 }, { 0 } };

/* The tries of a seat at a question. */
struct tries {
	int64_t wrong;
	bool right;
	struct str evidence; /* of the last */
};

static struct tries tries_of(const struct step_said *said, int n, uint64_t seat, struct str item)
{
	struct tries t = { .evidence = STR("") };
	for (int i = 0; i < n && !t.right; i++) {
		if (said[i].seat != seat || !str_eq(said[i].item, item))
			continue;
		t.right = said[i].what == STEP_SAID_DONE;
		t.wrong += said[i].what == STEP_SAID_WRONG;
		t.evidence = said[i].evidence;
	}
	return t;
}

static struct str item_of(struct arena *a, const struct lesson_quiz *q)
{
	return arena_printf(a, "quiz-%.*s", STR_FMT(q->id));
}

bool quiz_write(struct http_request *r, struct jw *j, uint64_t market, uint64_t seat, const struct lesson *l)
{
	struct problem p;
	struct step_said *said = NULL;
	int n = 0;
	if (l->n_quiz && seat && step_said_list(r->db, &r->arena, market, INT64_MAX, &said, &n, &p)) {
		http_problem(r, &p);
		return false;
	}
	jw_key(j, "quiz");
	jw_array(j);
	for (int i = 0; i < l->n_quiz; i++) {
		const struct lesson_quiz *q = &l->quiz[i];
		const struct lesson_section *s = lesson_section(l, r->lang, "quiz-", q->id);
		struct str question, option[LESSON_OPTIONS_MAX], answer = STR("");
		struct tries t = tries_of(said, n, seat, item_of(&r->arena, q));
		int options = lesson_quiz_options(s->body, &question, option);
		json_t *o = json_loadb(t.evidence.p ? t.evidence.p : "", t.evidence.n, 0, NULL);
		const char *text = json_string_value(json_object_get(o, "answer"));
		answer = text ? arena_str(&r->arena, str_c(text)) : answer;
		json_decref(o);
		jw_object(j);
		jw_kstr(j, "id", q->id);
		jw_kcstr(j, "kind", quiz_kind_name[q->kind]);
		jw_ki64(j, "points", q->points);
		jw_kstr(j, "title", s->title);
		jw_kstr(j, "question", options ? question : s->body);
		jw_key(j, "options");
		jw_array(j);
		for (int k = 0; k < options; k++)
			jw_str(j, option[k]);
		jw_end_array(j);
		jw_kcstr(j, "state", t.right ? "done" : t.wrong ? "wrong" : "open");
		jw_ki64(j, "wrong", t.wrong);
		jw_kstr(j, "answer", answer);
		jw_kstr(j, "why", t.right ? s->aside : STR(""));
		jw_end_object(j);
	}
	jw_end_array(j);
	return true;
}

static struct str evidence(struct arena *a, struct str answer)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 4096);
	jw_init(&j, &b);
	jw_object(&j);
	jw_kstr(&j, "answer", answer);
	jw_end_object(&j);
	struct str text = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return text;
}

void put_lesson_quiz(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct step_said *said;
	const struct lesson *l = NULL;
	uint64_t seat;
	int n;
	struct str answer = str_trim(http_str(r, "answer"));
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (lessons_of(server_lessons(r->server), r->db, e.row.id, &l, &p)) {
		http_problem(r, &p);
		return;
	}
	const struct lesson_quiz *q = l ? lesson_quiz(l, http_param(r, "question")) : NULL;
	if (!q || !seat || e.staff) { /* nobody answers for a student */
		http_fail(r, q ? PROBLEM_FORBIDDEN : PROBLEM_NOT_FOUND);
		return;
	}
	if (step_said_list(r->db, &r->arena, e.row.id, INT64_MAX, &said, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct str item = item_of(&r->arena, q);
	struct tries t = tries_of(said, n, seat, item);
	bool right = lesson_quiz_right(q, answer);
	struct step_said row = { .at_s = school_now_s(), .points = right ? q->points : 0, .seat = seat, .item = item,
		.what = right ? STEP_SAID_DONE : STEP_SAID_WRONG, .evidence = evidence(&r->arena, answer) };
	if (!t.right && (right || t.wrong < STEP_WRONG_MAX) && step_say(r->db, e.row.id, &row, &p)) {
		http_problem(r, &p);
		return;
	}
	if (!right && !t.right) {
		r->keep = true;
		problem_set(&p, PROBLEM_QUIZ_WRONG, "answer", NULL);
		http_problem(r, &p);
		return;
	}
	lessons_tell(server_lessons(r->server), e.row.id, seat);
	struct jw *j = http_json(r);
	jw_object(j);
	if (!quiz_write(r, j, e.row.id, seat, l))
		return;
	jw_end_object(j);
	http_answer(r, 200);
}
