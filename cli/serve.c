#include "cli/command.h"
#include "school/school.h"
#include "server/server.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const struct problem *p)
{
	struct buf text;
	buf_init(&text, 4096);
	problem_text(p, LANG_EN, &text);
	fprintf(stderr, "cohong: %.*s\n", STR_FMT(buf_span(&text)));
	buf_fini(&text);
	return 1;
}

/* Two programs on one folder's SQLite files would both checkpoint. The descriptor stays open until the end. */
static bool lock_data(const char *dir)
{
	struct arena a;
	arena_init(&a, 0);
	int fd = open(arena_printf(&a, "%s/lock", dir).p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	arena_fini(&a);
	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
}

static void make_demo(struct server *s, void *arg)
{
	static const char *const logins[] = { "admin", "lead", "teacher", "student1", "student2", "student3", "student4", "student5" };
	struct buf url;
	struct db *db = NULL;
	struct problem p;
	struct demo demo;
	bool made = false;
	if (!*(bool *)arg)
		return;
	buf_init(&url, 4096);
	db_place(server_data_dir(s), server_database_url(s), STR("school"), &url);
	if (db_open(buf_span(&url), DB_WRITE, &db, &p) || demo_create(db, &made, &demo, &p))
		fail(&p);
	db_close(db);
	buf_fini(&url);
	if (!made)
		return;
	printf("A demonstration school was made. Its logins (they are shown this once):\n");
	for (int i = 0; i < 8; i++)
		printf("  %-10s %s\n", logins[i], demo.password[i]);
}

static int run_serve(int argc, char **argv)
{
	static const struct option options[] = { { "data", 1, NULL, 'd' }, { "port", 1, NULL, 'p' }, { "listen", 1, NULL, 'l' },
		{ "database", 1, NULL, 'b' }, { "web", 1, NULL, 'w' }, { "no-demo", 0, NULL, 'n' }, { 0 } };
	const char *data = NULL;
	int64_t port = 8080;
	bool demo = true;
	struct server_options o = { .listen = "127.0.0.1", .loops = 2, .readers = 4, .version = COHONG_VERSION, .ready = make_demo, .ready_arg = &demo };
	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c == 'd')
			data = optarg;
		else if (c == 'p' && (!str_i64(str_c(optarg), &port) || port < 0 || port > 65535))
			return fprintf(stderr, "cohong serve: --port must be a number between 0 and 65535\n"), 2;
		else if (c == 'l')
			o.listen = optarg;
		else if (c == 'b')
			o.database_url = str_c(optarg);
		else if (c == 'w')
			o.web = optarg;
		else if (c == 'n')
			demo = false;
		else if (c == '?')
			return 2;
	}
	if (!data || optind != argc)
		return fprintf(stderr, "usage: cohong serve %s\n", command_serve.usage), 2;
	if (o.database_url.n && !db_url_is_postgres(o.database_url))
		return fprintf(stderr, "cohong serve: --database must look like postgresql://user:password@host/name\n"), 2;
	if ((mkdir(data, 0700) && errno != EEXIST) || !lock_data(data))
		return fprintf(stderr, "cohong serve: %s cannot be used, or another cohong is using it\n", data), 1;
	struct rlimit files = { 0 };
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	if (sodium_init() < 0)
		return 1;
	umask(077); /* accounts and marks are nobody else's */
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL); /* inherited by the server's threads */
	struct server *s;
	struct problem p;
	o.data_dir = str_c(data);
	o.port = (int)port;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (server_start(&o, &s, &p))
		return fail(&p);
	printf("Cohong listens on http://%s:%d/\n", o.listen, server_port(s));
	int which;
	sigwait(&ends, &which);
	server_stop(s);
	return 0;
}

const struct command command_serve = {
	.name = "serve",
	.run = run_serve,
	.usage = "--data DIR [--port N] [--listen ADDRESS] [--database URL] [--web DIR] [--no-demo]",
	.help_en = "serve the school and its markets to browsers",
	.help_zh = "启动服务，供浏览器访问",
};
