/* lift.h: what a sale that was lost would have needed, in closed form.
 *
 * Somebody looked at a listing and bought elsewhere or not at all. His draws are known: the uniform of his click, the exponential time of his choice, and when the best of
 * the others arrived. So it is known by how much the listing's utility would have had to be higher, to the last digit, all else being as it was. Utilities are in
 * logits; a lift of 0 or less means that it was there already. */
#ifndef MARKET_KERNEL_LIFT_H
#define MARKET_KERNEL_LIFT_H
#include <stdint.h>

#define LIFT_NEVER 1e300 /* this alone cannot */

struct lift_sale {
	double click_value;  /* utility of the click */
	uint32_t click_u;    /* its draw: clicked where rng_uniform(u) < logistic(utility) */
	double choice_value; /* utility of the choice */
	uint32_t choice_u;   /* its draw: arrives after rng_exponential(u) / e^utility */
	double others;       /* when the first of the others, the outside alternative too, arrives */
};
double lift_click(const struct lift_sale *s);  /* to be clicked */
double lift_choice(const struct lift_sale *s); /* to arrive first, once clicked */

/* By how much a lever must move; LIFT_NEVER where it can't, 0 where nothing is needed. alpha: of the buyer; click_price: part of it that acts on the click. */
double lift_price(const struct lift_sale *s, double alpha, double click_price); /* cut of ln price */
double lift_picture(const struct lift_sale *s);                                 /* logits of the click */
double lift_days(const struct lift_sale *s, double day_value);                  /* days sooner, which act on both */
/* The middle of n > 0 lifts, LIFT_NEVER among them; sorts v. Of an even number the upper one: at least half are won. */
double lift_median(double *v, int n);
#endif
