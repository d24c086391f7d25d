/* Text that becomes numbers, dates, amounts and ids: what is accepted comes back the same. */
#include "base/calendar.h"
#include "base/json.h"
#include "base/money.h"
#include "fuzz/fuzz.h"

static void numbers(struct str s)
{
	int64_t v, again;
	uint64_t u, u_again;
	char text[MONEY_TEXT_MAX], id[ID_TEXT_MAX];
	for (int decimals = 0; decimals <= 9; decimals++)
		if (str_decimal(s, decimals, &v) && decimals < 9 && v < INT64_MAX / 10 && v > INT64_MIN / 10)
			HOLDS(str_decimal(s, decimals + 1, &again) && again == v * 10);
	static const char currencies[][4] = { "EUR", "JPY", "KWD", "???" };
	for (size_t i = 0; i < 4; i++)
		if (money_parse(s, currencies[i], &v)) {
			money_format(v, currencies[i], text);
			HOLDS(money_parse(str_c(text), currencies[i], &again) && again == v);
		}
	if (str_i64(s, &v))
		HOLDS(money_parse(s, "JPY", &again) && again == v);
	str_u64_hex(s, &u);
	if (id_parse(s, &u)) {
		id_format(u, id);
		HOLDS(str_eq_nocase(str_c(id), s) && id_parse(str_c(id), &u_again) && u_again == u);
	}
}

static void dates(struct str s)
{
	int64_t v, again;
	char text[CAL_TEXT_MAX];
	if (cal_parse_date(s, &v)) {
		cal_format_date(v, text);
		HOLDS(str_eq(str_c(text), s));
	}
	if (cal_parse_time(s, &v)) {
		cal_format(v, text);
		struct civil c = cal_civil(v);
		if (c.year >= 1 && c.year <= 9999)
			HOLDS(cal_parse_time(str_c(text), &again) && again == v);
	}
}

static void utf8(struct str s)
{
	if (!str_utf8_ok(s))
		return;
	size_t at = 0, count = 0;
	for (int32_t c; (c = str_utf8_next(s, &at)) >= 0; count++)
		HOLDS(c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
	HOLDS(at == s.n && count == str_utf8_count(s));
	HOLDS(str_utf8_ok(str_utf8_head(s, count / 2)) && str_utf8_count(str_utf8_head(s, count / 2)) == count / 2);
	struct buf b;
	struct jw j;
	buf_init(&b, 8 * s.n + 2);
	jw_init(&j, &b);
	jw_str(&j, s);
	HOLDS(!b.full && str_utf8_ok(buf_span(&b)) && str_find(buf_span(&b), STR("</"), 0) < 0);
	buf_fini(&b);
}

static void pieces(struct str s)
{
	struct str rest = s, piece;
	size_t bytes = 0, count = 0;
	while (str_next(&rest, ',', &piece)) {
		HOLDS(str_find(piece, STR(","), 0) < 0);
		bytes += piece.n;
		count++;
	}
	HOLDS(bytes + count - 1 == s.n);
	HOLDS(str_trim(s).n <= s.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	numbers(s);
	dates(s);
	utf8(s);
	if (s.p)
		pieces(s);
	return 0;
}
