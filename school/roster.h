/* roster.h: who belongs to a class.
 *
 * A row of the roster is a member of the class with a person of its own, who has no secret yet. With the class code a student *claims* his row: he chooses his name,
 * enters his student number and sets a PIN. Nobody comes into a class who isn't on its roster. The PIN is the person's password hash; the login is made up ("#…"),
 * which no login that is typed can be, so that a PIN opens the door of the class only.
 *
 * A row that is taken out of the class stays as one that left: its number brings the same person, with store and PIN, back. */
#ifndef SCHOOL_ROSTER_H
#define SCHOOL_ROSTER_H
#include "base/json.h"
#include "school/school.h"

enum { ROSTER_MAX = CLASS_MEMBERS_MAX, ROSTER_FILE_MAX = 1000, ROSTER_NUMBER_MAX = 32, ROSTER_NAME_MIN = 2, ROSTER_NAME_MAX = 60, ROSTER_NOTE_MAX = 120, ROSTER_FAULTS_MAX = 6 };

/* ---- reading a file ---- */
enum roster_column { ROSTER_NUMBER, ROSTER_NAME, ROSTER_NOTE, ROSTER_CLASS, ROSTER_ROW, ROSTER_COLUMNS = ROSTER_ROW };
extern const char *const roster_column_names[ROSTER_COLUMNS + 1]; /* "number", "name", "note", "class", "row" */

struct roster_fault {
	enum roster_column column;
	bool warning;
	struct problem problem;
	struct str fix; /* a number to take instead, or empty */
};
struct roster_line {
	uint32_t line; /* of the file */
	struct str number, name, note, class_name;
	int n_faults;
	struct roster_fault faults[ROSTER_FAULTS_MAX];
};
struct roster_file {
	bool header;
	int column[ROSTER_COLUMNS]; /* counted from 0; -1: none */
	struct roster_line *lines;
	int n;
};
/* Finds out which column is which (by its name in one of the first rows, else by what stands in it), makes values even, and notes what is wrong row by row.
 * At most ROSTER_FILE_MAX rows: a grade of a school, of which a class is then
 * chosen. ROSTER_UNREADABLE, ROSTER_OLD_XLS, ROSTER_EMPTY, ROSTER_FILE_TOO_MANY. */
enum problem_code roster_read(struct str bytes, struct arena *a, struct roster_file *ret, struct problem *p);
/* What is wrong with lines that came otherwise; values are made even. Comparisons among them included. */
void roster_check(struct roster_line *lines, int n, struct arena *a);
bool roster_line_bad(const struct roster_line *line); /* has a fault that is no warning */
/* As it is stored and compared: full-width letters narrow, no blanks, capitals. */
struct str roster_even_number(struct str text, struct arena *a);
struct str roster_even_name(struct str text, struct arena *a);

/* ---- the rows of a class ---- */
struct roster_row {
	uint64_t id, class_id, person;
	struct str number, name, note;
	int64_t claimed_s; /* 0: not yet */
	bool left, signed_in;
	int64_t seen_s;    /* when he was last signed in or active; 0: never */
};
/* By pinyin. with_left: also those that left. At most ROSTER_MAX with a place in the class. */
enum problem_code roster_list(struct db *db, struct arena *a, uint64_t class_id, bool with_left, struct roster_row **ret, int *ret_n, struct problem *p);
/* NOT_FOUND also if it left. */
enum problem_code roster_find(struct db *db, struct arena *a, uint64_t class_id, uint64_t row, struct roster_row *ret, struct problem *p);

struct roster_change {
	int added, changed, same, removed;
	struct roster_row *missing; /* in the class and not in the list; still there unless they were to be removed */
	int n_missing;
};
/* Brings the rows of a class to the lines, which have no fault but warnings: adds new ones, brings back those that had left, takes over names and notes, and leaves
 * what was claimed. In the caller's transaction. A student who is on the roster of another class of the same teacher, with the same number and name, is one person. */
enum problem_code roster_import(struct db *db, struct arena *a, const struct class_row *class, const struct roster_line *lines, int n, bool remove,
	uint64_t actor, struct roster_change *ret, struct problem *p);
/* Takes over number, name and note of row->id. DUPLICATE: the number is another row's. */
enum problem_code roster_change(struct db *db, const struct roster_row *row, struct problem *p);
/* Takes a row out of the class and ends its sessions unless the student is in another class. */
enum problem_code roster_remove(struct db *db, const struct roster_row *row, int64_t now_s, struct problem *p);
/* Rows become unclaimed: no PIN, no sessions, no wrong attempts. */
enum problem_code roster_reset(struct db *db, const struct roster_row *row, int64_t now_s, struct problem *p);
/* ROSTER_CLAIMED if somebody was faster. */
enum problem_code roster_claim(struct db *db, const struct roster_row *row, const char *hash, int64_t now_s, struct problem *p);
/* Wrong numbers are counted by row, as wrong passwords are by login. ROSTER_WAIT with the minutes that remain. */
enum problem_code roster_number_check(struct db *db, uint64_t row, int64_t now_s, struct problem *p);
enum problem_code roster_number_failed(struct db *db, uint64_t row, int64_t now_s, struct problem *p);
/* Six digits that are not easily guessed; number: the student's. PIN_FORM, PIN_EASY, PIN_NUMBER. */
enum problem_code pin_check(struct str pin, struct str number, struct problem *p);
/* The number of a person on a roster, empty if on none. */
enum problem_code roster_number_of(struct db *db, struct arena *a, uint64_t person, struct str *ret, struct problem *p);
/* Whether a person comes in by a PIN. */
bool person_has_pin_login(const struct person *person);

/* ---- the door of a class ---- */
enum { CLASS_CODE = 6, DOOR_OPEN_MAX_MIN = 180, IDLE_MIN_LEAST = 5, IDLE_MIN_MOST = 180 };
struct door {
	uint64_t class_id, teacher;
	struct str class_name, code; /* code: empty until the door was first opened */
	int64_t open_until_s, idle_min;
	bool enter_always; /* who has claimed may enter while it is closed */
};
enum problem_code door_of_class(struct db *db, struct arena *a, uint64_t class_id, struct door *ret, struct problem *p);
/* Takes a code as it was typed: small letters, blanks and hyphens do not count. DOOR_UNKNOWN. */
enum problem_code door_by_code(struct db *db, struct arena *a, struct str code, struct door *ret, struct problem *p);
/* Writes the settings; renew or an empty code: with a new code. */
enum problem_code door_set(struct db *db, struct arena *a, struct door *door, bool renew, struct problem *p);
#endif
