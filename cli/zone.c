#include "cli/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void use_time_zone(const char *name)
{
	char path[200];
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%.100s", name);
	/* without Debian's tzdata, the rule of China is known: UTC+8 all year */
	setenv("TZ", access(path, R_OK) == 0 || strcmp(name, "Asia/Shanghai") != 0 ? name : "CST-8", 1);
	tzset();
}
