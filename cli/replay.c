#include "base/calendar.h"
#include "cli/command.h"
#include "cli/data.h"
#include "server/replay.h"

#include <stdio.h>

static int run_replay(int argc, char **argv)
{
	struct data d;
	struct problem p;
	struct replay_report r;
	const char *which;
	int n;
	bool verify = false;
	if (!data_options(argc, argv, command_replay.usage, "--verify", &verify, &d, &which, 1, &n) || n != 1)
		return n == 1 ? 2 : (fprintf(stderr, "cohong replay: which market?\n"), 2);
	enum problem_code code = data_open(&d, &p);
	if (!code && !(code = data_market(&d, str_c(which), &p)))
		code = replay_verify(d.db, d.row.id, &(struct market_config){ d.world, { d.row.seed[0], d.row.seed[1] }, d.row.begin_min }, &r, &p);
	int status = code ? data_fail("replay", &p) : 0;
	if (!code) {
		char now[CAL_TEXT_MAX];
		cal_format(r.now_min, now);
		printf("%lld entries, %lld acts, until %s\ndigest %s\n", (long long)r.entries, (long long)r.acts, now, r.digest);
		if (r.base)
			printf("from entry %lld, at which the rules changed\n", (long long)r.base);
		if (r.differs_at) {
			printf("DIFFERS at entry %lld: stored %s, replayed %s\n", (long long)(r.differs_at < 0 ? 0 : r.differs_at), r.stored,
				r.replayed);
			status = verify ? 1 : 0;
		} else {
			printf("equal to all %lld stored digests\n", (long long)r.snapshots);
		}
	}
	data_close(&d);
	return status;
}

const struct command command_replay = {
	.name = "replay",
	.run = run_replay,
	.usage = "MARKET [--verify] --data DIR [--database URL]",
	.help_en = "play a market again from its log and compare the digests",
	.help_zh = "按日志从头重放一个市场，并核对摘要",
};
