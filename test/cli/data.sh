#!/bin/sh
# event data of others: in, out, again, and what is bad
. "$ENTENTE_ROOT/test/cli/lib.sh"
printf '19900802\tIRQMIL\tKWT\t192\tone_1;two_4\ta;b\n19900803\tUSA\tIRQ\t112\tone_2\ta\nnonsense\n' >evts.txt
expect 1 "$ENTENTE" import --store s.db --format petrarch evts.txt
has err 'evts.txt:3: '
has err '3 rows: 3 accounts, 1 that cannot be used'
expect 0 "$ENTENTE" check --store s.db
expect 0 "$ENTENTE" export --store s.db --format jsonl
cp out before
lines out 2
expect 1 "$ENTENTE" import --store s.db --format petrarch evts.txt
expect 0 "$ENTENTE" export --store s.db --format jsonl
cmp out before || fail "importing again changed the events"
expect 0 "$ENTENTE" export --store s.db --format dyad
lines out 3
has out '645	690	IRQ	KWT	645	690	1990	1990	1	2'
expect 0 "$ENTENTE" export --store s.db --format phoenix --dyad USA-IRQ
lines out 1
expect 0 "$ENTENTE" export --store s.db --format jsonl --accounts -o accounts.jsonl
expect 0 "$ENTENTE" export --format graphml accounts.jsonl
has out '<edge source="IRQ" target="KWT">'
expect 2 "$ENTENTE" import --format nonsense evts.txt
expect 2 "$ENTENTE" export --format nonsense
has err 'graphml'
expect 2 "$ENTENTE" export --format dyad-fortnight
expect 0 "$ENTENTE" export --store s.db --format dyad-month
has out '	1990	1990-08	1	2'
expect 1 "$ENTENTE" import --store s.db --format gdelt absent.csv
has err 'absent.csv'
# a month and a year go out to GDELT and come back; a day is not made up
printf '{"doc":"m","date":{"start":"1960-11-01","end":"1960-11-30"},"source":{"code":"CUB"},"target":{"code":"CHN"},"cameo":"040"}\n{"doc":"y","date":{"start":"1961-01-01","end":"1961-12-31"},"source":{"code":"CUB"},"target":{"code":"CHN"},"cameo":"040"}\n' >vague.jsonl
expect 0 "$ENTENTE" export --format gdelt2 --accounts vague.jsonl
cp out vague.csv
expect 0 "$ENTENTE" import --format gdelt --print vague.csv
has out '"start":"1960-11-01","end":"1960-11-30","precision":"month"'
has out '"start":"1961-01-01","end":"1961-12-31","precision":"year"'
# what a table of events holds: its sentence, codes with their zeros, text in quotes; a header where there is no row
printf '{"doc":"q","sentence":1,"date":{"start":"1960-01-01","end":"1960-01-01"},"source":{"code":"CUB"},"target":{"code":"CHN"},"cameo":"054","evidence":{"start":0,"end":9,"text":"They \\"met\\",\\nand\\tsigned."}}\n{"doc":"q","date":{"start":"1961-01-01","end":"1961-01-01"},"source":{"code":"CUB"},"target":{"code":"USA"},"cameo":"160"}\n' >quoted.jsonl
expect 0 "$ENTENTE" import --store quoted.db --format jsonl quoted.jsonl
expect 0 "$ENTENTE" export --store quoted.db --format csv
has out ',054,'
has out ',"They ""met"",'
lines out 4
expect 0 "$ENTENTE" export --store quoted.db --format tsv
has out '	They "met", and signed.$'
expect 0 "$ENTENTE" list --store quoted.db --format tsv
has out '	They "met", and signed.$'
expect 0 "$ENTENTE" export --store quoted.db --format csv --dyad FRA-NPL
lines out 1
expect 0 "$ENTENTE" export --store quoted.db --format jsonl --dyad CUB+USA-CHN+USA
lines out 2
expect 0 "$ENTENTE" export --store quoted.db --format dyad --dyad CUB+USA
lines out 3
printf 'On September 28, 1960, Cuba recognized China.\n' >a.txt
printf 'Cuba recognized China on September 28, 1960. In 1979 China attacked Vietnam.\n' >b.txt
expect 0 "$ENTENTE" compare a.txt b.txt
has out 'Both tell (1)'
has out 'Only b tells (1)'
has out '1960-09-28  Cuba recognises China diplomatically (054)'
expect 0 "$ENTENTE" compare --format jsonl a.txt b.txt
has out '{"kind":"summary","both":1,"some":0,"only":1,"disputes":0}'
expect 2 "$ENTENTE" compare a.txt
has err 'two documents at least'
printf '{"doc":"one","text":"Cuba recognized China on September 28, 1960."}\n{"doc":"two","text":"Cuba recognized China on September 29, 1960."}\n' >two.jsonl
expect 0 "$ENTENTE" compare two.jsonl
has out 'On when: '
has out '      two, 1: Cuba recognized China on September 29, 1960.'
done_testing
