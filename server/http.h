/* http.h: requests and answers, over libevent.
 *
 * A few event loops accept connections (SO_REUSEPORT) and parse; a route's handler runs where the route says (route.h). A handler answers once, with one of the
 * http_answer… or http_problem functions, at once or later and from any thread: the answer is posted to the connection's own loop, and it does not matter if
 * the client has left meanwhile. After answering, r is gone. A handler that returns without an answer owes one.
 *
 * Before a handler is called: headers, path and query are checked, the session and its role, the CSRF token of a write, and the JSON body. */
#ifndef SERVER_HTTP_H
#define SERVER_HTTP_H
#include "base/arena.h"
#include "base/json.h"
#include "base/problem.h"
#include "school/session.h"
#include "server/parse.h"
#include "server/route.h"
#include "store/db.h"
#include <jansson.h>

struct server;
struct worker;
struct http_wire; /* the connection's side of a request */

enum { HTTP_BODY_MAX = 2 << 20, HTTP_ANSWER_MAX = 16 << 20 };

struct http_request {
	struct arena arena;      /* lives as long as the request */
	struct server *server;
	const struct route *route;
	enum method method;
	struct str path;         /* decoded, UTF-8, begins with '/' */
	struct str body;
	json_t *json;            /* the body, where the route takes JSON; numbers beyond 64 bits and doubled keys were refused */
	struct str param[ROUTE_PARAMS_MAX];
	struct query query;
	enum lang lang;          /* the person's setting, else Accept-Language, else zh */
	struct session session;  /* session.person == 0: not signed in */
	struct str origin_id;    /* Idempotency-Key, or empty; at most 64 visible ASCII characters */
	struct db *db;           /* ON_READER, ON_WRITER, ON_ARGON */
	struct worker *worker;   /* the same */
	bool keep;               /* ON_WRITER: commit although the answer is an error */
	void *mine;              /* for a handler that goes on elsewhere */
	struct buf out;          /* the answer's body */
	struct jw j;
	struct http_wire *wire;
};

/* ---- reading ---- */
struct str http_param(const struct http_request *r, const char *name);        /* a {name} of the path; "" if there is none */
bool http_param_id(struct http_request *r, const char *name, uint64_t *ret);  /* false: has answered 404 */
bool http_query(const struct http_request *r, const char *name, struct str *ret);
struct str http_header(const struct http_request *r, const char *name);       /* "" if absent */
/* Members of the body, checked already where the route has `body`; absent or null: "", 0, false. */
struct str http_str(const struct http_request *r, const char *name);
int64_t http_i64(const struct http_request *r, const char *name);
bool http_bool(const struct http_request *r, const char *name);
uint64_t http_id(const struct http_request *r, const char *name);
int http_ids(struct http_request *r, const char *name, uint64_t **ret); /* a list of ids (BODY_IDS), in the arena: how many */
bool http_has(const struct http_request *r, const char *name);

/* ON_WRITER: the person's sessions are read anew once the transaction is over. */
void http_forget_person(struct http_request *r, uint64_t person);
bool http_is_loopback(const struct http_request *r); /* asked by this computer itself, and not for somebody else; ON_LOOP only */

/* ---- answering ---- */
struct jw *http_json(struct http_request *r); /* begins a JSON body; http_answer() sends it */
void http_answer(struct http_request *r, int status); /* what was written to r->out, as JSON; 204 without a body */
void http_answer_as(struct http_request *r, int status, const char *content_type);
void http_header_add(struct http_request *r, const char *name, struct str value); /* before the answer; no line breaks */
void http_problem(struct http_request *r, const struct problem *p); /* problem+json in the asker's language */
void http_fail(struct http_request *r, enum problem_code code);     /* a problem without arguments */
void http_redirect(struct http_request *r, struct str location);    /* 303 */
/* A file of the folder root: ETag, Range, .br or .gz beside it if the client takes them. ON_LOOP only. relative must have no "..", as http checks. */
void http_file(struct http_request *r, const char *root, struct str relative, const char *cache_control);
/* Goes on with another handler at another place. */
void http_continue(struct http_request *r, enum route_where where, http_handler *handler);

/* ---- server-sent events ---- */
struct http_stream;
/* Answers with an endless text/event-stream; r is gone. A heartbeat goes every 15 s. gone(arg) is called once, on the connection's loop, when the client has left
 * or was dropped because more than 256 KiB lay unread. The stream lives until http_stream_close. From any thread. */
struct http_stream *http_stream_open(struct http_request *r, void (*gone)(void *arg), void *arg);
/* event and id may be empty; data is one text, its line breaks are taken care of. False once the client is gone. From any thread. */
bool http_stream_send(struct http_stream *s, struct str event, struct str id, struct str data);
void http_stream_close(struct http_stream *s); /* ends the answer and frees; gone is not called after it returns on the loop's thread */

/* ---- the server ---- */
struct http;
struct http_options {
	const char *listen; /* numeric address */
	int port;           /* 0: any free one */
	int loops;
	struct router *router;
	struct server *server;
	struct ssl_ctx_st *tls; /* https beside http, or NULL */
	int tls_port;
	bool tls_only;          /* http leads to https */
};
/* NO_ADDRESS when the address or port cannot be had. */
enum problem_code http_start(const struct http_options *options, struct http **ret_http, struct problem *p);
int http_port(const struct http *h);
/* Looks at the sessions of a person's streams again; those that are over are told `event: session` with {"code":…} and ended. From any thread. */
void http_recheck(struct http *h, uint64_t person);
int http_tls_port(const struct http *h);
void http_stop_listening(struct http *h); /* no new connections; open streams are told "ending" */
void http_destroy(struct http *h); /* after the pools have ended */
#endif
