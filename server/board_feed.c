/* The board as teachers' screens get it: gathered on a reader's thread from the board, the market's rows and the school, and sent in the parts that changed. */
#include "base/calendar.h"
#include "base/hash.h"
#include "market/ledger/ledger.h"
#include "market/world/world.h"
#include "school/help.h"
#include "school/lesson.h"
#include "server/hosted.h"
#include "server/lessons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PUSH_US = 500000, FIGURES_US = 1500000, MISTAKES_SHOWN = 12, PART_MAX = 4 << 20 };

struct screen {
	struct feed *f;
	struct http_stream *stream;
	bool fresh; /* has not had the whole yet */
	struct screen *next;
};

struct feed {
	struct hosted *h;
	pthread_mutex_t lock;
	struct screen *screens;
	bool pushing, poked, stale; /* stale: figures */
	int64_t pushed_us, figures_us;
	uint64_t version; /* of the board, as it was gathered last */
	struct map told;  /* seat to hash of what was sent of it */
	uint64_t told_state, told_hands, told_mistakes;
};

struct feed *feed_create(struct hosted *h)
{
	struct feed *f = mem_alloc(sizeof *f);
	f->h = h;
	f->stale = true;
	map_init(&f->told);
	pthread_mutex_init(&f->lock, NULL);
	return f;
}

void feed_destroy(struct feed *f)
{
	map_fini(&f->told);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

/* ---- figures of all stores, from their rows ---- */

static const char STORES[] = "SELECT seat, id, name, state, stars, reviews FROM m_store WHERE market_id = ?1 AND kind = 'seat'";
static const char LISTINGS[] = "SELECT store, COUNT(*) FROM m_listing WHERE market_id = ?1 AND state = 'active' GROUP BY store";
static const char ORDERS[] = "SELECT store, COUNT(*), CAST(SUM(CASE WHEN placed_min >= ?2 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(quantity) AS BIGINT),\n"
			     "  CAST(SUM(CASE WHEN state = 'paid' THEN 1 ELSE 0 END) AS BIGINT)\n"
			     "FROM m_order WHERE market_id = ?1 AND state <> 'cancelled' GROUP BY store";
static const char BALANCES[] = "SELECT store, account, CAST(SUM(base_fen) AS BIGINT) FROM m_balance WHERE market_id = ?1 GROUP BY store, account";

struct counted {
	struct board_figures *v; /* by store */
	uint64_t *seat;
	int n;
	struct map by_store;
};

static struct board_figures *of_store(struct counted *c, uint64_t store)
{
	uint32_t i = map_find(&c->by_store, store);
	return i == MAP_NONE ? NULL : &c->v[i];
}

static void put_balance(struct board_figures *f, struct str account, int64_t fen)
{
	for (int a = 0; a < ACCOUNT_MAX; a++) {
		if (!str_eq(account, str_c(account_desc[a].code)))
			continue;
		if (a == ACCOUNT_CASH)
			f->cash_fen += fen;
		if (a == ACCOUNT_SALES || a == ACCOUNT_SHIPPING_INCOME)
			f->income_fen -= fen;
		if (account_desc[a].group == GROUP_INCOME || account_desc[a].group == GROUP_EXPENSE)
			f->profit_fen -= fen;
	}
}

static enum problem_code count(struct db *db, uint64_t market, int64_t midnight_min, struct arena *a, struct counted *c, struct problem *p)
{
	struct board_figures *f;
	c->v = ARENA_ARRAY(a, struct board_figures, BOARD_SEATS_MAX);
	c->seat = ARENA_ARRAY(a, uint64_t, BOARD_SEATS_MAX);
	struct stmt *q = db_stmt(db, STORES);
	db_bind_u64(q, 1, market);
	while (c->n < BOARD_SEATS_MAX && db_step(q)) {
		f = &c->v[c->n];
		c->seat[c->n] = db_u64(q, 0);
		f->store = db_u64(q, 1);
		snprintf(f->name, sizeof f->name, "%.*s", STR_FMT(str_utf8_head(db_str(q, 2), 40)));
		snprintf(f->state, sizeof f->state, "%.*s", STR_FMT(db_str(q, 3)));
		f->stars = db_i64(q, 4);
		f->reviews = db_i64(q, 5);
		map_put(&c->by_store, f->store, (uint32_t)c->n++);
	}
	enum problem_code code = db_end(q, p);
	if (code)
		return code;
	q = db_stmt(db, LISTINGS);
	db_bind_u64(q, 1, market);
	while (db_step(q))
		if ((f = of_store(c, db_u64(q, 0))))
			f->listings = db_i64(q, 1);
	if ((code = db_end(q, p)))
		return code;
	q = db_stmt(db, ORDERS);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, midnight_min);
	while (db_step(q))
		if ((f = of_store(c, db_u64(q, 0)))) {
			f->orders = db_i64(q, 1);
			f->today = db_i64(q, 2);
			f->units = db_i64(q, 3);
			f->to_ship = db_i64(q, 4);
		}
	if ((code = db_end(q, p)))
		return code;
	q = db_stmt(db, BALANCES);
	db_bind_u64(q, 1, market);
	while (db_step(q))
		if ((f = of_store(c, db_u64(q, 0))))
			put_balance(f, db_str(q, 1), db_i64(q, 2));
	return db_end(q, p);
}

