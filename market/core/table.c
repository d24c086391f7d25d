#include "market/core/table.h"
#include "base/wire.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SET_FORMAT = 1, HEAP_MAX_BYTES = 1 << 30, ROWS_MAX = 16 << 20 };

const char *const tongue_code[TONGUE_MAX] = { "zh", "en", "de", "fr", "es", "it", "ja", "pt" };

static const size_t kind_size[COLUMN_KIND_MAX] = {
#define X(kind, type) [COLUMN_##kind] = sizeof(type),
	COLUMN_KINDS(X)
#undef X
};

int tongue_find(struct str code)
{
	for (int i = 0; i < TONGUE_MAX; i++)
		if (str_eq(code, str_c(tongue_code[i])))
			return i;
	return -1;
}

size_t column_size(enum column_kind kind)
{
	return kind_size[kind];
}

struct table *set_table(const struct table_set *s, int t)
{
	return (struct table *)((char *)s->base + s->desc[t].offset);
}

/* The column pointers follow struct table; all are pointers to objects, read and written as bytes. */
static void *column_get(const struct table *t, int column)
{
	void *p;
	memcpy(&p, (const char *)t + sizeof(struct table) + (size_t)column * sizeof(void *), sizeof p);
	return p;
}

static void column_put(struct table *t, int column, void *p)
{
	memcpy((char *)t + sizeof(struct table) + (size_t)column * sizeof(void *), &p, sizeof p);
}

static void *cell_at(const struct table *t, const struct table_desc *d, int column, uint32_t row)
{
	return (char *)column_get(t, column) + kind_size[d->columns[column].kind] * row;
}

void *set_cell(const struct table_set *s, int t, int column, uint32_t row)
{
	assert(row < set_table(s, t)->n && column < s->desc[t].n_columns);
	return cell_at(set_table(s, t), &s->desc[t], column, row);
}

void set_init(struct table_set *s, const struct table_desc *desc, int n, void *base)
{
	*s = (struct table_set){ .desc = desc, .n = n, .base = base };
	buf_init(&s->heap.bytes, HEAP_MAX_BYTES);
	for (int t = 0; t < n; t++)
		memset(set_table(s, t), 0, sizeof(struct table) + (size_t)desc[t].n_columns * sizeof(void *));
}

void set_fini(struct table_set *s)
{
	for (int t = 0; t < s->n; t++) {
		struct table *tab = set_table(s, t);
		for (int c = 0; c < s->desc[t].n_columns; c++)
			free(column_get(tab, c));
		free(tab->dirty);
	}
	buf_fini(&s->heap.bytes);
	free(s->heap.words);
	*s = (struct table_set){ 0 };
}

static void reserve(struct table_set *s, int t, uint32_t cap)
{
	struct table *tab = set_table(s, t);
	if (cap <= tab->cap)
		return;
	for (int c = 0; c < s->desc[t].n_columns; c++)
		column_put(tab, c, mem_grow(column_get(tab, c), kind_size[s->desc[t].columns[c].kind] * cap));
	if (s->track) {
		tab->dirty = mem_grow(tab->dirty, cap);
		memset(tab->dirty + tab->cap, 0, cap - tab->cap);
	}
	tab->cap = cap;
}

uint32_t set_add(struct table_set *s, int t)
{
	struct table *tab = set_table(s, t);
	assert(tab->n < ROWS_MAX);
	if (tab->n == tab->cap)
		reserve(s, t, tab->cap ? tab->cap * 2 : 16);
	uint32_t row = tab->n++;
	for (int c = 0; c < s->desc[t].n_columns; c++) {
		enum column_kind k = s->desc[t].columns[c].kind;
		memset(cell_at(tab, &s->desc[t], c, row), k == COLUMN_row ? 0xff : 0, kind_size[k]);
	}
	set_touch(s, t, row);
	return row;
}

void set_touch(struct table_set *s, int t, uint32_t row)
{
	struct table *tab = set_table(s, t);
	if (!s->track || !(s->desc[t].flags & TABLE_PROJECT))
		return;
	if (!tab->dirty)
		tab->dirty = mem_alloc(tab->cap);
	tab->dirty[row] = 1;
}

