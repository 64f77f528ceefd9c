"""Deletions a second where no centroid moves."""

from harness import deletions

# Larger cells let larger batches pass without a move.
FACTORS = [1, 16, 256]
BATCHES = [(1, 500), (100, 20), (1_000, 5), (10_000, 2)]


def measure(one, ours, limits):
    ours.ask("load", path=one.path)
    automatic = deletions.fit(one, ours)["epsilon"]
    results = []
    for factor in FACTORS:
        fitted = deletions.fit(one, ours, epsilon=automatic * factor)
        for batch, calls in BATCHES:
            if batch * calls * 8 > one.rows:
                continue
            done = deletions.stream(ours, batch, calls, limits.stream_seconds["quantized"])
            still = [s for s, certified in zip(done["seconds"], done["certified"]) if certified]
            results.append({"factor": factor, "loss": fitted["loss"], "batch": batch,
                            "calls": len(done["seconds"]), "stillSeconds": still})  # fmt: skip
        exact = ours.ask("refit")["exact"]
        for result in results[-len(BATCHES) :]:
            result.setdefault("exact", exact)
    return results
