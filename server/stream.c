#include "server/metrics.h"
#include "server/wire.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { HEARTBEAT_S = 15, BACKLOG_MAX = 256 << 10 };

struct http_stream {
	struct http_loop *hl;
	struct http_wire *wire;    /* until it is opened */
	struct evhttp_request *ev; /* NULL once the client is gone */
	struct event *heartbeat;
	void (*gone)(void *arg);
	void *arg;
	atomic_bool over;
	struct http_stream *next;
	struct session session; /* whose it is; person 0: anybody's */
	struct server *server;
	uint64_t number;        /* by which an answer from elsewhere finds it again */
};

struct message {
	struct http_stream *stream;
	struct buf text;
};

static void leave(struct http_stream *s)
{
	if (s->ev)
		metrics_stream(-1);
	s->ev = NULL;
	if (!atomic_exchange(&s->over, true) && s->gone)
		s->gone(s->arg);
}

/* The connection ends by itself. A request that it no longer holds is ours to free. */
static void on_close(struct evhttp_connection *conn, void *arg)
{
	struct http_stream *s = arg;
	struct evhttp_request *ev = s->ev;
	if (ev && !evhttp_request_get_connection(ev))
		evhttp_request_free(ev);
	leave(s);
}

static void write_text(struct http_stream *s, struct str text)
{
	if (!s->ev)
		return;
	struct evhttp_connection *conn = evhttp_request_get_connection(s->ev);
	if (evbuffer_get_length(bufferevent_get_output(evhttp_connection_get_bufferevent(conn))) + text.n > BACKLOG_MAX) {
		evhttp_connection_set_closecb(conn, NULL, NULL);
		evhttp_connection_free(conn);
		leave(s);
		return;
	}
	struct evbuffer *b = evbuffer_new();
	evbuffer_add(b, text.p, text.n);
	evhttp_send_reply_chunk(s->ev, b);
	evbuffer_free(b);
}

/* ---- a stream ends with its session ---- */

struct lookup {
	struct http_loop *hl;
	struct server *server;
	uint64_t number;
	struct session session;
};

static void end_stream(struct http_stream *s, enum problem_code why)
{
	if (!s->ev)
		return;
	struct buf text;
	buf_init(&text, 256);
	buf_printf(&text, "event: session\ndata: {\"code\":\"%s\"}\n\n", problem_name(why ? why : PROBLEM_SIGN_IN));
	write_text(s, buf_span(&text));
	buf_fini(&text);
	if (!s->ev)
		return;
	struct evhttp_connection *conn = evhttp_request_get_connection(s->ev);
	if (conn)
		evhttp_connection_set_closecb(conn, NULL, NULL);
	evhttp_send_reply_end(s->ev);
	leave(s);
}

/* Idle as in request.c: what the stream brings is no sign of a student. */
static void judge(struct http_stream *s, const struct session *now, int64_t now_s)
{
	if (!now->person)
		end_stream(s, now->ended);
	else if (now->idle_s && now_s - now->seen_s > now->idle_s + STUDENT_TOUCH_S)
		end_stream(s, PROBLEM_SESSION_IDLE);
}

static void looked_up(void *arg)
{
	struct lookup *l = arg;
	for (struct http_stream *s = l->hl->streams; s; s = s->next)
		if (s->number == l->number) {
			judge(s, &l->session, school_now_s());
			break;
		}
	free(l);
}

static void look_up(struct worker *w, void *arg)
{
	struct lookup *l = arg;
	struct session s = { 0 };
	int64_t now_s = school_now_s();
	enum problem_code code = session_find(worker_school(w), l->session.token_hash, now_s, &s, NULL);
	if (code && !session_is_over(code)) { /* asked again at the next heartbeat */
		free(l);
		return;
	}
	s.ended = code;
	memcpy(s.token_hash, l->session.token_hash, sizeof s.token_hash);
	gate_put(server_gate(l->server), &s, now_s);
	l->session = s;
	loop_post(l->hl->loop, looked_up, l);
}

static void check(struct http_stream *s)
{
	struct session now;
	int64_t now_s = school_now_s();
	if (!s->session.person || !s->ev)
		return;
	if (gate_get(server_gate(s->server), s->session.token_hash, now_s, &now)) {
		judge(s, &now, now_s);
		return;
	}
	struct lookup *l = mem_alloc(sizeof *l);
	*l = (struct lookup){ s->hl, s->server, s->number, s->session };
	if (!pool_post(server_readers(s->server), look_up, l))
		free(l);
}

