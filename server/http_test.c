/* The real server on a free port, spoken to through sockets; once on SQLite, once on PostgreSQL. */
#include "server/gate.h"
#include "server/test_client.h"

#include <sodium.h>
#include <sys/stat.h>

static char dir[] = "/tmp/cohong-http.XXXXXX", pg_url[256], web[64];
static struct demo demo;
static const char *const logins[8] = { "admin", "lead", "teacher", "student1", "student2", "student3", "student4", "student5" };

static void signing_in(void **state)
{
	struct client c;
	assert_int_equal(ask(NULL, "GET", "/api/v1/session", "", NULL), 401);
	assert_true(says("请先登录"));
	assert_int_equal(ask(NULL, "GET", "/api/v1/session", "Accept-Language: de, en;q=0.8, zh;q=0.3\r\n", NULL), 401);
	assert_true(says("Please sign in") && says("application/problem+json") && says("\"code\":\"auth.sign_in\""));
	assert_int_equal(sign_in(&c, "Student1", demo.password[3], "en"), 200);
	assert_true(says("HttpOnly; SameSite=Lax"));
	assert_int_equal(ask(&c, "GET", "/api/v1/session", "Accept-Language: zh\r\n", NULL), 200);
	assert_true(says("\"role\":\"student\"") && says("\"lang\":\"en\""));
	struct client no_token = c;
	no_token.csrf[0] = 0;
	assert_int_equal(ask(&no_token, "PUT", "/api/v1/session/lang", "", "{\"lang\":\"zh\"}"), 403);
	assert_true(says("auth.csrf") && says("out of date"));
	assert_int_equal(ask(&c, "PUT", "/api/v1/session/lang", "Origin: http://evil.example\r\n", "{\"lang\":\"zh\"}"), 403);
	assert_int_equal(ask(&c, "PUT", "/api/v1/session/lang", "Origin: http://x\r\n", "{\"lang\":\"zh\"}"), 204);
	assert_int_equal(ask(&c, "GET", "/api/v1/classes", "", NULL), 200);
	assert_true(says("跨境电商 1 班"));
	assert_int_equal(ask(&c, "DELETE", "/api/v1/session", "", NULL), 204);
	assert_int_equal(ask(&c, "GET", "/api/v1/session", "", NULL), 401);
	assert_int_equal(sign_in(&c, "no' OR 1=1 --", "x", "en"), 401);
	assert_int_equal(sign_in(&c, "nobody", "x", "fr"), 422);
}

static void passwords(void **state)
{
	struct client c, other, teacher;
	char body[200], path[100], id[20];
	assert_int_equal(sign_in(&other, "student2", demo.password[4], "zh"), 200);
	assert_int_equal(ask(&other, "GET", "/api/v1/session", "", NULL), 200);
	assert_int_equal(sign_in(&c, "student2", demo.password[4], "zh"), 200);
	assert_int_equal(ask(&other, "GET", "/api/v1/session", "Accept-Language: zh\r\n", NULL), 401); /* a student has one seat, and is told */
	assert_true(says("auth.moved") && says("另一台电脑"));
	assert_int_equal(ask(&c, "PUT", "/api/v1/session/password", "", "{\"old\":\"wrong\",\"new\":\"long enough\"}"), 401);
	assert_int_equal(ask(&c, "PUT", "/api/v1/session/password", "", "{\"old\":\"wrong\",\"new\":\"short\"}"), 422);
	snprintf(body, sizeof body, "{\"old\":\"%s\",\"new\":\"新的密码新的密码\"}", demo.password[4]);
	assert_int_equal(ask(&c, "PUT", "/api/v1/session/password", "", body), 204);
	assert_int_equal(ask(&c, "GET", "/api/v1/session", "", NULL), 200);
	for (int i = 0; i < ATTEMPTS_FREE - 1; i++) /* one was counted above */
		assert_int_equal(sign_in(&other, "student2", "wrong", "zh"), 401);
	assert_int_equal(sign_in(&other, "student2", "新的密码新的密码", "zh"), 429);
	assert_true(says("5 分钟"));
	assert_int_equal(ask(&c, "GET", "/api/v1/session", "", NULL), 200); /* who is signed in stays so */
	copy_between("\"id\":\"", "\"", id, sizeof id);
	assert_int_equal(sign_in(&teacher, "teacher", demo.password[2], "zh"), 200);
	snprintf(path, sizeof path, "/api/v1/people/%s/password", id);
	assert_int_equal(ask(&teacher, "PUT", path, "", "{\"password\":\"from the teacher\"}"), 204);
	assert_int_equal(sign_in(&other, "student2", "from the teacher", "zh"), 200);
	char admin[14];
	id_format(demo.admin, admin);
	snprintf(path, sizeof path, "/api/v1/people/%s/password", admin);
	assert_int_equal(ask(&teacher, "PUT", path, "", "{\"password\":\"from the teacher\"}"), 404);
}

