/* Programmes (人才培养方案): reading, editing, the compliance board. */
#include "server/routes_programme.h"
#include "base/calendar.h"
#include "school/school.h"
#include "school/settings.h"
#include "server/routes_roster.h"

#include <stdio.h>
#include <string.h>

enum { EDITS_MAX = 500, HISTORY_PAGE = 50 };

/* ---- what a request is about ---- */

enum problem_code plan_read(struct http_request *r, const struct plan_row *row, const struct plan_version *v, json_t **ret, struct problem *p)
{
	json_t *document = plan_document(row, v);
	if (!document)
		return problem_set(p, PROBLEM_CORRUPT, "", "programme", NULL);
	enum problem_code code = programmes_lessons(r->db, &r->arena, document, p);
	if (code)
		json_decref(document);
	else
		*ret = document;
	return code;
}

static bool day_asked(struct http_request *r, int64_t *ret)
{
	struct problem p;
	struct str text;
	if (!http_query(r, "date", &text)) {
		if (!school_today(r->db, ret, &p))
			return true;
	} else if (!cal_parse_date(text, ret)) {
		problem_set(&p, PROBLEM_BAD_VALUE, "date", "2026-09-01", NULL);
	} else {
		return true;
	}
	http_problem(r, &p);
	return false;
}

bool at_plan(struct http_request *r, bool with_document, struct at_plan *ret)
{
	struct problem p;
	uint64_t id, version;
	*ret = (struct at_plan){ .standard = programmes_standard(server_programmes(r->server)) };
	if (!ret->standard) {
		http_fail(r, PROBLEM_PROGRAMME_NO_STANDARD);
		return false;
	}
	if (!http_param_id(r, "programme", &id) || !day_asked(r, &ret->day))
		return false;
	enum problem_code code = plan_find(r->db, &r->arena, id, &ret->row, &p);
	if (!code && route_param(r->route, STR("version")) >= 0) {
		if (!http_param_id(r, "version", &version))
			return false;
		code = plan_version_find(r->db, &r->arena, id, version, &ret->v, &p);
		if (!code && with_document)
			code = plan_read(r, &ret->row, &ret->v, &ret->document, &p);
	}
	if (code)
		http_problem(r, &p);
	return !code;
}

void at_plan_end(struct at_plan *at)
{
	json_decref(at->document);
	at->document = NULL;
}

bool plan_take(struct http_request *r, struct at_plan *at, int64_t etag)
{
	struct problem p;
	if (!plan_touch(r->db, &at->row, etag, &p))
		return true;
	http_problem(r, &p);
	return false;
}

