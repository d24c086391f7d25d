#include "server/backups.h"
#include "server/backup.h"
#include "server/log.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_S = 20, NAME_BYTES = 20, RETRY_S = 3600 }; /* cohong-20261127-0230 */

struct backups {
	struct host *host;
	struct arena arena;
	struct backup_plan plan;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

/* ---- names and times ---- */

static bool parse_name(const char *name, int64_t *ret_s)
{
	struct tm tm = { .tm_isdst = -1 };
	int64_t v[5];
	static const unsigned char at[5] = { 7, 11, 13, 16, 18 }, n[5] = { 4, 2, 2, 2, 2 };
	struct str s = str_c(name);
	if (s.n != NAME_BYTES || !str_starts(s, STR("cohong-")) || name[15] != '-')
		return false;
	for (int i = 0; i < 5; i++)
		if (!str_i64(str_sub(s, at[i], n[i]), &v[i]) || v[i] < 0)
			return false;
	tm.tm_year = (int)v[0] - 1900;
	tm.tm_mon = (int)v[1] - 1;
	tm.tm_mday = (int)v[2];
	tm.tm_hour = (int)v[3];
	tm.tm_min = (int)v[4];
	*ret_s = (int64_t)mktime(&tm);
	return *ret_s > 0;
}

int64_t backups_newest(const char *folder, char ret_name[32])
{
	int64_t newest = 0, s;
	DIR *d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));)
		if (parse_name(e->d_name, &s) && s > newest) {
			newest = s;
			if (ret_name)
				snprintf(ret_name, 32, "%.31s", e->d_name);
		}
	if (d)
		closedir(d);
	return newest;
}

int64_t backups_due(int64_t now_s, int at_min)
{
	struct tm tm;
	time_t now = (time_t)now_s;
	localtime_r(&now, &tm);
	tm.tm_hour = at_min / 60;
	tm.tm_min = at_min % 60;
	tm.tm_sec = 0;
	tm.tm_isdst = -1;
	struct tm before = tm;
	int64_t due = (int64_t)mktime(&tm);
	if (due <= now_s)
		return due;
	before.tm_mday--;
	return (int64_t)mktime(&before);
}

/* ---- a copy ---- */

static const char CHECK[] = "PRAGMA integrity_check(1)";

static enum problem_code check_db(struct str path, const char *schema, struct problem *p)
{
	struct db *db = NULL;
	bool well = false;
	int version = 0;
	enum problem_code code = db_open(path, DB_READ, &db, p);
	if (code)
		return code;
	struct stmt *q = db_stmt(db, CHECK);
	while (db_step(q))
		well = str_eq(db_str(q, 0), STR("ok"));
	if (!(code = db_end(q, p)) && !well)
		code = problem_set(p, PROBLEM_CORRUPT, "", "the copy", NULL);
	if (!code && !(code = schema_version(db, schema, &version, p)) && !version)
		code = problem_set(p, PROBLEM_CORRUPT, "", "the copy has no schema", NULL);
	db_close(db);
	return code;
}

enum problem_code backup_verify(struct str folder, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	enum problem_code code = PROBLEM_NONE;
	int schools = 0;
	DIR *d = opendir(arena_cstr(&a, folder));
	if (!d)
		code = problem_set(p, PROBLEM_FILE_UNREADABLE, "", "backup", strerror(errno), NULL);
	for (struct dirent *e; d && !code && (e = readdir(d));) {
		struct str name = str_c(e->d_name);
		bool school = str_eq(name, STR("school.db"));
		if (!str_ends(name, STR(".db")))
			continue;
		schools += school;
		code = check_db(arena_printf(&a, "%.*s/%s", STR_FMT(folder), e->d_name), school ? "school" : "market", p);
	}
	if (d)
		closedir(d);
	if (!code && schools != 1)
		code = problem_set(p, PROBLEM_CORRUPT, "", "the copy has no school", NULL);
	arena_fini(&a);
	return code;
}

