#include "server/address.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/pace.h"
#include "server/wire.h"

#include <assert.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers that begin anywhere, so that those of two starts are not the same. */
static uint64_t next_id(void)
{
	static atomic_ullong last;
	if (!atomic_load(&last)) {
		unsigned long long first, none = 0;
		randombytes_buf(&first, sizeof first);
		atomic_compare_exchange_strong(&last, &none, (first & (INT64_MAX >> 1)) | 1);
	}
	return atomic_fetch_add(&last, 1) + 1;
}

static void note(const struct http_wire *w)
{
	const struct route *route = w->r.route;
	struct log_request l = { .id = w->id,
		.method = w->head ? "HEAD" : method_names[w->r.method],
		.route = route ? route->path : "",
		.status = w->status,
		.us = pace_now_us() - w->begun_us };
	metrics_request(route, w->status, l.us);
	int at = route ? route_param(route, STR("market")) : -1;
	if (at >= 0)
		id_parse(w->r.param[at], &l.market);
	bool page = !route || strncmp(route->path, "/api/", 5) != 0;
	log_request(w->status >= 500 ? NOTE_ERROR : page ? NOTE_DEBUG : NOTE_INFO, &l);
}

struct http_request *wire_new(struct http_loop *hl, struct evhttp_request *ev)
{
	struct http_wire *w = mem_alloc(sizeof *w);
	w->hl = hl;
	w->ev = ev;
	w->r.wire = w;
	w->r.server = http_server_of(hl);
	w->id = next_id();
	w->begun_us = pace_now_us();
	arena_init(&w->r.arena, 8 << 10);
	buf_init(&w->r.out, HTTP_ANSWER_MAX);
	return &w->r;
}

void wire_free(struct http_wire *w)
{
	note(w);
	http_one_less(w->hl);
	json_decref(w->r.json);
	buf_fini(&w->r.out);
	arena_fini(&w->r.arena);
	free(w);
}

/* ---- what is checked before a handler runs ---- */

struct str http_header(const struct http_request *r, const char *name)
{
	return str_c(evhttp_find_header(evhttp_request_get_input_headers(r->wire->ev), name));
}

static void malformed(struct http_request *r, const char *what)
{
	struct problem p;
	problem_set(&p, PROBLEM_BAD_REQUEST, "", what, NULL);
	http_header_add(r, "Connection", STR("close"));
	http_problem(r, &p);
}

/* Two servers in a row that read a doubled header differently can be played against each other. */
static bool doubled_header(struct http_request *r)
{
	static const char *const once[] = { "Content-Length", "Transfer-Encoding", "Host", "Content-Type", "Cookie", "Origin", "X-CSRF-Token", "Idempotency-Key" };
	int count[8] = { 0 };
	struct evkeyvalq *headers = evhttp_request_get_input_headers(r->wire->ev);
	for (struct evkeyval *h = headers->tqh_first; h; h = h->next.tqe_next)
		for (int i = 0; i < 8; i++)
			if (str_eq_nocase(str_c(h->key), str_c(once[i])) && ++count[i] > 1)
				return true;
	return count[0] && count[1];
}

static bool read_method(struct http_request *r)
{
	switch (evhttp_request_get_command(r->wire->ev)) {
	case EVHTTP_REQ_HEAD:
		r->wire->head = true; /* falls through */
		__attribute__((fallthrough));
	case EVHTTP_REQ_GET:
		r->method = METHOD_GET;
		return true;
	case EVHTTP_REQ_POST:
		r->method = METHOD_POST;
		return true;
	case EVHTTP_REQ_PUT:
		r->method = METHOD_PUT;
		return true;
	case EVHTTP_REQ_DELETE:
		r->method = METHOD_DELETE;
		return true;
	default:
		return false;
	}
}

static bool other_origin(struct http_request *r)
{
	struct str origin = http_header(r, "Origin");
	ptrdiff_t at = str_find(origin, STR("://"), 0);
	return origin.n && (at < 0 || !str_eq_nocase(str_sub(origin, (size_t)at + 3, origin.n), http_header(r, "Host")));
}

static bool visible_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7f)
			return false;
	return true;
}

