#include "text/order.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

enum { NAME_UNITS = 256 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static UCollator *collator; /* only read from once it is made; lives as long as the program */

static void make(void)
{
	UErrorCode e = U_ZERO_ERROR;
	collator = ucol_open("zh@collation=pinyin;colNumeric=yes", &e);
	if (U_FAILURE(e))
		collator = NULL;
}

/* Surnames that are read otherwise than the word: each stands where its homophone does. */
static const UChar surnames[][2] = {
	{ u'曾', u'增' }, { u'单', u'善' }, { u'解', u'谢' }, { u'仇', u'求' }, { u'查', u'渣' }, { u'区', u'欧' }, { u'朴', u'飘' }, { u'翟', u'宅' },
	{ u'覃', u'秦' }, { u'缪', u'妙' }, { u'乐', u'岳' }, { u'员', u'运' }, { u'种', u'虫' }, { u'尉', u'玉' }, { u'任', u'人' },
	{ u'盖', u'葛' }, { u'召', u'绍' }, { u'郇', u'环' }, { u'隗', u'葵' },
};

uint16_t text_surname_homophone(uint16_t surname)
{
	for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++)
		if (surname == surnames[i][0])
			return surnames[i][1];
	return surname;
}

struct str text_order_key(struct str text, struct arena *a)
{
	UChar wide[NAME_UNITS];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0;
	pthread_once(&once, make);
	struct str head = str_utf8_head(text, NAME_UNITS / 2);
	if (!collator || !head.n)
		return arena_str(a, head);
	u_strFromUTF8(wide, NAME_UNITS, &n, head.p, (int32_t)head.n, &e);
	if (U_FAILURE(e))
		return arena_str(a, head);
	if (n >= 2)
		wide[0] = text_surname_homophone(wide[0]);
	uint8_t *key = ARENA_ARRAY(a, uint8_t, NAME_UNITS * 8);
	int32_t size = ucol_getSortKey(collator, wide, n, key, NAME_UNITS * 8);
	return size > 0 && size <= NAME_UNITS * 8 ? (struct str){ (char *)key, (size_t)size - 1 } : arena_str(a, head);
}
