/* qr.h: a text as a QR code (libqrencode), for screens and terminals. */
#ifndef SERVER_QR_H
#define SERVER_QR_H
#include "base/buf.h"

enum { QR_TEXT_MAX = 300 };
/* A drawing with its quiet zone, without a size of its own; false if the text is too long. */
bool qr_svg(struct str text, struct buf *out);
/* Half blocks; with colours, black on white whatever the terminal's own are. */
bool qr_terminal(struct str text, bool colours, struct buf *out);
#endif
