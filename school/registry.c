#include "school/school.h"
#include "text/order.h"

#include <stdlib.h>

enum { ROWS_MAX = 1000 };

static const char ADD[] = "INSERT INTO market (id, class_id, name, world, seed_a, seed_b, epoch, state, mode, capital_fen, begin_min, settings)\n"
			  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10, ?11)";

enum problem_code registry_add(struct db *db, struct market_row *row, struct problem *p)
{
	if (!row->id)
		row->id = school_new_id();
	struct stmt *q = db_stmt(db, ADD);
	db_bind_u64(q, 1, row->id);
	db_bind_u64(q, 2, row->class_id);
	db_bind_str(q, 3, row->name);
	db_bind_str(q, 4, row->world);
	db_bind_u64(q, 5, row->seed[0]);
	db_bind_u64(q, 6, row->seed[1]);
	db_bind_str(q, 7, row->state);
	db_bind_str(q, 8, row->mode);
	db_bind_i64(q, 9, row->capital_fen);
	db_bind_i64(q, 10, row->begin_min);
	db_bind_str(q, 11, row->settings.n ? row->settings : STR("{}"));
	return db_run(q, p);
}

#define COLUMNS "SELECT id, class_id, name, world, seed_a, seed_b, epoch, state, mode, capital_fen, begin_min, settings FROM market "
static const char FIND[] = COLUMNS "WHERE id = ?1";
static const char LIST[] = COLUMNS "ORDER BY name, id LIMIT 1000";

static struct market_row read_row(struct stmt *q, struct arena *a)
{
	return (struct market_row){ .id = db_u64(q, 0), .class_id = db_u64(q, 1), .name = arena_str(a, db_str(q, 2)), .world = arena_str(a, db_str(q, 3)),
		.seed = { db_u64(q, 4), db_u64(q, 5) }, .epoch = db_i64(q, 6), .state = arena_str(a, db_str(q, 7)), .mode = arena_str(a, db_str(q, 8)),
		.capital_fen = db_i64(q, 9), .begin_min = db_i64(q, 10), .settings = arena_str(a, db_str(q, 11)) };
}

enum problem_code registry_find(struct db *db, struct arena *a, uint64_t id, struct market_row *ret, struct problem *p)
{
	struct market_row row = { 0 };
	struct stmt *q = db_stmt(db, FIND);
	db_bind_u64(q, 1, id);
	while (db_step(q))
		row = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (!code && !row.id)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code)
		*ret = row;
	return code;
}

enum problem_code registry_list(struct db *db, struct arena *a, struct market_row **ret, int *ret_n, struct problem *p)
{
	struct market_row *rows = ARENA_ARRAY(a, struct market_row, ROWS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	while (n < ROWS_MAX && db_step(q))
		rows[n++] = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

static const char SET[] = "UPDATE market SET state = ?2, mode = ?3 WHERE id = ?1";

enum problem_code registry_set(struct db *db, uint64_t id, struct str state, struct str mode, struct problem *p)
{
	struct stmt *q = db_stmt(db, SET);
	db_bind_u64(q, 1, id);
	db_bind_str(q, 2, state);
	db_bind_str(q, 3, mode);
	return db_run(q, p);
}

static const char SETTINGS[] = "UPDATE market SET settings = ?2 WHERE id = ?1";

enum problem_code registry_settings(struct db *db, uint64_t id, struct str settings, struct problem *p)
{
	struct stmt *q = db_stmt(db, SETTINGS);
	db_bind_u64(q, 1, id);
	db_bind_str(q, 2, settings);
	return db_run(q, p);
}

static const char CLAIM[] = "UPDATE market SET epoch = epoch + 1 WHERE id = ?1 RETURNING epoch";

enum problem_code registry_claim(struct db *db, uint64_t id, int64_t *ret_epoch, struct problem *p)
{
	int64_t epoch = 0;
	struct stmt *q = db_stmt(db, CLAIM);
	db_bind_u64(q, 1, id);
	while (db_step(q))
		epoch = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && !epoch)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code)
		*ret_epoch = epoch;
	return code;
}

static const char SEAT_ADD[] = "INSERT INTO seat (market, person, seat) VALUES (?1, ?2, ?3)";

enum problem_code seat_add(struct db *db, uint64_t market, uint64_t person, uint64_t seat, struct problem *p)
{
	struct stmt *q = db_stmt(db, SEAT_ADD);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, person);
	db_bind_u64(q, 3, seat);
	return db_run(q, p);
}

static const char SEAT_DEMO[] = "UPDATE seat SET demo = 1 WHERE market = ?1 AND seat = ?2";

enum problem_code seat_set_demo(struct db *db, uint64_t market, uint64_t seat, struct problem *p)
{
	struct stmt *q = db_stmt(db, SEAT_DEMO);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	return db_run(q, p);
}

struct keyed {
	struct str key;
	struct seat_row row;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : (x->row.seat > y->row.seat) - (x->row.seat < y->row.seat);
}

static void sort_seats(struct seat_row *rows, int n, struct arena *a)
{
	struct keyed *keys = ARENA_ARRAY(a, struct keyed, n + 1);
	for (int i = 0; i < n; i++)
		keys[i] = (struct keyed){ text_order_key(rows[i].person_name, a), rows[i] };
	qsort(keys, (size_t)n, sizeof *keys, by_key);
	for (int i = 0; i < n; i++)
		rows[i] = keys[i].row;
}

static const char SEATS[] = "SELECT s.market, s.person, s.seat, m.class_id, m.name, p.display_name, m.state, s.demo\n"
			    "FROM seat s JOIN market m ON m.id = s.market JOIN person p ON p.id = s.person\n"
			    "WHERE (CAST(?1 AS BIGINT) = 0 OR s.market = ?1) AND (CAST(?2 AS BIGINT) = 0 OR s.person = ?2)\n"
			    "ORDER BY m.name, s.market, p.login LIMIT 1000";

enum problem_code seat_list(struct db *db, struct arena *a, uint64_t market, uint64_t person, struct seat_row **ret, int *ret_n, struct problem *p)
{
	struct seat_row *rows = ARENA_ARRAY(a, struct seat_row, ROWS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, SEATS);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, person);
	while (n < ROWS_MAX && db_step(q)) {
		rows[n++] = (struct seat_row){ .market = db_u64(q, 0), .person = db_u64(q, 1), .seat = db_u64(q, 2), .class_id = db_u64(q, 3),
			.market_name = arena_str(a, db_str(q, 4)), .person_name = arena_str(a, db_str(q, 5)), .state = arena_str(a, db_str(q, 6)), .demo = db_bool(q, 7) };
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		if (market)
			sort_seats(rows, n, a);
		*ret = rows;
		*ret_n = n;
	}
	return code;
}
