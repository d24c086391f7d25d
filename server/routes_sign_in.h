/* routes_sign_in.h: what the ways to sign in share. */
#ifndef SERVER_ROUTES_SIGN_IN_H
#define SERVER_ROUTES_SIGN_IN_H
#include "server/http.h"

bool read_lang(struct http_request *r, enum lang *ret); /* the body's "lang"; false if it is neither zh nor en */
void bad_lang(struct http_request *r);
/* ON_WRITER: begins a session of a person who has shown who he is, and answers as GET /session does. what: as for sign_in_note(). */
void sign_in_begin(struct http_request *r, struct person *person, const char *what);

struct failed_sign_in {
	uint64_t person;  /* 0: nobody's, not logged */
	struct str login; /* whose attempts are counted; may be empty */
	uint64_t row;     /* of the roster, whose wrong numbers are counted; or 0 */
	const char *what;
	enum problem_code why;
};
/* Counts and logs it on the writer, then answers why. */
void sign_in_fail(struct http_request *r, struct failed_sign_in failed);
void sign_in_wrong(struct http_request *r);
#endif
