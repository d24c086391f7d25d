/* lesson_look.h: what the checks of lessons share. Only server/lesson_checks*.c and lesson_look.c include this.
 *
 * A check answers whether a seat's store shows what a step wants. “By hand” is what the student did himself: the acts of the market's log that have his person and
 * seat. What came with a prepared store is never that. */
#ifndef SERVER_LESSON_LOOK_H
#define SERVER_LESSON_LOOK_H
#include "server/lesson_checks.h"

#include <jansson.h>

enum { OWN_LISTINGS_MAX = 200, WHY_DAYS = 7 };
#define MILLION INT64_C(1000000)

/* A listing of the store; own: the student made it. */
struct listing_row {
	uint64_t id;
	struct str good, sku, state;
	int64_t published_min;
	bool own;
};
/* A listing in a marketplace, with a price and a channel. */
struct offer_row {
	const struct listing_row *of;
	uint64_t id;
	struct str country, channel, state;
	int64_t price_minor, ship_minor;
	uint64_t findings; /* bits FINDING_* */
};

/* Keeps a failure of the storage; true if there is one. */
bool look_failed(struct lesson_look *k, enum problem_code code);
void look_acts(struct lesson_look *k); /* reads k->acts once */
struct listing_row *look_listings(struct lesson_look *k, int *ret_n);
struct offer_row *look_offers(struct lesson_look *k, int *ret_n); /* of listings that are not deleted */
/* Whether the student's hand saved, wrote or priced this listing (country "": in any). */
bool look_wrote(struct lesson_look *k, uint64_t listing, struct str language);
bool look_priced(struct lesson_look *k, uint64_t listing, struct str country);
/* A statement with the market as ?1 and the store as ?2. */
struct stmt *look_rows(struct lesson_look *k, const char *sql);
int64_t look_number(struct lesson_look *k, const char *sql); /* its first value; 0 if it is NULL or there is no row */

/* Asks the market; NULL if it refuses. The caller gives the object back. */
json_t *look_ask(struct lesson_look *k, struct ask *question);
json_t *look_price(struct lesson_look *k, struct str good, struct str country, struct str channel, int64_t price_minor, int64_t ship_minor); /* price.plan */
json_t *look_quotes(struct lesson_look *k, struct str good, struct str country, int64_t quantity);
json_t *look_sheet(struct lesson_look *k, struct str good, struct str country);
json_t *look_why(struct lesson_look *k, uint64_t listing, struct str country);
void ask_give(struct ask *q, const char *field); /* says that a field was given */

struct str json_text(const json_t *o, const char *key);
int64_t json_micro(const json_t *o, const char *key); /* an amount {"amount":"12.30",…} in millionths; 0 if there is none */
/* A figure as people write it: "1,234.5", "12 %", "¥30", "-4". In millionths. */
bool said_number(struct str answer, int64_t *ret_micro);
/* Whether a figure is said well enough: off by at most that many millionths of it, or by `least` millionths of one. */
bool said_near(int64_t said_micro, int64_t is_micro, int64_t ppm, int64_t least_micro);

/* Arguments of evidence: a number, a moment, an amount of millionths, a code that is shown by its name. */
struct str arg_count(struct lesson_look *k, int64_t n);
struct str arg_moment(struct lesson_look *k, int64_t at_min);
struct str arg_micro(struct lesson_look *k, int64_t micro);
struct str arg_code(struct lesson_look *k, const char *kind, struct str code);
struct str arg_amount(struct lesson_look *k, const json_t *o, const char *key);

#define CHECK(NAME, name, dotted, how, tables, choices, takes, en, zh, evidence_en, evidence_zh)                                                        \
	bool check_##name(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret);
#include "school/checks.def"
#undef CHECK
#endif
