/* Kept marks of a class over its lessons, one's own over all of them, and what a teacher may look into: acts without effect, mistakes, near-copies. */
#include "school/roster.h"
#include "server/actlog.h"
#include "server/board.h"
#include "server/routes_marks.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- a class ---- */

static void put(struct jw *j, const char *key, int64_t value)
{
	jw_key(j, key);
	if (value < 0)
		jw_null(j);
	else
		jw_i64(j, value);
}

static void write_lesson(struct http_request *r, struct jw *j, const struct market_row *m, const struct lesson *l)
{
	jw_kid(j, "market", m->id);
	jw_kstr(j, "market_name", m->name);
	jw_kstr(j, "title", l->text[r->lang].title);
}

static void write_newest(struct jw *j, const struct kept_mark *k)
{
	put(j, "total", k->total);
	jw_kcstr(j, "grade", mark_grade(k->total));
	jw_ktime(j, "at_real", k->at_s / 60);
}

void get_class_marks(struct http_request *r)
{
	enum { LESSONS_SHOWN = 40 };
	struct problem p;
	struct class_row class_row;
	struct market_row *markets;
	struct person *people;
	uint64_t id;
	int n, n_people;
	if (!http_param_id(r, "id", &id))
		return;
	enum problem_code code = class_find(r->db, &r->arena, id, r->session.person, r->session.role, &class_row, &p);
	if (code || (code = registry_list(r->db, &r->arena, &markets, &n, &p)) || (code = class_members(r->db, &r->arena, id, &people, &n_people, &p))) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kstr(j, "class_name", class_row.name);
	jw_key(j, "students");
	jw_array(j);
	for (int i = 0; i < n_people; i++) {
		struct str number = STR("");
		roster_number_of(r->db, &r->arena, people[i].id, &number, &p);
		jw_object(j);
		jw_kid(j, "person", people[i].id);
		jw_kstr(j, "person_name", people[i].display_name);
		jw_kstr(j, "number", number);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "lessons");
	jw_array(j);
	for (int i = 0, shown = 0; i < n && shown < LESSONS_SHOWN; i++) {
		const struct lesson *l = NULL;
		struct kept_mark *kept;
		struct seat_row *seats;
		int n_kept, n_seats;
		if (markets[i].class_id != id || lessons_of(server_lessons(r->server), r->db, markets[i].id, &l, &p) || !l)
			continue;
		if ((code = kept_list(r->db, &r->arena, markets[i].id, 0, false, &kept, &n_kept, &p)) || (code = seat_list(r->db, &r->arena, markets[i].id, 0, &seats, &n_seats, &p))) {
			http_problem(r, &p);
			return;
		}
		shown++;
		jw_object(j);
		write_lesson(r, j, &markets[i], l);
		jw_key(j, "marks");
		jw_array(j);
		for (int s = 0; s < n_seats; s++)
			for (int k = 0; k < n_kept; k++)
				if (kept[k].seat == seats[s].seat) { /* the newest first */
					jw_object(j);
					jw_kid(j, "person", seats[s].person);
					jw_kid(j, "seat", seats[s].seat);
					write_newest(j, &kept[k]);
					jw_end_object(j);
					break;
				}
		jw_end_array(j);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- one's own ---- */

struct sums {
	struct mark_clause clause[MARK_CLAUSES_MAX];
	int lessons[MARK_CLAUSES_MAX], n;
};

static void add_clauses(struct arena *a, struct sums *s, struct str body)
{
	size_t i;
	json_t *o = json_loadb(body.p ? body.p : "", body.n, 0, NULL);
	const json_t *one;
	json_array_foreach(json_object_get(o, "clauses"), i, one)
	{
		const char *id = json_string_value(json_object_get(one, "clause"));
		int at = 0;
		while (id && at < s->n && !str_eq(s->clause[at].clause, str_c(id)))
			at++;
		if (!id || at == MARK_CLAUSES_MAX)
			continue;
		if (at == s->n)
			s->clause[s->n++].clause = arena_str(a, str_c(id));
		s->clause[at].got += json_integer_value(json_object_get(one, "got"));
		s->clause[at].owed += json_integer_value(json_object_get(one, "owed"));
		s->lessons[at]++;
	}
	json_decref(o);
}

void get_own_marks(struct http_request *r)
{
	enum { OWN_MAX = 200 };
	struct problem p;
	struct seat_row *seats;
	struct sums sums = { .n = 0 };
	int n;
	enum problem_code code = seat_list(r->db, &r->arena, 0, r->session.person, &seats, &n, &p);
	if (code) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "lessons");
	jw_array(j);
	for (int i = 0; i < n && i < OWN_MAX; i++) {
		const struct lesson *l = NULL;
		struct kept_mark *kept;
		int n_kept;
		struct market_row m = { .id = seats[i].market, .name = seats[i].market_name };
		if (seats[i].demo || lessons_of(server_lessons(r->server), r->db, m.id, &l, &p) || !l || kept_list(r->db, &r->arena, m.id, seats[i].seat, true, &kept, &n_kept, &p) || !n_kept)
			continue;
		add_clauses(&r->arena, &sums, kept[0].body);
		jw_object(j);
		write_lesson(r, j, &m, l);
		write_newest(j, &kept[0]);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "clauses");
	jw_array(j);
	for (int i = 0; i < sums.n; i++) {
		const struct mark_clause *c = &sums.clause[i];
		if (!c->owed)
			continue;
		jw_object(j);
		jw_kstr(j, "clause", c->clause);
		jw_ki64(j, "mark", (2 * c->got * MARK_FULL + c->owed) / (2 * c->owed));
		jw_ki64(j, "lessons", sums.lessons[i]);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- near-copies: shown, never punished ---- */

struct written {
	uint64_t seat, listing;
	struct str language, title, plain; /* plain: letters and digits only, in lower case */
	int64_t at_ms, price_minor;
	struct str country;
};

static struct str plain_of(struct arena *a, struct str title)
{
	char *out = arena_cstr(a, title);
	size_t n = 0;
	for (size_t i = 0; i < title.n; i++) {
		unsigned char c = (unsigned char)title.p[i];
		if (c >= 'A' && c <= 'Z')
			out[n++] = (char)(c + 32);
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
			out[n++] = (char)c;
	}
	return (struct str){ out, n };
}

static struct written *of(struct written *w, int n, uint64_t listing, struct str language)
{
	for (int i = 0; i < n; i++)
		if (w[i].listing == listing && (!language.n || str_eq(w[i].language, language)))
			return &w[i];
	return NULL;
}

/* The titles that students wrote themselves, as they stand, and the price they asked last. */
static enum problem_code read_written(struct http_request *r, struct db *db, uint64_t market, const struct seat_row *seats, int n_seats, struct written *w, int max, int *ret_n, struct problem *p)
{
	enum { PAGE = 500 };
	struct arena a;
	struct log_entry *entries = mem_alloc(sizeof *entries * PAGE);
	int n = PAGE, found = 0;
	int64_t after = 0;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&a, 1 << 20);
	while (n == PAGE && !code) {
		arena_reset(&a);
		code = actlog_read_since(db, &a, market, 0, after, PAGE, entries, &n, p);
		for (int i = 0; i < n && !code; i++) {
			struct act act;
			bool own = false;
			after = entries[i].position;
			for (int s = 0; s < n_seats; s++)
				own = own || (seats[s].seat == entries[i].seat && seats[s].person == entries[i].person && !seats[s].demo);
			if (!own || act_decode(entries[i].act, &a, &act, NULL))
				continue;
			if (act.kind == ACT_OFFER_SET) {
				struct written *x = of(w, found, act.offer_set.listing, STR(""));
				if (x) {
					x->price_minor = act.offer_set.price_minor;
					x->country = arena_str(&r->arena, act.offer_set.country);
				}
				continue;
			}
			if (act.kind != ACT_LISTING_WORDS)
				continue;
			struct written *x = of(w, found, act.listing_words.listing, act.listing_words.language);
			if (!x && found == max)
				continue;
			x = x ? x : &w[found++];
			*x = (struct written){ entries[i].seat, act.listing_words.listing, arena_str(&r->arena, act.listing_words.language), arena_str(&r->arena, act.listing_words.title), STR(""),
				entries[i].at_real_ms, x->price_minor, x->country };
			x->plain = plain_of(&r->arena, x->title);
		}
	}
	arena_fini(&a);
	free(entries);
	if (!code)
		*ret_n = found;
	return code;
}

static const char *name_of(struct http_request *r, const struct seat_row *seats, int n, uint64_t seat)
{
	for (int i = 0; i < n; i++)
		if (seats[i].seat == seat)
			return arena_cstr(&r->arena, seats[i].person_name);
	return "";
}

static void write_copies(struct http_request *r, struct jw *j, struct written *w, int n, const struct seat_row *seats, int n_seats)
{
	enum { TITLE_LEAST = 12, SHOWN = 60 };
	int shown = 0;
	jw_key(j, "copies");
	jw_array(j);
	for (int i = 0; i < n && shown < SHOWN; i++) {
		bool several = false, before = false, same_price = true;
		for (int k = 0; k < n; k++) {
			if (w[k].plain.n < TITLE_LEAST || !str_eq(w[k].plain, w[i].plain))
				continue;
			several = several || w[k].seat != w[i].seat;
			before = before || k < i;
			same_price = same_price && w[k].price_minor == w[i].price_minor && str_eq(w[k].country, w[i].country);
		}
		if (!several || before)
			continue;
		shown++;
		jw_object(j);
		jw_kstr(j, "title", w[i].title);
		jw_kbool(j, "same_price", same_price && w[i].price_minor > 0);
		jw_key(j, "seats");
		jw_array(j);
		for (int k = 0; k < n; k++)
			if (str_eq(w[k].plain, w[i].plain)) {
				jw_object(j);
				jw_kid(j, "seat", w[k].seat);
				jw_kcstr(j, "person_name", name_of(r, seats, n_seats, w[k].seat));
				board_write_real(j, "at_real", w[k].at_ms);
				jw_end_object(j);
			}
		jw_end_array(j);
		jw_end_object(j);
	}
	jw_end_array(j);
}

/* Whose last acts, at least three in a row, changed nothing or were kept off sale. */
static void write_idle(struct http_request *r, struct jw *j, struct board *b, const struct seat_row *seats, int n)
{
	enum { LEAST = 3 };
	jw_key(j, "no_effect");
	jw_array(j);
	board_lock(b);
	for (int i = 0; i < n; i++) {
		const struct board_seat *s = seats[i].demo ? NULL : board_seat(b, seats[i].seat);
		int64_t streak = 0, k = s ? s->n_recent - 1 : -1;
		while (k >= 0 && streak < BOARD_RECENT && !s->recent[k % BOARD_RECENT].problem.code &&
			(s->recent[k % BOARD_RECENT].effect == EFFECT_NONE || s->recent[k % BOARD_RECENT].effect == EFFECT_BLOCKED)) {
			streak++;
			k--;
		}
		if (streak < LEAST)
			continue;
		jw_object(j);
		jw_kid(j, "seat", seats[i].seat);
		jw_kstr(j, "person_name", seats[i].person_name);
		jw_ki64(j, "acts", streak);
		jw_key(j, "last");
		board_write_act(j, &s->recent[(s->n_recent - 1) % BOARD_RECENT]);
		jw_end_object(j);
	}
	board_unlock(b);
	jw_end_array(j);
}

void get_marks_hints(struct http_request *r)
{
	enum { WRITTEN_MAX = 4000, MISTAKES_SHOWN = 12 };
	struct problem p;
	struct entered e;
	struct hosted_state state;
	struct seat_row *seats;
	struct db *db;
	int n_seats, n = 0;
	if (!market_enter(r, &e))
		return;
	struct written *w = ARENA_ARRAY(&r->arena, struct written, WRITTEN_MAX);
	enum problem_code code = hosted_look(e.hosted, &state, NULL, NULL, &p);
	if (code || (code = worker_db(r->worker, host_db_name(e.row.id, &r->arena), &db, &p)) || (code = seat_list(r->db, &r->arena, e.row.id, 0, &seats, &n_seats, &p)) ||
		(code = read_written(r, db, e.row.id, seats, n_seats, w, WRITTEN_MAX, &n, &p))) {
		http_problem(r, &p);
		return;
	}
	struct board *b = hosted_board(e.hosted);
	struct board_mistake *mistakes = ARENA_ARRAY(&r->arena, struct board_mistake, MISTAKES_SHOWN);
	struct jw *j = http_json(r);
	jw_object(j);
	write_idle(r, j, b, seats, n_seats);
	board_lock(b);
	int n_mistakes = board_mistakes_all(b, (int64_t)time(NULL) * 1000, mistakes, MISTAKES_SHOWN);
	board_unlock(b);
	jw_key(j, "mistakes");
	board_write_mistakes(j, mistakes, n_mistakes);
	write_copies(r, j, w, n, seats, n_seats);
	jw_end_object(j);
	http_answer(r, 200);
}
