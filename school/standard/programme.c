/* A programme from its document, by the description in programme.def. References are looked up when all rows stand. */
#include "school/standard/inside.h"

#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_ITEMS_MAX = 400, PATH_BYTES = 120 };
struct reading {
	const struct standard *s;
	struct programme *p;
	const json_t *document;
	struct telling *tell;
	int *order[T_MAX]; /* rows by id */
	char path[PATH_BYTES];
};

static bool has_id(int t)
{
	return table_desc[t].max && strcmp(table_desc[t].field[0].name, "id") == 0;
}

static void __attribute__((format(printf, 3, 5), format(printf, 4, 5)))
wrong(struct reading *r, const char *field, const char *en, const char *zh, ...)
{
	char where[PATH_BYTES + 80];
	va_list args;
	snprintf(where, sizeof where, "%s/%s", r->path, field);
	va_start(args, zh);
	standard_tell_v(r->tell, where, en, zh, args);
	va_end(args);
}

/* Words for a fault: "public, professional". */
static const char *choices(const struct word_list *l, char ret[320])
{
	size_t n = 0;
	ret[0] = 0;
	for (int i = 0; i < l->n && n < 240; i++)
		n += (size_t)snprintf(ret + n, 320 - n, "%s%.*s", i ? ", " : "", (int)(l->word[i].id.n > 60 ? 60 : l->word[i].id.n), l->word[i].id.p);
	return ret;
}

static struct str text(const json_t *v)
{
	return (struct str){ json_string_value(v), json_string_length(v) };
}

static int read_word(struct reading *r, const struct field *f, const json_t *v, bool open)
{
	const struct word_list *l = &r->s->list[f->list];
	char list[320];
	struct str s = text(v);
	int w = s.n ? word_find(l, s) : WORD_OTHER;
	if (!json_is_string(v) || !s.n || s.n > 200)
		wrong(r, f->name, "must be a word, such as %s", "必须是一个词，如 %s", choices(l, list));
	else if (w == WORD_OTHER && !open)
		wrong(r, f->name, "\"%.*s\" is not one of: %s", "“%.*s”不在可选值中：%s", STR_FMT(str_utf8_head(s, 40)), choices(l, list));
	return w;
}

static void read_words(struct reading *r, const struct field *f, const json_t *v, struct words *ret)
{
	const json_t *w;
	size_t i;
	if (!json_is_array(v) || json_array_size(v) > LIST_ITEMS_MAX) {
		wrong(r, f->name, "must be a list of at most %d words", "必须是最多 %d 个词的列表", LIST_ITEMS_MAX);
		return;
	}
	ret->given = true;
	json_array_foreach(v, i, w)
	{
		int word = read_word(r, f, w, f->kind == F_OPENS);
		ret->bits |= bit(word);
		ret->n_other += word == WORD_OTHER;
	}
}

/* 4.5 as 450; a JSON number with at most two decimals. */
static bool centi(const json_t *v, int64_t *ret)
{
	if (json_is_integer(v)) {
		*ret = json_integer_value(v) > 1000000 ? 100000000 : json_integer_value(v) * 100;
		return true;
	}
	double d = json_real_value(v) * 100;
	if (!json_is_real(v) || !(d > -1e8 && d < 1e8))
		return false;
	*ret = (int64_t)(d < 0 ? d - 0.5 : d + 0.5);
	return d - (double)*ret < 1e-6 && (double)*ret - d < 1e-6;
}

static int read_clause(struct reading *r, const struct field *f, const json_t *v)
{
	int c = json_is_string(v) ? clause_find(r->s, text(v)) : -1;
	if (c < 0)
		wrong(r, f->name, "there is no clause \"%.*s\"", "没有条款“%.*s”", STR_FMT(str_utf8_head(text(v), 40)));
	return c;
}

