// One kernel in its forms, and the choice between them.
//
// A file of kernels defines each as a body that is compiled for the baseline, for AVX2 and for AVX-512, and the best
// form that the processor has is taken when it runs.

#ifndef DISPATCH_H
#define DISPATCH_H

#define INLINE static inline __attribute__((always_inline))

/// 0 for the compiler's baseline, 1 for AVX2 with FMA, 2 for AVX-512.
int la_vector_level(void);

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma")))

#define CHOOSE(result, name, parameters, arguments) \
  result la_##name parameters {                     \
    switch (la_vector_level()) {                    \
      case 2: return name##_2 arguments;            \
      case 1: return name##_1 arguments;            \
      default: return name##_0 arguments;           \
    }                                               \
  }
/// All forms of a kernel whose body is a plain loop, `name##_body`, and the choice.
#define KERNEL(result, name, parameters, arguments)                          \
  static result name##_0 parameters { return name##_body arguments; }        \
  AVX2 static result name##_1 parameters { return name##_body arguments; }   \
  AVX512 static result name##_2 parameters { return name##_body arguments; } \
  CHOOSE(result, name, parameters, arguments)
#else
#define CHOOSE(result, name, parameters, arguments) \
  result la_##name parameters { return name##_0 arguments; }
#define KERNEL(result, name, parameters, arguments)                   \
  static result name##_0 parameters { return name##_body arguments; } \
  CHOOSE(result, name, parameters, arguments)
#endif

#endif
