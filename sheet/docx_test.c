/* Documents: their parts are there, well-formed and hold what was put; bytes are the same each time; hostile texts stay text. */
#include "sheet/docx.h"
#include "tests/cmocka.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const int two[2] = { 3000, 6360 };

static void fill(struct docx *d)
{
	docx_title(d, STR("标题 & <one>"));
	docx_heading(d, 1, STR("一、目标"));
	docx_text(d, STR("Some **bold** words.\n\n- one\n- two\n\n1. first\n2. second\n\nAnd\n\n1. first again\n\001 ]]> &amp;"));
	docx_quote(d, STR("“仿宋”"));
	docx_table(d, two, 2, true);
	docx_cell(d, STR("Head"));
	docx_cell(d, STR("头"));
	docx_cell(d, STR("- a\n- b"));
	docx_end_table(d);
	docx_lines(d, 8);
}

struct seen {
	int texts, tables, rows, cells, numbers, depth;
	bool bad;
};

static void XMLCALL start(void *arg, const char *name, const char **attributes)
{
	struct seen *s = arg;
	s->depth++;
	s->texts += strcmp(name, "w:t") == 0;
	s->tables += strcmp(name, "w:tbl") == 0;
	s->rows += strcmp(name, "w:tr") == 0;
	s->cells += strcmp(name, "w:tc") == 0;
	s->numbers += strcmp(name, "w:num") == 0;
	(void)attributes;
}

static void XMLCALL end(void *arg, const char *name)
{
	((struct seen *)arg)->depth--;
	(void)name;
}

static struct seen read_part(zip_t *z, const char *name, struct buf *out)
{
	struct seen s = { 0 };
	char piece[4096];
	zip_int64_t n;
	zip_file_t *f = zip_fopen(z, name, 0);
	assert_non_null(f);
	while ((n = zip_fread(f, piece, sizeof piece)) > 0)
		buf_put(out, piece, (size_t)n);
	zip_fclose(f);
	XML_Parser x = XML_ParserCreate("UTF-8");
	XML_SetUserData(x, &s);
	XML_SetElementHandler(x, start, end);
	s.bad = XML_Parse(x, out->p, (int)out->n, 1) != XML_STATUS_OK || s.depth;
	if (s.bad)
		fail_msg("%s: %s at %lu", name, XML_ErrorString(XML_GetErrorCode(x)), XML_GetErrorColumnNumber(x));
	XML_ParserFree(x);
	return s;
}

static void parts(void **state)
{
	static const char *const names[] = { "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/footer1.xml",
		"word/_rels/document.xml.rels", "docProps/core.xml" };
	struct buf bytes[2];
	struct problem p;
	for (int i = 0; i < 2; i++) {
		struct docx *d = docx_create(STR("A & B"));
		buf_init(&bytes[i], 1 << 20);
		fill(d);
		assert_int_equal(docx_finish(d, &bytes[i], &p), 0);
	}
	assert_int_equal(bytes[0].n, bytes[1].n);
	assert_memory_equal(bytes[0].p, bytes[1].p, bytes[0].n);
	zip_error_t e;
	zip_source_t *source = zip_source_buffer_create(bytes[0].p, bytes[0].n, 0, &e);
	zip_t *z = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &e);
	assert_non_null(z);
	assert_int_equal(zip_get_num_entries(z, 0), sizeof names / sizeof *names);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct buf text;
		buf_init(&text, 1 << 20);
		struct seen s = read_part(z, names[i], &text);
		struct str xml = buf_span(&text);
		if (strcmp(names[i], "word/document.xml") == 0) {
			assert_true(s.tables == 2 && s.rows == 3 && s.cells == 5);
			assert_true(str_find(xml, STR("标题 &amp; &lt;one&gt;"), 0) > 0 && str_find(xml, STR("&amp;amp;"), 0) > 0 && str_find(xml, STR("\001"), 0) < 0);
			assert_true(str_find(xml, STR("<w:b/></w:rPr><w:t xml:space=\"preserve\">bold</w:t>"), 0) > 0);
			assert_true(str_find(xml, STR("w:w=\"11906\" w:h=\"16838\""), 0) > 0 && str_find(xml, STR("<w:tblHeader/>"), 0) > 0);
			assert_true(str_find(xml, STR("<w:numId w:val=\"3\"/>"), 0) > 0 && str_find(xml, STR("<w:numId w:val=\"4\"/>"), 0) < 0);
		}
		if (strcmp(names[i], "word/numbering.xml") == 0)
			assert_int_equal(s.numbers, 3); /* bullets, and two numbered lists that begin at 1 */
		if (strcmp(names[i], "word/styles.xml") == 0)
			assert_true(str_find(xml, STR("宋体"), 0) > 0 && str_find(xml, STR("仿宋"), 0) > 0 && str_find(xml, STR("黑体"), 0) > 0);
		buf_fini(&text);
	}
	zip_discard(z);
	buf_fini(&bytes[0]);
	buf_fini(&bytes[1]);
}

static void too_large(void **state)
{
	struct problem p;
	struct buf out;
	struct docx *d = docx_create(STR("Big"));
	char *much = malloc(1 << 20);
	assert_non_null(much);
	memset(much, 'x', 1 << 20);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 9; i++)
		docx_text(d, (struct str){ much, 1 << 20 });
	assert_int_equal(docx_finish(d, &out, &p), PROBLEM_TOO_LARGE);
	buf_fini(&out);
	free(much);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(parts), cmocka_unit_test(too_large) };
	return cmocka_run_group_tests_name("sheet-docx", tests, NULL, NULL);
}
