/* cohong calibrate: plays the worlds that are made after real markets and holds their statistics against real ones, gate by gate. */
#include "base/calendar.h"
#include "cli/calibrate.h"
#include "cli/command.h"
#include "crew/crew.h"
#include "scenario/scenario.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DAYS_LIMIT = 3650, CONSUMER_DAYS = 608, WHOLESALE_DAYS = 374, WARM_DAYS = 28, THREADS = 2 };

struct calibration {
	int64_t seed, days; /* 0: as many as the real figures have */
	struct gates sum;
};

static void tell_problem(const struct problem *p)
{
	struct buf text;
	buf_init(&text, 4096);
	problem_text(p, LANG_EN, &text);
	fprintf(stderr, "cohong calibrate: %.*s\n", STR_FMT(buf_span(&text)));
	buf_fini(&text);
}

static bool is_wholesale(const struct world *w)
{
	return str_ends(str_c(w->slug), STR("wholesale"));
}

/* Some weeks pass before anything counts: sales and ranks find their places. */
static void play(const struct world *w, struct gathered *g, int64_t seed, int64_t days)
{
	struct market *m = market_create(&(struct market_config){ w, { (uint64_t)seed, 0 } });
	struct crew *crew = crew_create(THREADS);
	bool bar = isatty(2);
	g->from_min = market_now_min(m) + WARM_DAYS * MIN_PER_DAY;
	g->until_min = g->from_min + days * MIN_PER_DAY;
	market_set_trace(m, &g->trace);
	while (market_now_min(m) < g->until_min) {
		g->n_bought = 0;
		market_advance(m, market_now_min(m) + MARKET_TICK_MIN, crew_run, crew, NULL);
		if (bar && market_now_min(m) % (10 * MIN_PER_DAY) < MARKET_TICK_MIN)
			fprintf(stderr, "\r%s: %lld days to go, %u orders   ", w->slug, (long long)((g->until_min - market_now_min(m)) / MIN_PER_DAY), g->n_orders);
	}
	if (bar)
		fprintf(stderr, "\r%60s\r", "");
	crew_destroy(crew);
	market_destroy(m);
}

static bool calibrate(struct calibration *c, json_t *file, const char *path)
{
	struct world *w;
	struct problem p;
	if (scenario_open(path, &w, &p)) {
		tell_problem(&p);
		return false;
	}
	struct gathered g;
	gathered_init(&g, w);
	play(w, &g, c->seed, c->days ? c->days : is_wholesale(w) ? WHOLESALE_DAYS : CONSUMER_DAYS);
	struct gates s = { .g = &g, .file = file, .world = w->slug };
	if (is_wholesale(w))
		gates_wholesale(&s);
	else
		gates_consumer(&s);
	c->sum.passed += s.passed;
	c->sum.failed += s.failed;
	c->sum.missing += s.missing;
	gathered_fini(&g);
	world_destroy(w);
	return true;
}

static bool number(const char *text, int64_t lo, int64_t hi, int64_t *ret, const char *name)
{
	if (str_i64(str_c(text), ret) && *ret >= lo && *ret <= hi)
		return true;
	fprintf(stderr, "cohong calibrate: --%s must be a number between %lld and %lld\n", name, (long long)lo, (long long)hi);
	return false;
}

static int run_calibrate(int argc, char **argv)
{
	static const struct option options[] = { { "against", 1, NULL, 'a' }, { "world", 1, NULL, 'w' }, { "seed", 1, NULL, 's' }, { "days", 1, NULL, 'd' }, { 0 } };
	static const char *const shipped[] = { "consumer", "wholesale" };
	struct calibration c = { .seed = 1 };
	const char *against = NULL, *world = NULL;
	json_error_t e;
	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (o == 'a')
			against = optarg;
		else if (o == 'w')
			world = optarg;
		else if ((o == 's' && !number(optarg, 0, INT64_MAX, &c.seed, "seed")) || (o == 'd' && !number(optarg, 1, DAYS_LIMIT, &c.days, "days")) || o == '?')
			return 2;
	}
	if (!against || optind != argc) {
		fprintf(stderr, "usage: cohong calibrate %s\n", command_calibrate.usage);
		return 2;
	}
	json_t *file = json_load_file(against, 0, &e);
	if (!file) {
		fprintf(stderr, "cohong calibrate: %s cannot be read: %s\n", against, e.text);
		return 1;
	}
	printf("%-21s %-44s %6s %8s  %-44s %10s %10s %9s %7s\n", "world", "statistic", "thinned", "n", "reference", "simulated", "real", "distance", "limit");
	bool well = true;
	if (world) {
		well = calibrate(&c, file, world);
	} else {
		char folder[4096], path[5000];
		if (!find_beside("worlds", folder)) {
			fprintf(stderr, "cohong calibrate: the folder of worlds is not beside the program; name one with --world\n");
			well = false;
		}
		for (size_t i = 0; well && i < sizeof shipped / sizeof *shipped; i++) {
			snprintf(path, sizeof path, "%s/calibration/%s", folder, shipped[i]);
			well = calibrate(&c, file, path);
		}
	}
	json_decref(file);
	if (!well)
		return 1;
	printf("%d gates: %d passed, %d failed, %d not in the file; seed %lld\n", c.sum.passed + c.sum.failed, c.sum.passed, c.sum.failed, c.sum.missing, (long long)c.seed);
	return c.sum.failed || c.sum.missing || fflush(stdout) ? 1 : 0;
}

const struct command command_calibrate = {
	.name = "calibrate",
	.run = run_calibrate,
	.usage = "--against FILE.json [--world FOLDER|FILE] [--seed N] [--days N]",
	.help_en = "hold the market's statistics against real figures, gate by gate",
	.help_zh = "用真实数据逐项检验市场的统计规律",
};
