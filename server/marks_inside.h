/* marks_inside.h: what the files that gather marks share. */
#ifndef SERVER_MARKS_INSIDE_H
#define SERVER_MARKS_INSIDE_H
#include "server/marks.h"

/* An act that was applied, by a student's own hand; only what chances need. */
struct own {
	enum act_kind kind;
	uint64_t seat, ref;   /* what it was about, or made */
	int64_t position, at_min, at_ms;
	struct str country;
	bool below, blocked;  /* sold below cost on purpose; published with findings that block */
};
struct turned_down {
	uint64_t seat;
	enum act_kind kind;
	int64_t at_ms;
};
struct order_row {
	uint64_t id, store, listing;
	int64_t number, placed_min, ship_by_min, shipped_min, closed_min;
	bool by_buyer; /* cancelled by the buyer */
};
struct case_row { /* a return or a review */
	uint64_t id, store;
	int64_t number, at_min, until_min;
};
struct listing_name {
	uint64_t id;
	struct str sku;
};
/* Rows of a whole market, in the order of their numbers. */
struct gathered {
	const struct marks_source *src;
	struct marks_cut cut;
	struct arena *a;
	struct own *own;
	struct turned_down *down;
	struct order_row *order;
	struct case_row *returns, *review;
	struct listing_name *listing;
	int n_own, n_down, n_order, n_returns, n_review, n_listing;
	int cap_own, cap_down, cap_order, cap_returns, cap_review, cap_listing;
};
void *marks_grow(void *rows, int n, int *cap, size_t size);
enum problem_code marks_read_market(struct gathered *g, struct marks_book *b, struct problem *p);
void marks_read_end(struct gathered *g);
/* The rows of one seat alone, in copies that marks_own_end() frees: what looks for an act looks through its own. */
struct gathered marks_own(const struct gathered *g, const struct marks_seat *s);
void marks_own_end(struct gathered *g);
/* The chances of a skill for a seat, in the arena. g: of this seat alone. */
int marks_chances(const struct gathered *g, const struct marks_seat *s, enum mark_skill skill, struct mark_chance **ret);
#endif
