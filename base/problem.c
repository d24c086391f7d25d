#include "base/problem.h"

#include <stdarg.h>
#include <string.h>

static const struct {
	const char *name;
	int status;
	const char *text[2]; /* by enum lang */
} table[PROBLEM_MAX] = {
	[PROBLEM_NONE] = { "", 200, { [LANG_ZH] = "", [LANG_EN] = "" } },
#define PROBLEM(name, code, status, en, zh) [PROBLEM_##name] = { code, status, { [LANG_ZH] = zh, [LANG_EN] = en } },
#include "base/problems.def"
#undef PROBLEM
};

/* Copies what fits with its NUL, cut before a code point that would be split. */
static void copy_cut(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);
	if (n >= size) {
		n = size - 1;
		while (n && ((unsigned char)from[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(to, from, n);
	to[n] = 0;
}

enum problem_code problem_set(struct problem *p, enum problem_code code, const char *field, ...)
{
	if (!p)
		return code;
	struct problem fresh = { .code = code };
	copy_cut(fresh.field, sizeof fresh.field, field ? field : "");
	va_list args;
	va_start(args, field);
	for (int i = 0; i < 4; i++) {
		const char *arg = va_arg(args, const char *);
		if (!arg)
			break;
		copy_cut(fresh.arg[i], sizeof fresh.arg[i], arg);
	}
	va_end(args);
	*p = fresh; /* last, so that an argument may come from the old *p */
	return code;
}

const char *problem_name(enum problem_code code)
{
	return table[code].name;
}

int problem_status(enum problem_code code)
{
	return table[code].status;
}

/* An argument that has a name in each language: English, PROBLEM_NAMES, Chinese. Else as it is shown. Only where it cannot be something that the asker wrote: that is quoted as it is. */
static struct str shown(const struct problem *p, int i, enum lang lang)
{
	static const char *const words[][2] = {
#define WORD(en, zh) { en, zh },
#include "base/problem_words.def"
#undef WORD
	};
	struct str arg = str_c(p->arg[i]);
	for (size_t k = 0; k < arg.n; k++)
		if (arg.p[k] == PROBLEM_NAMES)
			return lang == LANG_ZH ? str_sub(arg, k + 1, arg.n) : str_sub(arg, 0, k);
	bool own = p->code == PROBLEM_BAD_TYPE || p->code == PROBLEM_BAD_REQUEST || p->code == PROBLEM_BAD_JSON || p->code == PROBLEM_CONFLICT;
	for (size_t k = 0; own && lang == LANG_ZH && k < sizeof words / sizeof *words; k++)
		if (strcmp(words[k][0], p->arg[i]) == 0)
			return str_c(words[k][1]);
	return str_c(p->arg[i]);
}

void problem_text(const struct problem *p, enum lang lang, struct buf *out)
{
	struct str text = str_c(table[p->code].text[lang]);
	for (size_t i = 0; i < text.n; i++) {
		struct str rest = str_sub(text, i, text.n);
		if (str_starts(rest, STR("{field}"))) {
			buf_str(out, str_c(p->field));
			i += 6;
		} else if (rest.n >= 3 && rest.p[0] == '{' && rest.p[1] >= '0' && rest.p[1] <= '3' && rest.p[2] == '}') {
			buf_str(out, shown(p, rest.p[1] - '0', lang));
			i += 2;
		} else {
			buf_char(out, text.p[i]);
		}
	}
}

enum problem_code problem_find(struct str name)
{
	for (int code = PROBLEM_NONE + 1; code < PROBLEM_MAX; code++)
		if (str_eq(name, str_c(table[code].name)))
			return (enum problem_code)code;
	return PROBLEM_NONE;
}
