/* What a teacher gives: a store that is open at once, and relief for one that cannot go on. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/account/account.h"
#include "market/ledger/ledger.h"
#include "market/orders/orders.h"
#include <stdio.h>
#include <string.h>

enum { GRANT_SEAT, GRANT_NAME, GRANT_COUNTRIES, GRANT_BRAND, GRANT_DAYS, GRANT_CAPITAL };
enum { GIVE_SEAT, GIVE_AMOUNT };

/* ---- papers that hold against account_licence_ok() and its like, and belong to nobody ---- */

static bool licence_taken(const struct market *m, struct str licence, uint32_t self)
{
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (s != self && m->store.kind[s] == 0 && str_eq(licence, state_str(m, m->store.licence[s])))
			return true;
	return false;
}

static void draw_licence(const struct market *m, uint32_t s, char ret[19])
{
	uint32_t attempt = 0;
	do {
		struct draw d = rng_draw(m->key, DRAW_PAPERS, m->store.id[s], 0, attempt++);
		snprintf(ret, 19, "91440300MA5%06u0", (uint32_t)rng_below(d.u[0], 1000000));
		static const char letters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
		for (int i = 0; i < 31 && !account_licence_ok(str_c(ret)); i++)
			ret[17] = letters[i];
	} while (licence_taken(m, str_c(ret), s) && attempt < 60000);
}

static void fill_papers(struct market *m, uint32_t s)
{
	char licence[19];
	draw_licence(m, s, licence);
	struct draw d = rng_draw(m->key, DRAW_PAPERS, m->store.id[s], 1, 0);
	struct str number = str_sub(str_c(licence), 11, 17);
	struct str legal = arena_printf(&m->tick, "公行实训%.*s号贸易有限公司", STR_FMT(number));
	m->store.form[s] = 0;
	m->store.licence[s] = set_text(&m->set, str_c(licence));
	m->store.tax_id[s] = m->store.licence[s];
	m->store.legal_name[s] = set_text(&m->set, legal);
	m->store.bank_holder[s] = m->store.legal_name[s];
	m->store.bank_account[s] =
		set_text(&m->set, arena_printf(&m->tick, "622202%07u%06u", (uint32_t)rng_below(d.u[0], 10000000), (uint32_t)rng_below(d.u[1], 1000000)));
	m->store.contact[s] = set_text(&m->set, arena_printf(&m->tick, "shop%.*s@example.com", STR_FMT(number)));
}

/* ---- a store ---- */

enum problem_code account_grant(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_store_grant *x = &a->store_grant;
	uint32_t seat = state_find(m, T_seat, x->seat), countries = 0;
	if (seat == ROW_NONE)
		return problem_set(p, PROBLEM_NO_SEAT, "seat", NULL);
	uint32_t s = m->seat.store[seat];
	if (s != ROW_NONE && m->store.state[s] != STORE_REJECTED && m->store.state[s] != STORE_APPLIED)
		return problem_set(p, PROBLEM_STORE_EXISTS, "seat", NULL);
	enum problem_code e = account_check_name(m, x->name, s, p);
	for (size_t i = 0; i < x->countries.n && !e; i++) {
		uint32_t c = 0;
		e = account_find_country(m, x->countries.v[i], "countries", &c, p);
		countries |= 1u << c;
	}
	if (e)
		return e;
	int64_t days = a->given >> GRANT_DAYS & 1 ? x->days_ago : 0;
	int64_t capital = a->given >> GRANT_CAPITAL & 1 ? x->capital_fen : m->seat.capital_fen[seat];
	bool first = s == ROW_NONE;
	if (first) {
		s = account_new_store(m, seat);
		m->store.applied_min[s] = now_min(m) - days * MIN_PER_DAY;
		account_pay_in(m, s, capital, m->store.applied_min[s]);
	}
	m->store.decided_min[s] = first ? m->store.applied_min[s] : now_min(m);
	m->store.state[s] = STORE_ACTIVE;
	m->store.reject_reason[s] = REJECT_NONE;
	m->store.granted[s] = 1;
	m->store.name[s] = set_text(&m->set, str_trim(x->name));
	m->store.brand[s] = set_text(&m->set, str_trim(x->brand));
	m->store.countries[s] = countries;
	fill_papers(m, s);
	state_touch(m, T_store, s);
	state_event(m, EVENT_STORE_APPROVED, s, m->store.id[s], 0, 0);
	ret->id = m->store.id[s];
	return PROBLEM_NONE;
}

enum problem_code account_store_of_seat(const struct market *m, uint64_t seat_id, uint32_t *ret_store, struct problem *p)
{
	struct act as = { .seat = seat_id };
	return account_store_of(m, &as, true, ret_store, p);
}

