/* market.h: a simulated marketplace as a pure function.
 *
 *     state = f(rules version, world hash, seed, action log)
 *
 * A market has no files, no clock, no network and no threads of its own. The host gives it acts (market_act) and lets time pass (market_advance); both
 * report what changed to a sink. Time runs on a grid of one hour; acts are validated at once and buyers see them from the next tick. Two markets given the same
 * acts at the same simulated times are the same, bit for bit, however the advances were cut, with or without threads, on every build.
 *
 * Ownership: the caller owns the world, which must outlive its markets; strings inside answers live in the arena given. One market is used by one thread at
 * a time; a view may be read by many. */
#ifndef MARKET_MARKET_H
#define MARKET_MARKET_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/problem.h"

enum { MARKET_RULES_VERSION = 4, MARKET_TICK_MIN = 60 };
/* Logs since these rules are played by the present ones to the same state; older ones only from a state that was kept (server/upgrade.h). */
enum { MARKET_RULES_SINCE = 4 };

struct market;
struct world;

/* ---- acts ---- */

enum who { WHO_SEAT = 1, WHO_TEACHER = 2 };
enum field_kind {
	FIELD_ID,     /* uint64_t: a 13-letter id in JSON */
	FIELD_I64,    /* int64_t: a JSON integer */
	FIELD_BOOL,   /* int64_t 0 or 1 */
	FIELD_STR,    /* struct str: limits count code points */
	FIELD_CODE,   /* struct str: a code of the world (`of` names the table) */
	FIELD_STRS,   /* struct strs: limits count items; an item has at most 2,000 code points */
	FIELD_PAIRS,  /* struct pairs: a JSON object of strings; limits count pairs */
	FIELD_TOKENS, /* struct tokens: stem hashes that the host computes; never in JSON */
	FIELD_KIND_MAX
};
struct strs {
	struct str *v;
	size_t n;
};
struct pairs {
	struct str *key, *value;
	size_t n;
};
struct tokens {
	uint64_t *v;
	size_t n;
};
#define FIELD_TYPE_ID uint64_t
#define FIELD_TYPE_I64 int64_t
#define FIELD_TYPE_BOOL int64_t
#define FIELD_TYPE_STR struct str
#define FIELD_TYPE_CODE struct str
#define FIELD_TYPE_STRS struct strs
#define FIELD_TYPE_PAIRS struct pairs
#define FIELD_TYPE_TOKENS struct tokens
enum { FIELD_REQUIRED = 1 };

struct field_desc {
	const char *name; /* NULL ends a list */
	enum field_kind kind;
	int flags;
	int64_t min, max; /* of the value, or of the length */
	const char *of;   /* id or code: of which table; tokens: of which field */
	const char *en, *zh;
};
struct act_desc {
	const char *name; /* "listing.publish" */
	const struct field_desc *fields;
	int who;
	const char *en, *zh;
};

/* One struct for each act: struct act_listing_publish { … }. */
#define F(kind, name, flags, min, max, of, en, zh) FIELD_TYPE_##kind name;
#define ACT(NAME, name, dotted, who, en, zh, fields)                                                                                                 \
	struct act_##name {                                                                                                                            \
		fields                                                                                                                                 \
	};
#include "market/actions.def"
#undef ACT
#undef F

enum act_kind {
	ACT_NONE,
#define ACT(NAME, name, dotted, who, en, zh, fields) ACT_##NAME,
#include "market/actions.def"
#undef ACT
	ACT_MAX
};
struct act {
	enum act_kind kind;
	uint64_t seat; /* who acts; 0 is the teacher or the host */
	uint64_t given; /* bit i: field i was given */
	union {
#define ACT(NAME, name, dotted, who, en, zh, fields) struct act_##name name;
#include "market/actions.def"
#undef ACT
		unsigned char raw[512];
	};
};
extern const struct act_desc act_desc[ACT_MAX]; /* [ACT_NONE] is empty */
enum act_kind act_find(struct str dotted);      /* ACT_NONE if unknown */
/* Where field i of the act is kept: as its FIELD_TYPE. */
void *act_field(const struct act *a, int field);
/* Shape: required fields, limits, UTF-8. Codes and ids are looked up when the act is applied. */
enum problem_code act_check(const struct act *a, struct problem *p);
/* The compact form kept in action logs: tagged fields, so that old logs survive new fields. */
void act_encode(const struct act *a, struct buf *out);
enum problem_code act_decode(struct str in, struct arena *mem, struct act *ret, struct problem *p);

