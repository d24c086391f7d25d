#include "sheet/inside.h"

#include <jansson.h>
#include <string.h>

static bool next_line(struct sheet *s, struct str *ret)
{
	if (s->at >= s->bytes.n)
		return false;
	const char *end = memchr(s->bytes.p + s->at, '\n', s->bytes.n - s->at);
	size_t stop = end ? (size_t)(end - s->bytes.p) : s->bytes.n;
	*ret = str_trim(str_sub(s->bytes, s->at, stop - s->at));
	s->at = stop + 1;
	s->line++;
	return true;
}

static int add_name(struct sheet *s, struct str name)
{
	int found = sheet_column(s, name);
	if (found >= 0 || s->n_columns == SHEET_MAX_COLUMNS)
		return found;
	if ((s->n_columns & (s->n_columns - 1)) == 0) {
		struct str *bigger = ARENA_ARRAY(&s->keep, struct str, s->n_columns ? s->n_columns * 2 : 1);
		if (s->n_columns)
			memcpy(bigger, s->column, s->n_columns * sizeof *bigger);
		s->column = bigger;
	}
	s->column[s->n_columns] = arena_str(&s->keep, name);
	uint64_t key = hash_str(1, name);
	map_put(&s->by_name, key ? key : 1, s->n_columns);
	return (int)s->n_columns++;
}

/* Passes over the file once for the names; true even if lines are bad: those are told as they are read. */
bool jsonl_names(struct sheet *s, const char **ret_why)
{
	struct str line;
	bool any = false;
	while (next_line(s, &line)) {
		json_t *o = line.n ? json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
		const char *key;
		json_t *value;
		any = any || json_is_object(o);
		json_object_foreach(o, key, value) add_name(s, str_trim(str_c(key)));
		json_decref(o);
	}
	s->at = 0;
	s->line = 1;
	if (!any)
		*ret_why = "no line of it is a JSON object";
	return any;
}

static void put_value(struct buf *b, const json_t *v, int depth)
{
	size_t i;
	const char *key;
	json_t *item;
	switch (json_typeof(v)) {
	case JSON_STRING:
		buf_put(b, json_string_value(v), json_string_length(v));
		break;
	case JSON_INTEGER:
		buf_printf(b, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
		break;
	case JSON_REAL: {
		char *text = json_dumps(v, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
		buf_str(b, str_c(text));
		free(text);
		break;
	}
	case JSON_TRUE:
		buf_str(b, STR("true"));
		break;
	case JSON_FALSE:
		buf_str(b, STR("false"));
		break;
	case JSON_NULL:
		break;
	case JSON_ARRAY:
		json_array_foreach(v, i, item)
		{
			if (i)
				buf_char(b, '|');
			if (depth < 8)
				put_value(b, item, depth + 1);
		}
		break;
	case JSON_OBJECT:
		i = 0;
		json_object_foreach((json_t *)(uintptr_t)v, key, item)
		{
			buf_str(b, i++ ? STR("; ") : STR(""));
			buf_str(b, str_c(key));
			buf_str(b, STR(": "));
			if (depth < 8)
				put_value(b, item, depth + 1);
		}
		break;
	}
}

bool jsonl_next(struct sheet *s, struct grid_row *ret)
{
	struct str line;
	if (!next_line(s, &line))
		return false;
	*ret = (struct grid_row){ .line = s->line - 1 };
	if (!line.n)
		return true;
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(o)) {
		json_decref(o);
		ret->fault = "the line is not one JSON object";
		return true;
	}
	struct str *cell = ARENA_ARRAY(&s->row, struct str, s->n_columns + 1);
	const char *key;
	json_t *value;
	struct buf b;
	buf_init(&b, SHEET_MAX_CELL + 1);
	json_object_foreach(o, key, value)
	{
		int c = sheet_column(s, str_trim(str_c(key)));
		if (c < 0)
			continue;
		buf_clear(&b);
		put_value(&b, value, 0);
		if (b.full && !ret->fault) {
			ret->fault = "the cell has more than 1 MiB";
			ret->fault_column = (uint32_t)c;
		}
		cell[c] = arena_str(&s->row, buf_span(&b));
	}
	buf_fini(&b);
	json_decref(o);
	ret->n = s->n_columns;
	ret->cell = cell;
	return true;
}
