#include "server/programmes.h"
#include "base/calendar.h"
#include "school/settings.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct programmes {
	pthread_mutex_t lock;
	char *folder; /* or NULL */
	bool read;
	struct standard *standard;
};

struct programmes *programmes_create(const char *worlds)
{
	struct programmes *ps = mem_alloc(sizeof *ps);
	pthread_mutex_init(&ps->lock, NULL);
	if (worlds) {
		size_t n = strlen(worlds) + sizeof "/../standards/730702";
		ps->folder = mem_alloc(n);
		snprintf(ps->folder, n, "%s/../standards/730702", worlds);
	}
	return ps;
}

void programmes_destroy(struct programmes *ps)
{
	if (!ps)
		return;
	standard_destroy(ps->standard);
	pthread_mutex_destroy(&ps->lock);
	free(ps->folder);
	free(ps);
}

static void tell(void *arg, const char *path, const char *en, const char *zh)
{
	(void)zh;
	fprintf(stderr, "cohong: the standard %s: %s: %s\n", (const char *)arg, path, en);
}

const struct standard *programmes_standard(struct programmes *ps)
{
	pthread_mutex_lock(&ps->lock);
	if (!ps->read && ps->folder)
		ps->standard = standard_read(ps->folder, tell, ps->folder);
	ps->read = true;
	const struct standard *s = ps->standard;
	pthread_mutex_unlock(&ps->lock);
	return s;
}

json_t *programmes_example(struct programmes *ps)
{
	char path[4096];
	if (!ps->folder || snprintf(path, sizeof path, "%s/examples/plan.json", ps->folder) >= (int)sizeof path)
		return NULL;
	return json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
}

/* ---- lessons ---- */

static const char LESSONS[] = "SELECT m.settings, r.started_s FROM lesson_run r JOIN market m ON m.id = r.market ORDER BY r.started_s LIMIT 2000";

enum problem_code programmes_lessons(struct db *db, struct arena *a, json_t *document, struct problem *p)
{
	struct school_settings school;
	char day[CAL_TEXT_MAX];
	enum problem_code code = school_settings(db, a, &school, p);
	if (code)
		return code;
	json_t *held = json_array();
	struct stmt *q = db_stmt(db, LESSONS);
	while (db_step(q)) {
		struct str text = db_str(q, 0);
		json_t *settings = json_loadb(text.n ? text.p : "{}", text.n ? text.n : 2, 0, NULL), *lesson = json_object_get(settings, "lesson");
		bool known = !json_is_string(lesson) || !json_string_length(lesson);
		json_t *row;
		size_t i;
		json_array_foreach(held, i, row)
			known = known || json_equal(json_object_get(row, "lesson"), lesson);
		cal_format_date(zone_day(school.time_zone, db_i64(q, 1)), day);
		if (!known)
			json_array_append_new(held, json_pack("{s:s,s:O,s:s}", "software", "operation_sim", "lesson", lesson, "on", day));
		json_decref(settings);
	}
	code = db_end(q, p);
	if (!code && json_array_size(held)) {
		json_t *rows = json_object_get(document, "module_lessons");
		json_t *all = json_is_array(rows) ? json_copy(rows) : json_array();
		json_array_extend(all, held);
		json_object_set_new(document, "module_lessons", all);
	}
	json_decref(held);
	return code;
}

/* ---- the check ---- */

struct gathering {
	struct programme_check *c;
	struct arena *a;
	enum lang lang;
};

static void gather(void *arg, const char *path, const char *en, const char *zh)
{
	struct gathering *g = arg;
	if (g->c->n_faults < PROGRAMME_FAULTS_MAX)
		g->c->fault[g->c->n_faults++] =
			(struct programme_fault){ arena_str(g->a, str_c(path)), arena_str(g->a, str_c(g->lang == LANG_ZH ? zh : en)) };
}

void programme_check(const struct standard *s, const json_t *document, int64_t day, enum lang lang, struct arena *a, struct programme_check *ret)
{
	struct gathering g = { ret, a, lang };
	const struct clause *c;
	memset(ret, 0, sizeof *ret);
	ret->day = day;
	ret->programme = programme_parse(s, document, gather, &g);
	if (!ret->programme)
		return;
	ret->clauses = standard_clauses(s, &c);
	ret->result = standard_check(s, ret->programme, day, a, &ret->n);
}

void programme_check_end(struct programme_check *c)
{
	programme_destroy(c->programme);
	c->programme = NULL;
}

void programme_counts_json(struct jw *j, const struct programme_check *c, int chapter, int severity)
{
	int n[CLAUSE_STATUS_MAX] = { 0 };
	for (int i = 0; i < c->clauses; i++) {
		const struct clause *clause = c->result[i].clause;
		if ((chapter < 0 || clause->chapter == chapter) && (severity < 0 || (int)clause->severity == severity))
			n[c->result[i].status]++;
	}
	jw_object(j);
	for (int i = 0; i < CLAUSE_STATUS_MAX; i++)
		jw_ki64(j, clause_status_name[i], n[i]);
	jw_end_object(j);
}

void programme_turned_json(struct jw *j, const struct programme_check *was, const struct programme_check *now, enum lang lang)
{
	jw_array(j);
	for (int i = 0; i < now->clauses; i++)
		if (was->result[i].status != now->result[i].status)
			clause_result_json(j, &now->result[i], &was->result[i], lang);
	jw_end_array(j);
}

/* ---- edits ---- */

enum edit_verdict programme_edit(json_t *document, struct str path, json_t *value, bool closed)
{
	struct str rest = str_starts(path, STR("/")) ? str_sub(path, 1, path.n) : STR_NONE, member, row, field;
	const char *name = NULL, *found = NULL;
	int rows = 0;
	if (!rest.n || !str_next(&rest, '/', &member))
		return EDIT_NOWHERE;
	for (int i = 0; !found && (name = programme_member(i, &rows)); i++)
		found = str_eq(member, str_c(name)) ? name : NULL;
	if (!found)
		return EDIT_NOWHERE;
	if (str_eq(member, STR("reviews")) || str_eq(member, STR("waivers")) || str_eq(member, STR("module_lessons")))
		return EDIT_BY_ROUTE;
	if (closed && plan_member(member))
		return EDIT_CLOSED;
	if (str_eq(member, STR("evidence"))) {
		/* a file is uploaded, never said */
		json_t *one = value;
		size_t i;
		if (str_next(&rest, '/', &row) && str_next(&rest, '/', &field) && str_eq(field, STR("file")))
			return EDIT_BY_ROUTE;
		if (json_is_object(value) && json_object_get(value, "file"))
			return EDIT_BY_ROUTE;
		if (!row.p && json_is_array(value))
			json_array_foreach(value, i, one)
				if (json_object_get(one, "file"))
					return EDIT_BY_ROUTE;
	}
	if (!json_object_get(document, found) && str_find(path, STR("/"), 1) >= 0)
		json_object_set_new(document, found, rows ? json_array() : json_object());
	return programme_set(document, path, value) ? EDIT_WELL : EDIT_NOWHERE;
}
