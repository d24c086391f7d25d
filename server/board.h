/* board.h: a class at work, as its teacher sees it: what each seat did last and whether it had an effect, what was refused, who is there, who is stuck, and what
 * goes wrong most.
 *
 * In memory, one a market, from any thread (a lock of its own). The caller says what time it is, in real milliseconds since 1970. What was refused is not in the
 * market's log, so it is kept beside it (refusals.h); a board that was lost with its process is fed again from both, in the order of time.
 *
 * A lesson begins with the first sign of life after two quiet hours; then the counters begin anew. */
#ifndef SERVER_BOARD_H
#define SERVER_BOARD_H
#include "market/market.h"

enum {
	BOARD_SEATS_MAX = 1000,
	BOARD_RECENT = 20,                    /* acts of a seat that are remembered one by one */
	BOARD_MISTAKES_MAX = 250,             /* different ones */
	BOARD_NOTES_MAX = 8192,               /* mistakes of a lesson; the oldest are forgotten */
	BOARD_QUIET_MS = 5 * 60 * 1000,       /* stuck: so long without an accepted act */
	BOARD_STREAK = 3,                     /* or so many refusals by one rule in a row */
	BOARD_GONE_MS = 10 * 1000,            /* a page that is loaded again is not gone */
	BOARD_ENTRIES_MAX = 50000,            /* so much of the log it is fed with */
	BOARD_RECENT_MS = 15 * 60 * 1000,     /* mistakes of now */
	BOARD_LESSON_GAP_MS = 2 * 3600 * 1000,
};

enum board_effect {
	EFFECT_NONE,     /* accepted, and everything is as it was */
	EFFECT_CHANGED,
	EFFECT_NEW,      /* something was made */
	EFFECT_PRICE,    /* another price */
	EFFECT_ON_SALE,
	EFFECT_BLOCKED,  /* published, and kept off sale by the platform's findings */
	EFFECT_OFF_SALE,
	EFFECT_MAX
};
extern const char *const board_effect_names[EFFECT_MAX]; /* "none", "changed" … */

enum board_word { BOARD_ABSENT, BOARD_AWAY, BOARD_NOT_STARTED, BOARD_WORKING, BOARD_QUIET, BOARD_REFUSED, BOARD_WORDS };
extern const char *const board_word_names[BOARD_WORDS]; /* "absent", "away", "not_started", "working", "quiet", "refused"; the last two are stuck */

struct board_act {
	int64_t ms;
	enum act_kind act;
	struct problem problem; /* code 0: accepted */
	enum board_effect effect;
	int64_t position; /* in the log; 0 if refused */
	uint64_t ref;     /* what it was about, 0 if nothing */
};

/* What a seat has and earned, from its rows. */
struct board_figures {
	uint64_t store;
	char name[128], state[16]; /* state of the store, "none" without one */
	int64_t listings, orders, today, units, to_ship, cash_fen, income_fen, profit_fen, stars, reviews;
};

struct board_seat {
	uint64_t seat;
	int streams;                      /* open pages */
	int64_t since_ms, left_ms;        /* there since; or gone since */
	int64_t accepted_ms, act_ms;      /* last accepted act; last act */
	int64_t accepted, refused, active_ms; /* of this lesson */
	enum problem_code streak_code;
	char streak_field[64];
	int streak;
	struct board_act recent[BOARD_RECENT]; /* a ring; the newest is recent[(n_recent - 1) % BOARD_RECENT] */
	int64_t n_recent;
	struct board_figures figures;
};

struct board_mistake {
	enum problem_code code; /* or */
	int finding;            /* number of the finding, -1 none */
	char field[64];         /* of a problem of form, else "" */
	int64_t times, seats;   /* in the last quarter of an hour */
	int64_t times_all, seats_all;
};

struct board;
struct board *board_create(void);
void board_destroy(struct board *b); /* NULL is fine */

/* An act that was applied or refused. hash: of its encoded form; findings: those that stand after it. */
struct board_note {
	int64_t ms;
	uint64_t seat;
	const struct act *act;
	uint64_t hash, id, findings;
	int64_t position;
	struct problem problem; /* code 0: accepted */
};
void board_note(struct board *b, const struct board_note *n);
/* An applied act from the log, by its owner's hand. */
struct log_entry;
void board_feed_entry(struct board *b, const struct log_entry *e, struct arena *a);
/* A refusal of which the act itself is not known any more, or never was one. */
void board_note_refusal(struct board *b, int64_t ms, uint64_t seat, enum act_kind act, const struct problem *p);
void board_presence(struct board *b, uint64_t seat, int by, int64_t ms); /* a page of the seat's student opened (1) or closed (-1) */
/* Nobody is stuck while days pass, or while the teacher holds the class. */
void board_playing(struct board *b, bool on, int64_t ms);
void board_holding(struct board *b, bool on, int64_t ms);

/* ---- reading: between board_lock and board_unlock ---- */
void board_lock(struct board *b);
void board_unlock(struct board *b);
struct board_seat *board_seat(struct board *b, uint64_t seat); /* made if it is not known; NULL beyond BOARD_SEATS_MAX. Valid until the next new one */
enum board_word board_word(const struct board *b, const struct board_seat *s, int64_t ms);
static inline bool board_stuck(enum board_word w)
{
	return w == BOARD_QUIET || w == BOARD_REFUSED;
}
/* Commonest now first, then commonest in the lesson. At most max; returns how many. */
int board_mistakes(const struct board *b, int64_t ms, struct board_mistake *ret, int max);
/* The same by the whole lesson. */
int board_mistakes_all(const struct board *b, int64_t ms, struct board_mistake *ret, int max);
/* The same of one seat; times and times_all only. */
int board_mistakes_of(const struct board *b, uint64_t seat, int64_t ms, struct board_mistake *ret, int max);
int64_t board_lesson_ms(const struct board *b); /* when it began, 0 not yet */
uint64_t board_version(const struct board *b); /* counts up with each change; read without the lock it may be a little old */
void board_touch(struct board *b);
/* Words of a mistake, without what a person wrote. */
void board_mistake_text(const struct board_mistake *m, enum lang lang, struct buf *out);
const char *board_mistake_code(const struct board_mistake *m);

/* ---- as JSON (docs/api.md); in board_feed.c ---- */
struct jw;
void board_write_act(struct jw *j, const struct board_act *act);
void board_write_mistakes(struct jw *j, const struct board_mistake *list, int n);
void board_write_real(struct jw *j, const char *key, int64_t ms); /* real time to the millisecond, null if 0 */
#endif