void streams_recheck(struct http_loop *hl, uint64_t person)
{
	for (struct http_stream *s = hl->streams; s; s = s->next)
		if (s->session.person == person)
			check(s);
}

static void on_heartbeat(evutil_socket_t fd, short what, void *arg)
{
	write_text(arg, STR(":\n\n"));
	check(arg);
}

static void open_on_loop(void *arg)
{
	struct http_stream *s = arg;
	struct http_wire *w = s->wire;
	s->wire = NULL;
	s->next = s->hl->streams;
	s->hl->streams = s;
	w->type = "text/event-stream; charset=utf-8";
	struct evhttp_connection *conn = evhttp_request_get_connection(w->ev);
	if (!conn) { /* left before we began */
		evhttp_request_free(w->ev);
		wire_free(w);
		leave(s);
		return;
	}
	s->ev = w->ev;
	w->status = 200;
	metrics_stream(1);
	evhttp_connection_set_closecb(conn, on_close, s);
	wire_headers(w);
	evhttp_send_reply_start(w->ev, 200, NULL);
	wire_free(w);
	struct timeval every = { HEARTBEAT_S, 0 };
	s->heartbeat = event_new(loop_base(s->hl->loop), -1, EV_PERSIST, on_heartbeat, s);
	event_add(s->heartbeat, &every);
	write_text(s, STR(":\n\n"));
}

struct http_stream *http_stream_open(struct http_request *r, void (*gone)(void *arg), void *arg)
{
	struct http_stream *s = mem_alloc(sizeof *s);
	struct http_wire *w = r->wire;
	assert(!w->holding);
	static atomic_uint_fast64_t numbers;
	s->hl = w->hl;
	s->wire = w;
	s->session = r->session;
	s->server = r->server;
	s->number = atomic_fetch_add(&numbers, 1) + 1;
	s->gone = gone;
	s->arg = arg;
	loop_post(s->hl->loop, open_on_loop, s);
	return s;
}

static void send_on_loop(void *arg)
{
	struct message *m = arg;
	write_text(m->stream, buf_span(&m->text));
	buf_fini(&m->text);
	free(m);
}

bool http_stream_send(struct http_stream *s, struct str event, struct str id, struct str data)
{
	if (atomic_load(&s->over))
		return false;
	struct message *m = mem_alloc(sizeof *m);
	m->stream = s;
	buf_init(&m->text, BACKLOG_MAX);
	if (event.n)
		buf_printf(&m->text, "event: %.*s\n", STR_FMT(event));
	if (id.n)
		buf_printf(&m->text, "id: %.*s\n", STR_FMT(id));
	struct str line;
	while (data.p && str_next(&data, '\n', &line))
		buf_printf(&m->text, "data: %.*s\n", STR_FMT(line));
	buf_char(&m->text, '\n');
	loop_post(s->hl->loop, send_on_loop, m);
	return true;
}

static void close_on_loop(void *arg)
{
	struct http_stream *s = arg;
	struct http_stream **at = &s->hl->streams;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	if (s->ev) {
		struct evhttp_connection *conn = evhttp_request_get_connection(s->ev);
		if (conn)
			evhttp_connection_set_closecb(conn, NULL, NULL);
		evhttp_send_reply_end(s->ev);
	}
	if (s->heartbeat)
		event_free(s->heartbeat);
	free(s);
}

void http_stream_close(struct http_stream *s)
{
	atomic_store(&s->over, true);
	loop_post(s->hl->loop, close_on_loop, s);
}

void streams_close(struct http_loop *hl)
{
	for (struct http_stream *s = hl->streams, *next; s; s = next) {
		next = s->next; /* gone() only posts */
		struct evhttp_request *ev = s->ev;
		struct evhttp_connection *conn = ev ? evhttp_request_get_connection(ev) : NULL;
		if (conn) {
			evhttp_connection_set_closecb(conn, NULL, NULL);
			evhttp_send_reply_end(ev);
		}
		leave(s);
	}
}

void streams_say_end(struct http_loop *hl)
{
	for (struct http_stream *s = hl->streams, *next; s; s = next) {
		next = s->next; /* one that cannot take it leaves */
		write_text(s, STR("event: ending\ndata: {}\n\n"));
	}
}
