/* Who comes to which market, and whose seat is meant. */
#include "server/pool.h"
#include "server/routes_market.h"

static enum problem_code in_class(struct http_request *r, uint64_t class_id, bool *ret, struct problem *p)
{
	struct class_row *rows;
	int n;
	enum problem_code code = class_list(r->db, &r->arena, r->session.person, r->session.role, &rows, &n, p);
	*ret = false;
	for (int i = 0; !code && i < n; i++)
		*ret = *ret || rows[i].id == class_id;
	return code;
}

static enum problem_code enter(struct http_request *r, uint64_t id, struct entered *e, struct problem *p)
{
	struct class_row class_row;
	struct seat_row *seats;
	int n;
	bool member;
	enum problem_code code = registry_find(r->db, &r->arena, id, &e->row, p);
	if (code)
		return code;
	e->hosted = host_find(server_host(r->server), id);
	e->staff = r->session.role != ROLE_STUDENT;
	if (e->staff)
		return class_find(r->db, &r->arena, e->row.class_id, r->session.person, r->session.role, &class_row, p);
	if ((code = seat_list(r->db, &r->arena, id, r->session.person, &seats, &n, p)))
		return code;
	if (n) {
		e->seat = seats[0].seat;
		hosted_seen(e->hosted, e->seat);
		return PROBLEM_NONE;
	}
	code = in_class(r, e->row.class_id, &member, p);
	return code || member ? code : problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
}

bool market_enter_other(struct http_request *r, uint64_t market, struct entered *ret)
{
	struct problem p;
	*ret = (struct entered){ 0 };
	if (!enter(r, market, ret, &p))
		return true;
	http_problem(r, &p);
	return false;
}

bool market_enter(struct http_request *r, struct entered *ret)
{
	uint64_t id;
	return http_param_id(r, "market", &id) && market_enter_other(r, id, ret);
}

bool market_seat(struct http_request *r, const struct entered *e, uint64_t *ret_seat)
{
	struct str text;
	struct problem p;
	*ret_seat = e->seat;
	if (!http_query(r, "seat", &text))
		return true;
	if (id_parse(text, ret_seat) && (e->staff || *ret_seat == e->seat))
		return true;
	problem_set(&p, PROBLEM_NO_SEAT, "seat", NULL);
	http_problem(r, &p);
	return false;
}

bool market_seat_row(struct http_request *r, const struct entered *e, uint64_t seat, struct seat_row *ret)
{
	struct seat_row *seats;
	struct problem p;
	int n;
	if (seat_list(r->db, &r->arena, e->row.id, 0, &seats, &n, &p)) {
		http_problem(r, &p);
		return false;
	}
	for (int i = 0; i < n; i++)
		if (seats[i].seat == seat) {
			*ret = seats[i];
			return true;
		}
	problem_set(&p, PROBLEM_NO_SEAT, "seat", NULL);
	http_problem(r, &p);
	return false;
}

bool market_own_seat(struct http_request *r, const struct entered *e, uint64_t seat)
{
	struct seat_row *seats;
	struct problem p;
	int n;
	if (!e->staff)
		return seat == e->seat;
	if (seat_list(r->db, &r->arena, e->row.id, r->session.person, &seats, &n, &p))
		return false;
	return n && seats[0].seat == seat;
}

bool market_read(struct http_request *r, struct reading *v)
{
	struct problem p;
	struct hosted_state s;
	struct str text;
	uint64_t seat, store;
	*v = (struct reading){ 0 };
	if (!market_enter(r, &v->e) || !market_seat(r, &v->e, &seat))
		return false;
	if (hosted_look(v->e.hosted, &s, &v->world, NULL, &p) || worker_db(r->worker, host_db_name(v->e.row.id, &r->arena), &v->db, &p)) {
		http_problem(r, &p);
		return false;
	}
	v->store = seat ? hosted_store(v->e.hosted, seat) : 0;
	v->none = !v->store && (seat || !v->e.staff);
	if (!http_query(r, "store", &text))
		return true;
	if (id_parse(text, &store) && (v->e.staff || (store == v->store && store))) {
		v->store = store;
		v->none = false;
		return true;
	}
	http_fail(r, PROBLEM_FORBIDDEN);
	return false;
}
