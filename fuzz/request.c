/* The pieces of a request that we read ourselves: what is accepted is safe to use. */
#include "fuzz/fuzz.h"
#include "server/parse.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct query q;
	struct str s = { (const char *)p, n }, out;
	int64_t from, count;
	arena_init(&a, 0);
	if (parse_path(&a, s, &out)) {
		HOLDS(out.n && out.p[0] == '/' && str_utf8_ok(out) && !memchr(out.p, 0, out.n));
		HOLDS(str_find(out, STR("/../"), 0) < 0 && !str_ends(out, STR("/..")) && str_find(out, STR("//"), 0) < 0);
	}
	if (parse_query(&a, s, &q))
		for (int i = 0; i < q.n; i++)
			HOLDS(str_utf8_ok(q.name[i]) && str_utf8_ok(q.value[i]));
	out = parse_cookie(s, STR("a"));
	HOLDS(!out.n || (out.p > s.p && out.p + out.n <= s.p + s.n && !memchr(out.p, ';', out.n)));
	static const int64_t sizes[] = { 0, 1, 10, INT64_MAX };
	for (int i = 0; i < 4; i++)
		if (parse_range(s, sizes[i], &from, &count) == RANGE_ONE)
			HOLDS(from >= 0 && count > 0 && from <= sizes[i] - count);
	parse_language(s);
	parse_accepts(s, STR("gzip"));
	arena_fini(&a);
	return 0;
}
