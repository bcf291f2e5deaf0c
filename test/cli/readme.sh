#!/bin/sh
# readme: the commands that README.md shows under "Using it" work as they stand
. "$ENTENTE_ROOT/test/cli/lib.sh"
cp -r "$ENTENTE_ROOT/examples" .
mkdir pages
cp examples/*.html pages
cp examples/cuba-china-blog.html page.html
printf 'BAGHDAD\n\nIraq invaded Kuwait today.\n' >dispatch.txt
PATH=$(dirname "$ENTENTE"):$PATH
sed -n '/^## Using it/,/^## What/p' "$ENTENTE_ROOT/README.md" | sed -n '/^```sh/,/^```/p' | grep -E '^entente ' | sed 's/ *#.*//' >commands
[ "$(wc -l <commands)" -ge 10 ] || fail 'README.md shows too few commands'
while read -r line; do
    expect 0 sh -c "$line"
    case $line in *"-o report.html"*) [ -s report.html ] || fail 'no report' ;; *add*) ;; *) [ -s out ] || fail "$line printed nothing" ;; esac
done <commands
done_testing
