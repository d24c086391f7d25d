/* account.h: seats, registration, marketplaces. */
#ifndef MARKET_ACCOUNT_ACCOUNT_H
#define MARKET_ACCOUNT_ACCOUNT_H
#include "market/core/state.h"

enum problem_code account_seat_create(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code account_register(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code account_profile(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code account_open_market(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* grant.c: what a teacher gives. A granted store has papers that pass the checks below and belong to nobody. */
enum problem_code account_grant(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code account_keeper(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* By the seat itself: net worth under relief_under of the capital paid in, and no cash for the cheapest purchase of what it sells. */
enum problem_code account_relief(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code account_give_relief(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* The open store of a seat that an act names: PROBLEM_NO_SEAT, PROBLEM_NO_STORE, PROBLEM_STORE_NOT_ACTIVE. */
enum problem_code account_store_of_seat(const struct market *m, uint64_t seat_id, uint32_t *ret_store, struct problem *p);
uint32_t account_new_store(struct market *m, uint32_t seat);
void account_pay_in(struct market *m, uint32_t store, int64_t fen, int64_t at_min); /* capital, in cash */
enum problem_code account_check_name(const struct market *m, struct str name, uint32_t self, struct problem *p);
enum problem_code account_find_country(const struct market *m, struct str code, const char *field, uint32_t *ret, struct problem *p);
/* Decides applications whose time has come (decided_min is drawn when applying: keyed, 0.5 to 1.5 times approval_hours). */
void account_tick(struct market *m, int64_t until_min);
/* The store of a seat is named after it: known without the seat's row. */
static inline uint64_t account_store_id(uint64_t seat)
{
	return id_of(T_store, seat, 1);
}
/* The store that an act's seat may act for: PROBLEM_NO_STORE, PROBLEM_STORE_NOT_ACTIVE. */
enum problem_code account_store_of(const struct market *m, const struct act *a, bool must_be_active, uint32_t *ret_store, struct problem *p);

/* Pure checks, also used by the form. Sources: GB 32100-2015 (mod 31), account digits. */
bool account_licence_ok(struct str code);
bool account_bank_ok(struct str account); /* digits, or an IBAN (mod 97) */
bool account_tax_ok(struct str tax_id, struct str licence);
bool account_mail_ok(struct str s);
#endif
