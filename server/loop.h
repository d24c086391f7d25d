/* loop.h: an event-loop thread that other threads can post to. */
#ifndef SERVER_LOOP_H
#define SERVER_LOOP_H
#include <stdbool.h>

struct event_base;
struct loop;

struct loop *loop_create(void); /* NULL if the system refuses; the thread runs after loop_start */
bool loop_start(struct loop *l);
void loop_stop(struct loop *l); /* does what was posted, ends the thread and waits for it */
void loop_destroy(struct loop *l);
struct event_base *loop_base(struct loop *l);
bool loop_is_mine(const struct loop *l); /* called on the loop's own thread */
/* work(arg) runs soon on the loop's thread; from any thread. */
void loop_post(struct loop *l, void (*work)(void *arg), void *arg);
#endif
