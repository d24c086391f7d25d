/* starter.h: the store with which a seat begins, where the market's setting `starter` says so. */
#ifndef SERVER_STARTER_H
#define SERVER_STARTER_H
#include "base/problem.h"
#include "school/school.h"

struct hosted;
/* Prepares a store for each of the seats that has none; on the market's thread, its seats are open. bots/starter.h says what such a store is. */
enum problem_code starter_open(struct hosted *h, const struct seat_row *seats, int n, struct problem *p);
#endif
