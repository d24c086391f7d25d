/* Deciding: each clause by its answer, then what is due, reviewed, waived. */
#include "school/standard/inside.h"

#include "base/calendar.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

void r_state(struct clause_result *r, int status)
{
	r->status = (enum clause_status)status;
}

void r_figure(struct clause_result *r, const char *name, int64_t value)
{
	if (r->n_figures == RESULT_FIGURES_MAX)
		return;
	r->figure[r->n_figures].name = name;
	r->figure[r->n_figures++].value = value;
}

void r_point(struct checking *k, struct clause_result *r, enum table_id t, int row, const char *field)
{
	if (r->n_pointers == RESULT_POINTERS_MAX)
		return;
	const char *member = table_desc[t].member;
	struct str *to = &r->pointer[r->n_pointers++];
	if (row >= 0 && table_desc[t].max)
		*to = field ? arena_printf(k->a, "/%s/%d/%s", member, row, field) : arena_printf(k->a, "/%s/%d", member, row);
	else
		*to = field ? arena_printf(k->a, "/%s/%s", member, field) : arena_printf(k->a, "/%s", member);
}

static struct str print(struct checking *k, const char *fmt, va_list args)
{
	char text[2048];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	int n = vsnprintf(text, sizeof text, fmt, args);
#pragma GCC diagnostic pop
	struct str s = { text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1 };
	while (s.n && !str_utf8_ok(s)) /* cut in the middle of a letter */
		s.n--;
	return arena_str(k->a, s);
}

void r_zh(struct checking *k, struct clause_result *r, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	r->formula[LANG_ZH] = print(k, fmt, args);
	va_end(args);
}

void r_en(struct checking *k, struct clause_result *r, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	r->formula[LANG_EN] = print(k, fmt, args);
	va_end(args);
}

void r_say(struct checking *k, struct clause_result *r, const char *zh, const char *en, ...)
{
	va_list args;
	va_start(args, en);
	for (int i = 0; i < 2; i++) {
		va_list again;
		va_copy(again, args);
		r->formula[i] = print(k, i == LANG_ZH ? zh : en, again);
		va_end(again);
	}
	va_end(args);
}

void r_no_data(struct checking *k, struct clause_result *r, enum table_id t, int row, const char *field, const char *zh, const char *en)
{
	r_state(r, CLAUSE_NO_DATA);
	r_point(k, r, t, row, field);
	r_zh(k, r, "未填：%s", zh);
	r_en(k, r, "Not given: %s", en);
}

struct str r_names(struct checking *k, int list, uint64_t bits, enum lang lang)
{
	char text[1200];
	size_t n = 0;
	const struct word_list *l = &k->s->list[list];
	for (int i = 0; i < l->n; i++)
		if (bits & bit(i) && n + l->word[i].text[lang].n + 8 < sizeof text)
			n += (size_t)snprintf(
				text + n, sizeof text - n, "%s%.*s", n ? (lang == LANG_ZH ? "、" : ", ") : "", STR_FMT(l->word[i].text[lang]));
	return n ? arena_str(k->a, (struct str){ text, n }) : STR("—");
}

void r_text(struct clause_result *r, const char *zh, const char *en)
{
	r->formula[LANG_ZH] = str_c(zh);
	r->formula[LANG_EN] = str_c(en);
}

void r_need(struct checking *k, const struct clause *c, struct clause_result *r, uint64_t have, int else_status)
{
	uint64_t missing = c->need & ~have;
	int n = bits_count(c->need), there = n - bits_count(missing);
	r_figure(r, "required", n);
	r_figure(r, "there", there);
	r_state(r, missing ? else_status : CLAUSE_PASS);
	if (missing) {
		r_zh(k, r, "应有 %d 项，已有 %d 项；缺：%.*s", n, there, STR_FMT(r_names(k, c->list, missing, LANG_ZH)));
		r_en(k, r, "There: %d of %d; missing: %.*s", there, n, STR_FMT(r_names(k, c->list, missing, LANG_EN)));
	} else {
		r_zh(k, r, "应有 %d 项，全部具备：%.*s", n, STR_FMT(r_names(k, c->list, c->need, LANG_ZH)));
		r_en(k, r, "There: all %d (%.*s)", n, STR_FMT(r_names(k, c->list, c->need, LANG_EN)));
	}
}

