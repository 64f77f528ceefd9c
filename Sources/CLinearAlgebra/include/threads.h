// What a loop asks of the threads that share its work.

#ifndef THREADS_H
#define THREADS_H

#include <stdint.h>

/// The system's number of the calling thread, for `la_place_thread`; 0 where threads cannot be placed.
int32_t la_thread_id(void);

/// Has a sleeping thread wake on the position-th processor after the caller's, of those that the caller may use.
///
/// Where the caller may use one alone, or threads cannot be placed, nothing happens.
void la_place_thread(int32_t thread, long position);

/// Gives the calling thread all processors of the process again.
void la_unplace_thread(void);

/// Tells the processor that the caller waits for a write by another.
void la_pause(void);

#endif
