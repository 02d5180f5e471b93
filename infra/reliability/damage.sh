#!/usr/bin/env bash
# damage.sh [EACH]: damages files of a complete store, one at a time (a byte off the end, empty, a flipped bit, gone, a
# directory in its place), and asks for: no result in silence that differs from the reference. EACH is how many files of
# each kind are tried. Environment: FABULA, WORK.
source "$(dirname "$0")/lib.sh"
each="${1:-1}"
complete="$(reference)"
tried=0 wrong=0
check() {
  local store="$1" what="$2" code=0
  "$fabula" run interpret --profile=tiny --store="$store" --verify > "$work/damage.log" 2>&1 || code=$?
  tried=$((tried + 1))
  if grep -q unexpected "$work/damage.log" || { [[ $code == 0 ]] && ! same "$store"; } || [[ $code != 0 && $code != 1 ]]; then
    wrong=$((wrong + 1)); echo "WRONG: $what (exit $code)"; tail -n 2 "$work/damage.log"
  fi
}
for kind in '_MANIFEST.json' '*.parquet' '*.safetensors' '*.csv' '*.svg' '*.mp4' 'index.html' '.made-from' 'config.yaml' 'artifacts.json' '*.jsonl'; do
  while read -r file; do
    for damage in cut empty flip gone directory; do
      store="$work/damaged"
      rm -rf "$store"; cp -a "$complete" "$store"
      target="$store/$file"
      case $damage in
        cut) truncate -s -1 "$target" ;;
        empty) : > "$target" ;;
        flip) flip "$target" $(( $(stat -c %s "$target") / 2 )) ;;
        gone) rm "$target" ;;
        directory) rm "$target"; mkdir "$target" ;;
      esac
      check "$store" "$damage $file"
    done
  done < <(cd "$complete" && find . -name "$kind" -type f | sort | head -n "$each")
done
echo "$tried cases of damage, $wrong wrong"
[[ $wrong == 0 ]]
