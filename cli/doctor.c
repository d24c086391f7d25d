#include "cli/command.h"
#include "cli/data.h"
#include "cli/lan.h"
#include "server/actlog.h"
#include "server/address.h"
#include "server/backups.h"
#include "server/control.h"
#include "server/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

enum verdict { WELL, NOTE, BAD };
enum { DISK_BAD_MB = 200, DISK_NOTE_MB = 2000, MEMORY_NOTE_MB = 1000, BACKUP_NOTE_H = 50, DETAIL_MAX = 400 };

struct doctor {
	const struct config *c;
	struct buf out;
	struct jw j;
	bool json, zh, running; /* running: a server has the folder */
	int bad, notes;
};

/* One finding: its stable name, what was seen, and what to do (NULL where all is well). */
static void say(struct doctor *d, enum verdict v, const char *name, const char *zh, const char *en, const char *seen, const char *do_zh, const char *do_en)
{
	static const char *const words[] = { "ok", "note", "bad" };
	static const char *const marks_zh[] = { "正常", "注意", "问题" }, *const marks_en[] = { "ok  ", "note", "BAD " };
	d->bad += v == BAD;
	d->notes += v == NOTE;
	if (d->json) {
		jw_object(&d->j);
		jw_kcstr(&d->j, "check", name);
		jw_kcstr(&d->j, "verdict", words[v]);
		jw_kcstr(&d->j, "seen", seen);
		jw_kcstr(&d->j, "title", d->zh ? zh : en);
		jw_kcstr(&d->j, "advice", v == WELL ? NULL : d->zh ? do_zh : do_en);
		jw_end_object(&d->j);
		return;
	}
	printf("%s  %s%s%s\n", d->zh ? marks_zh[v] : marks_en[v], d->zh ? zh : en, d->zh ? "：" : ": ", seen);
	if (v != WELL && (d->zh ? do_zh : do_en))
		printf("      → %s\n", d->zh ? do_zh : do_en);
}

static void check_folder(struct doctor *d)
{
	const char *data = d->c->value[OPTION_data];
	struct stat st;
	struct statvfs fs;
	char seen[DETAIL_MAX];
	bool there = stat(data, &st) == 0 && S_ISDIR(st.st_mode);
	bool mine = there && access(data, R_OK | W_OK | X_OK) == 0;
	snprintf(seen, sizeof seen, "%.300s%s%s", data, mine ? "" : ", ", mine ? "" : strerror(errno));
	say(d, mine ? WELL : BAD, "data", "数据目录", "data folder", seen, "目录须存在且本用户可读写；用系统服务时请以 cohong 用户运行：sudo -u cohong cohong doctor",
		"it must exist and be readable and writable for this user; of the system's service that is: sudo -u cohong cohong doctor");
	if (!there)
		return;
	snprintf(seen, sizeof seen, "%03o", (unsigned)st.st_mode & 0777);
	say(d, st.st_mode & 077 ? NOTE : WELL, "permissions", "目录权限",
		"permissions", seen, "其他用户可以读取学生数据；请执行 chmod 700 数据目录",
		"other users can read what belongs to students: chmod 700 the folder");
	if (statvfs(data, &fs) == 0) {
		long long free_mb = (long long)(fs.f_bavail * fs.f_frsize >> 20);
		snprintf(seen, sizeof seen, "%lld MB", free_mb);
		say(d, free_mb < DISK_BAD_MB ? BAD : free_mb < DISK_NOTE_MB ? NOTE : WELL, "disk", "磁盘剩余空间",
			"free disk space", seen, "磁盘写满时市场时钟会暂停；请清理空间或减少备份保留天数",
			"when it is full the markets' clocks stop: make room, or keep fewer backups");
	}
	struct arena a;
	arena_init(&a, 0);
	bool unclean = !d->running && access(arena_printf(&a, "%s/running", data).p, F_OK) == 0;
	say(d, unclean ? NOTE : WELL, "last_end", "上次停止",
		"the last end", d->running ? (d->zh ? "正在运行" : "it is running") : unclean ? (d->zh ? "非正常" : "not clean") : (d->zh ? "正常" : "clean"),
		"上次断电或被强制结束；数据不会丢失，下次启动时自动从日志恢复", "power was lost, or the program was killed; nothing acknowledged is lost, the next start reads its logs");
	arena_fini(&a);
}

static const char CHECK[] = "PRAGMA integrity_check(1)";

