/* lesson_inside.h: what the files that read a pack share. */
#ifndef SCHOOL_LESSON_INSIDE_H
#define SCHOOL_LESSON_INSIDE_H
#include "school/lesson.h"

enum { LESSON_TEXT_MAX = 256 << 10 };
struct telling {
	lesson_fault *fault;
	void *arg;
	int n;
};
void tell_fault(struct telling *t, const char *file, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void lesson_text_read(struct lesson *l, struct lesson_text *t, struct str in, const char *file, struct telling *tell);
/* The member "quiz" of lesson.json (a json_t), and whether the texts have its questions. */
void lesson_quiz_read(struct lesson *l, const void *json, struct telling *tell);
void lesson_quiz_compare(struct lesson *l, struct telling *tell);
#endif
