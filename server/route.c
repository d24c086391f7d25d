#include "server/route.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *const method_names[METHOD_MAX] = { "GET", "POST", "PUT", "DELETE" };

struct router {
	const struct route **routes;
	size_t n, cap;
};

struct router *router_create(void)
{
	return mem_alloc(sizeof(struct router));
}

void router_destroy(struct router *rt)
{
	if (rt)
		free(rt->routes);
	free(rt);
}

void router_add(struct router *rt, const struct route *routes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (rt->n == rt->cap) {
			rt->cap = rt->cap ? rt->cap * 2 : 64;
			rt->routes = mem_grow(rt->routes, rt->cap * sizeof *rt->routes);
		}
		rt->routes[rt->n++] = &routes[i];
	}
}

size_t router_count(const struct router *rt)
{
	return rt->n;
}

const struct route *router_at(const struct router *rt, size_t i)
{
	assert(i < rt->n);
	return rt->routes[i];
}

static bool is_param(struct str segment)
{
	return segment.n > 2 && segment.p[0] == '{' && segment.p[segment.n - 1] == '}';
}

/* Literals before parameters: returns how many literal segments fit plus one, 0 for no match. */
static int fits(struct str pattern, struct str path, struct str param[ROUTE_PARAMS_MAX])
{
	int literals = 1, params = 0;
	struct str want, have;
	for (;;) {
		bool more_want = str_next(&pattern, '/', &want);
		struct str before = path;
		bool more_have = str_next(&path, '/', &have);
		if (!more_want || !more_have)
			return more_want == more_have ? literals : 0;
		if (is_param(want)) {
			assert(params < ROUTE_PARAMS_MAX);
			if (want.p[want.n - 2] == '*') {
				param[params] = before;
				return literals;
			}
			if (have.n == 0)
				return 0;
			param[params++] = have;
		} else if (str_eq(want, have)) {
			literals += 1;
		} else {
			return 0;
		}
	}
}

const struct route *router_match(const struct router *rt, enum method m, struct str path, struct str param[ROUTE_PARAMS_MAX], bool *ret_other)
{
	const struct route *best = NULL;
	int best_fit = 0;
	bool other = false;
	for (size_t i = 0; i < rt->n; i++) {
		struct str found[ROUTE_PARAMS_MAX] = { 0 };
		int fit = fits(str_c(rt->routes[i]->path), path, found);
		if (!fit)
			continue;
		if (rt->routes[i]->method != m) {
			other = other || !str_ends(str_c(rt->routes[i]->path), STR("*}")); /* what takes everything knows no address */
		} else if (fit > best_fit) {
			best = rt->routes[i];
			best_fit = fit;
			memcpy(param, found, sizeof found);
		}
	}
	*ret_other = other;
	return best;
}

int route_param(const struct route *route, struct str name)
{
	struct str rest = str_c(route->path), segment;
	int i = 0;
	while (str_next(&rest, '/', &segment)) {
		if (!is_param(segment))
			continue;
		struct str own = str_sub(segment, 1, segment.n - 2);
		if (str_ends(own, STR("*")))
			own.n--;
		if (str_eq(own, name))
			return i;
		i++;
	}
	return -1;
}

static void write_members(struct jw *j, const struct body_field *fields)
{
	static const char *const types[] = { "string", "integer", "boolean", "string" };
	jw_object(j);
	jw_kcstr(j, "type", "object");
	jw_kbool(j, "additionalProperties", false);
	jw_key(j, "properties");
	jw_object(j);
	for (const struct body_field *f = fields; f->name; f++) {
		jw_key(j, f->name);
		if (f->kind == BODY_IDS) {
			jw_object(j);
			jw_kcstr(j, "type", "array");
			jw_key(j, "items");
			jw_raw(j, STR("{\"type\":\"string\"}"));
			jw_ki64(j, "minItems", f->min);
			jw_ki64(j, "maxItems", f->max);
			jw_end_object(j);
			continue;
		}
		if (f->kind == BODY_OBJECT) {
			write_members(j, f->of);
			continue;
		}
		jw_object(j);
		jw_kcstr(j, "type", types[f->kind]);
		if (f->kind == BODY_STR || f->kind == BODY_I64) {
			jw_ki64(j, f->kind == BODY_STR ? "minLength" : "minimum", f->min);
			jw_ki64(j, f->kind == BODY_STR ? "maxLength" : "maximum", f->max);
		}
		jw_end_object(j);
	}
	jw_end_object(j);
	jw_key(j, "required");
	jw_array(j);
	for (const struct body_field *f = fields; f->name; f++)
		if (f->required)
			jw_cstr(j, f->name);
	jw_end_array(j);
	jw_end_object(j);
}

