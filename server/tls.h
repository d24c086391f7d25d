/* tls.h: https with a certificate of the school's own, or one that is given.
 *
 * The school's own: FOLDER/ca.crt is an authority of this server alone (ten years), which computers may be told to trust; FOLDER/server.crt is signed by it for the
 * addresses and the name of this computer (397 days), and is made anew when those change or its end is near. Keys are P-256 and readable by their owner only. */
#ifndef SERVER_TLS_H
#define SERVER_TLS_H
#include "base/problem.h"

struct ssl_ctx_st;
/* Makes what is missing or no longer fits; listen is an address that belongs into the certificate besides all of this computer. */
enum problem_code tls_make(const char *folder, const char *listen, struct problem *p);
/* The context of a server: TLS 1.2 and 1.3. */
enum problem_code tls_context(const char *cert, const char *key, struct ssl_ctx_st **ret, struct problem *p);
void tls_context_free(struct ssl_ctx_st *ctx); /* NULL is allowed */
#endif
