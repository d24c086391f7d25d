/* host.h: the markets that this process runs.
 *
 * Each market has one thread that owns its engine and its writing connection. Requests are posted to it as jobs; it applies what has gathered, commits once
 * (group commit), answers each, and lets time pass in between. After each commit it publishes a view, which any thread may ask. A market is opened when it is first
 * asked for and stays open until the end; when a commit fails, or its outcome is unknown, the state in memory is thrown away and read again from snapshot and log. */
#ifndef SERVER_HOST_H
#define SERVER_HOST_H
#include "base/json.h"
#include "market/ask.h"
#include "school/school.h"
#include "server/http.h"
#include "server/pace.h"
#include "server/projection.h"
#include "server/worlds.h"

struct host;
struct hosted;
struct pool;

struct host_options {
	struct str data_dir, database_url; /* copied */
	const char *catalogue;             /* folder of worlds, or NULL */
	struct pool *school_writer;        /* used to take markets over */
	struct lessons *lessons;           /* told what changed; or NULL */
	struct pool *readers;              /* used to make boards */
};
struct host *host_create(const struct host_options *o);
void host_end(struct host *host);     /* does what was posted, writes snapshots, ends the threads; posts are refused from then on */
void host_destroy(struct host *host); /* after everything that knows a struct hosted has ended */
struct worlds *host_worlds(struct host *host);
const struct projection *host_projection(const struct host *host);
/* The market, opened if it was not; it must be in the register. Does not wait. */
struct hosted *host_find(struct host *host, uint64_t market);
/* How many markets are open, and how many jobs wait for them. */
void host_load(struct host *host, int *ret_open, int64_t *ret_jobs);
/* "market-ID", as worker_db() and db_place() want it. */
struct str host_db_name(uint64_t market, struct arena *a);

/* ---- jobs ---- */
enum host_job_kind {
	JOB_ACT,
	JOB_CLOCK, /* pause, advance, run, day */
	JOB_SEATS, /* opens the seats that the school lists and the market lacks */
	JOB_SETTINGS, /* takes over what the school has now, and tells the screens */
	JOB_COPY,  /* SQLite: a consistent copy of the market's file */
	JOB_STORE, /* gives a seat a store that was carried over (carry.h) */
};
struct host_job {
	enum host_job_kind kind;
	struct arena *arena; /* for the answer; the worker's until done() */
	uint64_t person;     /* by whose hand */
	const struct act *act;
	bool own;       /* by the hand of whom the seat belongs to: it stands on the board */
	struct str key; /* Idempotency-Key, or empty */
	enum pace_mode mode;
	bool force; /* a day: although the pause between days is not over */
	int64_t hours, minutes_per_second;
	struct str path;                    /* folder of the copy */
	const struct carried *carried;      /* of JOB_STORE, and for whom */
	uint64_t seat;
	bool before;                        /* result of JOB_STORE: it has this store already */
	void (*done)(struct host_job *job); /* called once, on the market's thread, after the commit; the job is then the caller's again */
	void *arg;
	/* result */
	enum problem_code code;
	struct problem problem;
	struct str answer; /* JSON of an act */
	struct act_answer result; /* the same, for the host itself; not of one that was done before under the same key */
	uint64_t hash;             /* of its encoded form */
	int64_t position;          /* in the log; 0 not applied */
	struct host_job *next;
};
/* False when the host is ending or the queue is full: done() is not called. */
bool hosted_post(struct hosted *h, struct host_job *job);
/* Posts and waits; for threads that may. */
enum problem_code hosted_do(struct hosted *h, struct host_job *job, struct problem *p);

