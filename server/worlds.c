#include "server/worlds.h"
#include "server/log.h"
#include "scenario/scenario.h"
#include "text/text.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Who has just started the server comes in first. */
enum { BEGIN_S = 3 };

struct worlds {
	struct arena arena;
	pthread_mutex_t lock;
	struct str data_dir;
	const char *catalogue;
	pthread_mutex_t listing; /* held by who compiles; before `lock` */
	pthread_t thread;
	bool listed, begun;
	pthread_cond_t end;
	atomic_bool ending;
	struct world *offered[WORLDS_MAX], *kept[WORLDS_MAX * 4];
	int n_offered, n_kept;
};

struct worlds *worlds_create(struct str data_dir, const char *catalogue)
{
	struct worlds *ws = mem_alloc(sizeof *ws);
	arena_init(&ws->arena, 0);
	pthread_mutex_init(&ws->lock, NULL);
	pthread_mutex_init(&ws->listing, NULL);
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&ws->end, &monotonic);
	pthread_condattr_destroy(&monotonic);
	ws->data_dir = arena_str(&ws->arena, data_dir);
	ws->catalogue = catalogue ? arena_cstr(&ws->arena, str_c(catalogue)) : NULL;
	return ws;
}

void worlds_destroy(struct worlds *ws)
{
	if (!ws)
		return;
	pthread_mutex_lock(&ws->lock);
	atomic_store(&ws->ending, true);
	pthread_cond_signal(&ws->end);
	pthread_mutex_unlock(&ws->lock);
	if (ws->begun)
		pthread_join(ws->thread, NULL);
	for (int i = 0; i < ws->n_offered; i++)
		world_destroy(ws->offered[i]);
	for (int i = 0; i < ws->n_kept; i++)
		world_destroy(ws->kept[i]);
	pthread_mutex_destroy(&ws->lock);
	pthread_mutex_destroy(&ws->listing);
	pthread_cond_destroy(&ws->end);
	arena_fini(&ws->arena);
	free(ws);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void offer(struct worlds *ws, const char *path)
{
	struct problem p;
	struct world *w;
	if (ws->n_offered == WORLDS_MAX || atomic_load(&ws->ending))
		return;
	if (scenario_open(path, &w, &p)) {
		log_note(NOTE_WARN, "world.left_out", 0, "%s: %s %s %s", path, problem_name(p.code), p.arg[0], p.arg[1]);
		return;
	}
	pthread_mutex_lock(&ws->lock);
	ws->offered[ws->n_offered++] = w;
	pthread_mutex_unlock(&ws->lock);
}

static void list(struct worlds *ws)
{
	struct dirent **names;
	char profiles[PROFILES_MAX][PROFILE_NAME_MAX];
	int n = ws->catalogue ? scandir(ws->catalogue, &names, NULL, by_name) : 0;
	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(&ws->arena, "%s/%s", ws->catalogue, names[i]->d_name).p;
		struct stat st;
		bool folder = stat(arena_printf(&ws->arena, "%s/world.json", path).p, &st) == 0;
		if (names[i]->d_name[0] != '.' && ws->n_offered < WORLDS_MAX && (folder || str_ends(str_c(path), STR(".world")))) {
			offer(ws, path);
			for (int k = 0, m = folder ? scenario_profiles(path, profiles) : 0; k < m; k++)
				offer(ws, arena_printf(&ws->arena, "%s.%s", path, profiles[k]).p);
		}
		free(names[i]);
	}
	if (n > 0)
		free(names);
	ws->listed = true;
	log_note(NOTE_INFO, "worlds.compiled", 0, "%d", ws->n_offered);
}

static void *compile(void *arg)
{
	struct worlds *ws = arg;
	const struct world *all[WORLDS_MAX];
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += BEGIN_S;
	pthread_mutex_lock(&ws->lock);
	while (!atomic_load(&ws->ending) && !pthread_cond_timedwait(&ws->end, &ws->lock, &t))
		;
	pthread_mutex_unlock(&ws->lock);
	if (!atomic_load(&ws->ending))
		worlds_list(ws, all);
	text_thread_fini();
	return NULL;
}

void worlds_begin(struct worlds *ws)
{
	ws->begun = pthread_create(&ws->thread, NULL, compile, ws) == 0;
	if (ws->begun)
		pthread_setname_np(ws->thread, "worlds");
}

