#!/usr/bin/env bash
# Trains the rows of Omniglot's table in docs/results.md by their presets, measured on the validation characters: omniglot.sh FOLDER [PRESET...].
# METAMORPH_DATA names the folder of data sets. A row takes 10 to 75 minutes of one core. Runs that are there are passed over, and stopped ones go on.
set -eu
folder=${1:?the folder for runs}; shift
top=$(cd "$(dirname "$0")/.." && pwd)
dotnet build -c Release "$top/src/Metamorph.Cli" >&2
tool="dotnet $top/artifacts/bin/Metamorph.Cli/release/metamorph.dll"
rows=${*:-$(for learner in maml fomaml reptile maml++ prototypical matching relation; do echo "omniglot-5w1s-$learner"; done) omniglot-20w1s-anil omniglot-20w1s-prototypical omniglot-20w1s-maml++ omniglot-20w1s-matching omniglot-5w5s-prototypical}
for row in $rows; do
  if [ -f "$folder/$row/summary.json" ]; then continue; fi
  if [ -f "$folder/$row/config.json" ]; then $tool train --resume "$folder/$row"; else $tool train "$row" --out "$folder/$row"; fi
  $tool evaluate "$folder/$row"
done
