/* What the screens are told as it happens. A stream belongs to its connection's loop; sending only posts there, so the market's lock may be held. */
#include "server/hosted.h"
#include "base/calendar.h"
#include "server/lessons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* {ref}, {a}, {b} of the event's sentence; {n} with the blank before it goes where there is no order. */
static void write_text(struct jw *j, const struct event *e, uint32_t number, enum lang lang)
{
	struct buf b;
	struct str text = str_c(lang == LANG_ZH ? event_desc[e->kind].zh : event_desc[e->kind].en);
	buf_init(&b, 4096);
	while (text.n) {
		char id[ID_TEXT_MAX];
		if (str_starts(text, STR("{a}")) || str_starts(text, STR("{b}"))) {
			buf_printf(&b, "%lld", (long long)(text.p[1] == 'a' ? e->a : e->b));
			text = str_sub(text, 3, text.n);
		} else if (str_starts(text, STR(" {n}"))) {
			if (number)
				buf_printf(&b, " #%u", number);
			text = str_sub(text, 4, text.n);
		} else if (str_starts(text, STR("{ref}"))) {
			id_format(e->ref, id);
			buf_str(&b, str_c(id));
			text = str_sub(text, 5, text.n);
		} else {
			buf_char(&b, text.p[0]);
			text = str_sub(text, 1, text.n);
		}
	}
	jw_kstr(j, "text", buf_span(&b));
	buf_fini(&b);
}

void news_write(struct jw *j, const struct event_row *row, enum lang lang)
{
	const struct event *e = &row->event;
	jw_object(j);
	jw_ki64(j, "position", row->position);
	jw_ktime(j, "at", e->at_min);
	jw_kcstr(j, "kind", event_desc[e->kind].name);
	jw_kid(j, "seat", e->seat);
	jw_kid(j, "store", e->store);
	jw_kid(j, "ref", e->ref);
	jw_ki64(j, "a", e->a);
	jw_ki64(j, "b", e->b);
	if (row->number)
		jw_ki64(j, "number", row->number);
	write_text(j, e, row->number, lang);
	jw_end_object(j);
}

static void send_news(struct subscriber *s, const struct event_row *row)
{
	struct buf b;
	struct jw j;
	char id[24];
	if (!row->event.kind || (s->seat && s->seat != row->event.seat))
		return;
	buf_init(&b, 64 << 10);
	jw_init(&j, &b);
	news_write(&j, row, s->lang);
	snprintf(id, sizeof id, "%lld", (long long)row->position);
	http_stream_send(s->stream, STR("news"), str_c(id), buf_span(&b));
	buf_fini(&b);
}

static uint64_t seat_of(const struct hosted *h, uint64_t store)
{
	for (int i = 0; i < h->n_stores; i++)
		if (h->stores[i].store == store)
			return h->stores[i].seat;
	return 0;
}

static void send_changed(struct hosted *h, struct subscriber *s)
{
	struct buf b;
	struct jw j;
	uint64_t tables = 0;
	for (int i = 0; i < h->changes.n; i++)
		if (!s->seat || seat_of(h, h->changes.v[i].store) == s->seat)
			tables |= h->changes.v[i].tables;
	if (!tables)
		return;
	buf_init(&b, 64 << 10);
	jw_init(&j, &b);
	jw_object(&j);
	jw_key(&j, "tables");
	jw_array(&j);
	for (int t = 0; t < h->host->projection->n; t++)
		if (tables >> t & 1)
			jw_cstr(&j, h->host->projection->tables[t].name);
	jw_end_array(&j);
	jw_end_object(&j);
	http_stream_send(s->stream, STR("changed"), STR(""), buf_span(&b));
	buf_fini(&b);
}

void news_tell(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next) {
		for (int i = 0; i < h->n_news; i++)
			send_news(s, &h->news[i]);
		send_changed(h, s);
	}
	pthread_mutex_unlock(&h->lock);
	if (h->host->options.lessons && h->settings.lesson[0])
		lessons_changed(h->host->options.lessons, h->id, h->changes.v, h->changes.n);
	feed_rows_changed(h);
	h->n_news = 0;
	h->changes.n = 0;
}

void hosted_tell(struct hosted *h, uint64_t seat, const char *table)
{
	char data[80];
	snprintf(data, sizeof data, "{\"tables\":[\"%s\"]}", table);
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next)
		if (!seat || !s->seat || s->seat == seat)
			http_stream_send(s->stream, STR("changed"), STR(""), str_c(data));
	pthread_mutex_unlock(&h->lock);
}

static void send_clock(struct subscriber *s, const struct hosted_state *state) /* with the market's lock */
{
	struct hosted_state its = *state;
	hosted_day_fill(s->h, &its, s->staff ? 0 : s->seat);

	struct buf b;
	struct jw j;
	buf_init(&b, 4096);
	jw_init(&j, &b);
	hosted_write_clock(&its, &j);
	http_stream_send(s->stream, STR("clock"), STR(""), buf_span(&b));
	buf_fini(&b);
}

void news_clock(struct hosted *h, const struct hosted_state *state)
{
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next)
		send_clock(s, state);
	pthread_mutex_unlock(&h->lock);
}

