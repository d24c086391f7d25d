/* settings.h: what a school decides for itself: its name, its time zone, how long it keeps what. */
#ifndef SCHOOL_SETTINGS_H
#define SCHOOL_SETTINGS_H
#include "base/arena.h"
#include "store/db.h"

enum { SCHOOL_NAME_MAX = 60, SCHOOL_SHORT_NAME_MAX = 20, KEEP_MONTHS_MAX = 120 };
struct school_settings {
	struct str name, short_name, time_zone; /* time_zone: "Asia/Shanghai" */
	int64_t keep_sign_ins_months, keep_audit_months, keep_drafts_months;
};
enum problem_code school_settings(struct db *db, struct arena *a, struct school_settings *ret, struct problem *p);
enum problem_code school_set_settings(struct db *db, const struct school_settings *s, struct problem *p);

bool zone_known(struct str zone);                   /* of the IANA time zone database */
int64_t zone_day(struct str zone, int64_t at_s);    /* day number, as in base/calendar.h, of real seconds since 1970 */
/* The day that the school's clocks show. */
enum problem_code school_today(struct db *db, int64_t *ret_day, struct problem *p);
#endif
