/* wire.h: what the files of the HTTP server share. Not for others. */
#ifndef SERVER_WIRE_H
#define SERVER_WIRE_H
#include "server/gate.h"
#include "server/http.h"
#include "server/loop.h"
#include "server/pool.h"
#include "server/server.h"
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>

struct http_loop {
	struct http *http;
	struct loop *loop;
	struct evhttp *ev, *ev_tls;  /* ev_tls: or NULL */
	struct http_stream *streams; /* only on the loop's thread */
};

struct http_forgotten {
	uint64_t person;
	struct http_forgotten *next;
};

struct http_wire {
	struct http_request r;
	struct http_loop *hl;
	struct evhttp_request *ev; /* only the loop's thread writes to it */
	bool head, holding, answered, tls, secure; /* secure: https, and nothing else is served */
	int to_tls; /* port of https, if this must go there; else 0 */
	int status;
	const char *type;
	enum route_where next_where; /* http_continue under a transaction */
	http_handler *next;
	struct {
		const char *name;
		struct str value;
	} headers[8];
	int headers_n;
	unsigned char token_hash[32];
	struct http_forgotten *forgotten;
	uint64_t id; /* of the request, as its answer and the log tell it */
	int64_t begun_us;
};

struct http_request *wire_new(struct http_loop *hl, struct evhttp_request *ev);
void wire_free(struct http_wire *w);
void wire_send(struct http_wire *w);           /* the answer is complete; from any thread */
void wire_headers(struct http_wire *w);        /* those of every answer, on the loop's thread */
void wire_begin(struct http_request *r);       /* checks a request and hands it to its handler */
void wire_dispatch(struct http_request *r, enum route_where where, http_handler *handler);
void streams_say_end(struct http_loop *hl);    /* tells them that the server ends; on the loop's thread */
void streams_close(struct http_loop *hl);      /* on the loop's thread */
void streams_recheck(struct http_loop *hl, uint64_t person); /* the same*/
struct server *http_server_of(const struct http_loop *hl);
struct router *http_router_of(const struct http_loop *hl);
void http_one_less(struct http_loop *hl);
#endif
