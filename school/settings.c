#include "school/settings.h"
#include "base/calendar.h"
#include "school/person.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

static const char GET[] = "SELECT name, short_name, time_zone, keep_sign_ins_months, keep_audit_months, keep_drafts_months FROM school WHERE id = 1";
static const char SET[] = "UPDATE school SET name = ?1, short_name = ?2, time_zone = ?3, keep_sign_ins_months = ?4, keep_audit_months = ?5,\n"
			  "  keep_drafts_months = ?6 WHERE id = 1";

enum problem_code school_settings(struct db *db, struct arena *a, struct school_settings *ret, struct problem *p)
{
	struct school_settings s = { .time_zone = STR("Asia/Shanghai"), .keep_sign_ins_months = 6, .keep_audit_months = 24, .keep_drafts_months = 12 };
	struct stmt *q = db_stmt(db, GET);
	while (db_step(q))
		s = (struct school_settings){ arena_str(a, db_str(q, 0)), arena_str(a, db_str(q, 1)), arena_str(a, db_str(q, 2)), db_i64(q, 3), db_i64(q, 4), db_i64(q, 5) };
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = s;
	return code;
}

enum problem_code school_set_settings(struct db *db, const struct school_settings *s, struct problem *p)
{
	struct stmt *q = db_stmt(db, SET);
	db_bind_str(q, 1, s->name);
	db_bind_str(q, 2, s->short_name);
	db_bind_str(q, 3, s->time_zone);
	db_bind_i64(q, 4, s->keep_sign_ins_months);
	db_bind_i64(q, 5, s->keep_audit_months);
	db_bind_i64(q, 6, s->keep_drafts_months);
	return db_run(q, p);
}

enum { ZONE_MAX = 64 };

static bool zone_units(struct str zone, UChar ret[ZONE_MAX])
{
	UErrorCode e = U_ZERO_ERROR;
	if (!zone.n || zone.n >= ZONE_MAX)
		return false;
	u_strFromUTF8(ret, ZONE_MAX, NULL, zone.p, (int32_t)zone.n, &e);
	return U_SUCCESS(e);
}

bool zone_known(struct str zone)
{
	UChar name[ZONE_MAX], canonical[ZONE_MAX];
	UErrorCode e = U_ZERO_ERROR;
	UBool system = 0;
	if (!zone_units(zone, name))
		return false;
	ucal_getCanonicalTimeZoneID(name, -1, canonical, ZONE_MAX, &system, &e);
	return U_SUCCESS(e) && system;
}

int64_t zone_day(struct str zone, int64_t at_s)
{
	UChar name[ZONE_MAX];
	UErrorCode e = U_ZERO_ERROR;
	int64_t offset_s = 0;
	UCalendar *c = zone_units(zone, name) ? ucal_open(name, -1, "en", UCAL_GREGORIAN, &e) : NULL;
	if (c) {
		ucal_setMillis(c, (UDate)at_s * 1000, &e);
		offset_s = ((int64_t)ucal_get(c, UCAL_ZONE_OFFSET, &e) + ucal_get(c, UCAL_DST_OFFSET, &e)) / 1000;
		ucal_close(c);
	}
	return cal_floor_div(at_s + (U_SUCCESS(e) ? offset_s : 0), 86400);
}

enum problem_code school_today(struct db *db, int64_t *ret_day, struct problem *p)
{
	struct arena a;
	struct school_settings s;
	arena_init(&a, 1024);
	enum problem_code code = school_settings(db, &a, &s, p);
	if (!code)
		*ret_day = zone_day(s.time_zone, school_now_s());
	arena_fini(&a);
	return code;
}
