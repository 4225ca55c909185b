# What the project's scripts share: packages, messages, throwaway servers. Sourced, never run.
# shellcheck shell=bash

# shellcheck disable=SC2034
build_packages=(g++ cmake ninja-build pkg-config libpq-dev libzstd-dev liblz4-dev zlib1g-dev libfmt-dev
    libboost-program-options-dev libboost-test-dev nlohmann-json3-dev libssl-dev libcurl4-openssl-dev python3-dev pybind11-dev)
# shellcheck disable=SC2034
test_packages=(python3 python3-jsonschema zstd lz4 gzip procps util-linux clang libclang-rt-dev valgrind
    faketime openssl curl man-db groff-base mandoc bsdextrautils zsh
    age openssh-client python3-pybind11 python3-pytest python3-pip python3-setuptools python3-wheel mypy python3-typeshed)
# For ./dev test alone: where there is systemd, it is started when it is installed.
# shellcheck disable=SC2034
pooler_packages=(pgbouncer)
# shellcheck disable=SC2034
package_packages=(dpkg-dev file gzip lintian)
# shellcheck disable=SC2034
docs_packages=(doxygen)
# shellcheck disable=SC2034
bench_packages=(libbenchmark-dev gnuplot-nox git)
# shellcheck disable=SC2034
lint_packages=(libbenchmark-dev clang clang-format clang-tidy shellcheck git)

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Runs a command whose output matters only when it fails.
quietly() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

install_packages() { # PACKAGE...
    local missing=() package
    for package; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    ((EUID == 0)) || fail "these packages are missing: ${missing[*]}; install them, or run this as root"
    step "installing ${missing[*]}"
    quietly apt-get update
    quietly env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
}

majors_of() { # LIST
    tests/support/servers majors "$1"
}

# --- throwaway servers: whatever was started is stopped when the script ends, however it ends

server_states=()

# Starts a server of this major and points PGHOST, PGPORT, PGUSER and PATH at it.
start_server() { # MAJOR
    local facts
    facts=$(tests/support/servers start "$1")
    local MAJOR VERSION HOST PORT SOCKET_DIR DATA_DIR BIN STATE
    eval "$facts"
    server_states+=("$STATE")
    trap stop_servers EXIT
    export PGHOST=$HOST PGPORT=$PORT PGUSER=postgres
    # shellcheck disable=SC2034
    export PGDUMP_TEST_MAJOR=$MAJOR PGDUMP_TEST_BIN=$BIN PGDUMP_TEST_DATA_DIR=$DATA_DIR
    export PATH="$BIN:${original_path:=$PATH}"
    # Where the clients are of another major, tests/compat/compare has to know which one the server is of.
    export PGDUMP_TEST_DIALECT=
    [[ $("$BIN/pg_dump" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/') == "$MAJOR" ]] || PGDUMP_TEST_DIALECT=$MAJOR
    echo "PostgreSQL $VERSION at $HOST:$PORT (logs in ${DATA_DIR%/*}, sockets in $SOCKET_DIR)"
}

stop_servers() {
    local state
    for state in "${server_states[@]}"; do
        tests/support/servers stop "$state" || true
    done
    server_states=()
}

load_samples() { # OPTION... of tests/samples/load
    step "loading the sample databases"
    tests/samples/load "$@"
}
