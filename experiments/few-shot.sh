#!/usr/bin/env bash
# Trains the learners of the few-shot tables on real data in docs/results.md and compares them task by task: few-shot.sh FOLDER [NAME...]. METAMORPH_DATA names the folder of data sets.
# Names: caltech-1 caltech-5 cells digits keywords speakers intents banking hwu relations entities. Runs that are there are passed over. ITERATIONS says how many each learner is
# trained for, LEARNERS which of them; docs/results.md says what its tables were made with.
set -eu
folder=${1:?the folder for runs}; shift
top=$(cd "$(dirname "$0")/.." && pwd)
tool=${TOOL:-dotnet $top/artifacts/bin/Metamorph.Cli/release/metamorph.dll}
if [ -z "${TOOL:-}" ]; then dotnet build -c Release "$top/src/Metamorph.Cli" >&2; fi
images="--set network.kind=conv4-stride --set iterations=${ITERATIONS:-600} --set metaBatch=4"
texts="--set network.kind=hashed --set iterations=${ITERATIONS:-600} --set metaBatch=4 --set outer.rate=0.005"

# A table of vectors for every task and step of Reptile asks for memory: of texts it has 64 features and few tasks side by side.
# Inner rates are half of what Finn et al. have with strides, for more steps; of texts, whose vectors have length 4, ANIL's is half of that. Reptile's iterations take no queries, and it has
# more of them. Chosen by none of the tables.
reptile() {
  echo "--set learner=reptile --set iterations=${REPTILE:-1500} --set inner.rule=adam --set inner.firstDecay=0 --set inner.continued=true --set inner.rate=$1 --set inner.steps=8 --set inner.batchRows=10" \
    "--set outer.rule=sgd --set outer.rate=1 --set outer.schedule=linear --set outer.finalRate=0 --set validation.steps=$2 --set evaluation.steps=$2 --set validation.tasks=100"
}

learners() {
  case $1 in
    prototypical) echo "--set learner=prototypical" ;;
    anil) echo "--set learner=anil --set inner.rate=$ANIL --set inner.steps=5 --set validation.steps=5 --set evaluation.steps=5" ;;
    maml) echo "--set learner=maml --set inner.rate=1 --set inner.steps=3 --set validation.steps=5 --set evaluation.steps=5" ;;
    reptile) echo "$(reptile 0.001 20) --set classes.trainShots=$SHOTS" ;;
    reptile-texts) echo "$(reptile 0.01 10) --set classes.trainShots=$SHOTS --set network.features=64 --set chunk=4" ;;
    reptile-tagger) echo "$(reptile 0.01 10) --set network.features=64 --set chunk=4" ;;
    anil-tagger) echo "--set learner=anil --set network.zeroHead=true --set inner.rate=5 --set inner.steps=5 --set validation.steps=5 --set evaluation.steps=5" ;;
    matching | frozen-nearest | frozen-centroid) echo "--set learner=$1" ;;
    frozen-logistic) echo "--set learner=frozen-logistic --set metaBatch=1 --set classes.trainShots=$SHOTS" ;;
    raw-centroid) echo "--set learner=raw-centroid" ;;
    tfidf-centroid) echo "--set learner=tfidf-centroid --set chunk=20" ;;
  esac
}

run() {
  local name=$1 kinds=$2 all="" learner; shift 2
  for learner in ${LEARNERS:-$kinds}; do
    all="$all $folder/$name-$learner"
    if [ -f "$folder/$name-$learner/summary.json" ]; then continue; fi
    rm -rf "${folder:?}/$name-$learner"
    # shellcheck disable=SC2046
    $tool train "$@" $(learners "$learner") --out "$folder/$name-$learner"
  done
  echo "== $name"
  $tool compare $all
}

for name in ${*:-caltech-1 caltech-5 cells digits keywords speakers intents banking hwu relations entities}; do
  ANIL=1 SHOTS=5
  case $name in
    speakers) SHOTS=3 ;;& # A keyword has five examples of each speaker.
    caltech-1) run $name "prototypical anil maml reptile frozen-logistic raw-centroid" --data caltech101-32 $images ;;
    caltech-5) run $name "prototypical anil maml reptile frozen-logistic raw-centroid" --data caltech101-32 $images --set classes.shots=5 ;;
    digits) run $name "prototypical anil maml reptile frozen-logistic raw-centroid" --data fsdd $images --set classes.withinGroup=true --set classes.ways=10 ;;
    keywords) run $name "prototypical anil maml reptile frozen-logistic raw-centroid" --data arabic-speech-commands $images --set classes.shots=1 ;;
    speakers) run $name "prototypical anil maml reptile frozen-logistic raw-centroid" --data arabic-speech-commands $images --set classes.bySpeaker=true --set classes.withinGroup=true --set classes.queries=2 ;;
    intents | banking | hwu | relations | entities) ANIL=0.5 ;;&
    intents) run $name "prototypical anil reptile-texts frozen-logistic tfidf-centroid" --data text-intents/clinc150.tsv.gz $texts ;;
    banking) run $name "prototypical anil reptile-texts frozen-logistic tfidf-centroid" --data text-intents/banking77.tsv.gz $texts ;;
    hwu) run $name "prototypical anil reptile-texts frozen-logistic tfidf-centroid" --data text-intents/hwu64.tsv.gz $texts ;;
    relations) run $name "prototypical anil reptile-texts frozen-logistic tfidf-centroid" --data text-fewrel $texts ;;
    entities) run $name "prototypical matching anil-tagger reptile-tagger frozen-nearest frozen-centroid tfidf-centroid" --data text-crossner --set iterations=${ITERATIONS:-1500} --set outer.rate=0.005 ;;
    cells)
      # Trained on objects, tested on blood cells: another domain.
      for learner in ${LEARNERS:-prototypical anil maml reptile frozen-logistic raw-centroid}; do
        if [ ! -f "$folder/cells-$learner/summary.json" ]; then
          rm -rf "${folder:?}/cells-$learner"
          # shellcheck disable=SC2046
          $tool train --data caltech101-32 $images --set classes.ways=3 $(learners "$learner") --out "$folder/cells-$learner"
        fi
        $tool evaluate "$folder/cells-$learner" --data bccd-cells32 --split test --tasks 600
      done ;;
  esac
done
