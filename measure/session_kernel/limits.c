/* What one core can do at most of the two things that a session is made of: multiplications of the counter's rounds, and reads of pages. */
#include "bench.h"
#include "base/arena.h"

#include <stdlib.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

enum { ROUNDS = 2000000, CHAINS = 8 };
static volatile uint64_t sink;

static uint64_t multiply_plain(void)
{
	uint64_t v[CHAINS] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	for (int i = 0; i < ROUNDS; i++)
#pragma GCC unroll 8
		for (int k = 0; k < CHAINS; k++)
			v[k] = (uint64_t)0xD2511F53 * (uint32_t)v[k];
	uint64_t sum = 0;
#pragma GCC unroll 8
	for (int k = 0; k < CHAINS; k++)
		sum += v[k];
	sink = sum;
	return (uint64_t)ROUNDS * CHAINS;
}

#if defined __x86_64__
__attribute__((target("avx2"))) static uint64_t multiply_avx2(void)
{
	__m256i v[CHAINS], m = _mm256_set1_epi64x(0xD2511F53);
	uint64_t out[4];
#pragma GCC unroll 8
	for (int k = 0; k < CHAINS; k++)
		v[k] = _mm256_set1_epi64x(k + 1);
	for (int i = 0; i < ROUNDS; i++)
#pragma GCC unroll 8
		for (int k = 0; k < CHAINS; k++)
			v[k] = _mm256_mul_epu32(v[k], m);
#pragma GCC unroll 8
	for (int k = 1; k < CHAINS; k++)
		v[0] = _mm256_xor_si256(v[0], v[k]);
	_mm256_storeu_si256((__m256i *)out, v[0]);
	sink = out[0];
	return (uint64_t)ROUNDS * CHAINS * 4;
}

__attribute__((target("avx512f"))) static uint64_t multiply_avx512(void)
{
	__m512i v[CHAINS], m = _mm512_set1_epi64(0xD2511F53);
	uint64_t out[8];
#pragma GCC unroll 8
	for (int k = 0; k < CHAINS; k++)
		v[k] = _mm512_set1_epi64(k + 1);
	for (int i = 0; i < ROUNDS; i++)
#pragma GCC unroll 8
		for (int k = 0; k < CHAINS; k++)
			v[k] = _mm512_mul_epu32(v[k], m);
#pragma GCC unroll 8
	for (int k = 1; k < CHAINS; k++)
		v[0] = _mm512_xor_si512(v[0], v[k]);
	_mm512_storeu_si512(out, v[0]);
	sink = out[0];
	return (uint64_t)ROUNDS * CHAINS * 8;
}
#endif

double limit_multiplications(enum session_path path)
{
	uint64_t (*work)(void) = multiply_plain;
	double best = 0;
#if defined __x86_64__
	if (path == SESSION_AVX2)
		work = multiply_avx2;
	if (path == SESSION_AVX512)
		work = multiply_avx512;
#endif
	for (int i = 0; i < 5; i++) {
		double from = bench_now(), n = (double)work(), rate = n / (bench_now() - from);
		best = rate > best ? rate : best;
	}
	return best;
}

/* Independent reads: the next address does not wait for the last one. */
double limit_random_lines(size_t bytes)
{
	enum { READS = 4000000 };
	size_t lines = bytes / 64;
	uint64_t *v = mem_alloc(lines * 64), sum = 0;
	double best = 0;
	for (size_t i = 0; i < lines; i++)
		v[i * 8] = i;
	for (int round = 0; round < 3; round++) {
		uint32_t at = 12345;
		double from = bench_now();
		for (int i = 0; i < READS; i++) {
			at = at * 1664525 + 1013904223;
			sum += v[((uint64_t)at * lines >> 32) * 8];
		}
		double rate = READS / (bench_now() - from);
		best = rate > best ? rate : best;
	}
	sink = sum;
	free(v);
	return best;
}
