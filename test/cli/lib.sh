# lib.sh: for test/cli/*.sh. $ENTENTE is the program, $ENTENTE_ROOT the repository; every test gets a folder of its own.
set -u
W=$(mktemp -d)
trap 'chmod -R u+rwx "$W" 2>/dev/null; rm -rf "$W"' EXIT
cd "$W" || exit 1
unset ENTENTE_STORE ENTENTE_TABLES
FAILED=0
fail() { echo "FAIL: $*" >&2; FAILED=1; }
# expect STATUS COMMAND...: runs it; output in out, messages in err
expect() {
    want=$1
    shift
    "$@" >out 2>err
    got=$?
    [ "$got" = "$want" ] || { fail "$* : exit $got, expected $want"; head -5 err >&2; }
}
has() { grep -qe "$2" "$1" || { fail "$1 lacks \"$2\""; head -5 "$1" >&2; }; }
lines() { n=$(wc -l <"$1"); [ "$n" -eq "$2" ] || { fail "$1 has $n lines, expected $2"; head -5 "$1" >&2; }; }
done_testing() { exit $FAILED; }
