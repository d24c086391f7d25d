/* fuzz.h: what libFuzzer calls, and the runner of corpora. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Ends the program where the code under test broke a promise; stays on in every build. */
#define HOLDS(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)
#endif
