/* route.h: what the server answers, described once.
 *
 * The route table gives the dispatch, the permission matrix and openapi.json. routes.def lists the hand-written ones; other parts add theirs
 * (a route for each market act) with router_add() before the server starts. */
#ifndef SERVER_ROUTE_H
#define SERVER_ROUTE_H
#include "base/arena.h"
#include "base/json.h"
#include "school/person.h"

struct http_request;
typedef void http_handler(struct http_request *r);

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_MAX };
extern const char *const method_names[METHOD_MAX];

/* Where the handler runs. Event loops run no SQL, no Argon2, no engine. */
enum route_where {
	ON_LOOP,   /* the connection's event loop: must not wait */
	ON_READER, /* a reader thread; r->db reads the school */
	ON_WRITER, /* the school's writer thread, inside a transaction: committed before the answer leaves if its status is below 400 or r->keep is set */
	ON_ARGON,  /* one of two threads for passwords; r->db reads the school */
};

enum {
	ROUTE_IDEMPOTENT = 1, /* takes an Idempotency-Key */
	ROUTE_RAW = 2,        /* the body is not JSON; any Content-Type */
	ROUTE_NO_CSRF = 4,    /* a write without a session (sign-in) */
	ROUTE_STREAM = 8,     /* answers with server-sent events */
	ROUTE_FREE_BODY = 16, /* any JSON value; the handler checks it */
};

/* One member of a JSON body. Unknown, missing, ill-typed and too long ones are refused before the handler is called. */
enum body_kind { BODY_STR, BODY_I64, BODY_BOOL, BODY_ID, BODY_OBJECT, BODY_IDS };
struct body_field {
	const char *name; /* NULL ends the list */
	enum body_kind kind;
	bool required;
	int64_t min, max; /* of the value, code points of the text, or ids of the list */
	const struct body_field *of; /* BODY_OBJECT: its members */
};

enum { ROUTE_PARAMS_MAX = 4 };

struct route {
	enum method method;
	const char *path; /* "/api/v1/classes/{id}/members"; a last segment "{rest*}" takes everything */
	http_handler *handler;
	unsigned roles;   /* bits 1 << enum role; 0: public */
	unsigned flags;
	enum route_where where;
	const struct body_field *body; /* or NULL */
	const char *en, *zh;           /* one line of help */
	const void *arg;               /* the handler's own */
	/* Writes the request body's JSON schema for openapi.json where body cannot tell (market acts); may be NULL. */
	void (*schema)(struct jw *j, const struct route *route);
};

struct router;
struct router *router_create(void);
void router_destroy(struct router *rt);
void router_add(struct router *rt, const struct route *routes, size_t n); /* kept, not copied */
size_t router_count(const struct router *rt);
const struct route *router_at(const struct router *rt, size_t i);
/* Finds the route of a decoded path; param[i] is its i-th {…}. NULL: not found, and *ret_other says whether another method is known there. */
const struct route *router_match(const struct router *rt, enum method m, struct str path, struct str param[ROUTE_PARAMS_MAX], bool *ret_other);
/* Position of {name} in the route's path, or -1. */
int route_param(const struct route *route, struct str name);
void router_openapi(const struct router *rt, enum lang lang, struct buf *out);
#endif
