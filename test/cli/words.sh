#!/bin/sh
# words: what people read is English: articles, plurals, names that tell their state; one of something "is"
. "$ENTENTE_ROOT/test/cli/lib.sh"
account() { # id source target cameo symmetric; source and target: code,name
    printf '{"schema":1,"id":"a%016d","doc":"d","sentence":%d,"date":{"start":"1903-05-01","end":"1903-05-01","precision":"day","basis":"text","text":"x"},' "$1" "$1"
    for side in source target; do
        [ $side = source ] && a=$2 || a=$3
        case ${a%%,*} in ???MIL) role='"MIL"' ;; *) role=null ;; esac
        printf '"%s":{"code":"%s","state":"%.3s","role":%s,"name":"%s","text":"x"},' $side "${a%%,*}" "$a" "$role" "${a#*,}"
    done
    printf '"symmetric":%s,"cameo":"%s","status":"asserted","voice":{"kind":"quoted","name":"A. Clerk","code":null,"chain":[]},"evidence":{"start":0,"end":9,"text":"Sentence %d."},"links":[]}\n' "$5" "$4" "$1"
}
{
    account 1 'GBRMIL,British officers' 'FRAMIL,French army' 192 false
    account 2 'GBR,United Kingdom' 'FRA,France' 042 false
    account 3 'GBRMIL,John French' 'NLD,Netherlands' 0874 false
    account 4 'GBRMIL,troops' 'FRA,France' 0874 false
    account 5 'PERMIL,Police' 'CUBMIL,Cuban diplomats' 173 false
    account 6 'PER,Peru' 'CUB,Cuba' 173 false
} >a.jsonl
expect 0 "$ENTENTE" import --store s.db --format jsonl a.jsonl
expect 0 "$ENTENTE" list --store s.db --accounts
tr -s ' \n' ' ' <out >flat
has flat 'British officers occupy territory of the French army (192) — A. Clerk (quoted), d:1 \[a0000000000000001\]'
has flat 'The United Kingdom pays a visit to France'
has flat 'John French (United Kingdom) retreats from or surrenders to the Netherlands'
has flat 'Troops of the United Kingdom retreat from or surrender to France'
has flat 'Police of Peru arrest or charge Cuban diplomats'
has flat 'Peru arrests or charges nationals of Cuba'
expect 0 "$ENTENTE" list --store s.db --dyad GBR-NLD --format full
has out 'Sentence 3'
expect 0 "$ENTENTE" list --store s.db --dyad GBR-NLD --format jsonl
expect 0 "$ENTENTE" show --store s.db "$(sed 's/.*"id":"\(e[0-9a-f]*\)".*/\1/' out)"
has out 'Sentence 3'
lines out 5
expect 0 "$ENTENTE" list --store s.db --dyad PER-ECU
lines out 0
has err 'no such event'
for wrong in '--format xml' '--dyad GBR-GBR'; do
    # shellcheck disable=SC2086
    expect 2 "$ENTENTE" list --store s.db $wrong
    lines err 1
    grep -q 's\.db' err && fail 'wrong use names the store'
done
done_testing
