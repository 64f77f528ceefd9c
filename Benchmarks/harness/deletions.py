"""Streams of deletions, one id in a call or many, with the proof at the end that they were exact."""

from harness.fits import METHODS

# Where fewer records are left than this many times what leaves, every batch size starts from a fresh fit.
ROOM = 20


def stream(ours, batch, calls, limit):
    answer = ours.ask("delete", batch=batch, calls=calls, secondsLimit=limit)
    return {"batch": batch, "seconds": answer["callSeconds"], "certified": answer["certified"],
            "changedSteps": answer["changedSteps"]}  # fmt: skip


def fit(one, ours, **request):
    return ours.ask(
        "fit", clusters=one.clusters, seed=0, threads=ours.threads, keep=True, **request
    )


def measure(one, ours, limits):
    """For each method and each size of a call: the seconds of each call, and whether it moved a centroid."""
    ours.ask("load", path=one.path)
    return {method: of_method(one, ours, method, limits) for method in METHODS}


def of_method(one, ours, method, limits):
    streams = []
    plan = [(batch, calls) for batch, calls in limits.batches if batch * calls * 2 <= one.rows]
    is_shared = one.rows >= ROOM * sum(batch * calls for batch, calls in plan)
    for place, (batch, calls) in enumerate(plan):
        if place == 0 or not is_shared:
            fit(one, ours, method=method)
        streams.append(stream(ours, batch, calls, limits.stream_seconds[method]))
        if place == len(plan) - 1 or not is_shared:
            refit = ours.ask("refit")
            for done in streams:
                done.setdefault("exact", refit["exact"])
                done.setdefault("refitSeconds", refit["seconds"])
    return streams
