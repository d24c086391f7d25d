/* What if: questions about a store's past, and what came out. */
#include "base/calendar.h"
#include "server/parse_act.h"
#include "server/routes_market.h"
#include "server/whatif.h"

#include <stdio.h>
#include <string.h>

/* Whose store is meant. */
struct asker {
	struct entered e;
	struct settings settings;
	uint64_t seat; /* staff who name none: 0, all */
	const struct world *world;
	int64_t now_min;
};

/* False after having answered. */
static bool come_in(struct http_request *r, bool one, struct asker *ret)
{
	struct problem p;
	struct hosted_state s;
	struct str text;
	uint64_t store;
	if (!market_enter(r, &ret->e) || !market_seat(r, &ret->e, &ret->seat))
		return false;
	settings_read(ret->e.row.settings, &ret->settings);
	if (!ret->e.staff && !ret->settings.whatif) {
		http_fail(r, PROBLEM_WHATIF_OFF);
		return false;
	}
	if (hosted_look(ret->e.hosted, &s, &ret->world, NULL, &p)) {
		http_problem(r, &p);
		return false;
	}
	ret->now_min = s.now_min;
	if (http_query(r, "store", &text)) {
		if (!id_parse(text, &store) || (!ret->e.staff && hosted_store(ret->e.hosted, ret->seat) != store)) {
			http_fail(r, PROBLEM_FORBIDDEN);
			return false;
		}
		ret->seat = hosted_seat_of(ret->e.hosted, store);
		one = true;
	}
	if ((one || !ret->e.staff) && !ret->seat) {
		problem_set(&p, PROBLEM_NO_SEAT, ret->e.staff ? "store" : "", NULL);
		http_problem(r, &p);
		return false;
	}
	if (one && !hosted_store(ret->e.hosted, ret->seat)) {
		http_fail(r, PROBLEM_NO_STORE);
		return false;
	}
	return true;
}

static int64_t earliest(const struct asker *a)
{
	int64_t begin = a->e.row.begin_min ? a->e.row.begin_min : a->world->start_min, back = a->now_min - (int64_t)WHATIF_DAYS_MAX * MIN_PER_DAY;
	return begin > back ? begin : back;
}

/* ---- the question ---- */

static enum problem_code read_at(struct http_request *r, const struct asker *a, int64_t *ret, struct problem *p)
{
	const json_t *v = json_object_get(r->json, "at");
	char from[CAL_TEXT_MAX], until[CAL_TEXT_MAX];
	if (!v)
		return problem_set(p, PROBLEM_MISSING_FIELD, "at", NULL);
	if (!json_is_string(v) || !cal_parse_time((struct str){ json_string_value(v), json_string_length(v) }, ret) || *ret % MARKET_TICK_MIN)
		return problem_set(p, PROBLEM_BAD_VALUE, "at", "2026-11-27T09:00:00Z", NULL);
	if (*ret >= earliest(a) && *ret < a->now_min)
		return PROBLEM_NONE;
	cal_format(earliest(a), from);
	cal_format(a->now_min - MARKET_TICK_MIN, until);
	return problem_set(p, PROBLEM_OUT_OF_RANGE, "at", from, until, NULL);
}

/* "changes.3.price_minor" */
static enum problem_code at_change(struct problem *p, size_t i)
{
	char field[sizeof p->field];
	snprintf(field, sizeof field, "changes.%zu%s%.40s", i, p->field[0] ? "." : "", p->field);
	memcpy(p->field, field, sizeof field);
	return p->code;
}

static enum problem_code read_change(struct http_request *r, const struct asker *a, bool total, const json_t *v, struct str *ret, struct problem *p)
{
	const json_t *name = json_object_get(v, "act"), *fields = json_object_get(v, "fields");
	struct act act;
	struct buf b;
	const char *key;
	json_t *member;
	if (!json_is_object(v))
		return problem_set(p, PROBLEM_BAD_TYPE, "", "an object", NULL);
	json_object_foreach((json_t *)v, key, member)
		if (strcmp(key, "act") != 0 && strcmp(key, "fields") != 0)
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, key, NULL);
	if (!json_is_string(name))
		return problem_set(p, PROBLEM_MISSING_FIELD, "act", NULL);
	if (!json_is_object(fields))
		return problem_set(p, PROBLEM_MISSING_FIELD, "fields", NULL);
	enum act_kind kind = act_find((struct str){ json_string_value(name), json_string_length(name) });
	if (kind == ACT_NONE)
		return problem_set(p, PROBLEM_UNKNOWN_CODE, "act", json_string_value(name), NULL);
	enum problem_code code = parse_act(fields, kind, a->world, &r->arena, &act, p);
	if (!code)
		code = act_check(&act, p);
	if (code)
		return code;
	if (kind == ACT_PURCHASE_CREATE && !total)
		return problem_set(p, PROBLEM_WHATIF_STOCK, "act", NULL);
	if (kind != ACT_PURCHASE_CREATE && !whatif_may(&act))
		return problem_set(p, PROBLEM_WHATIF_ACT, "act", json_string_value(name), NULL);
	buf_init(&b, WHATIF_ASKED_MAX);
	act_encode(&act, &b);
	*ret = arena_str(&r->arena, buf_span(&b));
	code = b.full ? problem_set(p, PROBLEM_TOO_LARGE, "", "64 KiB", NULL) : PROBLEM_NONE;
	buf_fini(&b);
	return code;
}

