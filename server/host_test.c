/* Markets on the real server: made, acted upon, advanced, read, stopped and started again; once on SQLite, once on PostgreSQL. */
#include "bots/bots.h"
#include "server/actlog.h"
#include "server/hosted.h"
#include "server/replay.h"
#include "server/test_client.h"

#include <sodium.h>
#include <sys/stat.h>

static char dir[] = "/tmp/cohong-host.XXXXXX", pg_url[256];
static const char *database;
static struct demo demo;
static struct client teacher, lead, student[5];
static char market[14], base[64];
static uint64_t market_id;

static void sign_all(void)
{
	static const char *const logins[] = { "lead", "teacher", "student1", "student2", "student3", "student4", "student5" };
	struct client *const clients[] = { &lead, &teacher, &student[0], &student[1], &student[2], &student[3], &student[4] };
	for (int i = 0; i < 7; i++)
		assert_int_equal(sign_in(clients[i], logins[i], demo.password[i + 1], "en"), 200);
}

static int at(const struct client *c, const char *method, const char *path, const char *extra, const char *body)
{
	char full[500];
	snprintf(full, sizeof full, "%s%s", base, path);
	return ask(c, method, full, extra, body);
}

static void wait_paused(void)
{
	for (int i = 0; i < 3000; i++, usleep(20000)) {
		assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
		if (says("\"mode\":\"paused\""))
			return;
	}
	fail_msg("the clock does not stop");
}

static void advance(int hours)
{
	char body[80];
	snprintf(body, sizeof body, "{\"mode\":\"advance\",\"hours\":%d}", hours);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", body), 200);
	wait_paused();
}

static void making(void **state)
{
	char path[100], id[14];
	sign_all();
	id_format(demo.class_id, id);
	snprintf(path, sizeof path, "/api/v1/classes/%s/markets", id);
	assert_int_equal(ask(&student[0], "POST", path, "", "{\"name\":\"x\"}"), 403);
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"x\",\"world\":\"atlantis\"}"), 422);
	assert_true(says("\"field\":\"world\""));
	assert_int_equal(ask(&teacher, "GET", "/api/v1/worlds", "", NULL), 200);
	assert_true(says("\"slug\":\"first-harbour\""));
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"start_date\":\"2026-08-31\"}"), 422);
	assert_true(says("\"field\":\"start_date\"") && says("2026-09-01") && says("2027-08-31"));
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"start_date\":\"2027-09-01\"}"), 422);
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"start_date\":\"2026-02-30\"}"), 422);
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"settings\":{\"day_seconds\":0}}"), 422);
	assert_true(says("field.range") && says("\"field\":\"settings.day_seconds\""));
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"settings\":{\"starter\":\"gift\"}}"), 422);
	assert_true(says("field.value") && says("\"field\":\"settings.starter\""));
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"settings\":{\"colour\":1}}"), 422);
	assert_true(says("field.unknown") && says("\"field\":\"settings.colour\""));
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"name\":\"Spring\",\"settings\":3}"), 422);
	assert_int_equal(ask(&teacher, "POST", path, "",
				 "{\"name\":\"Spring\",\"world\":\"first-harbour\",\"seed\":\"test\",\"start_date\":\"2026-11-20\",\"settings\":{\"plan_days\":12,\"gloss\":false}}"),
		201);
	assert_true(says("\"now\":\"2026-11-20T01:00:00Z\"") && says("\"plan_days\":12") && says("\"gloss\":false") && says("\"day_seconds\":20"));
	assert_true(says("\"role\":\"staff\"") && says("\"seat\":null") && says("\"seats\":5") && says("\"mode\":\"paused\""));
	copy_between("{\"id\":\"", "\"", market, sizeof market);
	assert_true(id_parse(str_c(market), &market_id));
	snprintf(base, sizeof base, "/api/v1/markets/%s", market);
	assert_int_equal(at(&student[0], "GET", "", "", NULL), 200);
	assert_true(says("\"role\":\"student\"") && !says("\"seat\":null") && says("\"store\":null"));
	assert_int_equal(ask(&student[1], "GET", "/api/v1/markets", "", NULL), 200);
	assert_true(says(market));
	assert_int_equal(at(&teacher, "GET", "/seats", "", NULL), 200);
	assert_true(says("person_name"));
	assert_int_equal(at(&student[0], "GET", "/seats", "", NULL), 403);
	/* who is not of the class knows nothing of it; who joins gets a seat when he comes */
	static const char newcomer[] = "{\"login\":\"late\",\"display_name\":\"晚\",\"password\":\"12345678\"}";
	struct client late;
	assert_int_equal(ask(&lead, "POST", "/api/v1/classes", "", "{\"name\":\"other\"}"), 201);
	copy_between("\"id\":\"", "\"", id, sizeof id);
	snprintf(path, sizeof path, "/api/v1/classes/%s/members", id);
	assert_int_equal(ask(&lead, "POST", path, "", newcomer), 201);
	assert_int_equal(sign_in(&late, "late", "12345678", "en"), 200);
	assert_int_equal(at(&late, "GET", "", "", NULL), 404);
	assert_int_equal(at(&late, "GET", "/rows/order", "", NULL), 404);
	id_format(demo.class_id, id);
	snprintf(path, sizeof path, "/api/v1/classes/%s/members", id);
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"login\":\"later\",\"display_name\":\"晚\",\"password\":\"12345678\"}"), 201);
	assert_int_equal(sign_in(&late, "later", "12345678", "en"), 200);
	assert_int_equal(at(&late, "GET", "", "", NULL), 200);
	assert_true(says("\"seats\":6") && !says("\"seat\":null"));
	assert_int_equal(ask(&late, "GET", "/api/v1/session", "", NULL), 200);
	assert_true(says(market));
}

