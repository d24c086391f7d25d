/* What an imported world takes from its base: places, money, taxes, carriers, phrases, parameters. Only the marketplaces of the language stay. */
#include "base/calendar.h"
#include "base/money.h"
#include "scenario/import.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void csv_put(struct buf *b, struct str cell)
{
	bool quote = false;
	if (b->n && b->p[b->n - 1] != '\n')
		buf_char(b, ',');
	for (size_t i = 0; i < cell.n; i++)
		quote = quote || cell.p[i] == ',' || cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r' || cell.p[i] == ' ';
	/* an empty first cell would not be told from the row's beginning */
	if (!quote && (cell.n || (b->n && b->p[b->n - 1] == ','))) {
		buf_str(b, cell);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, cell.p[i]);
	}
	buf_char(b, '"');
}

void csv_end(struct buf *b)
{
	buf_char(b, '\n');
}

enum problem_code import_save(const struct import *m, const char *name, const struct buf *b, struct problem *p)
{
	char path[4200];
	snprintf(path, sizeof path, "%s/%s", m->folder, name);
	FILE *f = fopen(path, "wb");
	if (!f)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, strerror(errno), NULL);
	bool ok = !b->full && fwrite(b->p, 1, b->n, f) == b->n && fflush(f) == 0;
	int why = errno;
	ok = fclose(f) == 0 && ok;
	if (ok)
		return PROBLEM_NONE;
	return why == ENOSPC ? problem_set(p, PROBLEM_DISK_FULL, "", NULL)
			     : problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, "it could not be written", NULL);
}

static void put_c(struct buf *b, const char *s)
{
	csv_put(b, str_c(s));
}

static void put_number(struct buf *b, int64_t v, int decimals)
{
	char text[48];
	int64_t unit = 1;
	for (int i = 0; i < decimals; i++)
		unit *= 10;
	uint64_t size = v < 0 ? (uint64_t)-v : (uint64_t)v;
	if (decimals)
		snprintf(text, sizeof text, "%s%llu.%0*llu", v < 0 ? "-" : "", (unsigned long long)(size / (uint64_t)unit), decimals,
			(unsigned long long)(size % (uint64_t)unit));
	else
		snprintf(text, sizeof text, "%lld", (long long)v);
	put_c(b, text);
}

static void put_text(struct buf *b, const struct world *w, struct text_ref r)
{
	csv_put(b, world_str(w, r));
}

static void put_day(struct buf *b, int64_t day)
{
	char text[CAL_TEXT_MAX];
	cal_format_date(day, text);
	put_c(b, text);
}

static void put_weights(struct buf *b, const struct world *w, struct list_ref list)
{
	struct buf one;
	buf_init(&one, 4096);
	for (uint32_t i = 0; i < list.n; i++) {
		uint64_t v = set_words(&w->set, list)[i];
		buf_printf(&one, "%s%llu.%06llu", i ? "|" : "", (unsigned long long)(v / 1000000), (unsigned long long)(v % 1000000));
	}
	csv_put(b, buf_span(&one));
	buf_fini(&one);
}

static bool kept(const struct import *m, uint32_t country)
{
	return m->countries >> country & 1;
}

static struct str country_code(const struct import *m, uint32_t country)
{
	return world_str(m->base, m->base->country.code[country]);
}

static void head(struct buf *b, const char *line)
{
	buf_clear(b);
	buf_str(b, str_c(line));
	csv_end(b);
}

static enum problem_code write_places(const struct import *m, struct buf *b, struct problem *p)
{
	static const char *const dst[] = { "none", "eu", "us", "au" };
	const struct world *w = m->base;
	head(b, "currency,cny,sd_day");
	for (uint32_t i = 0; i < w->currency.t.n; i++) {
		put_text(b, w, w->currency.code[i]);
		put_number(b, w->currency.cny_micro[i], 6);
		put_number(b, w->currency.sd_day_ppm[i], 4);
		csv_end(b);
	}
	enum problem_code code = import_save(m, "currencies.csv", b, p);
	/* the shares of those that stay make 1 again; the last takes what rounding left */
	int64_t all = 0, left = 1000000;
	uint32_t last = 0;
	for (uint32_t i = 0; i < w->country.t.n; i++)
		if (kept(m, i)) {
			all += w->country.buyers_ppm[i];
			last = i;
		}
	head(b, "country,name_zh,name_en,currency,language,utc_min,dst,buyers,promise_days,hours,weekdays,imperial");
	for (uint32_t i = 0; i < w->country.t.n; i++) {
		if (!kept(m, i))
			continue;
		put_text(b, w, w->country.code[i]);
		put_text(b, w, w->country.name_zh[i]);
		put_text(b, w, w->country.name_en[i]);
		put_text(b, w, w->currency.code[w->country.currency[i]]);
		put_c(b, tongue_code[w->country.tongue[i]]);
		put_number(b, w->country.utc_min[i], 0);
		put_c(b, dst[w->country.dst[i] & 3]);
		int64_t share = i == last ? left : money_mul_div(w->country.buyers_ppm[i], 1000000, all);
		left -= share;
		put_number(b, share, 6);
		put_number(b, w->country.promise_days[i], 0);
		put_weights(b, w, w->country.hours[i]);
		put_weights(b, w, w->country.weekdays[i]);
		put_number(b, w->country.imperial[i], 0);
		csv_end(b);
	}
	return code ? code : import_save(m, "countries.csv", b, p);
}

