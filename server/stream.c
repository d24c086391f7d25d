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
};

struct message {
	struct http_stream *stream;
	struct buf text;
};

static void leave(struct http_stream *s)
{
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

static void on_heartbeat(evutil_socket_t fd, short what, void *arg)
{
	write_text(arg, STR(":\n\n"));
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
	s->hl = w->hl;
	s->wire = w;
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
