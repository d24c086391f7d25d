/* The reference: sessions as a textbook draws them, one after the other, with the C library's functions and a draw for each question asked. It sees the same pages and
 * campaigns; what it draws has nothing to do with the kernel's names. */
#include "bench.h"

#include <math.h>

enum { TEXTBOOK = 9 };

/* The next draw of a session: the number of draws so far is its name. */
struct luck {
	struct rng_key key;
	uint64_t session, n;
};

static double uniform(struct luck *l)
{
	return (rng_draw(l->key, TEXTBOOK, l->session, l->n++, 0).u[0] + 0.5) / 4294967296.0;
}

static void session(struct bench *b, struct country *c, uint64_t id)
{
	struct luck luck = { b->key, id, 0 };
	uint32_t entry = (uint32_t)(uniform(&luck) * QUERIES), q;
	entry = uniform(&luck) * 4294967296.0 < c->alias[entry].keep ? entry : c->alias[entry].other;
	q = c->query[entry];
	const struct session_page *p = &c->page[q];
	struct stand *s = &c->stand[q];
	struct session_counts *k = &c->counts[q];
	bool buys = uniform(&luck) < .05;
	double alpha = 3 * exp(.4 * sqrt(-2 * log(uniform(&luck))) * cos(6.283185307179586 * uniform(&luck)) - .08);
	int depth = 1 + (int)(log(uniform(&luck)) / log(.93)), n = 0, place[SESSION_PLACES];
	double weight[SESSION_PLACES], outside = exp(buys ? 1.3 : 4.8), all = outside;
	if (depth > p->n)
		depth = p->n;
	k->looked[depth]++;
	for (int i = 0; i < depth; i++) {
		double utility = (double)p->click[buys][i] - alpha * (double)p->click_price[i];
		if (uniform(&luck) >= 1 / (1 + exp(-utility)))
			continue;
		k->clicks[i]++;
		weight[n] = exp((double)p->value[i] - alpha * (double)p->price[i]);
		all += weight[n];
		place[n++] = i;
		if (p->paid >> i & 1) {
			int slot = i < 2 ? i : i == 16 ? 2 : 3;
			c->spend[s->campaign[slot]] += s->cost[slot];
			c->totals.paid_clicks++;
		}
	}
	c->totals.clicks += (uint64_t)n;
	if (!n)
		return;
	for (int i = 0; i < n; i++)
		k->expected[place[i]] += (uint64_t)(weight[i] / all * 0x1p20 + 0.5);
	double goal = uniform(&luck) * all;
	for (int i = 0; i < n; i++) {
		goal -= weight[i];
		if (goal < 0) {
			uint32_t l = s->listing[place[i]];
			c->sold[l]++;
			c->totals.orders++;
			c->totals.revenue += b->price[l];
			break;
		}
	}
}

void reference_tick(struct bench *b)
{
	for (uint64_t i = 0; i < COUNTRIES; i++) {
		struct country *c = &b->country[i];
		for (uint32_t k = 0; k < CAMPAIGNS; k++)
			c->spend[k] = 0;
		for (uint32_t s = 0; s < c->sessions; s++)
			session(b, c, hash_id(31, i << 32 | b->tick, s));
		c->totals.sessions += c->sessions;
	}
	b->tick++;
}
