# What tests/support/object_storage and azure_storage share: processes of a throwaway store, whose directory is $state.
# Sourced by a script that has a function start.
# shellcheck shell=bash
source tests/support/common.bash

usage() {
    sed -n '2,7s/^# \?//p' "$0"
    exit 2
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

wait_for() { # WHAT COMMAND...
    local what=$1 _
    shift
    for _ in $(seq 300); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.2
    done
    tail -n 20 "$state"/*.log >&2
    fail "waited in vain for $what"
}

run_in_background() { # NAME COMMAND...
    local name=$1
    shift
    setsid "$@" >"$state/$name.log" 2>&1 </dev/null &
    echo $! >>"$state/pids"
}

# Makes $state, which goes if the script fails.
make_state() {
    state=$(mktemp -d "${TMPDIR:-/tmp}/pgdump-objects-XXXXXX")
    trap 'stop "$state"' ERR
}

stop() { # STATE
    local pid
    [[ ${1##*/} == pgdump-objects-* && -d $1 ]] || fail "\"$1\" is no state of an object store"
    for pid in $(tac "$1/pids" 2>/dev/null); do kill "$pid" 2>/dev/null || true; done
    for pid in $(tac "$1/pids" 2>/dev/null); do
        timeout 10 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
    done
    rm -rf -- "$1"
}

main() { # start | stop STATE
    case ${1:-} in
        start) start ;;
        stop) [[ $# == 2 ]] || usage; stop "$2" ;;
        *) usage ;;
    esac
}
