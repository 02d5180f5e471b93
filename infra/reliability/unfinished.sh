#!/usr/bin/env bash
# unfinished.sh [ROUNDS]: kills a run, flips one bit in each file of its unfinished work (finished shards, what is known of
# them, checkpoints), and asks for the content hashes of a run that nobody disturbed. Environment: FABULA, WORK, SEED.
source "$(dirname "$0")/lib.sh"
rounds="${1:-10}"
RANDOM="${SEED:-20261129}"
reference > /dev/null
flipped=0 equal=0 found=0
for ((round = 1; round <= rounds; round++)); do
  store="$work/unfinished-$round"
  setsid "$fabula" run interpret --profile=tiny --store="$store" > "$work/unfinished.log" 2>&1 &
  pid=$!
  for ((i = 0; i < 600; i++)); do # until some shard of an incomplete artifact is done
    begun=$(find "$store/artifacts" -path '*/_shards/0*.json' 2> /dev/null | head -n 1 || true)
    [[ -z $begun ]] || break
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.05
  done
  sleep "$(( RANDOM % 1000 ))e-3"
  kill -KILL -- "-$pid" 2> /dev/null || true
  wait "$pid" 2> /dev/null || true
  while read -r shards; do
    artifact="$(dirname "$shards")"
    [[ -f $artifact/_MANIFEST.json ]] && continue
    while read -r file; do
      size=$(stat -c %s "$file")
      (( size > 0 )) || continue
      flip "$file" $(( (RANDOM * 32768 + RANDOM) % size )); flipped=$((flipped + 1))
    done < <(find "$artifact" -type f ! -name begun)
  done < <(find "$store/artifacts" -name _shards -type d 2> /dev/null)
  if run "$store" > "$work/unfinished-$round.log" 2>&1 && same "$store"; then equal=$((equal + 1)); else echo "round $round differs, see $store"; continue; fi
  found=$((found + $(grep -c 'done again\|begun anew' "$work/unfinished-$round.log" || true)))
  rm -rf "$store"
done
echo "$rounds rounds, $flipped files with a flipped bit: $equal with equal content hashes, $found findings said"
[[ $equal == "$rounds" ]]
