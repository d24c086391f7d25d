#include "server/control.h"
#include "server/backups.h"
#include "server/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, PATIENCE_MS = 5000 };

struct control {
	struct host *host;
	pthread_t thread;
	int folder, listening, stop[2];
};

/* The path of a socket has 107 bytes at most; that of an open folder is short. */
static bool address_in(int folder, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return snprintf(ret->sun_path, sizeof ret->sun_path, "/proc/self/fd/%d/control", folder) < (int)sizeof ret->sun_path;
}

/* A line without its end; 0 if none came in time. */
static size_t read_line(int fd, char line[LINE_MAX_BYTES], int patience_ms)
{
	size_t n = 0;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	while (n + 1 < LINE_MAX_BYTES && poll(&p, 1, patience_ms) > 0) {
		ssize_t k = recv(fd, line + n, LINE_MAX_BYTES - 1 - n, 0);
		if (k <= 0)
			return 0;
		n += (size_t)k;
		char *end = memchr(line, '\n', n);
		if (end) {
			*end = 0;
			return (size_t)(end - line);
		}
	}
	return 0;
}

/* "DAYS FOLDER" */
static enum problem_code keep(struct control *c, struct str line, struct problem *p)
{
	struct str days;
	int64_t n;
	if (!str_next(&line, ' ', &days) || !line.n || !str_i64(days, &n) || n < 1 || n > 3650)
		return problem_set(p, PROBLEM_BAD_REQUEST, "", "control", NULL);
	return backups_make(c->host, line, (int)n, p);
}

static void serve(struct control *c, int fd)
{
	static const char BACKUP[] = "backup ", KEEP[] = "keep ";
	char line[LINE_MAX_BYTES], answer[LINE_MAX_BYTES];
	struct problem p = { 0 };
	if (!read_line(fd, line, PATIENCE_MS))
		return;
	enum problem_code code;
	if (strncmp(line, BACKUP, sizeof BACKUP - 1) == 0)
		code = host_backup(c->host, str_c(line + sizeof BACKUP - 1), &p);
	else if (strncmp(line, KEEP, sizeof KEEP - 1) == 0)
		code = keep(c, str_c(line + sizeof KEEP - 1), &p);
	else
		code = problem_set(&p, PROBLEM_BAD_REQUEST, "", "control", NULL);
	int n = code ? snprintf(answer, sizeof answer, "%s\t%s\t%s\n", problem_name(code), p.arg[0], p.arg[1])
		     : snprintf(answer, sizeof answer, "ok\n");
	send(fd, answer, (size_t)n, MSG_NOSIGNAL);
}

static void *run(void *arg)
{
	struct control *c = arg;
	struct pollfd p[2] = { { .fd = c->listening, .events = POLLIN }, { .fd = c->stop[0], .events = POLLIN } };
	while (poll(p, 2, -1) >= 0 || errno == EINTR) {
		if (p[1].revents)
			break;
		int fd = p[0].revents ? accept4(c->listening, NULL, NULL, SOCK_CLOEXEC) : -1;
		if (fd >= 0) {
			serve(c, fd);
			close(fd);
		}
	}
	return NULL;
}

struct control *control_start(struct host *host, struct str data_dir)
{
	struct control *c = mem_alloc(sizeof *c);
	struct sockaddr_un at;
	struct arena a;
	arena_init(&a, 0);
	c->host = host;
	c->stop[0] = c->stop[1] = -1;
	c->folder = open(arena_cstr(&a, data_dir), O_PATH | O_DIRECTORY | O_CLOEXEC);
	arena_fini(&a);
	c->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlinkat(c->folder, "control", 0); /* left by one that was killed; who has the folder's lock may */
	bool well = c->folder >= 0 && c->listening >= 0 && address_in(c->folder, &at) && pipe2(c->stop, O_CLOEXEC) == 0 &&
		    bind(c->listening, (struct sockaddr *)&at, sizeof at) == 0 && fchmodat(c->folder, "control", 0600, 0) == 0 &&
		    listen(c->listening, 8) == 0 && pthread_create(&c->thread, NULL, run, c) == 0;
	if (well)
		return c;
	log_note(NOTE_WARN, "control.none", 0, "%s", strerror(errno));
	int fds[] = { c->folder, c->listening, c->stop[0], c->stop[1] };
	for (int i = 0; i < 4; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(c);
	return NULL;
}

void control_stop(struct control *c)
{
	if (!c)
		return;
	close(c->stop[1]);
	pthread_join(c->thread, NULL);
	unlinkat(c->folder, "control", 0);
	close(c->stop[0]);
	close(c->listening);
	close(c->folder);
	free(c);
}

bool control_ask(const char *data_dir, const char *line, enum problem_code *ret_code, struct problem *p)
{
	struct sockaddr_un at;
	char answer[LINE_MAX_BYTES] = "";
	int folder = open(data_dir, O_PATH | O_DIRECTORY | O_CLOEXEC), fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = folder >= 0 && fd >= 0 && address_in(folder, &at) && connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
	if (there) {
		send(fd, line, strlen(line), MSG_NOSIGNAL);
		send(fd, "\n", 1, MSG_NOSIGNAL);
		there = read_line(fd, answer, -1) > 0;
	}
	if (fd >= 0)
		close(fd);
	if (folder >= 0)
		close(folder);
	if (!there)
		return false;
	struct str rest = str_c(answer), code, first, second;
	str_next(&rest, '\t', &code);
	*ret_code = PROBLEM_NONE;
	if (str_eq(code, STR("ok")))
		return true;
	*ret_code = problem_find(code);
	if (!*ret_code)
		*ret_code = PROBLEM_INTERNAL;
	bool has = str_next(&rest, '\t', &first), more = has && str_next(&rest, '\t', &second);
	answer[sizeof answer - 1] = 0;
	char one[96] = "", two[96] = "";
	if (has)
		snprintf(one, sizeof one, "%.*s", STR_FMT(first));
	if (more)
		snprintf(two, sizeof two, "%.*s", STR_FMT(second));
	problem_set(p, *ret_code, "", one, two, NULL);
	return true;
}
