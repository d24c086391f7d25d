/* json.h: a small streaming writer of JSON.
 *
 * Commas and nesting are kept by the writer; a misuse (a value without a key in an object, more than 64 levels) is a bug and asserts.
 * Text must be UTF-8; control characters, quotes and backslashes are escaped, and so are U+2028, U+2029 and "</". Reading JSON is jansson's work. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"

struct json {
	struct buf *out;
	uint64_t in_array, has_item; /* one bit a level */
	int depth;
	bool after_key;
};

void json_init(struct json *j, struct buf *out);
void json_object(struct json *j); /* { */
void json_end_object(struct json *j);
void json_array(struct json *j);
void json_end_array(struct json *j);
void json_key(struct json *j, const char *key);
void json_key_str(struct json *j, struct str key);
void json_str(struct json *j, struct str s);
void json_cstr(struct json *j, const char *s); /* NULL gives null */
void json_i64(struct json *j, int64_t v);
void json_f64(struct json *j, double v, int decimals); /* NaN and infinities give null */
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
void json_id(struct json *j, uint64_t id); /* as id_format(); 0 gives null */
void json_raw(struct json *j, struct str text); /* one whole value, already JSON */

/* key and value in one call */
void json_kstr(struct json *j, const char *key, struct str s);
void json_kcstr(struct json *j, const char *key, const char *s);
void json_ki64(struct json *j, const char *key, int64_t v);
void json_kf64(struct json *j, const char *key, double v, int decimals);
void json_kbool(struct json *j, const char *key, bool v);
void json_kid(struct json *j, const char *key, uint64_t id);
/* {"amount":"12.34","currency":"EUR"} */
void json_kmoney(struct json *j, const char *key, int64_t minor, const char currency[4]);
/* RFC 3339 in UTC, simulated time in minutes since 1970-01-01 */
void json_ktime(struct json *j, const char *key, int64_t t_min);
#endif