static void settings(void **state)
{
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"day_seconds\":5,\"clock_by\":\"ready\"}"), 200);
	assert_true(says("\"clock_by\":\"ready\"") && says("\"day_seconds\":5") && says("\"plan_days\":12") && says("\"starter\":\"\""));
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"day_seconds\":null,\"gloss\":true}"), 200);
	assert_true(says("\"clock_by\":\"ready\"") && says("\"day_seconds\":20") && says("\"gloss\":true"));
	/* whole or not at all */
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"plan_days\":5,\"clock_by\":\"moon\"}"), 422);
	assert_true(says("\"field\":\"clock_by\"") && says("teacher, ready, timer"));
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"colour\":1}"), 422);
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"min_gap_s\":-1}"), 422);
	assert_int_equal(at(&student[0], "PUT", "/settings", "", "{\"plan_days\":5}"), 403);
	assert_int_equal(at(&lead, "GET", "", "", NULL), 200);
	assert_true(says("\"plan_days\":12") && says("\"starter\":"));
	assert_int_equal(at(&student[0], "GET", "", "", NULL), 200);
	assert_true(says("\"plan_days\":12") && !says("\"starter\":"));
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"clock_by\":\"teacher\"}"), 200);
}

static const char *registration(char body[800], uint32_t number)
{
	char licence[19];
	bot_licence(number, licence);
	snprintf(body, 800,
		"{\"name\":\"Pearl River "
		"%u\",\"form\":\"company\",\"legal_name\":\"广州珠江贸易有限公司\",\"licence\":\"%s\",\"bank_account\":\"6222021234567890\","
		"\"bank_holder\":\"广州珠江贸易有限公司\",\"tax_id\":\"%s\",\"contact\":\"service@example.com\",\"countries\":[\"US\",\"DE\"]}",
		number, licence, licence);
	return body;
}

