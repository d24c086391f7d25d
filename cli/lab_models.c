/* cohong lab choice, clicks, arrivals: closed forms, and beside them what so many simulated sessions or days give. */
#include "base/exact.h"
#include "cli/lab.h"
#include "market/kernel/arrive.h"
#include "market/kernel/choose.h"
#include "market/kernel/examine.h"

#include <string.h>

enum { SESSIONS_MAX = 10000000, DAYS_MAX = 100000, PURPOSE = 1, STEPS = 20000 };

static struct rng_key key_of(int64_t seed)
{
	const uint64_t halves[2] = { (uint64_t)seed, 0 };
	return rng_key(halves, 0);
}

static void write_list(struct jw *j, const char *name, const double *v, int n)
{
	jw_key(j, name);
	jw_array(j);
	for (int i = 0; i < n; i++)
		jw_f64(j, v[i], 6);
	jw_end_array(j);
}

/* ---- choice */

struct choice {
	double utility[CHOOSE_GOODS_MAX], quality[CHOOSE_GOODS_MAX], price[CHOOSE_GOODS_MAX], outside, alpha, alpha_sd;
	int n;
	bool priced;
	int64_t sessions, seed;
};

static struct choose_goods goods_of(const struct choice *c)
{
	return (struct choose_goods){ c->quality, c->price, c->n, c->outside };
}

/* Each session has its buyer's alpha, and each good its own draw. */
static void simulate_choice(const struct choice *c, struct jw *j)
{
	double sold[CHOOSE_GOODS_MAX + 1] = { 0 }, w[CHOOSE_GOODS_MAX + 1];
	struct rng_key key = key_of(c->seed);
	for (int64_t s = 0; s < c->sessions; s++) {
		uint32_t u[CHOOSE_GOODS_MAX + 1];
		double alpha = c->priced ? choose_alpha(ex_log(c->alpha), c->alpha_sd, rng_draw(key, PURPOSE + 1, (uint64_t)s, 0, 0).u[0]) : 0;
		for (int i = 0; i <= c->n; i++) {
			u[i] = rng_draw(key, PURPOSE, (uint64_t)s, (uint64_t)i, 0).u[0];
			w[i] = i == c->n ? c->outside : c->priced ? c->quality[i] - alpha * c->price[i] : c->utility[i];
		}
		choose_weights(w, c->n + 1, w);
		sold[choose_race(w, u, c->n + 1)]++;
	}
	for (int i = 0; i <= c->n; i++)
		sold[i] /= (double)c->sessions;
	jw_key(j, "simulated");
	jw_object(j);
	jw_ki64(j, "sessions", c->sessions);
	write_list(j, "share", sold, c->n);
	jw_kf64(j, "outside", sold[c->n], 6);
	jw_end_object(j);
}

static void write_elasticities(const struct choice *c, const double *share, struct jw *j)
{
	double own[CHOOSE_GOODS_MAX], cross[CHOOSE_GOODS_MAX];
	for (int i = 0; i < c->n; i++) {
		own[i] = choose_elasticity_own(c->alpha, c->price[i], share[i]);
		cross[i] = choose_elasticity_cross(c->alpha, c->price[i], share[i]);
	}
	write_list(j, "own_elasticity", own, c->n);
	write_list(j, "cross_elasticity", cross, c->n);
}

