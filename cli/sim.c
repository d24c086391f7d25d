/* cohong sim: a market without a server: so many days, so many bots, one result. */
#include "base/calendar.h"
#include "crew/crew.h"
#include "base/json.h"
#include "base/money.h"
#include "bots/starter.h"
#include "cli/command.h"
#include "cli/export.h"
#include "cli/sim_sellers.h"
#include "scenario/scenario.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BOTS_MAX = 500, DAYS_MAX = 3650, THREADS_MAX = 64, CAPITAL_FEN = 5000000 };

struct sim {
	struct world *w;
	struct market *m;
	struct bot *bot[BOTS_MAX];
	struct sim_sellers sellers;
	int n_bots, n_prepared; /* the last so many go on in prepared stores */
	int64_t days, seed, threads;
	bool json;
	double seconds;
	struct export *export;
	FILE *log; /* "minute hexadecimal" of each accepted act */
};

static void hear(void *arg, const struct event *e)
{
	struct sim *s = arg;
	for (int i = 0; i < s->n_bots; i++)
		if (s->bot[i])
			bot_hear(s->bot[i], e);
	for (int i = 0; i < s->sellers.n; i++)
		if (s->sellers.v[i])
			seller_hear(s->sellers.v[i], e);
}

static void write_log(const struct sim *s, const struct act *a)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	act_encode(a, &b);
	fprintf(s->log, "%lld ", (long long)market_now_min(s->m));
	for (size_t i = 0; i < b.n; i++)
		fprintf(s->log, "%02x", (unsigned char)b.p[i]);
	fprintf(s->log, "\n");
	buf_fini(&b);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct sim *s = arg;
	struct market_sink sink = { s, hear };
	enum problem_code e = market_act(s->m, a, &sink, mem, ret, p);
	if (!e && s->log)
		write_log(s, a);
	return e;
}

static bool open_seats(struct sim *s)
{
	for (int i = 0; i < s->n_bots; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		struct act_answer r;
		struct problem p;
		struct arena mem;
		a.seat_create = (struct act_seat_create){ .seat = (uint64_t)i + 1, .capital_fen = CAPITAL_FEN };
		arena_init(&mem, 0);
		bool ok = act(s, &a, &mem, &r, &p) == PROBLEM_NONE;
		s->bot[i] = bot_create(s->w, (uint64_t)i + 1, (uint32_t)i, 3);
		if (ok && i >= s->n_bots - s->n_prepared) {
			struct starter_options o = { (uint64_t)i + 1, (uint32_t)i, STARTER_ORDERS };
			struct starter_store store;
			ok = starter_prepare(s->w, &o, act, s, &mem, &store, &p) == PROBLEM_NONE;
			if (ok)
				bot_take_over(s->bot[i], &store);
		}
		arena_fini(&mem);
		if (!ok)
			return false;
	}
	return sim_sellers_open(&s->sellers, s->w, (uint64_t)s->n_bots + 1, s->seed, CAPITAL_FEN, act, s);
}

static void show_progress(const struct sim *s, int64_t day)
{
	enum { WIDTH = 40 };
	int done = (int)(day * WIDTH / s->days);
	struct market_totals t;
	market_get_totals(s->m, &t);
	fprintf(stderr, "\r[%.*s%.*s] day %lld of %lld, %llu orders ", done, "########################################", WIDTH - done,
		"                                        ", (long long)day, (long long)s->days, (unsigned long long)t.orders);
	if (day == s->days)
		fprintf(stderr, "\n");
}

