/* freight.h: channels, their prices and promises, tracking numbers, duties. */
#ifndef MARKET_FREIGHT_FREIGHT_H
#define MARKET_FREIGHT_FREIGHT_H
#include "market/core/state.h"

enum freight_refusal { FREIGHT_OK, FREIGHT_NO_RATE, FREIGHT_TOO_LIGHT, FREIGHT_TOO_HEAVY, FREIGHT_TOO_LARGE, FREIGHT_BATTERY, FREIGHT_LIQUID };
struct freight_quote {
	enum freight_refusal refusal;
	uint32_t weight_g, volume_g, charge_g; /* actual, volumetric, charged */
	int64_t freight_fen, duty_fen;         /* duty: what the seller pays at shipping (DDP channels), handling included */
	uint16_t days_min, days_max;           /* carrier's, from hand-over */
	uint32_t rate;                         /* row */
};
/* Pure in the world. value_minor: goods value in the country's currency, tax excluded. */
void freight_quote(const struct world *w, uint32_t channel, uint32_t country, uint32_t good, uint32_t quantity, int64_t value_minor, int64_t day, int64_t fx_micro, struct freight_quote *ret);
/* Import charges the buyer or seller owes on one order: duty per item, duty percent, handling. In the country's minor units. */
int64_t freight_duty_minor(const struct world *w, uint32_t country, uint32_t good, uint32_t quantity, int64_t value_minor, int64_t day);
/* Makes the parcel of an order, handed over at at_min, and draws its times. */
uint32_t freight_hand_over(struct market *m, uint32_t order, uint32_t channel, const struct freight_quote *q, int64_t at_min);
/* True if customs inspect the parcel: the draw of its times. */
bool freight_held(const struct market *m, uint32_t parcel);
bool freight_held_id(const struct market *m, uint64_t parcel_id);
/* What a lane is like on the day of a time: waves (customs, weather, strikes: lane_shock_sd) and the carriers' backlog (carrier_capacity). {1, 0} where the world has
 * neither. Both are functions of key and day; m remembers them. country < 32. */
struct lane_state {
	double factor; /* on the time of the way, 1 on average */
	double wait_days;
};
/* demand_level(), remembered. */
double freight_level(struct market *m, uint32_t country, int64_t day);
void freight_lane(struct market *m, uint32_t country, int64_t t_min, struct lane_state *ret);
/* UPU S10: two letters, eight digits, check digit (weights 8 6 4 2 3 5 9 7), country. */
int freight_s10_check(uint32_t serial);
/* The day after hand-over by which 80 % of the parcels of a row of rates have arrived. */
uint16_t freight_usual_days(const struct world *w, uint32_t rate);
/* Shown promise of an offer: the larger of the seller's and the channel's 80 % day, handling included. */
uint16_t freight_promise_days(const struct market *m, uint32_t offer);
/* True where a channel settles the import charges (or there is no rate): the buyer pays none. */
bool freight_duties_paid(const struct world *w, uint32_t channel, uint32_t country, int64_t day);
/* The refusal as a problem; FREIGHT_OK gives PROBLEM_NONE. */
enum problem_code freight_problem(const struct world *w, uint32_t channel, uint32_t country, enum freight_refusal r, struct problem *p);
#endif
