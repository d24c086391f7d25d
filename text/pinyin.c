#include "text/pinyin.h"
#include "text/order.h"

#include <pthread.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { NAME_UNITS = 128, READ_UNITS = 1024 };

/* A transliterator may be used by one thread at a time. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static UTransliterator *reader; /* lives as long as the program */

static UTransliterator *reader_or_null(void)
{
	static const UChar rules[] = u"Han-Latin; Latin-ASCII; Lower";
	UErrorCode e = U_ZERO_ERROR;
	if (!reader)
		reader = utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
	return U_FAILURE(e) ? NULL : reader;
}

struct str text_pinyin(struct str name, struct arena *a)
{
	UChar wide[READ_UNITS];
	char narrow[READ_UNITS * 3];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0, limit, bytes = 0;
	struct str head = str_utf8_head(name, NAME_UNITS / 2);
	if (!head.n)
		return STR("");
	u_strFromUTF8(wide, NAME_UNITS, &n, head.p, (int32_t)head.n, &e);
	if (U_FAILURE(e))
		return STR("");
	if (n >= 2)
		wide[0] = text_surname_homophone(wide[0]);
	limit = n;
	pthread_mutex_lock(&lock);
	UTransliterator *t = reader_or_null();
	if (t)
		utrans_transUChars(t, wide, &n, READ_UNITS, 0, &limit, &e);
	pthread_mutex_unlock(&lock);
	if (!t || U_FAILURE(e))
		return STR("");
	u_strToUTF8(narrow, sizeof narrow, &bytes, wide, n, &e);
	return U_FAILURE(e) ? STR("") : arena_str(a, (struct str){ narrow, (size_t)bytes });
}
