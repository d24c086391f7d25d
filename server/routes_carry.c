/* Stores carried over: a whole class's into the next market, or one store into other seats. */
#include "server/carry.h"
#include "server/pool.h"
#include "server/routes_market.h"

#include <string.h>

enum { SEATS_MAX = 200 };

const struct body_field carry_class_body[] = { { "to", BODY_ID, true, 0, 0 }, { 0 } };
const struct body_field carry_store_body[] = { { "to", BODY_ID, true, 0, 0 }, { "seats", BODY_IDS, false, 1, SEATS_MAX }, { 0 } };

/* One copy: from which store into which seat. */
struct line {
	uint64_t seat, store, to; /* seat: of the store; to: 0 nobody's */
	struct str name;          /* of who gets it */
	uint64_t made;
	bool before;
	struct problem problem;
	struct carried *carried;
};
struct carrying {
	uint64_t to;
	struct line *v;
	int n;
};

static struct line *add(struct carrying *c, uint64_t store)
{
	struct line *l = &c->v[c->n++];
	*l = (struct line){ .store = store };
	return l;
}

static const struct seat_row *find_seat(const struct seat_row *seats, int n, uint64_t seat, uint64_t person)
{
	for (int i = 0; i < n; i++)
		if (seat ? seats[i].seat == seat : seats[i].person == person)
			return &seats[i];
	return NULL;
}

/* ---- copying: on a reader, which may wait ---- */

static enum problem_code read_store(struct http_request *r, const struct entered *from, const struct world *w, struct carrying *c, struct line *l)
{
	struct db *db;
	for (const struct line *before = c->v; before < l; before++)
		if (before->store == l->store && before->carried) {
			l->carried = before->carried;
			return PROBLEM_NONE;
		}
	enum problem_code code = worker_db(r->worker, host_db_name(from->row.id, &r->arena), &db, &l->problem);
	return code ? code : carry_read(db, w, from->row.id, l->store, &r->arena, &l->carried, &l->problem);
}

static void copy_one(struct http_request *r, const struct entered *from, const struct entered *to, const struct world *w, struct carrying *c, struct line *l)
{
	struct host_job job = { .kind = JOB_STORE, .arena = &r->arena, .person = r->session.person, .seat = l->to };
	if (!l->to) {
		problem_set(&l->problem, PROBLEM_CARRY_NOBODY, "", NULL);
		return;
	}
	if (read_store(r, from, w, c, l))
		return;
	job.carried = l->carried;
	if (hosted_do(to->hosted, &job, &l->problem))
		return;
	l->problem.code = PROBLEM_NONE;
	l->made = job.result.id;
	l->before = job.before;
}

static void write_line(struct http_request *r, struct jw *j, const struct line *l)
{
	jw_object(j);
	jw_kid(j, "from_seat", l->seat);
	jw_kid(j, "from_store", l->store);
	jw_kid(j, "seat", l->to);
	jw_kstr(j, "name", l->name);
	jw_kcstr(j, "state", l->problem.code ? "refused" : l->before ? "before" : "copied");
	jw_kid(j, "store", l->made);
	jw_key(j, "code");
	if (l->problem.code)
		jw_cstr(j, problem_name(l->problem.code));
	else
		jw_null(j);
	jw_key(j, "text");
	if (l->problem.code) {
		struct buf text;
		buf_init(&text, 4096);
		problem_text(&l->problem, r->lang, &text);
		jw_str(j, buf_span(&text));
		buf_fini(&text);
	} else {
		jw_null(j);
	}
	jw_end_object(j);
}

