/* The checks of school/checks.def. */
#include "server/lesson_look.h"
#include "base/calendar.h"
#include "base/money.h"
#include "market/world/world.h"

#include <string.h>

/* ---- the checks. Each is called for a seat that has a store. ---- */

static const char STORE[] = "SELECT \"name\", \"state\", \"decided_min\" FROM m_store WHERE market_id = ?1 AND \"id\" = ?2";

bool check_store_open(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	bool is = false;
	struct stmt *q = db_stmt(k->db, STORE);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->store);
	while (db_step(q)) {
		is = str_eq(db_str(q, 1), STR("active"));
		ret->arg[0] = arena_str(k->arena, db_str(q, 0));
		ret->at_min = db_is_null(q, 2) ? k->now_min : db_i64(q, 2);
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

static const char ABNORMAL[] = "SELECT o.\"number\", p.\"tracking\" FROM m_order o JOIN m_parcel p ON p.market_id = o.market_id AND p.\"id\" = o.\"parcel\"\n"
			       "WHERE o.market_id = ?1 AND o.\"store\" = ?2 AND o.\"number\" = ?3 AND (p.\"held\" <> 0 OR p.\"state\" = 'lost')";

bool check_order_abnormal(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t number;
	bool is = false;
	if (!str_i64(answer, &number))
		return false;
	struct stmt *q = db_stmt(k->db, ABNORMAL);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->store);
	db_bind_i64(q, 3, number);
	while (db_step(q)) {
		is = true;
		*ret = (struct lesson_found){ k->now_min, { arg_count(k, number), arena_str(k->arena, db_str(q, 1)) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

static const char WAITING[] = "SELECT COUNT(*) FROM m_order WHERE market_id = ?1 AND \"store\" = ?2 AND \"state\" = 'paid'";

bool check_order_waiting(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t said, is = -1;
	if (!str_i64(answer, &said))
		return false;
	struct stmt *q = db_stmt(k->db, WAITING);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->store);
	while (db_step(q))
		is = db_i64(q, 0);
	*ret = (struct lesson_found){ k->now_min, { arg_count(k, is) } };
	return !look_failed(k, db_end(q, &k->problem)) && is == said;
}

static bool taken_back(struct lesson_look *k, int purchase)
{
	bool is = false;
	for (int i = purchase; i < k->n_acts; i++)
		is = is || (k->acts[i].act->kind == ACT_PURCHASE_CANCEL && k->acts[i].act->purchase_cancel.purchase == k->acts[purchase].made);
	return is;
}

/* Goods that came with the store: those of listings that the student did not make. */
bool check_goods_bought(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t left = with->n;
	struct listing_row *l = look_listings(k, &n);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *act = k->acts[i].act;
		bool had = act->kind != ACT_PURCHASE_CREATE, cancelled = false;
		if (had)
			continue;
		for (int j = 0; j < n; j++)
			had = had || (!l[j].own && str_eq(l[j].good, act->purchase_create.good));
		for (int j = 0; j < i; j++) /* goods bought twice are one kind */
			had = had || (k->acts[j].act->kind == ACT_PURCHASE_CREATE && str_eq(k->acts[j].act->purchase_create.good, act->purchase_create.good) && !taken_back(k, j));
		cancelled = taken_back(k, i);
		if (had || cancelled || --left > 0)
			continue;
		*ret = (struct lesson_found){ k->acts[i].at_min, { arg_count(k, act->purchase_create.quantity), arg_code(k, "good", act->purchase_create.good) } };
		return true;
	}
	return false;
}

static const char WORDS[] = "SELECT \"tongue\", \"title\", \"bullets\" FROM m_words WHERE market_id = ?1 AND \"listing\" = ?2 ORDER BY \"id\"";

static int lines_of(struct str text)
{
	struct str line;
	int n = 0;
	while (text.n && str_next(&text, '\n', &line))
		n += str_trim(line).n > 0;
	return n;
}

static bool same_words(struct str a, struct str b)
{
	return str_eq_nocase(str_trim(a), str_trim(b));
}

bool check_listing_written(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	enum { BULLETS = 5, TITLE_SHOWN = 60 };
	int n;
	bool is = false;
	struct listing_row *l = look_listings(k, &n);
	for (int i = 0; i < n && !is; i++) {
		uint32_t good = world_find(k->world, W_good, l[i].good);
		if (!l[i].own || good == ROW_NONE || str_eq(l[i].state, STR("deleted")))
			continue;
		struct stmt *q = db_stmt(k->db, WORDS);
		db_bind_u64(q, 1, k->market);
		db_bind_u64(q, 2, l[i].id);
		while (db_step(q)) {
			int tongue = tongue_find(db_str(q, 0)), bullets = lines_of(db_str(q, 2));
			struct str title = str_trim(db_str(q, 1));
			bool copied = tongue >= 0 && same_words(title, world_str(k->world, k->world->good.name[good].in[tongue]));
			if (is || !title.n || copied || bullets < BULLETS || (with->language.n && !str_eq(db_str(q, 0), with->language)))
				continue;
			is = true;
			*ret = (struct lesson_found){ k->now_min, { l[i].sku, arg_count(k, bullets), arena_str(k->arena, str_utf8_head(title, TITLE_SHOWN)) } };
		}
		if (look_failed(k, db_end(q, &k->problem)))
			return false;
	}
	return is;
}

bool check_price_above_cost(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	bool is = false;
	struct offer_row *offers = look_offers(k, &n);
	for (int i = 0; i < n && !is; i++) {
		if (!offers[i].of->own)
			continue;
		json_t *plan = look_price(k, offers[i].of->good, offers[i].country, offers[i].channel, offers[i].price_minor, offers[i].ship_minor);
		struct str profit = json_text(json_object_get(plan, "profit"), "amount");
		is = plan && profit.n && profit.p[0] != '-';
		if (is)
			*ret = (struct lesson_found){ k->now_min, { offers[i].of->sku, arg_code(k, "country", offers[i].country), arg_amount(k, plan, "price"), arg_amount(k, plan, "break_even") } };
		json_decref(plan);
	}
	return is;
}

bool check_listing_published(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	int64_t left = with->n;
	struct listing_row *l = look_listings(k, &n);
	for (int i = 0; i < n; i++) {
		if (!l[i].own || !str_eq(l[i].state, STR("active")) || --left > 0)
			continue;
		*ret = (struct lesson_found){ l[i].published_min >= 0 ? l[i].published_min : k->now_min, { l[i].sku } };
		return true;
	}
	return false;
}

static const char SHIPPED[] = "SELECT o.\"number\", o.\"shipped_min\", o.\"ship_by_min\", p.\"channel\", p.\"cost_fen\" FROM m_order o\n"
			      "JOIN m_parcel p ON p.market_id = o.market_id AND p.\"id\" = o.\"parcel\"\n"
			      "WHERE o.market_id = ?1 AND o.\"store\" = ?2 AND o.\"id\" = ?3 AND o.\"shipped_min\" <= o.\"ship_by_min\"";

static bool shipped_in_time(struct lesson_look *k, uint64_t order, struct lesson_found *ret)
{
	bool is = false;
	char cost[MONEY_TEXT_MAX];
	struct stmt *q = db_stmt(k->db, SHIPPED);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->store);
	db_bind_u64(q, 3, order);
	while (db_step(q)) {
		is = true;
		money_format(db_i64(q, 4), "CNY", cost);
		*ret = (struct lesson_found){ db_i64(q, 1), { arg_count(k, db_i64(q, 0)), arg_code(k, "channel", db_str(q, 3)), arena_str(k->arena, str_c(cost)), arg_moment(k, db_i64(q, 2)) } };
	}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

bool check_order_shipped(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t left = with->n;
	look_acts(k);
	for (int i = 0; i < k->n_acts && !k->problem.code; i++) {
		const struct act *act = k->acts[i].act;
		if (act->kind == ACT_ORDER_SHIP && shipped_in_time(k, act->order_ship.order, ret) && --left <= 0)
			return true;
		for (size_t o = 0; act->kind == ACT_ORDER_SHIP_BULK && o < act->order_ship_bulk.orders.n; o++) {
			uint64_t id;
			if (id_parse(act->order_ship_bulk.orders.v[o], &id) && shipped_in_time(k, id, ret) && --left <= 0)
				return true;
		}
	}
	return false;
}

static const char ORDERS[] = "SELECT \"number\", \"placed_min\", \"country\", \"listing\" FROM m_order\n"
			     "WHERE market_id = ?1 AND \"store\" = ?2 ORDER BY \"placed_min\", \"id\" LIMIT 20000";

bool check_order_first(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	bool is = false;
	struct listing_row *l = look_listings(k, &n);
	struct stmt *q = db_stmt(k->db, ORDERS);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->store);
	while (!is && db_step(q))
		for (int i = 0; i < n && !is; i++) {
			if (!l[i].own || l[i].id != db_u64(q, 3))
				continue;
			is = true;
			*ret = (struct lesson_found){ db_i64(q, 1), { arg_count(k, db_i64(q, 0)), l[i].sku, arg_code(k, "country", db_str(q, 2)) } };
		}
	return !look_failed(k, db_end(q, &k->problem)) && is;
}

/* The step of the funnel with the largest loss in figures; -1 before anything was counted. */
static int worst_step(struct lesson_look *k, const struct offer_row *offer, int64_t ret_figures[2])
{
	static const char *const steps[] = { "pages", "eligible", "shown", "examined", "clicks", "orders" };
	int worst = -1;
	int64_t most = 0, before = 0;
	json_t *why = look_why(k, offer->of->id, offer->country);
	const json_t *funnel = json_object_get(why, "funnel");
	for (int i = 0; funnel && i < 6; i++) {
		int64_t is = json_integer_value(json_object_get(funnel, steps[i]));
		if (i && before - is > most) {
			most = before - is;
			worst = i - 1;
			ret_figures[0] = before;
			ret_figures[1] = is;
		}
		before = is;
	}
	json_decref(why);
	return worst;
}

bool check_funnel_read(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int n;
	struct offer_row *offers = look_offers(k, &n);
	for (int i = 0; i < n; i++) {
		int64_t figures[2];
		if (with->word.n ? !str_eq(offers[i].of->sku, with->word) : !offers[i].of->own)
			continue;
		int worst = worst_step(k, &offers[i], figures);
		struct str choices = str_c(check_desc[CHECK_FUNNEL_READ].choices), choice = STR_NONE;
		for (int c = 0; c <= worst; c++)
			str_next(&choices, '|', &choice);
		if (worst < 0 || !str_eq(choice, answer))
			continue;
		*ret = (struct lesson_found){ k->now_min, { offers[i].of->sku, arg_count(k, figures[0]), arg_count(k, figures[1]), arg_code(k, "step", choice) } };
		return true;
	}
	return false;
}

bool check_listing_improved(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	int64_t read_s = -1;
	int n;
	for (int i = 0; i < k->n_done; i++) {
		const struct lesson_step *s = lesson_step(k->lesson, k->done[i].step);
		if (s && s->check == CHECK_FUNNEL_READ && k->done[i].seat == k->seat && k->done[i].state == STEP_DONE)
			read_s = k->done[i].at_s;
	}
	if (read_s < 0)
		return false;
	struct listing_row *l = look_listings(k, &n);
	for (int i = 0; i < k->n_acts; i++) {
		const struct act *act = k->acts[i].act;
		uint64_t of = act->kind == ACT_LISTING_SAVE ? act->listing_save.listing :
			      act->kind == ACT_LISTING_WORDS ? act->listing_words.listing :
			      act->kind == ACT_OFFER_SET ? act->offer_set.listing :
							   0;
		for (int j = 0; j < n && of && k->acts[i].at_real_ms / 1000 >= read_s; j++) {
			if (!l[j].own || l[j].id != of)
				continue;
			*ret = (struct lesson_found){ k->acts[i].at_min, { l[j].sku, arg_code(k, "act", str_c(act_desc[act->kind].name)) } };
			return true;
		}
	}
	return false;
}

/* A text is kept as it is. */
bool check_text_given(struct lesson_look *k, const struct lesson_with *with, struct str answer, struct lesson_found *ret)
{
	*ret = (struct lesson_found){ .at_min = k->now_min };
	return str_trim(answer).n > 0;
}

bool lesson_look_at(struct lesson_look *look, const struct lesson_step *step, struct str answer, struct lesson_found *ret)
{
	static bool (*const checks[CHECK_MAX])(struct lesson_look *, const struct lesson_with *, struct str, struct lesson_found *) = {
#define CHECK(NAME, name, dotted, how, tables, choices, takes, en, zh, evidence_en, evidence_zh) [CHECK_##NAME] = check_##name,
#include "school/checks.def"
#undef CHECK
	};
	struct lesson_found found = { 0 };
	look->problem.code = PROBLEM_NONE;
	if ((!look->store && check_desc[step->check].how != CHECK_TEXT) || !checks[step->check](look, &step->with, answer, &found) || look->problem.code)
		return false;
	*ret = found;
	return true;
}

void lesson_own(struct lesson_look *look, uint64_t *ret_listing, struct str *ret_good)
{
	int n = 0;
	struct listing_row *l = look->store ? look_listings(look, &n) : NULL;
	*ret_listing = 0;
	*ret_good = STR("");
	for (int i = 0; i < n; i++)
		if (l[i].own && !str_eq(l[i].state, STR("deleted")))
			*ret_listing = l[i].id;
	for (int i = look->n_acts - 1; i >= 0 && !ret_good->n; i--) {
		bool had = look->acts[i].act->kind != ACT_PURCHASE_CREATE;
		for (int j = 0; j < n && !had; j++)
			had = !l[j].own && str_eq(l[j].good, look->acts[i].act->purchase_create.good);
		if (!had)
			*ret_good = look->acts[i].act->purchase_create.good;
	}
}

/* ---- what is kept of it ---- */

struct str lesson_evidence(struct arena *a, const struct lesson_found *f, struct str answer)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 16 << 10);
	jw_init(&j, &b);
	jw_object(&j);
	jw_ki64(&j, "at_min", f->at_min);
	jw_key(&j, "args");
	jw_array(&j);
	for (int i = 0; i < 4 && f->arg[i].p; i++)
		jw_str(&j, f->arg[i]);
	jw_end_array(&j);
	jw_kstr(&j, "answer", answer);
	jw_end_object(&j);
	struct str text = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return text;
}

