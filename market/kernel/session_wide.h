/* session_wide.h: a path that does many places at a time, written once for every width of register; session_avx2.c and session_avx512.c say what their registers can, then
 * include this.
 *
 * Visitors are taken in blocks. The places that they look at are laid out one after the other, however short a visit is (spread), so that every lane has work. All draws and
 * clicks of the block follow (click), then the outside alternatives of those who clicked (outside), then all weights and arrivals (race), and then each visitor's race
 * is closed by the same function as on the scalar path. Every arithmetic step is the definition's, in its order.
 *
 * A register has LANES floats (vf) or 32-bit numbers (vi), or half as many 64-bit numbers (vq). A Philox multiplication leaves both halves of its product in a 64-bit
 * lane; what stands above the lower 32 bits of a lane is ignored by the next multiplication, and so is never cleared. */
#include "market/kernel/session_inside.h"

#include <string.h>

enum {
	PLACES = 1024, /* of a block: fits the first-level cache */
	VISITORS = 256,
	ROUNDS = 10,
	HALF = LANES / 2,
	AHEAD = 24,
};

struct block {
	/* counters after the first round: words 1 and 0, 3 and 2; then the click's utility */
	uint64_t left[PLACES + LANES], right[PLACES + LANES];
	float utility[PLACES + LANES];
	uint32_t taste[PLACES + LANES]; /* second word of the draw */
	uint32_t start[VISITORS + 1];   /* first place of each visitor */
	/* the clicked, and behind them the outside alternative of each visitor who clicked */
	uint16_t clicked[PLACES / LANES + 1]; /* a bit for each place of a group */
	uint32_t hit[PLACES];
	uint8_t place[PLACES];
	float value[PLACES + VISITORS + LANES], weight[PLACES + VISITORS + LANES], arrival[PLACES + VISITORS + LANES];
	uint32_t luck[PLACES + VISITORS + LANES];
	uint32_t clicker[VISITORS], first[VISITORS + 1]; /* visitors who clicked, and the first of their clicks */
};

struct key {
	uint32_t k[2][ROUNDS]; /* the key of each round */
	vq wide[2][ROUNDS];
};

static void key_make(const struct session_call *c, struct key *ret)
{
	uint32_t k[2] = { (uint32_t)c->key.k, (uint32_t)(c->key.k >> 32) };
	for (int i = 0; i < ROUNDS; i++)
		for (int h = 0; h < 2; h++) {
			ret->k[h][i] = k[h];
			ret->wide[h][i] = q_set1(k[h]);
			k[h] += h ? 0xBB67AE85 : 0x9E3779B9;
		}
}

/* Rounds 2 to 10 for LANES counters; words 0 and 1. Two registers at a time: a round waits for the one before it, and the other register fills the wait. */
static inline void philox(const struct key *k, const uint64_t *left, const uint64_t *right, vi *ret0, vi *ret1)
{
	const vq m0 = q_set1(0xD2511F53), m1 = q_set1(0xCD9E8D57);
	vq c1 = q_load(left), c0 = q_high(c1), c3 = q_load(right), c2 = q_high(c3);
	vq d1 = q_load(left + HALF), d0 = q_high(d1), d3 = q_load(right + HALF), d2 = q_high(d3);
	for (int i = 1; i < ROUNDS - 1; i++) {
		vq a = q_mul(m0, c0), b = q_mul(m1, c2), e = q_mul(m0, d0), f = q_mul(m1, d2);
		c0 = q_xor3(q_high(b), c1, k->wide[0][i]);
		d0 = q_xor3(q_high(f), d1, k->wide[0][i]);
		c1 = b;
		d1 = f;
		c2 = q_xor3(q_high(a), c3, k->wide[1][i]);
		d2 = q_xor3(q_high(e), d3, k->wide[1][i]);
		c3 = a;
		d3 = e;
	}
	vq b = q_mul(m1, c2), f = q_mul(m1, d2);
	c0 = q_xor3(q_high(b), c1, k->wide[0][ROUNDS - 1]);
	d0 = q_xor3(q_high(f), d1, k->wide[0][ROUNDS - 1]);
	*ret0 = words_of_q(c0, d0);
	*ret1 = words_of_q(b, f);
}

static inline vf weight(vf utility)
{
	const vf round = f_set1(SESSION_ROUND), one = f_set1(1);
	vf x = f_min(f_max(utility, f_set1(SESSION_UTILITY_MIN)), f_set1(SESSION_UTILITY_MAX));
	vf shifted = f_add(f_mul(x, f_set1(SESSION_LOG2E)), round), k = f_sub(shifted, round);
	vf r = f_sub(f_sub(x, f_mul(k, f_set1(SESSION_LN2_HI))), f_mul(k, f_set1(SESSION_LN2_LO)));
	vf q = f_set1(SESSION_E6);
	q = f_add(f_mul(q, r), f_set1(SESSION_E5));
	q = f_add(f_mul(q, r), f_set1(SESSION_E4));
	q = f_add(f_mul(q, r), f_set1(SESSION_E3));
	q = f_add(f_mul(q, r), f_set1(SESSION_E2));
	vf y = f_add(f_add(f_mul(q, f_mul(r, r)), r), one);
	return f_of_bits(i_add(bits_of_f(y), i_left(i_sub(bits_of_f(shifted), bits_of_f(round)), 23)));
}

