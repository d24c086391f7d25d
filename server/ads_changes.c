/* What was changed in a store's campaigns, from the log of acts: the log says what was set, and what stood before follows from the acts before it. */
#include "base/hash.h"
#include "base/money.h"
#include "market/ads/ads.h"
#include "server/actlog.h"
#include "server/board.h"
#include "server/routes_market.h"

#include <stdlib.h>
#include <string.h>

/* The newest acts of a seat that are looked through, and those of ads among them that are kept; a page of the answer. */
enum { SCAN_MAX = 20000, KEPT_MAX = 4000, PAGE = 100, LIMIT = 100, LIMIT_MAX = 200, WORDS_SHOWN = 20 };
enum { THINGS_MAX = 20000, FIELDS_MAX = 10 };

/* ---- what a store's ads are ---- */

struct thing {
	uint64_t id, campaign, adgroup, listing;
	struct str name, country, kind, category; /* name: of a target its words */
};
struct things {
	struct thing *v;
	int n;
};

static const char CAMPAIGNS[] = "SELECT \"id\", \"id\", CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), \"name\", \"country\", '', '' FROM m_campaign WHERE market_id = ?1 AND \"store\" = ?2 LIMIT ?3",
		  GROUPS[] = "SELECT \"id\", \"campaign\", \"id\", CAST(NULL AS BIGINT), \"name\", '', '', '' FROM m_adgroup WHERE market_id = ?1 AND \"store\" = ?2 LIMIT ?3",
		  TARGETS[] = "SELECT \"id\", \"campaign\", \"adgroup\", \"listing\", \"words\", '', \"kind\", \"category\" FROM m_target WHERE market_id = ?1 AND \"store\" = ?2 LIMIT ?3";

static enum problem_code read_things(const struct reading *v, struct arena *a, const char *sql, struct things *ret, struct problem *p)
{
	struct things t = { .v = NULL };
	int cap = 0;
	struct stmt *q = db_stmt(v->db, sql);
	db_bind_u64(q, 1, v->e.row.id);
	db_bind_u64(q, 2, v->store);
	db_bind_i64(q, 3, THINGS_MAX);
	while (db_step(q)) {
		if (t.n == cap) {
			struct thing *more = ARENA_ARRAY(a, struct thing, cap = cap ? cap * 2 : 64);
			if (t.n)
				memcpy(more, t.v, sizeof *more * (size_t)t.n);
			t.v = more;
		}
		t.v[t.n++] = (struct thing){ db_u64(q, 0), db_u64(q, 1), db_u64(q, 2), db_u64(q, 3), arena_str(a, db_str(q, 4)), arena_str(a, db_str(q, 5)), arena_str(a, db_str(q, 6)), arena_str(a, db_str(q, 7)) };
	}
	enum problem_code code = db_end(q, p);
	*ret = t;
	return code;
}

static const struct thing *thing_of(const struct things *t, uint64_t id)
{
	for (int i = 0; i < t->n && id; i++)
		if (t->v[i].id == id)
			return &t->v[i];
	return NULL;
}

/* ---- acts on them ---- */

struct kept {
	struct log_entry entry;
	struct act act;
	uint64_t id; /* that the act answered */
};

static bool about_ads(enum act_kind kind)
{
	return kind == ACT_CAMPAIGN_SAVE || kind == ACT_ADGROUP_SAVE || kind == ACT_AD_SAVE || kind == ACT_KEYWORD_ADD || kind == ACT_TARGET_ADD || kind == ACT_TARGET_SET;
}

/* {"id":"…", begins an act's answer. */
static uint64_t answered_id(struct str answer)
{
	struct str head = STR("{\"id\":\"");
	uint64_t id = 0;
	if (answer.n < head.n + 13 || memcmp(answer.p, head.p, head.n) != 0 || !id_parse(str_sub(answer, head.n, 13), &id))
		return 0;
	return id;
}

