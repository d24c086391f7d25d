/* lesson_docx.h: a lesson pack as a document that teachers edit: the lesson plan (教案) and the students' task sheet (实训任务书). */
#ifndef SCHOOL_LESSON_DOCX_H
#define SCHOOL_LESSON_DOCX_H
#include "base/buf.h"
#include "school/lesson.h"

enum lesson_docx_kind { LESSON_DOCX_PLAN, LESSON_DOCX_TASK };
/* The bytes of a .docx into out. */
enum problem_code lesson_docx(const struct lesson *l, enum lesson_docx_kind kind, enum lang lang, struct buf *out, struct problem *p);
#endif
