#!/bin/sh
# course: what the sums of the store make of a dyad of many events is what its events make; a small
# dyad among many; the time asked for
. "$ENTENTE_ROOT/test/cli/lib.sh"
# Two states turn from agreements to clashes in 1968, a third one with them; some acts known to the
# year alone, some planned, some undated. A generator of our own: the same rows everywhere.
awk 'function rnd(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function row(s, t, code, from, to, status, n) {
    i++
    printf "{\"schema\":1,\"id\":\"a%016x\",\"doc\":\"d%d\",\"sentence\":1,", i * 7919, i
    if (from != "") printf "\"date\":{\"start\":\"%s\",\"end\":\"%s\"},", from, to
    printf "\"source\":{\"code\":\"%s%s\",\"state\":\"%s\"},", s, rnd(3) ? "" : "GOV", s
    printf "\"target\":{\"code\":\"%s\",\"state\":\"%s\"},\"symmetric\":%s,", t, t, code == "057" ? "true" : "false"
    printf "\"cameo\":\"%s\",\"status\":\"%s\",\"evidence\":{\"text\":\"Row %d.\"}}\n", code, status, i
}
BEGIN {
    seed = 4711
    split("010 042 057 036 050 112 061", good); split("112 130 190 193 173 111 036", bad)
    for (y = 1960; y < 1976; y++) for (m = 1; m <= 12; m++) for (k = 0; k < 36; k++) {
        day = sprintf("%d-%02d-%02d", y, m, 1 + rnd(28))
        code = (y < 1968) == (rnd(10) > 0) ? good[1 + rnd(7)] : bad[1 + rnd(7)]
        if (rnd(2)) row("CUB", "CHN", code, day, day, "asserted")
        else row("CHN", "CUB", code, day, day, rnd(40) ? "asserted" : "planned")
        if (rnd(12) == 0) row("CUB", "USA", y < 1968 ? "193" : "057", day, day, "asserted")
        if (rnd(400) == 0) row("CUB", "CHN", "061", y "-01-01", y "-12-31", "asserted")
        if (rnd(900) == 0) row("CHN", "CUB", "042", "", "", "asserted")
        if (rnd(100) == 0) row("PER", "CHL", code, day, day, "asserted")
    }
}' >accounts.jsonl
expect 0 "$ENTENTE" import --format jsonl --store s.db accounts.jsonl
expect 0 "$ENTENTE" check --store s.db
for by in year quarter month week; do
    for format in jsonl tsv table; do
        expect 0 "$ENTENTE" relate --dyad CUB-CHN --by $by --format $format accounts.jsonl
        cp out files
        expect 0 "$ENTENTE" relate --dyad CUB-CHN --by $by --format $format --store s.db
        diff files out >differ || fail "by $by, $format: the store tells it otherwise: $(head -5 differ)"
    done
done
grep -q '(6[0-9]* events' files || fail "$(grep events files)"
for more in '--directed' '--measure net' '--from 1962-01-01 --to 1973-12-31' '--from 1962-01-01 --to 1962-05-20'; do
    # shellcheck disable=SC2086
    "$ENTENTE" relate --dyad CUB-CHN $more --format jsonl accounts.jsonl >files
    # shellcheck disable=SC2086
    "$ENTENTE" relate --dyad CUB-CHN $more --format jsonl --store s.db >stored
    diff files stored >differ || fail "$more: the store tells it otherwise: $(head -5 differ)"
done
for dyad in PER-CHL CUB CUB+PER-CHN+CHL; do
    "$ENTENTE" relate --dyad $dyad --format jsonl accounts.jsonl >files
    "$ENTENTE" relate --dyad $dyad --format jsonl --store s.db >stored
    diff files stored >differ || fail "$dyad: the store tells it otherwise: $(head -5 differ)"
done
"$ENTENTE" why CUB-CHN 1968 accounts.jsonl >files
"$ENTENTE" why CUB-CHN 1968 --store s.db >stored
cmp files stored || fail "why: the store tells it otherwise: $(diff files stored | head -5)"
grep -q 'United States: its relation with Cuba turned' stored || fail 'no third state is named'
# every pair by period, and the network: from the sums as from the events
for by in year quarter month week; do
    "$ENTENTE" export --format dyad --by $by accounts.jsonl 2>left >files
    "$ENTENTE" export --format dyad --by $by --store s.db 2>left.stored >stored
    cmp files stored || fail "export by $by: $(diff files stored | head -5)"
    cmp left left.stored || fail "export by $by leaves out otherwise: $(cat left left.stored)"
    "$ENTENTE" relate --dyads --by $by --format tsv accounts.jsonl >files
    "$ENTENTE" relate --dyads --by $by --format tsv --store s.db >stored
    cmp files stored || fail "dyads by $by: $(diff files stored | head -5)"
done
"$ENTENTE" export --format graphml accounts.jsonl 2>/dev/null >files
"$ENTENTE" export --format graphml --store s.db 2>/dev/null >stored
cmp files stored || fail "graphml: $(diff files stored | head -5)"
for bounds in '' '--from 1962-01-01 --to 1968-12-31' '--from 1962-02-01 --to 1968-03-31' '--from 1962-02-11'; do
    # shellcheck disable=SC2086
    "$ENTENTE" relate --network $bounds --format jsonl accounts.jsonl >files
    # shellcheck disable=SC2086
    "$ENTENTE" relate --network $bounds --format jsonl --store s.db >stored
    cmp files stored || fail "network $bounds: $(diff files stored | head -5)"
done
"$ENTENTE" relate --dyad CUB --partners --format tsv accounts.jsonl >files
"$ENTENTE" relate --dyad CUB --partners --format tsv --store s.db >stored
cmp files stored || fail "partners: $(diff files stored | head -5)"
done_testing
