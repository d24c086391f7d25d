/* Eight places at a time. Compiled with -mavx2 where the compiler has it. */
#if defined __AVX2__
#include <immintrin.h>
#include <stdint.h>

enum { LANES = 8 };
#define vf __m256
#define vi __m256i
#define vq __m256i

static inline vq q_load(const uint64_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
static inline void q_store(uint64_t *p, vq v) { _mm256_storeu_si256((__m256i *)p, v); }
static inline vq q_load_words(const uint32_t *p) { return _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)p)); }
static inline vq q_set1(uint64_t v) { return _mm256_set1_epi64x((long long)v); }
static inline vq q_mul(vq a, vq b) { return _mm256_mul_epu32(a, b); }
static inline vq q_high(vq a) { return _mm256_srli_epi64(a, 32); }
static inline vq q_xor(vq a, vq b) { return _mm256_xor_si256(a, b); }
static inline vq q_xor3(vq a, vq b, vq c) { return q_xor(a, q_xor(b, c)); }
/* the lower words of a, then those of b */
static inline vi words_of_q(vq a, vq b)
{
	__m256i mixed = _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0x88));
	return _mm256_permute4x64_epi64(mixed, 0xd8);
}

static inline vf f_load(const float *p) { return _mm256_loadu_ps(p); }
static inline void f_store(float *p, vf v) { _mm256_storeu_ps(p, v); }
static inline vf f_set1(float v) { return _mm256_set1_ps(v); }
static inline vf f_add(vf a, vf b) { return _mm256_add_ps(a, b); }
static inline vf f_sub(vf a, vf b) { return _mm256_sub_ps(a, b); }
static inline vf f_mul(vf a, vf b) { return _mm256_mul_ps(a, b); }
static inline vf f_div(vf a, vf b) { return _mm256_div_ps(a, b); }
static inline vf f_min(vf a, vf b) { return _mm256_min_ps(a, b); }
static inline vf f_max(vf a, vf b) { return _mm256_max_ps(a, b); }
static inline vi bits_of_f(vf a) { return _mm256_castps_si256(a); }
static inline vf f_of_bits(vi a) { return _mm256_castsi256_ps(a); }
static inline vf f_of_i(vi a) { return _mm256_cvtepi32_ps(a); }
static inline vi i_of_f(vf a) { return _mm256_cvttps_epi32(a); }

static inline vi i_load(const uint32_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
static inline void i_store(uint32_t *p, vi v) { _mm256_storeu_si256((__m256i *)p, v); }
static inline vi i_set1(int32_t v) { return _mm256_set1_epi32(v); }
static inline vi i_add(vi a, vi b) { return _mm256_add_epi32(a, b); }
static inline vi i_sub(vi a, vi b) { return _mm256_sub_epi32(a, b); }
static inline vi i_and(vi a, vi b) { return _mm256_and_si256(a, b); }
static inline vi i_not(vi a) { return _mm256_xor_si256(a, i_set1(-1)); }
#define i_left(a, n) _mm256_slli_epi32((a), (n))
#define i_right(a, n) _mm256_srli_epi32((a), (n))
/* a bit for each lane where a < b, as signed numbers */
static inline uint32_t i_below(vi a, vi b) { return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(b, a))); }
static inline vf f_where_zero(vi k, vf yes, vf no)
{
	return _mm256_blendv_ps(no, yes, _mm256_castsi256_ps(_mm256_cmpeq_epi32(k, _mm256_setzero_si256())));
}

#include "market/kernel/session_wide.h"
const struct session_engine session_avx2 = { run, numbers };
#else
#include "market/kernel/session_inside.h"
const struct session_engine session_avx2 = { 0 };
#endif
