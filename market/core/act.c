#include "base/wire.h"
#include "market/market.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

static const size_t kind_size[FIELD_KIND_MAX] = {
	[FIELD_ID] = sizeof(uint64_t),	     [FIELD_I64] = sizeof(int64_t),	  [FIELD_BOOL] = sizeof(int64_t),
	[FIELD_STR] = sizeof(struct str),    [FIELD_CODE] = sizeof(struct str),	  [FIELD_STRS] = sizeof(struct strs),
	[FIELD_PAIRS] = sizeof(struct pairs), [FIELD_TOKENS] = sizeof(struct tokens),
};

#define F(kind, name, flags, min, max, of, en, zh)
#define ACT(NAME, name, dotted, who, en, zh, fields)                                                                                                 \
	_Static_assert(sizeof(struct act_##name) <= sizeof(((struct act *)0)->raw), "struct act.raw is too small");
#include "market/actions.def"
#undef ACT
#undef F

/* Sizes of all field types are multiples of 8 and so is their alignment: offsets add up (act_field). */
#define F(kind, name, flags, min, max, of, en, zh) { #name, FIELD_##kind, flags, min, max, of, en, zh },
#define ACT(NAME, name, dotted, who, en, zh, fields) static const struct field_desc fields_##name[] = { fields { NULL, 0, 0, 0, 0, NULL, NULL, NULL } };
#include "market/actions.def"
#undef ACT
#undef F

const struct act_desc act_desc[ACT_MAX] = {
#define ACT(NAME, name, dotted, who, en, zh, fields) [ACT_##NAME] = { dotted, fields_##name, who, en, zh },
#include "market/actions.def"
#undef ACT
};

const struct event_desc event_desc[EVENT_MAX] = {
#define EVENT(NAME, dotted, ref, a, b, en, zh) [EVENT_##NAME] = { dotted, ref, a, b, en, zh },
#include "market/events.def"
#undef EVENT
};

enum act_kind act_find(struct str dotted)
{
	for (int i = 1; i < ACT_MAX; i++)
		if (str_eq(dotted, str_c(act_desc[i].name)))
			return (enum act_kind)i;
	return ACT_NONE;
}

void *act_field(const struct act *a, int field)
{
	const struct field_desc *f = act_desc[a->kind].fields;
	size_t at = 0;
	for (int i = 0; i < field; i++)
		at += kind_size[f[i].kind];
	return (char *)(uintptr_t)a->raw + at;
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

enum problem_code act_check(const struct act *a, struct problem *p)
{
	assert(a->kind > ACT_NONE && a->kind < ACT_MAX);
	const struct field_desc *f = act_desc[a->kind].fields;
	for (int i = 0; f[i].name; i++) {
		bool given = a->given >> i & 1;
		if (!given && (f[i].flags & FIELD_REQUIRED))
			return problem_set(p, PROBLEM_MISSING_FIELD, f[i].name, NULL);
		if (!given)
			continue;
		enum problem_code e = check_field(&f[i], act_field(a, i), p);
		if (e)
			return e;
	}
	return PROBLEM_NONE;
}

void act_encode(const struct act *a, struct buf *out)
{
	assert(a->kind > ACT_NONE && a->kind < ACT_MAX);
	const struct field_desc *f = act_desc[a->kind].fields;
	wire_span(out, str_c(act_desc[a->kind].name));
	wire_fixed64(out, a->seat);
	for (int i = 0; f[i].name; i++) {
		if (!(a->given >> i & 1))
			continue;
		const void *v = act_field(a, i);
		wire_span(out, str_c(f[i].name));
		wire_u64(out, (uint64_t)f[i].kind);
		switch (f[i].kind) {
		case FIELD_ID:
			wire_fixed64(out, *(const uint64_t *)v);
			break;
		case FIELD_I64:
		case FIELD_BOOL:
			wire_i64(out, *(const int64_t *)v);
			break;
		case FIELD_STR:
		case FIELD_CODE:
			wire_span(out, *(const struct str *)v);
			break;
		case FIELD_STRS: {
			const struct strs *s = v;
			wire_u64(out, s->n);
			for (size_t k = 0; k < s->n; k++)
				wire_span(out, s->v[k]);
			break;
		}
		case FIELD_PAIRS: {
			const struct pairs *s = v;
			wire_u64(out, s->n);
			for (size_t k = 0; k < s->n; k++) {
				wire_span(out, s->key[k]);
				wire_span(out, s->value[k]);
			}
			break;
		}
		case FIELD_TOKENS: {
			const struct tokens *s = v;
			wire_u64(out, s->n);
			for (size_t k = 0; k < s->n; k++)
				wire_fixed64(out, s->v[k]);
			break;
		}
		case FIELD_KIND_MAX:
			break;
		}
	}
}

/* A count of items of at least one byte each, or bad. */
static size_t get_count(struct wire *w)
{
	uint64_t n = wire_get_u64(w);
	if (n > w->in.n - w->at)
		w->bad = true;
	return w->bad ? 0 : (size_t)n;
}

static void decode_field(struct wire *w, enum field_kind kind, void *v, struct arena *mem)
{
	switch (kind) {
	case FIELD_ID:
		*(uint64_t *)v = wire_get_fixed64(w);
		break;
	case FIELD_I64:
	case FIELD_BOOL:
		*(int64_t *)v = wire_get_i64(w);
		break;
	case FIELD_STR:
	case FIELD_CODE:
		*(struct str *)v = arena_str(mem, wire_get_span(w));
		break;
	case FIELD_STRS: {
		struct strs *s = v;
		s->n = get_count(w);
		s->v = ARENA_ARRAY(mem, struct str, s->n);
		for (size_t i = 0; i < s->n; i++)
			s->v[i] = arena_str(mem, wire_get_span(w));
		break;
	}
	case FIELD_PAIRS: {
		struct pairs *s = v;
		s->n = get_count(w);
		s->key = ARENA_ARRAY(mem, struct str, s->n);
		s->value = ARENA_ARRAY(mem, struct str, s->n);
		for (size_t i = 0; i < s->n; i++) {
			s->key[i] = arena_str(mem, wire_get_span(w));
			s->value[i] = arena_str(mem, wire_get_span(w));
		}
		break;
	}
	case FIELD_TOKENS: {
		struct tokens *s = v;
		s->n = get_count(w);
		s->v = ARENA_ARRAY(mem, uint64_t, s->n);
		for (size_t i = 0; i < s->n; i++)
			s->v[i] = wire_get_fixed64(w);
		break;
	}
	case FIELD_KIND_MAX:
		break;
	}
}

enum problem_code act_decode(struct str in, struct arena *mem, struct act *ret, struct problem *p)
{
	struct wire w = wire_open(in);
	struct act a = { 0 };
	a.kind = act_find(wire_get_span(&w));
	a.seat = wire_get_fixed64(&w);
	if (w.bad || a.kind == ACT_NONE)
		return problem_set(p, PROBLEM_CORRUPT, "", "act", NULL);
	const struct field_desc *f = act_desc[a.kind].fields;
	while (wire_more(&w) && !w.bad) {
		struct str name = wire_get_span(&w);
		uint64_t kind = wire_get_u64(&w);
		int i = 0;
		if (w.bad || kind >= FIELD_KIND_MAX)
			return problem_set(p, PROBLEM_CORRUPT, "", "act", NULL);
		while (f[i].name && !str_eq(name, str_c(f[i].name)))
			i++;
		unsigned char skipped[16];
		bool known = f[i].name && (uint64_t)f[i].kind == kind;
		decode_field(&w, (enum field_kind)kind, known ? act_field(&a, i) : (void *)skipped, mem);
		if (known)
			a.given |= (uint64_t)1 << i;
	}
	if (w.bad)
		return problem_set(p, PROBLEM_CORRUPT, "", "act", NULL);
	*ret = a;
	return PROBLEM_NONE;
}
