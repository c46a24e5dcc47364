/*
 * What a fuzz target tests/fuzz/fuzz_NAME.c defines: run the code under test on `data`, return 0.
 * Findings and failures are welcome results; a crash, a leak or a hang is not. libFuzzer calls it
 * in `make fuzz`; tests/support/replay.c calls it on tests/fuzz/corpus/NAME/ in `make test`.
 */
#ifndef TESTS_SUPPORT_FUZZ_H
#define TESTS_SUPPORT_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
