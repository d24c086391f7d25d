/* A pack's questions: what is right stands in lesson.json, what people read in the sections quiz-…: the question, its options as a list, and behind "> " why. */
#include "school/lesson_inside.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char file[] = "lesson.json";
const char *const quiz_kind_name[] = { "single", "multiple", "number" };

static struct str text_of(struct lesson *l, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	struct str s = { json_string_value(v), json_string_length(v) };
	return s.n > 0 && s.n <= 40 ? arena_str(&l->arena, s) : STR("");
}

/* "17.5" and 17.5 are the same; false if it is no number of at most six decimals. */
static bool number_of(const json_t *v, int64_t *ret)
{
	char text[64];
	if (json_is_string(v))
		return str_decimal((struct str){ json_string_value(v), json_string_length(v) }, QUIZ_DECIMALS, ret);
	if (!json_is_number(v) || json_number_value(v) > 1e11 || json_number_value(v) < -1e11)
		return false;
	snprintf(text, sizeof text, "%.*f", QUIZ_DECIMALS, json_number_value(v));
	return str_decimal(str_c(text), QUIZ_DECIMALS, ret);
}

static bool read_choices(const json_t *answer, struct lesson_quiz *q)
{
	size_t i;
	const json_t *v;
	json_array_foreach((json_t *)answer, i, v)
	{
		int64_t n = json_integer_value(v);
		if (!json_is_integer(v) || n < 1 || n > LESSON_OPTIONS_MAX || (q->right >> n & 1))
			return false;
		q->right |= 1u << n;
	}
	return json_is_array(answer) && json_array_size(answer) > 0 && (q->kind == QUIZ_MULTIPLE || json_array_size(answer) == 1);
}

static void read_one(struct lesson *l, const json_t *o, struct telling *tell)
{
	static const char *const keys[] = { "id", "kind", "points", "clause", "answer", "tolerance" };
	const char *key;
	json_t *v;
	struct lesson_quiz q = { .id = text_of(l, o, "id"), .clause = text_of(l, o, "clause"), .points = json_integer_value(json_object_get(o, "points")) };
	struct str kind = text_of(l, o, "kind");
	const json_t *answer = json_object_get(o, "answer"), *tolerance = json_object_get(o, "tolerance");
	json_object_foreach((json_t *)o, key, v)
	{
		bool known = false;
		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
			known = known || strcmp(keys[i], key) == 0;
		if (!known)
			tell_fault(tell, file, "a question has no member \"%s\"", key);
	}
	if (!q.id.n)
		tell_fault(tell, file, "a question needs an \"id\"");
	if (lesson_quiz(l, q.id))
		tell_fault(tell, file, "two questions have the id %.*s", STR_FMT(q.id));
	if (q.points < 1 || q.points > 100)
		tell_fault(tell, file, "question %.*s: \"points\" must be from 1 to 100", STR_FMT(q.id));
	q.kind = QUIZ_KINDS;
	for (int k = 0; k < QUIZ_KINDS; k++)
		if (str_eq(kind, str_c(quiz_kind_name[k])))
			q.kind = (enum quiz_kind)k;
	if (q.kind == QUIZ_KINDS) {
		tell_fault(tell, file, "question %.*s: \"kind\" must be single, multiple or number", STR_FMT(q.id));
		return;
	}
	if (q.kind != QUIZ_NUMBER && (!read_choices(answer, &q) || tolerance))
		tell_fault(tell, file, "question %.*s: \"answer\" must be a list of the right options, counted from 1", STR_FMT(q.id));
	if (q.kind == QUIZ_NUMBER && (!number_of(answer, &q.number) || (tolerance && (!number_of(tolerance, &q.tolerance) || q.tolerance < 0))))
		tell_fault(tell, file, "question %.*s: \"answer\" must be a number, and so must \"tolerance\"", STR_FMT(q.id));
	l->quiz[l->n_quiz++] = q;
}

