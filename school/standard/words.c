/* Word lists: those of words.def, and how a word is found. */
#include "school/standard/inside.h"

#include <stdarg.h>
#include <stdio.h>

const char *const clause_status_name[CLAUSE_STATUS_MAX] = { "pass", "fail", "not_due", "no_data", "evidence_missing", "waiting_review", "not_applicable", "waived" };
const char *const clause_status_text[CLAUSE_STATUS_MAX][2] = {
	{ "达标", "pass" },
	{ "不达标", "fail" },
	{ "未到期", "not due" },
	{ "无数据", "no data" },
	{ "缺佐证", "evidence missing" },
	{ "待评审", "waiting for review" },
	{ "不适用", "not applicable" },
	{ "已豁免", "waived" },
};
const char *const clause_severity_name[3] = { "error", "warn", "info" };
const char *const clause_by_name[3] = { "rule", "evidence", "review" };
const char *const clause_due_name[9] = { "now", "entry", "term", "year", "course", "courses", "placing", "internship", "graduation" };

void lists_static(struct standard *s)
{
	struct word_list *l = s->list;
	int n = 0;
#define DATA(LIST, list_name) l[n++].name = list_name;
#define LIST(LIST, list_name, zh, en) l[n] = (struct word_list){ .name = list_name, .text = { [LANG_ZH] = STR(zh), [LANG_EN] = STR(en) } };
#define WORD(LIST, WORD, word_id, zh, en) l[n].word[l[n].n++] = (struct word){ .id = STR(word_id), .text = { [LANG_ZH] = STR(zh), [LANG_EN] = STR(en) } };
#define END(LIST) n++;
#include "school/standard/words.def"
#undef DATA
#undef LIST
#undef WORD
#undef END
}

int word_find(const struct word_list *l, struct str s)
{
	for (int i = 0; i < l->n; i++)
		if (str_eq(l->word[i].id, s))
			return i;
	for (int i = 0; i < l->n; i++) {
		const struct word *w = &l->word[i];
		if (str_eq(w->text[LANG_ZH], s) || str_eq_nocase(w->text[LANG_EN], s))
			return i;
		for (int k = 0; k < w->n_also; k++)
			if (str_eq(w->also[k], s))
				return i;
	}
	return WORD_OTHER;
}

int clause_find(const struct standard *s, struct str id)
{
	int lo = 0, hi = s->n_all;
	while (lo < hi) {
		int mid = (lo + hi) / 2, order = str_cmp(s->clause[s->by_id[mid]].id, id);
		if (order == 0)
			return s->by_id[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

void standard_tell_v(struct telling *t, const char *path, const char *en, const char *zh, va_list args)
{
	char text[2][512];
	if (++t->n > 100 || !t->fault)
		return;
	for (int i = 0; i < 2; i++) {
		va_list again;
		va_copy(again, args);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		vsnprintf(text[i], sizeof text[i], i == LANG_EN ? en : zh, again);
#pragma GCC diagnostic pop
		va_end(again);
	}
	t->fault(t->arg, path, text[LANG_EN], text[LANG_ZH]);
}

void standard_tell(struct telling *t, const char *path, const char *en, const char *zh, ...)
{
	va_list args;
	va_start(args, zh);
	standard_tell_v(t, path, en, zh, args);
	va_end(args);
}
