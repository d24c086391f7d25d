#include "server/log.h"
#include "base/arena.h"
#include "base/json.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PENDING_MAX = 1 << 20, LINE_MAX_BYTES = 4096, PATH_MAX_BYTES = 3000 };

static struct {
	pthread_mutex_t lock;
	pthread_cond_t some;
	pthread_t thread;
	bool running, ending, plain; /* plain: warnings go to stderr as well */
	enum note_level level;
	struct buf pending;
	int64_t dropped;
	/* the thread's own */
	char path[PATH_MAX_BYTES];
	int fd, keep_days;
	int64_t size, max_bytes;
	char day[11];
} log_ = { .lock = PTHREAD_MUTEX_INITIALIZER, .some = PTHREAD_COND_INITIALIZER };

static const char *const levels[] = { "debug", "info", "warn", "error" };

bool note_level_find(struct str name, enum note_level *ret)
{
	for (int i = 0; i <= NOTE_ERROR; i++)
		if (str_eq(name, str_c(levels[i]))) {
			*ret = (enum note_level)i;
			return true;
		}
	return false;
}

void log_time(char ret[LOG_TIME_MAX])
{
	struct timespec t;
	struct tm tm;
	char date[24], zone[8];
	clock_gettime(CLOCK_REALTIME, &t);
	localtime_r(&t.tv_sec, &tm);
	strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &tm);
	strftime(zone, sizeof zone, "%z", &tm);
	snprintf(ret, LOG_TIME_MAX, "%s.%03d%.3s:%s", date, (int)(t.tv_nsec / 1000000), zone, zone + 3);
}

/* ---- files ---- */

static void today(char ret[11])
{
	struct tm tm;
	time_t now = time(NULL);
	localtime_r(&now, &tm);
	strftime(ret, 11, "%Y-%m-%d", &tm);
}

