/* fuzz_read_petrarch.c: any bytes as one record of petrarch. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("petrarch", data, size);
}