static struct str clock_text(struct arena *a, const struct world *w, int64_t at_min)
{
	struct civil c = cal_civil(at_min + w->timezone_min);
	return arena_printf(a, "%04d-%02d-%02d %02d:%02d", (int)c.year, c.month, c.day, c.hour, c.minute);
}

static struct str shown(struct arena *a, const struct world *w, struct str arg, enum lang lang)
{
	static const char *const words[][3] = {
		{ "step:eligible", "有资格展示", "Eligible" },	{ "step:shown", "展示", "Shown" },	    { "step:examined", "被看到", "Looked at" },
		{ "step:clicks", "点击", "Clicks" },		{ "step:orders", "成交", "Orders" },	    { "act:listing.save", "修改属性或图片", "changed facts or pictures" },
		{ "act:listing.words", "修改文案", "changed its words" }, { "act:offer.set", "修改售价或配送", "changed price or delivery" },
	};
	if (!arg.n || arg.p[0] != '@')
		return arg;
	struct str rest = str_sub(arg, 1, arg.n), kind;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(rest, str_c(words[i][0])))
			return str_c(words[i][lang == LANG_ZH ? 1 : 2]);
	str_next(&rest, ':', &kind);
	int64_t at_min;
	uint32_t row;
	if (str_eq(kind, STR("min")) && str_i64(rest, &at_min))
		return clock_text(a, w, at_min);
	if (str_eq(kind, STR("good")) && (row = world_find(w, W_good, rest)) != ROW_NONE)
		return world_str(w, w->good.name[row].in[lang == LANG_ZH ? TONGUE_ZH : TONGUE_EN]);
	if (str_eq(kind, STR("channel")) && (row = world_find(w, W_channel, rest)) != ROW_NONE)
		return world_str(w, lang == LANG_ZH ? w->channel.name_zh[row] : w->channel.name_en[row]);
	if (str_eq(kind, STR("country")) && (row = world_find(w, W_country, rest)) != ROW_NONE)
		return world_str(w, lang == LANG_ZH ? w->country.name_zh[row] : w->country.name_en[row]);
	return rest;
}

