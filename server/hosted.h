/* hosted.h: a running market as the files of the host see it. Not for others. */
#ifndef SERVER_HOSTED_H
#define SERVER_HOSTED_H
#include "server/actlog.h"
#include "server/host.h"
#include "server/pool.h"
#include "server/settings.h"
#include "server/snapshot.h"

#include <pthread.h>
#include <stdatomic.h>

enum { JOBS_MAX = 4096, GROUP_MAX = 64, BATCH_US = 60000, SHOW_US = 300000, HEARTBEAT_US = 15000000, NEWS_MAX = 50 };
/* A snapshot after so many simulated days, or so many entries of the log. */
enum { SNAPSHOT_MIN = 5 * 1440, SNAPSHOT_ENTRIES = 2000 };

struct seat_store {
	uint64_t seat, store;
};

struct subscriber {
	struct hosted *h;
	struct http_stream *stream;
	uint64_t seat; /* 0: of all */
	bool staff;
	enum lang lang;
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
	bool stale; /* the view, or what the screens know, is older than the state */
	int64_t shown_us, beat_us;
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
/* work.c: what changes a market. After a failure h->m may be NULL. */
void hosted_run_jobs(struct hosted *h, struct host_job *jobs);
void hosted_run_time(struct hosted *h);
enum problem_code hosted_keep_snapshot(struct hosted *h, struct problem *p);
void hosted_fail(struct hosted *h, const struct problem *p); /* a commit failed: pause, throw the state away, read it again */
int64_t real_now_ms(void);
/* news.c: what screens are told. Sends and forgets h->news and h->changes. */
void news_tell(struct hosted *h);
void news_clock(struct hosted *h, const struct hosted_state *s);
void news_settings(struct hosted *h); /* h->settings, to each what he may see of them */
void news_heartbeat(struct hosted *h);
#endif
