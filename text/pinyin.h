/* pinyin.h: how Chinese names are read. */
#ifndef TEXT_PINYIN_H
#define TEXT_PINYIN_H
#include "base/arena.h"

/* 张三 → "zhang san": a syllable for each character, without tones; the first by its reading as a surname (曾 → "zeng"). Letters and digits stay, small. Empty if
 * there is nothing to read. Of the arena. Safe from several threads. */
struct str text_pinyin(struct str name, struct arena *a);
#endif
