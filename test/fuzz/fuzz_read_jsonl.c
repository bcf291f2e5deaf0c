/* fuzz_read_jsonl.c: any bytes as one record of jsonl. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format("jsonl", data, size);
}
