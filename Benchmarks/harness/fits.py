"""Fits by all engines in turn, so that a slow moment of the machine meets all alike."""

import time

METHODS = ["quantized", "divide-and-conquer", "lloyd"]


def contenders(ours, peers):
    """Who fits, as (name, engine, what it is asked for beside the seed)."""
    own = [(f"unlearn {method}", ours, {"method": method}) for method in METHODS]
    return own + [(peer.name, peer, {"withLoss": True}) for peer in peers]


# Threads of a library may spin for a while after their work. The next engine waits that out; that they spin
# is left to them, as it makes them faster.
PAUSE = 0.3


def fit(engine, one, seed, **request):
    time.sleep(PAUSE)
    return engine.ask("fit", clusters=one.clusters, seed=seed, threads=engine.threads, **request)


def measure(one, ours, peers, limits):
    """Each contender's seconds and losses, one of each for each seed."""
    for engine in [ours, *peers]:
        engine.ask("load", path=one.path)
    fits = {}
    started = time.monotonic()
    for seed in range(-1, limits.seeds):
        # The first round only warms up.
        if seed >= limits.least_seeds and time.monotonic() - started > limits.fit_seconds:
            break
        order = contenders(ours, peers)
        turn = seed % len(order)
        for name, engine, request in order[turn:] + order[:turn]:
            answer = fit(engine, one, max(seed, 0), **request)
            if seed >= 0:
                entry = fits.setdefault(name, {"seconds": [], "losses": []})
                entry["seconds"].append(answer["seconds"])
                entry["losses"].append(answer["loss"])
    return fits