/* Fills method, path, query, body; false after having answered. */
static bool read_request(struct http_request *r)
{
	r->lang = parse_language(http_header(r, "Accept-Language"));
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(r->wire->ev);
	const char *query = uri ? evhttp_uri_get_query(uri) : NULL;
	if (doubled_header(r))
		return malformed(r, "a header stands there twice"), false;
	if (!uri || !read_method(r))
		return malformed(r, "the request line"), false;
	if (!http_header(r, "Host").n)
		return malformed(r, "no Host header"), false;
	if (!parse_path(&r->arena, str_c(evhttp_uri_get_path(uri)), &r->path))
		return malformed(r, "the path"), false;
	if (query && !parse_query(&r->arena, str_c(query), &r->query))
		return malformed(r, "the query"), false;
	r->origin_id = http_header(r, "Idempotency-Key");
	if (r->origin_id.n > 64 || !visible_ascii(r->origin_id))
		return malformed(r, "the Idempotency-Key"), false;
	struct evbuffer *in = evhttp_request_get_input_buffer(r->wire->ev);
	size_t n = evbuffer_get_length(in);
	if (n > HTTP_BODY_MAX) {
		struct problem p;
		problem_set(&p, PROBLEM_TOO_LARGE, "", "2 MiB", NULL);
		http_header_add(r, "Connection", STR("close"));
		http_problem(r, &p);
		return false;
	}
	r->body = (struct str){ n ? (const char *)evbuffer_pullup(in, -1) : "", n };
	return true;
}

static enum problem_code check_members(const struct body_field *fields, const json_t *o, const char *of, struct problem *p);

static enum problem_code check_ids(const struct body_field *f, const json_t *v, const char *type, struct problem *p)
{
	size_t n = json_array_size(v);
	char min[24], max[24];
	uint64_t id;
	snprintf(min, sizeof min, "%lld", (long long)f->min);
	snprintf(max, sizeof max, "%lld", (long long)f->max);
	if ((int64_t)n < f->min || (int64_t)n > f->max)
		return problem_set(p, PROBLEM_OUT_OF_RANGE, f->name, min, max, NULL);
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(v, i);
		if (!json_is_string(item) || !id_parse((struct str){ json_string_value(item), json_string_length(item) }, &id))
			return problem_set(p, PROBLEM_BAD_TYPE, f->name, type, NULL);
	}
	return PROBLEM_NONE;
}

static enum problem_code check_member(const struct body_field *f, const json_t *v, struct problem *p)
{
	static const char *const types[] = { "text", "an integer", "true or false", "an id", "an object", "a list of ids" };
	bool fits = f->kind == BODY_I64 ? json_is_integer(v) : f->kind == BODY_BOOL ? json_is_boolean(v)
						      : f->kind == BODY_OBJECT ? json_is_object(v) : f->kind == BODY_IDS ? json_is_array(v) : json_is_string(v);
	if (!fits)
		return problem_set(p, PROBLEM_BAD_TYPE, f->name, types[f->kind], NULL);
	char min[24], max[24];
	snprintf(min, sizeof min, "%lld", (long long)f->min);
	snprintf(max, sizeof max, "%lld", (long long)f->max);
	if (f->kind == BODY_OBJECT)
		return check_members(f->of, v, f->name, p);
	if (f->kind == BODY_I64) {
		json_int_t n = json_integer_value(v);
		return n < f->min || n > f->max ? problem_set(p, PROBLEM_OUT_OF_RANGE, f->name, min, max, NULL) : PROBLEM_NONE;
	}
	if (f->kind == BODY_BOOL)
		return PROBLEM_NONE;
	if (f->kind == BODY_IDS)
		return check_ids(f, v, types[BODY_IDS], p);
	struct str s = { json_string_value(v), json_string_length(v) };
	uint64_t id;
	if (f->kind == BODY_ID)
		return id_parse(s, &id) ? PROBLEM_NONE : problem_set(p, PROBLEM_BAD_TYPE, f->name, types[f->kind], NULL);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return problem_set(p, PROBLEM_BAD_TEXT, f->name, NULL);
	int64_t n = (int64_t)str_utf8_count(s);
	return n < f->min || n > f->max ? problem_set(p, PROBLEM_TEXT_LENGTH, f->name, min, max, NULL) : PROBLEM_NONE;
}