static enum problem_code check_file(struct str path, const struct schema *schema, char seen[DETAIL_MAX], bool *ret_older, struct problem *p)
{
	struct db *db = NULL;
	int version = 0, newest = 0;
	bool well = false;
	while (schema->migrations[newest])
		newest++;
	enum problem_code code = db_open(path, DB_READ, &db, p);
	if (code)
		return code;
	struct stmt *q = db_stmt(db, CHECK);
	while (db_step(q))
		well = str_eq(db_str(q, 0), STR("ok"));
	if (!(code = db_end(q, p)) && !well)
		code = problem_set(p, PROBLEM_CORRUPT, "", "integrity_check", NULL);
	if (!code && !(code = schema_version(db, schema->name, &version, p))) {
		snprintf(seen, DETAIL_MAX, "%d / %d", version, newest);
		*ret_older = version < newest;
		if (version > newest) {
			char has[16], knows[16];
			snprintf(has, sizeof has, "%d", version);
			snprintf(knows, sizeof knows, "%d", newest);
			code = problem_set(p, PROBLEM_VERSION, "", has, knows, NULL);
		}
	}
	db_close(db);
	return code;
}

static void fault_text(struct doctor *d, const struct problem *p, const char *of, char seen[DETAIL_MAX])
{
	struct buf text;
	buf_init(&text, 300);
	problem_text(p, d->zh ? LANG_ZH : LANG_EN, &text);
	snprintf(seen, DETAIL_MAX, "%.60s %.*s", of, STR_FMT(buf_span(&text)));
	buf_fini(&text);
}

static void check_markets(struct doctor *d, struct db *school, struct arena *a)
{
	struct market_row *rows;
	struct problem p;
	char seen[DETAIL_MAX], version[DETAIL_MAX], id[ID_TEXT_MAX];
	int n = 0, whole = 0, worlds = 0;
	bool older;
	const char *data = d->c->value[OPTION_data];
	if (registry_list(school, a, &rows, &n, &p)) {
		fault_text(d, &p, "school", seen);
		say(d, BAD, "markets", "市场", "markets", seen, "请从备份恢复", "restore a backup");
		return;
	}
	for (int i = 0; i < n; i++) {
		struct stat st;
		struct str path = arena_printf(a, "%s/%.*s.db", data, STR_FMT(host_db_name(rows[i].id, a)));
		id_format(rows[i].id, id);
		if (stat(path.p, &st)) {
			whole++; /* never opened */
		} else if (check_file(path, &market_schema, version, &older, &p)) {
			fault_text(d, &p, id, seen);
			say(d, BAD, "market", "市场文件", "a market's file", seen, "请从最近的备份恢复：cohong restore 备份 --data 新目录",
				"restore the newest backup: cohong restore BACKUP --data NEW");
		} else {
			whole++;
		}
		if (stat(arena_printf(a, "%s/worlds/%.*s.world", data, STR_FMT(rows[i].world)).p, &st)) {
			say(d, BAD, "market_world", "市场所用的世界文件缺失", "a market's world is missing", id, "请从备份恢复 worlds/ 中的文件", "restore the file in worlds/ from a backup");
		} else {
			worlds++;
		}
	}
	snprintf(seen, sizeof seen, d->zh ? "%d 个，文件完好 %d，世界文件 %d" : "%d, %d whole, %d with their worlds", n, whole, worlds);
	say(d, WELL, "markets", "市场", "markets", seen, NULL, NULL);
}

static void check_school(struct doctor *d)
{
	struct arena a;
	struct problem p;
	struct db *db = NULL;
	struct stat st;
	char seen[DETAIL_MAX] = "";
	bool older = false;
	arena_init(&a, 0);
	const char *data = d->c->value[OPTION_data], *url = d->c->value[OPTION_database];
	struct str path = *url ? str_c(url) : arena_printf(&a, "%s/school.db", data);
	if (!*url && stat(path.p, &st)) {
		say(d, NOTE, "school", "学校数据", "the school's data", d->zh ? "尚无" : "none yet", "首次启动时建立", "made at the first start");
		goto out;
	}
	enum problem_code code = *url ? db_open(path, DB_READ, &db, &p) : check_file(path, &school_schema, seen, &older, &p);
	if (code) {
		fault_text(d, &p, "school", seen);
		say(d, BAD, "school", "学校数据",
			"the school's data", seen, "数据库损坏请从备份恢复；若由更新的版本写入，请使用新版本",
			"restore a backup if it is damaged; if a newer release wrote it, use that");
		goto out;
	}
	if (older) {
		say(d, NOTE, "school", "学校数据（完整性检查，结构版本）",
			"the school's data (integrity, version)", seen, "由旧版本写入；下次启动时先备份，再自动升级",
			"an older release wrote it; the next start makes a copy and brings it up to date");
		goto out;
	}
	say(d, WELL, "school", "学校数据（完整性检查，结构版本）", "the school's data (integrity, version)", seen, NULL, NULL);
	if (!db && db_open(path, DB_READ, &db, &p))
		goto out;
	struct str left[DEMO_LEFT_MAX];
	int n = 0;
	if (!demo_left(db, &a, left, &n, &p)) {
		snprintf(seen, sizeof seen, "%d", n);
		bool open = config_is(d->c, OPTION_lan, "yes") || !address_is_loopback(d->c->value[OPTION_listen]);
		say(d, !n ? WELL : open ? BAD : NOTE, "demo_passwords", "仍用演示密码的账号",
			"accounts with demonstration passwords", seen, "对校园网开放前须处理：./run --lan --set-up 或 cohong user disable 用户名",
			"they must go before the school is opened to its network: ./run --lan --set-up, or cohong user disable LOGIN");
	}
	if (!*url)
		check_markets(d, db, &a);
out:
	db_close(db);
	arena_fini(&a);
}

