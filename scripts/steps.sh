#!/usr/bin/env bash
# Runs make targets one after the other, says what each does and how long it takes, and prints a
# table of the times at the end, also when a step fails.
#   steps.sh PLAN [STEP…]
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"
make=${MAKE:-make}
# Incremental builds pay off on the second one, which CI never has.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0
times=$root/.cache/times
mkdir -p "$times"
plan=$1
shift

# One line per step: usual time on two cores with nothing built yet, and what it does.
describe() {
    case $1 in
    setup-rust) echo "15 s|Rust toolchain, targets and components" ;;
    setup-page) echo "5 min|trunk, wasm-bindgen and wasm-opt" ;;
    setup-packages) echo "2 min|Debian packages: QEMU, Chromium, compilers, checkers" ;;
    fmt) echo "2 s|formatting of all Rust code" ;;
    clippy) echo "2 min|clippy on the model, the backend and the tests; warnings are errors" ;;
    clippy-web) echo "30 s|clippy on the page, for wasm32" ;;
    doc) echo "1 min|documentation builds without warnings" ;;
    test-unit) echo "2 min|unit tests, golden files, layers" ;;
    test-fast) echo "20 s|unit tests of the model and the layers" ;;
    page) echo "1 min|the page, release build into dist/" ;;
    kernels) echo "1 min|Debian's kernels 6.1 and 6.12 with headers into .cache/kernels" ;;
    kmod) echo "20 s|the module for 6.1 and 6.12, with checkpatch and sparse" ;;
    backend) echo "3 min|the backend, a static binary" ;;
    test-server) echo "1 min|the backend's server" ;;
    test-browser) echo "2 min|the page in Chromium" ;;
    test-lab) echo "3 min|the model against real kernels in the lab" ;;
    *) echo "|$1" ;;
    esac
}

names=() results=() seconds=()
started=$(date +%s) begin=$started

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# shellcheck disable=SC2317 # called by the trap
table() {
    local status=$? i what
    trap - EXIT
    # A step that was interrupted took until now.
    if [ ${#names[@]} != 0 ] && [ "${results[-1]}" != ok ]; then
        seconds[-1]=$(($(date +%s) - begin))
    fi
    printf '\n%-14s %-7s %6s  %s\n' step result time what
    for i in "${!names[@]}"; do
        what=$(describe "${names[i]}")
        printf '%-14s %-7s %6s  %s\n' "${names[i]}" "${results[i]}" "$(clock "${seconds[i]}")" "${what#*|}"
    done
    printf '%-14s %-7s %6s\n' "$plan" "$([ $status = 0 ] && echo ok || echo failed)" "$(clock $(($(date +%s) - started)))"
    exit $status
}
trap table EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for step in "$@"; do
    line=$(describe "$step")
    usual=${line%%|*}
    last=$(cat "$times/$step" 2>/dev/null || true)
    hint="usually ${usual:-quick} the first time"
    [ -z "$last" ] || hint="took $(clock "$last") last time"
    printf '\n==> %s: %s (%s)\n' "$step" "${line#*|}" "$hint"
    begin=$(date +%s)
    names+=("$step") results+=(failed) seconds+=(0)
    status=0
    "$make" --no-print-directory "$step" </dev/null || status=$?
    took=$(($(date +%s) - begin))
    seconds[-1]=$took
    if [ $status != 0 ]; then
        printf '\n%s failed after %s. To run only this step again: make %s\n' "$step" "$(clock $took)" "$step" >&2
        exit 1
    fi
    results[-1]=ok
    [ -n "${RINGSIDE_DRY_RUN:-}" ] || echo "$took" >"$times/$step"
    say "$step: ok, $(clock $took)"
done
