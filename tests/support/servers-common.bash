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

readonly all_majors=(13 15 17 18 19)

# The Debian release that carries each major. None carries 14 or 16.
suite_of() {
    case $1 in
        13) echo bullseye ;;
        15) echo bookworm ;;
        17) echo trixie ;;
        18) echo forky ;;
        19) echo experimental ;;
        *) die "there is no recipe for PostgreSQL $1 (known: ${all_majors[*]})" ;;
    esac
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

# The same path on the machine and inside a root.
server_programs() {
    echo "/usr/lib/postgresql/$1/bin"
}

on_this_machine() {
    local programs
    programs=$(server_programs "$1")
    [[ -x $programs/postgres && -x $programs/initdb && -x $programs/pg_dump ]]
}

provided() {
    on_this_machine "$1" || [[ -d $(root_of "$1") ]]
}

need_provided() {
    suite_of "$1" >/dev/null
    provided "$1" || die "PostgreSQL $1 is not there yet: ${0%/*}/servers provide $1"
}

# The directory whose psql, pg_dump and so on are of this major and can be called from anywhere.
client_programs() {
    if on_this_machine "$1"; then
        server_programs "$1"
    else
        echo "$cache/$1/bin"
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

# Runs a command as the user postgres: on this machine, or inside the major's root. Either way
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
    local accounts=/etc/passwd
    on_this_machine "$1" || accounts=$(root_of "$1")/etc/passwd
    awk -F: '$1 == "postgres" { print $3 ":" $4 }' "$accounts"
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