static void acting(void **state)
{
	char body[800], other[800], first[200], seat[14];
	registration(body, 7);
	assert_int_equal(at(&student[0], "POST", "/acts/store.register", "Idempotency-Key: k1\r\n", body), 200);
	copy_between("\r\n\r\n", "}", first, sizeof first);
	assert_true(says("\"findings\":[]") && says("\"amount\":null"));
	assert_int_equal(at(&student[0], "POST", "/acts/store.register", "Idempotency-Key: k1\r\n", body), 200);
	assert_true(says(first)); /* acts once, answers the same */
	assert_int_equal(at(&student[0], "POST", "/acts/store.register", "Idempotency-Key: k1\r\n", registration(other, 8)), 422);
	assert_true(says("request.idempotency"));
	assert_int_equal(at(&student[0], "POST", "/acts/store.register", "", body), 409);
	assert_true(says("store.exists"));
	assert_int_equal(
		at(&student[1], "POST", "/acts/store.register", "Idempotency-Key: k1\r\n", body), 409); /* another person's key is another key */
	/* bad input changes nothing */
	assert_int_equal(at(&student[1], "POST", "/acts/store.register", "", "{}"), 422);
	assert_true(says("field.missing"));
	assert_int_equal(at(&student[1], "POST", "/acts/store.register", "", "[1]"), 400);
	assert_int_equal(at(&student[1], "POST", "/acts/store.register", "", "{\"name\":7}"), 422);
	assert_int_equal(at(&student[1], "POST", "/acts/store.profile", "", "{\"colour\":\"red\"}"), 422);
	assert_true(says("\"field\":\"colour\""));
	assert_int_equal(at(&student[1], "POST", "/acts/purchase.create", "", "{\"good\":\"x\",\"quantity\":0}"), 422);
	assert_int_equal(at(&student[1], "POST", "/acts/purchase.create", "", "{\"good\":\"x\",\"quantity\":1.5}"), 422);
	assert_int_equal(at(&student[1], "POST", "/acts/listing.words", "", "{\"listing\":\"1\",\"language\":\"en\",\"title\":\"a\"}"), 422);
	assert_int_equal(at(&student[1], "POST", "/acts/listing.words", "", "{\"tokens_title\":[1]}"), 422);
	assert_int_equal(at(&student[1], "POST", "/acts/ship.sink", "", "{}"), 404);
	/* rights */
	assert_int_equal(at(&student[0], "GET", "", "", NULL), 200);
	copy_between("\"seat\":\"", "\"", seat, sizeof seat);
	char path[100];
	snprintf(path, sizeof path, "/acts/store.profile?seat=%s", seat);
	assert_int_equal(at(&student[1], "POST", path, "", "{\"about\":\"stolen\"}"), 404);
	assert_int_equal(at(&teacher, "POST", "/acts/store.profile", "", "{\"about\":\"whose?\"}"), 404);
	assert_int_equal(at(&teacher, "POST", path, "", "{\"about\":\"helped\"}"), 403);
	assert_true(says("seat.others"));
	assert_int_equal(at(&student[0], "POST", "/acts/seat.create", "", "{\"seat\":\"0000000000001\",\"capital_fen\":1}"), 403);
	assert_int_equal(at(&student[0], "PUT", "/clock", "", "{\"mode\":\"paused\"}"), 403);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"backwards\"}"), 422);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"run\"}"), 422);
}

static void passing_time(void **state)
{
	advance(72);
	assert_int_equal(at(&student[0], "GET", "/news", "", NULL), 200);
	assert_true(says("store.approved") && says("Your store has been approved."));
	assert_int_equal(at(&student[1], "GET", "/news", "", NULL), 200);
	assert_false(says("store.approved"));
	assert_int_equal(at(&teacher, "GET", "/news?limit=1", "", NULL), 200);
	assert_int_equal(at(&teacher, "GET", "/news?limit=0", "", NULL), 422);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"run\",\"minutes_per_second\":600}"), 200);
	assert_true(says("\"mode\":\"run\"") && says("\"minutes_per_second\":600"));
	usleep(700000);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"paused\"}"), 200);
	assert_true(says("\"mode\":\"paused\""));
}

static void rows(void **state)
{
	char store[14], path[200], cursor[100];
	assert_int_equal(at(&student[0], "GET", "/rows/store", "", NULL), 200);
	assert_true(says("\"state\":\"active\"") && says("\"countries\":[\"US\",\"DE\"]") && says("\"applied_at\":\"20") && says("\"next\":null"));
	copy_between("{\"rows\":[{\"id\":\"", "\"", store, sizeof store);
	snprintf(path, sizeof path, "/rows/store/%s", store);
	assert_int_equal(at(&student[0], "GET", path, "", NULL), 200);
	assert_int_equal(at(&student[1], "GET", path, "", NULL), 404);
	assert_int_equal(at(&student[1], "GET", "/rows/store", "", NULL), 200);
	assert_true(says("{\"rows\":[],\"next\":null}"));
	snprintf(path, sizeof path, "/rows/entry?store=%s", store);
	assert_int_equal(at(&student[1], "GET", path, "", NULL), 403);
	assert_int_equal(at(&teacher, "GET", path, "", NULL), 200);
	assert_true(says("\"account\":\"cash\"") && says("\"amount\":{\"amount\":\"50000.00\",\"currency\":\"CNY\"}"));
	assert_int_equal(at(&student[0], "GET", "/rows/nothing", "", NULL), 404);
	assert_int_equal(at(&student[0], "GET", "/rows/entry?account=cash,capital&topic=capital", "", NULL), 200);
	assert_true(says("\"capital\""));
	assert_int_equal(at(&student[0], "GET", "/rows/entry?account=cash%27%20OR%201=1", "", NULL), 200);
	assert_true(says("{\"rows\":[],"));
	assert_int_equal(at(&student[0], "GET", "/rows/entry?colour=red", "", NULL), 422);
	assert_int_equal(at(&student[0], "GET", "/rows/entry?sort=colour", "", NULL), 422);
	assert_int_equal(at(&student[0], "GET", "/rows/entry?limit=501", "", NULL), 422);
	assert_int_equal(at(&student[0], "GET", "/rows/entry?cursor=x", "", NULL), 422);
	static const char *const sorts[] = { "account", "-account", "at", "-amount", "ref", "id", "-topic" };
	for (int i = 0; i < 7; i++) { /* page by page, each row once */
		int n = 0;
		snprintf(path, sizeof path, "/rows/entry?limit=1&sort=%s", sorts[i]);
		while (n < 50) {
			if (at(&student[0], "GET", path, "", NULL) != 200)
				fail_msg("%s: %s", path, strstr(answer, "\r\n\r\n"));
			n += says("\"id\":\"") != 0;
			if (says("\"next\":null"))
				break;
			copy_between("\"next\":\"", "\"", cursor, sizeof cursor);
			snprintf(path, sizeof path, "/rows/entry?limit=1&sort=%s&cursor=%s", sorts[i], cursor);
		}
		assert_int_equal(n, 2);
	}
}

