/* What changes a market: acts in groups, time in batches; each is one transaction of log, events, rows and head. */
#include "server/hosted.h"
#include "crew/crew.h"
#include "server/backup.h"
#include "server/carry.h"
#include "server/log.h"
#include "server/metrics.h"
#include "market/listing/check.h"
#include "base/hash.h"
#include "base/money.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t real_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- one transaction ---- */

static void take_event(void *arg, const struct event *e)
{
	struct hosted *h = arg;
	if (h->n_events == h->cap_events) {
		h->cap_events = h->cap_events ? h->cap_events * 2 : 64;
		h->events = mem_grow(h->events, sizeof *h->events * (size_t)h->cap_events);
	}
	h->events[h->n_events++] = *e;
}

static void tell_later(struct hosted *h, int64_t position, const struct event *e)
{
	if (h->n_news == NEWS_MAX) { /* only the newest are told one by one */
		memmove(h->news, h->news + 1, sizeof *h->news * (NEWS_MAX - 1));
		h->n_news--;
	}
	if (!h->news)
		h->news = mem_alloc(sizeof *h->news * NEWS_MAX);
	h->news[h->n_news++] = (struct event_row){ position, *e, market_order_number(h->m, e) };
}

/* Events, rows and head of what was applied, and the commit. h->head is the new one; on success it is what is stored. */
static enum problem_code commit(struct hosted *h, struct head *next, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	for (int i = 0; i < h->n_events && !code; i++)
		code = events_append(h->db, h->id, next->events + i + 1, &h->events[i], p);
	if (!code)
		code = projection_write(h->host->projection, h->db, h->id, h->m, false, &h->changes, p);
	if (code)
		return code;
	next->events += h->n_events;
	next->now_min = market_now_min(h->m);
	int64_t begun_us = pace_now_us();
	if ((code = head_move(h->db, h->id, next, p)) || (code = db_commit(h->db, p)))
		return code;
	metrics_commit(pace_now_us() - begun_us);
	for (int i = 0; i < h->n_events; i++)
		tell_later(h, h->head.events + i + 1, &h->events[i]);
	h->head = *next;
	h->stale = true;
	return PROBLEM_NONE;
}

void hosted_fail(struct hosted *h, const struct problem *p)
{
	struct problem why = *p, again;
	if (db_in_transaction(h->db))
		db_rollback(h->db);
	log_note(NOTE_ERROR, "market.read_again", h->id, "%s %s", problem_name(p->code), p->arg[0]);
	pace_pause(&h->pace);
	h->reason = p->code == PROBLEM_DISK_FULL ? "disk_full" : "storage";
	h->n_events = 0;
	h->n_news = 0;
	h->changes.n = 0;
	if (hosted_restore(h, &again)) {
		log_note(NOTE_ERROR, "market.lost", h->id, "%s %s", problem_name(again.code), again.arg[0]);
		pthread_mutex_lock(&h->lock);
		h->why = why;
		pthread_mutex_unlock(&h->lock);
	}
	h->stale = true;
}

/* ---- acts ---- */

static void write_answer(struct jw *j, const struct act_answer *a, int64_t position)
{
	jw_object(j);
	jw_kid(j, "id", a->id);
	jw_key(j, "findings");
	jw_array(j);
	for (int i = 0; i < FINDING_MAX; i++)
		if (a->findings >> i & 1)
			jw_cstr(j, finding_desc[i].code);
	jw_end_array(j);
	jw_key(j, "amount");
	if (a->amount_fen) {
		char text[MONEY_TEXT_MAX];
		money_format(a->amount_fen, "CNY", text);
		jw_object(j);
		jw_kcstr(j, "amount", text);
		jw_kcstr(j, "currency", "CNY");
		jw_end_object(j);
	} else {
		jw_null(j);
	}
	jw_kstr(j, "note", a->note);
	jw_ki64(j, "position", position);
	jw_end_object(j);
}

static enum problem_code refuse(struct host_job *job, enum problem_code code)
{
	job->code = code;
	return code;
}

