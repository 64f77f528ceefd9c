#if defined(__linux__)
#define _DEFAULT_SOURCE
#endif

#include "memory.h"

#include <stdint.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

void la_prefer_large_pages(void *start, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  // Only whole large pages inside: what lies around them belongs to others too.
  const uintptr_t size = (uintptr_t)1 << 21;
  uintptr_t first = ((uintptr_t)start + size - 1) & ~(size - 1);
  uintptr_t end = ((uintptr_t)start + bytes) & ~(size - 1);
  if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
  (void)start;
  (void)bytes;
#endif
}