/* Fields that name rows are read in the second round. */
static void read_field(struct reading *r, const struct field *f, const json_t *v, char *row)
{
	void *to = row + f->at;
	int64_t n = 0;
	switch (f->kind) {
	case F_TEXT:
		if (!json_is_string(v) || !text(v).n || text(v).n > (size_t)f->max)
			wrong(r, f->name, "must be a text of 1 to %lld bytes", "必须是 1–%lld 字节的文本", (long long)f->max);
		else
			*(struct str *)to = arena_str(&r->p->arena, text(v));
		break;
	case F_NUM:
		n = json_integer_value(v);
		if (!json_is_integer(v) || n < f->min || n > f->max)
			wrong(r, f->name, "must be a whole number from %lld to %lld", "必须是 %lld–%lld 之间的整数", (long long)f->min,
				(long long)f->max);
		else
			*(int64_t *)to = n;
		break;
	case F_CENTI:
		if (!centi(v, &n) || n < f->min || n > f->max)
			wrong(r, f->name, "must be a number from %lld to %lld with at most two decimals", "必须是 %lld–%lld 之间的数，最多两位小数",
				(long long)(f->min / 100), (long long)(f->max / 100));
		else
			*(int64_t *)to = n;
		break;
	case F_DATE:
		if (!json_is_string(v) || !cal_parse_date(text(v), &n) || n < -40000 || n > 100000)
			wrong(r, f->name, "must be a date such as \"%s\"", "必须是日期，如“%s”", "2026-09-01");
		else
			*(int64_t *)to = n;
		break;
	case F_FLAG:
		if (!json_is_boolean(v))
			wrong(r, f->name, "must be true or false", "必须是 true 或 false");
		else
			*(int *)to = json_is_true(v);
		break;
	case F_WORD:
	case F_OPEN:
		*(int *)to = read_word(r, f, v, f->kind == F_OPEN);
		break;
	case F_WORDS:
	case F_OPENS:
		read_words(r, f, v, to);
		break;
	case F_CLAUSE:
		*(int *)to = read_clause(r, f, v);
		break;
	case F_CLAUSES:
	case F_REF:
	case F_REFS:
		break;
	}
}

static void clear_row(const struct table_desc *d, char *row)
{
	for (int i = 0; i < d->n_fields; i++) {
		void *to = row + d->field[i].at;
		switch (d->field[i].kind) {
		case F_NUM:
		case F_CENTI:
		case F_DATE:
			*(int64_t *)to = NONE;
			break;
		case F_FLAG:
		case F_WORD:
		case F_OPEN:
		case F_REF:
		case F_CLAUSE:
			*(int *)to = -1;
			break;
		default:
			break; /* empty */
		}
	}
}

static void read_row(struct reading *r, int t, const json_t *o, char *row)
{
	const struct table_desc *d = &table_desc[t];
	const char *key;
	json_t *v;
	if (!json_is_object(o)) {
		standard_tell(r->tell, r->path, "must be an object", "必须是对象");
		return;
	}
	json_object_foreach((json_t *)o, key, v)
	{
		const struct field *f = NULL;
		for (int i = 0; i < d->n_fields && !f; i++)
			if (strcmp(d->field[i].name, key) == 0)
				f = &d->field[i];
		if (f)
			read_field(r, f, v, row);
		else if (strcmp(key, "note") != 0)
			wrong(r, str_utf8_count(str_c(key)) > 60 ? "…" : key, "there is no such field in /%s", "/%s 没有这个字段", d->member);
	}
	const struct field *starts = NULL, *ends = NULL;
	for (int i = 0; i < d->n_fields; i++) {
		starts = strcmp(d->field[i].name, "starts") == 0 ? &d->field[i] : starts;
		ends = strcmp(d->field[i].name, "ends") == 0 ? &d->field[i] : ends;
	}
	if (starts && ends && *(int64_t *)(void *)(row + ends->at) != NONE && *(int64_t *)(void *)(row + ends->at) < *(int64_t *)(void *)(row + starts->at))
		wrong(r, "ends", "lies before \"starts\"", "早于 starts");
	for (int i = 0; i < d->n_fields; i++)
		if (d->field[i].must && !json_object_get(o, d->field[i].name))
			wrong(r, d->field[i].name, "is missing", "缺少此字段");
}

