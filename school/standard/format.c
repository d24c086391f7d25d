/* The form of a programme for who edits it: tables, fields, words, with what people call them. */
#include "school/standard/inside.h"

#include "base/json.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name, *text[2];
} labels[] = {
#define FIELD(name, zh, en) { name, { [LANG_ZH] = zh, [LANG_EN] = en } },
#include "school/standard/fields.def"
#undef FIELD
};

static const char *const table_names[T_MAX] = {
#define OBJECT(name, zh, en) [T_##name] = #name,
#define TABLE(name, member, max, zh, en) [T_##name] = #name,
#include "school/standard/fields_none.h"
#include "school/standard/programme.def"
#include "school/standard/undef.h"
};

const char *field_text(int table, const struct field *f, enum lang lang)
{
	char own[80];
	const char *found = NULL;
	snprintf(own, sizeof own, "%s.%s", table_names[table], f->name);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (strcmp(labels[i].name, own) == 0)
			return labels[i].text[lang];
		if (strcmp(labels[i].name, f->name) == 0)
			found = labels[i].text[lang];
	}
	return found;
}

const char *programme_member(int i, int *ret_rows)
{
	if (i < 0 || i >= T_MAX)
		return NULL;
	*ret_rows = table_desc[i].max;
	return table_desc[i].member;
}

static void field_json(struct jw *j, const struct standard *s, int table, const struct field *f, enum lang lang)
{
	static const char *const kinds[] = { "text", "number", "decimal", "date", "flag", "word", "word", "words", "words", "ref", "refs", "clause",
		"clauses" };
	jw_object(j);
	jw_kcstr(j, "name", f->name);
	jw_kcstr(j, "text", field_text(table, f, lang));
	jw_kcstr(j, "kind", kinds[f->kind]);
	jw_kbool(j, "required", f->must);
	switch (f->kind) {
	case F_TEXT:
		jw_ki64(j, "bytes", f->max);
		break;
	case F_NUM:
		jw_ki64(j, "min", f->min);
		jw_ki64(j, "max", f->max);
		break;
	case F_CENTI:
		jw_ki64(j, "min", f->min / 100);
		jw_ki64(j, "max", f->max / 100);
		break;
	case F_WORD:
	case F_OPEN:
	case F_WORDS:
	case F_OPENS:
		jw_kcstr(j, "list", s->list[f->list].name);
		jw_kbool(j, "others", f->kind == F_OPEN || f->kind == F_OPENS);
		break;
	case F_REF:
	case F_REFS:
		jw_kcstr(j, "of", table_desc[f->table].member);
		break;
	default:
		break;
	}
	jw_end_object(j);
}

void programme_format_json(struct jw *j, const struct standard *s, enum lang lang)
{
	jw_object(j);
	jw_ki64(j, "format", 1);
	jw_kstr(j, "standard", s->code);
	jw_key(j, "members");
	jw_array(j);
	for (int t = 0; t < T_MAX; t++) {
		const struct table_desc *d = &table_desc[t];
		jw_object(j);
		jw_kcstr(j, "member", d->member);
		jw_kcstr(j, "text", d->text[lang]);
		jw_ki64(j, "rows", d->max); /* 0: one object */
		jw_key(j, "fields");
		jw_array(j);
		for (int i = 0; i < d->n_fields; i++)
			field_json(j, s, t, &d->field[i], lang);
		jw_end_array(j);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "lists");
	jw_object(j);
	for (int l = 0; l < LIST_MAX; l++) {
		jw_key(j, s->list[l].name);
		jw_array(j);
		for (int i = 0; i < s->list[l].n; i++) {
			jw_object(j);
			jw_kstr(j, "id", s->list[l].word[i].id);
			jw_kstr(j, "text", s->list[l].word[i].text[lang]);
			jw_end_object(j);
		}
		jw_end_array(j);
	}
	jw_end_object(j);
	jw_end_object(j);
}
