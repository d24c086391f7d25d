#include "server/server.h"
#include "server/chores.h"
#include "server/control.h"
#include "server/gate.h"
#include "server/host.h"
#include "server/lessons.h"
#include "server/programmes.h"
#include "server/routes.h"
#include "server/routes_market.h"
#include "server/tls.h"
#include "server/whatif.h"
#include "text/text.h"

#include <sodium.h>
#include <stdlib.h>

struct server {
	struct arena arena;
	struct server_options options;
	struct router *router;
	struct gate *gate;
	struct pool *readers, *writer, *argon;
	struct http *http;
	struct host *host;
	struct lessons *lessons;
	struct programmes *programmes;
	struct whatifs *whatifs;
	struct control *control;
	struct chores *chores;
	struct backups *backups;
	struct ssl_ctx_st *tls;
};

static enum problem_code migrate(const struct server_options *o, struct problem *p)
{
	struct buf url;
	struct db *db = NULL;
	buf_init(&url, 4096);
	db_place(o->data_dir, o->database_url, STR("school"), &url);
	enum problem_code code = db_open(buf_span(&url), DB_WRITE, &db, p);
	if (!code)
		code = schema_migrate(db, &school_schema, p);
	db_close(db);
	buf_fini(&url);
	return code;
}

enum problem_code server_start(const struct server_options *options, struct server **ret_server, struct problem *p)
{
	if (sodium_init() < 0)
		return problem_set(p, PROBLEM_INTERNAL, "", "sodium", NULL);
	struct server *s = mem_alloc(sizeof *s);
	arena_init(&s->arena, 0);
	s->options = *options;
	s->options.data_dir = arena_str(&s->arena, options->data_dir);
	s->options.database_url = arena_str(&s->arena, options->database_url);
	s->router = router_create();
	s->gate = gate_create();
	struct pool_options readers = { "read", options->readers, 4096, DB_READ, s->options.data_dir, s->options.database_url, text_thread_fini };
	struct pool_options writer = { "write", 1, 4096, DB_WRITE, s->options.data_dir, s->options.database_url };
	struct pool_options argon = { "argon", 2, 1024, DB_READ, s->options.data_dir, s->options.database_url };
	enum problem_code code;
	if ((code = migrate(options, p)) || (code = pool_create(&writer, &s->writer, p)) || (code = pool_create(&readers, &s->readers, p)) ||
		(code = pool_create(&argon, &s->argon, p)))
		goto out;
	s->lessons = lessons_create(s, options->courses, options->worlds);
	s->programmes = programmes_create(options->worlds);
	s->host = host_create(
		&(struct host_options){ s->options.data_dir, s->options.database_url, options->worlds, s->writer, s->lessons, s->readers });
	s->whatifs = whatifs_start(s->options.data_dir, s->options.database_url);
	routes_add(s->router);
	routes_market_add(s->router, &s->arena);
	if (options->ready)
		options->ready(s, options->ready_arg);
	if (options->tls_cert && (code = tls_context(options->tls_cert, options->tls_key, &s->tls, p)))
		goto out;
	struct http_options http = { .listen = options->listen,
		.port = options->port,
		.loops = options->loops,
		.router = s->router,
		.server = s,
		.tls = s->tls,
		.tls_port = options->tls_port,
		.tls_only = options->tls_only };
	if (!db_url_is_postgres(s->options.database_url))
		s->control = control_start(s->host, s->options.data_dir);
	s->chores = chores_start(s->writer);
	code = http_start(&http, &s->http, p);
	if (!code)
		worlds_begin(host_worlds(s->host));
	if (!code && !db_url_is_postgres(s->options.database_url))
		s->backups = backups_start(s->host, &options->backups);
out:
	if (code)
		server_stop(s);
	else
		*ret_server = s;
	return code;
}

void server_stop(struct server *s)
{
	if (s->http)
		http_stop_listening(s->http);
	control_stop(s->control);
	chores_stop(s->chores);
	backups_stop(s->backups);
	if (s->host)
		host_end(s->host); /* takes markets over through the writer */
	/* In this order, because a password's thread hands on to the writer. The loops may still post, and are refused. */
	pool_end(s->argon);
	pool_end(s->readers);
	pool_end(s->writer);
	if (s->http)
		http_destroy(s->http);
	whatifs_stop(s->whatifs); /* plays in worlds of the host */
	host_destroy(s->host);
	lessons_destroy(s->lessons);
	programmes_destroy(s->programmes);
	pool_destroy(s->argon);
	pool_destroy(s->readers);
	pool_destroy(s->writer);
	gate_destroy(s->gate);
	router_destroy(s->router);
	tls_context_free(s->tls);
	arena_fini(&s->arena);
	free(s);
}

int server_port(const struct server *s)
{
	return http_port(s->http);
}

int server_tls_port(const struct server *s)
{
	return s->tls ? http_tls_port(s->http) : 0;
}

const struct server_options *server_options(const struct server *s)
{
	return &s->options;
}

struct router *server_router(struct server *s)
{
	return s->router;
}

struct pool *server_readers(struct server *s)
{
	return s->readers;
}

struct pool *server_writer(struct server *s)
{
	return s->writer;
}

struct pool *server_argon(struct server *s)
{
	return s->argon;
}

const char *server_web(const struct server *s)
{
	return s->options.web;
}

struct str server_data_dir(const struct server *s)
{
	return s->options.data_dir;
}

struct str server_database_url(const struct server *s)
{
	return s->options.database_url;
}

const char *server_version(const struct server *s)
{
	return s->options.version;
}

const char *server_listen(const struct server *s)
{
	return s->options.listen;
}

void server_recheck(struct server *s, uint64_t person)
{
	http_recheck(s->http, person);
}

struct gate *server_gate(struct server *s)
{
	return s->gate;
}

struct host *server_host(struct server *s)
{
	return s->host;
}

struct lessons *server_lessons(struct server *s)
{
	return s->lessons;
}

struct programmes *server_programmes(struct server *s)
{
	return s->programmes;
}

struct whatifs *server_whatifs(struct server *s)
{
	return s->whatifs;
}