/* (float)u of unsigned numbers: both halves are exact, the sum is rounded once. */
static inline vf f_of_u(vi u)
{
	return f_add(f_mul(f_of_i(i_right(u, 16)), f_set1(65536)), f_of_i(i_and(u, i_set1(65535))));
}

static inline vf exponential(vi u)
{
	const vf half = f_set1(0.5f), scale = f_set1(0x1p-32f), one = f_set1(1);
	vf low = f_mul(f_add(f_of_u(u), half), scale), y = f_mul(f_add(f_of_u(i_not(u)), half), scale);
	vi b = i_add(bits_of_f(y), i_set1(SESSION_ONE_BITS - SESSION_SQRT_HALF_BITS)), k = i_sub(i_right(b, 23), i_set1(127));
	vf m = f_of_bits(i_add(i_and(b, i_set1(0x7fffff)), i_set1(SESSION_SQRT_HALF_BITS)));
	vf f = f_where_zero(k, f_sub(f_set1(0), low), f_sub(m, one));
	vf z = f_mul(f, f), q = f_set1(SESSION_L10), e = f_of_i(k);
	q = f_add(f_mul(q, f), f_set1(SESSION_L9));
	q = f_add(f_mul(q, f), f_set1(SESSION_L8));
	q = f_add(f_mul(q, f), f_set1(SESSION_L7));
	q = f_add(f_mul(q, f), f_set1(SESSION_L6));
	q = f_add(f_mul(q, f), f_set1(SESSION_L5));
	q = f_add(f_mul(q, f), f_set1(SESSION_L4));
	q = f_add(f_mul(q, f), f_set1(SESSION_L3));
	vf log = f_add(f_sub(f_add(f_mul(q, f_mul(f, z)), f_mul(e, f_set1(SESSION_LN2_LO))), f_mul(half, z)), f);
	return f_sub(f_set1(0), f_add(log, f_mul(e, f_set1(SESSION_LN2_HI))));
}

static inline vi click_chance(vf utility)
{
	vf w = weight(utility);
	return i_of_f(f_mul(f_div(w, f_add(w, f_set1(1))), f_set1(0x1p31f)));
}

/* The first round of the draw of (session, listing), with what does not depend on the listing done. */
struct named {
	uint64_t left, right;
};
static inline struct named name_of(const struct key *k, uint64_t session, uint32_t purpose)
{
	return (struct named){ (uint64_t)((uint32_t)(session >> 32) ^ k->k[0][0]) << 32,
		UINT64_C(0xD2511F53) * (uint32_t)session ^ (uint64_t)(purpose << 16 ^ k->k[1][0]) << 32 };
}

/* Pages are many, and seldom in a cache when their turn comes. (As an ordinary function gcc takes it for one without effect, and drops it.) */
__attribute__((always_inline)) static inline void fetch(const struct session_call *c, const struct session_visitor *v, const struct session_counts *counts)
{
	if (v[-1].page == v->page)
		return;
	const struct session_page *p = &c->page[v->page];
	const struct session_counts *k = &counts[v->page];
	__builtin_prefetch(p->item);
	__builtin_prefetch(p->click[v->buys]);
	__builtin_prefetch(p->click_price);
	__builtin_prefetch(p->value);
	__builtin_prefetch(p->price);
	__builtin_prefetch(&p->n);
	__builtin_prefetch(k->expected);
	__builtin_prefetch(k->clicks);
	__builtin_prefetch(k->looked);
}

/* Lays out the places that visitors from `from` on look at, as many visitors as fit; how many. */
static uint32_t spread(const struct session_call *c, const struct key *k, uint32_t from, uint32_t end, struct session_counts *counts, struct block *b)
{
	const vq m1 = q_set1(0xCD9E8D57);
	uint32_t at = 0, n = 0;
	for (; n < VISITORS && from + n < end && at + SESSION_PLACES <= PLACES; n++) {
		const struct session_visitor *v = &c->visitor[from + n];
		const struct session_page *p = &c->page[v->page];
		const float *click = p->click[v->buys];
		const struct named name = name_of(k, v->id, c->click);
		const vq left = q_set1(name.left), right = q_set1(name.right);
		const vf alpha = f_set1(v->alpha);
		int looks = session_looks(p, v);
		if (end - from - n > AHEAD)
			fetch(c, v + AHEAD, counts);
		counts[v->page].looked[looks]++;
		b->start[n] = at;
		for (int i = 0; i < looks; i += LANES) {
			q_store(b->left + at + i, q_xor(q_mul(m1, q_load_words(p->item + i)), left));
			q_store(b->left + at + i + HALF, q_xor(q_mul(m1, q_load_words(p->item + i + HALF)), left));
			q_store(b->right + at + i, right);
			q_store(b->right + at + i + HALF, right);
			f_store(b->utility + at + i, f_sub(f_load(click + i), f_mul(alpha, f_load(p->click_price + i))));
		}
		at += (uint32_t)looks;
	}
	b->start[n] = at;
	return n;
}

