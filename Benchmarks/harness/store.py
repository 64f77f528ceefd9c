"""A model on disk: saved, opened, a list of 500 ids withdrawn."""

import os

from harness import deletions, sets

IDS = 500
REPETITIONS = 3


def measure(ours, limits, folder):
    one = sets.mixture(ours, folder, *limits.store_shape)
    ours.ask("load", path=one.path)
    deletions.fit(one, ours)
    path = os.path.join(folder, f"stored-{os.getpid()}.model")
    runs = [ours.ask("store", path=path, batch=IDS) for _ in range(REPETITIONS)]
    return {"shape": one.shape, "ids": IDS, "arrayBytes": 4 * one.rows * one.columns, "runs": runs}
