/* cohong lab: the market's kernels on the command line, for lessons and for whoever wants to check them. docs/lab.md */
#include "cli/lab.h"
#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int lab_fault(const char *part, const char *en, const char *zh, ...)
{
	va_list args;
	bool chinese = speaks_chinese();
	fprintf(stderr, chinese ? "cohong lab %s：" : "cohong lab %s: ", part);
	va_start(args, zh);
	vfprintf(stderr, chinese ? zh : en, args);
	va_end(args);
	fputc('\n', stderr);
	return 2;
}

static const struct lab_option *option_of(const struct lab_option *options, const char *text, size_t n)
{
	for (; options->name; options++)
		if (strlen(options->name) == n && strncmp(options->name, text, n) == 0)
			return options;
	return NULL;
}

bool lab_options(int argc, char **argv, const struct lab_option *options)
{
	for (int i = 1; i < argc; i++) {
		const char *text = argv[i];
		if (strncmp(text, "--", 2) != 0 || !text[2]) {
			lab_fault(argv[0], "'%s' is not an option; 'cohong help lab' lists them", "“%s”不是选项；“cohong help lab”列出全部选项", text);
			return false;
		}
		const char *name = text + 2, *equals = strchr(name, '=');
		const struct lab_option *o = option_of(options, name, equals ? (size_t)(equals - name) : strlen(name));
		if (!o) {
			lab_fault(argv[0], "there is no option %s; 'cohong help lab' lists them", "没有选项 %s；“cohong help lab”列出全部选项", text);
			return false;
		}
		if (!equals && i + 1 >= argc) {
			lab_fault(argv[0], "--%s wants a value", "--%s 缺少取值", o->name);
			return false;
		}
		*o->value = equals ? equals + 1 : argv[++i];
	}
	return true;
}

static int64_t power_of_ten(int n)
{
	int64_t v = 1;
	while (n-- > 0)
		v *= 10;
	return v;
}

/* A number as people write it: ".5" too. */
static bool decimal(struct str s, int decimals, int64_t *ret)
{
	char text[40];
	bool minus = str_starts(s, STR("-"));
	size_t sign = minus;
	if (s.n > sign && s.p[sign] == '.' && s.n + 2 < sizeof text) {
		snprintf(text, sizeof text, "%s0%.*s", minus ? "-" : "", (int)(s.n - sign), s.p + sign);
		s = str_c(text);
	}
	return str_decimal(s, decimals, ret);
}

bool lab_list(const char *part, const char *option, const char *text, int decimals, int64_t lo, int64_t hi, int max, int64_t *ret, int *ret_n)
{
	struct str rest = str_c(text), piece;
	double scale = (double)power_of_ten(decimals);
	int n = 0;
	while (str_next(&rest, ',', &piece)) {
		piece = str_trim(piece);
		if (n == max) {
			lab_fault(part, "--%s has more than %d numbers", "--%s 超过 %d 个数", option, max);
			return false;
		}
		if (!decimal(piece, decimals, &ret[n])) {
			lab_fault(part, "--%s: '%.*s' is not a number with at most %d decimals", "--%s：“%.*s”不是数字（小数最多 %d 位）", option, STR_FMT(piece), decimals);
			return false;
		}
		if (ret[n] < lo || ret[n] > hi) {
			lab_fault(part, "--%s: %.*s is not between %.12g and %.12g", "--%s：%.*s 应在 %.12g 到 %.12g 之间", option, STR_FMT(piece), (double)lo / scale, (double)hi / scale);
			return false;
		}
		n++;
	}
	*ret_n = n;
	return true;
}

bool lab_numbers(const char *part, const char *option, const char *text, double lo, double hi, int max, double *ret, int *ret_n)
{
	int64_t nano[LAB_LIST_MAX];
	if (!lab_list(part, option, text, 9, (int64_t)(lo * 1e9), (int64_t)(hi * 1e9), max < LAB_LIST_MAX ? max : LAB_LIST_MAX, nano, ret_n))
		return false;
	for (int i = 0; i < *ret_n; i++)
		ret[i] = (double)nano[i] / 1e9;
	return true;
}

bool lab_number(const char *part, const char *option, const char *text, double lo, double hi, double *ret)
{
	int n;
	return lab_numbers(part, option, text, lo, hi, 1, ret, &n);
}

bool lab_whole(const char *part, const char *option, const char *text, int64_t lo, int64_t hi, int64_t *ret)
{
	int n;
	return lab_list(part, option, text, 0, lo, hi, 1, ret, &n);
}

int lab_print(struct buf *out)
{
	buf_char(out, '\n');
	bool well = !out->full && fwrite(out->p, 1, out->n, stdout) == out->n && fflush(stdout) == 0;
	buf_fini(out);
	return well ? 0 : 1;
}

static int run_lab(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} parts[] = {
		{ "auction", lab_auction },
		{ "choice", lab_choice },
		{ "clicks", lab_clicks },
		{ "arrivals", lab_arrivals },
		{ "search", lab_search },
	};
	for (size_t i = 0; argc > 1 && i < sizeof parts / sizeof *parts; i++)
		if (strcmp(argv[1], parts[i].name) == 0)
			return parts[i].run(argc - 1, argv + 1);
	if (argc > 1)
		fprintf(stderr, speaks_chinese() ? "cohong lab：没有“%s”\n" : "cohong lab: there is no '%s'\n", argv[1]);
	fprintf(stderr, speaks_chinese() ? "用法：cohong lab %s\n" : "usage: cohong lab %s\n", command_lab.usage);
	return 2;
}

const struct command command_lab = {
	.name = "lab",
	.run = run_lab,
	.usage = "auction --format gsp|second-price|first-price|vcg|contest --values 10,4,2 --slots 200,100 [--quality 0.1,0.2,0.1] [--reserve 0.05] [--step 0.01]\n"
		 "       cohong lab choice --utilities 1,0.5,0 | --quality 1.5,2 --prices 20,25 --alpha 0.08 [--alpha-sd 0.4] [--outside 0] [--sessions N] [--seed N]\n"
		 "       cohong lab clicks --model position|cascade|geometric|dbn --attract 0.3,0.2 [--looked-at 0.68,0.61] [--gamma 0.93] [--satisfied 0.5] [--sessions N] [--seed N]\n"
		 "       cohong lab arrivals --hours 24 NUMBERS [--days N] [--seed N]\n"
		 "       cohong lab search --catalogue FILE --queries FILE [--judgements FILE] [--language en] [--top 10] [--plain yes] [--bench SECONDS]",
	.help_en = "the market's kernels by themselves: auctions, choice, clicks, arrivals, search",
	.help_zh = "单独使用市场内核：竞价、选择、点击、到访、搜索",
};
