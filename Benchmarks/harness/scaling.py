"""Deletions and refits against the count of records, all else alike."""

from harness import deletions, sets
from harness.fits import METHODS, contenders, fit
from harness.statistics import median

DIMENSION = 16
CLUSTERS = 10
REPETITIONS = 3


def measure(ours, peers, limits, folder):
    points = []
    for count in limits.counts:
        one = sets.mixture(ours, folder, count, DIMENSION, CLUSTERS)
        for engine in [ours, *peers]:
            engine.ask("load", path=one.path)
        points.append(
            {"rows": count, "refits": refits(one, ours, peers), "deletions": streams(one, ours, limits)}
        )
    return {"dimension": DIMENSION, "clusters": CLUSTERS, "points": points}


def refits(one, ours, peers):
    """Median seconds of a fit by each contender; the first round warms up."""
    seconds = {}
    for seed in range(REPETITIONS + 1):
        for name, engine, request in contenders(ours, peers):
            request = {key: value for key, value in request.items() if key != "withLoss"}
            answer = fit(engine, one, seed, **request)
            if seed > 0:
                seconds.setdefault(name, []).append(answer["seconds"])
    return {name: median(values) for name, values in seconds.items()}


def streams(one, ours, limits):
    """For each method a stream of single deletions."""
    result = {}
    batch, calls = limits.batches[0]
    for method in METHODS:
        deletions.fit(one, ours, method=method)
        result[method] = deletions.stream(ours, batch, calls, limits.stream_seconds[method])
        result[method]["exact"] = ours.ask("refit")["exact"]
    return result
