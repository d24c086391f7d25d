/* cohong lab auction: who gets the places, and at what price. */
#include "cli/lab.h"
#include "market/kernel/auction.h"

#include <string.h>

enum { DECIMALS = 6 };

/* Millionths as a decimal with two to six places. */
static void write_amount(struct jw *j, __int128 micro)
{
	char text[64];
	char *end = text + sizeof text - 1, *p = end;
	*p = 0;
	for (int digit = 0; micro > 0 || digit <= DECIMALS; digit++, micro /= 10) {
		if (digit == DECIMALS)
			*--p = '.';
		*--p = (char)('0' + (int)(micro % 10));
	}
	size_t n = (size_t)(end - p);
	for (int cut = 0; cut < DECIMALS - 2 && p[n - 1] == '0'; cut++)
		n--;
	jw_str(j, (struct str){ p, n });
}

static bool format_of(const char *text, enum auction_format *ret)
{
	static const char *const names[AUCTION_FORMATS] = {
		[AUCTION_GSP] = "gsp",
		[AUCTION_SECOND_PRICE] = "second-price",
		[AUCTION_FIRST_PRICE] = "first-price",
		[AUCTION_VCG] = "vcg",
		[AUCTION_CONTEST] = "contest",
	};
	for (int f = 0; f < AUCTION_FORMATS; f++)
		if (strcmp(text, names[f]) == 0) {
			*ret = (enum auction_format)f;
			return true;
		}
	return false;
}

int lab_auction(int argc, char **argv)
{
	const char *part = argv[0], *format = NULL, *values = NULL, *slots = NULL, *quality = NULL, *reserve = NULL, *step = NULL;
	const struct lab_option options[] = { { "format", &format }, { "values", &values }, { "slots", &slots }, { "quality", &quality }, { "reserve", &reserve }, { "step", &step }, { NULL } };
	int64_t value[LAB_LIST_MAX], own[LAB_LIST_MAX], clicks[AUCTION_SLOTS_MAX];
	struct auction_rule rule = { .step = 10000 };
	int n, n_own, n_slots, one;
	if (!lab_options(argc, argv, options))
		return 2;
	if (!format || !values || !slots)
		return lab_fault(part, "--format, --values and --slots are required", "必须给出 --format、--values 和 --slots");
	if (!format_of(format, &rule.format))
		return lab_fault(part, "--format: there is no '%s'; there are gsp, second-price, first-price, vcg, contest", "--format：没有“%s”，可用 gsp、second-price、first-price、vcg、contest", format);
	if (!lab_list(part, "values", values, DECIMALS, 0, AUCTION_BID_MAX, LAB_LIST_MAX, value, &n) ||
		!lab_list(part, "slots", slots, DECIMALS, 1, AUCTION_CLICKS_MAX, AUCTION_SLOTS_MAX, clicks, &n_slots) ||
		(reserve && !lab_list(part, "reserve", reserve, DECIMALS, 0, AUCTION_BID_MAX, 1, &rule.reserve, &one)) ||
		(step && !lab_list(part, "step", step, DECIMALS, 0, AUCTION_BID_MAX, 1, &rule.step, &one)) ||
		(quality && !lab_list(part, "quality", quality, DECIMALS, 1, AUCTION_QUALITY_MAX, LAB_LIST_MAX, own, &n_own)))
		return 2;
	if (quality && n_own != n)
		return lab_fault(part, "--quality has %d numbers, --values %d: each bidder has one of both", "--quality 有 %d 个数，--values 有 %d 个：每位竞价者各需一个", n_own, n);
	for (int s = 1; s < n_slots; s++)
		if (clicks[s] > clicks[s - 1])
			return lab_fault(part, "--slots: place %d has more clicks than place %d; the best comes first", "--slots：第 %d 位的点击多于第 %d 位，应从多到少排列", s + 1, s);

	struct auction_bid bids[LAB_LIST_MAX];
	struct auction_place place[AUCTION_SLOTS_MAX];
	__int128 revenue = 0;
	for (int i = 0; i < n; i++)
		bids[i] = (struct auction_bid){ value[i], quality ? own[i] : 1, (uint64_t)i };
	int sold = auction(&rule, bids, (uint32_t)n, clicks, n_slots, place);
	struct buf out;
	struct jw j;
	buf_init(&out, 1 << 20);
	jw_init(&j, &out);
	jw_object(&j);
	jw_key(&j, "order");
	jw_array(&j);
	for (int s = 0; s < sold; s++)
		jw_i64(&j, place[s].bidder);
	jw_end_array(&j);
	jw_key(&j, "price_per_click");
	jw_array(&j);
	for (int s = 0; s < sold; s++) {
		write_amount(&j, place[s].price);
		revenue += place[s].payment;
	}
	jw_end_array(&j);
	jw_key(&j, "revenue");
	write_amount(&j, (revenue + 500000) / 1000000);
	jw_end_object(&j);
	return lab_print(&out);
}