static enum problem_code write_taxes(const struct import *m, struct buf *b, struct problem *p)
{
	static const char *const kinds[] = { "vat_inside", "sales_tax_on_top", "duty_percent", "duty_per_item", "handling_per_order" };
	const struct world *w = m->base;
	head(b, "country,from,kind,rate,limit,currency,note");
	for (uint32_t i = 0; i < w->tax.t.n; i++) {
		if (!kept(m, w->tax.country[i]))
			continue;
		char currency[4] = "";
		memcpy(currency, world_str(w, w->currency.code[w->tax.currency[i]]).p, 3);
		int decimals = money_decimals(currency);
		bool amount = w->tax.kind[i] == TAX_DUTY_PER_ITEM || w->tax.kind[i] == TAX_HANDLING_PER_ORDER;
		csv_put(b, country_code(m, w->tax.country[i]));
		put_day(b, w->tax.from_day[i]);
		put_c(b, kinds[w->tax.kind[i]]);
		put_number(b, amount ? w->tax.amount_minor[i] : w->tax.rate_ppm[i], amount ? decimals : 4);
		put_number(b, w->tax.limit_minor[i], decimals);
		put_c(b, currency);
		put_text(b, w, w->tax.note[i]);
		csv_end(b);
	}
	enum problem_code code = import_save(m, "taxes.csv", b, p);
	head(b, "country,hs,from,rate");
	for (uint32_t i = 0; i < w->duty.t.n; i++) {
		if (!kept(m, w->duty.country[i]))
			continue;
		char hs[16];
		snprintf(hs, sizeof hs, "%0*u", w->duty.digits[i], w->duty.hs[i]);
		csv_put(b, country_code(m, w->duty.country[i]));
		put_c(b, hs);
		put_day(b, w->duty.from_day[i]);
		put_number(b, w->duty.rate_ppm[i], 4);
		csv_end(b);
	}
	return code ? code : import_save(m, "duties.csv", b, p);
}

static enum problem_code write_carriers(const struct import *m, struct buf *b, struct problem *p)
{
	static const char *const kinds[] = { "post", "line", "express", "local" };
	const struct world *w = m->base;
	head(b, "channel,name_zh,name_en,carrier,kind,min_g,max_g,max_side_mm,max_sum_mm,volumetric,battery,liquid,tracked,s10,cutoff_hour");
	for (uint32_t i = 0; i < w->channel.t.n; i++) {
		put_text(b, w, w->channel.code[i]);
		put_text(b, w, w->channel.name_zh[i]);
		put_text(b, w, w->channel.name_en[i]);
		put_text(b, w, w->channel.carrier[i]);
		put_c(b, kinds[w->channel.kind[i] & 3]);
		put_number(b, w->channel.min_g[i], 0);
		put_number(b, w->channel.max_g[i], 0);
		put_number(b, w->channel.max_side_mm[i], 0);
		put_number(b, w->channel.max_sum_mm[i], 0);
		put_number(b, w->channel.volumetric[i], 0);
		put_number(b, w->channel.battery[i], 0);
		put_number(b, w->channel.liquid[i], 0);
		put_number(b, w->channel.tracked[i], 0);
		put_text(b, w, w->channel.s10[i]);
		put_number(b, w->channel.cutoff_hour[i], 0);
		csv_end(b);
	}
	enum problem_code code = import_save(m, "channels.csv", b, p);
	head(b, "channel,country,from,per_kg_cny,per_item_cny,step_g,min_charge_g,battery_per_kg_cny,days_min,days_max,loss,ddp");
	for (uint32_t i = 0; i < w->rate.t.n; i++) {
		if (!kept(m, w->rate.country[i]))
			continue;
		put_text(b, w, w->channel.code[w->rate.channel[i]]);
		csv_put(b, country_code(m, w->rate.country[i]));
		put_day(b, w->rate.from_day[i]);
		put_number(b, w->rate.per_kg_fen[i], 2);
		put_number(b, w->rate.per_item_fen[i], 2);
		put_number(b, w->rate.step_g[i], 0);
		put_number(b, w->rate.min_charge_g[i], 0);
		put_number(b, w->rate.battery_per_kg_fen[i], 2);
		put_number(b, w->rate.days_min[i], 0);
		put_number(b, w->rate.days_max[i], 0);
		put_number(b, w->rate.loss_ppm[i], 4);
		put_number(b, w->rate.ddp[i], 0);
		csv_end(b);
	}
	return code ? code : import_save(m, "rates.csv", b, p);
}

