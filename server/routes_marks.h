/* routes_marks.h: what the routes of marks share. */
#ifndef SERVER_ROUTES_MARKS_H
#define SERVER_ROUTES_MARKS_H
#include "server/lessons.h"
#include "server/marks.h"
#include "server/routes_market.h"

/* The marks of a market as they stand. */
struct marks_visit {
	struct entered e;
	uint64_t seat; /* by ?seat= or one's own; 0 none */
	const struct lesson *l; /* NULL: the market has no lesson, and no book */
	const struct world *world;
	struct marks_source src;
	struct marks_book book;
};
/* Fills v and gathers; false after having answered. With a lesson, marks_free(&v->book) ends it. */
bool marks_enter(struct http_request *r, struct marks_visit *v);
/* The title of an item in a language. */
struct str marks_title(const struct lesson *l, const struct mark_item *it, enum lang lang);
/* Writes a workbook and answers with it. */
void marks_book_answer(struct http_request *r, struct marks_visit *v);
/* Members "quiz" of a lesson for a seat: questions, without what is right before it was answered. */
bool quiz_write(struct http_request *r, struct jw *j, uint64_t market, uint64_t seat, const struct lesson *l);
#endif
