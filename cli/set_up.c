#include "cli/command.h"
#include "cli/data.h"
#include "cli/lan.h"
#include "school/session.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { ANSWER_MAX = 512 };

static bool asks(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* A line of the terminal, trimmed; the usual answer if it is empty. False at the end of the input. */
static bool ask(const char *question, const char *usual, bool hidden, char ret[ANSWER_MAX])
{
	struct termios before, quiet;
	char line[ANSWER_MAX];
	printf(*usual ? "%s [%s]: " : "%s: ", question, usual);
	fflush(stdout);
	bool hides = hidden && tcgetattr(STDIN_FILENO, &before) == 0;
	if (hides) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	bool well = fgets(line, sizeof line, stdin) != NULL;
	if (hides) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		printf("\n");
	}
	struct str s = well ? str_trim(str_c(line)) : STR_NONE;
	if (!s.n)
		s = str_c(usual);
	snprintf(ret, ANSWER_MAX, "%.*s", STR_FMT(s));
	return well;
}

/* Gives an account of that login, made if there is none, a password; an empty one is invented and shown. */
static enum problem_code give(struct db *db, struct arena *a, struct str login, struct str name, enum role role, struct str password, bool *told,
	struct problem *p)
{
	struct person person = { 0 };
	char invented[13];
	bool invents = !password.n;
	enum problem_code code = person_by_login(db, a, login, &person, p);
	bool is_new = code == PROBLEM_NOT_FOUND;
	if (code && !is_new)
		return code;
	if (is_new)
		person = (struct person){ .login = login, .display_name = name, .role = role, .lang = LANG_ZH };
	if (invents) {
		password_invent(invented);
		password = str_c(invented);
	}
	if (!password_hash(password, person.hash))
		return problem_set(p, PROBLEM_BUSY, "", NULL);
	if (is_new) {
		code = person_create(db, &person, p);
	} else if (person.role < role) {
		return problem_set(p, PROBLEM_LOGIN_TAKEN, "login", arena_cstr(a, login), NULL);
	} else if (!(code = person_set_name(db, person.id, name, p)) && !(code = session_delete_all(db, person.id, NULL, p)) &&
		   !(code = attempts_clear(db, login, p)) && !(code = person_set_disabled(db, person.id, false, p))) {
		code = person_set_hash(db, person.id, person.hash, p);
	}
	if (!code)
		code = audit_add(db, 0, "password", person.id, login, p);
	if (!code && invents && !*told)
		printf("%s\n", speaks_chinese() ? "自动生成的密码只显示这一次，请抄下：" : "Invented passwords are shown this once, note them down:");
	*told |= !code && invents;
	if (!code && invents)
		printf("  %-10.*s %s\n", STR_FMT(login), invented);
	return code;
}

static const char ADMINS[] = "SELECT COUNT(*) FROM person WHERE role = ?1 AND disabled = 0 AND demo = 0";

static enum problem_code fill(struct db *db, struct arena *a, struct str login, struct str name, struct str password, struct problem *p)
{
	int64_t admins = 0;
	bool told = false;
	enum problem_code code = give(db, a, login, name, ROLE_TEACHER, password, &told, p);
	struct stmt *q = db_stmt(db, ADMINS);
	db_bind_i64(q, 1, ROLE_ADMIN);
	while (db_step(q))
		admins = db_i64(q, 0);
	if (code) {
		db_end(q, NULL);
		return code;
	}
	if ((code = db_end(q, p)) || (!admins && (code = give(db, a, STR("admin"), STR("系统管理员"), ROLE_ADMIN, STR(""), &told, p))))
		return code;
	return demo_close(db, p);
}

/* The name that stays if none is given: the account's own, if it is there and not the demonstration's. */
static void usual_name(struct db *db, struct arena *a, const char *login, char ret[ANSWER_MAX])
{
	struct person person;
	struct problem p;
	struct str lower;
	bool has = !login_check(a, str_c(login), &lower, &p) && !person_by_login(db, a, lower, &person, &p) && !str_eq(person.display_name, STR("示例教师"));
	snprintf(ret, ANSWER_MAX, "%.*s", STR_FMT(has ? person.display_name : STR("教师")));
}

int set_up(struct db *db)
{
	bool zh = speaks_chinese();
	char login[ANSWER_MAX] = "teacher", name[ANSWER_MAX], usual[ANSWER_MAX], password[ANSWER_MAX] = "", again[ANSWER_MAX] = "";
	struct arena a;
	struct problem p;
	struct str lower;
	arena_init(&a, 0);
	enum problem_code code = PROBLEM_NONE;
	usual_name(db, &a, login, name);
	if (asks()) {
		bool well = ask(zh ? "教师用户名" : "The teacher's login", "teacher", false, login);
		usual_name(db, &a, login, usual);
		well = well && ask(zh ? "教师姓名" : "The teacher's name", usual, false, name);
		for (bool over = !well; !over;) {
			well = ask(zh ? "密码（至少 8 位；直接回车则自动生成）" : "Password (8 characters or more; none: one is invented)", "", true, password) &&
			       (!*password || ask(zh ? "再输一次" : "Once more", "", true, again));
			bool fits = !*password || !password_check(str_c(password), "password", &p);
			over = !well || (fits && (!*password || strcmp(password, again) == 0));
			if (!over)
				printf("%s\n", !fits ? (zh ? "密码应为 8 到 128 个字符。" : "A password has 8 to 128 characters.") : zh ? "两次输入不一致。" : "The two are not the same.");
		}
		if (!well) {
			arena_fini(&a);
			return 1;
		}
	}
	if (!str_utf8_ok(str_c(name)) || !*name || str_utf8_count(str_c(name)) > DISPLAY_NAME_MAX)
		code = problem_set(&p, PROBLEM_BAD_TEXT, "name", NULL);
	if (!code && !(code = login_check(&a, str_c(login), &lower, &p)) && !(code = db_begin(db, &p))) {
		code = fill(db, &a, lower, str_c(name), str_c(password), &p);
		if (code)
			db_rollback(db);
		else
			code = db_commit(db, &p);
	}
	if (!code)
		printf(zh ? "教师账号已设置，用户名：%.*s\n" : "The teacher's account is set up; its login: %.*s\n", STR_FMT(lower));
	arena_fini(&a);
	return code ? data_fail("serve", &p) : 0;
}