static void check_backups(struct doctor *d)
{
	struct arena a;
	char seen[DETAIL_MAX], name[32] = "";
	struct stat one, two;
	if (*d->c->value[OPTION_database]) {
		say(d, NOTE, "backup", "备份", "backups", "PostgreSQL", "请用 pg_dump 定时备份", "make them with pg_dump");
		return;
	}
	arena_init(&a, 0);
	const char *data = d->c->value[OPTION_data], *set = d->c->value[OPTION_backup_dir], *folder = *set ? set : arena_printf(&a, "%s/backups", data).p;
	int64_t newest = backups_newest(folder, name), hours = ((int64_t)time(NULL) - newest) / 3600;
	snprintf(seen, sizeof seen, newest ? (d->zh ? "%s，%lld 小时前" : "%s, %lld hours ago") : d->zh ? "%s没有备份" : "%snone", name, (long long)hours);
	say(d, newest && hours < BACKUP_NOTE_H ? WELL : NOTE, "backup", "最近的备份",
		"the newest backup", seen, "服务运行时每天自动备份；也可执行 cohong backup 新文件夹",
		"the running server makes one a day; or: cohong backup FOLDER");
	if (newest && stat(folder, &one) == 0 && stat(data, &two) == 0)
		say(d, one.st_dev == two.st_dev ? NOTE : WELL, "backup_disk", "备份所在磁盘",
			"the backups' disk", one.st_dev == two.st_dev ? (d->zh ? "与数据相同" : "the data's own") : (d->zh ? "另一块" : "another"),
			"磁盘损坏时两者同时丢失；请把 backup_dir 设到另一块磁盘或定期拷走", "one broken disk takes both: set backup_dir to another, or carry copies away");
	arena_fini(&a);
}

static void check_network(struct doctor *d)
{
	const char *listen = config_is(d->c, OPTION_lan, "yes") ? "0.0.0.0" : d->c->value[OPTION_listen];
	struct address at[ADDRESSES_MAX];
	char seen[DETAIL_MAX];
	int port = (int)config_number(d->c, OPTION_port), n = addresses_list(at), fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	bool numeric = inet_pton(AF_INET, listen, &to.sin_addr) == 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	bool is_free = numeric && fd >= 0 && bind(fd, (struct sockaddr *)&to, sizeof to) == 0;
	int why = errno;
	snprintf(seen, sizeof seen, "%.60s:%d%s%s", listen, port, is_free || d->running ? "" : ", ", is_free || d->running ? "" : strerror(why));
	say(d, is_free || d->running || !numeric ? WELL : BAD, "port", "监听地址和端口",
		"address and port", seen, "端口被占用或无权使用；请用 --port 换一个（1024 以下需要权限）",
		"taken by another program, or not allowed: choose another with --port (those below 1024 need rights)");
	if (fd >= 0)
		close(fd);
	if (d->running && numeric) {
		if (to.sin_addr.s_addr == INADDR_ANY)
			to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool answers = connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
		snprintf(seen, sizeof seen, "%s", answers ? (d->zh ? "有应答" : "it answers") : strerror(errno));
		say(d, answers ? WELL : NOTE, "answers", "服务", "the server", seen, "服务在运行但此端口无应答；是否用了别的 --port？",
			"it is running, but not on this port: was it started with another --port?");
		close(fd);
	}
	if (address_is_loopback(listen)) {
		say(d, NOTE, "reach", "可访问范围", "who can reach it", d->zh ? "仅本机" : "this computer alone",
			"上课请用 ./run --lan，或在配置文件中写 lan = yes", "for a lesson: ./run --lan, or lan = yes in the file");
		return;
	}
	snprintf(seen, sizeof seen, "%s", n ? "" : d->zh ? "没有" : "none");
	for (int i = 0, k = 0; i < n; i++)
		if (at[i].kind != ADDRESS_BRIDGE && k < 200)
			k += snprintf(seen + k, sizeof seen - (size_t)k, "%shttp://%s:%d/", k ? "  " : "", at[i].ip, port);
	say(d, n && at[0].kind != ADDRESS_BRIDGE ? WELL : BAD, "reach", "校园网地址",
		"addresses on the network", seen, "没有接入校园网；请检查网线或无线网络", "no network: is the cable plugged in?");
}