/* `of`: the name of the object, "" for the body itself; it stands before the field at fault. */
static enum problem_code check_members(const struct body_field *fields, const json_t *o, const char *of, struct problem *p)
{
	const char *name;
	json_t *v;
	enum problem_code code = PROBLEM_NONE;
	json_object_foreach((json_t *)o, name, v) {
		const struct body_field *f = fields;
		while (f->name && strcmp(f->name, name) != 0)
			f++;
		code = !f->name ? problem_set(p, PROBLEM_UNKNOWN_FIELD, name, NULL) : json_is_null(v) ? PROBLEM_NONE : check_member(f, v, p);
		if (code)
			break;
	}
	for (const struct body_field *f = fields; f->name && !code; f++)
		if (f->required && (!json_object_get(o, f->name) || json_is_null(json_object_get(o, f->name))))
			code = problem_set(p, PROBLEM_MISSING_FIELD, f->name, NULL);
	if (code && *of) {
		char field[2 * sizeof p->field];
		struct problem whole;
		snprintf(field, sizeof field, "%.40s.%s", of, p->field);
		problem_set(&whole, code, field, NULL);
		memcpy(p->field, whole.field, sizeof whole.field);
	}
	return code;
}

static enum problem_code check_body(struct http_request *r, struct problem *p)
{
	const struct route *route = r->route;
	if (r->method == METHOD_GET || r->method == METHOD_DELETE || route->flags & ROUTE_RAW)
		return PROBLEM_NONE;
	if (!r->body.n && !route->body && !(route->flags & ROUTE_FREE_BODY) && !route->schema)
		return PROBLEM_NONE;
	struct str type = http_header(r, "Content-Type");
	ptrdiff_t semi = str_find(type, STR(";"), 0);
	if (!str_eq_nocase(str_trim(semi < 0 ? type : str_sub(type, 0, (size_t)semi)), STR("application/json")))
		return problem_set(p, PROBLEM_CONTENT_TYPE, "", "application/json", NULL);
	json_error_t error;
	int any = route->flags & ROUTE_FREE_BODY ? JSON_DECODE_ANY : 0;
	r->json = json_loadb(r->body.p, r->body.n, JSON_REJECT_DUPLICATES | any, &error);
	if (!r->json) {
		char where[96];
		snprintf(where, sizeof where, "%d:%d %.70s", error.line, error.column, str_utf8_ok(str_c(error.text)) ? error.text : "");
		return problem_set(p, PROBLEM_BAD_JSON, "", where, NULL);
	}
	if (!route->body)
		return PROBLEM_NONE;
	if (!json_is_object(r->json))
		return problem_set(p, PROBLEM_BAD_JSON, "", "not an object", NULL);
	return check_members(route->body, r->json, "", p);
}

static void touch(struct worker *w, void *arg)
{
	session_touch(worker_school(w), arg, school_now_s(), NULL); /* if it fails, the session ends a little earlier */
	free(arg);
}

static void end_idle(struct worker *w, void *arg)
{
	session_end_one(worker_school(w), arg, PROBLEM_SESSION_IDLE, NULL);
	free(arg);
}

static void post_hash(struct http_request *r, void (*work)(struct worker *w, void *arg))
{
	void *hash = mem_copy(r->session.token_hash, 32);
	if (!pool_post(server_writer(r->server), work, hash))
		free(hash);
	gate_forget(server_gate(r->server), r->session.token_hash);
}

/* The session is known: role, token, body; then the handler. */
static void admit(struct http_request *r)
{
	struct problem p;
	if (r->route->roles) {
		const struct session *s = &r->session;
		int64_t now_s = school_now_s();
		if (!s->person) {
			http_fail(r, s->ended ? s->ended : PROBLEM_SIGN_IN);
			return;
		}
		/* When a student was seen is written down once a minute, so that a minute is added. */
		if (s->idle_s && now_s - s->seen_s > s->idle_s + STUDENT_TOUCH_S) {
			post_hash(r, end_idle);
			r->lang = s->lang;
			http_fail(r, PROBLEM_SESSION_IDLE);
			return;
		}
		r->lang = s->lang;
		if (!(r->route->roles & 1u << s->role)) {
			http_fail(r, PROBLEM_FORBIDDEN);
			return;
		}
		struct str csrf = http_header(r, "X-CSRF-Token");
		if (r->method != METHOD_GET && (csrf.n != CSRF_TEXT || sodium_memcmp(csrf.p, s->csrf, CSRF_TEXT))) {
			http_fail(r, PROBLEM_CSRF);
			return;
		}
		/* what a page does by itself is no sign of a student */
		bool by_itself = s->idle_s && http_header(r, "X-Background").n;
		if (!by_itself && now_s - s->seen_s > (s->idle_s ? STUDENT_TOUCH_S : SESSION_TOUCH_S))
			post_hash(r, touch);
	}
	if (check_body(r, &p)) {
		http_problem(r, &p);
		return;
	}
	wire_dispatch(r, r->route->where, r->route->handler);
}

