/* What the screens are told as it happens. A stream belongs to its connection's loop; sending only posts there, so the market's lock may be held. */
#include "server/hosted.h"
#include "base/calendar.h"
#include "server/lessons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* {ref}, {a}, {b} of the event's sentence. */
static void write_text(struct jw *j, const struct event *e, enum lang lang)
{
	struct buf b;
	struct str text = str_c(lang == LANG_ZH ? event_desc[e->kind].zh : event_desc[e->kind].en);
	buf_init(&b, 4096);
	while (text.n) {
		char id[ID_TEXT_MAX];
		if (str_starts(text, STR("{a}")) || str_starts(text, STR("{b}"))) {
			buf_printf(&b, "%lld", (long long)(text.p[1] == 'a' ? e->a : e->b));
			text = str_sub(text, 3, text.n);
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

void news_write(struct jw *j, int64_t position, const struct event *e, enum lang lang)
{
	jw_object(j);
	jw_ki64(j, "position", position);
	jw_ktime(j, "at", e->at_min);
	jw_kcstr(j, "kind", event_desc[e->kind].name);
	jw_kid(j, "seat", e->seat);
	jw_kid(j, "store", e->store);
	jw_kid(j, "ref", e->ref);
	jw_ki64(j, "a", e->a);
	jw_ki64(j, "b", e->b);
	write_text(j, e, lang);
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
	news_write(&j, row->position, &row->event, s->lang);
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

static void send_clock(struct subscriber *s, const struct hosted_state *state)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 4096);
	jw_init(&j, &b);
	hosted_write_clock(state, &j);
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

void news_settings(struct hosted *h)
{
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
	pthread_mutex_lock(&h->lock);
	struct subscriber **at = &h->subscribers;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	pthread_mutex_unlock(&h->lock);
	http_stream_close(s->stream);
	free(s);
}

void hosted_subscribe(struct hosted *h, struct http_request *r, uint64_t seat)
{
	struct subscriber *s = mem_alloc(sizeof *s);
	s->h = h;
	s->seat = seat;
	s->staff = r->session.role != ROLE_STUDENT;
	s->lang = r->lang;
	pthread_mutex_lock(&h->lock); /* leave() waits for the list to be right */
	s->stream = http_stream_open(r, leave, s);
	s->next = h->subscribers;
	h->subscribers = s;
	send_clock(s, &h->state);
	pthread_mutex_unlock(&h->lock);
}
