/* fuzz_read_charset.c: a charset's name, a NUL or line end, then bytes in it. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[32] = "";
    size_t k = 0;
    while (k < size && k < sizeof name - 1 && data[k] > ' ') {
        name[k] = (char)data[k];
        k++;
    }
    name[k] = 0;
    k += k < size;
    ent_read_options o = {.any_language = true};
    ent_record r = {.data = (const char *)data + k,
                    .len = size - k,
                    .format = "text",
                    .charset = name[0] ? name : NULL,
                    .path = "fuzz"};
    r.day = ENT_DAY_NONE;
    fuzz_record(&r, &o);
    return 0;
}
