/* settings.h: what the teacher decides about a market, described once in settings.def: one JSON object in the school's register, of which only what was set is kept. */
#ifndef SERVER_SETTINGS_H
#define SERVER_SETTINGS_H
#include "base/arena.h"
#include "base/json.h"
#include "base/problem.h"
#include "server/route.h"
#include <jansson.h>

enum { SETTING_TEXT = 164 }; /* bytes of a text or word, with its end */
#define SETTING_TYPE_INT(key) int64_t key;
#define SETTING_TYPE_BOOL(key) bool key;
#define SETTING_TYPE_WORD(key) char key[SETTING_TEXT];
#define SETTING_TYPE_TEXT(key) char key[SETTING_TEXT];
struct settings {
#define SETTING(kind, key, min, max, number, text, who, en, zh) SETTING_TYPE_##kind(key)
#include "server/settings.def"
#undef SETTING
};
/* The members of a body that gives some of them; the words of a WORD are checked by settings_merge(). */
extern const struct body_field settings_body[];

/* What the register has; what is not there, or does not fit (a newer release wrote it), is as if it was never set. */
void settings_read(struct str stored, struct settings *ret);
/* Puts what is given over what is stored; null takes it back to what it is without being set. BAD_VALUE (of: before the field's name, or ""). */
enum problem_code settings_merge(struct arena *a, struct str stored, const json_t *given, const char *of, struct str *ret, struct problem *p);
/* The object `settings` of docs/api.md: all of them, or what students may see. */
void settings_write(struct jw *j, const struct settings *s, bool staff);
#endif
