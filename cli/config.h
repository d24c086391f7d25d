/* config.h: what can be set, by flags, the environment and one file. options.def describes each once; help, parser, `cohong config` and the table of
 * docs/running.md come from it.
 *
 * A flag wins over the environment, that over the file, that over the default. The file is the one named by --config or COHONG_CONFIG, else cohong.conf in the data
 * folder that a flag or the environment names, else /etc/cohong/cohong.conf. It has lines `name = value`; # begins a comment. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H
#include "base/arena.h"

enum option_name {
#define OPTION(name, kind, value, min, max, arg, en, zh) OPTION_##name,
#include "cli/options.def"
#undef OPTION
	OPTION_MAX
};
enum option_kind { OPTION_TEXT, OPTION_PATH, OPTION_NUMBER, OPTION_SWITCH, OPTION_TIME, OPTION_CHOICE };
enum option_from { FROM_DEFAULT, FROM_FILE, FROM_ENVIRONMENT, FROM_FLAG };

struct option_desc {
	const char *name;
	enum option_kind kind;
	const char *value; /* default */
	int64_t min, max;
	const char *arg, *en, *zh;
};
extern const struct option_desc option_desc[OPTION_MAX];

struct config {
	struct arena arena;
	const char *value[OPTION_MAX];
	enum option_from from[OPTION_MAX];
	const char *file; /* that was read, or NULL */
};

/* Reads argv[1…]: options, and at most `max` plain words, in any order; `flags` (ended by NULL, may be NULL) are further flags of the command without a value, whose
 * bits are set in *ret_flags. False after having said on stderr what is wrong, and where. */
bool config_load(struct config *c, int argc, char **argv, const char *const *flags, unsigned *ret_flags, const char **ret_words, int max, int *ret_n);
void config_fini(struct config *c);
int64_t config_number(const struct config *c, enum option_name name);
bool config_is(const struct config *c, enum option_name name, const char *word); /* a switch: "yes" */
#endif
