/* What many rules need, gathered once: sums of hours, sets of words, terms, who has attained what. */
#include "school/standard/inside.h"

#include "base/calendar.h"

#include <string.h>

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

static void one_course(struct facts *f, const struct p_course *c, int i)
{
	if (c->hours == NONE)
		f->no_hours = f->no_hours < 0 ? i : f->no_hours;
	else
		f->hours += c->hours, *(c->category == CATEGORY_PUBLIC ? &f->public_hours : &f->professional_hours) += c->hours;
	if (c->practice_hours == NONE)
		f->no_practice = f->no_practice < 0 ? i : f->no_practice;
	else
		f->practice_hours += c->practice_hours;
	if (c->required == WORD_NONE)
		f->no_required = f->no_required < 0 ? i : f->no_required;
	else if (c->required != REQUIRED_YES && c->hours != NONE)
		f->elective_hours += c->hours;
	if (c->kind == COURSE_KIND_TRAINING && c->hours != NONE)
		f->training_hours += c->hours;
	if (c->required == REQUIRED_YES && c->category == CATEGORY_PUBLIC)
		f->subjects_required |= bit(c->subject);
	if (c->required == REQUIRED_YES || c->required == REQUIRED_RESTRICTED)
		f->subjects_restricted |= bit(c->subject);
	f->all_domains |= c->domains.bits;
	f->n_core += c->kind == COURSE_KIND_CORE;
	f->n_foundation += c->kind == COURSE_KIND_FOUNDATION;
	f->n_extension += c->kind == COURSE_KIND_EXTENSION;
	if (c->kind == COURSE_KIND_CORE)
		f->core_domains |= c->domains.bits;
	if (c->kind == COURSE_KIND_FOUNDATION)
		f->foundation_domains |= c->domains.bits;
	if (c->kind == COURSE_KIND_EXTENSION)
		f->extension_domains |= c->domains.bits;
	f->course_topics |= c->topics.bits;
	f->training_topics |= c->training_topics.bits;
	f->training_types |= c->training_types.bits;
	if (c->first_term == NONE)
		return;
	int last = (int)(c->last_term != NONE ? c->last_term : c->first_term);
	for (int t = (int)c->first_term; t <= last && c->practice_hours != NONE && c->practice_hours > 0; t++)
		f->practice_terms |= bit(t);
	f->last_term = max_int(f->last_term, last);
	for (int d = 0; d < WORDS_MAX; d++)
		if (c->kind == COURSE_KIND_CORE && c->domains.bits & bit(d))
			f->domain_last_term[d] = max_int(f->domain_last_term[d], last);
}

static void one_placement(struct facts *f, const struct p_placement *p, int i)
{
	if (p->hours == NONE)
		f->placement_no_hours = f->placement_no_hours < 0 ? i : f->placement_no_hours;
	else
		f->placed_hours += p->hours;
	if (p->term == NONE)
		return;
	f->practice_terms |= bit((int)p->term);
	if (p->kind == INTERNSHIP_POST && (!f->first_post_term || p->term < f->first_post_term))
		f->first_post_term = (int)p->term;
	f->last_placement_term = max_int(f->last_placement_term, (int)p->term);
}

/* September to August, or from the day of entry. */
static void school_year(struct checking *k)
{
	const struct p_cohort *cohort = ROWS(k->p, cohort);
	struct civil entry = cal_civil((cohort->entry != NONE ? cohort->entry : cal_day(2000, 9, 1)) * MIN_PER_DAY),
		     now = cal_civil(k->as_of * MIN_PER_DAY);
	if (entry.month == 2 && entry.day == 29)
		entry.day = 28;
	int year = now.month > entry.month || (now.month == entry.month && now.day >= entry.day) ? now.year : now.year - 1;
	k->f.school_year_begin = cal_day(year, entry.month, entry.day);
	k->f.school_year_end = cal_day(year + 1, entry.month, entry.day) - 1;
}

static void gather_students(struct checking *k)
{
	const struct programme *p = k->p;
	struct facts *f = &k->f;
	f->students_listed = GIVEN(p, student);
	for (int i = 0; i < N(p, student); i++)
		f->n_students += ROWS(p, student)[i].status != STATUS_LEFT;
	if (!f->students_listed && ROWS(p, cohort)->students != NONE)
		f->n_students = (int)ROWS(p, cohort)->students;
}