/* Every route for nobody and for every role: refused exactly where the table says so. */
static void matrix(void **state)
{
	static const int who[ROLE_MAX] = { 6, 2, 1, 0 };
	struct client clients[ROLE_MAX];
	for (int role = 0; role < ROLE_MAX; role++)
		assert_int_equal(sign_in(&clients[role], logins[who[role]], demo.password[who[role]], "zh"), 200);
	const struct router *rt = server_router(server);
	for (size_t i = 0; i < router_count(rt); i++) {
		const struct route *route = router_at(rt, i);
		if (!route->roles || (route->flags & ROUTE_STREAM) || strcmp(route->path, "/api/v1/session") == 0)
			continue;
		char path[200];
		size_t n = 0;
		for (const char *s = route->path; *s; s++) {
			if (*s == '{') {
				n += (size_t)snprintf(path + n, sizeof path - n, "0000000000001");
				s = strchr(s, '}');
			} else {
				path[n++] = *s;
			}
		}
		path[n] = 0;
		const char *method = method_names[route->method], *body = route->method == METHOD_GET || route->method == METHOD_DELETE ? NULL : "{}";
		assert_int_equal(ask(NULL, method, path, "", body), 401);
		for (int role = 0; role < ROLE_MAX; role++) {
			int status = ask(&clients[role], method, path, "", body);
			bool may = route->roles & 1u << role;
			if (may == (status == 403) || status == 401 || status >= 500 || status == 0)
				fail_msg("%s %s as %s: %d", method, path, role_name((enum role)role), status);
			if (route->method != METHOD_GET && may) {
				struct client bare = clients[role];
				bare.csrf[0] = 0;
				assert_int_equal(ask(&bare, method, path, "", body), 403);
				assert_true(says("auth.csrf"));
			}
		}
	}
}

static void classes(void **state)
{
	struct client teacher, student, lead;
	char id[20], path[100];
	assert_int_equal(sign_in(&teacher, "teacher", demo.password[2], "en"), 200);
	assert_int_equal(sign_in(&lead, "lead", demo.password[1], "en"), 200);
	assert_int_equal(ask(&teacher, "POST", "/api/v1/classes", "", "{\"name\":\"B\"}"), 201);
	copy_between("\"id\":\"", "\"", id, sizeof id);
	snprintf(path, sizeof path, "/api/v1/classes/%s/members", id);
	static const char kid[] = "{\"login\":\"New.Kid\",\"display_name\":\"孩\",\"password\":\"12345678\"}";
	assert_int_equal(ask(&teacher, "POST", path, "", kid), 201);
	assert_int_equal(ask(&teacher, "POST", path, "", kid), 409);
	assert_true(says("person.login_taken") && says("new.kid is taken"));
	assert_int_equal(ask(&teacher, "GET", path, "", NULL), 200);
	assert_true(says("new.kid") && !says("student1"));
	assert_int_equal(ask(&lead, "POST", "/api/v1/classes", "", "{\"name\":\"Lead's\"}"), 201);
	copy_between("\"id\":\"", "\"", id, sizeof id);
	snprintf(path, sizeof path, "/api/v1/classes/%s/members", id);
	assert_int_equal(ask(&teacher, "GET", path, "", NULL), 404); /* another's class */
	assert_int_equal(ask(&teacher, "GET", "/api/v1/people", "", NULL), 200);
	assert_true(says("new.kid") && !says("\"admin\""));
	assert_int_equal(sign_in(&student, "new.kid", "12345678", "en"), 200);
	assert_int_equal(ask(&student, "GET", "/api/v1/classes", "", NULL), 200);
	assert_true(says("\"B\"") && !says("Lead"));
}

