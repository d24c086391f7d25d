/* check.h: the platform's listing rules (fact book §1) as a pure function of world and draft, so that the form shows what the server decides.
 *
 * A finding belongs to the whole listing, to the texts of one language (`tongue`), or to the offer in one country (`country`). What blocks the whole listing
 * suppresses it; what blocks texts suppresses the offers in the countries of that language; what blocks an offer suppresses that offer. */
#ifndef MARKET_LISTING_CHECK_H
#define MARKET_LISTING_CHECK_H
#include "market/world/world.h"

enum severity { SEVERITY_TIP, SEVERITY_WARN, SEVERITY_BLOCK }; /* BLOCK suppresses */
enum finding {
#define FINDING(NAME, code, field, severity, en, zh, fix_en, fix_zh) FINDING_##NAME,
#include "market/listing/findings.def"
#undef FINDING
	FINDING_MAX /* at most 64: kept as bits */
};
struct finding_desc {
	const char *code, *field;
	enum severity severity;
	const char *en, *zh, *fix_en, *fix_zh; /* {0}, {1}: arguments */
};
extern const struct finding_desc finding_desc[FINDING_MAX];
static inline uint64_t finding_bit(enum finding f)
{
	return (uint64_t)1 << f;
}

enum { DRAFT_BULLETS = 5, DRAFT_FACTS = 64 };
/* One language's texts of a draft; spans may be empty. Texts are well-formed UTF-8 of at most 4,000 code points. */
struct draft_words {
	enum tongue tongue;
	struct str title, bullets[DRAFT_BULLETS], description, terms;
	int n_bullets;
};
struct draft_offer {
	uint32_t country;
	int64_t price_minor, ship_minor;
	int64_t break_even_minor; /* price at which a unit earns nothing (listing_break_even_minor); 0 if unknown */
	bool confirmed_below_cost;
	bool market_closed; /* the store has not opened the country */
};
struct draft {
	uint32_t good, category; /* rows or ROW_NONE */
	struct str brand, attributes, store_name; /* attributes as k=v; k=v */
	int pictures;
	const struct draft_words *words;
	int n_words;
	const struct draft_offer *offers;
	int n_offers;
};
struct found {
	enum finding finding;
	int8_t tongue;    /* of the words, -1 none */
	uint32_t country; /* of the offer, ROW_NONE none */
	char field[48];   /* "bullets[2]", "attributes.material" … */
	char arg[2][64];
};
/* Writes at most max findings, worst first; returns how many there are (at most 512). *ret_score: 0..100 by the weights of fact book §1.11; ret, ret_score may be NULL. */
int listing_check(const struct world *w, const struct draft *d, struct found *ret, int max, int *ret_score);

/* Facts that attributes state ("k=v; k=v|v"): WANT_* words of what the category knows, at most max; the rest is left out. Returns how many. Values may be codes, or
 * names in any language; numbers may have their unit behind them. */
int listing_claims(const struct world *w, uint32_t category, struct str attributes, uint64_t *ret, int max);
/* Lowest price of a category in a country, by the rates with which the world began; 0 if there is none. */
int64_t listing_floor_minor(const struct world *w, uint32_t category, uint32_t country);
/* Longest search terms that count, in bytes. */
int listing_terms_bytes_max(enum tongue t);
#endif
