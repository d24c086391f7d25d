/* The board's memory: what it is fed with when its market is opened, and what is kept for that. */
#include "server/hosted.h"
#include "base/hash.h"
#include "market/listing/check.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = BOARD_ENTRIES_MAX, PAGE = 200, REFUSALS_MS = 12 * 3600 * 1000 };

/* ---- feeding ---- */

static uint64_t finding_bits(const json_t *list)
{
	uint64_t bits = 0;
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
		for (int f = 0; f < FINDING_MAX; f++)
			if (strcmp(json_string_value(one) ? json_string_value(one) : "", finding_desc[f].code) == 0)
				bits |= finding_bit((enum finding)f);
	return bits;
}

static bool is_owner(const struct seat_row *seats, int n, const struct log_entry *e)
{
	for (int i = 0; i < n; i++)
		if (seats[i].seat == e->seat)
			return seats[i].person == e->person;
	return false;
}

void board_feed_entry(struct board *b, const struct log_entry *e, struct arena *a)
{
	struct act act;
	struct problem p;
	if (act_decode(e->act, a, &act, &p))
		return;
	act.seat = e->seat;
	json_t *answer = json_loadb(e->answer.p, e->answer.n, 0, NULL);
	const char *id = json_string_value(json_object_get(answer, "id"));
	struct board_note note = { .ms = e->at_real_ms, .seat = e->seat, .act = &act, .hash = e->hash, .position = e->position };
	if (id)
		id_parse(str_c(id), &note.id);
	note.findings = finding_bits(json_object_get(answer, "findings"));
	board_note(b, &note);
	json_decref(answer);
}

/* The kept refusals, page by page, up to a moment. */
struct refused {
	struct refusal page[PAGE];
	int n, at;
	bool end;
};

static enum problem_code feed_refusals(struct hosted *h, int64_t until_ms, struct refused *v, struct problem *p)
{
	for (;; v->at++) {
		if (v->at == v->n && !v->end) {
			int64_t after = v->n ? v->page[v->n - 1].n : 0;
			enum problem_code code = refusals_read(h->db, h->id, after, real_now_ms() - REFUSALS_MS, PAGE, v->page, &v->n, p);
			if (code)
				return code;
			v->at = 0;
			v->end = v->n < PAGE;
		}
		if (v->at == v->n || v->page[v->at].at_real_ms > until_ms)
			return PROBLEM_NONE;
		const struct refusal *e = &v->page[v->at];
		if (refusal_counts(e->problem.code))
			board_note_refusal(h->board, e->at_real_ms, e->seat, e->act, &e->problem);
	}
}

static enum problem_code feed_all(struct hosted *h, const struct seat_row *seats, int n_seats, struct problem *p)
{
	struct arena a;
	struct log_entry *entries = mem_alloc(sizeof *entries * PAGE);
	struct refused *refused = mem_alloc(sizeof *refused);
	int n = PAGE;
	int64_t after = h->head.position > ENTRIES_MAX ? h->head.position - ENTRIES_MAX : 0;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&a, 1 << 20);
	while (n == PAGE && !code) {
		arena_reset(&a);
		code = actlog_read_since(h->db, &a, h->id, 0, after, PAGE, entries, &n, p);
		for (int i = 0; i < n && !code; i++) {
			after = entries[i].position;
			if (!is_owner(seats, n_seats, &entries[i]))
				continue;
			code = feed_refusals(h, entries[i].at_real_ms, refused, p);
			board_feed_entry(h->board, &entries[i], &a);
		}
	}
	if (!code)
		code = feed_refusals(h, INT64_MAX, refused, p);
	arena_fini(&a);
	free(entries);
	free(refused);
	return code;
}

enum problem_code board_open(struct hosted *h, const struct seat_row *seats, int n, struct problem *p)
{
	if (h->fed)
		return PROBLEM_NONE;
	enum problem_code code = refusals_count(h->db, h->id, &h->refusals, p);
	if (!code)
		code = feed_all(h, seats, n, p);
	h->fed = !code;
	return code;
}

/* ---- keeping ---- */

void hosted_note_refusal(struct hosted *h, uint64_t seat, enum act_kind act, const struct problem *p)
{
	int64_t ms = real_now_ms();
	if (!refusal_counts(p->code))
		return;
	board_note_refusal(h->board, ms, seat, act, p);
	pthread_mutex_lock(&h->lock);
	if (h->n_pending < PENDING_MAX)
		h->pending[h->n_pending++] = (struct refusal){ 0, ms, h->state.now_min, seat, act, *p };
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
}

int64_t board_wait_us(struct hosted *h, int64_t now_us)
{
	if (!h->n_pending || !h->m)
		return -1;
	int64_t wait = h->kept_us + KEEP_US - now_us;
	return wait < 0 ? 0 : wait;
}

static enum problem_code keep(struct hosted *h, struct refusal *list, int n, struct problem *p)
{
	enum problem_code code = db_begin(h->db, p);
	if (code)
		return code;
	/* as with a snapshot: only the owner may */
	code = head_move(h->db, h->id, &h->head, p);
	for (int i = 0; i < n && !code; i++) {
		list[i].n = h->refusals + i + 1;
		if (list[i].n <= REFUSALS_MAX)
			code = refusals_append(h->db, h->id, &list[i], p);
	}
	if (code) {
		db_rollback(h->db);
		return code;
	}
	if (!(code = db_commit(h->db, p)))
		h->refusals += n;
	return code;
}

/* If it fails they are lost, and the next act or tick finds out what is wrong with the storage. */
void board_keep(struct hosted *h, bool at_once)
{
	struct problem p;
	pthread_mutex_lock(&h->lock);
	bool due = h->m && (at_once || board_wait_us(h, pace_now_us()) == 0);
	int n = due ? h->n_pending : 0;
	struct refusal *list = ARENA_ARRAY(&h->arena, struct refusal, n + 1);
	memcpy(list, h->pending, sizeof *list * (size_t)n);
	h->n_pending = due ? 0 : h->n_pending;
	pthread_mutex_unlock(&h->lock);
	if (!n)
		return;
	keep(h, list, n, &p);
	h->kept_us = pace_now_us();
}
