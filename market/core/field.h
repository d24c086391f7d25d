/* field.h: described fields of acts and questions: where they are kept, what shape they must have. */
#ifndef MARKET_CORE_FIELD_H
#define MARKET_CORE_FIELD_H
#include "market/market.h"

/* Bytes from the start of the struct to field i. */
size_t field_offset(const struct field_desc *fields, int field);
/* Required fields are given, and what is given keeps its limits; text is UTF-8. raw: the struct; given: bit i, field i was given. */
enum problem_code fields_check(const struct field_desc *fields, const void *raw, uint64_t given, struct problem *p);
#endif
