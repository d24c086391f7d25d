/* Markets: list, make, look at, their clock, their seats, their stream and news. */
#include "server/routes_market.h"
#include "server/actlog.h"
#include "base/calendar.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPITAL_FEN = 5000000, CAPITAL_MAX_FEN = 1000000000, HOURS_MAX = 24 * 366, PACE_MAX = 1440 };

const struct body_field market_body[] = { { "name", BODY_STR, true, 1, 60 }, { "world", BODY_STR, false, 1, 40 },
	{ "capital_fen", BODY_I64, false, 0, CAPITAL_MAX_FEN }, { "seed", BODY_STR, false, 1, 64 },
	{ "start_date", BODY_STR, false, 10, 10 }, { "settings", BODY_OBJECT, false, 0, 0, settings_body }, { 0 } };
const struct body_field clock_body[] = { { "mode", BODY_STR, true, 1, 10 }, { "hours", BODY_I64, false, 1, HOURS_MAX },
	{ "minutes_per_second", BODY_I64, false, 1, PACE_MAX }, { "force", BODY_BOOL, false, 0, 0 }, { 0 } };
const struct body_field ready_body[] = { { "ready", BODY_BOOL, true, 0, 0 }, { 0 } };

/* ---- looking ---- */

static void write_world(struct jw *j, const struct world *w)
{
	char hash[DIGEST_TEXT_MAX];
	digest_format(w->hash, hash);
	jw_object(j);
	jw_kcstr(j, "slug", w->slug);
	jw_key(j, "name");
	jw_object(j);
	jw_kcstr(j, "zh", w->name_zh);
	jw_kcstr(j, "en", w->name_en);
	jw_end_object(j);
	jw_kcstr(j, "hash", hash);
	jw_end_object(j);
}

static void write_totals(struct jw *j, const struct market_totals *t)
{
	jw_object(j);
	jw_ki64(j, "sessions", (int64_t)t->sessions);
	jw_ki64(j, "orders", (int64_t)t->orders);
	jw_ki64(j, "units", (int64_t)t->units);
	jw_kmoney(j, "gmv", t->gmv_fen, "CNY");
	jw_ki64(j, "seats", t->seats);
	jw_ki64(j, "stores", t->stores);
	jw_ki64(j, "listings_active", t->listings_active);
	jw_end_object(j);
}

