#!/usr/bin/env bash
# Installs what is missing, and nothing that is there in the right version.
#   setup.sh PART…: rust, page, kernels, packages (all Debian packages at once), or only those for
#   kmod, backend, lab, browser
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

trunk_version=0.22.1
binaryen_version=132.0.0

# Toolchain, components and targets of rust-toolchain.toml. rustup is asked explicitly,
# because with RUSTUP_AUTO_INSTALL=0 the file alone installs nothing.
setup_rust() {
    have cc || apt_install gcc libc6-dev || die "a C compiler is needed to link Rust programs"
    if ! have rustup; then
        die "rustup is missing. Install it from https://rustup.rs, then run make again."
    fi
    local channel item list missing=()
    channel=$(rust_channel)
    if ! rustup run "$channel" rustc --version >/dev/null 2>&1; then
        run rustup toolchain install "$channel" --profile minimal --no-self-update
    fi
    list=$(rustup component list --installed --toolchain "$channel" 2>/dev/null || true)
    for item in rustfmt clippy; do
        grep -q "^$item" <<<"$list" || missing+=("$item")
    done
    [ ${#missing[@]} = 0 ] || run rustup component add --toolchain "$channel" "${missing[@]}"
    missing=()
    list=$(rustup target list --installed --toolchain "$channel" 2>/dev/null || true)
    for item in wasm32-unknown-unknown x86_64-unknown-linux-musl; do
        grep -qx "$item" <<<"$list" || missing+=("$item")
    done
    [ ${#missing[@]} = 0 ] || run rustup target add --toolchain "$channel" "${missing[@]}"
    say "Rust $channel with rustfmt, clippy, wasm32 and musl targets"
}

# cargo_tool CRATE BINARY VERSION [cargo install options]: into ~/.cargo/bin if there is none,
# into .cache/tools if the user has another version, which is left alone.
cargo_tool() {
    local crate=$1 binary=$2 version=$3 found where=()
    shift 3
    found=$("$binary" --version 2>/dev/null | awk 'NR == 1 { print $2 }' || true)
    if [ "$found" = "$version" ]; then
        say "$binary $version"
        return 0
    fi
    [ -z "$found" ] || where=(--root "$tools")
    [ -z "$found" ] || say "$binary $found is installed, $version is needed: it goes to .cache/tools"
    CARGO_PROFILE_DEV_DEBUG=0 run cargo "+$(rust_channel)" install "$crate" --version "$version" \
        --locked "${where[@]}" "$@"
}

# Without wasm-opt the page is larger but works, so nothing here stops the build.
setup_wasm_opt() {
    local found
    found=$(wasm-opt --version 2>/dev/null | awk 'NR == 1 { print $3 }' || true)
    if [ -n "$found" ] && [ "$found" -ge "${binaryen_version%%.*}" ]; then
        say "wasm-opt $found"
        return 0
    fi
    if ! have npm && { ! apt_prefix >/dev/null || ! apt_install nodejs npm; }; then
        say "npm is missing and cannot be installed from here, so no wasm-opt: the page will be larger"
        return 0
    fi
    run npm install --loglevel=error --no-audit --no-fund --prefix "$tools/npm" "binaryen@$binaryen_version" ||
        say "wasm-opt could not be installed: the page will be larger"
}

setup_page() {
    # A debug build of trunk takes half the time to compile and builds pages just as fast. It asks
    # for a newer rustc than it needs.
    cargo_tool trunk trunk "$trunk_version" --debug --ignore-rust-version
    cargo_tool wasm-bindgen-cli wasm-bindgen "$(locked_version wasm-bindgen)"
    setup_wasm_opt
}

# The kernels' packages are downloaded and unpacked, not installed; that needs apt's lists only.
setup_kernels() {
    local prefix wanted=(6.1 6.12 checkpatch) cache=${RINGSIDE_CACHE:-.cache}/kernels
    if [ -e "$cache/6.1/env" ] && [ -e "$cache/6.12/env" ] && [ -e "$cache/checkpatch/checkpatch.pl" ]; then
        say "kernels $(cat "$cache/6.1/release") and $(cat "$cache/6.12/release")"
    elif ! apt_lists_are_old && run scripts/kernels.sh "${wanted[@]}"; then
        return 0
    elif have apt-get && prefix=$(apt_prefix); then
        run $prefix apt-get update -q
        run scripts/kernels.sh "${wanted[@]}"
    else
        run scripts/kernels.sh "${wanted[@]}"
    fi
}

packages_kmod() { echo gcc make perl sparse xz-utils; }
packages_backend() { echo clang musl-tools; }
packages_lab() { echo qemu-system-x86 strace; }
packages_browser() {
    # A browser of the user's own is as good as the distribution's, if its driver is there.
    echo fonts-wqy-microhei
    if have chromedriver && { have chromium || have chromium-browser || have google-chrome; }; then
        return 0
    elif grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
        echo chromium-browser chromium-chromedriver
    else
        echo chromium chromium-driver
    fi
}

# shellcheck disable=SC2046 # the lists are split on purpose
setup_packages() { apt_install $(packages_kmod; packages_backend; packages_lab; packages_browser) && say "all packages are installed"; }
# shellcheck disable=SC2046
setup_kmod() { apt_install $(packages_kmod); }
# shellcheck disable=SC2046
setup_backend() { apt_install $(packages_backend); }
# shellcheck disable=SC2046
setup_lab() { apt_install $(packages_lab); }
# shellcheck disable=SC2046
setup_browser() { apt_install $(packages_browser); }

for part in "$@"; do
    "setup_$part"
done
