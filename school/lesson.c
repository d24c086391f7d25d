/* A pack's lesson.json, and whether its three files fit together. */
#include "school/lesson_inside.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char json_name[] = "lesson.json";

const struct check_desc check_desc[CHECK_MAX] = {
#define CHECK(NAME, name, dotted, how, tables, choices, takes, en, zh, evidence_en, evidence_zh)                                                        \
	[CHECK_##NAME] = { dotted, CHECK_##how, tables, choices, takes, { [LANG_ZH] = zh, [LANG_EN] = en }, { [LANG_ZH] = evidence_zh, [LANG_EN] = evidence_en } },
#include "school/checks.def"
#undef CHECK
};

const char *const lesson_kind_name[] = { "lesson", "project", "contest", NULL };

enum lesson_check check_find(struct str dotted)
{
	for (int i = 1; i < CHECK_MAX; i++)
		if (str_eq(dotted, str_c(check_desc[i].name)))
			return (enum lesson_check)i;
	return CHECK_NONE;
}

void tell_fault(struct telling *t, const char *file, const char *fmt, ...)
{
	char text[400];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	t->n++;
	if (t->fault)
		t->fault(t->arg, file, text);
}

struct reading {
	struct lesson *l;
	struct telling *tell;
};

static struct str text_of(struct reading *r, const json_t *o, const char *key, size_t max, bool must)
{
	const json_t *v = json_object_get(o, key);
	struct str s = { json_string_value(v), json_string_length(v) };
	if (!v && !must)
		return STR("");
	if (!json_is_string(v) || s.n < 1 || s.n > max) {
		tell_fault(r->tell, json_name, "\"%s\" must be a text of 1 to %zu bytes", key, max);
		return STR("");
	}
	return arena_str(&r->l->arena, s);
}

static int64_t number_of(struct reading *r, const json_t *o, const char *key, int64_t min, int64_t max)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = json_integer_value(v);
	if (!json_is_integer(v) || n < min || n > max) {
		tell_fault(r->tell, json_name, "\"%s\" must be a whole number from %lld to %lld", key, (long long)min, (long long)max);
		return min;
	}
	return n;
}

/* The list of that name; NULL with a fault if it is none, or has more than max. */
static const json_t *list_of(struct reading *r, const json_t *o, const char *key, size_t max)
{
	const json_t *v = json_object_get(o, key);
	if (json_is_array(v) && json_array_size(v) <= max)
		return v;
	tell_fault(r->tell, json_name, "\"%s\" must be a list of at most %zu", key, max);
	return NULL;
}

static void only(struct reading *r, const json_t *o, const char *what, const char *const *keys)
{
	const char *key;
	json_t *v;
	if (!json_is_object(o)) {
		tell_fault(r->tell, json_name, "%s must be an object", what);
		return;
	}
	json_object_foreach((json_t *)o, key, v)
	{
		bool known = false;
		for (int i = 0; keys[i]; i++)
			known = known || strcmp(keys[i], key) == 0;
		if (!known)
			tell_fault(r->tell, json_name, "%s has no member \"%s\"", what, key);
	}
}

/* "n=3 country": whether a check takes the word, and the number that stands for it where a step says nothing. */
static bool takes(enum lesson_check check, const char *word, int64_t *ret)
{
	struct str rest = str_c(check_desc[check].with), one;
	size_t n = strlen(word);
	while (rest.n && str_next(&rest, ' ', &one)) {
		if (!str_starts(one, str_c(word)) || (one.n > n && one.p[n] != '='))
			continue;
		if (one.n > n)
			(void)str_i64(str_sub(one, n + 1, one.n), ret);
		return true;
	}
	return false;
}

static struct lesson_with read_with(struct reading *r, const json_t *o, enum lesson_check check, struct str id)
{
	struct lesson_with w = { 0 };
	struct {
		const char *key;
		int64_t *number;
		struct str *text;
		int64_t max;
	} words[] = { { "n", &w.n, NULL, 10000 }, { "percent", &w.percent, NULL, 1000 }, { "days", &w.days, NULL, 90 }, { "least", &w.least, NULL, 10000 }, { "country", NULL, &w.country, 2 },
		{ "language", NULL, &w.language, 2 }, { "after", NULL, &w.after, 34 }, { "word", NULL, &w.word, 40 } };
	const char *key;
	json_t *v;
	if (!check)
		return w;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].number)
			takes(check, words[i].key, words[i].number);
	if (o && !json_is_object(o))
		tell_fault(r->tell, json_name, "step %.*s: \"with\" must be an object", STR_FMT(id));
	json_object_foreach((json_t *)o, key, v)
	{
		int64_t unused;
		size_t i = 0;
		while (i < sizeof words / sizeof *words && strcmp(words[i].key, key) != 0)
			i++;
		if (i == sizeof words / sizeof *words || !takes(check, key, &unused))
			tell_fault(r->tell, json_name, "step %.*s: %s takes no \"%s\"", STR_FMT(id), check_desc[check].name, key);
		else if (words[i].number)
			*words[i].number = number_of(r, o, key, 0, words[i].max);
		else
			*words[i].text = text_of(r, o, key, (size_t)words[i].max, true);
	}
	if (w.after.n && !lesson_step(r->l, w.after))
		tell_fault(r->tell, json_name, "step %.*s: \"after\" must be an earlier step", STR_FMT(id));
	return w;
}

