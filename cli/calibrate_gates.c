/* The gates of the two worlds: values, lead times, days, concentration, repeat purchase. */
#include "base/calendar.h"
#include "base/exact.h"
#include "cli/calibrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SALT_ORDERS = 1, SALT_BUYERS, SALT_SELLERS, CATEGORY_FEW = 100 };

void gate(struct gates *s, const char *statistic, double thinning, uint64_t n, const char *ref, double simulated, double real, double distance, double limit)
{
	double d = distance >= 0 ? distance : ex_abs(simulated - real);
	bool well = d <= limit && n > 0;
	printf("%-21s %-44s %6.3f %8llu  %-44s %10.4f %10.4f %9.4f %7.3f  %s\n", s->world, statistic, thinning, (unsigned long long)n, ref, simulated, real, d, limit,
		well ? "pass" : "FAIL");
	s->passed += well;
	s->failed += !well;
}

json_t *reference_at(struct gates *s, const char *path)
{
	json_t *v = s->file;
	struct str rest = str_c(path), part;
	while (v && rest.n && str_next(&rest, '/', &part)) {
		char key[96];
		snprintf(key, sizeof key, "%.*s", STR_FMT(part));
		v = json_is_array(v) ? json_array_get(v, (size_t)strtoul(key, NULL, 10)) : json_object_get(v, key);
	}
	return v;
}

bool reference(struct gates *s, const char *path, double *ret)
{
	json_t *v = reference_at(s, path);
	if (!json_is_number(v)) {
		printf("%-21s %-44s the file has no number %s\n", s->world, "-", path);
		s->missing++;
		return false;
	}
	*ret = json_number_value(v);
	return true;
}

bool takes(uint64_t key, double share, uint64_t salt)
{
	return (double)(hash_u64(salt, key) >> 11) * 0x1p-53 < share;
}

/* Largest difference between the sample's distribution and a ladder of quantiles, p1 to p99. */
static double ks_of(const struct sample *sorted, json_t *q)
{
	double most = 0;
	const char *key;
	json_t *v;
	json_object_foreach(q, key, v) {
		double d = ex_abs(sample_below(sorted, json_number_value(v)) - strtod(key + 1, NULL) / 100);
		most = d > most ? d : most;
	}
	return most;
}

static double share_of(const struct gates *s, double wanted)
{
	return s->g->n_orders ? ex_min(1, wanted / s->g->n_orders) : 1;
}

/* ---- values ---- */

static void scaled_quantiles(struct gates *s, const char *what, const struct sample *sorted, double thinning, const char *path, double limit)
{
	static const int percent[] = { 10, 90 };
	char at[120], name[96];
	double middle = 0, real = 0;
	snprintf(at, sizeof at, "%s/p50", path);
	if (!reference(s, at, &middle))
		return;
	for (int i = 0; i < 2; i++) {
		snprintf(at, sizeof at, "%s/p%d", path, percent[i]);
		if (!reference(s, at, &real))
			continue;
		double sim = sample_quantile(sorted, percent[i] / 100.0) / sample_quantile(sorted, 0.5);
		snprintf(name, sizeof name, "%s, %d %% over median", what, percent[i]);
		gate(s, name, thinning, sorted->n, at, sim, real / middle, ex_abs(sim / (real / middle) - 1), limit);
	}
}

static void order_values(struct gates *s, const char *path, double thinning)
{
	struct sample v = { 0 }, ln = { 0 };
	char at[120];
	double real;
	for (uint32_t i = 0; i < s->g->n_orders; i++)
		if (takes(s->g->order[i].key, thinning, SALT_ORDERS)) {
			sample_put(&v, s->g->order[i].value);
			sample_put(&ln, ex_log(ex_max(0.01, s->g->order[i].value)));
		}
	sample_sort(&v);
	snprintf(at, sizeof at, "%s/sigma", path);
	if (reference(s, at, &real))
		gate(s, "order value, sd of ln", thinning, ln.n, at, sample_sd(&ln), real, -1, 0.1);
	snprintf(at, sizeof at, "%s/q", path);
	scaled_quantiles(s, "order value", &v, thinning, at, 0.1);
	sample_fini(&v);
	sample_fini(&ln);
}

static void category_values(struct gates *s, double thinning)
{
	const struct world *w = s->g->w;
	json_t *all = reference_at(s, "olist/A/price_by_category"), *of;
	const char *code;
	json_object_foreach(all, code, of) {
		struct sample ln = { 0 }, v = { 0 };
		char name[96], at[120];
		double real, few = json_number_value(json_object_get(of, "n"));
		uint32_t category = world_find(w, W_category, str_c(code));
		if (category == ROW_NONE || few < CATEGORY_FEW)
			continue;
		for (uint32_t i = 0; i < s->g->n_items; i++)
			if (s->g->item[i].category == category && takes(s->g->item[i].key, thinning, SALT_ORDERS))
				for (uint32_t k = 0; k < s->g->item[i].units; k++) {
					sample_put(&ln, ex_log(s->g->item[i].price));
					sample_put(&v, s->g->item[i].price);
				}
		sample_sort(&v);
		snprintf(name, sizeof name, "%.30s: sd of ln", code);
		snprintf(at, sizeof at, "olist/A/price_by_category/%s/sigma", code);
		if (reference(s, at, &real))
			gate(s, name, thinning, ln.n, strrchr(at, 'A') ? at + 8 : at, sample_sd(&ln), real, -1, 0.1);
		snprintf(at, sizeof at, "olist/A/price_by_category/%s/q", code);
		if (reference_at(s, at))
			scaled_quantiles(s, code, &v, thinning, at, 0.1);
		sample_fini(&ln);
		sample_fini(&v);
	}
}

