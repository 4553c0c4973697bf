#!/usr/bin/env bash
# Kills a training run twenty times with SIGKILL, resumes it each time, and compares what it leaves with a run that nobody touched.
# Half of the moments are random, half are random ones within a checkpoint's write, which METAMORPH_SLOW_WRITES makes slow. About two minutes.
# Prints the kills, how many fell into a checkpoint's write, and "same bits"; or says what differs, and fails.
# Usage: experiments/kill.sh [FOLDER] [KILLS]
set -u
cd "$(dirname "$0")/.."
out=${1:-runs/kill}
wanted=${2:-20}
dotnet build -c Release src/Metamorph.Cli >/dev/null || exit 1
metamorph=artifacts/bin/Metamorph.Cli/release/metamorph
rm -rf "$out"

# Noise in the inner loop, a schedule, moments, clipping and chunks: all that has to be picked up again.
settings="--set iterations=3000 --set validation.every=75 --set validation.tasks=50 --set evaluation.tasks=50 --set rival=false --set checkpoint.every=25
  --set inner.batchRows=5 --set inner.rate=0.001 --set outer.schedule=cosine --set outer.clip=10 --set chunk=10"
$metamorph train $settings --out "$out/whole" >/dev/null 2>"$out.log" || { cat "$out.log"; exit 1; }

# All that a run leaves but how long it took and the memory.
traces() {
  sha256sum <"$1/model.safetensors"
  sed 's/"seconds":[^,]*,//' "$1/metrics.jsonl"
  grep -v 'trainSeconds\|peakMemoryBytes' "$1/summary.json"
}

export METAMORPH_SLOW_WRITES=3
kills=0 within=0 runs=0
while [ "$kills" -lt "$wanted" ] || [ ! -e "$run/summary.json" ]; do
  if [ "$runs" -eq 0 ] || [ -e "$run/summary.json" ]; then
    runs=$((runs + 1)) run=$out/killed-$runs
    $metamorph train $settings --out "$run" >/dev/null 2>"$out.log" &
  else
    $metamorph train --resume "$run" >/dev/null 2>"$out.log" &
  fi
  pid=$!
  if [ "$kills" -lt "$wanted" ]; then
    if [ $((kills % 2)) -eq 0 ]; then
      # The first half-written file that the process itself has begun.
      while kill -0 $pid 2>/dev/null && ! { grep -q 'going on\|%' "$out.log" && ls "$run"/.metamorph-* >/dev/null 2>&1; }; do sleep 0.01; done
      sleep 0.0$((RANDOM % 10))
    else
      sleep $((RANDOM % 3)).$((RANDOM % 10))
    fi
    kill -KILL $pid 2>/dev/null
  fi
  wait $pid 2>/dev/null
  code=$?
  if [ "$code" -eq 137 ]; then
    kills=$((kills + 1))
    # Only a checkpoint names a digest in its first bytes.
    if cat "$run"/.metamorph-* 2>/dev/null | grep -q sha256; then within=$((within + 1)); fi
  elif [ "$code" -ne 0 ]; then
    cat "$out.log"
    echo "kill $kills: exit code $code"
    exit 1
  fi
  if [ ! -e "$run/config.json" ]; then runs=$((runs - 1)); rm -rf "$run"; [ "$runs" -gt 0 ] && run=$out/killed-$runs; fi
  if [ -e "$run/summary.json" ] && ! diff <(traces "$out/whole") <(traces "$run"); then
    echo "$run differs from $out/whole"
    exit 1
  fi
done

echo "$kills kills, $within of them within a checkpoint's write, $runs runs: same bits"
