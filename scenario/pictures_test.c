#include "scenario/inside.h"
#include "tests/cmocka.h"

#include <string.h>

#define ROOT "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 800\">"

static void fault(const char *svg, const char *wanted)
{
	struct arena a;
	arena_init(&a, 0);
	const char *found = drawing_fault(str_c(svg), &a);
	if (wanted) {
		assert_non_null(found);
		assert_non_null(strstr(found, wanted));
	} else {
		assert_null(found);
	}
	arena_fini(&a);
}

static void test_drawings(void **state)
{
	(void)state;
	fault(ROOT "<defs><linearGradient id=\"g\"/></defs><path d=\"M0 0h9\" fill=\"url(#g)\" stroke=\"{main}\"/><use href=\"#g\"/></svg>\n", NULL);
	fault("<?xml version=\"1.0\"?>\n" ROOT "</svg>", NULL);
}

static void test_refused(void **state)
{
	(void)state;
	fault(ROOT "<script>alert(1)</script></svg>", "script");
	fault(ROOT "<path onload=\"x()\"/></svg>", "onload");
	fault(ROOT "<text>Hi</text></svg>", "text");
	fault(ROOT "<g>Hi</g></svg>", "text");
	fault(ROOT "<image href=\"x.png\"/></svg>", "image");
	fault(ROOT "<use href=\"http://example.com/a.svg#b\"/></svg>", "outside");
	fault(ROOT "<use href=\"javascript:x\"/></svg>", "outside");
	fault(ROOT "<path fill=\"url(http://example.com/x)\"/></svg>", "outside");
	fault(ROOT "<path style=\"fill:url( #g)\"/></svg>", "outside");
	fault(ROOT "<foreignObject/></svg>", "foreignObject");
	fault(ROOT "<style>@import 'x';</style></svg>", "style");
	fault("<!DOCTYPE svg [<!ENTITY a \"b\">]>" ROOT "</svg>", "DOCTYPE");
	fault("<?php x ?>" ROOT "</svg>", "php");
	fault(ROOT "<svg/></svg>", "outermost");
	fault("<g viewBox=\"0 0 800 800\"/>", "outermost");
	fault("<svg viewBox=\"0 0 100 100\"/>", "viewBox");
	fault(ROOT "<path></svg>", "well-formed");
	fault("", "well-formed");
}

static void test_size(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 0);
	char *big = arena_alloc(&a, 40000, 1);
	memset(big, ' ', 40000);
	assert_non_null(strstr(drawing_fault((struct str){ big, 32769 }, &a), "32 KiB"));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_drawings), cmocka_unit_test(test_refused), cmocka_unit_test(test_size) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
