#include "market/core/field.h"
#include <stdio.h>

/* Sizes of all field types are multiples of 8 and so is their alignment: offsets add up. */
static const size_t kind_size[FIELD_KIND_MAX] = {
	[FIELD_ID] = sizeof(uint64_t),	     [FIELD_I64] = sizeof(int64_t),	  [FIELD_BOOL] = sizeof(int64_t),
	[FIELD_STR] = sizeof(struct str),    [FIELD_CODE] = sizeof(struct str),	  [FIELD_STRS] = sizeof(struct strs),
	[FIELD_PAIRS] = sizeof(struct pairs), [FIELD_TOKENS] = sizeof(struct tokens),
};

size_t field_offset(const struct field_desc *fields, int field)
{
	size_t at = 0;
	for (int i = 0; i < field; i++)
		at += kind_size[fields[i].kind];
	return at;
}

static enum problem_code check_text(struct str s, const char *field, int64_t min, int64_t max, struct problem *p)
{
	char lo[24], hi[24];
	if (!str_utf8_ok(s))
		return problem_set(p, PROBLEM_BAD_TEXT, field, NULL);
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t') || s.p[i] == 0x7f)
			return problem_set(p, PROBLEM_BAD_TEXT, field, NULL);
	int64_t n = (int64_t)str_utf8_count(s);
	if (n >= min && n <= max)
		return PROBLEM_NONE;
	snprintf(lo, sizeof lo, "%lld", (long long)min);
	snprintf(hi, sizeof hi, "%lld", (long long)max);
	return problem_set(p, PROBLEM_TEXT_LENGTH, field, lo, hi, NULL);
}

static enum problem_code check_range(int64_t v, const struct field_desc *f, struct problem *p)
{
	char lo[24], hi[24];
	if (v >= f->min && v <= f->max)
		return PROBLEM_NONE;
	snprintf(lo, sizeof lo, "%lld", (long long)f->min);
	snprintf(hi, sizeof hi, "%lld", (long long)f->max);
	return problem_set(p, PROBLEM_OUT_OF_RANGE, f->name, lo, hi, NULL);
}

static enum problem_code check_field(const struct field_desc *f, const void *v, struct problem *p)
{
	enum problem_code e = PROBLEM_NONE;
	switch (f->kind) {
	case FIELD_ID:
		return *(const uint64_t *)v ? PROBLEM_NONE : problem_set(p, PROBLEM_BAD_VALUE, f->name, "0", NULL);
	case FIELD_I64:
	case FIELD_BOOL:
		return check_range(*(const int64_t *)v, f, p);
	case FIELD_STR:
	case FIELD_CODE:
		return check_text(*(const struct str *)v, f->name, f->min, f->max, p);
	case FIELD_STRS: {
		const struct strs *s = v;
		char name[64];
		e = check_range((int64_t)s->n, f, p);
		for (size_t i = 0; i < s->n && !e; i++) {
			snprintf(name, sizeof name, "%s[%zu]", f->name, i);
			e = check_text(s->v[i], name, 0, 2000, p);
		}
		return e;
	}
	case FIELD_PAIRS: {
		const struct pairs *s = v;
		char name[64];
		e = check_range((int64_t)s->n, f, p);
		for (size_t i = 0; i < s->n && !e; i++) {
			snprintf(name, sizeof name, "%s.%.*s", f->name, s->key[i].n < 40 ? (int)s->key[i].n : 40, s->key[i].p ? s->key[i].p : "");
			e = check_text(s->key[i], f->name, 1, 40, p);
			if (!e)
				e = check_text(s->value[i], name, 0, 200, p);
			/* kept as k=v; k=v */
			if (!e && (str_find(s->value[i], STR(";"), 0) >= 0 || str_find(s->key[i], STR("="), 0) >= 0))
				e = problem_set(p, PROBLEM_BAD_VALUE, name, ";", NULL);
		}
		return e;
	}
	case FIELD_TOKENS:
		return check_range((int64_t)((const struct tokens *)v)->n, f, p);
	case FIELD_KIND_MAX:
		break;
	}
	return e;
}

enum problem_code fields_check(const struct field_desc *fields, const void *raw, uint64_t given, struct problem *p)
{
	for (int i = 0; fields[i].name; i++) {
		if (!(given >> i & 1)) {
			if (fields[i].flags & FIELD_REQUIRED)
				return problem_set(p, PROBLEM_MISSING_FIELD, fields[i].name, NULL);
			continue;
		}
		enum problem_code e = check_field(&fields[i], (const char *)raw + field_offset(fields, i), p);
		if (e)
			return e;
	}
	return PROBLEM_NONE;
}
