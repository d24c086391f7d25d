/* The teacher's board, raised hands, remarks, the seat to show things in. */
#include "school/help.h"
#include "school/privacy.h"
#include "server/board.h"
#include "server/routes_market.h"

#include <string.h>
#include <time.h>

enum { ACTS_SHOWN = BOARD_RECENT, MISTAKES_OF_SEAT = 12 };

const struct body_field hand_body[] = { { "raised", BODY_BOOL, true, 0, 1 }, { "text", BODY_STR, false, 0, HAND_TEXT_MAX }, { 0 } };
const struct body_field remark_body[] = { { "seat", BODY_ID, true, 0, 0 }, { "text", BODY_STR, true, 1, REMARK_TEXT_MAX }, { "position", BODY_I64, false, 1, 1000000000000 },
	{ "table", BODY_STR, false, 1, 20 }, { "ref", BODY_ID, false, 0, 0 }, { 0 } };

const struct body_field look_body[] = { { "store", BODY_ID, true, 0, 0 }, { 0 } };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the board ---- */

void get_board(struct http_request *r)
{
	struct problem p;
	struct entered e;
	if (!market_enter(r, &e))
		return;
	if (hosted_board_write(e.hosted, r->worker, http_json(r), &p))
		http_problem(r, &p);
	else
		http_answer(r, 200);
}

void get_board_events(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	if (!market_enter(r, &e))
		return;
	if (hosted_look(e.hosted, &s, NULL, NULL, &p))
		http_problem(r, &p);
	else
		hosted_board_subscribe(e.hosted, r);
}

