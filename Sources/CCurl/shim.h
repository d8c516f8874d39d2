/* libcurl, and what Swift cannot call of it and of the libraries that it brings: variadic functions, and libcrypto's and zlib's
 * one-shot functions with fixed types. */
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

/* ---- libcrypto and zlib ---- */

/* Initialises libcrypto without its configuration file. Everything below calls it; a second call does nothing. */
static inline void ccurl_crypto_init(void) {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

/* SHA-256 and HMAC fail only without memory or provider. A wrong signature would hide that, an abort names it. */
static inline void ccurl_must(int ok) {
    if (!ok) abort();
}

static inline void ccurl_sha256(const void *data, size_t length, uint8_t digest[32]) {
    ccurl_crypto_init();
    ccurl_must(EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL));
}

static inline void ccurl_hmac_sha256(
    const void *key, size_t key_length, const void *data, size_t length, uint8_t mac[32]) {
    unsigned int size = 32;
    ccurl_crypto_init();
    ccurl_must(HMAC(EVP_sha256(), key, (int)key_length, data, length, mac, &size) != NULL);
}

static inline uint32_t ccurl_crc32(const void *data, size_t length) {
    return (uint32_t)crc32_z(0, (const Bytef *)data, length);
}

/* Compresses into `out` with a gzip header (RFC 1952). Returns the number of bytes, or 0 if `room` is too small or there is no
 * memory. */
static inline size_t ccurl_gzip(const void *data, size_t length, void *out, size_t room) {
    z_stream stream = {.next_in = (Bytef *)data, .avail_in = (uInt)length, .next_out = (Bytef *)out, .avail_out = (uInt)room};
    /* 15 is zlib's largest window, and 16 more ask for gzip's header in place of zlib's. */
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    int status = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return status == Z_STREAM_END ? written : 0;
}

/* ---- libcurl ---- */

/* curl_global_init; with tls also libssl, without reading openssl.cnf. Returns libcurl's code. */
static inline CURLcode ccurl_global_init(int tls) {
    if (!tls) return curl_global_init(CURL_GLOBAL_NOTHING);
    ccurl_crypto_init(); /* first: libcurl would have libssl read its configuration */
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/* libcurl copies the certificates. */
static inline CURLcode ccurl_set_ca_blob(CURL *handle, const void *pem, size_t length) {
    struct curl_blob blob = {.data = (void *)pem, .len = length, .flags = CURL_BLOB_COPY};
    return curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
}

typedef size_t (*ccurl_callback)(char *data, size_t size, size_t count, void *user);

static inline CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

static inline long ccurl_get_long(CURL *handle, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
}

#endif