static enum problem_code read_figures(struct hosted *h, struct db *db, struct arena *a, struct problem *p)
{
	struct hosted_state s;
	const struct world *w;
	struct counted c = { 0 };
	enum problem_code code = hosted_look(h, &s, &w, NULL, p);
	if (code)
		return code;
	map_init(&c.by_store);
	code = count(db, h->id, cal_day_of(s.now_min + w->timezone_min) * MIN_PER_DAY - w->timezone_min, a, &c, p);
	map_fini(&c.by_store);
	if (code)
		return code;
	board_lock(h->board);
	for (int i = 0; i < c.n; i++) {
		struct board_seat *seat = board_seat(h->board, c.seat[i]);
		if (seat)
			seat->figures = c.v[i];
	}
	board_unlock(h->board);
	return PROBLEM_NONE;
}

/* ---- the parts as JSON ---- */

void board_write_real(struct jw *j, const char *key, int64_t ms)
{
	char text[CAL_TEXT_MAX], full[CAL_TEXT_MAX + 4];
	if (!ms) {
		jw_kcstr(j, key, NULL);
		return;
	}
	cal_format(ms / 60000, text); /* "2026-11-24T09:00:00Z" */
	snprintf(full, sizeof full, "%.17s%02d.%03dZ", text, (int)(ms / 1000 % 60), (int)(ms % 1000));
	jw_kcstr(j, key, full);
}

static void write_words(struct jw *j, const char *key, const struct problem *p, const struct board_mistake *m)
{
	struct buf text;
	jw_key(j, key);
	jw_object(j);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		buf_init(&text, 4096);
		if (p)
			problem_text(p, (enum lang)lang, &text);
		else
			board_mistake_text(m, (enum lang)lang, &text);
		jw_kstr(j, lang == LANG_ZH ? "zh" : "en", buf_span(&text));
		buf_fini(&text);
	}
	jw_end_object(j);
}

void board_write_act(struct jw *j, const struct board_act *act)
{
	jw_object(j);
	board_write_real(j, "at_real", act->ms);
	jw_kcstr(j, "act", act->act ? act_desc[act->act].name : "");
	jw_kbool(j, "ok", !act->problem.code);
	jw_kcstr(j, "effect", act->problem.code ? NULL : board_effect_names[act->effect]);
	jw_kcstr(j, "code", act->problem.code ? problem_name(act->problem.code) : NULL);
	if (act->problem.code)
		write_words(j, "text", &act->problem, NULL);
	else
		jw_kcstr(j, "text", NULL);
	jw_key(j, "position");
	if (act->position)
		jw_i64(j, act->position);
	else
		jw_null(j);
	jw_kid(j, "ref", act->ref);
	jw_end_object(j);
}

