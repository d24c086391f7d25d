#include "base/json.h"
#include "base/calendar.h"
#include "base/money.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void jw_init(struct jw *j, struct buf *out)
{
	*j = (struct jw){ .out = out };
}

static uint64_t level(const struct jw *j)
{
	return (uint64_t)1 << (j->depth - 1);
}

static void comma(struct jw *j)
{
	if (j->has_item & level(j))
		buf_char(j->out, ',');
	j->has_item |= level(j);
}

/* What must stand before any value. */
static void before_value(struct jw *j)
{
	if (j->depth && (j->in_array & level(j))) {
		comma(j);
	} else if (j->depth) {
		assert(j->after_key);
		j->after_key = false;
	}
}

static void open_level(struct jw *j, bool array)
{
	before_value(j);
	assert(j->depth < 64);
	j->depth++;
	j->has_item &= ~level(j);
	j->in_array = array ? j->in_array | level(j) : j->in_array & ~level(j);
	buf_char(j->out, array ? '[' : '{');
}

static void close_level(struct jw *j, bool array)
{
	assert(j->depth > 0 && !j->after_key && !!(j->in_array & level(j)) == array);
	j->depth--;
	buf_char(j->out, array ? ']' : '}');
}

void jw_object(struct jw *j)
{
	open_level(j, false);
}

void jw_end_object(struct jw *j)
{
	close_level(j, false);
}

void jw_array(struct jw *j)
{
	open_level(j, true);
}

void jw_end_array(struct jw *j)
{
	close_level(j, true);
}

/* How many bytes at s[i] need an escape, written to esc; 0 if the byte stands for itself. */
static size_t escape(struct str s, size_t i, char esc[8])
{
	unsigned char c = (unsigned char)s.p[i];
	const char *shorthand = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : NULL;
	if (shorthand) {
		snprintf(esc, 8, "%s", shorthand);
		return 1;
	}
	if (c < 0x20 || c == 0x7f) {
		snprintf(esc, 8, "\\u%04x", c);
		return 1;
	}
	if (c == '/' && i > 0 && s.p[i - 1] == '<') {
		snprintf(esc, 8, "\\/");
		return 1;
	}
	if (c == 0xe2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80 && ((unsigned char)s.p[i + 2] & 0xfe) == 0xa8) {
		snprintf(esc, 8, "\\u202%c", (unsigned char)s.p[i + 2] == 0xa8 ? '8' : '9');
		return 3;
	}
	return 0;
}

static void quoted(struct jw *j, struct str s)
{
	char esc[8];
	size_t plain = 0; /* start of the run not yet written */
	buf_char(j->out, '"');
	for (size_t i = 0; i < s.n;) {
		size_t n = escape(s, i, esc);
		if (n) {
			buf_str(j->out, str_sub(s, plain, i - plain));
			buf_str(j->out, str_c(esc));
			plain = i + n;
		}
		i += n ? n : 1;
	}
	buf_str(j->out, str_sub(s, plain, s.n - plain));
	buf_char(j->out, '"');
}

void jw_key_str(struct jw *j, struct str key)
{
	assert(j->depth > 0 && !(j->in_array & level(j)) && !j->after_key);
	comma(j);
	quoted(j, key);
	buf_char(j->out, ':');
	j->after_key = true;
}

void jw_key(struct jw *j, const char *key)
{
	jw_key_str(j, str_c(key));
}

void jw_str(struct jw *j, struct str s)
{
	before_value(j);
	quoted(j, s);
}

void jw_cstr(struct jw *j, const char *s)
{
	if (s)
		jw_str(j, str_c(s));
	else
		jw_null(j);
}

void jw_raw(struct jw *j, struct str text)
{
	before_value(j);
	buf_str(j->out, text);
}

void jw_i64(struct jw *j, int64_t v)
{
	before_value(j);
	buf_printf(j->out, "%" PRId64, v);
}

void jw_f64(struct jw *j, double v, int decimals)
{
	if (!__builtin_isfinite(v)) {
		jw_null(j);
		return;
	}
	char text[400]; /* the longest double has 309 digits before the point */
	int n = snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals > 60 ? 60 : decimals, v);
	assert(n > 0 && (size_t)n < sizeof text);
	bool minus_zero = text[0] == '-' && strspn(text + 1, "0.") == (size_t)n - 1;
	jw_raw(j, str_c(text + minus_zero));
}

void jw_bool(struct jw *j, bool v)
{
	jw_raw(j, v ? STR("true") : STR("false"));
}

void jw_null(struct jw *j)
{
	jw_raw(j, STR("null"));
}

void jw_id(struct jw *j, uint64_t id)
{
	char text[ID_TEXT_MAX];
	id_format(id, text);
	jw_cstr(j, id ? text : NULL);
}

void jw_kstr(struct jw *j, const char *key, struct str s)
{
	jw_key(j, key);
	jw_str(j, s);
}

void jw_kcstr(struct jw *j, const char *key, const char *s)
{
	jw_key(j, key);
	jw_cstr(j, s);
}

void jw_ki64(struct jw *j, const char *key, int64_t v)
{
	jw_key(j, key);
	jw_i64(j, v);
}

void jw_kf64(struct jw *j, const char *key, double v, int decimals)
{
	jw_key(j, key);
	jw_f64(j, v, decimals);
}

void jw_kbool(struct jw *j, const char *key, bool v)
{
	jw_key(j, key);
	jw_bool(j, v);
}

void jw_kid(struct jw *j, const char *key, uint64_t id)
{
	jw_key(j, key);
	jw_id(j, id);
}

void jw_kmoney(struct jw *j, const char *key, int64_t minor, const char currency[4])
{
	char text[MONEY_TEXT_MAX];
	money_format(minor, currency, text);
	jw_key(j, key);
	jw_object(j);
	jw_kcstr(j, "amount", text);
	jw_kstr(j, "currency", (struct str){ currency, strnlen(currency, 3) });
	jw_end_object(j);
}

void jw_ktime(struct jw *j, const char *key, int64_t t_min)
{
	char text[CAL_TEXT_MAX];
	cal_format(t_min, text);
	jw_kcstr(j, key, text);
}
