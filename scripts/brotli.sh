#!/bin/sh
# Compresses what a browser loads of the built page, as small as brotli gets, beside the files:
# the backend sends x.br in place of x where there is one, and compresses less well itself where
# there is none.
#   brotli.sh DIST
set -eu

if command -v brotli >/dev/null; then
    compress() { brotli --best --force --keep "$1"; }
elif command -v node >/dev/null; then
    compress() {
        node -e 'const fs = require("fs"), zlib = require("zlib"), file = process.argv[1];
            fs.writeFileSync(file + ".br", zlib.brotliCompressSync(fs.readFileSync(file)));' "$1"
    }
else
    echo "brotli: neither it nor node is there; the page works the same but is sent larger" >&2
    exit 0
fi

for file in "$1"/*.html "$1"/*.css "$1"/*.js "$1"/*.wasm; do
    compress "$file"
done