static void read_step(struct reading *r, const json_t *o)
{
	static const char *const keys[] = { "id", "check", "with", "points", "to", NULL };
	struct lesson *l = r->l;
	only(r, o, "a step", keys);
	struct lesson_step s = { .id = text_of(r, o, "id", 34, true), .to = text_of(r, o, "to", 120, false), .points = number_of(r, o, "points", 0, 100) };
	struct str check = text_of(r, o, "check", 40, true);
	s.check = check_find(check);
	if (check.n && !s.check)
		tell_fault(r->tell, json_name, "step %.*s: there is no check \"%.*s\"; docs/lesson-format.md lists them", STR_FMT(s.id), STR_FMT(check));
	if (lesson_step(l, s.id))
		tell_fault(r->tell, json_name, "two steps have the id %.*s", STR_FMT(s.id));
	s.with = read_with(r, json_object_get(o, "with"), s.check, s.id);
	if (s.to.n && s.to.p[0] != '/')
		tell_fault(r->tell, json_name, "step %.*s: \"to\" must begin with '/'", STR_FMT(s.id));
	l->points += s.points;
	l->step[l->n_steps++] = s;
}

static void read_days(struct reading *r, const json_t *o, struct lesson_stage *s, int64_t *last)
{
	const json_t *days = json_object_get(o, "next_day") ? list_of(r, o, "next_day", LESSON_DAYS_MAX) : NULL, *v;
	size_t i;
	json_array_foreach((json_t *)days, i, v)
	{
		int64_t at = json_integer_value(v);
		if (!json_is_integer(v) || at < s->begin || at >= s->begin + s->minutes)
			tell_fault(r->tell, json_name, "stage %.*s: a business day must begin within its minutes %lld to %lld", STR_FMT(s->id), (long long)s->begin,
				(long long)(s->begin + s->minutes - 1));
		else if (*last >= 0 && at - *last < LESSON_GAP_MIN)
			tell_fault(r->tell, json_name, "stage %.*s: there must be at least %d minutes between two business days", STR_FMT(s->id), LESSON_GAP_MIN);
		*last = at;
		s->days[s->n_days++] = at;
	}
}

/* Stages follow one another until a session is full; its minutes are counted from its own beginning. */
static void read_stage(struct reading *r, const json_t *o, int64_t *begin, int64_t *last_day)
{
	int64_t session = r->l->minutes / r->l->sessions > 0 ? r->l->minutes / r->l->sessions : 1;
	static const char *const keys[] = { "id", "minutes", "next_day", "steps", NULL };
	struct lesson *l = r->l;
	only(r, o, "a stage", keys);
	struct lesson_stage *s = &l->stage[l->n_stages];
	if (*begin % session == 0)
		*last_day = -1;
	*s = (struct lesson_stage){
		.id = text_of(r, o, "id", 34, true), .session = (int)(*begin / session) + 1, .begin = *begin % session, .minutes = number_of(r, o, "minutes", 1, 240)
	};
	if (l->sessions > 1 && s->begin + s->minutes > session)
		tell_fault(r->tell, json_name, "stage %.*s: it goes beyond the %lld minutes of a session", STR_FMT(s->id), (long long)session);
	for (int i = 0; i < l->n_stages; i++)
		if (str_eq(l->stage[i].id, s->id))
			tell_fault(r->tell, json_name, "two stages have the id %.*s", STR_FMT(s->id));
	read_days(r, o, s, last_day);
	const json_t *steps = json_object_get(o, "steps") ? list_of(r, o, "steps", LESSON_STEPS_MAX) : NULL, *v;
	size_t i;
	json_array_foreach((json_t *)steps, i, v)
	{
		struct str id = { json_string_value(v), json_string_length(v) };
		if (!id.n || !lesson_step(l, id))
			tell_fault(r->tell, json_name, "stage %.*s: there is no step \"%.*s\"", STR_FMT(s->id), STR_FMT(id));
		else
			s->steps[s->n_steps++] = arena_str(&l->arena, id);
	}
	*begin += s->minutes;
	l->n_stages++;
}

