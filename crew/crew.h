/* crew.h: a fixed crew of threads that work through numbered parts; fits market_parallel_for.
 *
 * The parts are what the caller makes them, never a share of the threads: so results do not depend on how many there are. */
#ifndef CREW_CREW_H
#define CREW_CREW_H

struct crew;
struct crew *crew_create(int threads); /* the caller's own thread counts as one; at least 1 */
void crew_destroy(struct crew *c);     /* NULL is fine */
/* Runs body(arg, part) for part = 0 … parts-1 and returns when all are done. crew is a struct crew. One caller at a time. */
void crew_run(void *crew, int parts, void (*body)(void *arg, int part), void *arg);
#endif
