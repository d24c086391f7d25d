/* What a class may see on the wall: store names and business figures, the closing of a lesson. No names of persons, no numbers of students, no marks. */
#include "base/calendar.h"
#include "market/world/world.h"
#include "school/lesson.h"
#include "server/board.h"
#include "server/lessons.h"
#include "server/routes_market.h"

#include <string.h>
#include <time.h>

enum { DEMOS_MAX = 4, GOODS_SHOWN = 8, REVIEWS_SHOWN = 6, CLOSING_MISTAKES = 3, CLOSING_GOODS = 5 };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What everybody's page of this kind is made of. */
struct wall {
	struct entered e;
	struct hosted_state state;
	const struct world *w;
	struct db *db;
	uint64_t demo[DEMOS_MAX]; /* stores that only show */
	struct settings settings;
};

static bool open_wall(struct http_request *r, struct wall *v)
{
	struct problem p;
	struct seat_row *seats;
	int n, n_demo = 0;
	*v = (struct wall){ 0 };
	if (!market_enter(r, &v->e))
		return false;
	enum problem_code code = hosted_look(v->e.hosted, &v->state, &v->w, NULL, &p);
	if (!code)
		code = worker_db(r->worker, host_db_name(v->e.row.id, &r->arena), &v->db, &p);
	if (!code)
		code = seat_list(r->db, &r->arena, v->e.row.id, 0, &seats, &n, &p);
	if (code) {
		http_problem(r, &p);
		return false;
	}
	for (int i = 0; i < n; i++)
		if (seats[i].demo && n_demo < DEMOS_MAX)
			v->demo[n_demo++] = hosted_store(v->e.hosted, seats[i].seat);
	settings_read(v->e.row.settings, &v->settings);
	return true;
}

static void bind(struct stmt *q, const struct wall *v)
{
	db_bind_u64(q, 1, v->e.row.id);
	for (int i = 0; i < DEMOS_MAX; i++)
		db_bind_u64(q, 2 + i, v->demo[i]);
}

#define NO_DEMO "market_id = ?1 AND store NOT IN (?2, ?3, ?4, ?5)"
static const char GOODS[] = "SELECT good, COUNT(*), CAST(SUM(quantity) AS BIGINT) FROM m_order WHERE " NO_DEMO " AND state <> 'cancelled'\n"
			    "GROUP BY good ORDER BY 3 DESC, 1 LIMIT 8";
static const char COUNTRIES[] = "SELECT country, COUNT(*), CAST(SUM(quantity) AS BIGINT) FROM m_order WHERE " NO_DEMO " AND state <> 'cancelled'\n"
				"GROUP BY country ORDER BY 2 DESC, 1";
static const char REVIEWS[] = "SELECT r.country, r.stars, r.phrase, r.written_min, s.name, l.good FROM m_review r\n"
			      "JOIN m_store s ON s.market_id = r.market_id AND s.id = r.store JOIN m_listing l ON l.market_id = r.market_id AND l.id = r.listing\n"
			      "WHERE r.market_id = ?1 AND r.store NOT IN (?2, ?3, ?4, ?5) ORDER BY r.written_min DESC, r.id LIMIT 6";

static void write_name(struct jw *j, const char *key, struct str zh, struct str en)
{
	jw_key(j, key);
	jw_object(j);
	jw_kstr(j, "zh", zh);
	jw_kstr(j, "en", en);
	jw_end_object(j);
}

static void write_good(struct jw *j, const char *key, const struct world *w, uint32_t good)
{
	write_name(j, key, world_str(w, w->good.name[good].in[TONGUE_ZH]), world_str(w, w->good.name[good].in[TONGUE_EN]));
}

static enum problem_code write_counts(struct jw *j, const struct wall *v, const char *sql, bool goods, int max, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(v->db, sql);
	bind(q, v);
	jw_array(j);
	while (db_step(q)) {
		uint32_t row = world_find(v->w, goods ? W_good : W_country, db_str(q, 0));
		if (row == ROW_NONE || n++ >= max)
			continue;
		jw_object(j);
		jw_kstr(j, "code", db_str(q, 0));
		if (goods)
			write_good(j, "name", v->w, row);
		else
			write_name(j, "name", world_str(v->w, v->w->country.name_zh[row]), world_str(v->w, v->w->country.name_en[row]));
		jw_ki64(j, "orders", db_i64(q, 1));
		jw_ki64(j, "units", db_i64(q, 2));
		jw_end_object(j);
	}
	jw_end_array(j);
	return db_end(q, p);
}

