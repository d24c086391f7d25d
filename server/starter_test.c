/* A class market whose seats begin with a prepared store; late comers; the log plays them again, also one of older rules. */
#include "server/replay.h"
#include "server/test_client.h"
#include "server/worlds.h"

#include <sodium.h>

static char dir[] = "/tmp/cohong-starter.XXXXXX", market[14], base[64], class_path[100];
static struct demo demo;
static struct client teacher;
static uint64_t market_id;

static int begin(void)
{
	struct problem p = { 0 };
	struct server_options o = { .data_dir = str_c(dir), .listen = "127.0.0.1", .loops = 1, .readers = 2, .version = "test", .worlds = "worlds" };
	return server_start(&o, &server, &p);
}

static struct db *open_db(const char *name)
{
	struct buf url;
	struct db *db;
	struct problem p;
	buf_init(&url, 4096);
	db_place(str_c(dir), STR(""), str_c(name), &url);
	assert_int_equal(db_open(buf_span(&url), DB_WRITE, &db, &p), 0);
	buf_fini(&url);
	return db;
}

static int at(const char *method, const char *path, const char *body)
{
	char full[500];
	snprintf(full, sizeof full, "%s%s", base, path);
	return ask(&teacher, method, full, "", body);
}

static int count(const char *text)
{
	int n = 0;
	for (const char *s = answer; (s = strstr(s, text)); s++)
		n++;
	return n;
}

static void each_seat_has_a_store(void **state)
{
	char id[14];
	assert_int_equal(sign_in(&teacher, "teacher", demo.password[2], "zh"), 200);
	id_format(demo.class_id, id);
	snprintf(class_path, sizeof class_path, "/api/v1/classes/%s", id);
	char path[140];
	snprintf(path, sizeof path, "%s/markets", class_path);
	assert_int_equal(ask(&teacher, "GET", "/api/v1/worlds", "", NULL), 200);
	assert_true(says("\"slug\":\"first-harbour.classroom\"") && says("初航港（课堂）") && says("First Harbour (classroom)"));
	assert_int_equal(
		ask(&teacher, "POST", path, "", "{\"name\":\"First sale\",\"world\":\"first-harbour.classroom\",\"seed\":\"x\",\"settings\":{\"starter\":\"first-sale\"}}"),
		201);
	copy_between("{\"id\":\"", "\"", market, sizeof market);
	assert_true(id_parse(str_c(market), &market_id));
	snprintf(base, sizeof base, "/api/v1/markets/%s", market);
	assert_int_equal(at("GET", "/seats", NULL), 200);
	assert_int_equal(count("\"store\":\""), 5);
	assert_int_equal(at("GET", "/rows/store", NULL), 200);
	assert_int_equal(count("\"granted\":1"), 5);
	assert_int_equal(count("\"state\":\"active\""), 5);
	for (int i = 1; i <= 5; i++) {
		char name[40];
		snprintf(name, sizeof name, "试航 %d 号\"", i);
		assert_true(says(name));
	}
	assert_int_equal(at("GET", "/rows/order?limit=500", NULL), 200);
	assert_int_equal(count("\"number\":"), 50);
	assert_int_equal(count("\"state\":\"paid\""), 25);
	assert_int_equal(count("\"state\":\"delivered\""), 5);
	assert_int_equal(at("GET", "/rows/listing", NULL), 200);
	assert_int_equal(count("\"state\":\"active\""), 15);
	assert_int_equal(at("GET", "/news?limit=200", NULL), 200);
	assert_int_equal(count("\"kind\":\"history.written\""), 5);
	assert_true(says("已补入 10 笔历史订单。"));
}

static void late_comers_too(void **state)
{
	char path[140];
	snprintf(path, sizeof path, "%s/members", class_path);
	assert_int_equal(ask(&teacher, "POST", path, "", "{\"login\":\"late\",\"display_name\":\"Late\",\"password\":\"correct horse 17\"}"), 201);
	assert_int_equal(at("POST", "/seats", NULL), 200);
	assert_int_equal(count("\"store\":\""), 6);
	assert_int_equal(at("GET", "/rows/store", NULL), 200);
	assert_true(says("试航 6 号\""));
	assert_int_equal(count("\"granted\":1"), 6);
	/* nobody gets a second one */
	assert_int_equal(at("POST", "/seats", NULL), 200);
	assert_int_equal(at("GET", "/rows/listing", NULL), 200);
	assert_int_equal(count("\"state\":\"active\""), 18);
}

static const char AGE[] = "UPDATE market_head SET rules = 1 WHERE market_id = ?1", SPOIL[] = "UPDATE market_snapshot SET digest = 'old' WHERE market_id = ?1";

/* The log alone gives all of it; and what older rules left is played on by the present ones. */
static void the_log_has_it(void **state)
{
	struct arena a;
	struct replay_report report;
	struct problem p = { 0 };
	struct market_row row;
	const struct world *w;
	char name[40], position[24], found[24];
	arena_init(&a, 1 << 20);
	assert_int_equal(at("GET", "", NULL), 200);
	copy_between("\"position\":", ",", position, sizeof position);
	server_stop(server);
	snprintf(name, sizeof name, "market-%s", market);
	struct db *db = open_db(name), *school = open_db("school");
	struct worlds *ws = worlds_create(str_c(dir), NULL);
	assert_int_equal(registry_find(school, &a, market_id, &row, &p), 0);
	assert_int_equal(worlds_load(ws, row.world, school, &w, &p), 0);
	struct market_config config = { w, { row.seed[0], row.seed[1] }, row.begin_min };
	assert_int_equal(replay_verify(db, market_id, &config, &report, &p), 0);
	assert_true(report.snapshots > 0 && report.acts > 6 * 15);
	assert_int_equal(report.differs_at, 0);
	worlds_destroy(ws);
	for (int i = 0; i < 2; i++) {
		struct stmt *q = db_stmt(db, i ? SPOIL : AGE);
		db_bind_u64(q, 1, market_id);
		assert_int_equal(db_run(q, &p), 0);
	}
	db_close(school);
	db_close(db);
	assert_int_equal(begin(), 0);
	assert_int_equal(sign_in(&teacher, "teacher", demo.password[2], "zh"), 200);
	assert_int_equal(at("GET", "", NULL), 200);
	copy_between("\"position\":", ",", found, sizeof found);
	/* one entry more: the rules that it is played by from here on */
	assert_int_equal(strtoll(found, NULL, 10), strtoll(position, NULL, 10) + (1 < MARKET_RULES_SINCE));
	assert_int_equal(at("GET", "/rows/store", NULL), 200);
	assert_int_equal(count("\"granted\":1"), 6);
	arena_fini(&a);
}

static int start(void **state)
{
	struct problem p = { 0 };
	bool made = false;
	if (begin())
		return -1;
	struct db *db = open_db("school");
	int status = demo_create(db, &made, &demo, &p);
	db_close(db);
	return status || !made;
}

static int stop(void **state)
{
	server_stop(server);
	return 0;
}

int main(void)
{
	char command[80];
	if (!mkdtemp(dir) || sodium_init() < 0)
		return 1;
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_seat_has_a_store), cmocka_unit_test(late_comers_too), cmocka_unit_test(the_log_has_it) };
	int failed = cmocka_run_group_tests(tests, start, stop);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command) || failed;
}
