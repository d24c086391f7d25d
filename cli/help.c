#include "cli/command.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool speaks_chinese(void)
{
	const char *names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (int i = 0; i < 3; i++) {
		const char *v = getenv(names[i]);
		if (v && *v)
			return strncmp(v, "zh", 2) == 0;
	}
	return false;
}

static int run_help(int argc, char **argv)
{
	bool zh = speaks_chinese();
	if (argc > 1) {
		const struct command *c = command_find(argv[1]);
		if (!c) {
			fprintf(stderr, "cohong: there is no command '%s'; 'cohong help' lists them\n", argv[1]);
			return 2;
		}
		printf("cohong %s %s\n  %s\n", c->name, c->usage, zh ? c->help_zh : c->help_en);
		return 0;
	}
	printf(zh ? "用法：cohong 命令 [选项]\n\n" : "usage: cohong COMMAND [options]\n\n");
	for (int i = 0; commands[i]; i++)
		printf("  %-10s %s\n", commands[i]->name, zh ? commands[i]->help_zh : commands[i]->help_en);
	return 0;
}

const struct command command_help = {
	.name = "help",
	.run = run_help,
	.usage = "[COMMAND]",
	.help_en = "list the commands, or explain one",
	.help_zh = "列出全部命令，或说明一个命令",
};
