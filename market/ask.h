/* ask.h: questions to a published view.
 *
 * Pure: the same view and question give the same answer, from any thread. asks.def lists the questions; one struct each: struct ask_mall_search { … }. */
#ifndef MARKET_ASK_H
#define MARKET_ASK_H
#include "base/json.h"
#include "market/market.h"

#define F(kind, name, flags, min, max, of, en, zh) FIELD_TYPE_##kind name;
#define ASK(NAME, name, dotted, en, zh, fields)                                                                                                      \
	struct ask_##name {                                                                                                                            \
		fields                                                                                                                                 \
	};
#include "market/asks.def"
#undef ASK
#undef F

enum ask_kind {
	ASK_NONE,
#define ASK(NAME, name, dotted, en, zh, fields) ASK_##NAME,
#include "market/asks.def"
#undef ASK
	ASK_MAX
};
struct ask_desc {
	const char *name; /* "mall.search" */
	const struct field_desc *fields;
	const char *en, *zh;
};
struct ask {
	enum ask_kind kind;
	uint64_t seat;  /* who asks; 0 is the teacher or nobody */
	uint64_t given; /* bit i: field i was given */
	union {
#define ASK(NAME, name, dotted, en, zh, fields) struct ask_##name name;
#include "market/asks.def"
#undef ASK
		unsigned char raw[512];
	};
};
extern const struct ask_desc ask_desc[ASK_MAX];
enum ask_kind ask_find(struct str dotted); /* ASK_NONE if unknown */
void *ask_field(const struct ask *a, int field);
enum problem_code ask_check(const struct ask *a, struct problem *p); /* shape, as act_check() */

/* Checks and answers: writes one JSON value. On a problem nothing is written. mem holds what the answer needs while it is made. */
enum problem_code market_ask(const struct market_view *v, const struct ask *a, struct arena *mem, struct jw *out, struct problem *p);

/* Title of a listing in a country's language, in mem; "" if there is none. */
struct str market_listing_title(const struct market_view *v, uint64_t listing, struct str country, struct arena *mem);

/* The drawing of goods as SVG with its colours filled in, in mem; variant 0 … 8 changes angle and ground. "" if there is none. */
struct str market_picture(const struct world *w, struct str good, int variant, struct arena *mem);
#endif
