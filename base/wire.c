#include "base/wire.h"

void wire_u64(struct buf *b, uint64_t v)
{
	unsigned char out[10];
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		out[n++] = (unsigned char)(v | 0x80);
	out[n++] = (unsigned char)v;
	buf_put(b, out, n);
}

void wire_i64(struct buf *b, int64_t v)
{
	wire_u64(b, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

void wire_fixed64(struct buf *b, uint64_t v)
{
	unsigned char out[8];
	for (int i = 0; i < 8; i++)
		out[i] = (unsigned char)(v >> (8 * i));
	buf_put(b, out, sizeof out);
}

void wire_span(struct buf *b, struct str s)
{
	wire_u64(b, s.n);
	buf_str(b, s);
}

struct wire wire_open(struct str in)
{
	return (struct wire){ .in = in };
}

bool wire_more(const struct wire *w)
{
	return !w->bad && w->at < w->in.n;
}

uint64_t wire_get_u64(struct wire *w)
{
	uint64_t v = 0;
	for (int shift = 0; wire_more(w) && shift < 70; shift += 7) {
		uint64_t byte = (unsigned char)w->in.p[w->at++];
		if (shift == 63 && byte > 1)
			break;
		v |= (byte & 0x7f) << shift;
		if (byte < 0x80) {
			if (byte == 0 && shift > 0)
				break; /* longer than need be: each value has one form */
			return v;
		}
	}
	w->bad = true;
	return 0;
}

int64_t wire_get_i64(struct wire *w)
{
	uint64_t z = wire_get_u64(w);
	return (int64_t)(z >> 1 ^ (0 - (z & 1)));
}

uint64_t wire_get_fixed64(struct wire *w)
{
	if (w->bad || w->in.n - w->at < 8) {
		w->bad = true;
		return 0;
	}
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v |= (uint64_t)(unsigned char)w->in.p[w->at + (size_t)i] << (8 * i);
	w->at += 8;
	return v;
}

struct str wire_get_span(struct wire *w)
{
	uint64_t n = wire_get_u64(w);
	if (w->bad || n > w->in.n - w->at) {
		w->bad = true;
		return STR_NONE;
	}
	struct str s = { w->in.p + w->at, (size_t)n };
	w->at += (size_t)n;
	return s;
}
