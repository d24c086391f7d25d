/* What no single cell shows: texts in the wrong language, listings that say the same, goods that nobody asks for, sells or can carry. */
#include "scenario/inside.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const tongue_english[TONGUE_MAX] = { "Chinese", "English", "German", "French", "Spanish", "Italian", "Japanese", "Portuguese" };

static void tell(struct reader *r, enum fault_grade grade, enum world_table t, uint32_t row, const char *column, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
static void tell(struct reader *r, enum fault_grade grade, enum world_table t, uint32_t row, const char *column, const char *format, ...)
{
	char text[900];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	faults_add(r->faults, grade, r->place[t][row].file, r->place[t][row].line, column, "%s", text);
}

/* ---- languages */

/* Characters that mainland Chinese writes and Japanese does not; one of them gives a text away. */
static bool has_simplified(struct str s)
{
	static const char simplified[] = "这们个为从时间东车门问动种样过还让没给无书纸线级钢铁银锅盖设计实护拆边运轻厚带开关灯发尘场阳风头对双"
					 "两张单层适应质净热压调节结构颜缝";
	/* of these only the ones that Japanese lacks */
	static const char japanese[] = "門個時間動種様過書紙線級銀鍋設計実護運軽厚開関灯発場風頭対双両張単層質熱圧調節結構顔";
	size_t at = 0;
	for (int32_t c; (c = str_utf8_next(s, &at)) >= 0;) {
		if (c < 0x3400)
			continue;
		size_t from = at - 3;
		struct str one = str_sub(s, from, 3);
		if (str_find(str_c(simplified), one, 0) >= 0 && str_find(str_c(japanese), one, 0) < 0 && str_find(STR("厚双灯"), one, 0) < 0 &&
			str_find(STR("个无书边带头两应净"), one, 0) < 0)
			return true;
	}
	return false;
}

/* NULL: nothing speaks against it. */
static const char *wrong_language(enum tongue t, struct str s, bool line, char *buffer, size_t size)
{
	uint32_t n[SCRIPT_MAX];
	text_scripts(s, n);
	if (t == TONGUE_ZH) {
		if (n[SCRIPT_KANA])
			return "it has kana, which is Japanese";
		return n[SCRIPT_HAN] ? NULL : "it has no Chinese character";
	}
	if (t == TONGUE_JA) {
		if (!n[SCRIPT_HAN] && !n[SCRIPT_KANA])
			return "it has neither kana nor kanji";
		if (line && n[SCRIPT_HAN] > 6 && !n[SCRIPT_KANA])
			return "it has no kana, so it is no Japanese sentence";
		return has_simplified(s) ? "it has simplified Chinese characters" : NULL;
	}
	if (n[SCRIPT_HAN] || n[SCRIPT_KANA] || n[SCRIPT_OTHER])
		return "it has letters that are not Latin";
	double own = text_speaks(t, s), most = 0;
	int best = 0;
	for (int i = 0; i < TONGUE_MAX; i++) {
		double other = i == (int)t ? 0 : text_speaks((enum tongue)i, s);
		if (other > most) {
			most = other;
			best = i;
		}
	}
	if (own == 0 ? most < 2 : most < own * 2 + 2)
		return NULL;
	snprintf(buffer, size, "it reads as %s", tongue_english[best]);
	return buffer;
}

static void check_text(struct reader *r, enum world_table t, uint32_t row, const char *prefix, enum tongue tongue, struct str s, bool line)
{
	char column[32], why_buffer[64];
	const char *why = s.n ? wrong_language(tongue, s, line, why_buffer, sizeof why_buffer) : NULL;
	if (!why)
		return;
	bool of_tongue = !prefix[0] || prefix[strlen(prefix) - 1] == '_';
	snprintf(column, sizeof column, "%s%s", prefix, of_tongue ? tongue_code[tongue] : "");
	tell(r, r->languages == LANGUAGES_ALL ? FAULT_ERROR : FAULT_WARNING, t, row, column, "\"%.*s\" should be %s, but %s", STR_FMT(str_utf8_head(s, 60)), tongue_english[tongue], why);
}

static void check_text8(struct reader *r, enum world_table t, uint32_t row, const char *prefix, const struct text8_ref *ref, bool line)
{
	for (int i = 0; i < TONGUE_MAX; i++) {
		struct str s = world_str(r->w, ref->in[i]);
		check_text(r, t, row, prefix, (enum tongue)i, s, line);
		for (int k = 0; line && k < i; k++)
			if (s.n && str_eq(s, world_str(r->w, ref->in[k])))
				tell(r, FAULT_ERROR, t, row, "", "%s%s and %s%s have the same text: one of them is not translated", prefix, tongue_code[k], prefix, tongue_code[i]);
	}
}

static void check_languages(struct reader *r)
{
	struct world *w = r->w;
	for (uint32_t i = 0; i < w->good.t.n; i++)
		check_text8(r, W_good, i, "name_", &w->good.name[i], false);
	for (uint32_t i = 0; i < w->feature.t.n; i++) {
		check_text8(r, W_feature, i, "short_", &w->feature.brief[i], false);
		check_text8(r, W_feature, i, "long_", &w->feature.line[i], true);
	}
	for (uint32_t i = 0; i < w->phrase.t.n; i++)
		check_text8(r, W_phrase, i, "", &w->phrase.words[i], true);
	for (uint32_t i = 0; i < w->query.t.n; i++) {
		check_text(r, W_query, i, "query", (enum tongue)w->query.tongue[i], world_str(w, w->query.words[i]), false);
		check_text(r, W_query, i, "gloss_zh", TONGUE_ZH, world_str(w, w->query.gloss_zh[i]), false);
	}
}

/* ---- listings that say the same */

static void check_duplicates(struct reader *r)
{
	struct world *w = r->w;
	struct arena a;
	struct map seen;
	arena_init(&a, 0);
	map_init(&seen);
	for (uint32_t i = 0; i < w->rlisting.t.n; i++)
		for (int t = 0; t < TONGUE_MAX; t++) {
			struct list_ref title = w->rlisting.tokens_title[i].in[t], body = w->rlisting.tokens_body[i].in[t];
			uint64_t *brand;
			uint32_t n_brand;
			if (!title.n)
				continue;
			arena_reset(&a);
			text_tokens((enum tongue)t, world_str(w, w->rival.brand[w->rlisting.rival[i]]), &a, &brand, &n_brand);
			uint64_t *all = ARENA_ARRAY(&a, uint64_t, title.n + body.n);
			memcpy(all, set_words(&w->set, title), title.n * sizeof *all);
			if (body.n)
				memcpy(all + title.n, set_words(&w->set, body), body.n * sizeof *all);
			uint64_t key = hash_id(9, (uint64_t)t, tokens_set_hash(all, title.n + body.n, brand, n_brand));
			uint32_t first = map_find(&seen, key);
			if (first == MAP_NONE) {
				map_put(&seen, key, i);
				continue;
			}
			/* of a product line nobody has written the listings */
			if (r->place[W_rlisting][i].file == r->place[W_kind][w->good.kind[w->rlisting.good[i]]].file)
				continue;
			tell(r, r->languages == LANGUAGES_ALL ? FAULT_ERROR : FAULT_WARNING, W_rlisting, i, "features", "apart from the brand it says in %s the same as %s:%u: \"%.*s\"; give it other features", tongue_english[t],
				r->place[W_rlisting][first].file, r->place[W_rlisting][first].line, STR_FMT(world_str(w, w->rlisting.title[i].in[t])));
			break;
		}
	map_clear(&seen);
	for (int t = 0; t < TONGUE_MAX; t++)
		for (uint32_t g = 0; g < w->good.t.n; g++) {
			uint64_t *words;
			uint32_t n;
			arena_reset(&a);
			text_tokens((enum tongue)t, world_str(w, w->good.name[g].in[t]), &a, &words, &n);
			uint64_t key = hash_id(10, hash_u64((uint64_t)t, w->good.category[g]), tokens_set_hash(words, n, NULL, 0));
			uint32_t first = map_find(&seen, key);
			if (first == MAP_NONE)
				map_put(&seen, key, g);
			else if (n)
				tell(r, FAULT_WARNING, W_good, g, "name", "in %s it has the name of %.*s: \"%.*s\"", tongue_english[t], STR_FMT(world_str(w, w->good.code[first])),
					STR_FMT(world_str(w, w->good.name[g].in[t])));
		}
	map_fini(&seen);
	arena_fini(&a);
}

/* ---- gaps */

static bool spoken(const struct world *w, int t)
{
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (w->country.tongue[c] == t)
			return true;
	return false;
}

static void check_kinds(struct reader *r)
{
	struct world *w = r->w;
	uint32_t *asked = mem_alloc((w->kind.t.n + 1) * sizeof *asked);
	for (uint32_t q = 0; q < w->query.t.n; q++)
		if (w->query.kind[q] != ROW_NONE)
			asked[w->query.kind[q]] |= (uint32_t)1 << w->query.tongue[q];
	for (uint32_t k = 0; k < w->kind.t.n; k++) {
		char missing[64] = "";
		for (int t = 0; t < TONGUE_MAX; t++)
			if (spoken(w, t) && !(asked[k] >> t & 1)) {
				strncat(missing, missing[0] ? " " : "", sizeof missing - strlen(missing) - 1);
				strncat(missing, tongue_code[t], sizeof missing - strlen(missing) - 1);
			}
		if (missing[0])
			tell(r, FAULT_WARNING, W_kind, k, "kind", "no query asks for %.*s in: %s", STR_FMT(world_str(w, w->kind.code[k])), missing);
	}
	free(asked);
}

/* Some channel of the world takes the goods to the country. */
static bool carried(const struct world *w, uint32_t g, uint32_t country)
{
	uint32_t side = w->good.length_mm[g], sum = (uint32_t)w->good.length_mm[g] + w->good.width_mm[g] + w->good.height_mm[g];
	side = w->good.width_mm[g] > side ? w->good.width_mm[g] : side;
	side = w->good.height_mm[g] > side ? w->good.height_mm[g] : side;
	for (uint32_t i = 0; i < w->rate.t.n; i++) {
		uint32_t c = w->rate.channel[i];
		if (w->rate.country[i] == country && w->good.weight_g[g] <= w->channel.max_g[c] && w->good.weight_g[g] >= w->channel.min_g[c] && side <= w->channel.max_side_mm[c] &&
			sum <= w->channel.max_sum_mm[c] && (!w->good.battery[g] || w->channel.battery[c]) && (!w->good.liquid_ml[g] || w->channel.liquid[c]))
			return true;
	}
	return false;
}

static void list_missing(const struct world *w, uint32_t bits, char *to, size_t size)
{
	to[0] = 0;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		if (bits >> c & 1) {
			size_t n = strlen(to);
			snprintf(to + n, size - n, "%s%.*s", n ? " " : "", STR_FMT(world_str(w, w->country.code[c])));
		}
}

static void check_goods(struct reader *r)
{
	struct world *w = r->w;
	char text[160], path[4096];
	struct stat st;
	uint32_t all = w->country.t.n >= 32 ? UINT32_MAX : ((uint32_t)1 << w->country.t.n) - 1;
	uint32_t *sold = mem_alloc((w->good.t.n + 1) * sizeof *sold);
	for (uint32_t i = 0; i < w->rlisting.t.n; i++)
		sold[w->rlisting.good[i]] |= w->rlisting.countries[i];
	for (uint32_t g = 0; g < w->good.t.n; g++) {
		uint32_t stranded = 0;
		if (sold[g] != all && w->rlisting.t.n) {
			list_missing(w, all & ~sold[g], text, sizeof text);
			tell(r, FAULT_WARNING, W_good, g, "good", "no rival sells %.*s in: %s", STR_FMT(world_str(w, w->good.code[g])), text);
		}
		for (uint32_t c = 0; w->rate.t.n && c < w->country.t.n; c++)
			if (!carried(w, g, c))
				stranded |= (uint32_t)1 << c;
		if (stranded) {
			list_missing(w, stranded, text, sizeof text);
			tell(r, FAULT_WARNING, W_good, g, "good", "no channel carries it (size, weight, battery, liquid) to: %s", text);
		}
		struct str drawing = world_str(w, w->good.drawing[g]);
		snprintf(path, sizeof path, "%s/pictures/%.*s.svg", r->folder, STR_FMT(drawing));
		if (drawing.n && stat(path, &st) != 0)
			tell(r, FAULT_ERROR, W_good, g, "drawing", "pictures/%.*s.svg is missing", STR_FMT(drawing));
	}
	free(sold);
	for (uint32_t a = 0; a < w->attribute.t.n; a++) {
		bool any = w->attribute.type[a] != 0;
		for (uint32_t v = 0; v < w->value.t.n && !any; v++)
			any = w->value.attribute[v] == a;
		if (!any)
			tell(r, FAULT_ERROR, W_attribute, a, "attribute", "%.*s is of type enum, but no table of values has a value for it", STR_FMT(world_str(w, w->attribute.code[a])));
	}
	for (uint32_t c = 0; c < w->category.t.n; c++) {
		bool any = false;
		for (uint32_t g = 0; g < w->good.t.n && !any; g++)
			any = w->good.category[g] == c;
		if (!any)
			tell(r, FAULT_WARNING, W_category, c, "category", "it has no goods");
	}
	for (uint32_t c = 0; c < w->country.t.n; c++) {
		bool any = !w->channel.t.n;
		for (uint32_t i = 0; i < w->rate.t.n && !any; i++)
			any = w->rate.country[i] == c;
		if (!any)
			tell(r, FAULT_ERROR, W_country, c, "country", "no channel has a rate to it");
	}
}

void check_content(struct reader *r)
{
	check_languages(r);
	check_duplicates(r);
	check_kinds(r);
	check_goods(r);
}
