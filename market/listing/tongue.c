/* Words and scripts: as much of languages as the platform's rules need, and no more. Deterministic and small; the lists name what sellers really write. */
#include "market/listing/inside.h"
#include <string.h>

/* ---- letters ---- */

static bool is_between(int32_t c, int32_t a, int32_t b)
{
	return c >= a && c <= b;
}

static bool is_kana(int32_t c)
{
	return is_between(c, 0x3041, 0x309f) || is_between(c, 0x30a1, 0x30fa) || is_between(c, 0x30fc, 0x30ff) || is_between(c, 0xff66, 0xff9f);
}

static bool is_han(int32_t c)
{
	return is_between(c, 0x3400, 0x9fff) || is_between(c, 0xf900, 0xfaff) || is_between(c, 0x20000, 0x2ffff) || c == 0x3005;
}

static bool is_latin(int32_t c)
{
	return is_between(c, 'A', 'Z') || is_between(c, 'a', 'z') || (is_between(c, 0xc0, 0x24f) && c != 0xd7 && c != 0xf7) || c == 0xaa || c == 0xba;
}

/* Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Hangul: no marketplace reads them. */
static bool is_other_script(int32_t c)
{
	return is_between(c, 0x370, 0x5ff) || is_between(c, 0x600, 0x6ff) || is_between(c, 0x900, 0xe7f) || is_between(c, 0x1100, 0x11ff) || is_between(c, 0xac00, 0xd7a3);
}

static bool is_digit(int32_t c)
{
	return is_between(c, '0', '9');
}

bool tongue_is_letter(int32_t c)
{
	return is_latin(c) || is_han(c) || is_kana(c) || is_other_script(c);
}

static int32_t small(int32_t c)
{
	if (is_between(c, 'A', 'Z') || (is_between(c, 0xc0, 0xde) && c != 0xd7))
		return c + 32;
	/* Latin Extended-A goes in pairs; which of the two is the capital changes at 0x139 and 0x14a */
	if (is_between(c, 0x100, 0x137) || is_between(c, 0x14a, 0x177))
		return c | 1;
	if (is_between(c, 0x139, 0x148))
		return c % 2 ? c + 1 : c;
	if (is_between(c, 0xff21, 0xff3a)) /* full width */
		return c - 0xff21 + 'a';
	if (is_between(c, 0xff10, 0xff19))
		return c - 0xff10 + '0';
	return c;
}

bool tongue_is_capital(int32_t c)
{
	return is_latin(c) && small(c) != c;
}

bool tongue_is_symbol(int32_t c)
{
	return c == 0xa9 || c == 0xae || c == 0x2122 || c == 0x2120 || is_between(c, 0x2190, 0x21ff) || is_between(c, 0x2300, 0x23ff) || is_between(c, 0x2500, 0x27bf) ||
	       is_between(c, 0x2b00, 0x2bff) || is_between(c, 0x1f000, 0x1faff) || c == 0xfe0f;
}

bool tongue_has_blanks(enum tongue t)
{
	return t != TONGUE_ZH && t != TONGUE_JA;
}

/* ---- folding ---- */

