#!/usr/bin/env bash
# Sends jobs one after the other to a cluster of its own and prints, after each and a full collection, what every
# process holds. Fails if a job leaves classes, or if class memory grew by more than 2 MB over the second half:
# what the virtual machine makes of its own, such as accessors, still comes to 0.15 MB a job by then.
#   infra/reliability/flink-jobs.sh [JOBS] [PORT]
set -euo pipefail
jobs="${1:-20}"
port="${2:-18081}"
home="$(cd "$(dirname "$0")/../.." && pwd)"
place="$(mktemp -d)"
fabula="${FABULA:-$home/fabula}" # may be a command with arguments
trap '$fabula cluster stop --state="$place/cluster" > /dev/null; rm -rf "$place"' EXIT

$fabula cluster start --task-managers=2 --rest-port="$port" --heap=1024 --state="$place/cluster"

# resident MB, heap MB, metaspace kB, threads, classes that only jobs have
measure() {
  local pid="$1"
  jcmd "$pid" GC.run > /dev/null
  local resident heap metaspace threads classes
  resident="$(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")"
  heap="$(jcmd "$pid" GC.heap_info | awk 'match($0, /used [0-9]+K/) && !/Metaspace|class space/ {sum += substr($0, RSTART + 5, RLENGTH - 6)} END {print int(sum / 1024)}')"
  metaspace="$(jcmd "$pid" GC.heap_info | awk '/Metaspace/ && match($0, /used [0-9]+K/) {print substr($0, RSTART + 5, RLENGTH - 6)}')"
  threads="$(awk '/^Threads/ {print $2}' "/proc/$pid/status")"
  classes="$(jcmd "$pid" VM.classloader_stats | awk '/ChildFirstClassLoader/ {sum += $4} END {print sum + 0}')"
  echo "$resident $heap $metaspace $threads $classes"
}

failed=0
declare -A half
printf '%-4s %-14s %8s %6s %12s %8s %8s\n' job process rss_mb heap_mb metaspace_kb threads classes
for ((job = 1; job <= jobs; job++)); do
  $fabula run interpret --profile=tiny --store="$place/store" --runner=FlinkRunner \
    --flinkMaster="127.0.0.1:$port" --shared-store "seed=$job" > "$place/job.log" 2>&1 ||
    { cat "$place/job.log"; exit 1; }
  for file in "$place"/cluster/*.pid; do
    name="$(basename "$file" .pid)"
    read -r resident heap metaspace threads classes <<< "$(measure "$(cut -d' ' -f1 "$file")")"
    printf '%-4s %-14s %8s %6s %12s %8s %8s\n' "$job" "$name" "$resident" "$heap" "$metaspace" "$threads" "$classes"
    [[ "$classes" == 0 ]] || failed=1
    if ((job == (jobs + 1) / 2)); then half[$name]="$metaspace"; fi
    if ((job == jobs && metaspace > half[$name] + 2048)); then failed=1; fi
  done
done
exit "$failed"