/* A student counts once for a clause; he has attained it if one record says so, or if his records together have all parts. */
static void gather_attainment(struct checking *k)
{
	const struct programme *p = k->p;
	int n = N(p, student);
	struct record {
		uint64_t parts;
		bool judged, met;
	} **of = ARENA_ARRAY(k->a, struct record *, k->s->n_all);
	for (int c = 0; c < k->s->n_all; c++)
		k->judged[c] = k->met[c] = k->counted[c] = -1;
	for (int i = 0; i < N(p, attainment); i++) {
		const struct p_attainment *row = &ROWS(p, attainment)[i];
		if (ROWS(p, student)[row->student].status == STATUS_LEFT)
			continue;
		if (!of[row->clause])
			of[row->clause] = ARENA_ARRAY(k->a, struct record, n);
		struct record *one = &of[row->clause][row->student];
		one->judged = one->judged || row->met >= 0 || row->parts.given;
		one->met = one->met || row->met == 1;
		one->parts |= row->parts.bits;
	}
	for (int c = 0; c < k->s->n_all; c++) {
		uint64_t need = k->s->clause[c].list == LIST_PART ? k->s->clause[c].need : 0;
		if (!of[c])
			continue;
		k->judged[c] = k->met[c] = 0;
		for (int i = 0; i < n; i++) {
			k->judged[c] += of[c][i].judged;
			k->met[c] += of[c][i].met || (need && !(need & ~of[c][i].parts));
		}
	}
	for (int i = 0; i < N(p, attainment_count); i++) {
		const struct p_attainment_count *row = &ROWS(p, attainment_count)[i];
		if (k->judged[row->clause] >= 0)
			continue; /* the records of students say more */
		k->counted[row->clause] = i;
		k->judged[row->clause] = (int)row->judged;
		k->met[row->clause] = (int)(row->met < row->judged ? row->met : row->judged);
	}
}

static void gather_chains(struct checking *k)
{
	const struct programme *p = k->p;
	int total = 0;
	for (int i = 0; i < N(p, evidence); i++)
		total += ROWS(p, evidence)[i].clauses.n;
	k->items = ARENA_ARRAY(k->a, struct items, total + 1);
	for (int c = 0; c < k->s->n_all; c++)
		k->first_item[c] = k->review[c] = k->waiver[c] = -1;
	for (int i = N(p, evidence) - 1; i >= 0; i--)
		for (int q = 0; q < ROWS(p, evidence)[i].clauses.n; q++) {
			int c = ROWS(p, evidence)[i].clauses.row[q];
			k->items[k->n_items] = (struct items){ i, k->first_item[c] };
			k->first_item[c] = k->n_items++;
		}
	for (int i = 0; i < N(p, review); i++) {
		const struct p_review *row = &ROWS(p, review)[i];
		if (k->review[row->clause] < 0 || ROWS(p, review)[k->review[row->clause]].on <= row->on)
			k->review[row->clause] = i;
	}
	for (int i = 0; i < N(p, waiver); i++)
		k->waiver[ROWS(p, waiver)[i].clause] = i;
	for (int i = 0; i < N(p, task); i++)
		if (ROWS(p, task)[i].graded_on != NONE && ROWS(p, task)[i].graded_on <= k->as_of)
			k->tasks[ROWS(p, task)[i].clause] |= TASK_GRADED;
	for (int i = 0; i < N(p, course); i++)
		for (int q = 0; q < ROWS(p, course)[i].typical_tasks.n; q++)
			k->tasks[ROWS(p, course)[i].typical_tasks.row[q]] |= TASK_PLANNED;
}

static void gather_internships(struct checking *k)
{
	int n = N(k->p, student), m = N(k->p, internship);
	k->first_internship = ARENA_ARRAY(k->a, int, n + 1);
	k->next_internship = ARENA_ARRAY(k->a, int, m + 1);
	k->scratch = ARENA_ARRAY(k->a, int64_t, 2 * m + 2);
	for (int i = 0; i < n; i++)
		k->first_internship[i] = -1;
	for (int i = m - 1; i >= 0; i--) {
		int *first = &k->first_internship[ROWS(k->p, internship)[i].student];
		k->next_internship[i] = *first;
		*first = i;
	}
}

