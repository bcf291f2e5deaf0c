#!/bin/sh
# bad input: one line a failure with file and reason, the rest done, exit 1
. "$ENTENTE_ROOT/test/cli/lib.sh"
printf 'Cuba and China\n\nOn September 28, 1960, Cuba recognized China.\n' >good.txt
: >empty.txt
{ printf "{\001\"x:"; head -c 4096 /dev/urandom; } >binary.txt # begins like an object
mkdir dir locked
cp good.txt dir/a.txt
cp good.txt locked/a.txt
for bad in missing.txt binary.txt empty.txt; do
    expect 1 "$ENTENTE" code $bad good.txt
    has err "$bad"
    lines err 1
    has out '"cameo":"054"'
done
expect 1 "$ENTENTE" code --max-bytes 20 good.txt
has err 'good.txt'
lines err 1
expect 0 "$ENTENTE" code dir
has out '"doc":"a"'
if [ "$(id -u)" != 0 ]; then
    chmod 0 locked
    expect 1 "$ENTENTE" code locked good.txt
    has err locked
    lines err 1
fi
printf 'La paix fut signee par les deux gouvernements dans la capitale, et les troupes se retirerent de la province voisine pendant que les ministres preparaient une nouvelle conference avec les puissances.\n' >french.txt
expect 1 "$ENTENTE" code french.txt good.txt
has err french.txt
lines err 1
printf 'The caf\351 treaty. Cuba recognized China in 1960.\n' >latin.txt
expect 0 "$ENTENTE" code latin.txt
printf '<html><body><p>On May 1, 1990, Cuba recognized China.<p><b><i>unclosed <div' >broken.html
expect 0 "$ENTENTE" code broken.html
has out '"cameo":"054"'
expect 1 "$ENTENTE" add --store /nonexistent/x.db good.txt
lines err 1
echo 'not a database, but long enough to look at it as one could' >not.db
expect 1 "$ENTENTE" list --store not.db
has err not.db
lines err 1
expect 1 "$ENTENTE" add --store not.db good.txt
has err not.db
grep -q 'not a database' not.db || fail 'a foreign file was overwritten'
expect 1 "$ENTENTE" list --store missing.db
lines err 1
[ ! -e missing.db ] || fail 'list made a store'
expect 1 sh -c "printf '{\"cameo\":1}\nnonsense\n' | '$ENTENTE' reconcile -"
lines err 2
has err -:2
# directories where a file is wanted
mkdir -p folder
expect 1 "$ENTENTE" list --store folder
has err 'folder: is a directory'
expect 1 "$ENTENTE" add --store folder good.txt
has err 'folder: is a directory'
expect 1 "$ENTENTE" balance folder
has err 'folder: Is a directory'
lines err 1
printf 'a\tb\t1\nb c -1\n' >ties.tsv
expect 1 "$ENTENTE" balance ties.tsv
has err 'ties.tsv:2: a tie is'
done_testing
