/* Office Open XML, written part by part: one body, styles, lists, a footer. */
#include "sheet/docx.h"
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { LISTS_MAX = 2000 };
enum { BULLETS = 1 }; /* numbering: 1 for all bullets, then one for each numbered list */

struct docx {
	struct buf body, title;
	int lists; /* numbered */
	int columns, column, row;
	int width[DOCX_COLUMNS_MAX];
	bool head, numbered; /* numbered: the paragraph before belongs to the last numbered list */
};

struct docx *docx_create(struct str title)
{
	struct docx *d = mem_alloc(sizeof *d);
	*d = (struct docx){ 0 };
	buf_init(&d->body, DOCX_MAX_BYTES);
	buf_init(&d->title, 4096);
	buf_str(&d->title, str_utf8_head(title, 200));
	return d;
}

static void raw(struct docx *d, const char *xml)
{
	buf_str(&d->body, str_c(xml));
}

static void put(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '<' || c == '>' || c == '&' || c == '"')
			buf_str(b, str_c(c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "&quot;"));
		else if (c >= ' ')
			buf_char(b, (char)c);
	}
}

static void run(struct docx *d, struct str text, bool bold)
{
	if (!text.n)
		return;
	raw(d, bold ? "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">" : "<w:r><w:t xml:space=\"preserve\">");
	put(&d->body, text);
	raw(d, "</w:t></w:r>");
}

/* A line with its **bold** parts. */
static void line(struct docx *d, struct str text, bool bold)
{
	bool on = false;
	while (text.n) {
		ptrdiff_t at = str_find(text, STR("**"), 0);
		size_t n = at < 0 ? text.n : (size_t)at;
		run(d, str_sub(text, 0, n), bold || on);
		on = !on;
		text = at < 0 ? STR_NONE : str_sub(text, n + 2, text.n);
	}
}

static void begin(struct docx *d, const char *style, int list)
{
	char xml[200];
	raw(d, "<w:p><w:pPr>");
	if (style[0]) {
		snprintf(xml, sizeof xml, "<w:pStyle w:val=\"%s\"/>", style);
		raw(d, xml);
	}
	if (list) {
		snprintf(xml, sizeof xml, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"%d\"/></w:numPr>", list);
		raw(d, xml);
	}
	raw(d, "</w:pPr>");
}

/* "12. text": the text after it; the span of NULL if the line is none. */
static struct str numbered(struct str s)
{
	size_t i = 0;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i && i + 1 < s.n && s.p[i] == '.' && s.p[i + 1] == ' ' ? str_sub(s, i + 2, s.n) : STR_NONE;
}

static void paragraphs(struct docx *d, struct str text, const char *style, const char *item, bool bold)
{
	struct str one;
	bool any = false, within = false; /* within: the same list goes on */
	while (text.n && str_next(&text, '\n', &one)) {
		one = str_trim(one);
		struct str rest = numbered(one);
		if (!one.n)
			continue;
		any = true;
		if (str_starts(one, STR("- "))) {
			begin(d, item, BULLETS);
			line(d, str_sub(one, 2, one.n), bold);
			within = false;
		} else if (rest.n) {
			if (!within && d->lists < LISTS_MAX)
				d->lists++;
			begin(d, item, BULLETS + d->lists);
			line(d, rest, bold);
			within = true;
		} else {
			begin(d, style, 0);
			line(d, one, bold);
			within = false;
		}
		raw(d, "</w:p>");
	}
	if (!any) {
		begin(d, style, 0);
		raw(d, "</w:p>");
	}
}

void docx_title(struct docx *d, struct str text)
{
	begin(d, "Title", 0);
	line(d, text, false);
	raw(d, "</w:p>");
}

void docx_heading(struct docx *d, int level, struct str text)
{
	begin(d, level == 1 ? "Heading1" : level == 2 ? "Heading2" : "Heading3", 0);
	line(d, text, false);
	raw(d, "</w:p>");
}

void docx_text(struct docx *d, struct str markdown)
{
	if (str_trim(markdown).n)
		paragraphs(d, markdown, "", "ListParagraph", false);
}

void docx_quote(struct docx *d, struct str markdown)
{
	if (str_trim(markdown).n)
		paragraphs(d, markdown, "Quote", "Quote", false);
}

/* ---- tables ---- */

