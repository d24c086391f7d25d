/* A standard from its folder: standard.json names the chapters; words.json has the word lists, related.json what other documents ask. */
#include "school/standard/inside.h"

#include <errno.h>
#include <fnmatch.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct standard *s;
	struct telling *tell;
	const char *file;
};
enum { PATH_MAX_BYTES = 200, STANDARD_FILE_MAX = 1 << 20 };

static void __attribute__((format(printf, 3, 5), format(printf, 4, 5)))
fault(struct reading *r, const char *path, const char *en, const char *zh, ...)
{
	char where[PATH_MAX_BYTES];
	va_list args;
	snprintf(where, sizeof where, "%s%s%s", r->file, path[0] ? ":" : "", path);
	va_start(args, zh);
	standard_tell_v(r->tell, where, en, zh, args);
	va_end(args);
}

static struct str keep(struct reading *r, const json_t *v)
{
	return json_is_string(v) ? arena_str(&r->s->arena, (struct str){ json_string_value(v), json_string_length(v) }) : STR("");
}

/* {"zh":…,"en":…} or the members zh and en of an object */
static void both(struct reading *r, const json_t *o, struct str ret[2], const char *path)
{
	ret[LANG_ZH] = keep(r, json_object_get(o, "zh"));
	ret[LANG_EN] = keep(r, json_object_get(o, "en"));
	if (!ret[LANG_ZH].n || !ret[LANG_EN].n)
		fault(r, path, "there must be a text in zh and in en", "必须有中文和英文文本");
}

static void only(struct reading *r, const json_t *o, const char *path, const char *const *keys)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)o, key, v)
	{
		bool known = false;
		for (int i = 0; keys[i]; i++)
			known = known || strcmp(keys[i], key) == 0;
		if (!known)
			fault(r, path, "there is no member \"%s\"", "没有成员“%s”", key);
	}
}

static json_t *read_json(struct reading *r, const char *folder)
{
	char path[4096];
	json_error_t e;
	struct buf b;
	buf_init(&b, STANDARD_FILE_MAX + 1);
	snprintf(path, sizeof path, "%s/%s", folder, r->file);
	FILE *f = fopen(path, "rb");
	char piece[16384];
	size_t n;
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_put(&b, piece, n);
	json_t *o = NULL;
	if (!f || ferror(f) || b.full) {
		fault(r, "", "it cannot be read: %s", "无法读取：%s", f && b.full ? "too large" : strerror(errno));
	} else {
		o = json_loadb(b.p ? b.p : "", b.n, JSON_REJECT_DUPLICATES, &e);
		char what[PATH_MAX_BYTES];
		snprintf(what, sizeof what, "%d: %s", e.line, e.text);
		if (!json_is_object(o)) {
			fault(r, "", "it is no JSON object: line %s", "不是 JSON 对象：第 %s", o ? "1" : what);
			json_decref(o);
			o = NULL;
		}
	}
	if (f)
		fclose(f);
	buf_fini(&b);
	return o;
}

static int list_find(const char *name)
{
	static const char *const list_names[LIST_MAX] = {
#define DATA(LIST, name) name,
#define LIST(LIST, name, zh, en) name,
#define WORD(LIST, WORD, id, zh, en)
#define END(LIST)
#include "school/standard/words.def"
#undef DATA
#undef LIST
#undef WORD
#undef END
	};
	for (int i = 0; name && i < LIST_MAX; i++)
		if (strcmp(list_names[i], name) == 0)
			return i;
	return -1;
}

static void read_word(struct reading *r, struct word_list *l, const json_t *o, const char *path)
{
	static const char *const keys[] = { "id", "zh", "en", "also", NULL };
	const json_t *also = json_object_get(o, "also"), *v;
	size_t i;
	only(r, o, path, keys);
	if (l->n == WORDS_MAX) {
		fault(r, path, "a list has at most 64 words", "词表最多 64 个词");
		return;
	}
	struct word *w = &l->word[l->n++];
	w->id = keep(r, json_object_get(o, "id"));
	both(r, o, w->text, path);
	json_array_foreach((json_t *)also, i, v)
	{
		if (w->n_also < WORD_ALSO_MAX)
			w->also[w->n_also++] = keep(r, v);
		else
			fault(r, path, "too many other names", "别名过多");
	}
	for (int k = 0; k + 1 < l->n; k++)
		if (str_eq(l->word[k].id, w->id))
			fault(r, path, "the id stands there twice: %s", "编号重复：%s", w->id.p);
}

