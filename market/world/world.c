#include "market/world/world.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "base/problem.h"
#include "base/rng.h"
#include "base/wire.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLD_FORMAT = 1, WORLD_MAX_BYTES = 1 << 30 };
static const char magic[8] = "COHONGW";

#define C(kind, name, of) { #name, COLUMN_##kind, of },
#define TABLE(name, flags, columns) static const struct column columns_##name[] = { columns{ NULL, COLUMN_u8, "" } };
#include "market/world/world.def"
#undef TABLE
#undef C

static const struct table_desc world_desc[W_MAX] = {
#define TABLE(name, flags, columns) { #name, flags, columns_##name, sizeof columns_##name / sizeof(struct column) - 1, offsetof(struct world, name) },
#include "market/world/world.def"
#undef TABLE
};

static const struct {
	const char *name;
	size_t offset;
	double value;
} params[] = {
#define PARAM(name, value, unit, note) { #name, offsetof(struct world_params, name), value },
#include "market/world/params.def"
#undef PARAM
};
enum { N_PARAMS = sizeof params / sizeof *params };

static double *param_at(struct world *w, size_t i)
{
	return (double *)(void *)((char *)&w->params + params[i].offset);
}

struct world *world_create(void)
{
	struct world *w = mem_alloc(sizeof *w);
	set_init(&w->set, world_desc, W_MAX, w);
	for (size_t i = 0; i < N_PARAMS; i++)
		*param_at(w, i) = params[i].value;
	map_init(&w->by_code);
	return w;
}

static void drop_indexes(struct world *w)
{
	for (int t = 0; t < TONGUE_MAX; t++)
		map_fini(&w->token_df[t]);
	free(w->good_of_category_at);
	free(w->good_of_category);
	free(w->query_of_country_at);
	free(w->query_of_country);
	map_fini(&w->by_code);
}

void world_destroy(struct world *w)
{
	if (!w)
		return;
	drop_indexes(w);
	set_fini(&w->set);
	free(w);
}

/* ---- codes: a table's code is its column `code` (param: `key`); what it is a part of is its first column, if that is a row. */

static const struct text_ref *code_cell(const struct world *w, int t, uint32_t row)
{
	const struct table_desc *d = &world_desc[t];
	for (int c = 0; c < d->n_columns; c++)
		if (d->columns[c].kind == COLUMN_text && (strcmp(d->columns[c].name, "code") == 0 || strcmp(d->columns[c].name, "key") == 0))
			return set_cell(&w->set, t, c, row);
	return NULL;
}

static uint32_t parent_of(const struct world *w, int t, uint32_t row)
{
	return world_desc[t].columns[0].kind == COLUMN_row ? *(const uint32_t *)set_cell(&w->set, t, 0, row) : ROW_NONE;
}

/* Zero is no key of a map. */
static uint64_t code_key(int t, uint32_t parent, struct str code)
{
	uint64_t key = hash_str(((uint64_t)t + 1) << 32 | (uint64_t)(uint32_t)(parent + 1), code);
	return key ? key : 1;
}

static void index_codes(struct world *w)
{
	for (int t = 0; t < W_MAX; t++) {
		uint32_t n = set_table(&w->set, t)->n;
		for (uint32_t row = 0; row < n; row++) {
			const struct text_ref *code = code_cell(w, t, row);
			if (!code)
				break;
			uint64_t alone = code_key(t, ROW_NONE, world_str(w, *code));
			uint32_t parent = parent_of(w, t, row);
			/* where parents share a code, the first is found by the code alone */
			if (map_find(&w->by_code, alone) == MAP_NONE)
				map_put(&w->by_code, alone, row);
			if (parent != ROW_NONE)
				map_put(&w->by_code, code_key(t, parent, world_str(w, *code)), row);
		}
	}
}

static uint32_t find(const struct world *w, int t, uint32_t parent, struct str code)
{
	uint32_t row = map_find(&w->by_code, code_key(t, parent, code));
	if (row == MAP_NONE || row >= set_table(&w->set, t)->n)
		return ROW_NONE;
	const struct text_ref *found = code_cell(w, t, row);
	return found && str_eq(world_str(w, *found), code) ? row : ROW_NONE;
}

uint32_t world_find(const struct world *w, enum world_table t, struct str code)
{
	return find(w, (int)t, ROW_NONE, code);
}

uint32_t world_find_in(const struct world *w, enum world_table t, uint32_t parent, struct str code)
{
	return find(w, (int)t, parent, code);
}

/* ---- indexes */