struct text_ref set_text(struct table_set *s, struct str v)
{
	if (!v.n)
		return (struct text_ref){ 0, 0 };
	struct text_ref r = { (uint32_t)s->heap.bytes.n, (uint32_t)v.n };
	buf_put(&s->heap.bytes, v.p, v.n);
	assert(!s->heap.bytes.full);
	return r;
}

struct str set_str(const struct table_set *s, struct text_ref r)
{
	return r.n ? (struct str){ s->heap.bytes.p + r.at, r.n } : STR_NONE;
}

struct list_ref set_list(struct table_set *s, const uint64_t *v, uint32_t n)
{
	struct heap *h = &s->heap;
	if (!n)
		return (struct list_ref){ 0, 0 };
	if (n > h->cap_words - h->n_words) {
		uint32_t cap = h->cap_words ? h->cap_words : 256;
		while (cap - h->n_words < n) {
			assert(cap < (uint32_t)1 << 30);
			cap *= 2;
		}
		h->words = mem_grow(h->words, cap * sizeof *h->words);
		h->cap_words = cap;
	}
	struct list_ref r = { h->n_words, n };
	memcpy(h->words + h->n_words, v, n * sizeof *v);
	h->n_words += n;
	return r;
}

const uint64_t *set_words(const struct table_set *s, struct list_ref r)
{
	return s->heap.words + r.at;
}

void set_clone(struct table_set *to, const struct table_set *from, int with_flags)
{
	void *base = to->base;
	set_init(to, from->desc, from->n, base);
	for (int t = 0; t < from->n; t++) {
		const struct table_desc *d = &from->desc[t];
		if (with_flags ? !(d->flags & with_flags) : (d->flags & TABLE_SCRATCH) != 0)
			continue;
		const struct table *a = set_table(from, t);
		struct table *b = set_table(to, t);
		reserve(to, t, a->n);
		b->n = a->n;
		for (int c = 0; a->n && c < d->n_columns; c++)
			memcpy(column_get(b, c), column_get(a, c), kind_size[d->columns[c].kind] * a->n);
	}
	buf_put(&to->heap.bytes, from->heap.bytes.p, from->heap.bytes.n);
	set_list(to, from->heap.words, from->heap.n_words);
}

/* ---- saving: table name, rows, then column by column: name, kind, cells. Texts and lists are written where they are used, so garbage stays behind. */

static void save_text(const struct table_set *s, struct text_ref r, struct buf *out)
{
	wire_span(out, set_str(s, r));
}

static void save_list(const struct table_set *s, struct list_ref r, struct buf *out)
{
	wire_u64(out, r.n);
	for (uint32_t i = 0; i < r.n; i++)
		wire_fixed64(out, s->heap.words[r.at + i]);
}

static void save_cell(const struct table_set *s, enum column_kind kind, const void *cell, struct buf *out)
{
	switch (kind) {
	case COLUMN_u8:
		wire_u64(out, *(const uint8_t *)cell);
		break;
	case COLUMN_u16:
		wire_u64(out, *(const uint16_t *)cell);
		break;
	case COLUMN_u32:
		wire_u64(out, *(const uint32_t *)cell);
		break;
	case COLUMN_row:
		wire_u64(out, (uint64_t)(uint32_t)(*(const uint32_t *)cell + 1));
		break;
	case COLUMN_i32:
		wire_i64(out, *(const int32_t *)cell);
		break;
	case COLUMN_i64:
	case COLUMN_min:
		wire_i64(out, *(const int64_t *)cell);
		break;
	case COLUMN_u64:
	case COLUMN_id:
		wire_fixed64(out, *(const uint64_t *)cell);
		break;
	case COLUMN_text:
		save_text(s, *(const struct text_ref *)cell, out);
		break;
	case COLUMN_list:
		save_list(s, *(const struct list_ref *)cell, out);
		break;
	case COLUMN_text8:
		for (int i = 0; i < TONGUE_MAX; i++)
			save_text(s, ((const struct text8_ref *)cell)->in[i], out);
		break;
	case COLUMN_list8:
		for (int i = 0; i < TONGUE_MAX; i++)
			save_list(s, ((const struct list8_ref *)cell)->in[i], out);
		break;
	case COLUMN_KIND_MAX:
		break;
	}
}

