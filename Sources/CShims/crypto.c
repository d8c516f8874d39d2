#include "CShims.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <zlib.h>

void shims_crypto_init(void) {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); /* a no-op from the second call on */
}

/* SHA-256 and HMAC fail only without memory or provider; a wrong signature would hide that, an abort names it. */
static void must(int ok) {
    if (!ok) abort();
}

void shims_sha256(const void *data, size_t length, uint8_t digest[32]) {
    shims_crypto_init();
    must(EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL));
}

void shims_hmac_sha256(const void *key, size_t key_length, const void *data, size_t length, uint8_t mac[32]) {
    unsigned int size = 32;
    shims_crypto_init();
    must(HMAC(EVP_sha256(), key, (int)key_length, data, length, mac, &size) != NULL);
}

void *shims_sha256_begin(void) {
    shims_crypto_init();
    EVP_MD_CTX *state = EVP_MD_CTX_new();
    must(state != NULL && EVP_DigestInit_ex(state, EVP_sha256(), NULL));
    return state;
}

void shims_sha256_add(void *state, const void *data, size_t length) {
    must(EVP_DigestUpdate(state, data, length));
}

void shims_sha256_end(void *state, uint8_t digest[32]) {
    must(EVP_DigestFinal_ex(state, digest, NULL));
    EVP_MD_CTX_free(state);
}

uint32_t shims_crc32(const void *data, size_t length) {
    return (uint32_t)crc32_z(0, data, length);
}
