/* What the teacher decides about a market. */
#include "server/routes_market.h"

static void answer_settings(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct settings s;
	struct host_job job = { .kind = JOB_SETTINGS, .person = r->session.person };
	if (!market_enter(r, &e))
		return;
	if (hosted_do(e.hosted, &job, &p)) {
		http_problem(r, &p);
		return;
	}
	settings_read(e.row.settings, &s);
	settings_write(http_json(r), &s, true);
	http_answer(r, 200);
}

void put_settings(struct http_request *r)
{
	struct problem p;
	struct entered e;
	struct str settings;
	if (!market_enter(r, &e))
		return;
	enum problem_code code = settings_merge(&r->arena, e.row.settings, r->json, "", &settings, &p);
	if (!code)
		code = registry_settings(r->db, e.row.id, settings, &p);
	if (!code)
		code = audit_add(r->db, r->session.person, "market.settings", e.row.id, settings, &p);
	if (code)
		http_problem(r, &p);
	else
		http_continue(r, ON_READER, answer_settings);
}
