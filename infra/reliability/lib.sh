# What the scripts here share: where Fabula is, and what a store says.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
fabula="${FABULA:-$here/fabula}"
work="${WORK:-$(mktemp -d "${TMPDIR:-/tmp}/fabula-reliability.XXXXXX")}"
mkdir -p "$work"

# run STORE [arguments...]: the small chain that everything here is tried with
run() { local store="$1"; shift; "$fabula" run interpret --profile=tiny --store="$store" "$@"; }

# hashes STORE: stage and content hash of each complete artifact, in order
hashes() {
  for manifest in "$1"/artifacts/interpret/*/*/_MANIFEST.json; do
    [[ -f $manifest ]] || continue
    stage="${manifest#"$1"/artifacts/interpret/}"
    echo "${stage%%/*} $(sed -n 's/.*"content_hash" : "\([0-9a-f]*\)",\{0,1\}$/\1/p' "$manifest" | tail -n 1)"
  done | sort
}

# reference: the store of one undisturbed run, made once
reference() {
  if [[ ! -f $work/reference.done ]]; then
    run "$work/reference" > "$work/reference.log" 2>&1
    touch "$work/reference.done"
  fi
  echo "$work/reference"
}

# same STORE: whether it has the content hashes of the reference
same() { diff -q <(hashes "$(reference)") <(hashes "$1") > /dev/null; }

# flip FILE BYTE: flips the lowest bit of one byte
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
  printf "\\$(printf '%03o' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
