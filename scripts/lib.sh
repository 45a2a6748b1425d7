# Helpers that the other scripts source: messages, versions of the tools, installing Debian packages.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.cache/tools
# Tools that `make setup` had to install beside a differing version of the user's own come first.
export PATH="$tools/bin:$tools/npm/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

say() { printf '    %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The version of a crate in Cargo.lock: locked_version wasm-bindgen
locked_version() {
    awk -v name="$1" '$1 == "name" { found = ($3 == "\"" name "\"") }
        found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' "$root/Cargo.lock"
}

# The toolchain of rust-toolchain.toml.
rust_channel() { sed -n 's/^channel = "\(.*\)"/\1/p' "$root/rust-toolchain.toml"; }

# RINGSIDE_DRY_RUN=1 prints what would be installed instead of installing it.
run() {
    if [ -n "${RINGSIDE_DRY_RUN:-}" ]; then
        printf '    would run: %s\n' "$*"
    else
        say "$*"
        "$@"
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# apt_prefix prints how to run apt-get here: nothing as root, sudo, or fails if neither is possible.
apt_prefix() {
    if [ "$(id -u)" = 0 ]; then
        return 0
    elif have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        echo sudo
    else
        return 1
    fi
}

apt_lists_are_old() {
    [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -7 -print -quit 2>/dev/null)" ]
}

# Installs what is missing of the named Debian packages; says what to install where it cannot.
# Returns 1 where it cannot, so that the caller can decide whether it can go on without.
apt_install() {
    local missing prefix
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # the lists are split on purpose
    if ! have apt-get; then
        echo "error: these Debian packages (or what your system calls them) are needed: $missing" >&2
        return 1
    elif ! prefix=$(apt_prefix); then
        echo "error: not root, and sudo cannot be used. Please install these packages, then run make again:" >&2
        echo "    apt-get install $missing" >&2
        return 1
    else
        export DEBIAN_FRONTEND=noninteractive
        local install="$prefix env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends"
        if apt_lists_are_old; then
            run $prefix apt-get update -q
        fi
        run $install $missing && return 0
        say "that failed; refreshing the package lists and trying once more"
        run $prefix apt-get update -q && run $install $missing
    fi
}
