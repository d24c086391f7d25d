/* gate.h: sessions that the event loops may look at without SQL. An entry is read anew after 30 s, so that what another process changed is seen. */
#ifndef SERVER_GATE_H
#define SERVER_GATE_H
#include "school/session.h"

enum { GATE_FRESH_S = 30 };
struct gate;
struct gate *gate_create(void);
void gate_destroy(struct gate *g);
/* True if the token's session, or that there is none (person 0), is known freshly. */
bool gate_get(struct gate *g, const unsigned char token_hash[32], int64_t now_s, struct session *ret);
void gate_put(struct gate *g, const struct session *s, int64_t now_s); /* person 0: no such session */
void gate_forget(struct gate *g, const unsigned char token_hash[32]);
void gate_forget_person(struct gate *g, uint64_t person);
#endif