void r_attained(struct checking *k, const struct clause *c, struct clause_result *r, int judged, int met)
{
	int n = k->f.n_students > judged ? k->f.n_students : judged;
	if (judged <= 0 || n <= 0) {
		r_no_data(k, r, T_attainment, -1, NULL, "学生达成记录", "what students have attained");
		return;
	}
	r_figure(r, "students", n);
	r_figure(r, "judged", judged);
	r_figure(r, "attained", met);
	r_figure(r, "threshold_percent", k->attainment_percent);
	bool ok = (int64_t)met * 100 >= (int64_t)k->attainment_percent * n;
	r_state(r, ok ? CLAUSE_PASS : CLAUSE_SHORT);
	int whole = (int)((int64_t)met * 1000 / n / 10), tenth = (int)((int64_t)met * 1000 / n % 10); /* for reading only */
	r_zh(k, r, "达成 %d 人 ÷ 学生 %d 人 = %d.%d%%，%s %d%%（已评 %d 人）", met, n, whole, tenth, ok ? "≥" : "＜", k->attainment_percent, judged);
	r_en(k, r, "Attained %d ÷ students %d = %d.%d%%, %s %d%% (judged: %d)", met, n, whole, tenth, ok ? "at least" : "less than",
		k->attainment_percent, judged);
}

/* ---- evidence and review ---- */
bool r_item_there(const struct checking *k, int item)
{
	const struct p_evidence *e = &ROWS(k->p, evidence)[item];
	return (e->file.n || e->record.n) && (e->on == NONE || e->on <= k->as_of);
}

static void list_items(struct checking *k, struct clause_result *r, int clause)
{
	for (int i = k->first_item[clause]; i >= 0; i = k->items[i].next) {
		const struct p_evidence *e = &ROWS(k->p, evidence)[k->items[i].item];
		if (r_item_there(k, k->items[i].item) && r->n_evidence < RESULT_EVIDENCE_MAX)
			r->evidence[r->n_evidence++] = arena_str(k->a, e->no);
	}
}

void slot_file(struct checking *k, const struct clause *c, struct clause_result *r)
{
	int clause = (int)(c - k->s->clause), there = 0, all = 0;
	const struct p_evidence *first = NULL, *wanted = NULL;
	for (int i = k->first_item[clause]; i >= 0; i = k->items[i].next) {
		const struct p_evidence *e = &ROWS(k->p, evidence)[k->items[i].item];
		all++;
		bool is_there = r_item_there(k, k->items[i].item);
		there += is_there;
		if (is_there)
			first = first ? first : e;
		else
			wanted = wanted ? wanted : e;
		r_point(k, r, T_evidence, k->items[i].item, NULL);
	}
	if (!all)
		r_point(k, r, T_evidence, -1, NULL);
	r_figure(r, "items", all);
	r_figure(r, "items_there", there);
	r_state(r, there ? CLAUSE_PASS : CLAUSE_EVIDENCE_MISSING);
	if (there) {
		r_say(k, r, "佐证材料 %d 项已提供，如 %.*s《%.*s》", "Items of evidence there: %d, such as %.*s (%.*s)", there, STR_FMT(first->no),
			STR_FMT(first->title));
	} else if (wanted) {
		char due[CAL_TEXT_MAX] = "—";
		bool late = wanted->due_on != NONE && wanted->due_on < k->as_of;
		if (wanted->due_on != NONE)
			cal_format_date(wanted->due_on, due);
		r_figure(r, "overdue", late);
		r_say(k, r, "佐证材料 %.*s《%.*s》还没有文件；负责人 %.*s，应于 %s 前提供", "Item %.*s (%.*s) has no file yet; owner %.*s, due %s",
			STR_FMT(wanted->no), STR_FMT(wanted->title), STR_FMT(wanted->owner.n ? wanted->owner : STR("—")), due);
	} else {
		r_text(r, "没有佐证材料对应本条", "No item of evidence serves this clause");
	}
}

