#include "server/http.h"
#include "server/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/ssl.h>

enum { LOOPS_MAX = 16, TURNS = 20, TIMEOUT_S = 40, HEADERS_MAX = 16 << 10, LIBEVENT_BODY_MAX = 2 * HTTP_BODY_MAX };

struct http {
	struct http_options options;
	struct http_loop loops[LOOPS_MAX];
	int n, port, tls_port;
	atomic_int in_flight, turning; /* turning: loops that have not come round yet */
};

struct server *http_server_of(const struct http_loop *hl)
{
	return hl->http->options.server;
}

struct router *http_router_of(const struct http_loop *hl)
{
	return hl->http->options.router;
}

void http_one_less(struct http_loop *hl)
{
	atomic_fetch_sub(&hl->http->in_flight, 1);
}

static void begin(struct http_loop *hl, struct evhttp_request *ev, bool tls)
{
	atomic_fetch_add(&hl->http->in_flight, 1);
	struct http_request *r = wire_new(hl, ev);
	r->wire->tls = tls;
	r->wire->secure = tls && hl->http->options.tls_only;
	r->wire->to_tls = hl->http->options.tls_only && !tls ? hl->http->tls_port : 0;
	wire_begin(r);
}

static void on_request(struct evhttp_request *ev, void *arg)
{
	begin(arg, ev, false);
}

static void on_tls_request(struct evhttp_request *ev, void *arg)
{
	begin(arg, ev, true);
}

static struct bufferevent *tls_connection(struct event_base *base, void *arg)
{
	struct http_loop *hl = arg;
	SSL *ssl = SSL_new(hl->http->options.tls);
	if (!ssl)
		return NULL;
	struct bufferevent *b = bufferevent_openssl_socket_new(base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	if (b)
		bufferevent_openssl_set_allow_dirty_shutdown(b, 1); /* browsers end connections so */
	else
		SSL_free(ssl);
	return b;
}

/* A listening socket; with share, several of one port. */
static int listen_on(const struct addrinfo *at, int port, bool share)
{
	int one = 1, fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	struct sockaddr_storage address = { 0 };
	memcpy(&address, at->ai_addr, at->ai_addrlen);
	if (at->ai_family == AF_INET6)
		((struct sockaddr_in6 *)&address)->sin6_port = htons((uint16_t)port);
	else
		((struct sockaddr_in *)&address)->sin_port = htons((uint16_t)port);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (share)
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* accepted sockets inherit it */
	if (bind(fd, (struct sockaddr *)&address, at->ai_addrlen) || (share && listen(fd, 512))) {
		int why = errno;
		close(fd);
		errno = why;
		return -1;
	}
	return fd;
}

static int port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t n = sizeof address;
	if (getsockname(fd, (struct sockaddr *)&address, &n))
		return 0;
	return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port : ((struct sockaddr_in *)&address)->sin_port);
}