static void answer_carried(struct http_request *r)
{
	struct problem p;
	struct carrying *c = r->mine;
	struct entered from, to;
	struct hosted_state s;
	const struct world *w, *other;
	struct host_job seats = { .kind = JOB_SEATS, .person = r->session.person };
	int copied = 0;
	if (!market_enter(r, &from) || !market_enter_other(r, c->to, &to))
		return;
	if (hosted_look(from.hosted, &s, &w, NULL, &p) || hosted_look(to.hosted, &s, &other, NULL, &p) || hosted_do(to.hosted, &seats, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < c->n; i++) {
		copy_one(r, &from, &to, w, c, &c->v[i]);
		write_line(r, j, &c->v[i]);
		copied += !c->v[i].problem.code && !c->v[i].before;
	}
	jw_end_array(j);
	jw_ki64(j, "copied", copied);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- who gets what: on the writer, with the seats that are missing ---- */

static void go_on(struct http_request *r, struct carrying *c, enum problem_code code, struct problem *p)
{
	char text[ID_TEXT_MAX];
	id_format(c->to, text);
	for (int i = 0; i < c->n && !code; i++)
		if (c->v[i].to)
			code = audit_add(r->db, r->session.person, "store.copy", c->v[i].to, arena_printf(&r->arena, "%s", text), p);
	r->mine = c;
	if (code)
		http_problem(r, p);
	else
		http_continue(r, ON_READER, answer_carried);
}

/* The seat of a person there; one who is in the class gets his. */
static enum problem_code seat_there(struct http_request *r, const struct entered *to, const struct seat_row *seats, int n, uint64_t person, uint64_t *ret,
	struct problem *p)
{
	struct person *members;
	int n_members;
	const struct seat_row *has = find_seat(seats, n, 0, person);
	*ret = has ? has->seat : 0;
	if (has)
		return PROBLEM_NONE;
	enum problem_code code = class_members(r->db, &r->arena, to->row.class_id, &members, &n_members, p);
	for (int i = 0; i < n_members && !code && !*ret; i++)
		if (members[i].id == person)
			code = seat_add(r->db, to->row.id, person, *ret = school_new_id(), p);
	return code;
}

static void choose_class(struct http_request *r)
{
	struct problem p;
	struct entered from, to;
	struct seat_row *own, *there;
	struct carrying *c = ARENA_NEW(&r->arena, struct carrying);
	int n_own, n_there;
	c->to = http_id(r, "to");
	if (!market_enter(r, &from) || !market_enter_other(r, c->to, &to))
		return;
	if (from.row.id == to.row.id) {
		problem_set(&p, PROBLEM_BAD_VALUE, "to", "another market", NULL);
		http_problem(r, &p);
		return;
	}
	if (seat_list(r->db, &r->arena, from.row.id, 0, &own, &n_own, &p) || seat_list(r->db, &r->arena, to.row.id, 0, &there, &n_there, &p)) {
		http_problem(r, &p);
		return;
	}
	c->v = ARENA_ARRAY(&r->arena, struct line, n_own + 1);
	enum problem_code code = PROBLEM_NONE;
	for (int i = 0; i < n_own && !code; i++) {
		uint64_t store = own[i].demo ? 0 : hosted_store(from.hosted, own[i].seat);
		if (!store)
			continue;
		struct line *l = add(c, store);
		l->seat = own[i].seat;
		l->name = own[i].person_name;
		code = seat_there(r, &to, there, n_there, own[i].person, &l->to, &p);
	}
	go_on(r, c, code, &p);
}

static void choose_store(struct http_request *r)
{
	struct problem p;
	struct entered from, to;
	struct seat_row *own, *there;
	uint64_t store, *seats;
	struct carrying *c = ARENA_NEW(&r->arena, struct carrying);
	int n_own, n_there, n = http_ids(r, "seats", &seats);
	c->to = http_id(r, "to");
	if (!market_enter(r, &from) || !http_param_id(r, "store", &store) || !market_enter_other(r, c->to, &to))
		return;
	if (seat_list(r->db, &r->arena, from.row.id, 0, &own, &n_own, &p) || seat_list(r->db, &r->arena, to.row.id, 0, &there, &n_there, &p)) {
		http_problem(r, &p);
		return;
	}
	const struct seat_row *of = NULL;
	for (int i = 0; i < n_own && !of; i++)
		of = hosted_store(from.hosted, own[i].seat) == store && store ? &own[i] : NULL;
	enum problem_code code = of ? PROBLEM_NONE : problem_set(&p, PROBLEM_NO_SUCH_ID, "store", NULL);
	c->v = ARENA_ARRAY(&r->arena, struct line, n + 1);
	for (int i = 0; i < n && !code; i++) {
		const struct seat_row *seat = find_seat(there, n_there, seats[i], 0);
		struct line *l = add(c, store);
		if (!seat)
			code = problem_set(&p, PROBLEM_NO_SEAT, "seats", NULL);
		else
			*l = (struct line){ .seat = of->seat, .store = store, .to = seat->seat, .name = seat->person_name };
	}
	if (!n && !code) {
		struct line *l = add(c, store);
		l->seat = of->seat;
		l->name = of->person_name;
		code = seat_there(r, &to, there, n_there, of->person, &l->to, &p);
	}
	go_on(r, c, code, &p);
}

/* ---- the routes: a reader opens the market first, since only then it is known who has which store ---- */

static void begin(struct http_request *r, http_handler *choose)
{
	struct problem p;
	struct entered from;
	struct hosted_state s;
	if (!market_enter(r, &from))
		return;
	if (hosted_look(from.hosted, &s, NULL, NULL, &p))
		http_problem(r, &p);
	else
		http_continue(r, ON_WRITER, choose);
}

void post_stores_copy(struct http_request *r)
{
	begin(r, choose_class);
}

void post_store_copy(struct http_request *r)
{
	begin(r, choose_store);
}