void lesson_quiz_read(struct lesson *l, const void *json, struct telling *tell)
{
	const json_t *list = json_object_get(json, "quiz"), *v;
	size_t i;
	if (list && (!json_is_array(list) || json_array_size(list) > LESSON_QUIZ_MAX)) {
		tell_fault(tell, file, "\"quiz\" must be a list of at most %d", LESSON_QUIZ_MAX);
		return;
	}
	json_array_foreach((json_t *)list, i, v)
	{
		read_one(l, v, tell);
	}
}

const struct lesson_quiz *lesson_quiz(const struct lesson *l, struct str id)
{
	for (int i = 0; i < l->n_quiz; i++)
		if (str_eq(l->quiz[i].id, id))
			return &l->quiz[i];
	return NULL;
}

/* The lines "- …" are the options, what stands above them is the question. */
int lesson_quiz_options(struct str body, struct str *ret_question, struct str ret[LESSON_OPTIONS_MAX])
{
	struct str rest = body, line;
	int n = 0;
	*ret_question = str_trim(body);
	while (rest.n && str_next(&rest, '\n', &line)) {
		if (!str_starts(line, STR("- ")))
			continue;
		if (!n)
			*ret_question = str_trim(str_sub(body, 0, (size_t)(line.p - body.p)));
		if (n < LESSON_OPTIONS_MAX)
			ret[n++] = str_trim(str_sub(line, 2, line.n));
	}
	return n;
}

void lesson_quiz_compare(struct lesson *l, struct telling *tell)
{
	static const char *const files[2] = { [LANG_ZH] = "zh.md", [LANG_EN] = "en.md" };
	for (int i = 0; i < l->n_quiz; i++) {
		const struct lesson_quiz *q = &l->quiz[i];
		int options[2] = { 0 };
		for (int lang = 0; lang < 2; lang++) {
			const struct lesson_section *s = lesson_section(l, (enum lang)lang, "quiz-", q->id);
			struct str question, option[LESSON_OPTIONS_MAX];
			if (!s) {
				tell_fault(tell, files[lang], "there is no section {#quiz-%.*s}", STR_FMT(q->id));
				continue;
			}
			options[lang] = lesson_quiz_options(s->body, &question, option);
			if (!s->aside.n)
				tell_fault(tell, files[lang], "the section {#quiz-%.*s} needs lines with \"> \" that say why", STR_FMT(q->id));
			if (q->kind != QUIZ_NUMBER && (options[lang] < 2 || q->right >> (options[lang] + 1)))
				tell_fault(tell, files[lang], "the section {#quiz-%.*s} has %d options (\"- \"), too few for its answer", STR_FMT(q->id), options[lang]);
		}
		if (options[LANG_ZH] != options[LANG_EN])
			tell_fault(tell, files[LANG_EN], "the section {#quiz-%.*s} has other options than in zh.md", STR_FMT(q->id));
	}
	for (int lang = 0; lang < 2; lang++)
		for (int i = 0; i < l->text[lang].n; i++) {
			struct str id = l->text[lang].section[i].id;
			if (str_starts(id, STR("quiz-")) && !lesson_quiz(l, str_sub(id, 5, id.n)))
				tell_fault(tell, files[lang], "the section {#%.*s} belongs to no question", STR_FMT(id));
		}
}

/* Options as "2" or "1 3", in any order; a number as it is typed. */
bool lesson_quiz_right(const struct lesson_quiz *q, struct str answer)
{
	struct str one;
	unsigned said = 0;
	int64_t n;
	if (q->kind == QUIZ_NUMBER)
		return str_decimal(str_trim(answer), QUIZ_DECIMALS, &n) && n >= q->number - q->tolerance && n <= q->number + q->tolerance;
	while (answer.n && str_next(&answer, ' ', &one))
		if (one.n) {
			if (!str_i64(one, &n) || n < 1 || n > LESSON_OPTIONS_MAX)
				return false;
			said |= 1u << n;
		}
	return said == q->right;
}
