#!/bin/sh
# Makes the default model again: renders and labels the worlds, trains, whitens. Some 25 minutes on two cores and 1.5 GB under
# OUT; stop it at any time and start it again.
#
#   models/default/make.sh OUT
#
# Compare the result with models/default. Sums are rounded differently by other processors and numbers of threads, and training
# amplifies that: the weights will be close in what they find, not equal.
set -eu
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
waymark=${WAYMARK:-./waymark}

set --
for s in $(seq 1001 1030); do
    world="$out/worlds/$s"
    if [ ! -f "$world/gt.h5" ]; then
        rm -rf "$world"
        $waymark dataset synth --out "$world" --seed "$s" --frames 150
        $waymark dataset label --method surface --queries "7scenes:$world" --map "7scenes:$world" --out "$world/gt.h5"
    fi
    set -- "$@" --dataset "7scenes:$world" --labels "$world/gt.h5"
done

if [ ! -d "$out/run" ]; then
    $waymark train "$@" --backbone resnet18_conv4 --pool GeM --input 120x160 --loss gcl --seed 0 --threads 2 \
        --batch 32 --micro-batch 16 --pairs 1024 --passes 6 --optimizer adam --learning-rate 5e-4 --weight-decay 1e-4 \
        --schedule cosine --warm-up 20 --augment standard --out "$out/run"
elif [ ! -d "$out/run/model" ]; then
    $waymark train --resume --out "$out/run"
fi

# Whitening is fitted to every fifth picture of the worlds that it was trained on.
mkdir -p "$out/fit"
for picture in "$out"/worlds/*/seq-*/frame-*[05].color.jpg; do
    world=${picture#"$out/worlds/"}
    ln -sf "$picture" "$out/fit/$(echo "$world" | tr / -)"
done
[ -f "$out/fit.npy" ] || $waymark extract --model "$out/run/model" --dataset "folder:$out/fit" --out "$out/fit.npy"
$waymark model whiten --model "$out/run/model" --fit "$out/fit.npy" --fitted-on training --dims 128 --out "$out/model"