static void drafts(void **state)
{
	struct client c, d;
	assert_int_equal(sign_in(&c, "student3", demo.password[5], "en"), 200);
	assert_int_equal(sign_in(&d, "student4", demo.password[6], "en"), 200);
	assert_int_equal(ask(&c, "GET", "/api/v1/drafts/listing-1", "", NULL), 404);
	assert_int_equal(ask(&c, "PUT", "/api/v1/drafts/listing-1", "", "{\"title\":\"a\"}"), 204);
	assert_int_equal(ask(&c, "PUT", "/api/v1/drafts/listing-1", "", "{\"title\":\"b\"}"), 204);
	assert_int_equal(ask(&c, "GET", "/api/v1/drafts/listing-1", "", NULL), 200);
	assert_true(says("\"body\":{\"title\":\"b\"}"));
	assert_int_equal(ask(&d, "GET", "/api/v1/drafts/listing-1", "", NULL), 404); /* another's */
	assert_int_equal(ask(&c, "DELETE", "/api/v1/drafts/listing-1", "", NULL), 204);
	assert_int_equal(ask(&c, "GET", "/api/v1/drafts/listing-1", "", NULL), 404);
	char path[60];
	for (int i = 0; i <= DRAFTS_MAX; i++) {
		snprintf(path, sizeof path, "/api/v1/drafts/k%d", i);
		assert_int_equal(ask(&c, "PUT", path, "", "1"), i < DRAFTS_MAX ? 204 : 409);
	}
}

static void hostile(void **state)
{
	struct client c;
	assert_int_equal(sign_in(&c, "teacher", demo.password[2], "en"), 200);
	assert_int_equal(raw("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), 400);
	assert_int_equal(raw("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "), 400);
	assert_true(says("Connection: close"));
	assert_int_equal(raw("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
	assert_int_equal(raw("GET /healthz HTTP/1.1\r\n\r\n"), 400);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{\"name\":"), 400);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{\"name\":\"a\",\"name\":\"b\"}"), 400);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{\"name\":7}"), 422);
	assert_true(says("\"field\":\"name\""));
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{\"name\":\"a\\u0000b\"}"), 400);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{\"name\":\"a\\u0007b\"}"), 422);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{\"name\":\"a\",\"more\":1}"), 422);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "{}"), 422);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "", "[1]"), 400);
	assert_int_equal(ask(&c, "POST", "/api/v1/classes", "Content-Type: text/plain\r\n", NULL), 415);
	assert_int_equal(ask(&c, "GET", "/api/v1/nothing", "", NULL), 404);
	assert_int_equal(ask(&c, "POST", "/api/v1/nothing", "", "{}"), 404);
	assert_int_equal(ask(&c, "PUT", "/api/v1/classes", "", "{}"), 405);
	assert_int_equal(ask(&c, "GET", "/api/v1/people?after=%zz", "", NULL), 400);
	assert_int_equal(ask(&c, "GET", "/api/v1/classes/1/members", "", NULL), 404);
	size_t n = HTTP_BODY_MAX + 1000;
	char *big = calloc(1, n + 4096);
	int head = snprintf(big, 4096, "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", n);
	memset(big + head, ' ', n);
	assert_int_equal(raw_n(big, (size_t)head + n), 413);
	assert_true(says("request.too_large"));
	free(big);
	/* Slow ones do not keep the others waiting. */
	int slow[40];
	for (int i = 0; i < 40; i++) {
		slow[i] = dial();
		assert_true(send(slow[i], "POST /api/v1/session HTTP/1.1\r\nHo", 33, MSG_NOSIGNAL) > 0);
	}
	assert_int_equal(ask(&c, "GET", "/readyz", "", NULL), 200);
	for (int i = 0; i < 40; i++)
		close(slow[i]);
	/* Leaving before the answer. */
	for (int i = 0; i < 20; i++) {
		static const char hasty[] = "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 34\r\n\r\n"
					    "{\"login\":\"ghost\",\"password\":\"xxxx\"}";
		int fd = dial();
		send(fd, hasty, sizeof hasty - 1, MSG_NOSIGNAL);
		close(fd);
	}
	assert_int_equal(ask(&c, "GET", "/readyz", "", NULL), 200);
}

