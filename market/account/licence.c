/* Numbers on documents: pure checks. */
#include "market/account/account.h"
#include <string.h>

/* GB 32100-2015: 17 characters weighted with 3^i mod 31; the check character makes the sum 0 mod 31. */
bool account_licence_ok(struct str code)
{
	static const char letters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	if (code.n != 18)
		return false;
	int sum = 0, weight = 1;
	for (size_t i = 0; i < 18; i++) {
		const char *at = code.p[i] ? strchr(letters, code.p[i]) : NULL;
		if (!at)
			return false;
		int value = (int)(at - letters);
		if (i == 17)
			return value == (31 - sum % 31) % 31;
		sum += value * weight;
		weight = weight * 3 % 31;
	}
	return false;
}

static bool digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* ISO 13616: the first four characters go to the end, letters count 10 to 35, the number mod 97 is 1. */
static bool iban_ok(struct str s)
{
	if (s.n < 15 || s.n > 34)
		return false;
	int rest = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[(i + 4) % s.n];
		if (c >= '0' && c <= '9')
			rest = (rest * 10 + (c - '0')) % 97;
		else if (c >= 'A' && c <= 'Z')
			rest = (rest * 100 + (c - 'A' + 10)) % 97;
		else
			return false;
	}
	return rest == 1;
}

bool account_bank_ok(struct str account)
{
	return digits(account) ? account.n >= 8 && account.n <= 30 : iban_ok(account);
}

bool account_tax_ok(struct str tax_id, struct str licence)
{
	if (tax_id.n == 18)
		return str_eq(tax_id, licence);
	if (tax_id.n != 15 && tax_id.n != 20)
		return false;
	for (size_t i = 0; i < tax_id.n; i++)
		if (!((tax_id.p[i] >= '0' && tax_id.p[i] <= '9') || (tax_id.p[i] >= 'A' && tax_id.p[i] <= 'Z')))
			return false;
	return true;
}

bool account_mail_ok(struct str s)
{
	ptrdiff_t at = str_find(s, STR("@"), 0), dot;
	if (at <= 0 || str_find(s, STR("@"), (size_t)at + 1) >= 0)
		return false;
	dot = str_find(s, STR("."), (size_t)at + 2);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] == 0x7f)
			return false;
	return dot > 0 && (size_t)dot + 1 < s.n && s.p[s.n - 1] != '.';
}