void board_write_mistakes(struct jw *j, const struct board_mistake *list, int n)
{
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kcstr(j, "code", board_mistake_code(&list[i]));
		jw_kcstr(j, "kind", list[i].finding >= 0 ? "finding" : "refusal");
		jw_kcstr(j, "field", list[i].field[0] ? list[i].field : NULL);
		write_words(j, "text", NULL, &list[i]);
		jw_ki64(j, "times", list[i].times);
		jw_ki64(j, "seats", list[i].seats);
		jw_ki64(j, "times_all", list[i].times_all);
		jw_ki64(j, "seats_all", list[i].seats_all);
		jw_end_object(j);
	}
	jw_end_array(j);
}

static void write_figures(struct jw *j, const struct board_figures *f)
{
	jw_key(j, "store");
	if (f->store) {
		jw_object(j);
		jw_kid(j, "id", f->store);
		jw_kcstr(j, "name", f->name);
		jw_kcstr(j, "state", f->state);
		jw_end_object(j);
	} else {
		jw_null(j);
	}
	jw_ki64(j, "listings", f->listings);
	jw_ki64(j, "orders_today", f->today);
	jw_ki64(j, "orders", f->orders);
	jw_ki64(j, "to_ship", f->to_ship);
	jw_kmoney(j, "cash", f->cash_fen, "CNY");
	jw_kmoney(j, "income", f->income_fen, "CNY");
	jw_kmoney(j, "profit", f->profit_fen, "CNY");
}

struct part {
	uint64_t seat;
	struct str text;
};

struct gathered {
	struct part *seats;
	int n;
	struct str state, hands, mistakes;
	int word[BOARD_WORDS];
	int64_t steps_total;
};

static struct str end_part(struct buf *b, struct arena *a)
{
	struct str text = arena_str(a, buf_span(b));
	buf_fini(b);
	return text;
}

static void begin_part(struct buf *b, struct jw *j)
{
	buf_init(b, PART_MAX);
	jw_init(j, b);
}

static struct str seat_part(
	struct board *board, const struct seat_row *row, int hand, const int64_t steps[2], int64_t ms, struct arena *a, struct gathered *g)
{
	struct buf b;
	struct jw j;
	const struct board_seat *s = board_seat(board, row->seat);
	static const struct board_seat nobody = { .figures.state = "none" };
	if (!s)
		s = &nobody;
	enum board_word word = board_word(board, s, ms);
	if (!row->demo)
		g->word[word]++;
	begin_part(&b, &j);
	jw_object(&j);
	jw_kid(&j, "seat", row->seat);
	jw_kid(&j, "person", row->person);
	jw_kstr(&j, "name", row->person_name);
	jw_kbool(&j, "demo", row->demo);
	jw_kcstr(&j, "state", board_word_names[word]);
	jw_kbool(&j, "present", s->streams > 0);
	board_write_real(&j, "since_real", s->streams > 0 ? s->since_ms : 0);
	board_write_real(&j, "accepted_real", s->accepted ? s->accepted_ms : 0);
	jw_key(&j, "last");
	if (s->n_recent && s->act_ms >= board_lesson_ms(board))
		board_write_act(&j, &s->recent[(s->n_recent - 1) % BOARD_RECENT]);
	else
		jw_null(&j);
	jw_ki64(&j, "accepted", s->accepted);
	jw_ki64(&j, "refused", s->refused);
	jw_ki64(&j, "streak", s->streak);
	jw_ki64(&j, "active_s", s->active_ms / 1000);
	write_figures(&j, &s->figures);
	jw_key(&j, "steps");
	if (g->steps_total) {
		jw_object(&j);
		jw_ki64(&j, "done", steps[0]);
		jw_ki64(&j, "total", g->steps_total);
		jw_ki64(&j, "points", steps[1]);
		jw_end_object(&j);
	} else {
		jw_null(&j);
	}
	jw_ki64(&j, "hand", hand);
	jw_end_object(&j);
	return end_part(&b, a);
}