static void read_table(struct reading *r, int t)
{
	const struct table_desc *d = &table_desc[t];
	struct table *to = &r->p->t[t];
	const json_t *v = json_object_get(r->document, d->member), *o;
	size_t i, n = d->max ? json_array_size(v) : 1;
	snprintf(r->path, sizeof r->path, "/%s", d->member);
	to->given = v != NULL;
	if (v && d->max && (!json_is_array(v) || n > (size_t)d->max)) {
		standard_tell(r->tell, r->path, "must be a list of at most %d rows", "必须是最多 %d 行的列表", d->max);
		n = 0;
	}
	to->rows = arena_alloc(&r->p->arena, d->row_size * (n ? n : 1), 16);
	to->n = (int)n;
	clear_row(d, to->rows);
	if (!d->max) {
		if (v)
			read_row(r, t, v, to->rows);
		return;
	}
	for (i = 0; i < n; i++) {
		char *row = (char *)to->rows + i * d->row_size;
		o = json_array_get(v, i);
		clear_row(d, row);
		snprintf(r->path, sizeof r->path, "/%s/%zu", d->member, i);
		read_row(r, t, o, row);
	}
}

/* ---- references ---- */
static struct str id_of(const struct programme *p, int t, int row)
{
	return *(const struct str *)((const char *)p->t[t].rows + (size_t)row * table_desc[t].row_size + table_desc[t].field[0].at);
}

struct sorting {
	const struct programme *p;
	int t;
};

static int by_id(const void *a, const void *b, void *arg)
{
	const struct sorting *s = arg;
	int order = str_cmp(id_of(s->p, s->t, *(const int *)a), id_of(s->p, s->t, *(const int *)b));
	return order ? order : *(const int *)a - *(const int *)b;
}

static void sort_ids(struct reading *r, int t)
{
	struct table *table = &r->p->t[t];
	struct sorting s = { r->p, t };
	int *order = r->order[t] = ARENA_ARRAY(&r->p->arena, int, table->n ? table->n : 1);
	for (int i = 0; i < table->n; i++)
		order[i] = i;
	qsort_r(order, (size_t)table->n, sizeof *order, by_id, &s);
	for (int i = 1; i < table->n; i++)
		if (id_of(r->p, t, order[i]).n && str_eq(id_of(r->p, t, order[i]), id_of(r->p, t, order[i - 1]))) {
			snprintf(r->path, sizeof r->path, "/%s/%d", table_desc[t].member, order[i]);
			wrong(r, "id", "the id \"%.*s\" stands in row %d, too", "编号“%.*s”与第 %d 行重复",
				STR_FMT(str_utf8_head(id_of(r->p, t, order[i]), 40)), order[i - 1]);
		}
}

