#include "cli/command.h"
#include "cli/data.h"
#include "server/backup.h"
#include "server/control.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Nobody has the folder: the files are opened here. */
static enum problem_code copy_all(struct data *d, struct str to, struct problem *p)
{
	struct market_row *rows;
	int n;
	enum problem_code code = data_open(d, p);
	if (code || (code = backup_begin(to, p)) || (code = backup_db(d->school, to, STR("school"), p)) ||
		(code = registry_list(d->school, &d->arena, &rows, &n, p)))
		return code;
	for (int i = 0; i < n && !code; i++) {
		struct buf url;
		struct str name = host_db_name(rows[i].id, &d->arena);
		struct db *db = NULL;
		buf_init(&url, 4096);
		db_place(str_c(d->folder), STR(""), name, &url);
		if (access(arena_cstr(&d->arena, buf_span(&url)), F_OK) == 0 && !(code = db_open(buf_span(&url), DB_WRITE, &db, p)))
			code = backup_db(db, to, name, p);
		db_close(db);
		buf_fini(&url);
	}
	return code ? code : backup_worlds(str_c(d->folder), to, p);
}

static int run_backup(int argc, char **argv)
{
	struct data d;
	struct problem p;
	const char *to;
	char here[4096] = "", line[8300];
	int n;
	if (!data_options(argc, argv, command_backup.usage, NULL, NULL, &d, &to, 1, &n))
		return 2;
	if (n != 1)
		return fprintf(stderr, "cohong backup: to which new folder?\n"), 2;
	if (to[0] != '/' && !getcwd(here, sizeof here - 1))
		return 1;
	if (snprintf(line, sizeof line, "backup %s%s%s", here, *here ? "/" : "", to) > 4000 || strchr(line, '\n'))
		return fprintf(stderr, "cohong backup: the name of the folder is too long\n"), 2;
	enum problem_code code;
	if (!control_ask(d.folder, line, &code, &p)) {
		code = copy_all(&d, str_c(line + strlen("backup ")), &p);
		data_close(&d);
	}
	if (code)
		return data_fail("backup", &p);
	printf("%s\n", line + strlen("backup "));
	return 0;
}

const struct command command_backup = {
	.name = "backup",
	.run = run_backup,
	.usage = "FOLDER --data DIR",
	.help_en = "copy all data to a new folder, while the server runs or not",
	.help_zh = "把全部数据备份到新文件夹（服务运行时也可以）",
};
