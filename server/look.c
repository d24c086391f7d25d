#include "server/look.h"
#include "school/privacy.h"

#include <stdio.h>
#include <stdlib.h>

struct noted {
	uint64_t actor, person, market;
	char what[24];
};

static void note(struct worker *w, void *arg)
{
	struct noted *n = arg;
	struct problem p;
	if (audit_look(worker_school(w), n->actor, n->person, n->market, n->what, &p))
		fprintf(stderr, "cohong: a look was not written down: %s\n", problem_name(p.code));
	free(n);
}

void look_note(struct server *s, uint64_t actor, uint64_t person, uint64_t market, const char *what)
{
	struct noted *n = mem_alloc(sizeof *n);
	*n = (struct noted){ .actor = actor, .person = person, .market = market };
	snprintf(n->what, sizeof n->what, "%s", what);
	if (!pool_post(server_writer(s), note, n))
		free(n);
}
