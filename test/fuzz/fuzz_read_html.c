/* fuzz_read_html.c: any bytes as one record of html. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("html", data, size);
}
