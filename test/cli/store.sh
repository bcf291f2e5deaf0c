#!/bin/sh
# store: adding twice changes nothing, a changed file replaces, removal removes; threads change nothing
. "$ENTENTE_ROOT/test/cli/lib.sh"
cp "$ENTENTE_ROOT"/examples/cuba-china-history.txt "$ENTENTE_ROOT"/examples/egypt-israel-chronology.txt .
expect 0 "$ENTENTE" add --store s.db *.txt
expect 0 "$ENTENTE" list --store s.db --format jsonl
cp out first
[ -s first ] || fail 'nothing was coded'
expect 0 "$ENTENTE" add --store s.db *.txt
has err '0 added or changed, 2 unchanged'
expect 0 "$ENTENTE" list --store s.db --format jsonl
cmp out first || fail 'adding again changed the events'
expect 0 "$ENTENTE" check --store s.db
expect 0 "$ENTENTE" list --store s.db --dyad CUB-CHN --accounts --format jsonl
n=$(wc -l <out)
[ "$n" -gt 3 ] || fail "only $n accounts of Cuba and China"
printf 'Cuba and China\n\nOn September 28, 1960, Cuba recognized China.\n' >cuba-china-history.txt
expect 0 "$ENTENTE" add --store s.db cuba-china-history.txt
expect 0 "$ENTENTE" list --store s.db --dyad CUB-CHN --accounts --format jsonl
lines out 1
id=$(sed -n 's/.*"id":"\(a[0-9a-f]*\)".*/\1/p' out)
expect 0 "$ENTENTE" show --store s.db "$id"
has out 'recognized China'
expect 1 "$ENTENTE" show --store s.db e0000000000000000
expect 0 "$ENTENTE" remove --store s.db cuba-china-history
has err 'cuba-china-history: removed, with 1 account$'
expect 0 "$ENTENTE" list --store s.db --dyad Cuba-China --accounts --format jsonl
lines out 0
expect 1 "$ENTENTE" remove --store s.db cuba-china-history
expect 0 "$ENTENTE" check --store s.db
expect 2 "$ENTENTE" list --store s.db --dyad Cubb-CHN
has err 'did you mean'
expect 2 "$ENTENTE" list --store s.db --dyad CUB-CUB
ENTENTE_STORE=s.db expect 0 "$ENTENTE" list
for row in 'CUB CHN' 'CUB USA' 'CHN USA'; do # an alliance on one side: what its members do to each other counts once
    printf '{"doc":"%s","date":{"start":"1960-01-01","end":"1960-01-01"},"source":{"code":"%s"},"target":{"code":"%s"},"cameo":"112"}\n' \
        "$row" "${row% *}" "${row#* }"
done >three.jsonl
expect 0 "$ENTENTE" import --store three.db --format jsonl three.jsonl
expect 0 "$ENTENTE" list --store three.db --dyad CUB+CHN --accounts --format jsonl
lines out 3
expect 0 "$ENTENTE" list --store three.db --dyad CUB+CHN-USA --accounts --format jsonl
lines out 2
expect 0 "$ENTENTE" list --store three.db --dyad CUB+CHN-USA --format jsonl # events between them, no others
lines out 2
expect 0 "$ENTENTE" list --store three.db --dyad CUB+CHN --format jsonl -n 2
lines out 2
expect 0 "$ENTENTE" code --jobs 1 "$ENTENTE_ROOT/examples"
cp out one
expect 0 "$ENTENTE" code --jobs 7 "$ENTENTE_ROOT/examples"
cmp out one || fail 'the number of threads changed the output'
"$ENTENTE" code "$ENTENTE_ROOT/examples" | "$ENTENTE" reconcile >events
"$ENTENTE" code "$ENTENTE_ROOT/examples" | sort -r | "$ENTENTE" reconcile >reversed
cmp events reversed || fail 'the order of the input changed the events'

# a plain sentence, two days apart: one treaty, its day disputed; talks of two days are two
printf 'Mongolia and China signed a treaty of friendship on 5 May 1961.\n' >day5.txt
printf 'Mongolia and China signed a treaty of friendship on 7 May 1961.\n' >day7.txt
"$ENTENTE" code day5.txt day7.txt | "$ENTENTE" reconcile >days
lines days 1
has days '"disputes":\[{"about":"date"'

# a reader who says that it happened on another day disputes the post
cat >post.html <<'EOF'
<!DOCTYPE html><html lang="en"><head><title>The border treaty of Norway and Finland</title></head><body>
<article><h1>The border treaty of Norway and Finland</h1>
<p>Norway and Finland had quarrelled over the river for years, and nobody expected much of the talks. Norway and Finland signed the
Skibotn Treaty on 10 May 1925. The fishermen on both banks were content with it.</p></article>
<section id="comments" class="comments"><h2>1 comment</h2><ol class="comment-list"><li class="comment" id="comment-1">
<div class="comment-author">Kari</div><div class="comment-content"><p>This is not right. Norway and Finland signed the Skibotn Treaty on 12 May 1925.</p></div>
</li></ol></section></body></html>
EOF
expect 0 "$ENTENTE" code post.html
cp out post.jsonl
expect 0 "$ENTENTE" reconcile post.jsonl
has out '"disputes":\[{"about":"date"'
done_testing
