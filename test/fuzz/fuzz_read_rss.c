/* fuzz_read_rss.c: any bytes as one record of rss. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("rss", data, size);
}