int worlds_list(struct worlds *ws, const struct world *ret[WORLDS_MAX])
{
	pthread_mutex_lock(&ws->listing); /* markets that open meanwhile do not wait for it */
	if (!ws->listed)
		list(ws);
	int n = ws->n_offered;
	for (int i = 0; i < n; i++)
		ret[i] = ws->offered[i];
	pthread_mutex_unlock(&ws->listing);
	return n;
}

const struct world *worlds_find(struct worlds *ws, struct str slug)
{
	const struct world *all[WORLDS_MAX];
	int n = worlds_list(ws, all);
	for (int i = 0; i < n; i++)
		if (!slug.n || str_eq(slug, str_c(all[i]->slug)))
			return all[i];
	return NULL;
}

static const char *file_of(struct worlds *ws, struct arena *a, struct str hash)
{
	return arena_printf(a, "%.*s/worlds/%.*s.world", STR_FMT(ws->data_dir), STR_FMT(hash)).p;
}

static const char KEEP[] = "INSERT INTO world (hash, body) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING";

enum problem_code worlds_keep(struct worlds *ws, const struct world *w, struct db *db, struct problem *p)
{
	char hash[DIGEST_TEXT_MAX];
	struct arena a;
	struct stat st;
	enum problem_code code = PROBLEM_NONE;
	digest_format(w->hash, hash);
	arena_init(&a, 0);
	if (db_kind(db) == DB_POSTGRES) {
		struct buf body;
		buf_init(&body, (size_t)1 << 30);
		world_save(w, &body);
		struct stmt *q = db_stmt(db, KEEP);
		db_bind_str(q, 1, str_c(hash));
		db_bind_blob(q, 2, buf_span(&body));
		code = db_run(q, p);
		buf_fini(&body);
	} else {
		const char *folder = arena_printf(&a, "%.*s/worlds", STR_FMT(ws->data_dir)).p, *path = file_of(ws, &a, str_c(hash));
		if (mkdir(folder, 0700) && errno != EEXIST)
			code = problem_set(p, errno == ENOSPC ? PROBLEM_DISK_FULL : PROBLEM_FILE_UNREADABLE, "", folder, strerror(errno), NULL);
		else if (stat(path, &st))
			code = scenario_write(w, path, p);
	}
	arena_fini(&a);
	return code;
}

static const char LOAD[] = "SELECT body FROM world WHERE hash = ?1";

static enum problem_code load(struct worlds *ws, struct str hash, struct db *db, struct world **ret, struct problem *p)
{
	struct world *w = NULL;
	enum problem_code code = PROBLEM_NONE;
	if (db_kind(db) == DB_POSTGRES) {
		enum problem_code bad = PROBLEM_NONE;
		struct stmt *q = db_stmt(db, LOAD);
		db_bind_str(q, 1, hash);
		while (db_step(q))
			bad = world_load(db_blob(q, 0), &w, p);
		code = db_end(q, bad ? NULL : p);
		code = bad ? bad : code;
	} else {
		struct arena a;
		arena_init(&a, 0);
		code = scenario_open(file_of(ws, &a, hash), &w, p);
		arena_fini(&a);
	}
	char is[DIGEST_TEXT_MAX] = "";
	if (w)
		digest_format(w->hash, is);
	if (!code && !str_eq(hash, str_c(is)))
		code = problem_set(p, PROBLEM_CORRUPT, "", "world", NULL);
	if (code)
		world_destroy(w);
	else
		*ret = w;
	return code;
}

enum problem_code worlds_load(struct worlds *ws, struct str hash, struct db *db, const struct world **ret, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	pthread_mutex_lock(&ws->lock); /* two markets that open at once share what the first has loaded */
	struct world *found = NULL;
	for (int i = 0; i < ws->n_offered + ws->n_kept && !found; i++) {
		char is[DIGEST_TEXT_MAX];
		struct world *w = i < ws->n_offered ? ws->offered[i] : ws->kept[i - ws->n_offered];
		digest_format(w->hash, is);
		if (str_eq(hash, str_c(is)))
			found = w;
	}
	if (!found && ws->n_kept == WORLDS_MAX * 4)
		code = problem_set(p, PROBLEM_TOO_MANY, "", "256", NULL);
	else if (!found && !(code = load(ws, hash, db, &found, p)))
		ws->kept[ws->n_kept++] = found;
	pthread_mutex_unlock(&ws->lock);
	if (!code)
		*ret = found;
	return code;
}
