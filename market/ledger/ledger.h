/* ledger.h: double entry for every store.
 *
 * Each entry has its original currency and its value in CNY at the posting's rate; the entries of a transaction add up to 0 in CNY. Balances run along.
 * Debits are positive, credits negative. Cash never goes below the credit line: the poster asks ledger_cash_fen() first. */
#ifndef MARKET_LEDGER_LEDGER_H
#define MARKET_LEDGER_LEDGER_H
#include "market/core/state.h"

enum account {
#define ACCOUNT(NAME, code, group, en, zh) ACCOUNT_##NAME,
#include "market/ledger/accounts.def"
#undef ACCOUNT
	ACCOUNT_MAX
};
enum account_group { GROUP_ASSET, GROUP_LIABILITY, GROUP_EQUITY, GROUP_INCOME, GROUP_EXPENSE };
struct account_desc {
	const char *code;
	enum account_group group;
	const char *en, *zh;
};
extern const struct account_desc account_desc[ACCOUNT_MAX];

enum topic { TOPIC_CAPITAL, TOPIC_PURCHASE, TOPIC_ORDER, TOPIC_SHIPMENT, TOPIC_REFUND, TOPIC_SETTLEMENT, TOPIC_STOCK, TOPIC_RELIEF, TOPIC_ADS };

struct posting {
	enum account account;
	uint32_t currency; /* row */
	int64_t minor;     /* debit > 0 */
	int64_t base_fen;
};
/* Posts one balanced transaction (asserted: sum of base_fen is 0). */
void ledger_post(struct market *m, uint32_t store, enum topic topic, uint64_t ref, int64_t at_min, const struct posting *v, int n);
int64_t ledger_cash_fen(const struct market *m, uint32_t store);
int64_t ledger_balance(const struct market *m, uint32_t store, enum account account, uint32_t currency); /* minor */
int64_t ledger_base(const struct market *m, uint32_t store, enum account account);                      /* fen, over currencies */
int64_t ledger_profit_fen(const struct market *m, uint32_t store); /* income less expense since the start */
/* Amount in a currency as CNY fen at the rate of the day of t_min. */
int64_t ledger_to_fen(const struct market *m, uint32_t currency, int64_t minor, int64_t t_min);
uint32_t ledger_cny(const struct market *m);
/* The same at a given rate (CNY for one unit, in millionths), and back; pure in the world. */
int64_t ledger_fen_at(const struct world *w, uint32_t currency, int64_t minor, int64_t fx_micro);
int64_t ledger_minor_at(const struct world *w, uint32_t currency, int64_t fen, int64_t fx_micro);
/* The world's figures in cents of a dollar (usual prices, floors) in a country's currency, at the rates with which the world began. */
int64_t ledger_from_usd(const struct world *w, uint32_t country, int64_t usd_minor);
int ledger_decimals(const struct world *w, uint32_t currency);
int64_t ledger_rate_micro(const struct market *m, uint32_t currency, int64_t t_min);
/* Works out the rates of the sellers' day of t_min once, for all who ask until the next call; any other day is worked out when asked. */
void ledger_know_rates(struct market *m, int64_t t_min);
int64_t ledger_balance_base(const struct market *m, uint32_t store, enum account account, uint32_t currency); /* fen */
/* PROBLEM_NO_CASH when cash and credit line do not cover the amount. */
enum problem_code ledger_can_pay(const struct market *m, uint32_t store, int64_t fen, struct problem *p);
/* What an order has brought or will bring to the platform balance: sales and shipping less tax inside, fees and refunds, in minor units. */
int64_t ledger_order_net(const struct market *m, uint32_t order);
/* Closes settlement cycles that end before until_min and pays them out. */
void ledger_tick(struct market *m, int64_t until_min);
#endif