/* ---- lead times ---- */

static void lead_times(struct gates *s, double thinning)
{
	static const struct {
		const char *name, *path;
		int local; /* -1: any */
	} part[] = { { "lead time, days", "olist/A/lead_days/q", -1 }, { "lead time within a region", "olist/A/lead_same_state/q", 1 }, { "lead time between regions", "olist/A/lead_other_state/q", 0 } };
	for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
		struct sample v = { 0 };
		json_t *q = reference_at(s, part[k].path);
		double median = json_number_value(json_object_get(q, "p50"));
		for (uint32_t i = 0; i < s->g->n_orders; i++) {
			const struct got_order *o = &s->g->order[i];
			if (!o->undelivered && takes(o->key, thinning, SALT_ORDERS) && (part[k].local < 0 || o->local == part[k].local))
				sample_put(&v, (double)(o->delivered_min - o->placed_min) / MIN_PER_DAY);
		}
		sample_sort(&v);
		char name[96];
		snprintf(name, sizeof name, "%s: KS (medians shown)", part[k].name);
		if (q)
			gate(s, name, thinning, v.n, part[k].path, sample_quantile(&v, 0.5), median, ks_of(&v, q), 0.05);
		else
			s->missing++;
		sample_fini(&v);
	}
}

/* ---- days: variance within months and days of the week, over the mean ---- */

static int month_of(int64_t day)
{
	struct civil c = cal_civil(day * MIN_PER_DAY);
	return c.year * 12 + c.month - 1;
}

static void day_spread(struct gates *s, const char *set, double thinning)
{
	char at[120], mean_at[120];
	double fano, real_mean;
	snprintf(at, sizeof at, "%s/daily_fano_within_month_dow", set);
	snprintf(mean_at, sizeof mean_at, "%s/daily_mean", set);
	if (!json_is_number(reference_at(s, at)) || !json_is_number(reference_at(s, mean_at)))
		return; /* not every set has it */
	reference(s, at, &fano);
	reference(s, mean_at, &real_mean);
	int32_t zone = s->g->w->country.t.n ? s->g->w->country.utc_min[0] : 0;
	int64_t first = INT64_MAX, last = INT64_MIN;
	for (uint32_t i = 0; i < s->g->n_orders; i++) {
		int64_t day = cal_day_of(s->g->order[i].placed_min + zone);
		first = day < first ? day : first;
		last = day > last ? day : last;
	}
	if (first >= last)
		return;
	size_t n = (size_t)(last - first + 1);
	double *count = mem_alloc(n * sizeof *count), squares = 0, free_days = 0, all = 0, days = 0;
	for (uint32_t i = 0; i < s->g->n_orders; i++)
		if (takes(s->g->order[i].buyer, thinning, SALT_BUYERS))
			count[cal_day_of(s->g->order[i].placed_min + zone) - first]++;
	/* the first and the last day may be cut short; days without any order (a shop that is closed) don't count */
	for (size_t a = 1; a + 1 < n; a++) {
		double sum = 0, square = 0, k = 0;
		bool seen = false;
		for (size_t b = 1; b + 1 < n; b++) {
			if (!count[b] || month_of(first + (int64_t)b) != month_of(first + (int64_t)a) || (b % 7) != (a % 7))
				continue;
			seen = seen || b < a;
			sum += count[b];
			square += count[b] * count[b];
			k++;
		}
		if (!count[a] || seen || k < 2)
			continue;
		squares += square - sum * sum / k;
		free_days += k - 1;
		all += sum;
		days += k;
	}
	double mean = days > 0 ? all / days : 1, variance = free_days > 0 ? squares / free_days : 0;
	gate(s, "days: (variance - mean) / mean^2", thinning, (uint64_t)days, at, (variance - mean) / (mean * mean), (fano - 1) / real_mean, -1, 0.015);
	free(count);
}

/* ---- concentration ---- */

struct tally { /* sums by id */
	struct map at;
	struct sample sum;
};

static void tally_add(struct tally *t, uint64_t id, double x)
{
	uint32_t i = map_find(&t->at, id);
	if (i == MAP_NONE) {
		i = t->sum.n;
		map_put(&t->at, id, i);
		sample_put(&t->sum, 0);
	}
	t->sum.v[i] += x;
}

static void tally_fini(struct tally *t)
{
	map_fini(&t->at);
	sample_fini(&t->sum);
}

