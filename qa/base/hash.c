#include "qa/base/hash.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "qa/base/error.h"

enum { SHA256_BYTES = 32 };

void qa_sha256_hex(const void *data, size_t size, char hex[65])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(data, size, digest, &length, EVP_sha256(), NULL) != 1 ||
        length != SHA256_BYTES) {
        qa_library_failed("OpenSSL", "SHA-256 (is its default provider loaded?)");
    }
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[64] = '\0';
}

void qa_hmac_sha256(const void *key, size_t key_size, const void *data, size_t size,
                    unsigned char out[QA_HMAC_BYTES])
{
    unsigned length = 0;
    if (key_size > INT_MAX ||
        HMAC(EVP_sha256(), key, (int)key_size, data, size, out, &length) == NULL ||
        length != QA_HMAC_BYTES) {
        qa_library_failed("OpenSSL", "HMAC with SHA-256 (is its default provider loaded?)");
    }
}

uint64_t qa_hash64(const void *data, size_t size, uint64_t seed)
{
    return XXH3_64bits_withSeed(data, size, seed);
}
