/* view.h: what the questions of ask*.c look at. */
#ifndef MARKET_CORE_VIEW_H
#define MARKET_CORE_VIEW_H
#include "market/core/state.h"

/* A copy of a market with all tables (0) or only those with a flag; without change marks. */
struct market *market_copy(const struct market *m, int with_flags);
/* Only the tables with TABLE_VIEW have rows. */
const struct market *view_market(const struct market_view *v);
#endif
