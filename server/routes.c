#include "server/routes.h"

enum {
	PUBLIC = 0,
	STAFF = 1 << ROLE_TEACHER | 1 << ROLE_LEAD | 1 << ROLE_ADMIN,
	LEADS = 1 << ROLE_LEAD | 1 << ROLE_ADMIN,
	EVERYBODY = 1 << ROLE_STUDENT | STAFF,
};

#define ROUTE(m, p, h, r, f, w, b, e, z) { .method = METHOD_##m, .path = p, .handler = h, .roles = r, .flags = f, .where = w, .body = b, .en = e, .zh = z },
static const struct route table[] = {
#include "server/routes.def"
};
#undef ROUTE

void routes_add(struct router *rt)
{
	router_add(rt, table, sizeof table / sizeof *table);
}
