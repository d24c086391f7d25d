/* The binary form: reading stays inside, a fault stays a fault, and what was read writes back to the same bytes. */
#include "base/wire.h"
#include "fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n < 1)
		return 0;
	/* The first byte chooses the order of the kinds, two bits each, over and over. */
	unsigned kinds = p[0];
	struct wire w = wire_open((struct str){ (const char *)p + 1, n - 1 });
	struct buf b;
	buf_init(&b, n + 16);
	for (int i = 0; wire_more(&w); i++) {
		size_t before = b.n;
		switch (kinds >> (i % 4 * 2) & 3) {
		case 0:
			wire_u64(&b, wire_get_u64(&w));
			break;
		case 1:
			wire_i64(&b, wire_get_i64(&w));
			break;
		case 2:
			wire_fixed64(&b, wire_get_fixed64(&w));
			break;
		default:
			wire_span(&b, wire_get_span(&w));
		}
		if (w.bad) {
			b.n = before;
			break;
		}
	}
	HOLDS(!b.full && b.n <= n - 1 && (b.n == 0 || memcmp(b.p, p + 1, b.n) == 0));
	HOLDS(w.bad || b.n == n - 1);
	if (w.bad)
		HOLDS(wire_get_u64(&w) == 0 && wire_get_span(&w).n == 0 && wire_get_fixed64(&w) == 0 && !wire_more(&w));
	buf_fini(&b);
	return 0;
}