/* The newest first. */
static enum problem_code read_kept(const struct reading *v, uint64_t seat, struct arena *a, struct kept *kept, int *ret_n, struct problem *p)
{
	struct arena page;
	struct log_entry *entries = mem_alloc(sizeof *entries * PAGE);
	int64_t before = INT64_MAX;
	int n = PAGE, n_kept = 0;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&page, 1 << 20);
	for (int scanned = 0; n == PAGE && scanned < SCAN_MAX && !code; scanned += PAGE) {
		arena_reset(&page);
		code = actlog_read_seat(v->db, &page, v->e.row.id, seat, before, PAGE, entries, &n, p);
		for (int i = 0; i < n && !code; i++) {
			struct act act;
			struct problem ignored;
			before = entries[i].position;
			if (n_kept == KEPT_MAX || act_decode(entries[i].act, &page, &act, &ignored) || !about_ads(act.kind))
				continue;
			struct kept *k = &kept[n_kept++];
			*k = (struct kept){ .entry = entries[i], .id = answered_id(entries[i].answer) };
			act_decode(arena_str(a, entries[i].act), a, &k->act, &ignored);
		}
	}
	arena_fini(&page);
	free(entries);
	*ret_n = n_kept;
	return code;
}

/* ---- what stood before ---- */

enum value_kind { VALUE_NONE, VALUE_WORD, VALUE_MONEY, VALUE_NUMBER };
struct value {
	enum value_kind kind;
	struct str word;
	int64_t n;
};
struct set_field {
	const char *name;
	struct value from, to;
};
/* One line of the answer. */
struct change {
	const struct kept *kept;
	const char *what;
	bool made;
	uint64_t campaign, adgroup, target, listing;
	struct str kind, category;
	struct strs words;
	struct set_field fields[FIELDS_MAX];
	int n;
};
struct telling {
	struct map known; /* hash of a thing and a field to its place in value[] */
	struct value *value;
	uint32_t n, cap;
	struct things campaigns, groups, targets;
	struct arena *mem;
};

static struct value word(struct str s)
{
	return (struct value){ .kind = VALUE_WORD, .word = s };
}

static bool same(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->n == b->n && str_eq(a->word, b->word);
}

static struct value *place_of(struct telling *t, uint64_t thing, const char *field)
{
	uint64_t key = hash_str(thing, str_c(field)) | 1;
	uint32_t i;
	if (map_get(&t->known, key, &i))
		return &t->value[i];
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 256;
		t->value = mem_grow(t->value, sizeof *t->value * t->cap);
	}
	t->value[t->n] = (struct value){ .kind = VALUE_NONE };
	map_put(&t->known, key, t->n);
	return &t->value[t->n++];
}

/* Says how a field of a new thing stands if it isn't given. */
static void usual(struct telling *t, uint64_t thing, const char *field, struct value v)
{
	struct value *at = place_of(t, thing, field);
	if (at->kind == VALUE_NONE)
		*at = v;
}

static void set(struct telling *t, struct change *c, uint64_t thing, const char *field, struct value v)
{
	struct value *at = place_of(t, thing, field);
	if (!same(at, &v) && c->n < FIELDS_MAX)
		c->fields[c->n++] = (struct set_field){ field, c->made ? (struct value){ .kind = VALUE_NONE } : *at, v };
	*at = v;
}

static struct value money_of(int64_t minor)
{
	return (struct value){ .kind = VALUE_MONEY, .n = minor };
}

static struct value number(int64_t n)
{
	return (struct value){ .kind = VALUE_NUMBER, .n = n };
}

/* ---- act by act, the oldest first ---- */

static void of_group(const struct telling *t, struct change *c, uint64_t group)
{
	const struct thing *g = thing_of(&t->groups, group);
	c->adgroup = group;
	c->campaign = g ? g->campaign : 0;
}

static void tell_campaign(struct telling *t, const struct kept *k, struct change *c)
{
	static const char *const names[] = { NULL, NULL, "name", "targeting", "strategy", "budget", "top_percent", "product_percent", "paced", "state" };
	uint64_t id = k->act.campaign_save.campaign ? k->act.campaign_save.campaign : k->id;
	c->what = "campaign";
	c->campaign = id;
	c->made = !k->act.campaign_save.campaign;
	for (int i = 2; i < (int)(sizeof names / sizeof *names); i++) {
		if (!(k->act.given >> i & 1))
			continue;
		const void *v = act_field(&k->act, i);
		bool text = i == 2 || i == 3 || i == 4 || i == 9;
		set(t, c, id, names[i], text ? word(str_trim(*(const struct str *)v)) : i == 5 ? money_of(*(const int64_t *)v) : number(*(const int64_t *)v));
	}
	if (c->made) {
		usual(t, id, "targeting", word(STR("manual")));
		usual(t, id, "strategy", word(STR("down")));
		usual(t, id, "state", word(STR("on")));
		for (int i = 6; i <= 8; i++)
			usual(t, id, names[i], number(0));
	}
}

