"""One loader, one file: seconds and peak memory, printed as one line.

load_graph.py LOADER FILE; `medians FILE` sums up the lines of a file, those of
groundswell's own bench `load` among them. Neither the start of a program nor its
imports are counted.
"""

import resource
import statistics
import sys
import time


def pandas(path):
    import pandas

    start = time.perf_counter()
    pandas.read_csv(path, sep="\t", engine="c")
    return start


def networkit(path):
    import networkit

    start = time.perf_counter()
    networkit.readGraph(
        path,
        networkit.Format.EdgeList,
        separator="\t",
        firstNode=0,
        directed=True,
        continuous=True,
        commentPrefix="s",
    )
    return start


def igraph(path):
    import igraph

    start = time.perf_counter()
    igraph.Graph.Read_Edgelist(path, directed=True)
    return start


def medians(path):
    found = {}
    for line in open(path):
        loader, seconds, mebibytes = line.split()[:3]
        found.setdefault(loader, []).append((float(seconds), float(mebibytes)))
    ours = statistics.median(seconds for seconds, _ in found["groundswell"])
    for loader, turns in found.items():
        seconds = statistics.median(seconds for seconds, _ in turns)
        peak = max(mebibytes for _, mebibytes in turns)
        print(
            f"  {loader}: {seconds:.3f} s, {seconds / ours:.1f} times groundswell's, peak {peak:.0f} MiB"
        )


if sys.argv[1] == "medians":
    medians(sys.argv[2])
    sys.exit()
name, path = sys.argv[1:3]
start = globals()[name](path)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{name} {seconds:.3f} {peak:.0f}")
