/* Business days: who may start one and when, who is here, who is ready. A day is played by the market's pace (pace.h); here is what comes between two of them. */
#include "server/hosted.h"
#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TELL_US = 500000, LATER_US = 5000000 };
#define US_A_MINUTE INT64_C(60000000)

/* ---- who is here; all with the market's lock ---- */

static struct sitting *find(struct hosted *h, uint64_t seat)
{
	for (int i = 0; i < h->n_sitting; i++)
		if (h->sitting[i].seat == seat)
			return &h->sitting[i];
	return NULL;
}

static struct sitting *find_or_add(struct hosted *h, uint64_t seat)
{
	struct sitting *s = find(h, seat);
	if (s)
		return s;
	if (h->n_sitting == h->cap_sitting) {
		h->cap_sitting = h->cap_sitting ? h->cap_sitting * 2 : 64;
		h->sitting = mem_grow(h->sitting, sizeof *h->sitting * (size_t)h->cap_sitting);
	}
	s = &h->sitting[h->n_sitting++];
	*s = (struct sitting){ .seat = seat };
	return s;
}

static bool has_stream(const struct hosted *h, uint64_t seat)
{
	for (const struct subscriber *s = h->subscribers; s; s = s->next)
		if (s->seat == seat && !s->staff)
			return true;
	return false;
}

static bool seen_lately(const struct sitting *s, int64_t now_us)
{
	return s->seen_us && now_us - s->seen_us < (int64_t)PRESENT_S * 1000000;
}

bool hosted_is_here(struct hosted *h, uint64_t seat, int64_t now_us)
{
	const struct sitting *s = find(h, seat);
	return s && (seen_lately(s, now_us) || has_stream(h, seat));
}

void hosted_note_here(struct hosted *h, uint64_t seat)
{
	struct sitting *s = find_or_add(h, seat);
	int64_t now_us = pace_now_us();
	h->people = h->people || !seen_lately(s, now_us);
	s->seen_us = now_us;
}

/* A seat counts if its student is here; if nobody is known to be, all seats do. */
static void count(struct hosted *h, int64_t now_us, struct day_state *d)
{
	int ready = 0, ready_here = 0;
	for (int i = 0; i < h->n_sitting; i++) {
		const struct sitting *s = &h->sitting[i];
		bool here = seen_lately(s, now_us) || has_stream(h, s->seat);
		d->present += here;
		ready += s->ready;
		ready_here += s->ready && here;
	}
	d->ready = d->present ? ready_here : ready;
}

/* ---- from any thread ---- */

void hosted_seen(struct hosted *h, uint64_t seat)
{
	pthread_mutex_lock(&h->lock);
	hosted_note_here(h, seat);
	pthread_mutex_unlock(&h->lock);
}

bool hosted_present(struct hosted *h, uint64_t seat)
{
	pthread_mutex_lock(&h->lock);
	bool here = hosted_is_here(h, seat, pace_now_us());
	pthread_mutex_unlock(&h->lock);
	return here;
}

bool hosted_ready(struct hosted *h, uint64_t seat)
{
	pthread_mutex_lock(&h->lock);
	const struct sitting *s = find(h, seat);
	bool ready = s && s->ready;
	pthread_mutex_unlock(&h->lock);
	return ready;
}

void hosted_set_ready(struct hosted *h, uint64_t seat, bool ready)
{
	pthread_mutex_lock(&h->lock);
	struct sitting *s = find_or_add(h, seat);
	if (s->ready != ready && h->state.pace.mode != PACE_DAY) { /* while a day plays, nobody waits for the next */
		s->ready = ready;
		h->people = true;
		h->people_us = 0;
		pthread_cond_signal(&h->wake);
	}
	pthread_mutex_unlock(&h->lock);
}

/* ---- what is due ---- */

/* Milliseconds until the next day may start. */
static int64_t gap_left_ms(const struct hosted *h)
{
	int64_t now_ms = real_now_ms(), until_ms = h->day_end_ms + h->settings.min_gap_s * 1000;
	/* a computer whose date was set back has no long memory */
	return h->day_end_ms && h->day_end_ms <= now_ms && until_ms > now_ms ? until_ms - now_ms : 0;
}

