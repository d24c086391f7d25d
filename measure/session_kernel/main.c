/* Measures the session kernel in the market of bench.h; measure/kernel runs it. usage: session-kernel [--sessions N] [--ticks N] [--rounds N] */
#include "bench.h"
#include "crew/crew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int sessions = 250000, ticks = DAY, rounds = 5;

static double wall(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

enum { TICKS_MAX = 64, PHASES = 4 };

struct figures {
	double per_s;	       /* sessions; one thread by its own time, several by the wall's clock */
	double per_s_own;      /* several by the own time of the one that worked longest: what other programs leave them doesn't count */
	double phase[PHASES]; /* seconds of a session: draw and sort, auctions and pages, kernel, settle */
	uint64_t digest[2];
	struct totals totals;
};

static void sum_up(const struct bench *b, struct totals *ret)
{
	*ret = (struct totals){ 0 };
	for (int i = 0; i < COUNTRIES; i++) {
		const struct country *c = &b->country[i];
		ret->sessions += c->totals.sessions;
		ret->clicks += c->totals.clicks;
		ret->paid_clicks += c->totals.paid_clicks;
		ret->orders += c->totals.orders;
		ret->spend += c->totals.spend;
		ret->revenue += c->totals.revenue;
		for (int q = 0; q < QUERIES; q++)
			for (int k = 0; k <= SESSION_PLACES; k++)
				ret->looks += (uint64_t)k * c->counts[q].looked[k];
	}
}

static double sessions_of_tick(const struct bench *b)
{
	double n = 0;
	for (int i = 0; i < COUNTRIES; i++)
		n += b->country[i].sessions;
	return n;
}

static double seconds_of(const struct country *c)
{
	return c->draw_s + c->page_s + c->run_s + c->settle_s;
}

static void phases(const struct bench *b, double ret[PHASES])
{
	for (int k = 0; k < PHASES; k++)
		ret[k] = 0;
	for (int i = 0; i < COUNTRIES; i++) {
		const struct country *c = &b->country[i];
		const double own[PHASES] = { c->draw_s, c->page_s, c->run_s, c->settle_s };
		for (int k = 0; k < PHASES; k++)
			ret[k] += own[k];
	}
}

/* Own time of the busiest thread in a tick, of which each country's was noted before. */
static double busiest(const struct bench *b, const double was[COUNTRIES])
{
	double most = 0;
	for (int i = 0; i < COUNTRIES; i++) {
		double own = 0;
		for (int k = 0; k < COUNTRIES; k++)
			if (pthread_equal(b->country[k].thread, b->country[i].thread))
				own += seconds_of(&b->country[k]) - was[k];
		most = own > most ? own : most;
	}
	return most;
}

static void least(double *v, double is)
{
	*v = *v == 0 || is < *v ? is : *v;
}

/* Each tick's best time of all rounds, added up: every tick counts, and other programs' work does not. The first round is for the digest and for warming up. */
static struct figures measure(struct bench *b, int threads)
{
	struct figures f = { 0 };
	struct crew *crew = threads > 1 ? crew_create(threads) : NULL;
	double took[TICKS_MAX] = { 0 }, own[TICKS_MAX] = { 0 }, own_sum = 0, phase[TICKS_MAX][PHASES] = { { 0 } }, n = sessions_of_tick(b) * ticks, sum = 0;
	for (int r = 0; r <= rounds; r++) {
		bench_restart(b);
		bench_pages(b);
		b->with_digest = r == 0;
		for (int t = 0; t < ticks; t++) {
			double was[PHASES], is[PHASES], before[COUNTRIES], from = crew ? wall() : bench_now();
			phases(b, was);
			for (int i = 0; i < COUNTRIES; i++)
				before[i] = seconds_of(&b->country[i]);
			bench_tick(b, crew);
			from = (crew ? wall() : bench_now()) - from;
			phases(b, is);
			for (int k = 0; k < PHASES && r > 0; k++)
				least(&phase[t][k], is[k] - was[k]);
			if (r > 0) {
				least(&took[t], from);
				least(&own[t], busiest(b, before));
			}
		}
		if (r == 0) {
			bench_digest(b, f.digest);
			sum_up(b, &f.totals);
		}
	}
	for (int t = 0; t < ticks; t++) {
		sum += took[t];
		own_sum += own[t];
		for (int k = 0; k < PHASES; k++)
			f.phase[k] += phase[t][k] / n;
	}
	f.per_s = n / sum;
	f.per_s_own = n / own_sum;
	crew_destroy(crew);
	return f;
}

static double measure_reference(struct bench *b, struct totals *ret)
{
	double best = 0;
	for (int r = 0; r < rounds; r++) {
		bench_restart(b);
		bench_pages(b);
		for (int t = 0; t < ticks; t++) {
			double from = bench_now();
			reference_tick(b);
			double took = bench_now() - from, n = sessions_of_tick(b);
			best = n / took > best ? n / took : best;
		}
		sum_up(b, ret);
	}
	return best;
}

static void print_cpu(void)
{
	char line[512];
	FILE *f = fopen("/proc/cpuinfo", "r");
	while (f && fgets(line, sizeof line, f)) {
		char *name = strchr(line, ':');
		if (strncmp(line, "model name", 10) || !name)
			continue;
		name[strcspn(name, "\n")] = 0;
		printf("cpu%s name\n", name + 1);
		break;
	}
	if (f)
		fclose(f);
}

static void print_each(const char *who, const struct totals *t)
{
	double n = (double)t->sessions;
	printf("%s_looks_per_session %.3f places\n%s_clicks_per_session %.3f clicks\n%s_paid_clicks_per_session %.3f clicks\n%s_orders_per_session %.4f orders\n", who,
		(double)t->looks / n, who, (double)t->clicks / n, who, (double)t->paid_clicks / n, who, (double)t->orders / n);
}

static void print_digest(const char *what, const uint64_t digest[2])
{
	char text[DIGEST_TEXT_MAX];
	digest_format(digest, text);
	printf("%s %s digest\n", what, text);
}

int main(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		int *to = strcmp(argv[i], "--sessions") == 0 ? &sessions : strcmp(argv[i], "--ticks") == 0 ? &ticks : &rounds;
		*to = (int)strtol(argv[i + 1], NULL, 10);
	}
	ticks = ticks < TICKS_MAX ? ticks : TICKS_MAX;
	struct bench *b = bench_create((uint32_t)sessions);
	struct totals textbook;
	session_path_force(SESSION_SCALAR);
	struct figures scalar = measure(b, 1);
	session_path_force(SESSION_BEST);
	enum session_path best = session_path();
	struct figures one = measure(b, 1), two = measure(b, 2);
	double reference = measure_reference(b, &textbook), multiplications = limit_multiplications(best), plain = limit_multiplications(SESSION_SCALAR);
	double lines = limit_random_lines((size_t)QUERIES * COUNTRIES * (sizeof(struct session_page) + sizeof(struct session_counts)));
	/* of a session: a draw has 18 multiplications on wide paths (its first round's other one is the session's, and half of the last round is not needed) */
	double looks = (double)one.totals.looks / (double)one.totals.sessions, each = 18 * looks;
	print_cpu();
	printf("kernel_path %s name\n", session_path_name(best));
	printf("kernel_sessions_per_s_1 %.0f sessions/s\nkernel_sessions_per_s_2 %.0f sessions/s\n", one.per_s, two.per_s);
	printf("kernel_sessions_per_s_2_by_own_time %.0f sessions/s\n", two.per_s_own);
	printf("scalar_sessions_per_s_1 %.0f sessions/s\nreference_sessions_per_s_1 %.0f sessions/s\n", scalar.per_s, reference);
	print_digest("digest_scalar", scalar.digest);
	print_digest("digest_simd", one.digest);
	print_digest("digest_simd_2", two.digest);
	printf("kernel_over_reference %.2f ratio\nscalar_over_reference %.2f ratio\nkernel_two_over_one %.2f ratio\n", one.per_s / reference, scalar.per_s / reference,
		two.per_s / one.per_s);
	printf("kernel_draw_and_sort_ns %.1f ns\nkernel_auctions_and_pages_ns %.1f ns\nkernel_sessions_ns %.1f ns\nkernel_settle_ns %.1f ns\n", one.phase[0] * 1e9, one.phase[1] * 1e9,
		one.phase[2] * 1e9, one.phase[3] * 1e9);
	printf("scalar_sessions_ns %.1f ns\n", scalar.phase[2] * 1e9);
	printf("limit_multiplications_per_s %.0f 1/s\nlimit_multiplications_plain_per_s %.0f 1/s\nlimit_random_lines_per_s %.0f 1/s\n", multiplications, plain, lines);
	printf("kernel_multiplications_over_limit %.3f ratio\n", each / one.phase[2] / multiplications);
	printf("limit_sessions_per_s_by_multiplications %.0f sessions/s\n", multiplications / each);
	print_each("kernel", &one.totals);
	print_each("reference", &textbook);
	bench_destroy(b);
	return memcmp(scalar.digest, one.digest, sizeof one.digest) || memcmp(one.digest, two.digest, sizeof two.digest);
}
