/* commands.c: the list of commands, in the order of the help. One line here, one cmd_*.c. */
#include "cli.h"

#define COMMAND(name) extern const cli_command cmd_##name;
#include "commands.def"
#undef COMMAND

const cli_command *const cli_commands[] = {
#define COMMAND(name) &cmd_##name,
#include "commands.def"
#undef COMMAND
    NULL};
