/* What if: one value of a document is another. */
#include "school/standard/inside.h"

#include <string.h>

/* A row by its id ("/courses/K1/hours"), or by its number: "3" if no row has that id, "#3" in any case. */
static json_t *step(json_t *at, struct str name)
{
	int64_t n;
	size_t i;
	json_t *row;
	if (json_is_object(at))
		return json_object_getn(at, name.p, name.n);
	if (!json_is_array(at))
		return NULL;
	if (str_starts(name, STR("#")))
		return str_i64(str_sub(name, 1, name.n), &n) && n >= 0 ? json_array_get(at, (size_t)n) : NULL;
	json_array_foreach(at, i, row)
	{
		const json_t *id = json_object_get(row, "id");
		id = id ? id : json_object_get(row, "no"); /* of evidence */
		if (json_is_string(id) && str_eq(name, (struct str){ json_string_value(id), json_string_length(id) }))
			return row;
	}
	return str_i64(name, &n) && n >= 0 ? json_array_get(at, (size_t)n) : NULL;
}

json_t *programme_at(json_t *document, struct str path)
{
	json_t *at = document;
	struct str rest = str_starts(path, STR("/")) ? str_sub(path, 1, path.n) : path, name;
	while (at && rest.n && str_next(&rest, '/', &name))
		at = step(at, name);
	return at;
}

bool programme_set(json_t *document, struct str path, json_t *value)
{
	json_t *at = document;
	struct str rest = str_starts(path, STR("/")) ? str_sub(path, 1, path.n) : path, name, last = STR_NONE;
	while (rest.n && str_next(&rest, '/', &name)) {
		if (last.p)
			at = step(at, last);
		last = name;
	}
	if (!at || !last.n || !value)
		return false;
	if (json_is_object(at))
		return json_is_null(value) ? json_object_deln(at, last.p, last.n) == 0 : json_object_setn(at, last.p, last.n, value) == 0;
	if (!json_is_array(at))
		return false;
	if (str_eq(last, STR("-")))
		return json_array_append(at, value) == 0;
	json_t *row = step(at, last);
	for (size_t i = 0; row && i < json_array_size(at); i++)
		if (json_array_get(at, i) == row)
			return json_is_null(value) ? json_array_remove(at, i) == 0 : json_array_set(at, i, value) == 0;
	return false;
}