void answer_faults(struct http_request *r, const struct programme_check *c)
{
	struct problem p;
	struct buf text;
	char n[16];
	snprintf(n, sizeof n, "%d", c->n_faults);
	struct str first = arena_printf(&r->arena, "%.*s %.*s", STR_FMT(c->fault[0].path), STR_FMT(c->fault[0].text));
	problem_set(&p, PROBLEM_PROGRAMME_FAULTS, "", n, str_eq(first, STR(" ")) ? "" : first.p, NULL);
	buf_init(&text, 4096);
	problem_text(&p, r->lang, &text);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kcstr(j, "type", "urn:cohong:problem:programme.faults");
	jw_kstr(j, "title", buf_span(&text));
	jw_ki64(j, "status", 422);
	jw_kcstr(j, "code", "programme.faults");
	jw_kstr(j, "detail", buf_span(&text));
	jw_key(j, "faults");
	jw_array(j);
	for (int i = 0; i < c->n_faults; i++) {
		jw_object(j);
		jw_kstr(j, "path", c->fault[i].path);
		jw_kstr(j, "text", c->fault[i].text);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	buf_fini(&text);
	http_answer_as(r, 422, "application/problem+json; charset=utf-8");
}

enum problem_code plan_store(struct http_request *r, struct at_plan *at, json_t *changed, struct problem *p)
{
	struct str plan, records;
	enum problem_code code = PROBLEM_NONE;
	json_t *before = plan_document(&at->row, &at->v), *kept = json_object_get(before, "module_lessons");
	if (kept)
		json_object_set(changed, "module_lessons", kept);
	else
		json_object_del(changed, "module_lessons");
	json_decref(before);
	if (at->v.state == PLAN_TRIAL) {
		json_object_del(changed, "format");
		code = plan_set_body(r->db, at->v.id, plan_text(changed, &r->arena), p);
		json_object_set_new(changed, "format", json_integer(1));
		return code;
	}
	plan_split(changed, &r->arena, &plan, &records);
	if (!str_eq(plan, at->v.body))
		code = plan_set_body(r->db, at->v.id, plan, p);
	if (!code && !str_eq(records, at->row.records))
		code = plan_set_records(r->db, at->row.id, records, p);
	return code;
}

/* ---- lists ---- */

static void write_version(struct jw *j, const struct plan_version *v)
{
	jw_object(j);
	jw_kid(j, "id", v->id);
	jw_ki64(j, "number", v->number);
	jw_kstr(j, "label", v->label);
	jw_kcstr(j, "state", plan_state_names[v->state]);
	jw_kid(j, "base", v->base);
	write_real_time(j, "at_real", v->at_s);
	jw_end_object(j);
}

static void write_event(struct jw *j, const struct plan_event *e)
{
	jw_object(j);
	write_real_time(j, "at_real", e->at_s);
	jw_ki64(j, "etag", e->etag);
	jw_kid(j, "version", e->version);
	jw_kstr(j, "who", e->who);
	jw_kstr(j, "what", e->what);
	jw_key(j, "detail");
	jw_raw(j, e->detail.n ? e->detail : STR("{}"));
	jw_end_object(j);
}

static void write_change(struct jw *j, const struct plan_change *c)
{
	jw_object(j);
	jw_kid(j, "id", c->id);
	jw_kid(j, "version", c->version);
	jw_kid(j, "draft", c->draft);
	jw_kstr(j, "content", c->content);
	jw_kstr(j, "reason", c->reason);
	jw_kcstr(j, "state", plan_change_names[c->state]);
	jw_kstr(j, "asked_by", c->asked_by);
	write_real_time(j, "asked_at_real", c->asked_s);
	if (c->state != CHANGE_ASKED) {
		jw_kstr(j, "decided_by", c->decided_by);
		write_real_time(j, "decided_at_real", c->decided_s);
		jw_kstr(j, "organ", c->organ);
		jw_kstr(j, "record", c->record);
		jw_kstr(j, "on", c->on);
	}
	jw_end_object(j);
}

void get_programmes(struct http_request *r)
{
	struct problem p;
	struct plan_row *rows;
	struct plan_version *versions;
	int n, k;
	enum problem_code code = plan_list(r->db, &r->arena, &rows, &n, &p);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n && !code; i++) {
		code = plan_versions(r->db, &r->arena, rows[i].id, &versions, &k, &p);
		jw_object(j);
		jw_kid(j, "id", rows[i].id);
		jw_kstr(j, "name", rows[i].name);
		jw_ki64(j, "etag", rows[i].etag);
		write_real_time(j, "created_at_real", rows[i].created_s);
		jw_key(j, "versions");
		jw_array(j);
		for (int v = 0; v < k && !code; v++)
			write_version(j, &versions[v]);
		jw_end_array(j);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	if (code)
		http_problem(r, &p);
	else
		http_answer(r, 200);
}

void get_programme(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version *versions;
	struct plan_change *changes;
	struct plan_file *files;
	struct plan_event *events = ARENA_ARRAY(&r->arena, struct plan_event, HISTORY_PAGE);
	int n, n_changes, n_files, n_events;
	if (!at_plan(r, false, &at))
		return;
	uint64_t id = at.row.id;
	if (plan_versions(r->db, &r->arena, id, &versions, &n, &p) || plan_changes(r->db, &r->arena, id, &changes, &n_changes, &p) ||
		plan_files(r->db, &r->arena, id, &files, &n_files, &p) || plan_history(r->db, &r->arena, id, 0, false, HISTORY_PAGE, events, &n_events, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kid(j, "id", id);
	jw_kstr(j, "name", at.row.name);
	jw_ki64(j, "etag", at.row.etag);
	jw_kstr(j, "standard", standard_code(at.standard));
	jw_kstr(j, "standard_title", standard_title(at.standard, r->lang));
	jw_key(j, "versions");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_version(j, &versions[i]);
	jw_end_array(j);
	jw_key(j, "changes");
	jw_array(j);
	for (int i = 0; i < n_changes; i++)
		write_change(j, &changes[i]);
	jw_end_array(j);
	jw_key(j, "files");
	jw_array(j);
	for (int i = 0; i < n_files; i++) {
		jw_object(j);
		jw_kstr(j, "no", files[i].no);
		jw_kstr(j, "name", files[i].name);
		jw_ki64(j, "bytes", files[i].bytes);
		jw_kstr(j, "sha256", files[i].sha256);
		jw_kstr(j, "who", files[i].who);
		write_real_time(j, "at_real", files[i].at_s);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "history");
	jw_array(j);
	for (int i = 0; i < n_events; i++)
		write_event(j, &events[i]);
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_programme_history(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct str text;
	int64_t before = 0;
	int n;
	struct plan_event *events = ARENA_ARRAY(&r->arena, struct plan_event, HISTORY_PAGE);
	if (!at_plan(r, false, &at))
		return;
	if (http_query(r, "before", &text) && !str_i64(text, &before)) {
		problem_set(&p, PROBLEM_BAD_TYPE, "before", "an integer", NULL);
		http_problem(r, &p);
		return;
	}
	if (plan_history(r->db, &r->arena, at.row.id, before, true, HISTORY_PAGE, events, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_event(j, &events[i]);
	jw_end_array(j);
	jw_key(j, "next");
	if (n == HISTORY_PAGE)
		jw_i64(j, events[n - 1].etag);
	else
		jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_programme_format(struct http_request *r)
{
	const struct standard *s = programmes_standard(server_programmes(r->server));
	if (!s) {
		http_fail(r, PROBLEM_PROGRAMME_NO_STANDARD);
		return;
	}
	programme_format_json(http_json(r), s, r->lang);
	http_answer(r, 200);
}

/* ---- a new one ---- */

static json_t *first_document(struct http_request *r, const struct standard *s, struct str from)
{
	json_t *o = NULL, *given = json_object_get(r->json, "document");
	if (str_eq(from, STR("document")))
		return json_is_object(given) ? json_copy(given) : NULL;
	if (str_eq(from, STR("example")))
		o = programmes_example(server_programmes(r->server));
	else if (str_eq(from, STR("empty")))
		o = json_pack("{s:i,s:{s:s#}}", "format", 1, "plan", "based_on", standard_code(s).p, (int)standard_code(s).n);
	return o;
}

static struct str body_text(struct http_request *r, const char *name)
{
	json_t *v = json_object_get(r->json, name);
	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR_NONE;
}

void post_programme(struct http_request *r)
{
	struct problem p;
	uint64_t id, version;
	struct programme_check c;
	const struct standard *s = programmes_standard(server_programmes(r->server));
	struct str name = str_trim(body_text(r, "name")), from = body_text(r, "from");
	if (!s) {
		http_fail(r, PROBLEM_PROGRAMME_NO_STANDARD);
		return;
	}
	if (!name.n || str_utf8_count(name) > 60) {
		problem_set(&p, PROBLEM_TEXT_LENGTH, "name", "1", "60", NULL);
		http_problem(r, &p);
		return;
	}
	json_t *document = first_document(r, s, from);
	if (!document) {
		problem_set(&p, PROBLEM_BAD_VALUE, str_eq(from, STR("document")) ? "document" : "from", "example, empty, document", NULL);
		http_problem(r, &p);
		return;
	}
	programme_check(s, document, 0, r->lang, &r->arena, &c);
	if (!c.result) {
		answer_faults(r, &c);
	} else if (plan_create(r->db, name, document, r->session.person, &r->arena, &id, &version, &p) ||
		   audit_add(r->db, r->session.person, "programme.create", id, name, &p)) {
		http_problem(r, &p);
	} else {
		struct jw *j = http_json(r);
		jw_object(j);
		jw_kid(j, "id", id);
		jw_kid(j, "version", version);
		jw_ki64(j, "etag", 1);
		jw_end_object(j);
		http_answer(r, 201);
	}
	programme_check_end(&c);
	json_decref(document);
}

void delete_programme(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version *versions;
	int n;
	if (!at_plan(r, false, &at))
		return;
	enum problem_code code = plan_versions(r->db, &r->arena, at.row.id, &versions, &n, &p);
	for (int i = 0; i < n && !code; i++)
		if (versions[i].state == PLAN_APPROVED || versions[i].state == PLAN_FROZEN)
			code = problem_set(&p, PROBLEM_PROGRAMME_BASE, "", NULL);
	if (code || plan_delete(r->db, at.row.id, &p) || audit_add(r->db, r->session.person, "programme.delete", at.row.id, at.row.name, &p))
		http_problem(r, &p);
	else
		http_answer(r, 204);
}

/* ---- a version ---- */

void get_programme_version(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct str ignored;
	if (!at_plan(r, false, &at))
		return;
	json_t *document = plan_document(&at.row, &at.v);
	if (!document) {
		problem_set(&p, PROBLEM_CORRUPT, "", "programme", NULL);
		http_problem(r, &p);
		return;
	}
	struct str code = standard_code(at.standard);
	json_object_set_new(document, "standard", json_stringn(code.p, code.n));
	bool alone = http_query(r, "export", &ignored);
	struct jw *j = http_json(r);
	if (alone) {
		jw_raw(j, plan_text(document, &r->arena));
		char id[ID_TEXT_MAX];
		id_format(at.row.id, id);
		http_header_add(r, "Content-Disposition", arena_printf(&r->arena, "attachment; filename=\"programme-%s-%lld.json\"", id, (long long)at.v.number));
	} else {
		jw_object(j);
		jw_ki64(j, "etag", at.row.etag);
		jw_key(j, "version");
		write_version(j, &at.v);
		jw_key(j, "document");
		jw_raw(j, plan_text(document, &r->arena));
		jw_end_object(j);
	}
	json_decref(document);
	http_answer(r, 200);
}

/* ---- edits ---- */

static void refuse_edit(struct http_request *r, enum edit_verdict verdict, size_t i, struct str path)
{
	static const enum problem_code codes[] = { [EDIT_NOWHERE] = PROBLEM_PROGRAMME_NOWHERE, [EDIT_CLOSED] = PROBLEM_PROGRAMME_CLOSED,
		[EDIT_BY_ROUTE] = PROBLEM_PROGRAMME_BY_ROUTE };
	struct problem p;
	problem_set(&p, codes[verdict], arena_printf(&r->arena, "edits.%zu", i).p, arena_cstr(&r->arena, str_utf8_head(path, 60)), NULL);
	http_problem(r, &p);
}

/* Applies the edits to at->document, and writes down what stood before. False after having answered. */
static bool apply(struct http_request *r, struct at_plan *at, json_t *edits, json_t *kept)
{
	struct problem p;
	json_t *edit;
	size_t i;
	bool closed = at->v.state == PLAN_APPROVED || at->v.state == PLAN_FROZEN;
	json_array_foreach(edits, i, edit) {
		json_t *path = json_object_get(edit, "path"), *value = json_object_get(edit, "value");
		if (!json_is_string(path) || json_string_length(path) > 200 || !value || json_object_size(edit) != 2) {
			problem_set(&p, PROBLEM_BAD_VALUE, arena_printf(&r->arena, "edits.%zu", i).p, "{path, value}", NULL);
			http_problem(r, &p);
			return false;
		}
		struct str at_path = { json_string_value(path), json_string_length(path) };
		json_t *before = programme_at(at->document, at_path), *was = before ? json_deep_copy(before) : json_null();
		enum edit_verdict verdict = programme_edit(at->document, at_path, value, closed);
		json_array_append_new(kept, json_pack("{s:O,s:O,s:o}", "path", path, "value", value, "was", was));
		if (verdict != EDIT_WELL) {
			refuse_edit(r, verdict, i, at_path);
			return false;
		}
	}
	return true;
}

static void answer_edit(struct http_request *r, const struct at_plan *at, const struct programme_check *was, const struct programme_check *now)
{
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "etag", at->row.etag);
	jw_kbool(j, "fails", standard_fails(now->result, now->clauses));
	jw_key(j, "counts");
	programme_counts_json(j, now, -1, -1);
	jw_key(j, "turned");
	programme_turned_json(j, was, now, r->lang);
	jw_end_object(j);
	http_answer(r, 200);
}

static struct str edit_detail(struct http_request *r, json_t *kept)
{
	struct str text = plan_text(kept, &r->arena);
	if (text.n > PLAN_DETAIL_MAX)
		return arena_printf(&r->arena, "{\"edits\":%zu}", json_array_size(kept));
	return arena_printf(&r->arena, "{\"edits\":%.*s}", STR_FMT(text));
}

void put_programme_edits(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct programme_check was = { 0 }, now = { 0 };
	json_t *etag = json_object_get(r->json, "etag"), *edits = json_object_get(r->json, "edits"), *kept = NULL;
	if (!json_is_integer(etag) || !json_is_array(edits) || !json_array_size(edits) || json_array_size(edits) > EDITS_MAX) {
		problem_set(&p, PROBLEM_BAD_VALUE, json_is_integer(etag) ? "edits" : "etag", "{etag, edits: 1–500}", NULL);
		http_problem(r, &p);
		return;
	}
	if (!at_plan(r, true, &at))
		return;
	kept = json_array();
	programme_check(at.standard, at.document, at.day, r->lang, &r->arena, &was);
	if (!plan_take(r, &at, json_integer_value(etag)) || !apply(r, &at, edits, kept))
		goto out;
	programme_check(at.standard, at.document, at.day, r->lang, &r->arena, &now);
	if (!now.result || !was.result)
		answer_faults(r, now.result ? &was : &now);
	else if (plan_store(r, &at, at.document, &p) || plan_history_add(r->db, &at.row, at.v.id, r->session.person, "edit", edit_detail(r, kept), &p) ||
		 audit_add(r->db, r->session.person, "programme.edit", at.row.id, arena_printf(&r->arena, "%lld", (long long)at.row.etag), &p))
		http_problem(r, &p);
	else
		answer_edit(r, &at, &was, &now);
out:
	programme_check_end(&was);
	programme_check_end(&now);
	json_decref(kept);
	at_plan_end(&at);
}

/* ---- the board ---- */

static void write_board(struct http_request *r, const struct at_plan *at, const struct programme_check *c, const struct programme_check *base)
{
	char day[CAL_TEXT_MAX];
	int chapters = 0;
	struct str id, clauses, text;
	cal_format_date(c->day, day);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "etag", at->row.etag);
	jw_kcstr(j, "date", day);
	jw_kbool(j, "fails", standard_fails(c->result, c->clauses));
	jw_key(j, "counts");
	programme_counts_json(j, c, -1, -1);
	jw_key(j, "severities");
	jw_object(j);
	for (int i = 0; i < 3; i++) {
		jw_key(j, clause_severity_name[i]);
		programme_counts_json(j, c, -1, i);
	}
	jw_end_object(j);
	for (int i = 0; i < c->clauses; i++)
		chapters = c->result[i].clause->chapter >= chapters ? c->result[i].clause->chapter + 1 : chapters;
	jw_key(j, "chapters");
	jw_array(j);
	for (int i = 0; i < chapters; i++) {
		jw_object(j);
		jw_kstr(j, "title", standard_chapter(at->standard, i, r->lang));
		jw_key(j, "counts");
		programme_counts_json(j, c, i, -1);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < c->clauses; i++)
		clause_result_json(j, &c->result[i], NULL, r->lang);
	jw_end_array(j);
	jw_key(j, "chapter_of");
	jw_array(j);
	for (int i = 0; i < c->clauses; i++)
		jw_i64(j, c->result[i].clause->chapter);
	jw_end_array(j);
	if (base) {
		jw_key(j, "was");
		jw_object(j);
		for (int i = 0; i < c->clauses; i++)
			if (base->result[i].status != c->result[i].status) {
				jw_key_str(j, c->result[i].clause->id);
				jw_cstr(j, clause_status_name[base->result[i].status]);
			}
		jw_end_object(j);
	}
	jw_key(j, "interpretations");
	jw_array(j);
	for (int i = 0; standard_interpretation(at->standard, i, r->lang, &id, &clauses, &text); i++) {
		jw_object(j);
		jw_kstr(j, "id", id);
		jw_kstr(j, "clauses", clauses);
		jw_kstr(j, "text", text);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_programme_board(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version other;
	struct programme_check c, base = { 0 };
	struct str against;
	uint64_t id;
	json_t *document = NULL;
	enum problem_code code = PROBLEM_NONE;
	if (!at_plan(r, true, &at))
		return;
	programme_check(at.standard, at.document, at.day, r->lang, &r->arena, &c);
	if (http_query(r, "against", &against)) {
		code = id_parse(against, &id) ? plan_version_find(r->db, &r->arena, at.row.id, id, &other, &p) : problem_set(&p, PROBLEM_NOT_FOUND, "", NULL);
		if (!code)
			code = plan_read(r, &at.row, &other, &document, &p);
		if (!code)
			programme_check(at.standard, document, at.day, r->lang, &r->arena, &base);
	}
	if (code)
		http_problem(r, &p);
	else if (!c.result || (document && !base.result))
		answer_faults(r, c.result ? &base : &c);
	else
		write_board(r, &at, &c, document ? &base : NULL);
	programme_check_end(&c);
	programme_check_end(&base);
	json_decref(document);
	at_plan_end(&at);
}