static enum problem_code read_way(struct http_request *r, const struct asker *a, bool total, const json_t *v, struct whatif_way *ret, struct problem *p)
{
	char most[16];
	size_t n = json_array_size(v);
	snprintf(most, sizeof most, "%d", WHATIF_CHANGES_MAX);
	if (!json_is_array(v) || !n)
		return problem_set(p, PROBLEM_MISSING_FIELD, "changes", NULL);
	if (n > WHATIF_CHANGES_MAX)
		return problem_set(p, PROBLEM_TOO_MANY, "changes", most, NULL);
	*ret = (struct whatif_way){ ARENA_ARRAY(&r->arena, struct str, n), (int)n };
	for (size_t i = 0; i < n; i++)
		if (read_change(r, a, total, json_array_get(v, i), &ret->act[i], p))
			return at_change(p, i);
	return PROBLEM_NONE;
}

static enum problem_code read_question(struct http_request *r, const struct asker *a, struct whatif_question *q, struct problem *p)
{
	static const char *const known[] = { "at", "total", "changes", "ways" };
	const json_t *changes = json_object_get(r->json, "changes"), *ways = json_object_get(r->json, "ways"), *total = json_object_get(r->json, "total");
	const char *key;
	json_t *member;
	char most[16];
	if (!json_is_object(r->json))
		return problem_set(p, PROBLEM_BAD_TYPE, "", "an object", NULL);
	if (r->body.n > WHATIF_ASKED_MAX)
		return problem_set(p, PROBLEM_TOO_LARGE, "", "64 KiB", NULL);
	json_object_foreach(r->json, key, member) {
		bool is = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			is = is || strcmp(key, known[i]) == 0;
		if (!is)
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, key, NULL);
	}
	if (total && !json_is_boolean(total))
		return problem_set(p, PROBLEM_BAD_TYPE, "total", "true or false", NULL);
	q->total = json_is_true(total);
	q->n_ways = ways ? (int)json_array_size(ways) : 1;
	snprintf(most, sizeof most, "%d", q->total ? 1 : WHATIF_WAYS_MAX);
	enum problem_code code = read_at(r, a, &q->at_min, p);
	if (code)
		return code;
	if ((changes && ways) || (ways && (!json_is_array(ways) || !q->n_ways)))
		return problem_set(p, PROBLEM_MISSING_FIELD, "changes", NULL);
	if (q->n_ways > (q->total ? 1 : WHATIF_WAYS_MAX))
		return problem_set(p, PROBLEM_TOO_MANY, "ways", most, NULL);
	struct whatif_way *v = ARENA_ARRAY(&r->arena, struct whatif_way, q->n_ways);
	json_t *asked = ways ? json_incref((json_t *)ways) : json_pack("[O?]", changes);
	char *text = json_dumps(asked, JSON_COMPACT);
	q->asked = arena_str(&r->arena, str_c(text));
	free(text);
	json_decref(asked);
	q->ways = v;
	for (int i = 0; i < q->n_ways && !code; i++)
		code = read_way(r, a, q->total, ways ? json_array_get(ways, (size_t)i) : changes, &v[i], p);
	return code;
}

void post_whatif(struct http_request *r)
{
	struct problem p;
	struct asker a;
	struct whatifs *ws = server_whatifs(r->server);
	uint64_t id;
	if (!come_in(r, true, &a))
		return;
	struct whatif_question q = { .market = a.e.row.id, .seat = a.seat, .person = r->session.person, .now_min = a.now_min, .world = a.world,
		.seed = { a.e.row.seed[0], a.e.row.seed[1] }, .begin_min = a.e.row.begin_min, .db_name = host_db_name(a.e.row.id, &r->arena) };
	if (read_question(r, &a, &q, &p) || whatifs_add(ws, &q, &id, &p)) {
		http_problem(r, &p);
		return;
	}
	if (whatifs_write(ws, a.e.row.id, a.seat, id, http_json(r)))
		http_answer(r, 202);
	else
		http_fail(r, PROBLEM_NOT_FOUND);
}

/* ---- looking, cancelling ---- */

static void write_ms(struct jw *j, const char *key, int64_t ms)
{
	if (ms < 0)
		jw_kcstr(j, key, NULL);
	else
		jw_ki64(j, key, ms);
}

void get_whatifs(struct http_request *r)
{
	struct asker a;
	struct whatifs *ws = server_whatifs(r->server);
	if (!come_in(r, false, &a))
		return;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ktime(j, "from", earliest(&a));
	jw_ktime(j, "until", a.now_min - MARKET_TICK_MIN);
	jw_ki64(j, "queue_max", WHATIF_QUEUE_MAX);
	write_ms(j, "direct_day_ms", whatifs_estimate_ms(ws, a.e.row.id, false, 24, 1));
	write_ms(j, "total_day_ms", whatifs_estimate_ms(ws, a.e.row.id, true, 24, 1));
	jw_key(j, "items");
	whatifs_list(ws, a.e.row.id, a.seat, j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_whatif(struct http_request *r)
{
	struct asker a;
	uint64_t id;
	if (!come_in(r, false, &a) || !http_param_id(r, "id", &id))
		return;
	if (whatifs_write(server_whatifs(r->server), a.e.row.id, a.e.staff ? 0 : a.seat, id, http_json(r)))
		http_answer(r, 200);
	else
		http_fail(r, PROBLEM_NOT_FOUND);
}

void delete_whatif(struct http_request *r)
{
	struct asker a;
	uint64_t id;
	if (!come_in(r, false, &a) || !http_param_id(r, "id", &id))
		return;
	if (whatifs_cancel(server_whatifs(r->server), a.e.row.id, a.e.staff ? 0 : a.seat, id))
		http_answer(r, 204);
	else
		http_fail(r, PROBLEM_NOT_FOUND);
}
