"""Label files as h5py writes them, and what h5py reads in ours.

    python3 label_files.py write DIR     one file for each form that Waymark must read
    python3 label_files.py check FILE    the values of a file as text, dense or sparse
"""
import sys

import h5py
import numpy as np
import scipy.sparse

N, M = 37, 23


def values():
    rng = np.random.default_rng(7)
    psi = rng.random((N, M)) * (rng.random((N, M)) < 0.3)
    return np.round(psi * 64) / 64  # exact in 16 bits


def write(folder):
    psi = values()
    binary = psi > 0.5
    with h5py.File(f"{folder}/expected.h5", "w") as f:
        f["fov"] = psi.astype(np.float32)
    for name in ("float16", "float32", "float64", ">f4"):
        with h5py.File(f"{folder}/fov-{name.strip('>')}.h5", "w") as f:
            f["fov"] = psi.astype(name)
    with h5py.File(f"{folder}/chunked.h5", "w") as f:
        f.create_dataset("fov", data=psi, chunks=(5, 7), compression="gzip", shuffle=True)
    with h5py.File(f"{folder}/latest.h5", "w", libver="latest") as f:
        f.create_dataset("fov", data=psi, chunks=(5, 7), compression="gzip")
    for name in ("bool", "uint8", "int8", "int32", "int64", "uint16", "float32"):
        with h5py.File(f"{folder}/sim-{name}.h5", "w") as f:
            f["sim"] = binary.astype(name)
    square = psi[:M, :M]
    condensed = square[np.triu_indices(M, 1)]
    with h5py.File(f"{folder}/condensed.h5", "w") as f:
        f["sim"] = (condensed > 0.5).astype(np.uint8)
    with h5py.File(f"{folder}/condensed-fov.h5", "w") as f:
        f.create_dataset("fov", data=condensed, chunks=(50,))
    csr = scipy.sparse.csr_matrix(psi)
    with h5py.File(f"{folder}/sparse.h5", "w") as f:
        g = f.create_group("fov")
        g.attrs["shape"] = csr.shape
        g["indptr"], g["indices"], g["data"] = csr.indptr, csr.indices, csr.data
    with h5py.File(f"{folder}/zeros.h5", "w") as f:
        f.create_dataset("fov", shape=(N, M), dtype="f4")
        f.create_dataset("sim", shape=(N, M), dtype="u1", chunks=(4, 4))
    with h5py.File(f"{folder}/other.h5", "w") as f:
        f["similarity"] = psi
        f["ids"] = np.arange(3)
    with h5py.File(f"{folder}/cube.h5", "w") as f:
        f["fov"] = np.zeros((2, 3, 4))
    with h5py.File(f"{folder}/vector.h5", "w") as f:
        f["sim"] = np.zeros(7)
    with h5py.File(f"{folder}/nan.h5", "w") as f:
        psi[3, 4] = np.nan
        f["fov"] = psi
    with h5py.File(f"{folder}/text.h5", "w") as f:
        f["fov"] = np.array([["a", "b"]], dtype="S1")


def matrix(f, key):
    node = f[key]
    if isinstance(node, h5py.Dataset):
        return node[:]
    parts = (node["data"][:], node["indices"][:], node["indptr"][:])
    return scipy.sparse.csr_matrix(parts, shape=node.attrs["shape"]).toarray()


def check(file):
    with h5py.File(file, "r") as f:
        for name in sorted(f.attrs):
            print("attribute", name, f.attrs[name])
        for key in ("fov", "sim"):
            m = matrix(f, key)
            print(key, m.dtype, *m.shape)
            for row in m:
                print(*row)


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](sys.argv[2])
