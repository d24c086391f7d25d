#include "base/wire.h"
#include "market/core/field.h"
#include <assert.h>

#define F(kind, name, flags, min, max, of, en, zh)
#define ACT(NAME, name, dotted, who, en, zh, fields)                                                                                                 \
	_Static_assert(sizeof(struct act_##name) <= sizeof(((struct act *)0)->raw), "struct act.raw is too small");
#include "market/actions.def"
#undef ACT
#undef F

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
	return (char *)(uintptr_t)a->raw + field_offset(act_desc[a->kind].fields, field);
}

enum problem_code act_check(const struct act *a, struct problem *p)
{
	assert(a->kind > ACT_NONE && a->kind < ACT_MAX);
	return fields_check(act_desc[a->kind].fields, a->raw, a->given, p);
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