static enum problem_code write_reviews(struct jw *j, const struct wall *v, struct problem *p)
{
	char at[CAL_TEXT_MAX];
	struct stmt *q = db_stmt(v->db, REVIEWS);
	bind(q, v);
	jw_array(j);
	while (db_step(q)) {
		uint32_t country = world_find(v->w, W_country, db_str(q, 0)), good = world_find(v->w, W_good, db_str(q, 5));
		int64_t phrase = db_is_null(q, 2) ? -1 : db_i64(q, 2);
		if (country == ROW_NONE || good == ROW_NONE)
			continue;
		bool words = phrase >= 0 && phrase < v->w->phrase.t.n;
		jw_object(j);
		jw_kstr(j, "country", db_str(q, 0));
		jw_ki64(j, "stars", db_i64(q, 1));
		jw_kstr(j, "words", words ? world_str(v->w, v->w->phrase.words[phrase].in[v->w->country.tongue[country]]) : STR(""));
		jw_kstr(j, "words_zh", words ? world_str(v->w, v->w->phrase.words[phrase].in[TONGUE_ZH]) : STR(""));
		cal_format(db_i64(q, 3), at);
		jw_kcstr(j, "written_at", at);
		jw_kstr(j, "store_name", db_str(q, 4));
		jw_kstr(j, "good", db_str(q, 5));
		write_good(j, "good_name", v->w, good);
		jw_end_object(j);
	}
	jw_end_array(j);
	return db_end(q, p);
}

/* ---- figures of stores, as the board has them ---- */

struct sums {
	int64_t stores, listings, orders, today, units, income_fen, profit_fen;
};

static struct board_figures *read_stores(struct http_request *r, const struct wall *v, int *ret_n, struct sums *sums)
{
	struct problem p;
	struct seat_row *seats;
	int n, k = 0;
	*sums = (struct sums){ 0 };
	if (hosted_board_refresh(v->e.hosted, r->worker, &p) || seat_list(r->db, &r->arena, v->e.row.id, 0, &seats, &n, &p)) {
		http_problem(r, &p);
		return NULL;
	}
	struct board *b = hosted_board(v->e.hosted);
	struct board_figures *list = ARENA_ARRAY(&r->arena, struct board_figures, n + 1);
	board_lock(b);
	for (int i = 0; i < n; i++) {
		const struct board_seat *s = board_seat(b, seats[i].seat);
		if (!s || !s->figures.store || seats[i].demo)
			continue;
		const struct board_figures *f = &s->figures;
		list[k++] = *f;
		sums->stores++;
		sums->listings += f->listings;
		sums->orders += f->orders;
		sums->today += f->today;
		sums->units += f->units;
		sums->income_fen += f->income_fen;
		sums->profit_fen += f->profit_fen;
	}
	board_unlock(b);
	*ret_n = k;
	return list;
}

static void write_sums(struct jw *j, const struct sums *s)
{
	jw_object(j);
	jw_ki64(j, "stores", s->stores);
	jw_ki64(j, "listings", s->listings);
	jw_ki64(j, "orders_today", s->today);
	jw_ki64(j, "orders", s->orders);
	jw_ki64(j, "units", s->units);
	jw_kmoney(j, "income", s->income_fen, "CNY");
	jw_end_object(j);
}

static void write_stores(struct jw *j, const struct board_figures *list, int n, bool profit)
{
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "store", list[i].store);
		jw_kcstr(j, "name", list[i].name);
		jw_kcstr(j, "state", list[i].state);
		jw_ki64(j, "listings", list[i].listings);
		jw_ki64(j, "orders_today", list[i].today);
		jw_ki64(j, "orders", list[i].orders);
		jw_ki64(j, "units", list[i].units);
		jw_kmoney(j, "income", list[i].income_fen, "CNY");
		if (profit) /* only while the teacher shows it */
			jw_kmoney(j, "profit", list[i].profit_fen, "CNY");
		jw_key(j, "stars");
		if (list[i].reviews)
			jw_f64(j, (double)list[i].stars / (double)list[i].reviews, 1);
		else
			jw_null(j);
		jw_ki64(j, "reviews", list[i].reviews);
		jw_end_object(j);
	}
	jw_end_array(j);
}

