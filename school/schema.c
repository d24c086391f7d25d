#include "school/school.h"

#include <stddef.h>

static const char VERSION_1[] =
	"CREATE TABLE person (\n"
	"  id BIGINT PRIMARY KEY, login TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, role BIGINT NOT NULL,\n"
	"  password_hash TEXT NOT NULL, lang BIGINT NOT NULL, disabled BIGINT NOT NULL, created_s BIGINT NOT NULL);\n"
	"CREATE TABLE session (\n"
	"  token_hash BLOB PRIMARY KEY, person BIGINT NOT NULL REFERENCES person (id), csrf TEXT NOT NULL,\n"
	"  expires_s BIGINT NOT NULL, seen_s BIGINT NOT NULL);\n"
	"CREATE INDEX session_person ON session (person);\n"
	"CREATE TABLE attempt (login TEXT PRIMARY KEY, wrong BIGINT NOT NULL, last_s BIGINT NOT NULL, until_s BIGINT NOT NULL);\n"
	"CREATE TABLE class (id BIGINT PRIMARY KEY, name TEXT NOT NULL, teacher BIGINT NOT NULL REFERENCES person (id));\n"
	"CREATE INDEX class_teacher ON class (teacher);\n"
	"CREATE TABLE class_member (\n"
	"  class_id BIGINT NOT NULL REFERENCES class (id), person BIGINT NOT NULL REFERENCES person (id), PRIMARY KEY (class_id, person));\n"
	"CREATE INDEX class_member_person ON class_member (person);\n"
	"CREATE TABLE market (\n"
	"  id BIGINT PRIMARY KEY, class_id BIGINT NOT NULL REFERENCES class (id), name TEXT NOT NULL, world TEXT NOT NULL,\n"
	"  seed_a BIGINT NOT NULL, seed_b BIGINT NOT NULL, epoch BIGINT NOT NULL, state TEXT NOT NULL, mode TEXT NOT NULL);\n"
	"CREATE TABLE seat (\n"
	"  market BIGINT NOT NULL REFERENCES market (id), seat BIGINT NOT NULL, person BIGINT NOT NULL REFERENCES person (id),\n"
	"  PRIMARY KEY (market, seat), UNIQUE (market, person));\n"
	"CREATE INDEX seat_person ON seat (person);\n"
	"CREATE TABLE draft (\n"
	"  person BIGINT NOT NULL REFERENCES person (id), draft_key TEXT NOT NULL, body TEXT NOT NULL, updated_s BIGINT NOT NULL,\n"
	"  PRIMARY KEY (person, draft_key));\n"
	"CREATE TABLE audit (\n"
	"  id BIGINT PRIMARY KEY, at_s BIGINT NOT NULL, actor BIGINT NOT NULL, what TEXT NOT NULL, subject BIGINT NOT NULL, detail TEXT NOT NULL);\n"
	"CREATE INDEX audit_at ON audit (at_s)";

/* Compiled worlds by hash, for PostgreSQL; beside SQLite files they are files. */
static const char VERSION_2[] =
	"ALTER TABLE market ADD COLUMN capital_fen BIGINT NOT NULL DEFAULT 5000000;\n"
	"CREATE TABLE world (hash TEXT PRIMARY KEY, body BLOB NOT NULL)";

/* How a market is taught with (server/settings.h), and when it begins. */
static const char VERSION_3[] =
	"ALTER TABLE market ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';\n"
	"ALTER TABLE market ADD COLUMN begin_min BIGINT NOT NULL DEFAULT 0";
/* Raised hands, remarks; a seat that only shows. */
static const char HANDS[] =
	"CREATE TABLE hand (market BIGINT NOT NULL, seat BIGINT NOT NULL, raised_ms BIGINT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (market, seat));\n"
	"CREATE TABLE remark (\n"
	"  id BIGINT PRIMARY KEY, market BIGINT NOT NULL, seat BIGINT NOT NULL, author BIGINT NOT NULL, at_ms BIGINT NOT NULL,\n"
	"  position BIGINT NOT NULL, tab TEXT NOT NULL, ref BIGINT NOT NULL, text TEXT NOT NULL);\n"
	"CREATE INDEX remark_seat ON remark (market, seat, at_ms);\n"
	"ALTER TABLE seat ADD COLUMN demo BIGINT NOT NULL DEFAULT 0";