static void answer_market(struct http_request *r, const struct entered *e, int status)
{
	struct problem p;
	struct hosted_state s;
	const struct world *w;
	if (hosted_look(e->hosted, &s, &w, NULL, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kid(j, "id", e->row.id);
	jw_kid(j, "class", e->row.class_id);
	jw_kstr(j, "name", e->row.name);
	jw_key(j, "world");
	write_world(j, w);
	s.day.mine = !e->seat ? MINE_NONE : hosted_ready(e->hosted, e->seat) ? MINE_READY : MINE_NOT;
	jw_key(j, "clock");
	hosted_write_clock(&s, j);
	jw_key(j, "totals");
	write_totals(j, &s.totals);
	struct settings settings;
	settings_read(e->row.settings, &settings);
	jw_key(j, "settings");
	settings_write(j, &settings, e->staff);
	jw_kmoney(j, "capital", e->row.capital_fen, "CNY");
	jw_ki64(j, "position", s.position);
	jw_kcstr(j, "role", e->staff ? "staff" : "student");
	jw_kid(j, "seat", e->seat);
	jw_kid(j, "store", e->seat ? hosted_store(e->hosted, e->seat) : 0);
	jw_end_object(j);
	http_answer(r, status);
}

static void seat_opened(struct http_request *r)
{
	struct problem p;
	struct host_job job = { .kind = JOB_SEATS, .person = r->session.person };
	struct entered e;
	if (!market_enter(r, &e))
		return;
	if (hosted_do(e.hosted, &job, &p))
		http_problem(r, &p);
	else
		answer_market(r, &e, 200);
}

/* Who came to the class later gets his seat when he first comes to the market. */
static void add_own_seat(struct http_request *r)
{
	struct problem p;
	struct entered e;
	if (!market_enter(r, &e))
		return;
	if (!e.seat && !e.staff && seat_add(r->db, e.row.id, r->session.person, school_new_id(), &p))
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, seat_opened);
}

void get_market(struct http_request *r)
{
	struct entered e;
	if (!market_enter(r, &e))
		return;
	if (!e.staff && !e.seat)
		http_continue(r, ON_WRITER, add_own_seat);
	else
		answer_market(r, &e, 200);
}

/* The clock of one that is not open is read from its head; it stands. */
static void write_clock_of(struct http_request *r, uint64_t id, struct jw *j)
{
	struct hosted_state s = { 0 };
	struct head head;
	struct db *db;
	struct problem p;
	jw_key(j, "clock");
	if (host_peek(server_host(r->server), id, &s)) {
		hosted_write_clock(&s, j);
	} else if (!worker_db(r->worker, host_db_name(id, &r->arena), &db, &p) && !head_read(db, &r->arena, id, &head, &p)) {
		s.now_min = head.now_min;
		hosted_write_clock(&s, j);
	} else {
		jw_null(j);
	}
}

void get_markets(struct http_request *r)
{
	struct problem p;
	struct market_row *rows;
	struct class_row *classes;
	struct seat_row *seats;
	int n, n_classes, n_seats;
	if (registry_list(r->db, &r->arena, &rows, &n, &p) ||
		class_list(r->db, &r->arena, r->session.person, r->session.role, &classes, &n_classes, &p) ||
		seat_list(r->db, &r->arena, 0, r->session.person, &seats, &n_seats, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		uint64_t seat = 0;
		const struct class_row *of = NULL;
		for (int k = 0; k < n_seats; k++)
			seat = seats[k].market == rows[i].id ? seats[k].seat : seat;
		for (int k = 0; k < n_classes; k++)
			of = classes[k].id == rows[i].class_id ? &classes[k] : of;
		if (!seat && !of)
			continue;
		jw_object(j);
		jw_kid(j, "id", rows[i].id);
		jw_kstr(j, "name", rows[i].name);
		jw_kid(j, "class", rows[i].class_id);
		jw_key(j, "class_name");
		if (of)
			jw_str(j, of->name);
		else
			jw_null(j);
		jw_kstr(j, "world", rows[i].world);
		jw_kid(j, "seat", seat);
		write_clock_of(r, rows[i].id, j);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_worlds(struct http_request *r)
{
	const struct world *worlds[WORLDS_MAX];
	int n = worlds_list(host_worlds(server_host(r->server)), worlds);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_world(j, worlds[i]);
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- making ---- */

struct making {
	struct entered e;
	const struct world *world;
	struct person *members;
	int n_members;
};

static void answer_made(struct http_request *r)
{
	struct making *m = r->mine;
	m->e.hosted = host_find(server_host(r->server), m->e.row.id);
	answer_market(r, &m->e, 201);
}

static void keep_market(struct http_request *r)
{
	struct problem p;
	struct making *m = r->mine;
	struct market_row *row = &m->e.row;
	enum problem_code code = host_register(server_host(r->server), r->db, m->world, row, m->members, m->n_members, &p);
	if (!code)
		code = audit_add(r->db, r->session.person, "market.create", row->id, row->name, &p);
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, answer_made);
}

/* A seed in words gives the same market again. */
static void read_seed(struct http_request *r, uint64_t seed[2])
{
	struct digest d;
	struct str text = http_str(r, "seed");
	if (text.n) {
		digest_init(&d, 0);
		digest_add(&d, text.p, text.n);
		digest_end(&d, seed);
	} else {
		randombytes_buf(seed, 2 * sizeof *seed);
	}
}

/* A class's market begins at nine in the morning of the sellers: that is where a business day begins. */
static enum problem_code read_begin(struct http_request *r, const struct world *w, int64_t *ret, struct problem *p)
{
	int64_t first = cal_day_of(w->start_min + w->timezone_min), day = first;
	struct str text = http_str(r, "start_date");
	if (text.n && (!cal_parse_date(text, &day) || day < first || day > first + MARKET_BEGIN_DAYS_MAX - 1)) {
		char from[CAL_TEXT_MAX], until[CAL_TEXT_MAX];
		cal_format_date(first, from);
		cal_format_date(first + MARKET_BEGIN_DAYS_MAX - 1, until);
		return problem_set(p, PROBLEM_OUT_OF_RANGE, "start_date", from, until, NULL);
	}
	*ret = day * MIN_PER_DAY - w->timezone_min + BUSINESS_DAY_MIN;
	return PROBLEM_NONE;
}

void post_market(struct http_request *r)
{
	struct problem p;
	uint64_t id;
	struct class_row class_row;
	struct making *m = ARENA_NEW(&r->arena, struct making);
	char *hash = arena_alloc(&r->arena, DIGEST_TEXT_MAX, 1);
	if (!http_param_id(r, "id", &id))
		return;
	if (class_find(r->db, &r->arena, id, r->session.person, r->session.role, &class_row, &p) ||
		class_members(r->db, &r->arena, id, &m->members, &m->n_members, &p)) {
		http_problem(r, &p);
		return;
	}
	struct str name = str_trim(http_str(r, "name"));
	m->world = worlds_find(host_worlds(server_host(r->server)), http_str(r, "world"));
	if (!name.n) {
		problem_set(&p, PROBLEM_MISSING_FIELD, "name", NULL);
		http_problem(r, &p);
		return;
	}
	if (!m->world) {
		problem_set(&p, PROBLEM_UNKNOWN_CODE, "world", http_has(r, "world") ? arena_cstr(&r->arena, http_str(r, "world")) : "world", NULL);
		http_problem(r, &p);
		return;
	}
	digest_format(m->world->hash, hash);
	m->e.staff = true;
	m->e.row = (struct market_row){ .class_id = id,
		.name = name,
		.world = str_c(hash),
		.state = STR("open"),
		.mode = STR("paused"),
		.capital_fen = http_has(r, "capital_fen") ? http_i64(r, "capital_fen") : CAPITAL_FEN };
	if (read_begin(r, m->world, &m->e.row.begin_min, &p) ||
		settings_merge(&r->arena, STR("{}"), json_object_get(r->json, "settings"), "settings", &m->e.row.settings, &p)) {
		http_problem(r, &p);
		return;
	}
	read_seed(r, m->e.row.seed);
	r->mine = m;
	http_continue(r, ON_WRITER, keep_market);
}

/* ---- seats ---- */

static void answer_seats(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct seat_row *seats;
	struct hosted_state s;
	int n;
	if (!market_enter(r, &e))
		return;
	if (r->mine) {
		struct host_job job = { .kind = JOB_SEATS, .person = r->session.person };
		if (hosted_do(e.hosted, &job, &p)) {
			http_problem(r, &p);
			return;
		}
	}
	if (seat_list(r->db, &r->arena, e.row.id, 0, &seats, &n, &p) || hosted_look(e.hosted, &s, NULL, NULL, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "seat", seats[i].seat);
		jw_kid(j, "person", seats[i].person);
		jw_kstr(j, "person_name", seats[i].person_name);
		jw_kid(j, "store", hosted_store(e.hosted, seats[i].seat));
		jw_kbool(j, "present", hosted_present(e.hosted, seats[i].seat));
		jw_kbool(j, "ready", hosted_ready(e.hosted, seats[i].seat));
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_seats(struct http_request *r)
{
	answer_seats(r);
}

void post_seats(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct person *members;
	struct seat_row *seats;
	int n, n_seats;
	if (!market_enter(r, &e))
		return;
	enum problem_code code = class_members(r->db, &r->arena, e.row.class_id, &members, &n, &p);
	if (!code)
		code = seat_list(r->db, &r->arena, e.row.id, 0, &seats, &n_seats, &p);
	for (int i = 0; !code && i < n; i++) {
		bool has = false;
		for (int k = 0; k < n_seats; k++)
			has = has || seats[k].person == members[i].id;
		if (!has)
			code = seat_add(r->db, e.row.id, members[i].id, school_new_id(), &p);
	}
	if (code) {
		http_problem(r, &p);
		return;
	}
	r->mine = r;
	http_continue(r, ON_READER, answer_seats);
}

/* ---- the clock ---- */

static void clock_set(struct host_job *job)
{
	struct http_request *r = job->arg;
	struct problem p;
	struct hosted_state s;
	if (job->code) {
		http_problem(r, &job->problem);
		return;
	}
	if (hosted_look(r->mine, &s, NULL, NULL, &p)) {
		http_problem(r, &p);
		return;
	}
	hosted_write_clock(&s, http_json(r));
	http_answer(r, 200);
}

void put_clock(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct host_job *job = ARENA_NEW(&r->arena, struct host_job);
	struct str mode = http_str(r, "mode");
	if (!market_enter(r, &e))
		return;
	*job = (struct host_job){ .kind = JOB_CLOCK,
		.arena = &r->arena,
		.person = r->session.person,
		.hours = http_i64(r, "hours"),
		.minutes_per_second = http_i64(r, "minutes_per_second"),
		.force = http_bool(r, "force"),
		.done = clock_set,
		.arg = r };
	const char *missing = NULL;
	while (job->mode < PACE_MODES && !str_eq(mode, str_c(pace_names[job->mode])))
		job->mode++;
	if (job->mode == PACE_ADVANCE && !job->hours)
		missing = "hours";
	if (job->mode == PACE_RUN && !job->minutes_per_second)
		missing = "minutes_per_second";
	if (job->mode == PACE_MODES) {
		problem_set(&p, PROBLEM_BAD_VALUE, "mode", "paused, advance, run, day", NULL);
		http_problem(r, &p);
	} else if (missing) {
		problem_set(&p, PROBLEM_MISSING_FIELD, missing, NULL);
		http_problem(r, &p);
	} else {
		r->mine = e.hosted;
		if (!hosted_post(e.hosted, job))
			http_fail(r, PROBLEM_BUSY);
	}
}

/* ---- ready for the next day ---- */

void put_ready(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	struct seat_row *seats;
	uint64_t seat;
	int n;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (seat_list(r->db, &r->arena, e.row.id, 0, &seats, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	int i = 0;
	while (i < n && seats[i].seat != seat)
		i++;
	if (i == n)
		http_fail(r, PROBLEM_NO_SEAT);
	else if (hosted_look(e.hosted, &s, NULL, NULL, &p))
		http_problem(r, &p);
	else {
		hosted_set_ready(e.hosted, seat, http_bool(r, "ready"));
		hosted_look(e.hosted, &s, NULL, NULL, &p);
		s.day.mine = hosted_ready(e.hosted, seat) ? MINE_READY : MINE_NOT;
		hosted_write_clock(&s, http_json(r));
		http_answer(r, 200);
	}
}

/* ---- what happened ---- */

void get_news(struct http_request *r)
{
	enum { MOST = 200 };
	struct problem p;
	struct entered e;
	struct str text;
	struct db *db;
	struct hosted_state s;
	uint64_t seat;
	int64_t before = 0, limit = 50;
	struct event_row *rows = ARENA_ARRAY(&r->arena, struct event_row, MOST);
	int n;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	const char *wrong = NULL;
	if (http_query(r, "before", &text) && (!str_i64(text, &before) || before < 1))
		problem_set(&p, PROBLEM_OUT_OF_RANGE, wrong = "before", "1", "9223372036854775807", NULL);
	else if (http_query(r, "limit", &text) && (!str_i64(text, &limit) || limit < 1 || limit > MOST))
		problem_set(&p, PROBLEM_OUT_OF_RANGE, wrong = "limit", "1", "200", NULL);
	if (wrong) {
		http_problem(r, &p);
		return;
	}
	/* The market is opened first: then its file is there. */
	if (hosted_look(e.hosted, &s, NULL, NULL, &p) || worker_db(r->worker, host_db_name(e.row.id, &r->arena), &db, &p)) {
		http_problem(r, &p);
		return;
	}
	if (!e.staff && !seat)
		n = 0;
	else if (events_list(db, e.row.id, seat, before, (int)limit, rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "news");
	jw_array(j);
	for (int i = 0; i < n; i++)
		if (rows[i].event.kind)
			news_write(j, &rows[i], r->lang);
	jw_end_array(j);
	jw_key(j, "next");
	if (n == limit)
		jw_i64(j, rows[n - 1].position);
	else
		jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_events(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	uint64_t seat;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (!e.staff && !seat)
		http_fail(r, PROBLEM_NO_SEAT);
	else if (hosted_look(e.hosted, &s, NULL, NULL, &p))
		http_problem(r, &p);
	else
		hosted_subscribe(e.hosted, r, seat, !e.staff);
}