static bool by(const struct hosted *h, const char *who)
{
	return strcmp(h->settings.clock_by, who) == 0;
}

/* Only from nine in the morning does a day start by itself. */
static bool may_start_itself(const struct hosted *h)
{
	return h->state.pace.mode == PACE_PAUSED && !h->held && !h->state.reason && pace_day_begins(h->state.now_min, h->world->timezone_min);
}

void hosted_day_fill(struct hosted *h, struct hosted_state *s, uint64_t seat)
{
	int64_t now_us = pace_now_us(), left_ms = gap_left_ms(h);
	struct day_state d = { .seats = (int)s->totals.seats };
	count(h, now_us, &d);
	if (h->world)
		d.number = pace_day_number(h->begin_min, s->now_min, h->world->timezone_min);
	d.needed = by(h, "ready") ? pace_seats_needed(d.present ? d.present : d.seats, h->settings.ready_percent) : 0;
	d.allowed_ms = left_ms ? real_now_ms() + left_ms : 0;
	d.starts_ms = by(h, "timer") && h->timer_us ? real_now_ms() + (h->timer_us > now_us ? (h->timer_us - now_us) / 1000 : 0) : 0;
	d.held = h->held;
	if (seat) {
		const struct sitting *of = find(h, seat);
		d.mine = of && of->ready ? MINE_READY : MINE_NOT;
	}
	s->day = d;
}

int64_t hosted_day_wait_us(struct hosted *h, int64_t now_us)
{
	int64_t wait = INT64_MAX;
	if (h->people)
		wait = h->people_us + TELL_US - now_us;
	if (may_start_itself(h)) {
		struct day_state d = { .seats = (int)h->state.totals.seats };
		int64_t left_us = gap_left_ms(h) * 1000, due = INT64_MAX;
		count(h, now_us, &d);
		if (by(h, "ready") && d.ready >= pace_seats_needed(d.present ? d.present : d.seats, h->settings.ready_percent))
			due = left_us;
		else if (by(h, "timer") && h->timer_us)
			due = h->timer_us - now_us > left_us ? h->timer_us - now_us : left_us;
		wait = due < wait ? due : wait;
		if (by(h, "ready") && d.ready && d.present && LATER_US < wait) /* who leaves is waited for no longer */
			wait = LATER_US;
	}
	if (h->state.pace.mode == PACE_RUN && !h->subscribers && h->settings.nobody_min) {
		int64_t due = h->nobody_us + h->settings.nobody_min * US_A_MINUTE - now_us;
		wait = due < wait ? due : wait;
	}
	return wait;
}

/* ---- the market's own thread ---- */

enum problem_code hosted_start_day(struct hosted *h, bool force, uint64_t person, struct problem *p)
{
	if (h->pace.mode == PACE_DAY)
		return PROBLEM_NONE;
	int64_t now = market_now_min(h->m), zone = h->world->timezone_min, left_ms = pace_day_begins(now, zone) ? gap_left_ms(h) : 0;
	if (left_ms && !force) {
		char seconds[24];
		snprintf(seconds, sizeof seconds, "%lld", (long long)(left_ms + 999) / 1000);
		return problem_set(p, PROBLEM_CLOCK_GAP, "", seconds, NULL);
	}
	int64_t now_us = pace_now_us();
	pace_day(&h->pace, h->settings.day_seconds * 1000000, pace_day_end(now, zone), now, now_us);
	h->pace_person = person;
	h->reason = NULL;
	pthread_mutex_lock(&h->lock);
	h->held = false;
	h->timer_us = by(h, "timer") ? now_us + h->settings.timer_min * US_A_MINUTE : 0;
	for (int i = 0; i < h->n_sitting; i++)
		h->sitting[i].ready = false;
	h->people = true;
	h->people_us = 0;
	pthread_mutex_unlock(&h->lock);
	h->stale = true;
	h->shown_us = 0;
	return PROBLEM_NONE;
}

void hosted_hold_day(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	h->held = true;
	h->timer_us = 0;
	h->people = true;
	pthread_mutex_unlock(&h->lock);
}

void hosted_day_ended(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	h->day_end_ms = real_now_ms();
	pthread_mutex_unlock(&h->lock);
}

