# What the tests of sets in object stores share. Sourced after support.bash. The test sets $ENDPOINT, $place, an address,
# and $sets, one below it; and defines use_endpoint, after which the program speaks to another endpoint.
# shellcheck shell=bash

: "${PGDUMP_BUILD_DIR:?run the tests with ./dev test}"
support=$(realpath -- "$(dirname "${BASH_SOURCE[0]}")/../support")

# All that the program says is kept, to be searched for keys.
pgdump() {
    run "$PGDUMP" "$@"
    cat "$scratch/out" "$scratch/err" >>"$scratch/everything"
}
prints() { grep -qF -- "$1" "$scratch/out"; }
names_of_sets() {
    "$PGDUMP" list --json --dir "${1:-$sets}" | python3 -c 'import json, sys
sets = json.load(sys.stdin)
print(*[s["name"] for s in (sets["sets"] if isinstance(sets, dict) else sets)])'
}
start_proxy() { # OPTION...
    python3 "$support/fault_proxy.py" "$ENDPOINT" --control "$scratch/faults" --log "$scratch/faults.log" "$@" \
        >"$scratch/proxy" 2>"$scratch/proxy.err" &
    cleanups+=("kill $!")
    until grep -q . "$scratch/proxy"; do sleep 0.05; done
    proxy=$(<"$scratch/proxy")
}

# The databases that sets are made of.
for database in stored_one stored_two; do
    make_database "$database"
done
sql stored_one "CREATE TABLE t AS SELECT i AS id, md5(i::text) AS note FROM generate_series(1, 5000) AS i" \
    "CREATE TABLE u AS SELECT 1 AS a"
sql stored_two "CREATE TABLE v AS SELECT generate_series(1, 100) AS id"
# shellcheck disable=SC2034
ours=(--include-db 'stored_*')

make_noise() { # an object that is uploaded in parts
    sql stored_two "CREATE TABLE noise AS SELECT md5(i::text) || md5((-i)::text) AS filler FROM generate_series(1, 400000) AS i"
}

check_place() {
    pgdump check --dir "$sets" "${ours[@]}"
    check "the place passes the check" status_is 0
    for question in credentials list put get upload 'conditional put' delete clock lock; do
        check "which asks for $question" grep -q "^ok  *$question:" "$scratch/out"
    done
}

# One set: saved, listed, verified, restored.
check_set() { # FORMAT
    local format=$1
    pgdump backup --dir "$sets" -F "$format" -j 2 "${ours[@]}"
    check "a backup in $format format" status_is 0
    check "tells where it is" says "backup set $sets/"
    pgdump list "$sets/latest"
    check "the set can be listed" prints stored_two
    pgdump list "$sets/latest" --database stored_one
    check "so can a table of contents" prints 'TABLE DATA public t '
    pgdump verify "$sets/latest"
    check "it is intact" status_is 0
    pgdump restore -d postgres --database stored_one --as restored_whole "$sets/latest" -j 2
    check "a database can be restored" status_is 0
    check "and has its rows" test "$(sql restored_whole 'SELECT count(*), max(note) FROM t')" = \
        "$(sql stored_one 'SELECT count(*), max(note) FROM t')"
    make_database restored_part
    pgdump restore -d restored_part --database stored_one -t t "$sets/latest"
    check "so can a table" status_is 0
    check "with its rows alone" test "$(sql restored_part "SELECT count(*), to_regclass('u') IS NULL FROM t")" = '5000|t'
    sql postgres "DROP DATABASE restored_whole"
}
scratch_databases+=(restored_whole)

# A run that is ended in the middle, and one that is killed: the next one goes on. Needs make_noise and start_proxy.
check_interruptions() {
    local signal pid status
    use_endpoint "$proxy"
    echo 'drip 1' >"$scratch/faults"
    for signal in TERM KILL; do
        "$PGDUMP" backup --dir "$place/ended" --include-db stored_two >"$scratch/out" 2>"$scratch/err" &
        pid=$!
        until grep -q 'PUT .*/ended/[0-9]' "$scratch/faults.log"; do sleep 0.05; done
        kill -"$signal" "$pid"
        status=0
        wait "$pid" 2>/dev/null || status=$?
        check "SIG$signal ends it" test "$status" != 0
        : >"$scratch/faults.log"
        [[ $signal == KILL ]] || check "and leaves nothing" test -z "$(use_endpoint "$ENDPOINT"; names_of_sets "$place/ended")"
    done
    : >"$scratch/faults"
    use_endpoint "$ENDPOINT"
    pgdump backup --dir "$place/ended" --include-db stored_one
    check "a backup after a killed one succeeds" status_is 0
    check "and leaves nothing but its set" test "$(names_of_sets "$place/ended" | wc -w)" = 1
}

check_secrets() { # TEXT...
    local secret
    for secret; do
        check "no key and no signature is in any output" test -z "$(grep -F -- "$secret" "$scratch/everything")"
    done
}

# What stores promise, in this one, and drawn faults.
run_store_tests() { # STEPS SECRETS [PATH], which follows the proxy's address in an endpoint
    make_database stored
    sql stored "CREATE TABLE notes (id int PRIMARY KEY, note text)" \
        "INSERT INTO notes SELECT i, md5(i::text) FROM generate_series(1, 20000) AS i" "CREATE TABLE empty (id int)" \
        "SELECT lo_from_bytea(4711, 'a large object')" >/dev/null || exit 1
    : >"$scratch/faults.log"
    start_proxy
    PGDUMP_TEST_PLACE=$place PGDUMP_TEST_FAULTY_ENDPOINT=$proxy${3:-} PGDUMP_TEST_FAULTS=$scratch/faults \
        PGDUMP_TEST_FAULT_STEPS=$1 PGDUMP_TEST_SECRETS=$2 run "$PGDUMP_BUILD_DIR/tests/object_store_tests"
    cat "$scratch/out" >>"$scratch/err"
    check "the tests of the store pass" status_is 0
    grep '^drawn faults' "$scratch/out"
    echo "$(wc -l <"$scratch/faults.log") requests went wrong"
}
