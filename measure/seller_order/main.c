/* seller-order: do better sellers earn more? Plays the reference sellers in many markets and counts.
 *
 *   grades    each market has the five grades that open a store, each with goods of its own; in five markets of a seed every grade sells every one of the five sets, so that
 *             two grades are compared by what they made of the same goods under the same draws: five pairs a seed
 *   alike     fifty of one grade in one market, a market for each grade and seed; compared by their mean
 *   search    200 evaluations over the figures of the expert: ten sellers a market with ten sets of goods, each against the expert with the same; twenty rounds move to the mean
 *             of the best three; then all ten sets under another seed
 * Compared is profit without luck, less half the cost of stock for more than 28 days. --set KEY=VALUE gives the world another figure (docs/model.md). */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/rng.h"
#include "bots/seller.h"
#include "market/world/world.h"
#include "scenario/scenario.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPEN = SELLER_GRADES - 1, CAPITAL_FEN = 5000000, SELLERS_MAX = 50, SETS = 10, ROUNDS = 20, BEST = 3, NUMBERS = 64 };

struct run {
	const struct world *w;
	struct market *m;
	struct seller *v[SELLERS_MAX];
	int n;
};

static void hear(void *arg, const struct event *e)
{
	struct run *r = arg;
	for (int i = 0; i < r->n; i++)
		seller_hear(r->v[i], e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct run *r = arg;
	struct market_sink sink = { r, hear };
	return market_act(r->m, a, &sink, mem, ret, p);
}

static void play(const struct world *w, uint64_t seed, int days, const struct seller_plan *plan, const uint32_t *number, int n, struct seller_result *ret)
{
	struct run r = { .w = w, .m = market_create(&(struct market_config){ w, { seed, 77 } }) };
	struct market_sink sink = { &r, hear };
	for (int i = 0; i < n; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		struct act_answer answer;
		struct problem p;
		struct arena mem;
		arena_init(&mem, 0);
		a.seat_create = (struct act_seat_create){ .seat = (uint64_t)i + 1, .capital_fen = CAPITAL_FEN };
		if (act(&r, &a, &mem, &answer, &p))
			abort();
		arena_fini(&mem);
		r.v[r.n++] = seller_create(w, (uint64_t)i + 1, number[i], &plan[i]);
	}
	for (int h = 0; h < days * 24; h++) {
		for (int i = 0; i < n; i++)
			seller_step(r.v[i], r.m, act, &r);
		market_advance(r.m, market_now_min(r.m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
	for (int i = 0; i < n; i++) {
		seller_result(r.m, (uint64_t)i + 1, &ret[i]);
		seller_destroy(r.v[i]);
	}
	market_destroy(r.m);
}

static double score(const struct seller_result *r)
{
	return (double)(r->profit_fen - r->luck_fen - r->spare_fen) / 100;
}

/* ---- grades ---- */

static const char *name_of(int i)
{
	return seller_grade_name[i + 1];
}

struct sums {
	double score, realised, orders, ads, ad_sales, sales;
	int n;
};

static void tell(const struct sums *s)
{
	for (int g = 0; g < OPEN; g++)
		printf("# %-9s expected profit %9.0f, realised %9.0f, orders %6.1f, sales %8.0f, ads %7.0f of sales by them %8.0f: ACOS %.1f %%, of all sales %.1f %%\n", name_of(g), s[g].score / s[g].n,
			s[g].realised / s[g].n, s[g].orders / s[g].n, s[g].sales / s[g].n, s[g].ads / s[g].n, s[g].ad_sales / s[g].n, s[g].ad_sales > 0 ? 100 * s[g].ads / s[g].ad_sales : 0,
			s[g].sales > 0 ? 100 * s[g].ads / s[g].sales : 0);
}

static void add(struct sums *s, const struct seller_result *r)
{
	s->n++;
	s->score += score(r);
	s->realised += (double)r->profit_fen / 100;
	s->orders += r->expected;
	s->ads += (double)r->ads_fen / 100;
	s->ad_sales += (double)r->ad_sales_fen / 100;
	s->sales += (double)r->sales_fen / 100;
}

static void count(const char *how, const double (*v)[OPEN], int n)
{
	static const int pair[][2] = { { 0, 1 }, { 1, 2 }, { 2, 3 } };
	for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++) {
		int held = 0;
		for (int i = 0; i < n; i++)
			held += v[i][pair[k][1]] > v[i][pair[k][0]];
		printf("sellers_%s_%s_under_%s %d of_%d\n", how, name_of(pair[k][0]), name_of(pair[k][1]), held, n);
	}
	int naive = 0, reckless = 0;
	for (int i = 0; i < n; i++) {
		naive += v[i][0] > 0;
		reckless += v[i][OPEN - 1] < 0;
	}
	printf("sellers_%s_idle_under_naive %d of_%d\nsellers_%s_reckless_under_idle %d of_%d\n", how, naive, n, how, reckless, n);
}

static void grades(const struct world *w, int seeds, int days)
{
	double (*v)[OPEN] = mem_alloc((size_t)seeds * OPEN * sizeof *v);
	struct sums sums[OPEN] = { 0 };
	for (int s = 0; s < seeds; s++) {
		for (int turn = 0; turn < OPEN; turn++) {
			struct seller_plan plan[OPEN];
			struct seller_result r[OPEN];
			uint32_t number[OPEN];
			for (int g = 0; g < OPEN; g++) {
				plan[g] = seller_plan_of((enum seller_grade)(g + 1));
				number[g] = (uint32_t)(s * NUMBERS + (g + turn) % OPEN);
			}
			play(w, 1000 + (uint64_t)s, days, plan, number, OPEN, r);
			for (int g = 0; g < OPEN; g++) {
				v[s * OPEN + (g + turn) % OPEN][g] = score(&r[g]);
				add(&sums[g], &r[g]);
			}
			fprintf(stderr, ".");
		}
	}
	fprintf(stderr, "\n");
	tell(sums);
	count("alone", (const double(*)[OPEN])v, seeds * OPEN);
	free(v);
}

static void alike(const struct world *w, int seeds, int days)
{
	double (*v)[OPEN] = mem_alloc((size_t)seeds * sizeof *v);
	struct sums sums[OPEN] = { 0 };
	for (int s = 0; s < seeds; s++) {
		for (int g = 0; g < OPEN; g++) {
			static struct seller_plan plan[SELLERS_MAX];
			static struct seller_result r[SELLERS_MAX];
			static uint32_t number[SELLERS_MAX];
			for (int i = 0; i < SELLERS_MAX; i++) {
				plan[i] = seller_plan_of((enum seller_grade)(g + 1));
				number[i] = (uint32_t)(s * NUMBERS + i);
			}
			play(w, 2000 + (uint64_t)s, days, plan, number, SELLERS_MAX, r);
			v[s][g] = 0;
			for (int i = 0; i < SELLERS_MAX; i++) {
				v[s][g] += score(&r[i]) / SELLERS_MAX;
				add(&sums[g], &r[i]);
			}
			fprintf(stderr, ".");
		}
	}
	fprintf(stderr, "\n");
	tell(sums);
	count("alike", (const double(*)[OPEN])v, seeds);
	free(v);
}

/* ---- search ---- */

enum { FIGURES = 7 };
static const struct {
	size_t at;
	double least, most, sd;
	const char *name;
} figure[FIGURES] = { { offsetof(struct seller_plan, margin), 0.05, 0.6, 0.08, "margin" }, { offsetof(struct seller_plan, bid_share), 0.05, 4, 0.3, "bid_share" },
	{ offsetof(struct seller_plan, conversion), 0.02, 0.4, 0.04, "conversion" }, { offsetof(struct seller_plan, ad_clicks), 2, 200, 15, "ad_clicks" },
	{ offsetof(struct seller_plan, safety), 0, 4, 0.5, "safety" }, { offsetof(struct seller_plan, cover_days), 5, 60, 8, "cover_days" },
	{ offsetof(struct seller_plan, price_step), 0, 0.3, 0.04, "price_step" } };

static double *cell(struct seller_plan *p, int i)
{
	return (double *)(void *)((char *)p + figure[i].at);
}

static struct seller_plan near(struct seller_plan centre, int round, int of)
{
	const uint64_t seed[2] = { 200, 1 };
	for (int i = 0; i < FIGURES; i++) {
		struct draw u = rng_draw(rng_key(seed, 5), 1, (uint64_t)round * SETS + (uint64_t)of, (uint64_t)i, 0);
		double spread = figure[i].sd * (round < ROUNDS / 2 ? 1 : 0.5);
		*cell(&centre, i) = ex_clamp(*cell(&centre, i) + spread * rng_normal(u.u[0]), figure[i].least, figure[i].most);
	}
	return centre;
}

static void search(const struct world *w, int days)
{
	struct seller_plan expert = seller_plan_of(SELLER_EXPERT), centre = expert, plan[SETS];
	struct seller_result r[SETS], base[SETS];
	uint32_t number[SETS];
	for (int i = 0; i < SETS; i++) {
		number[i] = (uint32_t)(700 * NUMBERS + i);
		plan[i] = expert;
	}
	play(w, 3000, days, plan, number, SETS, base);
	for (int round = 0; round < ROUNDS; round++) {
		double gain[SETS];
		for (int i = 0; i < SETS; i++)
			plan[i] = near(centre, round, i);
		play(w, 3000, days, plan, number, SETS, r);
		for (int i = 0; i < SETS; i++)
			gain[i] = score(&r[i]) / ex_max(1000, score(&base[i]));
		struct seller_plan next = centre;
		for (int k = 0; k < BEST; k++) {
			int best = 0;
			for (int i = 1; i < SETS; i++)
				best = gain[i] > gain[best] ? i : best;
			for (int f = 0; f < FIGURES; f++)
				*cell(&next, f) += (*cell(&plan[best], f) - *cell(&centre, f)) / BEST;
			gain[best] = -1e9;
		}
		centre = next;
		fprintf(stderr, ".");
	}
	fprintf(stderr, "\n# found:");
	for (int f = 0; f < FIGURES; f++)
		fprintf(stderr, " %s %.3f (%.3f)", figure[f].name, *cell(&centre, f), *cell(&expert, f));
	fprintf(stderr, "\n");
	double found = 0, had = 0;
	for (int which = 0; which < 2; which++) {
		for (int i = 0; i < SETS; i++) {
			plan[i] = which ? centre : expert;
			number[i] = (uint32_t)(800 * NUMBERS + i);
		}
		play(w, 4000, days, plan, number, SETS, r);
		for (int i = 0; i < SETS; i++)
			*(which ? &found : &had) += score(&r[i]);
	}
	printf("sellers_search_over_expert %.2f ratio\n", found / had);
}

/* ---- */

static bool set(struct world *w, const char *text)
{
#define PARAM(name, value, unit, note) { #name, offsetof(struct world_params, name) },
	static const struct {
		const char *name;
		size_t at;
	} all[] = {
#include "market/world/params.def"
	};
#undef PARAM
	const char *eq = strchr(text, '=');
	for (size_t i = 0; eq && i < sizeof all / sizeof all[0]; i++)
		if (strlen(all[i].name) == (size_t)(eq - text) && strncmp(all[i].name, text, (size_t)(eq - text)) == 0) {
			*(double *)(void *)((char *)&w->params + all[i].at) = strtod(eq + 1, NULL);
			return true;
		}
	return false;
}

int main(int argc, char **argv)
{
	struct world *w;
	struct problem p;
	int days = 28, seeds = 4;
	if (argc < 3 || scenario_open(argv[1], &w, &p)) {
		fprintf(stderr, "usage: seller-order WORLD grades|alike|search [--days=N] [--seeds=N] [PARAMETER=VALUE]...\n");
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		if (sscanf(argv[i], "--days=%d", &days) == 1 || sscanf(argv[i], "--seeds=%d", &seeds) == 1)
			continue;
		if (!set(w, argv[i])) {
			fprintf(stderr, "seller-order: there is no parameter %s\n", argv[i]);
			return 2;
		}
	}
	if (strcmp(argv[2], "grades") == 0)
		grades(w, seeds, days);
	else if (strcmp(argv[2], "alike") == 0)
		alike(w, seeds, days);
	else
		search(w, days);
	world_destroy(w);
	return 0;
}
