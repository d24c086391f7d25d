/* In place of the compiler's header: AVX-512 as functions in plain C (SIMDe), so that its path can be held to the others on a machine without it. */
#ifndef TESTS_BATTERY_EMULATED_IMMINTRIN_H
#define TESTS_BATTERY_EMULATED_IMMINTRIN_H
#define SIMDE_NO_NATIVE
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>

/* What SIMDe 0.7.4 has only for half a register. */
static inline __m512i emulated_cvtepu32_epi64(__m256i a)
{
	uint32_t from[8];
	uint64_t to[8];
	simde_mm256_storeu_si256(from, a);
	for (int i = 0; i < 8; i++)
		to[i] = from[i];
	return simde_mm512_loadu_si512(to);
}
static inline __m512 emulated_cvtepi32_ps(__m512i a)
{
	int32_t from[16];
	float to[16];
	simde_mm512_storeu_si512(from, a);
	for (int i = 0; i < 16; i++)
		to[i] = (float)from[i];
	return simde_mm512_loadu_ps(to);
}
static inline __m512i emulated_cvttps_epi32(__m512 a)
{
	float from[16];
	int32_t to[16];
	simde_mm512_storeu_ps(from, a);
	for (int i = 0; i < 16; i++)
		to[i] = from[i] > -0x1p31f && from[i] < 0x1p31f ? (int32_t)from[i] : INT32_MIN;
	return simde_mm512_loadu_si512(to);
}
#define _mm512_cvtepu32_epi64 emulated_cvtepu32_epi64
#define _mm512_cvtepi32_ps emulated_cvtepi32_ps
#define _mm512_cvttps_epi32 emulated_cvttps_epi32
#define _mm512_cmplt_epi32_mask(a, b) simde_mm512_cmpgt_epi32_mask((b), (a))
#endif
