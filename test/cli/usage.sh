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
expect 2 "$ENTENTE" code --input nonsense /dev/null
lines err 1
expect 2 "$ENTENTE" why CUB-CHN
has err 'the date of the turn is missing'
"$ENTENTE" code "$ENTENTE_ROOT/examples/cuba-china-history.txt" >accounts.jsonl
expect 0 "$ENTENTE" why CUB-CHN 1966 accounts.jsonl
cp out before
expect 0 "$ENTENTE" why --date 1966 CUB-CHN accounts.jsonl
cmp out before || fail 'why --date is not what the second argument is'
expect 2 "$ENTENTE" code --dump nothing /dev/null
expect 2 "$ENTENTE" code --tables /nonexistent /dev/null
has err 'nonexistent'
lines err 1
expect 2 "$ENTENTE" relat
has err 'did you mean relate'
lines err 1
# tables laid over, before the command or behind it: a new state, its names, a verb; explain names the file
mkdir -p mine/actor mine/event
printf 'code\tname\tfrom\tto\tcow\tgw\tiso3\nRUR\tRuritania\t1894-01-01\t\t\t\t\n' >mine/actor/states.tsv
printf 'name\tkind\tstate\tfrom\tto\nRuritania\tname\tRUR\t\t\nRuritanian\tadj\tRUR\t\t\n' >mine/actor/names.tsv
{
    grep -v '^#' "$ENTENTE_ROOT/data/event/p11_disapprove.tsv" | head -n 1
    printf 'snub\tverb\t-\tsubj\tobj\t-\t111\t-\tPeru snubbed Chile.\tPER > CHL 111\n'
} >mine/event/p11_disapprove.tsv
echo 'Ruritania snubbed France in 1997.' >snub.txt
expect 0 "$ENTENTE" --tables mine code --dump event snub.txt
has out 'RUR > FRA 111 asserted 1997-01-01'
cp out before
expect 0 "$ENTENTE" code --tables=mine --dump event snub.txt
cmp out before || fail '--tables before the command is not what it is behind it'
expect 0 "$ENTENTE" explain --tables mine --doc snub.txt --sentence 1
has out 'mine/event/p11_disapprove.tsv:2'
expect 2 "$ENTENTE" --nonsense code snub.txt
lines err 1
done_testing