void facts_gather(struct checking *k)
{
	const struct programme *p = k->p;
	struct facts *f = &k->f;
	int n = k->s->n_all;
	k->first_item = ARENA_ARRAY(k->a, int, n);
	k->review = ARENA_ARRAY(k->a, int, n);
	k->waiver = ARENA_ARRAY(k->a, int, n);
	k->judged = ARENA_ARRAY(k->a, int, n);
	k->met = ARENA_ARRAY(k->a, int, n);
	k->counted = ARENA_ARRAY(k->a, int, n);
	k->tasks = ARENA_ARRAY(k->a, uint64_t, n);
	const struct p_settings *set = ROWS(p, settings);
	k->attainment_percent = (int)(set->attainment_percent != NONE ? set->attainment_percent : k->s->attainment_percent);
	k->tolerance = (int)(set->share_tolerance_permille != NONE ? set->share_tolerance_permille : k->s->share_tolerance_permille);
	f->no_hours = f->no_practice = f->no_required = f->placement_no_hours = -1;
	f->n_terms = 2 * (int)(ROWS(p, plan)->duration_years != NONE ? ROWS(p, plan)->duration_years : 3);
	for (int i = 0; i < N(p, course); i++)
		one_course(f, &ROWS(p, course)[i], i);
	for (int i = 0; i < N(p, placement); i++)
		one_placement(f, &ROWS(p, placement)[i], i);
	f->hours += f->placed_hours;
	f->professional_hours += f->placed_hours;
	f->practice_hours += f->placed_hours;
	for (int i = 0; i < N(p, activity); i++) {
		f->activity_topics |= ROWS(p, activity)[i].topics.bits;
		f->activity_kinds |= bit(ROWS(p, activity)[i].kind);
	}
	school_year(k);
	gather_students(k);
	gather_attainment(k);
	gather_chains(k);
	gather_internships(k);
}

/* The end of a term: from the table of terms, or by the day of entry (31 January and the eve of the next school year). */
int64_t r_term_end(const struct checking *k, int term)
{
	for (int i = 0; i < N(k->p, term); i++)
		if (ROWS(k->p, term)[i].term == term)
			return ROWS(k->p, term)[i].ends;
	int64_t entry = ROWS(k->p, cohort)->entry;
	if (entry == NONE || term < 1)
		return NONE;
	struct civil c = cal_civil(entry * MIN_PER_DAY);
	return term % 2 ? cal_day(c.year + (term - 1) / 2 + 1, 1, 31) : day_add_months(entry, term * 6) - 1;
}

bool r_passed_term(const struct checking *k, int64_t *ret_begin, int64_t *ret_end)
{
	int64_t begin = ROWS(k->p, cohort)->entry;
	bool found = false;
	for (int t = 1; t <= k->f.n_terms; t++) {
		int64_t end = r_term_end(k, t);
		for (int i = 0; i < N(k->p, term); i++)
			if (ROWS(k->p, term)[i].term == t)
				begin = ROWS(k->p, term)[i].starts;
		if (end == NONE || begin == NONE || end > k->as_of)
			break;
		*ret_begin = begin;
		*ret_end = end;
		found = true;
		begin = end + 1;
	}
	return found;
}

/* ---- durations ---- */
int64_t day_add_months(int64_t day, int months)
{
	struct civil c = cal_civil(day * MIN_PER_DAY);
	int m = c.year * 12 + c.month - 1 + months, year = (int)cal_floor_div(m, 12), month = m - year * 12 + 1;
	int64_t next = month == 12 ? cal_day(year + 1, 1, 1) : cal_day(year, month + 1, 1), first = cal_day(year, month, 1);
	int64_t last = next - first;
	return first + (c.day < last ? c.day : last) - 1;
}

int64_t months30(int64_t begin, int64_t end)
{
	if (end <= begin)
		return 0;
	int m = (int)((end - begin) / 31);
	while (day_add_months(begin, m + 1) <= end)
		m++;
	return (int64_t)m * 30 + (end - day_add_months(begin, m));
}

int64_t months30_sum(struct span_days *s, int n)
{
	int64_t sum = 0;
	for (int i = 1; i < n; i++) /* few */
		for (int j = i; j > 0 && s[j].begin < s[j - 1].begin; j--) {
			struct span_days t = s[j];
			s[j] = s[j - 1];
			s[j - 1] = t;
		}
	for (int i = 0; i < n;) {
		int64_t begin = s[i].begin, end = s[i].end;
		for (i++; i < n && s[i].begin <= end; i++)
			end = s[i].end > end ? s[i].end : end;
		sum += months30(begin, end);
	}
	return sum;
}
