#include "cli/command.h"
#include "cli/data.h"
#include "server/replay.h"

#include <stdio.h>

static int run_rebuild(int argc, char **argv)
{
	struct data d;
	struct problem p;
	const char *which;
	int n;
	if (!data_options(argc, argv, command_rebuild.usage, NULL, NULL, &d, &which, 1, &n))
		return 2;
	if (n != 1)
		return fprintf(stderr, "cohong rebuild: which market?\n"), 2;
	struct projection *pr = projection_create();
	enum problem_code code = data_open(&d, &p);
	if (!code && !(code = data_market(&d, str_c(which), &p)))
		code = replay_rebuild(d.db, d.row.id, &(struct market_config){ d.world, { d.row.seed[0], d.row.seed[1] }, d.row.begin_min }, pr, &p);
	int status = code ? data_fail("rebuild", &p) : 0;
	if (!code)
		printf("The rows and events of %.*s were made again from its log.\n", STR_FMT(d.row.name));
	data_close(&d);
	projection_destroy(pr);
	return status;
}

const struct command command_rebuild = {
	.name = "rebuild",
	.run = run_rebuild,
	.usage = "MARKET --data DIR [--database URL]",
	.help_en = "make a market's tables again from its log",
	.help_zh = "按日志重建一个市场的数据表",
};
