#include "server/upgrade.h"
#include "base/hash.h"
#include "base/json.h"
#include "server/hosted.h"
#include "server/log.h"

#include <stdio.h>

static void digest_now(const struct market *m, char ret[DIGEST_TEXT_MAX])
{
	uint64_t d[2];
	market_digest(m, d);
	digest_format(d, ret);
}

/* What changed, as the entry's answer. */
static void describe(const struct head *old, const struct snapshot *s, const char *digest, struct buf *out)
{
	struct jw j;
	jw_init(&j, out);
	jw_object(&j);
	jw_ki64(&j, "rules_from", old->rules);
	jw_ki64(&j, "rules_to", MARKET_RULES_VERSION);
	jw_kcstr(&j, "digest_from", s->digest);
	jw_kcstr(&j, "digest_to", digest);
	jw_end_object(&j);
}

static enum problem_code write_down(struct db *db, uint64_t market, const struct market *m, struct head *next, struct str answer, struct problem *p)
{
	struct log_entry e = { .position = next->position,
		.kind = LOG_UPGRADE,
		.at_min = next->now_min,
		.until_min = next->now_min,
		.at_real_ms = real_now_ms(),
		.act = STR(""),
		.answer = answer };
	enum problem_code code = actlog_append(db, market, &e, p);
	if (!code)
		code = head_rebase(db, market, next, p);
	return code ? code : snapshot_save(db, market, m, next->position, next->events, p);
}

enum problem_code upgrade_rules(struct db *db, uint64_t market, const struct world *world, const struct head *head, struct problem *p)
{
	struct head next = *head;
	struct market *m = NULL;
	struct snapshot s = { 0 };
	char digest[DIGEST_TEXT_MAX], has[24], knows[24];
	next.rules = MARKET_RULES_VERSION;
	if (!head->position)
		return head_rebase(db, market, &next, p);
	enum problem_code code = snapshot_load_older(db, market, world, &m, &s, p);
	if (code)
		return code;
	if (!m || s.position != head->position || s.events != head->events || s.now_min != head->now_min) {
		snprintf(has, sizeof has, "%lld", (long long)head->rules);
		snprintf(knows, sizeof knows, "%d", MARKET_RULES_VERSION);
		market_destroy(m);
		return problem_set(p, PROBLEM_RULES, "", has, knows, NULL);
	}
	struct buf answer;
	buf_init(&answer, 1024);
	digest_now(m, digest);
	describe(head, &s, digest, &answer);
	next.base = ++next.position;
	code = write_down(db, market, m, &next, buf_span(&answer), p);
	if (!code)
		log_note(NOTE_INFO, "market.upgraded", market, "%.*s", STR_FMT(buf_span(&answer)));
	buf_fini(&answer);
	market_destroy(m);
	return code;
}
