#include "server/log.h"
#include "server/wire.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char POLICY[] = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; "
			     "form-action 'self'; object-src 'none'";

void wire_headers(struct http_wire *w)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(w->ev);
	char id[ID_TEXT_MAX];
	id_format(w->id, id);
	evhttp_add_header(headers, "X-Request-Id", id);
	evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
	evhttp_add_header(headers, "Referrer-Policy", "same-origin");
	evhttp_add_header(headers, "Content-Security-Policy", POLICY);
	if (w->type)
		evhttp_add_header(headers, "Content-Type", w->type);
	for (int i = 0; i < w->headers_n; i++)
		evhttp_add_header(headers, w->headers[i].name, w->headers[i].value.p);
	if (!evhttp_find_header(headers, "Cache-Control"))
		evhttp_add_header(headers, "Cache-Control", "no-store");
}

static void send_on_loop(void *arg)
{
	struct http_wire *w = arg;
	struct evkeyvalq *headers = evhttp_request_get_output_headers(w->ev);
	char n[24];
	wire_headers(w);
	if (w->status != 204 && w->status != 304) {
		snprintf(n, sizeof n, "%zu", w->r.out.n);
		evhttp_add_header(headers, "Content-Length", n);
		if (!w->head)
			evbuffer_add(evhttp_request_get_output_buffer(w->ev), w->r.out.p, w->r.out.n);
	}
	evhttp_send_reply(w->ev, w->status, NULL, NULL); /* frees ev, also when the client has left */
	wire_free(w);
}

void wire_send(struct http_wire *w)
{
	if (loop_is_mine(w->hl->loop))
		send_on_loop(w);
	else
		loop_post(w->hl->loop, send_on_loop, w);
}

static void complete(struct http_request *r, int status, const char *type)
{
	struct http_wire *w = r->wire;
	assert(!w->answered);
	w->answered = true;
	w->status = status;
	w->type = type;
	if (!w->holding)
		wire_send(w);
}

struct jw *http_json(struct http_request *r)
{
	buf_clear(&r->out);
	jw_init(&r->j, &r->out);
	return &r->j;
}

void http_answer(struct http_request *r, int status)
{
	http_answer_as(r, status, status == 204 ? NULL : "application/json; charset=utf-8");
}

void http_answer_as(struct http_request *r, int status, const char *type)
{
	if (r->out.full) {
		struct problem p;
		buf_clear(&r->out);
		r->out.full = false;
		problem_set(&p, PROBLEM_TOO_LARGE, "", "16 MiB", NULL);
		http_problem(r, &p);
		return;
	}
	complete(r, status, type);
}

void http_header_add(struct http_request *r, const char *name, struct str value)
{
	struct http_wire *w = r->wire;
	assert(w->headers_n < 8);
	if (w->secure && strcmp(name, "Set-Cookie") == 0)
		value = arena_printf(&r->arena, "%.*s; Secure", STR_FMT(value));
	w->headers[w->headers_n].name = name;
	w->headers[w->headers_n++].value = arena_str(&r->arena, value);
}

void http_problem(struct http_request *r, const struct problem *p)
{
	struct problem told = *p;
	struct buf text;
	if (p->code == PROBLEM_DB_FAILED || p->code == PROBLEM_CORRUPT) { /* the database's words go to the log only */
		char id[ID_TEXT_MAX];
		id_format(r->wire->id, id);
		log_note(NOTE_ERROR, "request.failed", 0, "%s %s %s: %s", id, r->route ? r->route->path : "", problem_name(p->code), p->arg[0]);
		problem_set(&told, PROBLEM_INTERNAL, "", id, NULL);
	} else if (p->code == PROBLEM_INTERNAL) {
		char id[ID_TEXT_MAX];
		id_format(r->wire->id, id);
		log_note(NOTE_ERROR, "request.failed", 0, "%s %s %s", id, r->route ? r->route->path : "", p->arg[0]);
		problem_set(&told, PROBLEM_INTERNAL, "", id, NULL);
	}
	buf_init(&text, 4096);
	problem_text(&told, r->lang, &text);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "type");
	struct str type = arena_printf(&r->arena, "urn:cohong:problem:%s", problem_name(told.code));
	jw_str(j, type);
	jw_kstr(j, "title", buf_span(&text));
	jw_ki64(j, "status", problem_status(told.code));
	jw_kcstr(j, "code", problem_name(told.code));
	if (told.field[0])
		jw_kcstr(j, "field", told.field);
	jw_kstr(j, "detail", buf_span(&text));
	jw_end_object(j);
	buf_fini(&text);
	complete(r, problem_status(told.code), "application/problem+json; charset=utf-8");
}

