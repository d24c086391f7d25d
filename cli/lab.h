/* lab.h: what the parts of `cohong lab` share: options, lists of numbers, faults in the asker's language. */
#ifndef CLI_LAB_H
#define CLI_LAB_H
#include "base/json.h"

enum { LAB_LIST_MAX = 1000 };

/* Each part gets its own name and what follows it; the result is the exit status. */
int lab_auction(int argc, char **argv);
int lab_choice(int argc, char **argv);
int lab_clicks(int argc, char **argv);
int lab_arrivals(int argc, char **argv);
int lab_search(int argc, char **argv);

struct lab_option {
	const char *name;   /* without -- */
	const char **value; /* NULL before; points into argv afterwards */
};
/* Options are --name VALUE or --name=VALUE; nothing else is taken. `options` ends with name NULL. False after a fault was told. */
bool lab_options(int argc, char **argv, const struct lab_option *options);
/* Tells what is wrong, in the terminal's language; both texts take the same arguments. Returns the exit status 2. */
int lab_fault(const char *part, const char *en, const char *zh, ...);
/* Numbers parted by commas, scaled by 10^decimals, each between lo and hi (so scaled); at most max. */
bool lab_list(const char *part, const char *option, const char *text, int decimals, int64_t lo, int64_t hi, int max, int64_t *ret, int *ret_n);
/* The same as doubles, nine decimals. */
bool lab_numbers(const char *part, const char *option, const char *text, double lo, double hi, int max, double *ret, int *ret_n);
bool lab_number(const char *part, const char *option, const char *text, double lo, double hi, double *ret);
bool lab_whole(const char *part, const char *option, const char *text, int64_t lo, int64_t hi, int64_t *ret);
/* Writes the text out; the exit status. */
int lab_print(struct buf *out);
#endif
