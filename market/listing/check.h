/* check.h: the platform's listing rules (fact book §1) as a pure function of world and draft, so that the form shows what the server decides. */
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

/* One language's texts of a draft; spans may be empty. */
struct draft_words {
	enum tongue tongue;
	struct str title, bullets[5], description, terms;
	int n_bullets;
};
struct draft_offer {
	uint32_t country;
	int64_t price_minor, ship_minor, landed_cost_minor; /* landed cost: goods, freight, duty, fees; 0 if unknown */
	bool confirmed_below_cost;
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
/* Writes at most max findings, worst first; returns how many there are. *ret_score: 0..100 by the weights of fact book §1.11. */
int listing_check(const struct world *w, const struct draft *d, struct found *ret, int max, int *ret_score);
#endif