static bool has_clause(const struct lesson *l, struct str clause)
{
	for (int i = 0; i < l->n_clauses; i++)
		if (str_eq(l->clause[i], clause))
			return true;
	return false;
}

static void read_rubric(struct reading *r, const json_t *o)
{
	static const char *const keys[] = { "id", "clause", "check", "step", "weight", NULL };
	struct lesson *l = r->l;
	only(r, o, "a row of the rubric", keys);
	struct lesson_rubric x = { .id = text_of(r, o, "id", 32, true), .clause = text_of(r, o, "clause", 40, true), .step = text_of(r, o, "step", 34, false),
		.weight = number_of(r, o, "weight", 1, 100) };
	struct str check = text_of(r, o, "check", 40, true);
	bool used = str_eq(check, STR("teacher"));
	x.check = used ? CHECK_NONE : check_find(check);
	for (int i = 0; i < l->n_steps && !used; i++)
		used = x.check && l->step[i].check == x.check && (!x.step.n || str_eq(l->step[i].id, x.step));
	if (!used)
		tell_fault(r->tell, json_name, "rubric %.*s: no step has the check \"%.*s\"; \"teacher\" leaves it to the teacher", STR_FMT(x.id), STR_FMT(check));
	if (!has_clause(l, x.clause))
		tell_fault(r->tell, json_name, "rubric %.*s: \"clauses\" has no %.*s", STR_FMT(x.id), STR_FMT(x.clause));
	for (int i = 0; i < l->n_rubric; i++)
		if (str_eq(l->rubric[i].id, x.id))
			tell_fault(r->tell, json_name, "two rows of the rubric have the id %.*s", STR_FMT(x.id));
	l->rubric[l->n_rubric++] = x;
}

/* What a pack may have besides: kind, course, sessions, start, rubric. */
static void read_more(struct reading *r, const json_t *o)
{
	struct lesson *l = r->l;
	const json_t *v;
	size_t i;
	struct str kind = text_of(r, o, "kind", 10, false);
	int64_t weight = 0;
	int k = 0;
	while (kind.n && lesson_kind_name[k] && !str_eq(kind, str_c(lesson_kind_name[k])))
		k++;
	if (!lesson_kind_name[k])
		tell_fault(r->tell, json_name, "\"kind\" must be lesson, project or contest");
	l->kind = lesson_kind_name[k] ? (enum lesson_kind)k : LESSON_SINGLE;
	l->course = text_of(r, o, "course", 20, false);
	const json_t *start = json_object_get(o, "start") ? list_of(r, o, "start", LESSON_START_MAX) : NULL;
	json_array_foreach((json_t *)start, i, v)
	{
		if (!json_is_string(json_object_get(v, "act")))
			tell_fault(r->tell, json_name, "\"start\" must be a list of objects with \"act\"");
	}
	char *text = start ? json_dumps(start, JSON_COMPACT) : NULL;
	if (text)
		l->start = arena_str(&l->arena, str_c(text));
	free(text);
	const json_t *rubric = json_object_get(o, "rubric") ? list_of(r, o, "rubric", LESSON_RUBRIC_MAX) : NULL;
	json_array_foreach((json_t *)rubric, i, v)
	{
		read_rubric(r, v);
		weight += l->rubric[i].weight;
	}
	if (l->n_rubric && weight != 100)
		tell_fault(r->tell, json_name, "the weights of the rubric add up to %lld, not to 100", (long long)weight);
}

