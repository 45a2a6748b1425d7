#!/usr/bin/env bash
# Prints how large the page's files are, as they are and in Brotli; builds the page if there is none.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

have brotli || apt_install brotli || die "brotli is needed to tell the sizes"
[ -e dist/index.html ] || trunk build --release

page=0
row() { printf '%-44s %10s %10s\n' "$@"; }
row file bytes brotli
while IFS= read -r file; do
    small=$(brotli --quality=11 --stdout "$file" | wc -c)
    row "${file#dist/}" "$(wc -c <"$file")" "$small"
    # What lies in folders is fetched when somebody opens it.
    case ${file#dist/} in
    */*) ;;
    *) page=$((page + small)) ;;
    esac
done < <(find dist -type f ! -name '*.br' ! -name '.*' | sort)
row "the page, without what is opened later" "" "$page"
