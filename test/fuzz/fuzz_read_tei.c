/* fuzz_read_tei.c: any bytes as one record of tei. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("tei", data, size);
}
