#include "cli/command.h"
#include "cli/data.h"
#include "cli/lan.h"
#include "school/school.h"
#include "server/address.h"
#include "server/host.h"
#include "server/server.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of worlds in the checkout that the program was built in, or beside the program. */
static const char *find_worlds(char path[4096])
{
	static const char *const places[] = { "worlds", "../worlds", "../../worlds", "../../../worlds", "../share/cohong/worlds" };
	char self[3000];
	struct stat st;
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	while (n > 0 && self[n - 1] != '/')
		n--;
	for (int i = 0; n > 0 && i < 5; i++) {
		snprintf(path, 4096, "%.*s%s", (int)n, self, places[i]);
		if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			return path;
	}
	return NULL;
}

/* The demonstration class gets a market of the world first-harbour, in its profile for lessons, if the school has none at all. */
static enum problem_code demo_market(struct server *s, struct db *db, struct arena *a, struct problem *p)
{
	struct market_row *markets, row = { .state = STR("open"), .mode = STR("paused"), .capital_fen = 5000000 };
	struct class_row *classes;
	struct person *members;
	int n, n_classes, n_members;
	char hash[DIGEST_TEXT_MAX];
	enum problem_code code;
	if ((code = registry_list(db, a, &markets, &n, p)) || n || (code = class_list(db, a, 0, ROLE_ADMIN, &classes, &n_classes, p)))
		return code;
	for (int i = 0; i < n_classes && !row.class_id; i++)
		if (str_eq(classes[i].name, STR(DEMO_CLASS)))
			row.class_id = classes[i].id;
	const struct world *w = row.class_id ? worlds_find(host_worlds(server_host(s)), STR("first-harbour.classroom")) : NULL;
	if (!w && row.class_id)
		w = worlds_find(host_worlds(server_host(s)), STR("first-harbour"));
	if (!w || (code = class_members(db, a, row.class_id, &members, &n_members, p)) || (code = db_begin(db, p)))
		return code;
	digest_format(w->hash, hash);
	row.name = str_c(w->name_zh);
	row.begin_min = w->start_min + BUSINESS_DAY_MIN;
	row.world = str_c(hash);
	randombytes_buf(row.seed, sizeof row.seed);
	if ((code = host_register(server_host(s), db, w, &row, members, n_members, p))) {
		db_rollback(db);
		return code;
	}
	if (!(code = db_commit(db, p)))
		printf("The demonstration class has the market %s.\n", w->name_zh);
	return code;
}

static void make_demo(struct server *s, void *arg)
{
	static const char *const logins[] = { "admin", "lead", "teacher", "student1", "student2", "student3", "student4", "student5" };
	struct buf url;
	struct db *db = NULL;
	struct problem p;
	struct demo demo;
	struct arena a;
	bool made = false;
	if (!*(bool *)arg)
		return;
	arena_init(&a, 0);
	buf_init(&url, 4096);
	db_place(server_data_dir(s), server_database_url(s), STR("school"), &url);
	if (db_open(buf_span(&url), DB_WRITE, &db, &p) || demo_create(db, &made, &demo, &p) || demo_market(s, db, &a, &p))
		data_fail("serve", &p);
	db_close(db);
	arena_fini(&a);
	buf_fini(&url);
	if (!made)
		return;
	printf("A demonstration school was made. Its logins (they are shown this once):\n");
	for (int i = 0; i < 8; i++)
		printf("  %-10s %s\n", logins[i], demo.password[i]);
}

/* What must be settled before anybody is served: that the school can be opened, and may be opened to others. */
static int before_serving(const struct config *c, bool sets_up, bool open)
{
	struct buf url;
	struct db *db = NULL;
	struct problem p;
	int status = 0;
	if (!sets_up && !open)
		return 0;
	buf_init(&url, 4096);
	db_place(str_c(c->value[OPTION_data]), str_c(c->value[OPTION_database]), STR("school"), &url);
	if (db_open(buf_span(&url), DB_WRITE, &db, &p) || schema_migrate(db, &school_schema, &p))
		status = data_fail("serve", &p);
	if (!status && sets_up)
		status = set_up(db);
	if (!status && open && !lan_allowed(db, config_is(c, OPTION_demo, "yes") && !sets_up, c->value[OPTION_data]))
		status = 1;
	db_close(db);
	buf_fini(&url);
	return status;
}

static int serve(struct config *c, bool sets_up)
{
	const char *data = c->value[OPTION_data];
	bool demo = config_is(c, OPTION_demo, "yes") && !sets_up, open;
	char worlds[4096];
	struct server_options o = { .listen = config_is(c, OPTION_lan, "yes") ? "0.0.0.0" : c->value[OPTION_listen],
		.port = (int)config_number(c, OPTION_port),
		.loops = (int)config_number(c, OPTION_loops),
		.readers = (int)config_number(c, OPTION_readers),
		.data_dir = str_c(data),
		.database_url = str_c(c->value[OPTION_database]),
		.web = *c->value[OPTION_web] ? c->value[OPTION_web] : NULL,
		.worlds = *c->value[OPTION_worlds] ? c->value[OPTION_worlds] : find_worlds(worlds),
		.version = COHONG_VERSION,
		.ready = make_demo,
		.ready_arg = &demo };
	open = !address_is_loopback(o.listen);
	if (o.database_url.n && !db_url_is_postgres(o.database_url))
		return fprintf(stderr, "cohong serve: --database must look like postgresql://user:password@host/name\n"), 2;
	if ((mkdir(data, 0700) && errno != EEXIST) || !data_lock(data))
		return fprintf(stderr, "cohong serve: %s cannot be used, or another cohong is using it\n", data), 1;
	struct rlimit files = { 0 };
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	if (sodium_init() < 0)
		return 1;
	umask(077); /* accounts and marks are nobody else's */
	setvbuf(stdout, NULL, _IOLBF, 0);
	int status = before_serving(c, sets_up, open);
	if (status)
		return status;
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL); /* inherited by the server's threads */
	struct server *s;
	struct problem p;
	if (server_start(&o, &s, &p))
		return data_fail("serve", &p);
	printf("Cohong listens on http://%s:%d/\n", o.listen, server_port(s));
	if (open)
		lan_print(o.listen, "http", server_port(s));
	int which;
	sigwait(&ends, &which);
	server_stop(s);
	return 0;
}

static int run_serve(int argc, char **argv)
{
	static const char *const flags[] = { "set-up", NULL };
	struct config c;
	unsigned given = 0;
	int n, status = 2;
	if (config_load(&c, argc, argv, flags, &given, NULL, 0, &n)) {
		if (*c.value[OPTION_data])
			status = serve(&c, given & 1);
		else
			fprintf(stderr, "usage: cohong serve %s\n", command_serve.usage);
	}
	config_fini(&c);
	return status;
}

const struct command command_serve = {
	.name = "serve",
	.run = run_serve,
	.usage = "--data DIR [--lan] [--set-up] [--port N] [--listen ADDRESS] [--database URL] [--config FILE] …; all options: cohong config --help",
	.help_en = "serve the school and its markets to browsers",
	.help_zh = "启动服务，供浏览器访问",
};