static bool put(struct folded *f, int32_t c)
{
	unsigned char b[4];
	size_t n = 0;
	if (c < 0x80) {
		b[n++] = (unsigned char)c;
	} else if (c < 0x800) {
		b[n++] = (unsigned char)(0xc0 | c >> 6);
		b[n++] = (unsigned char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		b[n++] = (unsigned char)(0xe0 | c >> 12);
		b[n++] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (unsigned char)(0x80 | (c & 0x3f));
	} else {
		b[n++] = (unsigned char)(0xf0 | c >> 18);
		b[n++] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
		b[n++] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (unsigned char)(0x80 | (c & 0x3f));
	}
	if (f->n + n > FOLDED_MAX - 1) /* a blank must still fit */
		return false;
	memcpy(f->p + f->n, b, n);
	f->n += n;
	return true;
}

void tongue_fold(struct str s, struct folded *ret)
{
	size_t at = 0;
	int32_t c;
	ret->n = 0;
	ret->p[ret->n++] = ' ';
	while ((c = str_utf8_next(s, &at)) >= 0) {
		if (tongue_is_letter(c) || is_digit(c) || is_between(c, 0xff10, 0xff19) || is_between(c, 0xff21, 0xff5a)) {
			if (!put(ret, small(c)))
				break;
		} else if (ret->p[ret->n - 1] != ' ') {
			ret->p[ret->n++] = ' ';
		}
	}
	if (ret->p[ret->n - 1] != ' ')
		ret->p[ret->n++] = ' ';
}

bool tongue_next_word(struct str folded, size_t *at, struct str *ret)
{
	size_t i = *at;
	while (i < folded.n && folded.p[i] == ' ')
		i++;
	if (i >= folded.n)
		return false;
	size_t from = i;
	while (i < folded.n && folded.p[i] != ' ')
		i++;
	*ret = (struct str){ folded.p + from, i - from };
	*at = i;
	return true;
}

/* ---- lists ---- */

bool tongue_has_phrase(struct str folded, const char *list, struct str *ret)
{
	struct str rest = str_c(list), phrase;
	while (rest.n && str_next(&rest, '|', &phrase)) {
		if (!phrase.n)
			continue;
		bool whole = (unsigned char)phrase.p[0] < 0xe3; /* no blanks around words of Chinese and Japanese */
		for (size_t from = 0;;) {
			ptrdiff_t at = str_find(folded, phrase, from);
			if (at < 0)
				break;
			size_t end = (size_t)at + phrase.n;
			if (!whole || ((at == 0 || folded.p[at - 1] == ' ') && (end == folded.n || folded.p[end] == ' '))) {
				*ret = phrase;
				return true;
			}
			from = (size_t)at + 1;
		}
	}
	return false;
}

/* Prices, shipping, discounts, guarantees. */
static const char *const promotion[TONGUE_MAX] = {
	[TONGUE_EN] = "free shipping|free delivery|fast shipping|free gift|100 quality guaranteed|quality guaranteed|satisfaction guaranteed|money back|money back guarantee|lifetime warranty|"
		      "full refund|refund|discount|on sale|hot sale|for sale|big sale|clearance|special offer|limited offer|limited time|best price|lowest price|low price|cheap price|"
		      "buy one get one|buy 1 get 1|buy now|promotion|promo|coupon|black friday|cyber monday|wholesale price|best deal",
	[TONGUE_DE] = "versandkostenfrei|kostenloser versand|gratis versand|geld zurück|geld zurück garantie|zufriedenheitsgarantie|rabatt|sonderangebot|angebot|ausverkauf|im angebot|reduziert|"
		      "schnäppchen|günstig|bestpreis|tiefpreis|gratis|black friday|nur heute|aktionspreis|gutschein",
	[TONGUE_FR] = "livraison gratuite|livraison offerte|satisfait ou remboursé|remboursement|garantie à vie|promotion|promo|soldes|en solde|remise|meilleur prix|prix bas|pas cher|"
		      "offre spéciale|offre limitée|gratuit|bon plan|black friday|destockage|déstockage",
	[TONGUE_ES] = "envío gratis|envío gratuito|entrega gratis|satisfacción garantizada|devolución del dinero|reembolso|descuento|oferta|en oferta|rebajas|liquidación|mejor precio|precio bajo|"
		      "barato|promoción|gratis|black friday|garantía de por vida",
	[TONGUE_IT] = "spedizione gratuita|spedizione gratis|consegna gratuita|soddisfatti o rimborsati|rimborso|sconto|scontato|in offerta|in saldo|promozione|miglior prezzo|prezzo basso|"
		      "gratis|liquidazione|black friday",
	[TONGUE_JA] = "送料無料|無料配送|返金|割引|値引|セール|特価|激安|最安|お買い得|限定価格|期間限定|クーポン|半額|プレゼント付き",
	[TONGUE_PT] = "frete grátis|entrega grátis|frete gratuito|satisfação garantida|dinheiro de volta|reembolso|desconto|oferta|em oferta|promoção|liquidação|melhor preço|preço baixo|barato|"
		      "queima de estoque|black friday|garantia vitalícia",
	[TONGUE_ZH] = "包邮|免邮|免运费|打折|折扣|特价|促销|清仓|秒杀|优惠|最低价|全额退款|假一赔|买一送一|限时",
};
static const char *const praise[TONGUE_MAX] = {
	[TONGUE_EN] = ("best seller|bestseller|best selling|hot item|hot selling|top rated|number one|no 1|best quality|top quality|high quality|super quality|amazing|awesome|perfect|the best|"
		      "best|must have|premium quality|great gift|excellent|unbeatable|incredible|world class"),
	[TONGUE_DE] = "bestseller|topseller|beste qualität|top qualität|hohe qualität|nummer eins|nr 1|perfekt|perfekte|perfekter|unglaublich|der beste|das beste|die beste|einzigartig|unschlagbar",
	[TONGUE_FR] = "meilleure vente|best seller|meilleure qualité|haute qualité|numéro un|n 1|parfait|parfaite|incroyable|exceptionnel|exceptionnelle|le meilleur|la meilleure|imbattable",
	[TONGUE_ES] = "más vendido|mejor calidad|alta calidad|número uno|n 1|perfecto|perfecta|increíble|el mejor|la mejor|excelente|inmejorable",
	[TONGUE_IT] = "più venduto|migliore qualità|alta qualità|numero uno|n 1|perfetto|perfetta|incredibile|il migliore|la migliore|eccellente|imbattibile",
	[TONGUE_JA] = "最高品質|高品質|世界一|日本一|ナンバーワン|大人気|人気|売れ筋|最高級|完璧|業界最高|ベストセラー",
	[TONGUE_PT] = "mais vendido|melhor qualidade|alta qualidade|número um|n 1|perfeito|perfeita|incrível|o melhor|a melhor|excelente|imbatível",
	[TONGUE_ZH] = "最好|最佳|第一|爆款|热卖|热销|高品质|完美|顶级|极致|国家级",
};
/* Claims that need evidence: environment, health, pests. */
static const char *const claims[TONGUE_MAX] = {
	[TONGUE_EN] = "eco friendly|environmentally friendly|biodegradable|compostable|antimicrobial|anti microbial|antibacterial|anti bacterial|antifungal|made from bamboo|made of bamboo fiber|"
		      "kills bacteria|kills germs|kills viruses|repels insects|insect repellent|mosquito repellent|pesticide|cures|heals|pain relief|medical grade|fda approved|non toxic|therapeutic",
	[TONGUE_DE] = "umweltfreundlich|umweltfreundliche|umweltfreundliches|biologisch abbaubar|kompostierbar|antibakteriell|antibakterielle|antimikrobiell|keimtötend|insektenabwehr|schmerzlindernd|"
		      "heilt|medizinisch|ungiftig",
	[TONGUE_FR] = "écologique|respectueux de l environnement|biodégradable|compostable|antibactérien|antibactérienne|antimicrobien|tue les bactéries|anti moustique|soulage la douleur|guérit|"
		      "qualité médicale|non toxique",
	[TONGUE_ES] = "ecológico|ecológica|respetuoso con el medio ambiente|biodegradable|compostable|antibacteriano|antibacteriana|antimicrobiano|mata bacterias|repelente de mosquitos|"
		      "alivia el dolor|cura|grado médico|no tóxico",
	[TONGUE_IT] = "ecologico|ecologica|ecocompatibile|biodegradabile|compostabile|antibatterico|antibatterica|antimicrobico|uccide i batteri|repellente per zanzare|allevia il dolore|guarisce|"
		      "grado medico|non tossico|atossico",
	[TONGUE_JA] = "抗菌|殺菌|除菌|抗ウイルス|環境に優しい|環境にやさしい|エコフレンドリー|生分解|虫除け|虫よけ|治療|痛みを和らげ|医療用|無毒",
	[TONGUE_PT] = "ecológico|ecológica|sustentável|biodegradável|compostável|antibacteriano|antibacteriana|antimicrobiano|mata bactérias|repelente de mosquitos|alivia a dor|cura|grau médico|"
		      "atóxico|não tóxico",
	[TONGUE_ZH] = "环保|可降解|抗菌|杀菌|除菌|抑菌|驱蚊|治疗|止痛|医用级|无毒",
};
static const char *const numerals[TONGUE_MAX] = {
	[TONGUE_EN] = "two|three|four|five|six|seven|eight|nine|ten|twelve", [TONGUE_DE] = "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf",
	[TONGUE_FR] = "trois|quatre|cinq|sept|huit|dix|douze", [TONGUE_ES] = "tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce",
	[TONGUE_IT] = "tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici", [TONGUE_PT] = "três|quatro|cinco|seis|sete|oito|nove|dez|doze",
	[TONGUE_JA] = "", [TONGUE_ZH] = "",
};
static const char *const temporary[TONGUE_MAX] = {
	[TONGUE_EN] = "new|new arrival|latest|available now|newest", [TONGUE_DE] = "neu|neuheit|neueste", [TONGUE_FR] = "nouveau|nouveauté|nouvelle", [TONGUE_ES] = "nuevo|nueva|novedad",
	[TONGUE_IT] = "nuovo|nuova|novità", [TONGUE_JA] = "新品|新商品|新登場|最新", [TONGUE_PT] = "novo|nova|lançamento|novidade", [TONGUE_ZH] = "新品|新款|最新",
};

const char *tongue_list(enum tongue t, enum list l)
{
	switch (l) {
	case LIST_PROMOTION:
		return promotion[t];
	case LIST_PRAISE:
		return praise[t];
	case LIST_CLAIM:
		return claims[t];
	case LIST_NUMERALS:
		return numerals[t];
	case LIST_TEMPORARY:
		return temporary[t];
	case LISTS:
		break;
	}
	return "";
}

/* ---- which language ---- */

/* Small words, and a few that goods' names are full of. A word may be in several lists. */
static const char *const stop_words[TONGUE_MAX] = {
	[TONGUE_EN] = "|a|an|and|any|are|as|at|be|both|by|can|for|from|has|have|in|into|is|it|its|no|not|of|off|on|or|out|so|than|that|the|their|them|these|this|to|up|use|when|which|while|"
		      "will|with|without|you|your|each|keeps|easy|set|piece|pieces|",
	[TONGUE_DE] = "|aus|auch|auf|bei|das|dem|den|der|des|die|ein|eine|einem|einen|einer|für|hält|im|in|ist|kein|keine|mit|nach|nicht|oder|ohne|sich|sie|sind|teilig|und|vom|von|vor|wenn|"
		      "wie|wird|zu|zum|zur|über|stück|leicht|",
	[TONGUE_FR] = "|à|au|aux|avec|ce|ces|d|dans|de|des|du|en|est|et|la|le|les|l|leur|lot|ne|ou|par|pas|plus|pour|que|qui|s|sa|sans|se|son|sont|sous|sur|un|une|vos|votre|pièces|",
	[TONGUE_ES] = "|a|al|con|de|del|el|en|es|esta|este|juego|la|las|los|lo|más|no|o|para|pero|piezas|por|que|se|sin|son|su|sus|un|una|y|",
	[TONGUE_IT] = "|a|al|alla|anche|che|con|da|dal|dei|del|della|delle|di|e|è|gli|i|il|in|la|le|lo|nel|nella|non|o|per|pezzi|più|senza|si|sono|su|sul|tra|un|una|",
	[TONGUE_JA] = "",
	[TONGUE_PT] = "|a|ao|as|com|da|das|de|do|dos|e|em|é|mais|na|nas|no|nos|não|o|os|ou|para|peças|por|que|se|sem|são|sua|seu|um|uma|",
	[TONGUE_ZH] = "",
};

bool tongue_is_stop_word(enum tongue t, struct str w)
{
	struct str list = str_c(stop_words[t]);
	for (size_t from = 0;;) {
		ptrdiff_t at = str_find(list, w, from);
		if (at < 0)
			return false;
		if (at > 0 && list.p[at - 1] == '|' && list.p[(size_t)at + w.n] == '|')
			return true;
		from = (size_t)at + 1;
	}
}

static bool is_wrong_script(enum tongue t, struct str text, struct str *ret_sample)
{
	size_t at = 0, here = 0, latin = 0, han = 0, kana = 0, foreign_at = 0, foreign = 0;
	int32_t c;
	while (here = at, (c = str_utf8_next(text, &at)) >= 0) {
		bool h = is_han(c), k = is_kana(c);
		latin += is_latin(c);
		han += h;
		kana += k;
		if ((is_other_script(c) || (tongue_has_blanks(t) && (h || k))) && !foreign++)
			foreign_at = here;
	}
	*ret_sample = str_utf8_head(str_sub(text, foreign_at, text.n), 12);
	/* brands, models and measures may be Latin, and a single sign may be part of a model */
	if (tongue_has_blanks(t))
		return foreign >= 2;
	return foreign > 0 || (latin > 6 && han + kana < latin / 3) || (t == TONGUE_ZH && kana > 2);
}

bool tongue_is_chinese(struct str text)
{
	size_t at = 0, han = 0;
	for (int32_t c; (c = str_utf8_next(text, &at)) >= 0;) {
		if (is_kana(c))
			return false;
		han += is_han(c);
	}
	return han >= 12;
}

bool tongue_is_wrong(enum tongue t, struct str text, struct str *ret_sample)
{
	if (is_wrong_script(t, text, ret_sample))
		return true;
	if (!tongue_has_blanks(t))
		return false;
	struct folded folded;
	tongue_fold(text, &folded);
	int n[TONGUE_MAX] = { 0 };
	struct str sample[TONGUE_MAX] = { STR_NONE }, word;
	for (size_t at = 0; tongue_next_word(folded_str(&folded), &at, &word);) {
		bool ours = tongue_is_stop_word(t, word);
		n[t] += ours;
		for (int i = 0; i < TONGUE_MAX; i++)
			if (!ours && tongue_is_stop_word((enum tongue)i, word)) {
				n[i]++;
				if (!sample[i].n)
					sample[i] = word;
			}
	}
	int best = -1;
	for (int i = 0; i < TONGUE_MAX; i++)
		if (i != (int)t && (best < 0 || n[i] > n[best]))
			best = i;
	/* words that languages share count for the right one, and the other must be well ahead */
	if (!((n[t] == 0 && n[best] >= 2) || (n[best] >= 3 && n[best] > 2 * n[t])))
		return false;
	/* a span of the text given, not of what is folded here */
	ptrdiff_t found = str_find(text, sample[best], 0);
	*ret_sample = found >= 0 ? str_sub(text, (size_t)found, sample[best].n) : str_c(tongue_code[best]);
	return true;
}