/* Who is clicked of the first n places laid out. Two passes: a wrong guess about a click would throw away the draws that were begun behind it. */
static uint32_t click(const struct key *k, uint32_t n, struct block *b)
{
	uint32_t hits = 0;
	for (uint32_t i = 0, group = 0; i < n; i += LANES, group++) {
		vi u0, u1;
		philox(k, b->left + i, b->right + i, &u0, &u1);
		b->clicked[group] = (uint16_t)i_below(i_right(u0, 1), click_chance(f_load(b->utility + i)));
		i_store(b->taste + i, u1);
	}
	if (n % LANES)
		b->clicked[n / LANES] &= (uint16_t)((1u << n % LANES) - 1);
	for (uint32_t i = 0, group = 0; i < n; i += LANES, group++)
		for (uint32_t clicked = b->clicked[group]; clicked; clicked &= clicked - 1)
			b->hit[hits++] = i + (uint32_t)__builtin_ctz(clicked);
	return hits;
}

/* Values of the clicked, and whose they are; how many visitors clicked. */
static uint32_t gather(const struct session_call *c, uint32_t from, uint32_t hits, struct block *b)
{
	uint32_t s = 0, n = 0;
	for (uint32_t i = 0; i < hits; i++) {
		uint32_t at = b->hit[i];
		if (!n || at >= b->start[s + 1]) {
			while (at >= b->start[s + 1])
				s++;
			b->clicker[n] = s;
			b->first[n++] = i;
		}
		const struct session_visitor *v = &c->visitor[from + s];
		const struct session_page *p = &c->page[v->page];
		int place = (int)(at - b->start[s]);
		b->place[i] = (uint8_t)place;
		b->value[i] = (p->value[place] - v->alpha * p->price[place]) + session_felt(c, from + s, place);
		b->luck[i] = b->taste[at];
	}
	b->first[n] = hits;
	return n;
}

/* The outside alternatives of n visitors, behind the clicked. */
static void outside(const struct session_call *c, const struct key *k, uint32_t from, uint32_t hits, uint32_t n, struct block *b)
{
	const uint64_t item = UINT64_C(0xCD9E8D57) * session_item(0);
	for (uint32_t i = 0; i < n; i++) {
		const struct session_visitor *v = &c->visitor[from + b->clicker[i]];
		const struct named name = name_of(k, v->id, c->outside);
		b->left[i] = name.left ^ item;
		b->right[i] = name.right;
		b->value[hits + i] = v->outside;
	}
	for (uint32_t i = 0; i < n; i += LANES) {
		vi u0, u1;
		philox(k, b->left + i, b->right + i, &u0, &u1);
		i_store(b->luck + hits + i, u0);
	}
}

static void race(uint32_t n, struct block *b)
{
	for (uint32_t i = 0; i < n; i += LANES) {
		vf w = weight(f_load(b->value + i));
		f_store(b->weight + i, w);
		f_store(b->arrival + i, f_div(exponential(i_load(b->luck + i)), w));
	}
}

static void run(const struct session_call *c, struct session_counts *counts, struct session_log *log)
{
	struct block b;
	struct key k;
	key_make(c, &k);
	/* lanes behind the last one are computed and thrown away: they hold numbers from the start */
	memset(b.left, 0, sizeof b.left);
	memset(b.right, 0, sizeof b.right);
	memset(b.utility, 0, sizeof b.utility);
	memset(b.value, 0, sizeof b.value);
	memset(b.luck, 0, sizeof b.luck);
	for (uint32_t from = c->first, end = c->first + c->n, n; from < end; from += n) {
		n = spread(c, &k, from, end, counts, &b);
		uint32_t hits = click(&k, b.start[n], &b), clickers = gather(c, from, hits, &b);
		outside(c, &k, from, hits, clickers, &b);
		race(hits + clickers, &b);
		for (uint32_t i = 0; i < clickers; i++) {
			uint32_t h = b.first[i];
			const struct session_race r = { from + b.clicker[i], (int)(b.first[i + 1] - h), b.place + h, b.weight + h, b.arrival + h, b.weight[hits + i],
				b.arrival[hits + i] };
			session_close(c, &r, counts, log);
		}
	}
}

static void numbers(const float *utility, const uint32_t *u, uint32_t n, float *ret_weight, float *ret_exponential, int32_t *ret_chance)
{
	for (uint32_t i = 0; i < n; i += LANES) {
		f_store(ret_weight + i, weight(f_load(utility + i)));
		f_store(ret_exponential + i, exponential(i_load(u + i)));
		i_store((uint32_t *)ret_chance + i, click_chance(f_load(utility + i)));
	}
}