/* A copy has files, and one folder of files. */
static void remove_copy(struct arena *a, const char *path, int deep)
{
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		const char *one = arena_printf(a, "%s/%s", path, e->d_name).p;
		if (unlink(one) && (errno == EISDIR || errno == EPERM) && deep)
			remove_copy(a, one, deep - 1);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static void forget_old(struct arena *a, const char *folder, int keep_days, int64_t now_s)
{
	int64_t newest = backups_newest(folder, NULL), s;
	DIR *d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));) {
		bool half = strncmp(e->d_name, ".cohong-", 8) == 0 && parse_name(e->d_name + 1, &s);
		if (half || (parse_name(e->d_name, &s) && s != newest && s < now_s - (int64_t)keep_days * 86400)) {
			remove_copy(a, arena_printf(a, "%s/%s", folder, e->d_name).p, 1);
			if (!half)
				log_note(NOTE_INFO, "backup.removed", 0, "%s", e->d_name);
		}
	}
	if (d)
		closedir(d);
}

enum problem_code backups_make(struct host *host, struct str folder, int keep_days, struct problem *p)
{
	struct arena a;
	struct tm tm;
	char name[32];
	time_t now = time(NULL);
	arena_init(&a, 0);
	localtime_r(&now, &tm);
	strftime(name, sizeof name, "cohong-%Y%m%d-%H%M", &tm);
	const char *in = arena_cstr(&a, folder), *to = arena_printf(&a, "%s/%s", in, name).p;
	struct str half = arena_printf(&a, "%s/.%s", in, name);
	enum problem_code code = PROBLEM_NONE;
	if (mkdir(in, 0700) && errno != EEXIST)
		code = problem_set(p, PROBLEM_FILE_UNREADABLE, "", in, strerror(errno), NULL);
	remove_copy(&a, half.p, 1);
	if (!code && !(code = host_backup(host, half, p)) && !(code = backup_verify(half, p)) && rename(half.p, to))
		code = problem_set(p, PROBLEM_FILE_UNREADABLE, "", to, strerror(errno), NULL);
	if (code)
		remove_copy(&a, half.p, 1);
	else
		forget_old(&a, in, keep_days, (int64_t)now);
	if (!code)
		log_note(NOTE_INFO, "backup.made", 0, "%s in %lld s", name, (long long)(time(NULL) - now));
	arena_fini(&a);
	return code;
}

/* ---- each day ---- */

/* False at the end. */
static bool sleep_for(struct backups *b, int seconds)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += seconds;
	pthread_mutex_lock(&b->lock);
	while (!b->stopping && pthread_cond_timedwait(&b->wake, &b->lock, &t) != ETIMEDOUT)
		continue;
	bool on = !b->stopping;
	pthread_mutex_unlock(&b->lock);
	return on;
}

static void *run(void *arg)
{
	struct backups *b = arg;
	struct problem p;
	const char *folder = arena_cstr(&b->arena, b->plan.folder);
	int64_t failed_s = 0;
	for (bool on = sleep_for(b, b->plan.wait_s); on; on = sleep_for(b, LOOK_S)) {
		int64_t now_s = (int64_t)time(NULL), newest = backups_newest(folder, NULL);
		if (newest >= backups_due(now_s, b->plan.at_min) || (failed_s && now_s - failed_s < RETRY_S))
			continue;
		if (backups_make(b->host, b->plan.folder, b->plan.keep_days, &p)) {
			failed_s = now_s;
			log_note(NOTE_ERROR, "backup.failed", 0, "%s %s", problem_name(p.code), p.arg[1][0] ? p.arg[1] : p.arg[0]);
		} else {
			failed_s = 0;
		}
	}
	return NULL;
}

struct backups *backups_start(struct host *host, const struct backup_plan *plan)
{
	if (plan->at_min < 0 || !plan->folder.n)
		return NULL;
	struct backups *b = mem_alloc(sizeof *b);
	b->host = host;
	arena_init(&b->arena, 1024);
	b->plan = *plan;
	b->plan.folder = arena_str(&b->arena, plan->folder);
	pthread_mutex_init(&b->lock, NULL);
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&b->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&b->thread, NULL, run, b) == 0) {
		pthread_setname_np(b->thread, "backup");
		return b;
	}
	log_note(NOTE_ERROR, "backup.failed", 0, "no thread");
	pthread_cond_destroy(&b->wake);
	pthread_mutex_destroy(&b->lock);
	arena_fini(&b->arena);
	free(b);
	return NULL;
}

void backups_stop(struct backups *b)
{
	if (!b)
		return;
	pthread_mutex_lock(&b->lock);
	b->stopping = true;
	pthread_cond_signal(&b->wake);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
	pthread_cond_destroy(&b->wake);
	pthread_mutex_destroy(&b->lock);
	arena_fini(&b->arena);
	free(b);
}
