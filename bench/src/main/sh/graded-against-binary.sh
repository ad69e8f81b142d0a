#!/bin/sh
# Graded against binary labels: trains both ways from the same weights, on the same pictures, for the same number of pairs,
# and prints how well each finds places that it has never seen.
#
#   bench/src/main/sh/graded-against-binary.sh OUT REDKITCHEN
#
# OUT takes worlds, runs and tables (1.5 GB); REDKITCHEN is the folder of that 7-Scenes recording with seq-01 and seq-02. Each
# run is at most a few minutes on two cores. Stop it at any time and start it again: finished runs are kept, one that was
# stopped goes on.
set -eu
out=$1 kitchen=$2
cd "$(dirname "$0")/../../../.."
waymark=${WAYMARK:-./waymark}
table=${MODEL_TABLE:-java -cp bench/target/classes:cli/target/waymark/lib/* org.waymark.bench.ModelTable}
mkdir -p "$out/runs"

world() { # SEED: renders and labels it once
    [ -f "$out/worlds/$1/gt.h5" ] && return
    rm -rf "$out/worlds/$1"
    $waymark dataset synth --out "$out/worlds/$1" --seed "$1" --frames 150
    $waymark dataset label --method surface --queries "7scenes:$out/worlds/$1" --map "7scenes:$out/worlds/$1" \
        --out "$out/worlds/$1/gt.h5"
}

second_drive() { # SEED: labels of the second drive against the first
    [ -f "$out/worlds/$1/eval.h5" ] || $waymark dataset label --method surface \
        --queries "7scenes:$out/worlds/$1?split=test" --map "7scenes:$out/worlds/$1?split=train" --out "$out/worlds/$1/eval.h5"
}

run() { # NAME DATA LOSS SEED [options]
    name=$1 data=$2 loss=$3 seed=$4
    shift 4
    [ -f "$out/runs/$name/model/model.json" ] && return
    if [ -d "$out/runs/$name" ]; then
        $waymark train --resume --out "$out/runs/$name"
        return
    fi
    if [ "$data" = worlds ]; then
        for s in $training; do
            set -- "$@" --dataset "7scenes:$out/worlds/$s" --labels "$out/worlds/$s/gt.h5"
        done
    else
        set -- "$@" --dataset "7scenes:$kitchen?split=train" --labels "$out/$data.h5"
    fi
    $waymark train --backbone resnet18 --pool GeM --input 96x128 --loss "$loss" --seed "$seed" --batch 32 --micro-batch 16 \
        --optimizer adam --learning-rate 5e-4 --weight-decay 1e-4 --schedule cosine --warm-up 10 --augment standard \
        --pairs 512 --passes 4 --out "$out/runs/$name" "$@"
}

training=$(seq 1001 1020)
unseen=$(seq 2001 2005)
for s in $training $unseen; do world "$s"; done
for s in $unseen; do second_drive "$s"; done
[ -f "$out/kitchen.h5" ] || $waymark dataset label --method surface --queries "7scenes:$kitchen?split=train" \
    --map "7scenes:$kitchen?split=train" --out "$out/kitchen.h5"
[ -f "$out/kitchen-fov.h5" ] || $waymark dataset label --method pose-fov --queries "7scenes:$kitchen?split=train" \
    --map "7scenes:$kitchen?split=train" --out "$out/kitchen-fov.h5"
[ -f "$out/kitchen-eval.h5" ] || $waymark dataset label --method surface --queries "7scenes:$kitchen?split=test" \
    --map "7scenes:$kitchen?split=train" --out "$out/kitchen-eval.h5"

echo "RedKitchen | 7scenes:$kitchen?split=test | 7scenes:$kitchen?split=train | $out/kitchen-eval.h5" > "$out/kitchen.txt"
for s in $unseen; do
    echo "world $s | 7scenes:$out/worlds/$s?split=test | 7scenes:$out/worlds/$s?split=train | $out/worlds/$s/eval.h5"
done > "$out/unseen.txt"

for seed in 0 1 2; do
    for loss in gcl cl; do
        run "kitchen-$loss-$seed" kitchen "$loss" "$seed"
        run "worlds-$loss-$seed" worlds "$loss" "$seed"
    done
done
# What makes the difference: margin, budget, pairs, labels; seed 0.
for loss in gcl cl; do
    run "kitchen-$loss-margin" kitchen "$loss" 0 --margin 0.8
    run "kitchen-$loss-all" kitchen "$loss" 0 --loss-pairs all
    run "kitchen-$loss-fov" kitchen-fov "$loss" 0
    run "kitchen-$loss-long" kitchen "$loss" 0 --passes 8
done

for data in kitchen worlds; do
    models="untrained:resnet18:0:96x128 untrained:resnet18:1:96x128 untrained:resnet18:2:96x128"
    for model in "$out/runs/$data"-*; do models="$models ${model##*/}=$model/model"; done
    case $data in kitchen) tables="kitchen" ;; *) tables="kitchen unseen" ;; esac
    # shellcheck disable=SC2086 # a list of words
    for t in $tables; do $table "$out/$t.txt" 2 $models > "$out/$data-on-$t.table"; done
done
cat "$out"/*.table
