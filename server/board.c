#include "server/board.h"
#include "base/hash.h"
#include "market/listing/check.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

const char *const board_effect_names[EFFECT_MAX] = { "none", "changed", "new", "price", "on_sale", "blocked", "off_sale" };
const char *const board_word_names[BOARD_WORDS] = { "absent", "away", "not_started", "working", "quiet", "refused" };

enum { ACTIVE_GAP_MS = 5 * 60 * 1000, THINGS_MAX = 50000 };

/* What stood last of a thing that a seat can set: tells a save that changes nothing. */
struct thing {
	uint64_t hash, findings;
	int64_t value; /* a price; whether it is on sale */
};

struct noted {
	int64_t ms;
	uint16_t seat, mistake;
};

struct board {
	pthread_mutex_t lock;
	struct board_seat *seats;
	int n_seats, cap_seats;
	struct map by_seat;
	struct map things; /* hash of the thing to its place in thing[] */
	struct thing *thing;
	uint32_t n_things, cap_things;
	struct board_mistake mistakes[BOARD_MISTAKES_MAX];
	int n_mistakes;
	struct noted *noted; /* a ring */
	int64_t n_noted;
	int64_t lesson_ms, last_ms, stood_ms; /* stood: since when nobody may be called quiet for time that was not his */
	bool playing, holding;
	atomic_ulong version;
};

struct board *board_create(void)
{
	struct board *b = mem_alloc(sizeof *b);
	pthread_mutex_init(&b->lock, NULL);
	map_init(&b->by_seat);
	map_init(&b->things);
	b->noted = mem_alloc(sizeof *b->noted * BOARD_NOTES_MAX);
	atomic_init(&b->version, 1);
	return b;
}

void board_destroy(struct board *b)
{
	if (!b)
		return;
	map_fini(&b->by_seat);
	map_fini(&b->things);
	pthread_mutex_destroy(&b->lock);
	free(b->seats);
	free(b->thing);
	free(b->noted);
	free(b);
}

void board_lock(struct board *b)
{
	pthread_mutex_lock(&b->lock);
}

void board_unlock(struct board *b)
{
	pthread_mutex_unlock(&b->lock);
}

struct board_seat *board_seat(struct board *b, uint64_t seat)
{
	uint32_t i;
	if (!seat)
		return NULL;
	if (map_get(&b->by_seat, seat, &i))
		return &b->seats[i];
	if (b->n_seats == BOARD_SEATS_MAX)
		return NULL;
	if (b->n_seats == b->cap_seats) {
		b->cap_seats = b->cap_seats ? b->cap_seats * 2 : 64;
		b->seats = mem_grow(b->seats, sizeof *b->seats * (size_t)b->cap_seats);
	}
	struct board_seat *s = &b->seats[b->n_seats];
	*s = (struct board_seat){ .seat = seat, .figures.state = "none" };
	map_put(&b->by_seat, seat, (uint32_t)b->n_seats++);
	board_touch(b);
	return s;
}

void board_touch(struct board *b)
{
	atomic_fetch_add(&b->version, 1);
}

uint64_t board_version(const struct board *b)
{
	return atomic_load(&b->version);
}

int64_t board_lesson_ms(const struct board *b)
{
	return b->lesson_ms;
}

/* ---- the lesson ---- */

static void live(struct board *b, int64_t ms)
{
	if (!b->lesson_ms || ms - b->last_ms > BOARD_LESSON_GAP_MS) {
		b->lesson_ms = ms;
		b->n_noted = 0;
		for (int i = 0; i < b->n_seats; i++) {
			struct board_seat *s = &b->seats[i];
			s->accepted = s->refused = s->active_ms = 0;
			s->streak = 0;
		}
	}
	if (ms > b->last_ms)
		b->last_ms = ms;
}

void board_presence(struct board *b, uint64_t seat, int by, int64_t ms)
{
	board_lock(b);
	struct board_seat *s = board_seat(b, seat);
	if (s) {
		live(b, ms);
		if (by > 0 && s->streams == 0 && ms - s->left_ms > BOARD_GONE_MS)
			s->since_ms = ms;
		s->streams += by;
		assert(s->streams >= 0);
		if (s->streams == 0)
			s->left_ms = ms;
		board_touch(b);
	}
	board_unlock(b);
}

static void stood(struct board *b, bool *flag, bool on, int64_t ms)
{
	board_lock(b);
	if (*flag != on) {
		*flag = on;
		b->stood_ms = ms;
		board_touch(b);
	}
	board_unlock(b);
}

void board_playing(struct board *b, bool on, int64_t ms)
{
	stood(b, &b->playing, on, ms);
}

void board_holding(struct board *b, bool on, int64_t ms)
{
	stood(b, &b->holding, on, ms);
}