void get_board_seat(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	struct seat_row row;
	uint64_t id;
	if (!market_enter(r, &e) || !http_param_id(r, "seat", &id) || !market_seat_row(r, &e, id, &row))
		return;
	if (hosted_look(e.hosted, &s, NULL, NULL, &p)) {
		http_problem(r, &p);
		return;
	}
	struct board *b = hosted_board(e.hosted);
	struct board_mistake *mistakes = ARENA_ARRAY(&r->arena, struct board_mistake, MISTAKES_OF_SEAT);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kid(j, "seat", id);
	jw_kstr(j, "name", row.person_name);
	jw_key(j, "acts");
	jw_array(j);
	board_lock(b);
	const struct board_seat *seat = board_seat(b, id);
	for (int64_t i = seat ? seat->n_recent - 1 : -1; i >= 0 && i >= seat->n_recent - BOARD_RECENT; i--)
		board_write_act(j, &seat->recent[i % BOARD_RECENT]);
	int n = board_mistakes_of(b, id, now_ms(), mistakes, MISTAKES_OF_SEAT);
	board_unlock(b);
	jw_end_array(j);
	jw_key(j, "mistakes");
	board_write_mistakes(j, mistakes, n);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- hands ---- */

static void write_hand(struct jw *j, const struct hand_row *hands, int n, uint64_t seat)
{
	int place = 0;
	for (int i = 0; i < n; i++)
		if (hands[i].seat == seat)
			place = i + 1;
	jw_object(j);
	jw_kbool(j, "raised", place > 0);
	jw_ki64(j, "place", place);
	jw_ki64(j, "waiting", n);
	jw_kstr(j, "text", place ? hands[place - 1].text : STR(""));
	jw_end_object(j);
}

/* Everybody who waits has another place now. */
static void tell_hands(struct http_request *r, struct hosted *h, const struct hand_row *hands, int n, uint64_t lowered)
{
	for (int i = 0; i <= n; i++) {
		struct buf b;
		struct jw j;
		uint64_t seat = i < n ? hands[i].seat : lowered;
		if (!seat)
			continue;
		buf_init(&b, 4096);
		jw_init(&j, &b);
		write_hand(&j, hands, n, seat);
		hosted_send(h, seat, "hand", buf_span(&b));
		buf_fini(&b);
	}
	hosted_board_poke(h);
}

struct handed {
	uint64_t seat;
	struct str remark;
	bool staff;
};

static void answer_hand(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hand_row *hands;
	const struct handed *did = r->mine;
	int n;
	if (!market_enter(r, &e))
		return;
	if (hand_list(r->db, &r->arena, e.row.id, &hands, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	bool still = false;
	for (int i = 0; i < n; i++)
		still = still || hands[i].seat == did->seat;
	tell_hands(r, e.hosted, hands, n, still ? 0 : did->seat);
	if (did->remark.n)
		hosted_send(e.hosted, did->seat, "remark", STR("{}"));
	if (did->staff) {
		http_answer(r, 204);
		return;
	}
	write_hand(http_json(r), hands, n, did->seat);
	http_answer(r, 200);
}

void get_hand(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hand_row *hands;
	uint64_t seat;
	int n;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (!seat) {
		http_fail(r, PROBLEM_NO_SEAT);
		return;
	}
	if (hand_list(r->db, &r->arena, e.row.id, &hands, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	write_hand(http_json(r), hands, n, seat);
	http_answer(r, 200);
}

void put_hand(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct handed *did = ARENA_NEW(&r->arena, struct handed);
	bool was;
	if (!market_enter(r, &e))
		return;
	if (!e.seat) {
		http_fail(r, PROBLEM_NO_SEAT);
		return;
	}
	did->seat = e.seat;
	enum problem_code code = http_bool(r, "raised") ? hand_raise(r->db, e.row.id, e.seat, str_trim(http_str(r, "text")), now_ms(), &p)
							 : hand_lower(r->db, e.row.id, e.seat, &was, &p);
	r->mine = did;
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, answer_hand);
}

/* Texts of addresses are checked as those of bodies are. */
static bool read_remark(struct http_request *r, struct str *ret)
{
	struct problem p;
	*ret = STR("");
	if (!http_query(r, "remark", ret))
		return true;
	*ret = str_trim(*ret);
	if (str_utf8_count(*ret) <= REMARK_TEXT_MAX)
		return true;
	problem_set(&p, PROBLEM_TEXT_LENGTH, "remark", "0", "500", NULL);
	http_problem(r, &p);
	return false;
}

void delete_hand(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct seat_row row;
	struct handed *did = ARENA_NEW(&r->arena, struct handed);
	bool was;
	if (!market_enter(r, &e) || !http_param_id(r, "seat", &did->seat) || !market_seat_row(r, &e, did->seat, &row) || !read_remark(r, &did->remark))
		return;
	enum problem_code code = hand_lower(r->db, e.row.id, did->seat, &was, &p);
	if (!code && did->remark.n) {
		struct remark_row remark = { .market = e.row.id, .seat = did->seat, .author = r->session.person, .at_ms = now_ms(), .table = STR("hand"),
			.text = did->remark };
		code = remark_add(r->db, &remark, &p);
	}
	if (!code)
		code = audit_add(r->db, r->session.person, "hand.answer", did->seat, STR(""), &p);
	did->staff = true;
	r->mine = did;
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, answer_hand);
}

/* ---- remarks ---- */

void get_remarks(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct remark_row *rows;
	uint64_t seat;
	int n;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (!e.staff && !seat) {
		http_fail(r, PROBLEM_NO_SEAT);
		return;
	}
	if (remark_list(r->db, &r->arena, e.row.id, seat, &rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "id", rows[i].id);
		jw_kid(j, "seat", rows[i].seat);
		board_write_real(j, "at_real", rows[i].at_ms);
		jw_key(j, "position");
		if (rows[i].position)
			jw_i64(j, rows[i].position);
		else
			jw_null(j);
		jw_key(j, "table");
		if (rows[i].table.n)
			jw_str(j, rows[i].table);
		else
			jw_null(j);
		jw_kid(j, "ref", rows[i].ref);
		jw_kstr(j, "text", rows[i].text);
		jw_kstr(j, "author", rows[i].author_name);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_kcstr(j, "next", NULL);
	jw_end_object(j);
	http_answer(r, 200);
}

struct remarked {
	uint64_t seat, id;
};

static void answer_remark(struct http_request *r)
{
	struct entered e;
	const struct remarked *did = r->mine;
	if (!market_enter(r, &e))
		return;
	hosted_send(e.hosted, did->seat, "remark", STR("{}"));
	if (r->method == METHOD_DELETE) {
		http_answer(r, 204);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kid(j, "id", did->id);
	jw_end_object(j);
	http_answer(r, 201);
}

void post_remark(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct seat_row seat;
	struct remarked *did = ARENA_NEW(&r->arena, struct remarked);
	struct str table = http_str(r, "table"), text = str_trim(http_str(r, "text"));
	if (!market_enter(r, &e) || !market_seat_row(r, &e, http_id(r, "seat"), &seat))
		return;
	if (table.n && !projection_find(host_projection(server_host(r->server)), table)) {
		problem_set(&p, PROBLEM_UNKNOWN_CODE, "table", arena_cstr(&r->arena, table), NULL);
		http_problem(r, &p);
		return;
	}
	if (!text.n) {
		problem_set(&p, PROBLEM_MISSING_FIELD, "text", NULL);
		http_problem(r, &p);
		return;
	}
	struct remark_row row = { .market = e.row.id, .seat = seat.seat, .author = r->session.person, .at_ms = now_ms(), .position = http_i64(r, "position"),
		.table = table.n ? table : STR(""), .ref = http_id(r, "ref"), .text = text };
	if (remark_add(r->db, &row, &p) || audit_add(r->db, r->session.person, "remark.add", seat.seat, STR(""), &p)) {
		http_problem(r, &p);
		return;
	}
	*did = (struct remarked){ seat.seat, row.id };
	r->mine = did;
	http_continue(r, ON_READER, answer_remark);
}

void delete_remark(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct remarked *did = ARENA_NEW(&r->arena, struct remarked);
	if (!market_enter(r, &e) || !http_param_id(r, "id", &did->id))
		return;
	if (remark_delete(r->db, e.row.id, did->id, &did->seat, &p) || audit_add(r->db, r->session.person, "remark.delete", did->seat, STR(""), &p)) {
		http_problem(r, &p);
		return;
	}
	r->mine = did;
	http_continue(r, ON_READER, answer_remark);
}

/* ---- looking into a store ---- */

void post_look(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct seat_row *seats;
	uint64_t store = http_id(r, "store"), person = 0;
	int n;
	if (!market_enter(r, &e))
		return;
	if (seat_list(r->db, &r->arena, e.row.id, 0, &seats, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	for (int i = 0; i < n; i++)
		if (store && hosted_store(e.hosted, seats[i].seat) == store)
			person = seats[i].person;
	if (!person) {
		problem_set(&p, PROBLEM_NO_SUCH_ID, "store", NULL);
		http_problem(r, &p);
	} else if (person != r->session.person && audit_look(r->db, r->session.person, person, e.row.id, "store", &p)) {
		http_problem(r, &p);
	} else {
		http_answer(r, 204);
	}
}

/* ---- a seat to show things in ---- */

static void answer_demo(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct host_job job = { .kind = JOB_SEATS, .person = r->session.person };
	if (!market_enter(r, &e))
		return;
	if (hosted_do(e.hosted, &job, &p)) {
		http_problem(r, &p);
		return;
	}
	uint64_t seat = *(uint64_t *)r->mine;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kid(j, "seat", seat);
	jw_kid(j, "store", hosted_store(e.hosted, seat));
	jw_end_object(j);
	hosted_board_poke(e.hosted);
	http_answer(r, 200);
}

void post_demo_seat(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct seat_row *seats;
	uint64_t *seat = ARENA_NEW(&r->arena, uint64_t);
	int n;
	if (!market_enter(r, &e))
		return;
	enum problem_code code = seat_list(r->db, &r->arena, e.row.id, r->session.person, &seats, &n, &p);
	if (!code && n) {
		*seat = seats[0].seat;
	} else if (!code) {
		*seat = school_new_id();
		if (!(code = seat_add(r->db, e.row.id, r->session.person, *seat, &p)) && !(code = seat_set_demo(r->db, e.row.id, *seat, &p)))
			code = audit_add(r->db, r->session.person, "seat.demo", *seat, STR(""), &p);
	}
	r->mine = seat;
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, answer_demo);
}