static bool open_file(void)
{
	struct stat st;
	log_.fd = open(log_.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (log_.fd < 0)
		return false;
	log_.size = fstat(log_.fd, &st) ? 0 : st.st_size;
	today(log_.day);
	if (log_.size) { /* what stands there is of the day of its last line */
		struct tm tm;
		localtime_r(&st.st_mtim.tv_sec, &tm);
		strftime(log_.day, sizeof log_.day, "%Y-%m-%d", &tm);
	}
	return true;
}

static size_t stem(void)
{
	size_t n = strlen(log_.path);
	return n > 4 && strcmp(log_.path + n - 4, ".log") == 0 ? n - 4 : n;
}

/* Old files of ours: STEM-YYYY-MM-DD….log, by the day in their names. */
static void forget_old(void)
{
	char folder[PATH_MAX_BYTES], path[2 * PATH_MAX_BYTES], oldest[11];
	size_t n = stem();
	const char *slash = strrchr(log_.path, '/');
	size_t at = slash ? (size_t)(slash - log_.path) + 1 : 0;
	snprintf(folder, sizeof folder, "%.*s", at ? (int)at : 1, at ? log_.path : ".");
	struct tm tm;
	time_t then = time(NULL) - (time_t)log_.keep_days * 86400;
	localtime_r(&then, &tm);
	strftime(oldest, sizeof oldest, "%Y-%m-%d", &tm);
	DIR *d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));) {
		size_t head = n - at, len = strlen(e->d_name);
		if (len < head + 15 || strncmp(e->d_name, log_.path + at, head) != 0 || e->d_name[head] != '-' || strcmp(e->d_name + len - 4, ".log") != 0 ||
			strspn(e->d_name + head + 1, "0123456789-") < 10 || strncmp(e->d_name + head + 1, oldest, 10) >= 0)
			continue;
		snprintf(path, sizeof path, "%.*s%s", (int)at, log_.path, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
}

static void turn_page(void)
{
	char to[PATH_MAX_BYTES + 40];
	struct stat st;
	int n = (int)stem();
	snprintf(to, sizeof to, "%.*s-%s.log", n, log_.path, log_.day);
	for (int i = 2; i < 10000 && stat(to, &st) == 0; i++)
		snprintf(to, sizeof to, "%.*s-%s-%d.log", n, log_.path, log_.day, i);
	close(log_.fd);
	rename(log_.path, to);
	open_file();
	forget_old();
}

static void write_out(struct str text)
{
	if (*log_.path && log_.fd >= 0) {
		char now[11];
		today(now);
		if (log_.size && (strcmp(now, log_.day) != 0 || log_.size + (int64_t)text.n > log_.max_bytes))
			turn_page();
		memcpy(log_.day, now, sizeof now);
	}
	for (size_t sent = 0; log_.fd >= 0 && sent < text.n;) {
		ssize_t k = write(log_.fd, text.p + sent, text.n - sent);
		if (k < 0 && errno != EINTR)
			return; /* a full disk: these lines are lost, the next may not be */
		if (k > 0) {
			sent += (size_t)k;
			log_.size += k;
		}
	}
}

/* ---- the thread ---- */

static void *run(void *arg)
{
	struct buf mine;
	buf_init(&mine, PENDING_MAX + LINE_MAX_BYTES);
	for (;;) {
		pthread_mutex_lock(&log_.lock);
		while (!log_.pending.n && !log_.ending)
			pthread_cond_wait(&log_.some, &log_.lock);
		struct buf full = log_.pending;
		log_.pending = mine;
		mine = full;
		int64_t dropped = log_.dropped;
		log_.dropped = 0;
		pthread_mutex_unlock(&log_.lock);
		if (dropped)
			buf_printf(&mine, "{\"level\":\"warn\",\"event\":\"log.dropped\",\"lines\":%lld}\n", (long long)dropped);
		if (!mine.n)
			break;
		write_out(buf_span(&mine));
		buf_clear(&mine);
		mine.full = false;
	}
	buf_fini(&mine);
	return NULL;
}

static bool make_folder(const char *path)
{
	char folder[PATH_MAX_BYTES];
	const char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return true;
	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
	return mkdir(folder, 0700) == 0 || errno == EEXIST;
}

enum problem_code log_start(const struct log_options *o, struct problem *p)
{
	log_.level = o->level;
	log_.keep_days = o->keep_days;
	log_.max_bytes = o->max_bytes;
	log_.plain = o->file != NULL;
	log_.path[0] = 0;
	log_.fd = STDERR_FILENO;
	if (o->file && strlen(o->file) >= PATH_MAX_BYTES - 40)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", "log", strerror(ENAMETOOLONG), NULL);
	if (o->file) {
		snprintf(log_.path, sizeof log_.path, "%s", o->file);
		if (!make_folder(log_.path) || !open_file())
			return problem_set(p, PROBLEM_FILE_UNREADABLE, "", o->file, strerror(errno), NULL);
		forget_old();
	}
	buf_init(&log_.pending, PENDING_MAX + LINE_MAX_BYTES);
	log_.ending = false;
	log_.running = pthread_create(&log_.thread, NULL, run, NULL) == 0;
	if (log_.running)
		pthread_setname_np(log_.thread, "log");
	return log_.running ? PROBLEM_NONE : problem_set(p, PROBLEM_BUSY, "", NULL);
}

void log_end(void)
{
	pthread_mutex_lock(&log_.lock);
	bool was = log_.running;
	log_.ending = true;
	pthread_cond_signal(&log_.some);
	pthread_mutex_unlock(&log_.lock);
	if (!was)
		return;
	pthread_join(log_.thread, NULL);
	pthread_mutex_lock(&log_.lock);
	log_.running = false;
	buf_fini(&log_.pending);
	pthread_mutex_unlock(&log_.lock);
	if (*log_.path)
		close(log_.fd);
}

/* ---- lines ---- */

static void hand_over(struct str line)
{
	pthread_mutex_lock(&log_.lock);
	if (!log_.running || log_.pending.n + line.n > PENDING_MAX) {
		log_.dropped += log_.running;
	} else {
		buf_str(&log_.pending, line);
		pthread_cond_signal(&log_.some);
	}
	pthread_mutex_unlock(&log_.lock);
}

static void begin(struct jw *j, struct buf *b, enum note_level level, const char *event)
{
	char now[LOG_TIME_MAX];
	log_time(now);
	buf_init(b, LINE_MAX_BYTES);
	jw_init(j, b);
	jw_object(j);
	jw_kcstr(j, "time", now);
	jw_kcstr(j, "level", levels[level]);
	jw_kcstr(j, "event", event);
}

static void end(struct jw *j, struct buf *b)
{
	jw_end_object(j);
	buf_char(b, '\n');
	if (!b->full)
		hand_over(buf_span(b));
	buf_fini(b);
}

void log_note(enum note_level level, const char *event, uint64_t market, const char *fmt, ...)
{
	char text[1000], id[ID_TEXT_MAX] = "";
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	struct str said = str_c(text);
	while (said.n && !str_utf8_ok(said))
		said.n--; /* cut within a letter */
	if (market)
		id_format(market, id);
	pthread_mutex_lock(&log_.lock);
	bool running = log_.running, plain = !running || log_.plain;
	pthread_mutex_unlock(&log_.lock);
	if (level >= NOTE_WARN && plain)
		fprintf(stderr, "cohong: %s%s%s: %.*s\n", event, *id ? " " : "", id, STR_FMT(said));
	if (!running || level < log_.level)
		return;
	struct buf b;
	struct jw j;
	begin(&j, &b, level, event);
	if (market)
		jw_kid(&j, "market", market);
	jw_kstr(&j, "text", said);
	end(&j, &b);
}

void log_request(enum note_level level, const struct log_request *r)
{
	if (!log_.running || level < log_.level)
		return;
	struct buf b;
	struct jw j;
	begin(&j, &b, level, "request");
	jw_kid(&j, "request", r->id);
	jw_kcstr(&j, "method", r->method);
	jw_kcstr(&j, "route", r->route);
	jw_ki64(&j, "status", r->status);
	jw_kf64(&j, "ms", (double)r->us / 1000, 1);
	if (r->market)
		jw_kid(&j, "market", r->market);
	end(&j, &b);
}
