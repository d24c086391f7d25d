#include "server/carry.h"
#include "bots/bots.h"
#include "market/world/world.h"
#include "server/hosted.h"
#include "server/parse_act.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MAX = 40, LOT_MAX = 100000, PAIRS_MAX = 20, BULLETS_MAX = 5, PROMISE_MAX = 90 };

struct carried {
	uint64_t store;
	struct str name;
	struct act *acts; /* in order; the first is store.grant. Seats and listings' ids are filled in as they are played */
	int n;
};

/* An act of which every field counts as given, and not the stems, which are computed. */
static struct act *next_act(struct carried *c, enum act_kind kind)
{
	struct act *a = &c->acts[c->n++];
	*a = (struct act){ .kind = kind };
	for (int i = 0; act_desc[kind].fields[i].name; i++)
		if (act_desc[kind].fields[i].kind != FIELD_TOKENS)
			a->given |= (uint64_t)1 << i;
	return a;
}

static void not_given(struct act *a, const char *name)
{
	for (int i = 0; act_desc[a->kind].fields[i].name; i++)
		if (strcmp(act_desc[a->kind].fields[i].name, name) == 0)
			a->given &= ~((uint64_t)1 << i);
}

/* ---- reading ---- */

static const char STORE[] = "SELECT name, brand, about, countries, state FROM m_store WHERE market_id = ?1 AND id = ?2";
static const char MONEY[] = "SELECT CAST(COALESCE(SUM(base_fen), 0) AS BIGINT) FROM m_balance WHERE market_id = ?1 AND store = ?2 AND account IN ('cash', 'receivable')";
/* What buyers have paid for orders that stay behind. */
static const char UNSHIPPED[] =
	"SELECT CAST(COALESCE(SUM(e.base_fen), 0) AS BIGINT) FROM m_order o JOIN m_entry e ON e.market_id = o.market_id AND e.store = o.store AND e.ref = o.id\n"
	"WHERE o.market_id = ?1 AND o.store = ?2 AND o.state = 'paid' AND e.account = 'receivable'";
static const char STOCK[] =
	"SELECT good, CAST(SUM(pieces) AS BIGINT), CAST(SUM(value) AS BIGINT) FROM (\n"
	"  SELECT good, on_hand AS pieces, value_fen AS value FROM m_stock WHERE market_id = ?1 AND store = ?2\n"
	"  UNION ALL SELECT good, quantity, unit_fen * quantity + freight_fen FROM m_purchase WHERE market_id = ?1 AND store = ?2 AND state = 'ordered') AS lots\n"
	"GROUP BY good HAVING SUM(pieces) > 0 ORDER BY good LIMIT ?3";
static const char LISTINGS[] =
	"SELECT id, good, category, sku, brand, attributes, pictures, main_picture, handling_days, state FROM m_listing\n"
	"WHERE market_id = ?1 AND store = ?2 AND state <> 'deleted' ORDER BY created_min, id LIMIT ?3";
static const char WORDS[] = "SELECT listing, tongue, title, bullets, description, terms FROM m_words WHERE market_id = ?1 AND store = ?2 ORDER BY id LIMIT ?3";
static const char OFFERS[] = "SELECT listing, country, price_minor, ship_minor, channel, promise_days, state FROM m_offer WHERE market_id = ?1 AND store = ?2 ORDER BY id LIMIT ?3";

struct reader {
	struct db *db;
	const struct world *w;
	uint64_t market;
	struct arena *a;
	struct carried *c;
	struct problem *p;
	int64_t fen;
	struct str about;
	struct act *stock, *listing, *words, *offer;  /* until they are put in order */
	uint64_t *listing_id, *words_of, *offer_of;
	bool *published, *paused;
	int n_stock, n_listings, n_words, n_offers;
};

static struct stmt *ask(struct reader *k, const char *sql)
{
	struct stmt *q = db_stmt(k->db, sql);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->c->store);
	return q;
}

static struct stmt *ask_many(struct reader *k, const char *sql)
{
	struct stmt *q = ask(k, sql);
	db_bind_i64(q, 3, CARRY_ROWS_MAX + 1);
	return q;
}

static enum problem_code end_many(struct reader *k, struct stmt *q, int n)
{
	enum problem_code code = db_end(q, k->p);
	return code || n <= CARRY_ROWS_MAX ? code : problem_set(k->p, PROBLEM_TOO_MANY, "store", "2000", NULL);
}

static struct act new_act(enum act_kind kind)
{
	struct act a;
	struct carried one = { .acts = &a };
	next_act(&one, kind);
	return a;
}

