#include "market/kernel/auction.h"
#include "base/money.h"

#include <assert.h>
#include <stdbool.h>

typedef __int128 wide;

static wide score_of(const struct auction_bid *b)
{
	return (wide)b->bid * b->quality;
}

static bool takes_part(const struct auction_rule *r, const struct auction_bid *b)
{
	return b->bid >= r->reserve && b->quality > 0 && b->quality >= r->quality_min;
}

static bool before(const struct auction_bid *a, const struct auction_bid *b)
{
	wide x = score_of(a), y = score_of(b);
	return x != y ? x > y : a->tie < b->tie;
}

/* The best of those who take part, in order, at most max. */
static int rank(const struct auction_rule *rule, const struct auction_bid *bids, uint32_t n, uint32_t *best, int max)
{
	int found = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (!takes_part(rule, &bids[i]) || (found == max && !before(&bids[i], &bids[best[max - 1]])))
			continue;
		int at = found < max ? found++ : max - 1;
		for (; at > 0 && before(&bids[i], &bids[best[at - 1]]); at--)
			best[at] = best[at - 1];
		best[at] = i;
	}
	return found;
}

static int64_t ratio(wide a, wide b)
{
	return (int64_t)((a + b / 2) / b);
}

/* Paid for the place in total, times the bidder's quality. */
static wide externality(const struct auction_rule *rule, const struct auction_bid *bids, const uint32_t *order, int ranked, const int64_t *clicks, int n_slots, int place)
{
	wide sum = 0, floor = (wide)rule->reserve * bids[order[place]].quality;
	for (int t = place + 1; t <= n_slots; t++) {
		wide score = t < ranked ? score_of(&bids[order[t]]) : 0;
		sum += (score > floor ? score : floor) * (clicks[t - 1] - (t < n_slots ? clicks[t] : 0));
	}
	return sum;
}

int auction(const struct auction_rule *rule, const struct auction_bid *bids, uint32_t n, const int64_t *clicks, int n_slots, struct auction_place *ret)
{
	uint32_t order[AUCTION_SLOTS_MAX + 1];
	assert(n_slots >= 0 && n_slots <= AUCTION_SLOTS_MAX);
	/* one more than there are places: he sets the last one's price */
	int ranked = rank(rule, bids, n, order, n_slots + 1), sold = ranked < n_slots ? ranked : n_slots;
	for (int s = 0; s < sold; s++) {
		const struct auction_bid *own = &bids[order[s]];
		wide next = s + 1 < ranked ? score_of(&bids[order[s + 1]]) : 0;
		int64_t price;
		ret[s] = (struct auction_place){ .bidder = order[s] };
		switch (rule->format) {
		case AUCTION_FIRST_PRICE:
			price = own->bid;
			break;
		case AUCTION_VCG: {
			wide all = externality(rule, bids, order, ranked, clicks, n_slots, s);
			price = ratio(all, (wide)own->quality * clicks[s]);
			ret[s].payment = (all + own->quality / 2) / own->quality;
			break;
		}
		case AUCTION_CONTEST:
			price = ratio(next, own->quality) + rule->step;
			break;
		default:
			price = ratio(next, own->quality);
		}
		price = price > rule->reserve ? price : rule->reserve;
		ret[s].price = price < own->bid ? price : own->bid;
		if (rule->format != AUCTION_VCG)
			ret[s].payment = (wide)ret[s].price * clicks[s];
	}
	return sold;
}

void auction_equilibrium(const double *value, int n, const double *clicks, int n_slots, double *ret_bid)
{
	for (int s = n - 1; s >= 0; s--) {
		if (s == 0 || s >= n_slots + 1) {
			ret_bid[s] = value[s];
			continue;
		}
		double above = clicks[s - 1], here = s < n_slots ? clicks[s] : 0, below = s + 1 < n ? ret_bid[s + 1] : 0;
		ret_bid[s] = (value[s] * (above - here) + below * here) / above;
	}
}

double auction_balanced_bid(double value, const double *others, int n_others, const double *clicks, int n_slots)
{
	int best = -1;
	double most = 0;
	for (int s = 0; s < n_slots && s <= n_others; s++) {
		double profit = clicks[s] * (value - (s < n_others ? others[s] : 0));
		if (profit > most) {
			most = profit;
			best = s;
		}
	}
	if (best <= 0) /* on top his bid is nobody's price but that of who comes second, so the top place counts as twice as good as what is below */
		return best < 0 ? value : value - (value - (n_others > 0 ? others[0] : 0)) / 2;
	double price = best < n_others ? others[best] : 0;
	return value - clicks[best] / clicks[best - 1] * (value - price);
}

int64_t budget_click(struct budget *b, int64_t price)
{
	if (price > b->left) {
		b->over++;
		return 0;
	}
	b->left -= price;
	b->spent += price;
	b->clicks++;
	return price;
}

int64_t budget_allowance(int64_t left, const int64_t *hours, int n, int hour)
{
	int64_t rest = 0;
	for (int h = hour; h < n; h++)
		rest += hours[h];
	return rest > 0 ? money_mul_div(left, hours[hour], rest) : 0;
}

int64_t auction_quality(int64_t category_ppm, int64_t clicks, int64_t looked_at_milli)
{
	enum { SEEN = 20 };
	int64_t q = (int64_t)(((wide)SEEN * category_ppm * 1000 + (wide)clicks * 1000000000) / (SEEN * 1000 + looked_at_milli));
	return q < 1 ? 1 : q < AUCTION_QUALITY_MAX ? q : AUCTION_QUALITY_MAX;
}
