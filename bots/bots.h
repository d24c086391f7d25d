/* bots.h: sellers that play by themselves, for simulations, tests and measurements.
 *
 * A bot does what a careful student does, through the same acts, and knows only what a student may see: the world's supplier sheets, the answers to its acts and
 * the news of its store. It registers, orders goods with an honest margin, writes listings in the language of each marketplace, prices at the usual price, ships
 * every morning by a channel that serves the country, orders again, and decides returns in the buyer's favour. */
#ifndef BOTS_BOTS_H
#define BOTS_BOTS_H
#include "market/market.h"
#include "market/world/world.h"

struct bot;
/* Does an act for the bot; answers as market_act(). Texts in the answer may live in mem. */
typedef enum problem_code bot_act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p);

enum { BOT_GOODS_MAX = 6 };
/* number tells bots apart: what they sell and what they are called. The world must outlive the bot. */
struct bot *bot_create(const struct world *w, uint64_t seat, uint32_t number, int goods);
/* The bot goes on in a store that was prepared for its seat (starter.h): it neither registers nor looks for goods of its own. */
struct starter_store;
void bot_take_over(struct bot *b, const struct starter_store *s);
void bot_destroy(struct bot *b); /* NULL is fine */
uint64_t bot_seat(const struct bot *b);
/* What the market tells; events of other seats are ignored. */
void bot_hear(struct bot *b, const struct event *e);
/* Acts once an hour of simulated time. */
void bot_step(struct bot *b, int64_t now_min, bot_act *act, void *arg);
/* Acts that were accepted and refused so far. */
void bot_counts(const struct bot *b, uint32_t *ret_accepted, uint32_t *ret_refused);
/* 18 characters with the right check digit (GB 32100-2015), made from a number. */
void bot_licence(uint32_t number, char ret[19]);
#endif
