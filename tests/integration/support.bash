# What integration tests share. Sourced, never run. Needs the server that PG* names, as a superuser, and $PGDUMP.
# shellcheck shell=bash
set -uo pipefail

: "${PGDUMP:?run the tests with ./dev test}" "${PGHOST:?run the tests with ./dev test}"
export PGDUMP_PROGRESS=never
test_name=$(basename "$0")
scratch=$(mktemp -d)
chmod 755 "$scratch"
failures=0 checks=0
server_script=$(realpath -- "$(dirname "${BASH_SOURCE[0]}")/../support/servers")
scratch_databases=() cleanups=() own_servers=()

cleanup() {
    local command database state
    for command in "${cleanups[@]}"; do
        eval "$command" || true
    done
    for database in "${scratch_databases[@]}"; do
        psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $database WITH (FORCE)" >/dev/null 2>&1
    done
    for state in "${own_servers[@]}"; do
        "$server_script" stop "$state" >/dev/null
    done
    rm -rf -- "$scratch"
}
trap cleanup EXIT

sql() { # DATABASE SQL...
    local database=$1 arguments=() statement
    shift
    for statement; do arguments+=(-c "$statement"); done
    psql -XAtq -v ON_ERROR_STOP=1 -d "$database" "${arguments[@]}"
}

make_database() { # NAME
    sql postgres "DROP DATABASE IF EXISTS $1" "CREATE DATABASE $1 TEMPLATE template0" || exit 1
    scratch_databases+=("$1")
}

# A server for this test alone, which goes with it. From here on PG* name it; $programs are its own, $server_state is its
# directory, which the account postgres may write to.
start_server() { # MAJOR
    local facts MAJOR VERSION HOST PORT SOCKET_DIR DATA_DIR BIN STATE
    facts=$("$server_script" start "$1") || exit 1
    eval "$facts"
    own_servers+=("$STATE")
    export PGHOST=$HOST PGPORT=$PORT PGUSER=postgres PGDUMP_TEST_DATA_DIR=$DATA_DIR
    programs=$BIN server_state=$STATE
}

# Runs a command; its status is in $status, what it said in $scratch/out and $scratch/err.
run() {
    status=0
    "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
}

check() { # WHAT CONDITION...
    local what=$1
    shift
    checks=$((checks + 1))
    if ! "$@"; then
        failures=$((failures + 1))
        printf 'FAILED: %s: %s\n' "$test_name" "$what"
        sed 's/^/    /' "$scratch/err" | head -20
    fi
}

status_is() { [[ $status == "$1" ]]; }
says() { grep -qF -- "$1" "$scratch/err"; }
one_error() { [[ $(grep -c '^pgdump: error: ' "$scratch/err") == 1 ]]; }
absent() { [[ ! -e $1 && ! -L $1 ]]; }
directory_is_empty() { [[ -z $(find "$1" -mindepth 1 ! -name .pgdump.lock) ]]; }

wait_until() { # SQL-CONDITION on database postgres
    local _
    for _ in $(seq 300); do
        [[ $(sql postgres "SELECT $1") == t ]] && return
        sleep 0.1
    done
    echo "$test_name: waited in vain for: $1" >&2
    exit 1
}

finish() {
    echo "$test_name: $((checks - failures)) passed, $failures failed"
    ((failures == 0 && checks > 0)) && exit 0
    exit 1
}

# Most tests make and drop roles, take locks, or change settings: ctest gives them this, so that they can run side by side.
[[ -z ${PGDUMP_TEST_OWN_SERVER:-} ]] || start_server "$PGDUMP_TEST_MAJOR"
