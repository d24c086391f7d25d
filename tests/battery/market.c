/* A month of a small market, played again from its log: every build must come to the same digest, and to the recorded one. */
#include "market/market.h"
#include "market/world/world.h"
#include "tests/battery/battery.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 30 };

static struct buf read_file(const char *path)
{
	struct buf b;
	char part[65536];
	FILE *f = fopen(path, "rb");
	if (!f) {
		fprintf(stderr, "%s cannot be read\n", path);
		exit(1);
	}
	buf_init(&b, 64 << 20);
	for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
		buf_put(&b, part, n);
	fclose(f);
	return b;
}

static int nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* One line of the log: the minute, then the act in hexadecimal. */
static bool next_act(struct str *rest, struct arena *mem, int64_t *ret_min, struct act *ret)
{
	struct problem p;
	ptrdiff_t end = str_find(*rest, STR("\n"), 0), space = str_find(*rest, STR(" "), 0);
	if (end < 0)
		return false;
	assert(space > 0 && space < end);
	size_t n = (size_t)(end - space - 1) / 2;
	char *bytes = arena_alloc(mem, n + 1, 1);
	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)(nibble(rest->p[(size_t)space + 1 + 2 * i]) << 4 | nibble(rest->p[(size_t)space + 2 + 2 * i]));
	bool ok = str_i64(str_sub(*rest, 0, (size_t)space), ret_min) && !act_decode((struct str){ bytes, n }, mem, ret, &p);
	assert(ok);
	*rest = str_sub(*rest, (size_t)end + 1, rest->n);
	return ok;
}

void battery_market(struct digest *d)
{
	struct buf file = read_file("tests/golden/kitchen.world"), log = read_file("tests/golden/kitchen.log");
	struct str rest = buf_span(&log);
	struct world *w;
	struct problem p;
	struct arena mem;
	struct act a;
	struct act_answer r;
	uint64_t sum[2];
	int64_t at;
	if (world_load(buf_span(&file), &w, &p))
		abort();
	struct market *m = market_create(&(struct market_config){ w, { 730702, 0 } });
	int64_t until = market_now_min(m) + DAYS * 1440;
	arena_init(&mem, 0);
	while (next_act(&rest, &mem, &at, &a)) {
		market_advance(m, at, NULL, NULL, NULL);
		if (market_act(m, &a, NULL, &mem, &r, &p))
			abort();
		market_digest(m, sum);
		digest_u64(d, sum[0]);
	}
	market_advance(m, until, NULL, NULL, NULL);
	market_digest(m, sum);
	digest_u64(d, sum[0]);
	digest_u64(d, sum[1]);
	market_destroy(m);
	world_destroy(w);
	arena_fini(&mem);
	buf_fini(&file);
	buf_fini(&log);
}
