/* Acts and questions: a route for each, made from its description. */
#include "server/parse_act.h"
#include "server/routes_market.h"

#include <string.h>

/* ---- acts ---- */

static void act_done(struct host_job *job)
{
	struct http_request *r = job->arg;
	if (job->code) {
		http_problem(r, &job->problem);
		return;
	}
	jw_raw(http_json(r), job->answer);
	http_answer(r, 200);
}

static void post_act(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	const struct world *w;
	const struct act_desc *d = r->route->arg;
	struct act *act = ARENA_NEW(&r->arena, struct act);
	struct host_job *job = ARENA_NEW(&r->arena, struct host_job);
	uint64_t seat;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (d->who == WHO_SEAT && !seat) {
		http_fail(r, PROBLEM_NO_SEAT);
		return;
	}
	struct settings settings;
	settings_read(e.row.settings, &settings);
	if (!e.staff && settings.seats_frozen) {
		http_fail(r, PROBLEM_LESSON_CLOSED);
		return;
	}
	bool own = d->who == WHO_SEAT && market_own_seat(r, &e, seat);
	if (e.staff && d->who == WHO_SEAT && !own) { /* nobody does a student's work for him */
		http_fail(r, PROBLEM_SEAT_OTHERS);
		return;
	}
	if (hosted_look(e.hosted, &s, &w, NULL, &p)) {
		http_problem(r, &p);
		return;
	}
	if (parse_act(r->json, (enum act_kind)(d - act_desc), w, &r->arena, act, &p)) {
		if (own)
			hosted_note_refusal(e.hosted, seat, (enum act_kind)(d - act_desc), &p);
		http_problem(r, &p);
		return;
	}
	act->seat = d->who == WHO_SEAT ? seat : 0;
	*job = (struct host_job){
		.kind = JOB_ACT, .arena = &r->arena, .person = r->session.person, .act = act, .own = own, .key = r->origin_id, .done = act_done, .arg = r
	};
	if (!hosted_post(e.hosted, job))
		http_fail(r, PROBLEM_BUSY);
}

/* ---- questions ---- */

static void ask(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	const struct world *w;
	struct market_view *view;
	struct ask question;
	const struct ask_desc *d = r->route->arg;
	enum ask_kind kind = (enum ask_kind)(d - ask_desc);
	uint64_t seat;
	if (!market_enter(r, &e) || !market_seat(r, &e, &seat))
		return;
	if (hosted_look(e.hosted, &s, &w, &view, &p)) {
		http_problem(r, &p);
		return;
	}
	enum problem_code code = r->method == METHOD_POST ? parse_ask(r->json, kind, w, &r->arena, &question, &p)
							  : parse_ask_query(&r->query, kind, w, &r->arena, &question, &p);
	if (!code) {
		question.seat = seat;
		code = market_ask(view, &question, &r->arena, http_json(r), &p);
	}
	market_view_drop(view);
	if (code)
		http_problem(r, &p);
	else
		http_answer(r, 200);
}

/* Reads nothing but the world, which is for ever what its hash says. */
void get_picture(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct hosted_state s;
	const struct world *w;
	struct str file = http_param(r, "file"), text;
	int64_t variant = 0;
	if (!market_enter(r, &e))
		return;
	if (!str_ends(file, STR(".svg")) || (http_query(r, "v", &text) && (!str_i64(text, &variant) || variant < 0 || variant > 8))) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	if (hosted_look(e.hosted, &s, &w, NULL, &p)) {
		http_problem(r, &p);
		return;
	}
	struct str svg = market_picture(w, str_sub(file, 0, file.n - 4), (int)variant, &r->arena);
	if (!svg.n) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	http_json(r); /* empties the answer */
	buf_str(&r->out, svg);
	http_header_add(r, "Cache-Control", STR("private, max-age=86400"));
	http_answer_as(r, 200, "image/svg+xml");
}

/* ---- the table ---- */

static void act_schema(struct jw *j, const struct route *route)
{
	fields_schema(((const struct act_desc *)route->arg)->fields, j);
}

static void ask_schema(struct jw *j, const struct route *route)
{
	fields_schema(((const struct ask_desc *)route->arg)->fields, j);
}

void routes_market_add(struct router *rt, struct arena *a)
{
	enum { STAFF = 1 << ROLE_TEACHER | 1 << ROLE_LEAD | 1 << ROLE_ADMIN, EVERYBODY = 1 << ROLE_STUDENT | STAFF };
	struct route *routes = ARENA_ARRAY(a, struct route, ACT_MAX + 2 * ASK_MAX);
	size_t n = 0;
	for (int i = 1; i < ACT_MAX; i++)
		routes[n++] = (struct route){ .method = METHOD_POST,
			.path = arena_printf(a, "/api/v1/markets/{market}/acts/%s", act_desc[i].name).p,
			.handler = post_act,
			.roles = act_desc[i].who == WHO_TEACHER ? STAFF : EVERYBODY,
			.flags = ROUTE_IDEMPOTENT,
			.where = ON_READER,
			.en = act_desc[i].en,
			.zh = act_desc[i].zh,
			.arg = &act_desc[i],
			.schema = act_schema };
	for (int i = 1; i < ASK_MAX; i++) {
		const char *path = arena_printf(a, "/api/v1/markets/{market}/ask/%s", ask_desc[i].name).p;
		struct route route = { .method = METHOD_GET,
			.path = path,
			.handler = ask,
			.roles = EVERYBODY,
			.where = ON_READER,
			.en = ask_desc[i].en,
			.zh = ask_desc[i].zh,
			.arg = &ask_desc[i] };
		routes[n++] = route;
		route.method = METHOD_POST;
		route.schema = ask_schema;
		routes[n++] = route;
	}
	router_add(rt, routes, n);
}
