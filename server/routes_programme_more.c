/* Programmes: states and versions, changes that are asked for, evidence with its files, reviews, waivers. */
#include "server/routes_programme.h"
#include "base/calendar.h"
#include "school/school.h"
#include "school/settings.h"
#include "server/routes_roster.h"
#include "sheet/sheet.h"

#include <stdio.h>
#include <string.h>

const struct body_field programme_state_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "state", BODY_STR, true, 1, 10 }, { "organ", BODY_STR, false, 1, 60 },
	{ "on", BODY_STR, false, 10, 10 }, { "record", BODY_STR, false, 1, 200 }, { "reason", BODY_STR, false, 1, 1000 }, { 0 } };
const struct body_field programme_trial_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "from", BODY_ID, true }, { "label", BODY_STR, true, 1, 60 }, { 0 } };
const struct body_field programme_adopt_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "trial", BODY_ID, true }, { 0 } };
const struct body_field programme_change_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "version", BODY_ID, true }, { "content", BODY_STR, true, 1, 1000 },
	{ "reason", BODY_STR, true, 1, 1000 }, { 0 } };
const struct body_field programme_decision_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "granted", BODY_BOOL, true }, { "organ", BODY_STR, true, 1, 60 },
	{ "on", BODY_STR, true, 10, 10 }, { "record", BODY_STR, true, 1, 200 }, { 0 } };
const struct body_field programme_review_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "clause", BODY_STR, true, 1, 40 }, { "verdict", BODY_STR, true, 1, 10 },
	{ "note", BODY_STR, true, 1, 600 }, { 0 } };
const struct body_field programme_waiver_body[] = { { "etag", BODY_I64, true, 1, INT32_MAX }, { "clause", BODY_STR, true, 1, 40 }, { "reason", BODY_STR, true, 1, 600 }, { 0 } };

/* Names of states for who reads the refusal: "a draft", "草稿". */
static const char *const state_words[PLAN_STATE_MAX] = { "a draft\x1f草稿", "approved\x1f已审定", "frozen\x1f已冻结", "a trial\x1f试算" };

static void wrong_state(struct http_request *r, enum plan_state state)
{
	struct problem p;
	problem_set(&p, PROBLEM_PROGRAMME_STATE, "", state_words[state], NULL);
	http_problem(r, &p);
}

