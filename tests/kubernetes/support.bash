# What the tests of the image and the chart share. Sourced, never run.
# shellcheck shell=bash
# shellcheck source=tests/integration/support.bash
source "$(dirname "${BASH_SOURCE[0]}")/../integration/support.bash"

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/kubernetes

# --- the tools

provide() { # helm|container|compose
    local facts
    facts=$("$here/provide" "$1") || exit 1
    eval "$facts"
}

# Sets "image": ours, built from this tree, unless PGDUMP_TEST_IMAGE names one that podman has already. Steps that an
# earlier build did are not done again.
build_image() {
    local lock
    provide container
    image=${PGDUMP_TEST_IMAGE:-}
    [[ -z $image ]] || return 0
    exec {lock}>"${TMPDIR:-/tmp}/.pgdump-image.lock"
    flock "$lock"
    if ! (cd "$root" && "${ENGINE[@]}" build --isolation=chroot --network=host --layers --file docker/Dockerfile \
        --build-arg BASE="$BASE" --iidfile "$scratch/image" .) >"$scratch/build.log" 2>&1; then
        tail -30 "$scratch/build.log"
        echo "$test_name: the image could not be built"
        exit 1
    fi
    exec {lock}>&-
    image=$(cat "$scratch/image")
}

# --- a server as it is in a cluster: users have passwords, and traffic is encrypted

# Starts it and points PGHOST and PGPORT at it; "password" is that of the superuser keeper, on TCP.
start_own_server() {
    start_server "${PGDUMP_TEST_MAJOR:?run the tests with ./dev test}"
    data_directory=$PGDUMP_TEST_DATA_DIR
    password="it's \"a\" \\ pa\$\$ %41 wörd"
    sql postgres "SET password_encryption = 'scram-sha-256'" \
        "CREATE ROLE keeper SUPERUSER LOGIN PASSWORD '${password//\'/\'\'}'"
    sed -i '1i host all keeper 127.0.0.1/32 scram-sha-256' "$data_directory/pg_hba.conf"
    sql postgres "SELECT pg_reload_conf()" >/dev/null
    wait_until "EXISTS (SELECT FROM pg_hba_file_rules WHERE user_name = '{keeper}')"
}

fill_database() { # NAME
    sql postgres "CREATE DATABASE \"$1\" TEMPLATE template0" && sql "$1" \
        "CREATE TABLE orders (id integer PRIMARY KEY, customer text NOT NULL, placed timestamptz DEFAULT now())" \
        "INSERT INTO orders SELECT n, 'customer ' || n % 97, '2026-01-01Z'::timestamptz + n * interval '1 minute'
         FROM generate_series(1, 20000) n" \
        "CREATE VIEW busy AS SELECT customer, count(*) FROM orders GROUP BY customer" \
        "SELECT lo_create(4711)" >/dev/null
}

databases_are_equal() { # ONE OTHER
    "$PGDUMP" dump --restrict-key=k "$1" >"$scratch/one.sql" && "$PGDUMP" dump --restrict-key=k "$2" >"$scratch/other.sql" &&
        cmp "$scratch/one.sql" "$scratch/other.sql"
}

# --- containers

# As a hardened pod runs: more options and the image's arguments follow.
restricted=(--read-only --user 1001:1001 --cap-drop=ALL --security-opt=no-new-privileges --memory=256m --memory-swap=256m)

container() { # PODMAN-OPTION... [-- ARGUMENT...]
    local options=()
    while (($#)) && [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    "${ENGINE[@]}" run --rm "${restricted[@]}" "${options[@]}" "$image" "${@:2}"
}

# A directory as kubelet hands it to the user: fsGroup's.
make_volume() { # DIRECTORY
    mkdir -p "$1"
    chown root:1001 "$1"
    chmod 2775 "$1"
}

# A secret with one key, as it is mounted.
make_secret() { # DIRECTORY KEY VALUE
    mkdir -p "$1"
    printf %s "$3" >"$1/$2"
    chown root:1001 "$1/$2"
    chmod 440 "$1/$2"
}
