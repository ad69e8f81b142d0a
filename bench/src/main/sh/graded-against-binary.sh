#!/bin/sh
# Graded against binary labels: trains both ways from the same weights, on the same pictures, for the same number of pairs,
# and prints how well each finds places that it has never seen.
#
#   bench/src/main/sh/graded-against-binary.sh OUT REDKITCHEN [PART...]
#
# OUT takes worlds, runs and tables (1.5 GB); REDKITCHEN is the folder of that 7-Scenes recording with seq-01 and seq-02. Each
# run is at most a few minutes on two cores. Stop it at any time and start it again: finished runs are kept, one that was
# stopped goes on. The parts, all unless told: kitchen and worlds (what is trained on), and of the kitchen one thing changed:
# margin, all (pairs of a batch), fov (labels by field of view), long (twice the budget).
set -eu
out=$1 kitchen=$2
shift 2
parts=${*:-kitchen worlds margin all fov long}
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
        --pairs 512 --passes $passes --out "$out/runs/$name" "$@"
}

wanted() { # PART
    case " $parts " in *" $1 "*) ;; *) false ;; esac
}

training=$(seq 1001 1020)
unseen=$(seq 2001 2005)
if wanted worlds; then
    for s in $training $unseen; do world "$s"; done
    for s in $unseen; do second_drive "$s"; done
fi
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

for part in $parts; do
    for seed in 0 1 2; do
        for loss in gcl cl; do
            name="$part-$loss-$seed" passes=4
            case $part in
                kitchen | worlds) run "$name" "$part" "$loss" "$seed" ;;
                margin) run "$name" kitchen "$loss" "$seed" --margin 0.8 ;;
                all) run "$name" kitchen "$loss" "$seed" --loss-pairs all ;;
                fov) run "$name" kitchen-fov "$loss" "$seed" ;;
                long) passes=8 && run "$name" kitchen "$loss" "$seed" ;;
                *) echo "$part is no part of this" >&2 && exit 2 ;;
            esac
        done
    done
done

for data in $parts; do
    models="untrained:resnet18:0:96x128 untrained:resnet18:1:96x128 untrained:resnet18:2:96x128"
    for model in "$out/runs/$data"-*; do models="$models ${model##*/}=$model/model"; done
    case $data in worlds) tables="kitchen unseen" ;; *) tables="kitchen" ;; esac
    # shellcheck disable=SC2086 # a list of words
    for t in $tables; do $table "$out/$t.txt" 2 $models > "$out/$data-on-$t.table"; done
done
cat "$out"/*.table
