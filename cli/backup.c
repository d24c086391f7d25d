#include "cli/command.h"
#include "cli/data.h"
#include "server/backup.h"
#include "server/backups.h"
#include "server/control.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
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
	char here[4096] = "";
	int n;
	if (!data_options(argc, argv, command_backup.usage, NULL, NULL, &d, &to, 1, &n))
		return 2;
	struct arena a;
	arena_init(&a, 0);
	bool daily = n == 0; /* beside those that are made each day */
	const char *set = d.config.value[OPTION_backup_dir];
	if (daily)
		to = *set ? set : arena_printf(&a, "%s/backups", d.folder).p;
	if (to[0] != '/' && !getcwd(here, sizeof here - 1))
		return 1;
	const char *path = arena_printf(&a, "%s%s%s", here, *here ? "/" : "", to).p;
	if (strlen(path) > 3900 || strchr(path, '\n'))
		return fprintf(stderr, "cohong backup: the name of the folder is too long\n"), 2;
	const char *line = daily ? arena_printf(&a, "keep %s %s", d.config.value[OPTION_backup_keep], path).p : arena_printf(&a, "backup %s", path).p;
	enum problem_code code = PROBLEM_NONE;
	if (!control_ask(d.folder, line, &code, &p)) {
		struct tm tm;
		char name[32];
		time_t now = time(NULL);
		use_time_zone("Asia/Shanghai");
		localtime_r(&now, &tm);
		strftime(name, sizeof name, "cohong-%Y%m%d-%H%M", &tm);
		if (daily && mkdir(path, 0700) && errno != EEXIST)
			code = problem_set(&p, PROBLEM_FILE_UNREADABLE, "", path, strerror(errno), NULL);
		if (daily)
			path = arena_printf(&a, "%s/%s", path, name).p;
		if (!code)
			code = copy_all(&d, str_c(path), &p);
		data_close(&d);
		if (!code)
			code = backup_verify(str_c(path), &p);
	} else if (daily && !code) {
		char name[32] = "";
		backups_newest(path, name);
		path = arena_printf(&a, "%s/%s", path, name).p;
	}
	if (!code)
		printf("%s\n", path);
	arena_fini(&a);
	return code ? data_fail("backup", &p) : 0;
}

const struct command command_backup = {
	.name = "backup",
	.run = run_backup,
	.usage = "[FOLDER] --data DIR",
	.help_en = "copy all data to a new folder, while the server runs or not; none: beside the daily ones",
	.help_zh = "把全部数据备份到新文件夹（服务运行时也可以）；不填则与每日备份放在一起",
};
