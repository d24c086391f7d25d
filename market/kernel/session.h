/* session.h: sessions before result pages, many at a time: how far down they look, what they click, and the race of what they clicked against buying nothing.
 *
 * Theory is that of examine.h (places down to a depth) and choose.h (a race of exponential arrivals). A page is prepared once for all sessions of a tick; nothing that a
 * session does changes what another sees. session_scalar.c is the definition, to be read first; other paths do the same many at a time and give the same bits: counters,
 * log, order. Which path runs is settled by what the processor can, or by session_path_force().
 *
 * Draws. A click and the taste for what was clicked come from one draw named by (session, listing): rng_draw(key, click, session, listing, 0), words 0 and 1. The outside
 * alternative has its own, rng_draw(key, outside, session, 0, 0), word 0. Neither a place nor an order is in a name: a listing that moves takes its luck along, one that
 * goes away disturbs nobody else. A listing that stands on a page twice has one draw, used where it is looked at first, which is the place nearer to the top; if that
 * is a sponsored place, the click is a paid one, and the lower place gets looks but no clicks.
 *
 * Numbers. Arithmetic is single precision, each operation rounded once, in a stated order, and no sum of floats is ever taken. Single precision because the result of
 * a session is a comparison of two draws: an error of 3e-7 in a probability or a weight moves three sessions in ten million, each of them the same one on every machine,
 * and twice as many places go through a register. Where rounding could become a bias it is not used: a click compares integers of 31 bits; E = -log(1 - u) has a
 * relative error below 3e-7 down to u = 2^-33, because a heavy outside alternative decides the race there; weights are added as whole multiples of 2^-32. */
#ifndef MARKET_KERNEL_SESSION_H
#define MARKET_KERNEL_SESSION_H
#include "base/hash.h"
#include "base/rng.h"
#include <stdbool.h>

enum {
	SESSION_PLACES = 52,     /* of a page */
	SESSION_ALTERNATIVES = 4, /* logged of a session that buys */
	SESSION_WIDTH = 64,      /* places that a page has room for: reads of a whole register stay inside */
	SESSION_MORE = 32,       /* alternatives that clicks of one session may lead to */
};

/* What stands at a place. Utilities in logits. */
struct session_place {
	uint64_t listing;    /* identity: names the draws. 0: nothing stands here; the place is looked at and passed by */
	uint32_t item;       /* session_item(listing), kept with the listing because pages are made more often than listings */
	float click[2];      /* of a click, without the price: [0] browsing, [1] buying */
	float click_price;   /* covariate of the price: the click's utility is click - alpha · click_price */
	float value;         /* of taking it, without the price */
	float price;         /* covariate of the price: the utility is value - alpha · price */
	bool paid;           /* sponsored. What a click costs is the caller's: cost of a place × its clicks, by a tick's counts or click by click from the log */
	bool leads;          /* a click here may lead to more alternatives (session_call) */
};
/* A page as the paths read it; filled by session_page_make(). */
struct session_page {
	uint32_t item[SESSION_WIDTH]; /* the listing's word in a draw's counter */
	float click[2][SESSION_WIDTH], click_price[SESSION_WIDTH], value[SESSION_WIDTH], price[SESSION_WIDTH];
	uint64_t paid, leads; /* a bit for each such place */
	int32_t n;
};
/* The listing's word in a draw's counter. */
uint32_t session_item(uint64_t listing);
/* n <= SESSION_PLACES; all numbers finite. Utilities beyond -30 .. 16 count as the bound: a click never comes at the lower one, and fails to come once in 9 million at the
 * upper one. */
void session_page_make(struct session_page *p, const struct session_place *v, int n);

/* Who stands before a page. */
struct session_visitor {
	uint64_t id;
	uint32_t page;      /* number among the pages of the call */
	float alpha;        /* on prices; the category's times the buyer's own */
	float outside;      /* utility of buying nothing */
	uint32_t adjust;    /* what he feels for places of this page, if n_adjust: numbers adjust .. adjust + n_adjust - 1 of the call */
	uint16_t n_adjust;
	uint8_t depth;      /* places looked at at most, at least 1 */
	bool buys;          /* his mission, otherwise browsing */
	bool remembers;     /* what he feels for what he clicked is asked for (session_call) */
};
/* Memories are rare: an addition to the value of a place for one visitor. */
struct session_adjust {
	float value;
	uint8_t place; /* below SESSION_PLACES; once a visitor */
};

