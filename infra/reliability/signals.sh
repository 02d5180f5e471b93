#!/usr/bin/env bash
# signals.sh: ends a training by SIGINT, SIGTERM and SIGHUP, and asks for a checkpoint, a line that says how to go on, and the
# content hash of an undisturbed training from the same command. Environment: FABULA, WORK, FRAMES (of the training).
source "$(dirname "$0")/lib.sh"
frames="${FRAMES:-150000}"
train() { exec "$fabula" stage interpret train-agent --profile=tiny --store="$1" "agent.frames=$frames"; }
( train "$work/whole" ) > "$work/whole.log" 2>&1
wrong=0
for signal in INT TERM HUP; do
  store="$work/signal-$signal"
  log="$work/signal-$signal.log"
  setsid env --default-signal=INT,HUP "$fabula" stage interpret train-agent --profile=tiny --store="$store" "agent.frames=$frames" > "$log" 2>&1 &
  pid=$!
  until grep -rqs '"kind":"step"' "$store/runs" || ! kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
  begin=$(date +%s%N); code=0
  kill "-$signal" -- "-$pid" 2> /dev/null || true
  wait "$pid" || code=$?
  millis=$(( ($(date +%s%N) - begin) / 1000000 ))
  checkpoints=$(find "$store/artifacts" -path '*/_checkpoint/*' -name '*.safetensors' | wc -l)
  said=$(grep -c 'the same command goes on' "$log" || true)
  ( train "$store" ) > "$log.again" 2>&1
  equal=no; diff -q <(hashes "$work/whole") <(hashes "$store") > /dev/null && equal=yes
  echo "SIG$signal: exit $code after $millis ms, $checkpoints checkpoint, line said $said, equal afterwards: $equal"
  [[ $checkpoints -ge 1 && $said -ge 1 && $equal == yes ]] || wrong=$((wrong + 1))
done
[[ $wrong == 0 ]]