static void read_words(struct reading *r, const json_t *o)
{
	const char *name;
	json_t *list, *v;
	size_t i;
	json_object_foreach((json_t *)o, name, list)
	{
		int id = list_find(name);
		if (id < 0 || r->s->list[id].n) {
			fault(r, name, "there is no such list, or it is the program's own", "没有这个词表，或该词表由程序自带");
			continue;
		}
		both(r, list, r->s->list[id].text, name);
		json_array_foreach(json_object_get(list, "words"), i, v)
		{
			read_word(r, &r->s->list[id], v, name);
		}
	}
	for (int i2 = 0; i2 < LIST_MAX; i2++)
		if (!r->s->list[i2].n)
			fault(r, r->s->list[i2].name, "the list has no words", "词表没有词");
}

static int choose(struct reading *r, const json_t *o, const char *key, const char *const *names, int n, int otherwise, const char *path)
{
	const json_t *v = json_object_get(o, key);
	if (!v && otherwise >= 0)
		return otherwise;
	for (int i = 0; i < n; i++)
		if (json_is_string(v) && strcmp(json_string_value(v), names[i]) == 0)
			return i;
	char what[PATH_MAX_BYTES];
	snprintf(what, sizeof what, "%s: %s", key, json_is_string(v) ? json_string_value(v) : "?");
	fault(r, path, "this word is not known: %s", "未知的词：%s", what);
	return 0;
}

static int64_t number(struct reading *r, const json_t *o, const char *key, const char *path)
{
	const json_t *v = json_object_get(o, key);
	if (!v)
		return NONE;
	if (!json_is_integer(v))
		fault(r, path, "%s must be a whole number", "%s 必须是整数", key);
	return json_integer_value(v);
}

static int word_of(struct reading *r, const json_t *v, int list, const char *path)
{
	if (!v)
		return WORD_NONE;
	int w = word_find(&r->s->list[list], (struct str){ json_string_value(v), json_string_length(v) });
	if (w < 0)
		fault(r, path, "this word is not in its list: %s", "词不在词表中：%s", json_is_string(v) ? json_string_value(v) : "?");
	return w;
}

static const struct answer *answer_find(struct str id)
{
	for (int i = 0; i < n_standard_answers; i++)
		if (str_eq(id, str_c(standard_answers[i].clause)))
			return &standard_answers[i];
	return NULL;
}

static void read_need(struct reading *r, const json_t *o, struct clause *c, const char *path)
{
	const json_t *list = json_object_get(o, "list"), *share = json_object_get(o, "share"), *v;
	size_t i;
	c->list = list_find(json_string_value(list));
	if (list && c->list < 0)
		fault(r, path, "there is no such list: %s", "没有这个词表：%s", json_is_string(list) ? json_string_value(list) : "?");
	json_array_foreach(json_object_get(o, "need"), i, v)
	{
		if (c->list >= 0)
			c->need |= bit(word_of(r, v, c->list, path));
	}
	c->domain = word_of(r, json_object_get(o, "domain"), LIST_DOMAIN, path);
	c->place = word_of(r, json_object_get(o, "place"), LIST_PLACE, path);
	c->min = number(r, o, "min", path);
	c->max = number(r, o, "max", path);
	c->is = number(r, o, "is", path);
	c->share[0] = json_integer_value(json_array_get(share, 0));
	c->share[1] = json_integer_value(json_array_get(share, 1));
	if (share && (c->share[0] < 1 || c->share[1] < c->share[0] || c->share[1] > 1000))
		fault(r, path, "share must be [part, whole]", "share 必须是 [分子, 分母]");
	c->value = keep(r, json_object_get(o, "text"));
	c->real = json_is_true(json_object_get(o, "real"));
	c->may = json_is_true(json_object_get(o, "may"));
}

