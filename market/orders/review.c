/* What buyers think, write, and are answered. docs/model.md, "Review". */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/account/account.h"
#include "market/orders/inside.h"
#include <stdio.h>

#define REFUSED_WEIGHT 1.0 /* a return that was refused */

enum { FIRST_REVIEW = 1, WAIT_MIN = MIN_PER_DAY / 2, WAIT_MEAN_DAYS = 3, WAIT_MAX_DAYS = 30 };

/* ---- the opinion of an order's buyer ---- */

static double days_late(const struct market *m, uint32_t o)
{
	if (m->order.state[o] == ORDER_LOST)
		return REVIEW_NEVER;
	return (double)(m->order.delivered_min[o] - m->order.promised_min[o]) / MIN_PER_DAY;
}

struct opinion order_opinion(const struct market *m, uint32_t o)
{
	struct opinion v = { .gap = (double)m->order.quality_gap_milli[o] / 1000, .days_late = days_late(m, o) };
	uint32_t r = order_return(m, o);
	double refused = r != ROW_NONE && m->returns.state[r] == RETURN_REFUSED ? REFUSED_WEIGHT : 0;
	double noise = rng_normal(rng_draw(m->key, DRAW_REVIEW, m->order.id[o], 0, 0).u[0]);
	v.stars = review_stars(v.gap - refused + m->world->params.review_level, v.days_late, noise, &v.z);
	return v;
}

static uint64_t review_id(const struct market *m, uint32_t o)
{
	return id_of(T_review, m->order.id[o], FIRST_REVIEW);
}

int64_t review_wait_min(int64_t end_min, uint32_t u)
{
	return end_min + WAIT_MIN + ex_round(ex_min(rng_exponential(u) * WAIT_MEAN_DAYS, WAIT_MAX_DAYS) * MIN_PER_DAY);
}

int64_t review_next_min(const struct market *m, uint32_t o)
{
	if (state_find(m, T_review, review_id(m, o)) != ROW_NONE)
		return TIME_NEVER;
	struct draw d = rng_draw(m->key, DRAW_WRITES, m->order.id[o], 0, 0);
	if (rng_uniform(d.u[0]) >= review_writes(m->world, order_opinion(m, o).z))
		return TIME_NEVER;
	int64_t end = m->order.delivered_min[o] ? m->order.delivered_min[o] : m->order.closed_min[o];
	int64_t at = review_wait_min(end, d.u[1]);
	/* who is refused writes after that, also where nothing would have been written */
	uint32_t r = order_return(m, o);
	if (r != ROW_NONE && m->returns.state[r] == RETURN_REFUSED && at < m->returns.closed_min[r] + WAIT_MIN)
		at = m->returns.closed_min[r] + WAIT_MIN;
	return at;
}

/* ---- words ---- */

uint32_t phrase_draw(const struct market *m, struct str topic, uint64_t id)
{
	const struct world *w = m->world;
	int64_t n = 0;
	for (uint32_t i = 0; i < w->phrase.t.n; i++)
		n += str_eq(world_str(w, w->phrase.topic[i]), topic);
	if (!n)
		return ROW_NONE;
	int64_t pick = rng_below(rng_draw(m->key, DRAW_PHRASE, id, hash_str(0, topic), 0).u[0], n);
	for (uint32_t i = 0; i < w->phrase.t.n; i++)
		if (str_eq(world_str(w, w->phrase.topic[i]), topic) && !pick--)
			return i;
	return ROW_NONE;
}

/* What moved the buyer most is what is written about, more often than not; else the stars speak. */
static const char *reason_topic(int stars, double quality_gap, double late)
{
	if (late >= REVIEW_NEVER)
		return "review.never";
	if (stars <= 3 && opinion_lateness(late) > 0.4)
		return "review.late";
	if (stars <= 3 && quality_gap < -0.3)
		return "review.quality_low";
	if (stars >= 4 && quality_gap > 0.3)
		return "review.quality_high";
	return NULL;
}

uint32_t review_phrase(const struct market *m, uint64_t id, int stars, double quality_gap, double late)
{
	char by_stars[16];
	const char *reason = reason_topic(stars, quality_gap, late);
	bool says_why = rng_uniform(rng_draw(m->key, DRAW_PHRASE, id, 0, 0).u[0]) < 0.7 || late >= REVIEW_NEVER;
	uint32_t phrase = reason && says_why ? phrase_draw(m, str_c(reason), id) : ROW_NONE;
	if (phrase != ROW_NONE)
		return phrase;
	snprintf(by_stars, sizeof by_stars, "review.%d", stars);
	return phrase_draw(m, str_c(by_stars), id);
}

void review_write(struct market *m, uint32_t o, int64_t at_min)
{
	struct opinion v = order_opinion(m, o);
	uint32_t store = m->order.store[o], listing = m->order.listing[o], r = state_add(m, T_review, review_id(m, o));
	m->review.store[r] = store;
	m->review.order[r] = o;
	m->review.listing[r] = listing;
	m->review.country[r] = m->order.country[o];
	m->review.stars[r] = (uint8_t)v.stars;
	m->review.phrase[r] = review_phrase(m, m->review.id[r], v.stars, v.gap, v.days_late);
	m->review.written_min[r] = at_min;
	m->listing.reviews[listing]++;
	m->listing.stars[listing] += (uint64_t)v.stars;
	m->store.reviews[store]++;
	m->store.stars[store] += (uint64_t)v.stars;
	state_touch(m, T_listing, listing);
	state_touch(m, T_store, store);
	state_event(m, EVENT_REVIEW_POSTED, store, m->review.id[r], v.stars, 0);
}

enum problem_code review_reply(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t store = 0, r = 0;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e)
		e = own_row(m, T_review, m->review.store, store, a->review_reply.review, "review", &r, p);
	if (e)
		return e;
	if (m->review.reply[r].n)
		return problem_set(p, PROBLEM_REVIEW_REPLIED, "review", NULL);
	m->review.reply[r] = set_text(&m->set, str_trim(a->review_reply.text));
	m->review.reply_min[r] = now_min(m);
	state_touch(m, T_review, r);
	ret->id = m->review.id[r];
	return PROBLEM_NONE;
}
