/* command.h: the subcommands of `cohong`.
 *
 * Each command stands in a file of its own and shows one `const struct command`; commands.def lists them in the order of the help. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H
#include <stdbool.h>

struct command {
	const char *name;
	/* argv[0] is the command's name. The result is the exit status: 0 well, 1 failed, 2 wrong usage. */
	int (*run)(int argc, char **argv);
	const char *usage;             /* what follows the name: "--data DIR [--port N]" */
	const char *help_en, *help_zh; /* one line each */
};

#define COMMAND(name) extern const struct command command_##name;
#include "cli/commands.def"
#undef COMMAND

/* A folder of that name ("worlds") beside the program or in the checkout it was built in; NULL if there is none. */
const char *find_beside(const char *name, char path[4096]);

/* All commands, ended by NULL. */
extern const struct command *const commands[];
const struct command *command_find(const char *name);
bool speaks_chinese(void); /* the terminal's language, by LC_ALL, LC_MESSAGES, LANG */
void config_help(void);    /* the options of serve, one by one */
#endif
