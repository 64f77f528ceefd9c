"""What preparation inside the promise adds to a deletion."""

from harness import deletions
from harness.fits import METHODS


def choices(columns):
    """(what the tool is told, what the engine is asked)."""
    few = min(10, columns - 2)
    found = [
        ("none", {}),
        ("--scale standard", {"scale": True}),
        (f"--project {few}", {"project": few}),
    ]
    for count in sorted({3, few}):
        found.append((f"--pca {count}", {"components": count}))
        found.append((f"--scale standard --pca {count}", {"scale": True, "components": count}))
    return found


def measure(one, ours, limits):
    ours.ask("load", path=one.path)
    results = []
    for options, request in choices(one.columns):
        fitted = deletions.fit(one, ours, method=METHODS[0], **request)
        done = deletions.stream(ours, 1, limits.preparation_calls, limits.stream_seconds[METHODS[0]])
        refit = ours.ask("refit")
        results.append({"options": options, "fitSeconds": fitted["seconds"], **done,
                        "refitSeconds": refit["seconds"], "exact": refit["exact"]})  # fmt: skip
    return results
