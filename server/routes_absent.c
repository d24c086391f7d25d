/* Who is absent today: a keeper for the store, and what is missed excused; and back again. */
#include "server/absent.h"
#include "base/calendar.h"
#include "school/settings.h"
#include "server/pool.h"
#include "server/routes_market.h"

enum { STORES_MAX = 1000 };

const struct body_field absent_body[] = { { "on", BODY_BOOL, true, 0, 0 }, { 0 } };

struct absentee {
	struct seat_row seat;
	enum attendance state;
};

/* The seats of the class's students, with what is known of today. */
static enum problem_code read_day(struct http_request *r, const struct entered *e, int64_t day, struct absentee **ret, int *ret_n, struct problem *p)
{
	struct seat_row *seats;
	struct attendance_row *rows;
	int n, n_rows, n_all = 0;
	enum problem_code code = seat_list(r->db, &r->arena, e->row.id, 0, &seats, &n, p);
	if (code || (code = attendance_list(r->db, &r->arena, e->row.class_id, day, &rows, &n_rows, p)))
		return code;
	struct absentee *all = ARENA_ARRAY(&r->arena, struct absentee, n + 1);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n_rows; k++)
			if (!seats[i].demo && rows[k].person == seats[i].person)
				all[n_all++] = (struct absentee){ seats[i], rows[k].state };
	*ret = all;
	*ret_n = n_all;
	return PROBLEM_NONE;
}

static bool is_absent(const struct absentee *x)
{
	return x->state == ATTENDANCE_ABSENT || x->state == ATTENDANCE_EXCUSED;
}

/* ---- keepers ---- */

static const char KEPT[] = "SELECT id, keeper FROM m_store WHERE market_id = ?1 AND state = 'active' ORDER BY id LIMIT 1000";

struct kept {
	uint64_t store;
	bool keeper;
};

static enum problem_code read_kept(struct http_request *r, const struct entered *e, struct kept *ret, int *ret_n, struct problem *p)
{
	struct db *db;
	int n = 0;
	enum problem_code code = worker_db(r->worker, host_db_name(e->row.id, &r->arena), &db, p);
	if (code)
		return code;
	struct stmt *q = db_stmt(db, KEPT);
	db_bind_u64(q, 1, e->row.id);
	while (n < STORES_MAX && db_step(q))
		ret[n++] = (struct kept){ db_u64(q, 0), db_bool(q, 1) };
	*ret_n = n;
	return db_end(q, p);
}

static const struct kept *kept_of(const struct entered *e, const struct kept *kept, int n, uint64_t seat)
{
	uint64_t store = hosted_store(e->hosted, seat);
	for (int i = 0; i < n; i++)
		if (store && kept[i].store == store)
			return &kept[i];
	return NULL;
}

static enum problem_code set_keeper(struct http_request *r, const struct entered *e, uint64_t seat, bool on, struct problem *p)
{
	struct act act = { .kind = ACT_SEAT_KEEPER, .given = 3, .seat_keeper = { .seat = seat, .on = on } };
	struct host_job job = { .kind = JOB_ACT, .arena = &r->arena, .person = r->session.person, .act = &act };
	return hosted_do(e->hosted, &job, p);
}

/* ---- the answer ---- */

struct doing {
	bool on;
};

static void answer_absent(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	struct absentee *all;
	struct absent_count *counts;
	struct kept *kept = ARENA_ARRAY(&r->arena, struct kept, STORES_MAX);
	const struct doing *did = r->mine;
	int64_t day;
	int n, n_counts, n_kept;
	if (!market_enter(r, &e))
		return;
	if (hosted_look(e.hosted, &s, NULL, NULL, &p) || school_today(r->db, &day, &p) || read_day(r, &e, day, &all, &n, &p) ||
		absent_counts(r->db, &r->arena, e.row.class_id, day, &counts, &n_counts, &p) || read_kept(r, &e, kept, &n_kept, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	char text[CAL_TEXT_MAX];
	cal_format_date(day, text);
	jw_object(j);
	jw_kcstr(j, "day", text);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		const struct kept *of = kept_of(&e, kept, n_kept, all[i].seat.seat);
		bool keeper = of && of->keeper, wanted = did && did->on ? keeper || is_absent(&all[i]) : did ? false : keeper;
		if (of && wanted != keeper) {
			if (set_keeper(r, &e, all[i].seat.seat, wanted, &p)) {
				http_problem(r, &p);
				return;
			}
			keeper = wanted;
		}
		int steps = 0;
		for (int k = 0; k < n_counts; k++)
			steps += counts[k].person == all[i].seat.person && counts[k].market == e.row.id ? counts[k].steps : 0;
		if (!is_absent(&all[i]) && !keeper && !steps)
			continue;
		jw_object(j);
		jw_kid(j, "seat", all[i].seat.seat);
		jw_kid(j, "person", all[i].seat.person);
		jw_kstr(j, "name", all[i].seat.person_name);
		jw_kcstr(j, "state", attendance_names[all[i].state]);
		jw_kid(j, "store", hosted_store(e.hosted, all[i].seat.seat));
		jw_kbool(j, "keeper", keeper);
		jw_ki64(j, "excused_steps", steps);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_absent(struct http_request *r)
{
	answer_absent(r);
}

void put_absent(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct absentee *all;
	struct doing *did = ARENA_NEW(&r->arena, struct doing);
	int64_t day;
	int n = 0, changed;
	did->on = http_bool(r, "on");
	if (!market_enter(r, &e))
		return;
	enum problem_code code = school_today(r->db, &day, &p);
	if (!code)
		code = read_day(r, &e, day, &all, &n, &p);
	for (int i = 0; i < n && !code; i++)
		if (!did->on || is_absent(&all[i]))
			code = absent_excuse(r->server, r->db, &r->arena, &all[i].seat, day, did->on, r->session.person, &changed, &p);
	if (!code)
		code = audit_add(r->db, r->session.person, did->on ? "absent.keep" : "absent.back", e.row.id, STR(""), &p);
	r->mine = did;
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, answer_absent);
}
