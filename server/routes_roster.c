/* The roster of a class: preview of a file, import, rows, PINs. */
#include "server/routes_roster.h"
#include "base/calendar.h"
#include "school/session.h"
#include "server/routes.h"

#include <stdio.h>
#include <string.h>

const struct body_field roster_row_body[] = { { "number", BODY_STR, false, 1, ROSTER_NUMBER_MAX }, { "name", BODY_STR, false, 1, 200 },
	{ "note", BODY_STR, false, 0, ROSTER_NOTE_MAX }, { 0 } };

void write_real_time(struct jw *j, const char *key, int64_t at_s)
{
	char minute[CAL_TEXT_MAX], text[CAL_TEXT_MAX + 4];
	jw_key(j, key);
	if (!at_s) {
		jw_null(j);
		return;
	}
	cal_format(cal_floor_div(at_s, 60), minute);
	snprintf(text, sizeof text, "%.16s:%02dZ", minute, (int)(at_s - cal_floor_div(at_s, 60) * 60));
	jw_cstr(j, text);
}

static void write_row(struct jw *j, const struct roster_row *row)
{
	jw_object(j);
	jw_kid(j, "row", row->id);
	jw_kid(j, "person", row->person);
	jw_kstr(j, "number", row->number);
	jw_kstr(j, "name", row->name);
	jw_kstr(j, "note", row->note);
	jw_kbool(j, "claimed", row->claimed_s != 0);
	write_real_time(j, "claimed_at_real", row->claimed_s);
	jw_kbool(j, "signed_in", row->signed_in);
	write_real_time(j, "seen_at_real", row->seen_s);
	jw_end_object(j);
}

static void write_missing(struct jw *j, const struct roster_row *rows, int n)
{
	jw_key(j, "missing");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "row", rows[i].id);
		jw_kstr(j, "number", rows[i].number);
		jw_kstr(j, "name", rows[i].name);
		jw_kbool(j, "claimed", rows[i].claimed_s != 0);
		jw_end_object(j);
	}
	jw_end_array(j);
}

