/* stock.h: a warehouse that can pack so many parcels at a time, and how much stock to have when demand is not known.
 *
 * Queue: arrivals one by one, c packers, first come first served; times are in any one unit. Closed forms are those of M/M/c (Erlang 1917). Newsvendor: Arrow, Harris,
 * Marschak 1951. */
#ifndef MARKET_KERNEL_STOCK_H
#define MARKET_KERNEL_STOCK_H
#include <stdint.h>

enum { STOCK_PACKERS_MAX = 64 };
struct stock_queue { /* all zero but `packers` at the beginning */
	int packers;
	double free_at[STOCK_PACKERS_MAX]; /* a heap, the soonest first */
};
/* A parcel comes at `at`, never before the one before it, and takes `work`. Returns when it is begun. */
double stock_queue_begin(struct stock_queue *q, double at, double work);

struct stock_queue_theory {
	double busy;    /* share of the packers' time: rho */
	double waits;   /* probability that a parcel waits: Erlang C */
	double wait;    /* mean wait before it is begun, of all parcels */
	double waiting; /* parcels that wait, on average: Lq */
	double inside;  /* parcels that wait or are packed: L */
};
/* lambda arrivals and mu parcels of one packer per unit of time; lambda < mu · packers. */
void stock_queue_expect(double lambda, double mu, int packers, struct stock_queue_theory *ret);

/* A piece too few costs `under`, one too many `over`. */
double stock_newsvendor_ratio(double under, double over);
double stock_newsvendor_normal(double under, double over, double mean, double sd);  /* the best quantity */
int64_t stock_newsvendor_poisson(double under, double over, double mean);          /* the least best quantity */
double stock_newsvendor_cost(double under, double over, double quantity, double demand); /* what it cost that day */
double stock_newsvendor_cost_normal(double under, double over, double mean, double sd, double quantity); /* expected */
#endif
