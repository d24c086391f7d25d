#include "server/export_acts.h"
#include "school/school.h"
#include "server/actlog.h"
#include "server/board.h"
#include "server/host.h"

#include <stdlib.h>

enum { PAGE = 100 };

static void write_field(struct jw *j, const struct field_desc *f, const void *v)
{
	const struct strs *list = v;
	const struct pairs *pairs = v;
	if (f->kind == FIELD_TOKENS) /* made from the texts */
		return;
	jw_key(j, f->name);
	switch (f->kind) {
	case FIELD_ID:
		jw_id(j, *(const uint64_t *)v);
		break;
	case FIELD_I64:
		jw_i64(j, *(const int64_t *)v);
		break;
	case FIELD_BOOL:
		jw_bool(j, *(const int64_t *)v != 0);
		break;
	case FIELD_STRS:
		jw_array(j);
		for (size_t i = 0; i < list->n; i++)
			jw_str(j, list->v[i]);
		jw_end_array(j);
		break;
	case FIELD_PAIRS:
		jw_object(j);
		for (size_t i = 0; i < pairs->n; i++) {
			jw_key_str(j, pairs->key[i]);
			jw_str(j, pairs->value[i]);
		}
		jw_end_object(j);
		break;
	default:
		jw_str(j, *(const struct str *)v);
	}
}

static void write_act(struct jw *j, uint64_t market, const struct log_entry *e, struct arena *a)
{
	struct act act;
	struct problem p;
	if (act_decode(e->act, a, &act, &p))
		return;
	const struct field_desc *f = act_desc[act.kind].fields;
	jw_object(j);
	jw_kid(j, "market", market);
	jw_ki64(j, "position", e->position);
	board_write_real(j, "at_real", e->at_real_ms);
	jw_ktime(j, "at", e->at_min);
	jw_kcstr(j, "act", act_desc[act.kind].name);
	jw_key(j, "given");
	jw_object(j);
	for (int i = 0; f[i].name; i++)
		if (act.given >> i & 1)
			write_field(j, &f[i], act_field(&act, i));
	jw_end_object(j);
	jw_end_object(j);
}

/* The newest first, page by page; *left counts down. */
static enum problem_code of_seat(struct db *db, const struct seat_row *seat, struct jw *j, int *left, bool *more, struct problem *p)
{
	struct arena a;
	struct log_entry *entries = mem_alloc(sizeof *entries * PAGE);
	int64_t before = INT64_MAX;
	int n = PAGE;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&a, 1 << 20);
	while (n == PAGE && !code && !*more) {
		arena_reset(&a);
		code = actlog_read_own(db, &a, seat->market, seat->person, seat->seat, before, PAGE, entries, &n, p);
		for (int i = 0; i < n && !code && !*more; i++) {
			before = entries[i].position;
			if (*left)
				write_act(j, seat->market, &entries[i], &a);
			*more = *left == 0;
			*left -= *left > 0;
		}
	}
	arena_fini(&a);
	free(entries);
	return code;
}

enum problem_code export_acts(struct worker *w, struct arena *a, uint64_t person, struct jw *j, struct problem *p)
{
	struct seat_row *seats;
	int n, left = EXPORT_ACTS_MAX;
	bool more = false;
	enum problem_code code = seat_list(worker_school(w), a, 0, person, &seats, &n, p);
	jw_key(j, "acts");
	jw_array(j);
	for (int i = 0; i < n && !code && !more; i++) {
		struct db *db;
		if (!(code = worker_db(w, host_db_name(seats[i].market, a), &db, p)))
			code = of_seat(db, &seats[i], j, &left, &more, p);
	}
	jw_end_array(j);
	jw_kbool(j, "acts_left_out", more);
	return code;
}