static void tell_group(struct telling *t, const struct kept *k, struct change *c)
{
	const struct act_adgroup_save *x = &k->act.adgroup_save;
	uint64_t id = x->adgroup ? x->adgroup : k->id;
	c->what = "adgroup";
	c->made = !x->adgroup;
	of_group(t, c, id);
	if (k->act.given >> 2 & 1)
		set(t, c, id, "name", word(str_trim(x->name)));
	if (k->act.given >> 3 & 1)
		set(t, c, id, "bid", money_of(x->bid_minor));
	if (k->act.given >> 4 & 1)
		set(t, c, id, "state", word(x->state));
	if (c->made)
		usual(t, id, "state", word(STR("on")));
}

static void tell_ad(struct telling *t, const struct kept *k, struct change *c)
{
	const struct act_ad_save *x = &k->act.ad_save;
	uint64_t id = hash_u64(x->adgroup, x->listing);
	c->what = "ad";
	c->listing = x->listing;
	c->made = place_of(t, id, "state")->kind == VALUE_NONE;
	of_group(t, c, x->adgroup);
	set(t, c, id, "state", word(x->state.n ? x->state : STR("on")));
}

/* As the market tidies keywords: lower case of A to Z, single blanks. */
static struct str tidy(struct arena *a, struct str s)
{
	s = str_trim(s);
	char *out = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool blank = c == ' ' || c == '\t';
		if (!blank || (n && out[n - 1] != ' '))
			out[n++] = blank ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return (struct str){ out, n };
}

/* What is excluded has no bid. */
static bool excludes(struct str kind)
{
	return kind.n > 8 && memcmp(kind.p, "negative", 8) == 0;
}

static uint64_t keyword_key(uint64_t group, struct str kind, struct str words)
{
	return hash_str(hash_str(group, kind), words);
}

static uint64_t product_key(uint64_t group, struct str kind, uint64_t listing, struct str category)
{
	return hash_u64(hash_str(hash_str(group, kind), category), listing);
}

static void tell_keywords(struct telling *t, const struct kept *k, struct change *c)
{
	const struct act_keyword_add *x = &k->act.keyword_add;
	c->what = "keyword";
	c->kind = x->match;
	c->words = x->keywords;
	c->made = false;
	of_group(t, c, x->adgroup);
	for (size_t i = 0; i < x->keywords.n; i++) {
		uint64_t key = keyword_key(x->adgroup, x->match, tidy(t->mem, x->keywords.v[i]));
		bool fresh = place_of(t, key, "state")->kind == VALUE_NONE;
		struct change one = { .made = fresh };
		c->made = c->made || fresh;
		if (!excludes(x->match))
			set(t, &one, key, "bid", money_of(x->bid_minor));
		set(t, &one, key, "state", word(STR("on")));
		if (i == 0)
			memcpy(c->fields, one.fields, sizeof c->fields);
		if (i == 0 || one.n > c->n)
			c->n = one.n;
	}
}

static void tell_product(struct telling *t, const struct kept *k, struct change *c)
{
	const struct act_target_add *x = &k->act.target_add;
	bool category = str_eq(x->kind, STR("category"));
	uint64_t key = product_key(x->adgroup, x->kind, category ? 0 : x->listing, category ? x->category : STR(""));
	c->what = "target";
	c->kind = x->kind;
	c->listing = category ? 0 : x->listing;
	c->category = category ? x->category : STR("");
	c->made = place_of(t, key, "state")->kind == VALUE_NONE;
	of_group(t, c, x->adgroup);
	if (!excludes(x->kind))
		set(t, c, key, "bid", money_of(x->bid_minor));
	set(t, c, key, "state", word(STR("on")));
}