void docx_table(struct docx *d, const int *widths, int n, bool head)
{
	char xml[120];
	d->columns = n < DOCX_COLUMNS_MAX ? n : DOCX_COLUMNS_MAX;
	d->column = d->row = 0;
	d->head = head;
	raw(d, "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>");
	snprintf(xml, sizeof xml, "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>", DOCX_WIDTH);
	raw(d, xml);
	for (int i = 0; i < d->columns; i++) {
		d->width[i] = widths[i];
		snprintf(xml, sizeof xml, "<w:gridCol w:w=\"%d\"/>", widths[i]);
		raw(d, xml);
	}
	raw(d, "</w:tblGrid>");
}

static void cell(struct docx *d, struct str text, bool label)
{
	char xml[160];
	bool bold = label || (d->head && !d->row);
	if (!d->columns)
		return;
	if (!d->column)
		raw(d, d->head && !d->row ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" : "<w:tr>");
	snprintf(xml, sizeof xml, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s</w:tcPr>", d->width[d->column], bold ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>" : "");
	raw(d, xml);
	paragraphs(d, text, "TableText", "TableText", bold);
	raw(d, "</w:tc>");
	if (++d->column < d->columns)
		return;
	raw(d, "</w:tr>");
	d->column = 0;
	d->row++;
}

void docx_cell(struct docx *d, struct str markdown)
{
	cell(d, markdown, false);
}

void docx_label(struct docx *d, struct str text)
{
	cell(d, text, true);
}

void docx_end_table(struct docx *d)
{
	while (d->column || !d->row)
		cell(d, STR(""), false);
	raw(d, "</w:tbl>");
	begin(d, "TableText", 0); /* word processors want a paragraph between two tables */
	raw(d, "</w:p>");
	d->columns = 0;
}

void docx_lines(struct docx *d, int n)
{
	static const int whole[1] = { DOCX_WIDTH };
	char height[240];
	docx_table(d, whole, 1, false);
	snprintf(height, sizeof height, "<w:tr><w:trPr><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", n * 480, DOCX_WIDTH);
	raw(d, height);
	begin(d, "TableText", 0);
	raw(d, "</w:p></w:tc></w:tr>");
	d->row = 1;
	docx_end_table(d);
}

/* ---- parts ---- */

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define MAIN "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char TYPES[] = DECLARATION "<Types xmlns=\"" PACKAGE "/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"" MAIN "document.main+xml\"/>"
	"<Override PartName=\"/word/styles.xml\" ContentType=\"" MAIN "styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"" MAIN "numbering+xml\"/>"
	"<Override PartName=\"/word/settings.xml\" ContentType=\"" MAIN "settings+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"" MAIN "footer+xml\"/>"
	"<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";
static const char RELS[] = DECLARATION "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" PACKAGE "/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
static const char DOCUMENT_RELS[] = DECLARATION "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" OFFICE "/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rId3\" Type=\"" OFFICE "/settings\" Target=\"settings.xml\"/>"
	"<Relationship Id=\"rId4\" Type=\"" OFFICE "/footer\" Target=\"footer1.xml\"/></Relationships>";
static const char SETTINGS[] = DECLARATION "<w:settings xmlns:w=\"" WORD "\"><w:defaultTabStop w:val=\"420\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/></w:settings>";
static const char FOOTER[] = DECLARATION "<w:ftr xmlns:w=\"" WORD "\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
	"<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>";
/* A4, 2.5 cm above and below, 2.25 cm at the sides. */
static const char BODY_END[] = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
	"<w:pgMar w:top=\"1417\" w:right=\"1273\" w:bottom=\"1417\" w:left=\"1273\" w:header=\"851\" w:footer=\"850\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>";

#define FONTS(east) "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"" east "\"/>"
#define HEADING(id, name, size, level)                                                                                                                  \
	"<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"             \
	"<w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"" level "\"/></w:pPr><w:rPr>" FONTS("黑体") "<w:b/><w:sz w:val=\"" size "\"/></w:rPr></w:style>"
static const char STYLES[] = DECLARATION "<w:styles xmlns:w=\"" WORD "\"><w:docDefaults><w:rPrDefault><w:rPr>" FONTS("宋体") "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"
	"<w:lang w:val=\"en-GB\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"80\" w:line=\"340\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:jc w:val=\"center\"/>"
	"<w:spacing w:before=\"120\" w:after=\"240\"/></w:pPr><w:rPr>" FONTS("黑体") "<w:b/><w:sz w:val=\"36\"/></w:rPr></w:style>"
	HEADING("Heading1", "heading 1", "28", "0") HEADING("Heading2", "heading 2", "26", "1") HEADING("Heading3", "heading 3", "24", "2")
	"<w:style w:type=\"paragraph\" w:styleId=\"ListParagraph\"><w:name w:val=\"List Paragraph\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Quote\"><w:name w:val=\"Quote\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:ind w:left=\"420\" w:right=\"420\"/></w:pPr><w:rPr>" FONTS("仿宋") "</w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"TableText\"><w:name w:val=\"Table Text\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"20\" w:after=\"20\" w:line=\"280\" w:lineRule=\"auto\"/></w:pPr>"
	"<w:rPr><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/></w:rPr></w:style>"
	"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
	"<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:tblBorders></w:tblPr></w:style></w:styles>";

static void numbering(const struct docx *d, struct buf *out)
{
	static const char *const formats[2][2] = { { "bullet", "•" }, { "decimal", "%1." } };
	char xml[480];
	buf_str(out, str_c(DECLARATION "<w:numbering xmlns:w=\"" WORD "\">"));
	for (int i = 0; i < 2; i++) {
		snprintf(xml, sizeof xml, "<w:abstractNum w:abstractNumId=\"%d\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/><w:lvlText w:val=\"%s\"/>"
			"<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"420\" w:hanging=\"420\"/></w:pPr></w:lvl></w:abstractNum>", i, formats[i][0], formats[i][1]);
		buf_str(out, str_c(xml));
	}
	for (int n = 1; n <= BULLETS + d->lists; n++) {
		snprintf(xml, sizeof xml, "<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"%d\"/>%s</w:num>", n, n > BULLETS,
			n > BULLETS ? "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>" : "");
		buf_str(out, str_c(xml));
	}
	buf_str(out, STR("</w:numbering>"));
}

static bool add(zip_t *z, const char *name, struct str bytes)
{
	zip_source_t *s = zip_source_buffer(z, bytes.p, bytes.n, 0);
	zip_int64_t at = s ? zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8) : -1;
	if (s && at < 0)
		zip_source_free(s);
	return at >= 0 && !zip_file_set_mtime(z, (zip_uint64_t)at, 315619200 /* 1980-01-02, within what the form can say */, 0);
}