/* ---- a bot on a student's seat, through the host's queue ---- */

static enum problem_code act_by_host(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct host_job job = { .kind = JOB_ACT, .arena = mem, .act = a, .person = 1 };
	enum problem_code code = hosted_do(arg, &job, p);
	*ret = (struct act_answer){ 0 };
	if (!code) {
		json_error_t e;
		json_t *j = json_loadb(job.answer.p, job.answer.n, 0, &e);
		const char *id = json_string_value(json_object_get(j, "id"));
		if (id)
			id_parse(str_c(id), &ret->id);
		json_decref(j);
	}
	return code;
}

static struct db *open_db(enum db_mode mode, const char *name)
{
	struct buf url;
	struct db *db;
	struct problem p;
	buf_init(&url, 4096);
	db_place(str_c(dir), str_c(database), str_c(name), &url);
	assert_int_equal(db_open(buf_span(&url), mode, &db, &p), 0);
	buf_fini(&url);
	return db;
}

static struct db *open_market(enum db_mode mode)
{
	char name[40];
	snprintf(name, sizeof name, "market-%s", market);
	return open_db(mode, name);
}

enum { BOTS = 2, NEWS = 1000 };

static void trading(void **state)
{
	struct hosted *h = host_find(server_host(server), market_id);
	struct hosted_state s;
	const struct world *w;
	struct problem p;
	struct event_row *news = calloc(NEWS, sizeof *news);
	struct bot *bot[BOTS];
	int64_t heard = 0;
	assert_int_equal(hosted_look(h, &s, &w, NULL, &p), 0);
	for (int i = 0; i < BOTS; i++) {
		char seat[14];
		uint64_t seat_id;
		assert_int_equal(at(&student[2 + i], "GET", "", "", NULL), 200);
		copy_between("\"seat\":\"", "\"", seat, sizeof seat);
		assert_true(id_parse(str_c(seat), &seat_id));
		bot[i] = bot_create(w, seat_id, (uint32_t)i + 3, 2);
	}
	struct db *db = open_market(DB_READ);
	for (int hour = 0; hour < 24 * 9; hour++) {
		int n;
		assert_int_equal(hosted_look(h, &s, NULL, NULL, &p), 0);
		for (int i = 0; i < BOTS; i++)
			bot_step(bot[i], s.now_min, act_by_host, h);
		struct host_job job = { .kind = JOB_CLOCK, .mode = PACE_ADVANCE, .hours = 1, .person = 1 };
		assert_int_equal(hosted_do(h, &job, &p), 0);
		do {
			usleep(1000);
			assert_int_equal(hosted_look(h, &s, NULL, NULL, &p), 0);
		} while (s.pace.mode != PACE_PAUSED);
		assert_int_equal(events_list(db, market_id, 0, 0, NEWS, news, &n, &p), 0);
		int64_t newest = n ? news[0].position : heard;
		while (n-- > 0)
			for (int i = 0; i < BOTS && news[n].position > heard; i++)
				bot_hear(bot[i], &news[n].event);
		heard = newest;
	}
	db_close(db);
	uint32_t accepted = 0;
	for (int i = 0; i < BOTS; i++) {
		uint32_t yes, no;
		bot_counts(bot[i], &yes, &no);
		accepted += yes;
		bot_destroy(bot[i]);
	}
	free(news);
	assert_true(accepted > 10);
	assert_int_equal(at(&teacher, "GET", "/rows/listing", "", NULL), 200);
	assert_true(says("\"state\":\"active\""));
	assert_int_equal(at(&teacher, "GET", "/rows/offer?sort=-price", "", NULL), 200);
	assert_true(says("\"price\":{\"amount\":"));
	assert_int_equal(at(&teacher, "GET", "/rows/daily", "", NULL), 200);
	assert_true(says("\"day\":\"2026-"));
}

/* ---- all rows of a market as one text ---- */

