/* entente.c: the command line. */
#include <entente.h>

int main(void)
{
    return 0;
}