void news_people(struct hosted *h)
{
	struct buf b;
	struct jw j;
	int64_t now_us = pace_now_us();
	buf_init(&b, 256 << 10);
	jw_init(&j, &b);
	pthread_mutex_lock(&h->lock);
	jw_object(&j);
	jw_key(&j, "seats");
	jw_array(&j);
	for (int i = 0; i < h->n_sitting; i++) {
		jw_object(&j);
		jw_kid(&j, "seat", h->sitting[i].seat);
		jw_kbool(&j, "ready", h->sitting[i].ready);
		jw_kbool(&j, "present", hosted_is_here(h, h->sitting[i].seat, now_us));
		jw_end_object(&j);
	}
	jw_end_array(&j);
	jw_end_object(&j);
	for (struct subscriber *s = h->subscribers; s; s = s->next) {
		send_clock(s, &h->state);
		if (s->staff)
			http_stream_send(s->stream, STR("ready"), STR(""), buf_span(&b));
	}
	pthread_mutex_unlock(&h->lock);
	buf_fini(&b);
}

static void send_day(struct hosted *h, struct subscriber *s)
{
	struct market_day d;
	struct buf b;
	struct jw j;
	char date[CAL_TEXT_MAX];
	uint64_t store = 0;
	for (int i = 0; i < h->n_stores && s->seat && !store; i++)
		store = h->stores[i].seat == s->seat ? h->stores[i].store : 0;
	if (s->seat && !store)
		return;
	market_get_day(h->m, store, h->state.now_min - 1, &d); /* at nine: of the day that has just ended */
	cal_format_date(d.day, date);
	buf_init(&b, 4096);
	jw_init(&j, &b);
	jw_object(&j);
	jw_ktime(&j, "now", h->state.now_min);
	jw_kcstr(&j, "day", date);
	jw_ki64(&j, "shown", (int64_t)d.shown);
	jw_ki64(&j, "clicks", (int64_t)d.clicks);
	jw_ki64(&j, "orders", (int64_t)d.orders);
	jw_ki64(&j, "units", (int64_t)d.units);
	jw_kmoney(&j, "sales", d.sales_fen, "CNY");
	jw_ki64(&j, "shipped", (int64_t)d.shipped);
	jw_ki64(&j, "late", (int64_t)d.late);
	jw_ki64(&j, "cancelled", (int64_t)d.cancelled);
	jw_ki64(&j, "delivered", (int64_t)d.delivered);
	jw_ki64(&j, "lost", (int64_t)d.lost);
	jw_ki64(&j, "returns", (int64_t)d.returns);
	jw_ki64(&j, "reviews", (int64_t)d.reviews);
	jw_ki64(&j, "stars_sum", (int64_t)d.stars_sum);
	jw_kmoney(&j, "paid", d.paid_fen, "CNY");
	jw_end_object(&j);
	http_stream_send(s->stream, STR("day"), STR(""), buf_span(&b));
	buf_fini(&b);
}

void news_day(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next)
		send_day(h, s);
	pthread_mutex_unlock(&h->lock);
}

void news_settings(struct hosted *h)
{
	hosted_board_poke(h);
	struct buf b[2];
	for (int staff = 0; staff < 2; staff++) {
		struct jw j;
		buf_init(&b[staff], 16 << 10);
		jw_init(&j, &b[staff]);
		settings_write(&j, &h->settings, staff);
	}
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next)
		http_stream_send(s->stream, STR("settings"), STR(""), buf_span(&b[s->staff]));
	pthread_mutex_unlock(&h->lock);
	buf_fini(&b[0]);
	buf_fini(&b[1]);
}

void news_heartbeat(struct hosted *h)
{
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next)
		http_stream_send(s->stream, STR("heartbeat"), STR(""), STR("{}"));
	pthread_mutex_unlock(&h->lock);
}

static void leave(void *arg)
{
	struct subscriber *s = arg;
	struct hosted *h = s->h;
	if (s->own)
		board_presence(h->board, s->seat, -1, real_now_ms());
	pthread_mutex_lock(&h->lock);
	struct subscriber **at = &h->subscribers;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	h->people = true;
	h->nobody_us = pace_now_us();
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
	http_stream_close(s->stream);
	free(s);
}

void hosted_send(struct hosted *h, uint64_t seat, const char *event, struct str data)
{
	pthread_mutex_lock(&h->lock);
	for (struct subscriber *s = h->subscribers; s; s = s->next)
		if (!seat || s->seat == seat)
			http_stream_send(s->stream, str_c(event), STR(""), data);
	pthread_mutex_unlock(&h->lock);
}

void hosted_subscribe(struct hosted *h, struct http_request *r, uint64_t seat, bool own)
{
	struct subscriber *s = mem_alloc(sizeof *s);
	s->h = h;
	s->seat = seat;
	s->staff = r->session.role != ROLE_STUDENT;
	s->lang = r->lang;
	s->own = own && seat;
	if (s->own)
		board_presence(h->board, seat, 1, real_now_ms());
	pthread_mutex_lock(&h->lock); /* leave() waits for the list to be right */
	s->stream = http_stream_open(r, leave, s);
	s->next = h->subscribers;
	h->subscribers = s;
	h->people = true;
	pthread_cond_signal(&h->wake);
	if (seat && !s->staff)
		hosted_note_here(h, seat);
	send_clock(s, &h->state);
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
}