static void read_json(struct reading *r, const json_t *o)
{
	static const char *const keys[] = { "format", "slug", "kind", "course", "minutes", "sessions", "points", "clauses", "world", "settings", "start", "steps", "plan", "rubric", "quiz", NULL };
	struct lesson *l = r->l;
	const json_t *list, *v;
	size_t i;
	int64_t begin = 0, last_day = -1;
	only(r, o, json_name, keys);
	number_of(r, o, "format", 1, 1);
	l->slug = text_of(r, o, "slug", 40, true);
	l->world = text_of(r, o, "world", 80, true);
	l->minutes = number_of(r, o, "minutes", 10, 1440);
	l->sessions = json_object_get(o, "sessions") ? (int)number_of(r, o, "sessions", 1, LESSON_SESSIONS_MAX) : 1;
	if (l->minutes % l->sessions || l->minutes / l->sessions > 240)
		tell_fault(r->tell, json_name, "\"minutes\" must be those of all sessions, at most 240 each, all of the same length");
	int64_t points = number_of(r, o, "points", 0, 1000);
	list = list_of(r, o, "clauses", LESSON_CLAUSES_MAX);
	json_array_foreach((json_t *)list, i, v)
	{
		if (json_is_string(v))
			l->clause[l->n_clauses++] = arena_str(&l->arena, (struct str){ json_string_value(v), json_string_length(v) });
		else
			tell_fault(r->tell, json_name, "\"clauses\" must be a list of texts");
	}
	const json_t *settings = json_object_get(o, "settings");
	char *text = json_is_object(settings) ? json_dumps(settings, JSON_COMPACT) : NULL;
	if (text)
		l->settings = arena_str(&l->arena, str_c(text));
	else
		tell_fault(r->tell, json_name, "\"settings\" must be an object");
	free(text);
	list = list_of(r, o, "steps", LESSON_STEPS_MAX);
	json_array_foreach((json_t *)list, i, v)
	{
		read_step(r, v);
	}
	list = list_of(r, o, "plan", LESSON_STAGES_MAX);
	json_array_foreach((json_t *)list, i, v)
	{
		read_stage(r, v, &begin, &last_day);
	}
	read_more(r, o);
	lesson_quiz_read(l, o, r->tell);
	if (!l->n_steps)
		tell_fault(r->tell, json_name, "there must be at least one step");
	if (l->points != points)
		tell_fault(r->tell, json_name, "the points of the steps add up to %lld, not to the %lld that \"points\" says", (long long)l->points, (long long)points);
	if (begin != l->minutes)
		tell_fault(r->tell, json_name, "the minutes of the plan add up to %lld, not to the %lld that \"minutes\" says", (long long)begin, (long long)l->minutes);
}

/* Both languages have the same sections in the same order, and each step and stage has one. */
static void compare(struct reading *r)
{
	static const char *const files[2] = { [LANG_ZH] = "zh.md", [LANG_EN] = "en.md" };
	struct lesson *l = r->l;
	for (int lang = 0; lang < 2; lang++) {
		const struct lesson_text *t = &l->text[lang];
		for (int i = 0; i < l->n_steps; i++)
			if (!lesson_section(l, (enum lang)lang, "step-", l->step[i].id))
				tell_fault(r->tell, files[lang], "there is no section {#step-%.*s}", STR_FMT(l->step[i].id));
		for (int i = 0; i < l->n_stages; i++)
			if (!lesson_section(l, (enum lang)lang, "plan-", l->stage[i].id))
				tell_fault(r->tell, files[lang], "there is no section {#plan-%.*s}", STR_FMT(l->stage[i].id));
		for (int i = 0; i < l->n_rubric; i++)
			if (!lesson_section(l, (enum lang)lang, "rubric-", l->rubric[i].id))
				tell_fault(r->tell, files[lang], "there is no section {#rubric-%.*s}", STR_FMT(l->rubric[i].id));
		static const char *const must[] = { "goal", "prepare" };
		for (int i = 0; i < 2; i++)
			if (!lesson_section(l, (enum lang)lang, "", str_c(must[i])))
				tell_fault(r->tell, files[lang], "there is no section {#%s}", must[i]);
		for (int i = 0; i < t->n; i++) {
			const struct lesson_section *s = &t->section[i];
			if (!lesson_section(l, (enum lang)!lang, "", s->id))
				tell_fault(r->tell, files[!lang], "the section {#%.*s} is missing; %s has it", STR_FMT(s->id), files[lang]);
			else if (!lesson_section(l, (enum lang)!lang, "", s->id)->aside.n != !s->aside.n)
				tell_fault(r->tell, files[lang], "the section {#%.*s} has lines with \"> \" in one language only", STR_FMT(s->id));
			struct str step = str_starts(s->id, STR("step-")) ? str_sub(s->id, 5, s->id.n) : STR_NONE;
			struct str stage = str_starts(s->id, STR("plan-")) ? str_sub(s->id, 5, s->id.n) : STR_NONE;
			bool known = !stage.n;
			for (int k = 0; k < l->n_stages; k++)
				known = known || str_eq(l->stage[k].id, stage);
			struct str row = str_starts(s->id, STR("rubric-")) ? str_sub(s->id, 7, s->id.n) : STR_NONE;
			bool weighed = !row.n;
			for (int k = 0; k < l->n_rubric; k++)
				weighed = weighed || str_eq(l->rubric[k].id, row);
			if ((step.n && !lesson_step(l, step)) || !known || !weighed)
				tell_fault(r->tell, files[lang], "the section {#%.*s} belongs to no step, no stage and no row of the rubric of %s", STR_FMT(s->id), json_name);
		}
	}
	lesson_quiz_compare(l, r->tell);
}

