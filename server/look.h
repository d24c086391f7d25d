/* look.h: looks of staff at a student's things are written down. */
#ifndef SERVER_LOOK_H
#define SERVER_LOOK_H
#include "server/server.h"

/* Notes a look on the school's writer, from any thread, without waiting: as audit_look() of school/privacy.h. */
void look_note(struct server *s, uint64_t actor, uint64_t person, uint64_t market, const char *what);
#endif
