"""The most memory that a fit holds, each in a process of its own: the greatest size counts from its start."""

from harness.engine import Engine
from harness.fits import METHODS

# Of smaller arrays, the process itself is what counts.
LEAST_BYTES = 8_000_000


def measure(command, found, threads):
    results = []
    for one in found:
        size = 4 * one.rows * one.columns
        if size < LEAST_BYTES:
            continue
        peaks = {}
        for method in METHODS:
            engine = Engine(command, threads)
            engine.ask("load", path=one.path)
            answer = engine.ask(
                "fit", clusters=one.clusters, seed=0, threads=threads, method=method, consume=True
            )
            peaks[method] = answer["peakBytes"]
            engine.close()
        results.append({"key": one.key, "arrayBytes": size, "peaks": peaks})
    return results
