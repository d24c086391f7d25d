#include "cli/config.h"
#include "base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct option_desc option_desc[OPTION_MAX] = {
#define OPTION(name, kind, value, min, max, arg, en, zh) { #name, OPTION_##kind, value, min, max, arg, en, zh },
#include "cli/options.def"
#undef OPTION
};

enum { FILE_MAX = 64 << 10, VALUE_MAX = 2000 };
static const char SYSTEM_FILE[] = "/etc/cohong/cohong.conf";

int64_t config_number(const struct config *c, enum option_name name)
{
	int64_t n = 0;
	str_i64(str_c(c->value[name]), &n);
	return n;
}

bool config_is(const struct config *c, enum option_name name, const char *word)
{
	return strcmp(c->value[name], word) == 0;
}

static bool is_word(struct str words, struct str v)
{
	struct str word;
	while (words.p && str_next(&words, '|', &word))
		if (v.n && str_eq(word, v))
			return true;
	return false;
}

static bool is_time(struct str v)
{
	int64_t hour, minute;
	for (size_t i = 0; i < v.n; i++)
		if (v.n == 5 && i != 2 && (v.p[i] < '0' || v.p[i] > '9'))
			return false;
	if (str_eq(v, STR("never")))
		return true;
	return v.n == 5 && v.p[2] == ':' && str_i64(str_sub(v, 0, 2), &hour) && str_i64(str_sub(v, 3, 2), &minute) && hour <= 23 && minute <= 59;
}

/* What a value must be, in words, if it is not; NULL: it is well. */
static const char *wrong(struct config *c, const struct option_desc *d, struct str v)
{
	int64_t n;
	if (v.n > VALUE_MAX || !str_utf8_ok(v) || memchr(v.p ? v.p : "", '\n', v.n))
		return "one line of text";
	switch (d->kind) {
	case OPTION_NUMBER:
		if (!str_i64(v, &n) || n < d->min || n > d->max)
			return arena_printf(&c->arena, "a number between %lld and %lld", (long long)d->min, (long long)d->max).p;
		return NULL;
	case OPTION_SWITCH:
		return is_word(STR("yes|no"), v) ? NULL : "yes or no";
	case OPTION_TIME:
		return is_time(v) ? NULL : "a time such as 02:30, or never";
	case OPTION_CHOICE:
		return is_word(str_c(d->arg), v) ? NULL : arena_printf(&c->arena, "one of %s", d->arg).p;
	case OPTION_TEXT:
	case OPTION_PATH:
		break;
	}
	return NULL;
}

/* True if the value is well; takes it unless what stands there came from something stronger. */
static bool set(struct config *c, int i, struct str v, enum option_from from, const char *where)
{
	const char *must = wrong(c, &option_desc[i], v);
	if (must)
		return fprintf(stderr, "cohong: %s must be %s, not '%.*s'\n", where, must, STR_FMT(v)), false;
	if (from >= c->from[i]) {
		c->value[i] = arena_cstr(&c->arena, v);
		c->from[i] = from;
	}
	return true;
}

static int find(struct str name, char dash)
{
	for (int i = 0; i < OPTION_MAX; i++) {
		const char *own = option_desc[i].name;
		size_t k = 0;
		while (k < name.n && own[k] && (own[k] == '_' ? name.p[k] == dash : name.p[k] == own[k]))
			k++;
		if (k == name.n && !own[k])
			return i;
	}
	return -1;
}

/* ---- flags ---- */

static bool read_flag(struct config *c, const char *flag, const char *next, const char *const *flags, unsigned *ret_flags, int *used)
{
	struct str rest = str_c(flag + 2), name, value = STR_NONE;
	bool has = strchr(flag, '=') != NULL;
	str_next(&rest, '=', &name);
	if (has)
		value = rest.p ? rest : STR("");
	for (int i = 0; flags && flags[i] && !has; i++)
		if (str_eq(name, str_c(flags[i]))) {
			*ret_flags |= 1u << i;
			return true;
		}
	bool no = str_starts(name, STR("no-"));
	int i = find(no ? str_sub(name, 3, name.n) : name, '-');
	bool is_switch = i >= 0 && option_desc[i].kind == OPTION_SWITCH;
	if (i < 0 || (no && (!is_switch || has)))
		return fprintf(stderr, "cohong: there is no option %s; 'cohong config --help' lists them\n", flag), false;
	if (!has && is_switch) {
		value = no ? STR("no") : STR("yes");
	} else if (!has && i == OPTION_tls && !(next && is_word(str_c(option_desc[i].arg), str_c(next)))) {
		value = STR("both");
	} else if (!has) {
		if (!next)
			return fprintf(stderr, "cohong: %s wants a value\n", flag), false;
		value = str_c(next);
		++*used;
	}
	return set(c, i, value, FROM_FLAG, arena_printf(&c->arena, "--%.*s", STR_FMT(name)).p);
}

