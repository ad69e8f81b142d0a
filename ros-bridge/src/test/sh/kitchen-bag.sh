#!/bin/sh
# A recorded drive gives the same poses as the data set that it was made of: RedKitchen's seq-02 as a bag of the real rosbag
# (pictures, calibration, mounting, odometry with drift), replayed through broker and localizer over a map of seq-01, against
# the replay of the data set itself.
#
#   ros-bridge/src/test/sh/kitchen-bag.sh OUT REDKITCHEN [options of localize and index build, such as --model DIR]
#
# OUT gets bag, map and outcomes (60 MB) and must not be there. Needs Debian's python3-rosbag; some minutes on two cores.
# Ends with 1 when without tracking a frame's outcome, place or pose (above 1e-4 m) differs, or when the tracked bag is worse.
set -eu
out=$1 kitchen=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
waymark=${WAYMARK:-$here/../../../../waymark}
mkdir "$out"
running=
trap 'kill $running 2>/dev/null || :' EXIT

/usr/bin/python3 "$here/../python/bags.py" drive "$kitchen/seq-02" "$out/kitchen.bag" lz4
$waymark dataset info "$out/kitchen.bag"
$waymark index build --dataset "7scenes:$kitchen?split=train" --out "$out/map" "$@"

port=${PORT:-29192}
server=127.0.0.1:$port
$waymark broker --data "$out/kafka" --port "$port" 2>"$out/broker.log" >&2 &
running=$!
# Each try waits for ten seconds by itself.
for _ in 1 2 3 4 5 6; do
    if $waymark topics create --bootstrap-servers "$server" >"$out/topics.log" 2>&1; then break; fi
done

localize() { # NAME [options]: replays bag and data set as robots NAME-bag and NAME-files
    name=$1
    shift
    $waymark localize --map "$out/map" --mode replay --application-id "$name" --state "$out/state" \
        --bootstrap-servers "$server" "$@" 2>"$out/localize-$name.log" &
    localizer=$!
    running="$running $localizer"
    # Frames of robots that came before are answered again, and counted for nobody.
    $waymark replay "$out/kitchen.bag" --robot "$name-bag" --bootstrap-servers "$server"
    $waymark replay "7scenes:$kitchen?split=test" --robot "$name-files" --bootstrap-servers "$server"
    for kind in bag files; do
        tries=0
        until [ "$({ wc -l < "$out/$name-$kind.jsonl"; } 2>/dev/null || echo 0)" -ge 250 ]; do
            tries=$((tries + 1))
            [ "$tries" -le 60 ] || { echo "robot $name-$kind has no 250 outcomes" >&2; exit 1; }
            sleep 2
            rm -f "$out/$name-$kind.jsonl"
            $waymark eval --localizations waymark.localizations --robot "$name-$kind" --truth "7scenes:$kitchen?split=test" \
                --bootstrap-servers "$server" --save-localizations "$out/$name-$kind.jsonl" --json >"$out/$name-$kind.json" \
                2>/dev/null || :
        done
    done
    kill "$localizer" || { cat "$out/localize-$name.log" >&2; exit 1; }
    wait "$localizer" || :
}

localize single --no-tracking "$@"
# There is no drive of another day: the map's places are compared with each other.
$waymark calibrate --map "$out/map"
localize tracked "$@"

/usr/bin/python3 - "$out" <<'END'
import json, math, sys
out = sys.argv[1]

def outcomes(name):
    frames = {}
    for line in open("%s/%s.jsonl" % (out, name)):
        o = json.loads(line)
        frames[o["sequence"]] = o
    return frames

def place(o):
    return o["candidates"][0]["place"] if o["candidates"] else None

bag, files = outcomes("single-bag"), outcomes("single-files")
assert sorted(bag) == sorted(files) == list(range(250)), (len(bag), len(files))
other = [s for s in bag if bag[s]["outcome"] != files[s]["outcome"] or place(bag[s]) != place(files[s])]
worst = max((math.dist(bag[s]["position"], files[s]["position"]) for s in bag if bag[s]["position"] and files[s]["position"]), default=0)
print("without tracking: %d of 250 frames with another outcome or place; positions differ by at most %.2e m" % (len(other), worst))
scores = {n: json.load(open("%s/%s.json" % (out, n))) for n in ("single-files", "single-bag", "tracked-files", "tracked-bag")}
for name, s in scores.items():
    print("%-14s %s, position error median %.3f m, p90 %.3f m, ATE %.3f m" % (
        name, s["outcomes"], s["position_error_m"]["median"], s["position_error_m"]["p90"], s["ate_m"]["rmse"]))
better = all(scores["tracked-bag"]["position_error_m"][k] <= scores["single-bag"]["position_error_m"][k] for k in ("median", "p90"))
sys.exit(0 if not other and worst <= 1e-4 and better else 1)
END
