"""Measures, and writes what was measured as JSON; then the page."""

import argparse
import json
import os
import sys
import time

from harness import (
    deletions, epsilon, fits, limits, machine, memory, page, preparation, reading, roofline, scaling,
    sets, store, throughput,
)  # fmt: skip
from harness.engine import Engine

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(FOLDER)
PEERS = ["scikit_learn", "scikit_learn_intelex", "faiss_kmeans"]


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("--quick", action="store_true", help="small sets and few repetitions")
    parser.add_argument("--no-peers", action="store_true", help="measure this project alone")
    parser.add_argument("--page", action="store_true", help="write the page from the last results")
    parser.add_argument("--large", action="store_true", help="ten million records too, some minutes more")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--fashion-mnist", metavar="FILE", help="its training pictures, .npy or IDX")
    parser.add_argument("--glove", metavar="FILE", help="word vectors, .npy")
    return parser.parse_args()


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def peer(name, threads):
    return Engine([os.environ["UNLEARN_PEERS_PYTHON"], os.path.join(FOLDER, "peers", name + ".py")], threads)


def described_command(options):
    """The command as anybody would give it: where files lie is no matter of the page."""
    words = ["Benchmarks/run"]
    for name, value in vars(options).items():
        if value is True and name != "page":
            words.append("--" + name.replace("_", "-"))
        elif name in ("fashion_mnist", "glove") and value:
            words += ["--" + name.replace("_", "-"), os.path.basename(value)]
    return " ".join(words)


def measure(options, results_folder):
    bounds = limits.quick() if options.quick else limits.Limits()
    ours = Engine([os.environ["UNLEARN_MEASURE"]], options.threads)
    if options.large:
        bounds.counts.append(10_000_000)
    peers = [] if options.no_peers else [peer(name, options.threads) for name in PEERS]
    reader = None if options.no_peers else peer("pandas_tables", options.threads)
    data = os.path.join(results_folder, "data")
    os.makedirs(data, exist_ok=True)
    started = time.monotonic()
    results = {
        "machine": machine.describe(ROOT, options.threads, ours, peers + ([reader] if reader else [])),
        "command": described_command(options),
        "sets": [],
    }
    found = sets.all_sets(ours, options, data, ROOT)
    for one in found:
        say(f"{one.key}: fits")
        entry = {**vars(one), "shape": one.shape, "fits": fits.measure(one, ours, peers, bounds)}
        say(f"{one.key}: deletions")
        entry["deletions"] = deletions.measure(one, ours, bounds)
        results["sets"].append(entry)
    say("the limits of the machine")
    results["productRate"] = roofline.measure(ours, results["sets"])
    say("deletions against the count of records")
    results["scaling"] = scaling.measure(ours, peers, bounds, data)
    small = found[:2]
    say("deletions against the size of cells")
    results["epsilon"] = {one.key: epsilon.measure(one, ours, bounds) for one in small}
    say("deletions that move nothing")
    largest = next((one for one in found if one.rows == 500_000), found[1])
    results["throughput"] = {"shape": largest.shape, "runs": throughput.measure(largest, ours, bounds)}
    say("deletions with preparation")
    results["preparation"] = {one.key: preparation.measure(one, ours, bounds) for one in small}
    say("the store")
    results["store"] = store.measure(ours, bounds, data)
    say("memory")
    results["memory"] = memory.measure([os.environ["UNLEARN_MEASURE"]], found, options.threads)
    say("reading a table")
    results["reading"] = reading.measure(ours, reader, bounds, data)
    results["minutes"] = (time.monotonic() - started) / 60
    results["machine"]["loadAfter"] = os.getloadavg()[0]
    for engine in [ours, *peers, *([reader] if reader else [])]:
        engine.close()
    return results


def outcomes(value):
    """Every `exact` anywhere in the results."""
    if isinstance(value, dict):
        if "exact" in value:
            yield value["exact"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from outcomes(part)


def check(results):
    """Ends with a failure where a model differed from a refit."""
    exact = list(outcomes(results))
    if not exact or not all(exact):
        sys.exit(f"{exact.count(False)} of {len(exact)} models differ from a refit.")
    say(f"All {len(exact)} models equalled a refit, bit for bit.")


def main():
    options = arguments()
    folder = os.path.join(FOLDER, "results", "quick" if options.quick else "full")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "results.json")
    if not options.page:
        results = measure(options, folder)
        with open(path, "w") as file:
            json.dump(results, file, indent=1)
    with open(path) as file:
        results = json.load(file)
    # A quick run says nothing, so its page stays beside its results.
    target = folder if options.quick or options.no_peers else os.path.join(ROOT, "docs")
    page.write(results, target, folder)
    say(f"Results are in {folder}, the page in {target}.")
    check(results)


main()
