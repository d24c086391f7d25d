#include "scenario/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void faults_init(struct faults *f)
{
	*f = (struct faults){ 0 };
	arena_init(&f->texts, 0);
}

void faults_fini(struct faults *f)
{
	arena_fini(&f->texts);
	free(f->fault);
	*f = (struct faults){ 0 };
}

void faults_add(struct faults *f, enum fault_grade grade, const char *file, uint32_t line, const char *column, const char *format, ...)
{
	uint32_t *count = grade == FAULT_ERROR ? &f->n_errors : &f->n_warnings;
	if ((*count)++ >= FAULTS_MAX)
		return;
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	struct str s = str_c(text);
	while (s.n && !str_utf8_ok(s))
		s.n--;
	if ((f->n & (f->n - 1)) == 0)
		f->fault = mem_grow(f->fault, (f->n ? f->n * 2 : 1) * sizeof *f->fault);
	f->fault[f->n++] = (struct fault){ .grade = grade, .file = arena_cstr(&f->texts, str_c(file)), .line = line, .column = arena_cstr(&f->texts, str_c(column)),
		.text = arena_cstr(&f->texts, s) };
}

void faults_text(const struct faults *f, struct buf *out)
{
	for (uint32_t i = 0; i < f->n; i++) {
		const struct fault *x = &f->fault[i];
		buf_str(out, str_c(x->file));
		if (x->line)
			buf_printf(out, ":%u", x->line);
		buf_str(out, STR(": "));
		if (x->grade == FAULT_WARNING)
			buf_str(out, STR("warning: "));
		if (x->column[0])
			buf_printf(out, "%s: ", x->column);
		buf_printf(out, "%s\n", x->text);
	}
	if (f->n_errors > FAULTS_MAX)
		buf_printf(out, "... and %u more errors\n", f->n_errors - FAULTS_MAX);
	if (f->n_warnings > FAULTS_MAX)
		buf_printf(out, "... and %u more warnings\n", f->n_warnings - FAULTS_MAX);
}