static void files(void **state)
{
	assert_int_equal(ask(NULL, "GET", "/", "", NULL), 200);
	assert_true(says("<p>page") && says("Content-Security-Policy: default-src 'self'") && says("frame-ancestors 'none'") && says("nosniff"));
	assert_int_equal(ask(NULL, "GET", "/seller/orders/7", "", NULL), 200);
	assert_true(says("<p>page"));
	assert_int_equal(ask(NULL, "GET", "/assets/a.js", "", NULL), 200);
	assert_true(says("0123456789") && says("immutable"));
	assert_int_equal(ask(NULL, "GET", "/assets/a.js", "Accept-Encoding: gzip, br;q=0\r\n", NULL), 200);
	assert_true(says("zipped") && says("Content-Encoding: gzip"));
	char etag[80], header[100];
	copy_between("ETag: ", "\r", etag, sizeof etag);
	snprintf(header, sizeof header, "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", etag);
	int fd = dial();
	close(fd);
	assert_int_equal(ask(NULL, "GET", "/assets/a.js", "Range: bytes=2-4\r\n", NULL), 206);
	assert_true(says("bytes 2-4/10") && says("\r\n\r\n234"));
	assert_int_equal(ask(NULL, "GET", "/assets/a.js", "Range: bytes=-3\r\n", NULL), 206);
	assert_true(says("\r\n\r\n789"));
	assert_int_equal(ask(NULL, "GET", "/assets/a.js", "Range: bytes=10-\r\n", NULL), 416);
	assert_int_equal(ask(NULL, "GET", "/assets/none.js", "", NULL), 404);
	/* a browser at an address of no page gets the client, which says so; scripts get the problem */
	assert_int_equal(ask(NULL, "GET", "/no/such/page", "Accept: text/html,*/*;q=0.8\r\n", NULL), 200);
	assert_true(says("<p>page"));
	assert_int_equal(ask(NULL, "GET", "/no/such/page", "Accept: application/json\r\n", NULL), 404);
	assert_int_equal(ask(NULL, "GET", "/no/such.png", "Accept: text/html\r\n", NULL), 404);
	assert_int_equal(ask(NULL, "GET", "/api/v1/none", "Accept: text/html\r\n", NULL), 404);
	static const char *const climbing[] = { "/assets/../../school.db", "/..%2fschool.db", "/%2e%2e/school.db", "/assets/..\\..\\x", "//etc/passwd",
		"/assets//etc/passwd", "/%00", "/.git/config", "/assets/link" };
	for (size_t i = 0; i < sizeof climbing / sizeof *climbing; i++) {
		int status = ask(NULL, "GET", climbing[i], "", NULL);
		assert_true(status == 400 || status == 404);
		assert_false(says("root:") || says("SQLite"));
	}
	assert_int_equal(ask(NULL, "GET", "/api/v1/openapi.json", "", NULL), 200);
	json_error_t error;
	json_t *api = json_loads(strstr(answer, "\r\n\r\n") + 4, 0, &error);
	assert_non_null(json_object_get(json_object_get(json_object_get(api, "paths"), "/api/v1/classes/{id}/members"), "post"));
	json_decref(api);
}

/* ---- idle students: time is moved in the database ---- */

static struct db *side; /* a connection of the test's own */