/* ---- what comes out ---- */

enum event_kind {
	EVENT_NONE,
#define EVENT(NAME, dotted, ref, a, b, en, zh) EVENT_##NAME,
#include "market/events.def"
#undef EVENT
	EVENT_MAX
};
struct event_desc {
	const char *name, *ref, *a, *b; /* what ref (a table), a and b mean; "" unused */
	const char *en, *zh;
};
extern const struct event_desc event_desc[EVENT_MAX]; /* {n} in a text: market_order_number() */
struct event {
	enum event_kind kind;
	int64_t at_min;
	uint64_t seat;  /* whose store */
	uint64_t store; /* id */
	uint64_t ref;
	int64_t a, b;
};

/* One changed row of a projected table; see market_columns(). */
struct market_sink {
	void *arg;
	void (*event)(void *arg, const struct event *e);
};

/* The answer to an act. */
struct act_answer {
	uint64_t id;       /* of what was made or changed, 0 if nothing */
	uint64_t findings; /* listing.*: bits FINDING_* that stand */
	int64_t amount_fen; /* purchase.create, order.ship: what was paid */
	struct str note;   /* tracking number or the like, in the arena */
};

/* ---- life ---- */

enum { MARKET_BEGIN_DAYS_MAX = 365 }; /* how long after the world's start a market may begin */
struct market_config {
	const struct world *world;
	uint64_t seed[2];
	int64_t begin_min; /* a multiple of the tick, from the world's start to MARKET_BEGIN_DAYS_MAX later; 0: the world's start */
};
struct market *market_create(const struct market_config *c);
void market_destroy(struct market *m); /* NULL is fine */
/* A copy that goes its own way; same digest. */
struct market *market_fork(const struct market *m);

int64_t market_now_min(const struct market *m);
/* Applies the act or refuses it whole. Answer strings live in mem. */
enum problem_code market_act(struct market *m, const struct act *a, const struct market_sink *sink, struct arena *mem, struct act_answer *ret, struct problem *p);

/* Runs body(arg, part) for part = 0 … parts-1, in any order, on any threads, and returns when all are done. */
typedef void market_parallel_for(void *pool, int parts, void (*body)(void *arg, int part), void *arg);
/* Lets time pass until until_min, a multiple of the tick not before now (asserted). parallel may be NULL: serial, same digest. */
void market_advance(struct market *m, int64_t until_min, market_parallel_for *parallel, void *pool, const struct market_sink *sink);

void market_digest(const struct market *m, uint64_t ret[2]);
void market_save(const struct market *m, struct buf *out);
/* The world must have the hash that the snapshot names, else PROBLEM_CORRUPT. */
enum problem_code market_load(struct str in, const struct world *world, struct market **ret, struct problem *p);

/* ---- what if: whatif/whatif.c, whatif.h ---- */

/* What a store's listing got on pages of a query on a day of the sellers, in one course of things. */
struct outcome_sum {
	uint64_t examined, clicks, ad_clicks, orders, units;
	int64_t spend_micro, expected_micro;   /* expected orders in millionths */
	int64_t sales_minor, profit_minor; /* of the orders, ads apart, in the country's currency */
};
struct effect {
	uint64_t listing;
	uint32_t country, query; /* rows of the world */
	int64_t day;
	struct outcome_sum real, other; /* on the pages that would have been different */
};
/* The direct effect of other acts of one store from now on: buyers, rivals, ranks, stock and everybody's budgets stay as they really were, and only the pages on which the
 * store would have stood otherwise are visited again, by the same people with the same luck. m becomes the what-if's and is played again as it was. */