static bool pack(const struct docx *d, const struct buf *document, const struct buf *lists, const struct buf *core, struct buf *out)
{
	zip_error_t e;
	zip_error_init(&e);
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = s ? zip_open_from_source(s, ZIP_TRUNCATE, &e) : NULL;
	bool well = z && add(z, "[Content_Types].xml", str_c(TYPES)) && add(z, "_rels/.rels", str_c(RELS)) && add(z, "word/document.xml", buf_span(document)) &&
		    add(z, "word/styles.xml", str_c(STYLES)) && add(z, "word/numbering.xml", buf_span(lists)) && add(z, "word/settings.xml", str_c(SETTINGS)) &&
		    add(z, "word/footer1.xml", str_c(FOOTER)) && add(z, "word/_rels/document.xml.rels", str_c(DOCUMENT_RELS)) && add(z, "docProps/core.xml", buf_span(core));
	if (s && z)
		zip_source_keep(s);
	if (z && (!well || zip_close(z))) {
		zip_discard(z);
		well = false;
	}
	if (well && zip_source_open(s) == 0) {
		char piece[16384];
		zip_int64_t n;
		while ((n = zip_source_read(s, piece, sizeof piece)) > 0)
			buf_put(out, piece, (size_t)n);
		well = n == 0 && !out->full;
		zip_source_close(s);
	}
	zip_source_free(s);
	zip_error_fini(&e);
	return well;
}

enum problem_code docx_finish(struct docx *d, struct buf *out, struct problem *p)
{
	struct buf document, lists, core;
	buf_init(&document, DOCX_MAX_BYTES + 4096);
	buf_init(&lists, 1 << 20);
	buf_init(&core, 8192);
	buf_str(&document, str_c(DECLARATION "<w:document xmlns:w=\"" WORD "\" xmlns:r=\"" OFFICE "\"><w:body>"));
	buf_str(&document, buf_span(&d->body));
	buf_str(&document, str_c(BODY_END));
	numbering(d, &lists);
	buf_str(&core, str_c(DECLARATION "<cp:coreProperties xmlns:cp=\"" PACKAGE "/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>"));
	put(&core, buf_span(&d->title));
	buf_str(&core, STR("</dc:title></cp:coreProperties>"));
	bool well = !d->body.full && !document.full && !lists.full && pack(d, &document, &lists, &core, out);
	buf_fini(&document);
	buf_fini(&lists);
	buf_fini(&core);
	buf_fini(&d->body);
	buf_fini(&d->title);
	free(d);
	return well ? PROBLEM_NONE : problem_set(p, PROBLEM_TOO_LARGE, "", NULL);
}
