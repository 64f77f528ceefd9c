"""Reading a table of numbers: ours and pandas, in turn."""

import os
from array import array

from harness import sets
from harness.statistics import median

REPETITIONS = 3


def table(one, path):
    """Writes an array as a table, one record a line, in six digits."""
    if os.path.exists(path):
        return
    with open(one.path, "rb") as file:
        file.read(8)
        file.read(int.from_bytes(file.read(2), "little"))
        with open(path + ".part", "w") as out:
            out.write(",".join(f"f{column}" for column in range(one.columns)) + "\n")
            line = ",".join(["%.6g"] * one.columns) + "\n"
            while block := file.read(4 * one.columns):
                out.write(line % tuple(array("f", block)))
    os.rename(path + ".part", path)


def measure(ours, reader, limits, folder):
    one = sets.mixture(ours, folder, *limits.store_shape)
    path = one.path.removesuffix(".npy") + ".csv"
    table(one, path)
    seconds = {}
    for _ in range(REPETITIONS):
        for engine in [ours, reader] if reader else [ours]:
            seconds.setdefault(engine.name, []).append(engine.ask("read", path=path)["seconds"])
    return {"shape": one.shape, "bytes": os.path.getsize(path),
            "seconds": {name: median(values) for name, values in seconds.items()}}  # fmt: skip
