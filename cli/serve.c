#include "cli/command.h"
#include "cli/data.h"
#include "cli/lan.h"
#include "cli/notify.h"
#include "school/school.h"
#include "school/settings.h"
#include "server/address.h"
#include "server/host.h"
#include "server/log.h"
#include "server/server.h"
#include "server/tls.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STOP_S = 20 };

/* A folder of the checkout that the program was built in, or beside the program. */
const char *find_beside(const char *name, char path[4096])
{
	static const char *const places[] = { "", "../", "../../", "../../../", "../share/cohong/" };
	char self[3000];
	struct stat st;
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	while (n > 0 && self[n - 1] != '/')
		n--;
	for (int i = 0; n > 0 && i < 5; i++) {
		char place[4096];
		snprintf(place, sizeof place, "%.*s%s%s", (int)n, self, places[i], name);
		if (stat(place, &st) == 0 && S_ISDIR(st.st_mode) && realpath(place, path))
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
		printf(speaks_chinese() ? "演示班级已有市场：%s。\n" : "The demonstration class has the market %s.\n", w->name_zh);
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
	printf("%s\n", speaks_chinese() ? "已建立演示学校。用户名和密码（只显示这一次，请抄下）：" : "A demonstration school was made. Its logins (they are shown this once):");
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
	buf_init(&url, 4096);
	db_place(str_c(c->value[OPTION_data]), str_c(c->value[OPTION_database]), STR("school"), &url);
	if (db_open(buf_span(&url), DB_WRITE, &db, &p) || schema_migrate(db, &school_schema, &p))
		status = data_fail("serve", &p);
	struct arena a;
	struct school_settings settings;
	arena_init(&a, 0);
	if (!status && school_settings(db, &a, &settings, &p))
		status = data_fail("serve", &p);
	if (!status)
		use_time_zone(arena_cstr(&a, settings.time_zone));
	arena_fini(&a);
	if (!status && sets_up)
		status = set_up(db);
	if (!status && open && !lan_allowed(db, config_is(c, OPTION_demo, "yes") && !sets_up, c->value[OPTION_data]))
		status = 1;
	db_close(db);
	buf_fini(&url);
	return status;
}

/* A file that stands in the data folder while a server runs: one that is found at a start was left by a power cut or a kill. */
static bool mark_running(const char *path)
{
	bool left = access(path, F_OK) == 0;
	FILE *f = fopen(path, "we");
	if (f) {
		fprintf(f, "%d %s\n", (int)getpid(), COHONG_VERSION);
		fclose(f);
	}
	return left;
}

static int start_log(struct config *c)
{
	struct problem p;
	const char *set = c->value[OPTION_log_file];
	struct log_options o = { .file = *set ? set : arena_printf(&c->arena, "%s/log/cohong.log", c->value[OPTION_data]).p,
		.keep_days = (int)config_number(c, OPTION_log_keep),
		.max_bytes = config_number(c, OPTION_log_max_mb) << 20 };
	note_level_find(str_c(c->value[OPTION_log_level]), &o.level);
	if (strcmp(set, "-") == 0)
		o.file = NULL;
	return log_start(&o, &p) ? data_fail("serve", &p) : 0;
}

static int choose_tls(struct config *c, struct server_options *o)
{
	const char *cert = c->value[OPTION_tls_cert], *key = c->value[OPTION_tls_key], *folder = arena_printf(&c->arena, "%s/tls", c->value[OPTION_data]).p;
	struct problem p;
	if (config_is(c, OPTION_tls, "no"))
		return 0;
	if (!*cert != !*key)
		return fprintf(stderr, "cohong serve: tls_cert and tls_key go together\n"), 2;
	if (!*cert && tls_make(folder, o->listen, &p))
		return data_fail("serve", &p);
	o->tls_cert = *cert ? cert : arena_printf(&c->arena, "%s/server.crt", folder).p;
	o->tls_key = *key ? key : arena_printf(&c->arena, "%s/server.key", folder).p;
	o->tls_ca = *cert ? NULL : arena_printf(&c->arena, "%s/ca.crt", folder).p;
	o->tls_port = (int)config_number(c, OPTION_tls_port);
	o->tls_only = config_is(c, OPTION_tls, "only");
	return 0;
}

static struct backup_plan choose_backups(struct config *c)
{
	const char *set = c->value[OPTION_backup_dir], *at = c->value[OPTION_backup_at];
	int64_t hour = 0, minute = 0;
	bool never = strcmp(at, "never") == 0 || *c->value[OPTION_database];
	str_i64(str_sub(str_c(at), 0, 2), &hour);
	str_i64(str_sub(str_c(at), 3, 2), &minute);
	return (struct backup_plan){ .folder = *set ? str_c(set) : arena_printf(&c->arena, "%s/backups", c->value[OPTION_data]),
		.at_min = never ? -1 : (int)(hour * 60 + minute),
		.keep_days = (int)config_number(c, OPTION_backup_keep),
		.wait_s = 60 };
}

static void tell(const struct server_options *o, struct server *s, bool open)
{
	int tls = server_tls_port(s);
	printf("Cohong listens on http://%s:%d/\n", o->listen, server_port(s));
	if (tls)
		printf("and on https://%s:%d/\n", o->listen, tls);
	if (o->tls_ca)
		printf(speaks_chinese() ? "校内证书：让各电脑信任 /ca.crt（%s）\n" : "Its certificate is the school's own: let computers trust /ca.crt (%s)\n", o->tls_ca);
	if (open)
		lan_print(o->listen, o->tls_only ? "https" : "http", o->tls_only ? tls : server_port(s));
	else if (speaks_chinese())
		printf("在本机浏览器中打开：  http://localhost:%d/  （Ctrl-C 停止）\n", server_port(s));
}

/* Waits for the signal to end; then nothing takes longer than STOP_S, after which it is a death like another, and the logs have what was acknowledged. */
static void run_until_told(struct server *s, const sigset_t *ends)
{
	int which;
	notify_system("READY=1");
	sigwait(ends, &which);
	notify_system("STOPPING=1");
	log_note(NOTE_INFO, "server.stopping", 0, "signal %d", which);
	alarm(STOP_S);
	server_stop(s);
	alarm(0);
}

static int serve(struct config *c, bool sets_up)
{
	const char *data = c->value[OPTION_data];
	bool demo = config_is(c, OPTION_demo, "yes") && !sets_up, open;
	char worlds[4096], pages[4096];
	struct server_options o = { .listen = config_is(c, OPTION_lan, "yes") ? "0.0.0.0" : c->value[OPTION_listen],
		.port = (int)config_number(c, OPTION_port),
		.loops = (int)config_number(c, OPTION_loops),
		.readers = (int)config_number(c, OPTION_readers),
		.data_dir = str_c(data),
		.database_url = str_c(c->value[OPTION_database]),
		.web = *c->value[OPTION_web] ? c->value[OPTION_web] : find_beside("web/dist", pages),
		.worlds = *c->value[OPTION_worlds] ? c->value[OPTION_worlds] : find_beside("worlds", worlds),
		.metrics_token = c->value[OPTION_metrics_token],
		.backups = choose_backups(c),
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
	if (status || (status = choose_tls(c, &o)))
		return status;
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL); /* inherited by the server's threads */
	if ((status = start_log(c)))
		return status;
	const char *mark = arena_printf(&c->arena, "%s/running", data).p;
	bool unclean = mark_running(mark);
	struct server *s;
	struct problem p;
	log_note(NOTE_INFO, "server.start", 0, "version %s%s", COHONG_VERSION, unclean ? ", the last end was not clean" : "");
	if (server_start(&o, &s, &p)) {
		status = data_fail("serve", &p);
		log_note(NOTE_ERROR, "server.no_start", 0, "%s %s", problem_name(p.code), p.arg[0]);
	} else {
		tell(&o, s, open);
		run_until_told(s, &ends);
		log_note(NOTE_INFO, "server.end", 0, "clean");
	}
	unlink(mark);
	log_end();
	return status;
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