static void index_goods(struct world *w)
{
	uint32_t n = w->category.t.n, *at = mem_alloc((n + 2) * sizeof *at), *rows = mem_alloc((w->good.t.n + 1) * sizeof *rows);
	for (uint32_t g = 0; g < w->good.t.n; g++)
		if (w->good.category[g] < n)
			at[w->good.category[g] + 1]++;
	for (uint32_t c = 0; c < n; c++)
		at[c + 1] += at[c];
	uint32_t *next = mem_copy(at, (n + 1) * sizeof *at);
	for (uint32_t g = 0; g < w->good.t.n; g++)
		if (w->good.category[g] < n)
			rows[next[w->good.category[g]]++] = g;
	free(next);
	w->good_of_category_at = at;
	w->good_of_category = rows;
}

static void index_queries(struct world *w)
{
	uint32_t n = w->country.t.n, total = 0, *at = mem_alloc((n + 2) * sizeof *at);
	for (uint32_t c = 0; c < n; c++) {
		for (uint32_t q = 0; q < w->query.t.n; q++)
			total += c < 32 && (w->query.countries[q] >> c & 1);
		at[c + 1] = total;
	}
	uint32_t *rows = mem_alloc((total + 1) * sizeof *rows), i = 0;
	for (uint32_t c = 0; c < n && c < 32; c++)
		for (uint32_t q = 0; q < w->query.t.n; q++)
			if (w->query.countries[q] >> c & 1)
				rows[i++] = q;
	w->query_of_country_at = at;
	w->query_of_country = rows;
}

static void count_tokens(struct world *w, enum tongue t, struct list_ref list, struct map *seen, uint64_t listing)
{
	const uint64_t *v = set_words(&w->set, list);
	for (uint32_t i = 0; i < list.n; i++) {
		uint64_t once = hash_id(1, listing + 1, v[i]);
		uint32_t df = 0;
		if (map_find(seen, once) != MAP_NONE || !v[i])
			continue;
		map_put(seen, once, 1);
		map_get(&w->token_df[t], v[i], &df);
		map_put(&w->token_df[t], v[i], df + 1);
	}
}

static void index_tokens(struct world *w)
{
	for (int t = 0; t < TONGUE_MAX; t++) {
		struct map seen;
		map_init(&seen);
		map_init(&w->token_df[t]);
		w->token_docs[t] = 0;
		for (uint32_t i = 0; i < w->rlisting.t.n; i++) {
			w->token_docs[t] += w->rlisting.tokens_title[i].in[t].n > 0;
			count_tokens(w, (enum tongue)t, w->rlisting.tokens_title[i].in[t], &seen, i);
			count_tokens(w, (enum tongue)t, w->rlisting.tokens_body[i].in[t], &seen, i);
		}
		map_fini(&seen);
	}
}

double world_token_idf(const struct world *w, enum tongue t, uint64_t token)
{
	uint32_t df = 0;
	map_get(&w->token_df[t], token, &df);
	return ex_log(1 + ((double)w->token_docs[t] - df + 0.5) / (df + 0.5));
}

static void read_params(struct world *w)
{
	for (size_t i = 0; i < N_PARAMS; i++) {
		*param_at(w, i) = params[i].value;
		uint32_t row = world_find(w, W_param, str_c(params[i].name));
		if (row != ROW_NONE)
			*param_at(w, i) = (double)w->param.micro[row] / 1e6;
	}
}

void world_finish(struct world *w)
{
	drop_indexes(w);
	map_init(&w->by_code);
	index_codes(w);
	index_goods(w);
	index_queries(w);
	index_tokens(w);
	read_params(w);
	struct buf b;
	struct digest d;
	buf_init(&b, WORLD_MAX_BYTES);
	world_save(w, &b);
	digest_init(&d, WORLD_FORMAT);
	digest_add(&d, b.p, b.n);
	digest_end(&d, w->hash);
	buf_fini(&b);
}

/* ---- the saved form */

void world_save(const struct world *w, struct buf *out)
{
	buf_put(out, magic, sizeof magic);
	wire_u64(out, WORLD_FORMAT);
	wire_span(out, str_c(w->slug));
	wire_span(out, str_c(w->name_zh));
	wire_span(out, str_c(w->name_en));
	wire_i64(out, w->start_min);
	wire_i64(out, w->timezone_min);
	set_save(&w->set, out);
}

static bool get_text(struct wire *r, char *to, size_t size)
{
	struct str s = wire_get_span(r);
	if (r->bad || s.n >= size || !str_utf8_ok(s))
		return false;
	if (s.n)
		memcpy(to, s.p, s.n);
	to[s.n] = 0;
	return true;
}