static void admit_posted(void *arg)
{
	admit(arg);
}

static void look_up(struct worker *w, void *arg)
{
	struct http_request *r = arg;
	struct problem p;
	struct session s = { 0 };
	int64_t now_s = school_now_s();
	enum problem_code code = session_find(worker_school(w), r->wire->token_hash, now_s, &s, &p);
	if (code && !session_is_over(code)) {
		http_problem(r, &p);
		return;
	}
	s.ended = code;
	memcpy(s.token_hash, r->wire->token_hash, 32);
	gate_put(server_gate(r->server), &s, now_s);
	r->session = s;
	loop_post(r->wire->hl->loop, admit_posted, r);
}

/* Where https is asked for, these still answer over http: probes of this computer, and what is needed to come to trust the certificate. */
static bool stays_http(struct str path)
{
	static const struct str paths[] = { { "/healthz", 8 }, { "/readyz", 7 }, { "/metrics", 8 }, { "/ca.crt", 7 } };
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (str_eq(path, paths[i]))
			return true;
	return false;
}

/* The same address by https; a write is not sent again by itself. */
static void go_to_tls(struct http_request *r)
{
	struct str host = http_header(r, "Host");
	ptrdiff_t end = host.n && host.p[0] == '[' ? str_find(host, STR("]"), 0) + 1 : str_find(host, STR(":"), 0);
	if (end > 0)
		host = str_sub(host, 0, (size_t)end);
	const char *uri = evhttp_request_get_uri(r->wire->ev);
	http_header_add(r, "Cache-Control", STR("no-store"));
	http_redirect(r, arena_printf(&r->arena, "https://%.*s:%d%s", STR_FMT(host), r->wire->to_tls, uri && uri[0] == '/' ? uri : "/"));
}

void wire_begin(struct http_request *r)
{
	bool other;
	if (!read_request(r))
		return;
	if (r->wire->to_tls && !stays_http(r->path)) {
		go_to_tls(r);
		return;
	}
	if (r->method != METHOD_GET && other_origin(r)) {
		http_fail(r, PROBLEM_CSRF);
		return;
	}
	r->route = router_match(http_router_of(r->wire->hl), r->method, r->path, r->param, &other);
	if (!r->route) {
		struct problem p;
		problem_set(&p, other ? PROBLEM_METHOD : PROBLEM_NOT_FOUND, "", method_names[r->method], NULL);
		http_problem(r, &p);
		return;
	}
	struct str token = parse_cookie(http_header(r, "Cookie"), STR("cohong_session"));
	if (!r->route->roles || token.n != TOKEN_TEXT) {
		admit(r);
		return;
	}
	token_hash(token, r->wire->token_hash);
	if (gate_get(server_gate(r->server), r->wire->token_hash, school_now_s(), &r->session))
		admit(r);
	else if (!pool_post(server_readers(r->server), look_up, r))
		http_fail(r, PROBLEM_BUSY);
}

/* ---- where handlers run ---- */

static void run_on_reader(struct worker *worker, void *arg)
{
	struct http_request *r = arg;
	struct db *db = worker_school(worker);
	struct problem p;
	r->worker = worker;
	r->db = db;
	if (db_begin(db, &p)) {
		http_problem(r, &p);
		return;
	}
	r->wire->next(r); /* r may be gone afterwards */
	db_rollback(db);
}

