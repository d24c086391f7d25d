#include "server/qr.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4, QUIET_TERMINAL = 2 };

static QRcode *encode(struct str text)
{
	char line[QR_TEXT_MAX + 1];
	if (!text.n || text.n > QR_TEXT_MAX || memchr(text.p, 0, text.n))
		return NULL;
	memcpy(line, text.p, text.n);
	line[text.n] = 0;
	return QRcode_encodeString8bit(line, 0, QR_ECLEVEL_M);
}

static bool dark(const QRcode *q, int x, int y)
{
	return x >= 0 && y >= 0 && x < q->width && y < q->width && q->data[y * q->width + x] & 1;
}

bool qr_svg(struct str text, struct buf *out)
{
	QRcode *q = encode(text);
	if (!q)
		return false;
	int side = q->width + 2 * QUIET;
	buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side,
		side, side, side);
	for (int y = 0; y < q->width; y++)
		for (int x = 0; x < q->width; x++) {
			int run = 0;
			while (dark(q, x + run, y))
				run++;
			if (run)
				buf_printf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
			x += run;
		}
	buf_str(out, STR("\"/></svg>"));
	QRcode_free(q);
	return !out->full;
}

bool qr_terminal(struct str text, bool colours, struct buf *out)
{
	/* light above and below, by the two bits: the light parts are drawn, so that a dark terminal without colours shows it the right way round */
	static const char *const halves[4] = { " ", "▄", "▀", "█" };
	QRcode *q = encode(text);
	if (!q)
		return false;
	for (int y = -QUIET_TERMINAL; y < q->width + QUIET_TERMINAL; y += 2) {
		buf_str(out, colours ? STR("  \033[97;40m") : STR("  "));
		for (int x = -QUIET_TERMINAL; x < q->width + QUIET_TERMINAL; x++)
			buf_str(out, str_c(halves[!dark(q, x, y) * 2 + !dark(q, x, y + 1)]));
		buf_str(out, colours ? STR("\033[0m\n") : STR("\n"));
	}
	QRcode_free(q);
	return !out->full;
}