static const char AGE[] = "UPDATE session SET seen_s = seen_s - ?2 WHERE person = ?1 AND ended = ''";
static const char SEEN[] = "SELECT MAX(seen_s) FROM session WHERE person = ?1 AND ended = ''";

static void age(uint64_t person, int64_t by_s)
{
	struct stmt *q = db_stmt(side, AGE);
	db_bind_u64(q, 1, person);
	db_bind_i64(q, 2, by_s);
	assert_int_equal(db_run(q, NULL), PROBLEM_NONE);
	gate_forget_person(server_gate(server), person);
}

static int64_t seen(uint64_t person)
{
	int64_t at_s = 0;
	struct stmt *q = db_stmt(side, SEEN);
	db_bind_u64(q, 1, person);
	while (db_step(q))
		at_s = db_i64(q, 0);
	assert_int_equal(db_end(q, NULL), PROBLEM_NONE);
	return at_s;
}

static void idle(void **state)
{
	struct client c, staff;
	uint64_t person = demo.student[4];
	assert_int_equal(sign_in(&c, "student5", demo.password[7], "zh"), 200);
	assert_true(says("\"idle_min\":20"));
	age(person, 1000);
	int64_t before = seen(person);
	assert_int_equal(ask(&c, "GET", "/api/v1/session", "X-Background: 1\r\n", NULL), 200);
	assert_int_equal(ask(&c, "PUT", "/api/v1/session/lang", "", "{\"lang\":\"zh\"}"), 204);
	for (int i = 0; i < 500 && seen(person) == before; i++)
		usleep(10000);
	assert_true(seen(person) > before); /* what he does counts */
	age(person, 1000);
	before = seen(person);
	for (int i = 0; i < 3; i++) /* the writer takes one after the other: after the PUT of a teacher a touch would have been seen */
		assert_int_equal(ask(&c, "GET", "/api/v1/session", "X-Background: 1\r\n", NULL), 200);
	assert_int_equal(sign_in(&staff, "teacher", demo.password[2], "zh"), 200);
	assert_int_equal(seen(person), before); /* what the page does by itself doesn't */
	age(person, 300);
	assert_int_equal(ask(&c, "GET", "/api/v1/session", "", NULL), 401);
	assert_true(says("auth.idle") && says("自动退出"));
	age(demo.teacher, 7200);
	assert_int_equal(ask(&staff, "GET", "/api/v1/session", "", NULL), 200); /* staff are not signed out */
}

/* ---- streams: a route of the test's own ---- */

static struct http_stream *stream;
static int gone;

static void on_gone(void *arg)
{
	__atomic_add_fetch(&gone, 1, __ATOMIC_SEQ_CST);
}

static void get_stream(struct http_request *r)
{
	__atomic_store_n(&stream, http_stream_open(r, on_gone, NULL), __ATOMIC_SEQ_CST);
}
static const struct route stream_route = { .method = METHOD_GET, .path = "/api/v1/test-stream", .handler = get_stream, .where = ON_READER,
	.flags = ROUTE_STREAM, .en = "", .zh = "" };

static bool soon(int *what, int wanted)
{
	for (int i = 0; i < 500; i++, usleep(10000))
		if (__atomic_load_n(what, __ATOMIC_SEQ_CST) == wanted)
			return true;
	return false;
}

static struct http_stream *open_stream(int *ret_fd)
{
	static const char request[] = "GET /api/v1/test-stream HTTP/1.1\r\nHost: x\r\n\r\n";
	stream = NULL;
	gone = 0;
	*ret_fd = dial();
	send(*ret_fd, request, sizeof request - 1, MSG_NOSIGNAL);
	for (int i = 0; i < 500 && !__atomic_load_n(&stream, __ATOMIC_SEQ_CST); i++)
		usleep(10000);
	assert_non_null(stream);
	return stream;
}

