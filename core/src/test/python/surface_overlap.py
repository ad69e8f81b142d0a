"""Surface overlap of 7-Scenes frames, written down straightforwardly: an independent check.

    python3 surface_overlap.py DIR PAIRS    PAIRS: lines "frame frame", e.g. seq-01/frame-000000;
                                            prints one overlap for each line

For two views, a is the share of the first one's points (every eighth pixel with a depth) that fall
into the second one's picture within 5 % of the depth there, b the reverse; the overlap is
ab / (a + b - ab).
"""
import sys

import numpy as np
from PIL import Image

GRID = 8
TOLERANCE = 0.05


class View:
    def __init__(self, folder, name, k):
        self.pose = np.loadtxt(f"{folder}/{name}.pose.txt")
        depth = np.asarray(Image.open(f"{folder}/{name}.depth.png")).astype(np.float64)
        depth[(depth == 0) | (depth == 65535)] = np.nan
        self.depth = depth / 1000
        self.k = k
        v, u = np.mgrid[0 : depth.shape[0] : GRID, 0 : depth.shape[1] : GRID]
        z = self.depth[v, u].ravel()
        pixels = np.stack([u.ravel(), v.ravel(), np.ones(z.size)])
        camera = np.linalg.inv(k) @ pixels * z
        camera = camera[:, ~np.isnan(z)]
        self.points = self.pose[:3, :3] @ camera + self.pose[:3, 3:4]

    def share_seen_by(self, other):
        if self.points.size == 0:
            return 0.0
        world_to_camera = np.linalg.inv(other.pose)
        p = world_to_camera[:3, :3] @ self.points + world_to_camera[:3, 3:4]
        p = p[:, p[2] > 0]
        u, v, _ = np.floor(other.k @ (p / p[2]) + 0.5).astype(int)
        height, width = other.depth.shape
        inside = (u >= 0) & (v >= 0) & (u < width) & (v < height)
        there = other.depth[v[inside], u[inside]]
        z = p[2, inside]
        return np.count_nonzero(np.abs(there - z) < TOLERANCE * z) / self.points.shape[1]


def main(folder, pairs):
    k = np.loadtxt(f"{folder}/camera-intrinsics.txt")
    views = {}
    for line in open(pairs):
        first, second = line.split()
        for name in (first, second):
            if name not in views:
                views[name] = View(folder, name, k)
        a = views[first].share_seen_by(views[second])
        b = views[second].share_seen_by(views[first])
        print(a * b / (a + b - a * b) if a * b > 0 else 0.0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