static struct str dump(struct arena *a)
{
	struct projection *pr = projection_create();
	struct db *db = open_market(DB_READ);
	struct buf out;
	buf_init(&out, 64 << 20);
	for (int t = 0; t <= pr->n; t++) {
		const struct projected_table *table = t < pr->n ? &pr->tables[t] : NULL;
		if (table && !table->name)
			continue;
		int columns = table ? table->n + 1 : 9;
		const char *sql = arena_printf(
			a, "SELECT * FROM %s%s WHERE market_id = ?1 ORDER BY 1, 2", table ? "m_" : "", table ? table->name : "market_event")
					  .p;
		struct stmt *q = db_stmt_once(db, sql);
		db_bind_u64(q, 1, market_id);
		while (db_step(q)) {
			buf_printf(&out, "%d", t);
			for (int c = 0; c < columns; c++)
				buf_printf(&out, "|%s%.*s", db_is_null(q, c) ? "NULL" : "", STR_FMT(db_str(q, c)));
			buf_char(&out, '\n');
		}
		assert_int_equal(db_end(q, NULL), 0);
	}
	db_close(db);
	projection_destroy(pr);
	struct str text = arena_str(a, buf_span(&out));
	buf_fini(&out);
	return text;
}

static int begin(void)
{
	struct problem p = { 0 };
	struct server_options o = { .data_dir = str_c(dir),
		.database_url = str_c(database),
		.listen = "127.0.0.1",
		.loops = 2,
		.readers = 2,
		.version = "test",
		.worlds = "worlds" };
	int status = server_start(&o, &server, &p);
	if (status)
		fprintf(stderr, "# %s: %s %s\n", problem_name(p.code), p.arg[0], p.arg[1]);
	return status;
}

static void same_lines(struct str a, struct str b)
{
	struct str x, y;
	int n = 0;
	while (a.n && b.n && str_next(&a, '\n', &x) && str_next(&b, '\n', &y))
		if (!str_eq(x, y) && n++ < 10)
			print_message("# as it was: %.*s\n# made again: %.*s\n", STR_FMT(x), STR_FMT(y));
	assert_int_equal(n, 0);
	assert_int_equal(a.n, b.n);
}

static void starting_again(void **state)
{
	struct arena a;
	struct replay_report report;
	struct problem p = { 0 };
	char now[40], position[24], found[40];
	arena_init(&a, 1 << 20);
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	copy_between("\"now\":\"", "\"", now, sizeof now);
	copy_between("\"position\":", ",", position, sizeof position);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"run\",\"minutes_per_second\":1}"), 200);
	server_stop(server);
	struct str before = dump(&a);
	assert_true(before.n > 1000);
	/* the log alone gives the same state and the same rows */
	struct db *db = open_market(DB_WRITE), *school = open_db(DB_WRITE, "school");
	struct worlds *ws = worlds_create(str_c(dir), NULL);
	struct projection *pr = projection_create();
	struct market_row row;
	const struct world *w;
	assert_int_equal(registry_find(school, &a, market_id, &row, &p), 0);
	assert_int_equal(worlds_load(ws, row.world, school, &w, &p), 0);
	struct market_config config = { w, { row.seed[0], row.seed[1] }, row.begin_min };
	assert_int_equal(replay_verify(db, market_id, &config, &report, &p), 0);
	assert_true(report.snapshots > 0 && report.acts > 10);
	if (report.differs_at)
		fail_msg("entry %lld: %s, not %s", (long long)report.differs_at, report.replayed, report.stored);
	assert_int_equal(replay_rebuild(db, market_id, &config, pr, &p), 0);
	same_lines(before, dump(&a));
	/* another seed is another market: the comparison can fail */
	config.seed[0]++;
	assert_true(replay_verify(db, market_id, &config, &report, &p) || report.differs_at);
	projection_destroy(pr);
	worlds_destroy(ws);
	db_close(school);
	db_close(db);
	assert_int_equal(begin(), 0);
	sign_all();
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	assert_true(says("\"mode\":\"paused\"") && says(now));
	copy_between("\"position\":", ",", found, sizeof found);
	assert_string_equal(found, position);
	arena_fini(&a);
}

static const char STEAL[] = "UPDATE market_head SET epoch = epoch + 100 WHERE market_id = ?1";
static const char CATCH_UP[] = "UPDATE market SET epoch = epoch + 100 WHERE id = ?1";