static void play(struct sim *s)
{
	struct crew *crew = s->threads > 1 ? crew_create((int)s->threads) : NULL;
	struct market_sink sink = { s, hear };
	struct timespec a, b;
	bool bar = isatty(2);
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (int64_t hour = 0; hour < s->days * 24; hour++) {
		for (int i = 0; i < s->n_bots; i++)
			bot_step(s->bot[i], market_now_min(s->m), act, s);
		for (int i = 0; i < s->sellers.n; i++)
			seller_step(s->sellers.v[i], s->m, act, s);
		market_advance(s->m, market_now_min(s->m) + MARKET_TICK_MIN, crew ? crew_run : NULL, crew, &sink);
		if (bar && hour % 24 == 23)
			show_progress(s, hour / 24 + 1);
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	s->seconds = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	crew_destroy(crew);
}

static int64_t snapshot_bytes(const struct market *m)
{
	struct buf b;
	buf_init(&b, (size_t)1 << 32);
	market_save(m, &b);
	int64_t n = (int64_t)b.n;
	buf_fini(&b);
	return n;
}

static int64_t peak_kb(void)
{
	struct rusage r;
	return getrusage(RUSAGE_SELF, &r) ? 0 : r.ru_maxrss;
}

static void write_json(const struct sim *s, struct buf *out)
{
	struct market_totals t;
	uint64_t digest[2];
	char text[DIGEST_TEXT_MAX];
	struct jw j;
	market_get_totals(s->m, &t);
	market_digest(s->m, digest);
	digest_format(digest, text);
	jw_init(&j, out);
	jw_object(&j);
	jw_kcstr(&j, "world", s->w->slug);
	jw_ki64(&j, "rules_version", MARKET_RULES_VERSION);
	jw_ki64(&j, "seed", s->seed);
	jw_ki64(&j, "days", s->days);
	jw_ktime(&j, "now", t.now_min);
	jw_kcstr(&j, "digest", text);
	jw_ki64(&j, "sessions", (int64_t)t.sessions);
	jw_ki64(&j, "clicks", (int64_t)t.clicks);
	jw_ki64(&j, "orders", (int64_t)t.orders);
	jw_ki64(&j, "units", (int64_t)t.units);
	jw_kmoney(&j, "gmv", t.gmv_fen, "CNY");
	jw_ki64(&j, "seats", t.seats);
	jw_ki64(&j, "seat_orders", (int64_t)t.seat_orders);
	jw_ki64(&j, "stores", t.stores);
	jw_ki64(&j, "listings", t.listings_active);
	jw_kf64(&j, "seconds", s->seconds, 3);
	jw_ki64(&j, "snapshot_bytes", snapshot_bytes(s->m));
	jw_ki64(&j, "peak_kb", peak_kb());
	jw_key(&j, "countries");
	jw_object(&j);
	for (uint32_t c = 0; c < s->w->country.t.n; c++) {
		jw_key_str(&j, world_str(s->w, s->w->country.code[c]));
		jw_i64(&j, (int64_t)t.country_units[c]);
	}
	jw_end_object(&j);
	jw_key(&j, "categories");
	jw_object(&j);
	for (uint32_t c = 0; c < s->w->category.t.n && c < MARKET_CATEGORIES_MAX; c++) {
		jw_key_str(&j, world_str(s->w, s->w->category.code[c]));
		jw_i64(&j, (int64_t)t.category_units[c]);
	}
	jw_end_object(&j);
	if (s->sellers.n)
		sim_sellers_json(&s->sellers, s->m, &j);
	jw_end_object(&j);
	buf_char(out, '\n');
}

static void write_text(const struct sim *s, struct buf *out)
{
	struct market_totals t;
	uint64_t digest[2];
	char text[DIGEST_TEXT_MAX], money[MONEY_TEXT_MAX], now[CAL_TEXT_MAX];
	market_get_totals(s->m, &t);
	market_digest(s->m, digest);
	digest_format(digest, text);
	money_format(t.gmv_fen, "CNY", money);
	cal_format(t.now_min, now);
	buf_printf(out, "%s, seed %lld, %lld days until %s\n", s->w->slug, (long long)s->seed, (long long)s->days, now);
	buf_printf(out, "  result pages %12llu\n  clicks       %12llu\n  orders       %12llu  (%llu of seats)\n  units        %12llu\n  sales    CNY %15s\n",
		(unsigned long long)t.sessions, (unsigned long long)t.clicks, (unsigned long long)t.orders, (unsigned long long)t.seat_orders, (unsigned long long)t.units, money);
	for (uint32_t c = 0; c < s->w->country.t.n; c++)
		buf_printf(out, "  units %-6.*s %12llu\n", STR_FMT(world_str(s->w, s->w->country.code[c])), (unsigned long long)t.country_units[c]);
	for (uint32_t c = 0; c < s->w->category.t.n && c < MARKET_CATEGORIES_MAX; c++)
		buf_printf(out, "  units %-12.*s %6llu\n", STR_FMT(world_str(s->w, s->w->category.code[c])), (unsigned long long)t.category_units[c]);
	sim_sellers_text(&s->sellers, s->m, out);
	buf_printf(out, "  digest %s, %.2f s\n", text, s->seconds);
}

static bool number(const char *text, int64_t lo, int64_t hi, int64_t *ret, const char *name)
{
	if (str_i64(str_c(text), ret) && *ret >= lo && *ret <= hi)
		return true;
	fprintf(stderr, "cohong sim: --%s must be a number between %lld and %lld\n", name, (long long)lo, (long long)hi);
	return false;
}

static int run_sim(int argc, char **argv)
{
	static const struct option options[] = { { "world", 1, NULL, 'w' }, { "seed", 1, NULL, 's' }, { "days", 1, NULL, 'd' }, { "bots", 1, NULL, 'b' },
		{ "format", 1, NULL, 'f' }, { "threads", 1, NULL, 't' }, { "log", 1, NULL, 'l' },
		{ "prepared", 1, NULL, 'p' }, { "export", 1, NULL, 'e' }, { "profile", 1, NULL, 'o' }, { "seller", 1, NULL, 'r' }, { 0 } };
	struct sim *s = mem_alloc(sizeof *s);
	const char *world = NULL, *profile = NULL, *format = "text", *log = NULL, *export = NULL;
	int64_t bots = 0, prepared = 0;
	int status = 2;
	struct problem p;
	*s = (struct sim){ .days = 14, .seed = 1, .threads = 2 };
	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c == 'w')
			world = optarg;
		else if (c == 'o')
			profile = optarg;
		else if (c == 'e')
			export = optarg;
		else if (c == 'f')
			format = optarg;
		else if (c == 'l')
			log = optarg;
		else if (c == 'r' && !sim_sellers_add(&s->sellers, optarg)) {
			fprintf(stderr, "cohong sim: --seller must be idle, naive, careful, skilled, expert or reckless, or one of them with a number: skilled:10\n");
			goto out;
		} else if ((c == 's' && !number(optarg, 0, INT64_MAX, &s->seed, "seed")) || (c == 'd' && !number(optarg, 1, DAYS_MAX, &s->days, "days")) ||
			 (c == 'b' && !number(optarg, 0, BOTS_MAX, &bots, "bots")) || (c == 'p' && !number(optarg, 0, BOTS_MAX, &prepared, "prepared")) ||
			 (c == 't' && !number(optarg, 1, THREADS_MAX, &s->threads, "threads")) || c == '?')
			goto out;
	}
	s->json = strcmp(format, "json") == 0;
	if (!world || optind != argc || (!s->json && strcmp(format, "text") != 0)) {
		fprintf(stderr, "usage: cohong sim %s\n", command_sim.usage);
		goto out;
	}
	status = 1;
	char path[4096];
	if (profile) {
		snprintf(path, sizeof path, "%s.%s", world, profile);
		world = path;
	}
	if (scenario_open(world, &s->w, &p)) {
		struct buf text;
		buf_init(&text, 4096);
		problem_text(&p, LANG_EN, &text);
		fprintf(stderr, "cohong sim: %.*s\n", STR_FMT(buf_span(&text)));
		buf_fini(&text);
		goto out;
	}
	if (log && !(s->log = fopen(log, "w"))) {
		fprintf(stderr, "cohong sim: %s cannot be written: %s\n", log, strerror(errno));
		goto out;
	}
	s->m = market_create(&(struct market_config){ s->w, { (uint64_t)s->seed, 0 } });
	if (export) {
		s->export = export_begin(export, s->w, "cohong sim");
		if (!s->export)
			goto out;
		market_set_trace(s->m, export_trace(s->export));
	}
	s->n_bots = (int)bots;
	s->n_prepared = (int)prepared;
	if (!open_seats(s)) {
		fprintf(stderr, "cohong sim: the seats could not be opened\n");
		goto out;
	}
	play(s);
	struct buf out;
	buf_init(&out, 1 << 20);
	if (s->json)
		write_json(s, &out);
	else
		write_text(s, &out);
	status = fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0 ? 0 : 1;
	buf_fini(&out);
	if (s->log && (ferror(s->log) | fclose(s->log))) {
		fprintf(stderr, "cohong sim: %s was not written whole\n", log);
		status = 1;
	}
out:
	if (s->export && !export_end(s->export, s->m))
		status = 1;
	for (int i = 0; i < s->n_bots; i++)
		bot_destroy(s->bot[i]);
	sim_sellers_free(&s->sellers);
	market_destroy(s->m);
	world_destroy(s->w);
	free(s);
	return status;
}

const struct command command_sim = {
	.name = "sim",
	.run = run_sim,
	.usage = "--world FOLDER|FILE [--profile NAME] [--seed N] [--days N] [--bots N] [--prepared N] [--seller GRADE[:N]]... [--threads N] [--log FILE] [--export FOLDER] [--format json|text]",
	.help_en = "play a market without a server and tell what came of it",
	.help_zh = "不启动服务，直接推演一个市场并输出结果",
};