static void read_clause(struct reading *r, const json_t *o, int chapter, bool related)
{
	static const char *const keys[] = { "id", "zh", "en", "source", "severity", "word", "by", "of", "due", "list", "need", "domain", "place",
		"min", "max", "is", "share", "text", "real", "may", "document", "confidence", NULL };
	struct standard *s = r->s;
	struct str id = keep(r, json_object_get(o, "id"));
	const char *path = id.n ? id.p : "clauses";
	only(r, o, path, keys);
	if (s->n_all == CLAUSES_MAX) {
		fault(r, path, "there are too many clauses", "条款过多");
		return;
	}
	struct clause *c = &s->clause[s->n_all++];
	s->n += !related;
	c->id = id;
	c->chapter = chapter;
	c->related = related;
	both(r, o, c->text, path);
	c->source = keep(r, json_object_get(o, related ? "document" : "source"));
	c->word = keep(r, json_object_get(o, "word"));
	c->of = keep(r, json_object_get(o, "of"));
	c->confidence = keep(r, json_object_get(o, "confidence"));
	if (related && (c->confidence.n != 1 || c->confidence.p[0] < 'A' || c->confidence.p[0] > 'C'))
		fault(r, path, "confidence must be A, B or C", "confidence 必须是 A、B 或 C");
	c->severity = (enum clause_severity)choose(r, o, "severity", clause_severity_name, 3, -1, path);
	c->by = (enum clause_by)choose(r, o, "by", clause_by_name, 3, -1, path);
	c->due = choose(r, o, "due", clause_due_name, 9, DUE_NOW, path);
	read_need(r, o, c, path);
	c->answer = answer_find(id);
	if (!id.n || !c->source.n)
		fault(r, path, "it needs an id and a source", "必须有编号和原文出处");
	if (!c->answer)
		fault(r, path, "the program has no answer to this clause", "程序中没有判定该条款的规则");
	else if (c->answer->by != c->by)
		fault(r, path, "the program decides this clause by other means", "程序判定该条款的方式与此不同");
}

static void read_clauses(struct reading *r, const json_t *o, int chapter, bool related)
{
	static const char *const keys[] = { "title", "clauses", NULL };
	const json_t *v;
	size_t i;
	only(r, o, "", keys);
	both(r, json_object_get(o, "title"), r->s->chapter[chapter].title, "title");
	json_array_foreach(json_object_get(o, "clauses"), i, v)
	{
		read_clause(r, v, chapter, related);
	}
}

static void read_head(struct reading *r, const json_t *o)
{
	static const char *const keys[] = { "format", "code", "name", "title", "chapters", "related", "settings", "modules", "interpretations",
		NULL };
	struct standard *s = r->s;
	const json_t *v, *settings = json_object_get(o, "settings");
	size_t i;
	only(r, o, "", keys);
	if (json_integer_value(json_object_get(o, "format")) != 1)
		fault(r, "format", "it must be 1", "必须为 1");
	s->code = keep(r, json_object_get(o, "code"));
	both(r, json_object_get(o, "name"), s->name, "name");
	both(r, json_object_get(o, "title"), s->title, "title");
	s->attainment_percent = number(r, settings, "attainment_percent", "settings");
	s->share_tolerance_permille = number(r, settings, "share_tolerance_permille", "settings");
	if (s->attainment_percent < 1 || s->attainment_percent > 100 || s->share_tolerance_permille < 0 || s->share_tolerance_permille > 200)
		fault(r, "settings", "they are missing or out of range", "缺少设置或数值超出范围");
	json_array_foreach(json_object_get(o, "modules"), i, v)
	{
		s->modules |= bit(word_of(r, v, LIST_SOFTWARE, "modules"));
	}
	json_array_foreach(json_object_get(o, "interpretations"), i, v)
	{
		if (s->n_interpretations == INTERPRETATIONS_MAX)
			break;
		s->interpretation[s->n_interpretations].id = keep(r, json_object_get(v, "id"));
		s->interpretation[s->n_interpretations].clauses = keep(r, json_object_get(v, "clauses"));
		both(r, v, s->interpretation[s->n_interpretations++].text, "interpretations");
	}
}

