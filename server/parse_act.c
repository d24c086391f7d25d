#include "server/parse_act.h"
#include "text/text.h"

#include <string.h>

/* An act or a question that is being filled. */
struct target {
	const struct field_desc *fields;
	void *(*field)(const struct target *t, int i);
	const void *it;
	uint64_t given;
	struct arena *mem;
};

static void *field_of_act(const struct target *t, int i)
{
	return act_field(t->it, i);
}

static void *field_of_ask(const struct target *t, int i)
{
	return ask_field(t->it, i);
}

static int find(const struct field_desc *f, struct str name)
{
	for (int i = 0; f[i].name; i++)
		if (f[i].kind != FIELD_TOKENS && str_eq(name, str_c(f[i].name)))
			return i;
	return -1;
}

static enum problem_code bad_type(const struct field_desc *f, struct problem *p)
{
	static const char *const types[FIELD_KIND_MAX] = { "an id", "an integer", "true or false", "text", "text", "a list of texts",
		"an object of texts", "" };
	return problem_set(p, PROBLEM_BAD_TYPE, f->name, types[f->kind], NULL);
}

static struct str text_of(const json_t *v)
{
	return (struct str){ json_string_value(v), json_string_length(v) };
}

/* ---- JSON ---- */

static enum problem_code read_strs(const struct field_desc *f, const json_t *v, struct arena *mem, struct strs *ret, struct problem *p)
{
	size_t n = json_array_size(v);
	if (!json_is_array(v))
		return bad_type(f, p);
	*ret = (struct strs){ ARENA_ARRAY(mem, struct str, n), n };
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(v, i);
		if (!json_is_string(item))
			return bad_type(f, p);
		ret->v[i] = text_of(item);
	}
	return PROBLEM_NONE;
}

static enum problem_code read_pairs(const struct field_desc *f, const json_t *v, struct arena *mem, struct pairs *ret, struct problem *p)
{
	size_t n = json_object_size(v), i = 0;
	if (!json_is_object(v))
		return bad_type(f, p);
	*ret = (struct pairs){ ARENA_ARRAY(mem, struct str, n), ARENA_ARRAY(mem, struct str, n), n };
	for (void *it = json_object_iter((json_t *)v); it; it = json_object_iter_next((json_t *)v, it), i++) {
		const json_t *value = json_object_iter_value(it);
		if (!json_is_string(value))
			return bad_type(f, p);
		ret->key[i] = str_c(json_object_iter_key(it));
		ret->value[i] = text_of(value);
	}
	return PROBLEM_NONE;
}

static enum problem_code read_json(const struct field_desc *f, const json_t *v, struct arena *mem, void *ret, struct problem *p)
{
	switch (f->kind) {
	case FIELD_ID:
		return json_is_string(v) && id_parse(text_of(v), ret) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_I64:
		*(int64_t *)ret = json_integer_value(v);
		return json_is_integer(v) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_BOOL:
		*(int64_t *)ret = json_is_true(v);
		return json_is_boolean(v) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_STR:
	case FIELD_CODE:
		*(struct str *)ret = text_of(v);
		return json_is_string(v) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_STRS:
		return read_strs(f, v, mem, ret, p);
	case FIELD_PAIRS:
		return read_pairs(f, v, mem, ret, p);
	case FIELD_TOKENS:
	case FIELD_KIND_MAX:
		break;
	}
	return bad_type(f, p);
}

static enum problem_code read_body(struct target *t, const json_t *body, struct problem *p)
{
	if (!json_is_object(body))
		return problem_set(p, PROBLEM_BAD_JSON, "", "not an object", NULL);
	for (void *it = json_object_iter((json_t *)body); it; it = json_object_iter_next((json_t *)body, it)) {
		const json_t *v = json_object_iter_value(it);
		int i = find(t->fields, str_c(json_object_iter_key(it)));
		if (i < 0)
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, json_object_iter_key(it), NULL);
		if (json_is_null(v))
			continue;
		enum problem_code code = read_json(&t->fields[i], v, t->mem, t->field(t, i), p);
		if (code)
			return code;
		t->given |= (uint64_t)1 << i;
	}
	return PROBLEM_NONE;
}

/* ---- a query ---- */

