/* Drawings of goods: colours filled in, variants by ground, angle and section, so that listings of different sellers look different. */
#include "market/ask.h"
#include "market/world/world.h"
#include <string.h>

enum { COLOURS = 4, VARIANTS = 9, PICTURE_MAX = 128 << 10 };

struct look {
	int rotate, scale; /* degrees, percent */
	int dx, dy;
	bool mirrored;
	int ground; /* share of white in the ground, percent; 100: white */
	enum { PANEL_NONE, PANEL_DISC, PANEL_CARD, PANEL_BAND } panel;
};
static const struct look looks[VARIANTS] = {
	{ 0, 100, 0, 0, false, 100, PANEL_NONE },
	{ 0, 90, 0, 0, false, 86, PANEL_NONE },
	{ 0, 94, 0, 0, true, 100, PANEL_NONE },
	{ -8, 86, 0, 0, false, 92, PANEL_DISC },
	{ 0, 150, 40, 60, false, 90, PANEL_NONE },
	{ 7, 84, 0, 0, false, 94, PANEL_CARD },
	{ -4, 92, 0, 0, true, 82, PANEL_NONE },
	{ 0, 78, 0, -10, true, 95, PANEL_BAND },
	{ 5, 140, -50, 40, true, 97, PANEL_NONE },
};

/* A parcel: for goods without a drawing. */
static const char box[] =
	"<ellipse cx=\"400\" cy=\"690\" rx=\"300\" ry=\"30\" fill=\"#000\" fill-opacity=\".12\"/>"
	"<path d=\"M400 120L710 260V560L400 700L90 560V260z\" fill=\"{main}\"/>"
	"<path d=\"M400 120L710 260L400 400L90 260z\" fill=\"#fff\" fill-opacity=\".28\"/>"
	"<path d=\"M400 400L710 260V560L400 700z\" fill=\"#000\" fill-opacity=\".14\"/>"
	"<path d=\"M245 190L555 330V440L500 415V355L190 215z\" fill=\"{accent}\"/>";
/* What the parcel has on its side, by category: shapes that are told apart at a glance, no letters. */
static const char *const marks[] = {
	"<circle cx=\"240\" cy=\"490\" r=\"58\" fill=\"{third}\"/>",
	"<path d=\"M185 440l110 50v100l-110-50z\" fill=\"{third}\"/>",
	"<path d=\"M240 425l62 133l-124-56z\" fill=\"{third}\"/>",
	"<path d=\"M180 470l120 55M180 510l120 55M180 550l120 55\" stroke=\"{third}\" stroke-width=\"18\" fill=\"none\"/>",
	"<circle cx=\"240\" cy=\"490\" r=\"48\" fill=\"none\" stroke=\"{third}\" stroke-width=\"20\"/>",
	"<path d=\"M240 430v130M180 465l120 60\" stroke=\"{third}\" stroke-width=\"26\" fill=\"none\"/>",
};
enum { MARKS = sizeof marks / sizeof marks[0] };

static const char *const names[COLOURS] = { "{main}", "{accent}", "{third}", "{fourth}" };

static void colours_of(struct str given, struct str ret[COLOURS])
{
	static const char *const usual[COLOURS] = { "#c9a27a", "#8d6b48", "#f2e6d8", "#5b6770" };
	struct str one;
	for (int i = 0; i < COLOURS; i++) {
		ret[i] = str_c(usual[i]);
		if (given.n && str_next(&given, '|', &one) && str_trim(one).n == 7)
			ret[i] = str_trim(one);
	}
}

static void put_coloured(struct buf *b, struct str svg, const struct str colour[COLOURS])
{
	for (size_t i = 0; i < svg.n; i++) {
		int k = 0;
		while (k < COLOURS && !(svg.p[i] == '{' && str_starts(str_sub(svg, i, svg.n), str_c(names[k]))))
			k++;
		if (k < COLOURS) {
			buf_str(b, colour[k]);
			i += strlen(names[k]) - 1;
		} else {
			buf_char(b, svg.p[i]);
		}
	}
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
}

/* The colour with so many percent of white. */
static void put_tint(struct buf *b, struct str colour, int white)
{
	int v[3];
	for (int i = 0; i < 3; i++)
		v[i] = ((hex(colour.p[1 + 2 * i]) * 16 + hex(colour.p[2 + 2 * i])) * (100 - white) + 255 * white) / 100;
	buf_printf(b, "#%02x%02x%02x", (unsigned)v[0], (unsigned)v[1], (unsigned)v[2]);
}

static void put_ground(struct buf *b, const struct look *l, const struct str colour[COLOURS])
{
	buf_str(b, STR("<rect width=\"800\" height=\"800\" fill=\""));
	put_tint(b, colour[0], l->ground);
	buf_str(b, STR("\"/>"));
	if (l->panel == PANEL_NONE)
		return;
	buf_str(b, l->panel == PANEL_DISC  ? STR("<circle cx=\"400\" cy=\"400\" r=\"350\" fill=\"")
		   : l->panel == PANEL_CARD ? STR("<rect x=\"50\" y=\"50\" width=\"700\" height=\"700\" rx=\"60\" fill=\"")
					    : STR("<rect y=\"560\" width=\"800\" height=\"240\" fill=\""));
	put_tint(b, colour[1], l->ground - 12);
	buf_str(b, STR("\"/>"));
}

/* What stands between <svg …> and </svg>. */
static struct str inside(struct str svg)
{
	ptrdiff_t root = str_find(svg, STR("<svg"), 0), open = root < 0 ? -1 : str_find(svg, STR(">"), (size_t)root), close = -1;
	for (ptrdiff_t at = open; at >= 0; at = str_find(svg, STR("</svg>"), (size_t)at + 1))
		close = at;
	return open < 0 || close <= open ? STR_NONE : str_sub(svg, (size_t)open + 1, (size_t)(close - open - 1));
}

struct str market_picture(const struct world *w, struct str good, int variant, struct arena *mem)
{
	uint32_t g = world_find(w, W_good, good);
	if (g == ROW_NONE)
		return STR_NONE;
	struct str colour[COLOURS], name = world_str(w, w->good.drawing[g]);
	uint32_t d = name.n ? world_find(w, W_drawing, name) : ROW_NONE;
	struct str body = d == ROW_NONE ? STR_NONE : inside(world_str(w, w->drawing.svg[d]));
	const struct look *l = &looks[variant >= 0 && variant < VARIANTS ? variant : 0];
	struct buf b;
	colours_of(world_str(w, w->good.colors[g]), colour);
	buf_init(&b, PICTURE_MAX);
	buf_str(&b, STR("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 800\">"));
	put_ground(&b, l, colour);
	/* about the middle: moved there, turned, scaled, mirrored, moved back */
	buf_printf(&b, "<g transform=\"translate(%d %d) rotate(%d) scale(%s%d.%02d %d.%02d) translate(-400 -400)\">", 400 + l->dx, 400 + l->dy, l->rotate, l->mirrored ? "-" : "",
		l->scale / 100, l->scale % 100, l->scale / 100, l->scale % 100);
	if (body.n) {
		put_coloured(&b, body, colour);
	} else {
		put_coloured(&b, str_c(box), colour);
		put_coloured(&b, str_c(marks[w->good.category[g] % MARKS]), colour);
	}
	buf_str(&b, STR("</g></svg>\n"));
	struct str svg = b.full ? STR_NONE : arena_str(mem, buf_span(&b));
	buf_fini(&b);
	return svg;
}
