/* seller_inside.h: what the files of the reference sellers share. */
#ifndef BOTS_SELLER_INSIDE_H
#define BOTS_SELLER_INSIDE_H
#include "bots/seller.h"
#include "market/core/state.h"

enum { SELLER_GOODS = 6, SELLER_COUNTRIES = 3, SELLER_PICTURES = 9, SELLER_WAITING = 4096, WEEK = 7 };

struct seller_offer {
	bool on;
	uint32_t channel;
	int64_t break_even, price; /* minor units */
	/* the test of the price */
	double step, before; /* what a page brought before, minor units in a thousand */
	int64_t since;	     /* day of the last change */
	uint64_t group, keywords; /* ad groups */
};
struct seller_good {
	uint32_t good;
	uint64_t listing;
	bool bought, live;
	int64_t ordered_day;
	int picture, best_picture;
	double best_clicks; /* of a look */
	int64_t picture_since;
	struct seller_offer at[SELLER_COUNTRIES];
};
struct seller {
	const struct world *w;
	struct seller_plan plan;
	uint64_t seat;
	uint32_t number;
	bool registered, open;
	int n;
	struct seller_good good[SELLER_GOODS];
	uint32_t country[SELLER_COUNTRIES];
	int n_countries;
	uint64_t automatic[SELLER_COUNTRIES], manual[SELLER_COUNTRIES]; /* campaigns */
	uint64_t waiting[SELLER_WAITING], returns[SELLER_WAITING];
	int n_waiting, n_returns;
	int64_t day;
	uint32_t accepted, refused;
	/* while stepping */
	const struct market *m;
	bot_act *act;
	void *arg;
	struct arena mem;
};

enum problem_code seller_do(struct seller *s, struct act *a, struct act_answer *ret);
#define SELLER_CODE(s, table, row) world_str((s)->w, (s)->w->table.code[row])

/* ---- seller_look.c: what the seller centre shows of the own store */
struct seen_sum {
	uint64_t pages, examined, clicks, orders, units, ad_clicks, ad_orders;
	double expected; /* orders */
};
/* An offer's days from_day … until_day - 1. */
struct seen_sum look_offer(const struct seller *s, const struct seller_good *g, int country, int64_t from_day, int64_t until_day);
int64_t look_free(const struct seller *s, uint32_t good, int64_t *ret_inbound); /* stock that can be sold, and that is on its way */
int64_t look_cash_fen(const struct seller *s);
int64_t look_today(const struct seller *s);
/* A search term of an ad group since the beginning, as the report has it. */
struct seen_term {
	uint32_t query;
	uint64_t clicks, orders;
	int64_t spend_micro, sales_minor;
};
int look_terms(const struct seller *s, uint64_t group, struct seen_term *ret, int max);

/* ---- seller_price.c */
void price_choose_goods(struct seller *s);
void price_choose_countries(struct seller *s);
/* Channel, break-even and price of an offer; false: there is none that makes sense. */
bool price_offer(const struct seller *s, uint32_t good, uint32_t country, struct seller_offer *ret);
/* What a piece leaves at a price, minor units. */
int64_t price_leaves(const struct seller *s, uint32_t good, uint32_t country, uint32_t channel, int64_t price);
void price_test(struct seller *s, struct seller_good *g, int country);
void price_test_picture(struct seller *s, struct seller_good *g);
int64_t price_lot(const struct seller *s, const struct seller_good *g); /* pieces to buy today */

/* ---- seller_text.c */
void text_write(struct seller *s, const struct seller_good *g, uint32_t country, struct act_listing_words *ret);

/* ---- seller_ads.c */
void ads_morning(struct seller *s);
#endif