/* Somebody else took the market: what this process has in memory is worth nothing, and it may commit no more. */
static void losing_it(void **state)
{
	assert_int_equal(at(&student[0], "POST", "/acts/store.profile", "", "{\"about\":\"mine\"}"), 200);
	struct db *db = open_market(DB_WRITE);
	struct stmt *q = db_stmt(db, STEAL);
	db_bind_u64(q, 1, market_id);
	assert_int_equal(db_run(q, NULL), 0);
	db_close(db);
	assert_int_equal(at(&student[0], "POST", "/acts/store.profile", "Idempotency-Key: k9\r\n", "{\"about\":\"not mine\"}"), 409);
	assert_int_equal(at(&student[0], "GET", "/rows/store", "", NULL), 200); /* reading goes on */
	assert_true(says("\"about\":\"mine\""));
	usleep(1100000);
	assert_int_equal(at(&student[0], "POST", "/acts/store.profile", "Idempotency-Key: k9\r\n", "{\"about\":\"not mine\"}"),
		409); /* an older claim is none */
	db = open_db(DB_WRITE, "school");
	q = db_stmt(db, CATCH_UP);
	db_bind_u64(q, 1, market_id);
	assert_int_equal(db_run(q, NULL), 0);
	db_close(db);
	usleep(1100000);
	assert_int_equal(at(&student[0], "POST", "/acts/store.profile", "Idempotency-Key: k9\r\n", "{\"about\":\"mine again\"}"), 200);
	assert_int_equal(at(&student[0], "GET", "/rows/store", "", NULL), 200);
	assert_true(says("\"about\":\"mine again\""));
}

static struct hosted *limit_pages(const char *sql)
{
	struct hosted *h = host_find(server_host(server), market_id);
	pthread_mutex_lock(&h->lock); /* the thread sleeps on it, so its connection may be used */
	assert_int_equal(db_exec(h->db, sql, NULL), 0);
	pthread_mutex_unlock(&h->lock);
	return h;
}

/* The clock stands and says why, reading works, and with room it goes on. */
static void full_disk(void **state)
{
	static char body[3200];
	int status = 200, n = snprintf(body, sizeof body, "{\"about\":\"");
	if (*database)
		return; /* the server of the database has its own disk */
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"paused\"}"), 200);
	usleep(100000);
	limit_pages("PRAGMA max_page_count = 1"); /* no more than it has */
	for (int i = 0; i < 950; i++)
		n += snprintf(body + n, sizeof body - (size_t)n, "满");
	for (int i = 0; i < 3000 && status == 200; i++) {
		snprintf(body + n, sizeof body - (size_t)n, "%d\"}", i);
		status = at(&student[0], "POST", "/acts/store.profile", "", body);
	}
	assert_int_equal(status, 507);
	assert_true(says("server.disk_full"));
	assert_int_equal(at(&student[0], "GET", "", "", NULL), 200);
	assert_true(says("\"reason\":\"disk_full\"") && says("\"mode\":\"paused\""));
	assert_int_equal(at(&student[0], "GET", "/rows/store", "", NULL), 200);
	usleep(100000);
	limit_pages("PRAGMA max_page_count = 1000000");
	assert_int_equal(at(&student[0], "POST", "/acts/store.profile", "", "{\"about\":\"room\"}"), 200);
	advance(1);
	assert_true(says("\"reason\":null"));
}

static void stream(void **state)
{
	static char text[1 << 20];
	char request[400];
	size_t have = 0;
	int n = snprintf(request, sizeof request, "GET %s/events HTTP/1.1\r\nHost: x\r\nCookie: cohong_session=%s\r\n\r\n", base, student[0].cookie);
	int fd = dial();
	assert_int_equal(send(fd, request, (size_t)n, MSG_NOSIGNAL), n);
	usleep(300000);
	assert_int_equal(at(&student[2], "POST", "/acts/store.profile", "", "{\"about\":\"another's\"}"), 200);
	assert_int_equal(at(&student[0], "POST", "/acts/store.profile", "", "{\"about\":\"seen\"}"), 200);
	advance(30);
	while (!strstr(text, "\"kind\":\"day.closed\"")) {
		ssize_t k = recv(fd, text + have, sizeof text - 1 - have, 0);
		assert_true(k > 0);
		have += (size_t)k;
		text[have] = 0;
	}
	close(fd);
	assert_non_null(strstr(text, "event: clock\ndata: {\"now\":"));
	assert_non_null(strstr(text, "event: changed\ndata: {\"tables\":[\"store\"]}"));
	char *first = strstr(text, "event: changed");
	assert_null(strstr(first + 1, "event: changed\ndata: {\"tables\":[\"store\"]}")); /* the other's change was not told */
}

