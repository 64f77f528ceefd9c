// The calls of CBLAS in use, and what a process must know of their provider.
//
// Reference BLAS, OpenBLAS and Apple's Accelerate export these under the same names. Declaring them here needs no header
// of theirs, which lies elsewhere on each system.

#ifndef LINEAR_ALGEBRA_H
#define LINEAR_ALGEBRA_H

/// C ← A·B, row-major, A m × k, B k × n, C m × n overwritten; strides are row lengths.
void la_multiply_float(int m, int n, int k, const float *a, int a_stride, const float *b,
                       int b_stride, float *c, int c_stride);

/// C ← A·Bᵀ in double precision, row-major, A m × k, B n × k, C m × n overwritten.
void la_multiply_double_transposed(int m, int n, int k, const double *a, int a_stride,
                                   const double *b, int b_stride, double *c, int c_stride);

/// C ← Aᵀ·B in double precision, row-major, A k × m, B k × n, C m × n overwritten.
void la_multiply_transposed_double(int m, int n, int k, const double *a, int a_stride,
                                   const double *b, int b_stride, double *c, int c_stride);

/// The upper triangle of C ← Aᵀ·A in double precision, row-major, A k × n, C n × n; the rest of C stays.
void la_multiply_transposed_by_self(int n, int k, const double *a, int a_stride, double *c,
                                    int c_stride);

/// Holds a provider that starts threads of its own to one thread, for the whole process.
void la_use_one_thread(void);

/// Names the BLAS that the process runs on, such as "OpenBLAS 0.3.21 SkylakeX". The string is constant.
const char *la_provider(void);

#endif
