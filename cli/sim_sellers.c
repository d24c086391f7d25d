#include "cli/sim_sellers.h"
#include "base/money.h"

enum { NUMBERS = 64, SEEDS = 1000 };

bool sim_sellers_add(struct sim_sellers *x, const char *text)
{
	struct str s = str_c(text);
	ptrdiff_t colon = str_find(s, STR(":"), 0);
	int64_t n = 1;
	enum seller_grade g = seller_grade_find(colon < 0 ? s : str_sub(s, 0, (size_t)colon));
	if (g == SELLER_GRADES || (colon >= 0 && !str_i64(str_sub(s, (size_t)colon + 1, s.n), &n)) || n < 1 || n > SIM_SELLERS_MAX - x->n)
		return false;
	while (n--)
		x->grade[x->n++] = g;
	return true;
}

bool sim_sellers_open(struct sim_sellers *x, const struct world *w, uint64_t first_seat, int64_t seed, int64_t capital_fen, bot_act *act, void *arg)
{
	for (int i = 0; i < x->n; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		struct act_answer r;
		struct problem p;
		struct arena mem;
		struct seller_plan plan = seller_plan_of(x->grade[i]);
		arena_init(&mem, 0);
		a.seat_create = (struct act_seat_create){ .seat = first_seat + (uint64_t)i, .capital_fen = capital_fen };
		bool ok = act(arg, &a, &mem, &r, &p) == PROBLEM_NONE;
		arena_fini(&mem);
		if (!ok)
			return false;
		x->v[i] = seller_create(w, first_seat + (uint64_t)i, (uint32_t)(seed % SEEDS) * NUMBERS + (uint32_t)i, &plan);
	}
	return true;
}

void sim_sellers_json(const struct sim_sellers *x, const struct market *m, struct jw *j)
{
	jw_key(j, "sellers");
	jw_array(j);
	for (int i = 0; i < x->n; i++) {
		struct seller_result r;
		uint32_t accepted, refused;
		seller_result(m, seller_seat(x->v[i]), &r);
		seller_counts(x->v[i], &accepted, &refused);
		jw_object(j);
		jw_kcstr(j, "grade", seller_grade_name[x->grade[i]]);
		jw_kmoney(j, "profit", r.profit_fen, "CNY");
		jw_kmoney(j, "expected_profit", r.profit_fen - r.luck_fen, "CNY");
		jw_kmoney(j, "spare_stock", r.spare_fen, "CNY");
		jw_ki64(j, "orders", (int64_t)r.orders);
		jw_kf64(j, "expected_orders", r.expected, 2);
		jw_kmoney(j, "sales", r.sales_fen, "CNY");
		jw_kmoney(j, "ads", r.ads_fen, "CNY");
		jw_kmoney(j, "ad_sales", r.ad_sales_fen, "CNY");
		jw_ki64(j, "acts", accepted);
		jw_ki64(j, "refused", refused);
		jw_end_object(j);
	}
	jw_end_array(j);
}

void sim_sellers_text(const struct sim_sellers *x, const struct market *m, struct buf *out)
{
	if (x->n)
		buf_printf(out, "  %-9s %12s %12s %12s %8s %9s %12s %12s\n", "seller", "profit CNY", "expected", "spare stock", "orders", "expected", "ads CNY", "their sales");
	for (int i = 0; i < x->n; i++) {
		struct seller_result r;
		char money[5][MONEY_TEXT_MAX];
		seller_result(m, seller_seat(x->v[i]), &r);
		const int64_t fen[5] = { r.profit_fen, r.profit_fen - r.luck_fen, r.spare_fen, r.ads_fen, r.ad_sales_fen };
		for (int k = 0; k < 5; k++)
			money_format(fen[k], "CNY", money[k]);
		buf_printf(out, "  %-9s %12s %12s %12s %8llu %9.1f %12s %12s\n", seller_grade_name[x->grade[i]], money[0], money[1], money[2], (unsigned long long)r.orders, r.expected, money[3], money[4]);
	}
}

void sim_sellers_free(struct sim_sellers *x)
{
	for (int i = 0; i < x->n; i++)
		seller_destroy(x->v[i]);
}
