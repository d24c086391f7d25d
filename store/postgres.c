#include "base/arena.h"
#include "store/driver.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARAMS_MAX = 64 };

struct postgres_db {
	struct db db;
	PGconn *conn;
	unsigned next_name, life; /* life: counts connections, since prepared statements die with theirs */
};

struct postgres_stmt {
	struct stmt stmt;
	char name[16];
	unsigned life;
	int params;
	struct arena arena; /* what is bound */
	const char *value[PARAMS_MAX];
	int length[PARAMS_MAX], format[PARAMS_MAX];
	PGresult *result;
	int row;
	char *bytes[8]; /* decoded blobs of this row */
	int bytes_n;
};

static struct postgres_db *pg(struct db *db)
{
	return (struct postgres_db *)db;
}

static struct postgres_stmt *ps(struct stmt *q)
{
	return (struct postgres_stmt *)q;
}

static enum problem_code code_of_state(const char *state)
{
	if (!state)
		return PROBLEM_DB_FAILED;
	if (strcmp(state, "53100") == 0)
		return PROBLEM_DISK_FULL;
	if (strcmp(state, "23505") == 0)
		return PROBLEM_DUPLICATE;
	if (strncmp(state, "23", 2) == 0)
		return PROBLEM_CONSTRAINT;
	if (strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0)
		return PROBLEM_DB_LOST;
	if (strncmp(state, "40", 2) == 0 || strncmp(state, "55P", 3) == 0 || strcmp(state, "53300") == 0)
		return PROBLEM_BUSY;
	if (strncmp(state, "XX00", 4) == 0)
		return PROBLEM_CORRUPT;
	return PROBLEM_DB_FAILED;
}

static enum problem_code fault(PGconn *conn, const PGresult *result, struct problem *p)
{
	enum problem_code code = PQstatus(conn) == CONNECTION_BAD ? PROBLEM_DB_LOST
								  : code_of_state(result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL);
	const char *words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	return problem_set(p, code, "", words ? words : PQerrorMessage(conn), NULL);
}

