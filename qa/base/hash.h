#ifndef QA_BASE_HASH_H
#define QA_BASE_HASH_H

/* Hashes: SHA-256 (FIPS 180-4) to name inputs, keyed (HMAC, RFC 2104) to name people, a fast 64-bit
 * one for tables in memory. */

#include <stddef.h>
#include <stdint.h>

/* hex gets 64 lower-case digits and a NUL. */
void qa_sha256_hex(const void *data, size_t size, char hex[65]);

/* HMAC-SHA-256. */
enum { QA_HMAC_BYTES = 32 };
void qa_hmac_sha256(const void *key, size_t key_size, const void *data, size_t size,
                    unsigned char out[QA_HMAC_BYTES]);

/* Not for security; the same on every machine. */
uint64_t qa_hash64(const void *data, size_t size, uint64_t seed);

#endif