/* Accounts whose password was invented for the demonstration school and never changed. */
static const char VERSION_4[] =
	"ALTER TABLE person ADD COLUMN demo BIGINT NOT NULL DEFAULT 0;\n"
	"UPDATE person SET demo = 1 WHERE login IN ('admin', 'lead', 'teacher', 'student1', 'student2', 'student3', 'student4', 'student5')\n"
	"  AND EXISTS (SELECT 1 FROM audit a WHERE a.what = 'school.demo' AND person.created_s BETWEEN a.at_s - 60 AND a.at_s)\n"
	"  AND NOT EXISTS (SELECT 1 FROM audit b WHERE b.subject = person.id AND b.what IN ('password', 'person.password', 'person.reset_password'))";

/* What students have done of a lesson (lesson.h), and which stage the teacher is at. */
static const char VERSION_5[] =
	"CREATE TABLE step_done (\n"
	"  market BIGINT NOT NULL REFERENCES market (id), seat BIGINT NOT NULL, step TEXT NOT NULL, state BIGINT NOT NULL, at_s BIGINT NOT NULL,\n"
	"  points BIGINT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY (market, seat, step));\n"
	"CREATE TABLE lesson_run (\n"
	"  market BIGINT PRIMARY KEY REFERENCES market (id), stage TEXT NOT NULL, started_s BIGINT NOT NULL, stage_s BIGINT NOT NULL)";

/* The roster of a class and its door, one live session a student, the sign-in log, attendance, and what the school decides about keeping. */
static const char VERSION_6[] =
	"ALTER TABLE class ADD COLUMN code TEXT NOT NULL DEFAULT '';\n"
	"ALTER TABLE class ADD COLUMN open_until_s BIGINT NOT NULL DEFAULT 0;\n"
	"ALTER TABLE class ADD COLUMN enter_always BIGINT NOT NULL DEFAULT 1;\n"
	"ALTER TABLE class ADD COLUMN idle_min BIGINT NOT NULL DEFAULT 20;\n"
	"CREATE UNIQUE INDEX class_code ON class (code) WHERE code <> '';\n"
	"ALTER TABLE session ADD COLUMN idle_s BIGINT NOT NULL DEFAULT 0;\n"
	"ALTER TABLE session ADD COLUMN ended TEXT NOT NULL DEFAULT '';\n"
	"CREATE TABLE roster (\n"
	"  id BIGINT PRIMARY KEY, class_id BIGINT NOT NULL REFERENCES class (id), person BIGINT NOT NULL REFERENCES person (id),\n"
	"  number TEXT NOT NULL, note TEXT NOT NULL, claimed_s BIGINT NOT NULL, left_s BIGINT NOT NULL, UNIQUE (class_id, number));\n"
	"CREATE INDEX roster_person ON roster (person);\n"
	"CREATE TABLE sign_in (\n"
	"  id BIGINT PRIMARY KEY, at_s BIGINT NOT NULL, person BIGINT NOT NULL, what TEXT NOT NULL, result TEXT NOT NULL, browser TEXT NOT NULL);\n"
	"CREATE INDEX sign_in_person ON sign_in (person, at_s);\n"
	"CREATE INDEX sign_in_at ON sign_in (at_s);\n"
	"CREATE TABLE attendance (\n"
	"  class_id BIGINT NOT NULL REFERENCES class (id), person BIGINT NOT NULL REFERENCES person (id), day BIGINT NOT NULL,\n"
	"  first_s BIGINT NOT NULL, state BIGINT NOT NULL, actor BIGINT NOT NULL, at_s BIGINT NOT NULL, PRIMARY KEY (class_id, person, day));\n"
	"CREATE INDEX attendance_day ON attendance (class_id, day);\n"
	"CREATE INDEX audit_subject ON audit (subject, at_s);\n"
	"CREATE TABLE school (\n"
	"  id BIGINT PRIMARY KEY, name TEXT NOT NULL, short_name TEXT NOT NULL, time_zone TEXT NOT NULL, keep_sign_ins_months BIGINT NOT NULL,\n"
	"  keep_audit_months BIGINT NOT NULL, keep_drafts_months BIGINT NOT NULL);\n"
	"INSERT INTO school VALUES (1, '', '', 'Asia/Shanghai', 6, 24, 12)";

