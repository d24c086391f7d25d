/* run_corpus FOLDER...: gives a target every file of the folders, each also cut short at every length and with every byte changed (long ones at steps), so that
 * compilers without libFuzzer can run the corpora. */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { INPUT_MAX = 4 << 20, STEPS = 1024 };

/* The input in memory of exactly its own size, so that the sanitizer sees a step too far. */
static void try_input(const uint8_t *p, size_t n)
{
	uint8_t *own = malloc(n ? n : 1);
	HOLDS(own);
	memcpy(own, p, n);
	LLVMFuzzerTestOneInput(own, n);
	free(own);
}

static void try_file(const char *path)
{
	static uint8_t bytes[INPUT_MAX];
	FILE *f = fopen(path, "rb");
	HOLDS(f);
	size_t n = fread(bytes, 1, sizeof bytes, f), step = n / STEPS + 1;
	HOLDS(n < sizeof bytes);
	fclose(f);
	try_input(bytes, n);
	for (size_t i = 0; i < n; i += step)
		try_input(bytes, i);
	static const uint8_t changes[] = { 0x01, 0x80, 0xff };
	for (size_t i = 0; i < n; i += step)
		for (size_t c = 0; c < sizeof changes; c++) {
			bytes[i] ^= changes[c];
			try_input(bytes, n);
			bytes[i] ^= changes[c];
		}
}

int main(int argc, char **argv)
{
	int files = 0;
	for (int i = 1; i < argc; i++) {
		DIR *dir = opendir(argv[i]);
		if (!dir) {
			fprintf(stderr, "%s cannot be opened\n", argv[i]);
			return 1;
		}
		for (struct dirent *e; (e = readdir(dir));) {
			char path[4096];
			if (e->d_name[0] == '.')
				continue;
			snprintf(path, sizeof path, "%s/%s", argv[i], e->d_name);
			fprintf(stderr, "%s\n", path);
			try_file(path);
			files++;
		}
		closedir(dir);
	}
	try_input((const uint8_t *)"", 0);
	printf("%d files\n", files);
	return files ? 0 : 1;
}
