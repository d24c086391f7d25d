/* hosted.h: a running market as the files of the host see it. Not for others. */
#ifndef SERVER_HOSTED_H
#define SERVER_HOSTED_H
#include "server/actlog.h"
#include "server/board.h"
#include "server/host.h"
#include "server/pool.h"
#include "server/settings.h"
#include "server/refusals.h"
#include "server/snapshot.h"

#include <pthread.h>
#include <stdatomic.h>

enum { PENDING_MAX = 500, KEEP_US = 1000000 };
enum { JOBS_MAX = 4096, GROUP_MAX = 64, BATCH_US = 60000, SHOW_US = 300000, HEARTBEAT_US = 15000000, NEWS_MAX = 50 };
/* A snapshot after so many simulated days, or so many entries of the log. */
enum { SNAPSHOT_MIN = 5 * 1440, SNAPSHOT_ENTRIES = 2000 };

struct seat_store {
	uint64_t seat, store;
};

/* A seat of which something is known besides its store. */
struct sitting {
	uint64_t seat;
	bool ready;
	int64_t seen_us; /* boot time */
};

struct subscriber {
	struct hosted *h;
	struct http_stream *stream;
	uint64_t seat; /* 0: of all */
	bool staff;
	enum lang lang;
	bool own;
	struct subscriber *next;
};

struct hosted {
	struct host *host;
	uint64_t id;
	pthread_t thread;
	bool started;

	/* the thread's own */
	struct arena arena; /* of one round */
	struct db *db;
	const struct world *world;
	struct market *m; /* NULL while it cannot be had */
	struct head head; /* as committed */
	uint64_t seed[2];
	char world_hash[33];
	int64_t capital_fen, begin_min;
	struct settings settings;
	int64_t snapshot_position, snapshot_min;
	int64_t tried_us;     /* last attempt to open */
	struct event *events; /* of this round */
	int n_events, cap_events;
	struct changes changes; /* not yet told */
	struct event_row *news; /* not yet told */
	int n_news, cap_news;
	bool told_passing; /* time went on since the day's figures were told */
	bool stale; /* the view, or what the screens know, is older than the state */
	int64_t shown_us, beat_us;
	bool fed; /* the board knows the log */
	int64_t refusals, kept_us; /* number of the last one; when they were last kept */
	struct pace pace;
	uint64_t pace_person;
	const char *reason;

	/* shared */
	pthread_mutex_t lock;
	pthread_cond_t wake, opened;
	struct host_job *first, **last;
	int n_jobs;
	bool stopping, ready, failed, retry;
	struct problem why; /* failed: of the last attempt */
	struct hosted_state state;
	struct market_view *view;
	struct seat_store *stores;
	int n_stores, cap_stores;
	struct subscriber *subscribers;
	struct sitting *sitting;
	int n_sitting, cap_sitting;
	bool people;       /* who is here or ready has changed and was not told yet */
	int64_t people_us; /* when it was told last */
	int64_t nobody_us; /* since when there has been no subscriber, boot time */
	int64_t day_end_ms; /* real time at which the last business day ended, 0: none that counts */
	int64_t timer_us;  /* boot time at which the timer starts a day, 0: it does not */
	bool held;
	struct refusal *pending; /* not yet kept */
	int n_pending;

	/* with locks of their own */
	struct board *board;
	struct feed *feed;
};

struct crew;

struct host {
	struct arena arena;
	/* All cores for one tick, if a market is alone in letting time pass; when several do, each has its own thread and no more. NULL on a single core. */
	struct crew *crew;
	pthread_mutex_t crew_lock; /* only ever tried */
	atomic_int advancing;      /* markets */
	struct host_options options;
	struct projection *projection;
	struct worlds *worlds;
	pthread_mutex_t lock;
	struct hosted **markets;
	int n, cap;
	bool ending;
};

