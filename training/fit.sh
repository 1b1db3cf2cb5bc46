#!/usr/bin/env bash
# How the shipped score was fitted, after stages.sh: rankers that have not seen every third event, then rules, gate, score.
#   WORK=folder to work in  SHARED=../shared  PYTHON=python with torch and scikit-learn  STATES=what read_states.py wrote
set -euo pipefail
cd "$(dirname "$0")/.."
: "${WORK:?}" "${STATES:?}" "${SHARED:=../shared}" "${PYTHON:=python}"
seen=(zarrin-port-call hallowmere-dam karsava-summit brindlecast-ai pipeline heron-launch ferry-march quenoa-quake
  bad-elmenau-summit velmar-marathon marsh-fever-trial border)
gate=(coalition tesal-trade termlimits hospital rooke-theft sefid-hostages ferry ratevote)
corpora=(brannock-plant-fire tarrow-accord velmora-election)
for k in 0 1 2; do
  "$PYTHON" -m training.train_ranker "$STATES" "$WORK/fold$k.npz" --leave "$k" 3
done
mapfile -t pages < <("$PYTHON" -m training.corpus "$SHARED/data/pages/fundus")
"$PYTHON" -m training.fit_score --rules training/events/*.json "${seen[@]/#/$SHARED/events/}" \
  --rankers "$WORK"/fold{0,1,2}.npz --gate training/fitting/*.json \
  --fit training/fitting/*.json training/validation/*.json "${gate[@]/#/$SHARED/events/}" \
  --pages "${pages[@]}" --test "${corpora[@]/#/$SHARED/corpora/}" --diagram docs/reliability.svg "$@"