static int by_id(const void *a, const void *b, void *s)
{
	const struct clause *c = ((const struct standard *)s)->clause;
	return str_cmp(c[*(const int *)a].id, c[*(const int *)b].id);
}

static void sort(struct reading *r)
{
	struct standard *s = r->s;
	for (int i = 0; i < s->n_all; i++)
		s->by_id[i] = i;
	qsort_r(s->by_id, (size_t)s->n_all, sizeof *s->by_id, by_id, s);
	for (int i = 1; i < s->n_all; i++)
		if (str_eq(s->clause[s->by_id[i]].id, s->clause[s->by_id[i - 1]].id))
			fault(r, "", "two clauses have the id %s", "两条条款的编号都是 %s", s->clause[s->by_id[i]].id.p);
}

/* Interpretations go to their clauses; "8.1.2-C?-R*" stands for many. */
static void interpret(struct reading *r)
{
	struct standard *s = r->s;
	for (int i = 0; i < s->n_interpretations; i++) {
		struct str rest = s->interpretation[i].clauses, pattern;
		while (rest.n && str_next(&rest, ' ', &pattern)) {
			const char *p = arena_cstr(&s->arena, pattern);
			int n = 0;
			for (int k = 0; k < s->n_all; k++) {
				struct clause *c = &s->clause[k];
				if (fnmatch(p, c->id.p, 0) != 0)
					continue;
				n++;
				for (int lang = 0; lang < 2; lang++)
					c->reading[lang] = arena_printf(&s->arena, "%.*s%s%.*s", STR_FMT(c->reading[lang]),
						c->reading[lang].n && lang == LANG_EN ? " " : "", STR_FMT(s->interpretation[i].text[lang]));
			}
			if (!n)
				fault(r, s->interpretation[i].id.p, "there is no clause %s", "没有条款 %s", p);
		}
	}
}

static void read_parts(struct reading *r, const json_t *head, const char *folder)
{
	const json_t *v;
	size_t i;
	json_array_foreach(json_object_get(head, "chapters"), i, v)
	{
		r->file = json_is_string(v) ? json_string_value(v) : "?";
		if (i >= CHAPTERS_MAX - 1 || strchr(r->file, '/')) {
			fault(r, "chapters", "this is no chapter's file", "不是章节文件");
			return;
		}
		json_t *o = read_json(r, folder);
		read_clauses(r, o, (int)i, false);
		json_decref(o);
		r->s->n_chapters = (int)i + 1;
	}
	v = json_object_get(head, "related");
	if (v) {
		r->file = json_is_string(v) && !strchr(json_string_value(v), '/') ? json_string_value(v) : "?";
		json_t *o = read_json(r, folder);
		read_clauses(r, o, r->s->n_chapters, true);
		json_decref(o);
		r->s->n_chapters++;
	}
}

struct standard *standard_read(const char *folder, standard_fault *told, void *arg)
{
	struct telling telling = { told, arg, 0 };
	struct standard *s = mem_alloc(sizeof *s);
	struct reading r = { s, &telling, "words.json" };
	arena_init(&s->arena, 0);
	lists_static(s);
	json_t *words = read_json(&r, folder);
	if (words)
		read_words(&r, words);
	r.file = "standard.json";
	json_t *head = words ? read_json(&r, folder) : NULL;
	if (head) {
		read_head(&r, head);
		read_parts(&r, head, folder);
		r.file = "standard.json";
		sort(&r);
		interpret(&r);
	}
	json_decref(words);
	json_decref(head);
	if (!telling.n && head)
		return s;
	standard_destroy(s);
	return NULL;
}

void standard_destroy(struct standard *s)
{
	if (!s)
		return;
	arena_fini(&s->arena);
	free(s);
}

int standard_clauses(const struct standard *s, const struct clause **ret)
{
	*ret = s->clause;
	return s->n;
}

int standard_related(const struct standard *s, const struct clause **ret)
{
	*ret = s->clause + s->n;
	return s->n_all - s->n;
}
