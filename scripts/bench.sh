#!/usr/bin/env bash
# Runs the benches, then prints one table of their times and rates, and the page's sizes.
#   bench.sh [criterion options], such as --quick
set -euo pipefail
cd "$(dirname "$0")/.."
log=target/bench.log
mkdir -p target

benches=()
for file in */benches/*.rs; do
    benches+=(--bench "$(basename "$file" .rs)")
done
cargo bench --locked -p ringside-core -p ringside-web "${benches[@]}" -- "$@" 2>&1 | tee "$log"

# criterion puts a long name on a line of its own, before the one with the time.
echo
awk '
    /^[a-z]+\/[a-z0-9_-]+/ { name = $1 }
    / events, / { print "  " $0 }
    /time: +\[/ && !/%/ {
        split($0, part, /[][]/); split(part[2], value, " ")
        names[++count] = name; time[count] = value[3] " " value[4]
    }
    /thrpt: +\[/ && !/%/ {
        split($0, part, /[][]/); split(part[2], value, " ")
        rate[count] = value[3] " " value[4]
    }
    END {
        printf "\n%-20s %14s %18s\n", "bench", "time", "rate"
        for (at = 1; at <= count; at++) printf "%-20s %14s %18s\n", names[at], time[at], rate[at]
    }
' "$log"
echo
echo "on $(nproc) CPUs ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)), load $(cut -d' ' -f1 /proc/loadavg)"
echo
scripts/page-size.sh
