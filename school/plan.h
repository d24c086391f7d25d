/* plan.h: programmes (人才培养方案) in the school's database: what docs/programme-format.md describes, kept as documents.
 *
 * A programme is of one year of students. Its plan (PLAN_MEMBERS: cohort, courses, internships, …) stands once a version; its records (teachers, rooms, evidence, …)
 * live on beside the versions and stand once. A version is a draft until it is approved; approved, its plan is closed; frozen, it stays as it is for good, and only a
 * change that was asked for and granted makes the next draft. A trial is a copy of all, to see what would be if; it is never approved.
 *
 * Every write names the etag that its writer has seen: if somebody else wrote meanwhile it is refused (CONFLICT). What was written stands in the history for ever. */
#ifndef SCHOOL_PLAN_H
#define SCHOOL_PLAN_H
#include "base/arena.h"
#include "store/db.h"

#include <jansson.h>

enum plan_state { PLAN_DRAFT, PLAN_APPROVED, PLAN_FROZEN, PLAN_TRIAL, PLAN_STATE_MAX };
extern const char *const plan_state_names[PLAN_STATE_MAX];
enum { PLANS_MAX = 40, PLAN_VERSIONS_MAX = 60, PLAN_BYTES_MAX = 2 << 20, PLAN_CHANGES_MAX = 200, PLAN_FILES_BYTES_MAX = 200 << 20, PLAN_FILE_BYTES_MAX = 2 << 20 };

struct plan_row {
	uint64_t id;
	struct str name;
	int64_t etag, created_s;
	struct str records; /* JSON; empty from plan_list() */
};
struct plan_version {
	uint64_t id, programme, base; /* base: what it was copied from, or 0 */
	int64_t number;               /* 1, 2, … within the programme */
	struct str label;
	enum plan_state state;
	int64_t at_s;
	struct str body; /* JSON; empty from plan_versions() */
};

/* Does a member of the document belong to the plan, and not to the records? */
bool plan_member(struct str member);
/* One document of both, its members in the order of the format; NULL if one is no JSON. Of a trial the body is all. */
json_t *plan_document(const struct plan_row *row, const struct plan_version *v);
/* The two parts as texts in the arena. */
void plan_split(const json_t *document, struct arena *a, struct str *ret_plan, struct str *ret_records);
struct str plan_text(const json_t *document, struct arena *a); /* compact */

/* With its first version, a draft. TOO_MANY. */
enum problem_code plan_create(struct db *db, struct str name, const json_t *document, uint64_t author, struct arena *a, uint64_t *ret_id, uint64_t *ret_version, struct problem *p);
enum problem_code plan_list(struct db *db, struct arena *a, struct plan_row **ret, int *ret_n, struct problem *p);
/* NOT_FOUND */
enum problem_code plan_find(struct db *db, struct arena *a, uint64_t id, struct plan_row *ret, struct problem *p);
enum problem_code plan_versions(struct db *db, struct arena *a, uint64_t programme, struct plan_version **ret, int *ret_n, struct problem *p);
enum problem_code plan_version_find(struct db *db, struct arena *a, uint64_t programme, uint64_t id, struct plan_version *ret, struct problem *p);
/* Fills id, number and at_s. TOO_MANY. */
enum problem_code plan_version_add(struct db *db, struct plan_version *v, uint64_t author, struct problem *p);
enum problem_code plan_version_set_state(struct db *db, uint64_t id, enum plan_state state, struct problem *p);
enum problem_code plan_version_delete(struct db *db, uint64_t id, struct problem *p);
/* All of it. */
enum problem_code plan_delete(struct db *db, uint64_t id, struct problem *p);
/* Raises the etag if it still is the one given, else CONFLICT; first in each write. */
enum problem_code plan_touch(struct db *db, struct plan_row *row, int64_t etag, struct problem *p);
enum problem_code plan_set_body(struct db *db, uint64_t version, struct str body, struct problem *p);
enum problem_code plan_set_records(struct db *db, uint64_t programme, struct str records, struct problem *p);

/* ---- the history: written once, never changed ---- */
struct plan_event {
	int64_t at_s, etag;
	uint64_t version;
	struct str who, what, detail; /* what: "edit", "approve", …; detail: a JSON object */
};
enum { PLAN_DETAIL_MAX = 64 << 10 };
enum problem_code plan_history_add(struct db *db, const struct plan_row *row, uint64_t version, uint64_t person, const char *what, struct str detail, struct problem *p);
/* Newest first, older than that etag (0: all); edits only if wanted. */
enum problem_code plan_history(struct db *db, struct arena *a, uint64_t programme, int64_t before, bool edits, int max, struct plan_event *ret, int *ret_n, struct problem *p);

/* ---- changes of what is in force (变更审批) ---- */
enum plan_change_state { CHANGE_ASKED, CHANGE_GRANTED, CHANGE_REFUSED, CHANGE_STATE_MAX };
extern const char *const plan_change_names[CHANGE_STATE_MAX];
struct plan_change {
	uint64_t id, programme, version, draft; /* draft: the version that came of it */
	struct str content, reason, asked_by, decided_by, organ, record, on; /* organ: who decided in the school's words; record: minutes */
	enum plan_change_state state;
	int64_t asked_s, decided_s;
};
enum problem_code plan_change_add(struct db *db, struct plan_change *c, uint64_t person, struct problem *p);
enum problem_code plan_change_find(struct db *db, struct arena *a, uint64_t programme, uint64_t id, struct plan_change *ret, struct problem *p);
enum problem_code plan_changes(struct db *db, struct arena *a, uint64_t programme, struct plan_change **ret, int *ret_n, struct problem *p);
enum problem_code plan_change_decide(struct db *db, const struct plan_change *c, uint64_t person, struct problem *p);

/* ---- files of evidence ---- */
struct plan_file {
	uint64_t id;
	struct str no, name, sha256, who; /* no: of the item */
	int64_t bytes, at_s;
	struct str body; /* of plan_file_find() only */
};
/* TOO_LARGE when all files of the programme have more than PLAN_FILES_BYTES_MAX. Earlier files of the item stay. */
enum problem_code plan_file_add(struct db *db, uint64_t programme, struct plan_file *f, uint64_t person, struct problem *p);
enum problem_code plan_files(struct db *db, struct arena *a, uint64_t programme, struct plan_file **ret, int *ret_n, struct problem *p); /* the newest of each item */
enum problem_code plan_file_find(struct db *db, struct arena *a, uint64_t programme, struct str no, struct plan_file *ret, struct problem *p); /* its newest */
#endif