static int print_choice(const struct choice *c)
{
	double share[CHOOSE_GOODS_MAX + 1], v[CHOOSE_GOODS_MAX + 1], logsum = 0, outside = 1;
	const struct choose_goods goods = goods_of(c);
	if (c->priced && c->alpha_sd > 0) {
		choose_mixed_shares(&goods, ex_log(c->alpha), c->alpha_sd, STEPS, share);
	} else {
		for (int i = 0; i < c->n; i++)
			v[i] = c->priced ? c->quality[i] - c->alpha * c->price[i] : c->utility[i];
		v[c->n] = c->outside;
		logsum = choose_logit(v, c->n + 1, share);
	}
	for (int i = 0; i < c->n; i++)
		outside -= share[i];
	struct buf out;
	struct jw j;
	buf_init(&out, 1 << 20);
	jw_init(&j, &out);
	jw_object(&j);
	jw_kcstr(&j, "model", c->alpha_sd > 0 ? "mixed logit" : "multinomial logit");
	write_list(&j, "share", share, c->n);
	jw_kf64(&j, "outside", outside, 6);
	if (!(c->alpha_sd > 0)) {
		jw_kf64(&j, "logsum", logsum, 6);
		if (c->priced)
			write_elasticities(c, share, &j);
	}
	if (c->sessions)
		simulate_choice(c, &j);
	jw_end_object(&j);
	return lab_print(&out);
}

int lab_choice(int argc, char **argv)
{
	const char *part = argv[0], *utilities = NULL, *quality = NULL, *prices = NULL, *alpha = NULL, *alpha_sd = NULL, *outside = NULL, *sessions = NULL, *seed = NULL;
	const struct lab_option options[] = { { "utilities", &utilities }, { "quality", &quality }, { "prices", &prices }, { "alpha", &alpha }, { "alpha-sd", &alpha_sd },
		{ "outside", &outside }, { "sessions", &sessions }, { "seed", &seed }, { NULL } };
	struct choice c = { .seed = 1 };
	int n_prices;
	if (!lab_options(argc, argv, options))
		return 2;
	c.priced = prices || quality || alpha;
	if (c.priced == (utilities != NULL) || (c.priced && !(prices && quality && alpha)))
		return lab_fault(part, "give either --utilities, or --quality, --prices and --alpha", "请给出 --utilities，或同时给出 --quality、--prices 和 --alpha");
	if (alpha_sd && !c.priced)
		return lab_fault(part, "--alpha-sd goes with --prices", "--alpha-sd 须与 --prices 一起使用");
	if ((utilities && !lab_numbers(part, "utilities", utilities, -100, 100, CHOOSE_GOODS_MAX, c.utility, &c.n)) ||
		(quality && !lab_numbers(part, "quality", quality, -100, 100, CHOOSE_GOODS_MAX, c.quality, &c.n)) ||
		(prices && !lab_numbers(part, "prices", prices, 0, 1000000, CHOOSE_GOODS_MAX, c.price, &n_prices)) ||
		(alpha && !lab_number(part, "alpha", alpha, 0.000001, 100, &c.alpha)) || (alpha_sd && !lab_number(part, "alpha-sd", alpha_sd, 0, 3, &c.alpha_sd)) ||
		(outside && !lab_number(part, "outside", outside, -100, 100, &c.outside)) ||
		(sessions && !lab_whole(part, "sessions", sessions, 1, SESSIONS_MAX, &c.sessions)) || (seed && !lab_whole(part, "seed", seed, 0, INT64_MAX, &c.seed)))
		return 2;
	if (c.priced && n_prices != c.n)
		return lab_fault(part, "--prices has %d numbers, --quality %d: each good has one of both", "--prices 有 %d 个数，--quality 有 %d 个：每件商品各需一个", n_prices, c.n);
	return print_choice(&c);
}

/* ---- clicks */

enum model { POSITION, CASCADE, GEOMETRIC, DBN, MODELS };
static const char *const model_name[MODELS] = { "position", "cascade", "geometric", "dbn" };
enum { PLACES_MAX = 200 };

struct clicks {
	enum model model;
	double attract[PLACES_MAX], looked_at[PLACES_MAX], gamma, satisfied;
	int n;
	int64_t sessions, seed;
};

