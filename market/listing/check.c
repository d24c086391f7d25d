/* The check as a whole: collects findings, weighs them, puts the worst first. */
#include "market/listing/inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct finding_desc finding_desc[FINDING_MAX] = {
#define FINDING(NAME, code, field, severity, en, zh, fix_en, fix_zh) [FINDING_##NAME] = { code, field, severity, en, zh, fix_en, fix_zh },
#include "market/listing/findings.def"
#undef FINDING
};
_Static_assert(FINDING_MAX <= 64, "findings are kept as bits");

static const int weight[GROUPS] = {
	[GROUP_TITLE] = 20,
	[GROUP_PICTURES] = 20,
	[GROUP_ATTRIBUTES] = 20,
	[GROUP_BULLETS] = 15,
	[GROUP_DESCRIPTION] = 10,
	[GROUP_TERMS] = 5,
	[GROUP_RULES] = 5,
	[GROUP_OFFERS] = 5,
};

static void copy(struct str s, char *ret, size_t size)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	if (n)
		memcpy(ret, s.p, n);
	ret[n] = 0;
}

void check_tell(struct check *c, enum finding f, enum group g, int points, struct where where, struct str arg0, struct str arg1)
{
	if (g < GROUPS_OF_WORDS && where.tongue >= 0)
		c->lost_words[where.tongue][g] += points;
	else
		c->lost[g] += points;
	if (c->n == FOUND_MAX)
		return;
	struct found *x = &c->v[c->n++];
	*x = (struct found){ .finding = f, .tongue = (int8_t)where.tongue, .country = where.country };
	const char *field = where.field ? where.field : finding_desc[f].field;
	if (where.at >= 0)
		snprintf(x->field, sizeof x->field, "%s[%d]", field, where.at);
	else
		snprintf(x->field, sizeof x->field, "%s", field);
	copy(arg0, x->arg[0], sizeof x->arg[0]);
	copy(arg1, x->arg[1], sizeof x->arg[1]);
}

void check_tell_numbers(struct check *c, enum finding f, enum group g, int points, struct where where, int64_t arg0, int64_t arg1)
{
	char text[2][24];
	snprintf(text[0], sizeof text[0], "%lld", (long long)arg0);
	snprintf(text[1], sizeof text[1], "%lld", (long long)arg1);
	check_tell(c, f, g, points, where, str_c(text[0]), str_c(text[1]));
}

static int left(enum group g, int lost)
{
	return lost < weight[g] ? weight[g] - lost : 0;
}

/* Texts count as the mean over their languages, rounded down. */
static int score(const struct check *c)
{
	int sum = 0;
	for (int g = 0; g < GROUPS; g++) {
		if (g >= GROUPS_OF_WORDS) {
			sum += left((enum group)g, c->lost[g]);
			continue;
		}
		int all = 0;
		for (int i = 0; i < c->d->n_words; i++)
			all += left((enum group)g, c->lost[g] + c->lost_words[c->d->words[i].tongue][g]);
		sum += c->d->n_words ? all / c->d->n_words : 0;
	}
	return sum;
}

/* Worst first, else in the order in which the rules found them. */
static int copy_sorted(const struct check *c, struct found *ret, int max)
{
	int n = 0;
	for (int s = SEVERITY_BLOCK; s >= SEVERITY_TIP; s--)
		for (int i = 0; i < c->n && n < max; i++)
			if ((int)finding_desc[c->v[i].finding].severity == s)
				ret[n++] = c->v[i];
	return n;
}

int listing_check(const struct world *w, const struct draft *d, struct found *ret, int max, int *ret_score)
{
	struct check c;
	c.w = w;
	c.d = d;
	c.n = 0;
	memset(c.lost, 0, sizeof c.lost);
	memset(c.lost_words, 0, sizeof c.lost_words);
	if (!d->n_words)
		check_tell(&c, FINDING_WORDS_NONE, GROUP_TITLE, 0, WHERE_LISTING, STR_NONE, STR_NONE);
	for (int i = 0; i < d->n_words; i++)
		check_words(&c, &d->words[i]);
	check_facts(&c);
	check_offers(&c);
	if (ret)
		copy_sorted(&c, ret, max);
	if (ret_score)
		*ret_score = score(&c);
	return c.n;
}
