#include "cli/lan.h"
#include "cli/command.h"
#include "cli/data.h"
#include "server/address.h"
#include "server/qr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char MAYBE_EN[] = "What to do, one of:\n"
			       "  ./run --lan --set-up      asks for the teacher's password, closes the demonstration accounts, and opens\n"
			       "  cohong user --data %s password LOGIN   a new password for one account; cohong user … disable LOGIN closes one\n"
			       "  ./run --lan --no-demo     an empty school, accounts are made with cohong user --data %s add …\n"
			       "For yourself alone, on this computer: ./run\n";
static const char MAYBE_ZH[] = "任选一种做法：\n"
			       "  ./run --lan --set-up      设置教师密码，停用演示账号，然后开放\n"
			       "  cohong user --data %s password 用户名   给一个账号换新密码；cohong user … disable 用户名 停用账号\n"
			       "  ./run --lan --no-demo     空学校，账号用 cohong user --data %s add … 建立\n"
			       "只在本机试用：./run\n";

/* The same where the Debian package runs it. */
static const char SERVICE_EN[] = "What to do:\n"
				 "  sudo systemctl stop cohong\n"
				 "  sudo -u cohong cohong user set-up         asks for the teacher's password, closes the demonstration accounts\n"
				 "  sudo systemctl start cohong\n";
static const char SERVICE_ZH[] = "请依次执行：\n"
				 "  sudo systemctl stop cohong\n"
				 "  sudo -u cohong cohong user set-up         设置教师密码，停用演示账号\n"
				 "  sudo systemctl start cohong\n";

static void advise(bool zh, const char *data)
{
	if (getenv("INVOCATION_ID"))
		fprintf(stderr, "%s", zh ? SERVICE_ZH : SERVICE_EN);
	else
		fprintf(stderr, zh ? MAYBE_ZH : MAYBE_EN, data, data);
}

bool lan_allowed(struct db *school, bool demo, const char *data)
{
	bool zh = speaks_chinese();
	struct str left[DEMO_LEFT_MAX];
	struct problem p;
	struct arena a;
	int64_t people = 0;
	int n = 0;
	arena_init(&a, 0);
	bool allowed = false;
	if (person_count(school, &people, &p) || demo_left(school, &a, left, &n, &p)) {
		data_fail("serve", &p);
	} else if (n) {
		fprintf(stderr, "%s", zh ? "未开放：以下账号仍在使用演示密码，校园网内任何人都可能用它登录："
					 : "Not opened: these accounts still have their demonstration passwords, with which anybody on the network could sign in:");
		for (int i = 0; i < n; i++)
			fprintf(stderr, " %.*s", STR_FMT(left[i]));
		fprintf(stderr, "\n");
		advise(zh, data);
	} else if (!people && demo) {
		fprintf(stderr, "%s\n", zh ? "未开放：学校还没有任何账号。" : "Not opened: the school has no accounts yet.");
		advise(zh, data);
	} else {
		allowed = true;
		if (!people)
			fprintf(stderr, zh ? "学校还没有账号：请停止后运行 cohong user --data %s add …\n" : "The school has no accounts yet: stop, and run cohong user --data %s add …\n", data);
	}
	arena_fini(&a);
	return allowed;
}

/* ---- where it is to be found ---- */

/* Three columns of five dots, a row a number of three bits, the upper row first. */
static const char GLYPHS[] = "0123456789.:";
static const unsigned char rows_of[12][5] = { { 7, 5, 5, 5, 7 }, { 2, 6, 2, 2, 7 }, { 7, 1, 7, 4, 7 }, { 7, 1, 3, 1, 7 }, { 5, 5, 7, 1, 1 }, { 7, 4, 7, 1, 7 },
	{ 7, 4, 7, 5, 7 }, { 7, 1, 1, 2, 2 }, { 7, 5, 7, 5, 7 }, { 7, 5, 7, 1, 7 }, { 0, 0, 0, 0, 1 }, { 0, 1, 0, 1, 0 } };

static void print_large(const char *text)
{
	static const char *const halves[4] = { " ", "▄", "▀", "█" };
	for (int y = 0; y < 6; y += 2) {
		printf("    ");
		for (const char *t = text; *t; t++) {
			const char *at = strchr(GLYPHS, *t);
			int width = at && at - GLYPHS >= 10 ? 1 : 3;
			for (int x = width - 1; at && x >= 0; x--) {
				const unsigned char *g = rows_of[at - GLYPHS];
				int above = g[y] >> x & 1, below = y + 1 < 5 ? g[y + 1] >> x & 1 : 0;
				printf("%s", halves[above * 2 + below]);
			}
			printf(" ");
		}
		printf("\n");
	}
}

void lan_print(const char *listen, const char *scheme, int port)
{
	struct address at[ADDRESSES_MAX];
	bool zh = speaks_chinese(), any = address_is_any(listen);
	int n = any ? addresses_list(at) : 1;
	if (!any) {
		at[0] = (struct address){ .kind = ADDRESS_CARD };
		snprintf(at[0].ip, sizeof at[0].ip, "%s", listen);
	}
	if (!n || (any && at[0].kind == ADDRESS_BRIDGE)) {
		printf("%s", zh ? "没有找到校园网地址：请检查网线或无线网络。\n" : "No address on a network was found: is the cable plugged in, is the wireless network joined?\n");
		if (!n)
			return;
	}
	char url[100], large[60];
	snprintf(url, sizeof url, strchr(at[0].ip, ':') ? "%s://[%s]:%d/" : "%s://%s:%d/", scheme, at[0].ip, port);
	printf(zh ? "\n学生在浏览器中打开：  %s\n\n" : "\nStudents open in their browser:  %s\n\n", url);
	if (isatty(STDOUT_FILENO)) {
		struct buf code;
		snprintf(large, sizeof large, "%s:%d", at[0].ip, port);
		if (!strchr(at[0].ip, ':')) {
			print_large(large);
			printf("\n");
		}
		buf_init(&code, 64 << 10);
		if (qr_terminal(str_c(url), true, &code))
			printf("%.*s\n", STR_FMT(buf_span(&code)));
		buf_fini(&code);
	}
	for (int i = 1; i < n; i++)
		printf("  %s  %s://%s:%d/  (%s%s)\n", zh ? "或" : "or", scheme, at[i].ip, port, at[i].interface,
			at[i].kind != ADDRESS_BRIDGE ? "" : zh ? "，本机的虚拟网络" : ", a virtual network of this computer");
	if (isatty(STDOUT_FILENO))
		printf("%s\n", zh ? "老师在同一网址登录（“教师登录”）。上课期间不要关闭本窗口；Ctrl-C 停止，数据不会丢。"
				  : "Teachers sign in at the same address. Keep this window open during the lesson; Ctrl-C ends it, and nothing is lost.");
	fflush(stdout);
}
