/* server.h: the parts of a running server, put together. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H
#include "school/school.h"
#include "server/backups.h"
#include "server/http.h"
#include "server/pool.h"

struct server_options {
	struct str data_dir, database_url; /* database_url empty: SQLite files in data_dir */
	const char *listen, *web;          /* web: folder of the browser client, or NULL */
	int port, loops, readers;
	const char *version;
	const char *metrics_token;         /* or "" */
	const char *tls_cert, *tls_key;    /* NULL: no https */
	const char *tls_ca;                /* the school's own authority, to be fetched as /ca.crt; or NULL */
	int tls_port;
	bool tls_only;
	struct backup_plan backups;        /* of SQLite files; folder empty: none */
	const char *worlds; /* folder of worlds that markets can be made of, or NULL */
	const char *courses; /* folder of lessons; NULL: "courses" beside worlds */
	void (*ready)(struct server *s, void *arg); /* may add routes with router_add(server_router(s), …) before the server listens; or NULL */
	void *ready_arg;
};

/* Migrates the school, opens the pools, listens. */
enum problem_code server_start(const struct server_options *options, struct server **ret_server, struct problem *p);
void server_stop(struct server *s); /* graceful: answers what was begun; frees */
int server_port(const struct server *s);
int server_tls_port(const struct server *s); /* 0: no https */
const struct server_options *server_options(const struct server *s);
struct router *server_router(struct server *s);
struct pool *server_readers(struct server *s);
struct pool *server_writer(struct server *s);
struct pool *server_argon(struct server *s);
const char *server_web(const struct server *s);
struct str server_data_dir(const struct server *s);
struct str server_database_url(const struct server *s);
const char *server_version(const struct server *s);
const char *server_listen(const struct server *s);
struct gate *server_gate(struct server *s);
void server_recheck(struct server *s, uint64_t person); /* streams of sessions that are over end */
struct host;
struct host *server_host(struct server *s);
struct lessons;
struct lessons *server_lessons(struct server *s);
struct programmes;
struct programmes *server_programmes(struct server *s);
struct whatifs;
struct whatifs *server_whatifs(struct server *s);
#endif
