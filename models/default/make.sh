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

render() { # SEED
    [ -f "$out/worlds/$1/world.json" ] || $waymark dataset synth --out "$out/worlds/$1" --seed "$1" --frames 150
}

label() { # SEED QUERIES MAP FILE
    [ -f "$out/worlds/$1/$4" ] || $waymark dataset label --method surface \
        --queries "7scenes:$out/worlds/$1$2" --map "7scenes:$out/worlds/$1$3" --out "$out/worlds/$1/$4"
}

set --
for s in $(seq 1001 1030); do
    render "$s"
    label "$s" "" "" gt.h5
    set -- "$@" --dataset "7scenes:$out/worlds/$s" --labels "$out/worlds/$s/gt.h5"
done
for s in 1901 1902; do
    render "$s"
    label "$s" "?split=test" "?split=train" eval.h5
    set -- "$@" --val-queries "7scenes:$out/worlds/$s?split=test" --val-map "7scenes:$out/worlds/$s?split=train" \
        --val-labels "$out/worlds/$s/eval.h5"
done

if [ ! -d "$out/run" ]; then
    $waymark train "$@" --positive 0.25 --backbone resnet18_conv4 --pool GeM --input 120x160 --loss gcl --seed 0 --threads 2 \
        --batch 32 --micro-batch 16 --pairs 1024 --passes 10 --optimizer adam --learning-rate 5e-4 --weight-decay 1e-4 \
        --schedule cosine --warm-up 20 --augment colour=0.4,crop=0.35,blur=1.5,rotation=8 --out "$out/run"
elif [ ! -d "$out/run/model" ]; then
    $waymark train --resume --out "$out/run"
fi

# Whitening is fitted to every fifth picture of the worlds that it was trained on.
mkdir -p "$out/fit"
for picture in "$out"/worlds/10*/seq-*/frame-*[05].color.jpg; do
    world=${picture#"$out/worlds/"}
    ln -sf "$picture" "$out/fit/$(echo "$world" | tr / -)"
done
[ -f "$out/fit.npy" ] || $waymark extract --model "$out/run/model" --dataset "folder:$out/fit" --out "$out/fit.npy"
$waymark model whiten --model "$out/run/model" --fit "$out/fit.npy" --fitted-on training --dims 128 --out "$out/model"