static struct str hands_part(const struct hand_row *hands, int n, struct arena *a)
{
	struct buf b;
	struct jw j;
	begin_part(&b, &j);
	jw_array(&j);
	for (int i = 0; i < n; i++) {
		jw_object(&j);
		jw_kid(&j, "seat", hands[i].seat);
		board_write_real(&j, "raised_real", hands[i].raised_ms);
		jw_kstr(&j, "text", hands[i].text);
		jw_end_object(&j);
	}
	jw_end_array(&j);
	return end_part(&b, a);
}

static struct str state_part(struct hosted *h, const struct settings *s, const struct gathered *g, struct arena *a)
{
	struct buf b;
	struct jw j;
	begin_part(&b, &j);
	jw_object(&j);
	board_write_real(&j, "lesson_real", board_lesson_ms(h->board));
	jw_key(&j, "counts");
	jw_object(&j);
	for (int i = 0; i < BOARD_WORDS; i++)
		jw_ki64(&j, board_word_names[i], g->word[i]);
	jw_end_object(&j);
	jw_kbool(&j, "attention", s->attention);
	jw_kbool(&j, "closed", s->seats_frozen);
	jw_kcstr(&j, "league", s->league);
	jw_kbool(&j, "show_join", s->show_join);
	jw_end_object(&j);
	return end_part(&b, a);
}

static enum problem_code gather(struct hosted *h, struct worker *w, bool figures, struct arena *a, struct gathered *g, struct problem *p)
{
	struct db *school = worker_school(w), *db;
	struct seat_row *seats;
	struct hand_row *hands;
	struct market_row row;
	struct settings settings;
	int n, n_hands;
	enum problem_code code = registry_find(school, a, h->id, &row, p);
	if (!code)
		code = seat_list(school, a, h->id, 0, &seats, &n, p);
	if (!code)
		code = hand_list(school, a, h->id, &hands, &n_hands, p);
	if (!code && figures && !(code = worker_db(w, host_db_name(h->id, a), &db, p)))
		code = read_figures(h, db, a, p);
	if (code)
		return code;
	settings_read(row.settings, &settings);
	struct lessons *lessons = h->host->options.lessons;
	const struct lesson *lesson = lessons && settings.lesson[0] ? lessons_find(lessons, str_c(settings.lesson)) : NULL;
	struct step_row *done = NULL;
	int n_done = 0;
	if (lesson && (code = step_list(school, a, h->id, 0, &done, &n_done, p)))
		return code;
	g->steps_total = lesson ? lesson->n_steps : 0;
	int64_t ms = real_now_ms();
	g->seats = ARENA_ARRAY(a, struct part, n + 1);
	g->n = n;
	g->hands = hands_part(hands, n_hands, a);
	struct board_mistake *mistakes = ARENA_ARRAY(a, struct board_mistake, MISTAKES_SHOWN);
	board_lock(h->board);
	for (int i = 0; i < n; i++) {
		int hand = 0;
		for (int k = 0; k < n_hands && !hand; k++)
			hand = hands[k].seat == seats[i].seat ? k + 1 : 0;
		int64_t steps[2] = { 0 };
		for (int k = 0; k < n_done; k++)
			if (done[k].seat == seats[i].seat && done[k].state == STEP_DONE && lesson_step(lesson, done[k].step)) {
				steps[0]++;
				steps[1] += done[k].points;
			}
		g->seats[i] = (struct part){ seats[i].seat, seat_part(h->board, &seats[i], hand, steps, ms, a, g) };
	}
	int n_mistakes = board_mistakes(h->board, ms, mistakes, MISTAKES_SHOWN);
	g->state = state_part(h, &settings, g, a);
	board_unlock(h->board);
	struct buf b;
	struct jw j;
	begin_part(&b, &j);
	board_write_mistakes(&j, mistakes, n_mistakes);
	g->mistakes = end_part(&b, a);
	return PROBLEM_NONE;
}