static void streams(void **state)
{
	int fd;
	size_t have = 0;
	struct http_stream *s = open_stream(&fd);
	assert_true(http_stream_send(s, STR("tick"), STR("7"), STR("a\nb")));
	answer[0] = 0;
	while (!says("data: b\n\n")) {
		ssize_t k = recv(fd, answer + have, sizeof answer - 1 - have, 0);
		assert_true(k > 0);
		have += (size_t)k;
		answer[have] = 0;
	}
	assert_true(says("text/event-stream") && says("event: tick\nid: 7\ndata: a\ndata: b\n\n"));
	close(fd);
	for (int i = 0; i < 500 && http_stream_send(s, STR("x"), STR(""), STR("y")); i++)
		usleep(10000);
	assert_true(soon(&gone, 1));
	assert_false(http_stream_send(s, STR("x"), STR(""), STR("y")));
	http_stream_close(s);
	/* One that does not read is dropped. */
	static char lump[64 << 10];
	memset(lump, 'z', sizeof lump);
	s = open_stream(&fd);
	for (int i = 0; i < 2000 && http_stream_send(s, STR(""), STR(""), (struct str){ lump, sizeof lump }); i++)
		usleep(1000);
	assert_true(soon(&gone, 1));
	http_stream_close(s);
	close(fd);
	s = open_stream(&fd); /* still open when the server stops */
	http_stream_close(s);
	close(fd);
}

static void ready(struct server *s, void *arg)
{
	router_add(server_router(s), &stream_route, 1);
}

static int start(const char *url)
{
	struct problem p = { 0 };
	struct server_options o = { .data_dir = str_c(dir), .database_url = str_c(url), .listen = "127.0.0.1", .web = web, .worlds = "worlds", .loops = 2, .readers = 2,
		.version = "test", .ready = ready };
	struct buf place;
	struct db *db = NULL;
	bool made = false;
	buf_init(&place, 4096);
	db_place(o.data_dir, o.database_url, STR("school"), &place);
	int status = server_start(&o, &server, &p);
	if (!status)
		status = db_open(buf_span(&place), DB_WRITE, &db, &p);
	if (!status)
		status = demo_create(db, &made, &demo, &p);
	side = db;
	buf_fini(&place);
	if (status)
		fprintf(stderr, "# %s: %s %s\n", problem_name(p.code), p.arg[0], p.arg[1]);
	return status || !made;
}

static int start_sqlite(void **state)
{
	return start("");
}

static int start_postgres(void **state)
{
	return start(pg_url);
}

static int stop(void **state)
{
	db_close(side);
	server_stop(server);
	return 0;
}

static void write_file(const char *name, const char *text)
{
	char path[200];
	snprintf(path, sizeof path, "%s/%s", web, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

int main(void)
{
	char command[200];
	if (!mkdtemp(dir) || sodium_init() < 0)
		return 1;
	snprintf(web, sizeof web, "%s/web", dir);
	snprintf(command, sizeof command, "mkdir -p %s/assets && ln -s /etc/passwd %s/assets/link && tests/pg.sh start %s >%s/url", web, web, dir, dir);
	if (system(command))
		return 1;
	snprintf(command, sizeof command, "%s/url", dir);
	FILE *f = fopen(command, "r");
	if (!f || !fgets(pg_url, sizeof pg_url, f))
		return 1;
	fclose(f);
	pg_url[strcspn(pg_url, "\n")] = 0;
	write_file("index.html", "<p>page");
	write_file("assets/a.js", "0123456789");
	write_file("assets/a.js.gz", "zipped");
#define ALL                                                                                                                                                  \
	cmocka_unit_test(signing_in), cmocka_unit_test(passwords), cmocka_unit_test(classes), cmocka_unit_test(matrix), cmocka_unit_test(drafts),       \
		cmocka_unit_test(hostile), cmocka_unit_test(files), cmocka_unit_test(idle), cmocka_unit_test(streams)
	const struct CMUnitTest on_sqlite[] = { ALL }, on_postgresql[] = { ALL };
	int failed = cmocka_run_group_tests(on_sqlite, start_sqlite, stop);
	failed += cmocka_run_group_tests(on_postgresql, start_postgres, stop);
	snprintf(command, sizeof command, "tests/pg.sh stop %s; rm -rf %s", dir, dir);
	return system(command) || failed;
}