/* Length of a quoted piece or comment that begins s, or 0. */
static size_t quoted(struct str s)
{
	char q = s.p[0];
	if (q == '\'' || q == '"') {
		size_t i = 1;
		while (i < s.n && s.p[i] != q)
			i++;
		return i < s.n ? i + 1 : s.n;
	}
	ptrdiff_t end;
	if (str_starts(s, STR("--"))) {
		end = str_find(s, STR("\n"), 0);
		return end < 0 ? s.n : (size_t)end + 1;
	}
	if (str_starts(s, STR("/*"))) {
		end = str_find(s, STR("*/"), 2);
		return end < 0 ? s.n : (size_t)end + 2;
	}
	return 0;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void postgres_rewrite(struct str sql, bool types, struct buf *out)
{
	for (size_t i = 0; i < sql.n;) {
		struct str rest = str_sub(sql, i, sql.n);
		size_t n = quoted(rest);
		if (n) {
			buf_str(out, str_sub(rest, 0, n));
		} else if (word_char(rest.p[0])) {
			while (n < rest.n && word_char(rest.p[n]))
				n++;
			struct str word = str_sub(rest, 0, n);
			buf_str(out, types && str_eq(word, STR("BLOB")) ? STR("BYTEA") : word);
		} else {
			n = 1;
			bool place = rest.p[0] == '?' && rest.n > 1 && rest.p[1] >= '0' && rest.p[1] <= '9';
			buf_char(out, place ? '$' : rest.p[0]);
		}
		i += n;
	}
}

/* PostgreSQL counts parameters by the highest number. */
static int count_params(struct str sql)
{
	int most = 0;
	for (size_t i = 0; i + 1 < sql.n; i++)
		if (sql.p[i] == '$' && sql.p[i + 1] >= '0' && sql.p[i + 1] <= '9') {
			int n = (int)strtol(sql.p + i + 1, NULL, 10);
			most = n > most ? n : most;
		}
	return most;
}

static void server_prepare(struct postgres_stmt *q)
{
	struct postgres_db *db = pg(q->stmt.db);
	struct buf sql;
	buf_init(&sql, 1 << 20);
	postgres_rewrite(str_c(q->stmt.sql), false, &sql);
	buf_char(&sql, 0);
	q->params = count_params(buf_span(&sql));
	if (q->params > PARAMS_MAX) {
		q->stmt.code = problem_set(&q->stmt.why, PROBLEM_DB_FAILED, "", "too many parameters", NULL);
	} else {
		PGresult *r = PQprepare(db->conn, q->name, sql.p, 0, NULL);
		if (PQresultStatus(r) != PGRES_COMMAND_OK && !q->stmt.code)
			q->stmt.code = fault(db->conn, r, &q->stmt.why);
		PQclear(r);
	}
	q->life = db->life;
	buf_fini(&sql);
}

static struct stmt *prepare(struct db *db, const char *sql)
{
	struct postgres_stmt *q = mem_alloc(sizeof *q);
	q->stmt.db = db;
	q->stmt.sql = sql;
	arena_init(&q->arena, 1024);
	snprintf(q->name, sizeof q->name, "q%u", pg(db)->next_name++);
	server_prepare(q);
	return &q->stmt;
}

static void forget_row(struct postgres_stmt *q)
{
	while (q->bytes_n)
		PQfreemem(q->bytes[--q->bytes_n]);
}

static void reset(struct stmt *stmt)
{
	struct postgres_stmt *q = ps(stmt);
	forget_row(q);
	PQclear(q->result);
	q->result = NULL;
	arena_reset(&q->arena);
	memset(q->value, 0, sizeof q->value);
	memset(q->format, 0, sizeof q->format);
	if (q->life != pg(stmt->db)->life)
		server_prepare(q);
}

static void drop(struct stmt *stmt)
{
	struct postgres_stmt *q = ps(stmt);
	struct postgres_db *db = pg(stmt->db);
	if (q->life == db->life && PQstatus(db->conn) == CONNECTION_OK && PQtransactionStatus(db->conn) != PQTRANS_INERROR) {
		char sql[40];
		snprintf(sql, sizeof sql, "DEALLOCATE %s", q->name);
		PQclear(PQexec(db->conn, sql));
	}
	forget_row(q);
	PQclear(q->result);
	arena_fini(&q->arena);
	free(q);
}

static void bind_at(struct stmt *stmt, int at, struct str s, int format)
{
	struct postgres_stmt *q = ps(stmt);
	if (at < 1 || at > q->params || s.n > INT32_MAX) {
		stmt->code = problem_set(&stmt->why, PROBLEM_DB_FAILED, "", "no such parameter", NULL);
		return;
	}
	q->value[at - 1] = s.p ? arena_cstr(&q->arena, s) : NULL;
	q->length[at - 1] = (int)s.n;
	q->format[at - 1] = format;
}

static void bind_i64(struct stmt *q, int at, int64_t v)
{
	char text[24];
	int n = snprintf(text, sizeof text, "%" PRId64, v);
	bind_at(q, at, (struct str){ text, (size_t)n }, 0);
}

static void bind_f64(struct stmt *q, int at, double v)
{
	char text[40];
	int n = snprintf(text, sizeof text, "%.17g", v);
	bind_at(q, at, (struct str){ text, (size_t)n }, 0);
}

static void bind_text(struct stmt *q, int at, struct str s, bool blob)
{
	bind_at(q, at, s, s.p ? 1 : 0);
}

static bool step(struct stmt *stmt)
{
	struct postgres_stmt *q = ps(stmt);
	struct postgres_db *db = pg(stmt->db);
	forget_row(q);
	if (q->result)
		return ++q->row < PQntuples(q->result);
	q->result = PQexecPrepared(db->conn, q->name, q->params, q->value, q->length, q->format, 0);
	ExecStatusType status = PQresultStatus(q->result);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
		stmt->code = fault(db->conn, q->result, &stmt->why);
		return false;
	}
	if (*PQcmdTuples(q->result) && strncmp(PQcmdStatus(q->result), "SELECT", 6) != 0)
		stmt->db->changes = strtoll(PQcmdTuples(q->result), NULL, 10);
	q->row = 0;
	return PQntuples(q->result) > 0;
}

