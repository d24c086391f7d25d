/* Copies by the clock: due, made, checked, forgotten; a damaged one is never taken for good. */
#include "server/backups.h"
#include "server/backup.h"
#include "server/pool.h"
#include "tests/cmocka.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char dir[] = "/tmp/cohong-backups.XXXXXX", data[100], kept[100];

static bool there(const char *name)
{
	char path[200];
	snprintf(path, sizeof path, "%s/%s", kept, name);
	return access(path, F_OK) == 0;
}

static void make_folder(const char *name)
{
	char path[200];
	snprintf(path, sizeof path, "%s/%s", kept, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void due(void **state)
{
	setenv("TZ", "CST-8", 1);
	tzset();
	int64_t noon = 1795752000; /* 2026-11-27 12:00 in China */
	assert_int_equal(backups_due(noon, 12 * 60), noon);
	assert_int_equal(backups_due(noon, 2 * 60 + 30), noon - 9 * 3600 - 1800);
	assert_int_equal(backups_due(noon, 12 * 60 + 1), noon + 60 - 86400);
	assert_int_equal(backups_due(noon, 23 * 60 + 59), noon + 11 * 3600 + 59 * 60 - 86400);
}

static void by_the_clock(void **state)
{
	struct problem p;
	struct db *db = NULL;
	struct pool *writer = NULL;
	char path[200], name[32] = "";
	snprintf(data, sizeof data, "%s/data", dir);
	snprintf(kept, sizeof kept, "%s/kept", dir);
	assert_int_equal(mkdir(data, 0700), 0);
	assert_int_equal(mkdir(kept, 0700), 0);
	snprintf(path, sizeof path, "%s/school.db", data);
	assert_int_equal(db_open(str_c(path), DB_WRITE, &db, &p), 0);
	assert_int_equal(schema_migrate(db, &school_schema, &p), 0);
	db_close(db);
	assert_int_equal(pool_create(&(struct pool_options){ "write", 1, 16, DB_WRITE, str_c(data), STR("") }, &writer, &p), 0);
	struct host *host = host_create(&(struct host_options){ .data_dir = str_c(data), .database_url = STR(""), .school_writer = writer });
	make_folder("cohong-20200101-0230");
	make_folder("cohong-20200102-0230");
	make_folder("other");
	make_folder(".cohong-20260101-0230");
	struct backup_plan plan = { .folder = str_c(kept), .at_min = 0, .keep_days = 14, .wait_s = 0 };
	struct backups *b = backups_start(host, &plan);
	assert_non_null(b);
	for (int i = 0; i < 1000 && (there("cohong-20200101-0230") || backups_newest(kept, name) < (int64_t)time(NULL) - 86400); i++)
		usleep(10000);
	backups_stop(b);
	assert_true(backups_newest(kept, name) > (int64_t)time(NULL) - 120);
	assert_false(there("cohong-20200101-0230")); /* old */
	assert_false(there("cohong-20200102-0230"));
	assert_false(there(".cohong-20260101-0230")); /* half of one */
	assert_true(there("other"));                  /* not ours */
	snprintf(path, sizeof path, "%s/%s", kept, name);
	assert_int_equal(backup_verify(str_c(path), &p), 0);

	/* restored elsewhere, it is the same school */
	char to[100];
	snprintf(to, sizeof to, "%s/restored", dir);
	assert_int_equal(backup_restore(str_c(path), str_c(to), &p), 0);
	assert_int_equal(backup_verify(str_c(to), &p), 0);
	assert_int_equal(backup_restore(str_c(path), str_c(to), &p), PROBLEM_FILE_UNREADABLE); /* there is something already */
	snprintf(to, sizeof to, "%s/ready", dir);
	assert_int_equal(mkdir(to, 0700), 0);
	bool gives = geteuid() == 0 && chown(to, 65534, 65534) == 0;
	assert_int_equal(backup_restore(str_c(path), str_c(to), &p), 0); /* an empty folder will do */
	assert_int_equal(backup_verify(str_c(to), &p), 0);
	for (const char *const *f = (const char *const[]){ "school.db", "worlds", NULL }; *f; f++) {
		char file[200];
		struct stat st;
		snprintf(file, sizeof file, "%s/%s", to, *f);
		assert_int_equal(stat(file, &st), 0);
		assert_int_equal(st.st_uid, gives ? 65534 : geteuid()); /* and stays its owner's */
	}

	/* a damaged copy does not pass */
	char file[300];
	snprintf(file, sizeof file, "%s/school.db", path);
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	char rubbish[4096] = { 1, 2, 3 };
	assert_true(pwrite(fd, rubbish, sizeof rubbish, 8192) == sizeof rubbish);
	close(fd);
	assert_int_not_equal(backup_verify(str_c(path), &p), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(backup_verify(str_c(path), &p), PROBLEM_CORRUPT);

	plan.at_min = -1;
	assert_null(backups_start(host, &plan)); /* never */
	host_end(host);
	pool_destroy(writer);
	host_destroy(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(due), cmocka_unit_test(by_the_clock) };
	if (!mkdtemp(dir))
		return 1;
	int status = cmocka_run_group_tests(tests, NULL, NULL);
	char command[200];
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command) ? 1 : status;
}