/* Counted at the places of a page. Sums of whole numbers: those of several threads can be added in any order. */
struct session_counts {
	uint64_t expected[SESSION_PLACES];   /* orders to be expected, in 2^-20: e^V ÷ (e^outside + Σ e^V of the clicked) */
	uint32_t clicks[SESSION_PLACES];     /* paid ones where the place is paid */
	uint32_t looked[SESSION_PLACES + 1]; /* sessions that looked at exactly so many places */
};
/* ret[i]: sessions that looked at place i. */
void session_examined(const struct session_counts *c, uint32_t ret[SESSION_PLACES]);
void session_counts_add(struct session_counts *sum, const struct session_counts *more);

struct session_click {
	uint32_t visitor;  /* number */
	uint32_t expected; /* orders, in 2^-20 */
	uint8_t place;
	bool paid;
};
/* Who beats the outside alternative, the soonest first: where the first can't be had, the next is taken. Equal arrivals are settled by the third word of the draws. */
struct session_outcome {
	uint32_t visitor;
	uint8_t n, place[SESSION_ALTERNATIVES];
};
/* Visitors in their order; clicks of one from the top down. Grows as needed; starts as { 0 }. */
struct session_log {
	struct session_click *click;
	struct session_outcome *outcome;
	uint32_t n_clicks, cap_clicks, n_outcomes, cap_outcomes;
};
void session_log_fini(struct session_log *l);

/* What else a visitor meets behind his clicks and clicks there, say on a product's page. */
struct session_more {
	float utility;
	uint32_t luck; /* word 1 of its draw, named by (session, listing) as the places' are */
	uint8_t place; /* how the log calls it: SESSION_PLACES or above */
	bool paid;
};

struct session_call {
	struct rng_key key;
	uint32_t click, outside; /* purposes of the draws */
	const struct session_page *page;
	const struct session_visitor *visitor;
	uint32_t first, n;                   /* visitors first .. first + n - 1 of the array; the log has their numbers in it */
	const struct session_adjust *adjust; /* may be NULL if nobody has any */
	/* What a visitor who remembers feels for a place that he clicked, in the visitors' order, clicks from the top down: where to look it up costs less than to list it
	 * for all that he might click. May be NULL if nobody remembers. */
	float (*felt)(void *arg, uint32_t visitor, int place);
	/* Asked once for a visitor who clicked on a place that leads to more, in the visitors' order; places: his clicks from the top down. Fills at most SESSION_MORE and
	 * returns how many. They join his race and the log behind the clicks; they have no counts. May be NULL. */
	int (*more)(void *arg, uint32_t visitor, const uint8_t *places, int n, struct session_more *ret);
	void *arg;
};
/* Adds to counts[page] and appends to the log. Pure: threads may run it at once with counts and logs of their own. Fastest where visitors of a page stand together. */
void session_run(const struct session_call *c, struct session_counts *counts, struct session_log *log);
/* Feed counts, and the log by the visitors' identities, into a digest; it does not show how the visitors were split into calls. */
void session_counts_digest(struct digest *d, const struct session_counts *counts, uint32_t n_pages);
void session_log_digest(struct digest *d, const struct session_visitor *v, const struct session_log *log);

enum session_path { SESSION_SCALAR, SESSION_AVX2, SESSION_AVX512, SESSION_PATHS, SESSION_BEST = SESSION_PATHS };
const char *session_path_name(enum session_path p);
/* Built in, and the processor has it. */
bool session_path_usable(enum session_path p);
/* Which one runs from now on; SESSION_BEST: the widest usable. For tests and measurements: before threads start. False, and nothing changes, if it is not usable. */
bool session_path_force(enum session_path p);
enum session_path session_path(void);

/* The elementary functions, as the definition uses them. */
float session_weight(float utility);      /* e^utility, -30 .. 16 (clamped); relative error <= 3e-7 */
float session_exponential(uint32_t u);    /* -log(1 - (u + ½) / 2^32); relative error <= 3e-7 for every u */
int32_t session_click_chance(float utility); /* of a click, in 2^-31: floor of the logistic function */
#endif
