#include "server/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { INT, BOOL, WORD, TEXT };
enum { ALL, STAFF };

struct setting {
	const char *key;
	enum kind kind;
	int64_t min, max, number;
	const char *text;
	int who;
	size_t at;
};
#define SETTING(kind, key, min, max, number, text, who, en, zh) { #key, kind, min, max, number, text, who, offsetof(struct settings, key) },
static const struct setting table[] = {
#include "server/settings.def"
};
#undef SETTING
enum { N = sizeof table / sizeof *table };

#define BODY_OF_INT BODY_I64
#define BODY_OF_BOOL BODY_BOOL
#define BODY_OF_WORD BODY_STR
#define BODY_OF_TEXT BODY_STR
#define SETTING(kind, key, min, max, number, text, who, en, zh) { #key, BODY_OF_##kind, false, min, max, NULL },
const struct body_field settings_body[] = {
#include "server/settings.def"
	{ 0 }
};
#undef SETTING

static bool is_word(const struct setting *d, struct str s)
{
	struct str rest = str_c(d->text);
	for (;;) {
		ptrdiff_t bar = str_find(rest, STR("|"), 0);
		if (str_eq(s, bar < 0 ? rest : str_sub(rest, 0, (size_t)bar)))
			return true;
		if (bar < 0)
			return false;
		rest = str_sub(rest, (size_t)bar + 1, rest.n);
	}
}

static bool fits(const struct setting *d, const json_t *v)
{
	if (d->kind == INT)
		return json_is_integer(v) && json_integer_value(v) >= d->min && json_integer_value(v) <= d->max;
	if (d->kind == BOOL)
		return json_is_boolean(v);
	struct str s = { json_string_value(v), json_string_length(v) };
	return json_is_string(v) && s.n < SETTING_TEXT && (d->kind == WORD ? is_word(d, s) : (int64_t)str_utf8_count(s) <= d->max);
}

static void put_text(struct settings *s, const struct setting *d, struct str text)
{
	char *to = (char *)s + d->at;
	memcpy(to, text.p, text.n);
	memset(to + text.n, 0, SETTING_TEXT - text.n);
}

void settings_read(struct str stored, struct settings *ret)
{
	json_t *o = json_loadb(stored.p, stored.n, 0, NULL);
	for (int i = 0; i < N; i++) {
		const struct setting *d = &table[i];
		const json_t *v = json_object_get(o, d->key);
		bool has = v && fits(d, v);
		if (d->kind == INT) {
			int64_t n = has ? json_integer_value(v) : d->number;
			memcpy((char *)ret + d->at, &n, sizeof n);
		} else if (d->kind == BOOL) {
			bool on = has ? json_is_true(v) : d->number != 0;
			memcpy((char *)ret + d->at, &on, sizeof on);
		} else {
			ptrdiff_t bar = d->kind == WORD ? str_find(str_c(d->text), STR("|"), 0) : -1;
			struct str without = bar < 0 ? str_c(d->text) : str_sub(str_c(d->text), 0, (size_t)bar);
			put_text(ret, d, has ? (struct str){ json_string_value(v), json_string_length(v) } : without);
		}
	}
	json_decref(o);
}

static enum problem_code refuse(const struct setting *d, const char *of, struct problem *p)
{
	char field[96], words[96];
	snprintf(field, sizeof field, "%s%s%s", of, *of ? "." : "", d->key);
	size_t n = 0;
	for (const char *c = d->text; *c && n + 3 < sizeof words; c++) {
		if (*c == '|' && n)
			words[n++] = ',';
		words[n++] = *c == '|' ? ' ' : *c;
	}
	words[n] = 0;
	return problem_set(p, PROBLEM_BAD_VALUE, field, words, NULL);
}

enum problem_code settings_merge(struct arena *a, struct str stored, const json_t *given, const char *of, struct str *ret, struct problem *p)
{
	json_t *o = json_loadb(stored.p, stored.n, 0, NULL);
	enum problem_code code = PROBLEM_NONE;
	if (!json_is_object(o)) {
		json_decref(o);
		o = json_object();
	}
	for (int i = 0; i < N && !code; i++) {
		json_t *v = json_object_get(given, table[i].key);
		if (!v)
			continue;
		if (json_is_null(v))
			json_object_del(o, table[i].key);
		else if (fits(&table[i], v))
			json_object_set(o, table[i].key, v);
		else
			code = refuse(&table[i], of, p);
	}
	char *text = code ? NULL : json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
	if (text)
		*ret = arena_str(a, str_c(text));
	free(text);
	json_decref(o);
	return code;
}

void settings_write(struct jw *j, const struct settings *s, bool staff)
{
	jw_object(j);
	for (int i = 0; i < N; i++) {
		const struct setting *d = &table[i];
		const void *at = (const char *)s + d->at;
		if (d->who == STAFF && !staff)
			continue;
		if (d->kind == INT)
			jw_ki64(j, d->key, *(const int64_t *)at);
		else if (d->kind == BOOL)
			jw_kbool(j, d->key, *(const bool *)at);
		else
			jw_kcstr(j, d->key, at);
	}
	jw_end_object(j);
}