static void tell_target(struct telling *t, const struct kept *k, struct change *c)
{
	const struct act_target_set *x = &k->act.target_set;
	const struct thing *g = thing_of(&t->targets, x->target);
	c->what = "target";
	c->target = x->target;
	uint64_t key = x->target;
	if (g) {
		of_group(t, c, g->adgroup);
		c->kind = g->kind;
		c->listing = g->listing;
		c->category = g->category;
		if (g->name.n) {
			struct str *one = ARENA_NEW(t->mem, struct str);
			*one = g->name;
			c->words = (struct strs){ one, 1 };
			key = keyword_key(g->adgroup, g->kind, g->name);
		} else {
			key = product_key(g->adgroup, g->kind, g->listing, g->category);
		}
		/* the four automatic groups come with their ad group */
		if (!g->name.n && !g->listing && !g->category.n) {
			usual(t, key, "bid", money_of(0));
			usual(t, key, "state", word(STR("on")));
		}
	}
	if (k->act.given >> 1 & 1 && !excludes(c->kind))
		set(t, c, key, "bid", money_of(x->bid_minor));
	if (k->act.given >> 2 & 1)
		set(t, c, key, "state", word(x->state));
}

static void tell(struct telling *t, const struct kept *k, struct change *c)
{
	*c = (struct change){ .kept = k };
	switch (k->act.kind) {
	case ACT_CAMPAIGN_SAVE: tell_campaign(t, k, c); break;
	case ACT_ADGROUP_SAVE: tell_group(t, k, c); break;
	case ACT_AD_SAVE: tell_ad(t, k, c); break;
	case ACT_KEYWORD_ADD: tell_keywords(t, k, c); break;
	case ACT_TARGET_ADD: tell_product(t, k, c); break;
	default: tell_target(t, k, c); break;
	}
}

/* ---- the answer ---- */

static void write_value(struct jw *j, const char *key, const struct value *v, const char currency[4])
{
	jw_key(j, key);
	if (v->kind == VALUE_NONE) {
		jw_null(j);
	} else if (v->kind == VALUE_WORD) {
		jw_str(j, v->word);
	} else if (v->kind == VALUE_NUMBER) {
		jw_i64(j, v->n);
	} else {
		char text[MONEY_TEXT_MAX];
		money_format(v->n, currency, text);
		jw_object(j);
		jw_kcstr(j, "amount", text);
		jw_kcstr(j, "currency", currency);
		jw_end_object(j);
	}
}

