#include "qa/formats/image_header.h"

#include <string.h>
#include <strings.h>

static uint32_t big_endian(const unsigned char *at, size_t n)
{
    uint32_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

static uint32_t little_endian(const unsigned char *at, size_t n)
{
    uint32_t value = 0;
    for (size_t i = n; i-- > 0;) {
        value = value << 8 | at[i];
    }
    return value;
}

static enum qa_image_header is_size(uint32_t width, uint32_t height, struct qa_image_size *out)
{
    *out = qa_image_size(width, height);
    return out->width > 0 && out->height > 0 ? QA_IMAGE_SIZE : QA_IMAGE_UNKNOWN;
}

/* ISO/IEC 15948, 5.2 and 11.2.2. */
static enum qa_image_header read_png(const unsigned char *data, size_t n, struct qa_image_size *out)
{
    enum { TYPE = 12, WIDTH = 16, HEIGHT = 20, END = 24 };
    if (n < END) {
        return QA_IMAGE_MORE;
    }
    return memcmp(data + TYPE, "IHDR", 4) != 0
               ? QA_IMAGE_UNKNOWN
               : is_size(big_endian(data + WIDTH, 4), big_endian(data + HEIGHT, 4), out);
}

/* A marker with the frame's size: SOF0 to SOF15 without DHT, JPG and DAC. */
static bool is_frame(unsigned marker)
{
    enum { SOF0 = 0xC0, DHT = 0xC4, JPG = 0xC8, DAC = 0xCC, SOF15 = 0xCF };
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

/* ITU-T T.81, B.1 and B.2.2: segments up to the frame header; what they hold, thumbnails of EXIF
 * among it, is passed over. */
static enum qa_image_header read_jpeg(const unsigned char *data, size_t n,
                                      struct qa_image_size *out)
{
    enum { FILL = 0xFF, TEM = 0x01, RST0 = 0xD0, RST7 = 0xD7, EOI = 0xD9, SOS = 0xDA };
    enum { HEIGHT = 3, WIDTH = 5, FRAME = 7 };
    size_t at = 2;
    while (at + 2 <= n) {
        unsigned marker = data[at + 1];
        if (data[at] != FILL || marker == EOI || marker == SOS || marker == 0) {
            return QA_IMAGE_UNKNOWN;
        }
        if (marker == FILL) {
            at++;
            continue;
        }
        at += 2;
        if (marker == TEM || (marker >= RST0 && marker <= RST7)) {
            continue;
        }
        if (at + 2 > n) {
            break;
        }
        size_t length = big_endian(data + at, 2);
        if (is_frame(marker) && length >= FRAME && at + FRAME <= n) {
            return is_size(big_endian(data + at + WIDTH, 2), big_endian(data + at + HEIGHT, 2),
                           out);
        }
        if (length < 2 || (is_frame(marker) && length < FRAME)) {
            return QA_IMAGE_UNKNOWN;
        }
        if (is_frame(marker)) {
            break;
        }
        at += length;
    }
    return QA_IMAGE_MORE;
}

/* RFC 6386, 9.1; WebP container and lossless bitstream specifications. */
static enum qa_image_header read_webp(const unsigned char *data, size_t n,
                                      struct qa_image_size *out)
{
    enum { CHUNK = 12, BODY = 20, END = 30, LOSSLESS = 0x2F, SIDE = 0x3FFF };
    if (n < END) {
        return QA_IMAGE_MORE;
    }
    const unsigned char *body = data + BODY;
    if (memcmp(data + CHUNK, "VP8X", 4) == 0) {
        return is_size(little_endian(body + 4, 3) + 1, little_endian(body + 7, 3) + 1, out);
    }
    if (memcmp(data + CHUNK, "VP8 ", 4) == 0 && memcmp(body + 3, "\x9d\x01\x2a", 3) == 0) {
        return is_size(little_endian(body + 6, 2) & SIDE, little_endian(body + 8, 2) & SIDE, out);
    }
    if (memcmp(data + CHUNK, "VP8L", 4) == 0 && body[0] == LOSSLESS) {
        uint32_t sides = little_endian(body + 1, 4);
        return is_size((sides & SIDE) + 1, (sides >> 14 & SIDE) + 1, out);
    }
    return QA_IMAGE_UNKNOWN;
}

enum qa_image_header qa_image_header_read(const unsigned char *data, size_t n,
                                          struct qa_image_size *out)
{
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    *out = (struct qa_image_size){0, 0};
    if (n >= sizeof png && memcmp(data, png, sizeof png) == 0) {
        return read_png(data, n, out);
    }
    if (n >= 3 && data[0] == 0xFF && data[1] == 0xD8 && data[2] == 0xFF) {
        return read_jpeg(data, n, out);
    }
    if (n >= 12 && memcmp(data, "RIFF", 4) == 0 && memcmp(data + 8, "WEBP", 4) == 0) {
        return read_webp(data, n, out);
    }
    return QA_IMAGE_UNKNOWN;
}

bool qa_is_image_name(const char *name)
{
    static const char *const suffixes[] = {"jpg", "jpeg", "png", "webp",
                                           "bmp", "gif",  "tif", "tiff"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof suffixes / sizeof *suffixes; i++) {
        if (strcasecmp(dot + 1, suffixes[i]) == 0) {
            return true;
        }
    }
    return false;
}
