/* lan.h: a school's network: who may be let in, and how they find the way. */
#ifndef CLI_LAN_H
#define CLI_LAN_H
#include "school/school.h"

/* True if the school may be opened to others; else says on stderr why not and what to do. `demo`: an empty school would get the demonstration class. */
bool lan_allowed(struct db *school, bool demo, const char *data);
/* The addresses, the first one large and as a QR code if stdout is a terminal. */
void lan_print(const char *listen, const char *scheme, int port);
/* Asks for the teacher's account (or invents its password where nobody can be asked), sees that there is an administrator, and closes the demonstration accounts.
 * The result is an exit status. */
int set_up(struct db *school);
#endif