void get_roster(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct roster_row *rows;
	int n;
	if (!own_class(r, &class))
		return;
	if (roster_list(r->db, &r->arena, class.id, false, &rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_row(j, &rows[i]);
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- preview ---- */

static void write_faults(struct http_request *r, struct jw *j, const struct roster_line *line)
{
	jw_key(j, "faults");
	jw_array(j);
	for (int i = 0; i < line->n_faults; i++) {
		const struct roster_fault *f = &line->faults[i];
		struct buf text;
		buf_init(&text, 1024);
		problem_text(&f->problem, r->lang, &text);
		jw_object(j);
		jw_kcstr(j, "column", roster_column_names[f->column]);
		jw_kcstr(j, "severity", f->warning ? "warning" : "error");
		jw_kcstr(j, "code", problem_name(f->problem.code));
		jw_kstr(j, "text", buf_span(&text));
		jw_key(j, "fix");
		if (f->fix.n)
			jw_str(j, f->fix);
		else
			jw_null(j);
		jw_end_object(j);
		buf_fini(&text);
	}
	jw_end_array(j);
}

struct counts {
	int new, same, changed, errors, warnings;
};

static void write_line(struct http_request *r, struct jw *j, const struct roster_line *line, const struct roster_row *have, struct counts *counts)
{
	bool bad = roster_line_bad(line);
	bool same = have && !have->left && str_eq(have->name, line->name) && str_eq(have->note, line->note);
	const char *state = bad ? "error" : !have || have->left ? "new" : same ? "same" : "changed";
	counts->errors += bad;
	counts->warnings += !bad && line->n_faults > 0;
	counts->new += !bad && (!have || have->left);
	counts->same += !bad && same;
	counts->changed += !bad && have && !have->left && !same;
	jw_object(j);
	jw_ki64(j, "line", line->line);
	jw_kstr(j, "number", line->number);
	jw_kstr(j, "name", line->name);
	jw_kstr(j, "note", line->note);
	jw_kstr(j, "class", line->class_name);
	jw_kcstr(j, "state", state);
	jw_kid(j, "row", have && !have->left ? have->id : 0);
	jw_kbool(j, "claimed", have && have->claimed_s);
	write_faults(r, j, line);
	jw_end_object(j);
}

static void write_classes(struct jw *j, const struct roster_file *file)
{
	jw_key(j, "classes");
	jw_array(j);
	for (int i = 0; i < file->n; i++) {
		int n = 0;
		bool first = file->lines[i].class_name.n > 0;
		for (int k = 0; k < file->n; k++)
			if (str_eq(file->lines[k].class_name, file->lines[i].class_name)) {
				first = first && k >= i;
				n++;
			}
		if (!first)
			continue;
		jw_object(j);
		jw_kstr(j, "name", file->lines[i].class_name);
		jw_ki64(j, "n", n);
		jw_end_object(j);
	}
	jw_end_array(j);
}

static void write_preview(struct http_request *r, const struct roster_file *file, const struct roster_row *rows, int n)
{
	struct counts counts = { 0 };
	struct roster_row *missing = ARENA_ARRAY(&r->arena, struct roster_row, n + 1);
	bool *found = ARENA_ARRAY(&r->arena, bool, n + 1);
	int n_missing = 0;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kbool(j, "header", file->header);
	jw_key(j, "columns");
	jw_object(j);
	for (int c = 0; c < ROSTER_COLUMNS; c++) {
		jw_key(j, roster_column_names[c]);
		if (file->column[c] < 0)
			jw_null(j);
		else
			jw_i64(j, file->column[c]);
	}
	jw_end_object(j);
	jw_key(j, "rows");
	jw_array(j);
	for (int i = 0; i < file->n; i++) {
		const struct roster_row *have = NULL;
		for (int k = 0; k < n && !have; k++)
			if (str_eq(rows[k].number, file->lines[i].number)) {
				have = &rows[k];
				found[k] = true;
			}
		write_line(r, j, &file->lines[i], have, &counts);
	}
	jw_end_array(j);
	for (int k = 0; k < n; k++)
		if (!found[k] && !rows[k].left)
			missing[n_missing++] = rows[k];
	write_missing(j, missing, n_missing);
	write_classes(j, file);
	jw_key(j, "counts");
	jw_object(j);
	jw_ki64(j, "new", counts.new);
	jw_ki64(j, "same", counts.same);
	jw_ki64(j, "changed", counts.changed);
	jw_ki64(j, "errors", counts.errors);
	jw_ki64(j, "warnings", counts.warnings);
	jw_ki64(j, "missing", n_missing);
	jw_end_object(j);
	jw_end_object(j);
}

void post_roster_preview(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct roster_file file;
	struct roster_row *rows;
	struct str bytes;
	int n;
	if (!own_class(r, &class))
		return;
	if (!multipart_file(http_header(r, "Content-Type"), r->body, &bytes)) {
		http_fail(r, PROBLEM_ROSTER_NO_FILE);
	} else if (roster_read(bytes, &r->arena, &file, &p) || roster_list(r->db, &r->arena, class.id, true, &rows, &n, &p)) {
		http_problem(r, &p);
	} else {
		write_preview(r, &file, rows, n);
		http_answer(r, 200);
	}
}

/* ---- import ---- */

static bool text_of(json_t *row, const char *name, struct str *ret)
{
	json_t *v = json_object_get(row, name);
	*ret = json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
	return !v || json_is_null(v) || json_is_string(v);
}

static enum problem_code bad_row(struct problem *p, enum problem_code code, size_t i, const char *name, struct arena *a, const char *arg)
{
	return problem_set(p, code, arena_printf(a, "rows.%zu.%s", i, name).p, arg, NULL);
}

static enum problem_code read_rows(struct http_request *r, struct roster_line **ret, int *ret_n, bool *ret_remove, struct problem *p)
{
	json_t *rows = json_object_get(r->json, "rows"), *remove = json_object_get(r->json, "remove"), *row, *v;
	const char *name;
	size_t i;
	if (!json_is_object(r->json))
		return problem_set(p, PROBLEM_BAD_JSON, "", "not an object", NULL);
	json_object_foreach(r->json, name, v)
		if (strcmp(name, "rows") && strcmp(name, "remove"))
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, name, NULL);
	if (!rows || json_is_null(rows))
		return problem_set(p, PROBLEM_MISSING_FIELD, "rows", NULL);
	if (!json_is_array(rows))
		return problem_set(p, PROBLEM_BAD_TYPE, "rows", "a list of rows", NULL);
	if (remove && !json_is_null(remove) && !json_is_boolean(remove))
		return problem_set(p, PROBLEM_BAD_TYPE, "remove", "true or false", NULL);
	if (json_array_size(rows) > ROSTER_MAX)
		return problem_set(p, PROBLEM_ROSTER_TOO_MANY, "rows", "200", NULL);
	struct roster_line *lines = ARENA_ARRAY(&r->arena, struct roster_line, json_array_size(rows) + 1);
	json_array_foreach(rows, i, row) {
		if (!json_is_object(row))
			return problem_set(p, PROBLEM_BAD_TYPE, arena_printf(&r->arena, "rows.%zu", i).p, "a row", NULL);
		json_object_foreach(row, name, v)
			if (strcmp(name, "number") && strcmp(name, "name") && strcmp(name, "note"))
				return bad_row(p, PROBLEM_UNKNOWN_FIELD, i, name, &r->arena, NULL);
		lines[i].line = (uint32_t)i + 1;
		if (!text_of(row, "number", &lines[i].number))
			return bad_row(p, PROBLEM_BAD_TYPE, i, "number", &r->arena, "text");
		if (!text_of(row, "name", &lines[i].name))
			return bad_row(p, PROBLEM_BAD_TYPE, i, "name", &r->arena, "text");
		if (!text_of(row, "note", &lines[i].note))
			return bad_row(p, PROBLEM_BAD_TYPE, i, "note", &r->arena, "text");
	}
	int n = (int)json_array_size(rows);
	roster_check(lines, n, &r->arena);
	for (int k = 0; k < n; k++)
		for (int f = 0; f < lines[k].n_faults; f++)
			if (!lines[k].faults[f].warning)
				return bad_row(p, lines[k].faults[f].problem.code, (size_t)k, roster_column_names[lines[k].faults[f].column], &r->arena,
					lines[k].faults[f].problem.arg[0]);
	*ret = lines;
	*ret_n = n;
	*ret_remove = json_is_true(remove);
	return PROBLEM_NONE;
}

void post_roster(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct roster_line *lines = NULL;
	struct roster_change change;
	int n = 0;
	bool remove = false;
	if (!own_class(r, &class))
		return;
	if (read_rows(r, &lines, &n, &remove, &p) || roster_import(r->db, &r->arena, &class, lines, n, remove, r->session.person, &change, &p)) {
		http_problem(r, &p);
		return;
	}
	for (int i = 0; remove && i < change.n_missing; i++)
		http_forget_person(r, change.missing[i].person);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "added", change.added);
	jw_ki64(j, "changed", change.changed);
	jw_ki64(j, "same", change.same);
	jw_ki64(j, "removed", change.removed);
	write_missing(j, change.missing, remove ? 0 : change.n_missing);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- one row ---- */

static bool own_row(struct http_request *r, struct class_row *class, struct roster_row *ret)
{
	struct problem p;
	uint64_t id;
	if (!own_class(r, class) || !http_param_id(r, "row", &id))
		return false;
	if (!roster_find(r->db, &r->arena, class->id, id, ret, &p))
		return true;
	http_problem(r, &p);
	return false;
}

void put_roster_row(struct http_request *r)
{
	struct problem p = { 0 };
	struct class_row class;
	struct roster_row row;
	if (!own_row(r, &class, &row))
		return;
	struct roster_line line = { .number = http_has(r, "number") ? http_str(r, "number") : row.number,
		.name = http_has(r, "name") ? http_str(r, "name") : row.name, .note = http_has(r, "note") ? http_str(r, "note") : row.note };
	roster_check(&line, 1, &r->arena);
	for (int i = 0; i < line.n_faults; i++)
		if (!line.faults[i].warning) {
			http_problem(r, &line.faults[i].problem);
			return;
		}
	row.number = line.number;
	row.name = line.name;
	row.note = line.note;
	enum problem_code code = roster_change(r->db, &row, &p);
	if (code == PROBLEM_DUPLICATE)
		problem_set(&p, PROBLEM_ROSTER_NUMBER_TAKEN, "number", NULL);
	if (code || audit_add(r->db, r->session.person, "roster.change", row.person, STR(""), &p)) {
		http_problem(r, &p);
		return;
	}
	write_row(http_json(r), &row);
	http_answer(r, 200);
}

void delete_roster_row(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct roster_row row;
	if (!own_row(r, &class, &row))
		return;
	if (roster_remove(r->db, &row, school_now_s(), &p) || audit_add(r->db, r->session.person, "roster.remove", row.person, STR(""), &p)) {
		http_problem(r, &p);
		return;
	}
	http_forget_person(r, row.person);
	http_answer(r, 204);
}

/* ---- PINs ---- */

static enum problem_code read_reset(struct http_request *r, uint64_t class_id, struct roster_row **ret, int *ret_n, struct problem *p)
{
	json_t *list = json_object_get(r->json, "rows"), *all = json_object_get(r->json, "all"), *item, *v;
	const char *name;
	size_t i;
	if (!json_is_object(r->json))
		return problem_set(p, PROBLEM_BAD_JSON, "", "not an object", NULL);
	json_object_foreach(r->json, name, v)
		if (strcmp(name, "rows") && strcmp(name, "all"))
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, name, NULL);
	if (all && !json_is_null(all) && !json_is_boolean(all))
		return problem_set(p, PROBLEM_BAD_TYPE, "all", "true or false", NULL);
	if (json_is_true(all))
		return roster_list(r->db, &r->arena, class_id, false, ret, ret_n, p);
	if (!list || json_is_null(list))
		return problem_set(p, PROBLEM_MISSING_FIELD, "rows", NULL);
	if (!json_is_array(list) || json_array_size(list) > ROSTER_MAX)
		return problem_set(p, PROBLEM_BAD_TYPE, "rows", "a list of ids", NULL);
	struct roster_row *rows = ARENA_ARRAY(&r->arena, struct roster_row, json_array_size(list) + 1);
	json_array_foreach(list, i, item) {
		uint64_t id;
		if (!json_is_string(item) || !id_parse((struct str){ json_string_value(item), json_string_length(item) }, &id))
			return problem_set(p, PROBLEM_BAD_TYPE, "rows", "a list of ids", NULL);
		enum problem_code code = roster_find(r->db, &r->arena, class_id, id, &rows[i], p);
		if (code)
			return code;
	}
	*ret = rows;
	*ret_n = (int)json_array_size(list);
	return PROBLEM_NONE;
}

void post_pins_reset(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct roster_row *rows;
	int n, reset = 0;
	if (!own_class(r, &class))
		return;
	enum problem_code code = read_reset(r, class.id, &rows, &n, &p);
	for (int i = 0; !code && i < n; i++) {
		code = roster_reset(r->db, &rows[i], school_now_s(), &p);
		if (!code && rows[i].claimed_s)
			code = audit_add(r->db, r->session.person, "pin.reset", rows[i].person, STR(""), &p);
		reset += rows[i].claimed_s != 0;
		http_forget_person(r, rows[i].person);
	}
	if (code) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "reset", reset);
	jw_end_object(j);
	http_answer(r, 200);
}
