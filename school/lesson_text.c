/* The texts of a pack: Markdown cut into sections by headings with ids. */
#include "school/lesson_inside.h"

#include <string.h>

/* "### 标题 {#id}": the heading's text and its id; false if the line is no heading. */
static bool heading(struct str line, int *ret_level, struct str *ret_title, struct str *ret_id)
{
	size_t level = 0;
	while (level < line.n && line.p[level] == '#')
		level++;
	if (!level || level > 4 || level == line.n || line.p[level] != ' ')
		return false;
	struct str rest = str_trim(str_sub(line, level, line.n));
	*ret_level = (int)level;
	*ret_id = STR_NONE;
	ptrdiff_t at = str_find(rest, STR("{#"), 0);
	if (at >= 0 && str_ends(rest, STR("}"))) {
		*ret_id = str_sub(rest, (size_t)at + 2, rest.n - (size_t)at - 3);
		rest = str_trim(str_sub(rest, 0, (size_t)at));
	}
	*ret_title = rest;
	return true;
}

static bool id_ok(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!((id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '-'))
			return false;
	return id.n > 0 && id.n <= 40;
}

struct gathering {
	struct buf body, aside;
};

static struct str take(struct arena *a, struct buf *b)
{
	struct str s = arena_str(a, str_trim(buf_span(b)));
	buf_clear(b);
	return s;
}

static void close_section(struct lesson *l, struct lesson_text *t, struct gathering *g)
{
	struct str body = take(&l->arena, &g->body), aside = take(&l->arena, &g->aside);
	if (t->n) {
		t->section[t->n - 1].body = body;
		t->section[t->n - 1].aside = aside;
	} else {
		t->summary = body;
	}
}

static void open_section(struct lesson *l, struct lesson_text *t, struct str title, struct str id, const char *file, struct telling *tell)
{
	if (!id_ok(id))
		tell_fault(tell, file, "the heading “%.*s” needs an id of small letters, digits and '-', like {#goal}", STR_FMT(str_utf8_head(title, 60)));
	for (int i = 0; i < t->n; i++)
		if (id.n && str_eq(t->section[i].id, id))
			tell_fault(tell, file, "the id %.*s is used twice", STR_FMT(str_utf8_head(id, 60)));
	if (t->n == LESSON_SECTIONS_MAX) {
		tell_fault(tell, file, "there are more than %d sections", LESSON_SECTIONS_MAX);
		return;
	}
	t->section[t->n++] = (struct lesson_section){ .id = arena_str(&l->arena, id), .title = arena_str(&l->arena, title) };
}

void lesson_text_read(struct lesson *l, struct lesson_text *t, struct str in, const char *file, struct telling *tell)
{
	struct gathering g;
	struct str line, title, id;
	int level;
	if (in.n > LESSON_TEXT_MAX || !str_utf8_ok(in)) {
		tell_fault(tell, file, "it must be text in UTF-8 of at most %d KiB", LESSON_TEXT_MAX >> 10);
		return;
	}
	buf_init(&g.body, LESSON_TEXT_MAX);
	buf_init(&g.aside, LESSON_TEXT_MAX);
	while (in.n && str_next(&in, '\n', &line)) {
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (heading(line, &level, &title, &id)) {
			if (level == 1) {
				t->title = arena_str(&l->arena, title);
			} else if (level == 2 && !id.n) {
				continue; /* parts the page for who edits it */
			} else {
				close_section(l, t, &g);
				open_section(l, t, title, id, file, tell);
			}
			continue;
		}
		if (str_starts(line, STR("<!--")) && str_ends(str_trim(line), STR("-->")))
			continue; /* a note for who edits it */
		bool aside = line.n && line.p[0] == '>';
		struct buf *to = aside ? &g.aside : &g.body;
		buf_str(to, aside ? str_sub(line, line.n > 1 && line.p[1] == ' ' ? 2 : 1, line.n) : line);
		buf_char(to, '\n');
	}
	close_section(l, t, &g);
	if (!t->title.n)
		tell_fault(tell, file, "it must begin with the lesson's name: # Name");
	if (!t->summary.n)
		tell_fault(tell, file, "below the lesson's name there must be a sentence that says what it is");
	for (int i = 0; i < t->n; i++)
		if (!t->section[i].body.n && !t->section[i].aside.n)
			tell_fault(tell, file, "the section %.*s is empty", STR_FMT(t->section[i].id));
	buf_fini(&g.body);
	buf_fini(&g.aside);
}