static enum problem_code read_head(struct reader *k)
{
	bool found = false, active = false;
	uint64_t countries = 0;
	struct act *grant = next_act(k->c, ACT_STORE_GRANT);
	struct stmt *q = ask(k, STORE);
	while (db_step(q)) {
		found = true;
		k->c->name = arena_str(k->a, db_str(q, 0));
		grant->store_grant.brand = arena_str(k->a, db_str(q, 1));
		k->about = arena_str(k->a, db_str(q, 2));
		countries = db_u64(q, 3);
		active = str_eq(db_str(q, 4), STR("active"));
	}
	enum problem_code code = db_end(q, k->p);
	if (code)
		return code;
	if (!found)
		return problem_set(k->p, PROBLEM_NO_SUCH_ID, "store", NULL);
	if (!active)
		return problem_set(k->p, PROBLEM_STORE_NOT_ACTIVE, "store", NULL);
	struct strs *to = &grant->store_grant.countries;
	to->v = ARENA_ARRAY(k->a, struct str, 64);
	for (uint32_t i = 0; i < k->w->country.t.n && i < 64; i++)
		if (countries >> i & 1)
			to->v[to->n++] = world_str(k->w, k->w->country.code[i]);
	for (int i = 0; i < 2 && !code; i++) {
		q = ask(k, i ? UNSHIPPED : MONEY);
		while (db_step(q))
			k->fen += i ? -db_i64(q, 0) : db_i64(q, 0);
		code = db_end(q, k->p);
	}
	grant->store_grant.capital_fen = k->fen > 0 ? k->fen : 0;
	return code;
}

static enum problem_code read_stock(struct reader *k)
{
	struct stmt *q = ask_many(k, STOCK);
	k->stock = ARENA_ARRAY(k->a, struct act, CARRY_ROWS_MAX + 1);
	while (k->n_stock <= CARRY_ROWS_MAX && db_step(q)) {
		struct act a = new_act(ACT_STOCK_GRANT);
		a.stock_grant = (struct act_stock_grant){ .good = arena_str(k->a, db_str(q, 0)), .quantity = db_i64(q, 1), .value_fen = db_i64(q, 2) };
		k->stock[k->n_stock++] = a;
	}
	return end_many(k, q, k->n_stock);
}

/* "k=v; k=v"; what follows a ";" and has no "=" is still the value. */
static struct pairs read_pairs(struct arena *a, struct str text)
{
	struct pairs x = { ARENA_ARRAY(a, struct str, PAIRS_MAX), ARENA_ARRAY(a, struct str, PAIRS_MAX), 0 };
	struct str pair;
	while (text.n && str_next(&text, ';', &pair)) {
		ptrdiff_t equals = str_find(pair, STR("="), 0);
		if (equals < 0 && x.n) {
			struct str *v = &x.value[x.n - 1];
			*v = arena_printf(a, "%.*s;%.*s", STR_FMT(*v), STR_FMT(pair));
		} else if (equals > 0 && x.n < PAIRS_MAX) {
			x.key[x.n] = str_trim(str_sub(pair, 0, (size_t)equals));
			x.value[x.n++] = str_trim(str_sub(pair, (size_t)equals + 1, pair.n));
		}
	}
	return x;
}

static enum problem_code read_listings(struct reader *k)
{
	struct stmt *q = ask_many(k, LISTINGS);
	k->listing = ARENA_ARRAY(k->a, struct act, CARRY_ROWS_MAX + 1);
	k->listing_id = ARENA_ARRAY(k->a, uint64_t, CARRY_ROWS_MAX + 1);
	k->published = ARENA_ARRAY(k->a, bool, CARRY_ROWS_MAX + 1);
	k->paused = ARENA_ARRAY(k->a, bool, CARRY_ROWS_MAX + 1);
	while (k->n_listings <= CARRY_ROWS_MAX && db_step(q)) {
		struct act a = new_act(ACT_LISTING_SAVE);
		struct str state = db_str(q, 9);
		a.listing_save = (struct act_listing_save){ .good = arena_str(k->a, db_str(q, 1)),
			.category = arena_str(k->a, db_str(q, 2)),
			.sku = arena_str(k->a, db_str(q, 3)),
			.brand = arena_str(k->a, db_str(q, 4)),
			.attributes = read_pairs(k->a, arena_str(k->a, db_str(q, 5))),
			.pictures = db_i64(q, 6),
			.main_picture = db_i64(q, 7),
			.handling_days = db_i64(q, 8) };
		not_given(&a, "listing");
		k->paused[k->n_listings] = str_eq(state, STR("paused"));
		k->published[k->n_listings] = k->paused[k->n_listings] || str_eq(state, STR("active")) || str_eq(state, STR("suppressed"));
		k->listing_id[k->n_listings] = db_u64(q, 0);
		k->listing[k->n_listings++] = a;
	}
	return end_many(k, q, k->n_listings);
}

