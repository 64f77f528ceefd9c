#if defined(__linux__)
#define _GNU_SOURCE
#endif

#include "threads.h"

#if defined(__linux__)
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

int32_t la_thread_id(void) { return (int32_t)syscall(SYS_gettid); }

void la_place_thread(int32_t thread, long position) {
  cpu_set_t allowed;
  const int here = sched_getcpu();
  if (thread == 0 || here < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  const int count = CPU_COUNT(&allowed);
  if (count < 2) return;
  int place = here;
  for (long left = position % (count - 1) + 1; left > 0; left--) {
    do {
      place = (place + 1) % CPU_SETSIZE;
    } while (!CPU_ISSET(place, &allowed) || place == here);
  }
  cpu_set_t target;
  CPU_ZERO(&target);
  CPU_SET(place, &target);
  sched_setaffinity(thread, sizeof target, &target);
}

void la_unplace_thread(void) {
  cpu_set_t allowed;
  // The first thread of the process has what the process was given.
  if (sched_getaffinity(getpid(), sizeof allowed, &allowed) != 0) {
    for (int place = 0; place < CPU_SETSIZE; place++) CPU_SET(place, &allowed);
  }
  sched_setaffinity(0, sizeof allowed, &allowed);
}
#else
int32_t la_thread_id(void) { return 0; }

void la_place_thread(int32_t thread, long position) {
  (void)thread;
  (void)position;
}

void la_unplace_thread(void) {}
#endif

void la_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
