#include "text/words.h"
#include "base/arena.h"
#include "text/text.h"

#include <string.h>

/* Words are parted and surrounded by blanks. */
static const char *const stops[TONGUE_MAX] = {
	[TONGUE_ZH] = " 的 了 和 与 及 或 在 是 ",
	[TONGUE_EN] = " a an the and or of for with in on to at by from is are ",
	[TONGUE_DE] = " der die das den dem des ein eine einen einem einer und oder mit für fur von vom im in am an auf zu zum zur aus ist ",
	[TONGUE_FR] = " le la les l d un une des de du et ou à a au aux en avec pour par sur dans ",
	[TONGUE_ES] = " el la los las un una unos unas de del y o e con para por en a al ",
	[TONGUE_IT] = " il lo la i gli le l un uno una di del dello della dei degli delle d e o con per da in a al allo alla ai agli alle ",
	[TONGUE_JA] = " の に は を が と で も や へ から まで より など です ます する した ",
	[TONGUE_PT] = " o a os as um uma uns umas de do da dos das e ou com para por em no na nos nas ao à ",
};

static const char *const smalls[TONGUE_MAX] = {
	[TONGUE_EN] = " a an the and or of for with in on to at by from per ",
	[TONGUE_ES] = " el la los las un una de del y o e con para por en a al sin ",
	[TONGUE_PT] = " o a os as um uma de do da dos das e ou com para por em no na nos nas ao à sem ",
	[TONGUE_IT] = " il lo la i gli le un uno una di del dello della dei degli delle e o con per da in a al alla senza ",
	[TONGUE_FR] = " le la les un une des de du et ou à au aux en avec pour par sur dans sans ",
	[TONGUE_DE] = " der die das den dem des ein eine einen einem einer und oder mit für von vom im in am an auf zu zum zur aus ohne ",
};

/* Words and letter groups by which a short text of the trade gives itself away. Groups (with -) count as much as a third of a word. */
static const char *const common[TONGUE_MAX] = {
	[TONGUE_EN] = " a an the and or of for with in on to from your without set pack of kitchen women men kids cat dog bamboo wood wooden steel cotton black white grey blue "
		      "green red pink small large holder storage bag bags box case cover light lights lamp stainless waterproof portable foldable home garden mat board "
		      "adjustable reusable brush pieces stand organizer organiser travel ",
	[TONGUE_DE] = " der die das den dem des ein eine und oder mit für von im am aus ohne zum zur auf ist sind teilig stück schwarz weiß grau blau grün rot rosa klein groß holz "
		      "edelstahl wasserdicht tragbar faltbar damen herren kinder hund katze küche garten tasche beutel lampe verstellbar bambus baumwolle kleine große "
		      "nicht nach bei in set als auch sich nur noch sehr ",
	[TONGUE_FR] = " le la les un une des de du et ou à au aux en avec pour par sur sans lot pièces noir blanc gris bleu vert rouge rose petit grand bois acier inoxydable "
		      "étanche portable pliable femme homme enfant chien chat cuisine jardin sac boîte lampe réglable bambou coton rangement support set que qui ne pas très est plus ",
	[TONGUE_ES] = " el la los las un una de del y o con para por en sin juego piezas negro blanco gris azul verde rojo rosa pequeño grande madera acero inoxidable "
		      "impermeable portátil plegable mujer hombre niños perro gato cocina jardín bolsa caja lámpara luz ajustable bambú algodón soporte organizador a set no lo que muy es está más al se ",
	[TONGUE_IT] = " il lo la gli le un uno una di del della dei delle e con per da in senza set pezzi nero bianco grigio blu verde rosso rosa piccolo grande legno acciaio "
		      "inossidabile impermeabile portatile pieghevole donna uomo bambini cane gatto cucina giardino borsa scatola lampada luce regolabile bambù cotone "
		      "supporto no che non lo è si molto più al ",
	[TONGUE_PT] = " o a os as um uma de do da dos das e com para por em no na sem conjunto peças preto branco cinza azul verde vermelho rosa pequeno grande madeira aço "
		      "inoxidável impermeável portátil dobrável feminino masculino infantil cachorro gato cozinha jardim bolsa caixa luminária luz ajustável bambu "
		      "algodão suporte organizador kit não set que muito é está mais ao se ",
};
static const char *const groups[TONGUE_MAX] = {
	[TONGUE_EN] = " th wh ght ck ",
	[TONGUE_DE] = " ß sch ä ö ü ung keit tz chen ",
	[TONGUE_FR] = " eau eux è ê ç œ oi que ",
	[TONGUE_ES] = " ñ ción dor lla ll ó í ",
	[TONGUE_IT] = " zione tta tti gli ezza cch zz ggi ",
	[TONGUE_PT] = " ção ções ã õ lh nh ç ",
};

static bool listed(const char *list, struct str word)
{
	if (!list || !word.n)
		return false;
	for (const char *p = list; (p = memmem(p, strlen(p), word.p, word.n)); p++)
		if (p > list && p[-1] == ' ' && p[word.n] == ' ')
			return true;
	return false;
}

bool word_is_stop(enum tongue t, struct str folded)
{
	return listed(stops[t], folded);
}

bool word_is_small(enum tongue t, struct str lower)
{
	return listed(smalls[t], lower);
}

double text_speaks(enum tongue t, struct str text)
{
	if (!common[t])
		return 0;
	struct arena a;
	arena_init(&a, 0);
	struct str low = text_lower(t, text, &a), piece;
	double score = 0;
	size_t start = 0;
	for (size_t i = 0; i <= low.n; i++) {
		bool letter = i < low.n && (low.p[i] & 0x80 || (low.p[i] >= 'a' && low.p[i] <= 'z'));
		if (letter)
			continue;
		if (i > start && listed(common[t], str_sub(low, start, i - start)))
			score += 1;
		start = i + 1;
	}
	struct str rest = str_c(groups[t]);
	while (str_next(&rest, ' ', &piece))
		if (piece.n && str_find(low, piece, 0) >= 0)
			score += 1.0 / 3;
	arena_fini(&a);
	return score;
}