/* Applies one act and writes its entry. A result other than 0 is a failure of the storage; what the market refuses stands in job->code. */
static enum problem_code run_act(struct hosted *h, struct host_job *job, struct head *next, struct problem *p)
{
	struct buf act, answer;
	struct act_answer a;
	enum problem_code code = PROBLEM_NONE;
	buf_init(&act, 1 << 20);
	buf_init(&answer, 64 << 10);
	act_encode(job->act, &act);
	uint64_t hash = hash_bytes(1, act.p, act.n);
	if (job->key.n) {
		struct log_entry before;
		bool found;
		code = actlog_by_key(h->db, job->arena, h->id, job->person, job->key, &found, &before, p);
		if (code || found) {
			if (!code && before.hash != hash)
				refuse(job, problem_set(&job->problem, PROBLEM_IDEMPOTENCY, "", NULL));
			else if (!code)
				job->answer = before.answer;
			goto out;
		}
	}
	struct market_sink sink = { h, take_event };
	int n = h->n_events;
	if (refuse(job, market_act(h->m, job->act, &sink, job->arena, &a, &job->problem))) {
		h->n_events = n;
		if (job->own)
			hosted_note_refusal(h, job->act->seat, job->act->kind, &job->problem);
		goto out;
	}
	job->hash = hash;
	job->result = a;
	job->position = next->position + 1;
	struct jw j;
	jw_init(&j, &answer);
	write_answer(&j, &a, next->position + 1);
	job->answer = arena_str(job->arena, buf_span(&answer));
	struct log_entry e = { .position = next->position + 1,
		.kind = LOG_ACT,
		.at_min = market_now_min(h->m),
		.until_min = market_now_min(h->m),
		.at_real_ms = real_now_ms(),
		.seat = job->act->seat,
		.person = job->person,
		.key = job->key,
		.hash = hash,
		.act = buf_span(&act),
		.answer = job->answer };
	code = act.full || answer.full ? problem_set(p, PROBLEM_TOO_LARGE, "", "1 MiB", NULL) : actlog_append(h->db, h->id, &e, p);
	if (!code)
		next->position++;
out:
	buf_fini(&act);
	buf_fini(&answer);
	return code;
}

/* What is stored now stands on the board. */
static void note_applied(struct hosted *h, const struct host_job *job, int n)
{
	for (int i = 0; i < n; i++, job = job->next)
		if (job->own && job->position)
			board_note(h->board, &(struct board_note){ .ms = real_now_ms(), .seat = job->act->seat, .act = job->act, .hash = job->hash,
				.id = job->result.id, .findings = job->result.findings, .position = job->position });
}

static void run_acts(struct hosted *h, struct host_job *first, int n)
{
	struct problem p;
	struct head next = h->head;
	struct host_job *job = first;
	h->n_events = 0;
	enum problem_code code = db_begin(h->db, &p);
	for (int i = 0; i < n && !code; i++, job = job->next)
		code = run_act(h, job, &next, &p);
	if (!code && next.position == h->head.position) {
		db_rollback(h->db);
		return;
	}
	if (!code)
		code = commit(h, &next, &p);
	if (!code) {
		hosted_learn_stores(h);
		note_applied(h, first, n);
		return;
	}
	hosted_fail(h, &p);
	/* What the market or an older entry had already answered "no" stays so; nothing else happened. */
	job = first;
	for (int i = 0; i < n; i++, job = job->next)
		if (!job->code) {
			job->problem = p;
			job->code = p.code;
		}
}

/* ---- acts of the host itself, many in one transaction ---- */

enum problem_code acts_begin(struct hosted *h, uint64_t person, struct acts_run *ret, struct problem *p)
{
	*ret = (struct acts_run){ .h = h, .next = h->head, .person = person };
	h->n_events = 0;
	return db_begin(h->db, p);
}

enum problem_code acts_run(void *arg, const struct act *act, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct acts_run *run = arg;
	struct host_job job = { .kind = JOB_ACT, .arena = mem, .person = run->person, .act = act, .key = run->key };
	if (run->failed)
		return run->failed;
	run->failed = run_act(run->h, &job, &run->next, &run->why);
	if (job.position)
		run->key = STR("");
	if (run->failed)
		*p = run->why;
	else if (job.code)
		*p = job.problem;
	else
		*ret = job.result;
	return run->failed ? run->failed : job.code;
}

enum problem_code acts_end(struct acts_run *run, struct problem *p)
{
	struct hosted *h = run->h;
	enum problem_code code = run->failed;
	if (code)
		*p = run->why;
	if (!code && run->next.position == h->head.position) {
		db_rollback(h->db);
		return PROBLEM_NONE;
	}
	if (!code)
		code = commit(h, &run->next, p);
	if (code)
		hosted_fail(h, p);
	else
		hosted_learn_stores(h);
	return code;
}

/* ---- the clock, copies ---- */

static enum problem_code run_clock(struct hosted *h, struct host_job *job)
{
	int64_t now = market_now_min(h->m);
	if (job->mode == PACE_DAY)
		return hosted_start_day(h, job->force, job->person, &job->problem);
	h->reason = NULL;
	h->pace_person = job->person;
	if (job->mode == PACE_ADVANCE)
		pace_advance(&h->pace, now + job->hours * 60);
	else if (job->mode == PACE_RUN)
		pace_run(&h->pace, job->minutes_per_second, now, pace_now_us());
	else
		pace_pause(&h->pace);
	if (job->mode == PACE_PAUSED)
		hosted_hold_day(h);
	h->stale = true;
	h->shown_us = 0;
	return PROBLEM_NONE;
}

