#!/usr/bin/env bash
# How the shipped cross-encoder was made: three stages, on one core. A developer's script, with what it needs installed.
#   BASE=folder of all-MiniLM-L6-v2  WORK=folder to work in  SHARED=../shared  PYTHON=python with torch and transformers
# First-round matters are a- to e-*.jsonl, second-round f- to i-*, third-round k- to m-*.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?}" "${WORK:?}" "${SHARED:=../shared}" "${PYTHON:=python}"
nli="$SHARED/data/nli"
seen=(zarrin-port-call hallowmere-dam karsava-summit brindlecast-ai pipeline heron-launch ferry-march quenoa-quake
  bad-elmenau-summit velmar-marathon marsh-fever-trial border)
gate=(coalition tesal-trade termlimits hospital rooke-theft sefid-hostages ferry ratevote)
events=(training/events/*.json "${seen[@]/#/$SHARED/events/}")
train() { "$PYTHON" -m training.train_cross_encoder "$BASE" "$@"; }
mine() { # OUT CHECKPOINT MOST KEEP MATTERS…
  "$PYTHON" -m training.export_cross_encoder "$BASE" "$2" "$WORK/mining"
  "$PYTHON" -m training.mine "$1" --model "$WORK/mining" --gate "${gate[@]/#/$SHARED/events/}" --events "${events[@]}" \
    --most "$3" --keep "$4" --matters "${@:5}"
}

"$PYTHON" -m training.make_pool "$WORK/first.tsv.gz" --pairs training/pairs/*.jsonl --events "${events[@]}" \
  --matters training/matters/[a-e]-*.jsonl
"$PYTHON" -m training.make_pool "$WORK/second.tsv.gz" --across 1.5 --matters training/matters/[a-i]-*.jsonl
"$PYTHON" -m training.make_pool "$WORK/third.tsv.gz" --across 1.5 --matters training/matters/[k-m]-*.jsonl
own="event=833,event_trap=454,event_agree=331,hand=1972"

train --pool "$nli/train.tsv.gz:llmsknow_mnli_train=9821,tenp_base=8000,tenp_contrast=4000,tenp_edit_other=2000,tenp_edit_premise=5000,snli_train100k=14000,cad_nli_train=6000,conjnli_adv15k=1500,commitment_bank_train=250,scone_train=900,curriculum_negation=400,curriculum_comparative=400,curriculum_quantifier=300,curriculum_counting=300,equate_stress_dev=900,help_and=0,*=0" \
  --pool "$nli/train_extra.tsv.gz:vitaminc_real=22000,vitaminc_synthetic=3000,fever_sym_dev=600,fm2=2500" \
  --pool "$WORK/first.tsv.gz" --pool "$WORK/first.tsv.gz:$own,*=0" \
  --lr 1.2e-4 --floor 0.35 --minutes 62 --held 2500 --out "$WORK/stage1"
mine "$WORK/mined1.tsv.gz" "$WORK/stage1" 260 55 training/matters/[a-i]-*.jsonl

train --pool "$WORK/second.tsv.gz" --pool "$WORK/mined1.tsv.gz" --pool "$WORK/first.tsv.gz:$own,event_negative=1500,*=0" \
  --pool "$nli/train.tsv.gz:llmsknow_mnli_train=2000,tenp_base=1000,tenp_edit_premise=800,snli_train100k=500,cad_nli_train=300,*=0" \
  --pool "$nli/train_extra.tsv.gz:vitaminc_real=2000,vitaminc_synthetic=0,fm2=300,fever_sym_dev=100" \
  --init "$WORK/stage1" --lr 1e-4 --floor 0.6 --warm 50 --seed 31 --minutes 22 --held 0 --out "$WORK/stage2"
mine "$WORK/mined2.tsv.gz" "$WORK/stage2" 220 40 training/matters/*.jsonl

train --pool "$WORK/second.tsv.gz:matter=10000,matter_trap=5000,matter_negative=5000" --pool "$WORK/third.tsv.gz" \
  --pool "$WORK/mined1.tsv.gz:matter_mined=4000,mined=1500" --pool "$WORK/mined2.tsv.gz" \
  --pool "$WORK/first.tsv.gz:$own,event_negative=800,*=0" \
  --pool "$nli/train.tsv.gz:llmsknow_mnli_train=900,tenp_base=500,tenp_edit_premise=300,snli_train100k=200,*=0" \
  --pool "$nli/train_extra.tsv.gz:vitaminc_real=800,vitaminc_synthetic=0,fm2=100,fever_sym_dev=50" \
  --init "$WORK/stage2" --lr 9e-5 --floor 0.01 --warm 30 --seed 47 --minutes 31 --held 800 --out "$WORK/stage3"
"$PYTHON" -m training.export_cross_encoder "$BASE" "$WORK/stage3" checks/conflicts/model
