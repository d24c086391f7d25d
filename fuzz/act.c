/* What a browser sends to a market. The first line names an act ("listing.words", then a JSON body) or a question ("mall.search", then a JSON body, or a query
 * that begins with '?'). What is accepted keeps its promises: an act survives the log, a question is answered with one JSON value or a problem in good UTF-8. */
#include "fuzz/fuzz.h"
#include "market/core/state.h"
#include "market/core/view.h"
#include "scenario/scenario.h"
#include "server/parse_act.h"

#include <string.h>

static const struct world *world;
static struct market *market;
static struct market_view *view;

static void prepare(void)
{
	struct world *w;
	struct problem p;
	HOLDS(!scenario_open("worlds/first-harbour", &w, &p));
	w->params.pages_per_seat_day /= 8;
	w->params.buyers_per_seat /= 8;
	world = w;
	market = market_create(&(struct market_config){ world, { 1, 0 } });
	market_advance(market, market_now_min(market) + 1440, NULL, NULL, NULL);
	view = market_publish(market);
}

static void check_problem(const struct problem *p, enum problem_code code)
{
	struct buf text;
	HOLDS(p->code == code && str_utf8_ok(str_c(p->field)) && problem_status(code) >= 400 && problem_status(code) < 500);
	for (int lang = 0; lang < 2; lang++) {
		buf_init(&text, 4096);
		problem_text(p, (enum lang)lang, &text);
		HOLDS(text.n && str_utf8_ok(buf_span(&text)));
		buf_fini(&text);
	}
}

static void try_act(enum act_kind kind, const json_t *body, struct arena *a)
{
	struct act act, again;
	struct problem p;
	struct buf one, two;
	enum problem_code code = parse_act(body, kind, world, a, &act, &p);
	if (code) {
		check_problem(&p, code);
		return;
	}
	HOLDS(!act_check(&act, NULL));
	buf_init(&one, 1 << 20);
	buf_init(&two, 1 << 20);
	act_encode(&act, &one);
	HOLDS(!one.full && !act_decode(buf_span(&one), a, &again, NULL) && again.kind == kind && again.given == act.given);
	act_encode(&again, &two);
	HOLDS(str_eq(buf_span(&one), buf_span(&two)));
	buf_fini(&one);
	buf_fini(&two);
}

/* Ids that nothing has test nothing: odd ones become those of things that are there. */
static void make_known(struct ask *q)
{
	const struct field_desc *f = ask_desc[q->kind].fields;
	for (int i = 0; f[i].name; i++) {
		uint64_t *id = ask_field(q, i);
		if (f[i].kind == FIELD_ID && q->given >> i & 1 && *id & 1)
			*id = strcmp(f[i].of, "store") == 0 ? market->store.id[*id / 2 % market->store.t.n] : market->listing.id[*id / 2 % market->listing.t.n];
	}
}

static void try_ask(enum ask_kind kind, const json_t *body, const struct query *query, struct arena *a)
{
	struct ask q;
	struct problem p;
	struct buf out;
	struct jw j;
	enum problem_code code = body ? parse_ask(body, kind, world, a, &q, &p) : parse_ask_query(query, kind, world, a, &q, &p);
	if (code) {
		check_problem(&p, code);
		return;
	}
	make_known(&q);
	buf_init(&out, 16 << 20);
	jw_init(&j, &out);
	code = market_ask(view, &q, a, &j, &p);
	if (code) {
		check_problem(&p, code);
	} else {
		json_t *said = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
		HOLDS(said && !out.full);
		json_decref(said);
	}
	buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = { (const char *)p, n }, name;
	struct arena a;
	struct query query;
	if (!view)
		prepare();
	if (!str_next(&text, '\n', &name) || !text.p)
		return 0;
	enum act_kind act = act_find(name);
	enum ask_kind ask = ask_find(name);
	arena_init(&a, 0);
	if (text.n && text.p[0] == '?') {
		if (ask && parse_query(&a, str_sub(text, 1, text.n), &query))
			try_ask(ask, NULL, &query, &a);
	} else {
		json_t *body = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
		if (body && act)
			try_act(act, body, &a);
		else if (body && ask)
			try_ask(ask, body, NULL, &a);
		json_decref(body);
	}
	arena_fini(&a);
	return 0;
}
