"""Turns the ground truth of two small public recordings into what `waymark eval --gt` reads.

    python3 corridor_truth.py rtabmap  rtabmap-corridor/ground_truth.bmp          OUT
    python3 corridor_truth.py vprbench vprbench-corridor/ground_truth_new.npy 111 OUT

rtabmap: a square picture, one row and column for each frame in the order of their numbers; the lower
triangle marks the pairs where the later frame (row) shows the place of the earlier one (column). The second half of the frames
is the second lap: OUT.npy holds it against the first, booleans [query][place], and OUT-queries and OUT-map are folders of links
to the pictures in that order (their own names, 1.jpg to 84.jpg, sort otherwise).

vprbench: for each query the list of its references; the number is that of the references. Writes OUT.npy.

The files also go to OUT.h5 as the dataset `sim`, which the Python reference reads. Needs numpy, and for
`rtabmap` Pillow; for OUT.h5 h5py. The object array of vprbench is a pickle: run this on files that you trust.
"""

import sys
from pathlib import Path

import numpy as np


def save(name, truth):
    np.save(name + ".npy", truth)
    print(f"{name}.npy: {truth.shape[0]} queries, {truth.shape[1]} places, {int(truth.sum())} right pairs, "
          f"{int(truth.any(1).sum())} queries with one")
    try:
        import h5py
    except ImportError:
        return
    with h5py.File(name + ".h5", "w") as f:
        f["sim"] = truth.astype(np.uint8)


kind, source, *rest = sys.argv[1:]
if kind == "rtabmap":
    from PIL import Image

    truth = np.tril(np.asarray(Image.open(source).convert("L")) > 0, -1)
    half = len(truth) // 2
    save(rest[0], truth[half:, :half])
    pictures = Path(source).resolve().parent / "images"
    for number in range(1, len(truth) + 1):
        folder = Path(rest[0] + ("-map" if number <= half else "-queries"))
        folder.mkdir(exist_ok=True)
        link = folder / f"{number:04}.jpg"
        if not link.is_symlink():
            link.symlink_to(pictures / f"{number}.jpg")
elif kind == "vprbench":
    lists = np.load(source, allow_pickle=True)
    truth = np.zeros((len(lists), int(rest[0])), bool)
    for query, places in lists:
        truth[int(query), [int(p) for p in places]] = True
    save(rest[1], truth)
else:
    sys.exit(__doc__)