static int n_saved(const struct table_set *s)
{
	int n = 0;
	for (int t = 0; t < s->n; t++)
		n += !(s->desc[t].flags & TABLE_SCRATCH);
	return n;
}

void set_save(const struct table_set *s, struct buf *out)
{
	wire_u64(out, SET_FORMAT);
	wire_u64(out, (uint64_t)n_saved(s));
	for (int t = 0; t < s->n; t++) {
		const struct table_desc *d = &s->desc[t];
		const struct table *tab = set_table(s, t);
		if (d->flags & TABLE_SCRATCH)
			continue;
		wire_span(out, str_c(d->name));
		wire_u64(out, tab->n);
		wire_u64(out, (uint64_t)d->n_columns);
		for (int c = 0; c < d->n_columns; c++) {
			wire_span(out, str_c(d->columns[c].name));
			wire_u64(out, (uint64_t)d->columns[c].kind);
			/* the column's length stands before it, so that a reader may skip it */
			struct buf cells;
			buf_init(&cells, HEAP_MAX_BYTES);
			for (uint32_t row = 0; row < tab->n; row++)
				save_cell(s, d->columns[c].kind, cell_at(tab, d, c, row), &cells);
			wire_span(out, buf_span(&cells));
			buf_fini(&cells);
		}
	}
}

static struct list_ref load_list(struct table_set *s, struct wire *w)
{
	uint64_t n = wire_get_u64(w);
	if (w->bad || n > (w->in.n - w->at) / 8) {
		w->bad = true;
		return (struct list_ref){ 0, 0 };
	}
	struct list_ref r = { 0, 0 };
	for (uint64_t i = 0; i < n; i++) {
		uint64_t v = wire_get_fixed64(w);
		struct list_ref one = set_list(s, &v, 1);
		if (!i)
			r.at = one.at;
	}
	r.n = (uint32_t)n;
	return r;
}

static void load_cell(struct table_set *s, enum column_kind kind, void *cell, struct wire *w)
{
	switch (kind) {
	case COLUMN_u8:
		*(uint8_t *)cell = (uint8_t)wire_get_u64(w);
		break;
	case COLUMN_u16:
		*(uint16_t *)cell = (uint16_t)wire_get_u64(w);
		break;
	case COLUMN_u32:
		*(uint32_t *)cell = (uint32_t)wire_get_u64(w);
		break;
	case COLUMN_row:
		*(uint32_t *)cell = (uint32_t)wire_get_u64(w) - 1;
		break;
	case COLUMN_i32:
		*(int32_t *)cell = (int32_t)wire_get_i64(w);
		break;
	case COLUMN_i64:
	case COLUMN_min:
		*(int64_t *)cell = wire_get_i64(w);
		break;
	case COLUMN_u64:
	case COLUMN_id:
		*(uint64_t *)cell = wire_get_fixed64(w);
		break;
	case COLUMN_text:
		*(struct text_ref *)cell = set_text(s, wire_get_span(w));
		break;
	case COLUMN_list:
		*(struct list_ref *)cell = load_list(s, w);
		break;
	case COLUMN_text8:
		for (int i = 0; i < TONGUE_MAX; i++)
			((struct text8_ref *)cell)->in[i] = set_text(s, wire_get_span(w));
		break;
	case COLUMN_list8:
		for (int i = 0; i < TONGUE_MAX; i++)
			((struct list8_ref *)cell)->in[i] = load_list(s, w);
		break;
	case COLUMN_KIND_MAX:
		break;
	}
}

static int find_table(const struct table_set *s, struct str name)
{
	for (int t = 0; t < s->n; t++)
		if (str_eq(name, str_c(s->desc[t].name)))
			return t;
	return -1;
}

static int find_column(const struct table_desc *d, struct str name)
{
	for (int c = 0; c < d->n_columns; c++)
		if (str_eq(name, str_c(d->columns[c].name)))
			return c;
	return -1;
}