/* Writes the history and the audit log, and answers the etag with the id of what was made (0: none). */
static void answer_done(struct http_request *r, const struct at_plan *at, uint64_t version, const char *what, json_t *detail, const char *key, uint64_t id)
{
	struct problem p;
	char name[40];
	snprintf(name, sizeof name, "programme.%s", what);
	enum problem_code code = plan_history_add(r->db, &at->row, version, r->session.person, what, plan_text(detail, &r->arena), &p);
	json_decref(detail);
	if (code || audit_add(r->db, r->session.person, name, at->row.id, arena_printf(&r->arena, "%lld", (long long)at->row.etag), &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "etag", at->row.etag);
	if (id)
		jw_kid(j, key, id);
	jw_end_object(j);
	http_answer(r, id ? 201 : 200);
}

static json_t *text_json(struct str s)
{
	return json_stringn(s.n ? s.p : "", s.n);
}

/* ---- states ---- */

/* Who approved it and when stands in the plan itself. */
static enum problem_code sign(struct http_request *r, struct at_plan *at, struct problem *p)
{
	json_t *plan = json_object_get(at->document, "plan");
	if (!json_is_object(plan)) {
		plan = json_object();
		json_object_set_new(at->document, "plan", plan);
	}
	json_object_set_new(plan, "approved_by", text_json(http_str(r, "organ")));
	json_object_set_new(plan, "approved_on", text_json(http_str(r, "on")));
	return plan_store(r, at, at->document, p);
}

static enum problem_code may_approve(struct http_request *r, struct at_plan *at, struct problem *p)
{
	struct programme_check c;
	char n[16];
	int64_t day;
	int fails = 0;
	static const char *const wanted[] = { "organ", "on", "record" };
	for (int i = 0; i < 3; i++)
		if (!http_has(r, wanted[i]))
			return problem_set(p, PROBLEM_MISSING_FIELD, wanted[i], NULL);
	if (!cal_parse_date(http_str(r, "on"), &day))
		return problem_set(p, PROBLEM_BAD_VALUE, "on", "2026-09-01", NULL);
	programme_check(at->standard, at->document, at->day, r->lang, &r->arena, &c);
	for (int i = 0; i < c.clauses; i++)
		fails += c.result[i].status == CLAUSE_FAIL && c.result[i].clause->severity == SEVERITY_ERROR;
	programme_check_end(&c);
	snprintf(n, sizeof n, "%d", fails);
	return fails && !http_has(r, "reason") ? problem_set(p, PROBLEM_PROGRAMME_FAILS, "reason", n, NULL) : PROBLEM_NONE;
}

/* What was in force stays as it is from now on. */
static enum problem_code freeze_older(struct http_request *r, const struct at_plan *at, struct problem *p)
{
	struct plan_version *versions;
	int n;
	enum problem_code code = plan_versions(r->db, &r->arena, at->row.id, &versions, &n, p);
	for (int i = 0; i < n && !code; i++)
		if (versions[i].state == PLAN_APPROVED && versions[i].id != at->v.id)
			code = plan_version_set_state(r->db, versions[i].id, PLAN_FROZEN, p);
	return code;
}

void put_programme_state(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct str to = http_str(r, "state");
	enum problem_code code = PROBLEM_NONE;
	if (!at_plan(r, true, &at))
		return;
	bool approve = str_eq(to, STR("approved")) && at.v.state == PLAN_DRAFT, withdraw = str_eq(to, STR("draft")) && at.v.state == PLAN_APPROVED,
	     freeze = str_eq(to, STR("frozen")) && at.v.state == PLAN_APPROVED;
	if (!approve && !withdraw && !freeze) {
		wrong_state(r, at.v.state);
		at_plan_end(&at);
		return;
	}
	if (withdraw && !http_has(r, "reason"))
		code = problem_set(&p, PROBLEM_MISSING_FIELD, "reason", NULL);
	if (!code && approve)
		code = may_approve(r, &at, &p);
	if (!code)
		code = plan_touch(r->db, &at.row, http_i64(r, "etag"), &p);
	if (!code && approve && !(code = sign(r, &at, &p)))
		code = freeze_older(r, &at, &p);
	if (!code)
		code = plan_version_set_state(r->db, at.v.id, approve ? PLAN_APPROVED : withdraw ? PLAN_DRAFT : PLAN_FROZEN, &p);
	if (code)
		http_problem(r, &p);
	else
		answer_done(r, &at, at.v.id, approve ? "approve" : withdraw ? "withdraw" : "freeze",
			json_pack("{s:o,s:o,s:o,s:o}", "organ", text_json(http_str(r, "organ")), "on", text_json(http_str(r, "on")), "record",
				text_json(http_str(r, "record")), "reason", text_json(http_str(r, "reason"))),
			NULL, 0);
	at_plan_end(&at);
}

/* ---- trials ---- */

void post_programme_version(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version from, v;
	if (!at_plan(r, false, &at))
		return;
	if (plan_version_find(r->db, &r->arena, at.row.id, http_id(r, "from"), &from, &p)) {
		http_problem(r, &p);
		return;
	}
	json_t *all = plan_document(&at.row, &from);
	json_object_del(all, "format");
	v = (struct plan_version){ .programme = at.row.id, .base = from.id, .label = http_str(r, "label"), .state = PLAN_TRIAL, .body = plan_text(all, &r->arena) };
	json_decref(all);
	if (plan_touch(r->db, &at.row, http_i64(r, "etag"), &p) || plan_version_add(r->db, &v, r->session.person, &p))
		http_problem(r, &p);
	else
		answer_done(r, &at, v.id, "trial", json_pack("{s:o}", "label", text_json(v.label)), "version", v.id);
}

void delete_programme_version(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version *versions;
	int n, others = 0;
	if (!at_plan(r, false, &at))
		return;
	if (plan_versions(r->db, &r->arena, at.row.id, &versions, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	for (int i = 0; i < n; i++)
		others += versions[i].id != at.v.id && versions[i].state != PLAN_TRIAL;
	if ((at.v.state != PLAN_TRIAL && at.v.state != PLAN_DRAFT) || (at.v.state == PLAN_DRAFT && !others)) {
		wrong_state(r, at.v.state);
	} else if (plan_touch(r->db, &at.row, at.row.etag, &p) || plan_version_delete(r->db, at.v.id, &p) ||
		   plan_history_add(r->db, &at.row, at.v.id, r->session.person, "discard", STR("{}"), &p) ||
		   audit_add(r->db, r->session.person, "programme.discard", at.row.id, at.v.label, &p)) {
		http_problem(r, &p);
	} else {
		http_answer(r, 204);
	}
}

/* A draft takes over the plan of a trial; records stay as they are. */
void post_programme_adopt(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version trial;
	struct programme_check c = { 0 };
	json_t *from = NULL;
	const char *member;
	int rows;
	if (!at_plan(r, true, &at))
		return;
	enum problem_code code = plan_version_find(r->db, &r->arena, at.row.id, http_id(r, "trial"), &trial, &p);
	if (!code && (at.v.state != PLAN_DRAFT || trial.state != PLAN_TRIAL))
		code = problem_set(&p, PROBLEM_PROGRAMME_STATE, "", state_words[at.v.state != PLAN_DRAFT ? at.v.state : trial.state], NULL);
	if (!code)
		code = plan_touch(r->db, &at.row, http_i64(r, "etag"), &p);
	if (!code) {
		from = plan_document(&at.row, &trial);
		for (int i = 0; (member = programme_member(i, &rows)); i++) {
			json_t *value = json_object_get(from, member);
			if (plan_member(str_c(member)) && value)
				json_object_set(at.document, member, value);
			else if (plan_member(str_c(member)))
				json_object_del(at.document, member);
		}
		programme_check(at.standard, at.document, at.day, r->lang, &r->arena, &c);
		code = c.result ? plan_store(r, &at, at.document, &p) : PROBLEM_NONE;
	}
	if (code)
		http_problem(r, &p);
	else if (!c.result)
		answer_faults(r, &c);
	else
		answer_done(r, &at, at.v.id, "adopt", json_pack("{s:o}", "label", text_json(trial.label)), NULL, 0);
	programme_check_end(&c);
	json_decref(from);
	at_plan_end(&at);
}

/* ---- changes of what is in force ---- */

void post_programme_change(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_version v;
	if (!at_plan(r, false, &at))
		return;
	struct plan_change c = { .programme = at.row.id, .version = http_id(r, "version"), .content = http_str(r, "content"), .reason = http_str(r, "reason") };
	if (plan_version_find(r->db, &r->arena, at.row.id, c.version, &v, &p))
		http_problem(r, &p);
	else if (v.state != PLAN_APPROVED && v.state != PLAN_FROZEN)
		wrong_state(r, v.state);
	else if (plan_touch(r->db, &at.row, http_i64(r, "etag"), &p) || plan_change_add(r->db, &c, r->session.person, &p))
		http_problem(r, &p);
	else
		answer_done(r, &at, v.id, "ask", json_pack("{s:o,s:o}", "content", text_json(c.content), "reason", text_json(c.reason)), "change", c.id);
}

void put_programme_change(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_change c;
	struct plan_version from, v;
	uint64_t id;
	int64_t day;
	if (!at_plan(r, false, &at) || !http_param_id(r, "change", &id))
		return;
	enum problem_code code = plan_change_find(r->db, &r->arena, at.row.id, id, &c, &p);
	if (!code && c.state != CHANGE_ASKED)
		code = problem_set(&p, PROBLEM_PROGRAMME_STATE, "", "decided\x1f已审批", NULL);
	if (!code && !cal_parse_date(http_str(r, "on"), &day))
		code = problem_set(&p, PROBLEM_BAD_VALUE, "on", "2026-09-01", NULL);
	if (!code)
		code = plan_version_find(r->db, &r->arena, at.row.id, c.version, &from, &p);
	if (!code)
		code = plan_touch(r->db, &at.row, http_i64(r, "etag"), &p);
	if (code) {
		http_problem(r, &p);
		return;
	}
	bool granted = http_bool(r, "granted");
	c.state = granted ? CHANGE_GRANTED : CHANGE_REFUSED;
	c.organ = http_str(r, "organ");
	c.record = http_str(r, "record");
	c.on = http_str(r, "on");
	v = (struct plan_version){ .programme = at.row.id, .base = from.id, .label = str_utf8_head(c.content, 40), .state = PLAN_DRAFT, .body = from.body };
	if (granted && !(code = plan_version_add(r->db, &v, r->session.person, &p)))
		c.draft = v.id;
	if (code || plan_change_decide(r->db, &c, r->session.person, &p))
		http_problem(r, &p);
	else
		answer_done(r, &at, c.version, granted ? "grant" : "refuse",
			json_pack("{s:o,s:o,s:o,s:o}", "content", text_json(c.content), "organ", text_json(c.organ), "on", text_json(c.on), "record", text_json(c.record)),
			"version", c.draft);
}

/* ---- rows of the records that are not typed in ---- */

static json_t *records_of(const struct plan_row *row)
{
	json_t *o = json_loadb(row->records.p, row->records.n, 0, NULL);
	return o ? o : json_object();
}

static json_t *table_of(json_t *records, const char *member)
{
	json_t *rows = json_object_get(records, member);
	if (!json_is_array(rows)) {
		rows = json_array();
		json_object_set_new(records, member, rows);
	}
	return rows;
}

static bool row_is(const json_t *row, const char *key, struct str value)
{
	const json_t *v = json_object_get(row, key);
	return json_is_string(v) && str_eq((struct str){ json_string_value(v), json_string_length(v) }, value);
}

static void drop_rows(json_t *rows, const char *key, struct str value)
{
	for (size_t i = json_array_size(rows); i-- > 0;)
		if (row_is(json_array_get(rows, i), key, value))
			json_array_remove(rows, i);
}

/* Is the table well by itself? False after having answered. */
static bool table_well(struct http_request *r, const struct at_plan *at, const char *member, json_t *rows)
{
	struct programme_check c;
	json_t *alone = json_pack("{s:i,s:O}", "format", 1, member, rows);
	programme_check(at->standard, alone, at->day, r->lang, &r->arena, &c);
	json_decref(alone);
	bool well = c.result != NULL;
	if (!well)
		answer_faults(r, &c);
	programme_check_end(&c);
	return well;
}

static const struct clause *clause_of(const struct at_plan *at, struct str id)
{
	const struct clause *c;
	int n = standard_clauses(at->standard, &c);
	for (int i = 0; i < n; i++)
		if (str_eq(c[i].id, id))
			return &c[i];
	return NULL;
}

/* A row by a named account, of today; it takes the place of an older one of its clause. */
static void put_named(struct http_request *r, struct at_plan *at, const char *member, const char *what, json_t *row)
{
	struct problem p;
	struct person me;
	char day[CAL_TEXT_MAX];
	int64_t today;
	struct str clause = http_str(r, "clause");
	enum problem_code code = person_by_id(r->db, &r->arena, r->session.person, &me, &p);
	if (!code)
		code = school_today(r->db, &today, &p);
	if (!code)
		code = plan_touch(r->db, &at->row, http_i64(r, "etag"), &p);
	if (code) {
		json_decref(row);
		http_problem(r, &p);
		return;
	}
	cal_format_date(today, day);
	json_object_set_new(row, "clause", text_json(clause));
	json_object_set_new(row, "by", text_json(me.display_name));
	json_object_set_new(row, "on", json_string(day));
	json_t *records = records_of(&at->row), *rows = table_of(records, member);
	drop_rows(rows, "clause", clause);
	json_array_append_new(rows, json_incref(row));
	if (!table_well(r, at, member, rows))
		json_decref(row);
	else if (plan_set_records(r->db, at->row.id, plan_text(records, &r->arena), &p)) {
		json_decref(row);
		http_problem(r, &p);
	} else
		answer_done(r, at, 0, what, row, NULL, 0);
	json_decref(records);
}

void post_programme_review(struct http_request *r)
{
	struct at_plan at;
	if (at_plan(r, false, &at))
		put_named(r, &at, "reviews", "review", json_pack("{s:o,s:o}", "verdict", text_json(http_str(r, "verdict")), "note", text_json(http_str(r, "note"))));
}

void post_programme_waiver(struct http_request *r)
{
	struct at_plan at;
	if (!at_plan(r, false, &at))
		return;
	const struct clause *c = clause_of(&at, http_str(r, "clause"));
	if (c && c->severity == SEVERITY_ERROR)
		http_fail(r, PROBLEM_PROGRAMME_OBLIGATORY);
	else
		put_named(r, &at, "waivers", "waive", json_pack("{s:o}", "reason", text_json(http_str(r, "reason"))));
}

static void take_back(struct http_request *r, const char *member, const char *what)
{
	struct problem p;
	struct at_plan at;
	if (!at_plan(r, false, &at))
		return;
	struct str clause = http_param(r, "clause");
	json_t *records = records_of(&at.row);
	drop_rows(table_of(records, member), "clause", clause);
	if (plan_touch(r->db, &at.row, at.row.etag, &p) || plan_set_records(r->db, at.row.id, plan_text(records, &r->arena), &p))
		http_problem(r, &p);
	else
		answer_done(r, &at, 0, what, json_pack("{s:o}", "clause", text_json(clause)), NULL, 0);
	json_decref(records);
}

void delete_programme_review(struct http_request *r)
{
	take_back(r, "reviews", "unreview");
}

void delete_programme_waiver(struct http_request *r)
{
	take_back(r, "waivers", "unwaive");
}

/* ---- files of evidence ---- */

static json_t *item_of(json_t *records, struct str no)
{
	json_t *row;
	size_t i;
	json_array_foreach(table_of(records, "evidence"), i, row)
		if (row_is(row, "no", no))
			return row;
	return NULL;
}

static void no_item(struct http_request *r, struct str no)
{
	struct problem p;
	problem_set(&p, PROBLEM_PROGRAMME_NO_ITEM, "", arena_cstr(&r->arena, str_utf8_head(no, 40)), NULL);
	http_problem(r, &p);
}

void post_programme_file(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	char day[CAL_TEXT_MAX];
	struct str no = http_param(r, "no"), name = STR_NONE;
	int64_t today;
	if (!at_plan(r, false, &at))
		return;
	http_query(r, "name", &name);
	name = str_trim(name);
	if (!name.n || name.n > 200 || str_find(name, STR("/"), 0) >= 0 || str_find(name, STR("\\"), 0) >= 0 || !r->body.n) {
		problem_set(&p, name.n && !r->body.n ? PROBLEM_ROSTER_NO_FILE : PROBLEM_BAD_VALUE, "name", "file.pdf", NULL);
		http_problem(r, &p);
		return;
	}
	json_t *records = records_of(&at.row), *item = item_of(records, no);
	struct plan_file f = { .no = no, .name = name, .body = r->body };
	if (!item) {
		no_item(r, no);
	} else if (school_today(r->db, &today, &p) || plan_touch(r->db, &at.row, at.row.etag, &p) || plan_file_add(r->db, at.row.id, &f, r->session.person, &p)) {
		http_problem(r, &p);
	} else {
		cal_format_date(today, day);
		json_object_set_new(item, "file", text_json(name));
		json_object_set_new(item, "on", json_string(day));
		if (plan_set_records(r->db, at.row.id, plan_text(records, &r->arena), &p))
			http_problem(r, &p);
		else
			answer_done(r, &at, 0, "file", json_pack("{s:o,s:o}", "no", text_json(no), "name", text_json(name)), "file", f.id);
	}
	json_decref(records);
}

void get_programme_file(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct plan_file f;
	struct buf name;
	struct str no = http_param(r, "no");
	if (!at_plan(r, false, &at))
		return;
	json_t *records = records_of(&at.row), *item = item_of(records, no);
	bool there = item && json_object_get(item, "file");
	json_decref(records);
	if (!there) {
		no_item(r, no);
		return;
	}
	if (plan_file_find(r->db, &r->arena, at.row.id, no, &f, &p)) {
		http_problem(r, &p);
		return;
	}
	buf_init(&name, 1024);
	for (size_t i = 0; i < f.name.n; i++)
		buf_printf(&name, "%%%02X", (unsigned char)f.name.p[i]);
	http_json(r);
	buf_str(&r->out, f.body);
	http_header_add(r, "Content-Disposition", arena_printf(&r->arena, "attachment; filename*=UTF-8''%.*s", STR_FMT(buf_span(&name))));
	buf_fini(&name);
	http_answer_as(r, 200, "application/octet-stream");
}

void delete_programme_file(struct http_request *r)
{
	struct problem p;
	struct at_plan at;
	struct str no = http_param(r, "no");
	if (!at_plan(r, false, &at))
		return;
	json_t *records = records_of(&at.row), *item = item_of(records, no);
	if (!item || !json_object_get(item, "file"))
		no_item(r, no);
	else if (json_object_del(item, "file") || plan_touch(r->db, &at.row, at.row.etag, &p) || plan_set_records(r->db, at.row.id, plan_text(records, &r->arena), &p))
		http_problem(r, &p);
	else
		answer_done(r, &at, 0, "unfile", json_pack("{s:o}", "no", text_json(no)), NULL, 0);
	json_decref(records);
}

/* ---- tables as files ---- */

/* The cells of a file, as text: the browser knows which table they are for. */
void post_programme_sheet(struct http_request *r)
{
	enum { ROWS = 5001, COLUMNS = 64, BYTES = 32 << 20 };
	struct problem p;
	struct sheet *sheet;
	struct sheet_row row;
	struct str bytes;
	enum sheet_step step = SHEET_END;
	int n = 0;
	if (!multipart_file(http_header(r, "Content-Type"), r->body, &bytes)) {
		http_fail(r, PROBLEM_ROSTER_NO_FILE);
		return;
	}
	if (sheet_open_grid(bytes, "file", BYTES, &sheet, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "rows");
	jw_array(j);
	while (n <= ROWS && (step = sheet_next(sheet, &row, &p)) == SHEET_ROW && ++n <= ROWS) {
		jw_array(j);
		for (uint32_t i = 0; i < row.n && i < COLUMNS; i++)
			jw_str(j, row.cell[i]);
		jw_end_array(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	sheet_close(sheet);
	if (n > ROWS) {
		problem_set(&p, PROBLEM_TOO_MANY, "", "5000", NULL);
		http_problem(r, &p);
	} else if (step == SHEET_FAULT) {
		http_problem(r, &p);
	} else {
		http_answer(r, 200);
	}
}