enum problem_code account_keeper(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t s = 0;
	enum problem_code e = account_store_of_seat(m, a->seat_keeper.seat, &s, p);
	if (e)
		return e;
	uint8_t on = a->seat_keeper.on != 0;
	ret->id = m->store.id[s];
	if (m->store.keeper[s] == on)
		return PROBLEM_NONE;
	m->store.keeper[s] = on;
	state_touch(m, T_store, s);
	orders_due_again(m, s);
	state_event(m, EVENT_KEEPER_SET, s, m->store.id[s], on, 0);
	return PROBLEM_NONE;
}

/* ---- relief ---- */

static int64_t capital_fen(const struct market *m, uint32_t s)
{
	return -ledger_base(m, s, ACCOUNT_CAPITAL);
}

static int64_t worth_fen(const struct market *m, uint32_t s)
{
	return ledger_cash_fen(m, s) + ledger_base(m, s, ACCOUNT_RECEIVABLE) + ledger_base(m, s, ACCOUNT_INVENTORY) + ledger_base(m, s, ACCOUNT_INBOUND);
}

static int64_t share_fen(const struct market *m, uint32_t s, double share)
{
	return money_ppm(capital_fen(m, s), ex_round(share * 1e6));
}

/* The cheapest purchase of goods that the store sells; of any goods where it sells none. */
static int64_t cheapest_purchase_fen(const struct market *m, uint32_t s)
{
	const struct world *w = m->world;
	int64_t own = INT64_MAX, any = INT64_MAX;
	for (uint32_t l = 0; l < m->listing.t.n; l++)
		if (m->listing.store[l] == s && m->listing.state[l] != LISTING_DELETED) {
			int64_t fen = purchase_least_fen(w, m->listing.good[l]);
			own = fen < own ? fen : own;
		}
	for (uint32_t g = 0; own == INT64_MAX && g < w->good.t.n; g++) {
		int64_t fen = purchase_least_fen(w, g);
		any = fen < any ? fen : any;
	}
	return own != INT64_MAX ? own : any == INT64_MAX ? 0 : any;
}

static void relieve(struct market *m, uint32_t s, int64_t fen)
{
	uint32_t cny = ledger_cny(m);
	struct posting v[] = { { ACCOUNT_CASH, cny, fen, fen }, { ACCOUNT_RELIEF, cny, -fen, -fen } };
	ledger_post(m, s, TOPIC_RELIEF, m->store.id[s], now_min(m), v, 2);
	m->store.reliefs[s]++;
	m->store.relief_fen[s] += fen;
	state_touch(m, T_store, s);
	state_event(m, EVENT_STORE_RELIEF, s, m->store.id[s], fen, m->store.reliefs[s]);
}

static enum problem_code refuse_fen(struct problem *p, enum problem_code code, int64_t a, int64_t b)
{
	char x[MONEY_TEXT_MAX], y[MONEY_TEXT_MAX];
	money_format(a, "CNY", x);
	money_format(b, "CNY", y);
	return problem_set(p, code, "", x, y, NULL);
}

enum problem_code account_relief(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct world_params *k = &m->world->params;
	uint32_t s = 0;
	enum problem_code e = account_store_of(m, a, true, &s, p);
	if (e)
		return e;
	int64_t worth = worth_fen(m, s), under = share_fen(m, s, k->relief_under), cash = ledger_cash_fen(m, s), least = cheapest_purchase_fen(m, s);
	int64_t fen = share_fen(m, s, k->relief_to) - cash;
	if (worth >= under || fen <= 0)
		return refuse_fen(p, PROBLEM_RELIEF_WEALTH, under, worth);
	if (cash + m->store.credit_line_fen[s] >= least)
		return refuse_fen(p, PROBLEM_RELIEF_CAN_BUY, least, cash);
	if (m->store.reliefs[s] >= (uint32_t)ex_max(0, k->relief_times)) {
		char n[16];
		snprintf(n, sizeof n, "%u", m->store.reliefs[s]);
		return problem_set(p, PROBLEM_RELIEF_SPENT, "", n, NULL);
	}
	relieve(m, s, fen);
	ret->id = m->store.id[s];
	ret->amount_fen = fen;
	return PROBLEM_NONE;
}

enum problem_code account_give_relief(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t s = 0;
	enum problem_code e = account_store_of_seat(m, a->relief_give.seat, &s, p);
	if (e)
		return e;
	int64_t to = share_fen(m, s, m->world->params.relief_to), cash = ledger_cash_fen(m, s);
	int64_t fen = a->given >> GIVE_AMOUNT & 1 ? a->relief_give.amount_fen : to - cash;
	if (fen <= 0)
		return refuse_fen(p, PROBLEM_RELIEF_WEALTH, to, cash);
	relieve(m, s, fen);
	ret->id = m->store.id[s];
	ret->amount_fen = fen;
	return PROBLEM_NONE;
}
