/* Where this server is to be found, for those who show it to a class. */
#include "server/address.h"
#include "server/qr.h"
#include "server/routes.h"

#include <string.h>

static void write_one(struct jw *j, struct arena *a, const struct server *s, const char *ip, const char *interface, enum address_kind kind)
{
	static const char *const kinds[] = { "card", "other", "bridge" };
	jw_object(j);
	bool only = server_options(s)->tls_only && server_tls_port(s);
	int port = only ? server_tls_port(s) : server_port(s);
	jw_kstr(j, "url", arena_printf(a, strchr(ip, ':') ? "%s://[%s]:%d/" : "%s://%s:%d/", only ? "https" : "http", ip, port));
	jw_kcstr(j, "interface", interface);
	jw_kcstr(j, "kind", kinds[kind]);
	jw_end_object(j);
}

void get_site(struct http_request *r)
{
	const char *listen = server_listen(r->server);
	struct address at[ADDRESSES_MAX];
	int n = address_is_any(listen) ? addresses_list(at) : 0;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kcstr(j, "version", server_version(r->server));
	jw_kbool(j, "open", !address_is_loopback(listen));
	jw_key(j, "addresses");
	jw_array(j);
	if (!address_is_any(listen))
		write_one(j, &r->arena, r->server, listen, NULL, ADDRESS_CARD);
	for (int i = 0; i < n; i++)
		write_one(j, &r->arena, r->server, at[i].ip, at[i].interface, at[i].kind);
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

/* Whether a text is an address of this server: that it was asked by, or one that it listens on. */
static bool is_own(struct http_request *r, struct str text)
{
	struct str host = http_header(r, "Host"), scheme = str_starts(text, STR("https://")) ? STR("https://") : STR("http://");
	if (!str_starts(text, scheme))
		return false;
	struct str rest = str_sub(text, scheme.n, text.n), at;
	str_next(&rest, '/', &at);
	if (host.n && str_eq_nocase(at, host))
		return true;
	struct address own[ADDRESSES_MAX];
	int n = addresses_list(own);
	for (int i = 0; i < n; i++)
		if (str_eq(at, arena_printf(&r->arena, "%s:%d", own[i].ip, str_eq(scheme, STR("https://")) ? server_tls_port(r->server) : server_port(r->server))))
			return true;
	return false;
}

void get_qr(struct http_request *r)
{
	struct problem p;
	struct str text = STR("");
	http_query(r, "text", &text);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] <= 0x20 || text.p[i] == 0x7f)
			text.n = 0;
	if (text.n > QR_TEXT_MAX || !is_own(r, text)) {
		problem_set(&p, PROBLEM_BAD_VALUE, "text", "an address of this server", NULL);
		http_problem(r, &p);
		return;
	}
	http_json(r);
	if (!qr_svg(text, &r->out)) {
		http_fail(r, PROBLEM_TOO_LARGE);
		return;
	}
	http_answer_as(r, 200, "image/svg+xml");
}