static void check_machine(struct doctor *d)
{
	struct sysinfo info;
	char seen[DETAIL_MAX], now[64];
	struct tm tm;
	time_t t = time(NULL);
	localtime_r(&t, &tm);
	strftime(now, sizeof now, "%Y-%m-%d %H:%M %Z", &tm);
	bool right = tm.tm_year + 1900 >= 2025 && tm.tm_year + 1900 < 2100;
	say(d, right ? WELL : BAD, "clock", "系统时钟", "clock", now, "系统时间不对，登录会话和备份会出错；请校准", "it is wrong: sessions and backups go by it");
	if (sysinfo(&info) == 0) {
		long long mb = (long long)((uint64_t)info.totalram * info.mem_unit >> 20);
		long cores = sysconf(_SC_NPROCESSORS_ONLN);
		snprintf(seen, sizeof seen, d->zh ? "内存 %lld MB，%ld 核" : "%lld MB, %ld cores", mb, cores);
		say(d, mb < MEMORY_NOTE_MB ? NOTE : WELL, "machine", "本机", "this computer", seen, "内存偏小，五十人同时上课可能变慢", "little memory for a class of fifty");
	}
	const char *web = d->c->value[OPTION_web];
	char path[4096];
	if (!*web)
		web = find_beside("web/dist", path) ? path : "";
	struct arena a;
	arena_init(&a, 0);
	bool pages = *web && access(arena_printf(&a, "%s/index.html", web).p, R_OK) == 0;
	say(d, pages ? WELL : NOTE, "pages", "网页文件", "the pages", pages ? web : d->zh ? "没有找到" : "not found",
		"请用 ./run 启动，或用 --web 指定", "start with ./run, or name them with --web");
	const char *worlds = d->c->value[OPTION_worlds];
	char place[4096];
	if (!*worlds)
		worlds = find_beside("worlds", place) ? place : "";
	say(d, *worlds && access(worlds, R_OK) == 0 ? WELL : NOTE, "worlds", "世界设定", "worlds", *worlds ? worlds : d->zh ? "没有找到" : "not found",
		"没有世界就不能新建市场；请用 --worlds 指定", "without one no market can be made: name them with --worlds");
	arena_fini(&a);
}

static int run_doctor(int argc, char **argv)
{
	static const char *const flags[] = { "json", NULL };
	struct config c;
	unsigned given = 0;
	int n;
	if (!config_load(&c, argc, argv, flags, &given, NULL, 0, &n) || !*c.value[OPTION_data]) {
		fprintf(stderr, "usage: cohong doctor %s\n", command_doctor.usage);
		config_fini(&c);
		return 2;
	}
	struct doctor d = { .c = &c, .json = given & 1, .zh = speaks_chinese() };
	use_time_zone("Asia/Shanghai");
	buf_init(&d.out, 64 << 10);
	jw_init(&d.j, &d.out);
	struct arena a;
	arena_init(&a, 0);
	int lock = open(arena_printf(&a, "%s/lock", c.value[OPTION_data]).p, O_RDWR | O_CLOEXEC);
	d.running = lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0;
	if (d.json) {
		jw_object(&d.j);
		jw_kcstr(&d.j, "version", COHONG_VERSION);
		jw_key(&d.j, "checks");
		jw_array(&d.j);
	} else {
		printf("cohong %s%s%s\n", COHONG_VERSION, c.file ? ", " : "", c.file ? c.file : "");
	}
	check_machine(&d);
	check_folder(&d);
	if (d.running && !*c.value[OPTION_database])
		say(&d, WELL, "school", "学校数据", "the school's data", d.zh ? "服务运行中，停止后可作完整性检查" : "in use; stop the server to have its integrity checked", NULL, NULL);
	else
		check_school(&d);
	check_backups(&d);
	check_network(&d);
	if (d.json) {
		jw_end_array(&d.j);
		jw_ki64(&d.j, "bad", d.bad);
		jw_ki64(&d.j, "notes", d.notes);
		jw_end_object(&d.j);
		printf("%.*s\n", STR_FMT(buf_span(&d.out)));
	} else {
		printf(d.zh ? "\n%d 个问题，%d 处注意\n" : "\n%d bad, %d to note\n", d.bad, d.notes);
	}
	int status = d.bad ? 1 : 0;
	if (lock >= 0)
		close(lock);
	buf_fini(&d.out);
	arena_fini(&a);
	config_fini(&c);
	return status;
}

const struct command command_doctor = {
	.name = "doctor",
	.run = run_doctor,
	.usage = "--data DIR [--json] [OPTIONS of serve]",
	.help_en = "look at everything that a lesson needs, and say what to do",
	.help_zh = "检查上课所需的一切，并说明如何处理",
};
