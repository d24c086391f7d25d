#include "text/expand.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { OFTEN = 2, PART_MIN = 2, JOINED_MIN = 5, JOINED_MAX = 40 };

/* ---- compounds */

struct pair {
	uint64_t a, b;
	uint32_t count;
};
struct text_compounds {
	enum tongue tongue;
	struct map words, pair_of; /* hash -> count; hash of the joined word -> pair */
	struct pair *pair;
	uint32_t n, cap;
	struct arena scratch;
};

struct text_compounds *text_compounds_create(enum tongue tongue)
{
	struct text_compounds *c = mem_alloc(sizeof *c);
	c->tongue = tongue;
	map_init(&c->words);
	map_init(&c->pair_of);
	arena_init(&c->scratch, 0);
	return c;
}

void text_compounds_destroy(struct text_compounds *c)
{
	if (!c)
		return;
	map_fini(&c->words);
	map_fini(&c->pair_of);
	arena_fini(&c->scratch);
	free(c->pair);
	free(c);
}

static bool has_letter(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] & 0x80 || (s.p[i] >= 'a' && s.p[i] <= 'z'))
			return true;
	return false;
}

/* The hash that the two words have when they are written as one; 0 where they never are. */
static uint64_t joined(struct text_compounds *c, const struct text_word *a, const struct text_word *b)
{
	char text[JOINED_MAX + 1];
	size_t n = a->word.n + b->word.n;
	if (!a->hash || !b->hash || a->word.n < PART_MIN || b->word.n < PART_MIN || n < JOINED_MIN || n > JOINED_MAX || (!has_letter(a->word) && !has_letter(b->word)))
		return 0;
	memcpy(text, a->word.p, a->word.n);
	memcpy(text + a->word.n, b->word.p, b->word.n);
	arena_reset(&c->scratch);
	return text_stem_hash(c->tongue, (struct str){ text, n }, &c->scratch);
}

void text_compounds_learn(struct text_compounds *c, const struct text_word *words, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t count = 0, p;
		if (!words[i].hash)
			continue;
		map_get(&c->words, words[i].hash, &count);
		map_put(&c->words, words[i].hash, count + 1);
		uint64_t hash = i + 1 < n ? joined(c, &words[i], &words[i + 1]) : 0;
		if (!hash)
			continue;
		if (map_get(&c->pair_of, hash, &p)) {
			c->pair[p].count++;
			continue;
		}
		if (c->n == c->cap) {
			c->cap = c->cap ? c->cap * 2 : 1024;
			c->pair = mem_grow(c->pair, c->cap * sizeof *c->pair);
		}
		c->pair[c->n] = (struct pair){ words[i].hash, words[i + 1].hash, 1 };
		map_put(&c->pair_of, hash, c->n++);
	}
}

int text_compounds_find(struct text_compounds *c, const struct text_word *words, uint32_t n, uint32_t i, uint64_t ret[TEXT_PARTS_MAX])
{
	int found = 0;
	uint32_t p, count;
	if (!words[i].hash)
		return 0;
	if (map_get(&c->pair_of, words[i].hash, &p) && c->pair[p].count >= OFTEN) {
		ret[found++] = c->pair[p].a;
		ret[found++] = c->pair[p].b;
	}
	uint64_t hash = i + 1 < n ? joined(c, &words[i], &words[i + 1]) : 0;
	if (hash && map_get(&c->words, hash, &count) && count >= OFTEN)
		ret[found++] = hash;
	return found;
}

/* ---- synonyms */

/* Groups are parted by |, words by blanks. Everyday goods of a shop, British and American. */
static const char *const groups[TONGUE_MAX] = {
	[TONGUE_EN] = "laptop notebook|tv television|headphones earphones headset earbuds|cord cable lead|cellphone smartphone mobile|phone smartphone|sofa couch settee|rug carpet|"
		      "fridge refrigerator|mug cup|trousers pants|jumper sweater pullover|torch flashlight|backpack rucksack|handbag purse|trainers sneakers|lamp light|photo picture|"
		      "pram stroller|nappy diaper|colour color|grey gray|aluminium aluminum|monitor display|hoover vacuum|kettle teakettle|wardrobe closet|bin trashcan|tap faucet|"
		      "curtain drape|duvet comforter|cot crib|dummy pacifier|bathrobe gown|tshirt tee|shop store|jewellery jewelry|tyre tire|fibre fiber|pc computer|"
		      "thumbdrive pendrive|loudspeaker speaker|cooker stove|saucepan pot|cutlery flatware|kids children|infant baby|woman women lady ladies|man men|spectacles glasses|"
		      "sunglasses shades|cap hat|wallet billfold|luggage suitcase|biscuit cookie",
	[TONGUE_DE] = "handy smartphone|fernseher tv|notebook laptop|sofa couch|lampe leuchte|kissen polster|rucksack backpack",
	[TONGUE_FR] = "ordinateur pc|téléphone portable smartphone|canapé sofa|lampe luminaire|écouteurs casque",
	[TONGUE_ES] = "ordenador computadora pc portátil|móvil celular smartphone|auriculares audífonos|sofá sillón|lámpara luminaria",
};

struct member {
	uint64_t hash;
	uint32_t group;
};
struct text_synonyms {
	struct member *v;
	uint32_t n;
};

struct text_synonyms *text_synonyms_create(enum tongue tongue)
{
	struct text_synonyms *s = mem_alloc(sizeof *s);
	struct str rest = str_c(groups[tongue]), group;
	struct arena a;
	arena_init(&a, 0);
	for (uint32_t g = 0; rest.p && str_next(&rest, '|', &group); g++) {
		struct text_word *words;
		uint32_t n;
		text_words(tongue, group, &a, &words, &n);
		s->v = mem_grow(s->v, (s->n + n) * sizeof *s->v);
		for (uint32_t i = 0; i < n; i++)
			if (words[i].hash)
				s->v[s->n++] = (struct member){ words[i].hash, g };
	}
	arena_fini(&a);
	return s;
}

void text_synonyms_destroy(struct text_synonyms *s)
{
	if (s)
		free(s->v);
	free(s);
}

int text_synonyms_find(const struct text_synonyms *s, uint64_t hash, uint64_t *ret, int max)
{
	int found = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->v[i].hash != hash)
			continue;
		for (uint32_t k = 0; k < s->n && found < max; k++)
			if (s->v[k].group == s->v[i].group && s->v[k].hash != hash)
				ret[found++] = s->v[k].hash;
	}
	return found;
}
