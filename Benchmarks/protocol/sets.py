"""Real sets where there are such, mixtures of the same shape elsewhere, each named as what it is."""

import gzip
import os
import struct
from dataclasses import dataclass

PACKAGE = "/usr/share/datasets/fashion-mnist"


@dataclass
class Set:
    name: str
    title: str
    clusters: int
    path: str
    labels: str | None
    # The column with the ids of a table; None for row numbers.
    id: str | None
    # What stands for the paper's set.
    kind: str
    # Whether a reader of the page can get the same data.
    is_public: bool


def mixture(shape, folder):
    """Normal clouds of deviation 1 about centres that are uniform between -1 and 1 in each coordinate."""
    import numpy

    path = os.path.join(folder, f"mixture-{shape.rows}x{shape.columns}-{shape.clusters}.npy")
    labels = path[: -len(".npy")] + ".labels.txt"
    if not (os.path.exists(path) and os.path.exists(labels)):
        random = numpy.random.Generator(numpy.random.Philox(2019))
        centres = random.uniform(-1, 1, (shape.clusters, shape.columns)).astype("f4")
        cloud = random.integers(0, shape.clusters, shape.rows)
        points = random.standard_normal((shape.rows, shape.columns), dtype="f4")
        points += centres[cloud]
        numpy.savetxt(labels, cloud, fmt="%d")
        numpy.save(path, points)
    title = f"a mixture of {shape.title}'s shape" if shape.name != "gaussian" else "Gaussian: a mixture"
    return Set(shape.name, title, shape.clusters, path, labels, None, "mixture", True)


def idx(path, magic, skipped):
    with gzip.open(path, "rb") as file:
        found, count = struct.unpack(">II", file.read(8))
        if found != magic:
            raise SystemExit(f"{path} is no IDX file of the kind that was expected.")
        file.read(skipped)
        return count, file.read()


def fashion(folder):
    """The training pictures of Fashion-MNIST, from the Debian package; None where it is not installed."""
    import numpy

    pictures = os.path.join(PACKAGE, "train-images-idx3-ubyte.gz")
    if not os.path.exists(pictures):
        return None
    path = os.path.join(folder, "fashion-mnist.npy")
    labels = os.path.join(folder, "fashion-mnist.labels.txt")
    if not (os.path.exists(path) and os.path.exists(labels)):
        _, classes = idx(os.path.join(PACKAGE, "train-labels-idx1-ubyte.gz"), 0x801, 0)
        numpy.savetxt(labels, numpy.frombuffer(classes, "u1"), fmt="%d")
        count, values = idx(pictures, 0x803, 8)
        numpy.save(path, numpy.frombuffer(values, "u1").reshape(count, 784))
    return Set("mnist", "Fashion-MNIST, in place of MNIST", 10, path, labels, None, "stand-in", True)


def given(shape, text):
    path, labels, column = (text.split(",") + [None, None])[:3]
    for file in filter(None, [path, labels]):
        if not os.path.exists(file):
            raise SystemExit(f"There is no {file}.")
    return Set(
        shape.name, shape.title, shape.clusters, os.path.abspath(path),
        os.path.abspath(labels) if labels else None, column or None, "real", False,
    )  # fmt: skip


def find(shapes, files, folder, is_quick):
    """One set for each shape, and besides those that the user gave."""
    os.makedirs(folder, exist_ok=True)
    found = []
    for shape in shapes:
        stand_in = fashion(folder) if shape.name == "mnist" and not is_quick else None
        found.append(stand_in or mixture(shape.smaller() if is_quick else shape, folder))
        if shape.name in files:
            found.append(given(shape, files[shape.name]))
    return found