static enum problem_code write_phrases(const struct import *m, struct buf *b, struct problem *p)
{
	const struct world *w = m->base;
	head(b, "topic,zh,en,de,fr,es,it,ja,pt");
	for (uint32_t i = 0; i < w->phrase.t.n; i++) {
		put_text(b, w, w->phrase.topic[i]);
		for (int t = 0; t < TONGUE_MAX; t++)
			put_text(b, w, w->phrase.words[i].in[t]);
		csv_end(b);
	}
	return import_save(m, "phrases.csv", b, p);
}

static enum problem_code write_head(const struct import *m, struct buf *b, struct problem *p)
{
	const struct world *w = m->base;
	char slug[41] = "", start[CAL_TEXT_MAX];
	const char *file = strrchr(m->o->file, '/');
	file = file ? file + 1 : m->o->file;
	size_t n = 0;
	for (; file[n] && file[n] != '.' && n < 36; n++)
		slug[n] = (char)((file[n] >= 'A' && file[n] <= 'Z')                                         ? file[n] - 'A' + 'a'
				 : (file[n] >= 'a' && file[n] <= 'z') || (file[n] >= '0' && file[n] <= '9') ? file[n]
													    : '-');
	if (!n)
		memcpy(slug, "import", 7);
	cal_format_date(cal_day_of(w->start_min + w->timezone_min), start);
	buf_clear(b);
	buf_printf(b,
		"{\n  \"slug\": \"%s\",\n  \"name\": {\"zh\": \"%s（导入）\", \"en\": \"%s (imported)\"},\n  \"format\": 1,\n  \"start\": \"%s\",\n  "
		"\"timezone_min\": %d,\n",
		slug, n > 30 ? "目录" : slug, n > 28 ? "catalogue" : slug, start, w->timezone_min);
	buf_printf(b,
		"  \"languages\": [\"%s\"],\n  \"notes\": \"Made by cohong world import. Categories, kinds and queries are worked out from the "
		"catalogue; weights, sizes, HS codes, stock,",
		tongue_code[m->tongue]);
	buf_printf(b, " reviews and costs that it does not give are estimates. Places, taxes and carriers are those of %s.\"\n}\n", w->slug);
	return import_save(m, "world.json", b, p);
}

enum problem_code import_write_base(struct import *m, struct problem *p)
{
	struct buf b;
	buf_init(&b, 64 << 20);
	enum problem_code code = write_head(m, &b, p);
	code = code ? code : write_places(m, &b, p);
	code = code ? code : write_taxes(m, &b, p);
	code = code ? code : write_carriers(m, &b, p);
	code = code ? code : write_phrases(m, &b, p);
	buf_fini(&b);
	return code;
}

enum problem_code import_write_parameters(struct import *m, const struct world_params *solved, struct problem *p)
{
	const struct world *w = m->base;
	struct buf b;
	buf_init(&b, 1 << 20);
	const struct {
		const char *key;
		double value;
		const char *note;
	} own[] = {
		{ "rival_listings_per_seat", (double)(m->o->listings ? m->n : 0) / (w->params.seats_min < 1 ? 1 : w->params.seats_min) + 1,
			"all of the catalogue from the first seat on" },
		{ "click_buy", solved->click_buy, "solved for this world: 0.35 to 0.45 clicks on a result page" },
		{ "click_browse", solved->click_browse, "" },
		{ "outside_buy", solved->outside_buy, "solved for this world: 8 to 10 orders for 100 clicks" },
		{ "outside_browse", solved->outside_browse, "" },
	};
	head(&b, "key,value,unit,note");
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		put_c(&b, own[i].key);
		put_number(&b, (int64_t)(own[i].value * (i ? 1000 : 1) + (own[i].value < 0 ? -0.5 : 0.5)), i ? 3 : 0);
		put_c(&b, i ? "logit" : "listings");
		put_c(&b, own[i].note);
		csv_end(&b);
	}
	for (uint32_t i = 0; i < w->param.t.n; i++) {
		bool mine = false;
		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			mine = mine || str_eq(world_str(w, w->param.key[i]), str_c(own[k].key));
		if (mine)
			continue;
		put_text(&b, w, w->param.key[i]);
		put_number(&b, w->param.micro[i], 6);
		put_c(&b, "");
		put_c(&b, "");
		csv_end(&b);
	}
	enum problem_code code = import_save(m, "parameters.csv", &b, p);
	buf_fini(&b);
	return code;
}
