#!/usr/bin/env bash
# The schools of docs/results.md: MAML and ANIL against a fine-tuned network and a pooled ridge regression, 5 and 10 support rows, five splits.
# Usage: METAMORPH_DATA=FOLDER experiments/schools.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
out=${1:-runs/schools-table}
dotnet build -c Release src/Metamorph.Cli >/dev/null
metamorph=artifacts/bin/Metamorph.Cli/release/metamorph

for support in 5 10; do
  for learner in maml anil; do
    for seed in 1 2 3 4 5; do echo "$learner $support $seed"; done
  done
done | xargs -P 2 -L 1 sh -c "$metamorph"' train --data school-ilea/data.csv.gz --task school --target exam_score \
  --set learner="$1" --set tasks.support="$2" --set seed="$3" --out "$0/$1-$2-$3" 2>/dev/null >/dev/null || echo "$1 $2 $3 failed"' "$out"

for support in 5 10; do
  for learner in maml anil; do
    for seed in 1 2 3 4 5; do
      echo "== $learner, $support rows, split $seed"
      $metamorph evaluate "$out/$learner-$support-$seed"
    done
  done
done
