#!/usr/bin/env bash
# Adapts to 1,000 tasks in one file, and predicts for them, as one batch along the task axis and one task after another; prints both
# times. Tasks are sine waves of 10 support rows each, and of 5 to 20; the model is trained for a few iterations only, since nothing here depends on how
# good it is.
# Usage: experiments/thousand-tasks.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
out=${1:-runs/thousand-tasks}
dotnet build -c Release src/Metamorph.Cli >/dev/null
metamorph=artifacts/bin/Metamorph.Cli/release/metamorph

rm -rf "$out"
$metamorph train --set iterations=200 --set rival=false --set evaluation.tasks=100 --out "$out/run" >/dev/null 2>&1

# Task t has amplitude 0.1 + 4.9 frac(0.618 t) and phase pi frac(0.414 t); x are equally spaced from -5 to 5.
table() {
  awk -v target="$1" -v least="$2" -v most="$3" 'BEGIN {
    print "task,x" (target ? ",y" : "")
    for (t = 0; t < 1000; t++) {
      a = 0.618034 * t; b = 0.414214 * t; rows = least + t % (most - least + 1)
      for (i = 0; i < rows; i++) {
        x = -5 + 10 * (i + 0.5) / rows
        printf "wave %d,%.4f%s\n", t, x, target ? sprintf(",%.6f", (0.1 + 4.9 * (a - int(a))) * sin(x - 3.14159265 * (b - int(b)))) : ""
      }
    }
  }'
}
table 1 10 10 > "$out/equal.csv"
table 1 5 20 > "$out/unequal.csv"
table 0 20 20 > "$out/input.csv"

for support in equal unequal; do
  for steps in 1 5; do
    echo "== $support tasks, steps of adaptation: $steps"
    $metamorph adapt "$out/run" --support "$out/$support.csv" --out "$out/adapted.safetensors" --steps $steps --one-by-one
  done
done
echo "== prediction"
$metamorph predict "$out/adapted.safetensors" --input "$out/input.csv" --out "$out/predicted.csv" --one-by-one
