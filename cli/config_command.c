#include "cli/command.h"
#include "cli/config.h"
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

static void flag_of(const char *name, char ret[40])
{
	snprintf(ret, 40, "--%s", name);
	for (char *p = ret; *p; p++)
		if (*p == '_')
			*p = '-';
}

/* Cut into lines of a terminal; a Chinese character takes two columns. */
static void wrapped(const char *text, int indent)
{
	struct str s = str_c(text), word;
	int at = indent;
	printf("%*s", indent, "");
	while (s.p && str_next(&s, ' ', &word)) {
		int wide = 0;
		size_t k = 0;
		for (int32_t c; (c = str_utf8_next(word, &k)) >= 0;)
			wide += c > 0x2000 ? 2 : 1;
		if (at > indent && at + wide > 96) {
			printf("\n%*s", indent, "");
			at = indent;
		}
		printf("%.*s%s", STR_FMT(word), s.p ? " " : "");
		at += wide + 1;
	}
	printf("\n");
}

void config_help(void)
{
	bool zh = speaks_chinese();
	for (int i = 0; i < OPTION_MAX; i++) {
		const struct option_desc *d = &option_desc[i];
		char flag[40];
		flag_of(d->name, flag);
		printf("  %s%s%s", flag, d->kind == OPTION_SWITCH ? "" : " ", d->kind == OPTION_SWITCH ? "" : d->arg);
		printf(*d->value ? "  (%s)\n" : "\n", d->value);
		wrapped(zh ? d->zh : d->en, 6);
	}
}

static void table(bool zh)
{
	printf(zh ? "| 名称 | 取值 | 默认 | 说明 |\n|---|---|---|---|\n" : "| name | value | default | what it is |\n|---|---|---|---|\n");
	for (int i = 0; i < OPTION_MAX; i++) {
		const struct option_desc *d = &option_desc[i];
		printf("| `%s` | ", d->name);
		if (d->kind == OPTION_NUMBER && d->max > d->min)
			printf("%lld–%lld", (long long)d->min, (long long)d->max);
		else
			for (const char *p = d->kind == OPTION_SWITCH ? "yes|no" : d->arg; *p; p++)
				printf(*p == '|' ? ", " : "%c", *p);
		printf(" | %s | %s |\n", d->value, zh ? d->zh : d->en);
	}
}

static int run_config(int argc, char **argv)
{
	static const char *const flags[] = { "help", "table-zh", "table-en", NULL };
	static const char *const from[] = { "default", "file", "environment", "flag" };
	struct config c;
	unsigned given = 0;
	int n;
	if (!config_load(&c, argc, argv, flags, &given, NULL, 0, &n)) {
		config_fini(&c);
		return 2;
	}
	if (given & 1) {
		printf("%s\n\n", speaks_chinese() ? "命令行用 --名称，环境变量用 COHONG_名称，配置文件每行“名称 = 值”；命令行 > 环境变量 > 文件 > 默认。"
						  : "As a flag --name, in the environment COHONG_NAME, in the file a line `name = value`; a flag wins over the environment, that over the file.");
		config_help();
	} else if (given) {
		table(given & 2);
	} else {
		printf("# %s\n", c.file ? c.file : "no file");
		for (int i = 0; i < OPTION_MAX; i++) {
			bool secret = i == OPTION_metrics_token || i == OPTION_database;
			printf("%s = %s  # %s\n", option_desc[i].name, secret && *c.value[i] ? "…" : c.value[i], from[c.from[i]]);
		}
	}
	config_fini(&c);
	return 0;
}

const struct command command_config = {
	.name = "config",
	.run = run_config,
	.usage = "[OPTIONS of serve] | --help | --table-zh | --table-en",
	.help_en = "show what is set and where it comes from",
	.help_zh = "查看各项设置的值及其来源",
};
