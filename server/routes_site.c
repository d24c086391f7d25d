#include "server/routes.h"

#include <sys/stat.h>

void get_health(struct http_request *r)
{
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kcstr(j, "status", "ok");
	jw_kcstr(j, "version", server_version(r->server));
	jw_end_object(j);
	http_answer(r, 200);
}

void get_openapi(struct http_request *r)
{
	router_openapi(server_router(r->server), r->lang, &r->out);
	http_answer(r, 200);
}

/* Internet Explorer's engine: itself, or a Chinese browser in its compatibility mode. It cannot run the pages, and is told how to be something newer. */
static bool is_old(struct http_request *r)
{
	struct str agent = http_header(r, "User-Agent");
	return str_find(agent, STR("Trident/"), 0) >= 0 || str_find(agent, STR("MSIE "), 0) >= 0;
}

/* A browser that goes to an address of no page: the client says so, in the reader's words. Files have a point in their name. */
static bool wants_page(struct http_request *r)
{
	ptrdiff_t slash = -1;
	for (size_t i = 0; i < r->path.n; i++)
		if (r->path.p[i] == '/')
			slash = (ptrdiff_t)i;
	return str_find(r->path, STR("."), (size_t)(slash + 1)) < 0 && str_find(http_header(r, "Accept"), STR("text/html"), 0) >= 0;
}

/* Names of built files carry a hash, so they may be kept for ever; the page itself is asked for anew each time. */
void get_page(struct http_request *r)
{
	static const char KEEP[] = "public, max-age=31536000, immutable", ASK[] = "no-cache";
	static const struct str pages[] = { { "/mall/", 6 }, { "/seller/", 8 }, { "/school/", 8 }, { "/sign-in/", 9 }, { "/enter/", 7 },
		{ "/looks/", 7 }, { "/glossary/", 10 } };
	const char *web = server_web(r->server);
	struct str path = r->path;
	if (!web || str_starts(path, STR("/api/")) || str_find(path, STR("/."), 0) >= 0) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	bool page = str_eq(path, STR("/")) || wants_page(r);
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++)
		page = page || str_starts(path, pages[i]) || str_eq(path, str_sub(pages[i], 0, pages[i].n - 1));
	if (page && is_old(r)) {
		http_header_add(r, "Vary", STR("User-Agent"));
		http_file(r, web, STR("old.html"), "no-store");
	} else if (page) {
		http_file(r, web, STR("index.html"), ASK);
	} else {
		http_file(r, web, str_sub(path, 1, path.n), str_starts(path, STR("/assets/")) ? KEEP : ASK);
	}
}
