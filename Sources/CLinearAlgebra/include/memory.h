// What a process asks of its memory.

#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>

/// Asks for large pages under so many bytes that were not touched yet: the first touch of each small page costs as
/// much as reading it many times. Asks in vain where the system has none.
void la_prefer_large_pages(void *start, size_t bytes);

#endif
