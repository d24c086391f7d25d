/* Seats, registration of stores, marketplaces. */
#include "market/account/account.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "market/ledger/ledger.h"
#include "market/rivals/rivals.h"

enum problem_code account_seat_create(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_seat_create *x = &a->seat_create;
	if (state_find(m, T_seat, x->seat) != ROW_NONE)
		return problem_set(p, PROBLEM_SEAT_EXISTS, "seat", NULL);
	uint32_t s = state_add(m, T_seat, x->seat);
	m->seat.capital_fen[s] = x->capital_fen;
	m->seat.credit_line_fen[s] = a->given & 1u << 3 ? x->credit_line_fen : ex_round(m->world->params.credit_line_cny * 100);
	m->seat.label[s] = set_text(&m->set, x->label);
	m->meta.seats[0]++;
	if (m->meta.seats[0] > m->meta.demand_seats[0]) {
		m->meta.demand_seats[0] = m->meta.seats[0];
		rivals_open(m, (uint32_t)(m->world->params.rival_listings_per_seat * m->meta.demand_seats[0]));
	}
	ret->id = x->seat;
	return PROBLEM_NONE;
}

enum problem_code account_store_of(const struct market *m, const struct act *a, bool must_be_active, uint32_t *ret_store, struct problem *p)
{
	uint32_t seat = state_find(m, T_seat, a->seat);
	if (seat == ROW_NONE)
		return problem_set(p, PROBLEM_NO_SEAT, "", NULL);
	uint32_t store = m->seat.store[seat];
	if (store == ROW_NONE)
		return problem_set(p, PROBLEM_NO_STORE, "", NULL);
	if (must_be_active && m->store.state[store] != STORE_ACTIVE)
		return problem_set(p, PROBLEM_STORE_NOT_ACTIVE, "", NULL);
	*ret_store = store;
	return PROBLEM_NONE;
}

static void text_of(struct str s, char *ret, size_t size)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		ret[i] = s.p[i];
	ret[n] = 0;
}

enum problem_code account_check_name(const struct market *m, struct str name, uint32_t self, struct problem *p)
{
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (s != self && m->store.state[s] != STORE_REJECTED && m->store.state[s] != STORE_CLOSED && str_eq_nocase(str_trim(name), str_trim(state_str(m, m->store.name[s])))) {
			char text[96];
			text_of(name, text, sizeof text);
			return problem_set(p, PROBLEM_STORE_NAME_TAKEN, "name", text, NULL);
		}
	return PROBLEM_NONE;
}

static enum problem_code check_documents(const struct market *m, const struct act_store_register *x, uint32_t self, struct problem *p)
{
	char text[96];
	if (!str_eq(x->form, STR("company")) && !str_eq(x->form, STR("individual")))
		return problem_set(p, PROBLEM_STORE_FORM, "form", NULL);
	if (!account_licence_ok(x->licence))
		return problem_set(p, PROBLEM_STORE_LICENCE, "licence", NULL);
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (s != self && m->store.kind[s] == 0 && m->store.state[s] != STORE_REJECTED && str_eq(x->licence, state_str(m, m->store.licence[s])))
			return problem_set(p, PROBLEM_STORE_LICENCE_TAKEN, "licence", NULL);
	if (!account_bank_ok(x->bank_account))
		return problem_set(p, PROBLEM_STORE_BANK_ACCOUNT, "bank_account", NULL);
	if (!str_eq(str_trim(x->bank_holder), str_trim(x->legal_name))) {
		text_of(str_trim(x->legal_name), text, sizeof text);
		return problem_set(p, PROBLEM_STORE_BANK_HOLDER, "bank_holder", text, NULL);
	}
	if (!account_tax_ok(x->tax_id, x->licence)) {
		text_of(x->licence, text, sizeof text);
		return problem_set(p, PROBLEM_STORE_TAX_ID, "tax_id", text, NULL);
	}
	if (!account_mail_ok(x->contact))
		return problem_set(p, PROBLEM_STORE_CONTACT, "contact", NULL);
	return account_check_name(m, x->name, self, p);
}

enum problem_code account_find_country(const struct market *m, struct str code, const char *field, uint32_t *ret, struct problem *p)
{
	char text[96];
	uint32_t c = world_find(m->world, W_country, code);
	if (c == ROW_NONE) {
		text_of(code, text, sizeof text);
		return problem_set(p, PROBLEM_UNKNOWN_CODE, field, text, NULL);
	}
	*ret = c;
	return PROBLEM_NONE;
}

uint32_t account_new_store(struct market *m, uint32_t seat)
{
	uint32_t s = state_add(m, T_store, account_store_id(m->seat.id[seat]));
	m->store.seat[s] = seat;
	m->seat.store[seat] = s;
	m->store.credit_line_fen[s] = m->seat.credit_line_fen[seat];
	return s;
}

void account_pay_in(struct market *m, uint32_t s, int64_t fen, int64_t at_min)
{
	uint32_t cny = ledger_cny(m);
	if (!fen)
		return;
	struct posting v[] = { { ACCOUNT_CASH, cny, fen, fen }, { ACCOUNT_CAPITAL, cny, -fen, -fen } };
	ledger_post(m, s, TOPIC_CAPITAL, m->store.id[s], at_min, v, 2);
}