static enum problem_code read_text(const struct field_desc *f, struct str v, void *ret, struct problem *p)
{
	bool yes = str_eq(v, STR("true")) || str_eq(v, STR("1"));
	switch (f->kind) {
	case FIELD_ID:
		return id_parse(v, ret) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_I64:
		return str_i64(v, ret) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_BOOL:
		*(int64_t *)ret = yes;
		return yes || str_eq(v, STR("false")) || str_eq(v, STR("0")) ? PROBLEM_NONE : bad_type(f, p);
	case FIELD_STR:
	case FIELD_CODE:
		*(struct str *)ret = v;
		return PROBLEM_NONE;
	default:
		return bad_type(f, p);
	}
}

static enum problem_code read_query(struct target *t, const struct query *q, struct problem *p)
{
	for (int k = 0; k < q->n; k++) {
		int i = find(t->fields, q->name[k]);
		if (i < 0 && str_eq(q->name[k], STR("seat")))
			continue;
		if (i < 0) {
			char name[64];
			size_t n = q->name[k].n < sizeof name - 1 ? q->name[k].n : 0;
			memcpy(name, q->name[k].p, n);
			name[n] = 0;
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, name, NULL);
		}
		enum problem_code code = read_text(&t->fields[i], q->value[k], t->field(t, i), p);
		if (code)
			return code;
		t->given |= (uint64_t)1 << i;
	}
	return PROBLEM_NONE;
}

/* ---- stems ---- */

static int tongue_of(const struct target *t, const struct world *w)
{
	int i = find(t->fields, STR("language"));
	if (i >= 0)
		return t->given >> i & 1 ? tongue_find(*(struct str *)t->field(t, i)) : -1;
	i = find(t->fields, STR("country"));
	uint32_t row = i >= 0 && t->given >> i & 1 ? world_find(w, W_country, *(struct str *)t->field(t, i)) : ROW_NONE;
	return row == ROW_NONE ? -1 : w->country.tongue[row];
}

/* Adds the text of a field, line by line. */
static void gather(const struct target *t, const char *name, struct buf *out)
{
	int i = find(t->fields, str_c(name));
	if (i < 0 || !(t->given >> i & 1))
		return;
	const void *v = t->field(t, i);
	if (t->fields[i].kind == FIELD_STRS)
		for (size_t k = 0; k < ((const struct strs *)v)->n; k++) {
			buf_str(out, ((const struct strs *)v)->v[k]);
			buf_char(out, '\n');
		}
	else
		buf_str(out, *(const struct str *)v);
}

/* A list's items apart: their tokens with a 0 between one item's and the next's. */
static void items_tokens(const struct target *t, enum tongue tongue, const struct strs *items, size_t max, struct tokens *ret)
{
	*ret = (struct tokens){ ARENA_ARRAY(t->mem, uint64_t, max + 1), 0 };
	for (size_t i = 0; i < items->n; i++) {
		uint64_t *v = NULL;
		uint32_t n = 0;
		if (items->v[i].n && str_utf8_ok(items->v[i]))
			text_tokens(tongue, items->v[i], t->mem, &v, &n);
		for (uint32_t k = 0; k < n && ret->n < max; k++)
			ret->v[ret->n++] = v[k];
		if (i + 1 < items->n && ret->n < max)
			ret->v[ret->n++] = 0;
	}
}

static void add_tokens(struct target *t, const struct world *w)
{
	int tongue = tongue_of(t, w);
	for (int i = 0; t->fields[i].name; i++) {
		const struct field_desc *f = &t->fields[i];
		struct tokens *ret = t->field(t, i);
		struct buf text;
		uint32_t n = 0;
		if (f->kind != FIELD_TOKENS || tongue < 0)
			continue;
		if (strcmp(f->of, "keywords") == 0) {
			items_tokens(t, (enum tongue)tongue, t->field(t, find(t->fields, STR("keywords"))), (size_t)f->max, ret);
			t->given |= (uint64_t)1 << i;
			continue;
		}
		buf_init(&text, TEXT_MAX_BYTES);
		gather(t, f->of, &text);
		if (strcmp(f->of, "bullets") == 0) /* the body of a listing is all that is not its title */
			gather(t, "description", &text);
		if (text.n && str_utf8_ok(buf_span(&text))) /* may have been cut */
			text_tokens((enum tongue)tongue, buf_span(&text), t->mem, &ret->v, &n);
		ret->n = n < (uint64_t)f->max ? n : (size_t)f->max;
		t->given |= (uint64_t)1 << i;
		buf_fini(&text);
	}
}