static void backup(void **state)
{
	struct problem p;
	struct stat st;
	char to[100], path[200];
	snprintf(to, sizeof to, "%s/copy", dir);
	enum problem_code code = host_backup(server_host(server), str_c(to), &p);
	if (*database) {
		assert_int_equal(code, PROBLEM_BAD_REQUEST);
		return;
	}
	assert_int_equal(code, 0);
	snprintf(path, sizeof path, "%s/market-%s.db", to, market);
	assert_int_equal(stat(path, &st), 0);
	snprintf(path, sizeof path, "%s/school.db", to);
	assert_int_equal(stat(path, &st), 0);
	assert_int_not_equal(host_backup(server_host(server), str_c(to), &p), 0); /* never over another */
}

static void questions(void **state)
{
	assert_int_equal(at(&student[0], "GET", "/ask/world.describe", "", NULL), 200);
	assert_true(says("\"slug\":\"first-harbour\""));
	assert_int_equal(at(&student[0], "GET", "/ask/mall.search?country=US&words=mug", "", NULL), 200);
	assert_true(says("\"cards\":["));
	assert_int_equal(at(&student[0], "POST", "/ask/mall.search", "", "{\"country\":\"US\",\"words\":\"mug\"}"), 200);
	assert_int_equal(at(&student[0], "GET", "/ask/mall.search?country=US&page=x", "", NULL), 422);
	assert_int_equal(at(&student[0], "GET", "/ask/mall.search?country=US&tokens=1", "", NULL), 422);
	assert_int_equal(at(&student[0], "GET", "/ask/mall.search", "", NULL), 422);
	assert_int_equal(at(&student[0], "GET", "/ask/weather", "", NULL), 404);
	assert_int_equal(at(&student[0], "GET", "/pictures/nothing.svg", "", NULL), 404);
	assert_int_equal(ask(NULL, "GET", "/api/v1/openapi.json", "", NULL), 200);
	assert_true(says("/acts/listing.words") && says("/ask/mall.search") && !says("tokens_title"));
}

/* ---- business days ---- */

static int number_of(const char *text)
{
	int64_t n = -1;
	str_i64(str_c(text), &n);
	return (int)n;
}

/* Number of the business day, as the clock says. */
static int day_number(void)
{
	char n[24];
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	copy_between("\"day\":", ",", n, sizeof n);
	return number_of(n);
}

static void wait_day(int number)
{
	do
		usleep(20000);
	while (day_number() != number);
	wait_paused();
	assert_true(says("T01:00:00Z\",\"mode\":\"paused\"")); /* nine o'clock in China */
}

/* Makes something due now that real minutes stand before. */
static void hurry(size_t at, int64_t us)
{
	struct hosted *h = host_find(server_host(server), market_id);
	pthread_mutex_lock(&h->lock);
	memcpy((char *)h + at, &us, sizeof us);
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
}

