/* inside.h: what the answers share. Only market/ask/ includes this. */
#ifndef MARKET_ASK_INSIDE_H
#define MARKET_ASK_INSIDE_H
#include "market/ask.h"
#include "market/core/view.h"
#include "market/listing/listing.h"
#include "market/search/search.h"

/* One question while it is answered. m has the rows of a view only. */
struct asking {
	const struct market *m;
	const struct world *w;
	const struct ask *a;
	struct arena *mem;
	struct jw *j;
	struct problem *p;
	uint32_t store; /* of the asker, ROW_NONE if there is none */
	int64_t day;	/* of UTC: rates, taxes */
};

/* Each checks its fields first and writes only when nothing can fail any more. */
enum problem_code ask_world_describe(struct asking *q);
enum problem_code ask_sourcing_goods(struct asking *q);
enum problem_code ask_sourcing_good(struct asking *q);
enum problem_code ask_freight_quotes(struct asking *q);
enum problem_code ask_price_plan(struct asking *q);
enum problem_code ask_listing_check(struct asking *q);
enum problem_code ask_listing_why(struct asking *q);
enum problem_code ask_mall_home(struct asking *q);
enum problem_code ask_mall_search(struct asking *q);
enum problem_code ask_mall_product(struct asking *q);
enum problem_code ask_mall_store(struct asking *q);

/* ---- rows that a question names ---- */

/* ROW_NONE for an empty code; PROBLEM_UNKNOWN_CODE names the field. */
enum problem_code ask_code(struct asking *q, enum world_table t, struct str code, const char *field, uint32_t *ret_row);
enum problem_code ask_id(struct asking *q, enum state_table t, uint64_t id, const char *field, uint32_t *ret_row);

/* ---- writing (write.c) ---- */

void put_money(struct asking *q, const char *key, uint32_t country, int64_t minor); /* in the country's currency */
void put_fen(struct asking *q, const char *key, int64_t fen);
void put_rate(struct asking *q, const char *key, int64_t ppm); /* percent as text: "15", "5.5" */
void put_exchange(struct asking *q, const char *key, int64_t fx_micro); /* "7.08" */
void put_decimal(struct asking *q, const char *key, double v, int decimals); /* as text: "4.3" */
void put_text2(struct asking *q, const char *key, struct str zh, struct str en);
void put_names(struct asking *q, const char *key, struct text8_ref name); /* an object of eight */
void put_world(struct asking *q, const char *key, struct text_ref text); /* a text of the world */
void put_day(struct asking *q, const char *key, int64_t day);
void put_stars(struct asking *q, uint64_t stars, uint32_t reviews); /* "stars" and "reviews" */
/* Names of the numbers in the world's small columns: "post|line|express|local". */
void put_choice(struct asking *q, const char *key, const char *choices, unsigned value);
/* {0}, {1} of a text replaced, in mem. */
struct str ask_fill(struct asking *q, const char *text, const struct str *arg, int n);
/* Text in a language; English, then Chinese, where it is missing. */
struct str ask_in(const struct world *w, struct text8_ref text, int tongue);
int ask_tongue(const struct world *w, uint32_t country); /* English for ROW_NONE */

/* ---- amounts (money.c) ---- */

int64_t ask_tax_ppm(const struct asking *q, uint32_t country, enum tax_kind kind); /* 0 if there is none */
int64_t ask_fx(const struct asking *q, uint32_t country); /* CNY for one unit of its currency, in millionths */

/* One piece of goods as the asker would sell it: bought at the average cost of the asker's stock, else at the supplier's price. */
struct unit_ask plan_ask(const struct asking *q, uint32_t good, uint32_t country, uint32_t channel, int64_t price_minor, int64_t ship_minor);

/* ---- goods and offers (cards.c, attributes.c) ---- */

/* An attribute as "k=v; k=v|v" says it; attribute is ROW_NONE where the category does not know the key. */
struct fact {
	uint32_t attribute;
	struct str key, value, value_zh, value_in; /* value_in: in the language asked for; numbers with their unit */
};
int attributes_read(struct asking *q, uint32_t category, struct str text, int tongue, struct fact *ret, int max);

/* An offer that buyers may find. */
bool offer_is_seen(const struct market *m, uint32_t offer);
struct str listing_title(const struct market *m, uint32_t listing, int tongue);
/* Chinese sense of a listing's title, in mem. */
struct str listing_gloss(struct asking *q, uint32_t listing);
/* Features that a listing claims, strongest first; returns how many, at most max. */
int listing_features(const struct market *m, uint32_t listing, uint32_t *ret, int max);
struct str store_about(const struct market *m, uint32_t store);
struct str store_about_zh(const struct market *m, uint32_t store); /* what its words mean, "" if unknown */
int listing_variant(const struct market *m, uint32_t listing);
void put_card_members(struct asking *q, uint32_t offer);
void put_cards(struct asking *q, const char *key, const uint32_t *offer, int n); /* an array */
/* A finding's text and fix as listing.check shows them; codes of attributes, countries and languages are written as names. */
void put_findings(struct asking *q, const char *key, uint32_t category, const struct found *f, int n);
/* What stands against a listing in a country, worst first, at most max; returns how many. */
int listing_findings_now(struct asking *q, uint32_t listing, uint32_t country, struct found *ret, int max);

/* ---- why (ask_why.c, levers.c) ---- */

struct why {
	uint32_t listing, offer, country, rival; /* offer: ROW_NONE if it was never offered there; rival: offer that took most sales, ROW_NONE if nobody did */
	int64_t days;
	const struct found *findings;
	int n_findings;
	/* sums over the days */
	int64_t pages, state, stock, ship, text, ranked_out, shown, examined, clicks, orders, units, no_stock, lost, nobody, place_sum, expected_micro;
};
/* What would have helped, in the order in which a seller should try it. */
void put_levers(struct asking *q, const struct why *y);
#endif
