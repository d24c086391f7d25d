/* cohong lesson check FOLDER: what is wrong with a lesson pack, all of it. */
#include "cli/command.h"
#include "school/lesson.h"

#include <stdio.h>
#include <string.h>

static void tell(void *arg, const char *file, const char *text)
{
	printf("%s/%s: %s\n", (const char *)arg, file, text);
	(void)fflush(stdout);
}

static int run_lesson(int argc, char **argv)
{
	int status = 0;
	if (argc < 3 || strcmp(argv[1], "check") != 0) {
		fprintf(stderr, "usage: cohong lesson %s\n", command_lesson.usage);
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		char folder[4096];
		snprintf(folder, sizeof folder, "%s", argv[i]);
		for (size_t n = strlen(folder); n > 1 && folder[n - 1] == '/';)
			folder[--n] = 0;
		struct lesson *l = lesson_read(folder, tell, folder);
		int days = 0;
		for (int k = 0; l && k < l->n_stages; k++)
			days += l->stage[k].n_days;
		if (l)
			printf("%s: %.*s / %.*s: %lld minutes in %d stages with %d business days, %d steps, %lld points\n", folder, STR_FMT(l->text[LANG_ZH].title),
				STR_FMT(l->text[LANG_EN].title), (long long)l->minutes, l->n_stages, days, l->n_steps, (long long)l->points);
		else
			status = 1;
		lesson_destroy(l);
	}
	return status;
}

const struct command command_lesson = {
	.name = "lesson",
	.run = run_lesson,
	.usage = "check FOLDER...",
	.help_en = "check lesson packs: both languages, steps, points and minutes",
	.help_zh = "检查课程包：两种语言、步骤、分值与时间",
};
