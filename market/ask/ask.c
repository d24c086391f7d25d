/* Questions: found by name, checked, handed to their answers. */
#include "market/account/account.h"
#include "market/ask/inside.h"
#include "market/core/field.h"
#include "base/calendar.h"
#include <assert.h>
#include <stdio.h>

#define F(kind, name, flags, min, max, of, en, zh)
#define ASK(NAME, name, dotted, en, zh, fields) _Static_assert(sizeof(struct ask_##name) <= sizeof(((struct ask *)0)->raw), "struct ask.raw is too small");
#include "market/asks.def"
#undef ASK
#undef F

#define F(kind, name, flags, min, max, of, en, zh) { #name, FIELD_##kind, flags, min, max, of, en, zh },
#define ASK(NAME, name, dotted, en, zh, fields) static const struct field_desc fields_##name[] = { fields{ NULL, 0, 0, 0, 0, NULL, NULL, NULL } };
#include "market/asks.def"
#undef ASK
#undef F

const struct ask_desc ask_desc[ASK_MAX] = {
#define ASK(NAME, name, dotted, en, zh, fields) [ASK_##NAME] = { dotted, fields_##name, en, zh },
#include "market/asks.def"
#undef ASK
};

enum ask_kind ask_find(struct str dotted)
{
	for (int i = 1; i < ASK_MAX; i++)
		if (str_eq(dotted, str_c(ask_desc[i].name)))
			return (enum ask_kind)i;
	return ASK_NONE;
}

void *ask_field(const struct ask *a, int field)
{
	return (char *)(uintptr_t)a->raw + field_offset(ask_desc[a->kind].fields, field);
}

enum problem_code ask_check(const struct ask *a, struct problem *p)
{
	assert(a->kind > ASK_NONE && a->kind < ASK_MAX);
	return fields_check(ask_desc[a->kind].fields, a->raw, a->given, p);
}

enum problem_code market_ask(const struct market_view *v, const struct ask *a, struct arena *mem, struct jw *out, struct problem *p)
{
	static enum problem_code (*const answer[ASK_MAX])(struct asking *q) = {
#define ASK(NAME, name, dotted, en, zh, fields) [ASK_##NAME] = ask_##name,
#include "market/asks.def"
#undef ASK
	};
	enum problem_code e = ask_check(a, p);
	if (e)
		return e;
	const struct market *m = view_market(v);
	struct asking q = { m, m->world, a, mem, out, p, ROW_NONE, cal_day_of(now_min(m)) };
	if (a->seat)
		q.store = state_find(m, T_store, account_store_id(a->seat));
	return answer[a->kind](&q);
}

enum problem_code ask_code(struct asking *q, enum world_table t, struct str code, const char *field, uint32_t *ret_row)
{
	char shown[96];
	uint32_t row = code.n ? world_find(q->w, t, code) : ROW_NONE;
	if (code.n && row == ROW_NONE) {
		struct str head = str_utf8_head(code, 20);
		snprintf(shown, sizeof shown, "%.*s", STR_FMT(head));
		return problem_set(q->p, PROBLEM_UNKNOWN_CODE, field, shown, NULL);
	}
	*ret_row = row;
	return PROBLEM_NONE;
}

enum problem_code ask_id(struct asking *q, enum state_table t, uint64_t id, const char *field, uint32_t *ret_row)
{
	char shown[ID_TEXT_MAX];
	uint32_t row = state_find(q->m, t, id);
	if (row == ROW_NONE) {
		id_format(id, shown);
		return problem_set(q->p, PROBLEM_UNKNOWN_CODE, field, shown, NULL);
	}
	*ret_row = row;
	return PROBLEM_NONE;
}
