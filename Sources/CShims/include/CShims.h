/* The few C lines that Swift cannot write: variadic libcurl calls, glibc's name service switch, libcrypto's and zlib's
 * one-shot functions behind fixed types, and signal handlers (which may only do what POSIX calls async-signal-safe). */
#ifndef CSHIMS_H
#define CSHIMS_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

/* ---- platform.c ---- */

/* Resolve host names with glibc's built-in "files" and "dns" only. Anything else that a foreign nsswitch.conf names would
 * be loaded with dlopen, and a static executable does not survive a foreign libc. Call before the first thread. */
void shims_restrict_name_service(void);

/* After this a fault or abort writes one JSON line to standard error before the signal takes its course, SIGTERM ends the
 * process with status 0, and writing to a closed pipe is an error instead of a signal. */
void shims_install_signal_handlers(void);

/* The request id that a crash line shows: copied, at most 127 bytes. An empty one means "between invocations". */
void shims_set_crash_request_id(const char *id, size_t length);

/* Puts _X_AMZN_TRACE_ID into the environment once and overwrites it in place after that: setenv would keep every value. */
void shims_set_trace_id(const char *id, size_t length);

/* ---- crypto.c ---- */

/* Initialises libcrypto without its configuration file. Everything below calls it. */
void shims_crypto_init(void);
void shims_sha256(const void *data, size_t length, uint8_t digest[32]);
void shims_hmac_sha256(const void *key, size_t key_length, const void *data, size_t length, uint8_t mac[32]);
void *shims_sha256_begin(void);
void shims_sha256_add(void *state, const void *data, size_t length);
void shims_sha256_end(void *state, uint8_t digest[32]); /* frees the state */
uint32_t shims_crc32(const void *data, size_t length);

/* ---- curl.c ---- */

/* curl_global_init; with tls also libssl, without reading openssl.cnf. Returns libcurl's code. */
int shims_curl_global_init(int tls);
int shims_curl_set_long(CURL *handle, CURLoption option, long value);
int shims_curl_set_pointer(CURL *handle, CURLoption option, const void *value);
int shims_curl_set_size(CURL *handle, CURLoption option, curl_off_t value);
int shims_curl_set_ca_blob(CURL *handle, const void *pem, size_t length);
typedef size_t (*shims_curl_callback)(char *data, size_t size, size_t count, void *user);
int shims_curl_set_callback(CURL *handle, CURLoption option, shims_curl_callback callback);
long shims_curl_get_long(CURL *handle, CURLINFO info);

#endif
