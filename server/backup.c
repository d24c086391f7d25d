#include "server/backup.h"
#include "base/arena.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum problem_code unreadable(const char *path, struct problem *p)
{
	return problem_set(p, errno == ENOSPC ? PROBLEM_DISK_FULL : PROBLEM_FILE_UNREADABLE, "", path, strerror(errno), NULL);
}

enum problem_code backup_begin(struct str folder, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	const char *path = arena_cstr(&a, folder);
	enum problem_code code = mkdir(path, 0700) ? unreadable(path, p) : PROBLEM_NONE;
	arena_fini(&a);
	return code;
}

static enum problem_code sync_path(const char *path, struct problem *p)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum problem_code code = fd < 0 || fsync(fd) ? unreadable(path, p) : PROBLEM_NONE;
	if (fd >= 0)
		close(fd);
	return code;
}

enum problem_code backup_db(struct db *db, struct str folder, struct str name, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	struct str path = arena_printf(&a, "%.*s/%.*s.db", STR_FMT(folder), STR_FMT(name));
	enum problem_code code = db_copy(db, path, p);
	if (!code)
		code = sync_path(path.p, p);
	arena_fini(&a);
	return code;
}

static enum problem_code copy_file(const char *from, const char *to, struct problem *p)
{
	static const size_t PIECE = 1 << 20;
	char *piece = mem_alloc(PIECE);
	enum problem_code code = PROBLEM_NONE;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (in < 0)
		code = unreadable(from, p);
	else if (out < 0)
		code = unreadable(to, p);
	for (ssize_t n; !code && (n = read(in, piece, PIECE)) != 0;) {
		if (n < 0)
			code = unreadable(from, p);
		for (ssize_t sent = 0, k; !code && sent < n; sent += k)
			if ((k = write(out, piece + sent, (size_t)(n - sent))) < 0)
				code = unreadable(to, p);
	}
	if (!code && fsync(out))
		code = unreadable(to, p);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	free(piece);
	return code;
}

/* The files of a folder whose names end so; a folder that is missing has none. */
static enum problem_code copy_files(const char *from, const char *to, const char *ending, int *ret_n, struct problem *p)
{
	struct arena a;
	enum problem_code code = PROBLEM_NONE;
	DIR *d = opendir(from);
	arena_init(&a, 0);
	*ret_n = 0;
	for (struct dirent *e; d && !code && (e = readdir(d));)
		if (e->d_name[0] != '.' && str_ends(str_c(e->d_name), str_c(ending))) {
			code = copy_file(arena_printf(&a, "%s/%s", from, e->d_name).p, arena_printf(&a, "%s/%s", to, e->d_name).p, p);
			++*ret_n;
		}
	if (d)
		closedir(d);
	if (!code && d)
		code = sync_path(to, p);
	arena_fini(&a);
	return code;
}

enum problem_code backup_worlds(struct str data_dir, struct str folder, struct problem *p)
{
	struct arena a;
	int n;
	arena_init(&a, 0);
	const char *to = arena_printf(&a, "%.*s/worlds", STR_FMT(folder)).p;
	enum problem_code code = mkdir(to, 0700) ? unreadable(to, p) : PROBLEM_NONE;
	if (!code)
		code = copy_files(arena_printf(&a, "%.*s/worlds", STR_FMT(data_dir)).p, to, ".world", &n, p);
	arena_fini(&a);
	return code;
}

/* Of a folder that its owner has made ready: root's copies become the owner's. */
static enum problem_code give_files(const char *folder, const struct stat *owner, struct problem *p)
{
	struct arena a;
	enum problem_code code = PROBLEM_NONE;
	DIR *d = opendir(folder);
	arena_init(&a, 0);
	for (struct dirent *e; d && !code && (e = readdir(d));) {
		const char *path = arena_printf(&a, "%s/%s", folder, e->d_name).p;
		if (!str_eq(str_c(e->d_name), STR("..")) && lchown(path, owner->st_uid, owner->st_gid))
			code = unreadable(path, p);
	}
	if (d)
		closedir(d);
	arena_fini(&a);
	return code;
}

static bool is_empty(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;
	if (!d)
		return false;
	while (readdir(d))
		n++;
	closedir(d);
	return n == 2;
}

enum problem_code backup_restore(struct str folder, struct str data_dir, struct problem *p)
{
	struct arena a;
	struct stat st;
	int n = 0;
	arena_init(&a, 0);
	const char *from = arena_cstr(&a, folder), *to = arena_cstr(&a, data_dir), *worlds = arena_printf(&a, "%s/worlds", to).p;
	enum problem_code code = PROBLEM_NONE;
	if (stat(arena_printf(&a, "%s/school.db", from).p, &st)) {
		code = unreadable(from, p);
		goto out;
	}
	if (mkdir(to, 0700) && (errno != EEXIST || !is_empty(to))) {
		errno = errno == EEXIST ? ENOTEMPTY : errno;
		code = unreadable(to, p);
		goto out;
	}
	if (stat(to, &st)) {
		code = unreadable(to, p);
		goto out;
	}
	if (!(code = copy_files(from, to, ".db", &n, p)))
		code = backup_worlds(folder, data_dir, p);
	if (!code && geteuid() == 0 && !(code = give_files(to, &st, p)))
		code = give_files(worlds, &st, p);
out:
	arena_fini(&a);
	return code;
}