static void write_parameters(struct jw *j, const struct route *route)
{
	struct str rest = str_c(route->path), segment;
	jw_key(j, "parameters");
	jw_array(j);
	while (str_next(&rest, '/', &segment))
		if (is_param(segment)) {
			struct str name = str_sub(segment, 1, segment.n - 2);
			if (str_ends(name, STR("*")))
				name.n--;
			jw_object(j);
			jw_kstr(j, "name", name);
			jw_kcstr(j, "in", "path");
			jw_kbool(j, "required", true);
			jw_key(j, "schema");
			jw_raw(j, STR("{\"type\":\"string\"}"));
			jw_end_object(j);
		}
	jw_end_array(j);
}

static void write_operation(struct jw *j, const struct route *route, enum lang lang)
{
	jw_key(j, route->method == METHOD_GET	   ? "get"
		  : route->method == METHOD_POST ? "post"
		  : route->method == METHOD_PUT  ? "put"
						 : "delete");
	jw_object(j);
	jw_kcstr(j, "summary", lang == LANG_ZH ? route->zh : route->en);
	jw_key(j, "x-roles");
	jw_array(j);
	for (int role = 0; role < ROLE_MAX; role++)
		if (route->roles & 1u << role)
			jw_cstr(j, role_name((enum role)role));
	jw_end_array(j);
	if (!route->roles) {
		jw_key(j, "security");
		jw_raw(j, STR("[]"));
	}
	write_parameters(j, route);
	if (route->body || route->schema) {
		jw_key(j, "requestBody");
		jw_object(j);
		jw_kbool(j, "required", true);
		jw_key(j, "content");
		jw_object(j);
		jw_key(j, "application/json");
		jw_object(j);
		jw_key(j, "schema");
		if (route->schema)
			route->schema(j, route);
		else
			write_members(j, route->body);
		jw_end_object(j);
		jw_end_object(j);
		jw_end_object(j);
	}
	jw_key(j, "responses");
	jw_raw(j, STR("{\"2XX\":{\"description\":\"well\"},\"default\":{\"description\":\"problem\",\"content\":{\"application/problem+json\":{}}}}"));
	jw_end_object(j);
}

void router_openapi(const struct router *rt, enum lang lang, struct buf *out)
{
	struct jw j;
	jw_init(&j, out);
	jw_object(&j);
	jw_kcstr(&j, "openapi", "3.1.0");
	jw_key(&j, "info");
	jw_raw(&j, STR("{\"title\":\"Cohong\",\"version\":\"1\"}"));
	jw_key(&j, "security");
	jw_raw(&j, STR("[{\"session\":[]}]"));
	jw_key(&j, "components");
	jw_raw(&j, STR("{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"cohong_session\"}}}"));
	jw_key(&j, "paths");
	jw_object(&j);
	for (size_t i = 0; i < rt->n; i++) {
		bool first = true; /* of its path */
		for (size_t k = 0; k < i && first; k++)
			first = strcmp(rt->routes[k]->path, rt->routes[i]->path) != 0;
		if (!first || !str_starts(str_c(rt->routes[i]->path), STR("/api/")))
			continue;
		jw_key(&j, rt->routes[i]->path);
		jw_object(&j);
		for (size_t k = i; k < rt->n; k++)
			if (strcmp(rt->routes[k]->path, rt->routes[i]->path) == 0)
				write_operation(&j, rt->routes[k], lang);
		jw_end_object(&j);
	}
	jw_end_object(&j);
	jw_end_object(&j);
}