static void write_change(struct jw *j, const struct telling *t, const struct world *w, const struct change *c, uint64_t owner, uint64_t person)
{
	const struct thing *campaign = thing_of(&t->campaigns, c->campaign), *group = thing_of(&t->groups, c->adgroup);
	uint32_t country = campaign ? world_find(w, W_country, campaign->country) : ROW_NONE;
	char currency[4] = "CNY";
	if (country != ROW_NONE) {
		struct str code = world_str(w, w->currency.code[w->country.currency[country]]);
		memcpy(currency, code.p, code.n < 3 ? code.n : 3);
	}
	jw_object(j);
	jw_ki64(j, "position", c->kept->entry.position);
	jw_ktime(j, "at", c->kept->entry.at_min);
	board_write_real(j, "at_real", c->kept->entry.at_real_ms);
	jw_kcstr(j, "by", person == owner ? "owner" : person ? "staff" : "host");
	jw_kcstr(j, "what", c->what);
	jw_kbool(j, "made", c->made);
	jw_kid(j, "campaign", c->campaign);
	jw_kstr(j, "campaign_name", campaign ? campaign->name : STR(""));
	jw_kid(j, "adgroup", c->adgroup);
	jw_kstr(j, "adgroup_name", group ? group->name : STR(""));
	jw_kid(j, "target", c->target);
	jw_kid(j, "listing", c->listing);
	jw_kstr(j, "kind", c->kind);
	jw_kstr(j, "category", c->category);
	jw_key(j, "words");
	jw_array(j);
	for (size_t i = 0; i < c->words.n && i < WORDS_SHOWN; i++)
		jw_str(j, c->words.v[i]);
	jw_end_array(j);
	jw_ki64(j, "words_n", (int64_t)c->words.n);
	jw_key(j, "fields");
	jw_array(j);
	for (int i = 0; i < c->n; i++) {
		jw_object(j);
		jw_kcstr(j, "field", c->fields[i].name);
		write_value(j, "from", &c->fields[i].from, currency);
		write_value(j, "to", &c->fields[i].to, currency);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
}

struct changes_ask {
	int64_t before, limit;
	uint64_t campaign;
};

static enum problem_code read_ask(struct http_request *r, struct changes_ask *ret, struct problem *p)
{
	struct changes_ask a = { INT64_MAX, LIMIT, 0 };
	for (int i = 0; i < r->query.n; i++) {
		struct str name = r->query.name[i], v = r->query.value[i];
		if (str_eq(name, STR("before"))) {
			if (!str_i64(v, &a.before) || a.before < 1)
				return problem_set(p, PROBLEM_OUT_OF_RANGE, "before", "1", "9223372036854775807", NULL);
		} else if (str_eq(name, STR("limit"))) {
			if (!str_i64(v, &a.limit) || a.limit < 1 || a.limit > LIMIT_MAX)
				return problem_set(p, PROBLEM_OUT_OF_RANGE, "limit", "1", "200", NULL);
		} else if (str_eq(name, STR("campaign"))) {
			if (!id_parse(v, &a.campaign))
				return problem_set(p, PROBLEM_BAD_TYPE, "campaign", "an id", NULL);
		} else if (!str_eq(name, STR("seat")) && !str_eq(name, STR("store"))) {
			return problem_set(p, PROBLEM_UNKNOWN_FIELD, arena_cstr(&r->arena, name), NULL);
		}
	}
	*ret = a;
	return PROBLEM_NONE;
}

static const char SEAT[] = "SELECT \"seat\" FROM m_store WHERE market_id = ?1 AND \"id\" = ?2";

static enum problem_code seat_of(const struct reading *v, uint64_t *ret, struct problem *p)
{
	uint64_t seat = 0;
	struct stmt *q = db_stmt(v->db, SEAT);
	db_bind_u64(q, 1, v->e.row.id);
	db_bind_u64(q, 2, v->store);
	while (db_step(q))
		seat = db_u64(q, 0);
	enum problem_code code = db_end(q, p);
	*ret = seat;
	return code;
}

static enum problem_code owner_of(struct http_request *r, const struct reading *v, uint64_t seat, uint64_t *ret, struct problem *p)
{
	struct seat_row *seats;
	int n;
	*ret = 0;
	enum problem_code code = seat_list(r->db, &r->arena, v->e.row.id, 0, &seats, &n, p);
	for (int i = 0; i < n && !code; i++)
		if (seats[i].seat == seat)
			*ret = seats[i].person;
	return code;
}

static enum problem_code answer(struct http_request *r, const struct reading *v, const struct changes_ask *a, struct telling *t, struct problem *p)
{
	struct kept *kept = ARENA_ARRAY(&r->arena, struct kept, KEPT_MAX);
	uint64_t seat = 0, owner = 0;
	int n = 0, shown = 0;
	enum problem_code code = PROBLEM_NONE;
	if (!v->none && ((code = seat_of(v, &seat, p)) || (code = owner_of(r, v, seat, &owner, p)) || (code = read_things(v, &r->arena, CAMPAIGNS, &t->campaigns, p)) ||
				 (code = read_things(v, &r->arena, GROUPS, &t->groups, p)) || (code = read_things(v, &r->arena, TARGETS, &t->targets, p)) ||
				 (seat && (code = read_kept(v, seat, &r->arena, kept, &n, p)))))
		return code;
	struct change *changes = ARENA_ARRAY(&r->arena, struct change, n + 1);
	for (int i = n - 1; i >= 0; i--)
		tell(t, &kept[i], &changes[i]);
	int64_t next = 0;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "changes");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		const struct change *c = &changes[i];
		if (!c->n || c->kept->entry.position >= a->before || (a->campaign && c->campaign != a->campaign))
			continue;
		if (shown == a->limit)
			break;
		write_change(j, t, v->world, c, owner, c->kept->entry.person);
		if (++shown == a->limit)
			next = c->kept->entry.position;
	}
	jw_end_array(j);
	jw_key(j, "next");
	if (next)
		jw_i64(j, next);
	else
		jw_null(j);
	jw_end_object(j);
	return PROBLEM_NONE;
}

void get_ads_changes(struct http_request *r)
{
	struct problem p;
	struct reading v;
	struct changes_ask a = { 0 };
	struct telling t = { .mem = &r->arena };
	if (!market_read(r, &v))
		return;
	enum problem_code code = read_ask(r, &a, &p);
	if (!code && !v.store && !v.none)
		code = problem_set(&p, PROBLEM_MISSING_FIELD, "store", NULL);
	map_init(&t.known);
	if (!code)
		code = answer(r, &v, &a, &t, &p);
	if (code)
		http_problem(r, &p);
	else
		http_answer(r, 200);
	map_fini(&t.known);
	free(t.value);
}
