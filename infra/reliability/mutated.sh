#!/usr/bin/env bash
# mutated.sh [FILES]: gives so many mutated files to each reader, in a process with a heap of 256 MB, and asks for: read, or
# refused in the reader's own words. It builds with Maven; each reader's figures lie in pipelines/target/mutated-files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rm -rf pipelines/target/mutated-files
code=0
mvn -B -q -pl pipelines -am -Dfabula.mutated.files="${1:-100000}" -Dtest=MutatedFilesTest \
  -Dsurefire.failIfNoSpecifiedTests=false verify || code=$?
cat pipelines/target/mutated-files/*.txt
exit "$code"