enum problem_code account_register(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_store_register *x = &a->store_register;
	uint32_t seat = state_find(m, T_seat, a->seat), countries = 0;
	if (seat == ROW_NONE)
		return problem_set(p, PROBLEM_NO_SEAT, "", NULL);
	uint32_t s = m->seat.store[seat];
	if (s != ROW_NONE && m->store.state[s] != STORE_REJECTED)
		return problem_set(p, PROBLEM_STORE_EXISTS, "", NULL);
	enum problem_code e = check_documents(m, x, s, p);
	for (size_t i = 0; i < x->countries.n && !e; i++) {
		uint32_t c = 0;
		e = account_find_country(m, x->countries.v[i], "countries", &c, p);
		countries |= 1u << c;
	}
	if (e)
		return e;
	bool first = s == ROW_NONE;
	if (first)
		s = account_new_store(m, seat);
	m->store.state[s] = STORE_APPLIED;
	m->store.reject_reason[s] = REJECT_NONE;
	m->store.form[s] = str_eq(x->form, STR("individual"));
	m->store.name[s] = set_text(&m->set, str_trim(x->name));
	m->store.brand[s] = set_text(&m->set, str_trim(x->brand));
	m->store.legal_name[s] = set_text(&m->set, x->legal_name);
	m->store.licence[s] = set_text(&m->set, x->licence);
	m->store.bank_account[s] = set_text(&m->set, x->bank_account);
	m->store.bank_holder[s] = set_text(&m->set, x->bank_holder);
	m->store.tax_id[s] = set_text(&m->set, x->tax_id);
	m->store.contact[s] = set_text(&m->set, x->contact);
	m->store.countries[s] = countries;
	m->store.applied_min[s] = now_min(m);
	struct draw d = rng_draw(m->key, DRAW_APPROVAL, m->store.id[s], 0, 0);
	m->store.decided_min[s] = now_min(m) + ex_round(m->world->params.approval_hours * MIN_PER_HOUR * (0.5 + rng_uniform(d.u[0])));
	state_touch(m, T_store, s);
	if (first)
		account_pay_in(m, s, m->seat.capital_fen[seat], now_min(m));
	ret->id = m->store.id[s];
	return PROBLEM_NONE;
}

enum problem_code account_profile(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_store_profile *x = &a->store_profile;
	uint32_t s = 0;
	enum problem_code e = account_store_of(m, a, false, &s, p);
	if (!e && (a->given & 1))
		e = account_check_name(m, x->name, s, p);
	if (e)
		return e;
	if (a->given & 1)
		m->store.name[s] = set_text(&m->set, str_trim(x->name));
	if (a->given & 2)
		m->store.about[s] = set_text(&m->set, x->about);
	state_touch(m, T_store, s);
	ret->id = m->store.id[s];
	return PROBLEM_NONE;
}

enum problem_code account_open_market(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t s = 0, c = 0;
	enum problem_code e = account_store_of(m, a, true, &s, p);
	if (!e)
		e = account_find_country(m, a->store_open_market.country, "country", &c, p);
	if (e)
		return e;
	if (m->store.countries[s] >> c & 1) {
		char name[96];
		country_names(m->world, c, name, sizeof name);
		return problem_set(p, PROBLEM_STORE_MARKET_OPEN, "country", name, NULL);
	}
	m->store.countries[s] |= 1u << c;
	state_touch(m, T_store, s);
	ret->id = m->store.id[s];
	return PROBLEM_NONE;
}

/* What a reviewer sees and a form can't: the kind of body that the licence names (second character: 1 enterprise, 2 individual business), and other people's brands. */
static enum reject_reason judge(const struct market *m, uint32_t s)
{
	struct str licence = state_str(m, m->store.licence[s]), name = state_str(m, m->store.name[s]), brand = state_str(m, m->store.brand[s]);
	if (licence.p[0] == '9' && (licence.p[1] == '2') != (m->store.form[s] == 1))
		return REJECT_LICENCE_KIND;
	const struct world *w = m->world;
	for (uint32_t r = 0; r < w->rival.t.n; r++) {
		struct str other = world_str(w, w->rival.brand[r]);
		if (other.n && (str_eq_nocase(other, name) || str_eq_nocase(other, brand)))
			return REJECT_BRAND;
	}
	return REJECT_NONE;
}

void account_tick(struct market *m, int64_t until_min)
{
	for (uint32_t s = 0; s < m->store.t.n; s++) {
		if (m->store.state[s] != STORE_APPLIED || m->store.decided_min[s] >= until_min)
			continue;
		enum reject_reason reason = judge(m, s);
		m->store.reject_reason[s] = (uint8_t)reason;
		m->store.state[s] = reason ? STORE_REJECTED : STORE_ACTIVE;
		state_touch(m, T_store, s);
		state_event(m, reason ? EVENT_STORE_REJECTED : EVENT_STORE_APPROVED, s, m->store.id[s], reason, 0);
	}
}
