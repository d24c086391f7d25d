/* The projection: rows of seats' stores as SQL sees them. */
#include "market/core/state.h"
#include <assert.h>
#include <string.h>

/* A projected table has a column `store` right behind its id; `store` itself stands for its own. */
static bool of_seat(const struct market *m, int t, uint32_t row)
{
	uint32_t store = t == T_store ? row : *(uint32_t *)set_cell(&m->set, t, 1, row);
	return store != ROW_NONE && m->store.kind[store] == 0;
}

void market_changed_rows(struct market *m, bool all, void (*row)(void *arg, int table, uint32_t row), void *arg)
{
	for (int t = 0; t < T_MAX; t++) {
		if (!(m->set.desc[t].flags & TABLE_PROJECT))
			continue;
		struct table *tab = set_table(&m->set, t);
		for (uint32_t r = 0; r < tab->n; r++)
			if ((all || (tab->dirty && tab->dirty[r])) && of_seat(m, t, r))
				row(arg, t, r);
		if (tab->dirty)
			memset(tab->dirty, 0, tab->n);
	}
}

static struct str world_code(const struct world *w, const char *of, uint32_t row)
{
	for (int t = 0; t < W_MAX; t++) {
		const struct table_desc *d = &w->set.desc[t];
		if (strcmp(d->name, of) != 0)
			continue;
		for (int c = 0; c < d->n_columns; c++)
			if (strcmp(d->columns[c].name, "code") == 0)
				return world_str(w, *(struct text_ref *)set_cell(&w->set, t, c, row));
	}
	return STR_NONE;
}

static int state_table_named(const struct market *m, const char *of)
{
	for (int t = 0; t < T_MAX; t++)
		if (strcmp(m->set.desc[t].name, of) == 0)
			return t;
	return -1;
}

static struct cell row_cell(const struct market *m, const char *of, uint32_t row)
{
	if (row == ROW_NONE)
		return (struct cell){ .kind = CELL_NULL };
	int t = state_table_named(m, of);
	if (t >= 0)
		return (struct cell){ .kind = CELL_ID, .i = (int64_t)*(uint64_t *)set_cell(&m->set, t, 0, row) };
	struct str code = world_code(m->world, of, row);
	if (code.n)
		return (struct cell){ .kind = CELL_TEXT, .text = code };
	return (struct cell){ .kind = CELL_I64, .i = row };
}

static const struct {
	const char *of, *names;
} enums[] = {
#define ENUM(name, names) { #name, names },
#include "market/core/enums.def"
#undef ENUM
};

struct str market_enum_name(const char *of, unsigned value)
{
	for (size_t i = 0; i < sizeof enums / sizeof enums[0]; i++) {
		if (strcmp(enums[i].of, of) != 0)
			continue;
		struct str rest = str_c(enums[i].names);
		for (;; value--) {
			ptrdiff_t bar = str_find(rest, STR("|"), 0);
			if (!value)
				return bar < 0 ? rest : str_sub(rest, 0, (size_t)bar);
			if (bar < 0)
				return STR_NONE;
			rest = str_sub(rest, (size_t)bar + 1, rest.n);
		}
	}
	return STR_NONE;
}

/* Times that are drawn ahead and that nobody may know before they come: a parcel's scans, the decision on an application. */
static bool is_fate(int table, const char *column)
{
	return table == T_parcel || (table == T_store && strcmp(column, "decided_min") == 0);
}

struct cell market_cell(const struct market *m, int table, int column, uint32_t row)
{
	const struct column *c = &m->set.desc[table].columns[column];
	const void *v = set_cell(&m->set, table, column, row);
	switch (c->kind) {
	case COLUMN_u8:
		if (c->of[0])
			return (struct cell){ .kind = CELL_TEXT, .i = *(const uint8_t *)v, .text = market_enum_name(c->of, *(const uint8_t *)v) };
		return (struct cell){ .kind = CELL_I64, .i = *(const uint8_t *)v };
	case COLUMN_u16:
		return (struct cell){ .kind = CELL_I64, .i = *(const uint16_t *)v };
	case COLUMN_u32:
		return (struct cell){ .kind = CELL_I64, .i = *(const uint32_t *)v };
	case COLUMN_i32:
		return (struct cell){ .kind = CELL_I64, .i = *(const int32_t *)v };
	case COLUMN_i64:
	case COLUMN_u64:
		return (struct cell){ .kind = CELL_I64, .i = *(const int64_t *)v };
	case COLUMN_id:
		return (struct cell){ .kind = *(const uint64_t *)v ? CELL_ID : CELL_NULL, .i = (int64_t)*(const uint64_t *)v };
	case COLUMN_min:
		/* 0 is "not yet": no market goes back to 1970 */
		if (!*(const int64_t *)v || *(const int64_t *)v == TIME_NEVER || (*(const int64_t *)v > now_min(m) && is_fate(table, c->name)))
			return (struct cell){ .kind = CELL_NULL };
		return (struct cell){ .kind = CELL_I64, .i = *(const int64_t *)v };
	case COLUMN_row:
		return row_cell(m, c->of, *(const uint32_t *)v);
	case COLUMN_text:
		return (struct cell){ .kind = CELL_TEXT, .text = state_str(m, *(const struct text_ref *)v) };
	case COLUMN_list:
	case COLUMN_text8:
	case COLUMN_list8:
	case COLUMN_KIND_MAX:
		break;
	}
	return (struct cell){ .kind = CELL_NULL };
}

uint32_t market_order_number(const struct market *m, const struct event *e)
{
	struct str of = str_c(event_desc[e->kind].ref);
	uint32_t row = ROW_NONE, order = ROW_NONE;
	if (str_eq(of, STR("order")))
		order = state_find(m, T_order, e->ref);
	else if (str_eq(of, STR("parcel")))
		order = (row = state_find(m, T_parcel, e->ref)) == ROW_NONE ? ROW_NONE : m->parcel.order[row];
	else if (str_eq(of, STR("review")))
		order = (row = state_find(m, T_review, e->ref)) == ROW_NONE ? ROW_NONE : m->review.order[row];
	else if (str_eq(of, STR("returns")))
		order = (row = state_find(m, T_returns, e->ref)) == ROW_NONE ? ROW_NONE : m->returns.order[row];
	return order == ROW_NONE ? 0 : m->order.number[order];
}