static void run_on_writer(struct worker *worker, void *arg)
{
	struct http_request *r = arg;
	struct http_wire *w = r->wire;
	struct db *db = worker_school(worker);
	struct problem p;
	r->worker = worker;
	r->db = db;
	r->keep = false;
	http_handler *handler = w->next;
	w->next = NULL;
	if (db_begin(db, &p)) {
		http_problem(r, &p);
		return;
	}
	w->holding = true;
	handler(r);
	assert(w->answered || w->next);
	enum problem_code code = PROBLEM_NONE;
	if (w->next || w->status < 400 || r->keep)
		code = db_commit(db, &p);
	else
		db_rollback(db);
	w->holding = false;
	for (struct http_forgotten *f = w->forgotten; f; f = f->next) {
		gate_forget_person(server_gate(r->server), f->person);
		server_recheck(r->server, f->person);
	}
	w->forgotten = NULL;
	if (code) {
		w->headers_n = 0;
		w->answered = false;
		w->next = NULL;
		http_problem(r, &p);
	} else if (w->answered) {
		wire_send(w);
	} else {
		wire_dispatch(r, w->next_where, w->next);
	}
}

static void run_on_loop(void *arg)
{
	struct http_request *r = arg;
	r->wire->next(r);
}

void wire_dispatch(struct http_request *r, enum route_where where, http_handler *handler)
{
	struct http_wire *w = r->wire;
	struct server *s = r->server;
	w->next = handler;
	r->db = NULL;
	r->worker = NULL;
	bool taken = true;
	switch (where) {
	case ON_LOOP:
		if (loop_is_mine(w->hl->loop))
			handler(r);
		else
			loop_post(w->hl->loop, run_on_loop, r);
		break;
	case ON_READER:
		taken = pool_post(server_readers(s), run_on_reader, r);
		break;
	case ON_ARGON:
		taken = pool_post(server_argon(s), run_on_reader, r);
		break;
	case ON_WRITER:
		taken = pool_post(server_writer(s), run_on_writer, r);
		break;
	}
	if (!taken)
		http_fail(r, PROBLEM_BUSY);
}

void http_continue(struct http_request *r, enum route_where where, http_handler *handler)
{
	struct http_wire *w = r->wire;
	if (w->holding) {
		w->next = handler;
		w->next_where = where;
	} else {
		wire_dispatch(r, where, handler);
	}
}

void http_forget_person(struct http_request *r, uint64_t person)
{
	struct http_forgotten *f = ARENA_NEW(&r->arena, struct http_forgotten);
	*f = (struct http_forgotten){ person, r->wire->forgotten };
	r->wire->forgotten = f;
}

/* ---- reading ---- */

struct str http_param(const struct http_request *r, const char *name)
{
	int i = route_param(r->route, str_c(name));
	return i < 0 ? STR("") : r->param[i];
}

bool http_param_id(struct http_request *r, const char *name, uint64_t *ret)
{
	if (id_parse(http_param(r, name), ret))
		return true;
	http_fail(r, PROBLEM_NOT_FOUND);
	return false;
}

bool http_query(const struct http_request *r, const char *name, struct str *ret)
{
	for (int i = 0; i < r->query.n; i++)
		if (str_eq(r->query.name[i], str_c(name))) {
			*ret = r->query.value[i];
			return true;
		}
	return false;
}

bool http_is_loopback(const struct http_request *r)
{
	char *peer = NULL;
	ev_uint16_t port;
	struct evhttp_connection *conn = evhttp_request_get_connection(r->wire->ev);
	if (!conn || http_header(r, "X-Forwarded-For").n || http_header(r, "Forwarded").n || http_header(r, "X-Real-IP").n)
		return false;
	evhttp_connection_get_peer(conn, &peer, &port);
	return peer && address_is_loopback(peer);
}

bool http_has(const struct http_request *r, const char *name)
{
	json_t *v = json_object_get(r->json, name);
	return v && !json_is_null(v);
}

struct str http_str(const struct http_request *r, const char *name)
{
	json_t *v = json_object_get(r->json, name);
	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
}

int64_t http_i64(const struct http_request *r, const char *name)
{
	return json_integer_value(json_object_get(r->json, name));
}

bool http_bool(const struct http_request *r, const char *name)
{
	return json_is_true(json_object_get(r->json, name));
}

int http_ids(struct http_request *r, const char *name, uint64_t **ret)
{
	const json_t *list = json_object_get(r->json, name);
	size_t n = json_array_size(list);
	*ret = ARENA_ARRAY(&r->arena, uint64_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(list, i);
		id_parse((struct str){ json_string_value(item), json_string_length(item) }, &(*ret)[i]);
	}
	return (int)n;
}

uint64_t http_id(const struct http_request *r, const char *name)
{
	uint64_t id = 0;
	id_parse(http_str(r, name), &id);
	return id;
}
