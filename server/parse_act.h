/* parse_act.h: acts and questions from JSON or a query, by their descriptions.
 *
 * Unknown fields and wrong types are refused here, limits and required fields by act_check() and ask_check(). Fields of kind tokens are never given: the stems of
 * the text they belong to are computed here, in the language of the field `language` or of the marketplace `country`. */
#ifndef SERVER_PARSE_ACT_H
#define SERVER_PARSE_ACT_H
#include "market/ask.h"
#include "market/world/world.h"
#include "server/parse.h"

#include <jansson.h>

/* Spans point into body and the arena. body must be an object. */
enum problem_code parse_act(const json_t *body, enum act_kind kind, const struct world *w, struct arena *mem, struct act *ret, struct problem *p);
enum problem_code parse_ask(const json_t *body, enum ask_kind kind, const struct world *w, struct arena *mem, struct ask *ret, struct problem *p);
/* From the parameters of an address; "seat" is not a field and is passed over. Lists and objects need a body. */
enum problem_code parse_ask_query(
	const struct query *q, enum ask_kind kind, const struct world *w, struct arena *mem, struct ask *ret, struct problem *p);
/* The stems of an act that was not read from JSON: fills its fields of kind tokens. */
void act_tokens(struct act *a, const struct world *w, struct arena *mem);
/* The JSON schema of an act's or question's body. */
void fields_schema(const struct field_desc *fields, struct jw *j);
#endif