/* Every row column must name a row that is there, and every small code must be one that the market knows. */
static bool rows_ok(const struct world *w)
{
	for (int t = 0; t < W_MAX; t++) {
		const struct table_desc *d = &world_desc[t];
		for (int c = 0; c < d->n_columns; c++) {
			if (d->columns[c].kind != COLUMN_row)
				continue;
			uint32_t of = 0;
			for (int k = 0; k < W_MAX; k++)
				if (strcmp(world_desc[k].name, d->columns[c].of) == 0)
					of = set_table(&w->set, k)->n;
			for (uint32_t row = 0; row < set_table(&w->set, t)->n; row++) {
				uint32_t v = *(const uint32_t *)set_cell(&w->set, t, c, row);
				if (v != ROW_NONE && v >= of)
					return false;
			}
		}
	}
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->country.tongue[c] >= TONGUE_MAX || w->country.currency[c] == ROW_NONE || w->country.hours[c].n != 24 || w->country.weekdays[c].n != 7)
			return false;
	for (uint32_t q = 0; q < w->query.t.n; q++)
		if (w->query.tongue[q] >= TONGUE_MAX || w->query.category[q] == ROW_NONE)
			return false;
	for (uint32_t g = 0; g < w->good.t.n; g++)
		if (w->good.category[g] == ROW_NONE || w->good.kind[g] == ROW_NONE)
			return false;
	for (uint32_t i = 0; i < w->rlisting.t.n; i++)
		if (w->rlisting.rival[i] == ROW_NONE || w->rlisting.good[i] == ROW_NONE)
			return false;
	for (uint32_t i = 0; i < w->rate.t.n; i++)
		if (w->rate.channel[i] == ROW_NONE || w->rate.country[i] == ROW_NONE)
			return false;
	for (uint32_t i = 0; i < w->category.t.n; i++)
		if (w->category.months_ppm[i].n != 12)
			return false;
	return w->country.t.n <= 32;
}

enum problem_code world_load(struct str in, struct world **ret_world, struct problem *p)
{
	if (in.n < sizeof magic || memcmp(in.p, magic, sizeof magic) != 0)
		return problem_set(p, PROBLEM_CORRUPT, "", "not a compiled world", NULL);
	struct wire r = wire_open(str_sub(in, sizeof magic, in.n));
	uint64_t format = wire_get_u64(&r);
	if (!r.bad && format > WORLD_FORMAT)
		return problem_set(p, PROBLEM_VERSION, "", "world format 2", "world format 1", NULL);
	struct world *w = world_create();
	enum problem_code code = PROBLEM_NONE;
	bool ok = get_text(&r, w->slug, sizeof w->slug) && get_text(&r, w->name_zh, sizeof w->name_zh) && get_text(&r, w->name_en, sizeof w->name_en);
	w->start_min = wire_get_i64(&r);
	w->timezone_min = (int32_t)wire_get_i64(&r);
	if (!ok || r.bad) {
		code = problem_set(p, PROBLEM_CORRUPT, "", "the head of the world", NULL);
		goto out;
	}
	code = set_load(&w->set, str_sub(r.in, r.at, r.in.n), p);
	if (code)
		goto out;
	if (!rows_ok(w)) {
		code = problem_set(p, PROBLEM_CORRUPT, "", "the world's tables do not fit together", NULL);
		goto out;
	}
	world_finish(w);
	*ret_world = w;
	w = NULL;
out:
	world_destroy(w);
	return code;
}

/* ---- questions */

/* Day number of the n-th (1 ..) or last (0) Sunday of a month. */
static int64_t sunday_of(int32_t year, int month, int nth)
{
	int64_t day = nth ? cal_day(year, month, 1) : month == 12 ? cal_day(year, 12, 31) : cal_day(year, month + 1, 1) - 1;
	int weekday = cal_civil(day * MIN_PER_DAY).weekday;
	return nth ? day + (7 - weekday) + (int64_t)(nth - 1) * 7 : day - weekday % 7;
}

int32_t world_utc_offset_min(const struct world *w, uint32_t country, int64_t t_min)
{
	int32_t base = w->country.utc_min[country];
	/* the year of standard time; changes of the clock are far from New Year */
	int32_t year = cal_civil(t_min + base).year;
	int64_t begin, end;
	switch (w->country.dst[country]) {
	case 1: /* last Sunday of March to last Sunday of October, both at 01:00 UTC */
		begin = sunday_of(year, 3, 0) * MIN_PER_DAY + 60;
		end = sunday_of(year, 10, 0) * MIN_PER_DAY + 60;
		break;
	case 2: /* second Sunday of March to first Sunday of November, at 02:00 of the clock in use */
		begin = sunday_of(year, 3, 2) * MIN_PER_DAY + 120 - base;
		end = sunday_of(year, 11, 1) * MIN_PER_DAY + 60 - base;
		break;
	case 3: /* south: first Sunday of October to first Sunday of April, at 02:00 standard time */
		begin = sunday_of(year, 4, 1) * MIN_PER_DAY + 120 - base;
		end = sunday_of(year, 10, 1) * MIN_PER_DAY + 120 - base;
		return t_min >= begin && t_min < end ? base : base + 60;
	default:
		return base;
	}
	return t_min >= begin && t_min < end ? base + 60 : base;
}

