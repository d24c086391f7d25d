/* Figures of samples. */
#include "base/arena.h"
#include "base/exact.h"
#include "cli/calibrate.h"

#include <stdlib.h>

void sample_put(struct sample *s, double x)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 256;
		s->v = mem_grow(s->v, s->cap * sizeof *s->v);
	}
	s->v[s->n++] = x;
}

void sample_fini(struct sample *s)
{
	free(s->v);
	*s = (struct sample){ 0 };
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

void sample_sort(struct sample *s)
{
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_size);
}

double sample_mean(const struct sample *s)
{
	double sum = 0;
	for (uint32_t i = 0; i < s->n; i++)
		sum += s->v[i];
	return s->n ? sum / s->n : 0;
}

double sample_sd(const struct sample *s)
{
	double mean = sample_mean(s), sum = 0;
	for (uint32_t i = 0; i < s->n; i++)
		sum += (s->v[i] - mean) * (s->v[i] - mean);
	return s->n > 1 ? ex_sqrt(sum / (s->n - 1)) : 0;
}

double sample_quantile(const struct sample *s, double p)
{
	if (!s->n)
		return 0;
	double at = p * (s->n - 1);
	uint32_t i = (uint32_t)at;
	return i + 1 < s->n ? s->v[i] + (at - i) * (s->v[i + 1] - s->v[i]) : s->v[s->n - 1];
}

double sample_below(const struct sample *s, double x)
{
	uint32_t lo = 0, hi = s->n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->v[mid] <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return s->n ? (double)lo / s->n : 0;
}

double figure_gini(struct sample *s)
{
	double sum = 0, weighted = 0;
	sample_sort(s);
	for (uint32_t i = 0; i < s->n; i++) {
		sum += s->v[i];
		weighted += (i + 1.0) * s->v[i];
	}
	return s->n && sum > 0 ? 2 * weighted / (s->n * sum) - (s->n + 1.0) / s->n : 0;
}

struct fit figure_fit(const double *x, const double *y, const double *weight, int n)
{
	double w = 0, mx = 0, my = 0, sxx = 0, sxy = 0, rest = 0;
	for (int i = 0; i < n; i++) {
		double k = weight ? weight[i] : 1;
		w += k;
		mx += k * x[i];
		my += k * y[i];
	}
	if (n < 3 || w <= 0)
		return (struct fit){ 0 };
	mx /= w;
	my /= w;
	for (int i = 0; i < n; i++) {
		double k = weight ? weight[i] : 1;
		sxx += k * (x[i] - mx) * (x[i] - mx);
		sxy += k * (x[i] - mx) * (y[i] - my);
	}
	if (sxx <= 0)
		return (struct fit){ my, 0, 0 };
	struct fit f = { .b = sxy / sxx };
	f.a = my - f.b * mx;
	for (int i = 0; i < n; i++) {
		double e = y[i] - f.a - f.b * x[i];
		rest += (weight ? weight[i] : 1) * e * e;
	}
	f.se = ex_sqrt(rest / (n - 2) / sxx);
	return f;
}

double figure_zipf(struct sample *s, uint32_t from, uint32_t to)
{
	struct sample x = { 0 }, y = { 0 };
	sample_sort(s);
	for (uint32_t rank = from; rank <= to && rank <= s->n; rank++) {
		double size = s->v[s->n - rank];
		if (size <= 0)
			break;
		sample_put(&x, ex_log(rank));
		sample_put(&y, ex_log(size));
	}
	struct fit f = figure_fit(x.v, y.v, NULL, (int)x.n);
	sample_fini(&x);
	sample_fini(&y);
	return f.b;
}
