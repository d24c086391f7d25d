/* world.describe: everything about the world that pages show and forms need. */
#include "market/ask/inside.h"
#include "base/exact.h"
#include "base/hash.h"
#include "market/ledger/ledger.h"
#include "market/listing/check.h"
#include <stdio.h>

static void head(struct asking *q)
{
	char hash[DIGEST_TEXT_MAX];
	digest_format(q->w->hash, hash);
	jw_kcstr(q->j, "slug", q->w->slug);
	put_text2(q, "name", str_c(q->w->name_zh), str_c(q->w->name_en));
	jw_kcstr(q->j, "hash", hash);
	jw_ktime(q->j, "start", q->w->start_min);
	jw_ki64(q->j, "timezone_min", q->w->timezone_min);
}

static void currencies(struct asking *q)
{
	jw_key(q->j, "currencies");
	jw_array(q->j);
	for (uint32_t c = 0; c < q->w->currency.t.n; c++) {
		jw_object(q->j);
		put_world(q, "code", q->w->currency.code[c]);
		put_exchange(q, "cny", world_fx_micro(q->w, q->m->seed, c, q->day));
		jw_ki64(q->j, "decimals", ledger_decimals(q->w, c));
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void tax(struct asking *q, const char *key, uint32_t country, enum tax_kind kind)
{
	int64_t ppm = ask_tax_ppm(q, country, kind);
	if (ppm)
		put_rate(q, key, ppm);
	else
		jw_kcstr(q->j, key, NULL);
}

/* What ads cost at least: a click's bid, a campaign's day. */
static void ads_least(struct asking *q, const char *key, uint32_t country, double usd)
{
	int64_t minor = ledger_from_usd(q->w, country, ex_round(usd * 100));
	put_money(q, key, country, minor < 1 ? 1 : minor);
}

static void countries(struct asking *q)
{
	const struct w_country *c = &q->w->country;
	jw_key(q->j, "countries");
	jw_array(q->j);
	for (uint32_t i = 0; i < c->t.n; i++) {
		jw_object(q->j);
		put_world(q, "code", c->code[i]);
		put_text2(q, "name", world_str(q->w, c->name_zh[i]), world_str(q->w, c->name_en[i]));
		put_world(q, "currency", q->w->currency.code[c->currency[i]]);
		jw_kcstr(q->j, "language", tongue_code[c->tongue[i]]);
		put_rate(q, "buyers_share", c->buyers_ppm[i]);
		jw_ki64(q->j, "promise_days", c->promise_days[i]);
		tax(q, "tax_inside", i, TAX_VAT_INSIDE);
		tax(q, "sales_tax", i, TAX_SALES_ON_TOP);
		jw_kbool(q->j, "imperial", c->imperial[i]);
		ads_least(q, "ad_bid_min", i, q->w->params.ads_bid_min_usd);
		ads_least(q, "ad_budget_min", i, q->w->params.ads_budget_min_usd);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void values(struct asking *q, uint32_t attribute)
{
	jw_key(q->j, "values");
	jw_array(q->j);
	for (uint32_t v = 0; v < q->w->value.t.n; v++) {
		if (q->w->value.attribute[v] != attribute)
			continue;
		jw_object(q->j);
		put_world(q, "code", q->w->value.code[v]);
		put_names(q, "name", q->w->value.name[v]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void attributes(struct asking *q, uint32_t category)
{
	const struct w_attribute *a = &q->w->attribute;
	jw_key(q->j, "attributes");
	jw_array(q->j);
	for (uint32_t i = 0; i < a->t.n; i++) {
		if (a->category[i] != category)
			continue;
		jw_object(q->j);
		put_world(q, "code", a->code[i]);
		put_names(q, "name", a->name[i]);
		put_choice(q, "type", "enum|number|text", a->type[i]);
		put_world(q, "unit", a->unit[i]);
		jw_kbool(q->j, "required", a->required[i]);
		jw_kbool(q->j, "search", a->search[i]);
		values(q, i);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void categories(struct asking *q)
{
	const struct w_category *c = &q->w->category;
	char code[8];
	jw_key(q->j, "categories");
	jw_array(q->j);
	for (uint32_t i = 0; i < c->t.n; i++) {
		jw_object(q->j);
		put_world(q, "code", c->code[i]);
		put_names(q, "name", c->name[i]);
		put_rate(q, "referral_rate", c->referral_ppm[i]);
		put_rate(q, "return_rate", c->return_ppm[i]);
		jw_key(q->j, "price_floor");
		jw_object(q->j);
		for (uint32_t k = 0; k < q->w->country.t.n; k++) {
			struct str s = world_str(q->w, q->w->country.code[k]);
			snprintf(code, sizeof code, "%.*s", STR_FMT(s));
			put_money(q, code, k, ledger_from_usd(q->w, k, c->floor_usd[i]));
		}
		jw_end_object(q->j);
		attributes(q, i);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void channels(struct asking *q)
{
	const struct w_channel *c = &q->w->channel;
	const struct w_rate *r = &q->w->rate;
	jw_key(q->j, "channels");
	jw_array(q->j);
	for (uint32_t i = 0; i < c->t.n; i++) {
		uint32_t goes_to = 0;
		for (uint32_t k = 0; k < r->t.n; k++)
			if (r->channel[k] == i && r->from_day[k] <= q->day)
				goes_to |= 1u << r->country[k];
		jw_object(q->j);
		put_world(q, "code", c->code[i]);
		put_text2(q, "name", world_str(q->w, c->name_zh[i]), world_str(q->w, c->name_en[i]));
		put_world(q, "carrier", c->carrier[i]);
		put_choice(q, "kind", "post|line|express|local", c->kind[i]);
		jw_kbool(q->j, "tracked", c->tracked[i]);
		jw_kbool(q->j, "battery", c->battery[i]);
		jw_kbool(q->j, "liquid", c->liquid[i]);
		jw_ki64(q->j, "min_g", c->min_g[i]);
		jw_ki64(q->j, "max_g", c->max_g[i]);
		jw_key(q->j, "countries");
		jw_array(q->j);
		for (uint32_t k = 0; k < q->w->country.t.n; k++)
			if (goes_to >> k & 1)
				jw_str(q->j, world_str(q->w, q->w->country.code[k]));
		jw_end_array(q->j);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void findings(struct asking *q)
{
	jw_key(q->j, "findings");
	jw_array(q->j);
	for (int i = 0; i < FINDING_MAX; i++) {
		const struct finding_desc *f = &finding_desc[i];
		jw_object(q->j);
		jw_kcstr(q->j, "code", f->code);
		jw_kcstr(q->j, "field", f->field);
		put_choice(q, "severity", "tip|warn|block", f->severity);
		put_text2(q, "text", str_c(f->zh), str_c(f->en));
		put_text2(q, "fix", str_c(f->fix_zh), str_c(f->fix_en));
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void accounts(struct asking *q)
{
	jw_key(q->j, "accounts");
	jw_array(q->j);
	for (int i = 0; i < ACCOUNT_MAX; i++) {
		jw_object(q->j);
		jw_kcstr(q->j, "code", account_desc[i].code);
		put_choice(q, "group", "asset|liability|equity|income|expense", account_desc[i].group);
		put_text2(q, "name", str_c(account_desc[i].zh), str_c(account_desc[i].en));
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void rules(struct asking *q)
{
	const struct world_params *p = &q->w->params;
	jw_key(q->j, "rules");
	jw_object(q->j);
	jw_ki64(q->j, "settle_days", ex_round(p->settle_days));
	jw_ki64(q->j, "reserve_days", ex_round(p->reserve_days));
	jw_ki64(q->j, "ship_days", ex_round(p->ship_days));
	jw_ki64(q->j, "cancel_days", ex_round(p->cancel_days));
	jw_ki64(q->j, "return_days", ex_round(p->return_days));
	put_rate(q, "payment_fee", ex_round(p->payment_fee * 1e6));
	put_rate(q, "fx_fee", ex_round(p->fx_fee * 1e6));
	jw_ki64(q->j, "by_hand_before_rules", ex_round(p->rules_after));
	jw_ki64(q->j, "domestic_days", ex_round(p->domestic_days));
	put_fen(q, "domestic_per_kg", ex_round(100 * p->domestic_per_kg_cny));
	put_fen(q, "domestic_min", ex_round(100 * p->domestic_min_cny));
	jw_end_object(q->j);
}

enum problem_code ask_world_describe(struct asking *q)
{
	jw_object(q->j);
	head(q);
	currencies(q);
	countries(q);
	categories(q);
	channels(q);
	findings(q);
	accounts(q);
	rules(q);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}
