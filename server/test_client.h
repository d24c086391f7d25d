/* test_client.h: a client of a few lines, for tests that speak to the real server through sockets. */
#ifndef SERVER_TEST_CLIENT_H
#define SERVER_TEST_CLIENT_H
#include "server/server.h"
#include "tests/cmocka.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static struct server *server;

struct client {
	char cookie[80], csrf[64];
};
static char answer[1 << 20];

static int dial(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(server)), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct timeval patience = { 120, 0 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	return fd;
}

/* Sends bytes and reads until the server closes, or the answer is whole; gives the status, 0 if there is none. */
static int raw_n(const char *request, size_t n)
{
	int fd = dial();
	size_t sent = 0, have = 0;
	while (sent < n) {
		ssize_t k = send(fd, request + sent, n - sent, MSG_NOSIGNAL);
		if (k <= 0)
			break;
		sent += (size_t)k;
	}
	for (;;) {
		ssize_t k = recv(fd, answer + have, sizeof answer - 1 - have, 0);
		if (k <= 0)
			break;
		have += (size_t)k;
		answer[have] = 0;
		char *body = strstr(answer, "\r\n\r\n"), *length = strstr(answer, "Content-Length: ");
		if (body && (strstr(answer, " 204 ") || (length && have >= (size_t)(body + 4 - answer) + strtoul(length + 16, NULL, 10))))
			break;
	}
	answer[have] = 0;
	close(fd);
	return have > 12 ? (int)strtol(answer + 9, NULL, 10) : 0;
}

__attribute__((unused)) static int raw(const char *request)
{
	return raw_n(request, strlen(request));
}

static int ask(const struct client *c, const char *method, const char *path, const char *extra, const char *body)
{
	static char request[8 << 10];
	int n = snprintf(request, sizeof request,
		"%s %s HTTP/1.1\r\nHost: x\r\nCookie: a=b; cohong_session=%s\r\n%s%s%s%s%sContent-Length: %zu\r\n\r\n%s", method, path, c ? c->cookie : "",
		c && *c->csrf ? "X-CSRF-Token: " : "", c && *c->csrf ? c->csrf : "", c && *c->csrf ? "\r\n" : "",
		body ? "Content-Type: application/json\r\n" : "", extra, body ? strlen(body) : 0, body ? body : "");
	assert_true(n > 0 && (size_t)n < sizeof request);
	return raw_n(request, (size_t)n);
}

static bool says(const char *text)
{
	return strstr(answer, text) != NULL;
}

static void copy_between(const char *from, const char *to, char *out, size_t size)
{
	char *a = strstr(answer, from);
	assert_non_null(a);
	a += strlen(from);
	snprintf(out, size, "%.*s", (int)strcspn(a, to), a);
}

static int sign_in(struct client *c, const char *login, const char *password, const char *lang)
{
	char body[300];
	snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\",\"lang\":\"%s\"}", login, password, lang);
	*c = (struct client){ 0 };
	int status = ask(c, "POST", "/api/v1/session", "", body);
	if (status == 200) {
		copy_between("cohong_session=", ";", c->cookie, sizeof c->cookie);
		copy_between("\"csrf\":\"", "\"", c->csrf, sizeof c->csrf);
	}
	return status;
}

#endif
