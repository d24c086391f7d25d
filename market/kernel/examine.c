#include "market/kernel/examine.h"
#include "base/exact.h"

int examine_depth(double gamma, uint32_t u)
{
	return 1 + (int)ex_min(10000, ex_floor(ex_log(rng_uniform(u)) / ex_log(gamma)));
}

void examine_depths_make(double gamma, struct examine_depths *ret)
{
	double looks = 1;
	for (int k = 0; k < EXAMINE_DEPTHS - 1; k++)
		/* the draws whose uniform number (u + 1/2) / 2^32 is below gamma^(k+1) */
		ret->beyond[k] = (uint32_t)ex_max(0, ex_floor((looks *= gamma) * 0x1p32 + 0.5));
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t last = i << 24 | 0xffffff;
		ret->from[i] = 1;
		while (ret->from[i] < EXAMINE_DEPTHS && last < ret->beyond[ret->from[i] - 1])
			ret->from[i]++;
	}
}

int examine_depth_mixed(double hasty, double gamma_hasty, double gamma_patient, uint32_t u_kind, uint32_t u_depth)
{
	return examine_depth(rng_uniform(u_kind) < hasty ? gamma_hasty : gamma_patient, u_depth);
}

double examine_reach_mixed(double hasty, double gamma_hasty, double gamma_patient, int i)
{
	double h = hasty, p = 1 - hasty;
	for (; i > 0; i--) {
		h *= gamma_hasty;
		p *= gamma_patient;
	}
	return h + p;
}

double examine_mean_depth(double gamma, int n)
{
	double sum = 0, looks = 1;
	for (int i = 0; i < n; i++, looks *= gamma)
		sum += looks;
	return sum;
}

double examine_click_probability(double utility)
{
	return ex_logistic(utility);
}

static bool clicks(double attract, const struct draw *d)
{
	return rng_uniform(d->u[1]) < attract;
}

int examine_by_position(const double *looked_at, const double *attract, const struct draw *d, int n, bool *ret)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += ret[i] = rng_uniform(d[i].u[0]) < looked_at[i] && clicks(attract[i], &d[i]);
	return sum;
}

int examine_dbn(const double *attract, double satisfied, double gamma, const struct draw *d, int n, bool *ret)
{
	int sum = 0;
	bool looks = true;
	for (int i = 0; i < n; i++) {
		sum += ret[i] = looks && clicks(attract[i], &d[i]);
		/* one draw decides both: satisfied by the click, or tired of the page */
		looks = looks && rng_uniform(d[i].u[2]) < (ret[i] ? 1 - satisfied : 1) * gamma;
	}
	return sum;
}

int examine_cascade(const double *attract, const struct draw *d, int n, bool *ret)
{
	return examine_dbn(attract, 1, 1, d, n, ret);
}

int examine_geometric(const double *attract, int depth, const struct draw *d, int n, bool *ret)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += ret[i] = i < depth && clicks(attract[i], &d[i]);
	return sum;
}

void examine_expect_by_position(const double *looked_at, const double *attract, int n, double *ret)
{
	for (int i = 0; i < n; i++)
		ret[i] = looked_at[i] * attract[i];
}

void examine_expect_dbn(const double *attract, double satisfied, double gamma, int n, double *ret)
{
	double looks = 1;
	for (int i = 0; i < n; i++) {
		ret[i] = looks * attract[i];
		looks *= gamma * (1 - attract[i] * satisfied);
	}
}

void examine_expect_geometric(const double *attract, double gamma, int n, double *ret)
{
	examine_expect_dbn(attract, 0, gamma, n, ret);
}