static void simulate_clicks(const struct clicks *c, struct jw *j)
{
	double sum[PLACES_MAX] = { 0 }, none = 0;
	struct rng_key key = key_of(c->seed);
	for (int64_t s = 0; s < c->sessions; s++) {
		struct draw d[PLACES_MAX];
		bool clicked[PLACES_MAX];
		int n = 0;
		for (int i = 0; i < c->n; i++)
			d[i] = rng_draw(key, PURPOSE, (uint64_t)s, (uint64_t)i + 1, 0);
		switch (c->model) {
		case POSITION:
			n = examine_by_position(c->looked_at, c->attract, d, c->n, clicked);
			break;
		case CASCADE:
			n = examine_cascade(c->attract, d, c->n, clicked);
			break;
		case GEOMETRIC:
			n = examine_geometric(c->attract, examine_depth(c->gamma, rng_draw(key, PURPOSE + 1, (uint64_t)s, 0, 0).u[0]), d, c->n, clicked);
			break;
		default:
			n = examine_dbn(c->attract, c->satisfied, c->gamma, d, c->n, clicked);
		}
		none += n == 0;
		for (int i = 0; i < c->n; i++)
			sum[i] += clicked[i];
	}
	for (int i = 0; i < c->n; i++)
		sum[i] /= (double)c->sessions;
	jw_key(j, "simulated");
	jw_object(j);
	jw_ki64(j, "sessions", c->sessions);
	write_list(j, "click", sum, c->n);
	jw_kf64(j, "no_click", none / (double)c->sessions, 6);
	jw_end_object(j);
}

static int print_clicks(const struct clicks *c)
{
	double click[PLACES_MAX], sum = 0;
	if (c->model == POSITION)
		examine_expect_by_position(c->looked_at, c->attract, c->n, click);
	else if (c->model == GEOMETRIC)
		examine_expect_geometric(c->attract, c->gamma, c->n, click);
	else
		examine_expect_dbn(c->attract, c->satisfied, c->gamma, c->n, click);
	for (int i = 0; i < c->n; i++)
		sum += click[i];
	struct buf out;
	struct jw j;
	buf_init(&out, 1 << 20);
	jw_init(&j, &out);
	jw_object(&j);
	jw_kcstr(&j, "model", model_name[c->model]);
	write_list(&j, "click", click, c->n);
	jw_kf64(&j, "clicks_per_page", sum, 6);
	if (c->model == GEOMETRIC)
		jw_kf64(&j, "mean_depth", examine_mean_depth(c->gamma, c->n), 6);
	if (c->sessions)
		simulate_clicks(c, &j);
	jw_end_object(&j);
	return lab_print(&out);
}

int lab_clicks(int argc, char **argv)
{
	const char *part = argv[0], *model = NULL, *attract = NULL, *looked_at = NULL, *gamma = NULL, *satisfied = NULL, *sessions = NULL, *seed = NULL;
	const struct lab_option options[] = { { "model", &model }, { "attract", &attract }, { "looked-at", &looked_at }, { "gamma", &gamma }, { "satisfied", &satisfied },
		{ "sessions", &sessions }, { "seed", &seed }, { NULL } };
	struct clicks c = { .model = MODELS, .seed = 1 };
	int n = 0;
	if (!lab_options(argc, argv, options))
		return 2;
	if (!model || !attract)
		return lab_fault(part, "--model and --attract are required", "必须给出 --model 和 --attract");
	for (int k = 0; k < MODELS; k++)
		if (strcmp(model, model_name[k]) == 0)
			c.model = (enum model)k;
	if (c.model == MODELS)
		return lab_fault(part, "--model: there is no '%s'; there are position, cascade, geometric, dbn", "--model：没有“%s”，可用 position、cascade、geometric、dbn", model);
	if ((c.model == POSITION) != (looked_at != NULL))
		return lab_fault(part, "--looked-at belongs to the model position, which needs it", "--looked-at 只用于 position 模型，且必须给出");
	if ((c.model == GEOMETRIC || c.model == DBN) != (gamma != NULL))
		return lab_fault(part, "--gamma belongs to the models geometric and dbn, which need it", "--gamma 只用于 geometric 和 dbn 模型，且必须给出");
	if ((c.model == DBN) != (satisfied != NULL))
		return lab_fault(part, "--satisfied belongs to the model dbn, which needs it", "--satisfied 只用于 dbn 模型，且必须给出");
	c.gamma = c.satisfied = 1;
	if (!lab_numbers(part, "attract", attract, 0, 1, PLACES_MAX, c.attract, &c.n) ||
		(looked_at && !lab_numbers(part, "looked-at", looked_at, 0, 1, PLACES_MAX, c.looked_at, &n)) ||
		(gamma && !lab_number(part, "gamma", gamma, 0.001, c.model == DBN ? 1 : 0.999, &c.gamma)) ||
		(satisfied && !lab_number(part, "satisfied", satisfied, 0, 1, &c.satisfied)) ||
		(sessions && !lab_whole(part, "sessions", sessions, 1, SESSIONS_MAX, &c.sessions)) || (seed && !lab_whole(part, "seed", seed, 0, INT64_MAX, &c.seed)))
		return 2;
	if (looked_at && n != c.n)
		return lab_fault(part, "--looked-at has %d numbers, --attract %d: each place has one of both", "--looked-at 有 %d 个数，--attract 有 %d 个：每个位置各需一个", n, c.n);
	return print_clicks(&c);
}

