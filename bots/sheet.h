/* sheet.h: from a supplier sheet to a listing's words. */
#ifndef BOTS_SHEET_H
#define BOTS_SHEET_H
#include "market/market.h"
#include "market/world/world.h"

/* Title, selling points, description, search terms and their stems in a language; all in mem. */
void sheet_words(const struct world *w, uint32_t good, enum tongue t, struct arena *mem, struct act_listing_words *ret);
/* The good's attributes as the sheet has them: code and value. */
struct pairs sheet_attributes(const struct world *w, uint32_t good, struct arena *mem);
#endif