enum problem_code parse_act(const json_t *body, enum act_kind kind, const struct world *w, struct arena *mem, struct act *ret, struct problem *p)
{
	struct act a = { .kind = kind };
	struct target t = { act_desc[kind].fields, field_of_act, &a, 0, mem };
	enum problem_code code = read_body(&t, body, p);
	a.given = t.given;
	if (code || (code = act_check(&a, p)))
		return code;
	add_tokens(&t, w);
	a.given = t.given;
	*ret = a;
	return PROBLEM_NONE;
}

void act_tokens(struct act *a, const struct world *w, struct arena *mem)
{
	struct target t = { act_desc[a->kind].fields, field_of_act, a, a->given, mem };
	add_tokens(&t, w);
	a->given = t.given;
}

static enum problem_code finish_ask(struct ask *a, struct target *t, const struct world *w, struct ask *ret, struct problem *p)
{
	a->given = t->given;
	enum problem_code code = ask_check(a, p);
	if (code)
		return code;
	add_tokens(t, w);
	a->given = t->given;
	*ret = *a;
	return PROBLEM_NONE;
}

enum problem_code parse_ask(const json_t *body, enum ask_kind kind, const struct world *w, struct arena *mem, struct ask *ret, struct problem *p)
{
	struct ask a = { .kind = kind };
	struct target t = { ask_desc[kind].fields, field_of_ask, &a, 0, mem };
	enum problem_code code = read_body(&t, body, p);
	return code ? code : finish_ask(&a, &t, w, ret, p);
}

enum problem_code parse_ask_query(
	const struct query *q, enum ask_kind kind, const struct world *w, struct arena *mem, struct ask *ret, struct problem *p)
{
	struct ask a = { .kind = kind };
	struct target t = { ask_desc[kind].fields, field_of_ask, &a, 0, mem };
	enum problem_code code = read_query(&t, q, p);
	return code ? code : finish_ask(&a, &t, w, ret, p);
}

/* ---- openapi ---- */

static void write_schema(const struct field_desc *f, struct jw *j)
{
	static const char *const types[FIELD_KIND_MAX] = { "string", "integer", "boolean", "string", "string", "array", "object", "" };
	jw_key(j, f->name);
	jw_object(j);
	jw_kcstr(j, "type", types[f->kind]);
	jw_kcstr(j, "description", f->en);
	jw_kcstr(j, "x-description-zh", f->zh);
	if (f->of[0])
		jw_kcstr(j, "x-of", f->of);
	if (f->kind == FIELD_ID)
		jw_kcstr(j, "pattern", "^[0-9a-z]{13}$");
	if (f->kind == FIELD_I64 || f->kind == FIELD_STR || f->kind == FIELD_CODE || f->kind == FIELD_STRS || f->kind == FIELD_PAIRS) {
		static const char *const low[FIELD_KIND_MAX] = { "", "minimum", "", "minLength", "minLength", "minItems", "minProperties", "" };
		static const char *const high[FIELD_KIND_MAX] = { "", "maximum", "", "maxLength", "maxLength", "maxItems", "maxProperties", "" };
		jw_ki64(j, low[f->kind], f->min);
		jw_ki64(j, high[f->kind], f->max);
	}
	if (f->kind == FIELD_STRS || f->kind == FIELD_PAIRS) {
		jw_key(j, f->kind == FIELD_STRS ? "items" : "additionalProperties");
		jw_raw(j, STR("{\"type\":\"string\"}"));
	}
	jw_end_object(j);
}

void fields_schema(const struct field_desc *fields, struct jw *j)
{
	jw_object(j);
	jw_kcstr(j, "type", "object");
	jw_kbool(j, "additionalProperties", false);
	jw_key(j, "properties");
	jw_object(j);
	for (const struct field_desc *f = fields; f->name; f++)
		if (f->kind != FIELD_TOKENS)
			write_schema(f, j);
	jw_end_object(j);
	jw_key(j, "required");
	jw_array(j);
	for (const struct field_desc *f = fields; f->name; f++)
		if (f->flags & FIELD_REQUIRED)
			jw_cstr(j, f->name);
	jw_end_array(j);
	jw_end_object(j);
}