static struct strs read_lines(struct arena *a, struct str text)
{
	struct strs x = { ARENA_ARRAY(a, struct str, BULLETS_MAX), 0 };
	struct str line;
	while (text.n && x.n < BULLETS_MAX && str_next(&text, '\n', &line))
		x.v[x.n++] = line;
	return x;
}

static enum problem_code read_words(struct reader *k)
{
	struct stmt *q = ask_many(k, WORDS);
	k->words = ARENA_ARRAY(k->a, struct act, CARRY_ROWS_MAX + 1);
	k->words_of = ARENA_ARRAY(k->a, uint64_t, CARRY_ROWS_MAX + 1);
	while (k->n_words <= CARRY_ROWS_MAX && db_step(q)) {
		struct act a = new_act(ACT_LISTING_WORDS);
		a.listing_words = (struct act_listing_words){ .language = arena_str(k->a, db_str(q, 1)),
			.title = arena_str(k->a, db_str(q, 2)),
			.bullets = read_lines(k->a, arena_str(k->a, db_str(q, 3))),
			.description = arena_str(k->a, db_str(q, 4)),
			.terms = arena_str(k->a, db_str(q, 5)) };
		act_tokens(&a, k->w, k->a);
		k->words_of[k->n_words] = db_u64(q, 0);
		k->words[k->n_words++] = a;
	}
	return end_many(k, q, k->n_words);
}

static enum problem_code read_offers(struct reader *k)
{
	struct stmt *q = ask_many(k, OFFERS);
	k->offer = ARENA_ARRAY(k->a, struct act, CARRY_ROWS_MAX + 1);
	k->offer_of = ARENA_ARRAY(k->a, uint64_t, CARRY_ROWS_MAX + 1);
	while (k->n_offers <= CARRY_ROWS_MAX && db_step(q)) {
		struct act a = new_act(ACT_OFFER_SET);
		int64_t days = db_i64(q, 5);
		/* who sells below cost has said so there */
		a.offer_set = (struct act_offer_set){ .country = arena_str(k->a, db_str(q, 1)),
			.price_minor = db_i64(q, 2),
			.ship_minor = db_i64(q, 3),
			.channel = arena_str(k->a, db_str(q, 4)),
			.promise_days = days,
			.on = !str_eq(db_str(q, 6), STR("off")),
			.below_cost = 1 };
		if (days < 1 || days > PROMISE_MAX)
			not_given(&a, "promise_days");
		k->offer_of[k->n_offers] = db_u64(q, 0);
		k->offer[k->n_offers++] = a;
	}
	return end_many(k, q, k->n_offers);
}

/* A supplier's lot has a limit; the last one takes what is left of the value. */
static void add_stock(struct carried *c, struct act lot)
{
	struct act_stock_grant *x = &lot.stock_grant;
	for (int64_t left = x->quantity, value = x->value_fen, all = left; left > 0;) {
		struct act *a = next_act(c, ACT_STOCK_GRANT);
		int64_t n = left < LOT_MAX ? left : LOT_MAX, part = n == left ? value : x->value_fen / all * n;
		a->stock_grant = (struct act_stock_grant){ .good = x->good, .quantity = n, .value_fen = part };
		left -= n;
		value -= part;
	}
}

static void put_in_order(struct reader *k)
{
	struct carried *c = k->c;
	for (int i = 0; i < k->n_stock; i++)
		add_stock(c, k->stock[i]);
	if (k->about.n) {
		struct act *a = next_act(c, ACT_STORE_PROFILE);
		a->store_profile.about = k->about;
		not_given(a, "name");
	}
	for (int i = 0; i < k->n_listings; i++) {
		c->acts[c->n++] = k->listing[i];
		for (int w = 0; w < k->n_words; w++)
			if (k->words_of[w] == k->listing_id[i])
				c->acts[c->n++] = k->words[w];
		for (int o = 0; o < k->n_offers; o++)
			if (k->offer_of[o] == k->listing_id[i])
				c->acts[c->n++] = k->offer[o];
		if (k->published[i])
			next_act(c, ACT_LISTING_PUBLISH);
		if (k->paused[i])
			next_act(c, ACT_LISTING_PAUSE);
	}
}

static int lots(const struct reader *k)
{
	int64_t n = 0;
	for (int i = 0; i < k->n_stock; i++)
		n += k->stock[i].stock_grant.quantity / LOT_MAX + 1;
	return n < 4 * CARRY_ROWS_MAX ? (int)n : -1;
}

