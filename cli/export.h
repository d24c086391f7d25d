/* export.h: what happens in a market, as CSV files in a folder (docs/lab.md, "Statistics of a market"). */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H
#include "market/trace.h"
#include "market/world/world.h"

struct export;
/* Makes the folder where it is missing, and its six files anew. NULL after telling why on standard error. */
struct export *export_begin(const char *folder, const struct world *w, const char *who);
/* For market_set_trace(); stays until export_end(). */
const struct market_trace *export_trace(struct export *x);
/* Writes what is still gathered, and the seats' orders of m (NULL: none); false, told on standard error, if not all could be written. */
bool export_end(struct export *x, const struct market *m);
#endif