/* ---- arrivals */

int lab_arrivals(int argc, char **argv)
{
	const char *part = argv[0], *hours = NULL, *days = NULL, *seed = NULL;
	const struct lab_option options[] = { { "hours", &hours }, { "days", &days }, { "seed", &seed }, { NULL } };
	double intensity[24], sum[24], share[24], seen[24] = { 0 }, counted = 0, squares = 0;
	int64_t n_days = 0, first = 1;
	int n;
	if (!lab_options(argc, argv, options))
		return 2;
	if (!hours)
		return lab_fault(part, "--hours is required: the arrivals expected in each of the 24 hours", "必须给出 --hours：24 个小时各自的期望到访数");
	if (!lab_numbers(part, "hours", hours, 0, 1000, 24, intensity, &n) || (days && !lab_whole(part, "days", days, 1, DAYS_MAX, &n_days)) ||
		(seed && !lab_whole(part, "seed", seed, 0, INT64_MAX, &first)))
		return 2;
	if (n != 24)
		return lab_fault(part, "--hours has %d numbers; a day has 24", "--hours 有 %d 个数，一天应有 24 个", n);
	arrive_curve(intensity, 24, sum);
	if (!(sum[23] > 0))
		return lab_fault(part, "--hours: nobody ever comes", "--hours：全部为 0，没有人到访");
	for (int h = 0; h < 24; h++)
		share[h] = intensity[h] / sum[23];
	struct rng_key key = key_of(first);
	for (int64_t day = 0; day < n_days; day++) {
		int64_t count = arrive_count(sum[23], rng_draw(key, PURPOSE, (uint64_t)day, 0, 0).u[0]);
		counted += (double)count;
		squares += (double)count * (double)count;
		for (int64_t i = 0; i < count; i++)
			seen[arrive_step(sum, 24, rng_draw(key, PURPOSE + 1, (uint64_t)day, (uint64_t)i, 0).u[0])]++;
	}
	struct buf out;
	struct jw j;
	buf_init(&out, 1 << 20);
	jw_init(&j, &out);
	jw_object(&j);
	jw_kf64(&j, "expected_per_day", sum[23], 6);
	write_list(&j, "share", share, 24);
	if (n_days) {
		double mean = counted / (double)n_days;
		for (int h = 0; h < 24; h++)
			seen[h] /= (double)n_days;
		jw_key(&j, "simulated");
		jw_object(&j);
		jw_ki64(&j, "days", n_days);
		jw_kf64(&j, "mean", mean, 6);
		jw_kf64(&j, "variance", ex_max(0, squares / (double)n_days - mean * mean), 6);
		write_list(&j, "by_hour", seen, 24);
		jw_end_object(&j);
	}
	jw_end_object(&j);
	return lab_print(&out);
}
