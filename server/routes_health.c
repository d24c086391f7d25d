/* For whoever watches over the program: is it alive, can it serve, what does it do. */
#include "server/backups.h"
#include "server/host.h"
#include "server/metrics.h"
#include "server/routes.h"

#include <sodium.h>
#include <sys/statvfs.h>

enum { DISK_LEAST_MB = 100 };

/* -1 if it cannot be known. */
static int64_t disk_free(struct http_request *r)
{
	struct statvfs fs;
	if (statvfs(arena_cstr(&r->arena, server_data_dir(r->server)), &fs))
		return -1;
	return (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}

/* On the writer: it has taken its lock. */
static void ready(struct http_request *r)
{
	struct problem p;
	int version;
	int64_t free_mb = disk_free(r) >> 20;
	if (schema_version(r->db, school_schema.name, &version, &p)) {
		http_problem(r, &p);
		return;
	}
	if (free_mb < DISK_LEAST_MB) {
		http_fail(r, PROBLEM_DISK_FULL);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kcstr(j, "status", "ready");
	jw_ki64(j, "school_schema", version);
	jw_ki64(j, "disk_free_mb", free_mb);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_ready(struct http_request *r)
{
	struct problem p;
	int version;
	if (schema_version(r->db, school_schema.name, &version, &p))
		http_problem(r, &p);
	else
		http_continue(r, ON_WRITER, ready);
}

static const char SESSIONS[] = "SELECT COUNT(*) FROM session WHERE expires_s > ?1";

static void write_metrics(struct http_request *r)
{
	struct problem p;
	struct host *host = server_host(r->server);
	const struct backup_plan *plan = &server_options(r->server)->backups;
	int64_t sessions = 0, jobs = 0, newest = 0;
	int open = 0;
	struct stmt *q = db_stmt(r->db, SESSIONS);
	db_bind_i64(q, 1, school_now_s());
	while (db_step(q))
		sessions = db_i64(q, 0);
	if (db_end(q, &p)) {
		http_problem(r, &p);
		return;
	}
	host_load(host, &open, &jobs);
	http_json(r);
	struct buf *b = &r->out;
	metrics_write(b);
	metrics_gauge(b, "cohong_sessions", "Sessions that have not expired.", sessions);
	metrics_gauge(b, "cohong_markets_open", "Markets in memory.", open);
	metrics_gauge(b, "cohong_market_jobs", "Jobs that wait for the markets.", jobs);
	buf_str(b, STR("# HELP cohong_queue Requests that wait for a thread.\n# TYPE cohong_queue gauge\n"));
	buf_printf(b, "cohong_queue{pool=\"read\"} %d\ncohong_queue{pool=\"write\"} %d\ncohong_queue{pool=\"password\"} %d\n", pool_waiting(server_readers(r->server)),
		pool_waiting(server_writer(r->server)), pool_waiting(server_argon(r->server)));
	if (plan->folder.n)
		newest = backups_newest(arena_cstr(&r->arena, plan->folder), NULL);
	if (newest)
		metrics_gauge(b, "cohong_backup_age_seconds", "Age of the newest backup.", school_now_s() - newest);
	metrics_gauge(b, "cohong_disk_free_bytes", "Free space where the data is.", disk_free(r));
	http_answer_as(r, 200, "text/plain; version=0.0.4; charset=utf-8");
}

void get_metrics(struct http_request *r)
{
	struct str token = str_c(server_options(r->server)->metrics_token), given = http_header(r, "Authorization");
	bool has = token.n && str_starts(given, STR("Bearer ")) && given.n == token.n + 7 && sodium_memcmp(given.p + 7, token.p, token.n) == 0;
	if (has || http_is_loopback(r))
		http_continue(r, ON_READER, write_metrics);
	else
		http_fail(r, PROBLEM_NOT_FOUND);
}

void get_ca(struct http_request *r)
{
	const char *ca = server_options(r->server)->tls_ca;
	if (!ca) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	struct str path = str_c(ca);
	size_t slash = path.n;
	while (slash && path.p[slash - 1] != '/')
		slash--;
	http_header_add(r, "Content-Disposition", STR("attachment; filename=\"cohong-ca.crt\""));
	http_file(r, slash > 1 ? arena_cstr(&r->arena, str_sub(path, 0, slash - 1)) : ".", str_sub(path, slash, path.n), "no-cache");
}