static int find_row(struct reading *r, const struct field *f, const json_t *v)
{
	int t = f->table, lo = 0, hi = r->p->t[t].n;
	struct str id = text(v);
	while (id.n && lo < hi) {
		int mid = (lo + hi) / 2, row = r->order[t][mid], order = str_cmp(id_of(r->p, t, row), id);
		if (order == 0)
			return row;
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	wrong(r, f->name, "\"%.*s\" is the id of no row in /%s", "编号“%.*s”不在 /%s 中", STR_FMT(str_utf8_head(id, 40)), table_desc[t].member);
	return -1;
}

static void link_field(struct reading *r, const struct field *f, const json_t *v, char *row)
{
	const json_t *one;
	size_t i;
	if (f->kind == F_REF) {
		*(int *)(void *)(row + f->at) = find_row(r, f, v);
		return;
	}
	struct refs *to = (void *)(row + f->at);
	if (!json_is_array(v) || json_array_size(v) > LIST_ITEMS_MAX) {
		wrong(r, f->name, "must be a list of at most %d", "必须是最多 %d 项的列表", LIST_ITEMS_MAX);
		return;
	}
	to->given = true;
	to->row = ARENA_ARRAY(&r->p->arena, int, json_array_size(v) + 1);
	json_array_foreach(v, i, one)
	{
		int n = f->kind == F_REFS ? find_row(r, f, one) : read_clause(r, f, one);
		if (n >= 0)
			to->row[to->n++] = n;
	}
}

static void link_table(struct reading *r, int t)
{
	const struct table_desc *d = &table_desc[t];
	const json_t *list = json_object_get(r->document, d->member), *v;
	for (int k = 0; k < d->n_fields; k++) {
		const struct field *f = &d->field[k];
		if (f->kind != F_REF && f->kind != F_REFS && f->kind != F_CLAUSES)
			continue;
		for (int i = 0; i < r->p->t[t].n; i++) {
			v = json_object_get(json_array_get(list, (size_t)i), f->name);
			snprintf(r->path, sizeof r->path, "/%s/%d", d->member, i);
			if (v)
				link_field(r, f, v, (char *)r->p->t[t].rows + (size_t)i * d->row_size);
		}
	}
}

static void read_document(struct reading *r)
{
	const json_t *format = json_object_get(r->document, "format"), *as_of = json_object_get(r->document, "as_of"),
		     *standard = json_object_get(r->document, "standard");
	const char *key;
	json_t *v;
	r->path[0] = 0;
	if (json_integer_value(format) != 1)
		wrong(r, "format", "must be %d", "必须为 %d", 1);
	if (standard && !str_eq(text(standard), r->s->code))
		wrong(r, "standard", "must be \"%s\", the code of the standard", "必须为所依据标准的代码“%s”", r->s->code.p);
	if (as_of && (!json_is_string(as_of) || !cal_parse_date(text(as_of), &r->p->as_of)))
		wrong(r, "as_of", "must be a date such as \"%s\"", "必须是日期，如“%s”", "2026-09-01");
	json_object_foreach((json_t *)r->document, key, v)
	{
		bool known = strcmp(key, "format") == 0 || strcmp(key, "as_of") == 0 || strcmp(key, "standard") == 0 || strcmp(key, "note") == 0;
		for (int t = 0; t < T_MAX && !known; t++)
			known = strcmp(key, table_desc[t].member) == 0;
		if (!known)
			wrong(r, str_utf8_count(str_c(key)) > 60 ? "…" : key, "there is no such member", "没有这个成员");
	}
	for (int t = 0; t < T_MAX; t++)
		read_table(r, t);
	for (int t = 0; t < T_MAX; t++)
		if (has_id(t))
			sort_ids(r, t);
	for (int t = 0; t < T_MAX; t++)
		link_table(r, t);
}

struct programme *programme_parse(const struct standard *s, const json_t *document, standard_fault *fault, void *arg)
{
	struct telling telling = { fault, arg, 0 };
	struct programme *p = mem_alloc(sizeof *p);
	struct reading r = { .s = s, .p = p, .document = document, .tell = &telling };
	arena_init(&p->arena, 0);
	p->as_of = NONE;
	if (json_is_object(document))
		read_document(&r);
	else
		standard_tell(&telling, "", "the document must be an object", "文档必须是对象");
	if (!telling.n)
		return p;
	programme_destroy(p);
	return NULL;
}

struct programme *programme_parse_text(const struct standard *s, struct str json, standard_fault *fault, void *arg)
{
	struct telling telling = { fault, arg, 0 };
	json_error_t e;
	if (json.n > PROGRAMME_BYTES_MAX) {
		standard_tell(&telling, "", "the document has more than %d MiB", "文档超过 %d MiB", PROGRAMME_BYTES_MAX >> 20);
		return NULL;
	}
	json_t *o = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &e);
	if (!o) {
		standard_tell(
			&telling, "", "line %d, column %d: this is no JSON: %s", "第 %d 行第 %d 列：不是合法的 JSON：%s", e.line, e.column, e.text);
		return NULL;
	}
	struct programme *p = programme_parse(s, o, fault, arg);
	json_decref(o);
	return p;
}

void programme_destroy(struct programme *p)
{
	if (!p)
		return;
	arena_fini(&p->arena);
	free(p);
}

int64_t programme_as_of(const struct programme *p)
{
	return p->as_of;
}
