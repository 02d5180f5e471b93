#!/usr/bin/env bash
# kills.sh [ROUNDS]: SIGKILL at random times, then the same command to its end; compares all content hashes with those of a
# run that nobody disturbed. Environment: FABULA (the launcher), WORK (a directory), SEED, SECONDS_MAX (of a run).
source "$(dirname "$0")/lib.sh"
rounds="${1:-20}"
RANDOM="${SEED:-20261129}"
begin=$(date +%s%N)
reference > /dev/null
longest=$(( ${SECONDS_MAX:-0} * 1000 ))
(( longest > 0 )) || longest=$(( ($(date +%s%N) - begin) / 1000000 ))
(( longest > 2000 )) || longest=9000 # the reference was there already
equal=0 kills=0 again=0
for ((round = 1; round <= rounds; round++)); do
  store="$work/kills-$round"
  for ((k = 0; k < 1 + RANDOM % 3; k++)); do
    setsid "$fabula" run interpret --profile=tiny --store="$store" > "$work/kills.log" 2>&1 &
    pid=$!
    sleep "$(( RANDOM * 100 % longest + 500 ))e-3"
    if kill -KILL -- "-$pid" 2> /dev/null; then kills=$((kills + 1)); fi
    wait "$pid" 2> /dev/null || true
    find "$store/artifacts" -name _MANIFEST.json -exec sha256sum {} + 2> /dev/null | sort > "$work/before" || true
  done
  if run "$store" > "$work/kills-$round.log" 2>&1 && same "$store"; then equal=$((equal + 1)); else echo "round $round differs, see $store"; fi
  find "$store/artifacts" -name _MANIFEST.json -exec sha256sum {} + | sort > "$work/after"
  again=$((again + $(comm -23 "$work/before" "$work/after" | wc -l)))
  left=$(cd "$store" && find . -name _shards -o -name _checkpoint -o -name '*.partial' -o -path './scratch/*' -o -name '*.lock' | wc -l)
  [[ $left == 0 ]] || echo "round $round left $left files over"
  rm -rf "$store"
done
echo "$rounds rounds, $kills kills: $equal with equal content hashes, $again complete artifacts made again"
[[ $equal == "$rounds" && $again == 0 ]]
