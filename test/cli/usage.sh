#!/bin/sh
# usage: help for every command, wrong use is exit 2 and does nothing
. "$ENTENTE_ROOT/test/cli/lib.sh"
expect 2 "$ENTENTE"
expect 0 "$ENTENTE" --help
has out 'entente add'
expect 0 "$ENTENTE" --version
has out 'schema 1'
expect 2 "$ENTENTE" nonsense
has err 'there is no command'
for c in $("$ENTENTE" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | grep -v '^entente$'); do
    expect 0 "$ENTENTE" "$c" --help
    has out 'usage: entente'
    has out 'examples:'
    expect 0 "$ENTENTE" help --man "$c"
    has out '^.SH EXAMPLES'
    expect 2 "$ENTENTE" "$c" --no-such-option
    has err 'no such option'
done
expect 2 "$ENTENTE" relate
expect 2 "$ENTENTE" time --dct 1990-13-01 /dev/null
has err 'not a date'
expect 2 "$ENTENTE" code --jobs none /dev/null
expect 2 "$ENTENTE" code --dump nothing /dev/null
expect 2 "$ENTENTE" code --tables /nonexistent /dev/null
has err 'nonexistent'
lines err 1
done_testing