static void days(void **state)
{
	char seconds[24], noon[40], path[100], seat[14];
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"day_seconds\":1,\"min_gap_s\":600,\"clock_by\":\"teacher\"}"), 200);
	int n = day_number();
	/* from another hour the first one goes to nine */
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"day\"}"), 200);
	assert_true(says("\"mode\":\"day\"") && says("T01:00:00Z\",\"minutes_per_second\":0"));
	wait_day(n + 1);
	/* students need their time */
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"day\"}"), 409);
	assert_true(says("clock.gap"));
	copy_between("can start in ", " seconds", seconds, sizeof seconds);
	assert_in_range(number_of(seconds), 590, 600);
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	assert_false(says("\"next_allowed_real\":null"));
	assert_int_equal(at(&student[0], "PUT", "/clock", "", "{\"mode\":\"day\",\"force\":true}"), 403);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"day\",\"force\":true}"), 200);
	wait_day(n + 2);
	assert_int_equal(at(&teacher, "GET", "/rows/business?sort=-day&limit=10", "", NULL), 200);
	assert_true(says("\"shown\":"));
	/* by the seats that are ready */
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"min_gap_s\":0,\"clock_by\":\"ready\",\"ready_percent\":50}"), 200);
	for (int i = 0; i < 5; i++) /* all are here; with the sixth seat or without, half of them is three */
		assert_int_equal(at(&student[i], "GET", "", "", NULL), 200);
	assert_int_equal(at(&student[0], "PUT", "/ready", "", "{\"ready\":true}"), 200);
	assert_true(says("\"ready\":1,\"needed\":3") && says("\"mine\":true"));
	assert_int_equal(at(&student[0], "PUT", "/ready", "", "{\"ready\":false}"), 200);
	assert_true(says("\"ready\":0") && says("\"mine\":false"));
	for (int i = 0; i < 2; i++)
		assert_int_equal(at(&student[i], "PUT", "/ready", "", "{\"ready\":true}"), 200);
	usleep(100000);
	assert_int_equal(day_number(), n + 2);
	assert_true(says("\"mode\":\"paused\""));
	assert_int_equal(at(&student[1], "GET", "", "", NULL), 200);
	copy_between("\"seat\":\"", "\"", seat, sizeof seat);
	snprintf(path, sizeof path, "/ready?seat=%s", seat);
	assert_int_equal(at(&student[0], "PUT", path, "", "{\"ready\":false}"), 404); /* not another's */
	assert_int_equal(at(&student[2], "PUT", "/ready", "", "{\"ready\":true}"), 200);
	wait_day(n + 3);
	assert_true(says("\"ready\":0")); /* forgotten */
	/* by a timer, which goes from when it is chosen; who pauses stops it */
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"clock_by\":\"timer\",\"timer_min\":240}"), 200);
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	assert_false(says("\"starts_real\":null"));
	hurry(offsetof(struct hosted, timer_us), pace_now_us());
	wait_day(n + 4);
	assert_false(says("\"starts_real\":null"));
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"paused\"}"), 200);
	assert_true(says("\"starts_real\":null") && says("\"held\":true"));
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"clock_by\":\"teacher\",\"day_seconds\":24}"), 200);
	/* a free run that nobody looks at */
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"run\",\"minutes_per_second\":1}"), 200);
	hurry(offsetof(struct hosted, nobody_us), pace_now_us() - 3600 * INT64_C(1000000));
	wait_paused();
	assert_true(says("\"reason\":\"nobody\""));
	/* the end of the program in the middle of a day: it stands, and the rest is played when the teacher says so */
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	copy_between("\"now\":\"", "\"", path, sizeof path);
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"day\"}"), 200);
	do {
		usleep(50000);
		assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	} while (says(path));
	server_stop(server);
	assert_int_equal(begin(), 0);
	sign_all();
	assert_int_equal(at(&teacher, "GET", "", "", NULL), 200);
	copy_between("\"now\":\"", "\"", noon, sizeof noon);
	assert_true(says("\"mode\":\"paused\"") && !says("T01:00:00Z\",\"mode\""));
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"day_seconds\":1,\"min_gap_s\":600}"), 200);
	assert_int_equal(day_number(), n + 4);
	assert_true(says(noon));
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"day\"}"), 200);
	wait_day(n + 5);
	/* a program that starts again at nine remembers when the day ended */
	server_stop(server);
	assert_int_equal(begin(), 0);
	sign_all();
	assert_int_equal(at(&teacher, "PUT", "/clock", "", "{\"mode\":\"day\"}"), 409);
	assert_true(says("clock.gap"));
	assert_int_equal(at(&teacher, "PUT", "/settings", "", "{\"min_gap_s\":0}"), 200);
}

static int start(void)
{
	struct problem p = { 0 };
	bool made = false;
	int status = begin();
	struct db *db = status ? NULL : open_db(DB_WRITE, "school");
	if (!status)
		status = demo_create(db, &made, &demo, &p);
	db_close(db);
	return status || !made;
}

static int start_sqlite(void **state)
{
	database = "";
	return start();
}

static int start_postgres(void **state)
{
	database = pg_url;
	return start();
}

static int stop(void **state)
{
	server_stop(server);
	return 0;
}

int main(void)
{
	char command[200];
	if (!mkdtemp(dir) || sodium_init() < 0)
		return 1;
	snprintf(command, sizeof command, "tests/pg.sh start %s >%s/url", dir, dir);
	if (system(command))
		return 1;
	snprintf(command, sizeof command, "%s/url", dir);
	FILE *f = fopen(command, "r");
	if (!f || !fgets(pg_url, sizeof pg_url, f))
		return 1;
	fclose(f);
	pg_url[strcspn(pg_url, "\n")] = 0;
#define ALL                                                                                                                                          \
	cmocka_unit_test(making), cmocka_unit_test(settings), cmocka_unit_test(acting), cmocka_unit_test(passing_time), cmocka_unit_test(rows), cmocka_unit_test(trading),       \
		cmocka_unit_test(starting_again), cmocka_unit_test(losing_it), cmocka_unit_test(full_disk), cmocka_unit_test(stream), cmocka_unit_test(days),                \
		cmocka_unit_test(questions), cmocka_unit_test(backup)
	const struct CMUnitTest on_sqlite[] = { ALL }, on_postgresql[] = { ALL };
	int failed = cmocka_run_group_tests(on_sqlite, start_sqlite, stop);
	failed += cmocka_run_group_tests(on_postgresql, start_postgres, stop);
	snprintf(command, sizeof command, "tests/pg.sh stop %s; rm -rf %s", dir, dir);
	return system(command) || failed;
}
