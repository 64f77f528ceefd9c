// The registers in which squares of rows and columns change places.

#ifndef SQUARES_H
#define SQUARES_H

#include <stdint.h>
#include <string.h>

enum { LANES = 64 };

// Without the alignment of a register, since rows lie anywhere.
typedef float f4 __attribute__((ext_vector_type(4), aligned(4)));
typedef float f8 __attribute__((ext_vector_type(8), aligned(4)));
typedef double d8 __attribute__((ext_vector_type(8), aligned(8)));
typedef int64_t l8 __attribute__((ext_vector_type(8)));
typedef uint32_t i8 __attribute__((ext_vector_type(8), aligned(4)));
typedef uint64_t u8 __attribute__((ext_vector_type(8), aligned(8)));

#endif
