/* auction.h: who gets the sponsored places of a page, and what a click there costs.
 *
 * Amounts are whole numbers of any small unit that the caller keeps to (the market: millionths of a currency). Bidders are ranked by score = bid × quality; equal
 * scores go to the lower `tie`, which the market makes from a hash of seed and campaign. A bid under the reserve and a quality under the gate take no part; places
 * that nobody takes stay empty. Nothing is allocated, and the bidders' order in the array does not matter. */
#ifndef MARKET_KERNEL_AUCTION_H
#define MARKET_KERNEL_AUCTION_H
#include <stdint.h>

enum auction_format {
	AUCTION_GSP,          /* generalised second price: the least that keeps the place (Edelman, Ostrovsky, Schwarz 2007; Varian 2007) */
	AUCTION_SECOND_PRICE, /* Vickrey's; with several places the rule is used place by place, which is AUCTION_GSP */
	AUCTION_FIRST_PRICE,  /* one's own bid */
	AUCTION_VCG,          /* what one's presence costs the others (Vickrey, Clarke, Groves) */
	AUCTION_CONTEST,      /* as Chinese contests teach it: next score ÷ own quality + step */
	AUCTION_FORMATS
};

/* Limits keep all products within 128 bits. */
#define AUCTION_BID_MAX INT64_C(1000000000000)
#define AUCTION_QUALITY_MAX INT64_C(1000000000)
#define AUCTION_CLICKS_MAX INT64_C(1000000000000000)
enum { AUCTION_SLOTS_MAX = 64 };

struct auction_bid {
	int64_t bid;     /* per click, 0 .. AUCTION_BID_MAX */
	int64_t quality; /* relative, 1 .. AUCTION_QUALITY_MAX: expected clicks per million examined, say */
	uint64_t tie;    /* different for each bidder */
};
struct auction_rule {
	enum auction_format format;
	int64_t reserve;     /* least bid and least price of a click */
	int64_t quality_min; /* the gate */
	int64_t step;        /* AUCTION_CONTEST: what is added to the next one's price */
};
struct auction_place {
	uint32_t bidder; /* index into bids */
	int64_t price;   /* per click; reserve <= price <= bid; rounded half up to the unit */
	__int128 payment; /* price × clicks of the place; AUCTION_VCG: before the price was rounded */
};

/* clicks[s] of the places, s < n_slots <= AUCTION_SLOTS_MAX, above 0 and never rising; only their ratios matter to AUCTION_VCG and nothing to the prices of the others.
 * Quality ranks and prices; what is paid is price × clicks[s]. Fills ret best place first and returns how many places were sold.
 *   GSP      max(reserve, score of the next ÷ own quality)
 *   contest  the same + step, at most one's own bid
 *   VCG      Σ over lower places t of (clicks[t-1] - clicks[t]) · max(score of t, reserve · own quality) ÷ (clicks · own quality): Myerson's payment with a reserve */
int auction(const struct auction_rule *rule, const struct auction_bid *bids, uint32_t n, const int64_t *clicks, int n_slots, struct auction_place *ret);

/* The lowest symmetric equilibrium of the generalised second price (Varian 2007; Edelman, Ostrovsky, Schwarz 2007) for values that never rise and clicks[0..n_slots):
 * bid[s] · clicks[s-1] = value[s] · (clicks[s-1] - clicks[s]) + bid[s+1] · clicks[s]; the best bidder bids his value, who gets no place bids his value. */
void auction_equilibrium(const double *value, int n, const double *clicks, int n_slots, double *ret_bid);
/* Balanced bidding (Cary et al. 2007): the best answer to the others' bids, which are sorted from the highest. The place aimed at is that with the most profit at the
 * next one's price; the bid makes its owner indifferent between that place and the one above at his own bid. */
double auction_balanced_bid(double value, const double *others, int n_others, const double *clicks, int n_slots);

/* A campaign's budget. Clicks beyond it cost nothing and are counted apart, so that the budget never goes below 0. */
struct budget {
	int64_t left, spent;
	uint32_t clicks, over; /* paid; beyond the budget */
};
/* Pays a click, and gives what it really cost: price or 0. */
int64_t budget_click(struct budget *b, int64_t price);
/* What may be spent in this hour of a paced budget: its share of what is left, by the expected clicks of the hours from now to the end; all in the last that has any. */
int64_t budget_allowance(int64_t left, const int64_t *hours, int n, int hour);
/* A campaign's quality: clicks for each million looked at, drawn towards its category's as if that had been seen twenty times. looked_at_milli: sum of the probabilities of
 * being looked at, in thousandths. At least 1. */
int64_t auction_quality(int64_t category_ppm, int64_t clicks, int64_t looked_at_milli);
#endif
