/* order.h: names in the order in which people look for them. */
#ifndef TEXT_ORDER_H
#define TEXT_ORDER_H
#include "base/arena.h"

/* A key of bytes, to be compared with str_cmp(): Chinese by pinyin (surnames by how they are read as surnames: 曾 under Z, 单 under S), Latin letters among them
 * by the alphabet, digits by their value, so that 学生 10 stands behind 学生 9. Of the arena. Safe from several threads. */
struct str text_order_key(struct str text, struct arena *a);
/* A character (UTF-16) that sounds as this one does as a surname: 增 for 曾; most are themselves. */
uint16_t text_surname_homophone(uint16_t surname);
#endif
