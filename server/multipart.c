#include "server/routes_roster.h"

#include <stdio.h>

/* The parameter boundary of a Content-Type, without its quotes. */
static struct str boundary_of(struct str type)
{
	ptrdiff_t at = str_find(type, STR("boundary="), 0);
	if (at < 0)
		return STR("");
	struct str rest = str_sub(type, (size_t)at + 9, 72);
	bool quoted = rest.n && rest.p[0] == '"';
	rest = str_sub(rest, quoted, rest.n);
	size_t n = 0;
	while (n < rest.n && rest.p[n] != '"' && (quoted || (rest.p[n] != ';' && rest.p[n] != ' ')))
		n++;
	return str_sub(rest, 0, n);
}

bool multipart_file(struct str content_type, struct str body, struct str *ret)
{
	if (!str_eq_nocase(str_sub(content_type, 0, 19), STR("multipart/form-data"))) {
		*ret = body;
		return body.n > 0;
	}
	struct str boundary = boundary_of(content_type);
	char text[80];
	if (!boundary.n || boundary.n > 70)
		return false;
	size_t n = (size_t)snprintf(text, sizeof text, "\r\n--%.*s", STR_FMT(boundary));
	struct str line = { text, n }, opening = { text + 2, n - 2 };
	ptrdiff_t at = str_starts(body, opening) ? 0 : -1;
	for (size_t from = opening.n; at >= 0;) {
		ptrdiff_t head = str_find(body, STR("\r\n\r\n"), from), end = head < 0 ? -1 : str_find(body, line, (size_t)head + 2);
		if (end < 0)
			return false;
		struct str fields = str_sub(body, from, (size_t)head - from), part = str_sub(body, (size_t)head + 4, (size_t)end > (size_t)head + 4 ? (size_t)(end - head - 4) : 0);
		if (str_find(fields, STR("filename"), 0) >= 0 && part.n) {
			*ret = part;
			return true;
		}
		from = (size_t)end + line.n;
		if (str_starts(str_sub(body, from, 2), STR("--")))
			return false;
	}
	return false;
}