/* SO_REUSEPORT would let a second server of the same user listen beside us unseen: a socket without it tries first. */
static bool address_is_free(const struct addrinfo *at, int port)
{
	int fd = listen_on(at, port, false);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* A server of a loop on one port. */
static struct evhttp *serve_on(struct http_loop *hl, int fd, bool tls)
{
	struct evhttp *ev = evhttp_new(loop_base(hl->loop));
	if (!ev || evhttp_accept_socket(ev, fd)) {
		if (ev)
			evhttp_free(ev);
		return NULL;
	}
	evhttp_set_allowed_methods(ev, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE);
	evhttp_set_max_headers_size(ev, HEADERS_MAX);
	/* Bodies a little over our limit reach us, to be refused in words. */
	evhttp_set_max_body_size(ev, LIBEVENT_BODY_MAX);
	evhttp_set_timeout(ev, TIMEOUT_S);
	evhttp_set_default_content_type(ev, NULL);
	if (tls)
		evhttp_set_bevcb(ev, tls_connection, hl);
	evhttp_set_gencb(ev, tls ? on_tls_request : on_request, hl);
	return ev;
}

static bool open_loop(struct http *h, const struct addrinfo *at)
{
	struct http_loop *hl = &h->loops[h->n];
	bool tls = h->options.tls != NULL;
	hl->http = h;
	int fd = listen_on(at, h->port, true), fd_tls = fd >= 0 && tls ? listen_on(at, h->tls_port, true) : -1;
	int why = errno;
	if (fd >= 0 && (!tls || fd_tls >= 0)) {
		h->port = port_of(fd);
		hl->loop = loop_create();
		hl->ev = hl->loop ? serve_on(hl, fd, false) : NULL;
		fd = hl->ev ? -1 : fd;
		if (hl->ev && tls) {
			h->tls_port = port_of(fd_tls);
			hl->ev_tls = serve_on(hl, fd_tls, true);
			fd_tls = hl->ev_tls ? -1 : fd_tls;
		}
		if (hl->ev && (!tls || hl->ev_tls)) {
			h->n++;
			return true;
		}
		if (hl->ev)
			evhttp_free(hl->ev);
		loop_destroy(hl->loop);
	}
	if (fd >= 0)
		close(fd);
	if (fd_tls >= 0)
		close(fd_tls);
	errno = why;
	return false;
}

enum problem_code http_start(const struct http_options *options, struct http **ret_http, struct problem *p)
{
	struct http *h = mem_alloc(sizeof *h);
	h->options = *options;
	h->port = options->port;
	h->tls_port = options->tls_port;
	enum problem_code code = PROBLEM_NONE;
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *at = NULL;
	int loops = options->loops < 1 ? 1 : options->loops > LOOPS_MAX ? LOOPS_MAX : options->loops;
	const char *why = "not a numeric address";
	bool well = getaddrinfo(options->listen, NULL, &hints, &at) == 0;
	if (well && ((options->port && !address_is_free(at, options->port)) || (options->tls && options->tls_port && !address_is_free(at, options->tls_port)))) {
		well = false;
		why = strerror(errno);
	}
	for (int i = 0; well && i < loops; i++) {
		well = open_loop(h, at);
		why = strerror(errno);
	}
	if (at)
		freeaddrinfo(at);
	if (!well) {
		char name[80];
		snprintf(name, sizeof name, "%s:%d", options->listen, options->port);
		code = problem_set(p, PROBLEM_NO_ADDRESS, "", name, why, NULL);
		http_destroy(h);
		return code;
	}
	for (int i = 0; i < h->n; i++)
		if (!loop_start(h->loops[i].loop))
			code = problem_set(p, PROBLEM_BUSY, "", NULL);
	if (code)
		http_destroy(h);
	else
		*ret_http = h;
	return code;
}

struct recheck {
	struct http_loop *hl;
	uint64_t person;
};

static void recheck_on_loop(void *arg)
{
	struct recheck *c = arg;
	streams_recheck(c->hl, c->person);
	free(c);
}

void http_recheck(struct http *h, uint64_t person)
{
	for (int i = 0; h && i < h->n; i++) {
		struct recheck *c = mem_alloc(sizeof *c);
		*c = (struct recheck){ &h->loops[i], person };
		loop_post(h->loops[i].loop, recheck_on_loop, c);
	}
}

int http_tls_port(const struct http *h)
{
	return h->tls_port;
}

int http_port(const struct http *h)
{
	return h->port;
}

static void unlisten(struct evhttp_bound_socket *bound, void *arg)
{
	evconnlistener_disable(evhttp_bound_socket_get_listener(bound));
	struct evhttp_bound_socket **last = arg;
	*last = bound;
}

static void stop_accepting(void *arg)
{
	struct http_loop *hl = arg;
	struct evhttp *both[2] = { hl->ev, hl->ev_tls };
	for (int i = 0; i < 2; i++) {
		struct evhttp_bound_socket *bound = NULL;
		if (both[i])
			evhttp_foreach_bound_socket(both[i], unlisten, &bound);
		if (bound)
			evhttp_del_accept_socket(both[i], bound);
	}
	streams_say_end(hl);
}

void http_stop_listening(struct http *h)
{
	for (int i = 0; i < h->n; i++)
		loop_post(h->loops[i].loop, stop_accepting, &h->loops[i]);
}

static void close_streams(void *arg)
{
	streams_close(arg);
}

static void came_round(void *arg)
{
	struct http_loop *hl = arg;
	atomic_fetch_sub(&hl->http->turning, 1);
}

/* Every loop goes round once: what connections had to write is written, as far as their sockets take it (16 KB a turn). */
static bool turn_loops(struct http *h)
{
	atomic_store(&h->turning, h->n);
	for (int i = 0; i < h->n; i++)
		loop_post(h->loops[i].loop, came_round, &h->loops[i]);
	for (int wait = 0; wait < 200 && atomic_load(&h->turning) > 0; wait++)
		usleep(1000);
	return atomic_load(&h->turning) == 0;
}

void http_destroy(struct http *h)
{
	for (int i = 0; i < h->n; i++)
		loop_post(h->loops[i].loop, close_streams, &h->loops[i]);
	/* What has been answered gets some time to reach its client. */
	for (int wait = 0; wait < 100 && atomic_load(&h->in_flight) > 0; wait++)
		usleep(20000);
	for (int i = 0; i < TURNS && turn_loops(h); i++)
		usleep(5000);
	for (int i = 0; i < h->n; i++)
		loop_stop(h->loops[i].loop);
	for (int i = 0; i < h->n; i++) {
		evhttp_free(h->loops[i].ev);
		if (h->loops[i].ev_tls)
			evhttp_free(h->loops[i].ev_tls);
		loop_destroy(h->loops[i].loop);
	}
	free(h);
}
