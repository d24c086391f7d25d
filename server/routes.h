/* routes.h: the handlers that routes.def names, and the table of them. */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H
#include "server/http.h"
#include "server/server.h"

#define ROUTE(method, path, handler, roles, flags, where, body, en, zh) http_handler handler;
#include "server/routes.def"
#undef ROUTE
extern const struct body_field sign_in_body[], password_body[], lang_body[], class_body[], member_body[], reset_body[], market_body[], clock_body[], ready_body[], settings_body[];
extern const struct body_field quiz_body[], scheme_body[], given_body[], appeal_body[];
extern const struct body_field step_body[], excuse_body[], stage_body[];
extern const struct body_field pin_body[], roster_row_body[], door_body[], sign_out_body[], claim_body[], enter_body[];
extern const struct body_field school_body[], attendance_body[], erase_body[];
extern const struct body_field hand_body[], remark_body[], look_body[], carry_store_body[], carry_class_body[], absent_body[];
extern const struct body_field programme_state_body[], programme_trial_body[], programme_adopt_body[], programme_change_body[], programme_decision_body[], programme_review_body[],
	programme_waiver_body[];
void routes_add(struct router *rt);
#endif
