"""The data sets, as arrays of single precision in files that all engines read."""

import csv
import gzip
import os
import struct
from array import array
from dataclasses import dataclass


@dataclass
class Set:
    key: str
    title: str
    clusters: int
    path: str
    # Whether a reader of the page can get the same data.
    is_public: bool = True
    rows: int = 0
    columns: int = 0

    @property
    def shape(self):
        return f"{self.rows:,} × {self.columns}, k = {self.clusters}"


def write_array(path, values, columns):
    """Writes floats as a NumPy file, so that this needs no NumPy."""
    rows = len(values) // columns
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}"
    header += " " * (63 - (len(header) + 10) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        array("f", values).tofile(file)


def from_table(source, path, skipped_columns):
    """Turns a CSV with a header into an array."""
    with open(source, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        values = [[float(cell) for cell in row[skipped_columns:]] for row in rows]
    write_array(path, [value for row in values for value in row], len(values[0]))


def from_pictures(source, path):
    """Turns a file of pictures in the IDX format into an array."""
    with (gzip.open if source.endswith(".gz") else open)(source, "rb") as file:
        magic, count, height, width = struct.unpack(">IIII", file.read(16))
        if magic != 0x803:
            raise SystemExit(f"{source} is no IDX file of pictures.")
        # One number a byte: an array that is made of bytes themselves takes four of them for one.
        write_array(path, array("f", iter(file.read(count * height * width))), height * width)


def mixture(ours, folder, count, dimension, clusters):
    path = os.path.join(folder, f"mixture-{count}x{dimension}-{clusters}.npy")
    if not os.path.exists(path):
        # Under another name until it is whole.
        ours.ask("generate", path=path + ".part", count=count, dimension=dimension, clusters=clusters)
        os.rename(path + ".part", path)
    return Set(f"mixture-{count}x{dimension}", "mixture", clusters, path, True, count, dimension)


def sample(folder, root):
    path = os.path.join(folder, "randhie.npy")
    from_table(os.path.join(root, "Samples/randhie.csv"), path, skipped_columns=1)
    return Set("randhie", "the sample", 6, path)


def from_folder(folder, data):
    """Sets that lie in the folder for larger tests. Their figures stay off the page."""
    found = []
    names = [
        ("celltype.csv", 4), ("covtype15k.npy", 7), ("mnist.npy", 10), ("diabetes130.npy", 10),
    ]  # fmt: skip
    for name, clusters in names:
        source = os.path.join(data, name)
        if not os.path.exists(source):
            continue
        key = name.split(".")[0]
        path = source
        if name.endswith(".csv"):
            path = os.path.join(folder, key + ".npy")
            from_table(source, path, skipped_columns=1)
        found.append(Set(key, key, clusters, path, is_public=False))
    return found


def from_files(folder, fashion, glove):
    """Public sets that the user has got."""
    found = []
    if fashion:
        path = fashion
        if not fashion.endswith(".npy"):
            path = os.path.join(folder, "fashion-mnist.npy")
            from_pictures(fashion, path)
        found.append(Set("fashion-mnist", "Fashion-MNIST", 10, path))
    if glove:
        found.append(Set("glove", "GloVe", 50, glove))
    return found


def all_sets(ours, options, folder, root):
    sets = [sample(folder, root)]
    shapes = [(20_000, 25, 5)] if options.quick else [
        (100_000, 25, 5), (500_000, 40, 8), (1_000_000, 115, 11),
    ]  # fmt: skip
    for shape in shapes:
        sets.append(mixture(ours, folder, *shape))
    sets += from_files(folder, options.fashion_mnist, options.glove)
    data = os.environ.get("UNLEARN_TEST_DATA")
    if data and not options.quick:
        sets += from_folder(folder, data)
    for one in sets:
        answer = ours.ask("load", path=one.path)
        one.rows, one.columns = answer["rows"], answer["columns"]
    return sets