enum board_word board_word(const struct board *b, const struct board_seat *s, int64_t ms)
{
	bool here = s->streams > 0 || (s->left_ms && ms - s->left_ms < BOARD_GONE_MS), in_lesson = b->lesson_ms && ms - b->last_ms <= BOARD_LESSON_GAP_MS;
	bool acted = in_lesson && s->act_ms >= b->lesson_ms, was = in_lesson && (s->left_ms >= b->lesson_ms || s->act_ms >= b->lesson_ms) && (s->left_ms || s->act_ms);
	/* somebody who acts is there, whether or not the page's stream is open */
	if (!here && !(acted && !s->left_ms && ms - s->act_ms < BOARD_QUIET_MS))
		return was ? BOARD_AWAY : BOARD_ABSENT;
	if (b->playing || b->holding)
		return acted && s->accepted ? BOARD_WORKING : BOARD_NOT_STARTED;
	if (s->streak >= BOARD_STREAK)
		return BOARD_REFUSED;
	int64_t from = s->accepted_ms > s->since_ms ? s->accepted_ms : s->since_ms;
	if (b->stood_ms > from)
		from = b->stood_ms;
	if (ms - from >= BOARD_QUIET_MS)
		return BOARD_QUIET;
	return s->accepted ? BOARD_WORKING : BOARD_NOT_STARTED;
}

/* ---- mistakes ---- */

static bool of_form(enum problem_code code)
{
	return strncmp(problem_name(code), "field.", 6) == 0;
}

static void mistake(struct board *b, const struct board_seat *s, int64_t ms, enum problem_code code, int finding, const char *field)
{
	int i = 0;
	while (i < b->n_mistakes && (b->mistakes[i].code != code || b->mistakes[i].finding != finding || strcmp(b->mistakes[i].field, field) != 0))
		i++;
	if (i == BOARD_MISTAKES_MAX)
		return;
	if (i == b->n_mistakes) {
		struct board_mistake *m = &b->mistakes[b->n_mistakes++];
		*m = (struct board_mistake){ .code = code, .finding = finding };
		strncpy(m->field, field, sizeof m->field - 1);
	}
	b->noted[b->n_noted++ % BOARD_NOTES_MAX] = (struct noted){ ms, (uint16_t)(s - b->seats), (uint16_t)i };
}

static int by_count(const void *x, const void *y)
{
	const struct board_mistake *a = x, *b = y;
	if (a->seats != b->seats)
		return a->seats < b->seats ? 1 : -1;
	if (a->times != b->times)
		return a->times < b->times ? 1 : -1;
	if (a->seats_all != b->seats_all)
		return a->seats_all < b->seats_all ? 1 : -1;
	if (a->times_all != b->times_all)
		return a->times_all < b->times_all ? 1 : -1;
	return strcmp(board_mistake_code(a), board_mistake_code(b));
}

static int by_lesson(const void *x, const void *y)
{
	const struct board_mistake *a = x, *b = y;
	if (a->seats_all != b->seats_all)
		return a->seats_all < b->seats_all ? 1 : -1;
	if (a->times_all != b->times_all)
		return a->times_all < b->times_all ? 1 : -1;
	return strcmp(board_mistake_code(a), board_mistake_code(b));
}

static int count_mistakes(
	const struct board *b, int only, int64_t ms, int (*order)(const void *x, const void *y), struct board_mistake *ret, int max)
{
	unsigned char (*seen)[BOARD_SEATS_MAX] = mem_alloc((size_t)(b->n_mistakes + 1) * BOARD_SEATS_MAX);
	struct board_mistake *all = mem_alloc(sizeof *all * (size_t)(b->n_mistakes + 1));
	memcpy(all, b->mistakes, sizeof *all * (size_t)b->n_mistakes);
	for (int64_t i = b->n_noted > BOARD_NOTES_MAX ? b->n_noted - BOARD_NOTES_MAX : 0; i < b->n_noted; i++) {
		const struct noted *n = &b->noted[i % BOARD_NOTES_MAX];
		struct board_mistake *m = &all[n->mistake];
		bool now = ms - n->ms < BOARD_RECENT_MS;
		if (only >= 0 && n->seat != only)
			continue;
		m->times_all++;
		m->seats_all += !(seen[n->mistake][n->seat] & 1);
		m->times += now;
		m->seats += now && !(seen[n->mistake][n->seat] & 2);
		seen[n->mistake][n->seat] |= now ? 3 : 1;
	}
	qsort(all, (size_t)b->n_mistakes, sizeof *all, order);
	int n = 0; /* those of earlier lessons come last in either order */
	while (n < max && n < b->n_mistakes && all[n].times_all)
		n++;
	memcpy(ret, all, sizeof *all * (size_t)n);
	free(all);
	free(seen);
	return n;
}

