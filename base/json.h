/* json.h: a small streaming writer of JSON.
 *
 * The names begin with jw_ (JSON writer), because jansson, which does the reading, owns the symbols json_array, json_object and others.
 * Commas and nesting are kept by the writer; a misuse (a value without a key in an object, more than 64 levels) is a bug and asserts.
 * Text must be UTF-8; control characters, quotes and backslashes are escaped, and so are U+2028, U+2029 and "</". */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"

struct jw {
	struct buf *out;
	uint64_t in_array, has_item; /* one bit a level */
	int depth;
	bool after_key;
};

void jw_init(struct jw *j, struct buf *out);
void jw_object(struct jw *j); /* { */
void jw_end_object(struct jw *j);
void jw_array(struct jw *j);
void jw_end_array(struct jw *j);
void jw_key(struct jw *j, const char *key);
void jw_key_str(struct jw *j, struct str key);
void jw_str(struct jw *j, struct str s);
void jw_cstr(struct jw *j, const char *s); /* NULL gives null */
void jw_i64(struct jw *j, int64_t v);
void jw_f64(struct jw *j, double v, int decimals); /* NaN and infinities give null */
void jw_bool(struct jw *j, bool v);
void jw_null(struct jw *j);
void jw_id(struct jw *j, uint64_t id); /* as id_format(); 0 gives null */
void jw_raw(struct jw *j, struct str text); /* one whole value, already JSON */

/* key and value in one call */
void jw_kstr(struct jw *j, const char *key, struct str s);
void jw_kcstr(struct jw *j, const char *key, const char *s);
void jw_ki64(struct jw *j, const char *key, int64_t v);
void jw_kf64(struct jw *j, const char *key, double v, int decimals);
void jw_kbool(struct jw *j, const char *key, bool v);
void jw_kid(struct jw *j, const char *key, uint64_t id);
/* {"amount":"12.34","currency":"EUR"} */
void jw_kmoney(struct jw *j, const char *key, int64_t minor, const char currency[4]);
/* RFC 3339 in UTC, simulated time in minutes since 1970-01-01 */
void jw_ktime(struct jw *j, const char *key, int64_t t_min);
#endif
