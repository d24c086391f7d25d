/* wire.h: the compact binary form of logs and snapshots: little-endian, varints, tagged fields.
 *
 * Writing goes to a struct buf. Reading never passes the end: after the first fault `bad` stays set and every read gives 0 or the empty span. */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H
#include "base/buf.h"

void wire_u64(struct buf *b, uint64_t v);      /* LEB128, 1 .. 10 bytes */
void wire_i64(struct buf *b, int64_t v);       /* zigzag */
void wire_fixed64(struct buf *b, uint64_t v);  /* 8 bytes */
void wire_span(struct buf *b, struct str s);   /* length, bytes */

struct wire {
	struct str in;
	size_t at;
	bool bad;
};
struct wire wire_open(struct str in);
bool wire_more(const struct wire *w);
uint64_t wire_get_u64(struct wire *w);
int64_t wire_get_i64(struct wire *w);
uint64_t wire_get_fixed64(struct wire *w);
struct str wire_get_span(struct wire *w); /* points into the input */
#endif
