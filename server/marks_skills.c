/* The chances of each skill of school/marks.def, by what the log and the rows of a market say. */
#include "server/marks_inside.h"

#include <stdlib.h>
#include <string.h>

struct chances {
	const struct gathered *g;
	const struct marks_seat *s;
	struct mark_chance *v;
	int n, cap;
};

static struct mark_chance *add(struct chances *c)
{
	c->v = marks_grow(c->v, c->n, &c->cap, sizeof *c->v);
	c->v[c->n] = (struct mark_chance){ .kind = STR(""), .what = STR("") };
	return &c->v[c->n++];
}

/* A student's act on a thing; NULL if there is none. */
static const struct own *act_on(const struct chances *c, enum act_kind kind, uint64_t ref)
{
	for (int i = 0; i < c->g->n_own; i++) {
		const struct own *o = &c->g->own[i];
		if (o->kind == kind && o->ref == ref && o->seat == c->s->row.seat)
			return o;
	}
	return NULL;
}

static struct str numbered(const struct chances *c, int64_t number)
{
	return arena_printf(c->g->a, "%lld", (long long)number);
}

static struct str sku_of(const struct chances *c, uint64_t listing)
{
	for (int i = 0; i < c->g->n_listing; i++)
		if (c->g->listing[i].id == listing)
			return c->g->listing[i].sku;
	return STR("");
}

/* An order that the student shipped, gave up, or let pass; what a rule or a keeper shipped was no chance of his. */
static void chances_ship(struct chances *c)
{
	for (int i = 0; i < c->g->n_order; i++) {
		const struct order_row *o = &c->g->order[i];
		if (o->store != c->s->store)
			continue;
		const struct own *shipped = act_on(c, ACT_ORDER_SHIP, o->id), *given_up = act_on(c, ACT_ORDER_CANCEL, o->id);
		if (shipped && shipped->at_min != o->shipped_min)
			shipped = NULL; /* of many at once this one was left */
		bool by_itself = !shipped && o->shipped_min >= 0 && o->shipped_min < c->g->cut.now_min;
		bool taken_back = o->by_buyer && o->closed_min >= 0 && o->closed_min < c->g->cut.now_min && o->closed_min <= o->ship_by_min;
		if (by_itself || (!shipped && !given_up && (taken_back || o->ship_by_min >= c->g->cut.now_min)))
			continue;
		const struct own *act = shipped ? shipped : given_up;
		*add(c) = (struct mark_chance){ .at_min = act ? act->at_min : o->ship_by_min, .position = act ? act->position : 0, .row = o->id, .kind = STR("order"),
			.what = numbered(c, o->number), .right = shipped && shipped->at_min <= o->ship_by_min };
	}
}

static struct mark_chance *of(struct chances *c, uint64_t row, struct str kind, struct str what)
{
	for (int i = 0; i < c->n; i++)
		if (c->v[i].row == row && str_eq(c->v[i].what, what))
			return &c->v[i];
	struct mark_chance *one = add(c);
	one->row = row;
	one->kind = kind;
	one->what = what;
	return one;
}

/* Each try before the one that stood counts as wrong; what stands last says whether it is right. */
static void take(struct mark_chance *one, const struct own *o, bool right)
{
	one->wrong += !right;
	one->right = right;
	one->at_min = o->at_min;
	one->position = o->position;
}

static void chances_price(struct chances *c)
{
	for (int i = 0; i < c->g->n_own; i++) {
		const struct own *o = &c->g->own[i];
		if (o->kind == ACT_OFFER_SET && o->seat == c->s->row.seat)
			take(of(c, o->ref, STR("offer"), arena_printf(c->g->a, "%.*s %.*s", STR_FMT(sku_of(c, o->ref)), STR_FMT(o->country))), o, !o->below);
	}
}

static void chances_publish(struct chances *c)
{
	for (int i = 0; i < c->g->n_own; i++) {
		const struct own *o = &c->g->own[i];
		if (o->kind == ACT_LISTING_PUBLISH && o->seat == c->s->row.seat)
			take(of(c, o->ref, STR("listing"), sku_of(c, o->ref)), o, !o->blocked);
	}
}

/* Refusals of an act since it was last accepted are tries of the next one; those at the end were never put right. */
static void chances_entry(struct chances *c)
{
	int64_t waiting[ACT_MAX] = { 0 }, last_ms[ACT_MAX] = { 0 };
	int at = 0;
	const struct gathered *g = c->g;
	for (int i = 0; i <= g->n_own; i++) {
		int64_t until = i < g->n_own ? g->own[i].at_ms : INT64_MAX;
		for (; at < g->n_down && g->down[at].at_ms <= until; at++)
			if (g->down[at].seat == c->s->row.seat) {
				waiting[g->down[at].kind]++;
				last_ms[g->down[at].kind] = g->down[at].at_ms;
			}
		if (i == g->n_own || g->own[i].seat != c->s->row.seat || (i && g->own[i].position == g->own[i - 1].position))
			continue;
		const struct own *o = &g->own[i];
		*add(c) = (struct mark_chance){ .at_min = o->at_min, .position = o->position, .kind = STR("act"), .what = str_c(act_desc[o->kind].name), .wrong = waiting[o->kind], .right = true };
		waiting[o->kind] = 0;
	}
	for (int k = 0; k < ACT_MAX; k++)
		if (waiting[k])
			*add(c) = (struct mark_chance){ .at_s = last_ms[k] / 1000, .kind = STR("act"), .what = str_c(act_desc[k].name), .wrong = waiting[k] };
}

static void decided(struct chances *c, const struct case_row *rows, int n, enum act_kind kind, struct str what)
{
	for (int i = 0; i < n; i++) {
		if (rows[i].store != c->s->store)
			continue;
		const struct own *o = act_on(c, kind, rows[i].id);
		if (!o && rows[i].until_min >= c->g->cut.now_min)
			continue; /* there is time left */
		*add(c) = (struct mark_chance){ .at_min = o ? o->at_min : rows[i].until_min, .position = o ? o->position : 0, .row = rows[i].id, .kind = what,
			.what = numbered(c, rows[i].number), .right = o && o->at_min <= rows[i].until_min };
	}
}

static void chances_returns(struct chances *c)
{
	decided(c, c->g->returns, c->g->n_returns, ACT_RETURN_DECIDE, STR("return"));
}

static void chances_reviews(struct chances *c)
{
	decided(c, c->g->review, c->g->n_review, ACT_REVIEW_REPLY, STR("review"));
}

int marks_chances(const struct gathered *g, const struct marks_seat *s, enum mark_skill skill, struct mark_chance **ret)
{
	static void (*const find[SKILL_MAX])(struct chances *c) = {
#define SKILL(NAME, name, dotted, weight, clause, en, zh, try_en, try_zh) [SKILL_##NAME] = chances_##name,
#include "school/marks.def"
#undef SKILL
	};
	struct chances c = { .g = g, .s = s };
	find[skill](&c);
	*ret = ARENA_ARRAY(g->a, struct mark_chance, c.n + 1);
	if (c.n)
		memcpy(*ret, c.v, sizeof *c.v * (size_t)c.n);
	free(c.v);
	return c.n;
}
