/* The parts of the runtime that only C can write: signal handlers, which may only do what POSIX calls async-signal-safe, glibc's
 * name service switch, and an environment variable that changes in place. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

/* Resolves host names with glibc's built-in "files" and "dns" only. Anything else that an nsswitch.conf names would be loaded
 * with dlopen, and a static executable does not survive another libc. Must be called before the first thread starts. */
void platform_restrict_name_service(void);

/* After this a fault or abort writes one JSON line to standard error before the signal takes its course, SIGTERM ends the
 * process with status 0, and writing to a closed pipe is an error instead of a signal. */
void platform_install_signal_handlers(void);

/* Sets the request id that a crash line shows. Copies at most 127 bytes. An empty id means "between invocations". */
void platform_set_crash_request_id(const char *id);

/* Sets _X_AMZN_TRACE_ID. Copies at most 511 bytes, in place: setenv would keep every value. */
void platform_set_trace_id(const char *id);

#endif
