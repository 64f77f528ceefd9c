"""What all peers share: the same requests and answers as our own `measure`, a JSON object a line.

A peer is a function that fits an array and returns k centroids, or one that reads a table and returns its
shape. Only that function is timed. The
loss is computed here, and in the same way for all, because some peers report the loss before their last
update.
"""

import json
import sys
import time

import numpy

BLOCK = 1 << 15


def loss(rows, centroids):
    """The sum of squared distances of the rows to their nearest centroids."""
    centroids = centroids.astype(numpy.float32)
    norms = (centroids * centroids).sum(axis=1)
    total = 0.0
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        # Of two that are nearly as near, either may win here: the loss is the same to six digits.
        scores = norms - 2 * block @ centroids.T
        # The distance to the winner is taken from differences, which cancel nothing.
        apart = (block - centroids[scores.argmin(axis=1)]).astype(numpy.float64)
        total += float(numpy.vdot(apart, apart))
    return total


def serve(name, version, fit=None, read=None):
    """Answers requests until standard input ends."""
    rows = None
    for line in sys.stdin:
        request = json.loads(line)
        operation = request["operation"]
        answer = {}
        if operation == "describe":
            answer = {"name": name, "version": version}
        elif operation == "load":
            rows = None
            rows = numpy.ascontiguousarray(numpy.load(request["path"]), dtype=numpy.float32)
            answer = {"rows": rows.shape[0], "columns": rows.shape[1]}
        elif operation == "fit":
            start = time.perf_counter()
            centroids = fit(rows, request["clusters"], request["seed"], request["threads"])
            answer = {"seconds": time.perf_counter() - start}
            if request.get("withLoss"):
                answer["loss"] = loss(rows, centroids)
        elif operation == "read" and read:
            start = time.perf_counter()
            shape = read(request["path"])
            answer = {"seconds": time.perf_counter() - start, "rows": shape[0], "columns": shape[1]}
        else:
            answer = {"error": f"{name} knows no {operation}"}
        # A library may have printed something of its own; the answer starts a line.
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