int board_mistakes(const struct board *b, int64_t ms, struct board_mistake *ret, int max)
{
	return count_mistakes(b, -1, ms, by_count, ret, max);
}

int board_mistakes_all(const struct board *b, int64_t ms, struct board_mistake *ret, int max)
{
	return count_mistakes(b, -1, ms, by_lesson, ret, max);
}

int board_mistakes_of(const struct board *b, uint64_t seat, int64_t ms, struct board_mistake *ret, int max)
{
	uint32_t i;
	return map_get(&b->by_seat, seat, &i) ? count_mistakes(b, (int)i, ms, by_lesson, ret, max) : 0;
}

const char *board_mistake_code(const struct board_mistake *m)
{
	return m->finding >= 0 ? finding_desc[m->finding].code : problem_name(m->code);
}

void board_mistake_text(const struct board_mistake *m, enum lang lang, struct buf *out)
{
	struct problem p;
	if (m->finding < 0) {
		problem_set(&p, m->code, m->field, "…", "…", "…", "…", NULL);
		problem_text(&p, lang, out);
		return;
	}
	struct str text = str_c(lang == LANG_ZH ? finding_desc[m->finding].zh : finding_desc[m->finding].en);
	while (text.n) {
		if (text.n >= 3 && text.p[0] == '{' && text.p[2] == '}') {
			buf_str(out, STR("…"));
			text = str_sub(text, 3, text.n);
		} else {
			buf_char(out, text.p[0]);
			text = str_sub(text, 1, text.n);
		}
	}
}

/* ---- acts ---- */

static struct thing *thing_at(struct board *b, uint64_t key, bool *ret_known)
{
	uint32_t i;
	if ((*ret_known = map_get(&b->things, key, &i)))
		return &b->thing[i];
	if (b->n_things == THINGS_MAX)
		return NULL;
	if (b->n_things == b->cap_things) {
		b->cap_things = b->cap_things ? b->cap_things * 2 : 256;
		b->thing = mem_grow(b->thing, sizeof *b->thing * b->cap_things);
	}
	b->thing[b->n_things] = (struct thing){ 0 };
	map_put(&b->things, key, b->n_things);
	return &b->thing[b->n_things++];
}

static uint64_t target(const struct act *a)
{
	switch (a->kind) {
	case ACT_LISTING_SAVE: return a->listing_save.listing;
	case ACT_LISTING_WORDS: return a->listing_words.listing;
	case ACT_OFFER_SET: return a->offer_set.listing;
	case ACT_LISTING_PUBLISH: return a->listing_publish.listing;
	case ACT_LISTING_PAUSE: return a->listing_pause.listing;
	case ACT_LISTING_DELETE: return a->listing_delete.listing;
	case ACT_ORDER_SHIP: return a->order_ship.order;
	case ACT_ORDER_CANCEL: return a->order_cancel.order;
	case ACT_PURCHASE_CANCEL: return a->purchase_cancel.purchase;
	case ACT_RULE_SET: return a->rule_set.rule;
	case ACT_RETURN_DECIDE: return a->return_decide.returns;
	case ACT_REVIEW_REPLY: return a->review_reply.review;
	default: return 0;
	}
}

static bool blocks(uint64_t findings)
{
	for (int i = 0; i < FINDING_MAX; i++)
		if (findings >> i & 1 && finding_desc[i].severity == SEVERITY_BLOCK)
			return true;
	return false;
}

