/* cohong lesson check FOLDER: what is wrong with a lesson pack, all of it. cohong lesson docx FOLDER -o FILE: its lesson plan or task sheet. */
#include "cli/command.h"
#include "school/lesson_docx.h"

#include <stdio.h>
#include <string.h>

static void tell(void *arg, const char *file, const char *text)
{
	printf("%s/%s: %s\n", (const char *)arg, file, text);
	(void)fflush(stdout);
}

static int usage(void)
{
	fprintf(stderr, "usage: cohong lesson %s\n", command_lesson.usage);
	return 2;
}

static int run_docx(int argc, char **argv)
{
	const char *folder = NULL, *file = NULL;
	enum lesson_docx_kind kind = LESSON_DOCX_PLAN;
	enum lang lang = LANG_ZH;
	for (int i = 2; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		bool option = argv[i][0] == '-';
		if (!option && !folder)
			folder = argv[i];
		else if (strcmp(argv[i], "-o") == 0 && value[0])
			file = value;
		else if (strcmp(argv[i], "--kind") == 0 && (strcmp(value, "plan") == 0 || strcmp(value, "task") == 0))
			kind = value[0] == 't' ? LESSON_DOCX_TASK : LESSON_DOCX_PLAN;
		else if (strcmp(argv[i], "--language") == 0 && (strcmp(value, "zh") == 0 || strcmp(value, "en") == 0))
			lang = value[0] == 'e' ? LANG_EN : LANG_ZH;
		else
			return usage();
		i += option;
	}
	if (!folder || !file)
		return usage();
	struct problem p;
	struct buf out;
	struct lesson *l = lesson_read(folder, tell, (void *)folder);
	if (!l)
		return 1;
	buf_init(&out, 16 << 20);
	bool well = !lesson_docx(l, kind, lang, &out, &p);
	FILE *f = well ? fopen(file, "wb") : NULL;
	well = f && fwrite(out.p, 1, out.n, f) == out.n;
	well = f && fclose(f) == 0 && well;
	if (!well)
		fprintf(stderr, "cohong: %s could not be written\n", file);
	buf_fini(&out);
	lesson_destroy(l);
	return well ? 0 : 1;
}

static int run_lesson(int argc, char **argv)
{
	int status = 0;
	if (argc >= 2 && strcmp(argv[1], "docx") == 0)
		return run_docx(argc, argv);
	if (argc < 3 || strcmp(argv[1], "check") != 0)
		return usage();
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
	.usage = "check FOLDER... | docx FOLDER -o FILE [--kind plan|task] [--language zh|en]",
	.help_en = "check lesson packs; write one as a lesson plan or task sheet (.docx)",
	.help_zh = "检查课程包；导出教案或实训任务书（.docx）",
};
