/* What a process of Lambda needs of its platform and Swift cannot write: signal handlers, which may only do what POSIX calls
 * async-signal-safe, glibc's name service switch, and an environment variable that changes in place. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stddef.h>

/* Resolves host names with glibc's built-in "files" and "dns" only. Anything else that a foreign nsswitch.conf names would
 * be loaded with dlopen, and a static executable does not survive a foreign libc. Call before the first thread. */
void platform_restrict_name_service(void);

/* After this a fault or abort writes one JSON line to standard error before the signal takes its course, SIGTERM ends the
 * process with status 0, and writing to a closed pipe is an error instead of a signal. */
void platform_install_signal_handlers(void);

/* Sets the request id that a crash line shows: copied, at most 127 bytes. An empty one means "between invocations". */
void platform_set_crash_request_id(const void *id, size_t length);

/* Puts _X_AMZN_TRACE_ID into the environment once and overwrites it in place after that: setenv would keep every value. */
void platform_set_trace_id(const void *id, size_t length);

#endif
