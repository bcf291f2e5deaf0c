/* fuzz_read_markdown.c: any bytes as one record of markdown. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("markdown", data, size);
}
