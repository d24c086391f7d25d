/* Sixteen places at a time. Compiled with -mavx512f where the compiler has it; asks for nothing beyond the foundation of AVX-512. */
#if defined __AVX512F__
#include <immintrin.h>
#include <stdint.h>

enum { LANES = 16 };
#define vf __m512
#define vi __m512i
#define vq __m512i

static inline vq q_load(const uint64_t *p) { return _mm512_loadu_si512(p); }
static inline void q_store(uint64_t *p, vq v) { _mm512_storeu_si512(p, v); }
static inline vq q_load_words(const uint32_t *p) { return _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)p)); }
static inline vq q_set1(uint64_t v) { return _mm512_set1_epi64((long long)v); }
static inline vq q_mul(vq a, vq b) { return _mm512_mul_epu32(a, b); }
static inline vq q_high(vq a) { return _mm512_srli_epi64(a, 32); }
static inline vq q_xor(vq a, vq b) { return _mm512_xor_si512(a, b); }
static inline vq q_xor3(vq a, vq b, vq c) { return _mm512_ternarylogic_epi64(a, b, c, 0x96); }
/* the lower words of a, then those of b */
static inline vi words_of_q(vq a, vq b)
{
	const __m512i lower = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
	return _mm512_permutex2var_epi32(a, lower, b);
}

static inline vf f_load(const float *p) { return _mm512_loadu_ps(p); }
static inline void f_store(float *p, vf v) { _mm512_storeu_ps(p, v); }
static inline vf f_set1(float v) { return _mm512_set1_ps(v); }
static inline vf f_add(vf a, vf b) { return _mm512_add_ps(a, b); }
static inline vf f_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
static inline vf f_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
static inline vf f_div(vf a, vf b) { return _mm512_div_ps(a, b); }
static inline vf f_min(vf a, vf b) { return _mm512_min_ps(a, b); }
static inline vf f_max(vf a, vf b) { return _mm512_max_ps(a, b); }
static inline vi bits_of_f(vf a) { return _mm512_castps_si512(a); }
static inline vf f_of_bits(vi a) { return _mm512_castsi512_ps(a); }
static inline vf f_of_i(vi a) { return _mm512_cvtepi32_ps(a); }
static inline vi i_of_f(vf a) { return _mm512_cvttps_epi32(a); }

static inline vi i_load(const uint32_t *p) { return _mm512_loadu_si512(p); }
static inline void i_store(uint32_t *p, vi v) { _mm512_storeu_si512(p, v); }
static inline vi i_set1(int32_t v) { return _mm512_set1_epi32(v); }
static inline vi i_add(vi a, vi b) { return _mm512_add_epi32(a, b); }
static inline vi i_sub(vi a, vi b) { return _mm512_sub_epi32(a, b); }
static inline vi i_and(vi a, vi b) { return _mm512_and_si512(a, b); }
static inline vi i_not(vi a) { return _mm512_xor_si512(a, i_set1(-1)); }
#define i_left(a, n) _mm512_slli_epi32((a), (n))
#define i_right(a, n) _mm512_srli_epi32((a), (n))
/* a bit for each lane where a < b, as signed numbers */
static inline uint32_t i_below(vi a, vi b) { return _mm512_cmplt_epi32_mask(a, b); }
static inline vf f_where_zero(vi k, vf yes, vf no) { return _mm512_mask_blend_ps(_mm512_cmpeq_epi32_mask(k, _mm512_setzero_si512()), no, yes); }

#include "market/kernel/session_wide.h"
const struct session_engine session_avx512 = { run, numbers };
#else
#include "market/kernel/session_inside.h"
const struct session_engine session_avx512 = { 0 };
#endif
