#include "sheet/inside.h"

#include <errno.h>
#include <lzma.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>

enum { LZMA_MEMORY = 128 << 20 };

bool load_unpack(struct str in, struct buf *out, const char **ret_why)
{
	static const char magic[6] = { (char)0xfd, '7', 'z', 'X', 'Z', 0 };
	if (in.n < sizeof magic || memcmp(in.p, magic, sizeof magic) != 0) {
		*ret_why = "not an .xz file";
		return false;
	}
	lzma_stream z = LZMA_STREAM_INIT;
	if (lzma_stream_decoder(&z, LZMA_MEMORY, LZMA_CONCATENATED) != LZMA_OK) {
		*ret_why = "no memory to unpack it";
		return false;
	}
	uint8_t piece[1 << 16];
	z.next_in = (const uint8_t *)in.p;
	z.avail_in = in.n;
	lzma_ret r;
	do {
		z.next_out = piece;
		z.avail_out = sizeof piece;
		r = lzma_code(&z, LZMA_FINISH);
		buf_put(out, piece, sizeof piece - z.avail_out);
	} while (r == LZMA_OK && !out->full);
	lzma_end(&z);
	if (out->full)
		*ret_why = "it unpacks to more than 256 MiB";
	else if (r != LZMA_STREAM_END)
		*ret_why = "the .xz data is damaged or cut off";
	return !out->full && r == LZMA_STREAM_END;
}

static bool recode(struct str in, const char *from, struct buf *out, const char **ret_why)
{
	UErrorCode e = U_ZERO_ERROR;
	UConverter *source = ucnv_open(from, &e), *target = ucnv_open("UTF-8", &e);
	bool ok = false;
	*ret_why = "the text is neither UTF-8 nor GB18030";
	if (U_FAILURE(e))
		goto out;
	/* a byte that means nothing is a fault, not a replacement mark */
	ucnv_setToUCallBack(source, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &e);
	ucnv_setFromUCallBack(target, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &e);
	const char *p = in.p, *end = in.p + in.n;
	UChar pivot[4096], *pivot_source = pivot, *pivot_target = pivot;
	char piece[1 << 14];
	bool first = true;
	do {
		char *to = piece;
		e = U_ZERO_ERROR;
		ucnv_convertEx(target, source, &to, piece + sizeof piece, &p, end, pivot, &pivot_source, &pivot_target, pivot + 4096, first, true, &e);
		first = false;
		buf_put(out, piece, (size_t)(to - piece));
	} while (e == U_BUFFER_OVERFLOW_ERROR && !out->full);
	ok = U_SUCCESS(e) && !out->full && str_utf8_ok(buf_span(out));
	if (out->full)
		*ret_why = "it is larger than 256 MiB";
out:
	ucnv_close(source);
	ucnv_close(target);
	return ok;
}

bool load_utf8(struct str in, struct buf *out, const char **ret_why)
{
	const unsigned char *b = (const unsigned char *)in.p;
	if (in.n >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff)))
		return recode(in, "UTF-16", out, ret_why);
	if (str_utf8_ok(in))
		return true;
	return recode(in, "GB18030", out, ret_why);
}

enum problem_code load_file(const char *path, struct buf *out, struct problem *p)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	if (!f)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, strerror(errno), NULL);
	if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
		fclose(f);
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, "it is a folder", NULL);
	}
	char piece[1 << 16];
	size_t n;
	while (!out->full && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_put(out, piece, n);
	bool bad = ferror(f) != 0;
	fclose(f);
	if (bad)
		return problem_set(p, PROBLEM_FILE_UNREADABLE, "", path, "reading failed", NULL);
	if (out->full)
		return problem_set(p, PROBLEM_TOO_LARGE, "", "256 MiB", NULL);
	return PROBLEM_NONE;
}