/* ---- the environment ---- */

static bool read_environment(struct config *c)
{
	for (int i = 0; i < OPTION_MAX; i++) {
		char *name = arena_cstr(&c->arena, arena_printf(&c->arena, "COHONG_%s", option_desc[i].name));
		for (char *p = name; *p; p++)
			if (*p >= 'a' && *p <= 'z')
				*p = (char)(*p & ~0x20);
		const char *v = getenv(name);
		if (v && *v && !set(c, i, str_c(v), FROM_ENVIRONMENT, name))
			return false;
	}
	return true;
}

/* ---- the file ---- */

static bool read_lines(struct config *c, const char *path, struct str text)
{
	struct str line;
	unsigned seen[OPTION_MAX] = { 0 };
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	for (unsigned n = 1; text.p && str_next(&text, '\n', &line); n++) {
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		struct str value = line, name;
		if (!memchr(line.p, '=', line.n))
			return fprintf(stderr, "cohong: %s, line %u: a line is name = value\n", path, n), false;
		str_next(&value, '=', &name);
		name = str_trim(name);
		int i = find(name, '_');
		if (i < 0)
			return fprintf(stderr, "cohong: %s, line %u: there is no option '%.*s'; 'cohong config --help' lists them\n", path, n, STR_FMT(name)), false;
		if (seen[i])
			return fprintf(stderr, "cohong: %s, line %u: %s stands in line %u already\n", path, n, option_desc[i].name, seen[i]), false;
		seen[i] = n;
		if (!set(c, i, str_trim(value.p ? value : STR("")), FROM_FILE, arena_printf(&c->arena, "%s, line %u: %s", path, n, option_desc[i].name).p))
			return false;
	}
	return true;
}

static bool read_file(struct config *c, const char *path, bool must)
{
	FILE *f = fopen(path, "re");
	if (!f && !must && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
		return true;
	char *text = f ? arena_alloc(&c->arena, FILE_MAX, 1) : NULL;
	size_t n = f ? fread(text, 1, FILE_MAX, f) : 0;
	bool well = f && !ferror(f);
	if (!well)
		fprintf(stderr, "cohong: %s cannot be read: %s\n", path, strerror(errno));
	else if (n == FILE_MAX)
		well = (fprintf(stderr, "cohong: %s is larger than 64 KiB\n", path), false);
	if (f)
		fclose(f);
	if (well)
		c->file = path;
	return well && read_lines(c, path, (struct str){ text, n });
}

bool config_load(struct config *c, int argc, char **argv, const char *const *flags, unsigned *ret_flags, const char **ret_words, int max, int *ret_n)
{
	const char *file = NULL;
	int n = 0;
	bool plain = false;
	*c = (struct config){ 0 };
	arena_init(&c->arena, 16 << 10);
	for (int i = 0; i < OPTION_MAX; i++)
		c->value[i] = option_desc[i].value;
	for (int i = 1; i < argc; i++) {
		if (!plain && strcmp(argv[i], "--") == 0) {
			plain = true;
		} else if (!plain && strncmp(argv[i], "--config=", 9) == 0) {
			file = argv[i] + 9;
		} else if (!plain && strcmp(argv[i], "--config") == 0 && i + 1 < argc) {
			file = argv[++i];
		} else if (!plain && strncmp(argv[i], "--", 2) == 0) {
			if (!read_flag(c, argv[i], i + 1 < argc ? argv[i + 1] : NULL, flags, ret_flags, &i))
				return false;
		} else if (n < max) {
			ret_words[n++] = argv[i];
		} else {
			return fprintf(stderr, "cohong: what is '%s' for?\n", argv[i]), false;
		}
	}
	*ret_n = n;
	if (!read_environment(c))
		return false;
	const char *named = file ? file : getenv("COHONG_CONFIG");
	if (named && *named)
		return read_file(c, named, true);
	if (*c->value[OPTION_data])
		return read_file(c, arena_printf(&c->arena, "%s/cohong.conf", c->value[OPTION_data]).p, false);
	return read_file(c, SYSTEM_FILE, false);
}

void config_fini(struct config *c)
{
	arena_fini(&c->arena);
}
