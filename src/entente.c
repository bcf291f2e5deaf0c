/* entente.c: the public functions, and the order of passes as a table. */
#include "base/base.h"
