#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "cli/commands.def"
#undef COMMAND
	NULL,
};

const struct command *command_find(const char *name)
{
	for (int i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int main(int argc, char **argv)
{
	char help_name[] = "help", *help_argv[] = { help_name, NULL };
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		command_help.run(1, help_argv);
		return 2;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("cohong %s\n", COHONG_VERSION);
		return 0;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return command_help.run(1, help_argv);
	const struct command *command = command_find(argv[1]);
	if (!command) {
		fprintf(stderr, "cohong: there is no command '%s'; 'cohong help' lists them\n", argv[1]);
		return 2;
	}
	return command->run(argc - 1, argv + 1);
}
