#include "tests/battery/battery.h"

#include <stdio.h>
#include <string.h>

void battery_f64(struct digest *d, double v)
{
	uint64_t bits;
	memcpy(&bits, &v, sizeof bits);
	digest_u64(d, bits);
}

static void one(const char *name, void (*work)(struct digest *))
{
	struct digest d;
	uint64_t sum[2];
	char text[DIGEST_TEXT_MAX];
	digest_init(&d, 0);
	work(&d);
	digest_end(&d, sum);
	digest_format(sum, text);
	printf("%s %s\n", name, text);
}

int main(void)
{
#define BATTERY(name) one(#name, battery_##name);
#include "tests/battery/battery.def"
#undef BATTERY
	return 0;
}