/* Remembers what stands now, and tells what is different. */
static enum board_effect effect_of(struct board *b, const struct board_note *n, uint64_t about)
{
	const struct act *a = n->act;
	bool known;
	struct thing *t;
	uint64_t key = hash_u64(a->kind, about ? about : n->seat);
	switch (a->kind) {
	case ACT_OFFER_SET:
		key = hash_str(key, a->offer_set.country);
		t = thing_at(b, key, &known);
		if (!t)
			return EFFECT_CHANGED;
		enum board_effect e = !known ? EFFECT_NEW : t->hash == n->hash ? EFFECT_NONE : t->value != a->offer_set.price_minor ? EFFECT_PRICE : EFFECT_CHANGED;
		*t = (struct thing){ n->hash, 0, a->offer_set.price_minor };
		return e;
	case ACT_LISTING_WORDS:
		key = hash_str(key, a->listing_words.language);
		break;
	case ACT_LISTING_SAVE:
		if (!a->listing_save.listing) { /* what it was made with is what a first change is held against */
			struct act again = *a;
			struct buf text;
			again.listing_save.listing = n->id;
			again.given |= 1;
			buf_init(&text, 1 << 20);
			act_encode(&again, &text);
			if ((t = thing_at(b, hash_u64(a->kind, n->id), &known)))
				t->hash = hash_bytes(1, text.p, text.n);
			buf_fini(&text);
			return EFFECT_NEW;
		}
		break;
	case ACT_STORE_PROFILE:
	case ACT_RULE_SET:
		if (a->kind == ACT_RULE_SET && !a->rule_set.rule)
			return EFFECT_NEW;
		break;
	case ACT_LISTING_PUBLISH:
	case ACT_LISTING_PAUSE:
	case ACT_LISTING_DELETE:
		t = thing_at(b, hash_u64(ACT_LISTING_PUBLISH, about), &known);
		bool on = a->kind == ACT_LISTING_PUBLISH, was = t && known && t->value;
		if (t)
			t->value = on;
		return !on ? EFFECT_OFF_SALE : was ? EFFECT_NONE : blocks(n->findings) ? EFFECT_BLOCKED : EFFECT_ON_SALE;
	case ACT_STORE_REGISTER:
	case ACT_PURCHASE_CREATE:
		return EFFECT_NEW;
	default:
		return EFFECT_CHANGED;
	}
	t = thing_at(b, key, &known);
	if (!t)
		return EFFECT_CHANGED;
	bool same = known && t->hash == n->hash;
	t->hash = n->hash;
	return same ? EFFECT_NONE : EFFECT_CHANGED;
}

/* A finding counts when it comes to stand, not with each save after. */
static void note_findings(struct board *b, const struct board_seat *s, int64_t ms, uint64_t about, uint64_t findings)
{
	bool known;
	struct thing *t = about ? thing_at(b, hash_u64(ACT_MAX, about), &known) : NULL;
	if (!t)
		return;
	uint64_t fresh = findings & ~t->findings;
	t->findings = findings;
	for (int i = 0; i < FINDING_MAX; i++)
		if (fresh >> i & 1 && finding_desc[i].severity != SEVERITY_TIP)
			mistake(b, s, ms, PROBLEM_NONE, i, "");
}

static bool was_published(const struct board *b, uint64_t listing)
{
	return listing && map_find(&b->things, hash_u64(ACT_LISTING_PUBLISH, listing)) != MAP_NONE;
}

static void add_act(struct board *b, struct board_seat *s, const struct board_act *act)
{
	int64_t gap = s->act_ms && s->act_ms >= b->lesson_ms ? act->ms - s->act_ms : 0;
	s->active_ms += gap < 0 ? 0 : gap < ACTIVE_GAP_MS ? gap : ACTIVE_GAP_MS;
	s->act_ms = act->ms;
	s->recent[s->n_recent++ % BOARD_RECENT] = *act;
	if (!act->problem.code) {
		s->accepted++;
		s->accepted_ms = act->ms;
		s->streak = 0;
		return;
	}
	s->refused++;
	bool form = of_form(act->problem.code);
	bool same = s->streak && s->streak_code == act->problem.code && (!form || strcmp(s->streak_field, act->problem.field) == 0);
	s->streak = same ? s->streak + 1 : 1;
	s->streak_code = act->problem.code;
	memcpy(s->streak_field, act->problem.field, sizeof s->streak_field);
	mistake(b, s, act->ms, act->problem.code, -1, form ? act->problem.field : "");
}

void board_note(struct board *b, const struct board_note *n)
{
	board_lock(b);
	struct board_seat *s = board_seat(b, n->seat);
	if (s) {
		struct board_act act = { .ms = n->ms, .act = n->act->kind, .problem = n->problem, .position = n->position };
		live(b, n->ms);
		act.ref = target(n->act);
		if (!n->problem.code) {
			act.ref = act.ref ? act.ref : n->id;
			act.effect = effect_of(b, n, act.ref);
		}
		add_act(b, s, &act);
		bool listing = n->act->kind == ACT_LISTING_SAVE || n->act->kind == ACT_LISTING_WORDS || n->act->kind == ACT_OFFER_SET ||
			       n->act->kind == ACT_LISTING_PUBLISH;
		/* before it is published a listing is unfinished, and its gaps are no mistakes */
		if (!n->problem.code && listing && was_published(b, act.ref))
			note_findings(b, s, n->ms, act.ref, n->findings);
		board_touch(b);
	}
	board_unlock(b);
}

void board_note_refusal(struct board *b, int64_t ms, uint64_t seat, enum act_kind kind, const struct problem *p)
{
	board_lock(b);
	struct board_seat *s = board_seat(b, seat);
	if (s) {
		live(b, ms);
		add_act(b, s, &(struct board_act){ .ms = ms, .act = kind, .problem = *p });
		board_touch(b);
	}
	board_unlock(b);
}
