#!/bin/sh
# trunk's post-build hook: shrink the page's wasm with Binaryen, if it is there.
# Uses the copy that `make setup` installed, else a wasm-opt on PATH that is new enough
# for what rustc emits; without either the page works as well, only larger.
set -eu

[ "${TRUNK_PROFILE:-debug}" = release ] || exit 0
oldest=120
local_copy=.cache/tools/npm/node_modules/.bin/wasm-opt

version() { "$1" --version 2>/dev/null | sed -n 's/^wasm-opt version \([0-9]*\).*/\1/p'; }

wasm_opt=
for candidate in "$local_copy" wasm-opt; do
    found=$(version "$candidate" || true)
    if [ -n "$found" ] && [ "$found" -ge "$oldest" ]; then
        wasm_opt=$candidate
        break
    fi
done
if [ -z "$wasm_opt" ]; then
    echo "wasm-opt: none of version $oldest or newer found; the page is built without it; it works the same but is larger" >&2
    exit 0
fi

for wasm in "$TRUNK_STAGING_DIR"/*.wasm; do
    before=$(wc -c <"$wasm")
    "$wasm_opt" -Oz --converge --output "$wasm.small" "$wasm"
    mv "$wasm.small" "$wasm"
    echo "wasm-opt $found: $(basename "$wasm") $before -> $(wc -c <"$wasm") bytes"
done
