#include "school/marks.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

enum { MILLIONTHS = 1000000, LATE_CREDIT = 600 };

const struct skill_desc skill_desc[SKILL_MAX] = {
#define SKILL(NAME, name, dotted, weight, clause, en, zh, try_en, try_zh)                                                                              \
	[SKILL_##NAME] = { dotted, weight, clause, { [LANG_ZH] = zh, [LANG_EN] = en }, { [LANG_ZH] = try_zh, [LANG_EN] = try_en } },
#include "school/marks.def"
#undef SKILL
};
const char *const mark_part_name[PART_MAX] = { "process", "result", "knowledge", "attendance", "classwork" };
const char *const mark_kind_name[] = { "step", "skill", "quiz", "rubric", "day" };
static const char *const mode_name[] = { "practice", "exam" };
const struct mark_scheme mark_scheme_default = { .weight = { [PART_PROCESS] = 60, [PART_RESULT] = 20, [PART_KNOWLEDGE] = 20 } };

/* ---- the scheme ---- */

void mark_scheme_write(const struct mark_scheme *s, struct jw *j)
{
	jw_object(j);
	jw_kcstr(j, "mode", mode_name[s->mode]);
	jw_kbool(j, "grades", s->grades);
	for (int i = 0; i < PART_MAX; i++)
		jw_ki64(j, mark_part_name[i], s->weight[i]);
	jw_end_object(j);
}

bool mark_scheme_read(struct str json, struct mark_scheme *ret)
{
	json_t *o = json_loadb(json.p ? json.p : "", json.n, 0, NULL);
	const char *mode = json_string_value(json_object_get(o, "mode"));
	struct mark_scheme s = { .grades = json_is_true(json_object_get(o, "grades")), .mode = mode && strcmp(mode, "exam") == 0 ? MARK_EXAM : MARK_PRACTICE };
	int64_t sum = 0;
	for (int i = 0; i < PART_MAX; i++) {
		s.weight[i] = json_integer_value(json_object_get(o, mark_part_name[i]));
		sum += s.weight[i] < 0 || s.weight[i] > 100 ? 1000 : s.weight[i];
	}
	bool well = o && mode && sum == 100;
	json_decref(o);
	if (well)
		*ret = s;
	return well;
}

/* ---- the mark ---- */

int64_t mark_credit(enum mark_mode mode, const struct mark_chance *c)
{
	if (!c->right)
		return 0;
	if (mode == MARK_PRACTICE || c->wrong <= 0)
		return CREDIT_FULL;
	return c->wrong == 1 ? 700 : 500;
}

static int64_t day_credit(const struct mark_chance *c)
{
	return c->wrong == 0 ? CREDIT_FULL : c->wrong == 1 ? LATE_CREDIT : 0;
}

/* A skill is owed by as much as it has chances, whole from the fifth on: so one more chance that was used never lowers a mark. */
static void score_item(const struct mark_input *in, int i, struct mark *m)
{
	const struct mark_item *it = &in->item[i];
	int64_t sum = 0, n = it->n;
	m->credit[i] = NO_MARK;
	m->got[i] = m->owed[i] = 0;
	if (it->excused)
		return;
	if (it->given >= 0) {
		m->credit[i] = it->given;
		m->owed[i] = it->weight * MILLIONTHS;
		m->got[i] = it->weight * it->given * (MILLIONTHS / CREDIT_FULL);
		return;
	}
	if (!n)
		return;
	for (int k = 0; k < it->n; k++)
		sum += it->kind == ITEM_DAY ? day_credit(&it->chance[k]) : mark_credit(in->scheme.mode, &it->chance[k]);
	bool few = it->kind == ITEM_SKILL && n < SKILL_CHANCES;
	int64_t whole = few ? SKILL_CHANCES : n;
	m->owed[i] = few ? it->weight * MILLIONTHS * n / SKILL_CHANCES : it->weight * MILLIONTHS;
	m->got[i] = it->weight * sum * (MILLIONTHS / CREDIT_FULL) / whole;
	m->credit[i] = few ? NO_MARK : sum / n;
}

static int64_t share(int64_t got, int64_t owed, int64_t of)
{
	return (2 * got * of + owed) / (2 * owed);
}

static void add_clause(struct mark *m, struct str clause, int64_t got, int64_t owed)
{
	int i = 0;
	while (i < m->n_clauses && !str_eq(m->clause[i].clause, clause))
		i++;
	if (i == MARK_CLAUSES_MAX)
		return;
	if (i == m->n_clauses)
		m->clause[m->n_clauses++] = (struct mark_clause){ .clause = clause };
	m->clause[i].got += got;
	m->clause[i].owed += owed;
}

void mark_compute(const struct mark_input *in, struct mark *m)
{
	int64_t got[PART_MAX] = { 0 }, owed[PART_MAX] = { 0 }, sum = 0, weights = 0;
	*m = (struct mark){ 0 };
	for (int i = 0; i < in->n; i++) {
		struct str rest = in->item[i].clause, clause;
		score_item(in, i, m);
		got[in->item[i].part] += m->got[i];
		owed[in->item[i].part] += m->owed[i];
		while (m->owed[i] && rest.n && str_next(&rest, ' ', &clause))
			if (clause.n)
				add_clause(m, clause, m->got[i], m->owed[i]);
	}
	for (int p = 0; p < PART_MAX; p++)
		m->part[p] = owed[p] ? share(got[p], owed[p], MARK_FULL) : NO_MARK;
	m->part[PART_RESULT] = NO_MARK; /* in a market that all share it is shown, not marked */
	m->part[PART_CLASSWORK] = in->classwork >= 0 ? in->classwork : NO_MARK;
	for (int p = 0; p < PART_MAX; p++) {
		m->counts[p] = m->part[p] != NO_MARK && in->scheme.weight[p] > 0;
		sum += m->counts[p] ? in->scheme.weight[p] * m->part[p] : 0;
		weights += m->counts[p] ? in->scheme.weight[p] : 0;
	}
	int64_t deductions = in->warnings ? in->deductions : 0;
	m->conduct = deductions > (CREDIT_FULL - CONDUCT_FLOOR) / CONDUCT_STEP ? CONDUCT_FLOOR : CREDIT_FULL - CONDUCT_STEP * deductions;
	m->computed = weights ? share(sum * m->conduct, weights * CREDIT_FULL, 1) : NO_MARK;
	m->total = in->override >= 0 ? in->override : m->computed;
}

const char *mark_grade(int64_t total)
{
	return total < 0 ? "none" : total >= 9000 ? "excellent" : total >= 8000 ? "good" : total >= 7000 ? "fair" : total >= 6000 ? "pass" : "fail";
}

/* ---- the canonical text ---- */

static void put(struct jw *j, const char *key, int64_t value)
{
	jw_key(j, key);
	if (value == NO_MARK)
		jw_null(j);
	else
		jw_i64(j, value);
}

static void write_chance(struct jw *j, const struct mark_chance *c, int64_t credit)
{
	jw_object(j);
	jw_kbool(j, "right", c->right);
	jw_ki64(j, "wrong", c->wrong);
	jw_ki64(j, "credit", credit);
	if (c->at_min)
		jw_ki64(j, "at_min", c->at_min);
	if (c->at_s)
		jw_ki64(j, "at_s", c->at_s);
	if (c->position)
		jw_ki64(j, "position", c->position);
	if (c->row)
		jw_kid(j, "row", c->row);
	jw_kstr(j, "kind", c->kind);
	jw_kstr(j, "what", c->what);
	jw_end_object(j);
}

static void write_item(struct jw *j, const struct mark_input *in, const struct mark *m, int i)
{
	const struct mark_item *it = &in->item[i];
	int64_t right = 0;
	for (int k = 0; k < it->n; k++)
		right += it->chance[k].right;
	jw_object(j);
	jw_kcstr(j, "kind", mark_kind_name[it->kind]);
	jw_kcstr(j, "part", mark_part_name[it->part]);
	jw_kstr(j, "id", it->id);
	jw_kstr(j, "clause", it->clause);
	jw_ki64(j, "weight", it->weight);
	jw_kbool(j, "excused", it->excused);
	jw_ki64(j, "chances", it->n);
	jw_ki64(j, "right", right);
	put(j, "given", it->given);
	put(j, "credit", m->credit[i]);
	jw_ki64(j, "got", m->got[i]);
	jw_ki64(j, "owed", m->owed[i]);
	jw_key(j, "evidence"); /* the newest; the counts are of all */
	jw_array(j);
	for (int k = it->n > MARK_EVIDENCE_MAX ? it->n - MARK_EVIDENCE_MAX : 0; k < it->n; k++)
		write_chance(j, &it->chance[k], it->kind == ITEM_DAY ? day_credit(&it->chance[k]) : mark_credit(in->scheme.mode, &it->chance[k]));
	jw_end_array(j);
	jw_end_object(j);
}

static void write_parts(struct jw *j, const struct mark_input *in, const struct mark *m)
{
	jw_key(j, "parts");
	jw_object(j);
	for (int p = 0; p < PART_MAX; p++) {
		jw_key(j, mark_part_name[p]);
		jw_object(j);
		put(j, "mark", m->part[p]);
		jw_ki64(j, "weight", in->scheme.weight[p]);
		jw_kbool(j, "counts", m->counts[p]);
		jw_end_object(j);
	}
	jw_end_object(j);
}

void mark_write(const struct mark_input *in, const struct mark *m, struct buf *out)
{
	struct jw j;
	jw_init(&j, out);
	jw_object(&j);
	jw_ki64(&j, "format", 1);
	jw_kid(&j, "market", in->market);
	jw_kid(&j, "seat", in->seat);
	jw_kstr(&j, "lesson", in->lesson);
	jw_key(&j, "until");
	jw_object(&j);
	jw_ki64(&j, "position", in->position);
	jw_ki64(&j, "now_min", in->now_min);
	jw_ki64(&j, "refusals", in->refusals);
	jw_ki64(&j, "steps", in->steps);
	jw_ki64(&j, "given", in->given);
	jw_end_object(&j);
	jw_key(&j, "scheme");
	mark_scheme_write(&in->scheme, &j);
	put(&j, "total", m->total);
	put(&j, "computed", m->computed);
	put(&j, "override", in->override);
	jw_kcstr(&j, "grade", mark_grade(m->total));
	write_parts(&j, in, m);
	jw_key(&j, "conduct");
	jw_object(&j);
	jw_ki64(&j, "factor", m->conduct);
	jw_ki64(&j, "warnings", in->warnings);
	jw_ki64(&j, "deductions", in->deductions);
	jw_end_object(&j);
	jw_key(&j, "result");
	if (in->has_result) {
		jw_object(&j);
		jw_ki64(&j, "orders", in->orders);
		jw_ki64(&j, "units", in->units);
		jw_ki64(&j, "income_fen", in->income_fen);
		jw_ki64(&j, "profit_fen", in->profit_fen);
		put(&j, "expected_milli", in->expected_milli);
		jw_end_object(&j);
	} else {
		jw_null(&j);
	}
	jw_key(&j, "clauses");
	jw_array(&j);
	for (int i = 0; i < m->n_clauses; i++) {
		jw_object(&j);
		jw_kstr(&j, "clause", m->clause[i].clause);
		jw_ki64(&j, "got", m->clause[i].got);
		jw_ki64(&j, "owed", m->clause[i].owed);
		jw_ki64(&j, "mark", share(m->clause[i].got, m->clause[i].owed, MARK_FULL));
		jw_end_object(&j);
	}
	jw_end_array(&j);
	jw_key(&j, "items");
	jw_array(&j);
	for (int i = 0; i < in->n; i++)
		write_item(&j, in, m, i);
	jw_end_array(&j);
	jw_end_object(&j);
}

void mark_hash(struct str text, char ret[MARK_HASH_MAX])
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(sum, (const unsigned char *)(text.p ? text.p : ""), text.n);
	sodium_bin2hex(ret, MARK_HASH_MAX, sum, sizeof sum);
}
