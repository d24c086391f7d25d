/* The closed form against replays of the same sessions: 100,000 lost sales. */
#include "market/kernel/lift.h"
#include "market/kernel/choose.h"
#include "market/kernel/examine.h"
#include "tests/theory.h"

enum { PLACES = 12, LOST = 100000 };
#define ALPHA 3.0
#define CLICK_PRICE 0.4
#define DAY 0.03

struct session {
	double click[PLACES], value[PLACES]; /* utilities */
	struct draw own, u[PLACES];
	int depth;
};

static void draw_session(uint64_t id, struct session *s)
{
	s->own = rng_draw(theory_key(60), 1, id, 0, 0);
	s->depth = examine_depth(.93, s->own.u[0]);
	for (int i = 0; i < PLACES; i++) {
		s->u[i] = rng_draw(theory_key(60), 2, id, (uint64_t)i + 1, 0);
		double x = 0.2 * rng_normal(s->u[i].u[2]), good = 0.45 * rng_normal(s->u[i].u[3]);
		s->click[i] = -0.8 - CLICK_PRICE * ALPHA * x;
		s->value[i] = good - ALPHA * x;
	}
}

/* Who gets the sale (-1: nobody) when place 0 is moved by so much in both utilities; who else would have, and when. */
static int winner(const struct session *s, double click, double value, double *ret_others)
{
	double first = choose_arrival(ex_exp(1.3), s->own.u[1]), mine = -1;
	int best = -1;
	*ret_others = first;
	for (int i = 0; i < PLACES && i < s->depth; i++) {
		if (rng_uniform(s->u[i].u[0]) >= examine_click_probability(s->click[i] + (i ? 0 : click)))
			continue;
		double t = choose_arrival(ex_exp(s->value[i] + (i ? 0 : value)), s->u[i].u[1]);
		if (!i) {
			mine = t;
			continue;
		}
		if (t < *ret_others) {
			*ret_others = t;
			best = i;
		}
	}
	return mine >= 0 && mine < *ret_others ? 0 : best;
}

static bool wins(const struct session *s, double click, double value)
{
	double others;
	return winner(s, click, value, &others) == 0;
}

static void agrees_with_replay(void **state)
{
	int lost = 0, pictures = 0;
	const double little = 1e-7;
	for (uint64_t id = 0; lost < LOST; id++) {
		struct session s;
		double others;
		draw_session(id, &s);
		if (winner(&s, 0, 0, &others) == 0) {
			/* a sale that was made needs nothing */
			struct lift_sale made = { s.click[0], s.u[0].u[0], s.value[0], s.u[0].u[1], others };
			assert_true(lift_price(&made, ALPHA, CLICK_PRICE) == 0 && lift_picture(&made) == 0 && lift_days(&made, DAY) == 0);
			continue;
		}
		lost++;
		struct lift_sale sale = { s.click[0], s.u[0].u[0], s.value[0], s.u[0].u[1], others };
		double price = lift_price(&sale, ALPHA, CLICK_PRICE), days = lift_days(&sale, DAY), picture = lift_picture(&sale);
		assert_true(price > 0 && days > 0);
		assert_true(wins(&s, CLICK_PRICE * ALPHA * (price + little), ALPHA * (price + little)));
		assert_false(wins(&s, CLICK_PRICE * ALPHA * (price - little), ALPHA * (price - little)));
		assert_true(wins(&s, DAY * days + little, DAY * days + little));
		assert_false(wins(&s, DAY * days - little, DAY * days - little));
		if (picture < LIFT_NEVER) {
			pictures++;
			assert_true(wins(&s, picture + little, 0));
			assert_false(wins(&s, picture - little, 0));
		} else {
			assert_false(wins(&s, 1000, 0));
		}
	}
	/* both kinds are there */
	assert_true(pictures > LOST / 100 && pictures < LOST);
}

static void levers_that_cannot(void **state)
{
	/* never clicked, and would have won: a price that buyers don't see before the click can't help */
	const struct lift_sale s = { -5, UINT32_MAX / 2, 3, UINT32_MAX / 2, 1 };
	assert_true(lift_click(&s) > 0 && lift_choice(&s) < 0);
	assert_true(lift_price(&s, 3, 0) == LIFT_NEVER);
	assert_true(lift_days(&s, 0) == LIFT_NEVER);
	assert_true(lift_picture(&s) < 6);
	double v[4] = { LIFT_NEVER, 1, 3, LIFT_NEVER }, w[3] = { 2, LIFT_NEVER, 1 };
	assert_true(lift_median(v, 4) == LIFT_NEVER);
	assert_true(lift_median(w, 3) == 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_replay),
		cmocka_unit_test(levers_that_cannot),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
