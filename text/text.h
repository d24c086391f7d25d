/* text.h: words of a text as the search of the market knows them.
 *
 * The market sees hashes only: a listing and a query meet where their hashes are equal. A text is folded (NFKC, no case), cut into words by ICU (by dictionary in
 * Japanese and Chinese), cut to stems (Snowball, not in Japanese and Chinese), freed of accents in French, Spanish, Italian and Portuguese, where buyers leave them
 * out, and of the few words that carry no meaning. The result depends on the versions of ICU and Snowball; so it is computed once, outside the market, and
 * kept with the world and with each act. */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H
#include "base/arena.h"
#include "market/core/table.h"

enum { TEXT_MAX_BYTES = 64 << 10, TEXT_MAX_TOKENS = 4096 };

/* Stem hashes in the order of the text, repetitions kept (never 0). text must be UTF-8; what lies beyond TEXT_MAX_BYTES or TEXT_MAX_TOKENS is not read.
 * The array is of the arena; *ret is NULL where there is no word. Safe from several threads: the word breakers are kept for each thread. */
void text_tokens(enum tongue tongue, struct str text, struct arena *a, uint64_t **ret, uint32_t *ret_n);

struct text_word {
	struct str word; /* as it stands in the text; in Japanese and Chinese a segment */
	struct str stem; /* folded, stemmed, without accents */
	uint64_t hash;   /* 0: a stop word */
};
/* The same with the words themselves, stop words kept. */
void text_words(enum tongue tongue, struct str text, struct arena *a, struct text_word **ret, uint32_t *ret_n);
/* The hash of one folded word. */
uint64_t text_stem_hash(enum tongue tongue, struct str folded, struct arena *a);

/* What a text is written in, as far as it can be told: the share of its letters in each script, and the language whose common words it uses. */
enum text_script { SCRIPT_LATIN, SCRIPT_HAN, SCRIPT_KANA, SCRIPT_OTHER, SCRIPT_MAX };
void text_scripts(struct str text, uint32_t ret_letters[SCRIPT_MAX]);
/* How strongly a text speaks for a language: hits of words and letter groups that belong to it, at least 0. Only the seven languages in Latin script and only
 * comparisons between languages mean something. */
double text_speaks(enum tongue tongue, struct str text);

/* Upper-cases the first letter of each word, apart from the small words of a title in the language (English "with", "and", "of"). */
struct str text_title_case(enum tongue tongue, struct str text, struct arena *a);
struct str text_lower(enum tongue tongue, struct str text, struct arena *a);
/* First letter of the text in upper case. */
struct str text_capital(enum tongue tongue, struct str text, struct arena *a);

/* Frees what this thread keeps; before a thread ends. */
void text_thread_fini(void);
#endif