static void sellers(struct gates *s)
{
	json_t *curve = reference_at(s, "olist/seller_gini_vs_thinning"), *point;
	double orders;
	size_t i;
	if (!reference(s, "olist/A/with_basket", &orders))
		return;
	json_array_foreach(curve, i, point) {
		/* the whole of that curve is both halves of the set */
		double part = json_number_value(json_array_get(point, 0)), thinning = share_of(s, 2 * orders * part);
		struct tally t = { 0 };
		uint64_t n = 0;
		map_init(&t.at);
		for (uint32_t k = 0; k < s->g->n_orders; k++)
			if (takes(s->g->order[k].key, thinning, SALT_SELLERS)) {
				tally_add(&t, s->g->order[k].store, s->g->order[k].value);
				n++;
			}
		char name[96], at[96];
		snprintf(name, sizeof name, "sellers' Gini of sales, %u sellers", t.sum.n);
		snprintf(at, sizeof at, "olist/seller_gini_vs_thinning/%zu", i);
		gate(s, name, thinning, n, at, figure_gini(&t.sum), json_number_value(json_array_get(point, 2)), -1, 0.05);
		tally_fini(&t);
	}
	if (!curve)
		s->missing++;
}

static void units_zipf(struct gates *s, const char *set, double thinning, uint64_t salt)
{
	char at[120];
	double real;
	struct tally t = { 0 };
	map_init(&t.at);
	for (uint32_t i = 0; i < s->g->n_orders; i++) {
		const struct got_order *o = &s->g->order[i];
		if (!takes(salt == SALT_BUYERS ? o->buyer : o->key, thinning, salt))
			continue;
		for (uint32_t k = 0; k < o->n_items; k++)
			tally_add(&t, s->g->item[o->first_item + k].listing, s->g->item[o->first_item + k].units);
	}
	snprintf(at, sizeof at, "%s/product_units_zipf/slope", set);
	char name[96];
	snprintf(name, sizeof name, "goods' units, Zipf slope, ranks 10-1000");
	if (reference(s, at, &real))
		gate(s, name, thinning, t.sum.n, at, figure_zipf(&t.sum, 10, 1000), real, -1, 0.1);
	tally_fini(&t);
}

/* ---- buyers who come again ---- */

struct first_buy {
	int64_t at_min, next_min;
};

static void repeats(struct gates *s, double thinning)
{
	struct map at;
	struct first_buy *v = mem_alloc((s->g->n_orders + 1) * sizeof *v);
	uint32_t n = 0, again = 0, soon = 0, could = 0;
	double real;
	int64_t last = 0;
	map_init(&at);
	for (uint32_t i = 0; i < s->g->n_orders; i++) {
		const struct got_order *o = &s->g->order[i];
		last = o->placed_min > last ? o->placed_min : last;
		if (!takes(o->buyer, thinning, SALT_BUYERS))
			continue;
		uint32_t k = map_find(&at, o->buyer);
		if (k == MAP_NONE) {
			map_put(&at, o->buyer, n);
			v[n++] = (struct first_buy){ o->placed_min, 0 };
		} else if (!v[k].next_min) {
			v[k].next_min = o->placed_min;
		}
	}
	for (uint32_t k = 0; k < n; k++) {
		again += v[k].next_min > 0;
		/* only of those whose 180 days are over */
		if (v[k].at_min + 180 * MIN_PER_DAY > last)
			continue;
		could++;
		soon += v[k].next_min && v[k].next_min <= v[k].at_min + 180 * MIN_PER_DAY;
	}
	if (reference(s, "uci_online_retail/A/repeat_customer_share", &real))
		gate(s, "buyers with a second order", thinning, n, "uci/A/repeat_customer_share", n ? (double)again / n : 0, real, -1, 0.05);
	if (reference(s, "uci_online_retail/A/repeat_within_180d", &real))
		gate(s, "the same within 180 days", thinning, could, "uci/A/repeat_within_180d", could ? (double)soon / could : 0, real, -1, 0.05);
	map_fini(&at);
	free(v);
}

/* ---- */

void gates_consumer(struct gates *s)
{
	double orders;
	if (!reference(s, "olist/A/with_basket", &orders))
		return;
	double thinning = share_of(s, orders);
	category_values(s, thinning);
	order_values(s, "olist/A/order_value_brl", thinning);
	lead_times(s, thinning);
	day_spread(s, "olist/A", 1);
	gates_reviews(s);
	sellers(s);
	units_zipf(s, "olist/A", thinning, SALT_ORDERS);
	gates_clicks(s);
	gates_responses(s);
}

void gates_wholesale(struct gates *s)
{
	double invoices;
	if (!reference(s, "uci_online_retail/A/invoices", &invoices))
		return;
	double thinning = share_of(s, invoices);
	order_values(s, "uci_online_retail/A/order_value_gbp", thinning);
	day_spread(s, "uci_online_retail/A", thinning);
	units_zipf(s, "uci_online_retail/A", thinning, SALT_BUYERS);
	repeats(s, thinning);
}
