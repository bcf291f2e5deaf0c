/* banned.h: calls that are a compile error in this project. Included by base.h, so everywhere. */
#ifndef ENT_BASE_BANNED_H
#define ENT_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* unbounded writes, hidden state, or results that depend on the locale */
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof strtod strtof
#pragma GCC poison gmtime localtime ctime asctime setlocale rand srand

#endif
