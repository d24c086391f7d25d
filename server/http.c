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

enum { LOOPS_MAX = 16, TIMEOUT_S = 40, HEADERS_MAX = 16 << 10, LIBEVENT_BODY_MAX = 2 * HTTP_BODY_MAX };

struct http {
	struct http_options options;
	struct http_loop loops[LOOPS_MAX];
	int n, port;
	atomic_int in_flight;
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

static void on_request(struct evhttp_request *ev, void *arg)
{
	struct http_loop *hl = arg;
	atomic_fetch_add(&hl->http->in_flight, 1);
	wire_begin(wire_new(hl, ev));
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

static bool open_loop(struct http *h, const struct addrinfo *at)
{
	struct http_loop *hl = &h->loops[h->n];
	hl->http = h;
	int fd = listen_on(at, h->port, true);
	if (fd < 0)
		return false;
	h->port = port_of(fd);
	hl->loop = loop_create();
	hl->ev = hl->loop ? evhttp_new(loop_base(hl->loop)) : NULL;
	if (!hl->ev || evhttp_accept_socket(hl->ev, fd)) {
		if (hl->ev)
			evhttp_free(hl->ev);
		loop_destroy(hl->loop);
		close(fd);
		return false;
	}
	evhttp_set_allowed_methods(hl->ev, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE);
	evhttp_set_max_headers_size(hl->ev, HEADERS_MAX);
	/* Bodies a little over our limit reach us, to be refused in words. */
	evhttp_set_max_body_size(hl->ev, LIBEVENT_BODY_MAX);
	evhttp_set_timeout(hl->ev, TIMEOUT_S);
	evhttp_set_default_content_type(hl->ev, NULL);
	evhttp_set_gencb(hl->ev, on_request, hl);
	h->n++;
	return true;
}

enum problem_code http_start(const struct http_options *options, struct http **ret_http, struct problem *p)
{
	struct http *h = mem_alloc(sizeof *h);
	h->options = *options;
	h->port = options->port;
	enum problem_code code = PROBLEM_NONE;
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *at = NULL;
	int loops = options->loops < 1 ? 1 : options->loops > LOOPS_MAX ? LOOPS_MAX : options->loops;
	const char *why = "not a numeric address";
	bool well = getaddrinfo(options->listen, NULL, &hints, &at) == 0;
	if (well && options->port && !address_is_free(at, options->port)) {
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
	struct evhttp_bound_socket *bound = NULL;
	evhttp_foreach_bound_socket(hl->ev, unlisten, &bound);
	if (bound)
		evhttp_del_accept_socket(hl->ev, bound);
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

void http_destroy(struct http *h)
{
	for (int i = 0; i < h->n; i++)
		loop_post(h->loops[i].loop, close_streams, &h->loops[i]);
	/* What has been answered gets some time to reach its client. */
	for (int wait = 0; wait < 100 && atomic_load(&h->in_flight) > 0; wait++)
		usleep(20000);
	for (int i = 0; i < h->n; i++)
		loop_stop(h->loops[i].loop);
	for (int i = 0; i < h->n; i++) {
		evhttp_free(h->loops[i].ev);
		loop_destroy(h->loops[i].loop);
	}
	free(h);
}
