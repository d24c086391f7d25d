#include "cli/data.h"
#include "server/actlog.h"
#include "server/host.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int data_fail(const char *command, const struct problem *p)
{
	struct buf text;
	const char *lang = getenv("LANG");
	buf_init(&text, 4096);
	problem_text(p, lang && strncmp(lang, "zh", 2) == 0 ? LANG_ZH : LANG_EN, &text);
	fprintf(stderr, "cohong %s: %.*s\n", command, STR_FMT(buf_span(&text)));
	buf_fini(&text);
	return 1;
}

bool data_lock(const char *folder)
{
	struct arena a;
	arena_init(&a, 0);
	int fd = open(arena_printf(&a, "%s/lock", folder).p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	arena_fini(&a);
	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0; /* stays open until the end */
}

bool data_options(
	int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, struct data *d, const char **ret_words, int max, int *ret_n)
{
	const char *flags[] = { flag ? flag + 2 : NULL, NULL };
	unsigned given = 0;
	*d = (struct data){ .database = "" };
	if (config_load(&d->config, argc, argv, flags, &given, ret_words, max, ret_n)) {
		d->folder = d->config.value[OPTION_data];
		d->database = d->config.value[OPTION_database];
		if (flag)
			*ret_flag = given & 1;
		if (*d->folder && (!*d->database || db_url_is_postgres(str_c(d->database))))
			return true;
	}
	fprintf(stderr, "usage: cohong %s %s\n", argv[0], usage);
	config_fini(&d->config);
	return false;
}

enum problem_code data_open(struct data *d, struct problem *p)
{
	struct buf url;
	struct stat st;
	arena_init(&d->arena, 0);
	buf_init(&url, 4096);
	enum problem_code code = PROBLEM_NONE;
	db_place(str_c(d->folder), str_c(d->database), STR("school"), &url);
	if (!*d->database && stat(arena_cstr(&d->arena, buf_span(&url)), &st))
		code = problem_set(p, PROBLEM_FILE_UNREADABLE, "", d->folder, "school.db", NULL);
	else if (!*d->database && !data_lock(d->folder))
		code = problem_set(p, PROBLEM_CONFLICT, "", "the server is running on this folder; stop it first", NULL);
	if (!code && !(code = db_open(buf_span(&url), DB_WRITE, &d->school, p)))
		code = schema_migrate(d->school, &school_schema, p);
	buf_fini(&url);
	d->worlds = worlds_create(str_c(d->folder), NULL);
	return code;
}

static enum problem_code find(struct data *d, struct str which, struct problem *p)
{
	uint64_t id;
	struct market_row *rows;
	int n, found = 0;
	if (id_parse(which, &id))
		return registry_find(d->school, &d->arena, id, &d->row, p);
	enum problem_code code = registry_list(d->school, &d->arena, &rows, &n, p);
	for (int i = 0; i < n && !code; i++)
		if (str_eq(rows[i].name, which)) {
			d->row = rows[i];
			found++;
		}
	if (!code && found != 1)
		code = problem_set(p, PROBLEM_UNKNOWN_CODE, "market", arena_cstr(&d->arena, which), NULL);
	return code;
}

enum problem_code data_market(struct data *d, struct str which, struct problem *p)
{
	struct buf url;
	enum problem_code code = find(d, which, p);
	if (code)
		return code;
	buf_init(&url, 4096);
	db_place(str_c(d->folder), str_c(d->database), host_db_name(d->row.id, &d->arena), &url);
	if (!(code = db_open(buf_span(&url), DB_WRITE, &d->db, p)) && !(code = schema_migrate(d->db, &market_schema, p)))
		code = worlds_load(d->worlds, d->row.world, d->db, &d->world, p);
	buf_fini(&url);
	return code;
}

void data_close(struct data *d)
{
	db_close(d->db);
	db_close(d->school);
	worlds_destroy(d->worlds);
	arena_fini(&d->arena);
	config_fini(&d->config);
}
