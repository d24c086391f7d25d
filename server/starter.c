/* What a seat begins with: the market's setting `starter`. */
#include "server/starter.h"
#include "bots/starter.h"
#include "server/hosted.h"
#include "server/lessons.h"
#include "server/parse_act.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static bool wants_store(struct hosted *h, uint64_t seat)
{
	for (int i = 0; i < h->n_stores; i++) /* written by this thread alone */
		if (h->stores[i].seat == seat)
			return false;
	return true;
}

/* ---- what the pack of the market's lesson does besides ("start" of its lesson.json): acts in order, in which a text "$NAME" stands for something of this store:
 * $seat; of the prepared listings 1 to 3 $listing.1, $good.1, $category.1, $channel.1; $country.1 and $country.2; and the id that an earlier act with "as": NAME made. ---- */

enum { NAMES_MAX = 64 };
struct naming {
	const struct world *w;
	struct arena *mem;
	struct str name[NAMES_MAX], value[NAMES_MAX];
	int n;
};

static void call(struct naming *k, struct str name, struct str value)
{
	if (k->n < NAMES_MAX)
		k->name[k->n] = name, k->value[k->n++] = value;
}

static struct str id_text(struct arena *mem, uint64_t id)
{
	char text[ID_TEXT_MAX];
	id_format(id, text);
	return arena_str(mem, str_c(text));
}

static void call_store(struct naming *k, uint64_t seat, const struct starter_store *s)
{
	const struct world *w = k->w;
	call(k, STR("seat"), id_text(k->mem, seat));
	for (int i = 0; i < s->n; i++) {
		call(k, arena_printf(k->mem, "listing.%d", i + 1), id_text(k->mem, s->listing[i]));
		call(k, arena_printf(k->mem, "good.%d", i + 1), world_str(w, w->good.code[s->good[i]]));
		call(k, arena_printf(k->mem, "category.%d", i + 1), world_str(w, w->category.code[w->good.category[s->good[i]]]));
		call(k, arena_printf(k->mem, "channel.%d", i + 1), world_str(w, w->channel.code[s->channel[i]]));
	}
	for (int i = 0; i < s->n_countries; i++)
		call(k, arena_printf(k->mem, "country.%d", i + 1), world_str(w, w->country.code[s->country[i]]));
}

/* The same value with names replaced; a name that stands for nothing stays, and the act is refused. */
static json_t *named(const struct naming *k, json_t *v)
{
	const char *key;
	json_t *one;
	size_t at;
	if (json_is_object(v)) {
		json_t *o = json_object();
		json_object_foreach(v, key, one)
		{
			if (strcmp(key, "act") != 0 && strcmp(key, "as") != 0)
				json_object_set_new(o, key, named(k, one));
		}
		return o;
	}
	if (json_is_array(v)) {
		json_t *list = json_array();
		json_array_foreach(v, at, one)
		{
			json_array_append_new(list, named(k, one));
		}
		return list;
	}
	struct str text = { json_string_value(v), json_string_length(v) };
	for (int i = 0; json_is_string(v) && text.n > 1 && text.p[0] == '$' && i < k->n; i++)
		if (str_eq(k->name[i], str_sub(text, 1, text.n)))
			return json_stringn(k->value[i].p, k->value[i].n);
	return json_incref(v);
}

static enum problem_code begin_act(struct naming *k, struct acts_run *run, json_t *o, uint64_t seat, struct problem *p)
{
	struct act act;
	struct act_answer made = { 0 };
	const char *name = json_string_value(json_object_get(o, "act"));
	int kind = 0;
	while (kind < ACT_MAX && (!act_desc[kind].name || strcmp(act_desc[kind].name, name ? name : "") != 0))
		kind++;
	if (kind == ACT_MAX)
		return problem_set(p, PROBLEM_UNKNOWN_CODE, "act", name ? name : "", NULL);
	json_t *body = named(k, o);
	enum problem_code code = parse_act(body, (enum act_kind)kind, k->w, k->mem, &act, p);
	act.seat = act_desc[kind].who == WHO_TEACHER ? 0 : seat;
	if (!code)
		code = acts_run(run, &act, k->mem, &made, p);
	if (!code && json_is_string(json_object_get(o, "as")))
		call(k, arena_str(k->mem, str_c(json_string_value(json_object_get(o, "as")))), id_text(k->mem, made.id));
	json_decref(body);
	return code;
}

static enum problem_code begin_lesson(struct hosted *h, struct acts_run *run, uint64_t seat, const struct starter_store *store, struct problem *p)
{
	struct lessons *all = h->host->options.lessons;
	const struct lesson *l = all && h->settings.lesson[0] ? lessons_find(all, str_c(h->settings.lesson)) : NULL;
	json_t *list = l && l->start.n ? json_loadb(l->start.p, l->start.n, 0, NULL) : NULL, *one;
	struct naming k = { .w = h->world, .mem = &h->arena };
	enum problem_code code = PROBLEM_NONE;
	size_t i;
	call_store(&k, seat, store);
	json_array_foreach(list, i, one)
	{
		if (!code)
			code = begin_act(&k, run, one, seat, p);
	}
	json_decref(list);
	return code;
}

/* One transaction a store: what the acts are is decided here and now, and the log has them. */
static enum problem_code prepare(struct hosted *h, uint64_t seat, struct problem *p)
{
	struct acts_run run;
	struct starter_store store;
	struct problem refused;
	struct starter_options o = { seat, (uint32_t)h->n_stores, STARTER_ORDERS };
	enum problem_code code = acts_begin(h, 0, &run, p);
	if (code)
		return code;
	code = starter_prepare(h->world, &o, acts_run, &run, &h->arena, &store, &refused);
	if (!code)
		code = begin_lesson(h, &run, seat, &store, &refused);
	if (code && !run.failed)
		fprintf(stderr, "cohong: market %llx: a store could not be prepared whole: %s %s %s\n", (unsigned long long)h->id, problem_name(code), refused.field,
			refused.arg[0]);
	return acts_end(&run, p);
}

enum problem_code starter_open(struct hosted *h, const struct seat_row *seats, int n, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	if (strcmp(h->settings.starter, "first-sale") != 0)
		return code;
	for (int i = 0; i < n && !code; i++)
		if (wants_store(h, seats[i].seat))
			code = prepare(h, seats[i].seat, p);
	return code;
}
