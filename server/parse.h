/* parse.h: the pieces of a request that we read ourselves. Pure; fuzzed. */
#ifndef SERVER_PARSE_H
#define SERVER_PARSE_H
#include "base/arena.h"
#include "base/problem.h"

enum { QUERY_MAX = 32 };
struct query {
	int n;
	struct str name[QUERY_MAX], value[QUERY_MAX];
};

/* %41 and, in queries, + decoded. False: broken escapes, NUL or control characters, not UTF-8. */
bool parse_percent(struct arena *a, struct str s, bool plus, struct str *ret);
/* Decoded path. False also for "." and ".." segments, backslashes and empty segments other than the last. */
bool parse_path(struct arena *a, struct str s, struct str *ret);
/* False: broken escapes, a name twice, more than QUERY_MAX. */
bool parse_query(struct arena *a, struct str s, struct query *ret);
/* The named cookie's value, "" if absent; the first counts. */
struct str parse_cookie(struct str header, struct str name);
enum range_kind { RANGE_NONE, RANGE_ONE, RANGE_BAD };
/* One "bytes=a-b" of a file of that size; several ranges or other units give RANGE_NONE (the whole file). RANGE_BAD: outside of the file. */
enum range_kind parse_range(struct str header, int64_t size, int64_t *ret_from, int64_t *ret_n);
/* zh unless the header prefers en. */
enum lang parse_language(struct str header);
/* True if the list of codings allows one ("gzip", "br"). */
bool parse_accepts(struct str header, struct str coding);
#endif
