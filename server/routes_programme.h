/* routes_programme.h: what the routes of programmes share. */
#ifndef SERVER_ROUTES_PROGRAMME_H
#define SERVER_ROUTES_PROGRAMME_H
#include "server/programmes.h"
#include "server/routes.h"

/* What a request is about. */
struct at_plan {
	const struct standard *standard;
	struct plan_row row;
	struct plan_version v; /* if the path has {version} */
	json_t *document;      /* with the lessons held; ends with at_plan_end() */
	int64_t day;           /* ?date=, else today */
};
/* {programme} and {version} of the path; false after having answered. with_document: reads it. */
bool at_plan(struct http_request *r, bool with_document, struct at_plan *ret);
void at_plan_end(struct at_plan *at);
/* The document of a version, with the lessons that were held. */
enum problem_code plan_read(struct http_request *r, const struct plan_row *row, const struct plan_version *v, json_t **ret, struct problem *p);
/* 422 programme.faults with the places. */
void answer_faults(struct http_request *r, const struct programme_check *c);
/* Stores the changed parts of the document (without module_lessons that were added) in the caller's transaction. */
enum problem_code plan_store(struct http_request *r, struct at_plan *at, json_t *changed, struct problem *p);
/* The etag of the body: present, and still true; false after having answered. Raises it. */
bool plan_take(struct http_request *r, struct at_plan *at, int64_t etag);
#endif