void http_fail(struct http_request *r, enum problem_code code)
{
	struct problem p;
	problem_set(&p, code, "", NULL);
	http_problem(r, &p);
}

void http_redirect(struct http_request *r, struct str location)
{
	http_header_add(r, "Location", location);
	buf_clear(&r->out);
	complete(r, 303, NULL);
}

static const char *type_of(struct str path)
{
	static const struct {
		struct str end;
		const char *type;
	} types[] = {
		{ { ".html", 5 }, "text/html; charset=utf-8" },
		{ { ".js", 3 }, "text/javascript; charset=utf-8" },
		{ { ".css", 4 }, "text/css; charset=utf-8" },
		{ { ".json", 5 }, "application/json" },
		{ { ".svg", 4 }, "image/svg+xml" },
		{ { ".png", 4 }, "image/png" },
		{ { ".jpg", 4 }, "image/jpeg" },
		{ { ".webp", 5 }, "image/webp" },
		{ { ".ico", 4 }, "image/x-icon" },
		{ { ".woff2", 6 }, "font/woff2" },
		{ { ".txt", 4 }, "text/plain; charset=utf-8" },
		{ { ".crt", 4 }, "application/x-x509-ca-cert" },
	};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_ends(path, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

static int open_regular(const char *path, struct stat *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && (fstat(fd, ret) || !S_ISREG(ret->st_mode))) {
		close(fd);
		return -1;
	}
	return fd;
}

void http_file(struct http_request *r, const char *root, struct str relative, const char *cache_control)
{
	static const char *const codings[] = { "br", "gzip" }, *const ends[] = { ".br", ".gz" };
	struct http_wire *w = r->wire;
	struct str plain = arena_printf(&r->arena, "%s/%.*s", root, STR_FMT(relative)), accepts = http_header(r, "Accept-Encoding");
	struct str range = http_header(r, "Range");
	struct stat st;
	const char *coding = NULL;
	int fd = -1;
	for (int i = 0; i < 2 && fd < 0 && !range.n; i++)
		if (parse_accepts(accepts, str_c(codings[i]))) {
			fd = open_regular(arena_printf(&r->arena, "%.*s%s", STR_FMT(plain), ends[i]).p, &st);
			coding = fd < 0 ? NULL : codings[i];
		}
	if (fd < 0)
		fd = open_regular(arena_cstr(&r->arena, plain), &st);
	if (fd < 0) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return;
	}
	struct str etag = arena_printf(&r->arena, "\"%llx-%llx%s\"", (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec, (long long)st.st_size,
		coding ? coding : "");
	http_header_add(r, "ETag", etag);
	http_header_add(r, "Cache-Control", str_c(cache_control));
	http_header_add(r, "Vary", STR("Accept-Encoding"));
	http_header_add(r, "Accept-Ranges", STR("bytes"));
	if (coding)
		http_header_add(r, "Content-Encoding", str_c(coding));
	int64_t from = 0, n = st.st_size;
	if (str_find(http_header(r, "If-None-Match"), etag, 0) >= 0) {
		close(fd);
		complete(r, 304, NULL);
		return;
	}
	struct str if_range = http_header(r, "If-Range");
	enum range_kind kind = if_range.n && !str_eq(if_range, etag) ? RANGE_NONE : parse_range(range, st.st_size, &from, &n);
	if (kind != RANGE_NONE) {
		struct str span = kind == RANGE_BAD ? arena_printf(&r->arena, "bytes */%lld", (long long)st.st_size)
						    : arena_printf(&r->arena, "bytes %lld-%lld/%lld", (long long)from, (long long)(from + n - 1), (long long)st.st_size);
		http_header_add(r, "Content-Range", span);
	}
	if (kind == RANGE_BAD) {
		close(fd);
		complete(r, 416, NULL);
		return;
	}
	w->answered = true;
	w->status = kind == RANGE_ONE ? 206 : 200;
	w->type = type_of(plain);
	wire_headers(w);
	char length[24];
	snprintf(length, sizeof length, "%lld", (long long)n);
	evhttp_add_header(evhttp_request_get_output_headers(w->ev), "Content-Length", length);
	/* evbuffer_add_file owns the descriptor, and closes it also when it fails. */
	if (w->head || n == 0)
		close(fd);
	else
		evbuffer_add_file(evhttp_request_get_output_buffer(w->ev), fd, from, n);
	evhttp_send_reply(w->ev, kind == RANGE_ONE ? 206 : 200, NULL, NULL);
	wire_free(w);
}