/* open.c: bring a market into memory */
enum problem_code hosted_open(struct hosted *h, struct problem *p);    /* takes it over; first time or after a failure */
enum problem_code hosted_restore(struct hosted *h, struct problem *p); /* state from snapshot and log */
void hosted_learn_stores(struct hosted *h);                            /* which seat has which store; all may know it once it is stored */
enum problem_code hosted_open_seats(struct hosted *h, struct problem *p);
enum problem_code hosted_read_settings(struct hosted *h, struct problem *p); /* those that the school has now */
/* board_open.c: feeds the board what the log and the kept refusals know of the lesson; keeps refusals */
enum problem_code board_open(struct hosted *h, const struct seat_row *seats, int n, struct problem *p);
int64_t board_wait_us(struct hosted *h, int64_t now_us); /* with h->lock held: until refusals are to be kept; -1 there are none */
void board_keep(struct hosted *h, bool at_once);
/* board_feed.c: what teachers' screens are sent. Made on readers' threads, a few times a second at most, and only while somebody looks. */
struct feed *feed_create(struct hosted *h);
void feed_destroy(struct feed *f);
void feed_rows_changed(struct hosted *h);                   /* h->changes */
int64_t feed_wait_us(struct feed *f, int64_t now_us);       /* until it has something to do; -1 nothing */
void feed_round(struct feed *f, int64_t now_us, bool beat); /* begins what is due */
/* work.c: what changes a market. After a failure h->m may be NULL. */
void hosted_run_jobs(struct hosted *h, struct host_job *jobs);
void hosted_run_time(struct hosted *h);
/* Acts of the host itself, in one transaction: begin, run any number, end. A refusal changes nothing and the others stay; a failure of the storage ends all, and
 * acts_end() tells it and reads the market again. acts_run() has the form of bots/bots.h. */
struct acts_run {
	struct hosted *h;
	struct head next;
	uint64_t person;
	struct str key; /* of the first act, or empty */
	enum problem_code failed;
	struct problem why;
};
enum problem_code acts_begin(struct hosted *h, uint64_t person, struct acts_run *ret, struct problem *p);
enum problem_code acts_run(void *run, const struct act *act, struct arena *mem, struct act_answer *ret, struct problem *p);
enum problem_code acts_end(struct acts_run *run, struct problem *p);
enum problem_code hosted_keep_snapshot(struct hosted *h, struct problem *p);
void hosted_fail(struct hosted *h, const struct problem *p); /* a commit failed: pause, throw the state away, read it again */
int64_t real_now_ms(void);
/* day.c: business days. The thread's own, unless said otherwise. */
enum problem_code hosted_start_day(struct hosted *h, bool force, uint64_t person, struct problem *p);
void day_write(const struct day_state *d, struct jw *j); /* members of the clock */
void hosted_hold_day(struct hosted *h); /* the teacher paused */
void hosted_day_ended(struct hosted *h);
void hosted_day_opened(struct hosted *h); /* the market is in memory: when did the last day end? */
void hosted_day_settings(struct hosted *h, const struct settings *before);
void hosted_day_turn(struct hosted *h);            /* starts, pauses, tells what is due */
int64_t hosted_day_wait_us(struct hosted *h, int64_t now_us); /* until then; INT64_MAX: nothing is. With h->lock */
void hosted_day_fill(struct hosted *h, struct hosted_state *s, uint64_t seat); /* s->day. With h->lock */
void hosted_note_here(struct hosted *h, uint64_t seat);                     /* with h->lock */
bool hosted_is_here(struct hosted *h, uint64_t seat, int64_t now_us);     /* with h->lock */
/* news.c: what screens are told. Sends and forgets h->news and h->changes. */
void news_tell(struct hosted *h);
void news_clock(struct hosted *h, const struct hosted_state *s);
void news_settings(struct hosted *h); /* h->settings, to each what he may see of them */
void news_people(struct hosted *h); /* the clock to all, who is ready to staff */
void news_day(struct hosted *h);    /* the running figures of the day, to each its own */
void news_heartbeat(struct hosted *h);
#endif
