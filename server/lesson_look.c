/* What the checks of lessons share: the student's own acts, the store's listings and offers, answers of the market, figures that people write. */
#include "server/lesson_look.h"
#include "market/world/world.h"
#include "server/actlog.h"

#include <string.h>

enum { OWN_ACTS_MAX = 4000, OFFERS_MAX = 400 };

bool look_failed(struct lesson_look *k, enum problem_code code)
{
	return code != PROBLEM_NONE && (k->problem.code = code) != PROBLEM_NONE;
}

/* ---- what the student did himself ---- */

static const char ACTS[] = "SELECT at_min, at_real_ms, act, answer FROM market_log\n"
			   "WHERE market_id = ?1 AND person = ?2 AND seat = ?3 AND kind = 0 ORDER BY position LIMIT 4000";

static uint64_t made_of(struct str answer)
{
	uint64_t id = 0;
	json_t *o = json_loadb(answer.p ? answer.p : "", answer.n, 0, NULL), *v = json_object_get(o, "id");
	if (json_is_string(v))
		id_parse((struct str){ json_string_value(v), json_string_length(v) }, &id);
	json_decref(o);
	return id;
}

void look_acts(struct lesson_look *k)
{
	if (k->have_acts)
		return;
	k->have_acts = true;
	k->acts = ARENA_ARRAY(k->arena, struct own_act, OWN_ACTS_MAX);
	struct stmt *q = db_stmt(k->db, ACTS);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->person);
	db_bind_u64(q, 3, k->seat);
	while (k->n_acts < OWN_ACTS_MAX && db_step(q)) {
		struct act *act = ARENA_NEW(k->arena, struct act);
		if (act_decode(arena_str(k->arena, db_blob(q, 2)), k->arena, act, NULL))
			continue;
		k->acts[k->n_acts++] = (struct own_act){ act, made_of(db_str(q, 3)), db_i64(q, 0), db_i64(q, 1) };
	}
	look_failed(k, db_end(q, &k->problem));
}

bool look_wrote(struct lesson_look *k, uint64_t listing, struct str language)
{
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *a = k->acts[i].act;
		if (a->kind == ACT_LISTING_WORDS && a->listing_words.listing == listing && (!language.n || str_eq(a->listing_words.language, language)))
			return true;
	}
	return false;
}

bool look_priced(struct lesson_look *k, uint64_t listing, struct str country)
{
	look_acts(k);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *a = k->acts[i].act;
		if (a->kind == ACT_OFFER_SET && a->offer_set.listing == listing && (!country.n || str_eq(a->offer_set.country, country)))
			return true;
	}
	return false;
}

/* ---- rows ---- */

struct stmt *look_rows(struct lesson_look *k, const char *sql)
{
	struct stmt *q = db_stmt(k->db, sql);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->store);
	return q;
}

int64_t look_number(struct lesson_look *k, const char *sql)
{
	int64_t n = 0;
	struct stmt *q = look_rows(k, sql);
	while (db_step(q))
		n = db_is_null(q, 0) ? 0 : db_i64(q, 0);
	return look_failed(k, db_end(q, &k->problem)) ? 0 : n;
}

static const char LISTINGS[] = "SELECT \"id\", \"good\", \"sku\", \"state\", \"published_min\" FROM m_listing\n"
			       "WHERE market_id = ?1 AND \"store\" = ?2 ORDER BY \"id\" LIMIT 200";

struct listing_row *look_listings(struct lesson_look *k, int *ret_n)
{
	struct listing_row *rows = ARENA_ARRAY(k->arena, struct listing_row, OWN_LISTINGS_MAX);
	int n = 0;
	look_acts(k);
	struct stmt *q = look_rows(k, LISTINGS);
	while (n < OWN_LISTINGS_MAX && db_step(q)) {
		rows[n] = (struct listing_row){ db_u64(q, 0), arena_str(k->arena, db_str(q, 1)), arena_str(k->arena, db_str(q, 2)), arena_str(k->arena, db_str(q, 3)),
			db_is_null(q, 4) ? -1 : db_i64(q, 4), false };
		for (int i = 0; i < k->n_acts; i++)
			rows[n].own = rows[n].own || (k->acts[i].act->kind == ACT_LISTING_SAVE && k->acts[i].made == rows[n].id && !k->acts[i].act->listing_save.listing);
		n++;
	}
	if (look_failed(k, db_end(q, &k->problem)))
		n = 0;
	*ret_n = n;
	return rows;
}

static const char OFFERS[] = "SELECT \"listing\", \"country\", \"price_minor\", \"ship_minor\", \"channel\", \"state\", \"id\", \"findings\" FROM m_offer\n"
			     "WHERE market_id = ?1 AND \"store\" = ?2 AND \"price_minor\" > 0 AND \"channel\" IS NOT NULL ORDER BY \"id\" LIMIT 400";

struct offer_row *look_offers(struct lesson_look *k, int *ret_n)
{
	int n, n_offers = 0;
	struct listing_row *l = look_listings(k, &n);
	struct offer_row *rows = ARENA_ARRAY(k->arena, struct offer_row, OFFERS_MAX);
	struct stmt *q = look_rows(k, OFFERS);
	while (n_offers < OFFERS_MAX && db_step(q))
		for (int i = 0; i < n; i++)
			if (l[i].id == db_u64(q, 0) && !str_eq(l[i].state, STR("deleted")))
				rows[n_offers++] = (struct offer_row){ &l[i], db_u64(q, 6), arena_str(k->arena, db_str(q, 1)), arena_str(k->arena, db_str(q, 4)),
					arena_str(k->arena, db_str(q, 5)), db_i64(q, 2), db_i64(q, 3), db_is_null(q, 7) ? 0 : db_u64(q, 7) };
	if (look_failed(k, db_end(q, &k->problem)))
		n_offers = 0;
	*ret_n = n_offers;
	return rows;
}