/* Programmes (plan.h). */
static const char PROGRAMMES[] =
	"CREATE TABLE programme (\n"
	"  id BIGINT PRIMARY KEY, name TEXT NOT NULL, etag BIGINT NOT NULL, records TEXT NOT NULL, created_s BIGINT NOT NULL, author BIGINT NOT NULL);\n"
	"CREATE TABLE programme_version (\n"
	"  id BIGINT PRIMARY KEY, programme BIGINT NOT NULL REFERENCES programme (id), number BIGINT NOT NULL, label TEXT NOT NULL, state BIGINT NOT NULL,\n"
	"  base BIGINT NOT NULL, body TEXT NOT NULL, at_s BIGINT NOT NULL, author BIGINT NOT NULL, UNIQUE (programme, number));\n"
	"CREATE TABLE programme_history (\n"
	"  id BIGINT PRIMARY KEY, programme BIGINT NOT NULL REFERENCES programme (id), version BIGINT NOT NULL, etag BIGINT NOT NULL, at_s BIGINT NOT NULL,\n"
	"  person BIGINT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);\n"
	"CREATE INDEX programme_history_at ON programme_history (programme, etag);\n"
	"CREATE TABLE programme_change (\n"
	"  id BIGINT PRIMARY KEY, programme BIGINT NOT NULL REFERENCES programme (id), version BIGINT NOT NULL, content TEXT NOT NULL, reason TEXT NOT NULL,\n"
	"  state BIGINT NOT NULL, draft BIGINT NOT NULL, asked_s BIGINT NOT NULL, asked_by BIGINT NOT NULL, decided_s BIGINT NOT NULL, decided_by BIGINT NOT NULL,\n"
	"  organ TEXT NOT NULL, record TEXT NOT NULL, on_day TEXT NOT NULL);\n"
	"CREATE INDEX programme_change_of ON programme_change (programme);\n"
	"CREATE TABLE programme_file (\n"
	"  id BIGINT PRIMARY KEY, programme BIGINT NOT NULL REFERENCES programme (id), no TEXT NOT NULL, turn BIGINT NOT NULL, name TEXT NOT NULL, bytes BIGINT NOT NULL,\n"
	"  sha256 TEXT NOT NULL, body BLOB NOT NULL, at_s BIGINT NOT NULL, person BIGINT NOT NULL, UNIQUE (programme, no, turn))";

/* Marks (marks_kept.h): rows are added, never changed. What was done of steps so far begins the record. */
static const char MARKS[] =
	"CREATE TABLE step_log (\n"
	"  market BIGINT NOT NULL REFERENCES market (id), n BIGINT NOT NULL, seat BIGINT NOT NULL, item TEXT NOT NULL, what BIGINT NOT NULL,\n"
	"  at_s BIGINT NOT NULL, points BIGINT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY (market, n));\n"
	"INSERT INTO step_log (market, n, seat, item, what, at_s, points, evidence)\n"
	"SELECT market, ROW_NUMBER() OVER (PARTITION BY market ORDER BY at_s, seat, step), seat, step, state - 1, at_s, points, evidence\n"
	"FROM step_done WHERE state IN (1, 2);\n"
	"CREATE TABLE mark_scheme (\n"
	"  market BIGINT NOT NULL REFERENCES market (id), n BIGINT NOT NULL, at_s BIGINT NOT NULL, person BIGINT NOT NULL, body TEXT NOT NULL,\n"
	"  PRIMARY KEY (market, n));\n"
	"CREATE TABLE mark_given (\n"
	"  market BIGINT NOT NULL REFERENCES market (id), n BIGINT NOT NULL, at_s BIGINT NOT NULL, person BIGINT NOT NULL, seat BIGINT NOT NULL,\n"
	"  what BIGINT NOT NULL, item TEXT NOT NULL, value BIGINT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (market, n));\n"
	"CREATE TABLE mark_kept (\n"
	"  market BIGINT NOT NULL REFERENCES market (id), n BIGINT NOT NULL, seat BIGINT NOT NULL, at_s BIGINT NOT NULL, person BIGINT NOT NULL,\n"
	"  total BIGINT NOT NULL, days TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (market, n));\n"
	"CREATE INDEX mark_kept_seat ON mark_kept (market, seat, n)";

static const char *const migrations[] = { VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6, HANDS, PROGRAMMES, MARKS, NULL };

const struct schema school_schema = { "school", migrations };
