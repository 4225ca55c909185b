# Debian's age, npm's age-encryption and cctv-age, of pinned versions, kept beside the roots of tests/support/servers. Sourced.
# shellcheck shell=bash
# shellcheck source=tests/support/servers-common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../support/servers-common.bash"

need_age() { install_packages age openssh-client; }

# NODE_MODULES is where they are.
need_age_modules() {
    local making
    { command -v node && command -v npm; } >/dev/null || install_packages npm
    export NODE_MODULES=$cache/age/node_modules
    [[ ! -d $NODE_MODULES ]] || return 0
    making=$(mktemp -d)
    mkdir -p "$cache/age"
    say "fetching npm's age-encryption, and the vectors of age"
    : >"$cache/age/npm.log"
    (cd "$making" && logged "fetching age-encryption" "$cache/age/npm.log" \
        npm install --silent --no-audit --no-fund --ignore-scripts age-encryption@0.3.1 cctv-age@0.2.0) || return 1
    # Another test may have been quicker.
    mv -T -- "$making/node_modules" "$NODE_MODULES" 2>/dev/null || true
    rm -rf -- "$making"
}
