/* calibrate.h: a market's statistics held against real ones: gathering, figures, gates. docs/calibration.md says what each gate is. */
#ifndef CLI_CALIBRATE_H
#define CLI_CALIBRATE_H
#include "base/hash.h"
#include "market/trace.h"
#include "market/world/world.h"
#include <jansson.h>

/* ---- gather.c: what the market tells, kept as numbers ---- */
struct got_order {
	uint64_t key, buyer, store; /* key: a hash of the order, which thins */
	int64_t placed_min, promised_min, delivered_min, lost_min; /* TRACE_NEVER: not */
	double value, freight;      /* in units of the currency */
	uint32_t units, weight_g, country, first_item, n_items;
	uint8_t stars;
	bool local, undelivered;
};
struct got_item { /* a line */
	uint64_t key, listing;
	uint32_t category, units;
	double price;
};
enum { GOT_PLACES = 48, GOT_DEPTHS = 160 };
struct gathered {
	const struct world *w;
	struct market_trace trace;
	struct got_order *order;
	struct got_item *item;
	uint32_t n_orders, cap_orders, n_items, cap_items;
	uint64_t clicks[GOT_PLACES], examined[GOT_PLACES], pages;
	uint64_t visits[GOT_DEPTHS], visits_bought[GOT_DEPTHS]; /* by places looked at */
	uint64_t *bought; /* sessions of the running tick that ordered */
	uint32_t n_bought, cap_bought;
	int64_t from_min, until_min; /* orders count that were placed in it */
};
void gathered_init(struct gathered *g, const struct world *w);
void gathered_fini(struct gathered *g);

/* ---- figures.c ---- */
struct sample {
	double *v;
	uint32_t n, cap;
};
void sample_put(struct sample *s, double x);
void sample_fini(struct sample *s);
void sample_sort(struct sample *s);
double sample_mean(const struct sample *s);
double sample_sd(const struct sample *s);
double sample_quantile(const struct sample *sorted, double p); /* linear between neighbours */
double sample_below(const struct sample *sorted, double x);    /* share <= x */
double figure_gini(struct sample *s);                          /* sorts */
/* Slope of ln size over ln rank, ranks from .. to, by least squares; sorts. NaN-free: 0 where there are too few. */
double figure_zipf(struct sample *s, uint32_t from, uint32_t to);
struct fit {
	double a, b, se; /* y = a + b x, standard error of b */
};
struct fit figure_fit(const double *x, const double *y, const double *weight, int n);

/* ---- gates.c, gates_more.c ---- */
struct gates {
	const struct gathered *g;
	json_t *file;      /* the reference, whole */
	const char *world; /* slug */
	int passed, failed, missing;
};
/* One line: distance is |simulated - real| unless a distance is given (>= 0). */
void gate(struct gates *s, const char *statistic, double thinning, uint64_t n, const char *reference, double simulated, double real, double distance, double limit);
/* A number of the file by path, as "olist.A.lead_days.mean"; false, and counted as missing, if there is none. */
bool reference(struct gates *s, const char *path, double *ret);
json_t *reference_at(struct gates *s, const char *path); /* NULL is fine where it is not there */
bool takes(uint64_t key, double share, uint64_t salt); /* thinning: a fixed part of all keys */
void gates_consumer(struct gates *s);
void gates_wholesale(struct gates *s);
/* gates_more.c: reviews, clicks, responses */
void gates_reviews(struct gates *s);
void gates_clicks(struct gates *s);
void gates_responses(struct gates *s);
#endif
