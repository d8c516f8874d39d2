#include "CPlatform.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <nss.h>

void platform_restrict_name_service(void) {
    __nss_configure_lookup("hosts", "files dns");
}

/* ---- the crash line ---- */

static char crash_request_id[128];

/* strncpy would not end a long text, strlcpy is not in every glibc. */
static void copy(char *to, size_t size, const char *text) {
    size_t length = strnlen(text, size - 1);
    memcpy(to, text, length);
    to[length] = 0;
}

void platform_set_crash_request_id(const char *id) { copy(crash_request_id, sizeof crash_request_id, id); }

static char *put(char *p, const char *text) {
    while (*text) *p++ = *text++;
    return p;
}

static char *put_number(char *p, long value, int digits) {
    char reversed[20];
    int n = 0;
    for (; value > 0 || n < digits; value /= 10) reversed[n++] = (char)('0' + value % 10);
    while (n) *p++ = reversed[--n];
    return p;
}

/* RFC 3339 in UTC. gmtime is not async-signal-safe, so the days become a date here (as in UTCTime.swift). */
static char *put_time(char *p) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    long days = now.tv_sec / 86400 + 719468, seconds = now.tv_sec % 86400;
    long era = days / 146097, day_of_era = days % 146097;
    long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long shifted = (5 * day_of_year + 2) / 153, month = shifted < 10 ? shifted + 3 : shifted - 9;
    p = put_number(p, year_of_era + era * 400 + (month <= 2), 4);
    p = put_number(put(p, "-"), month, 2);
    p = put_number(put(p, "-"), day_of_year - (153 * shifted + 2) / 5 + 1, 2);
    p = put_number(put(p, "T"), seconds / 3600, 2);
    p = put_number(put(p, ":"), seconds / 60 % 60, 2);
    p = put_number(put(p, ":"), seconds % 60, 2);
    return put(put_number(put(p, "."), now.tv_nsec / 1000000, 3), "Z");
}

static const char *name_of(int signal) {
    switch (signal) {
    case SIGILL: return "SIGILL";
    case SIGTRAP: return "SIGTRAP";
    case SIGABRT: return "SIGABRT";
    case SIGBUS: return "SIGBUS";
    case SIGFPE: return "SIGFPE";
    default: return "SIGSEGV";
    }
}

static void crashed(int signal) {
    char line[512], *p = line;
    p = put_time(put(p, "{\"timestamp\":\""));
    p = put(put(p, "\",\"level\":\"ERROR\",\"requestId\":\""), crash_request_id);
    p = put(put(p, "\",\"message\":\"the function crashed\",\"errorType\":\"Runtime.ExitError\",\"signal\":\""), name_of(signal));
    p = put(p, "\"}\n");
    ssize_t written = write(STDERR_FILENO, line, (size_t)(p - line));
    (void)written;
    raise(signal); /* blocked until this returns, then the default action: SA_RESETHAND */
}

static void terminated(int signal) {
    (void)signal;
    _exit(0); /* nothing is buffered: every log line is written at once */
}

void platform_install_signal_handlers(void) {
    static char alternate_stack[16384]; /* so that a stack overflow is logged, too */
    static const stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL);
    static const struct sigaction fatal = {.sa_handler = crashed, .sa_flags = SA_ONSTACK | SA_RESETHAND};
    static const int signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &fatal, NULL);
    signal(SIGTERM, terminated);
    sigset_t all; /* the parent process may have left signals blocked */
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* ---- the trace id ---- */

void platform_set_trace_id(const char *id) {
    static char variable[17 + 512] = "_X_AMZN_TRACE_ID=";
    static int in_environment;
    copy(variable + 17, sizeof variable - 17, id);
    if (!in_environment) in_environment = putenv(variable) == 0;
}
