/* fuzz_read_text.c: any bytes as one record of text. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("text", data, size);
}
