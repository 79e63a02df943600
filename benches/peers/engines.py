"""CyNetDiff and PyNetIM on the graphs that the bench `engines` wrote, and the table of all.

    engines.py run FOLDER ROWS [GRAPH ...]    adds their rows to the file ROWS
    engines.py table ROWS                     prints the table

Rows are those of `cargo bench --bench engines`: graph, model, engine, microseconds a
cascade, worlds, spread, its error. One thread, medians of five turns.
"""

import csv
import statistics
import sys
import time
from array import array
from pathlib import Path

import numpy

TURNS = 5
TURN = 0.3
MODELS = ("ic-0.01", "ic-0.1", "wc", "lt")


def graph(folder):
    edges = numpy.fromfile(folder / "edges.tsv", sep=" ", dtype=numpy.int64).reshape(-1, 2)
    seeds = [int(line) for line in (folder / "seeds.txt").read_text().split()]
    people = int(edges.max()) + 1
    starts = numpy.searchsorted(edges[:, 0], numpy.arange(people))
    weights = 1.0 / numpy.bincount(edges[:, 1], minlength=people)[edges[:, 1]]
    return edges, seeds, starts, weights


def timed(run):
    """Microseconds a cascade and the spreads; `run` gives that of one world."""
    run()
    times, spreads = [], []
    for _ in range(TURNS):
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < TURN:
            spreads.append(run())
            count += 1
        times.append((time.perf_counter() - begun) * 1e6 / count)
    return statistics.median(times), spreads


def cynetdiff(model, edges, seeds, starts, weights):
    from cynetdiff.models import IndependentCascadeModel, LinearThresholdModel

    csr = array("I", starts.astype(numpy.uint32).tobytes()), array(
        "I", edges[:, 1].astype(numpy.uint32).tobytes()
    )
    each = array("f", weights.astype(numpy.float32).tobytes())
    if model.startswith("ic-"):
        diffusion = IndependentCascadeModel(*csr, activation_prob=float(model[3:]))
    elif model == "wc":
        diffusion = IndependentCascadeModel(*csr, activation_probs=each)
    else:
        diffusion = LinearThresholdModel(*csr, influence=each)
    diffusion.set_seeds(set(seeds))

    def run():
        diffusion.reset_model()
        diffusion.advance_until_completion()
        return diffusion.get_num_activated_nodes()

    return run


def pynetim(model, edges, seeds, starts, weights):
    import pynetim as library

    p = [float(model[3:])] * len(edges) if model.startswith("ic-") else weights.tolist()
    held = library.IMGraph([tuple(edge) for edge in edges.tolist()], p, renumber=False)
    kind = library.LinearThresholdModel if model == "lt" else library.IndependentCascadeModel
    diffusion = kind(held, set(seeds))
    worlds = [0]

    def run():
        worlds[0] += 1
        return diffusion.run_single_simulation(worlds[0])

    return run


def run(folder, rows, wanted):
    for name in sorted(path.name for path in Path(folder).iterdir()):
        if wanted and name not in wanted:
            continue
        held = graph(Path(folder) / name)
        for model in MODELS:
            for peer in (cynetdiff, pynetim):
                # Lists of tuples of sixteen million ties do not fit.
                if peer is pynetim and len(held[0]) > 2_000_000:
                    continue
                median, spreads = timed(peer(model, *held))
                mean = statistics.fmean(spreads)
                error = statistics.stdev(spreads) / len(spreads) ** 0.5
                row = (name, model, peer.__name__, f"{median:.2f}", len(spreads))
                with open(rows, "a") as out:
                    print(*row, f"{mean:.2f}", f"{error:.2f}", sep="\t", file=out)


def table(rows):
    by = {}
    with open(rows) as file:
        for row in csv.DictReader(file, delimiter="\t"):
            by.setdefault((row["graph"], row["model"]), {})[row["engine"]] = row
    engines = ["cynetdiff", "pynetim", "plain loop", "one world", "64 worlds", "256 worlds"]
    engines += ["512 worlds", "skipping", "bound of one world"]
    print("| graph, model |", " | ".join(engines), "| best × CyNetDiff | best × plain loop |")
    print("| --- |" + " ---: |" * (len(engines) + 2))
    for (name, model), found in by.items():
        times = {engine: float(row["microseconds"]) for engine, row in found.items()}
        ours = [times[e] for e in engines[4:8] if e in times]
        ratios = []
        for peer in ("cynetdiff", "plain loop"):
            ratios.append(f"{times[peer] / min(ours):.1f}" if peer in times and ours else "")
        cells = [f"{times[e]:.3g}" if e in times else "" for e in engines]
        print(f"| {name}, {model} |", " | ".join(cells + ratios), "|")
        if "plain loop" not in found:
            continue
        plain = found["plain loop"]
        for engine in ("cynetdiff", "pynetim", "512 worlds"):
            if engine not in found:
                continue
            difference = float(found[engine]["spread"]) - float(plain["spread"])
            error = float(found[engine]["error"]) ** 2 + float(plain["error"]) ** 2
            if abs(difference) > 5 * error**0.5:
                print(f"{engine} is {difference:+.1f} from the plain loop", file=sys.stderr)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "run":
        run(rest[0], rest[1], rest[2:])
    else:
        table(*rest)
