/* Drawings of goods: read, and refused where they could do more than draw. */
#include "scenario/inside.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

enum { DRAWING_MAX = 32 << 10 };

struct svg {
	char fault[160];
	int depth;
};

static void blame(struct svg *s, const char *what, const char *name)
{
	if (!s->fault[0])
		snprintf(s->fault, sizeof s->fault, "%s %.60s", what, name);
}

static bool among(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* url(…) may name something in the same drawing only. */
static bool points_outside(const char *value)
{
	for (const char *at = value; (at = strstr(at, "url(")); at += 4)
		if (at[4] != '#')
			return true;
	return strchr(value, '\\') || strstr(value, "@import") || strstr(value, "://");
}

static void on_start(void *arg, const XML_Char *name, const XML_Char **attribute)
{
	static const char *const shapes[] = { "svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "linearGradient", "radialGradient", "stop",
		"clipPath", "mask", "pattern", "use", "title", "desc", NULL };
	struct svg *s = arg;
	if (!among(name, shapes))
		blame(s, "it may not contain the element", name);
	if ((s->depth++ == 0) != (strcmp(name, "svg") == 0))
		blame(s, "the outermost element, and no other, must be svg; found", name);
	bool box = false;
	for (; *attribute; attribute += 2) {
		const char *key = attribute[0], *value = attribute[1];
		bool link = strcmp(key, "href") == 0 || strcmp(key, "xlink:href") == 0, name_space = strncmp(key, "xmlns", 5) == 0;
		if (strncmp(key, "on", 2) == 0)
			blame(s, "it may not have the script attribute", key);
		else if (link ? value[0] != '#' : !name_space && points_outside(value))
			blame(s, "it refers to something outside:", value);
		box = box || (strcmp(key, "viewBox") == 0 && strcmp(value, "0 0 800 800") == 0);
	}
	if (s->depth == 1 && !box)
		blame(s, "it must have viewBox=\"0 0 800 800\"", "");
}

static void on_end(void *arg, const XML_Char *name)
{
	struct svg *s = arg;
	(void)name;
	s->depth--;
}

static void on_text(void *arg, const XML_Char *text, int n)
{
	for (int i = 0; i < n; i++)
		if (!strchr(" \t\r\n", text[i]))
			blame(arg, "it may not contain text", "");
}

static void on_doctype(void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public, int subset)
{
	(void)system, (void)public, (void)subset;
	blame(arg, "it may not have a DOCTYPE", name);
}

static void on_instruction(void *arg, const XML_Char *target, const XML_Char *data)
{
	(void)data;
	blame(arg, "it may not have the processing instruction", target);
}

const char *drawing_fault(struct str svg, struct arena *a)
{
	struct svg s = { "", 0 };
	XML_Parser x = XML_ParserCreate("UTF-8");
	XML_SetUserData(x, &s);
	XML_SetElementHandler(x, on_start, on_end);
	XML_SetCharacterDataHandler(x, on_text);
	XML_SetStartDoctypeDeclHandler(x, on_doctype);
	XML_SetProcessingInstructionHandler(x, on_instruction);
	if (svg.n > DRAWING_MAX)
		blame(&s, "it is larger than 32 KiB", "");
	else if (XML_Parse(x, svg.p, (int)svg.n, 1) != XML_STATUS_OK)
		blame(&s, "it is not well-formed XML:", XML_ErrorString(XML_GetErrorCode(x)));
	XML_ParserFree(x);
	return s.fault[0] ? arena_cstr(a, str_c(s.fault)) : NULL;
}

/* The file's text in the arena, one byte more than the limit at most; false if it is not there. */
static bool slurp(const char *path, struct arena *a, struct str *ret)
{
	FILE *f = fopen(path, "rbe");
	if (!f)
		return false;
	char *text = arena_alloc(a, DRAWING_MAX + 1, 1);
	size_t n = fread(text, 1, DRAWING_MAX + 1, f);
	fclose(f);
	*ret = (struct str){ text, n };
	return true;
}

/* A drawing that is missing is told with the content (check_content). */
void read_drawings(struct reader *r)
{
	struct world *w = r->w;
	char path[4096], file[128];
	for (uint32_t g = 0; g < w->good.t.n; g++) {
		struct str name = world_str(w, w->good.drawing[g]), svg;
		if (!name.n || reader_find(r, W_drawing, ROW_NONE, name) != ROW_NONE)
			continue;
		snprintf(file, sizeof file, "pictures/%.*s.svg", STR_FMT(name));
		snprintf(path, sizeof path, "%s/%s", r->folder, file);
		arena_reset(&r->row);
		if (!slurp(path, &r->row, &svg))
			continue;
		const char *fault = drawing_fault(svg, &r->row);
		if (fault) {
			faults_add(r->faults, FAULT_ERROR, file, 0, "", "%s", fault);
			continue;
		}
		/* the name lies in the world's heap, which grows */
		name = arena_str(&r->row, name);
		uint32_t row = reader_add(r, W_drawing, NULL);
		w->drawing.code[row] = set_text(&w->set, name);
		w->drawing.svg[row] = set_text(&w->set, svg);
		reader_name(r, W_drawing, ROW_NONE, name, row);
	}
}
