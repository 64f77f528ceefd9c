#include "roofline.h"

// Declared here as in the library's own C target: where cblas.h lies differs from system to system.
void cblas_sgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                 const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);

enum { row_major = 101, no_transpose = 111 };

void roofline_multiply(int m, int n, int k, const float *a, const float *b, float *c) {
  cblas_sgemm(row_major, no_transpose, no_transpose, m, n, k, 1, a, k, b, n, 0, c, n);
}

uint64_t roofline_sum(const uint64_t *words, size_t count) {
  // Eight sums that do not wait for each other, so that memory is what limits them.
  uint64_t sums[8] = {0};
  for (size_t start = 0; start + 8 <= count; start += 8) {
    for (size_t lane = 0; lane < 8; lane++) sums[lane] += words[start + lane];
  }
  uint64_t total = 0;
  for (size_t lane = 0; lane < 8; lane++) total += sums[lane];
  return total;
}
