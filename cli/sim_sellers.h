/* sim_sellers.h: the reference sellers of a simulation. */
#ifndef CLI_SIM_SELLERS_H
#define CLI_SIM_SELLERS_H
#include "base/json.h"
#include "bots/seller.h"

enum { SIM_SELLERS_MAX = 500 };
struct sim_sellers {
	struct seller *v[SIM_SELLERS_MAX];
	enum seller_grade grade[SIM_SELLERS_MAX];
	int n;
};
/* "GRADE" or "GRADE:N": N more of that grade; false if that is not one, or too many. */
bool sim_sellers_add(struct sim_sellers *x, const char *text);
/* Opens a seat for each, from first_seat on; the goods follow from the seed and the place in line, so that a grade in another's place sells the same. */
bool sim_sellers_open(struct sim_sellers *x, const struct world *w, uint64_t first_seat, int64_t seed, int64_t capital_fen, bot_act *act, void *arg);
void sim_sellers_json(const struct sim_sellers *x, const struct market *m, struct jw *j);
void sim_sellers_text(const struct sim_sellers *x, const struct market *m, struct buf *out);
void sim_sellers_free(struct sim_sellers *x);
#endif
