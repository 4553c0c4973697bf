#!/usr/bin/env bash
# The sine waves of docs/results.md: four presets, two ways to draw the first weights, three seeds, 70,000 iterations each, two runs
# side by side. About 15 minutes on two cores.
# Usage: experiments/sinusoid.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
out=${1:-runs/sinusoid-table}
dotnet build -c Release src/Metamorph.Cli >/dev/null
metamorph=artifacts/bin/Metamorph.Cli/release/metamorph

for preset in sinusoid-10 sinusoid-5 sinusoid-5-meta-sgd sinusoid-5-pretrained; do
  for weights in he 0.01; do
    for seed in 1 2 3; do echo "$preset $weights $seed"; done
  done
done | xargs -P 2 -L 1 sh -c "$metamorph"' train "$1" --set network.initializer="$2" --set seed="$3" --out "$0/$1-$2-$3" 2>/dev/null >/dev/null ||
  echo "$1 $2 $3 failed"' "$out"

for run in "$out"/*; do
  echo "== $(basename "$run")"
  $metamorph evaluate "$run"
  case $run in */sinusoid-10-*)
    echo "-- with 5 points"
    $metamorph evaluate "$run" --support 5 ;;
  esac
done