/* ---- what is known of a market, from any thread; waits while it is being opened ---- */
/* Business days: which it is, and what the next one waits for. */
struct day_state {
	int64_t number;             /* 1 for the first; 0: not known */
	int seats, present, ready;  /* seats of the market; those whose student is here; those who said that they are ready (of those present, if any is) */
	int needed;                 /* so many ready seats start a day, 0 unless clock_by is "ready" */
	int64_t allowed_ms;         /* real time from when the next may start, 0: now */
	int64_t starts_ms;          /* real time at which the timer starts one, 0: it does not */
	bool held;                  /* the teacher paused: nothing starts by itself until he starts a day */
	enum { MINE_NONE, MINE_NOT, MINE_READY } mine; /* of the seat that is told */
};
struct hosted_state {
	int64_t now_min, position;
	struct pace pace;
	const char *reason; /* why it stands: "disk_full", "storage", "nobody", or NULL */
	struct market_totals totals;
	struct day_state day;
};
/* The state after the last commit, the world, and a view to be dropped; ret_view may be NULL. The problem if the market cannot be opened. */
enum problem_code hosted_look(
	struct hosted *h, struct hosted_state *ret, const struct world **ret_world, struct market_view **ret_view, struct problem *p);
/* The state if the market is open already; never opens it. */
bool host_peek(struct host *host, uint64_t market, struct hosted_state *ret);
/* Store of a seat, 0 if it has none yet. */
uint64_t hosted_store(struct hosted *h, uint64_t seat);
uint64_t hosted_seat_of(struct hosted *h, uint64_t store); /* 0: of none */
void hosted_write_clock(const struct hosted_state *s, struct jw *j); /* the object `clock` of docs/api.md */

/* ---- who is here, and ready ---- */
enum { PRESENT_S = 120 };
/* Somebody asked something for his own seat: he is here. */
void hosted_seen(struct hosted *h, uint64_t seat);
/* True if the seat's student has a stream open, or asked something within PRESENT_S. */
bool hosted_present(struct hosted *h, uint64_t seat);
/* Readiness for the next business day; forgotten when it starts. */
void hosted_set_ready(struct hosted *h, uint64_t seat, bool ready);
bool hosted_ready(struct hosted *h, uint64_t seat);

/* ---- the stream ---- */
/* Tells the screens of a seat and of the staff (seat 0: all screens) that something changed which is kept outside of the market: `changed` with that table. From any thread. */
void hosted_tell(struct hosted *h, uint64_t seat, const char *table);
/* Answers with server-sent events of a seat (0: of all). own: by whom the seat belongs to, who is there then. r is gone. */
void hosted_subscribe(struct hosted *h, struct http_request *r, uint64_t seat, bool own);
/* Tells all open pages of a seat (0: of all seats and of staff). data is JSON. From any thread. */
void hosted_send(struct hosted *h, uint64_t seat, const char *event, struct str data);

/* ---- the board (board.h), as teachers' screens get it ---- */
struct board *hosted_board(struct hosted *h);
/* A refusal before the act came to the market (its form). From any thread. */
void hosted_note_refusal(struct hosted *h, uint64_t seat, enum act_kind act, const struct problem *p);
/* Something that the board shows changed elsewhere: a hand, a setting. From any thread. */
void hosted_board_poke(struct hosted *h);
/* The whole board as one JSON object; on a reader's thread. */
enum problem_code hosted_board_write(struct hosted *h, struct worker *w, struct jw *j, struct problem *p);
/* Brings the figures on the board up to date; on a reader's thread. */
enum problem_code hosted_board_refresh(struct hosted *h, struct worker *w, struct problem *p);
/* Answers with server-sent events: the whole, then what changes. r is gone. */
void hosted_board_subscribe(struct hosted *h, struct http_request *r);
/* The object `news` of docs/api.md. */
struct event_row;
void news_write(struct jw *j, const struct event_row *row, enum lang lang);

/* Enters a market into the school's register, with a seat for each member, and keeps its world. Fills row->id. In the caller's transaction. */
enum problem_code host_register(struct host *host, struct db *school, const struct world *w, struct market_row *row, const struct person *members,
	int n_members, struct problem *p);

/* ---- copies ---- */
/* Copies the school and every market of an SQLite data folder to a new folder, while all of it runs. Waits; not on the school's writer. */
enum problem_code host_backup(struct host *host, struct str folder, struct problem *p);
#endif