void get_project(struct http_request *r)
{
	struct problem p;
	struct wall v;
	struct sums sums;
	struct class_row class_row;
	int n;
	if (!open_wall(r, &v))
		return;
	if (class_find(r->db, &r->arena, v.e.row.class_id, r->session.person, r->session.role, &class_row, &p)) {
		http_problem(r, &p);
		return;
	}
	const struct board_figures *stores = read_stores(r, &v, &n, &sums);
	if (!stores)
		return;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kstr(j, "market_name", v.e.row.name);
	jw_kid(j, "class", v.e.row.class_id);
	jw_kstr(j, "class_name", class_row.name);
	jw_kcstr(j, "league", v.settings.league);
	jw_kbool(j, "show_join", v.settings.show_join);
	jw_kbool(j, "attention", v.settings.attention);
	jw_kbool(j, "closed", v.settings.seats_frozen);
	jw_key(j, "totals");
	write_sums(j, &sums);
	jw_key(j, "stores");
	write_stores(j, stores, n, strcmp(v.settings.league, "profit") == 0);
	jw_key(j, "countries");
	enum problem_code code = write_counts(j, &v, COUNTRIES, false, 100, &p);
	if (!code) {
		jw_key(j, "goods");
		code = write_counts(j, &v, GOODS, true, GOODS_SHOWN, &p);
	}
	if (!code) {
		jw_key(j, "reviews");
		code = write_reviews(j, &v, &p);
	}
	if (code) {
		http_problem(r, &p);
		return;
	}
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- the end of a lesson ---- */

static void write_closing(struct http_request *r)
{
	struct problem p;
	struct wall v;
	struct sums sums;
	int n;
	if (!open_wall(r, &v) || !read_stores(r, &v, &n, &sums))
		return;
	struct board *b = hosted_board(v.e.hosted);
	struct board_mistake *all = ARENA_ARRAY(&r->arena, struct board_mistake, BOARD_MISTAKES_MAX);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kbool(j, "closed", v.settings.seats_frozen);
	jw_key(j, "mistakes");
	board_lock(b);
	int n_mistakes = board_mistakes_all(b, now_ms(), all, CLOSING_MISTAKES);
	board_unlock(b);
	board_write_mistakes(j, all, n_mistakes);
	jw_key(j, "totals");
	write_sums(j, &sums);
	jw_key(j, "goods");
	enum problem_code code = write_counts(j, &v, GOODS, true, CLOSING_GOODS, &p);
	if (!code) {
		jw_key(j, "countries");
		code = write_counts(j, &v, COUNTRIES, false, 100, &p);
	}
	if (code) {
		http_problem(r, &p);
		return;
	}
	jw_kstr(j, "lesson", str_c(v.settings.lesson));
	jw_key(j, "questions");
	jw_array(j);
	const struct lesson *lesson = v.settings.lesson[0] ? lessons_find(server_lessons(r->server), str_c(v.settings.lesson)) : NULL;
	for (int i = 0; lesson && i < lesson->text[r->lang].n; i++)
		if (str_starts(lesson->text[r->lang].section[i].id, STR("question-")))
			jw_str(j, lesson->text[r->lang].section[i].title);
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_closing(struct http_request *r)
{
	write_closing(r);
}

/* The settings are stored: the market learns of them, and stands. */
static void lesson_set(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct settings s;
	struct host_job job = { .kind = JOB_SETTINGS, .person = r->session.person }, stand = { .kind = JOB_CLOCK, .person = r->session.person, .mode = PACE_PAUSED };
	if (!market_enter(r, &e))
		return;
	settings_read(e.row.settings, &s);
	if (hosted_do(e.hosted, &job, &p) || (s.seats_frozen && hosted_do(e.hosted, &stand, &p))) {
		http_problem(r, &p);
		return;
	}
	hosted_board_poke(e.hosted);
	write_closing(r);
}

static void set_frozen(struct http_request *r, bool frozen)
{
	struct problem p;
	struct entered e;
	struct str settings;
	if (!market_enter(r, &e))
		return;
	json_t *given = json_pack("{s:b,s:b}", "seats_frozen", frozen, "attention", 0);
	enum problem_code code = settings_merge(&r->arena, e.row.settings, given, "", &settings, &p);
	json_decref(given);
	if (!code)
		code = registry_settings(r->db, e.row.id, settings, &p);
	if (!code)
		code = audit_add(r->db, r->session.person, frozen ? "lesson.close" : "lesson.open", e.row.id, STR(""), &p);
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, lesson_set);
}

void post_lesson_close(struct http_request *r)
{
	set_frozen(r, true);
}

void post_lesson_open(struct http_request *r)
{
	set_frozen(r, false);
}