void hosted_day_opened(struct hosted *h)
{
	struct problem p;
	int64_t at_ms = 0;
	if (!pace_day_begins(h->head.now_min, h->world->timezone_min) || actlog_last_advance(h->db, h->id, &at_ms, &p))
		return;
	pthread_mutex_lock(&h->lock);
	if (!h->day_end_ms)
		h->day_end_ms = at_ms;
	pthread_mutex_unlock(&h->lock);
}

void hosted_day_settings(struct hosted *h, const struct settings *before)
{
	pthread_mutex_lock(&h->lock);
	bool new = strcmp(before->clock_by, h->settings.clock_by) != 0 || before->timer_min != h->settings.timer_min;
	if (new) { /* who chooses the timer wants it to go */
		h->timer_us = by(h, "timer") ? pace_now_us() + h->settings.timer_min * US_A_MINUTE : 0;
		h->held = false;
	}
	h->people = true;
	h->people_us = 0;
	pthread_mutex_unlock(&h->lock);
}

static void stand(struct hosted *h, const char *reason)
{
	pace_pause(&h->pace);
	h->reason = reason;
	h->stale = true;
	h->shown_us = 0;
}

void hosted_day_turn(struct hosted *h)
{
	struct problem p;
	struct day_state d = { 0 };
	if (!h->m)
		return;
	int64_t now_us = pace_now_us();
	pthread_mutex_lock(&h->lock);
	count(h, now_us, &d);
	d.seats = (int)h->state.totals.seats;
	bool start = false, itself = may_start_itself(h) && h->pace.mode == PACE_PAUSED && !gap_left_ms(h);
	if (itself && by(h, "ready"))
		start = d.ready >= pace_seats_needed(d.present ? d.present : d.seats, h->settings.ready_percent);
	if (itself && by(h, "timer") && h->timer_us && now_us >= h->timer_us) {
		start = d.present > 0; /* no lesson, no days */
		h->people = h->people || !start;
		h->timer_us = start ? h->timer_us : 0;
	}
	bool nobody = h->pace.mode == PACE_RUN && !h->subscribers && h->settings.nobody_min &&
		      now_us - h->nobody_us >= h->settings.nobody_min * US_A_MINUTE;
	bool tell = h->people && now_us - h->people_us >= TELL_US;
	if (tell) {
		h->people = false;
		h->people_us = now_us;
	}
	pthread_mutex_unlock(&h->lock);
	if (start)
		hosted_start_day(h, false, 0, &p);
	if (nobody)
		stand(h, "nobody");
	if (tell)
		news_people(h);
}

/* ---- told ---- */

static void write_real(struct jw *j, const char *key, int64_t ms)
{
	char text[CAL_TEXT_MAX];
	if (!ms) {
		jw_kcstr(j, key, NULL);
		return;
	}
	int64_t s = (ms + 999) / 1000;
	cal_format(s / 60, text);
	text[17] = (char)('0' + s % 60 / 10);
	text[18] = (char)('0' + s % 10);
	jw_kcstr(j, key, text);
}

static int64_t seconds_until(int64_t ms)
{
	int64_t left = ms ? ms - real_now_ms() : 0;
	return left > 0 ? (left + 999) / 1000 : 0;
}

void day_write(const struct day_state *d, struct jw *j)
{
	jw_key(j, "day");
	if (d->number)
		jw_i64(j, d->number);
	else
		jw_null(j);
	jw_ki64(j, "seats", d->seats);
	jw_ki64(j, "present", d->present);
	jw_ki64(j, "ready", d->ready);
	jw_ki64(j, "needed", d->needed);
	write_real(j, "next_allowed_real", d->allowed_ms);
	jw_ki64(j, "next_allowed_in_s", seconds_until(d->allowed_ms));
	write_real(j, "starts_real", d->starts_ms);
	jw_ki64(j, "starts_in_s", seconds_until(d->starts_ms));
	jw_kbool(j, "held", d->held);
	jw_key(j, "mine");
	if (d->mine == MINE_NONE)
		jw_null(j);
	else
		jw_bool(j, d->mine == MINE_READY);
}
