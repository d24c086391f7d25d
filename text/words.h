/* words.h: short lists of words by language. Only text/ includes this. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H
#include "market/core/table.h"

bool word_is_stop(enum tongue tongue, struct str folded); /* carries no meaning in a search */
bool word_is_small(enum tongue tongue, struct str lower); /* stays in lower case within a title */
#endif
