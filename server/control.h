/* control.h: how the command line speaks with a running server: a socket in the data folder, for its owner only.
 *
 * No other process may open a live SQLite file, so a backup is made by the server itself. One line each way: "backup FOLDER" (absolute), or "keep DAYS FOLDER" for one beside the daily ones in
 * FOLDER, is answered by "ok", or by
 * a problem's stable code and its arguments, separated by tabs. */
#ifndef SERVER_CONTROL_H
#define SERVER_CONTROL_H
#include "server/host.h"

struct control;
/* NULL if the socket cannot be had; the server runs without it then. */
struct control *control_start(struct host *host, struct str data_dir);
void control_stop(struct control *c); /* NULL is allowed */
/* The other end: false if no server listens there. On success *ret_code is 0, or *p says what the server said. */
bool control_ask(const char *data_dir, const char *line, enum problem_code *ret_code, struct problem *p);
#endif
