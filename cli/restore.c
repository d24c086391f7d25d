#include "cli/command.h"
#include "cli/data.h"
#include "server/backup.h"

#include <stdio.h>

static int run_restore(int argc, char **argv)
{
	struct data d;
	struct problem p;
	const char *from;
	int n;
	if (!data_options(argc, argv, command_restore.usage, NULL, NULL, &d, &from, 1, &n))
		return 2;
	if (n != 1)
		return fprintf(stderr, "cohong restore: which backup?\n"), 2;
	if (backup_restore(str_c(from), str_c(d.folder), &p))
		return data_fail("restore", &p);
	printf("%s\n", d.folder);
	return 0;
}

const struct command command_restore = {
	.name = "restore",
	.run = run_restore,
	.usage = "BACKUP --data DIR",
	.help_en = "make a new data folder from a backup",
	.help_zh = "用备份还原出新的数据文件夹",
};