static void write_whole(struct jw *j, const struct gathered *g)
{
	jw_object(j);
	jw_key(j, "state");
	jw_raw(j, g->state);
	jw_key(j, "seats");
	jw_array(j);
	for (int i = 0; i < g->n; i++)
		jw_raw(j, g->seats[i].text);
	jw_end_array(j);
	jw_key(j, "hands");
	jw_raw(j, g->hands);
	jw_key(j, "mistakes");
	jw_raw(j, g->mistakes);
	jw_end_object(j);
}

enum problem_code hosted_board_write(struct hosted *h, struct worker *w, struct jw *j, struct problem *p)
{
	struct arena a;
	struct gathered g = { 0 };
	struct hosted_state s;
	arena_init(&a, 0);
	enum problem_code code = hosted_look(h, &s, NULL, NULL, p); /* its database is there once it is open */
	if (!code)
		code = gather(h, w, true, &a, &g, p);
	if (!code)
		write_whole(j, &g);
	arena_fini(&a);
	return code;
}

enum problem_code hosted_board_refresh(struct hosted *h, struct worker *w, struct problem *p)
{
	struct arena a;
	struct hosted_state s;
	struct db *db;
	arena_init(&a, 0);
	enum problem_code code = hosted_look(h, &s, NULL, NULL, p);
	if (!code && !(code = worker_db(w, host_db_name(h->id, &a), &db, p)))
		code = read_figures(h, db, &a, p);
	arena_fini(&a);
	return code;
}

/* ---- sending ---- */

static void send_all(struct feed *f, bool fresh, const char *event, struct str text)
{
	for (struct screen *s = f->screens; s; s = s->next)
		if (s->fresh == fresh)
			http_stream_send(s->stream, str_c(event), STR(""), text);
}

/* With f->lock. */
static void send_changes(struct feed *f, const struct gathered *g, struct arena *a)
{
	struct buf b;
	struct jw j;
	int n = 0;
	begin_part(&b, &j);
	jw_array(&j);
	for (int i = 0; i < g->n; i++) {
		uint32_t hash = (uint32_t)hash_str(1, g->seats[i].text);
		if (map_find(&f->told, g->seats[i].seat) == hash)
			continue;
		map_put(&f->told, g->seats[i].seat, hash);
		jw_raw(&j, g->seats[i].text);
		n++;
	}
	jw_end_array(&j);
	struct str seats = end_part(&b, a);
	if (n)
		send_all(f, false, "seats", seats);
	struct {
		const char *event;
		struct str text;
		uint64_t *told;
	} parts[] = { { "state", g->state, &f->told_state }, { "hands", g->hands, &f->told_hands }, { "mistakes", g->mistakes, &f->told_mistakes } };
	for (int i = 0; i < 3; i++) {
		uint64_t hash = hash_str(2, parts[i].text);
		if (hash != *parts[i].told)
			send_all(f, false, parts[i].event, parts[i].text);
		*parts[i].told = hash;
	}
	begin_part(&b, &j);
	write_whole(&j, g);
	send_all(f, true, "board", end_part(&b, a));
	for (struct screen *s = f->screens; s; s = s->next)
		s->fresh = false;
}

static void wake(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
}

