#!/usr/bin/env python3
"""Makes randhie.csv and the withdrawal list beside this script.

    python3 make-randhie.py                 downloads the source with pip
    python3 make-randhie.py randhie.csv     takes a copy of the source that is here already

The source is statsmodels/datasets/randhie/src/randhie.csv in the Python package statsmodels.
Only the standard library is used. Equal sources give equal files, byte for byte.
"""

import csv
import hashlib
import io
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
MEMBER = "statsmodels/datasets/randhie/src/randhie.csv"
SOURCE_SHA256 = "fe64f3c8e987779daa6052dd756d9ce277e025330f5549126c7c2f6a3c9c5541"

SAMPLE = "randhie.csv"
ID = "zper"
FEATURES = ["xage", "mhi", "xghindx", "disea", "mdvis"]

WITHDRAWAL_LIST = "wRAND_20261101.csv"
SEED = 20261101
WITHDRAWN_COUNT = 60
UNKNOWN_COUNT = 2


def download():
    """Returns the bytes of the source from the newest wheel that pip finds."""
    with tempfile.TemporaryDirectory() as folder:
        # The messages of pip belong on standard error, like those of this script.
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:",
             "--dest", folder, "statsmodels"],
            check=True, stdout=sys.stderr)
        wheel = next(pathlib.Path(folder).glob("statsmodels-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(MEMBER)


def rows_of(source):
    """Returns the chosen columns of every row as the source writes them, the id first."""
    reader = csv.DictReader(io.StringIO(source.decode("ascii"), newline=""))
    rows = []
    for row in reader:
        cells = [row[ID]] + [row[name] for name in FEATURES]
        if not cells[0].isdigit():
            sys.exit(f"line {reader.line_num}: the id is not a row of digits")
        # float accepts spaces around a number, so completeness alone would not show them.
        if any(not cell or cell != cell.strip() or not math.isfinite(float(cell)) for cell in cells):
            sys.exit(f"line {reader.line_num}: a cell is empty or no finite number")
        rows.append(cells)
    return rows


def withdrawal_list(participants):
    """Returns the ids that leave, and ids that nobody has, in one sorted list."""
    # Of the generator's methods only random() is promised to stay the same in later
    # versions of Python, so every choice is made with it alone.
    generator = random.Random(SEED)
    drawn = sorted((generator.random(), identifier) for identifier in sorted(participants))
    withdrawn = [identifier for _, identifier in drawn[:WITHDRAWN_COUNT]]
    unknown = set()
    while len(unknown) < UNKNOWN_COUNT:
        candidate = str(100_000 + int(generator.random() * 600_000))
        if candidate not in participants:
            unknown.add(candidate)
    return sorted(withdrawn + list(unknown))


def write(name, text):
    content = text.encode("ascii")
    (HERE / name).write_bytes(content)
    print(f"{hashlib.sha256(content).hexdigest()}  {name}")


def main():
    if len(sys.argv) > 2 or (len(sys.argv) == 2 and sys.argv[1].startswith("-")):
        sys.exit(__doc__.strip())
    source = pathlib.Path(sys.argv[1]).read_bytes() if len(sys.argv) == 2 else download()
    if hashlib.sha256(source).hexdigest() != SOURCE_SHA256:
        sys.exit("the source is not the file that the sample was made from (its SHA-256 differs)")

    rows = rows_of(source)
    participants = {row[0] for row in rows}
    lines = [",".join(cells) for cells in [[ID] + FEATURES] + rows]
    write(SAMPLE, "\n".join(lines) + "\n")

    # As such lists arrive: one column, no header, CRLF, and a blank line at the end.
    leaving = withdrawal_list(participants)
    write(WITHDRAWAL_LIST, "".join(identifier + "\r\n" for identifier in leaving) + "\r\n")

    known = sum(row[0] in set(leaving) for row in rows)
    print(f"{len(rows)} records of {len(participants)} participants; "
          f"the list names {len(leaving)} ids, {UNKNOWN_COUNT} of them unknown, and {known} records",
          file=sys.stderr)


if __name__ == "__main__":
    main()
