// What a machine can do at best: the two limits that every k-means is held to.

#ifndef ROOFLINE_H
#define ROOFLINE_H

#include <stddef.h>
#include <stdint.h>

/// C ← A·B in single precision by the BLAS, row-major and dense, A m × k, B k × n, C m × n.
void roofline_multiply(int m, int n, int k, const float *a, const float *b, float *c);

/// The sum of all words modulo 2⁶⁴: one reading of the memory, as fast as a thread can.
uint64_t roofline_sum(const uint64_t *words, size_t count);

#endif