void review_only(struct checking *k, const struct clause *c, struct clause_result *r)
{
	int clause = (int)(c - k->s->clause);
	r_state(r, CLAUSE_WAITING_REVIEW);
	r_point(k, r, T_review, k->review[clause], NULL);
	if (k->met[clause] >= 0) {
		r_figure(r, "judged", k->judged[clause]);
		r_figure(r, "attained", k->met[clause]);
		r_say(k, r, "由评审判定；学生达成记录：%d / %d 人", "Decided by review; students on record: %d of %d attained", k->met[clause],
			k->judged[clause]);
	} else {
		r_text(r, "由评审判定", "Decided by review");
	}
}

/* A verdict decides a review, and a failing one any clause: it can't make good what a rule found. */
static void reviewed(struct checking *k, int clause, struct clause_result *r)
{
	const struct clause *c = &k->s->clause[clause];
	int at = k->review[clause];
	const struct p_review *v = at >= 0 ? &ROWS(k->p, review)[at] : NULL;
	if (!v || v->on > k->as_of || (c->by != BY_REVIEW && v->verdict != VERDICT_FAIL) || r->status == CLAUSE_NOT_APPLICABLE)
		return;
	char on[CAL_TEXT_MAX];
	cal_format_date(v->on, on);
	r_state(r, v->verdict == VERDICT_PASS ? CLAUSE_PASS : CLAUSE_FAIL);
	r->reason = arena_str(k->a, v->note);
	r->n_pointers = 0;
	r_point(k, r, T_review, at, NULL);
	r_zh(k, r, "%.*s于 %s 评审：%s", STR_FMT(v->by), on, v->verdict == VERDICT_PASS ? "通过" : "不通过");
	r_en(k, r, "Reviewed by %.*s on %s: %s", STR_FMT(v->by), on, v->verdict == VERDICT_PASS ? "pass" : "fail");
}

/* ---- when it is due ---- */
static int due_term(const struct checking *k, const struct clause *c)
{
	const struct facts *f = &k->f;
	int term = 0;
	switch ((enum due)c->due) {
	case DUE_NOW:
	case DUE_ENTRY:
		return 0;
	case DUE_TERM:
		return 1;
	case DUE_YEAR:
		return 2;
	case DUE_COURSE:
		for (int d = 0; d < WORDS_MAX; d++)
			if ((c->domain < 0 || d == c->domain) && f->domain_last_term[d] > term)
				term = f->domain_last_term[d];
		return term;
	case DUE_COURSES:
		return f->last_term;
	case DUE_PLACING:
		return f->first_post_term > 1 ? f->first_post_term - 1 : 0;
	case DUE_INTERNSHIP:
		return f->last_placement_term;
	case DUE_GRADUATION:
		return f->n_terms;
	}
	return 0;
}

static void not_due(struct checking *k, const struct clause *c, struct clause_result *r)
{
	if (r->due_on == NONE) { /* unless the rule has said it */
		r->due_term = due_term(k, c);
		r->due_on = c->due == DUE_ENTRY ? ROWS(k->p, cohort)->entry : r->due_term ? r_term_end(k, r->due_term) : NONE;
	}
	bool open = (int)r->status == CLAUSE_SHORT || r->status == CLAUSE_NO_DATA || r->status == CLAUSE_EVIDENCE_MISSING ||
		    r->status == CLAUSE_WAITING_REVIEW;
	if (open && r->due_on != NONE && k->as_of < r->due_on)
		r_state(r, CLAUSE_NOT_DUE);
	if ((int)r->status == CLAUSE_SHORT)
		r_state(r, CLAUSE_FAIL);
}

