#include "cli/command.h"
#include "cli/config.h"
#include "cli/lan.h"
#include "school/session.h"
#include "school/school.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const struct problem *p)
{
	struct buf text;
	buf_init(&text, 4096);
	problem_text(p, LANG_EN, &text);
	fprintf(stderr, "cohong user: %.*s\n", STR_FMT(buf_span(&text)));
	buf_fini(&text);
	return 1;
}

static int list(struct db *db, struct arena *a)
{
	enum { PAGE = 200 };
	struct problem p;
	struct str after = STR("");
	struct person *rows = ARENA_ARRAY(a, struct person, PAGE);
	for (int n = PAGE; n == PAGE;) {
		if (person_list(db, a, 0, after, PAGE, rows, &n, &p))
			return fail(&p);
		for (int i = 0; i < n; i++)
			printf("%-20.*s %-8s %-9s %.*s\n", STR_FMT(rows[i].login), role_name(rows[i].role), rows[i].disabled ? "disabled" : "",
				STR_FMT(rows[i].display_name));
		if (n)
			after = rows[n - 1].login;
	}
	return 0;
}

static bool invent(struct person *person)
{
	char password[13];
	password_invent(password);
	if (!password_hash(str_c(password), person->hash))
		return false;
	printf("%.*s %s\n", STR_FMT(person->login), password);
	return true;
}

static enum problem_code change(struct db *db, struct arena *a, const char *what, struct person *person, const char *value, struct problem *p)
{
	enum role role = ROLE_STUDENT;
	enum problem_code code = strcmp(what, "add") == 0 ? PROBLEM_NONE : person_by_login(db, a, person->login, person, p);
	if (code == PROBLEM_NOT_FOUND)
		return problem_set(p, PROBLEM_BAD_VALUE, "login", "nobody has it", NULL);
	if (code)
		return code;
	if (strcmp(what, "add") == 0 || strcmp(what, "role") == 0) {
		if (!role_find(str_c(value), &role))
			return problem_set(p, PROBLEM_BAD_VALUE, "role", "student, teacher, lead, admin", NULL);
		person->role = role;
	}
	if (strcmp(what, "add") == 0)
		return invent(person) ? person_create(db, person, p) : problem_set(p, PROBLEM_BUSY, "", NULL);
	if ((code = session_delete_all(db, person->id, NULL, p)))
		return code;
	if (strcmp(what, "disable") == 0)
		return person_set_disabled(db, person->id, true, p);
	if (strcmp(what, "role") == 0)
		return person_set_role(db, person->id, role, p);
	if (!invent(person))
		return problem_set(p, PROBLEM_BUSY, "", NULL);
	if ((code = attempts_clear(db, person->login, p)) || (code = person_set_disabled(db, person->id, false, p)))
		return code;
	return person_set_hash(db, person->id, person->hash, p);
}

/* Beside a running server nothing is migrated: its school must be one that this release knows. */
static enum problem_code same_schema(struct db *db, struct problem *p)
{
	char has[24], knows[24];
	int version = 0, own = 0;
	while (school_schema.migrations[own])
		own++;
	enum problem_code code = schema_version(db, school_schema.name, &version, p);
	snprintf(has, sizeof has, "school %d", version);
	snprintf(knows, sizeof knows, "%d", own);
	return code || version == own ? code : problem_set(p, PROBLEM_VERSION, "", has, knows, NULL);
}

static int run_user(int argc, char **argv)
{
	const char *words[4];
	struct config config;
	int n, status = 1;
	if (!config_load(&config, argc, argv, NULL, NULL, words, 4, &n)) {
		config_fini(&config);
		return 2;
	}
	struct str data = str_c(config.value[OPTION_data]), database = str_c(config.value[OPTION_database]);
	const char *what = n ? words[0] : "";
	bool sets_up = strcmp(what, "set-up") == 0 && n == 1, lists = strcmp(what, "list") == 0 && n == 1, adds = strcmp(what, "add") == 0 && (n == 3 || n == 4);
	bool changes = (strcmp(what, "role") == 0 && n == 3) || ((strcmp(what, "password") == 0 || strcmp(what, "disable") == 0) && n == 2);
	if ((!data.n && !database.n) || !(sets_up || lists || adds || changes)) {
		fprintf(stderr, "usage: cohong user %s\n", command_user.usage);
		config_fini(&config);
		return 2;
	}
	umask(077);
	struct arena a;
	struct buf url;
	struct db *db = NULL;
	struct problem p;
	arena_init(&a, 0);
	buf_init(&url, 4096);
	bool runs = false;
	if (!database.n) {
		int fd = open(arena_printf(&a, "%.*s/lock", STR_FMT(data)).p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		runs = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
		if (fd < 0 || (runs && sets_up)) {
			fprintf(stderr, runs ? "cohong user: the server is running on %.*s; stop it before setting up\n" : "cohong user: %.*s cannot be used\n", STR_FMT(data));
			goto out;
		}
	}
	db_place(data, database, STR("school"), &url);
	if (sodium_init() < 0)
		goto out;
	if (db_open(buf_span(&url), DB_WRITE, &db, &p) || (runs ? same_schema(db, &p) : schema_migrate(db, &school_schema, &p))) {
		status = fail(&p);
	} else if (sets_up) {
		status = set_up(db);
	} else if (lists) {
		status = list(db, &a);
	} else {
		struct person person = { .lang = LANG_ZH };
		struct str text = n == 4 ? str_c(words[3]) : str_c(words[1]);
		person.display_name = text;
		if (!str_utf8_ok(text) || str_utf8_count(text) > DISPLAY_NAME_MAX) {
			problem_set(&p, PROBLEM_BAD_TEXT, "name", NULL);
			status = fail(&p);
		} else if (login_check(&a, str_c(words[1]), &person.login, &p) || db_begin(db, &p)) {
			status = fail(&p);
		} else if (change(db, &a, what, &person, n > 2 ? words[2] : "", &p) || audit_add(db, 0, what, person.id, person.login, &p) || db_commit(db, &p)) {
			db_rollback(db);
			status = fail(&p);
		} else {
			status = 0;
		}
	}
out:
	db_close(db);
	buf_fini(&url);
	arena_fini(&a);
	config_fini(&config);
	return status;
}

const struct command command_user = {
	.name = "user",
	.run = run_user,
	.usage = "--data DIR|--database URL list | set-up | add LOGIN ROLE [NAME] | password LOGIN | disable LOGIN | role LOGIN ROLE",
	.help_en = "list, add or change accounts; new passwords are invented and printed",
	.help_zh = "查看、添加、修改账号；新密码自动生成并显示",
};
