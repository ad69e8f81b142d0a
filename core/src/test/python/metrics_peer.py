"""Computes the measures of org.waymark.core with NumPy and scikit-learn, for MetricsPeerTest.

    python3 metrics_peer.py DIRECTORY

reads from DIRECTORY, all little-endian and row after row:
    shape.txt        queries places
    distances.f32    [query][place]
    positive.u8      [query][place], 0 or 1
    estimate.f64     [pose][x y z qx qy qz qw]
    truth.f64        likewise
    confidence.f64   [answer]
    right.u8         [answer], 0 or 1
and prints one line for each measure: its name and its numbers.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

folder = Path(sys.argv[1])
queries, places = map(int, (folder / "shape.txt").read_text().split())
distances = np.fromfile(folder / "distances.f32", "<f4").reshape(queries, places)
positive = np.fromfile(folder / "positive.u8", np.uint8).reshape(queries, places).astype(bool)


def show(name, *values):
    print(name, *(repr(float(v)).replace("nan", "NaN") for v in np.ravel(values)))


show("ap", average_precision_score(positive.ravel(), -distances.ravel()))
precision, recall, thresholds = precision_recall_curve(positive.ravel(), -distances.ravel())
# At thresholds where recall rises; scikit-learn lists them from the farthest distance to the nearest.
rises = [i for i in range(len(thresholds)) if recall[i] > recall[i + 1]][::-1]
show("pr_distance", -thresholds[rises])
show("pr_precision", precision[:-1][rises])
show("pr_recall", recall[:-1][rises])

order = np.argsort(distances, axis=1, kind="stable")
show("ranked", order[:, :25])
answerable = positive.any(axis=1)
for k in (1, 2, 5, 10, 25):
    hit = np.take_along_axis(positive, order[:, :k], axis=1)
    show(f"recall_all@{k}", hit.any(axis=1).mean())
    show(f"recall_positive@{k}", hit[answerable].any(axis=1).mean())
    scores = []
    for q in np.flatnonzero(answerable):
        found = np.flatnonzero(hit[q])
        at_hits = (np.arange(len(found)) + 1) / (found + 1)
        scores.append(at_hits.sum() / min(positive[q].sum(), k))
    show(f"map@{k}", np.mean(scores))


def rotation(q):
    x, y, z, w = q
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])


def matrix(row):
    m = np.eye(4)
    m[:3, :3] = rotation(row[3:])
    m[:3, 3] = row[:3]
    return m


def angle(r):
    # Of the rotation vector's length, good for small angles too.
    s = np.linalg.norm([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]) / 2
    return np.degrees(np.arctan2(s, (np.trace(r) - 1) / 2))


estimate = np.fromfile(folder / "estimate.f64", "<f8").reshape(-1, 7)
truth = np.fromfile(folder / "truth.f64", "<f8").reshape(-1, 7)


def umeyama(x, y, with_scale):
    """The algorithm of the paper, with a singular value decomposition."""
    mx, my = x.mean(0), y.mean(0)
    u, d, vt = np.linalg.svd((y - my).T @ (x - mx) / len(x))
    s = np.eye(3)
    if np.linalg.det(u) * np.linalg.det(vt) < 0:
        s[2, 2] = -1
    r = u @ s @ vt
    c = np.trace(np.diag(d) @ s) / ((x - mx) ** 2).sum(1).mean() if with_scale else 1.0
    return c, r, my - c * r @ mx


for name, aligned in (("none", None), ("se3", False), ("sim3", True)):
    c, r, t = (1.0, np.eye(3), np.zeros(3)) if aligned is None else umeyama(
        estimate[:, :3], truth[:, :3], aligned)
    moved = c * estimate[:, :3] @ r.T + t
    errors = np.linalg.norm(moved - truth[:, :3], axis=1)
    show(f"ate_{name}", np.sqrt((errors ** 2).mean()), errors.mean(), np.median(errors), c)
    show(f"ate_angle_{name}", [
        angle(rotation(b[3:]).T @ r @ rotation(a[3:])) for a, b in zip(estimate, truth)])

for delta in (1, 7):
    lengths, angles = [], []
    for i in range(len(truth) - delta):
        q = np.linalg.inv(matrix(truth[i])) @ matrix(truth[i + delta])
        p = np.linalg.inv(matrix(estimate[i])) @ matrix(estimate[i + delta])
        e = np.linalg.inv(q) @ p
        lengths.append(np.linalg.norm(e[:3, 3]))
        angles.append(angle(e[:3, :3]))
    show(f"rpe_{delta}", np.sqrt(np.mean(np.square(lengths))), np.sqrt(np.mean(np.square(angles))))

confidence = np.fromfile(folder / "confidence.f64", "<f8")
right = np.fromfile(folder / "right.u8", np.uint8).astype(bool)
edges = np.linspace(0, 1, 11)
inside = np.clip(np.digitize(confidence, edges, right=True) - 1, 0, 9)
show("ece", sum(
    (inside == b).mean() * abs(right[inside == b].mean() - confidence[inside == b].mean())
    for b in range(10) if (inside == b).any()))
show("percentiles", np.percentile(confidence, [0, 12.5, 50, 90, 100]))