static const char *cell(struct stmt *stmt, int column)
{
	struct postgres_stmt *q = ps(stmt);
	return q->result && q->row < PQntuples(q->result) && column < PQnfields(q->result) ? PQgetvalue(q->result, q->row, column) : "";
}

static int64_t column_i64(struct stmt *q, int column)
{
	return strtoll(cell(q, column), NULL, 10);
}

static double column_f64(struct stmt *q, int column)
{
	return strtod(cell(q, column), NULL);
}

static struct str column_text(struct stmt *stmt, int column, bool blob)
{
	struct postgres_stmt *q = ps(stmt);
	const char *text = cell(stmt, column);
	if (!blob)
		return str_c(text);
	if (q->bytes_n == 8) {
		stmt->code = problem_set(&stmt->why, PROBLEM_DB_FAILED, "", "more than 8 blobs read in a row", NULL);
		return STR_NONE;
	}
	size_t n = 0;
	char *bytes = (char *)PQunescapeBytea((const unsigned char *)text, &n);
	q->bytes[q->bytes_n++] = bytes;
	return (struct str){ bytes, n };
}

static bool is_null(struct stmt *stmt, int column)
{
	struct postgres_stmt *q = ps(stmt);
	return !q->result || PQgetisnull(q->result, q->row, column);
}

static enum problem_code exec(struct db *db, const char *sql, struct problem *p)
{
	struct buf b;
	buf_init(&b, 4 << 20);
	postgres_rewrite(str_c(sql), true, &b);
	buf_char(&b, 0);
	PGresult *r = PQexec(pg(db)->conn, b.p);
	ExecStatusType status = PQresultStatus(r);
	enum problem_code code = PROBLEM_NONE;
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
		code = fault(pg(db)->conn, r, p);
	else if (strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(r), "ROLLBACK") == 0)
		code = problem_set(p, PROBLEM_DB_FAILED, "", "a statement of the transaction had failed", NULL);
	PQclear(r);
	buf_fini(&b);
	return code;
}

static void close_db(struct db *db)
{
	PQfinish(pg(db)->conn);
	free(db);
}

static void quiet(void *arg, const char *message)
{
}

/* A reader is read only by the server's word, too. Notices ("relation exists, skipping") are nobody's news. */
static void settle(struct postgres_db *db)
{
	PQsetNoticeProcessor(db->conn, quiet, NULL);
	PQclear(PQexec(db->conn, "SET standard_conforming_strings = on; SET bytea_output = hex; SET client_encoding = 'UTF8'"));
	if (db->db.mode == DB_READ)
		PQclear(PQexec(db->conn, "SET default_transaction_read_only = on"));
}

static void revive(struct db *db)
{
	if (PQstatus(pg(db)->conn) == CONNECTION_OK)
		return;
	PQreset(pg(db)->conn);
	pg(db)->life++;
	settle(pg(db));
}

static const struct driver driver = { prepare, drop, reset, bind_i64, bind_f64, bind_text, step, column_i64, column_f64, column_text, is_null, exec, close_db,
	revive };

enum problem_code postgres_open(struct str url, enum db_mode mode, struct db **ret_db, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	struct postgres_db *db = mem_alloc(sizeof *db);
	db->db = (struct db){ .kind = DB_POSTGRES, .mode = mode, .driver = &driver };
	enum problem_code code = PROBLEM_NONE;
	db->conn = PQconnectdb(arena_cstr(&a, url));
	if (PQstatus(db->conn) != CONNECTION_OK)
		code = problem_set(p, PROBLEM_DB_LOST, "", PQerrorMessage(db->conn), NULL);
	else
		settle(db);
	arena_fini(&a);
	if (code)
		close_db(&db->db);
	else
		*ret_db = &db->db;
	return code;
}
