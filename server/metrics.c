#include "server/metrics.h"
#include "server/route.h"

#include <stdatomic.h>
#include <string.h>

enum { BUCKETS = 13 };
/* microseconds; the last takes the rest */
static const int64_t bounds[BUCKETS - 1] = { 1000, 2000, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000 };
static const char *const bound_names[BUCKETS] = { "0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "+Inf" };

struct histogram {
	atomic_llong bucket[BUCKETS], sum_us;
};

enum route_class { CLASS_PAGE, CLASS_ACT, CLASS_ASK, CLASS_ROWS, CLASS_STREAM, CLASS_SIGN_IN, CLASS_API, CLASS_NONE, CLASS_MAX };
static const char *const class_names[CLASS_MAX] = { "page", "act", "ask", "rows", "stream", "sign_in", "api", "none" };

static struct histogram took[CLASS_MAX], commits;
static atomic_llong answered[CLASS_MAX][6], ticks, streams;

static enum route_class class_of(const struct route *route)
{
	if (!route)
		return CLASS_NONE;
	if (route->flags & ROUTE_STREAM)
		return CLASS_STREAM;
	if (strncmp(route->path, "/api/", 5) != 0)
		return CLASS_PAGE;
	if (strstr(route->path, "/acts/"))
		return CLASS_ACT;
	if (strstr(route->path, "/ask/"))
		return CLASS_ASK;
	if (strstr(route->path, "/rows/"))
		return CLASS_ROWS;
	return route->flags & ROUTE_NO_CSRF ? CLASS_SIGN_IN : CLASS_API;
}

static void observe(struct histogram *h, int64_t us)
{
	int i = 0;
	while (i < BUCKETS - 1 && us > bounds[i])
		i++;
	atomic_fetch_add_explicit(&h->bucket[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->sum_us, us, memory_order_relaxed);
}

void metrics_request(const struct route *route, int status, int64_t us)
{
	enum route_class class = class_of(route);
	atomic_fetch_add_explicit(&answered[class][status / 100 % 6], 1, memory_order_relaxed);
	if (class != CLASS_STREAM) /* it lasts as long as the page is open */
		observe(&took[class], us);
}

void metrics_commit(int64_t us)
{
	observe(&commits, us);
}

void metrics_ticks(int64_t n)
{
	atomic_fetch_add_explicit(&ticks, n, memory_order_relaxed);
}

void metrics_stream(int change)
{
	atomic_fetch_add_explicit(&streams, change, memory_order_relaxed);
}

static void head(struct buf *out, const char *name, const char *kind, const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void write_histogram(struct buf *out, const char *name, const char *label, struct histogram *h)
{
	int64_t n = 0, sum = atomic_load(&h->sum_us);
	const char *comma = *label ? "," : "", *open = *label ? "{" : "", *close = *label ? "}" : "";
	for (int i = 0; i < BUCKETS; i++) {
		n += atomic_load(&h->bucket[i]);
		buf_printf(out, "%s_bucket{%s%sle=\"%s\"} %lld\n", name, label, comma, bound_names[i], (long long)n);
	}
	buf_printf(out, "%s_sum%s%s%s %lld.%06lld\n", name, open, label, close, (long long)(sum / 1000000), (long long)(sum % 1000000));
	buf_printf(out, "%s_count%s%s%s %lld\n", name, open, label, close, (long long)n);
}

void metrics_gauge(struct buf *out, const char *name, const char *help, int64_t v)
{
	head(out, name, "gauge", help);
	buf_printf(out, "%s %lld\n", name, (long long)v);
}

void metrics_write(struct buf *out)
{
	head(out, "cohong_requests_total", "counter", "Requests answered, by class of route and hundreds of the status.");
	for (int i = 0; i < CLASS_MAX; i++)
		for (int s = 1; s < 6; s++) {
			long long n = atomic_load(&answered[i][s]);
			if (n)
				buf_printf(out, "cohong_requests_total{class=\"%s\",status=\"%dxx\"} %lld\n", class_names[i], s, n);
		}
	head(out, "cohong_request_seconds", "histogram", "Time from the request to its answer.");
	for (int i = 0; i < CLASS_MAX; i++)
		if (i != CLASS_STREAM) {
			char label[40];
			struct buf b;
			buf_init(&b, sizeof label - 1);
			buf_printf(&b, "class=\"%s\"", class_names[i]);
			memcpy(label, b.p, b.n);
			label[b.n] = 0;
			buf_fini(&b);
			write_histogram(out, "cohong_request_seconds", label, &took[i]);
		}
	head(out, "cohong_commit_seconds", "histogram", "Time of a market's commit.");
	write_histogram(out, "cohong_commit_seconds", "", &commits);
	head(out, "cohong_ticks_total", "counter", "Simulated hours that were played, in all markets.");
	buf_printf(out, "cohong_ticks_total %lld\n", (long long)atomic_load(&ticks));
	metrics_gauge(out, "cohong_streams", "Event streams that are open.", atomic_load(&streams));
}