static enum problem_code take_settings(struct hosted *h, struct problem *p)
{
	struct settings before = h->settings;
	enum problem_code code = hosted_read_settings(h, p);
	if (code)
		return code;
	hosted_day_settings(h, &before);
	news_settings(h);
	return PROBLEM_NONE;
}

void hosted_run_jobs(struct hosted *h, struct host_job *jobs)
{
	while (jobs) {
		if (!h->m) {
			for (; jobs; jobs = jobs->next) {
				pthread_mutex_lock(&h->lock);
				jobs->problem = h->why;
				pthread_mutex_unlock(&h->lock);
				jobs->code = jobs->problem.code ? jobs->problem.code : problem_set(&jobs->problem, PROBLEM_BUSY, "", NULL);
			}
			return;
		}
		if (jobs->kind != JOB_ACT) {
			if (jobs->kind == JOB_CLOCK)
				jobs->code = run_clock(h, jobs);
			else if (jobs->kind == JOB_SEATS)
				jobs->code = hosted_open_seats(h, &jobs->problem);
			else if (jobs->kind == JOB_SETTINGS)
				jobs->code = take_settings(h, &jobs->problem);
			else if (jobs->kind == JOB_STORE)
				jobs->code = carry_store(h, jobs, &jobs->problem);
			else
				jobs->code = backup_db(h->db, jobs->path, host_db_name(h->id, &h->arena), &jobs->problem);
			jobs = jobs->next;
			continue;
		}
		int n = 0;
		struct host_job *after = jobs;
		for (; after && after->kind == JOB_ACT && n < GROUP_MAX; after = after->next)
			n++;
		run_acts(h, jobs, n);
		jobs = after;
	}
}

/* ---- time ---- */

static bool has_jobs(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	bool some = h->first != NULL || h->stopping;
	pthread_mutex_unlock(&h->lock);
	return some;
}

/* One tick, with the crew if nobody else needs the cores; the same either way. */
static void tick(struct hosted *h, int64_t until_min, const struct market_sink *sink)
{
	struct host *host = h->host;
	bool alone = host->crew && atomic_load(&host->advancing) == 1 && pthread_mutex_trylock(&host->crew_lock) == 0;
	market_advance(h->m, until_min, alone ? crew_run : NULL, host->crew, sink);
	if (alone)
		pthread_mutex_unlock(&host->crew_lock);
}

void hosted_run_time(struct hosted *h)
{
	int64_t from = market_now_min(h->m), begun = pace_now_us(), target = pace_target(&h->pace, from, begun);
	if (target <= from)
		return;
	struct problem p;
	struct head next = h->head;
	struct market_sink sink = { h, take_event };
	h->n_events = 0;
	int64_t now = from;
	atomic_fetch_add(&h->host->advancing, 1);
	do { /* tick by tick, until somebody waits */
		now += MARKET_TICK_MIN;
		metrics_ticks(1);
		tick(h, now, &sink);
	} while (now < target && pace_now_us() - begun < BATCH_US && !has_jobs(h));
	atomic_fetch_sub(&h->host->advancing, 1);
	struct log_entry e = { .position = ++next.position,
		.kind = LOG_ADVANCE,
		.at_min = from,
		.until_min = now,
		.at_real_ms = real_now_ms(),
		.person = h->pace_person,
		.act = STR(""),
		.answer = STR("") };
	enum problem_code code = db_begin(h->db, &p);
	if (!code)
		code = actlog_append(h->db, h->id, &e, &p);
	if (!code)
		code = commit(h, &next, &p);
	if (code) {
		hosted_fail(h, &p);
		return;
	}
	bool day = h->pace.mode == PACE_DAY;
	pace_went(&h->pace, now, pace_now_us());
	if (day && h->pace.mode == PACE_PAUSED)
		hosted_day_ended(h);
	if (now - h->snapshot_min >= SNAPSHOT_MIN || next.position - h->snapshot_position >= SNAPSHOT_ENTRIES)
		if (hosted_keep_snapshot(h, &p))
			hosted_fail(h, &p);
}

enum problem_code hosted_keep_snapshot(struct hosted *h, struct problem *p)
{
	if (h->head.position == h->snapshot_position)
		return PROBLEM_NONE;
	enum problem_code code = db_begin(h->db, p);
	if (code)
		return code;
	/* the head is moved onto itself: only its owner may keep a state */
	if ((code = head_move(h->db, h->id, &h->head, p)) || (code = snapshot_save(h->db, h->id, h->m, h->head.position, h->head.events, p))) {
		db_rollback(h->db);
		return code;
	}
	if ((code = db_commit(h->db, p)))
		return code;
	h->snapshot_position = h->head.position;
	h->snapshot_min = h->head.now_min;
	return PROBLEM_NONE;
}