struct str lesson_sentence(struct arena *a, const struct world *w, enum lesson_check check, struct str evidence, enum lang lang, struct str *ret_answer)
{
	json_t *o = json_loadb(evidence.p ? evidence.p : "", evidence.n, 0, NULL);
	const json_t *args = json_object_get(o, "args");
	struct str text = str_c(check_desc[check].evidence[lang]);
	struct buf b;
	*ret_answer = arena_str(a, json_text(o, "answer"));
	buf_init(&b, 8 << 10);
	while (o && text.n) {
		if (str_starts(text, STR("{at}"))) {
			buf_str(&b, clock_text(a, w, json_integer_value(json_object_get(o, "at_min"))));
			text = str_sub(text, 4, text.n);
		} else if (text.n > 2 && text.p[0] == '{' && text.p[1] >= '0' && text.p[1] <= '3' && text.p[2] == '}') {
			const json_t *v = json_array_get(args, (size_t)(text.p[1] - '0'));
			buf_str(&b, shown(a, w, (struct str){ json_string_value(v), json_string_length(v) }, lang));
			text = str_sub(text, 3, text.n);
		} else {
			buf_char(&b, text.p[0]);
			text = str_sub(text, 1, text.n);
		}
	}
	struct str out = arena_str(a, buf_span(&b));
	buf_fini(&b);
	json_decref(o);
	return out;
}