struct whatif;
enum problem_code whatif_create(struct market *m, uint64_t seat, struct whatif **ret, struct problem *p); /* on failure m is destroyed */
void whatif_destroy(struct whatif *w);	/* with its market; NULL is fine */
/* Is it one on a listing, an offer or an advertisement, that a what-if has two versions of? */
bool whatif_may(const struct act *a);
/* The act that the seat might have done: one on a listing, an offer or an advertisement. Refused as it would have been. */
enum problem_code whatif_change(struct whatif *w, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p);
/* An act that was done, at the market's time; both courses get it. */
enum problem_code whatif_act(struct whatif *w, const struct act *a, struct arena *mem, struct problem *p);
void whatif_advance(struct whatif *w, int64_t until_min, market_parallel_for *parallel, void *pool);
int64_t whatif_now_min(const struct whatif *w);
/* The market as it really was. */
const struct market *whatif_market(const struct whatif *w);
/* What differs so far; the array is the what-if's. ret_sessions: visited again; ret_strangers: of those, who bought another thing of somebody else. */
uint32_t whatif_effects(const struct whatif *w, const struct effect **ret, uint64_t *ret_sessions, uint64_t *ret_strangers);

/* ---- projection: the rows that SQL gets ---- */

struct table_desc;
int market_tables(const struct table_desc **ret); /* all tables of the state; those with TABLE_PROJECT are projected, for seats' stores */
/* Calls row() for each projected row that changed since the last call, then forgets the marks. `all` reports every row instead (rebuild). */
void market_changed_rows(struct market *m, bool all, void (*row)(void *arg, int table, uint32_t row), void *arg);
/* One cell as the projection shows it. u8 columns with names give the name, row columns the id of what they point to when that table has ids, else the number; text gives the span. */
struct cell {
	enum { CELL_NULL, CELL_I64, CELL_ID, CELL_TEXT } kind;
	int64_t i;
	struct str text;
};
struct cell market_cell(const struct market *m, int table, int column, uint32_t row);
/* Name of a numbered value ("order_state", 1: "shipped"), "" if there is none; columns of kind u8 with such an `of` are shown by name. */
struct str market_enum_name(const char *of, unsigned value);

/* The number by which people know the order that an event is about, directly or by its parcel, review or return; 0 if it is about none. */
uint32_t market_order_number(const struct market *m, const struct event *e);

/* ---- questions: see ask.h ---- */

/* An immutable published view: what buyers saw at the end of the last tick. Reference counted; may be asked from any thread. */
struct market_view;
struct market_view *market_publish(const struct market *m);
void market_view_keep(struct market_view *v);
void market_view_drop(struct market_view *v);
int64_t market_view_now_min(const struct market_view *v);

/* Figures for `cohong sim` and the teacher's board. */
enum { MARKET_COUNTRIES_MAX = 32, MARKET_CATEGORIES_MAX = 64 };
struct market_totals {
	int64_t now_min;
	uint64_t sessions, clicks, orders, units, events; /* rivals' included */
	uint64_t seat_orders;
	int64_t gmv_fen;
	uint32_t seats, stores, listings_active;
	uint64_t country_units[MARKET_COUNTRIES_MAX], category_units[MARKET_CATEGORIES_MAX]; /* by row of the world's tables */
};
void market_get_totals(const struct market *m, struct market_totals *ret);

/* What a store (id; 0: all stores of seats together) has had in the business day that holds t_min, so far. */
struct market_day {
	int64_t day; /* on which it began, in the sellers' calendar */
	uint64_t shown, clicks, orders, units, shipped, late, cancelled, delivered, lost, returns, reviews, stars_sum;
	int64_t sales_fen, paid_fen;
};
void market_get_day(const struct market *m, uint64_t store, int64_t t_min, struct market_day *ret);
#endif
