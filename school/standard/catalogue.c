/* The catalogue of evidence (佐证材料目录) of a programme, and the clauses of a standard by themselves. */
#include "school/standard/inside.h"

#include "base/calendar.h"
#include "base/json.h"

int programme_evidence(const struct standard *s, const struct programme *p, int64_t as_of_day, struct arena *a, struct evidence_item **ret)
{
	int n = N(p, evidence);
	struct evidence_item *item = ARENA_ARRAY(a, struct evidence_item, n + 1);
	for (int i = 0; i < n; i++) {
		const struct p_evidence *e = &ROWS(p, evidence)[i];
		struct evidence_item *to = &item[i];
		to->no = arena_str(a, e->no);
		to->title = arena_str(a, e->title);
		to->owner = arena_str(a, e->owner);
		to->file = arena_str(a, e->file.n ? e->file : e->record);
		to->due_on = e->due_on;
		to->there = (e->file.n || e->record.n) && (e->on == NONE || e->on <= as_of_day);
		to->overdue = !to->there && e->due_on != NONE && e->due_on < as_of_day;
		to->clause = ARENA_ARRAY(a, const struct clause *, e->clauses.n + 1);
		to->n_clauses = e->clauses.n;
		for (int k = 0; k < e->clauses.n; k++)
			to->clause[k] = &s->clause[e->clauses.row[k]];
	}
	*ret = item;
	return n;
}

void evidence_item_json(struct jw *j, const struct evidence_item *e)
{
	char day[CAL_TEXT_MAX];
	jw_object(j);
	jw_kstr(j, "no", e->no);
	jw_kstr(j, "title", e->title);
	jw_kcstr(j, "state", e->there ? "there" : e->overdue ? "overdue" : "wanted");
	if (e->owner.n)
		jw_kstr(j, "owner", e->owner);
	if (e->due_on != NONE) {
		cal_format_date(e->due_on, day);
		jw_kcstr(j, "due_on", day);
	}
	if (e->there)
		jw_kstr(j, "file", e->file);
	jw_key(j, "clauses");
	jw_array(j);
	for (int k = 0; k < e->n_clauses; k++)
		jw_str(j, e->clause[k]->id);
	jw_end_array(j);
	jw_end_object(j);
}

void clause_json(struct jw *j, const struct clause *c, enum lang lang)
{
	jw_object(j);
	jw_kstr(j, "clause", c->id);
	jw_kcstr(j, "severity", clause_severity_name[c->severity]);
	jw_kcstr(j, "by", clause_by_name[c->by]);
	jw_kcstr(j, "due", clause_due_name[c->due]);
	jw_kstr(j, "of", c->of);
	jw_kstr(j, "text", c->text[lang]);
	if (c->reading[lang].n)
		jw_kstr(j, "reading", c->reading[lang]);
	jw_kstr(j, "source", c->source);
	if (c->confidence.n)
		jw_kstr(j, "confidence", c->confidence);
	jw_kstr(j, "word", c->word);
	jw_end_object(j);
}

struct str standard_code(const struct standard *s)
{
	return s->code;
}

struct str standard_title(const struct standard *s, enum lang lang)
{
	return s->title[lang];
}

struct str standard_chapter(const struct standard *s, int chapter, enum lang lang)
{
	return chapter >= 0 && chapter < s->n_chapters ? s->chapter[chapter].title[lang] : STR("");
}

bool standard_interpretation(const struct standard *s, int i, enum lang lang, struct str *ret_id, struct str *ret_clauses, struct str *ret_text)
{
	if (i < 0 || i >= s->n_interpretations)
		return false;
	*ret_id = s->interpretation[i].id;
	*ret_clauses = s->interpretation[i].clauses;
	*ret_text = s->interpretation[i].text[lang];
	return true;
}
