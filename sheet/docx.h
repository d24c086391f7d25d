/* docx.h: a text document that any word processor opens and edits (Office Open XML): headings, paragraphs, lists, tables, on A4 with page numbers.
 *
 * Texts are the Markdown of lesson packs: paragraphs, lines that begin with "- " or "1. ", **bold**; everything else stands as it is written. The same calls give the
 * same bytes. Chinese is set in 宋体, headings in 黑体, what is quoted in 仿宋; Latin letters in Times New Roman. */
#ifndef SHEET_DOCX_H
#define SHEET_DOCX_H
#include "base/buf.h"
#include "base/problem.h"

enum { DOCX_MAX_BYTES = 8 << 20, DOCX_COLUMNS_MAX = 8, DOCX_WIDTH = 9360 }; /* twentieths of a point between the margins */

struct docx;
struct docx *docx_create(struct str title);
void docx_title(struct docx *d, struct str text);
void docx_heading(struct docx *d, int level, struct str text); /* 1 to 3 */
void docx_text(struct docx *d, struct str markdown);
void docx_quote(struct docx *d, struct str markdown); /* the same, set apart in 仿宋 */
/* A table whose columns have these widths, which should add up to DOCX_WIDTH. The first row is repeated on each page if `head`. */
void docx_table(struct docx *d, const int *widths, int n, bool head);
void docx_cell(struct docx *d, struct str markdown); /* in order, row by row; the first row is bold if there is a head */
void docx_label(struct docx *d, struct str text);    /* a cell that names the one beside it */
void docx_end_table(struct docx *d);		     /* fills the last row */
void docx_lines(struct docx *d, int n);		     /* a frame with room for so many lines of handwriting */
/* Writes the file's bytes to out and frees d; PROBLEM_TOO_LARGE. */
enum problem_code docx_finish(struct docx *d, struct buf *out, struct problem *p);
#endif