static void waived(struct checking *k, int clause, struct clause_result *r)
{
	const struct clause *c = &k->s->clause[clause];
	int at = k->waiver[clause];
	if (at < 0 || (r->status != CLAUSE_FAIL && r->status != CLAUSE_NO_DATA && r->status != CLAUSE_EVIDENCE_MISSING &&
			      r->status != CLAUSE_WAITING_REVIEW))
		return;
	if (ROWS(k->p, waiver)[at].on > k->as_of)
		return;
	r_point(k, r, T_waiver, at, NULL);
	r->waiver_refused = c->severity == SEVERITY_ERROR;
	if (r->waiver_refused)
		return;
	r_state(r, CLAUSE_WAIVED);
	r->reason = arena_str(k->a, ROWS(k->p, waiver)[at].reason);
}

static void decide(struct checking *k, int clause)
{
	const struct clause *c = &k->s->clause[clause];
	struct clause_result *r = &k->all[clause];
	*r = (struct clause_result){ .clause = c, .status = CLAUSE_NO_DATA, .due_on = NONE };
	c->answer->decide(k, c, r);
	list_items(k, r, clause);
	reviewed(k, clause, r);
	not_due(k, c, r);
	waived(k, clause, r);
}

struct clause_result *standard_check(const struct standard *s, const struct programme *p, int64_t as_of_day, struct arena *a, int *ret_n)
{
	struct checking k = { .s = s, .p = p, .a = a, .as_of = as_of_day };
	facts_gather(&k);
	k.all = ARENA_ARRAY(a, struct clause_result, s->n_all);
	for (int i = s->n; i < s->n_all; i++) /* a clause asks for the related rules */
		decide(&k, i);
	for (int i = 0; i < s->n; i++)
		decide(&k, i);
	*ret_n = s->n_all;
	return k.all;
}

bool standard_fails(const struct clause_result *r, int n)
{
	for (int i = 0; i < n; i++)
		if (r[i].status == CLAUSE_FAIL && r[i].clause->severity == SEVERITY_ERROR)
			return true;
	return false;
}

void clause_result_json(struct jw *j, const struct clause_result *r, const struct clause_result *was, enum lang lang)
{
	char day[CAL_TEXT_MAX];
	jw_object(j);
	jw_kstr(j, "clause", r->clause->id);
	jw_kcstr(j, "status", clause_status_name[r->status]);
	jw_kcstr(j, "severity", clause_severity_name[r->clause->severity]);
	if (was)
		jw_kcstr(j, "was", clause_status_name[was->status]);
	jw_kstr(j, "text", r->clause->text[lang]);
	jw_kstr(j, "formula", r->formula[lang]);
	if (r->due_on != NONE) {
		cal_format_date(r->due_on, day);
		jw_kcstr(j, "due_on", day);
	}
	if (r->due_term)
		jw_ki64(j, "due_term", r->due_term);
	if (r->reason.n)
		jw_kstr(j, "reason", r->reason);
	if (r->waiver_refused)
		jw_kbool(j, "waiver_refused", true);
	jw_key(j, "figures");
	jw_object(j);
	for (int i = 0; i < r->n_figures; i++)
		jw_ki64(j, r->figure[i].name, r->figure[i].value);
	jw_end_object(j);
	jw_key(j, "data");
	jw_array(j);
	for (int i = 0; i < r->n_pointers; i++)
		jw_str(j, r->pointer[i]);
	jw_end_array(j);
	if (r->n_evidence) {
		jw_key(j, "evidence");
		jw_array(j);
		for (int i = 0; i < r->n_evidence; i++)
			jw_str(j, r->evidence[i]);
		jw_end_array(j);
	}
	if (r->clause->reading[lang].n)
		jw_kstr(j, "reading", r->clause->reading[lang]);
	jw_kstr(j, "source", r->clause->source);
	if (r->clause->confidence.n)
		jw_kstr(j, "confidence", r->clause->confidence);
	jw_kstr(j, "word", r->clause->word);
	jw_kcstr(j, "by", clause_by_name[r->clause->by]);
	jw_end_object(j);
}
