// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last thing that a file of the ring's record path includes: what such a file may not use does not compile from
// here on. It runs in the midst of any code, perhaps the program's own version of one of these, or with its lock held.
#ifndef SOURCEPRINT_RUNTIME_RECORD_PATH_H
#define SOURCEPRINT_RUNTIME_RECORD_PATH_H

#pragma GCC poison malloc calloc realloc reallocarray free aligned_alloc posix_memalign strdup alloca
#pragma GCC poison memcpy memmove memset memcmp memchr strlen strcpy strncpy strcmp strncmp strchr strstr
#pragma GCC poison printf fprintf dprintf snprintf sprintf vsnprintf puts fputs fputc fwrite fopen fclose fflush
#pragma GCC poison open openat close read write pread pwrite writev lseek ftruncate fallocate mmap munmap mprotect
#pragma GCC poison syscall getpid gettid sched_yield usleep nanosleep raise kill abort exit
#pragma GCC poison clock_gettime gettimeofday time
#pragma GCC poison pthread_mutex_lock pthread_mutex_unlock pthread_once pthread_getspecific pthread_setspecific        \
    pthread_sigmask
#pragma GCC poison getenv errno

#endif
