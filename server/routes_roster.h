/* routes_roster.h: what the routes of classes and people share. */
#ifndef SERVER_ROUTES_ROSTER_H
#define SERVER_ROUTES_ROSTER_H
#include "server/http.h"
#include "school/roster.h"

/* The class {id} of the path, if it is the asker's; false after having answered. */
bool own_class(struct http_request *r, struct class_row *ret);
/* Whether the asker may act for a person: a teacher for students of the teacher's classes; the lead for students and teachers; the admin for all. */
bool person_is_mine(struct http_request *r, const struct person *person, struct problem *p);
/* `"key":time|null`, of real seconds since 1970; 0 gives null. */
void write_real_time(struct jw *j, const char *key, int64_t at_s);
/* The file in a body of multipart/form-data; the body itself where content_type says something else. False if there is no file in it. */
bool multipart_file(struct str content_type, struct str body, struct str *ret);
#endif