static bool has_word(const struct world *w, struct list_ref list, uint64_t word)
{
	const uint64_t *v = set_words(&w->set, list);
	for (uint32_t i = 0; i < list.n; i++)
		if (v[i] == word)
			return true;
	return false;
}

double world_fit(const struct world *w, uint32_t query, uint32_t good)
{
	struct list_ref wants = w->query.wants[query];
	const uint64_t *v = set_words(&w->set, wants);
	uint32_t kind = w->query.kind[query], all = wants.n, met = 0;
	if (kind != ROW_NONE) {
		all++;
		met += w->good.kind[good] == kind;
	}
	for (uint32_t i = 0; i < wants.n; i++)
		met += has_word(w, w->good.facts[good], v[i]);
	if (!all)
		return w->query.category[query] == w->good.category[good] ? 1 : 0;
	return (double)met / (double)all;
}

double world_true_fit(const struct world *w, uint32_t query, uint32_t good)
{
	bool same = w->good.category[good] == w->query.category[query];
	return 0.5 * same + 0.5 * world_fit(w, query, good);
}

uint32_t world_tax(const struct world *w, uint32_t country, enum tax_kind kind, int64_t day)
{
	uint32_t best = ROW_NONE;
	for (uint32_t i = 0; i < w->tax.t.n; i++)
		if (w->tax.country[i] == country && w->tax.kind[i] == (uint8_t)kind && w->tax.from_day[i] <= day &&
		    (best == ROW_NONE || w->tax.from_day[i] >= w->tax.from_day[best]))
			best = i;
	return best;
}

int64_t world_duty_ppm(const struct world *w, uint32_t country, uint32_t hs, int64_t day)
{
	static const uint32_t scale[7] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };
	uint32_t best = ROW_NONE;
	for (uint32_t i = 0; i < w->duty.t.n; i++) {
		uint8_t digits = w->duty.digits[i];
		if (w->duty.country[i] != country || w->duty.from_day[i] > day || digits > 6 || w->duty.hs[i] != hs / scale[digits])
			continue;
		if (best == ROW_NONE || digits > w->duty.digits[best] || (digits == w->duty.digits[best] && w->duty.from_day[i] >= w->duty.from_day[best]))
			best = i;
	}
	if (best != ROW_NONE)
		return w->duty.rate_ppm[best];
	uint32_t tax = world_tax(w, country, TAX_DUTY_PERCENT, day);
	return tax == ROW_NONE ? 0 : w->tax.rate_ppm[tax];
}

/* ---- exchange: ln(rate) wanders about the start's value as an autoregression written out as a finite sum of daily normal draws, taken from the
 * start, so that the first day has exactly the world's figure. */

enum { FX_TERMS = 120, FX_PURPOSE = 60001 };
#define FX_KEEP 0.975

static double fx_level(struct rng_key key, uint64_t currency, int64_t day)
{
	double sum = 0, weight = 1;
	for (int k = 0; k < FX_TERMS; k++, weight *= FX_KEEP) {
		int64_t d = day - k;
		if (d < 0)
			break;
		sum += weight * rng_normal(rng_draw(key, FX_PURPOSE, currency, 0, (uint32_t)(d & 0xffff)).u[0]);
	}
	return sum;
}

int64_t world_fx_micro(const struct world *w, const uint64_t seed[2], uint32_t currency, int64_t day)
{
	int64_t base = w->currency.cny_micro[currency], sd_ppm = w->currency.sd_day_ppm[currency];
	if (!sd_ppm)
		return base;
	struct rng_key key = rng_key(seed, FX_PURPOSE);
	uint64_t name = hash_str(W_currency, world_str(w, w->currency.code[currency]));
	double moved = fx_level(key, name, day) - fx_level(key, name, cal_day_of(w->start_min));
	return ex_round((double)base * ex_exp(moved * (double)sd_ppm / 1e6));
}

void country_names(const struct world *w, uint32_t country, char *ret, size_t size)
{
	struct str en = world_str(w, w->country.name_en[country]), zh = world_str(w, w->country.name_zh[country]);
	snprintf(ret, size, "%.*s%c%.*s", STR_FMT(en), PROBLEM_NAMES, STR_FMT(zh));
}