enum problem_code carry_read(
	struct db *db, const struct world *w, uint64_t market, uint64_t store, struct arena *a, struct carried **ret, struct problem *p)
{
	struct carried *c = ARENA_NEW(a, struct carried);
	struct act grant;
	*c = (struct carried){ .store = store, .acts = &grant };
	struct reader k = { .db = db, .w = w, .market = market, .a = a, .c = c, .p = p };
	bool own = !db_in_transaction(db); /* on PostgreSQL it may be the reader's own, which has one */
	enum problem_code code = own ? db_begin(db, p) : PROBLEM_NONE;
	if (code)
		return code;
	if (!(code = read_head(&k)) && !(code = read_stock(&k)) && !(code = read_listings(&k)) && !(code = read_words(&k)))
		code = read_offers(&k);
	if (own)
		db_rollback(db);
	int n_lots = code ? 0 : lots(&k);
	if (!code && n_lots < 0)
		code = problem_set(p, PROBLEM_TOO_MANY, "store", "2000", NULL);
	if (code)
		return code;
	c->acts = ARENA_ARRAY(a, struct act, 2 + n_lots + 3 * k.n_listings + k.n_words + k.n_offers);
	c->acts[0] = grant;
	put_in_order(&k);
	*ret = c;
	return PROBLEM_NONE;
}

/* ---- playing ---- */

static struct str name_with(struct arena *a, struct str name, int number)
{
	if (number < 2)
		return name;
	struct str tail = arena_printf(a, " %d", number);
	return arena_printf(a, "%.*s%.*s", STR_FMT(str_trim(str_utf8_head(name, NAME_MAX - tail.n))), STR_FMT(tail));
}

static enum problem_code play(
	const struct carried *c, uint64_t seat, bot_act *act, void *arg, struct arena *mem, uint64_t *ret_store, struct problem *p)
{
	uint64_t listing = 0;
	enum problem_code code = PROBLEM_NONE;
	for (int i = 0, number = 1; i < c->n && !code; i++) {
		struct act a = c->acts[i];
		struct act_answer r = { 0 };
		a.seat = act_desc[a.kind].who == WHO_SEAT ? seat : 0;
		if (a.kind == ACT_STORE_GRANT) {
			a.store_grant.seat = seat;
			a.store_grant.name = name_with(mem, c->name, number);
		} else if (a.kind == ACT_STOCK_GRANT) {
			a.stock_grant.seat = seat;
		} else if (a.kind == ACT_LISTING_WORDS) {
			a.listing_words.listing = listing;
		} else if (a.kind == ACT_OFFER_SET) {
			a.offer_set.listing = listing;
		} else if (a.kind == ACT_LISTING_PUBLISH) {
			a.listing_publish.listing = listing;
		} else if (a.kind == ACT_LISTING_PAUSE) {
			a.listing_pause.listing = listing;
		}
		code = act_check(&a, p);
		if (!code)
			code = act(arg, &a, mem, &r, p);
		if (code == PROBLEM_STORE_NAME_TAKEN && number < CARRY_NAMES_MAX) {
			number++;
			i--;
			code = PROBLEM_NONE;
		} else if (code == PROBLEM_LISTING_NO_WORDS || code == PROBLEM_LISTING_NO_OFFER || code == PROBLEM_LISTING_SENT_BACK) {
			code = PROBLEM_NONE; /* it had been emptied since it was published, and is a draft here */
		} else if (!code && a.kind == ACT_STORE_GRANT) {
			*ret_store = r.id;
		} else if (!code && a.kind == ACT_LISTING_SAVE) {
			listing = r.id;
		}
	}
	return code;
}

static enum problem_code try_act(void *fork, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	return market_act(fork, a, NULL, mem, ret, p);
}

static uint64_t store_of(const struct hosted *h, uint64_t seat)
{
	for (int i = 0; i < h->n_stores; i++) /* written by this thread alone */
		if (h->stores[i].seat == seat)
			return h->stores[i].store;
	return 0;
}

enum problem_code carry_store(struct hosted *h, struct host_job *job, struct problem *p)
{
	char from[ID_TEXT_MAX], to[ID_TEXT_MAX];
	struct log_entry done;
	struct acts_run run;
	id_format(job->carried->store, from);
	id_format(job->seat, to);
	/* with blanks: no client can send such a key */
	struct str key = arena_printf(job->arena, "copy %s %s", from, to);
	enum problem_code code = actlog_by_key(h->db, job->arena, h->id, job->person, key, &job->before, &done, p);
	job->result.id = store_of(h, job->seat);
	if (code || job->before)
		return code;
	if (job->result.id) /* also one that is only applied for: its capital is paid in */
		return problem_set(p, PROBLEM_STORE_EXISTS, "seat", NULL);
	struct market *fork = market_fork(h->m);
	code = play(job->carried, job->seat, try_act, fork, job->arena, &job->result.id, p);
	market_destroy(fork);
	if (code || (code = acts_begin(h, job->person, &run, p)))
		return code;
	run.key = key;
	enum problem_code refused = play(job->carried, job->seat, acts_run, &run, job->arena, &job->result.id, p);
	if (refused && !run.failed) { /* the fork said otherwise: the storage is asked what is true */
		run.why = *p;
		run.failed = refused;
	}
	return acts_end(&run, p);
}
