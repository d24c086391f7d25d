/* log.h: the program's log: one JSON object a line, for whoever runs the school. One for the whole process.
 *
 * Nothing personal goes in: no names, logins, student numbers, network addresses, query strings. A market and a request are told by their ids, a route by its
 * pattern. Lines are handed to a thread of their own, so that nobody waits for the disk; what is too much is dropped and counted. Before log_start() and after
 * log_end() notes of warnings and errors go to stderr as plain text. */
#ifndef SERVER_LOG_H
#define SERVER_LOG_H
#include "base/problem.h"

enum note_level { NOTE_DEBUG, NOTE_INFO, NOTE_WARN, NOTE_ERROR };
bool note_level_find(struct str name, enum note_level *ret); /* "debug", "info", "warn", "error" */

struct log_options {
	const char *file; /* copied; NULL: stderr. Its folder is made if it is missing */
	enum note_level level;
	int keep_days;
	int64_t max_bytes; /* a new file begins beyond it, and each day of the process's time zone: FILE becomes FILE-2026-11-27.log, -2, … */
};
enum problem_code log_start(const struct log_options *o, struct problem *p);
void log_end(void); /* writes what is left */

/* event: a word such as "market.open_failed"; market 0: of none. With a file, warnings and errors are said on stderr as well. */
void log_note(enum note_level level, const char *event, uint64_t market, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

struct log_request {
	uint64_t id, market;
	const char *method, *route; /* route: the pattern */
	int status;
	int64_t us;
};
void log_request(enum note_level level, const struct log_request *r);
/* "2026-11-27T22:10:03.123+08:00", the process's time zone. */
#define LOG_TIME_MAX 40
void log_time(char ret[LOG_TIME_MAX]);
#endif