struct lesson *lesson_parse(struct str json, struct str zh, struct str en, lesson_fault *fault, void *arg)
{
	struct telling tell = { fault, arg, 0 };
	struct lesson *l = mem_alloc(sizeof *l);
	struct reading r = { l, &tell };
	json_error_t e;
	arena_init(&l->arena, 0);
	json_t *o = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &e);
	if (o)
		read_json(&r, o);
	else
		tell_fault(&tell, json_name, "line %d: it is no JSON: %s", e.line, e.text);
	json_decref(o);
	lesson_text_read(l, &l->text[LANG_ZH], zh, "zh.md", &tell);
	lesson_text_read(l, &l->text[LANG_EN], en, "en.md", &tell);
	if (o)
		compare(&r);
	if (!tell.n)
		return l;
	lesson_destroy(l);
	return NULL;
}

static bool read_file(const char *folder, const char *name, struct buf *b, struct telling *tell)
{
	char path[4096], piece[16384];
	size_t n;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "rb");
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_put(b, piece, n);
	bool ok = f && !ferror(f) && !b->full;
	if (!ok)
		tell_fault(tell, name, "it cannot be read: %s", f && b->full ? "it is too large" : strerror(errno));
	if (f)
		fclose(f);
	return ok;
}

struct lesson *lesson_read(const char *folder, lesson_fault *fault, void *arg)
{
	static const char *const names[] = { "lesson.json", "zh.md", "en.md" };
	struct telling tell = { fault, arg, 0 };
	struct buf b[3];
	struct lesson *l = NULL;
	bool ok = true;
	for (int i = 0; i < 3; i++) {
		buf_init(&b[i], LESSON_TEXT_MAX + 1);
		ok = read_file(folder, names[i], &b[i], &tell) && ok;
	}
	if (ok)
		l = lesson_parse(buf_span(&b[0]), buf_span(&b[1]), buf_span(&b[2]), fault, arg);
	/* the folder is how the server finds it */
	const char *base = strrchr(folder, '/') && strrchr(folder, '/')[1] ? strrchr(folder, '/') + 1 : folder;
	if (l && strchr(folder, '/') && strrchr(folder, '/')[1] && !str_eq(l->slug, str_c(base))) {
		tell_fault(&tell, json_name, "\"slug\" must be the folder's name, %s", base);
		lesson_destroy(l);
		l = NULL;
	}
	for (int i = 0; i < 3; i++)
		buf_fini(&b[i]);
	return l;
}

void lesson_destroy(struct lesson *l)
{
	if (!l)
		return;
	arena_fini(&l->arena);
	free(l);
}

const struct lesson_section *lesson_section(const struct lesson *l, enum lang lang, const char *prefix, struct str id)
{
	const struct lesson_text *t = &l->text[lang];
	size_t n = strlen(prefix);
	for (int i = 0; i < t->n; i++)
		if (t->section[i].id.n == n + id.n && memcmp(t->section[i].id.p, prefix, n) == 0 && memcmp(t->section[i].id.p + n, id.p, id.n) == 0)
			return &t->section[i];
	return NULL;
}

const struct lesson_step *lesson_step(const struct lesson *l, struct str id)
{
	for (int i = 0; i < l->n_steps; i++)
		if (str_eq(l->step[i].id, id))
			return &l->step[i];
	return NULL;
}

struct str lesson_check_text(struct arena *a, const struct lesson_step *s, enum lang lang)
{
	const struct {
		const char *mark;
		int64_t number;
	} marks[] = { { "{n}", s->with.n }, { "{percent}", s->with.percent }, { "{days}", s->with.days }, { "{least}", s->with.least } };
	struct str text = str_c(check_desc[s->check].text[lang]);
	struct buf b;
	buf_init(&b, 2048);
	while (text.n) {
		size_t i = 0;
		while (i < 4 && !str_starts(text, str_c(marks[i].mark)))
			i++;
		if (i < 4)
			buf_str(&b, arena_printf(a, "%lld", (long long)marks[i].number));
		else
			buf_char(&b, text.p[0]);
		text = str_sub(text, i < 4 ? strlen(marks[i].mark) : 1, text.n);
	}
	struct str out = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return out;
}
