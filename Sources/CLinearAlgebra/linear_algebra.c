#define _GNU_SOURCE
#include "linear_algebra.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum { row_major = 101, no_transpose = 111, transpose = 112, upper = 121 };

void cblas_sgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                 const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
void cblas_dgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha,
                 const double *a, int lda, const double *b, int ldb, double beta, double *c,
                 int ldc);
void cblas_dsyrk(int order, int triangle, int transpose, int n, int k, double alpha,
                 const double *a, int lda, double beta, double *c, int ldc);

void la_multiply_float(int m, int n, int k, const float *a, int a_stride, const float *b,
                       int b_stride, float *c, int c_stride) {
  cblas_sgemm(row_major, no_transpose, no_transpose, m, n, k, 1, a, a_stride, b, b_stride, 0, c,
              c_stride);
}

void la_multiply_double_transposed(int m, int n, int k, const double *a, int a_stride,
                                   const double *b, int b_stride, double *c, int c_stride) {
  cblas_dgemm(row_major, no_transpose, transpose, m, n, k, 1, a, a_stride, b, b_stride, 0, c,
              c_stride);
}

void la_multiply_transposed_double(int m, int n, int k, const double *a, int a_stride,
                                   const double *b, int b_stride, double *c, int c_stride) {
  cblas_dgemm(row_major, transpose, no_transpose, m, n, k, 1, a, a_stride, b, b_stride, 0, c,
              c_stride);
}

void la_multiply_transposed_by_self(int n, int k, const double *a, int a_stride, double *c,
                                    int c_stride) {
  cblas_dsyrk(row_major, upper, transpose, n, k, 1, a, a_stride, 0, c, c_stride);
}

// The provider is chosen when the process starts, so its own functions are looked up by name.
static void *find(const char *name) { return dlsym(RTLD_DEFAULT, name); }

void la_use_one_thread(void) {
  void (*set_threads)(int) = (void (*)(int))find("openblas_set_num_threads");
  if (!set_threads) set_threads = (void (*)(int))find("MKL_Set_Num_Threads");
  if (!set_threads) set_threads = (void (*)(int))find("bli_thread_set_num_threads");
  if (set_threads) set_threads(1);
}

// The first two words that OpenBLAS says of itself, "OpenBLAS 0.3.21", and its kernel.
static void name_openblas(char *name, size_t size) {
  char *(*config)(void) = (char *(*)(void))find("openblas_get_config");
  char *(*core)(void) = (char *(*)(void))find("openblas_get_corename");
  const char *text = config ? config() : "OpenBLAS";
  const char *space = strchr(text, ' ');
  const char *end = space ? strchr(space + 1, ' ') : NULL;
  int length = end ? (int)(end - text) : (int)strlen(text);
  snprintf(name, size, "%.*s%s%s", length, text, core ? " " : "", core ? core() : "");
}

const char *la_provider(void) {
#ifdef __APPLE__
  return "Accelerate";
#else
  static char name[256];
  if (find("openblas_get_config")) {
    name_openblas(name, sizeof name);
    return name;
  }
  Dl_info info;
  if (dladdr((void *)cblas_sgemm, &info) && info.dli_fname) {
    const char *slash = strrchr(info.dli_fname, '/');
    snprintf(name, sizeof name, "%s", slash ? slash + 1 : info.dli_fname);
    return name;
  }
  return "unknown";
#endif
}
