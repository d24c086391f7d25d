/* How answers write amounts, rates, names and days. */
#include "market/ask/inside.h"
#include "base/calendar.h"
#include "base/exact.h"
#include <stdio.h>

static void currency_text(const struct world *w, uint32_t currency, char ret[4])
{
	struct str code = world_str(w, w->currency.code[currency]);
	snprintf(ret, 4, "%.*s", STR_FMT(code));
}

void put_money(struct asking *q, const char *key, uint32_t country, int64_t minor)
{
	char currency[4];
	currency_text(q->w, q->w->country.currency[country], currency);
	jw_kmoney(q->j, key, minor, currency);
}

void put_fen(struct asking *q, const char *key, int64_t fen)
{
	jw_kmoney(q->j, key, fen, "CNY");
}

/* "15", "5.5": what ends in zeros is cut. */
static void put_scaled(struct asking *q, const char *key, int64_t v, int decimals, int least)
{
	char text[40];
	int64_t scale = 1, positive = v < 0 ? -v : v;
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	int n = snprintf(text, sizeof text, "%s%lld", v < 0 ? "-" : "", (long long)(positive / scale));
	if (decimals)
		n += snprintf(text + n, sizeof text - (size_t)n, ".%0*lld", decimals, (long long)(positive % scale));
	for (int cut = decimals - least; cut > 0 && text[n - 1] == '0'; cut--)
		text[--n] = 0;
	if (text[n - 1] == '.')
		text[--n] = 0;
	jw_kcstr(q->j, key, text);
}

void put_rate(struct asking *q, const char *key, int64_t ppm)
{
	put_scaled(q, key, ppm, 4, 0);
}

void put_exchange(struct asking *q, const char *key, int64_t fx_micro)
{
	/* four decimals as banks quote; a yen needs six */
	if (fx_micro < 1000000)
		put_scaled(q, key, fx_micro, 6, 2);
	else
		put_scaled(q, key, (fx_micro + 50) / 100, 4, 2);
}

void put_decimal(struct asking *q, const char *key, double v, int decimals)
{
	double scale = 1;
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	put_scaled(q, key, ex_round(v * scale), decimals, decimals);
}

void put_text2(struct asking *q, const char *key, struct str zh, struct str en)
{
	jw_key(q->j, key);
	jw_object(q->j);
	jw_kstr(q->j, "zh", zh);
	jw_kstr(q->j, "en", en);
	jw_end_object(q->j);
}

void put_names(struct asking *q, const char *key, struct text8_ref name)
{
	jw_key(q->j, key);
	jw_object(q->j);
	for (int t = 0; t < TONGUE_MAX; t++)
		jw_kstr(q->j, tongue_code[t], world_str(q->w, name.in[t]));
	jw_end_object(q->j);
}

void put_world(struct asking *q, const char *key, struct text_ref text)
{
	jw_kstr(q->j, key, world_str(q->w, text));
}

void put_day(struct asking *q, const char *key, int64_t day)
{
	char text[CAL_TEXT_MAX];
	cal_format_date(day, text);
	jw_kcstr(q->j, key, text);
}

void put_stars(struct asking *q, uint64_t stars, uint32_t reviews)
{
	if (reviews)
		put_decimal(q, "stars", (double)stars / reviews, 1);
	else
		jw_kcstr(q->j, "stars", NULL);
	jw_ki64(q->j, "reviews", reviews);
}

void put_choice(struct asking *q, const char *key, const char *choices, unsigned value)
{
	struct str rest = str_c(choices), piece = STR_NONE;
	for (unsigned i = 0; i <= value; i++)
		if (!str_next(&rest, '|', &piece))
			piece = STR_NONE;
	jw_kstr(q->j, key, piece);
}

struct str ask_fill(struct asking *q, const char *text, const struct str *arg, int n)
{
	struct buf b;
	buf_init(&b, 4096);
	for (const char *c = text; *c; c++) {
		if (c[0] == '{' && c[1] >= '0' && c[1] <= '9' && c[2] == '}') {
			if (c[1] - '0' < n)
				buf_str(&b, arg[c[1] - '0']);
			c += 2;
		} else {
			buf_char(&b, *c);
		}
	}
	struct str filled = arena_str(q->mem, buf_span(&b));
	buf_fini(&b);
	return filled;
}

struct str ask_in(const struct world *w, struct text8_ref text, int tongue)
{
	struct str s = world_str(w, text.in[tongue]);
	if (!s.n)
		s = world_str(w, text.in[TONGUE_EN]);
	return s.n ? s : world_str(w, text.in[TONGUE_ZH]);
}

int ask_tongue(const struct world *w, uint32_t country)
{
	return country == ROW_NONE ? TONGUE_EN : w->country.tongue[country];
}