static void push(struct worker *w, void *arg)
{
	struct feed *f = arg;
	struct arena a;
	struct gathered g = { 0 };
	struct problem p;
	arena_init(&a, 0);
	int64_t now_us = pace_now_us();
	pthread_mutex_lock(&f->lock);
	bool fresh = false;
	for (struct screen *s = f->screens; s; s = s->next)
		fresh = fresh || s->fresh;
	bool figures = f->stale && (fresh || now_us - f->figures_us >= FIGURES_US);
	f->poked = false;
	if (figures) {
		f->stale = false;
		f->figures_us = now_us;
	}
	f->version = board_version(f->h->board);
	pthread_mutex_unlock(&f->lock);
	enum problem_code code = gather(f->h, w, figures, &a, &g, &p);
	pthread_mutex_lock(&f->lock);
	if (code)
		fprintf(stderr, "cohong: the board of market %llx: %s %s\n", (unsigned long long)f->h->id, problem_name(code), p.arg[0]);
	else
		send_changes(f, &g, &a);
	f->stale = f->stale || (code && figures);
	f->pushed_us = pace_now_us();
	f->pushing = false;
	pthread_mutex_unlock(&f->lock);
	arena_fini(&a);
	wake(f->h);
}

/* With f->lock. */
static int64_t due(const struct feed *f, int64_t now_us)
{
	int64_t wait = -1, figures = f->figures_us + FIGURES_US - now_us, rest = f->pushed_us + PUSH_US - now_us;
	bool fresh = false;
	if (!f->screens || f->pushing)
		return -1;
	for (const struct screen *s = f->screens; s; s = s->next)
		fresh = fresh || s->fresh;
	if (fresh || f->poked || f->version != board_version(f->h->board))
		wait = rest < 0 ? 0 : rest;
	if (f->stale) {
		int64_t at = figures > rest ? figures : rest;
		at = at < 0 ? 0 : at;
		wait = wait < 0 || at < wait ? at : wait;
	}
	return wait;
}

int64_t feed_wait_us(struct feed *f, int64_t now_us)
{
	pthread_mutex_lock(&f->lock);
	int64_t wait = due(f, now_us);
	pthread_mutex_unlock(&f->lock);
	return wait;
}

void feed_round(struct feed *f, int64_t now_us, bool beat)
{
	pthread_mutex_lock(&f->lock);
	f->poked = f->poked || beat; /* who has been quiet for long shows by itself */
	bool go = due(f, now_us) == 0;
	f->pushing = f->pushing || go;
	pthread_mutex_unlock(&f->lock);
	if (!go || (f->h->host->options.readers && pool_post(f->h->host->options.readers, push, f)))
		return;
	pthread_mutex_lock(&f->lock);
	f->pushing = false;
	f->pushed_us = now_us;
	pthread_mutex_unlock(&f->lock);
}

void feed_rows_changed(struct hosted *h)
{
	if (!h->changes.n)
		return;
	pthread_mutex_lock(&h->feed->lock);
	h->feed->stale = true;
	pthread_mutex_unlock(&h->feed->lock);
}

void hosted_board_poke(struct hosted *h)
{
	pthread_mutex_lock(&h->feed->lock);
	h->feed->poked = true;
	pthread_mutex_unlock(&h->feed->lock);
	wake(h);
}

struct board *hosted_board(struct hosted *h)
{
	return h->board;
}

static void leave(void *arg)
{
	struct screen *s = arg;
	struct feed *f = s->f;
	pthread_mutex_lock(&f->lock);
	struct screen **at = &f->screens;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	pthread_mutex_unlock(&f->lock);
	http_stream_close(s->stream);
	free(s);
}

void hosted_board_subscribe(struct hosted *h, struct http_request *r)
{
	struct feed *f = h->feed;
	struct screen *s = mem_alloc(sizeof *s);
	s->f = f;
	s->fresh = true;
	pthread_mutex_lock(&f->lock); /* leave() waits for the list to be right */
	s->stream = http_stream_open(r, leave, s);
	s->next = f->screens;
	f->screens = s;
	f->stale = true;
	pthread_mutex_unlock(&f->lock);
	wake(h);
}
