#include "CShims.h"

#include <openssl/ssl.h>

int shims_curl_global_init(int tls) {
    if (!tls) return curl_global_init(CURL_GLOBAL_NOTHING);
    shims_crypto_init(); /* first: libcurl would have libssl read its configuration */
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

int shims_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

int shims_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

int shims_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

int shims_curl_set_ca_blob(CURL *handle, const void *pem, size_t length) {
    struct curl_blob blob = {.data = (void *)pem, .len = length, .flags = CURL_BLOB_NOCOPY};
    return curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
}

int shims_curl_set_callback(CURL *handle, CURLoption option, shims_curl_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

long shims_curl_get_long(CURL *handle, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
}