static bool load_table(struct table_set *s, struct wire *w)
{
	int t = find_table(s, wire_get_span(w));
	uint64_t n = wire_get_u64(w), columns = wire_get_u64(w);
	/* a row takes at least one byte in each column */
	if (w->bad || n > ROWS_MAX || n > w->in.n || columns > 1000)
		return false;
	if (t >= 0) {
		if (set_table(s, t)->n)
			return false;
		for (uint64_t i = 0; i < n; i++)
			set_add(s, t);
	}
	for (uint64_t i = 0; i < columns; i++) {
		struct str name = wire_get_span(w);
		uint64_t kind = wire_get_u64(w);
		struct wire cells = wire_open(wire_get_span(w));
		if (w->bad)
			return false;
		int c = t >= 0 ? find_column(&s->desc[t], name) : -1;
		if (c < 0)
			continue;
		if (kind != (uint64_t)s->desc[t].columns[c].kind)
			return false;
		for (uint32_t row = 0; row < n && !cells.bad; row++)
			load_cell(s, (enum column_kind)kind, cell_at(set_table(s, t), &s->desc[t], c, row), &cells);
		if (cells.bad || wire_more(&cells))
			return false;
	}
	return true;
}

enum problem_code set_load(struct table_set *s, struct str in, struct problem *p)
{
	struct wire w = wire_open(in);
	uint64_t format = wire_get_u64(&w);
	if (!w.bad && format > SET_FORMAT)
		return problem_set(p, PROBLEM_VERSION, "", "tables 2", "tables 1", NULL);
	uint64_t n = wire_get_u64(&w);
	for (uint64_t i = 0; i < n && !w.bad; i++)
		if (!load_table(s, &w))
			return problem_set(p, PROBLEM_CORRUPT, "", "tables", NULL);
	if (w.bad || wire_more(&w))
		return problem_set(p, PROBLEM_CORRUPT, "", "tables", NULL);
	return PROBLEM_NONE;
}

static void digest_text(const struct table_set *s, struct text_ref r, struct digest *d)
{
	digest_u64(d, r.n);
	digest_add(d, set_str(s, r).p, r.n);
}

static void digest_list(const struct table_set *s, struct list_ref r, struct digest *d)
{
	digest_u64(d, r.n);
	for (uint32_t i = 0; i < r.n; i++)
		digest_u64(d, s->heap.words[r.at + i]);
}

static void digest_cell(const struct table_set *s, enum column_kind kind, const void *cell, struct digest *d)
{
	switch (kind) {
	case COLUMN_u8:
		digest_u64(d, *(const uint8_t *)cell);
		break;
	case COLUMN_u16:
		digest_u64(d, *(const uint16_t *)cell);
		break;
	case COLUMN_u32:
	case COLUMN_row:
		digest_u64(d, *(const uint32_t *)cell);
		break;
	case COLUMN_i32:
		digest_u64(d, (uint64_t)(int64_t)*(const int32_t *)cell);
		break;
	case COLUMN_i64:
	case COLUMN_min:
		digest_u64(d, (uint64_t)*(const int64_t *)cell);
		break;
	case COLUMN_u64:
	case COLUMN_id:
		digest_u64(d, *(const uint64_t *)cell);
		break;
	case COLUMN_text:
		digest_text(s, *(const struct text_ref *)cell, d);
		break;
	case COLUMN_list:
		digest_list(s, *(const struct list_ref *)cell, d);
		break;
	case COLUMN_text8:
		for (int i = 0; i < TONGUE_MAX; i++)
			digest_text(s, ((const struct text8_ref *)cell)->in[i], d);
		break;
	case COLUMN_list8:
		for (int i = 0; i < TONGUE_MAX; i++)
			digest_list(s, ((const struct list8_ref *)cell)->in[i], d);
		break;
	case COLUMN_KIND_MAX:
		break;
	}
}

void set_digest(const struct table_set *s, struct digest *d)
{
	for (int t = 0; t < s->n; t++) {
		const struct table_desc *desc = &s->desc[t];
		const struct table *tab = set_table(s, t);
		if (desc->flags & TABLE_SCRATCH)
			continue;
		digest_u64(d, tab->n);
		for (int c = 0; c < desc->n_columns; c++)
			for (uint32_t row = 0; row < tab->n; row++)
				digest_cell(s, desc->columns[c].kind, cell_at(tab, desc, c, row), d);
	}
}
