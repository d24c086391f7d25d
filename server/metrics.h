/* metrics.h: figures of the running program, in the text form of Prometheus. Counting is lock-free, from any thread. */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H
#include "base/buf.h"

struct route;
void metrics_request(const struct route *route, int status, int64_t us); /* route NULL: there was none at that address */
void metrics_commit(int64_t us);  /* of a market */
void metrics_ticks(int64_t n);    /* of all markets */
void metrics_stream(int change);  /* +1, -1 */
/* Those of this file; the caller adds what it alone knows. */
void metrics_write(struct buf *out);
void metrics_gauge(struct buf *out, const char *name, const char *help, int64_t v);
#endif