/* ---- questions ---- */

json_t *look_ask(struct lesson_look *k, struct ask *question)
{
	struct buf b;
	struct jw j;
	json_t *o = NULL;
	buf_init(&b, 4 << 20);
	jw_init(&j, &b);
	question->seat = k->seat;
	if (!market_ask(k->view, question, k->arena, &j, NULL))
		o = json_loadb(b.p ? b.p : "", b.n, 0, NULL);
	buf_fini(&b);
	return o;
}

void ask_give(struct ask *q, const char *field)
{
	const struct field_desc *f = ask_desc[q->kind].fields;
	for (int i = 0; f[i].name; i++)
		if (strcmp(f[i].name, field) == 0)
			q->given |= (uint64_t)1 << i;
}

json_t *look_price(struct lesson_look *k, struct str good, struct str country, struct str channel, int64_t price_minor, int64_t ship_minor)
{
	static const char *const given[] = { "good", "country", "channel", "price_minor", "ship_minor" };
	struct ask ask = { .kind = ASK_PRICE_PLAN };
	ask.price_plan.good = good;
	ask.price_plan.country = country;
	ask.price_plan.channel = channel;
	ask.price_plan.price_minor = price_minor;
	ask.price_plan.ship_minor = ship_minor;
	for (int g = 0; g < 5; g++)
		ask_give(&ask, given[g]);
	return look_ask(k, &ask);
}

json_t *look_quotes(struct lesson_look *k, struct str good, struct str country, int64_t quantity)
{
	struct ask ask = { .kind = ASK_FREIGHT_QUOTES };
	ask.freight_quotes.good = good;
	ask.freight_quotes.country = country;
	ask.freight_quotes.quantity = quantity;
	ask_give(&ask, "good");
	ask_give(&ask, "country");
	ask_give(&ask, "quantity");
	return look_ask(k, &ask);
}

json_t *look_sheet(struct lesson_look *k, struct str good, struct str country)
{
	struct ask ask = { .kind = ASK_SOURCING_GOOD };
	ask.sourcing_good.good = good;
	ask.sourcing_good.country = country;
	ask_give(&ask, "good");
	ask_give(&ask, "country");
	return look_ask(k, &ask);
}

json_t *look_why(struct lesson_look *k, uint64_t listing, struct str country)
{
	struct ask ask = { .kind = ASK_LISTING_WHY };
	ask.listing_why.listing = listing;
	ask.listing_why.country = country;
	ask.listing_why.days = WHY_DAYS;
	ask_give(&ask, "listing");
	ask_give(&ask, "country");
	ask_give(&ask, "days");
	return look_ask(k, &ask);
}

/* ---- figures ---- */

struct str json_text(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return (struct str){ json_string_value(v), json_string_length(v) };
}

int64_t json_micro(const json_t *o, const char *key)
{
	int64_t micro = 0;
	struct str amount = json_text(json_object_get(o, key), "amount");
	return amount.n && str_decimal(amount, 6, &micro) ? micro : 0;
}

bool said_number(struct str answer, int64_t *ret_micro)
{
	char text[32];
	size_t n = 0;
	bool any = false;
	for (size_t i = 0; i < answer.n; i++) {
		unsigned char c = (unsigned char)answer.p[i];
		if (c == '-' && n)
			return false;
		if ((c >= '0' && c <= '9') || c == '.' || c == '-') {
			if (n == sizeof text)
				return false;
			text[n++] = (char)c;
			any = any || (c != '.' && c != '-');
		} else if (c >= 'a' && c <= 'z') {
			return false; /* words are no figure; signs of money and of percent, blanks and commas are passed over */
		}
	}
	return any && str_decimal((struct str){ text, n }, 6, ret_micro);
}

bool said_near(int64_t said_micro, int64_t is_micro, int64_t ppm, int64_t least_micro)
{
	int64_t off = said_micro > is_micro ? said_micro - is_micro : is_micro - said_micro, size = is_micro < 0 ? -is_micro : is_micro;
	int64_t may = size / MILLION * ppm + size % MILLION * ppm / MILLION;
	return off <= (may > least_micro ? may : least_micro);
}

struct str arg_count(struct lesson_look *k, int64_t n)
{
	return arena_printf(k->arena, "%lld", (long long)n);
}

struct str arg_moment(struct lesson_look *k, int64_t at_min)
{
	return arena_printf(k->arena, "@min:%lld", (long long)at_min);
}

struct str arg_micro(struct lesson_look *k, int64_t micro)
{
	int64_t cents = (micro < 0 ? -micro : micro) / 10000;
	return arena_printf(k->arena, "%s%lld.%02lld", micro < 0 ? "-" : "", (long long)(cents / 100), (long long)(cents % 100));
}

struct str arg_code(struct lesson_look *k, const char *kind, struct str code)
{
	return arena_printf(k->arena, "@%s:%.*s", kind, STR_FMT(code));
}

struct str arg_amount(struct lesson_look *k, const json_t *o, const char *key)
{
	const json_t *m = json_object_get(o, key);
	struct str amount = json_text(m, "amount"), currency = json_text(m, "currency");
	return arena_printf(k->arena, "%.*s %.*s", STR_FMT(amount), STR_FMT(currency));
}
