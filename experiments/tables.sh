#!/usr/bin/env bash
# The tables of docs/results.md: every learner and rival on the schools and on the patients, 5 and 10 support rows, five splits, and one
# comparison for each. A run that is there already is not done again. About half an hour on two cores.
# Usage: METAMORPH_DATA=FOLDER experiments/tables.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
out=${1:-runs/tables}
dotnet build -c Release src/Metamorph.Cli >/dev/null
export metamorph=artifacts/bin/Metamorph.Cli/release/metamorph

linear="network.hidden= outer.rate=0.01"
# Those of the patients were chosen among a few candidates on validation tasks of splits 1 to 3; smaller steps where training diverged. The
# schools take the preset's or the same.
settings() { # data-rows, learner
  case "$1 $2" in
    *" pretrained" | *" fine-tuned" | *" scratch") ;;
    *" ridge-head") echo "$linear inner.strength=10" ;;
    *" anil-ridge") echo "$linear inner.strength=10 inner.rate=0.02" ;;
    *" meta-sgd") echo "$linear inner.rate=0.05" ;;
    "patients"*" reptile") echo "inner.steps=5 inner.rate=0.005 outer.rule=sgd outer.rate=0.5 outer.clip=10 validation.steps=5" ;;
    *" reptile") echo "inner.steps=5 outer.rule=sgd outer.rate=0.5 validation.steps=5" ;;
    "patients-at-random"*" imaml") echo "inner.steps=5 inner.rate=0.0005 inner.strength=1000 outer.clip=1 outer.rate=0.0003 validation.steps=5" ;;
    "patients"*" imaml") echo "inner.steps=5 inner.rate=0.0005 inner.strength=1000 outer.clip=1 validation.steps=5" ;;
    *" imaml") echo "inner.steps=5 inner.strength=10 validation.steps=5" ;;
    "patients"*" cavia") echo "inner.steps=5 inner.rate=0.2 validation.steps=5" ;;
    *" cavia") echo "inner.rate=0.5" ;;
    "patients-at-random"*" boil") echo "inner.steps=5 inner.rate=0.02 outer.clip=10 validation.steps=5" ;;
    "patients"*" anil" | "patients"*" boil") echo "inner.steps=5 inner.rate=0.05 validation.steps=5" ;;
    "patients-at-random-5 fomaml" | "patients-at-random-10 maml++") echo "inner.steps=5 inner.rate=0.005 outer.clip=10 validation.steps=5" ;;
    "patients"*" maml" | "patients"*" fomaml" | "patients"*" maml++") echo "inner.steps=5 inner.rate=0.01 outer.clip=10 validation.steps=5" ;;
  esac
}
data() {
  case $1 in
    schools) echo "--data school-ilea/data.csv.gz --task school --target exam_score" ;;
    patients-in-time) echo "--data parkinsons-telemonitoring/data.csv.gz --task subject --target total_updrs_c --support-order test_time_c" ;;
    patients-at-random) echo "--data parkinsons-telemonitoring/data.csv.gz --task subject --target total_updrs_c" ;;
  esac
}
learners="pooled-ridge random-intercept support-mean support-ridge scratch pretrained fine-tuned ridge-head anil-ridge maml anil meta-sgd cavia reptile imaml fomaml maml++ boil"

for learner in $learners; do
  for data in patients-in-time schools patients-at-random; do
    for support in 5 10; do
      for seed in 1 2 3 4 5; do
        run="$out/$data-$support/$learner-$seed"
        [ -f "$run/summary.json" ] && continue
        rm -rf "$run"
        set=""
        for s in $(settings "$data-$support" "$learner"); do set="$set --set $s"; done
        echo "train $(data $data) --set learner=$learner --set tasks.support=$support --set seed=$seed --set rival=false $set --out $run"
      done
    done
  done
done | xargs -P 2 -I {} sh -c '$metamorph {} >/dev/null 2>&1 || echo "failed: {}"'

for comparison in "$out"/*; do
  echo "== $(basename "$comparison")"
  $metamorph compare "$comparison"/*/ | tee "$comparison.txt"
done
