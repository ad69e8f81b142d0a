"""faiss and hnswlib with the descriptors of MapRatio: the other side of its rounds.

    map_peers.py DESCRIPTORS QUERIES SIZE K CONNECTIONS BEAM

DESCRIPTORS and QUERIES are files of little-endian float32, SIZE a row. Builds a graph of each library with CONNECTIONS
(M: both keep twice as many on the lowest level, as Lucene does) and BEAM (efConstruction), on one thread, in a seeded
random order; prints a line for each, name, seconds and bytes, and then "ready". For every line "NAME EF" on standard
input it searches all queries one by one for K neighbours, on one thread, and prints a line: seconds on the clock, seconds
of this thread, and the neighbours of all queries.

Needs Debian's python3-faiss and python3-hnswlib.
"""

import os
import sys
import tempfile
import time

import faiss
import hnswlib
import numpy as np

size, k, connections, beam = map(int, sys.argv[3:7])
descriptors = np.fromfile(sys.argv[1], "<f4").reshape(-1, size)
queries = np.fromfile(sys.argv[2], "<f4").reshape(-1, size)
order = np.random.default_rng(1).permutation(len(descriptors))
faiss.omp_set_num_threads(1)


def size_of(write) -> int:
    with tempfile.NamedTemporaryFile() as file:
        write(file.name)
        return os.path.getsize(file.name)


def build_faiss():
    index = faiss.IndexHNSWFlat(size, connections)
    index.hnsw.efConstruction = beam
    index.add(descriptors[order])

    def search(query, ef):
        index.hnsw.efSearch = ef
        return order[index.search(query, k)[1][0]]

    return search, size_of(lambda name: faiss.write_index(index, name))


def build_hnswlib():
    index = hnswlib.Index("l2", size)
    index.init_index(len(descriptors), M=connections, ef_construction=beam, random_seed=1)
    index.set_num_threads(1)
    index.add_items(descriptors[order], order, num_threads=1)

    def search(query, ef):
        index.set_ef(max(ef, k))
        return index.knn_query(query, k=k, num_threads=1)[0][0]

    return search, size_of(index.save_index)


peers = {}
for name, build in (("faiss", build_faiss), ("hnswlib", build_hnswlib)):
    begin = time.perf_counter()
    cpu = time.process_time()
    peers[name], stored = build()
    print(name, time.perf_counter() - begin, time.process_time() - cpu, stored, flush=True)
print("ready", flush=True)
for line in sys.stdin:
    name, ef = line.split()
    search = peers[name]
    begin = time.perf_counter()
    cpu = time.thread_time()
    found = [search(queries[i : i + 1], int(ef)) for i in range(len(queries))]
    elapsed = time.perf_counter() - begin
    cpu = time.thread_time() - cpu
    print(elapsed, cpu, *np.concatenate(found), flush=True)
